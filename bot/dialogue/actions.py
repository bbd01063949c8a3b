"""What a button does, and its short form in a channel's callback data.

Callback data comes from her device and may be forged or years old: `decode` accepts only what `encode` could have made.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.results import Wish
from knowledge_base.vocabulary import PLACE_NAMES, CourseType, Intent, Level, Profession, Topic

MAX_DATA_BYTES = 64
"""Telegram's limit for callback data."""


class ActionKind(StrEnum):
    """What pressing does; the value is the first part of the callback data."""

    NEED = "need"
    """Begin with one of the three needs (`Need`)."""
    LANGUAGE = "lang"
    """Speak this language (BCP 47); without a value: show the languages."""
    LEVEL = "level"
    """The German she has today; `-` does not matter."""
    PLACE = "place"
    """Slug of a municipality; `-` does not matter; `+` shows more places."""
    CARE = "care"
    """How her children are cared for meanwhile (`CareMode`); `-` does not matter."""
    UNTIL = "until"
    """They are in Kita or school until "HHMM"."""
    PROFESSION = "job"
    """What she learned; `-` something else; `+` shows more."""
    GUESS = "guess"
    """Yes, that intent was meant."""
    SEARCH = "search"
    """Search offers of this course type."""
    MORE = "more"
    """The next offers of the list."""
    OFFER = "offer"
    """All about one offer, by its number in the database."""
    WEEK = "week"
    """A picture of her week with this offer, by its number."""
    CALENDAR = "calendar"
    """The meetings of this offer as a file for her calendar, by its number."""
    MAP = "map"
    """Where this offer takes place, by its number."""
    RELAX = "relax"
    """Search again without this wish."""
    OPEN = "open"
    """The offers where something she wished is not stated."""
    WOMEN_ONLY = "women"
    ONLINE = "online"
    WITH_CARE = "withcare"
    FREE = "free"
    NOT_FOR_ME = "no"
    """She does not want this offer, by its number in the database; why?"""
    WHY_NOT = "why"
    """What is wrong with it: `WhyNot`, a hyphen and its number."""
    CHANGE = "change"
    """Change the search: ask its questions again."""
    TOPIC = "topic"
    """Answer a topic."""
    PERSON = "person"
    MENU = "menu"
    PRIVACY = "privacy"
    DELETE = "delete"
    """Ask whether to delete; with value `yes`: delete."""
    RATE = "rate"
    """Whether an answer helped: `yes-` or `no-` and a subject of `RATEABLE`."""
    SHOW = "show"
    """Whether staff may see what was not understood: `yes` or `no`."""
    WATCH = "watch"
    """Tell her when there is an offer: `yes`, or `stop` telling."""


class View(StrEnum):
    """Which part of a search result she asked to see."""

    MATCHES = "matches"
    OPEN = "open"
    """Offers of which something she wished is not stated."""


class Need(StrEnum):
    """The things women come for, the three big ones first."""

    COURSE = "course"
    CHILDCARE = "childcare"
    RECOGNITION = "recognition"
    PATH = "path"
    """Beyond the three: where she is on the way to work in her profession, and what comes next."""


class CareMode(StrEnum):
    """How her children are looked after while she learns."""

    CARE = "care"
    """Somebody cares for them at the course."""
    HOURS = "hours"
    """They are in Kita or school until a certain time."""
    EVENING = "evening"
    """Somebody is at home in the evening."""
    ONLINE = "online"
    """She learns at home."""
    WITH_CHILD = "with_child"
    """She brings the child into the room."""


RATEABLE = frozenset(map(str, {*Topic} - {Topic.VIOLENCE})) | {str(Intent.ASK_RECOGNITION), str(Intent.FIND_COURSE)}
"""What can have helped: answers by their topic, the way for a profession and an offer by their intent."""


class WhyNot(StrEnum):
    """What is wrong with an offer for her."""

    TIME = "time"
    PLACE = "place"
    LEVEL = "level"
    CARE = "care"
    MONEY = "money"
    OTHER = "other"


ANY = "-"
OTHERS = "+"

_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
_CLOCK = re.compile(r"([01]\d|2[0-3])[0-5]\d\Z")
_NUMBER = re.compile(r"[1-9]\d{0,8}\Z")
_WHY_NOT = re.compile(rf"({'|'.join(WhyNot)})-{_NUMBER.pattern}")
_VALUELESS = {
    ActionKind.MORE,
    ActionKind.OPEN,
    ActionKind.WOMEN_ONLY,
    ActionKind.ONLINE,
    ActionKind.WITH_CARE,
    ActionKind.FREE,
    ActionKind.CHANGE,
    ActionKind.PERSON,
    ActionKind.MENU,
    ActionKind.PRIVACY,
}
_ENUMS: dict[ActionKind, type[StrEnum]] = {
    ActionKind.NEED: Need,
    ActionKind.LEVEL: Level,
    ActionKind.CARE: CareMode,
    ActionKind.PROFESSION: Profession,
    ActionKind.GUESS: Intent,
    ActionKind.SEARCH: CourseType,
    ActionKind.RELAX: Wish,
    ActionKind.TOPIC: Topic,
}
_ANY_ALLOWED = {ActionKind.LEVEL, ActionKind.PLACE, ActionKind.CARE, ActionKind.PROFESSION}
_OTHERS_ALLOWED = {ActionKind.PLACE, ActionKind.PROFESSION}


@dataclass(frozen=True, slots=True)
class Action:
    """What one button does."""

    kind: ActionKind
    value: str = ""


def encode(action: Action) -> str:
    """The callback data of a button, ASCII and at most 64 bytes."""
    return f"{action.kind}:{action.value}" if action.value else str(action.kind)


def decode(data: str) -> Action | None:
    """The action behind callback data, or `None` when no button of ours can have sent it."""
    if len(data.encode("utf-8", "replace")) > MAX_DATA_BYTES:
        return None
    kind_text, _, value = data.partition(":")
    try:
        kind = ActionKind(kind_text)
    except ValueError:
        return None
    action = Action(kind, value)
    return action if _is_valid(action) and encode(action) == data else None


def _is_valid(action: Action) -> bool:
    kind, value = action.kind, action.value
    if kind in _VALUELESS:
        return value == ""
    if (value == ANY and kind in _ANY_ALLOWED) or (value == OTHERS and kind in _OTHERS_ALLOWED):
        return True
    if kind in _ENUMS:
        return value in set(_ENUMS[kind])
    match kind:
        case ActionKind.LANGUAGE:
            return value == "" or _LANGUAGE.match(value) is not None
        case ActionKind.PLACE:
            return value in PLACE_NAMES
        case ActionKind.UNTIL:
            return _CLOCK.match(value) is not None
        case ActionKind.WHY_NOT:
            return _WHY_NOT.match(value) is not None
        case ActionKind.OFFER | ActionKind.WEEK | ActionKind.CALENDAR | ActionKind.MAP | ActionKind.NOT_FOR_ME:
            return _NUMBER.match(value) is not None
        case ActionKind.DELETE:
            return value in ("", "yes")
        case ActionKind.SHOW:
            return value in ("yes", "no")
        case ActionKind.WATCH:
            return value in ("yes", "stop")
        case ActionKind.RATE:
            verdict, _, subject = value.partition("-")
            return verdict in ("yes", "no") and subject in RATEABLE
    return False
