"""Recognition of what she learned abroad: which profession, then the way for it."""

from dataclasses import replace

from bot.dialogue.actions import Need
from bot.dialogue.events import FindAnswer, FindRoute, RouteFound, Slots
from bot.dialogue.replies import Ask, ShowRoute
from bot.dialogue.state import ConversationState, Question
from bot.dialogue.turn import Turn, say
from knowledge_base.vocabulary import Entity, Profession, Topic


def begin(state: ConversationState, slots: Slots) -> Turn:
    """With a profession the way for it, without one the question which it is."""
    state = remember(replace(state, need=Need.RECOGNITION, pending=None), slots)
    if not slots.get(Entity.PROFESSION):
        return say(replace(state, profession=None, pending=Question.PROFESSION), Ask(Question.PROFESSION))
    return find(state)


def remember(state: ConversationState, slots: Slots) -> ConversationState:
    """The state with the profession and country she named."""
    names = {str(profession): profession for profession in Profession}
    for value in slots.get(Entity.PROFESSION, ()):
        if value in names:
            state = replace(state, profession=names[value])
            break
    for country in slots.get(Entity.COUNTRY, ()):
        state = replace(state, country=country)
    return state


def find(state: ConversationState) -> Turn:
    """Ask how her profession is recognised; without one, what recognition is."""
    state = replace(state, need=Need.RECOGNITION, pending=None)
    if state.profession is None:
        return Turn(state, request=FindAnswer(Topic.WHAT_IS_RECOGNITION))
    return Turn(state, request=FindRoute(state.profession))


def show(state: ConversationState, found: RouteFound) -> Turn:
    """The way for her profession."""
    return say(state, ShowRoute(found.profession, found.route))
