"""What is remembered of one conversation: choices and wishes.

Her words are not, but for a message that was not understood: masked, and only until her next one.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.dialogue.actions import CareMode, Need, View
from knowledge_base.vocabulary import CourseType, Entity, Format, Level, Pace, Profession, TimeOfDay, Weekday


class Question(StrEnum):
    """What the dialogue can ask her."""

    LEVEL = "level"
    PLACE = "place"
    CARE = "care"
    PROFESSION = "profession"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What she wants of an offer, as far as she has said it."""

    course_types: frozenset[CourseType] = frozenset()
    level_goal: Level | None = None
    level_now: Level | None = None
    place: str | None = None
    weekdays: frozenset[Weekday] = frozenset()
    times_of_day: frozenset[TimeOfDay] = frozenset()
    time_from: str | None = None
    time_until: str | None = None
    care: CareMode | None = None
    child_age_years: float | None = None
    """Of several her youngest."""
    format: Format | None = None
    pace: Pace | None = None
    women_only: bool = False
    is_free: bool = False
    rejected: tuple[int, ...] = ()
    """Offers she has said no to, by their numbers in the database, the last one at the end."""
    oldest_child_years: float | None = None


@dataclass(frozen=True, slots=True)
class ConversationState:
    """One conversation between two messages."""

    language: str = "de"
    is_language_known: bool = False
    """She chose it or wrote in it; until then it is a guess from her app."""
    need: Need | None = None
    """What is talked about; costs, papers and registration refer to it."""
    wishes: Wishes = field(default_factory=Wishes)
    settled: frozenset[Question] = frozenset()
    """Questions that need no asking any more: she answered them or does not mind."""
    pending: Question | None = None
    """The question she was asked last and has not answered."""
    asked: int = 0
    """Questions asked since this search began."""
    view: View = View.MATCHES
    """Which list of the search she is looking at."""
    offset: int = 0
    """How many offers of that list she has seen."""
    profession: Profession | None = None
    country: str | None = None
    held: tuple[tuple[Entity, tuple[str, ...]], ...] = ()
    """Values of a message whose intent she is being asked about."""
    has_results: bool = False
    """A list of offers was shown or could be: it can be refined and continued."""
    failures: int = 0
    """Messages in a row that were not understood."""
    held_words: str = ""
    """Her last message, masked, while she is asked whether staff may see it; empty otherwise."""
    rated: frozenset[str] = frozenset()
    """Subjects whose last answer she has rated: a second press is not counted."""
    is_group: bool = False
    """A group, which has been told that the bot talks in private chats only."""
