"""Costs, registration, papers, rights, work, family, counselling: reviewed answers to topics."""

from dataclasses import replace

from bot.dialogue.actions import Need
from bot.dialogue.events import AnswerFound, FindAnswer
from bot.dialogue.replies import NoAnswerYet, ShowAnswer
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Turn, say
from knowledge_base.vocabulary import Intent, Topic

_TOPICS = {
    Intent.ASK_COST: (Topic.COURSE_COST, Topic.RECOGNITION_COST),
    Intent.ASK_REGISTRATION: (Topic.COURSE_REGISTRATION, Topic.RECOGNITION_APPLY),
    Intent.ASK_DOCUMENTS: (Topic.COURSE_DOCUMENTS, Topic.RECOGNITION_DOCUMENTS),
    Intent.ASK_RIGHTS: (Topic.RIGHTS, Topic.RIGHTS),
    Intent.FIND_WORK: (Topic.WORK, Topic.WORK),
    Intent.FIND_FAMILY_OFFER: (Topic.FAMILY, Topic.FAMILY),
    Intent.TALK_TO_COUNSELLOR: (Topic.COUNSELLING, Topic.RECOGNITION_ADVICE),
}


def topic_of(intent: Intent, need: Need | None) -> Topic:
    """The topic of a question; it refers to what is talked about."""
    of_courses, of_recognition = _TOPICS[intent]
    return of_recognition if need is Need.RECOGNITION else of_courses


def ask(state: ConversationState, topic: Topic) -> Turn:
    """Fetch the answer to a topic."""
    return Turn(replace(state, pending=None), request=FindAnswer(topic))


def show(state: ConversationState, found: AnswerFound) -> Turn:
    """The answer; without one, a person who knows."""
    if found.answer is None:
        return say(state, NoAnswerYet())
    return say(state, ShowAnswer(found.answer, state.need))
