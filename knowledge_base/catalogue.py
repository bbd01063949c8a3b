"""All that a search needs of every offer, in memory and in columns; brought up to date by what has changed.

A search looks at every offer, because it also counts what would fit without each single wish. Columns of numbers make
that a few milliseconds for a million offers, with the same code on every database.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.models import Offer, OfferDate, OfferSession
from knowledge_base.places import places
from knowledge_base.results import SeatStatus
from knowledge_base.revisions import current_revision
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday

Bytes: TypeAlias = NDArray[np.int8]
Numbers: TypeAlias = NDArray[np.int32]
Ages: TypeAlias = NDArray[np.float32]
Truths: TypeAlias = NDArray[np.bool_]
Meeting: TypeAlias = tuple[int, int, int, int]
"""Weekday from 0 for Monday, begin and end in minutes since midnight, day as ordinal or `EVERY_WEEK`."""
Label: TypeAlias = CourseType | Level | Format | Pace | Childcare | SeatStatus

UNKNOWN = -1
"""In every column of labels and days: the offer does not say it."""
EVERY_WEEK = np.iinfo(np.int32).max
_CHUNK = 20_000

PLACES: dict[str, int] = {slug: number for number, slug in enumerate(places())}
"""Slug to its number in the column `place`."""


def code(label: Label) -> int:
    """The number of a label in its column: its position in its enumeration."""
    return list(type(label)).index(label)


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry per offer in each, in the order of their ids; labels by `code`, days as ordinals."""

    id: Numbers
    course_type: Bytes
    level_from: Bytes
    level_to: Bytes
    place: Bytes
    """By `PLACES`."""
    format: Bytes
    pace: Bytes
    women_only: Bytes
    """1 yes, 0 no."""
    childcare: Bytes
    childcare_age_from: Ages
    """Not a number where it is not stated; so is the next."""
    childcare_age_to: Ages
    start_on: Numbers
    flexible_start: Bytes
    end_on: Numbers
    registration_until: Numbers
    status: Bytes
    is_withdrawn: Bytes
    is_example: Bytes
    week: Numbers
    """Which of `Weeks` its meetings are."""

    def __len__(self) -> int:
        return len(self.id)

    def of(self, rows: NDArray[Any]) -> "Columns":
        """Only these rows, given as positions or truths."""
        return Columns(*(getattr(self, each.name)[rows] for each in fields(self)))


@dataclass(frozen=True, slots=True)
class Weeks:
    """The different sets of meetings that offers have, each once; the first is the empty one.

    Meetings are in four columns, those of one week side by side, from its entry in `first` on.
    """

    weekday: Bytes
    begins: NDArray[np.int16]
    ends: NDArray[np.int16]
    held_on: Numbers
    first: Numbers
    """The first meeting of the week with number n + 1; the empty week has none."""


_DTYPES: dict[str, Any] = dict.fromkeys((each.name for each in fields(Columns)), np.int8) | {
    "id": np.int32,
    "childcare_age_from": np.float32,
    "childcare_age_to": np.float32,
    "start_on": np.int32,
    "end_on": np.int32,
    "registration_until": np.int32,
    "week": np.int32,
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The offers as they stood after one change."""

    revision: int
    columns: Columns
    weeks: Weeks


@dataclass(frozen=True, slots=True)
class LiveOffers:
    """Those offers of a snapshot that can be shown on one day."""

    columns: Columns
    weeks: Weeks


@dataclass(slots=True)
class Catalogue:
    """The offers of one database, read once and then only what has changed since."""

    _snapshot: Snapshot | None = None
    _numbers_of_weeks: dict[tuple[Meeting, ...], int] = field(default_factory=lambda: {(): 0})
    _live: dict[tuple[int, date, bool], LiveOffers] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def live(self, session: AsyncSession, today: date, *, include_examples: bool) -> LiveOffers:
        """The offers that can be shown on this day as the session sees them: not over, not full, not closed.

        Raises:
            SQLAlchemyError: the database could not be read.
        """
        async with self._lock:
            snapshot = await self._read(session)
        key = snapshot.revision, today, include_examples
        if key not in self._live:
            self._live = {key: _live_of(snapshot, today, include_examples)}
        return self._live[key]

    async def _read(self, session: AsyncSession) -> Snapshot:
        # The number first: what is written between the two readings is then read again the next time.
        revision, rebuilt_at = await current_revision(session)
        known = self._snapshot
        if known is None or not rebuilt_at <= known.revision <= revision:
            self._numbers_of_weeks = {(): 0}
            known = Snapshot(-1, _columns([]), _weeks([]))
        if known.revision < revision:
            read = await self._changed(session, known.revision)
            weeks = _with_new(known.weeks, self._numbers_of_weeks)
            known = Snapshot(revision, _merged(known.columns, read) if len(known.columns) else read, weeks)
            self._snapshot = known
        return known

    async def _changed(self, session: AsyncSession, since: int) -> Columns:
        parts = []
        async for rows, meetings in _chunks(session, since):
            numbers = [self._numbers_of_weeks.setdefault(week, len(self._numbers_of_weeks)) for week in meetings]
            parts.append(_columns(rows, numbers))
        return _joined(parts) if parts else _columns([])


def _live_of(snapshot: Snapshot, today: date, include_examples: bool) -> LiveOffers:
    columns, day = snapshot.columns, today.toordinal()
    is_live = columns.is_withdrawn == 0
    for status in (SeatStatus.FULL, SeatStatus.CANCELLED):
        is_live &= columns.status != code(status)
    for last_day in (columns.end_on, columns.registration_until):
        is_live &= (last_day == UNKNOWN) | (last_day >= day)
    if not include_examples:
        is_live &= columns.is_example == 0
    return LiveOffers(columns.of(is_live), snapshot.weeks)


_READ = (
    Offer.id, Offer.course_type, Offer.level_from, Offer.level_to, Offer.place, Offer.format, Offer.pace,
    Offer.women_only, Offer.childcare, Offer.childcare_age_from, Offer.childcare_age_to, Offer.start_on,
    Offer.flexible_start, Offer.end_on, Offer.registration_until, Offer.status, Offer.is_withdrawn, Offer.is_example,
)  # fmt: skip


async def _chunks(session: AsyncSession, since: int) -> AsyncIterator[tuple[Sequence[Any], list[tuple[Meeting, ...]]]]:
    """Offers by id, and the meetings of each in the same order, some thousands at a time."""
    after = 0
    while True:
        part = select(*_READ).where(Offer.id > after, Offer.revision > since).order_by(Offer.id).limit(_CHUNK)
        rows = (await session.execute(part)).all()
        if not rows:
            return
        ids = select(Offer.id).where(Offer.id > after, Offer.id <= rows[-1].id, Offer.revision > since)
        meetings: dict[int, list[Meeting]] = {}
        async for offer_id, meeting in _meetings(session, ids):
            meetings.setdefault(offer_id, []).append(meeting)
        yield rows, [tuple(sorted(meetings.get(row.id, ()))) for row in rows]
        after = rows[-1].id


async def _meetings(session: AsyncSession, ids: Select[Any]) -> AsyncIterator[tuple[int, Meeting]]:
    weekly = select(OfferSession.offer_id, OfferSession.weekday, OfferSession.time_from, OfferSession.time_until)
    for offer_id, weekday, begins, ends in await session.execute(weekly.where(OfferSession.offer_id.in_(ids))):
        yield offer_id, (_WEEKDAYS[weekday], minutes(begins), minutes(ends), EVERY_WEEK)
    single = select(OfferDate.offer_id, OfferDate.held_on, OfferDate.time_from, OfferDate.time_until)
    for offer_id, held_on, begins, ends in await session.execute(single.where(OfferDate.offer_id.in_(ids))):
        yield offer_id, (held_on.weekday(), minutes(begins), minutes(ends), held_on.toordinal())


_WEEKDAYS = {weekday: number for number, weekday in enumerate(Weekday)}


def minutes(clock: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    return int(clock[:2]) * 60 + int(clock[3:])


def _columns(rows: Sequence[Any], weeks: Sequence[int] = ()) -> Columns:
    """Offers as the database tells them, in columns."""
    values = zip(*(_coded(row, week) for row, week in zip(rows, weeks, strict=True)), strict=True) if rows else ()
    filled = dict(zip(_DTYPES, values, strict=False))
    return Columns(**{name: np.array(filled.get(name, ()), dtype) for name, dtype in _DTYPES.items()})


def _coded(row: Any, week: int) -> tuple[float, ...]:
    return (
        row.id,
        _COURSE_TYPES.get(row.course_type, UNKNOWN),
        _LEVELS.get(row.level_from, UNKNOWN),
        _LEVELS.get(row.level_to, UNKNOWN),
        PLACES.get(row.place, UNKNOWN),
        _FORMATS[row.format],
        _PACES.get(row.pace, UNKNOWN),
        UNKNOWN if row.women_only is None else row.women_only,
        _CHILDCARES[row.childcare],
        _NOT_A_NUMBER if row.childcare_age_from is None else row.childcare_age_from,
        _NOT_A_NUMBER if row.childcare_age_to is None else row.childcare_age_to,
        _ordinal(row.start_on),
        row.flexible_start,
        _ordinal(row.end_on),
        _ordinal(row.registration_until),
        _STATUSES[row.status],
        row.is_withdrawn,
        row.is_example,
        week,
    )


_NOT_A_NUMBER = float("nan")
# One table each: labels of two enumerations may be the same word.
_COURSE_TYPES, _LEVELS, _FORMATS, _PACES, _CHILDCARES, _STATUSES = (
    {label: number for number, label in enumerate(labels)}
    for labels in (CourseType, Level, Format, Pace, Childcare, SeatStatus)
)


def _ordinal(day: date | None) -> int:
    return UNKNOWN if day is None else day.toordinal()


def _joined(parts: Sequence[Columns]) -> Columns:
    return Columns(*(np.concatenate([getattr(part, name) for part in parts]) for name in _DTYPES))


def _merged(known: Columns, changed: Columns) -> Columns:
    """The known offers with those that were read anew in their places, in the order of their ids."""
    places_of = np.searchsorted(known.id, changed.id)
    is_known = np.zeros(len(changed), bool)
    inside = places_of < len(known)
    is_known[inside] = known.id[places_of[inside]] == changed.id[inside]
    merged = {}
    for name in _DTYPES:
        column = getattr(known, name).copy()
        column[places_of[is_known]] = getattr(changed, name)[is_known]
        merged[name] = np.concatenate([column, getattr(changed, name)[~is_known]])
    both = Columns(**merged)
    is_in_order = bool(np.all(both.id[1:] > both.id[:-1]))
    return both if is_in_order else both.of(np.argsort(both.id))


def _weeks(weeks: Sequence[tuple[Meeting, ...]]) -> Weeks:
    meetings = np.array([meeting for week in weeks for meeting in week], np.int32).reshape(-1, 4)
    ends = np.cumsum([len(week) for week in weeks], dtype=np.int32)
    weekday, begins, until, held_on = meetings.T
    return Weeks(
        weekday=weekday.astype(np.int8),
        begins=begins.astype(np.int16),
        ends=until.astype(np.int16),
        held_on=held_on,
        first=np.concatenate([np.zeros(1, np.int32), ends[:-1]]) if len(ends) else ends,
    )


def _with_new(known: Weeks, numbers: dict[tuple[Meeting, ...], int]) -> Weeks:
    new = _weeks(list(islice(numbers, len(known.first) + 1, None)))
    return Weeks(
        weekday=np.concatenate([known.weekday, new.weekday]),
        begins=np.concatenate([known.begins, new.begins]),
        ends=np.concatenate([known.ends, new.ends]),
        held_on=np.concatenate([known.held_on, new.held_on]),
        first=np.concatenate([known.first, new.first + len(known.weekday)]),
    )
