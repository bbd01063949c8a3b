"""Rates offers wish by wish: each fits, breaks it, or does not say."""

from collections.abc import Collection, Iterable
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
    minutes,
)
from knowledge_base.results import AlsoFits, FreeHours, SearchCriteria, Wish
from knowledge_base.vocabulary import TEACHING_GERMAN, Childcare, Format, Level, TimeOfDay, Weekday
from knowledge_base.way import way_minutes

WITH_CARE = (Childcare.ON_SITE, Childcare.PARTNER)
EVENING_BEGINS = "18:00"
_ALL_DAY = 24 * 60
Slack: TypeAlias = NDArray[np.int16]


class Verdict(IntEnum):
    FITS = 0
    UNKNOWN = 1
    BREAKS = 2


def judge(offers: LiveOffers, criteria: SearchCriteria, today: date) -> dict[Wish, Bytes]:
    """A verdict per offer for each thing that is wished; what is not wished is not in it.

    Args:
        today: single meetings before this day do not count.
    """
    columns = offers.columns
    verdicts: dict[Wish, Bytes] = {}
    if criteria.course_types:
        fits = _is_one_of(columns.course_type, criteria.course_types)
        verdicts[Wish.COURSE_TYPE] = _verdict(fits, unknown=columns.course_type == UNKNOWN)
    if criteria.level_goal or criteria.level_now:
        says_none = (columns.level_from == UNKNOWN) & (columns.level_to == UNKNOWN)
        verdicts[Wish.LEVEL] = _verdict(_fits_level(columns, criteria), unknown=says_none)
    if criteria.place:
        here, is_online = PLACES.get(criteria.place, UNKNOWN - 1), columns.format == code(Format.ONLINE)
        verdicts[Wish.PLACE] = _verdict(
            (columns.place == here) & ~is_online, unknown=(columns.place == UNKNOWN) & ~is_online
        )
    if is_about_time(criteria):
        verdicts[Wish.TIME] = _time_verdict(offers, criteria, today)
    if criteria.weekdays:
        verdicts[Wish.WEEKDAY] = _weekday_verdict(offers, criteria.weekdays, today)
    if criteria.childcare:
        is_unknown = columns.childcare == code(Childcare.UNKNOWN)
        verdicts[Wish.CHILDCARE] = _verdict(_is_one_of(columns.childcare, WITH_CARE), unknown=is_unknown)
        if criteria.child_age_years is not None:
            verdicts[Wish.CHILD_AGE] = _child_age_verdict(columns, criteria.child_age_years)
    if criteria.format:
        verdicts[Wish.FORMAT] = _verdict(_is_one_of(columns.format, {criteria.format, Format.HYBRID}))
    if criteria.pace:
        verdicts[Wish.PACE] = _verdict(columns.pace == code(criteria.pace), unknown=columns.pace == UNKNOWN)
    if criteria.women_only:
        verdicts[Wish.WOMEN_ONLY] = _verdict(columns.women_only == 1)
    if criteria.start_from or criteria.start_until:
        verdicts[Wish.START] = _start_verdict(columns, criteria)
    return verdicts


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
    verdict = np.where(fits, np.int8(Verdict.FITS), np.int8(Verdict.BREAKS))
    if unknown is not None:
        verdict[unknown] = Verdict.UNKNOWN
    return verdict


def _is_one_of(column: Bytes, labels: Iterable[Label]) -> Truths:
    # Labels are few: a table of them is faster than comparing with each.
    is_wished = np.zeros(np.iinfo(np.int8).max, bool)
    is_wished[[code(label) for label in labels]] = True
    return is_wished[column]


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


def _child_age_verdict(columns: Columns, age_years: float) -> Bytes:
    """Only where there is care: without it the wish for care is what breaks."""
    has_care = _is_one_of(columns.childcare, WITH_CARE)
    # What is not a number is neither older nor younger.
    is_out = (columns.childcare_age_from > age_years) | (columns.childcare_age_to < age_years)
    is_open = np.isnan(columns.childcare_age_from) | np.isnan(columns.childcare_age_to)
    return _verdict(~(has_care & is_out), unknown=has_care & is_open & ~is_out)


def _start_verdict(columns: Columns, criteria: SearchCriteria) -> Bytes:
    fits = columns.start_on != UNKNOWN
    if criteria.start_from:
        fits &= columns.start_on >= criteria.start_from.toordinal()
    if criteria.start_until:
        fits &= columns.start_on <= criteria.start_until.toordinal()
    is_flexible = columns.flexible_start == 1
    return _verdict(fits | is_flexible, unknown=(columns.start_on == UNKNOWN) & ~is_flexible)


def _weekday_verdict(offers: LiveOffers, weekdays: Collection[Weekday], today: date) -> Bytes:
    weeks = offers.weeks
    is_to_come = weeks.held_on >= today.toordinal()
    is_wished = np.isin(weeks.weekday, [list(Weekday).index(day) for day in weekdays]) & is_to_come
    return _verdict(
        _any_meeting(weeks, is_wished)[offers.columns.week],
        unknown=~_any_meeting(weeks, is_to_come)[offers.columns.week],
    )


def _time_verdict(offers: LiveOffers, criteria: SearchCriteria, today: date) -> Bytes:
    """All meetings lie in her hours, narrowed by the way; or something makes up for it."""
    columns, weeks = offers.columns, offers.weeks
    is_to_come = weeks.held_on >= today.toordinal()
    # How many minutes the way may take for every meeting of a week to be in her hours; below 0 none does.
    slack = np.where(is_to_come, _slack(weeks, criteria), np.int16(_ALL_DAY))
    fits = _least(weeks, slack)[columns.week] >= _ways(columns, criteria)
    for makes_up in criteria.also_fits:
        fits |= _makes_up(offers, makes_up, criteria, is_to_come)
    return _verdict(fits, unknown=~_any_meeting(weeks, is_to_come)[columns.week])


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


def _ways(columns: Columns, criteria: SearchCriteria) -> Slack:
    if not criteria.way_minutes:
        return np.zeros(len(columns), np.int16)
    by_place = np.array(_ways_by_place(criteria.home, criteria.way_minutes), np.int16)
    # The last entry is for offers without a place: `UNKNOWN` is the position -1.
    ways: Slack = by_place[columns.place]
    ways[columns.format == code(Format.ONLINE)] = 0
    return ways


@cache
def _ways_by_place(home: str | None, usual: int) -> tuple[int, ...]:
    return tuple(max(usual, way_minutes(home, place)) if home else usual for place in (*PLACES, None))


def _makes_up(offers: LiveOffers, makes_up: AlsoFits, criteria: SearchCriteria, is_to_come: Truths) -> Truths:
    columns, weeks = offers.columns, offers.weeks
    match makes_up:
        case AlsoFits.ONLINE:
            is_online: Truths = columns.format == code(Format.ONLINE)
            return is_online
        case AlsoFits.EVENING:
            return ~_any_meeting(weeks, is_to_come & (weeks.begins < minutes(EVENING_BEGINS)))[columns.week]
        case AlsoFits.WEEKEND:
            return ~_any_meeting(weeks, is_to_come & (weeks.weekday < list(Weekday).index(Weekday.SAT)))[columns.week]
        case AlsoFits.CARE if criteria.child_age_years is None:
            # Nobody knows whether her child is taken.
            return np.zeros(len(columns), bool)
        case AlsoFits.CARE:
            age = criteria.child_age_years
            takes_it = (columns.childcare_age_from <= age) & (columns.childcare_age_to >= age)
            return _is_one_of(columns.childcare, WITH_CARE) & takes_it


def _any_meeting(weeks: Weeks, is_so: Truths) -> Truths:
    """For each week, whether one of its meetings is so; no meeting is."""
    return _reduced(np.logical_or, weeks, is_so, False)


def _least(weeks: Weeks, slack: Slack) -> Slack:
    return _reduced(np.minimum, weeks, slack, _ALL_DAY)


def _reduced(reduce: np.ufunc, weeks: Weeks, values: NDArray[Any], of_the_empty_week: object) -> NDArray[Any]:
    parts = reduce.reduceat(values, weeks.first) if len(weeks.first) else values
    return np.concatenate([np.array([of_the_empty_week], values.dtype), parts])
