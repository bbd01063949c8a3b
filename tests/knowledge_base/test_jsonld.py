"""schema.org JSON-LD becomes offers, and offers become JSON-LD that says the same."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.calendar import meetings_of
from knowledge_base.changes import SingleDate, write
from knowledge_base.errors import DataFileError
from knowledge_base.exporters.jsonld import jsonld
from knowledge_base.importers.jsonld import read_jsonld
from knowledge_base.importers.jsonld_times import Moment, moment
from knowledge_base.importers.meetings import find_meetings, set_meetings
from knowledge_base.importers.record import OfferRecord, RefusedRecord
from knowledge_base.models import Offer, OfferDate, Pauses
from knowledge_base.results import PriceKind, SeatStatus, Session
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday
from tests.knowledge_base.offers_in_memory import offer, slots
from tests.knowledge_base.test_meetings import COURSES, MEETINGS

FILES = Path(__file__).parent / "files"
MON, TUE, WED, THU, FRI, SAT, SUN = Weekday


def records(content: bytes | str, provider: str | None = None) -> list[OfferRecord | RefusedRecord]:
    encoded = content if isinstance(content, bytes) else content.encode()
    return list(read_jsonld(encoded, "kurse.jsonld", default_provider=provider).records)


def read(content: bytes | str) -> dict[str, OfferRecord]:
    return {record.source_id: record for record in records(content) if isinstance(record, OfferRecord)}


def one(**course: Any) -> OfferRecord:
    node = {"@type": "Course", "name": "Deutsch", "courseCode": "1", "provider": "vhs Muster", **course}
    (record,) = records(json.dumps(node))
    assert isinstance(record, OfferRecord), record
    return record


@pytest.fixture(scope="module")
def graph() -> dict[str, OfferRecord]:
    return read((FILES / "courses.jsonld").read_bytes())


def test_each_run_of_a_course_and_each_event_is_an_offer(graph: dict[str, OfferRecord]) -> None:
    assert list(graph) == [
        "https://example.org/kurs/100#fruehjahr",
        "https://example.org/kurs/100#abend",
        "E-7",
        "https://example.org/werkstatt",
    ]


def test_facts_of_a_course_are_read_through_lists_references_and_terms(graph: dict[str, OfferRecord]) -> None:
    record = graph["https://example.org/kurs/100#fruehjahr"]
    values = record.values

    assert record.provider == "Familienbildung Muster & Partner e.V."
    assert (values["title"], values["description"]) == ("Deutsch für Mütter", "Deutsch lernen & Kontakte knüpfen.")
    assert (values["course_type"], values["level_from"], values["level_to"]) == (
        CourseType.GERMAN_COURSE, Level.A1, Level.A2,
    )  # fmt: skip
    assert (values["place"], values["street"], values["postcode"]) == (
        "nuertingen",
        "Bürgertreff, Musterstraße 1",
        "72622",
    )
    assert (values["latitude"], values["longitude"]) == (48.6266, 9.3359)
    assert (values["format"], values["pace"], values["women_only"]) == (Format.IN_PERSON, Pace.PART_TIME, True)
    assert (values["childcare"], values["childcare_age_from"], values["childcare_age_to"]) == (Childcare.ON_SITE, 1, 6)
    assert (values["price_kind"], values["price_cents"], values["price_note"]) == (
        PriceKind.FEE,
        12050,
        "auch: 60,00 €",
    )
    assert (values["seats_total"], values["seats_free"], values["status"]) == (16, 0, SeatStatus.FULL)
    assert (values["phone"], values["email"]) == ("+49 7022 555-0", "info@example.org")
    assert values["staff_languages"] == ["de", "tr", "uk"]
    assert (values["url"], values["source_url"]) == (
        "https://example.org/anmelden/100", "https://example.org/kurs/100",
    )  # fmt: skip
    assert (values["registration_until"], values["source_changed_on"]) == (date(2027, 1, 10), date(2026, 11, 21))


def test_two_schedules_are_the_weekly_times_with_their_pauses(graph: dict[str, OfferRecord]) -> None:
    values = graph["https://example.org/kurs/100#fruehjahr"].values

    assert values["sessions"] == (Session(TUE, "09:00", "11:15"), Session(THU, "14:00", "15:30"))
    assert (values["pauses"], values["dates"], values["pause_dates"]) == (Pauses.SCHOOL_HOLIDAYS, (), [])
    assert (values["start_on"], values["end_on"]) == (date(2027, 1, 12), date(2027, 6, 3))


def test_counted_schedule_without_exceptions_says_nothing_about_pauses(graph: dict[str, OfferRecord]) -> None:
    values = graph["https://example.org/kurs/100#abend"].values

    assert values["sessions"] == (Session(MON, "18:00", "20:15"), Session(WED, "18:00", "20:15"))
    assert (values["end_on"], values["pauses"], values["format"]) == (date(2027, 5, 5), Pauses.UNKNOWN, Format.ONLINE)
    assert (values["price_kind"], values["childcare"]) == (PriceKind.FREE, Childcare.UNKNOWN)


def test_events_have_their_meetings_in_wall_time(graph: dict[str, OfferRecord]) -> None:
    afternoon, workshop = graph["E-7"].values, graph["https://example.org/werkstatt"].values

    assert afternoon["dates"] == (SingleDate(date(2027, 7, 5), "15:00", "17:00"),)
    assert (afternoon["status"], afternoon["place"]) == (SeatStatus.CANCELLED, "kirchheim")
    assert workshop["dates"] == (
        SingleDate(date(2027, 3, 6), "10:00", "13:00"),
        SingleDate(date(2027, 3, 20), "10:00", "13:00"),
    )
    assert (workshop["price_kind"], workshop["price_per_lesson_cents"]) == (PriceKind.PER_LESSON, 229)
    assert graph["https://example.org/werkstatt"].provider == "Nähstube Muster"


def test_nothing_of_persons_is_read(graph: dict[str, OfferRecord]) -> None:
    assert not any(name in repr(graph) for name in ("Sabine", "Maria", "171"))


def test_all_blocks_of_a_web_page_are_read_and_the_broken_one_is_named() -> None:
    broken, course = records((FILES / "course_page.html").read_bytes())

    assert isinstance(broken, RefusedRecord)
    assert (broken.where, "kein gültiges JSON" in broken.reason) == ("Datenblock 2", True)
    assert isinstance(course, OfferRecord)
    assert (course.source_id, course.provider) == ("B1-27", "Musterschule GmbH")
    assert course.values["sessions"] == tuple(Session(day, "08:30", "12:45") for day in (MON, TUE, WED, THU, FRI))
    assert (course.values["level_to"], course.values["place"]) == (Level.B1, "esslingen")


REFUSED = {
    "ohne-name": "Der Titel fehlt",
    "person": "wer den Kurs anbietet",
    "verkehrt": "Das Ende (01.05.2027) liegt vor dem Beginn (01.06.2027)",
    "nachts": "liegt nicht zwischen 06:00 und 22:30",
    "seltsam": "Der Titel fehlt",
}


def test_each_broken_course_is_refused_with_its_reason_and_the_good_one_is_read() -> None:
    *refused, good = records((FILES / "courses_broken.jsonld").read_bytes())

    assert [record.source_id for record in refused] == list(REFUSED)
    for record, reason in zip(refused, REFUSED.values(), strict=True):
        assert isinstance(record, RefusedRecord)
        assert reason in record.reason
    assert isinstance(good, OfferRecord)
    assert (good.values["url"], good.values["price_kind"], good.values["start_on"]) == (None, PriceKind.UNKNOWN, None)
    assert any("nicht in Euro" in note for note in good.notes)


@pytest.mark.parametrize(
    "content",
    ["", "kein JSON", '{"a": ', "<html><p>Kein Kurs</p></html>", "[" * 100_000, "[" * 60 + "]" * 60,
     b"[" + b" " * (21 * 1024 * 1024) + b"]"],
)  # fmt: skip
def test_what_is_no_jsonld_is_refused_with_a_sentence(content: str | bytes) -> None:
    with pytest.raises(DataFileError, match=r"\.$"):
        records(content)


def test_schedule_in_other_weeks_becomes_single_dates() -> None:
    schedule = {"byDay": "Wednesday", "startTime": "10:00", "endTime": "12:00", "repeatFrequency": "P2W"}
    run = {"startDate": "2027-04-14", "endDate": "2027-06-16", "courseSchedule": schedule}

    values = one(hasCourseInstance=run).values

    assert values["sessions"] == ()
    assert [meeting.held_on.isoformat() for meeting in values["dates"]] == [  # type: ignore[attr-defined]
        "2027-04-14", "2027-04-28", "2027-05-12", "2027-05-26", "2027-06-09",
    ]  # fmt: skip


def test_schedule_without_dates_is_weekly_and_monthly_ones_are_noted() -> None:
    weekly = {"byDay": ["Do", "Mo"], "startTime": "9:00", "endTime": "11:00"}
    monthly = {"byDay": "Monday", "startTime": "9:00", "endTime": "11:00", "repeatFrequency": "P1M"}

    assert one(hasCourseInstance={"courseSchedule": weekly}).values["sessions"] == (
        Session(MON, "09:00", "11:00"), Session(THU, "09:00", "11:00"),
    )  # fmt: skip
    assert any("Rhythmus" in note for note in one(hasCourseInstance={"courseSchedule": monthly}).notes)


def test_open_schedule_has_no_end() -> None:
    schedule = {"byDay": "Tuesday", "startTime": "09:00", "endTime": "11:00", "repeatFrequency": "P1W"}

    values = one(hasCourseInstance={"startDate": "2026-09-15", "courseSchedule": schedule}).values

    assert (values["start_on"], values["end_on"], values["sessions_count"]) == (date(2026, 9, 15), None, None)
    assert values["sessions"] == (Session(TUE, "09:00", "11:00"),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2027-03-01", Moment(date(2027, 3, 1), None)),
        ("2027-07-01T18:00:00+02:00", Moment(date(2027, 7, 1), "18:00")),
        ("2027-07-01T18:00:00+01:00", Moment(date(2027, 7, 1), "18:00")),
        ("2027-07-01T16:00Z", Moment(date(2027, 7, 1), "18:00")),
        ("2027-01-01T23:30:00Z", Moment(date(2027, 1, 2), "00:30")),
        ("2027-02-30", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("morgen", None),
    ],
)
def test_moments(text: str, found: Moment | None) -> None:
    assert moment(text) == found


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(["2027-03-01", "Monday", "09:00"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@type", "@id", "name", "@value"]), inner)
    ),
    max_leaves=5,
)
NAMES = st.sampled_from(
    ["name", "provider", "hasCourseInstance", "courseSchedule", "location", "offers", "startDate", "endDate",
     "audience", "educationalLevel", "price", "priceCurrency", "amenityFeature", "value", "byDay",
     "startTime", "endTime", "geo", "subEvent", "superEvent", "@id", "repeatCount",
     "exceptDate", "contactPoint", "telephone", "eventStatus"]
)  # fmt: skip
RUBBISH = st.recursive(JSON, lambda inner: st.dictionaries(NAMES, inner | st.lists(inner, max_size=2), max_size=6))


@given(st.lists(st.fixed_dictionaries({"@type": st.sampled_from(["Course", "Event"])}), max_size=2), RUBBISH, RUBBISH)
def test_any_json_is_read_or_refused(nodes: list[dict[str, Any]], course: Any, run: Any) -> None:
    content = [*nodes, {"@type": "Course", "name": "x", "provider": "vhs", "hasCourseInstance": run}, course]
    content.append({**course, "@type": "Course"} if isinstance(course, dict) else course)

    assert records(json.dumps(content))


def exported(*offers: Offer) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = json.loads(jsonld(offers))["@graph"]
    return nodes


FULL = offer(
    title="Deutsch A2 </script><b>für Mütter",
    description="Mit Kinderbetreuung & Tee",
    course_type=CourseType.GERMAN_COURSE,
    level_from=Level.A1,
    level_to=Level.A2,
    sessions=slots(TUE, THU),
    pauses=Pauses.SCHOOL_HOLIDAYS,
    dates=[OfferDate(held_on=date(2027, 4, 17), time_from="10:00", time_until="16:00")],
    start_on=date(2027, 1, 12),
    end_on=date(2027, 6, 3),
    sessions_count=35,
    place="nuertingen",
    street="Musterstraße 1",
    postcode="72622",
    town="Nürtingen",
    latitude=48.6,
    longitude=9.3,
    price_kind=PriceKind.PER_LESSON,
    price_per_lesson_cents=229,
    childcare=Childcare.PARTNER,
    childcare_age_from=0.5,
    childcare_age_to=3.0,
    format=Format.IN_PERSON,
    pace=Pace.PART_TIME,
    women_only=True,
    staff_languages=["de", "tr"],
    url="https://example.org/anmelden",
    source_url="https://example.org/kurs",
    phone="+49 7022 5550",
    email="info@example.org",
    registration_until=date(2027, 1, 10),
    seats_total=16,
    seats_free=0,
    status=SeatStatus.FULL,
    source_changed_on=date(2026, 11, 20),
)


def test_exported_offer_is_read_back() -> None:
    (record,) = read(jsonld([FULL])).values()

    lost = {"title", "eligibility", "pause_dates"}
    again = offer()
    write(again, record.values, set(record.values) - lost)
    for name in set(record.values) - lost - {"sessions", "dates"}:
        assert getattr(again, name) == getattr(FULL, name), name
    assert list(meetings_of(again)) == list(meetings_of(FULL))
    assert record.values["pause_dates"] == []


def test_what_is_not_known_is_not_written() -> None:
    (node,) = exported(offer())

    text = json.dumps(node)
    assert not any(name in text for name in ("price", "amenityFeature", "null", "audience", "isAccessibleForFree"))
    (run,) = [node["hasCourseInstance"]]
    assert "courseSchedule" not in run


def test_no_childcare_is_written_as_no() -> None:
    (node,) = exported(offer(childcare=Childcare.NONE))

    assert node["hasCourseInstance"]["location"][0]["amenityFeature"]["value"] is False


def test_examples_and_withdrawn_offers_are_never_written() -> None:
    assert exported(offer(is_example=True), offer(is_withdrawn=True)) == []


def test_text_cannot_end_the_script_of_a_web_page() -> None:
    assert "<" not in jsonld([FULL])


@given(st.lists(MEETINGS, max_size=10), COURSES, COURSES)
def test_any_course_has_the_same_meetings_when_read_back(
    single: list[SingleDate], course: list[SingleDate], other: list[SingleDate]
) -> None:
    meetings = sorted({*single, *course, *other})
    record = OfferRecord("1", "vhs")
    set_meetings(record, find_meetings(meetings))
    planned = offer()
    write(planned, record.values, record.values)

    (back,) = read(jsonld([planned])).values()

    again = offer()
    write(again, back.values, back.values)
    assert list(meetings_of(again)) == meetings
