"""My path: where she is on the way to work in her profession, and the next two steps with real offers."""

from dataclasses import replace

from bot.dialogue.actions import Need
from bot.dialogue.events import FindSteps, StepsFound
from bot.dialogue.replies import Ask, ShowSteps
from bot.dialogue.state import ConversationState, Question
from bot.dialogue.turn import Turn, say
from knowledge_base.vocabulary import Level


def begin(state: ConversationState) -> Turn:
    """With her level the next steps, without it the question how much German she knows."""
    return advance(replace(state, need=Need.PATH, pending=None, settled=frozenset()))


def advance(state: ConversationState) -> Turn:
    """The steps as soon as her level is known; who does not want to tell it is shown the beginning."""
    level = state.wishes.level_now
    if level is None and Question.LEVEL not in state.settled:
        return say(replace(state, pending=Question.LEVEL), Ask(Question.LEVEL))
    state = replace(state, pending=None)
    return Turn(state, request=FindSteps(level or Level.A0, state.profession, state.wishes.place))


def show(state: ConversationState, found: StepsFound) -> Turn:
    """The next steps; at the goal a person who knows more."""
    return say(state, ShowSteps(found.steps))
