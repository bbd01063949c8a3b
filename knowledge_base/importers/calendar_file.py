"""Reads offers from an iCalendar file, as calendars of providers export them.

Who is invited is never read, nor the mail address of who organises.
Source: RFC 5545; formats.md, section 7.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event
from icalendar.prop import vBroken

from knowledge_base.changes import SingleDate
from knowledge_base.errors import DataFileError
from knowledge_base.importers import recurrence
from knowledge_base.importers.free_text import read_rest
from knowledge_base.importers.meetings import find_planned_meetings, set_meetings
from knowledge_base.importers.offer_cells import read_offer
from knowledge_base.importers.organisers import is_perhaps_a_person
from knowledge_base.importers.record import Delivery, OfferRecord, RecordRefusedError, RefusedRecord
from knowledge_base.places import find_place, fold

MAX_BYTES = 20 * 1024 * 1024
MAX_EVENTS = 5_000
MAX_MEETINGS = 200_000
"""So many dates of all rules together are written out."""
_Key: TypeAlias = tuple[str, ...]
_BERLIN = ZoneInfo("Europe/Berlin")
_SLOT_AT_END = re.compile(r"[-_.][a-z]?\d{1,3}$")
_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID")
_PHONE = re.compile(r"\+?\d[\d\s()/.\-]{4,30}\d")
_MAIL = re.compile(r"[^@\s<>,;:]+@[^@\s<>,;:]+\.[a-zA-Z]{2,}")


def read_calendar_file(content: bytes, filename: str, *, default_provider: str | None = None) -> Delivery:
    """The offers of a calendar, one for all events with the same name, category, place and link.

    Args:
        content: an .ics file.
        default_provider: who runs the offers where the calendar names no organisation.

    Raises:
        DataFileError: the file as a whole cannot be read; the message is a German sentence for staff. While going
            through the records too.
    """
    courses = _join(_events(content))
    numbers = _numbers(courses)
    return Delivery(_read_all(courses, numbers, default_provider))


def _read_all(
    courses: Mapping[_Key, list[Event]], numbers: Mapping[_Key, str], default_provider: str | None
) -> Iterator[OfferRecord | RefusedRecord]:
    meetings = 0
    for key, events in courses.items():
        record = _read(events, numbers[key], default_provider)
        count = record.values.get("sessions_count") if isinstance(record, OfferRecord) else None
        meetings += count if isinstance(count, int) else 0
        if meetings > MAX_MEETINGS:
            raise DataFileError(f"Der Kalender hat mehr als {MAX_MEETINGS} Termine. Bitte teilen Sie ihn auf.")
        yield record


def _events(content: bytes) -> list[Event]:
    if len(content) > MAX_BYTES:
        raise DataFileError("Die Datei ist größer als 20 MB. Bitte teilen Sie sie auf.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise DataFileError(
            "Die Kalenderdatei kann nicht gelesen werden. Bitte exportieren Sie den Kalender noch einmal als .ics."
        ) from error
    events = [part for calendar in calendars for part in calendar.subcomponents if isinstance(part, Event)]
    if not events:
        raise DataFileError(
            "In der Datei stehen keine Termine. Bitte prüfen Sie, ob es ein vollständiger Kalender (.ics) ist."
        )
    if len(events) > MAX_EVENTS:
        raise DataFileError(f"Die Datei hat mehr als {MAX_EVENTS} Termine. Bitte teilen Sie sie auf.")
    return events


def _join(events: list[Event]) -> dict[_Key, list[Event]]:
    """The events of each course; a changed meeting belongs to its series, whatever else it changes."""
    courses: dict[_Key, list[Event]] = {}
    series_by_uid = {}
    for event in events:
        if not _values(event, "RECURRENCE-ID"):
            courses.setdefault(_key(event), []).append(event)
            series_by_uid[_text(event, "UID")] = _key(event)
    for event in events:
        if _values(event, "RECURRENCE-ID"):
            courses.setdefault(series_by_uid.get(_text(event, "UID"), _key(event)), []).append(event)
    return courses


def _key(event: Event) -> _Key:
    names = ("SUMMARY", "LOCATION", "URL")
    return (*(fold(_text(event, name)) for name in names), *sorted(map(fold, _categories(event))))


def _numbers(courses: Mapping[_Key, list[Event]]) -> dict[_Key, str]:
    """A number for each course: what the numbers of its events have in common, if no other course has that too."""
    stems = {key: {_stem(_text(event, "UID")) for event in events} for key, events in courses.items()}
    courses_with = Counter(stem for own in stems.values() for stem in own)
    numbers = {}
    for key, events in courses.items():
        is_common = len(stems[key]) == 1 and all(courses_with[stem] == 1 for stem in stems[key])
        numbers[key] = next(iter(stems[key])) if is_common else min(_text(event, "UID") for event in events)
    return numbers


def _stem(uid: str) -> str:
    name, at, domain = uid.partition("@")
    return _SLOT_AT_END.sub("", name) + at + domain


def _read(events: list[Event], number: str, default_provider: str | None) -> OfferRecord | RefusedRecord:
    title = next(filter(None, (_text(event, "SUMMARY") for event in events)), "")
    where = f"Termin „{title[:80]}“" if title else "Termin ohne Namen"
    try:
        record = _read_course(events, number, default_provider)
    except RecordRefusedError as refusal:
        return RefusedRecord(where, str(refusal), number[:200] or None, title[:200] or None)
    record.where = where
    return record


def _read_course(events: list[Event], number: str, default_provider: str | None) -> OfferRecord:
    is_cancelled = all(_text(event, "STATUS").upper() == "CANCELLED" for event in events)
    first = events[0]
    provider, notes = _provider(events, default_provider)
    contact = _text(first, "CONTACT")
    phone, mail = _PHONE.search(contact), _MAIL.search(contact)
    cells = {
        "source_id": number,
        "title": _text(first, "SUMMARY"),
        "description": _text(first, "DESCRIPTION"),
        "provider": provider,
        "course_type": ", ".join(_categories(first)),
        "url": _text(first, "URL"),
        "phone": phone[0] if phone else "",
        "email": mail[0] if mail else "",
        "status": "abgesagt" if is_cancelled else "",
        **_place_cells(_text(first, "LOCATION")),
    }
    record = read_offer(cells, default_provider=default_provider)
    record.notes += notes
    read_rest(record, cells["description"])
    _set_coordinates(record, first)
    _set_day_of_change(record, events)
    _set_times(record, _series(events))
    return record


def _provider(events: Iterable[Event], default_provider: str | None) -> tuple[str, list[str]]:
    organisers = [_value(event, "ORGANIZER") for event in events]
    names = {str(each.params.get("CN", "")).strip() for each in organisers if each is not None}
    organisations = sorted(name for name in names if name and not is_perhaps_a_person(name))
    if organisations:
        return organisations[0], []
    if any(names) and default_provider is None:
        raise RecordRefusedError(
            "Als Veranstalter steht vermutlich eine Person im Kalender, ihr Name wird nicht gespeichert. Bitte geben "
            "Sie beim Import an, wer die Kurse anbietet."
        )
    note = "Der Name im Feld „Organisator“ ist vermutlich der einer Person und wurde nicht übernommen."
    return "", [note] if any(names) else []


def _place_cells(location: str) -> dict[str, str]:
    parts = [part.strip() for part in re.split(r"[,\n]", location) if part.strip()]
    town = next((part for part in reversed(parts) if find_place(part)), parts[-1] if parts else "")
    postcode = re.search(r"\b\d{5}\b", town)
    return {
        "street": ", ".join(part for part in parts if part != town),
        "postcode": postcode[0] if postcode else "",
        "town": re.sub(r"\b\d{5}\b", "", town).strip(),
    }


def _set_coordinates(record: OfferRecord, event: Event) -> None:
    point = _value(event, "GEO")
    if point is not None:
        latitude, longitude = point.latitude, point.longitude
        if -90 <= latitude <= 90 and -180 <= longitude <= 180 and (latitude, longitude) != (0, 0):
            record.set("latitude", latitude)
            record.set("longitude", longitude)


def _set_day_of_change(record: OfferRecord, events: Iterable[Event]) -> None:
    changes = [_value(event, "LAST-MODIFIED") for event in events]
    days = [moment.date() for each in changes if each is not None and (moment := _wall_time(each.dt))]
    record.set("source_changed_on", max(days) if days else None)


@dataclass(slots=True)
class _Series:
    """What the events of one course say about its times."""

    planned: set[SingleDate] = field(default_factory=set)
    """From rules."""
    single: set[SingleDate] = field(default_factory=set)
    days_without_times: set[date] = field(default_factory=set)
    has_exceptions: bool = False
    is_open: bool = False


def _series(events: list[Event]) -> _Series:
    series = _Series()
    is_cancelled = all(_text(event, "STATUS").upper() == "CANCELLED" for event in events)
    changed = _changed_meetings(events)
    for event in events:
        if is_cancelled or _text(event, "STATUS").upper() != "CANCELLED":
            _add(series, event, changed)
    return series


def _changed_meetings(events: Iterable[Event]) -> dict[str, set[datetime]]:
    """The meetings of each series that an event of their own replaces."""
    changed: dict[str, set[datetime]] = {}
    for event in events:
        number = _value(event, "RECURRENCE-ID")
        if number is not None and (moment := _wall_time(number.dt)):
            changed.setdefault(_text(event, "UID"), set()).add(moment)
    return changed


def _add(series: _Series, event: Event, changed: Mapping[str, set[datetime]]) -> None:
    for name in _TIMES:
        if any(isinstance(value, vBroken) for value in _values(event, name)):
            raise RecordRefusedError(f"Die Angabe {name} kann nicht gelesen werden.")
    if not _values(event, "DTSTART"):
        raise RecordRefusedError("Der Beginn (DTSTART) fehlt.")
    begins = _values(event, "DTSTART")[0].dt
    first = _wall_time(begins)
    if first is None or not 1990 <= first.year <= 2100:
        raise RecordRefusedError("Der Beginn (DTSTART) ist kein Datum.")
    length = _length(event, first)
    rules = _values(event, "RRULE")
    if len(rules) > 1:
        raise RecordRefusedError("Der Termin hat mehr als eine Wiederholung (RRULE).")
    left_out = _moments(event, "EXDATE")
    replaced = set() if _values(event, "RECURRENCE-ID") else changed.get(_text(event, "UID"), set())
    series.has_exceptions |= bool(left_out or replaced)
    dates = _write_out(rules[0], first) if rules else recurrence.Dates((first,), is_open=False)
    series.is_open |= dates.is_open
    moments = [moment for moment in dates.beginnings if moment not in left_out and moment not in replaced]
    if not _has_time(begins) or length is None:
        series.days_without_times |= {moment.date() for moment in moments}
        return
    (series.planned if rules else series.single).update(_meeting(moment, length) for moment in moments)
    series.single |= {_meeting(moment, length) for moment in _moments(event, "RDATE")}


def _write_out(rule: Mapping[str, list[object]], first: datetime) -> recurrence.Dates:
    parts = {name.upper(): values if isinstance(values, list) else [values] for name, values in rule.items()}
    ends = [until for until in parts.get("UNTIL", ()) if isinstance(until, date)]
    if ends:
        moment = _wall_time(ends[0])
        parts["UNTIL"] = [moment if moment and _has_time(ends[0]) else recurrence.end_of_day(moment or first)]
    return recurrence.write_out(parts, first)


def _length(event: Event, first: datetime) -> timedelta | None:
    """How long a meeting takes; `None` when it is not stated or not within a day."""
    if ends := _values(event, "DTEND"):
        last = _wall_time(ends[0].dt)
        length = last - first if last else None
    else:
        durations = [value.dt for value in _values(event, "DURATION")]
        length = durations[0] if durations and isinstance(durations[0], timedelta) else None
    if length is None or length <= timedelta() or (first + length).date() != first.date():
        return None
    return length


def _meeting(begins: datetime, length: timedelta) -> SingleDate:
    ends = min(begins + length, begins.replace(hour=23, minute=59))
    return SingleDate(begins.date(), f"{begins:%H:%M}", f"{ends:%H:%M}")


def _moments(event: Event, name: str) -> set[datetime]:
    """All dates of a list of dates; a date without a time means the whole day."""
    first = _wall_time(_values(event, "DTSTART")[0].dt)
    found = set()
    for each in (value for values in _values(event, name) for value in values.dts):
        moment = each.dt[0] if isinstance(each.dt, tuple) else each.dt
        wall = _wall_time(moment)
        if wall is not None:
            found.add(wall if _has_time(moment) or first is None else datetime.combine(wall.date(), first.time()))
    return found


def _set_times(record: OfferRecord, series: _Series) -> None:
    if not (series.planned or series.single):
        if not series.days_without_times:
            raise RecordRefusedError("Nach Abzug der ausgenommenen Tage bleibt kein Termin übrig.")
        record.set("start_on", min(series.days_without_times))
        record.set("end_on", None if series.is_open else max(series.days_without_times))
        record.notes.append("Der Kalender nennt keine Uhrzeiten, sie sind nicht bekannt.")
        return
    if series.days_without_times:
        record.notes.append("Einzelne Termine ohne Uhrzeit wurden nicht übernommen.")
    meetings = find_planned_meetings(series.planned, series.single, has_exceptions=series.has_exceptions)
    if series.is_open:
        meetings = replace(meetings, end_on=None, sessions_count=None)
    set_meetings(record, meetings)


def _wall_time(moment: object) -> datetime | None:
    """The time on a clock in Germany; of a whole day its beginning."""
    if isinstance(moment, datetime):
        return (moment.astimezone(_BERLIN) if moment.tzinfo else moment).replace(tzinfo=None, second=0, microsecond=0)
    return datetime(moment.year, moment.month, moment.day) if isinstance(moment, date) else None  # noqa: DTZ001


def _has_time(moment: object) -> bool:
    return isinstance(moment, datetime)


def _values(event: Component, name: str) -> list[Any]:
    value = event.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _value(event: Component, name: str) -> Any:
    """The only value of a property; `None` when there is none, several or one that cannot be read."""
    values = _values(event, name)
    return values[0] if len(values) == 1 and not isinstance(values[0], vBroken) else None


def _text(event: Component, name: str) -> str:
    values = _values(event, name)
    return str(values[0]).strip() if values else ""


def _categories(event: Component) -> Iterator[str]:
    for value in _values(event, "CATEGORIES"):
        for category in getattr(value, "cats", ()) if not isinstance(value, vBroken) else ():
            yield str(category)
