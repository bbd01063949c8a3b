"""Reads the times of a schema.org event: its schedules, its single meetings, its first and last day.

Times are those on a clock in Germany, whatever offset is written behind them in summer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge_base.changes import SingleDate
from knowledge_base.importers import recurrence
from knowledge_base.importers.jsonld_nodes import Graph, Node, local_name
from knowledge_base.importers.meetings import Meetings, find_planned_meetings, set_meetings
from knowledge_base.importers.record import OfferRecord, RecordRefusedError
from knowledge_base.places import fold
from knowledge_base.results import Session
from knowledge_base.vocabulary import Weekday

_BERLIN = ZoneInfo("Europe/Berlin")
_GERMAN_OFFSETS = ("+01:00", "+02:00", "+0100", "+0200", "")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$")
_CLOCK = re.compile(r"T?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$")
_DURATION = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?)?$")
_DAYS = {
    "mo": Weekday.MON, "tu": Weekday.TUE, "di": Weekday.TUE, "we": Weekday.WED, "mi": Weekday.WED, "th": Weekday.THU,
    "do": Weekday.THU, "fr": Weekday.FRI, "sa": Weekday.SAT, "su": Weekday.SUN, "so": Weekday.SUN,
}  # fmt: skip
_RULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and, where it is said, the time on a clock."""

    day: date
    clock: str | None


def moment(text: str) -> Moment | None:
    """A day or a moment such as "2027-03-01T18:00:00+01:00"; `None` when it is none."""
    match = _MOMENT.match(text.strip())
    if match is None:
        return None
    try:
        day = date.fromisoformat(match[1])
        if match[2] is None:
            return Moment(day, None)
        hour, minute = map(int, match[2].split(":"))
        wall = datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 (a wall time has no zone)
        if (match[3] or "") not in _GERMAN_OFFSETS:
            wall = datetime.fromisoformat(f"{wall:%Y-%m-%dT%H:%M}{match[3]}").astimezone(_BERLIN)
    except (ValueError, OverflowError):
        return None
    return Moment(wall.date(), f"{wall:%H:%M}")


def set_times(record: OfferRecord, graph: Graph, run: Node) -> None:
    """Fill the fields that tell when an offer meets from one run of a course.

    Raises:
        RecordRefusedError: the times contradict themselves.
    """
    first, last = moment(graph.text(run, "startDate")), moment(graph.text(run, "endDate"))
    if first and last and last.day < first.day:
        raise RecordRefusedError(f"Das Ende ({last.day:%d.%m.%Y}) liegt vor dem Beginn ({first.day:%d.%m.%Y}).")
    meetings = _meetings(record, graph, run, first, last)
    if not (meetings.sessions or meetings.dates):
        record.notes.append("Wochentage und Uhrzeiten sind nicht angegeben.")
    if meetings.start_on is None:
        meetings = replace(meetings, start_on=first.day if first else None, end_on=last.day if last else None)
    set_meetings(record, meetings)


def _meetings(record: OfferRecord, graph: Graph, run: Node, first: Moment | None, last: Moment | None) -> Meetings:
    planned: set[SingleDate] = set()
    slots: list[Session] = []
    has_exceptions = is_open = False
    for schedule in graph.children(run, "courseSchedule", "eventSchedule"):
        plan = _Plan.of(graph, schedule, first, last)
        if plan is None:
            record.notes.append("Ein Zeitplan (Schedule) ohne Uhrzeit, Wochentag oder Rhythmus wurde nicht gelesen.")
        elif plan.start_on is None:
            slots += [Session(day, plan.time_from, plan.time_until) for day in plan.weekdays]
        else:
            dates = plan.write_out()
            planned |= {each for each in dates.meetings if each.held_on not in plan.left_out}
            has_exceptions |= bool(plan.left_out)
            is_open |= dates.is_open
    single = {meeting for part in graph.children(run, "subEvent", "subEvents") if (meeting := _single(graph, part))}
    if not (planned or slots or single) and (meeting := _single(graph, run)):
        single = {meeting}
    if slots and not (planned or single):
        return Meetings(sessions=tuple(sorted(set(slots), key=_order)))
    meetings = find_planned_meetings(planned, single, has_exceptions=has_exceptions)
    return replace(meetings, end_on=None, sessions_count=None) if is_open else meetings


def _order(slot: Session) -> tuple[int, str, str]:
    return list(Weekday).index(slot.weekday), slot.time_from, slot.time_until


def _single(graph: Graph, event: Node) -> SingleDate | None:
    """The meeting of an event that begins and ends on one day."""
    first, last = moment(graph.text(event, "startDate")), moment(graph.text(event, "endDate"))
    if first is None or first.clock is None:
        return None
    ends = last.clock if last and last.day == first.day else None
    if last is None and (length := _minutes(graph.text(event, "duration"))):
        ends = _later(first.clock, length)
    return SingleDate(first.day, first.clock, ends) if ends and first.clock < ends else None


@dataclass(frozen=True, slots=True)
class _Dates:
    meetings: tuple[SingleDate, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """One schedule."""

    weekdays: tuple[Weekday, ...]
    interval_weeks: int
    time_from: str
    time_until: str
    start_on: date | None
    end_on: date | None
    count: int | None
    left_out: frozenset[date]

    @classmethod
    def of(cls, graph: Graph, schedule: Node, first: Moment | None, last: Moment | None) -> "_Plan | None":
        starts = moment(graph.text(schedule, "startDate")) or first
        ends = moment(graph.text(schedule, "endDate")) or last
        time_from = _clock(graph.text(schedule, "startTime"), starts) or (starts.clock if starts else None)
        time_until = _clock(graph.text(schedule, "endTime"), starts)
        if time_from and time_until is None and (length := _minutes(graph.text(schedule, "duration"))):
            time_until = _later(time_from, length)
        weeks = _interval_weeks(graph.text(schedule, "repeatFrequency"))
        weekdays = _weekdays(graph.texts(schedule, "byDay")) or (_weekday(starts) if weeks else ())
        count = graph.text(schedule, "repeatCount")
        if not (time_from and time_until and time_from < time_until and weekdays) or weeks is None:
            return None
        if weeks != 1 and starts is None:
            return None
        left_out = (moment(text) for text in graph.texts(schedule, "exceptDate"))
        return cls(
            weekdays, weeks, time_from, time_until,
            start_on=starts.day if starts else None,
            end_on=ends.day if ends else None,
            count=int(count) if re.fullmatch(r"\d{1,4}", count) else None,
            left_out=frozenset(each.day for each in left_out if each),
        )  # fmt: skip

    def write_out(self) -> _Dates:
        if self.start_on is None:
            return _Dates((), is_open=False)
        begins = datetime.combine(self.start_on, datetime.min.time())
        parts: dict[str, list[object]] = {
            "FREQ": ["WEEKLY"],
            "INTERVAL": [self.interval_weeks],
            "BYDAY": [_RULE_DAYS[list(Weekday).index(day)] for day in self.weekdays],
        }
        if self.end_on:
            parts["UNTIL"] = [recurrence.end_of_day(datetime.combine(self.end_on, datetime.min.time()))]
        elif self.count:
            parts["COUNT"] = [self.count + len(self.left_out)]
        dates = recurrence.write_out(parts, begins)
        meetings = (SingleDate(each.date(), self.time_from, self.time_until) for each in dates.beginnings)
        return _Dates(tuple(meetings), dates.is_open)


def _clock(text: str, starts: Moment | None) -> str | None:
    match = _CLOCK.match(text.strip())
    if match is None:
        both = moment(text)
        return both.clock if both else None
    if (match[3] or "") not in _GERMAN_OFFSETS and starts:
        both = moment(f"{starts.day}T{int(match[1]):02}:{match[2]}{match[3]}")
        return both.clock if both else None
    return f"{int(match[1]):02}:{match[2]}"


def _weekdays(texts: Iterable[str]) -> tuple[Weekday, ...]:
    words = [word for text in texts for word in fold(local_name(text)).split()]
    found = {_DAYS[word[:2]] for word in words if word[:2] in _DAYS}
    return tuple(day for day in Weekday if day in found)


def _weekday(starts: Moment | None) -> tuple[Weekday, ...]:
    return (list(Weekday)[starts.day.weekday()],) if starts else ()


def _interval_weeks(frequency: str) -> int | None:
    """1 for "P1W", "P7D", "weekly" and for nothing at all; `None` for what is not in whole weeks."""
    if not frequency or re.search(r"weekly|woechentlich", fold(frequency)):
        return 1
    match = _DURATION.match(frequency.strip().upper())
    days = int(match[1] or 0) * 7 + int(match[2] or 0) if match else 0
    if days == 1:
        # Daily, on the days that are named.
        return 1
    return days // 7 if days and days % 7 == 0 and days // 7 <= 52 else None


def _minutes(duration: str) -> int:
    match = _DURATION.match(duration.strip().upper())
    return int(match[3] or 0) * 60 + int(match[4] or 0) if match and not (match[1] or match[2]) else 0


def _later(clock: str, minutes: int) -> str | None:
    begins = timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))
    ends = int((begins + timedelta(minutes=minutes)).total_seconds() // 60)
    return f"{ends // 60:02}:{ends % 60:02}" if ends < 24 * 60 else None
