"""Calendars of providers become offers."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.changes import SingleDate
from knowledge_base.errors import DataFileError
from knowledge_base.importers import recurrence
from knowledge_base.importers.calendar_file import read_calendar_file
from knowledge_base.importers.organisers import is_perhaps_a_person
from knowledge_base.importers.record import OfferRecord, RecordRefusedError, RefusedRecord
from knowledge_base.models import Pauses
from knowledge_base.results import SeatStatus, Session
from knowledge_base.vocabulary import CourseType, Format, Weekday

FILES = Path(__file__).parent / "files"
FIRST = datetime(2027, 1, 12, 9)  # noqa: DTZ001 (a wall time has no zone)
MON, TUE, WED, THU, FRI, SAT, SUN = Weekday


def records(content: bytes, provider: str | None = None) -> list[OfferRecord | RefusedRecord]:
    return list(read_calendar_file(content, "kurse.ics", default_provider=provider).records)


def calendar(*lines: str) -> bytes:
    event = ("BEGIN:VEVENT", "UID:1", "SUMMARY:Deutsch A1", "ORGANIZER;CN=vhs:mailto:a@b", *lines, "END:VEVENT")
    return "\r\n".join(("BEGIN:VCALENDAR", *event, "END:VCALENDAR")).encode()


def one(*lines: str) -> Mapping[str, object]:
    (record,) = records(calendar(*lines))
    assert isinstance(record, OfferRecord), record
    return record.values


@pytest.fixture(scope="module")
def by_title() -> dict[str, OfferRecord]:
    read = records((FILES / "calendar.ics").read_bytes())
    assert all(isinstance(record, OfferRecord) for record in read)
    return {str(record.values["title"]): record for record in read if isinstance(record, OfferRecord)}


def test_a_calendar_has_one_offer_for_each_course(by_title: dict[str, OfferRecord]) -> None:
    assert list(by_title) == [
        "Mama lernt Deutsch (A1)",
        "Sprachcafé",
        "Nähwerkstatt für Frauen",
        "Offener Frauentreff",
        "Deutsch B1 am Abend",
    ]


def test_two_events_of_one_course_become_its_two_weekly_times(by_title: dict[str, OfferRecord]) -> None:
    record = by_title["Mama lernt Deutsch (A1)"]
    values = record.values

    assert values["sessions"] == (Session(TUE, "09:00", "11:15"), Session(THU, "14:00", "15:30"))
    assert (values["pauses"], values["pause_dates"], values["dates"]) == (Pauses.SCHOOL_HOLIDAYS, [], ())
    assert (values["start_on"], values["end_on"]) == (date(2027, 1, 12), date(2027, 6, 1))
    assert (values["course_type"], values["place"], values["street"]) == (
        CourseType.PARENT_CHILD_COURSE, "kirchheim", "Mehrgenerationenhaus, Musterstraße 5",
    )  # fmt: skip
    assert (values["latitude"], values["phone"], values["url"]) == (
        48.648,
        "07021 555-0",
        "https://example.org/kurse/mama",
    )
    assert values["source_changed_on"] == date(2026, 11, 19)
    assert record.provider == "Familienbildung Muster e.V."


def test_nothing_of_persons_is_read(by_title: dict[str, OfferRecord]) -> None:
    for record in by_title.values():
        assert not any(name in repr(record) for name in ("Sabine", "maria.muster", "mailto"))


def test_a_changed_meeting_of_a_monthly_series_takes_the_place_of_the_planned_one(
    by_title: dict[str, OfferRecord],
) -> None:
    values = by_title["Sprachcafé"].values

    assert values["sessions"] == ()
    assert values["dates"] == (
        SingleDate(date(2027, 2, 3), "15:00", "17:00"),
        SingleDate(date(2027, 3, 3), "16:00", "18:00"),
        SingleDate(date(2027, 4, 7), "15:00", "17:00"),
        SingleDate(date(2027, 5, 5), "15:00", "17:00"),
        SingleDate(date(2027, 6, 2), "15:00", "17:00"),
        SingleDate(date(2027, 7, 7), "15:00", "17:00"),
    )


def test_whole_days_have_no_known_times(by_title: dict[str, OfferRecord]) -> None:
    record = by_title["Nähwerkstatt für Frauen"]

    assert (record.values["sessions"], record.values["start_on"], record.values["end_on"]) == (
        (), date(2027, 3, 10), date(2027, 4, 7),
    )  # fmt: skip
    assert any("keine Uhrzeiten" in note for note in record.notes)


def test_a_series_without_an_end_has_weekly_times_and_no_end(by_title: dict[str, OfferRecord]) -> None:
    values = by_title["Offener Frauentreff"].values

    assert values["sessions"] == (Session(TUE, "09:30", "11:30"),)
    assert (values["start_on"], values["end_on"], values["sessions_count"]) == (date(2026, 9, 8), None, None)
    assert values["pauses"] is Pauses.UNKNOWN


def test_a_cancelled_event_is_a_cancelled_course(by_title: dict[str, OfferRecord]) -> None:
    values = by_title["Deutsch B1 am Abend"].values

    assert (values["status"], values["format"], values["place"]) == (SeatStatus.CANCELLED, Format.ONLINE, None)


REFUSED = {
    "jede-stunde@example.org": "Wiederholung der Termine ist für einen Kurs ungewöhnlich",
    "ohne-ende@example.org": "Wiederholung der Termine ist für einen Kurs ungewöhnlich",
    "zu-viele@example.org": "mehr als 1000 Termine",
    "kein-datum@example.org": "DTSTART kann nicht gelesen werden",
    "kein-beginn@example.org": "Der Beginn (DTSTART) fehlt",
    "nachts@example.org": "liegt nicht zwischen 06:00 und 22:30",
    "person@example.org": "geben Sie beim Import an",
    "ohne-namen@example.org": "Der Titel fehlt",
    "alles-aus@example.org": "bleibt kein Termin übrig",
}


def test_each_broken_event_is_refused_with_its_reason_and_the_good_one_is_read() -> None:
    *refused, good = records((FILES / "calendar_broken.ics").read_bytes())

    assert [record.source_id for record in refused] == list(REFUSED)
    for record, reason in zip(refused, REFUSED.values(), strict=True):
        assert isinstance(record, RefusedRecord)
        assert reason in record.reason
    assert isinstance(good, OfferRecord)
    assert (good.source_id, good.values["url"], good.values["dates"]) == (
        "gut@example.org", None, (SingleDate(date(2027, 1, 12), "09:00", "10:00"),),
    )  # fmt: skip


def test_person_as_organiser_is_left_out_when_the_provider_is_given() -> None:
    read = records((FILES / "calendar_broken.ics").read_bytes(), provider="vhs Nord")

    (record,) = [each for each in read if isinstance(each, OfferRecord) and each.source_id == "person@example.org"]
    assert record.provider == "vhs Nord"
    assert any("Organisator" in note for note in record.notes)
    assert "Maria" not in repr(record)


@pytest.mark.parametrize(
    "content",
    [b"", b"Kein Kalender", b"END:VEVENT", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR",
     b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5000, b"x" * (21 * 1024 * 1024)],
)  # fmt: skip
def test_what_is_no_calendar_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(DataFileError, match=r"Bitte .*\."):
        records(content)


def test_times_are_read_as_the_clock_shows_them_in_summer_and_winter() -> None:
    values = one("DTSTART:20270322T080000Z", "DTEND:20270322T093000Z")
    summer = one("DTSTART:20270329T070000Z", "DTEND:20270329T083000Z")

    assert [meeting.time_from for meeting in values["dates"]] == ["09:00"]  # type: ignore[attr-defined]
    assert [meeting.time_from for meeting in summer["dates"]] == ["09:00"]  # type: ignore[attr-defined]


def test_rule_that_forgets_public_holidays_has_no_meeting_on_them_and_says_nothing_about_pauses() -> None:
    values = one("DTSTART:20270329T090000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;UNTIL=20270510")

    assert values["start_on"] == date(2027, 4, 5)
    assert (values["end_on"], values["pauses"], values["dates"]) == (date(2027, 5, 10), Pauses.UNKNOWN, ())


def test_extra_dates_and_days_left_out_as_whole_days_are_read() -> None:
    values = one(
        "DTSTART:20270405T090000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=5",
        "EXDATE;VALUE=DATE:20270412", "RDATE:20270417T090000",
    )  # fmt: skip

    assert (values["pauses"], values["pause_dates"]) == (Pauses.LISTED, ["2027-04-12"])
    assert values["dates"] == (SingleDate(date(2027, 4, 17), "09:00", "11:00"),)


def test_meeting_over_midnight_or_without_end_has_no_known_times() -> None:
    assert one("DTSTART:20270405T090000")["sessions"] == ()
    assert one("DTSTART:20270405T090000", "DTEND:20270409T160000")["start_on"] == date(2027, 4, 5)


@pytest.mark.parametrize("name", ["Maria Muster", "Muster, Maria", "Frau Dr. Muster", "M. Muster", "Fatma", "ماريا"])
def test_names_of_persons(name: str) -> None:
    assert is_perhaps_a_person(name)


@pytest.mark.parametrize("name", ["vhs Muster", "Familienbildung Muster e.V.", "AWO", "Stadtbücherei", "Muster GmbH"])
def test_names_of_organisations(name: str) -> None:
    assert not is_perhaps_a_person(name)


PARTS = {
    "FREQ": st.sampled_from(["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "X"]),
    "INTERVAL": st.integers(-1, 400),
    "COUNT": st.integers(-1, 2000),
    "UNTIL": st.datetimes(),
    "BYDAY": st.sampled_from(["MO", "5MO", "-5SU", "6MO", "XX", "TU"]),
    "BYMONTHDAY": st.integers(-32, 32),
    "BYSETPOS": st.integers(-366, 366),
    "BYMONTH": st.integers(0, 13),
    "BYHOUR": st.integers(0, 25),
}


@given(st.fixed_dictionaries({"FREQ": PARTS["FREQ"]}, optional={name: PARTS[name] for name in list(PARTS)[1:]}))
def test_any_rule_is_written_out_in_bounds_or_refused(parts: dict[str, object]) -> None:
    try:
        dates = recurrence.write_out({name: [value] for name, value in parts.items()}, FIRST)
    except RecordRefusedError:
        return
    assert len(dates.beginnings) <= recurrence.MAX_DATES


LINES = st.sampled_from(
    [
        line.decode()
        for name in ("calendar.ics", "calendar_broken.ics")
        for line in (FILES / name).read_bytes().split(b"\r\n")
        if not line.startswith((b"BEGIN:VC", b"END:VC"))
    ]
)


@given(st.lists(st.one_of(LINES, LINES, st.text(max_size=20)), max_size=30))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    try:
        read = records("\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR")).encode())
    except DataFileError:
        return
    assert read


def test_calendar_with_endless_numbers_of_meetings_is_refused() -> None:
    event = "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:Kurs {0}\r\nDTSTART:20270104T090000\r\nDURATION:PT1H\r\n"
    rule = "RRULE:FREQ=DAILY;COUNT=1000\r\nEND:VEVENT\r\n"
    many = "".join((event + rule).format(number) for number in range(12))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("knowledge_base.importers.calendar_file.MAX_MEETINGS", 10_000)
        with pytest.raises(DataFileError, match="mehr als 10000 Termine"):
            records(f"BEGIN:VCALENDAR\r\n{many}END:VCALENDAR".encode(), provider="vhs")
