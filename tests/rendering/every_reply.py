"""One example at least of every reply; a reply without one fails the tests."""

from datetime import date
from typing import get_args

from bot.dialogue.actions import CareMode, Need
from bot.dialogue.events import ContentKind, Subscription
from bot.dialogue.replies import (
    Apology,
    Ask,
    AskDelete,
    AskLanguage,
    AskToShow,
    ButtonsOnly,
    CannotRead,
    Danger,
    Deleted,
    DidYouMean,
    EditNotSeen,
    Export,
    Greeting,
    Help,
    Kept,
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
    ShowNearMisses,
    ShowOffer,
    ShowOffers,
    ShowOpenQuestions,
    ShowRoute,
    SmallTalk,
    SmallTalkKind,
    UnknownCommand,
    WatchStarted,
    WatchStopped,
)
from bot.dialogue.respond import ASKABLE
from bot.dialogue.state import Question, Wishes
from knowledge_base.results import (
    AnswerText,
    Contact,
    NearMiss,
    OpenQuestion,
    PriceKind,
    RecognitionRoute,
    Regulated,
    SearchCriteria,
    SeatStatus,
    Session,
    Wish,
)
from knowledge_base.vocabulary import (
    Childcare,
    CourseType,
    Format,
    Level,
    Pace,
    Profession,
    TimeOfDay,
    Topic,
    Weekday,
)
from tests.dialogue.examples import offer

_KINDS = tuple(
    offer(
        number,
        course_type=kind,
        price_kind=price,
        price_cents=4990,
        childcare=care,
        childcare_age_to=oldest,
        status=status,
        format=format_,
        pace=Pace.FULL_TIME,
        distance_km=7.4,
        has_started=bool(number % 2),
    )
    for number, (kind, price, care, oldest, status, format_) in enumerate(
        zip(
            [*CourseType, None],
            list(PriceKind) * 3,
            list(Childcare) * 4,
            [None, 6.0, 3.5] * 5,
            list(SeatStatus) * 3,
            list(Format) * 5,
            strict=False,
        ),
        1,
    )
)
_STRANGE = (
    offer(20, sessions=(), schedule_note="jeden zweiten Mittwoch 19:00–20:30", start_on=None, course_type=None),
    offer(21, sessions=(), schedule_note=None, flexible_start=True, street=None, email=None, url=None, lessons=None),
    offer(
        22,
        sessions=(Session(Weekday.WED, "18:00", "21:15"), Session(Weekday.SAT, "09:00", "13:00")),
        title="دورة <b>تجريبية</b> & مجانية " + "sehr langer Titel " * 12,
        phone="+49 711 000000",
        child_in_room=True,
    ),
)
_ROUTE = RecognitionRoute(
    Profession.NURSE,
    "Pflegefachfrau",
    Regulated.YES,
    "Regierungspräsidium Stuttgart",
    "https://rp.baden-wuerttemberg.de/",
    Level.B2,
    Level.C1,
    4,
    15,
    100,
    600,
    "https://rp.baden-wuerttemberg.de/",
)
_CONTACT = Contact(
    "x", "Migrationsberatung", (), "esslingen", "Musterweg 1", "0711 1", "a@example.org", "https://example.org"
)

WISHES = (
    Wishes(level_now=Level.A0, place="nuertingen", care=CareMode.HOURS, time_from="08:00", time_until="13:00"),
    Wishes(
        frozenset(CourseType),
        Level.B1,
        Level.A2,
        "leinfelden_echterdingen",
        frozenset(Weekday),
        frozenset(TimeOfDay),
        "08:00",
        "12:30",
        CareMode.CARE,
        1.5,
        Format.IN_PERSON,
        Pace.PART_TIME,
        True,
    ),
    *(Wishes(care=care, format=Format.ONLINE, pace=Pace.FULL_TIME) for care in CareMode),
)

KEPT = (
    Kept(),
    *(Kept(wishes, Profession.NURSE, "SY", Subscription(wishes, date(2027, 2, 20))) for wishes in (*WISHES, Wishes())),
)

REPLIES: tuple[Reply, ...] = (
    Greeting(),
    Menu(),
    Help(),
    AskLanguage(),
    LanguageSet(),
    LanguageNotSpoken(),
    *(Ask(question, shows_all=shows_all) for question in Question for shows_all in (False, True)),
    *(Remembered(wishes) for wishes in WISHES),
    *(
        ShowOffers(_KINDS[start : start + 3], SearchCriteria(place="nuertingen"), start + 1, 13, start)
        for start in range(0, 13, 3)
    ),
    ShowOffers(_STRANGE, SearchCriteria(), 1, 3, 0),
    NoMoreOffers(open_count=3),
    *(WatchStarted(wishes) for wishes in (*WISHES, Wishes())),
    WatchStopped(),
    *(NewOffers(_KINDS[:number], wishes) for number, wishes in enumerate(WISHES[:3], 1)),
    ShowNearMisses(
        tuple(NearMiss(_KINDS[0], wish) for wish in Wish)[:3], tuple((wish, 5) for wish in Wish), SearchCriteria(), 2
    ),
    ShowNearMisses((), (), SearchCriteria(), 0),
    *(ShowNearMisses((NearMiss(_KINDS[1], wish),), ((wish, 1),), SearchCriteria(), 0) for wish in Wish),
    ShowOpenQuestions(tuple(OpenQuestion(each, tuple(Wish)) for each in _STRANGE), first=1, total=9),
    *(ShowOffer(each) for each in (*_KINDS, *_STRANGE)),
    OfferGone(),
    *(
        ShowAnswer(
            AnswerText(
                topic, "de", "Ein Satz.\n• noch < einer", "https://example.org", date(2026, 11, 22), (_CONTACT,)
            ),
            need,
        )
        for topic in Topic
        for need in (None, Need.COURSE)
    ),
    NoAnswerYet(),
    *(ShowRoute(profession, None) for profession in Profession),
    ShowRoute(Profession.NURSE, _ROUTE),
    *(
        ShowRoute(
            Profession.COOK,
            RecognitionRoute(
                Profession.COOK, "Köchin", regulated, None, None, Level.B2, None, 3, None, 550, None, None
            ),
        )
        for regulated in Regulated
    ),
    Danger(),
    DidYouMean(tuple(ASKABLE)),
    NotUnderstoodReply(offers_person=False),
    NotUnderstoodReply(offers_person=True),
    AskToShow(),
    QuestionDecided(is_shown=True),
    QuestionDecided(is_shown=False),
    ButtonsOnly(),
    OffersUnavailable(),
    *(CannotRead(kind) for kind in ContentKind),
    PlaceUnderstood("leinfelden_echterdingen"),
    OnlyInPrivate(),
    EditNotSeen(),
    OldButton(),
    UnknownCommand(),
    PrivacyNotice(),
    *(show(kept) for show in (PrivacyNotice, Export) for kept in KEPT),
    AskDelete(),
    Deleted(),
    *(RatingTaken(has_helped) for has_helped in (True, False, None)),
    *(SmallTalk(kind) for kind in SmallTalkKind),
    Apology(),
)

KINDS_OF_REPLIES = frozenset(get_args(Reply))
