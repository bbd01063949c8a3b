"""Finds the offers that fit what she wishes, those to ask about, and those that miss by one wish."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.catalogue import PLACES, UNKNOWN, Bytes, Catalogue, Columns, Truths, code
from knowledge_base.database import our_errors
from knowledge_base.judge import Verdict, judge
from knowledge_base.models import Offer, Pauses
from knowledge_base.places import distance_km, place_name
from knowledge_base.reasons import why_it_misses
from knowledge_base.results import (
    NearMiss,
    OfferSummary,
    OpenQuestion,
    SearchCriteria,
    SearchResult,
    Session,
    Wish,
)
from knowledge_base.vocabulary import Format

MAX_NEAR_MISSES = 5
MAX_NEAR_MISS_KM = 25.0
"""Farther than this nobody is sent to a course; about half an hour by train inside the district."""
_IDS_PER_QUERY = 500

_WISHES = tuple(Wish)
_GIVEN_UP_WITH = {Wish.CHILDCARE: frozenset({Wish.CHILDCARE, Wish.CHILD_AGE})}
"""Who gives up care gives up its age limits too."""
_PLACE_BIT = 1 << _WISHES.index(Wish.PLACE)


async def find_offers(
    session: AsyncSession,
    criteria: SearchCriteria,
    *,
    today: date,
    limit: int | None = None,
    offset: int = 0,
    include_examples: bool = True,
    catalogue: Catalogue | None = None,
) -> SearchResult:
    """Offers that fit, offers to ask about and near misses, each list best first.

    Only live offers take part: not ended before `today` (Europe/Berlin), not full, not cancelled, not withdrawn, and
    with a registration that has not ended. An empty field of `criteria` fits everything. For the others:

    - Level: `level_goal` is the level an offer leads to, or the only level of an offer that teaches German.
      `level_now` lies at or above where the offer starts and below where it leads; without any German (A0) only
      offers that start at A0.
    - Place: exactly this municipality; online offers are in none. A hybrid offer is in its place.
    - Time: *all* meetings lie inside her hours, both ends included, narrowed by the way on both sides; and each lies
      in one of the times of day. Morning begins before 12:00 and ends by 14:00, noon touches 11:30 to 14:00,
      afternoon begins from 12:00 to 17:29, evening begins at 18:00 or later. `school_days_only` belongs to this wish:
      no meeting on Saturday or Sunday. What `also_fits` names fits whatever the hours are.
    - Weekday: at least one meeting on one of the days.
    - Childcare: on site or with a partner, and with an age given only where a child of that age is taken.
    - Format: hybrid counts for online and for in person. Women only: only where it is stated.
    - Start: between the two days; what one can join at any time fits.

    `matches` break nothing and leave nothing open. `ask` break nothing, but something wished is not stated. Near
    misses break exactly one wish and leave nothing open: at most five, nearest first, the broken wishes taking turns,
    those elsewhere within 25 km of the place she named, online instead of there last. `relaxed` counts for each wish
    how many more offers would match without it, at any distance. The best is at her level, then nearest, then starts
    soonest; running ones come after those that have not begun, the latest begun first, and after them those without a
    date; among equals the one that is known longest.

    Args:
        limit: at most so many matches, and so many to ask about; no count is cut.
        offset: so many matches, and so many to ask about, are passed over.
        include_examples: whether invented example offers take part.
        catalogue: keeps the offers between searches; without one they are read for this search alone.

    Raises:
        UnavailableError: the database could not be read.
    """
    with our_errors():
        catalogue = catalogue or Catalogue()
        live = await catalogue.live(session, today, include_examples=include_examples)
        rated = _Rated.of(live.columns, judge(live, criteria, today), criteria, today)
        is_open = rated.unknown != 0
        matching, asking = ~is_open & (rated.broken == 0), is_open & (rated.broken == 0)
        matches = rated.best(matching, limit, offset)
        ask = rated.best(asking, limit, offset)
        misses = list(_near_misses(rated))
        summaries = await _summaries(session, [*matches, *ask, *(id for id, _ in misses)], criteria.place, today)
    return SearchResult(
        criteria=criteria,
        matches=tuple(summaries[id] for id in matches if id in summaries),
        ask=tuple(
            OpenQuestion(summaries[id], _wishes(unknown))
            for id, unknown in zip(ask, rated.unknown_of(ask), strict=True)
            if id in summaries
        ),
        near_misses=tuple(
            NearMiss(summaries[id], wish, why_it_misses(summaries[id], wish, criteria))
            for id, wish in misses
            if id in summaries
        ),
        matches_count=int(np.count_nonzero(matching)),
        ask_count=int(np.count_nonzero(asking)),
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
    """Live offers with what they break and leave open, one bit per wish."""

    columns: Columns
    broken: NDArray[np.int16]
    unknown: NDArray[np.int16]
    rank: NDArray[np.int64]
    """Smaller is better; no two are equal."""
    is_other_level: Truths
    tenths_of_km: NDArray[np.int32]
    """From the place she named; the last distance where none is known."""

    @staticmethod
    def of(columns: Columns, verdicts: Mapping[Wish, Bytes], criteria: SearchCriteria, today: date) -> "_Rated":
        broken = np.zeros(len(columns), np.int16)
        unknown = np.zeros(len(columns), np.int16)
        for wish, verdict in verdicts.items():
            bit = np.int16(1 << _WISHES.index(wish))
            broken |= np.where(verdict == Verdict.BREAKS, bit, np.int16(0))
            unknown |= np.where(verdict == Verdict.UNKNOWN, bit, np.int16(0))
        now = criteria.level_now
        is_other_level = np.zeros(len(columns), bool) if now is None else columns.level_from != code(now)
        distances = _distances(columns, criteria.place)
        return _Rated(
            columns, broken, unknown, _rank(columns, is_other_level, distances, today), is_other_level, distances
        )

    def best(self, wanted: Truths, limit: int | None, offset: int = 0) -> list[int]:
        """Ids of the best of these offers."""
        rows = np.flatnonzero(wanted)
        ranks = self.rank[rows]
        last = len(rows) if limit is None else min(offset + limit, len(rows))
        if last < len(rows):
            # Only the first ones need to be in order, and they may be few among very many.
            among = np.argpartition(ranks, last)[:last] if last else np.zeros(0, np.intp)
            rows, ranks = rows[among], ranks[among]
        ordered = rows[np.argsort(ranks)][offset:last]
        return [int(id) for id in self.columns.id[ordered]]

    def unknown_of(self, ids: Sequence[int]) -> list[int]:
        rows = np.searchsorted(self.columns.id, np.array(ids, self.columns.id.dtype))
        return [int(unknown) for unknown in self.unknown[rows]]


_NO_DISTANCE = (1 << 14) - 1
_DAYS = 1 << 22
"""More than `date.max` has: 10,000 years."""


def _distances(columns: Columns, wished_place: str | None) -> NDArray[np.int32]:
    if not wished_place:
        return np.zeros(len(columns), np.int32)
    kilometres = [distance_km(wished_place, place) for place in PLACES]
    tenths = [_NO_DISTANCE if km is None else min(round(km * 10), _NO_DISTANCE) for km in kilometres]
    # The last entry is for offers without a place: `UNKNOWN` is the position -1.
    distances: NDArray[np.int32] = np.array([*tenths, _NO_DISTANCE], np.int32)[columns.place]
    distances[columns.format == code(Format.ONLINE)] = _NO_DISTANCE
    return distances


def _rank(columns: Columns, is_other_level: Truths, distances: NDArray[np.int32], today: date) -> NDArray[np.int64]:
    """Level, distance, start and id in one number, so that the best are found without sorting all."""
    day = today.toordinal()
    start = np.where(columns.start_on < day, 2 * _DAYS - columns.start_on, columns.start_on)
    start = np.where(columns.start_on == UNKNOWN, 2 * _DAYS, start).astype(np.int64)
    level_and_distance = is_other_level.astype(np.int64) << 14 | distances
    return (level_and_distance << 24 | start) << 24 | np.arange(len(columns))


def _near_misses(rated: _Rated) -> Iterator[tuple[int, Wish]]:
    """The few to show with the wish each breaks: nearest first, the wishes taking turns."""
    # One bit set: taking one away clears it and sets none of the others.
    is_single = (rated.broken != 0) & (rated.broken & (rated.broken - np.int16(1)) == 0) & (rated.unknown == 0)
    is_online = rated.columns.format == code(Format.ONLINE)
    is_too_far = (rated.broken == _PLACE_BIT) & ~is_online & (rated.tenths_of_km > MAX_NEAR_MISS_KM * 10)
    near = np.flatnonzero(is_single & ~is_too_far)
    turns: list[tuple[bool, int, bool, tuple[int, ...], int, Wish]] = []
    for number, wish in enumerate(_WISHES):
        of_this = near[rated.broken[near] == 1 << number]
        for instead_online in (False, True) if wish is Wish.PLACE else (False,):
            rows = of_this if wish is not Wish.PLACE else of_this[is_online[of_this] == instead_online]
            for turn, row in enumerate(_first(rows, rated)):
                # The wishes take turns, or five offers of another kind next door would hide the right one a town away.
                key = _near_miss_key(rated, row)
                turns.append((instead_online, turn, wish is Wish.COURSE_TYPE, key, int(row), wish))
    for *_, row, wish in sorted(turns)[:MAX_NEAR_MISSES]:
        yield int(rated.columns.id[row]), wish


def _first(rows: NDArray[np.intp], rated: _Rated) -> list[int]:
    """The best few of these, nearest first and at another level after those at hers."""
    keys = rated.tenths_of_km[rows].astype(np.int64) << 49 | rated.is_other_level[rows].astype(np.int64) << 48
    keys |= rated.rank[rows] & ((1 << 48) - 1)
    count = min(MAX_NEAR_MISSES, len(rows))
    chosen = np.argpartition(keys, count - 1)[:count] if count else np.zeros(0, np.intp)
    return [int(row) for row in rows[chosen[np.argsort(keys[chosen])]]]


def _near_miss_key(rated: _Rated, row: int) -> tuple[int, ...]:
    start_and_id = int(rated.rank[row]) & ((1 << 48) - 1)
    return int(rated.tenths_of_km[row]), int(rated.is_other_level[row]), start_and_id


def _relaxed(rated: _Rated) -> tuple[tuple[Wish, int], ...]:
    """For each wish how many more offers would match without it; offers that break two are in no count."""
    obstacles = rated.broken | rated.unknown
    sets, numbers = np.unique(obstacles[obstacles != 0], return_counts=True)
    counts = {}
    for wish in _WISHES:
        given_up = sum(1 << _WISHES.index(each) for each in _GIVEN_UP_WITH.get(wish, {wish}))
        counts[wish] = int(numbers[(sets & ~np.int16(given_up)) == 0].sum())
    kept = ((wish, count) for wish, count in counts.items() if count)
    return tuple(sorted(kept, key=lambda item: (-item[1], _WISHES.index(item[0]))))


def _wishes(bits: int) -> tuple[Wish, ...]:
    return tuple(wish for number, wish in enumerate(_WISHES) if bits >> number & 1)


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
        distance_km=distance_km(wished_place, place) if wished_place and place else None,
        has_started=offer.start_on is not None and offer.start_on < today and not offer.flexible_start,
    )


def _pauses_in_school_holidays(pauses: Pauses) -> bool | None:
    return {Pauses.SCHOOL_HOLIDAYS: True, Pauses.NONE: False}.get(pauses)
