"""Offers become calendar files that calendars show as the course meets, and that are read back."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from knowledge_base.calendar import known_until, meetings_of
from knowledge_base.changes import SingleDate, write
from knowledge_base.exporters.calendar_file import calendar_file
from knowledge_base.importers.calendar_file import read_calendar_file
from knowledge_base.importers.meetings import find_meetings, set_meetings
from knowledge_base.importers.record import OfferRecord
from knowledge_base.models import Offer, OfferDate, Pauses
from knowledge_base.results import SeatStatus
from knowledge_base.vocabulary import CourseType, Weekday
from tests.knowledge_base.offers_in_memory import offer, slots
from tests.knowledge_base.test_meetings import COURSES, MEETINGS

MON, TUE, WED, THU, FRI, SAT, SUN = Weekday
NOW = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)


def parsed(content: bytes) -> list[Any]:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return list(calendar.events)


def events(*offers: Offer) -> list[Any]:
    content = calendar_file(offers, now=NOW)
    assert content is not None
    return parsed(content)


def as_a_calendar_shows(offers: list[Any]) -> list[SingleDate]:
    """The meetings as another program expands them."""
    shown = []
    for event in offers:
        begins, length = event["DTSTART"].dt, event["DTEND"].dt - event["DTSTART"].dt
        dates = rruleset()
        dates.rdate(begins)
        if "RRULE" in event:
            rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins)
            assert isinstance(rule, rrule)
            dates.rrule(rule)
        exceptions = event.get("EXDATE", [])
        for each in exceptions if isinstance(exceptions, list) else [exceptions]:
            dates.exdate(each.dts[0].dt)
        shown += [SingleDate(each.date(), f"{each:%H:%M}", f"{each + length:%H:%M}") for each in dates]
    return sorted(shown)


PARENTS_COURSE = offer(
    sessions=slots(TUE, THU),
    pauses=Pauses.SCHOOL_HOLIDAYS,
    start_on=date(2027, 1, 11),
    end_on=date(2027, 6, 3),
)


def test_parents_course_is_counted_to_42_with_eight_days_left_out() -> None:
    (event,) = events(PARENTS_COURSE)

    assert event["RRULE"]["COUNT"] == [42]
    assert event["RRULE"]["BYDAY"] == ["TU", "TH"]
    assert len(event["EXDATE"]) == 8
    assert {each.dts[0].dt.strftime("%H:%M %Z") for each in event["EXDATE"]} == {"09:00 CET", "09:00 CEST"}
    assert as_a_calendar_shows([event]) == list(meetings_of(PARENTS_COURSE))


def test_first_event_is_the_first_real_meeting() -> None:
    (event,) = events(offer(sessions=slots(THU), start_on=date(2027, 5, 3), end_on=date(2027, 6, 30)))

    assert event["DTSTART"].dt == datetime(2027, 5, 13, 9, tzinfo=ZoneInfo("Europe/Berlin"))


def test_other_clock_times_are_another_event_and_each_single_date_is_one() -> None:
    course = offer(
        sessions=[*slots(MON, WED), *slots(FRI, time_from="13:00", time_until="15:00")],
        dates=[OfferDate(held_on=date(2027, 4, 17), time_from="10:00", time_until="16:00")],
        start_on=date(2027, 4, 12),
        end_on=date(2027, 5, 5),
    )

    shown = events(course)

    assert len({str(event["UID"]) for event in shown}) == len(shown) == 3
    assert as_a_calendar_shows(shown) == list(meetings_of(course))


def test_course_without_an_end_repeats_as_far_as_school_holidays_are_known() -> None:
    (event,) = events(offer(sessions=slots(TUE), start_on=date(2027, 1, 12)))

    (until,) = event["RRULE"]["UNTIL"]
    assert until == datetime(2028, 9, 5, 7, tzinfo=UTC)
    assert until.date() <= known_until()
    assert "Das Ende des Kurses ist nicht bekannt." in event["DESCRIPTION"]


def test_for_trying_out_an_example_gives_a_file_that_says_so() -> None:
    example = offer(sessions=slots(MON), start_on=date(2027, 1, 11), end_on=date(2027, 1, 25), is_example=True)

    content = calendar_file([example], now=NOW, with_examples=True)

    assert content is not None
    [event] = parsed(content)
    assert event["DESCRIPTION"].startswith("Dies ist ein Beispiel. Diesen Kurs gibt es nicht.")


def test_offers_without_times_and_examples_give_no_file() -> None:
    assert calendar_file([], now=NOW) is None
    assert calendar_file([offer(sessions=slots(MON))], now=NOW) is None
    assert calendar_file([offer(start_on=date(2027, 1, 12))], now=NOW) is None
    assert calendar_file([offer(sessions=slots(MON), start_on=date(2027, 1, 11), is_example=True)], now=NOW) is None


def test_number_of_the_event_stays_and_its_sequence_goes_up() -> None:
    (before,) = events(PARENTS_COURSE)
    (after,) = events(
        offer(
            sessions=slots(TUE, THU, time_from="09:30"), start_on=date(2027, 1, 11), end_on=date(2027, 6, 3), revision=8
        )
    )

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (7, 8)
    assert before["DTSTAMP"].dt == NOW


def test_lines_are_short_end_as_they_must_and_text_is_escaped() -> None:
    title = "Deutsch; A1, für Mütter\nmit Kindern " + "Straße " * 20
    content = calendar_file(
        [offer(title=title, dates=[OfferDate(held_on=date(2027, 4, 17), time_from="10:00", time_until="16:00")])],
        now=NOW,
    )

    assert content is not None
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert rb"SUMMARY:Deutsch\; A1\, f" in content
    assert str(parsed(content)[0]["SUMMARY"]) == title


def test_file_holds_the_time_zone_and_the_facts_of_the_offer() -> None:
    course = offer(
        sessions=slots(SAT),
        start_on=date(2027, 4, 17),
        end_on=date(2027, 4, 17),
        course_type=CourseType.GERMAN_COURSE,
        street="Musterweg 1",
        postcode="73249",
        place="wernau",
        latitude=48.69,
        longitude=9.42,
        url="https://example.org/a1",
        phone="+49 7153 1",
        status=SeatStatus.CANCELLED,
        source_changed_on=date(2026, 12, 1),
    )

    (event,) = events(course)
    content = calendar_file([course], now=NOW) or b""

    assert content.count(b"BEGIN:VTIMEZONE") == 1
    assert b"TZID:Europe/Berlin" in content
    assert (event["LOCATION"], event["URL"], event["STATUS"], event["CONTACT"]) == (
        "Musterweg 1, 73249 Wernau (Neckar)", "https://example.org/a1", "CANCELLED", "+49 7153 1",
    )  # fmt: skip
    assert event["GEO"].to_ical() == "48.69;9.42"
    assert event["CATEGORIES"].to_ical() == b"Deutschkurs"


def test_no_link_that_runs_code_gets_into_the_file() -> None:
    (event,) = events(
        offer(sessions=slots(SAT), start_on=date(2027, 4, 17), end_on=date(2027, 4, 17), url="javascript:alert(1)")
    )

    assert "URL" not in event


@given(st.lists(MEETINGS, max_size=10), COURSES, COURSES)
def test_any_course_is_shown_as_it_meets_and_read_back(
    single: list[SingleDate], course: list[SingleDate], other: list[SingleDate]
) -> None:
    meetings = sorted({*single, *course, *other})
    record = OfferRecord("1", "vhs")
    set_meetings(record, find_meetings(meetings))
    planned = offer()
    write(planned, record.values, record.values)
    content = calendar_file([planned], now=NOW)
    if content is None:
        assert meetings == []
        return

    assert as_a_calendar_shows(events(planned)) == meetings
    (read,) = read_calendar_file(content, "kurs.ics", default_provider="vhs").records
    assert isinstance(read, OfferRecord)
    again = offer()
    write(again, read.values, read.values)
    assert list(meetings_of(again)) == meetings
