"""What can be said to her; never how. Words live in `rendering/` and the catalogs."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.dialogue.actions import Need
from bot.dialogue.events import ContentKind, Subscription
from bot.dialogue.state import Question, Wishes
from knowledge_base.results import (
    AnswerText,
    NearMiss,
    OfferedStep,
    OfferSummary,
    OpenQuestion,
    Reason,
    RecognitionRoute,
    SearchCriteria,
    Wish,
)
from knowledge_base.vocabulary import Intent, Profession


@dataclass(frozen=True, slots=True)
class Greeting:
    """Who speaks, what she can ask, three big buttons and the languages."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The three needs once more, without a greeting."""


@dataclass(frozen=True, slots=True)
class Help:
    """What can be asked, with examples."""


@dataclass(frozen=True, slots=True)
class AskLanguage:
    """Which language? One button each, in its own script."""


@dataclass(frozen=True, slots=True)
class LanguageSet:
    """From now on this language is spoken."""


@dataclass(frozen=True, slots=True)
class LanguageNotSpoken:
    """She asked for a language that is not there yet; these are."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question with its buttons; "does not matter" is always one of them."""

    question: Question
    shows_all: bool = False
    """All places or professions instead of the usual ones."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A new search begins with this from the last one; she can change it."""

    wishes: Wishes


@dataclass(frozen=True, slots=True)
class ShowOffers:
    """A page of offers that fit."""

    offers: tuple[OfferSummary, ...]
    criteria: SearchCriteria
    first: int
    """Number of the first one in the whole list, from 1."""
    total: int
    open_count: int
    """Offers of which something she wished is not stated."""
    reasons: tuple[tuple[Reason, ...], ...] = ()
    """For each offer why it fits."""


@dataclass(frozen=True, slots=True)
class NoMoreOffers:
    """She has seen all that fit."""

    open_count: int


@dataclass(frozen=True, slots=True)
class ShowNearMisses:
    """Nothing fits; these nearly do, and this is what would have to give."""

    misses: tuple[NearMiss, ...]
    relaxed: tuple[tuple[Wish, int], ...]
    criteria: SearchCriteria
    open_count: int


@dataclass(frozen=True, slots=True)
class WatchStarted:
    """She will be told when something fits, for so long and so often; how to stop it."""

    wishes: Wishes


@dataclass(frozen=True, slots=True)
class WatchStopped:
    """She will not be told any more."""


@dataclass(frozen=True, slots=True)
class NewOffers:
    """There is something for the search that found nothing: the one message the bot begins by itself."""

    offers: tuple[OfferSummary, ...]
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class ShowOpenQuestions:
    """Offers that may fit, with what she has to ask the provider."""

    questions: tuple[OpenQuestion, ...]
    first: int
    """Number of the first one in the whole list, from 1."""
    total: int


@dataclass(frozen=True, slots=True)
class ShowOffer:
    """Everything about one offer."""

    offer: OfferSummary


@dataclass(frozen=True, slots=True)
class AskWhyNot:
    """She does not want this offer: what is wrong with it? The search can then be better."""

    offer_id: int


@dataclass(frozen=True, slots=True)
class ShowWeek:
    """A picture of her week with one offer."""

    offer: OfferSummary
    way_minutes: int
    """From Kita, school or home to the offer, about; 0 for no way."""
    hours_from: str | None = None
    """When her children are brought to Kita or school, Monday to Friday; `None` when she has not said it."""
    hours_until: str | None = None
    """When they come home; `None` when she has not said it."""


@dataclass(frozen=True, slots=True)
class ShowCalendarFile:
    """The meetings of one offer for her calendar."""

    offer: OfferSummary
    content: bytes | None
    """iCalendar; `None` when the provider has stated no times."""


@dataclass(frozen=True, slots=True)
class ShowMap:
    """Where one offer takes place."""

    offer: OfferSummary


@dataclass(frozen=True, slots=True)
class OfferGone:
    """That offer is not there any more."""


@dataclass(frozen=True, slots=True)
class ShowAnswer:
    """A reviewed answer with its source and date."""

    answer: AnswerText
    need: Need | None


@dataclass(frozen=True, slots=True)
class NoAnswerYet:
    """There is no reviewed answer; a person can help."""


@dataclass(frozen=True, slots=True)
class ShowRoute:
    """How her profession is recognised."""

    profession: Profession
    route: RecognitionRoute | None
    """`None`: nothing is confirmed for this profession; the advice centre knows."""


@dataclass(frozen=True, slots=True)
class ShowSteps:
    """Her next steps to work in her profession, with what there is for them."""

    steps: tuple[OfferedStep, ...]
    """Empty: she is there, a person knows more."""


@dataclass(frozen=True, slots=True)
class Danger:
    """Help against violence and despair: numbers first, no questions."""


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """The model is not sure: the best guesses as buttons."""

    intents: tuple[Intent, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstoodReply:
    """Not understood; the second time in a row a person is named."""

    offers_person: bool


@dataclass(frozen=True, slots=True)
class AskToShow:
    """May staff see what was not understood?"""


@dataclass(frozen=True, slots=True)
class QuestionDecided:
    """Staff will see her question, or it is forgotten."""

    is_shown: bool


@dataclass(frozen=True, slots=True)
class ButtonsOnly:
    """Free text cannot be read at the moment: menu, emergency numbers, a person."""


@dataclass(frozen=True, slots=True)
class OffersUnavailable:
    """The offers cannot be read at the moment: emergency numbers, a person, try later."""


@dataclass(frozen=True, slots=True)
class CannotRead:
    """A voice message, picture or file came; only text and buttons are understood."""

    kind: ContentKind


@dataclass(frozen=True, slots=True)
class PlaceUnderstood:
    """The point on the map was taken as this town, and is not kept."""

    place: str
    """Slug of a municipality."""


@dataclass(frozen=True, slots=True)
class OnlyInPrivate:
    """To a group: the bot talks in private chats only."""


@dataclass(frozen=True, slots=True)
class EditNotSeen:
    """An edited message is not answered again; she may write anew."""


@dataclass(frozen=True, slots=True)
class OldButton:
    """That button does not work any more."""


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """There is no such command; these exist."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored about her now, besides her language and where the talk is."""

    wishes: Wishes = field(default_factory=Wishes)
    profession: Profession | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2 of where her qualification is from."""
    subscription: Subscription | None = None


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """What is stored now, why and until when, and how to delete it."""

    kept: Kept = Kept()


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that is stored about her, for her to have."""

    kept: Kept


@dataclass(frozen=True, slots=True)
class AskDelete:
    """Really delete everything?"""


@dataclass(frozen=True, slots=True)
class Deleted:
    """Everything is deleted."""


@dataclass(frozen=True, slots=True)
class RatingTaken:
    """A short thank-you for saying whether it helped."""

    has_helped: bool | None
    """`None`: she has said it before."""


class SmallTalkKind(StrEnum):
    THANKS = "thanks"
    GOODBYE = "goodbye"
    ROBOT = "robot"
    OUT_OF_SCOPE = "out_of_scope"
    FINE = "fine"
    """She said no, or yes to nothing in particular."""
    RESTARTED = "restarted"


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A short, kind, honest sentence with a way on."""

    kind: SmallTalkKind


@dataclass(frozen=True, slots=True)
class Apology:
    """Something went wrong on our side."""


Reply = (
    Greeting
    | Menu
    | Help
    | AskLanguage
    | LanguageSet
    | LanguageNotSpoken
    | Ask
    | Remembered
    | ShowOffers
    | NoMoreOffers
    | ShowNearMisses
    | WatchStarted
    | WatchStopped
    | NewOffers
    | ShowOpenQuestions
    | ShowOffer
    | AskWhyNot
    | ShowWeek
    | ShowCalendarFile
    | ShowMap
    | OfferGone
    | ShowAnswer
    | NoAnswerYet
    | ShowRoute
    | ShowSteps
    | Danger
    | DidYouMean
    | NotUnderstoodReply
    | AskToShow
    | QuestionDecided
    | ButtonsOnly
    | OffersUnavailable
    | CannotRead
    | PlaceUnderstood
    | OnlyInPrivate
    | EditNotSeen
    | OldButton
    | UnknownCommand
    | PrivacyNotice
    | Export
    | AskDelete
    | Deleted
    | RatingTaken
    | SmallTalk
    | Apology
)
