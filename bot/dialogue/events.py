"""What can happen in a conversation: what she does, and the facts that come back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.dialogue.actions import Action
from bot.dialogue.actions import View as View
from bot.dialogue.state import Wishes
from knowledge_base.results import AnswerText, OfferedStep, OfferSummary, RecognitionRoute, SearchCriteria, SearchResult
from knowledge_base.vocabulary import Entity, Intent, Level, Profession, Topic

Slots = Mapping[Entity, tuple[str, ...]]
"""Canonical values by entity, in the order she named them."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One way to understand a message."""

    intent: Intent
    confidence: float
    """0 to 1."""


class Cue(StrEnum):
    """A small meaning of a message that neither intent nor values carry."""

    LEVEL_IS_HERS = "level_is_hers"
    """The level she names is the one she has, not the one she wants."""
    BEGINNER = "beginner"
    """She knows no German at all."""
    DURATION = "duration"
    """How long does it take?"""
    ONLY_WOMEN = "only_women"
    FREE = "free"
    """Only what costs nothing."""
    THANKS = "thanks"
    WITH_CHILD = "with_child"
    """She wants to bring her child into the room."""


@dataclass(frozen=True, slots=True)
class Understood:
    """She wrote something and this is what it means."""

    intent: Intent
    confidence: float
    """0 to 1; 1 when a rule decided."""
    language: str
    """BCP 47 code of the message, or of the conversation where the message does not tell."""
    is_language_sure: bool = False
    """True when the message itself tells its language."""
    alternatives: tuple[Guess, ...] = ()
    """The next best guesses, likeliest first, without `intent`."""
    slots: Slots = field(default_factory=dict)
    cues: frozenset[Cue] = frozenset()


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """She wrote something and nothing can read it now: the model does not answer."""

    language: str
    is_language_sure: bool = False


@dataclass(frozen=True, slots=True)
class NothingToRead:
    """She sent a message without letters or digits."""


class Command(StrEnum):
    """What can be typed after a slash, the same in every language."""

    START = "start"
    HELP = "help"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    EXPORT = "export"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """She chose a command of the menu."""

    command: Command | None
    """`None`: one that we do not have."""


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """She pressed a button."""

    action: Action | None
    """`None`: no button of ours, or one of an older version."""


class ContentKind(StrEnum):
    """What came instead of text."""

    VOICE = "voice"
    PICTURE = "picture"
    PLACE = "place"
    """A point on the map that is far from every town we know."""
    CONTACT = "contact"
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ContentSent:
    """She sent something that is not text."""

    kind: ContentKind


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """She changed an earlier message; it was answered already."""


@dataclass(frozen=True, slots=True)
class PlaceShared:
    """She sent a point on the map; only the town it lies in is known here."""

    place: str
    """Slug of the nearest municipality."""


@dataclass(frozen=True, slots=True)
class CalledInGroup:
    """Somebody wrote in a group the bot is in, or put it there; what was written is not looked at."""


HerEvent = (
    Understood
    | NotUnderstood
    | NothingToRead
    | CommandGiven
    | ButtonPressed
    | ContentSent
    | PlaceShared
    | MessageEdited
    | CalledInGroup
)


@dataclass(frozen=True, slots=True)
class FindOffers:
    """Request: which offers fit?"""

    criteria: SearchCriteria
    view: View = View.MATCHES
    offset: int = 0
    """So many of this view she has seen."""
    limit: int = 3
    """So many are shown next."""


class OfferView(StrEnum):
    """What of one offer she asked to see."""

    DETAILS = "details"
    WEEK = "week"
    CALENDAR = "calendar"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class FindOffer:
    """Request: all about one offer."""

    offer_id: int
    view: OfferView = OfferView.DETAILS
    home: str | None = None
    """Slug of the municipality her way begins in, where she named one."""


@dataclass(frozen=True, slots=True)
class FindAnswer:
    """Request: the reviewed answer to a topic in her language."""

    topic: Topic


@dataclass(frozen=True, slots=True)
class FindRoute:
    """Request: how is this profession recognised?"""

    profession: Profession


@dataclass(frozen=True, slots=True)
class FindSteps:
    """Request: what are her next steps to recognised work?"""

    level: Level
    """The German she has today."""
    profession: Profession | None
    place: str | None
    """Offers there come first."""


KnowledgeRequest = FindOffers | FindOffer | FindAnswer | FindRoute | FindSteps


class Purpose(StrEnum):
    """Why she wants to see what is stored about her."""

    PRIVACY = "privacy"
    """She asks what is stored and why."""
    EXPORT = "export"
    """She wants to have it."""


@dataclass(frozen=True, slots=True)
class FindSubscription:
    """Request: what does she want to be told about? It is not in her state, since it ends by itself."""

    purpose: Purpose


Request = KnowledgeRequest | FindSubscription


@dataclass(frozen=True, slots=True)
class OffersFound:
    """The answer to `FindOffers`."""

    result: SearchResult
    view: View = View.MATCHES


@dataclass(frozen=True, slots=True)
class OfferFound:
    """The answer to `FindOffer`; `None` when it is gone."""

    offer: OfferSummary | None
    view: OfferView = OfferView.DETAILS
    way_minutes: int = 0
    """From her home to the offer, about; 0 when it is online."""
    calendar_file: bytes | None = None
    """Its meetings as iCalendar, only with `OfferView.CALENDAR`; `None` when no times are known."""


@dataclass(frozen=True, slots=True)
class AnswerFound:
    """The answer to `FindAnswer`; `None` when there is none in any language she can be shown."""

    topic: Topic
    answer: AnswerText | None


@dataclass(frozen=True, slots=True)
class RouteFound:
    """The answer to `FindRoute`; `None` when nothing is confirmed."""

    profession: Profession
    route: RecognitionRoute | None


@dataclass(frozen=True, slots=True)
class StepsFound:
    """The answer to `FindSteps`."""

    steps: tuple[OfferedStep, ...]
    """At most two; empty when she is at the goal."""


@dataclass(frozen=True, slots=True)
class KnowledgeUnavailable:
    """The knowledge base could not be read."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A search she is told about."""

    wishes: Wishes
    ends_on: date
    """The last day."""


@dataclass(frozen=True, slots=True)
class SubscriptionFound:
    """The answer to `FindSubscription`; `None` when she wants to be told about nothing."""

    purpose: Purpose
    subscription: Subscription | None


KnowledgeFact = OffersFound | OfferFound | AnswerFound | RouteFound | StepsFound | KnowledgeUnavailable
Fact = KnowledgeFact | SubscriptionFound
Event = HerEvent | Fact


@dataclass(frozen=True, slots=True)
class TextWritten:
    """Her words as a channel received them; they are understood at once and never kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update of a channel."""

    chat_id: str
    """Where the answer goes: the channel's own number for the conversation."""
    update_id: str
    """Unique within the channel; the same update delivered again has the same one."""
    content: TextWritten | HerEvent
    app_language: str | None = None
    """BCP 47 code her app is set to, a first guess."""
