"""Rates offers wish by wish: each fits, breaks it, or does not say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import (
    PLACES,
    UNKNOWN,
    Bytes,
    Columns,
    Label,
    LiveOffers,
    Truths,
    Weeks,
    code,
)
from knowledge_base.clock import minutes
from knowledge_base.results import AlsoFits, FreeHours, PriceKind, SearchCriteria, Wish
from knowledge_base.vocabulary import TEACHING_GERMAN, Childcare, Format, Level, TimeOfDay, Weekday
from knowledge_base.way import way_minutes

WITH_CARE = (Childcare.ON_SITE, Childcare.PARTNER)
EVENING_BEGINS = "18:00"
FREE_FOR_HER = (PriceKind.FREE, PriceKind.VOUCHER, PriceKind.PAID_TRAINING)
MAYBE_FREE = (PriceKind.PER_LESSON, PriceKind.UNKNOWN)
_ALL_DAY = 24 * 60
_NO_MEETING = -2 * _ALL_DAY
Slack: TypeAlias = NDArray[np.int16]


class Verdict(IntEnum):
    FITS = 0
    UNKNOWN = 1
    BREAKS = 2


def judge(offers: LiveOffers, criteria: SearchCriteria, today: date) -> "Judged":
    """The offers that break at most one wish, with what each breaks and leaves open.

    Args:
        today: single meetings before this day do not count.
    """
    judged = Judged.of_all(offers.columns, criteria.except_ids)
    for wish, (is_wished, rate) in _JUDGES.items():
        if is_wished(criteria):
            judged = judged.after(wish, rate(LiveOffers(judged.columns, offers.weeks), criteria, today))
    return judged


@dataclass(frozen=True, slots=True)
class Judged:
    """Offers with their verdicts; some that break two wishes or more may be left out."""

    columns: Columns
    verdicts: NDArray[np.int32]
    """Two bits per wish, its `Verdict`; see `bits_of`."""
    broken_count: Bytes
    wishes: tuple[Wish, ...] = ()
    """What was wished, in the order of `Wish`."""

    @staticmethod
    def of_all(columns: Columns, except_ids: frozenset[int]) -> "Judged":
        """Before anything is wished."""
        if except_ids:
            columns = columns.of(np.flatnonzero(~np.isin(columns.id, list(except_ids))))
        return Judged(columns, np.zeros(len(columns), np.int32), np.zeros(len(columns), np.int8))

    def after(self, wish: Wish, verdict: Bytes) -> "Judged":
        """These after one more wish; without those that are out, once they are many."""
        if not self.wishes:
            return Judged(self.columns, verdict.astype(np.int32) << _shift(wish), verdict >> 1, (wish,))
        verdicts = self.verdicts | verdict.astype(np.int32) << _shift(wish)
        broken_count = self.broken_count + (verdict >> 1)
        rows = np.flatnonzero(broken_count <= 1)
        wishes = tuple(sorted((*self.wishes, wish), key=list(Wish).index))
        if 2 * len(rows) > len(broken_count):
            return Judged(self.columns, verdicts, broken_count, wishes)
        return Judged(self.columns.of(rows), verdicts[rows], broken_count[rows], wishes)


def bits_of(wish: Wish, verdict: int) -> int:
    """How a verdict on one wish stands in `Judged.verdicts`."""
    return verdict << _shift(wish)


def _shift(wish: Wish) -> int:
    return 2 * list(Wish).index(wish)


def _course_type_verdict(offers: LiveOffers, criteria: SearchCriteria, _: date) -> Bytes:
    column = offers.columns.course_type
    return _verdict(_is_one_of(column, criteria.course_types), unknown=column == UNKNOWN)


def _level_verdict(offers: LiveOffers, criteria: SearchCriteria, _: date) -> Bytes:
    columns = offers.columns
    says_none = (columns.level_from == UNKNOWN) & (columns.level_to == UNKNOWN)
    return _verdict(_fits_level(columns, criteria), unknown=says_none)


def _place_verdict(offers: LiveOffers, criteria: SearchCriteria, _: date) -> Bytes:
    columns, here = offers.columns, PLACES.get(criteria.place or "", UNKNOWN - 1)
    is_online = columns.format == code(Format.ONLINE)
    return _verdict((columns.place == here) & ~is_online, unknown=(columns.place == UNKNOWN) & ~is_online)


def _childcare_verdict(offers: LiveOffers, _: SearchCriteria, __: date) -> Bytes:
    columns = offers.columns
    has_care = _is_one_of(columns.childcare, WITH_CARE)
    # Whether somebody looks after her child is too grave for what a program read out of a text.
    is_unsure = has_care & (columns.is_childcare_derived == 1)
    return _verdict(has_care, unknown=is_unsure | (columns.childcare == code(Childcare.UNKNOWN)))


def _format_verdict(offers: LiveOffers, criteria: SearchCriteria, _: date) -> Bytes:
    wished = {format_ for format_ in (criteria.format, Format.HYBRID) if format_}
    return _verdict(_is_one_of(offers.columns.format, wished))


def _pace_verdict(offers: LiveOffers, criteria: SearchCriteria, _: date) -> Bytes:
    column = offers.columns.pace
    return _verdict(_is_one_of(column, {criteria.pace} if criteria.pace else ()), unknown=column == UNKNOWN)


def _women_only_verdict(offers: LiveOffers, _: SearchCriteria, __: date) -> Bytes:
    return _verdict(offers.columns.women_only == 1)


def is_about_time(criteria: SearchCriteria) -> bool:
    """True when hours are wished, of the day or of her week."""
    return bool(
        criteria.times_of_day
        or criteria.time_from
        or criteria.time_until
        or criteria.school_days_only
        or criteria.free_hours
    )


def _verdict(fits: Truths, *, unknown: Truths | None = None) -> Bytes:
    if unknown is None:
        return (~fits).view(np.int8) << 1
    return (~(fits | unknown)).view(np.int8) << 1 | unknown.view(np.int8)


def _is_one_of(column: Bytes, labels: Iterable[Label]) -> Truths:
    is_wished = np.zeros(len(column), bool)
    for label in labels:
        is_wished |= column == code(label)
    return is_wished


def _fits_level(columns: Columns, criteria: SearchCriteria) -> Truths:
    fits = np.ones(len(columns), bool)
    goal, now = criteria.level_goal, criteria.level_now
    if goal:
        # The only level of a training is what she must know before, not what she learns there.
        teaches_german = (columns.course_type == UNKNOWN) | _is_one_of(columns.course_type, TEACHING_GERMAN)
        only_level = (columns.level_to == UNKNOWN) & (columns.level_from == code(goal)) & teaches_german
        fits &= (columns.level_to == code(goal)) | only_level
    if now:
        starts_low_enough = columns.level_from <= code(now)
        if now is Level.A0:
            # Nobody without a word of German is sent to an offer that does not say it starts from nothing.
            starts_low_enough &= columns.level_from != UNKNOWN
        fits &= starts_low_enough
        fits &= (columns.level_to == UNKNOWN) | (columns.level_to > code(now))
    return fits


def _child_age_verdict(offers: LiveOffers, criteria: SearchCriteria, _: date) -> Bytes:
    """Only where there is care: without it the wish for care is what breaks."""
    columns, youngest = offers.columns, criteria.child_age_years or 0.0
    oldest = max(youngest, criteria.oldest_child_years or 0.0)
    has_care = _is_one_of(columns.childcare, WITH_CARE) if criteria.childcare else columns.child_in_room == 1
    # What is not a number is neither older nor younger.
    is_out = (columns.childcare_age_from > youngest) | (columns.childcare_age_to < oldest)
    is_open = np.isnan(columns.childcare_age_from) | np.isnan(columns.childcare_age_to)
    return _verdict(~(has_care & is_out), unknown=has_care & is_open & ~is_out)


def _start_verdict(offers: LiveOffers, criteria: SearchCriteria, _: date) -> Bytes:
    columns = offers.columns
    fits = columns.start_on != UNKNOWN
    if criteria.start_from:
        fits &= columns.start_on >= criteria.start_from.toordinal()
    if criteria.start_until:
        fits &= columns.start_on <= criteria.start_until.toordinal()
    is_flexible = columns.flexible_start == 1
    return _verdict(fits | is_flexible, unknown=(columns.start_on == UNKNOWN) & ~is_flexible)


def _price_verdict(offers: LiveOffers, _: SearchCriteria, __: date) -> Bytes:
    column = offers.columns.price_kind
    # A price per lesson falls away on application for many; whether for her, the provider knows.
    return _verdict(_is_one_of(column, FREE_FOR_HER), unknown=_is_one_of(column, MAYBE_FREE))


def _weekday_verdict(offers: LiveOffers, criteria: SearchCriteria, today: date) -> Bytes:
    weeks = offers.weeks
    is_to_come = weeks.held_on >= today.toordinal()
    is_wished = np.isin(weeks.weekday, [list(Weekday).index(day) for day in criteria.weekdays]) & is_to_come
    of_weeks = _verdict(_any_meeting(weeks, is_wished), unknown=~_any_meeting(weeks, is_to_come))
    return of_weeks[offers.columns.week]


def _time_verdict(offers: LiveOffers, criteria: SearchCriteria, today: date) -> Bytes:
    """All meetings lie in her hours, narrowed by the way; or something makes up for it."""
    columns, weeks = offers.columns, offers.weeks
    is_to_come = weeks.held_on >= today.toordinal()
    # How many minutes the way may take for every meeting of a week to be in her hours; below 0 none does.
    slack = _least(weeks, np.where(is_to_come, _slack(weeks, criteria), np.int16(_ALL_DAY)))
    for makes_up in criteria.also_fits & {AlsoFits.EVENING, AlsoFits.WEEKEND}:
        slack[_makes_up_alone(weeks, makes_up, is_to_come)] = _ALL_DAY
    slack[~_any_meeting(weeks, is_to_come)] = _NO_MEETING
    of_offers = slack[columns.week]
    fits = of_offers >= _ways(columns, criteria)
    if AlsoFits.ONLINE in criteria.also_fits:
        fits |= columns.format == code(Format.ONLINE)
    if AlsoFits.CARE in criteria.also_fits and criteria.child_age_years is not None:
        fits |= _takes_children(columns, criteria.child_age_years, criteria.oldest_child_years or 0.0)
    return _verdict(fits, unknown=of_offers == _NO_MEETING)


def _makes_up_alone(weeks: Weeks, makes_up: AlsoFits, is_to_come: Truths) -> Truths:
    is_evening, is_weekend = weeks.begins >= minutes(EVENING_BEGINS), weeks.weekday >= list(Weekday).index(Weekday.SAT)
    return ~_any_meeting(weeks, is_to_come & ~(is_evening if makes_up is AlsoFits.EVENING else is_weekend))


def _takes_children(columns: Columns, youngest: float, oldest: float) -> Truths:
    takes_it: Truths = (columns.childcare_age_from <= youngest) & (columns.childcare_age_to >= max(youngest, oldest))
    is_sure: Truths = columns.is_childcare_derived == 0
    return takes_it & _is_one_of(columns.childcare, WITH_CARE) & is_sure


def _slack(weeks: Weeks, criteria: SearchCriteria) -> Slack:
    """For each meeting the minutes to spare on its narrower side in her hours of that day; negative is outside."""
    best = np.full(len(weeks.weekday), -_ALL_DAY, np.int16)
    for hours in windows(criteria):
        number = list(Weekday).index(hours.weekday)
        begins, ends = minutes(hours.time_from), minutes(hours.time_until)
        # The side that she did not name is open, whatever the way takes.
        before = weeks.begins - np.int16(begins) if begins else np.int16(_ALL_DAY)
        after = np.int16(ends) - weeks.ends if ends < _ALL_DAY else np.int16(_ALL_DAY)
        best = np.where(weeks.weekday == number, np.maximum(best, np.minimum(before, after)), best)
    if criteria.times_of_day:
        is_then = np.zeros(len(weeks.weekday), bool)
        for part in criteria.times_of_day:
            is_then |= is_at(weeks.begins, weeks.ends, part)
        best[~is_then] = -_ALL_DAY
    return best


def windows(criteria: SearchCriteria) -> tuple[FreeHours, ...]:
    """Her hours day by day: those of her week, cut to the hours that hold for every day; "24:00" is an open end."""
    first, last = criteria.time_from or "00:00", criteria.time_until or "24:00"
    week = criteria.free_hours or tuple(FreeHours(day, first, last) for day in Weekday)
    return tuple(
        FreeHours(hours.weekday, max(first, hours.time_from), min(last, hours.time_until))
        for hours in week
        if not (criteria.school_days_only and hours.weekday in (Weekday.SAT, Weekday.SUN))
    )


def is_at(begins: Any, ends: Any, part: TimeOfDay) -> Any:
    """Whether a meeting lies in a part of the day; begin and end in minutes, one meeting or a column of them."""
    match part:
        case TimeOfDay.MORNING:
            return (begins < minutes("12:00")) & (ends <= minutes("14:00"))
        case TimeOfDay.NOON:
            return (begins < minutes("14:00")) & (ends > minutes("11:30"))
        case TimeOfDay.AFTERNOON:
            return (begins >= minutes("12:00")) & (begins < minutes("17:30"))
        case TimeOfDay.EVENING:
            return begins >= minutes(EVENING_BEGINS)


def _ways(columns: Columns, criteria: SearchCriteria) -> Slack | int:
    if not criteria.way_minutes:
        return 0
    by_place = np.array(_ways_by_place(criteria.home, criteria.way_minutes), np.int16)
    # The last entry is for offers without a place: `UNKNOWN` is the position -1.
    ways: Slack = by_place[columns.place]
    ways[columns.format == code(Format.ONLINE)] = 0
    return ways


@cache
def _ways_by_place(home: str | None, usual: int) -> tuple[int, ...]:
    return tuple(way_minutes(home, place, usual) for place in (*PLACES, None))


def _any_meeting(weeks: Weeks, is_so: Truths) -> Truths:
    """For each week, whether one of its meetings is so; no meeting is."""
    return _reduced(np.logical_or, weeks, is_so, False)


def _least(weeks: Weeks, slack: Slack) -> Slack:
    return _reduced(np.minimum, weeks, slack, _ALL_DAY)


def _reduced(reduce: np.ufunc, weeks: Weeks, values: NDArray[Any], of_the_empty_week: object) -> NDArray[Any]:
    parts = reduce.reduceat(values, weeks.first) if len(weeks.first) else values
    return np.concatenate([np.array([of_the_empty_week], values.dtype), parts])


_JUDGES: dict[Wish, tuple[Callable[[SearchCriteria], object], Callable[[LiveOffers, SearchCriteria, date], Bytes]]] = {
    # First what leaves few and what is quick to say; those that break two wishes are rated no further.
    Wish.PLACE: (lambda criteria: criteria.place, _place_verdict),
    Wish.COURSE_TYPE: (lambda criteria: criteria.course_types, _course_type_verdict),
    Wish.LEVEL: (lambda criteria: criteria.level_goal or criteria.level_now, _level_verdict),
    Wish.FORMAT: (lambda criteria: criteria.format, _format_verdict),
    Wish.CHILDCARE: (lambda criteria: criteria.childcare, _childcare_verdict),
    Wish.CHILD_AGE: (
        lambda criteria: (criteria.childcare or criteria.brings_child) and criteria.child_age_years is not None,
        _child_age_verdict,
    ),
    Wish.WOMEN_ONLY: (lambda criteria: criteria.women_only, _women_only_verdict),
    Wish.PACE: (lambda criteria: criteria.pace, _pace_verdict),
    Wish.START: (lambda criteria: criteria.start_from or criteria.start_until, _start_verdict),
    Wish.PRICE: (lambda criteria: criteria.is_free, _price_verdict),
    Wish.WEEKDAY: (lambda criteria: criteria.weekdays, _weekday_verdict),
    Wish.TIME: (is_about_time, _time_verdict),
}
