"""What a message means in this conversation: cues become values, and words in a running search change it."""

from dataclasses import replace

from bot.dialogue.actions import Need
from bot.dialogue.events import Cue, Slots, Understood
from bot.dialogue.state import ConversationState, Question
from knowledge_base.vocabulary import TEACHING_GERMAN, CourseType, Entity, Intent, Level

_SEARCHES = frozenset({Intent.FIND_COURSE, Intent.FIND_CHILDCARE_COURSE})
_SEARCH_ENTITIES = frozenset(
    {
        Entity.PLACE,
        Entity.LEVEL,
        Entity.WEEKDAY,
        Entity.TIME_OF_DAY,
        Entity.TIME_FROM,
        Entity.TIME_UNTIL,
        Entity.FORMAT,
        Entity.PACE,
        Entity.CHILD_AGE,
        Entity.CHILDCARE,
    }
)
"""Values that narrow a search; a kind of course begins another one."""
REFINING = frozenset({Cue.ONLY_WOMEN, Cue.FREE})
"""What narrows a search without a value."""
_NOT_A_REFINEMENT = frozenset({Intent.CRISIS, Intent.ASK_RECOGNITION, Intent.CHANGE_LANGUAGE, Intent.PRIVACY})
_BESIDE_THANKS = frozenset({Intent.AFFIRM, Intent.DENY, Intent.MORE_RESULTS, Intent.INFORM, Intent.GREET})
_TOLD_APART = 0.5
"""Confidence below which a guess beside a running search counts less than the values of the message."""


def in_context(state: ConversationState, message: Understood) -> Understood:
    """The message with what the conversation adds to it; danger is left as it is."""
    if message.intent is Intent.CRISIS:
        return message
    message = replace(message, slots=_with_cues(state, message))
    if _only_thanks(message):
        return replace(message, intent=Intent.THANK, confidence=1.0)
    if _is_value_for_the_question(state, message) or _refines(state, message):
        return replace(message, intent=Intent.INFORM, confidence=1.0)
    return message


def asks_for_duration(state: ConversationState, message: Understood) -> bool:
    """True when she asks how long it takes and recognition is talked about."""
    return (
        Cue.DURATION in message.cues
        and message.intent is not Intent.CRISIS
        and state.need is Need.RECOGNITION
        and not message.slots.get(Entity.PROFESSION)
    )


def _with_cues(state: ConversationState, message: Understood) -> Slots:
    slots = dict(message.slots)
    kinds = set(slots.get(Entity.COURSE_TYPE, ()))
    # A computer course for beginners asks for no German.
    if Cue.BEGINNER in message.cues and Entity.LEVEL not in slots and kinds <= TEACHING_GERMAN:
        slots[Entity.LEVEL] = (Level.A0,)
    is_search = message.intent in _SEARCHES or state.need in (Need.COURSE, Need.CHILDCARE)
    if Cue.WITH_CHILD in message.cues and is_search and Entity.COURSE_TYPE not in slots:
        slots[Entity.COURSE_TYPE] = (CourseType.PARENT_CHILD_COURSE,)
    return slots


def _only_thanks(message: Understood) -> bool:
    """ "Great, thanks" says yes to nothing."""
    return Cue.THANKS in message.cues and not message.slots and message.intent in _BESIDE_THANKS


def _is_value_for_the_question(state: ConversationState, message: Understood) -> bool:
    """ "From zero" is a level where the level is asked for, and an English teacher no wish for English."""
    if state.pending is Question.LEVEL and Cue.BEGINNER in message.cues:
        return True
    if state.pending in (Question.LEVEL, Question.PLACE, Question.CARE):
        return Cue.WITH_CHILD in message.cues
    if state.pending is Question.PROFESSION:
        return message.intent is Intent.CHANGE_LANGUAGE and bool(message.slots.get(Entity.PROFESSION))
    return False


def _refines(state: ConversationState, message: Understood) -> bool:
    if not state.has_results or state.need not in (Need.COURSE, Need.CHILDCARE):
        return False
    if message.intent in _NOT_A_REFINEMENT or message.slots.get(Entity.COURSE_TYPE):
        return False
    values = _SEARCH_ENTITIES & message.slots.keys()
    if message.intent in _SEARCHES:
        # Level and town together are a search of their own; one of them changes the one she has.
        return bool(values or message.cues & REFINING) and not {Entity.LEVEL, Entity.PLACE} <= values
    if message.cues & REFINING:
        return True
    return bool(values) and (message.confidence < _TOLD_APART or message.intent is Intent.MORE_RESULTS)
