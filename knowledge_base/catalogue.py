"""All that a search needs of every offer, in memory and in columns; brought up to date by what has changed.

A search looks at every offer, because it also counts what would fit without each single wish. Columns of numbers make
that a few milliseconds for a million offers, with the same code on every database.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import String, cast, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.clock import minutes
from knowledge_base.models import Offer, OfferDate, OfferSession, Provenance
from knowledge_base.places import places
from knowledge_base.results import OfferSummary, PriceKind, SeatStatus
from knowledge_base.revisions import current_revision
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday

Bytes: TypeAlias = NDArray[np.int8]
Numbers: TypeAlias = NDArray[np.int32]
Ages: TypeAlias = NDArray[np.float32]
Truths: TypeAlias = NDArray[np.bool_]
Meeting: TypeAlias = tuple[int, int, int, int]
"""Weekday from 0 for Monday, begin and end in minutes since midnight, day as ordinal or `EVERY_WEEK`."""
Label: TypeAlias = CourseType | Level | Format | Pace | Childcare | SeatStatus | PriceKind

UNKNOWN = -1
"""In every column of labels and days: the offer does not say it."""
EVERY_WEEK = np.iinfo(np.int32).max
_CHUNK = 20_000
_LATEST = date.max.toordinal()

PLACES: dict[str, int] = {slug: number for number, slug in enumerate(places())}
"""Slug to its number in the column `place`."""


def code(label: Label) -> int:
    """The number of a label in its column: its position in its enumeration."""
    return list(type(label)).index(label)


Array = TypeVar("Array", bound=NDArray[Any])


class _Column(Generic[Array]):
    """One column of `Columns`; of a part it is taken out of the whole when it is first asked for."""

    def __init__(self, dtype: type[Any], code: Callable[[Any], Any] | None = None) -> None:
        self.dtype = dtype
        self.code = code
        """From what the database tells to what stands in the column; `None`: the same."""

    def __set_name__(self, owner: type["Columns"], name: str) -> None:
        self.name = name

    def __get__(self, columns: "Columns", owner: type["Columns"]) -> Array:
        if self.name not in columns.read and columns.rows is not None:
            columns.read[self.name] = columns.whole[self.name][columns.rows]
        return columns.read[self.name]  # type: ignore[return-value]  # By its name it is this column.


def _coded_as(labels: type[Label]) -> Callable[[str | None], int]:
    codes: dict[str | None, int] = {label: number for number, label in enumerate(labels)}
    return lambda word: codes.get(word, UNKNOWN)


def _place(slug: str | None) -> int:
    return PLACES.get(slug or "", UNKNOWN)


def _truth(value: bool | None) -> int:
    return UNKNOWN if value is None else value


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _is_derived(provenance: str | None) -> bool:
    return provenance == Provenance.DERIVED


def _ordinal(day: date | None) -> int:
    return UNKNOWN if day is None else day.toordinal()


class Columns:
    """One entry per offer in each column; labels by `code`, days as ordinals, `UNKNOWN` where an offer does not say."""

    id = _Column[Numbers](np.int32)
    course_type = _Column[Bytes](np.int8, _coded_as(CourseType))
    level_from = _Column[Bytes](np.int8, _coded_as(Level))
    level_to = _Column[Bytes](np.int8, _coded_as(Level))
    place = _Column[Bytes](np.int8, _place)
    """By `PLACES`."""
    format = _Column[Bytes](np.int8, _coded_as(Format))
    pace = _Column[Bytes](np.int8, _coded_as(Pace))
    women_only = _Column[Bytes](np.int8, _truth)
    """1 yes, 0 no."""
    childcare = _Column[Bytes](np.int8, _coded_as(Childcare))
    child_in_room = _Column[Bytes](np.int8)
    is_childcare_derived = _Column[Bytes](np.int8, _is_derived)
    """1: the care was read out of a text and no person has looked yet."""
    childcare_age_from = _Column[Ages](np.float32, _number)
    """Not a number where it is not stated; so is the next."""
    childcare_age_to = _Column[Ages](np.float32, _number)
    start_on = _Column[Numbers](np.int32, _ordinal)
    flexible_start = _Column[Bytes](np.int8)
    end_on = _Column[Numbers](np.int32, _ordinal)
    registration_until = _Column[Numbers](np.int32, _ordinal)
    status = _Column[Bytes](np.int8, _coded_as(SeatStatus))
    price_kind = _Column[Bytes](np.int8, _coded_as(PriceKind))
    is_withdrawn = _Column[Bytes](np.int8)
    is_example = _Column[Bytes](np.int8)
    week = _Column[Numbers](np.int32)
    """Which of `Weeks` its meetings are."""

    def __init__(self, whole: dict[str, NDArray[Any]], rows: NDArray[np.intp] | None = None) -> None:
        self.whole = whole
        self.rows = rows
        """Positions in the whole; `None` for all of it."""
        self.read = whole if rows is None else {}

    def __len__(self) -> int:
        return len(self.whole["id"] if self.rows is None else self.rows)

    def of(self, rows: NDArray[np.intp]) -> "Columns":
        """Only these, by their positions here."""
        return Columns(self.whole, rows if self.rows is None else self.rows[rows])

    def on_its_own(self) -> "Columns":
        """The same without the whole behind it."""
        return Columns({name: getattr(self, name) for name in _COLUMNS})


_COLUMNS: dict[str, _Column[Any]] = {name: each for name, each in vars(Columns).items() if isinstance(each, _Column)}


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


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The offers as they stood after one change."""

    revision: int
    columns: Columns
    weeks: Weeks


@dataclass(frozen=True, slots=True)
class LiveOffers:
    """Those offers of a snapshot that can be shown on one day, the soonest start first, equal ones by id."""

    columns: Columns
    weeks: Weeks
    summaries: dict[int, OfferSummary] = field(default_factory=dict)
    """What was shown of them, by id; goes with the snapshot."""


@dataclass(slots=True)
class Catalogue:
    """The offers of one database, read once and then only what has changed since."""

    _snapshot: Snapshot | None = None
    _numbers_of_weeks: dict[tuple[Meeting, ...], int] = field(default_factory=lambda: {(): 0})
    _weeks_by_text: dict[str, int] = field(default_factory=dict)
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
            self._numbers_of_weeks, self._weeks_by_text = {(): 0}, {}
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
            parts.append(_columns(rows, [self._number_of_week(text) for text in meetings]))
        return _joined(parts) if parts else _columns([])

    def _number_of_week(self, text: str) -> int:
        if text not in self._weeks_by_text:
            week = _meetings(text)
            self._weeks_by_text[text] = self._numbers_of_weeks.setdefault(week, len(self._numbers_of_weeks))
        return self._weeks_by_text[text]


def _live_of(snapshot: Snapshot, today: date, include_examples: bool) -> LiveOffers:
    columns, day = snapshot.columns, today.toordinal()
    is_live = columns.is_withdrawn == 0
    for status in (SeatStatus.FULL, SeatStatus.CANCELLED):
        is_live &= columns.status != code(status)
    for last_day in (columns.end_on, columns.registration_until):
        is_live &= (last_day == UNKNOWN) | (last_day >= day)
    if not include_examples:
        is_live &= columns.is_example == 0
    rows = np.flatnonzero(is_live)
    # The next to start first, then those that run, the latest begun before the others, then those without a day.
    start = columns.start_on[rows]
    order = np.where(start < day, 2 * day - start, start - day)
    order[start < day] += _LATEST
    order[start == UNKNOWN] = 3 * _LATEST
    return LiveOffers(columns.of(rows[np.argsort(order, kind="stable")]).on_its_own(), snapshot.weeks)


def _word(label: Any) -> Any:
    """A label as the word it is stored as: a million need no enumeration's members."""
    return type_coerce(label, String)


_READ = (
    Offer.id, _word(Offer.course_type), _word(Offer.level_from), _word(Offer.level_to), Offer.place,
    _word(Offer.format), _word(Offer.pace), Offer.women_only, _word(Offer.childcare),
    Offer.child_in_room, Offer.provenance["childcare"].as_string(), Offer.childcare_age_from,
    Offer.childcare_age_to, Offer.start_on, Offer.flexible_start, Offer.end_on, Offer.registration_until,
    _word(Offer.status), _word(Offer.price_kind), Offer.is_withdrawn, Offer.is_example,
)  # fmt: skip
"""In the order of `Columns`."""


async def _chunks(session: AsyncSession, since: int) -> AsyncIterator[tuple[Sequence[Any], list[str]]]:
    """Offers by id, and all meetings of each in one text in the same order, some thousands at a time."""
    after = 0
    while True:
        part = select(*_READ).where(Offer.id > after, Offer.revision > since).order_by(Offer.id).limit(_CHUNK)
        rows = (await session.execute(part)).all()
        if not rows:
            return
        ids = select(Offer.id).where(Offer.id > after, Offer.id <= rows[-1][0], Offer.revision > since)
        weekly = dict(iter(await session.execute(_WEEKLY.where(OfferSession.offer_id.in_(ids)))))
        single = dict(iter(await session.execute(_SINGLE.where(OfferDate.offer_id.in_(ids)))))
        yield rows, [f"{weekly.get(row[0], '')} {single.get(row[0], '')}".strip() for row in rows]
        after = rows[-1][0]


_WEEKLY = select(
    OfferSession.offer_id,
    func.aggregate_strings(_word(OfferSession.weekday) + OfferSession.time_from + OfferSession.time_until, " "),
).group_by(OfferSession.offer_id)
_SINGLE = select(
    OfferDate.offer_id,
    func.aggregate_strings(cast(OfferDate.held_on, String) + OfferDate.time_from + OfferDate.time_until, " "),
).group_by(OfferDate.offer_id)
_WEEKDAYS: dict[str, int] = {weekday: number for number, weekday in enumerate(Weekday)}


def _meetings(text: str) -> tuple[Meeting, ...]:
    """The meetings in a text such as "mon08:3011:45 2027-03-0118:0020:00", always in the same order."""
    return tuple(sorted(_meeting(word) for word in text.split()))


def _meeting(word: str) -> Meeting:
    day, begins, ends = word[:-10], minutes(word[-10:-5]), minutes(word[-5:])
    if day in _WEEKDAYS:
        return _WEEKDAYS[day], begins, ends, EVERY_WEEK
    held_on = date.fromisoformat(day)
    return held_on.weekday(), begins, ends, held_on.toordinal()


def _columns(rows: Sequence[Any], weeks: Sequence[int] = ()) -> Columns:
    """Offers as the database tells them, in columns."""
    told = dict(zip(_COLUMNS, (*zip(*rows, strict=True), weeks), strict=True)) if rows else {}
    return Columns({name: _filled(column, told.get(name, ())) for name, column in _COLUMNS.items()})


def _filled(column: _Column[Any], values: Sequence[Any]) -> NDArray[Any]:
    return np.array([column.code(value) for value in values] if column.code else values, column.dtype)


def _joined(parts: Sequence[Columns]) -> Columns:
    return Columns({name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS})


def _merged(known: Columns, changed: Columns) -> Columns:
    """The known offers with those that were read anew in their places, in the order of their ids."""
    positions = np.searchsorted(known.id, changed.id)
    is_known = np.zeros(len(changed), bool)
    inside = positions < len(known)
    is_known[inside] = known.id[positions[inside]] == changed.id[inside]
    merged = {}
    for name in _COLUMNS:
        column = getattr(known, name).copy()
        column[positions[is_known]] = getattr(changed, name)[is_known]
        merged[name] = np.concatenate([column, getattr(changed, name)[~is_known]])
    both = Columns(merged)
    is_in_order = bool(np.all(both.id[1:] > both.id[:-1]))
    return both if is_in_order else both.of(np.argsort(both.id)).on_its_own()


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
