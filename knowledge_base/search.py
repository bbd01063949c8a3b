"""Finds the offers that fit what she wishes, those to ask about, and those that miss by one wish."""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.catalogue import PLACES, Catalogue, Columns, Truths, code
from knowledge_base.database import our_errors
from knowledge_base.judge import Judged, Verdict, bits_of, judge
from knowledge_base.models import Offer, Pauses, Provenance
from knowledge_base.places import distance_km, place_name, places
from knowledge_base.reasons import reasons_for, why_it_misses
from knowledge_base.results import (
    MapPoint,
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
MAX_KEPT = 10_000
"""So many offers are kept as they are shown; what is asked for today is asked for again."""

_GIVEN_UP_WITH = {Wish.CHILDCARE: frozenset({Wish.CHILDCARE, Wish.CHILD_AGE})}
"""Who gives up care gives up its age limits too."""


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
    - Childcare: on site or with a partner, not known while it is only read out of a text; and with an age given only
      where a child of that age is taken.
    - Format: hybrid counts for online and for in person. Women only: only where it is stated.
    - Start: between the two days; what one can join at any time fits.
    - Price: free of charge, with a voucher or paid training; a price per lesson is one to ask about.

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
        judged = judge(live, criteria, today)
        matching = judged.verdicts == 0
        asking = (judged.broken_count == 0) & ~matching
        matches = _best(judged, matching, criteria, limit, offset)
        ask = _best(judged, asking, criteria, limit, offset)
        misses = list(_near_misses(judged, criteria))
        ids = [*(id for id, _ in (*matches, *ask)), *(id for id, _ in misses)]
        summaries = await _summaries(session, ids, criteria.place, today, live.summaries)
    shown = tuple(summaries[id] for id, _ in matches if id in summaries)
    return SearchResult(
        criteria=criteria,
        matches=shown,
        reasons=tuple(reasons_for(offer, criteria) for offer in shown),
        ask=tuple(OpenQuestion(summaries[id], unknown) for id, unknown in ask if id in summaries),
        near_misses=tuple(
            NearMiss(summaries[id], wish, why_it_misses(summaries[id], wish, criteria))
            for id, wish in misses
            if id in summaries
        ),
        matches_count=int(np.count_nonzero(matching)),
        ask_count=int(np.count_nonzero(asking)),
        relaxed=_relaxed(judged),
    )


async def find_offer(session: AsyncSession, offer_id: int, *, today: date) -> OfferSummary | None:
    """All about one offer, whether or not it is still live; `None` when there is no such offer.

    Raises:
        UnavailableError: the database could not be read.
    """
    with our_errors():
        offer = await session.get(Offer, offer_id)
        return summarise(offer, today) if offer else None


def _best(
    judged: Judged, wanted: Truths, criteria: SearchCriteria, limit: int | None, offset: int
) -> list[tuple[int, tuple[Wish, ...]]]:
    """Ids of the best of these offers, each with what it leaves open."""
    rows = np.flatnonzero(wanted)
    last = len(rows) if limit is None else offset + limit
    # They are in order of their start, so only level and distance can change their places.
    ranks = _is_other_level(judged.columns, criteria, rows) << 14 | _distances(judged.columns, criteria.place, rows)
    chosen = rows[_first(ranks, len(rows), last)][offset:]
    return [(int(judged.columns.id[row]), _unknown(int(judged.verdicts[row]))) for row in chosen]


Ranks: TypeAlias = NDArray[np.int32] | int
"""One number per offer, smaller is better; a number alone when all are equal."""


def _first(ranks: Ranks, length: int, count: int) -> NDArray[np.intp]:
    """Positions of the smallest of `length` ranks in their order, equal ones as they stand."""
    if isinstance(ranks, int):
        return np.arange(min(count, length))
    if count >= length:
        return np.argsort(ranks, kind="stable")
    if count == 0:
        return np.arange(0)
    # The few that are wanted may be among very many: sort only what is not behind the last of them.
    among = np.flatnonzero(ranks <= np.partition(ranks, count - 1)[count - 1])
    return among[np.argsort(ranks[among], kind="stable")][:count]


_NO_DISTANCE = (1 << 14) - 1


def _distances(columns: Columns, wished_place: str | None, rows: NDArray[np.intp]) -> Ranks:
    """Tenths of kilometres from the place she named, `_NO_DISTANCE` where none is known; 0 when she named none."""
    if not wished_place:
        return 0
    distances = _distances_by_place(wished_place)[columns.place[rows]]
    distances[columns.format[rows] == code(Format.ONLINE)] = _NO_DISTANCE
    return distances


@cache
def _distances_by_place(wished_place: str) -> NDArray[np.int32]:
    kilometres = [distance_km(wished_place, place) for place in PLACES]
    tenths = [_NO_DISTANCE if km is None else min(round(km * 10), _NO_DISTANCE) for km in kilometres]
    # The last entry is for offers without a place: `UNKNOWN` is the position -1.
    return np.array([*tenths, _NO_DISTANCE], np.int32)


@cache
def _is_near(wished_place: str) -> Truths:
    """For each place whether it is near enough for a course there; the last one is no place."""
    is_near: Truths = _distances_by_place(wished_place) <= MAX_NEAR_MISS_KM * 10
    return is_near


def _is_other_level(columns: Columns, criteria: SearchCriteria, rows: NDArray[np.intp]) -> Ranks:
    if criteria.level_now is None:
        return 0
    is_other: Truths = columns.level_from[rows] != code(criteria.level_now)
    return is_other.astype(np.int32)


def _near_misses(judged: Judged, criteria: SearchCriteria) -> Iterator[tuple[int, Wish]]:
    """The few to show with the wish each breaks: nearest first, the wishes taking turns."""
    turns: list[tuple[bool, int, bool, int, int, Wish]] = []
    for wish in judged.wishes:
        rows = np.flatnonzero(judged.verdicts == bits_of(wish, Verdict.BREAKS))
        if wish is not Wish.PLACE:
            turns += _turns(judged, rows, wish, criteria)
            continue
        is_online = judged.columns.format[rows] == code(Format.ONLINE)
        turns += _turns(judged, rows[is_online], wish, criteria, is_online_instead=True)
        is_near = _is_near(criteria.place or "")[judged.columns.place[rows]]
        turns += _turns(judged, rows[is_near & ~is_online], wish, criteria)
    for *_, row, wish in sorted(turns)[:MAX_NEAR_MISSES]:
        yield int(judged.columns.id[row]), wish


def _turns(
    judged: Judged, rows: NDArray[np.intp], wish: Wish, criteria: SearchCriteria, *, is_online_instead: bool = False
) -> Iterator[tuple[bool, int, bool, int, int, Wish]]:
    """The best of those that miss by one wish, as they are sorted among those of the others.

    The wishes take turns, or five offers of another kind next door would hide the right one a town away.
    """
    ranks = _distances(judged.columns, criteria.place, rows) << 1 | _is_other_level(judged.columns, criteria, rows)
    for turn, position in enumerate(_first(ranks, len(rows), MAX_NEAR_MISSES)):
        rank = ranks if isinstance(ranks, int) else int(ranks[position])
        yield is_online_instead, turn, wish is Wish.COURSE_TYPE, rank, int(rows[position]), wish


def _relaxed(judged: Judged) -> tuple[tuple[Wish, int], ...]:
    """For each wish how many more offers would match without it; offers that break two are in no count."""
    matching = np.count_nonzero(judged.verdicts == 0)
    counts = {}
    for wish in judged.wishes:
        given_up = sum(bits_of(each, 3) for each in _GIVEN_UP_WITH.get(wish, {wish}))
        counts[wish] = int(np.count_nonzero((judged.verdicts & ~np.int32(given_up)) == 0) - matching)
    kept = ((wish, count) for wish, count in counts.items() if count)
    return tuple(sorted(kept, key=lambda item: (-item[1], list(Wish).index(item[0]))))


def _unknown(verdicts: int) -> tuple[Wish, ...]:
    return tuple(wish for wish in Wish if verdicts & bits_of(wish, Verdict.UNKNOWN))


async def _summaries(
    session: AsyncSession,
    ids: Sequence[int],
    wished_place: str | None,
    today: date,
    known: MutableMapping[int, OfferSummary],
) -> Mapping[int, OfferSummary]:
    """The offers as they are shown; `known` keeps those that were shown before, without a distance."""
    new = [id for id in dict.fromkeys(ids) if id not in known]
    if len(known) + len(new) > MAX_KEPT:
        known.clear()
        new = list(dict.fromkeys(ids))
    # Databases bound the number of parameters of one query.
    for start in range(0, len(new), _IDS_PER_QUERY):
        offers = await session.scalars(select(Offer).where(Offer.id.in_(new[start : start + _IDS_PER_QUERY])))
        known.update((offer.id, summarise(offer, today)) for offer in offers.unique())
    return {id: _seen_from(known[id], wished_place) for id in ids if id in known}


def _seen_from(offer: OfferSummary, wished_place: str | None) -> OfferSummary:
    if not wished_place or not offer.place:
        return offer
    return replace(offer, distance_km=distance_km(wished_place, offer.place))


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
        derived=frozenset(name for name, origin in offer.provenance.items() if origin == Provenance.DERIVED),
        distance_km=distance_km(wished_place, place) if wished_place and place else None,
        days_until_start=(offer.start_on - today).days if offer.start_on and offer.start_on >= today else None,
        seats_free=offer.seats_free,
        point=None if is_online else _point(offer),
        has_started=offer.start_on is not None and offer.start_on < today and not offer.flexible_start,
    )


def _point(offer: Offer) -> MapPoint | None:
    """The building where the source says it, else the middle of the town."""
    if offer.latitude is not None and offer.longitude is not None:
        return MapPoint(offer.latitude, offer.longitude, is_exact=True)
    town = places().get(offer.place or "")
    return MapPoint(town.latitude, town.longitude, is_exact=False) if town else None


def _pauses_in_school_holidays(pauses: Pauses) -> bool | None:
    return {Pauses.SCHOOL_HOLIDAYS: True, Pauses.NONE: False}.get(pauses)
