"""Finds the weekly times and the pauses of a course in its single meetings."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from knowledge_base.calendar import LONGEST_COURSE, is_public_holiday, is_school_holiday
from knowledge_base.changes import SingleDate
from knowledge_base.importers.record import OfferRecord, RecordRefusedError
from knowledge_base.models import Pauses, Provenance
from knowledge_base.results import Session
from knowledge_base.vocabulary import Weekday

_WEEKDAYS = list(Weekday)
_WEEK = timedelta(days=7)
_EARLIEST, _LATEST = "06:00", "22:30"
_FEWEST_FOR_A_SLOT = 3


@dataclass(frozen=True, slots=True)
class Meetings:
    """The times of a course in the shape of the offer model; `calendar.meetings_of` gives the single meetings again."""

    sessions: tuple[Session, ...] = ()
    """By weekday and time."""
    dates: tuple[SingleDate, ...] = ()
    """Meetings that the weekly times do not say, earliest first."""
    pauses: Pauses = Pauses.UNKNOWN
    pause_dates: tuple[date, ...] = ()
    """Days without the weekly meeting that neither a public holiday nor `pauses` explains, earliest first."""
    start_on: date | None = None
    end_on: date | None = None
    sessions_count: int | None = None


def find_meetings(held: Iterable[SingleDate]) -> Meetings:
    """Weekly times, further dates and pauses that together say exactly these meetings; nothing for none.

    Meetings with the same weekday and clock times are a weekly slot when there are at least three of them, two of them
    a week apart: what meets every second week or once a month is not weekly. Days left out are a pause in the school
    holidays when all of them are school or public holidays and no school holiday has a meeting; else they are listed.
    A course that has no school holiday between its meetings says nothing about pauses.

    Source: formats.md, section 4.
    """
    meetings = sorted(set(held))
    if not meetings:
        return Meetings()
    start_on, end_on = meetings[0].held_on, meetings[-1].held_on
    if end_on - start_on > LONGEST_COURSE:
        return Meetings(dates=tuple(meetings), start_on=start_on, end_on=end_on, sessions_count=len(meetings))

    slots = _weekly_slots(meetings)
    planned = [
        SingleDate(day, slot.time_from, slot.time_until) for slot in slots for day in _days(slot, start_on, end_on)
    ]
    missing = set(planned) - set(meetings)
    pauses = _kind_of_pauses(missing, meetings, {each.held_on for each in planned})
    pause_dates = {each.held_on for each in missing}
    if pauses is Pauses.SCHOOL_HOLIDAYS:
        pause_dates = {day for day in pause_dates if not is_school_holiday(day)}
    said = {each for each in planned if each.held_on not in pause_dates and each not in missing}
    return Meetings(
        sessions=slots,
        dates=tuple(each for each in meetings if each not in said),
        pauses=pauses,
        pause_dates=tuple(sorted(pause_dates)),
        start_on=start_on,
        end_on=end_on,
        sessions_count=len(meetings),
    )


def find_planned_meetings(
    planned: Collection[SingleDate], single: Iterable[SingleDate] = (), *, has_exceptions: bool
) -> Meetings:
    """The same where a rule says dates, "every Tuesday until July", and some may be told one by one.

    Nobody meets on a public holiday, even where the rule forgets it. A rule without any exception may just as well have
    forgotten the school holidays, so it does not say that there is no pause.
    """
    meetings = find_meetings([*(each for each in planned if not is_public_holiday(each.held_on)), *single])
    is_silent = bool(planned) and not has_exceptions and meetings.pauses is Pauses.NONE
    return replace(meetings, pauses=Pauses.UNKNOWN) if is_silent else meetings


def set_meetings(record: OfferRecord, meetings: Meetings) -> None:
    """Fill the fields of an offer that tell when it meets; pauses are marked as derived.

    Raises:
        RecordRefusedError: a meeting is at a time at which no course is.
    """
    times: list[Session | SingleDate] = [*meetings.sessions, *meetings.dates]
    for meeting in times:
        if not _EARLIEST <= meeting.time_from < meeting.time_until <= _LATEST:
            raise RecordRefusedError(
                f"Die Uhrzeit {meeting.time_from}-{meeting.time_until} liegt nicht zwischen {_EARLIEST} und {_LATEST}"
                " Uhr."
            )
    record.set("sessions", meetings.sessions)
    record.set("dates", meetings.dates)
    record.set("pauses", meetings.pauses, Provenance.DERIVED)
    record.set("pause_dates", [day.isoformat() for day in meetings.pause_dates], Provenance.DERIVED)
    record.set("start_on", meetings.start_on)
    record.set("end_on", meetings.end_on)
    record.set("sessions_count", meetings.sessions_count)


def _weekly_slots(meetings: Iterable[SingleDate]) -> tuple[Session, ...]:
    days_of: dict[Session, list[date]] = defaultdict(list)
    for each in meetings:
        weekday = _WEEKDAYS[each.held_on.weekday()]
        days_of[Session(weekday, each.time_from, each.time_until)].append(each.held_on)
    slots = (slot for slot, days in days_of.items() if len(days) >= _FEWEST_FOR_A_SLOT and _is_weekly(days))
    return tuple(sorted(slots, key=lambda slot: (_WEEKDAYS.index(slot.weekday), slot.time_from, slot.time_until)))


def _is_weekly(days: list[date]) -> bool:
    return any(later - earlier == _WEEK for earlier, later in pairwise(days))


def _days(slot: Session, start_on: date, end_on: date) -> Iterable[date]:
    """The days on which a weekly slot would meet, public holidays left out."""
    day = start_on + timedelta(days=(_WEEKDAYS.index(slot.weekday) - start_on.weekday()) % 7)
    while day <= end_on:
        if not is_public_holiday(day):
            yield day
        day += _WEEK


def _kind_of_pauses(missing: set[SingleDate], meetings: list[SingleDate], planned_days: set[date]) -> Pauses:
    met = {each.held_on for each in meetings}
    # A day with a meeting at another time has no pause, its meeting was moved.
    left_out = {each.held_on for each in missing} - met
    if any(not is_school_holiday(day) for day in left_out):
        return Pauses.LISTED
    met_in_holidays = {day for day in met & planned_days if is_school_holiday(day)}
    if left_out:
        return Pauses.LISTED if met_in_holidays else Pauses.SCHOOL_HOLIDAYS
    return Pauses.NONE if met_in_holidays else Pauses.UNKNOWN
