"""What is asked of the knowledge base and what comes back: plain values without a database behind them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from knowledge_base.vocabulary import (
    EU_RULE_COUNTRIES,
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

USUAL_WAY_MINUTES = 30
"""From Kita or school to a course in the same town, and back. Source: course facts, section 7 (a rule of thumb)."""


class Wish(StrEnum):
    """One thing she wishes of an offer; names what did not fit or is not known."""

    COURSE_TYPE = "course_type"
    LEVEL = "level"
    PLACE = "place"
    TIME = "time"
    WEEKDAY = "weekday"
    CHILDCARE = "childcare"
    CHILD_AGE = "child_age"
    FORMAT = "format"
    PACE = "pace"
    WOMEN_ONLY = "women_only"
    START = "start"
    PRICE = "price"


class AlsoFits(StrEnum):
    """What makes up for hours that do not fit: then somebody else looks after her child, or nobody needs to."""

    CARE = "care"
    """Care at the course for a child of her child's age."""
    EVENING = "evening"
    """All meetings begin at 18:00 or later."""
    WEEKEND = "weekend"
    """All meetings are on Saturday or Sunday."""
    ONLINE = "online"
    """She learns at home."""


@dataclass(frozen=True, slots=True)
class FreeHours:
    """Hours of one weekday in which she can be away, from drop-off to pick-up."""

    weekday: Weekday
    time_from: str
    time_until: str


@dataclass(frozen=True, slots=True)
class SearchCriteria:
    """Everything she wishes of an offer; an empty field fits everything."""

    course_types: frozenset[CourseType] = frozenset()
    level_goal: Level | None = None
    """The level the course leads to: "a B1 course"."""
    level_now: Level | None = None
    """The German she has today; `A0` is none."""
    place: str | None = None
    """Slug of a municipality; only offers in that place, online ones not among them."""
    weekdays: frozenset[Weekday] = frozenset()
    """At least one session on one of these days."""
    times_of_day: frozenset[TimeOfDay] = frozenset()
    time_from: str | None = None
    """"HH:MM"; no session begins earlier."""
    time_until: str | None = None
    """"HH:MM"; no session ends later."""
    free_hours: tuple[FreeHours, ...] = ()
    """Her week where its days differ; each meeting lies in one of these. A day without hours is not free."""
    way_minutes: int = 0
    """Minutes from her child's Kita or school to the course: the hours shrink by it on both sides; 0 for no way.

    Nobody goes to an online course, so it has no way.
    """
    home: str | None = None
    """Slug of the municipality the way begins in: with `way_minutes`, courses farther away take longer."""
    also_fits: frozenset[AlsoFits] = frozenset()
    """What fits though the hours do not."""
    school_days_only: bool = False
    """No session on Saturday or Sunday: her children are then at home."""
    childcare: bool = False
    """She needs care during the course, on site or with a partner."""
    brings_child: bool = False
    """Mother and child take part together: with an age given, only groups for that age."""
    child_age_years: float | None = None
    """With `childcare`, only care that takes a child of this age."""
    format: Format | None = None
    pace: Pace | None = None
    women_only: bool = False
    start_from: date | None = None
    """Starts on this day or later; what one can join at any time fits."""
    start_until: date | None = None
    """Starts on this day or earlier."""
    is_free: bool = False
    """She pays nothing: free of charge, paid by a voucher, or she earns money."""
    except_ids: frozenset[int] = frozenset()
    """Offers she has said no to."""


@dataclass(frozen=True, slots=True)
class Session:
    """A weekly meeting of an offer."""

    weekday: Weekday
    time_from: str
    time_until: str


class PriceKind(StrEnum):
    FREE = "free"
    FEE = "fee"
    """`price_cents` for the whole offer."""
    PER_LESSON = "per_lesson"
    """`price_per_lesson_cents` for each lesson; can be free on application."""
    VOUCHER = "voucher"
    """Paid by Bildungsgutschein or AVGS, after counselling."""
    PAID_TRAINING = "paid_training"
    """She earns money."""
    UNKNOWN = "unknown"


class SeatStatus(StrEnum):
    OPEN = "open"
    FEW = "few"
    WAITLIST = "waitlist"
    FULL = "full"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MapPoint:
    """Where an offer takes place, in degrees."""

    latitude: float
    longitude: float
    is_exact: bool
    """False: only the middle of the town is known."""


@dataclass(frozen=True, slots=True)
class OfferSummary:
    """One offer as she is shown it."""

    id: int
    source: str
    source_id: str
    title: str
    """As the provider wrote it, mostly German."""
    course_type: CourseType | None
    level_from: Level | None
    level_to: Level | None
    place: str | None
    """Slug of a municipality; `None` for online offers."""
    place_name: str | None
    street: str | None
    provider: str
    sessions: tuple[Session, ...]
    """Empty: times by agreement or not weekly."""
    schedule_note: str | None
    """German words about times that are not weekly; usually `None`."""
    start_on: date | None
    end_on: date | None
    flexible_start: bool
    pauses_in_school_holidays: bool | None
    childcare: Childcare
    childcare_age_from: float | None
    childcare_age_to: float | None
    child_in_room: bool
    """Mother and child take part together; ages are those of `childcare_age_*`."""
    price_kind: PriceKind
    price_cents: int | None
    price_per_lesson_cents: int | None
    lessons: int | None
    format: Format
    pace: Pace | None
    women_only: bool
    status: SeatStatus
    registration_until: date | None
    staff_languages: tuple[str, ...]
    url: str | None
    email: str | None
    phone: str | None
    last_checked_on: date | None
    is_example: bool
    distance_km: float | None = None
    """From the place she named; `None` when she named none or the offer is online."""
    derived: frozenset[str] = frozenset()
    """Names of fields that were read out of a text; nobody has looked whether they are right."""
    days_until_start: int | None = None
    """From the day of the search; `None` when it has begun, or the day is not known."""
    seats_free: int | None = None
    """As the provider told last."""
    point: MapPoint | None = None
    """`None` for online offers and for places that are not known."""
    has_started: bool = False
    """It began before the day of the search; she has to ask whether she can join."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An offer that may fit: nothing is known against it, but something she wished is not stated."""

    offer: OfferSummary
    unknown: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offer fits one wish, or what of it does not; only the fields of that wish are filled.

    Time: the meeting that decides, from `time_from` to `time_until`; `hours_from` and `hours_until` are her hours that
    day, `way_minutes` the way on each side. Place: `place` and `distance_km`. Care: `care` and the ages it takes.
    """

    wish: Wish
    weekday: Weekday | None = None
    time_from: str | None = None
    time_until: str | None = None
    hours_from: str | None = None
    hours_until: str | None = None
    way_minutes: int | None = None
    is_tight: bool = False
    """Less than ten minutes to spare before or after."""
    also: AlsoFits | None = None
    """The hours do not fit, this makes up for it."""
    place: str | None = None
    distance_km: float | None = None
    care: Childcare | None = None
    age_from: float | None = None
    age_to: float | None = None
    level_from: Level | None = None
    level_to: Level | None = None
    course_type: CourseType | None = None
    format: Format | None = None
    pace: Pace | None = None
    start_on: date | None = None
    price_cents: int | None = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An offer that would fit if she gave up exactly one wish."""

    offer: OfferSummary
    broken: Wish
    reason: Reason | None = None
    """What of the offer does not fit, in figures."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found for one search, each list best first."""

    criteria: SearchCriteria
    matches: tuple[OfferSummary, ...] = ()
    ask: tuple[OpenQuestion, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    reasons: tuple[tuple[Reason, ...], ...] = ()
    """For each of `matches` why it fits."""
    matches_count: int = 0
    """All that fit, also those that a limit left out."""
    ask_count: int = 0
    relaxed: tuple[tuple[Wish, int], ...] = ()
    """For each wish that can be dropped, how many offers would then match; largest first, no zeros."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One span on one weekday, in wall time of Europe/Berlin."""

    weekday: Weekday
    time_from: str
    time_until: str


@dataclass(frozen=True, slots=True)
class Contact:
    """An office or counselling place with confirmed facts only."""

    slug: str
    name: str
    """German name, so that she can say it at a counter."""
    topics: tuple[Topic, ...]
    place: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    url: str | None = None
    staff_languages: tuple[str, ...] = ()
    """BCP 47 codes; empty is not known."""
    hours: tuple[OpeningHours, ...] = ()
    """Empty is not known, never "closed"; `opening.opening_at` tells whether it is open."""
    hours_note: str | None = None
    """German words on the hours."""


@dataclass(frozen=True, slots=True)
class AnswerText:
    """The reviewed answer to a topic in one language."""

    topic: Topic
    language: str
    """May differ from the language asked for: then this is the fallback."""
    text: str
    source_url: str | None
    checked_on: date
    contacts: tuple[Contact, ...] = ()
    reviewed_on: date | None = None
    """The day on which a person released this text."""
    is_outdated: bool = False
    """The German text has changed since: shown only together with `reviewed_on`, for lack of a newer one."""


class Regulated(StrEnum):
    YES = "yes"
    NO = "no"
    TITLE_ONLY = "title_only"
    """Only the title is protected; she may work in the field without it."""


class Procedure(StrEnum):
    """What is applied for."""

    LICENCE = "licence"
    """Permission to use the title of a health profession."""
    APPROBATION = "approbation"
    TEACHING_DIPLOMA = "teaching_diploma"
    STATE_RECOGNITION = "state_recognition"
    """Of a social profession."""
    TITLE = "title"
    """Permission to use a protected title, or entry in its list."""
    BAR_ADMISSION = "bar_admission"
    EQUIVALENCE = "equivalence"
    """Voluntary comparison with a German vocational qualification."""
    DEGREE_STATEMENT = "degree_statement"
    """Voluntary statement on a degree by the ZAB."""


class Adaptation(StrEnum):
    """What closes a gap between her training and the German one."""

    KNOWLEDGE_EXAM = "knowledge_exam"
    APTITUDE_TEST = "aptitude_test"
    ADAPTATION_COURSE = "adaptation_course"
    QUALIFICATION = "qualification"
    """Practice or a course, in jobs that are not regulated."""


class EuRule(StrEnum):
    """What is different for training from the EU, the EEA or Switzerland."""

    AUTOMATIC = "automatic"
    """Recognised without comparing, when it meets the rules of the EU."""
    COMPARED = "compared"
    """Compared as all others are."""
    OWN_WAY = "own_way"
    """A way of its own, such as a choice between course and test."""
    NONE = "none"
    """No difference."""


@dataclass(frozen=True, slots=True)
class RecognitionRoute:
    """How a profession learned abroad is recognised; fields that are not confirmed are `None`."""

    profession: Profession
    german_title: str
    regulated: Regulated
    authority: str | None
    """The deciding office by its German name."""
    authority_url: str | None
    german_level: Level | None
    language_exam_level: Level | None
    """Level of the professional language exam on top of `german_level`."""
    months_from: int | None
    months_to: int | None
    fee_from_eur: int | None
    fee_to_eur: int | None
    source_url: str | None
    procedure: Procedure | None = None
    """`None`: nothing to apply for, or not known."""
    adaptation: tuple[Adaptation, ...] = ()
    eu_rule: EuRule | None = None
    documents_topic: Topic | None = None
    note: str | None = None
    """German sentences for counsellors; women are shown the answers to topics instead."""
    checked_on: date | None = None

    def eu_rule_for(self, country: str | None) -> EuRule | None:
        """What is different for training from this country (ISO 3166-1); `None` outside the EU rules or unknown."""
        return self.eu_rule if country in EU_RULE_COUNTRIES else None


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number that helps at once; only confirmed ones exist here."""

    slug: str
    number: str
    name: str
    """German name."""
    languages: tuple[str, ...] = field(default=())
    """BCP 47 codes confirmed by the service."""


class Step(StrEnum):
    """A stage on the way from no German to recognised work."""

    MEET = "meet"
    FIRST_ORIENTATION = "first_orientation"
    LITERACY = "literacy"
    INTEGRATION_COURSE = "integration_course"
    LANGUAGE_TEST = "language_test"
    RECOGNITION_ADVICE = "recognition_advice"
    RECOGNITION_APPLY = "recognition_apply"
    GERMAN_B2 = "german_b2"
    GERMAN_C1 = "german_c1"
    ADAPTATION = "adaptation"
    JOB_AND_COURSE = "job_and_course"
    SCHOOL_CERTIFICATE = "school_certificate"
    VOCATIONAL_TRAINING = "vocational_training"
    WORK = "work"
    """In her own profession or a new one."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """What is known of a stage; `None` is open or not needed."""

    step: Step
    topic: Topic
    """The answer that explains it; its name is the name of the stage."""
    course_types: frozenset[CourseType] = frozenset()
    """The offers that belong to it; empty: it is no course."""
    level_from: Level | None = None
    """The German she must have before."""
    level_to: Level | None = None
    """The German she has after it."""
    lessons_from: int | None = None
    """Lessons of 45 minutes."""
    lessons_to: int | None = None
    months_from: int | None = None
    """Typical, never a promise."""
    months_to: int | None = None
    needs: tuple[Step, ...] = ()
    """All of these come first."""
    leads_to: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where she is on the way."""

    level: Level = Level.A0
    """The German she has today."""
    needs_letters: bool = False
    """She cannot read and write Latin letters yet."""
    can_join_integration_course: bool = True
    """False when she gets no admission; many women do not since 2026."""
    done: frozenset[Step] = frozenset()
    """Stages behind her that her German does not show."""
    level_needed: Level = Level.B2
    """The German her profession asks for, from its recognition route."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A stage she can begin now or next, and how to find offers for it."""

    stage: PathStep
    criteria: SearchCriteria | None
    """`None`: there is no course for it, its topic tells what to do."""


@dataclass(frozen=True, slots=True)
class OfferedStep:
    """A stage with what there is for it now."""

    stage: PathStep
    offer: OfferSummary | None
    """The best offer; `None` where there is none, or the stage is no course."""
    offers_count: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """All stages to a goal."""

    stages: tuple[PathStep, ...]
    """One after the other."""
    beside: tuple[PathStep, ...] = ()
    """At the same time, from the first day on: recognition beside learning German."""
    months_from: int = 0
    """Sum of what is known; show it with "about"."""
    months_to: int = 0
