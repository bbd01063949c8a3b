"""Every reply in every language; the one door from the dialogue to words."""

from collections.abc import Mapping, Sequence

from bot.dialogue.replies import (
    Apology,
    Ask,
    AskDelete,
    AskLanguage,
    AskToShow,
    AskWhyNot,
    ButtonsOnly,
    CannotRead,
    Danger,
    Deleted,
    DidYouMean,
    EditNotSeen,
    Export,
    Greeting,
    Help,
    LanguageNotSpoken,
    LanguageSet,
    Menu,
    NewOffers,
    NoAnswerYet,
    NoMoreOffers,
    NotUnderstoodReply,
    OfferGone,
    OffersUnavailable,
    OldButton,
    OnlyInPrivate,
    PlaceUnderstood,
    PrivacyNotice,
    QuestionDecided,
    RatingTaken,
    Remembered,
    Reply,
    ShowAnswer,
    ShowCalendarFile,
    ShowMap,
    ShowNearMisses,
    ShowOffer,
    ShowOffers,
    ShowOpenQuestions,
    ShowRoute,
    ShowSteps,
    ShowWeek,
    SmallTalk,
    UnknownCommand,
    WatchStarted,
    WatchStopped,
)
from bot.rendering import answers, attachments, danger, offers, privacy, questions, small_talk, steps, wishes
from bot.rendering.language import Language
from bot.rendering.message import Message
from knowledge_base.results import EmergencyNumber


class Renderer:
    """Knows the languages, the emergency numbers and the retention time, and nothing of her."""

    def __init__(
        self, languages: Mapping[str, Language], numbers: Sequence[EmergencyNumber], *, retention_days: int
    ) -> None:
        self.languages = languages
        self._numbers = tuple(numbers)
        self._retention_days = retention_days

    def render(self, reply: Reply, language_code: str) -> list[Message]:
        """The messages that say `reply`, at least one; an unknown language is German."""
        language = self.languages.get(language_code) or self.languages["de"]
        match reply:
            case Greeting():
                return small_talk.greeting(language)
            case Menu():
                return small_talk.menu(language)
            case Help():
                return small_talk.help_text(language, self._numbers)
            case AskLanguage():
                return small_talk.ask_language(language, list(self.languages.values()))
            case LanguageNotSpoken():
                return small_talk.ask_language(language, list(self.languages.values()), is_not_spoken=True)
            case LanguageSet():
                return small_talk.language_set(language)
            case Ask():
                return questions.ask(language, reply)
            case Remembered():
                return wishes.remembered(language, reply)
            case ShowOffers():
                return offers.offers(language, reply)
            case NoMoreOffers():
                return offers.no_more(language, reply)
            case ShowNearMisses():
                return offers.near_misses(language, reply)
            case WatchStarted():
                return wishes.watch_started(language, reply)
            case WatchStopped():
                return wishes.watch_stopped(language)
            case NewOffers():
                return offers.new_offers(language, reply)
            case ShowOpenQuestions():
                return offers.open_questions(language, reply)
            case ShowOffer():
                return offers.one_offer(language, reply)
            case AskWhyNot():
                return offers.ask_why_not(language, reply)
            case ShowWeek():
                return attachments.week(language, reply)
            case ShowCalendarFile():
                return attachments.calendar_file(language, reply)
            case ShowMap():
                return attachments.map_(language, reply)
            case OfferGone():
                return small_talk.offer_gone(language)
            case ShowAnswer():
                return answers.answer(language, reply)
            case NoAnswerYet():
                return small_talk.no_answer(language)
            case ShowRoute():
                return answers.route(language, reply)
            case ShowSteps():
                return steps.steps(language, reply)
            case Danger():
                return danger.danger(language, self._numbers)
            case DidYouMean():
                return small_talk.did_you_mean(language, reply)
            case NotUnderstoodReply():
                return small_talk.not_understood(language, reply)
            case AskToShow():
                return small_talk.ask_to_show(language)
            case QuestionDecided():
                return small_talk.question_decided(language, reply, self._retention_days)
            case ButtonsOnly():
                return small_talk.buttons_only(language, self._numbers)
            case OffersUnavailable():
                return small_talk.offers_unavailable(language, self._numbers)
            case CannotRead():
                return small_talk.cannot_read(language, reply)
            case PlaceUnderstood():
                return small_talk.place_understood(language, reply)
            case OnlyInPrivate():
                return small_talk.only_in_private(language)
            case EditNotSeen():
                return small_talk.edit_not_seen(language)
            case OldButton():
                return small_talk.old_button(language)
            case UnknownCommand():
                return small_talk.unknown_command(language)
            case PrivacyNotice():
                return privacy.notice(language, reply, self._retention_days)
            case Export():
                return privacy.export(language, reply)
            case AskDelete():
                return privacy.ask_delete(language)
            case Deleted():
                return privacy.deleted(language)
            case RatingTaken():
                return small_talk.rating_taken(language, reply)
            case SmallTalk():
                return small_talk.small_talk(language, reply)
            case Apology():
                return small_talk.apology(language, self._numbers)
