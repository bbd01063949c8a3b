"""Finds the offers that fit what she wishes, those to ask about, and those that miss by one wish.

The database rates every wish that is about one column and drops offers that break two or more of them. What depends on
all meetings of an offer (times and weekdays) is then rated here, on the few that are left.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.database import our_errors
from knowledge_base.models import Offer, OfferDate, OfferSession, Pauses
from knowledge_base.places import distance_km, place_name
from knowledge_base.results import (
    NearMiss,
    OfferSummary,
    OpenQuestion,
    SearchCriteria,
    SearchResult,
    SeatStatus,
    Session,
    Wish,
)
from knowledge_base.vocabulary import TEACHING_GERMAN, Childcare, Format, Level, TimeOfDay, Weekday

MAX_NEAR_MISSES = 5
MAX_NEAR_MISS_KM = 25.0
"""Farther than this nobody is sent to a course; about half an hour by train inside the district."""
_IDS_PER_QUERY = 500

_WITH_CARE = (Childcare.ON_SITE, Childcare.PARTNER)
_GIVEN_UP_WITH = {Wish.CHILDCARE: frozenset({Wish.CHILDCARE, Wish.CHILD_AGE})}
"""Who gives up care gives up its age limits too."""


class _Verdict(IntEnum):
    FITS = 0
    UNKNOWN = 1
    BREAKS = 2


async def find_offers(
    session: AsyncSession,
    criteria: SearchCriteria,
    *,
    today: date,
    limit: int | None = None,
    include_examples: bool = True,
) -> SearchResult:
    """Offers that fit, offers to ask about and near misses, each list best first.

    Only live offers take part: not ended before `today` (Europe/Berlin), not full, not cancelled, not withdrawn, and
    with a registration that has not ended. An empty field of `criteria` fits everything. For the others:

    - Level: `level_goal` is the level an offer leads to, or the only level of an offer that teaches German.
      `level_now` lies at or above where the offer starts and below where it leads; without any German (A0) only
      offers that start at A0.
    - Place: exactly this municipality; online offers are in none. A hybrid offer is in its place.
    - Time: *all* meetings lie inside the window, both ends included, narrowed by the way on both sides; and each lies
      in one of the times of day. Morning begins before 12:00 and ends by 14:00, noon touches 11:30 to 14:00,
      afternoon begins from 12:00 to 17:29, evening begins at 18:00 or later. `school_days_only` belongs to this wish:
      no meeting on Saturday or Sunday.
    - Weekday: at least one meeting on one of the days.
    - Childcare: on site or with a partner, and with an age given only where a child of that age is taken.
    - Format: hybrid counts for online and for in person. Women only: only where it is stated.

    `matches` break nothing and leave nothing open. `ask` break nothing, but something wished is not stated. Near
    misses break exactly one wish and leave nothing open: at most five, nearest first, the broken wishes taking turns,
    those elsewhere within 25 km of the place she named, online instead of there last. `relaxed` counts for each wish
    how many more offers would match without it, at any distance. The best is at her level, then nearest, then starts
    soonest; running ones come after those that have not begun, the latest begun first, and after them those without a
    date.

    Args:
        limit: at most so many matches, and so many to ask about; the counts in `relaxed` are not cut.
        include_examples: whether invented example offers take part.

    Raises:
        UnavailableError: the database could not be read.
    """
    with our_errors():
        rated = await _rate(session, criteria, today, include_examples)
        rated.sort(key=lambda offer: offer.rank(criteria, today))
        matches = [offer for offer in rated if not offer.obstacles][:limit]
        ask = [offer for offer in rated if offer.unknown and not offer.broken][:limit]
        misses = _near_misses(rated, criteria, today)
        ids = [offer.id for offer in (*matches, *ask, *misses)]
        summaries = await _summaries(session, ids, criteria.place, today)
    return SearchResult(
        criteria=criteria,
        matches=tuple(summaries[offer.id] for offer in matches),
        ask=tuple(OpenQuestion(summaries[offer.id], offer.unknown) for offer in ask),
        near_misses=tuple(NearMiss(summaries[offer.id], offer.broken[0]) for offer in misses),
        relaxed=_relaxed(rated),
    )


async def find_offer(session: AsyncSession, offer_id: int, *, today: date) -> OfferSummary | None:
    """All about one offer, whether or not it is still live; `None` when there is no such offer.

    Raises:
        UnavailableError: the database could not be read.
    """
    with our_errors():
        offer = await session.get(Offer, offer_id)
        return summarise(offer, today) if offer else None


@dataclass(frozen=True, slots=True)
class _Rated:
    """What is needed of an offer to judge and to order it."""

    id: int
    level_from: Level | None
    start_on: date | None
    is_online: bool
    distance_km: float | None
    broken: tuple[Wish, ...]
    unknown: tuple[Wish, ...]

    @property
    def obstacles(self) -> frozenset[Wish]:
        return frozenset((*self.broken, *self.unknown))

    def rank(self, criteria: SearchCriteria, today: date) -> tuple[Any, ...]:
        is_other_level = criteria.level_now is not None and self.level_from != criteria.level_now
        distance = float("inf") if criteria.place and self.distance_km is None else self.distance_km or 0.0
        return is_other_level, distance, *self._start_rank(today), self.id

    def near_miss_rank(self, criteria: SearchCriteria, today: date) -> tuple[Any, ...]:
        is_other_level, distance, *rest = self.rank(criteria, today)
        return distance, is_other_level, *rest

    def _start_rank(self, today: date) -> tuple[int, int]:
        if self.start_on is None:
            return 2, 0
        if self.start_on < today:
            return 1, -self.start_on.toordinal()
        return 0, self.start_on.toordinal()


async def _rate(session: AsyncSession, criteria: SearchCriteria, today: date, include_examples: bool) -> list[_Rated]:
    """Every live offer that breaks at most one wish, among them all matches."""
    column_verdicts = _column_verdicts(criteria)
    live = select(
        Offer.id,
        Offer.level_from,
        Offer.place,
        Offer.format,
        Offer.start_on,
        *(verdict.label(_label(wish)) for wish, verdict in column_verdicts.items()),
    ).where(*_is_live(today, include_examples))
    table = live.subquery()
    few_broken = select(table).where(_broken_count(table, column_verdicts) <= 1)
    meetings = await _meetings(session, few_broken, today) if _is_about_meetings(criteria) else None

    rated = []
    for row in (await session.execute(few_broken)).mappings():
        verdicts = {wish: _Verdict(row[_label(wish)]) for wish in column_verdicts}
        if meetings is not None:
            verdicts |= _meeting_verdicts(meetings.get(row["id"], []), criteria)
        broken = tuple(wish for wish in Wish if verdicts.get(wish) is _Verdict.BREAKS)
        if len(broken) > 1:
            continue
        is_online = row["format"] is Format.ONLINE
        rated.append(
            _Rated(
                id=row["id"],
                level_from=row["level_from"],
                start_on=row["start_on"],
                is_online=is_online,
                distance_km=_distance(criteria.place, row["place"], is_online),
                broken=broken,
                unknown=tuple(wish for wish in Wish if verdicts.get(wish) is _Verdict.UNKNOWN),
            )
        )
    return rated


def _is_live(today: date, include_examples: bool) -> list[ColumnElement[bool]]:
    conditions = [
        Offer.is_withdrawn.is_(False),
        Offer.status.not_in([SeatStatus.FULL, SeatStatus.CANCELLED]),
        or_(Offer.end_on.is_(None), Offer.end_on >= today),
        or_(Offer.registration_until.is_(None), Offer.registration_until >= today),
    ]
    if not include_examples:
        conditions.append(Offer.is_example.is_(False))
    return conditions


def _verdict(
    *, fits: ColumnElement[bool], unknown: ColumnElement[bool] | None = None, breaks: ColumnElement[bool] | None = None
) -> ColumnElement[int]:
    """The first that holds: breaks, unknown, fits; nothing that holds breaks too."""
    ordered = ((breaks, _Verdict.BREAKS), (unknown, _Verdict.UNKNOWN), (fits, _Verdict.FITS))
    whens = [(condition, verdict.value) for condition, verdict in ordered if condition is not None]
    return case(*whens, else_=_Verdict.BREAKS.value)


def _column_verdicts(criteria: SearchCriteria) -> dict[Wish, ColumnElement[int]]:
    """For each wish that one column answers, an expression that rates an offer."""
    verdicts: dict[Wish, ColumnElement[int]] = {}
    if criteria.course_types:
        verdicts[Wish.COURSE_TYPE] = _verdict(
            fits=Offer.course_type.in_(sorted(criteria.course_types)), unknown=Offer.course_type.is_(None)
        )
    if criteria.level_goal or criteria.level_now:
        verdicts[Wish.LEVEL] = _verdict(
            fits=and_(*_level_conditions(criteria)),
            unknown=and_(Offer.level_from.is_(None), Offer.level_to.is_(None)),
        )
    if criteria.place:
        verdicts[Wish.PLACE] = _verdict(
            breaks=Offer.format == Format.ONLINE, unknown=Offer.place.is_(None), fits=Offer.place == criteria.place
        )
    if criteria.childcare:
        verdicts[Wish.CHILDCARE] = _verdict(
            fits=Offer.childcare.in_(_WITH_CARE), unknown=Offer.childcare == Childcare.UNKNOWN
        )
        if criteria.child_age_years is not None:
            verdicts[Wish.CHILD_AGE] = _child_age_verdict(criteria.child_age_years)
    if criteria.format:
        wished = [criteria.format] if criteria.format is Format.HYBRID else [criteria.format, Format.HYBRID]
        verdicts[Wish.FORMAT] = _verdict(fits=Offer.format.in_(wished))
    if criteria.pace:
        verdicts[Wish.PACE] = _verdict(fits=Offer.pace == criteria.pace, unknown=Offer.pace.is_(None))
    if criteria.women_only:
        verdicts[Wish.WOMEN_ONLY] = _verdict(fits=Offer.women_only.is_(True))
    return verdicts


def _level_conditions(criteria: SearchCriteria) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    goal, now = criteria.level_goal, criteria.level_now
    if goal:
        # The only level of a training is what she must know before, not what she learns there.
        teaches_german = or_(Offer.course_type.is_(None), Offer.course_type.in_(TEACHING_GERMAN))
        only_level = and_(Offer.level_to.is_(None), Offer.level_from == goal, teaches_german)
        conditions.append(or_(Offer.level_to == goal, only_level))
    if now:
        starts_low_enough = Offer.level_from <= now
        # Nobody without a word of German is sent to an offer that does not say it starts from nothing.
        conditions.append(starts_low_enough if now is Level.A0 else or_(Offer.level_from.is_(None), starts_low_enough))
        conditions.append(or_(Offer.level_to.is_(None), Offer.level_to > now))
    return conditions


def _child_age_verdict(age_years: float) -> ColumnElement[int]:
    """Only where there is care: without it the wish for care is what breaks."""
    has_care = Offer.childcare.in_(_WITH_CARE)
    return _verdict(
        breaks=and_(has_care, or_(Offer.childcare_age_from > age_years, Offer.childcare_age_to < age_years)),
        unknown=and_(has_care, or_(Offer.childcare_age_from.is_(None), Offer.childcare_age_to.is_(None))),
        fits=Offer.id.is_not(None),
    )


def _label(wish: Wish) -> str:
    """Name of a verdict in a query, apart from the columns that are called like the wish."""
    return f"{wish.value}_verdict"


def _broken_count(table: Subquery, wishes: Iterable[Wish]) -> ColumnElement[int]:
    broken = [case((table.c[_label(wish)] == _Verdict.BREAKS.value, 1), else_=0) for wish in wishes]
    total: ColumnElement[int] = case((table.c.id.is_(None), 1), else_=0)
    for one in broken:
        total = total + one
    return total


@dataclass(frozen=True, slots=True)
class _Meeting:
    weekday: Weekday
    begins: int
    """Minutes since midnight."""
    ends: int


def _is_about_meetings(criteria: SearchCriteria) -> bool:
    return bool(criteria.weekdays) or _is_about_time(criteria)


def _is_about_time(criteria: SearchCriteria) -> bool:
    return bool(criteria.times_of_day or criteria.time_from or criteria.time_until or criteria.school_days_only)


async def _meetings(session: AsyncSession, offers: Select[Any], today: date) -> dict[int, list[_Meeting]]:
    """The weekly meetings of these offers and their single ones that are still to come, by offer."""
    ids = offers.with_only_columns(offers.selected_columns["id"])
    weekly = select(OfferSession.offer_id, OfferSession.weekday, OfferSession.time_from, OfferSession.time_until)
    single = select(OfferDate.offer_id, OfferDate.held_on, OfferDate.time_from, OfferDate.time_until)
    to_come = single.where(OfferDate.offer_id.in_(ids), OfferDate.held_on >= today)
    meetings: dict[int, list[_Meeting]] = {}
    for offer_id, weekday, begins, ends in await session.execute(weekly.where(OfferSession.offer_id.in_(ids))):
        meetings.setdefault(offer_id, []).append(_Meeting(weekday, _minutes(begins), _minutes(ends)))
    for offer_id, held_on, begins, ends in await session.execute(to_come):
        weekday = list(Weekday)[held_on.weekday()]
        meetings.setdefault(offer_id, []).append(_Meeting(weekday, _minutes(begins), _minutes(ends)))
    return meetings


def _meeting_verdicts(meetings: Sequence[_Meeting], criteria: SearchCriteria) -> dict[Wish, _Verdict]:
    verdicts = {}
    if _is_about_time(criteria):
        verdicts[Wish.TIME] = _rated_as(meetings, all(_is_in_time(meeting, criteria) for meeting in meetings))
    if criteria.weekdays:
        verdicts[Wish.WEEKDAY] = _rated_as(meetings, any(meeting.weekday in criteria.weekdays for meeting in meetings))
    return verdicts


def _rated_as(meetings: Collection[_Meeting], fits: bool) -> _Verdict:
    if not meetings:
        return _Verdict.UNKNOWN
    return _Verdict.FITS if fits else _Verdict.BREAKS


def _is_in_time(meeting: _Meeting, criteria: SearchCriteria) -> bool:
    if criteria.school_days_only and meeting.weekday in (Weekday.SAT, Weekday.SUN):
        return False
    if criteria.time_from and meeting.begins < _minutes(criteria.time_from) + criteria.way_minutes:
        return False
    if criteria.time_until and meeting.ends > _minutes(criteria.time_until) - criteria.way_minutes:
        return False
    return not criteria.times_of_day or any(_is_at(meeting, time) for time in criteria.times_of_day)


def _is_at(meeting: _Meeting, time: TimeOfDay) -> bool:
    match time:
        case TimeOfDay.MORNING:
            return meeting.begins < _minutes("12:00") and meeting.ends <= _minutes("14:00")
        case TimeOfDay.NOON:
            return meeting.begins < _minutes("14:00") and meeting.ends > _minutes("11:30")
        case TimeOfDay.AFTERNOON:
            return _minutes("12:00") <= meeting.begins < _minutes("17:30")
        case TimeOfDay.EVENING:
            return meeting.begins >= _minutes("18:00")


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _distance(wished_place: str | None, place: str | None, is_online: bool) -> float | None:
    return distance_km(wished_place, place) if wished_place and place and not is_online else None


def _near_misses(rated: Iterable[_Rated], criteria: SearchCriteria, today: date) -> list[_Rated]:
    near = [offer for offer in rated if len(offer.broken) == 1 and not offer.unknown and _is_near(offer)]
    near.sort(key=lambda offer: offer.near_miss_rank(criteria, today))
    earlier_of_wish: Counter[Wish] = Counter()
    turns: list[tuple[bool, int, bool, int]] = []
    for offer in near:
        wish = offer.broken[0]
        is_online_instead = wish is Wish.PLACE and offer.is_online
        # The wishes take turns, or five offers of another kind next door would hide the right one a town away.
        turns.append((is_online_instead, earlier_of_wish[wish], wish is Wish.COURSE_TYPE, len(turns)))
        earlier_of_wish[wish] += 1
    return [near[turn[-1]] for turn in sorted(turns)[:MAX_NEAR_MISSES]]


def _is_near(offer: _Rated) -> bool:
    if offer.broken != (Wish.PLACE,) or offer.is_online:
        return True
    return offer.distance_km is not None and offer.distance_km <= MAX_NEAR_MISS_KM


def _relaxed(rated: Iterable[_Rated]) -> tuple[tuple[Wish, int], ...]:
    obstacles = [offer.obstacles for offer in rated if offer.obstacles]
    counts = {wish: sum(1 for these in obstacles if these <= _given_up(wish)) for wish in Wish}
    order = list(Wish)
    kept = ((wish, count) for wish, count in counts.items() if count)
    return tuple(sorted(kept, key=lambda item: (-item[1], order.index(item[0]))))


def _given_up(wish: Wish) -> frozenset[Wish]:
    return _GIVEN_UP_WITH.get(wish, frozenset({wish}))


async def _summaries(
    session: AsyncSession, ids: Sequence[int], wished_place: str | None, today: date
) -> Mapping[int, OfferSummary]:
    summaries: dict[int, OfferSummary] = {}
    # Databases bound the number of parameters of one query.
    for start in range(0, len(ids), _IDS_PER_QUERY):
        offers = await session.scalars(select(Offer).where(Offer.id.in_(ids[start : start + _IDS_PER_QUERY])))
        summaries |= {offer.id: summarise(offer, today, wished_place) for offer in offers.unique()}
    return summaries


def summarise(offer: Offer, today: date, wished_place: str | None = None) -> OfferSummary:
    """One offer as she is shown it; the distance is counted from `wished_place`."""
    is_online = offer.format is Format.ONLINE
    place = None if is_online else offer.place
    return OfferSummary(
        id=offer.id,
        source=offer.source,
        source_id=offer.source_id,
        title=offer.title,
        course_type=offer.course_type,
        level_from=offer.level_from,
        level_to=offer.level_to,
        place=place,
        place_name=place_name(place),
        street=None if is_online else offer.street,
        provider=offer.provider.name,
        sessions=tuple(Session(slot.weekday, slot.time_from, slot.time_until) for slot in offer.sessions),
        schedule_note=offer.schedule_note,
        start_on=offer.start_on,
        end_on=offer.end_on,
        flexible_start=offer.flexible_start,
        pauses_in_school_holidays=_pauses_in_school_holidays(offer.pauses),
        childcare=offer.childcare,
        childcare_age_from=offer.childcare_age_from,
        childcare_age_to=offer.childcare_age_to,
        child_in_room=offer.child_in_room,
        price_kind=offer.price_kind,
        price_cents=offer.price_cents,
        price_per_lesson_cents=offer.price_per_lesson_cents,
        lessons=offer.lessons,
        format=offer.format,
        pace=offer.pace,
        women_only=bool(offer.women_only),
        status=offer.status,
        registration_until=offer.registration_until,
        staff_languages=tuple(offer.staff_languages or offer.provider.staff_languages),
        url=offer.url,
        email=offer.email,
        phone=offer.phone,
        last_checked_on=offer.last_checked_on,
        is_example=offer.is_example,
        distance_km=_distance(wished_place, place, is_online),
        has_started=offer.start_on is not None and offer.start_on < today and not offer.flexible_start,
    )


def _pauses_in_school_holidays(pauses: Pauses) -> bool | None:
    return {Pauses.SCHOOL_HOLIDAYS: True, Pauses.NONE: False}.get(pauses)
