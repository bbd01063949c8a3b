"""The export of a Volkshochschule becomes offers, and none of its teachers is ever stored."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.changes import SingleDate, write
from knowledge_base.errors import DataFileError
from knowledge_base.importers.kufer import read_kufer
from knowledge_base.importers.record import Delivery, OfferRecord, RefusedRecord
from knowledge_base.models import Offer, Pauses
from knowledge_base.results import PriceKind, SeatStatus, Session
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday

FILE = Path(__file__).parent / "files" / "kufer.xml"
NAME = "kurse.xml"


@pytest.fixture(scope="module")
def delivery() -> Delivery:
    return read_kufer(FILE.read_bytes(), NAME, default_provider="Muster-vhs")


@pytest.fixture(scope="module")
def records(delivery: Delivery) -> list[OfferRecord | RefusedRecord]:
    return list(delivery.records)


@pytest.fixture(scope="module")
def courses(records: list[OfferRecord | RefusedRecord]) -> dict[str, OfferRecord]:
    return {record.source_id: record for record in records if isinstance(record, OfferRecord)}


def course(elements: str) -> OfferRecord:
    """One course with a number, a title and these elements."""
    content = f"<kurse><kurs><knr>1</knr><haupttitel>Deutsch A1</haupttitel>{elements}</kurs></kurse>"
    [record] = read_kufer(content.encode(), NAME, default_provider="Muster-vhs").records
    assert isinstance(record, OfferRecord), record
    return record


def test_export_is_all_that_the_school_has(delivery: Delivery, records: list[OfferRecord | RefusedRecord]) -> None:
    assert (delivery.is_full, delivery.withdrawn, delivery.expected) == (True, (), 8)
    assert delivery.ignored == ("dozenten", "mitarbeiter_planend")
    assert len(records) == 8


def test_course_is_read_with_all_its_fields(courses: dict[str, OfferRecord]) -> None:
    parents = courses["27-1001"]

    assert (parents.where, parents.provider, parents.notes) == ("Kurs 27-1001", "Muster-vhs", [])
    assert parents.values["title"] == "Deutsch für Eltern A2"
    assert (parents.values["place"], parents.values["postcode"]) == ("nuertingen", "72622")
    assert parents.values["street"] == "Musterstraße 1, Musterhaus, Raum 2"
    assert parents.values["sessions"] == (
        Session(Weekday.TUE, "09:00", "11:15"), Session(Weekday.THU, "09:00", "11:15"),
    )  # fmt: skip
    assert (parents.values["start_on"], parents.values["end_on"]) == (date(2027, 1, 12), date(2027, 6, 3))
    assert (parents.values["pauses"], parents.values["sessions_count"]) == (Pauses.SCHOOL_HOLIDAYS, 34)
    assert (parents.values["price_cents"], parents.values["price_note"]) == (9850, "ermäßigt 78,80 €")
    assert (parents.values["seats_total"], parents.values["seats_free"]) == (12, 1)
    assert parents.values["status"] is SeatStatus.FEW
    assert parents.values["registration_note"] == "Anmeldung nur telefonisch oder persönlich."
    assert parents.values["eligibility"] == "Nur für Frauen"


def test_what_stands_only_in_the_texts_is_derived(courses: dict[str, OfferRecord]) -> None:
    parents = courses["27-1001"]

    assert (parents.values["level_from"], parents.values["level_to"]) == (Level.A1, Level.A2)
    assert (parents.values["childcare"], parents.values["childcare_age_from"]) == (Childcare.ON_SITE, 1)
    assert (parents.values["childcare_age_to"], parents.values["women_only"]) == (6, True)
    for name in ("course_type", "level_from", "childcare", "childcare_age_from", "women_only", "pauses", "pace"):
        assert parents.provenance[name] == "derived"
    for name in ("title", "sessions", "start_on", "price_cents", "seats_free", "status", "place"):
        assert parents.provenance[name] == "given"


def test_office_hours_in_the_description_are_no_course_hours(courses: dict[str, OfferRecord]) -> None:
    assert "montags 14.00 - 17.00 Uhr" in str(courses["27-1001"].values["description"])
    assert len(courses["27-1001"].values["sessions"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "secret",
    ["Beispielfrau", "beispielfrau", "Erika", "9909901", "990 99 01", "9909902", "@example.org", "alert"],
)
def test_no_name_number_or_address_of_a_teacher_is_read_even_from_texts(
    records: list[OfferRecord | RefusedRecord], secret: str
) -> None:
    assert secret not in repr(records)


def test_teacher_whose_name_is_a_word_does_not_take_it_out_of_the_texts() -> None:
    teacher = "<dozenten><dozent><vorname>Anna</vorname><name>Deutsch</name></dozent></dozenten>"
    text = "<inhalt>Deutsch lernen mit Anna Deutsch, A. Deutsch und Frau Deutsch. Leitung: Deutsch</inhalt>"

    read = course(teacher + text)

    assert read.values["title"] == "Deutsch A1"
    assert str(read.values["description"]).startswith("Deutsch lernen mit N. N., N. N. und Frau N. N.")
    assert "Anna" not in repr(read)


@pytest.mark.parametrize(
    ("written", "in_text"),
    [
        ("0171/9909902", "+49 171 990 99 02"),
        ("+49 171 9909902", "0171-9909902"),
        ("0049 (0)7022 990990", "07022 / 99 09 90"),
        ("07022.990990", "+49 (0) 7022 990990"),
    ],
)
def test_number_of_a_teacher_is_known_however_it_is_written(written: str, in_text: str) -> None:
    teacher = f"<dozenten><dozent><name>Muster</name><tel_privat>{written}</tel_privat></dozent></dozenten>"

    read = course(f"{teacher}<inhalt>Fragen: {in_text}, Büro: 07022 123456</inhalt>")

    description = str(read.values["description"])
    assert in_text[-4:] not in description
    assert "07022 123456" in description


def test_number_of_a_teacher_is_not_taken_out_of_the_number_of_the_course() -> None:
    content = (
        "<kurse><kurs><knr>27-1001</knr><haupttitel>Deutsch A1</haupttitel>"
        "<dozenten><dozent><telefon>0271001</telefon></dozent></dozenten></kurs></kurse>"
    )
    [record] = read_kufer(content.encode(), NAME, default_provider="vhs").records

    assert record.source_id == "27-1001"


def test_teacher_at_home_is_no_place_by_name() -> None:
    teacher = "<dozenten><dozent><vorname>Anna</vorname><name>Muster</name></dozent></dozenten>"

    read = course(f"{teacher}<ortgebaeude>bei Anna Muster</ortgebaeude><ortname>Wernau</ortname>")

    assert (read.values["place"], read.values["street"]) == ("wernau", "bei N. N.")


def test_cancelled_course_says_so_and_what_its_list_of_dates_lacks(courses: dict[str, OfferRecord]) -> None:
    cancelled = courses["27-1002"]

    assert (cancelled.values["status"], cancelled.values["childcare"]) == (SeatStatus.CANCELLED, Childcare.NONE)
    assert (cancelled.values["sessions_count"], cancelled.values["seats_free"]) == (12, 17)
    assert cancelled.notes == [
        "Der Termin „31.02.2027 08:30-11:45“ wurde nicht übernommen, Tag oder Uhrzeit stimmen nicht.",
        "Als Dauer stehen 25 Termine in der Datei, aufgeführt sind 12.",
    ]


def test_zero_with_a_sentence_about_costs_is_not_free(courses: dict[str, OfferRecord]) -> None:
    cancelled = courses["27-1002"]

    assert cancelled.values["price_kind"] is PriceKind.UNKNOWN
    assert cancelled.values["price_note"] == "2,29 € je Unterrichtsstunde, Befreiung möglich"


def test_two_days_are_single_dates_and_another_place_is_told(courses: dict[str, OfferRecord]) -> None:
    weekend = courses["27-2001"]

    assert weekend.values["dates"] == (
        SingleDate(date(2027, 3, 6), "10:00", "16:00"), SingleDate(date(2027, 3, 14), "10:00", "13:00"),
    )  # fmt: skip
    assert weekend.values["sessions"] == ()
    assert weekend.values["schedule_note"] == "Andere Orte: 14.03.2027: Hallenweg 9, Beispielhalle, 73249 Wernau"
    assert (weekend.values["status"], weekend.values["seats_free"]) == (SeatStatus.WAITLIST, 0)
    assert weekend.values["price_cents"] == 104900


def test_care_on_request_stays_unknown_with_its_words(courses: dict[str, OfferRecord]) -> None:
    weekend = courses["27-2001"]

    assert weekend.values["childcare"] is Childcare.UNKNOWN
    assert weekend.values["childcare_note"] == "Kinderbetreuung auf Anfrage."
    assert any("Bitte nachsehen" in note for note in weekend.notes)


def test_place_by_its_name_makes_a_course_online(courses: dict[str, OfferRecord]) -> None:
    online = courses["27-3001"]

    assert (online.values["format"], online.values["place"]) == (Format.ONLINE, None)
    assert (online.values["level_from"], online.values["level_to"]) == (Level.B1, Level.B2)
    assert (online.values["seats_total"], online.values["seats_free"]) == (None, None)
    assert (online.values["status"], online.values["price_kind"]) == (SeatStatus.OPEN, PriceKind.UNKNOWN)
    assert "Als Ende steht der 26.05.2027, nach den Terminen ist es 12.05.2027." in online.notes


def test_english_a2_is_neither_german_nor_a_level_of_german(courses: dict[str, OfferRecord]) -> None:
    english = courses["27-4001"]

    assert (english.values["course_type"], english.values["level_from"], english.values["level_to"]) == (
        None, None, None,
    )  # fmt: skip
    assert (english.values["status"], english.values["seats_free"]) == (SeatStatus.FULL, 0)


def test_clock_times_without_weekdays_stay_a_note(courses: dict[str, OfferRecord]) -> None:
    english = courses["27-4001"]

    assert (english.values["sessions"], english.values["schedule_note"]) == ((), "09:00-10:30")
    assert (english.values["start_on"], english.values["sessions_count"]) == (date(2027, 3, 1), 12)


def test_baby_group_tells_ages_hours_and_holidays_in_its_text(courses: dict[str, OfferRecord]) -> None:
    babies = courses["27-5001"]

    assert (babies.values["course_type"], babies.values["tags"]) == (CourseType.PARENT_CHILD_COURSE, ["german"])
    assert (babies.values["child_in_room"], babies.values["childcare"]) == (True, Childcare.UNKNOWN)
    assert (babies.values["childcare_age_from"], babies.values["childcare_age_to"]) == (0.5, 3)
    assert babies.values["sessions"] == (Session(Weekday.MON, "09:30", "11:00"),)
    assert (babies.values["pauses"], babies.provenance["sessions"]) == (Pauses.SCHOOL_HOLIDAYS, "derived")
    assert (babies.values["place"], babies.values["price_kind"]) == ("koengen", PriceKind.FREE)


def test_courses_without_title_or_number_are_refused_alone(records: list[OfferRecord | RefusedRecord]) -> None:
    refused = [record for record in records if isinstance(record, RefusedRecord)]

    assert [(record.where, record.reason.split(".")[0]) for record in refused] == [
        ("Kurs 27-9001", "Der Titel fehlt"),
        ("8. Kurs", "Die Kursnummer fehlt"),
    ]


@pytest.mark.parametrize(
    ("elements", "free", "status"),
    [
        ("<tnmax>10</tnmax><tnanmeldungen>3</tnanmeldungen>", 7, SeatStatus.OPEN),
        ("<tnmax>10</tnmax><tnanmeldungen>8</tnanmeldungen>", 2, SeatStatus.FEW),
        ("<tnmax>10</tnmax><tnanmeldungen>10</tnanmeldungen>", 0, SeatStatus.FULL),
        ("<tnmax>10</tnmax><tnanmeldungen>12</tnanmeldungen>", 0, SeatStatus.FULL),
        ("<tnmax>10</tnmax><tnanmeldungen>10</tnanmeldungen><tnwarteliste>2</tnwarteliste>", 0, SeatStatus.WAITLIST),
        ("<tnmax>10</tnmax>", None, SeatStatus.UNKNOWN),
        ("<tnmax>0</tnmax><tnanmeldungen>0</tnanmeldungen>", None, SeatStatus.UNKNOWN),
        ("<keinewebanmeldung>F</keinewebanmeldung>", None, SeatStatus.OPEN),
        ("<keinewebanmeldung>W</keinewebanmeldung>", None, SeatStatus.UNKNOWN),
        ("<ausfall>W</ausfall><tnmax>10</tnmax><tnanmeldungen>3</tnanmeldungen>", 7, SeatStatus.CANCELLED),
        ("<ausfall/>", None, SeatStatus.UNKNOWN),
        ("", None, SeatStatus.UNKNOWN),
    ],
)
def test_seats_and_status(elements: str, free: int | None, status: SeatStatus) -> None:
    read = course(elements)

    assert (read.values["seats_free"], read.values["status"]) == (free, status)


def test_course_that_is_online_on_some_days_is_hybrid() -> None:
    days = "".join(
        f"<termin><tag>{day}.03.2027</tag><zeitvon>9:00</zeitvon><zeitbis>11.00</zeitbis>{{}}</termin>"
        for day in (2, 9)
    )
    there = "<ortstr>Weg 1</ortstr><ortplz>73249</ortplz><ortname>Wernau</ortname>"
    online = "<termin_ortgebaeude>Zoom</termin_ortgebaeude>"

    assert course(f"{there}<termine>{days.format('', online)}</termine>").values["format"] is Format.HYBRID
    assert course(f"{there}<termine>{days.format('', '')}</termine>").values["format"] is Format.IN_PERSON


def test_online_banking_in_a_house_is_no_online_course() -> None:
    content = (
        "<kurse><kurs><knr>1</knr><haupttitel>Online-Banking</haupttitel><ortstr>Weg 1</ortstr>"
        "<ortname>Wernau</ortname></kurs></kurse>"
    )
    [record] = read_kufer(content.encode(), NAME, default_provider="vhs").records

    assert isinstance(record, OfferRecord)
    assert (record.values["format"], record.values["place"]) == (Format.IN_PERSON, "wernau")


def test_file_says_not_whose_it_is_so_somebody_must() -> None:
    with pytest.raises(DataFileError, match="Bitte geben Sie den Anbieter an"):
        read_kufer(FILE.read_bytes(), NAME)


def test_broken_export_gives_no_course_at_all() -> None:
    with pytest.raises(DataFileError, match="mittendrin"):
        read_kufer(FILE.read_bytes()[:-2000], NAME, default_provider="vhs")


def test_every_course_can_be_stored(courses: dict[str, OfferRecord]) -> None:
    for record in courses.values():
        offer = Offer(provenance=record.provenance)
        write(offer, record.values, record.values)
        assert offer.pace in (*Pace, None)


TEXTS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    st.sampled_from(
        ["01.03.2027", "31.13.2027", "9:00", "25:99", "12,50", "-1", "W", "F", "B1", "online", "73249", "ab 1 Jahr"]
    ),
)
NAMES = (
    "inhalt",
    "ortname",
    "ortstr",
    "beginndat",
    "endedat",
    "beginnuhr",
    "endeuhr",
    "dauer",
    "tnmax",
    "tnanmeldungen",
    "tnwarteliste",
    "gebnorm",
    "geberm",
    "ausfall",
    "zielgruppe",
    "haupttitel",
    "anm_ende",
)


def element(name: str, text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{name}>{escaped}</{name}>"


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), TEXTS), st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=4), TEXTS)
def test_any_course_is_read_or_refused(
    elements: dict[str, str], days: list[tuple[str, str, str]], teacher: str
) -> None:
    termine = "".join(
        f"<termin>{element('tag', day)}{element('zeitvon', begins)}{element('zeitbis', ends)}</termin>"
        for day, begins, ends in days
    )
    inner = "".join(element(name, text) for name, text in elements.items())
    dozent = f"<dozenten><dozent>{element('name', teacher)}</dozent></dozenten>"
    content = f"<kurse><kurs><knr>1</knr>{inner}<termine>{termine}</termine>{dozent}</kurs></kurse>"

    [record] = read_kufer(content.encode(), NAME, default_provider="vhs").records

    assert isinstance(record, OfferRecord) or record.reason.endswith((".", ")."))
