"""Tables of offers that are written here are read back without loss."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Date, Enum, Float, Integer, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.exporters.spreadsheet import csv_table, xlsx_table
from knowledge_base.importers.german import plain_text
from knowledge_base.importers.imports import import_offers
from knowledge_base.importers.offer_rows import OFFERS
from knowledge_base.importers.own_cells import HEADINGS
from knowledge_base.importers.record import OfferRecord, RefusedRecord
from knowledge_base.importers.spreadsheet import read_spreadsheet
from knowledge_base.models import Offer, OfferDate, OfferSession, Provenance, Provider
from knowledge_base.places import fold, places
from knowledge_base.vocabulary import Weekday
from tests.knowledge_base.conftest import TEST_DAY
from tests.knowledge_base.offers_in_memory import offer

TABLES = {"csv": csv_table, "xlsx": xlsx_table}
NOT_CARRIED = {"id", "provider_id", "record_hash", "revision", "is_withdrawn"}
"""Own to one database; withdrawn offers are not written."""
NOT_READ_BACK = {"source", "source_id", "last_checked_on", "checked_by_role", "provenance"}
"""Of the import itself: what names an offer, and when it was looked at."""


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def records(content: bytes, ending: str = "csv") -> list[OfferRecord | RefusedRecord]:
    return list(read_spreadsheet(content, f"angebote.{ending}").records)


def changed(heading: str, cell: str, **values: Any) -> OfferRecord | RefusedRecord:
    """What becomes of an offer when somebody changes one cell of the table."""
    table = rows(csv_table([offer(**values)]))
    table[1][table[0].index(heading)] = cell
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows(table)
    (record,) = records(file.getvalue().encode("utf-8-sig"))
    return record


def value_of(record: OfferRecord | RefusedRecord, name: str) -> object:
    assert isinstance(record, OfferRecord), record
    return record.values[name]


CLOCKS = st.tuples(st.times(), st.times()).filter(lambda both: f"{both[0]:%H:%M}" < f"{both[1]:%H:%M}")
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "''+", '"', "ä;", "שלום ", "مرحبا\n", "a\nb"])


def as_stored(text: str) -> str | None:
    """A text as imports store it."""
    for _ in range(10):
        again = plain_text(text) or ""
        if again == text:
            break
        text = again
    return text or None


TEXTS = st.builds(lambda start, text: as_stored(start + text), STARTS, LETTERS)
TAGS = st.lists(st.from_regex(r"[a-z][a-z_0-9]{0,12}", fullmatch=True), max_size=3)
SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "source": st.just("vhs"),
    "source_id": st.from_regex(r"[=+@'A-Z0-9][A-Z0-9./ -]{0,10}[A-Z0-9]", fullmatch=True),
    "title": TEXTS.filter(bool),
    "place": st.sampled_from([None, *places()]),
    "url": st.sampled_from([None, "https://example.org/?a=1;b=2"]),
    "source_url": st.sampled_from([None, "https://example.org/kurs"]),
    "email": st.sampled_from([None, "info@example.org", "anmeldung@vhs.example.org"]),
    "phone": st.sampled_from([None, "+49 711 55 50", "07021/5550"]),
    "postcode": st.sampled_from([None, "72622", "01067"]),
    "pause_dates": st.lists(st.dates(date(2000, 1, 1), date(2099, 1, 1)).map(date.isoformat), max_size=3),
    "provenance": st.dictionaries(st.sampled_from(sorted(HEADINGS)), st.sampled_from([*map(str, Provenance)])),
    "checked_by_role": st.sampled_from([None, "Integrationsbeauftragte"]),
}


def field_values(column: Any) -> st.SearchStrategy[Any]:
    if column.name in SPECIAL:
        return SPECIAL[column.name]
    match column.type:
        case JSON():
            return TAGS
        case Enum(enum_class=kind) if kind is not None:
            values: st.SearchStrategy[Any] = st.sampled_from(list(kind))
        case Boolean():
            values = st.booleans()
        case Date():
            values = st.dates(date(1990, 1, 1), date(2100, 1, 1))
        case Integer():
            values = st.integers(0, 2**31 - 1)
        case Float():
            values = st.one_of(st.sampled_from([0.0, 0.5, 1.5, 6.0]), st.floats(-180, 180).map(lambda each: each + 0.0))
        case _:
            return TEXTS if column.nullable else TEXTS.filter(bool)
    return st.none() | values if column.nullable else values


FIELDS = {column.name: field_values(column) for column in OFFERS.columns if column.name not in NOT_CARRIED}
SLOTS = st.builds(
    lambda day, times: OfferSession(weekday=day, time_from=f"{times[0]:%H:%M}", time_until=f"{times[1]:%H:%M}"),
    st.sampled_from(list(Weekday)),
    CLOCKS,
)
DATES = st.builds(
    lambda day, times: OfferDate(held_on=day, time_from=f"{times[0]:%H:%M}", time_until=f"{times[1]:%H:%M}"),
    st.dates(date(2000, 1, 1), date(2099, 1, 1)),
    CLOCKS,
)
OFFERS_OF_ALL_KINDS = st.builds(
    lambda fields, sessions, dates, provider: offer(
        **fields, sessions=sessions, dates=dates, provider=Provider(name=provider)
    ),
    st.fixed_dictionaries(FIELDS),
    st.lists(SLOTS, max_size=4),
    st.lists(DATES, max_size=3),
    TEXTS.filter(bool),
)


def times_of(sessions: Any) -> list[tuple[str, str, str]]:
    return [(each.weekday, each.time_from, each.time_until) for each in sessions]


def dates_of(dates: Any) -> list[tuple[date, str, str]]:
    return sorted((each.held_on, each.time_from, each.time_until) for each in dates)


def is_the_same(record: OfferRecord | RefusedRecord, stored: Offer) -> None:
    assert isinstance(record, OfferRecord), record
    assert (record.source_id, record.provider) == (stored.source_id, stored.provider.name)
    assert record.provenance == stored.provenance
    assert times_of(record.values["sessions"]) == times_of(stored.sessions)
    assert dates_of(record.values["dates"]) == dates_of(stored.dates)
    for name in set(FIELDS) - NOT_READ_BACK:
        assert record.values[name] == getattr(stored, name), name


@pytest.mark.parametrize("kind", TABLES)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(st.lists(OFFERS_OF_ALL_KINDS, min_size=1, max_size=3))
def test_any_offers_are_read_back_as_they_were(kind: str, offers: list[Offer]) -> None:
    read = records(TABLES[kind](offers), kind)

    assert len(read) == len(offers)
    for record, stored in zip(read, offers, strict=True):
        is_the_same(record, stored)
        assert isinstance(record, OfferRecord)
        assert record.notes == []


def test_every_field_of_an_offer_has_a_column() -> None:
    fields = {column.name for column in OFFERS.columns} - NOT_CARRIED

    assert fields | {"provider", "sessions", "dates"} == set(HEADINGS)
    assert len({fold(heading) for heading in HEADINGS.values()}) == len(HEADINGS)


def test_excel_opens_the_file_by_a_double_click() -> None:
    content = csv_table([offer(title="Nähen für Anfängerinnen")])

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 2
    assert rows(content)[1][2:4] == ["vhs Muster", "Nähen für Anfängerinnen"]


@pytest.mark.parametrize("title", ["=1+1", "+49", "-5", "@x", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(title: str) -> None:
    course = offer(title=title, phone="+49 711 555")
    text = csv_table([course]).decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_table([course]))).active

    assert not any(cell[:1] in ("=", "+", "-", "@") for cell in rows(text.encode())[1])
    assert sheet is not None
    assert {cell.data_type for cell in sheet[2] if cell.value is not None} <= {"s", "n", "d"}
    assert title in [cell.value for cell in sheet[2]]


def test_days_and_amounts_are_real_ones_in_xlsx() -> None:
    course = offer(start_on=date(2027, 3, 1), price_cents=18950, lessons=12)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_table([course]))).active

    assert sheet is not None
    cells = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (cells["Beginn"].data_type, cells["Preis"].value, cells["Unterrichtseinheiten"].value) == ("d", 189.5, 12)


def test_what_somebody_changes_in_the_table_is_read_as_germans_write() -> None:
    assert value_of(changed("Beginn", "1.3.27"), "start_on") == date(2027, 3, 1)
    assert value_of(changed("Preis", "1.189,50 €"), "price_cents") == 118950
    assert value_of(changed("Kursart", "integrationskurs"), "course_type") == "integration_course"
    assert times_of(value_of(changed("Wochentermine", "Mo-Mi 9-11 Uhr"), "sessions")) == [
        ("mon", "09:00", "11:00"), ("tue", "09:00", "11:00"), ("wed", "09:00", "11:00"),
    ]  # fmt: skip
    assert value_of(changed("Ort im Landkreis", "Kirchheim/Teck"), "place") == "kirchheim"
    assert value_of(changed("Beschreibung", "<b>Neu</b> bei Frau Muster, 0171 5550000"), "description") == (
        "Neu bei Frau Muster,"
    )


@pytest.mark.parametrize(
    ("heading", "cell", "hint"),
    [
        ("Kinderbetreuung", "manchmal", "Möglich sind: keine, vor Ort, bei einem Partner."),
        ("Beginn", "bald", "„bald“ unter „Beginn“ kann nicht gelesen werden."),
        ("Preis", "viel", "„viel“ unter „Preis“"),
        ("Zielniveau", "Z9", "„Z9“ unter „Zielniveau“"),
        ("Wochentermine", "irgendwann", "„irgendwann“ unter „Wochentermine“"),
        ("Einzeltermine", "am Ersten", "„am Ersten“ unter „Einzeltermine“"),
        ("Ort im Landkreis", "Berlin", "„Berlin“ unter „Ort im Landkreis“"),
        ("Titel", "", "Der Titel fehlt."),
        ("Kursnummer", "", "Die Kursnummer fehlt."),
        ("Anbieter", "", "wer den Kurs anbietet"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_row_with_a_sentence(heading: str, cell: str, hint: str) -> None:
    record = changed(heading, cell)

    assert isinstance(record, RefusedRecord)
    assert hint in record.reason


def test_private_numbers_and_wrong_links_do_not_come_in_through_the_table() -> None:
    assert value_of(changed("Telefon", "0171 5550000"), "phone") is None
    assert value_of(changed("E-Mail", "maria.muster@example.org"), "email") is None
    assert value_of(changed("Link", "javascript:alert(1)"), "url") is None


def test_column_that_was_taken_out_leaves_its_field_alone() -> None:
    table = rows(csv_table([offer()]))
    at = table[0].index("Preis")
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows(row[:at] + row[at + 1 :] for row in table)

    (record,) = records(file.getvalue().encode())

    assert isinstance(record, OfferRecord)
    assert "price_cents" not in record.values


async def test_table_of_all_examples_is_imported_as_the_same_offers(seeded: AsyncSession) -> None:
    originals = {each.source_id: each for each in (await seeded.scalars(select(Offer))).unique()}

    report = await import_offers(
        seeded, csv_table(originals.values()), filename="alle.csv", source="kopie", today=TEST_DAY
    )

    copies = (await seeded.scalars(select(Offer).where(Offer.source == "kopie"))).unique().all()
    assert (report.new, report.refused, len(copies)) == (len(originals), 0, len(originals))
    for copy in copies:
        stored = originals[copy.source_id]
        assert times_of(copy.sessions) == times_of(stored.sessions)
        for name in set(FIELDS) - NOT_READ_BACK:
            assert getattr(copy, name) == getattr(stored, name), name


async def test_own_table_again_changes_nothing(seeded: AsyncSession) -> None:
    originals = (await seeded.scalars(select(Offer))).unique().all()
    content = xlsx_table(originals)
    await import_offers(seeded, content, filename="alle.xlsx", source="kopie", today=TEST_DAY)
    copies = (await seeded.scalars(select(Offer).where(Offer.source == "kopie"))).unique().all()

    report = await import_offers(seeded, xlsx_table(copies), filename="alle.xlsx", source="kopie", today=TEST_DAY)

    assert (report.new, report.changed, report.unchanged) == (0, 0, len(originals))
