"""Course days in Baden-Württemberg: public holidays always pause, school holidays only where the course says so.

The three or four movable days that each school chooses are not known here.
Source: school_holidays.csv for the school holidays; the package `holidays` for the public ones.
"""

import csv
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import cache
from heapq import merge
from itertools import groupby, islice, takewhile
from pathlib import Path

import holidays

from knowledge_base.changes import SingleDate
from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.models import Offer, Pauses
from knowledge_base.vocabulary import Weekday

LONGEST_COURSE = timedelta(days=366 * 10)
"""No course is followed further than this."""
_ONE_DAY = timedelta(days=1)


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
    while day <= start_on + LONGEST_COURSE:
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


def meetings_of(offer: Offer) -> Iterator[SingleDate]:
    """The meetings of an offer, earliest first, each once: its weekly times and its single dates.

    Weekly times need a start. They go on to the end, else for the stated number of meetings, else for ten years. Public
    holidays, listed pauses and, where the course pauses then, school holidays have no weekly meeting; an unknown pause
    leaves nothing out. A single date always takes place.
    """
    dates = sorted(SingleDate(each.held_on, each.time_from, each.time_until) for each in offer.dates)
    return (meeting for meeting, _ in groupby(merge(weekly_meetings_of(offer), dates)))


def free_weeks(offer: Offer) -> tuple[date, ...]:
    """The Mondays of weeks that the course leaves out for school holidays, between its first and last day.

    A week counts when the course would meet in it by its weekdays, meets not once, and has a school holiday.
    """
    if offer.start_on is None or offer.end_on is None:
        return ()
    usual = {list(Weekday).index(slot.weekday) for slot in offer.sessions}
    met = {_monday(each.held_on) for each in meetings_of(offer)}
    weeks: dict[date, bool] = {}
    day = offer.start_on
    while day <= min(offer.end_on, offer.start_on + LONGEST_COURSE):
        if day.weekday() in usual:
            weeks[_monday(day)] = weeks.get(_monday(day), False) or is_school_holiday(day)
        day += _ONE_DAY
    return tuple(week for week, has_school_holiday in weeks.items() if has_school_holiday and week not in met)


def weekly_meetings_of(offer: Offer) -> Iterator[SingleDate]:
    """The meetings of `meetings_of` that the weekly times say."""
    if offer.start_on is None:
        return iter(())
    left_out = {date.fromisoformat(day) for day in offer.pause_dates or ()}
    slots = sorted((slot.time_from, slot.time_until, slot.weekday) for slot in offer.sessions)
    days = course_days(
        {slot.weekday for slot in offer.sessions},
        offer.start_on,
        pauses_in_school_holidays=offer.pauses is Pauses.SCHOOL_HOLIDAYS,
    )
    meetings = (
        SingleDate(day, time_from, time_until)
        for day in days
        if day not in left_out
        for time_from, time_until, weekday in slots
        if list(Weekday).index(weekday) == day.weekday()
    )
    last = offer.end_on
    if last is not None:
        return takewhile(lambda meeting: meeting.held_on <= last, meetings)
    return islice(meetings, offer.sessions_count)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
