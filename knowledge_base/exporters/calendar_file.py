"""Writes the meetings of offers as an iCalendar file, so that she can put them into her calendar.

Source: RFC 5545; formats.md, section 7.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from knowledge_base.calendar import is_beyond_known_calendar, known_until, weekly_meetings_of
from knowledge_base.changes import SingleDate
from knowledge_base.importers.wording import VALUE_NAMES
from knowledge_base.models import Offer, Pauses
from knowledge_base.places import place_name
from knowledge_base.results import SeatStatus
from knowledge_base.vocabulary import Format, Weekday

BERLIN = ZoneInfo("Europe/Berlin")
_NAMESPACE = uuid.UUID("6f3c1f0e-7f0b-5c58-9d2c-0f8a5a1f6f11")
_DAYS = dict(zip(Weekday, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))


def calendar_file(offers: Iterable[Offer], *, now: datetime, with_examples: bool = False) -> bytes | None:
    """The meetings of these offers as an iCalendar file; `None` when none of them has known times.

    Weekly times with the same clock times are one event that repeats, each single date is an event of its own. Examples
    are left out, their courses do not exist. Weekly times without an end go on as far as school holidays are known.

    Args:
        now: becomes the moment at which the file was made.
        with_examples: for those who try the program out; the description then says that it is an example.
    """
    events = [event for offer in offers if with_examples or not offer.is_example for event in _events(offer, now)]
    if not events:
        return None
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Wegweiserin//Angebote//DE")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(_berlin())
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _events(offer: Offer, now: datetime) -> Iterator[Event]:
    """Numbered in their order, so that a new file changes the events of an old one instead of adding to them."""
    last = offer.end_on or (date.max if offer.sessions_count else known_until())
    weekly = list(takewhile(lambda meeting: meeting.held_on <= last, weekly_meetings_of(offer)))
    by_times: dict[tuple[str, str], list[date]] = defaultdict(list)
    for meeting in weekly:
        by_times[meeting.time_from, meeting.time_until].append(meeting.held_on)
    for number, ((time_from, time_until), days) in enumerate(sorted(by_times.items()), 1):
        event = _event(offer, f"w{number}", SingleDate(days[0], time_from, time_until), now)
        _repeat(event, days, time_from, is_open=not (offer.end_on or offer.sessions_count))
        yield event
    known = set(weekly)
    single = [meeting for meeting in _single_dates(offer) if meeting not in known]
    for number, meeting in enumerate(single, 1):
        yield _event(offer, f"d{number}", meeting, now)


def _single_dates(offer: Offer) -> list[SingleDate]:
    return sorted({SingleDate(each.held_on, each.time_from, each.time_until) for each in offer.dates})


def _repeat(event: Event, days: list[date], time_from: str, *, is_open: bool) -> None:
    """Let an event repeat on these days: a weekly rule, and an exception for each day it would hit besides."""
    if len(days) == 1:
        return
    weekdays = {day.weekday() for day in days}
    every = [day for day in _days_from(days[0], days[-1]) if day.weekday() in weekdays]
    rule: dict[str, object] = {"FREQ": "WEEKLY", "BYDAY": [_DAYS[list(Weekday)[number]] for number in sorted(weekdays)]}
    if is_open:
        rule["UNTIL"] = _moment(days[-1], time_from).astimezone(ZoneInfo("UTC"))
    else:
        # An exception is counted too, so this is the number of meetings and of days left out.
        rule["COUNT"] = len(every)
    event.add("rrule", vRecur(rule))
    held = set(days)
    for day in every:
        if day not in held:
            event.add("exdate", _moment(day, time_from))


def _days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _moment(day: date, clock: str) -> datetime:
    return datetime(day.year, day.month, day.day, int(clock[:2]), int(clock[3:]), tzinfo=BERLIN)


def _event(offer: Offer, part: str, first: SingleDate, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid.uuid5(_NAMESPACE, f'{offer.source}/{offer.source_id}')}-{part}")
    event.add("dtstamp", now.astimezone(ZoneInfo("UTC")))
    event.add("sequence", offer.revision or 0)
    event.add("dtstart", _moment(first.held_on, first.time_from))
    event.add("dtend", _moment(first.held_on, first.time_until))
    event.add("summary", offer.title)
    event.add("description", "\n".join(_description(offer)))
    is_cancelled = offer.status is SeatStatus.CANCELLED or offer.is_withdrawn
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if offer.course_type:
        event.add("categories", [VALUE_NAMES["course_type"][offer.course_type]])
    if location := _location(offer):
        event.add("location", location)
    if offer.latitude is not None and offer.longitude is not None:
        event.add("geo", (offer.latitude, offer.longitude))
    if offer.url and re.fullmatch(r"https?://[^\s\x00-\x1f]+", offer.url):
        event.add("url", offer.url)
    contact = ", ".join(filter(None, (offer.phone, offer.email)))
    if contact:
        event.add("contact", contact)
    if offer.source_changed_on:
        event.add("last-modified", _moment(offer.source_changed_on, "00:00").astimezone(ZoneInfo("UTC")))
    return event


def _description(offer: Offer) -> Iterator[str]:
    if offer.is_example:
        yield "Dies ist ein Beispiel. Diesen Kurs gibt es nicht."
    yield f"Anbieter: {offer.provider.name}"
    if offer.sessions and offer.pauses is Pauses.UNKNOWN:
        yield "Ob der Kurs in den Schulferien stattfindet, ist nicht bekannt. Bitte fragen Sie nach."
    if offer.sessions and offer.end_on is None and offer.sessions_count is None:
        yield "Das Ende des Kurses ist nicht bekannt."
    if offer.end_on and is_beyond_known_calendar(offer.end_on):
        yield f"Nach dem {known_until():%d.%m.%Y} sind die Schulferien noch nicht bekannt."
    if offer.last_checked_on:
        yield f"Geprüft am {offer.last_checked_on:%d.%m.%Y}"
    yield from filter(None, (offer.schedule_note, offer.description))


def _location(offer: Offer) -> str | None:
    if offer.format is Format.ONLINE:
        return "Online"
    town = " ".join(filter(None, (offer.postcode, offer.town or place_name(offer.place))))
    return ", ".join(filter(None, (offer.street, town))) or None


def _berlin() -> Timezone:
    """Summer time as the European Union has it since 1996. Source: directive 2000/84/EC."""
    berlin = Timezone()
    berlin.add("tzid", "Europe/Berlin")
    for part, name, clock, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, 1, 2),  # noqa: DTZ001 (a wall time has no zone here)
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, 2, 1),  # noqa: DTZ001
    ):
        part.add("dtstart", clock)
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
        berlin.add_component(part)
    return berlin
