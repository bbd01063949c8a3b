"""Works out what can be shown of an answer: its state is computed from texts and reviews, never stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge_base.models import Answer, text_hash

SOURCE_LANGUAGE = "de"
"""Answers are written in German first; every other language is a translation of that text."""


class AnswerState(StrEnum):
    """How one language of an answer stands."""

    CURRENT = "current"
    """A person has released exactly this text, and the German text is still the one of then."""
    OUTDATED = "outdated"
    """A translation of a German text that has changed since, or has gone."""
    UNREVIEWED = "unreviewed"
    """Written after the German text of today; nobody has released it yet."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ReleasedText:
    """The text of one language that may be shown."""

    text: str
    reviewed_on: date
    is_outdated: bool
    """The German text is another one than at the review."""


def answer_state(answer: Answer | None, german: Answer | None) -> AnswerState:
    """The state of `answer`, whose German text is `german`; the German row is asked with itself.

    Who edits the German text makes all its translations outdated, until each was released against it.
    """
    if answer is None or not answer.text.strip():
        return AnswerState.MISSING
    if german is None or (answer.language != SOURCE_LANGUAGE and answer.source_hash != text_hash(german.text)):
        return AnswerState.OUTDATED
    released = released_text(answer, german)
    if released is None or released.is_outdated or text_hash(released.text) != text_hash(answer.text):
        return AnswerState.UNREVIEWED
    return AnswerState.CURRENT


def released_text(answer: Answer | None, german: Answer | None) -> ReleasedText | None:
    """The text that a person has released last, however old; `None` when nobody ever did."""
    if answer is None or answer.reviewed_text is None or answer.reviewed_on is None:
        return None
    is_outdated = german is None or answer.reviewed_source_hash != text_hash(german.text)
    return ReleasedText(answer.reviewed_text, answer.reviewed_on, is_outdated)


def edit(answer: Answer, text: str, german: Answer) -> None:
    """Staff write a text, for German its own source; what was released before stays until the next review."""
    answer.text, answer.is_edited = text, True
    answer.source_hash = text_hash(german.text)


def release(answer: Answer, german: Answer, *, on: date, by_role: str) -> None:
    """A person has read the text next to the German one and lets it be shown."""
    german_hash = text_hash(german.text)
    answer.source_hash = answer.reviewed_source_hash = german_hash
    answer.reviewed_text, answer.reviewed_on, answer.reviewed_by_role = answer.text, on, by_role
    answer.is_edited = True
