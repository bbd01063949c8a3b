"""One example at least of every reply; a reply without one fails the tests."""

from dataclasses import replace
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
    SmallTalkKind,
    UnknownCommand,
    WatchStarted,
    WatchStopped,
)
from bot.dialogue.respond import ASKABLE
from bot.dialogue.state import Question, Wishes
from knowledge_base.results import (
    Adaptation,
    AlsoFits,
    AnswerText,
    Contact,
    EuRule,
    MapPoint,
    NearMiss,
    OfferedStep,
    OpenQuestion,
    PathStep,
    PriceKind,
    Procedure,
    Reason,
    RecognitionRoute,
    Regulated,
    SearchCriteria,
    SeatStatus,
    Session,
    Step,
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
    procedure=Procedure.LICENCE,
    adaptation=tuple(Adaptation),
    eu_rule=EuRule.AUTOMATIC,
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
        True,
        (1, 2, 3),
    ),
    *(Wishes(care=care, format=Format.ONLINE, pace=Pace.FULL_TIME) for care in CareMode),
)

KEPT = (
    Kept(),
    *(Kept(wishes, Profession.NURSE, "SY", Subscription(wishes, date(2027, 2, 20))) for wishes in (*WISHES, Wishes())),
)

_TIME_REASONS = (
    Reason(Wish.TIME),
    Reason(Wish.TIME, is_tight=True),
    *(Reason(Wish.TIME, also=also) for also in AlsoFits),
)
_MISSES = (
    Reason(Wish.TIME, Weekday.MON, "08:00", "13:00", "07:30", "13:30", 40),
    Reason(Wish.TIME, Weekday.FRI, "08:00", "13:00", None, "12:00", 30),
    Reason(Wish.TIME, Weekday.SAT, "18:00", "21:15"),
    Reason(Wish.PLACE, place="plochingen", distance_km=12.3),
    Reason(Wish.PLACE, format=Format.ONLINE),
    Reason(Wish.LEVEL, level_from=Level.A2, level_to=Level.B1),
    Reason(Wish.COURSE_TYPE, course_type=CourseType.COMPUTER_COURSE),
    Reason(Wish.CHILD_AGE, age_from=0.5, age_to=3.0),
    Reason(Wish.START, start_on=date(2027, 3, 8)),
    Reason(Wish.PRICE, price_cents=18950),
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
    *(ShowOffers(_KINDS[:1], SearchCriteria(), 1, 1, 0, ((reason,),)) for reason in _TIME_REASONS),
    *(ShowNearMisses((NearMiss(_KINDS[2], reason.wish, reason),), (), SearchCriteria(), 0) for reason in _MISSES),
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
    AskWhyNot(123456789),
    *(ShowWeek(each, way) for each in _STRANGE for way in (0, 45)),
    ShowWeek(_KINDS[0], 30, None, "13:00"),
    ShowWeek(_KINDS[1], 40, "07:30", "12:00"),
    *(ShowCalendarFile(each, content) for each in (*_KINDS[:3], *_STRANGE) for content in (b"BEGIN:VCALENDAR", None)),
    *(
        ShowMap(replace(each, point=point, street=street))
        for each in (*_KINDS[:3], *_STRANGE)
        for point in (None, MapPoint(48.6253, 9.3422, is_exact=False), MapPoint(48.6253, 9.3422, is_exact=True))
        for street in (None, "Musterstraße 1 <b>")
    ),
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
    ShowAnswer(
        AnswerText(
            Topic.WORK, "uk", "Речення.", None, date(2026, 11, 22), reviewed_on=date(2026, 1, 2), is_outdated=True
        ),
        None,
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
    *(ShowRoute(Profession.NURSE, replace(_ROUTE, procedure=procedure)) for procedure in Procedure),
    ShowSteps(()),
    ShowSteps((OfferedStep(PathStep(Step.MEET, Topic.MEETING_GROUPS, months_from=1, months_to=6), _KINDS[0], 3),)),
    *(
        ShowSteps(
            (OfferedStep(PathStep(Step.WORK, topic), None), OfferedStep(PathStep(Step.WORK, topic), _KINDS[1], 1))
        )
        for topic in Topic
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
