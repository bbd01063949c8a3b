"""Course days in Baden-Württemberg: public holidays always pause, school holidays only where the course says so.

The three or four movable days that each school chooses are not known here.
Source: school_holidays.csv for the school holidays; the package `holidays` for the public ones.
"""

import csv
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice, takewhile
from pathlib import Path

import holidays

from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.vocabulary import Weekday

_ONE_DAY = timedelta(days=1)
_LONGEST_COURSE = timedelta(days=366 * 10)


@cache
def _school_holidays() -> tuple[frozenset[date], date]:
    """Every day without school, and the last day the file knows."""
    days: set[date] = set()
    with (Path(__file__).parent / "school_holidays.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day, last = date.fromisoformat(row["start_date"]), date.fromisoformat(row["end_date"])
            while day <= last:
                days.add(day)
                day += _ONE_DAY
    return frozenset(days), max(days)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv="BW", years=year))


def known_until() -> date:
    """The last day for which school holidays are known."""
    return _school_holidays()[1]


def is_beyond_known_calendar(day: date) -> bool:
    """True when school holidays up to this day are not published in the file; dates are then only a guess."""
    return day > known_until()


def is_school_holiday(day: date) -> bool:
    return day in _school_holidays()[0]


def is_public_holiday(day: date) -> bool:
    return day in _public_holidays(day.year)


def is_course_day(day: date, *, pauses_in_school_holidays: bool) -> bool:
    """True when lessons can take place: no public holiday and, where the course pauses, no school holiday."""
    return not is_public_holiday(day) and not (pauses_in_school_holidays and is_school_holiday(day))


def course_days(weekdays: Collection[Weekday], start_on: date, *, pauses_in_school_holidays: bool) -> Iterator[date]:
    """The days of a weekly course, earliest first, from `start_on` on, for at most ten years."""
    numbers = {list(Weekday).index(weekday) for weekday in weekdays}
    day = start_on
    while day <= start_on + _LONGEST_COURSE:
        if day.weekday() in numbers and is_course_day(day, pauses_in_school_holidays=pauses_in_school_holidays):
            yield day
        day += _ONE_DAY


def last_course_day(
    weekdays: Collection[Weekday], start_on: date, sessions_count: int, *, pauses_in_school_holidays: bool
) -> date:
    """The day of the last of `sessions_count` meetings.

    Raises:
        KnowledgeBaseError: there are no such days, or not so many within ten years.
    """
    days = course_days(weekdays, start_on, pauses_in_school_holidays=pauses_in_school_holidays)
    last = next(islice(days, sessions_count - 1, None), None) if sessions_count > 0 else None
    if last is None:
        raise KnowledgeBaseError(f"A course from {start_on} cannot have {sessions_count} meetings.")
    return last


def count_sessions(
    weekdays: Collection[Weekday], start_on: date, end_on: date, *, pauses_in_school_holidays: bool
) -> int:
    """How many meetings a weekly course has, first and last day included."""
    days = course_days(weekdays, start_on, pauses_in_school_holidays=pauses_in_school_holidays)
    return sum(1 for _ in takewhile(lambda day: day <= end_on, days))
