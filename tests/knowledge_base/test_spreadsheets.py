"""A provider's table becomes offers, row by row, and again."""

import io
from datetime import date, time, timedelta

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.errors import DataFileError
from knowledge_base.importers.imports import import_offers
from knowledge_base.importers.offer_cells import read_offer
from knowledge_base.importers.record import OfferRecord, RecordRefusedError
from knowledge_base.importers.report import ImportReport, Outcome
from knowledge_base.importers.spreadsheet import HEADINGS
from knowledge_base.models import Offer, Pauses, Provider
from knowledge_base.places import fold
from knowledge_base.results import PriceKind, SearchCriteria, SeatStatus
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace
from tests.knowledge_base.conftest import TEST_DAY

HEADING_LINE = (
    "Kurs-Nr.;Titel;Anbieter;Niveau;PLZ;Ort;Wochentage;Uhrzeit;Beginn;Ende;Gebühr;Kinderbetreuung;Plätze;Dozentin"
)
MORNING_LINE = (
    "D-1;Integrationskurs am Vormittag;vhs Muster;A1-B1;72622;Nürtingen;Mo-Fr;8:30-11:45 Uhr;01.03.2027;10.12.2027;"
    "2,29 €/UE;ja, 1-6 Jahre;20;Frau Muster"
)
EVENING_LINE = (
    "D-2;Deutsch B2 am Abend;vhs Muster;;;Kirchheim/Teck;Di und Do;18.00 - 20.15;02.03.2027;;"
    "189,00;keine Kinderbetreuung;12;Frau Muster"
)
GERMAN_TABLE = f"{HEADING_LINE}\n{MORNING_LINE}\n{EVENING_LINE}\n"


async def bring_in(session: AsyncSession, table: str | bytes, **options: object) -> ImportReport:
    content = table if isinstance(table, bytes) else table.encode()
    arguments: dict[str, object] = {"filename": "kurse.csv", "source": "vhs-muster", "today": TEST_DAY, **options}
    return await import_offers(session, content, **arguments)  # type: ignore[arg-type]


async def stored(session: AsyncSession) -> dict[str, Offer]:
    session.expire_all()
    offers = (await session.scalars(select(Offer).order_by(Offer.id))).unique()
    return {offer.source_id: offer for offer in offers}


async def test_german_table_becomes_offers(session: AsyncSession) -> None:
    report = await bring_in(session, GERMAN_TABLE)

    assert (report.read, report.new, report.refused) == (2, 2, 0)
    assert report.ignored_headings == ("Dozentin",)
    morning, evening = (await stored(session)).values()
    assert (morning.course_type, morning.level_from, morning.level_to) == (
        CourseType.INTEGRATION_COURSE, Level.A1, Level.B1,
    )  # fmt: skip
    assert (morning.place, morning.postcode, morning.format) == ("nuertingen", "72622", Format.IN_PERSON)
    assert [(slot.weekday, slot.time_from, slot.time_until) for slot in morning.sessions] == [
        (day, "08:30", "11:45") for day in ("mon", "tue", "wed", "thu", "fri")
    ]
    assert (morning.start_on, morning.end_on) == (date(2027, 3, 1), date(2027, 12, 10))
    assert (morning.price_kind, morning.price_per_lesson_cents) == (PriceKind.PER_LESSON, 229)
    assert (morning.childcare, morning.childcare_age_from, morning.childcare_age_to) == (Childcare.ON_SITE, 1, 6)
    assert (morning.seats_total, morning.last_checked_on, morning.is_example) == (20, TEST_DAY, False)
    assert (evening.place, evening.level_from, evening.level_to) == ("kirchheim", None, Level.B2)
    assert (evening.childcare, evening.price_cents, evening.pace) == (Childcare.NONE, 18900, Pace.PART_TIME)
    assert morning.provider.id == evening.provider.id
    assert morning.provider.name == "vhs Muster"


async def test_what_was_read_out_of_text_is_marked_as_derived(session: AsyncSession) -> None:
    await bring_in(session, GERMAN_TABLE)

    provenance = (await stored(session))["D-2"].provenance
    assert (provenance["title"], provenance["price_cents"]) == ("given", "given")
    assert (provenance["course_type"], provenance["level_to"], provenance["pace"]) == ("derived", "derived", "derived")
    assert "level_from" not in provenance


async def test_no_name_of_a_teacher_is_stored_anywhere(session: AsyncSession) -> None:
    await bring_in(session, GERMAN_TABLE)

    for offer in (await stored(session)).values():
        assert "Frau Muster" not in repr(vars(offer))


async def test_same_table_again_changes_nothing_but_the_day_of_the_check(session: AsyncSession) -> None:
    await bring_in(session, GERMAN_TABLE)
    ids = {name: offer.id for name, offer in (await stored(session)).items()}

    report = await bring_in(session, GERMAN_TABLE, today=TEST_DAY + timedelta(days=7))

    again = await stored(session)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    assert {name: offer.id for name, offer in again.items()} == ids
    assert {offer.last_checked_on for offer in again.values()} == {TEST_DAY + timedelta(days=7)}
    assert await session.scalar(select(func.count()).select_from(Provider)) == 1


async def test_changed_row_is_reported_with_its_fields(session: AsyncSession) -> None:
    await bring_in(session, GERMAN_TABLE)

    report = await bring_in(session, GERMAN_TABLE.replace("189,00", "199,00").replace("18.00 -", "18.30 -"))

    changed = [row for row in report.records if row.outcome is Outcome.CHANGED]
    assert [(row.where, row.source_id, row.changed_fields) for row in changed] == [
        ("Zeile 3", "D-2", ("sessions", "price_cents"))
    ]
    offer = (await stored(session))["D-2"]
    assert (offer.price_cents, {slot.time_from for slot in offer.sessions}) == (19900, {"18:30"})


async def test_preview_says_the_same_and_writes_nothing(session: AsyncSession) -> None:
    preview = await bring_in(session, GERMAN_TABLE, is_preview=True)
    assert await stored(session) == {}
    assert not session.new

    real = await bring_in(session, GERMAN_TABLE)
    assert preview.records == real.records

    changed_table = GERMAN_TABLE.replace("189,00", "199,00")
    preview = await bring_in(session, changed_table, is_preview=True)
    assert not session.dirty
    assert (await stored(session))["D-2"].price_cents == 18900
    assert preview.records == (await bring_in(session, changed_table)).records


async def test_fields_written_by_staff_stay_and_are_named(session: AsyncSession) -> None:
    await bring_in(session, GERMAN_TABLE)
    offer = (await stored(session))["D-2"]
    offer.childcare = Childcare.PARTNER
    offer.mark_edited("childcare")
    await session.flush()

    report = await bring_in(session, GERMAN_TABLE.replace("189,00", "199,00"))

    offer = (await stored(session))["D-2"]
    assert (offer.childcare, offer.price_cents) == (Childcare.PARTNER, 19900)
    (record,) = report.records
    assert (record.changed_fields, record.kept_fields) == (("price_cents",), ("childcare",))
    assert offer.provenance["childcare"] == "manual"


BROKEN_ROWS = {
    "X-1;;vhs;;;;;;;;;;": "Der Titel fehlt.",
    ";Deutsch;vhs;;;;;;;;;;": "Die Kursnummer fehlt.",
    "X-3;Deutsch;;;;;;;;;;;": "wer den Kurs anbietet",
    "X-4;Deutsch;vhs;;;;;;01.03.2027;01.02.2027;;;": "Das Ende (01.02.2027) liegt vor dem Beginn (01.03.2027).",
    "X-5;Deutsch;vhs;B2-A1;;;;;;;;;": "Das Zielniveau A1 liegt unter dem Eingangsniveau B2.",
    "X-6;Deutsch;vhs;;;;Mo;05:00-07:00;;;;;": "Die Uhrzeit 05:00-07:00",
    "X-7;Deutsch;vhs;;;;;;;;;ja, 1-60 Jahre;": "zwischen 0 und 14 Jahren",
    "X-8;Deutsch;vhs;;;;;;;;99.999.999,00;;": "zu hoch",
    "D-1;Deutsch;vhs;;;;;;;;;;": "Dieser Kurs steht schon in Zeile 2",
}


async def test_broken_rows_are_refused_with_a_sentence_and_stop_no_other(session: AsyncSession) -> None:
    table = "\n".join([HEADING_LINE, MORNING_LINE, *BROKEN_ROWS, EVENING_LINE])

    report = await bring_in(session, table)

    refused = [row for row in report.records if row.outcome is Outcome.REFUSED]
    assert (report.new, report.refused, report.read) == (2, len(BROKEN_ROWS), len(BROKEN_ROWS) + 2)
    assert [row.where for row in refused] == [f"Zeile {number}" for number in range(3, 3 + len(BROKEN_ROWS))]
    for row, sentence in zip(refused, BROKEN_ROWS.values(), strict=True):
        assert sentence in (row.reason or "")
    assert set(await stored(session)) == {"D-1", "D-2"}


async def test_english_table_with_commas_and_iso_dates(session: AsyncSession) -> None:
    table = (
        "Course number,Title,Provider,Level from,Level to,Town,Days,Time from,Time until,Start date,Women only,"
        "Childcare,Status\n"
        "7,German course,Centre,A2,B1,Ostfildern,Mon-Thu,9:00,11:15,2027-03-01,yes,on site,few\n"
    )

    await bring_in(session, table)

    offer = (await stored(session))["7"]
    assert (offer.level_from, offer.level_to, offer.place) == (Level.A2, Level.B1, "ostfildern")
    assert [(slot.weekday, slot.time_until) for slot in offer.sessions] == [
        (day, "11:15") for day in ("mon", "tue", "wed", "thu")
    ]
    assert (offer.women_only, offer.childcare, offer.status) == (True, Childcare.ON_SITE, SeatStatus.FEW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
async def test_usual_encodings_and_delimiters_are_read(session: AsyncSession, encoding: str, delimiter: str) -> None:
    table = GERMAN_TABLE.replace(";", delimiter).encode(encoding)

    report = await bring_in(session, table)

    assert report.new == 2
    assert (await stored(session))["D-1"].place == "nuertingen"


async def test_semicolons_win_over_many_commas_in_the_text(session: AsyncSession) -> None:
    table = f"Kursnummer;Titel;Anbieter;Beschreibung\n1;Deutsch;vhs;{'a, ' * 200}\n"

    await bring_in(session, table)

    assert (await stored(session))["1"].title == "Deutsch"


async def test_title_line_above_and_empty_lines_between_are_skipped(session: AsyncSession) -> None:
    table = "Programm Frühjahr 2027;;\n;;\nKursnummer;Titel;Anbieter\n1;Deutsch;vhs\n;;\n2;Nähen;vhs\n"

    report = await bring_in(session, table)

    assert [(row.where, row.source_id) for row in report.records] == [("Zeile 4", "1"), ("Zeile 6", "2")]


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet(index=0)
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


async def test_xlsx_with_real_dates_times_and_numbers(session: AsyncSession) -> None:
    content = workbook(
        ["Kursnummer", "Titel", "Anbieter", "Ort", "Wochentag", "Von", "Bis", "Beginn", "Preis", "Nur Frauen"],
        [4711, "Deutsch B1", "vhs", "Wernau", "Sa", time(9, 30), time(12, 45), date(2027, 3, 6), 98.5, True],
    )

    report = await bring_in(session, content, filename="Kurse.XLSX")

    offer = (await stored(session))["4711"]
    assert report.new == 1
    assert [(slot.weekday, slot.time_from, slot.time_until) for slot in offer.sessions] == [("sat", "09:30", "12:45")]
    assert (offer.start_on, offer.price_cents, offer.women_only) == (date(2027, 3, 6), 9850, True)


@pytest.mark.parametrize(
    ("content", "filename", "hint"),
    [
        (b"Nur irgendein Text\nohne Tabelle", "a.csv", "keine Zeile mit Überschriften"),
        (b"", "a.csv", "Datei ist leer"),
        (b"PK\x03\x04\x00\x00", "a.csv", "gepacktes Archiv"),
        (b"PK\x03\x04\x00\x00", "a.xlsx", "XLSX-Datei ist beschädigt"),
        (b"kein Archiv", "a.xlsx", "Gelesen werden: .*XLSX"),
        (b"%PDF-1.7 ...", "programm.pdf", "ist ein PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kurse.xls", "alte Excel"),
        (b"Titel;Ort\n" + b"x" * (21 * 1024 * 1024), "a.csv", "20 MB"),
    ],
)
async def test_file_that_is_no_table_says_what_to_do(
    session: AsyncSession, content: bytes, filename: str, hint: str
) -> None:
    with pytest.raises(DataFileError, match=hint):
        await bring_in(session, content, filename=filename)


async def test_imported_offer_is_found_by_the_search(session: AsyncSession) -> None:
    await bring_in(session, GERMAN_TABLE)

    criteria = SearchCriteria(place="nuertingen", time_until="12:00", childcare=True, child_age_years=2)
    result = await find_offers(session, criteria, today=TEST_DAY, include_examples=False)

    assert [offer.source_id for offer in result.matches] == ["D-1"]


async def test_table_without_numbers_is_recognised_again_by_name_start_and_place(session: AsyncSession) -> None:
    table = "Titel;Ort;Beginn\nSprachcafé;Wernau;01.03.2027\nSprachcafé;Köngen;01.03.2027\n"

    first = await bring_in(session, table, default_provider="Treffpunkt")
    second = await bring_in(session, table, default_provider="Treffpunkt")

    assert (first.new, second.new, second.unchanged) == (2, 0, 2)


def row(**cells: str) -> OfferRecord:
    return read_offer({"source_id": "1", "title": "Deutsch", "provider": "vhs", **cells})


def test_empty_cells_are_unknown_and_never_no_or_zero() -> None:
    values = row().values

    assert (values["childcare"], values["price_kind"], values["price_cents"]) == (
        Childcare.UNKNOWN, PriceKind.UNKNOWN, None,
    )  # fmt: skip
    assert (values["women_only"], values["status"], values["pauses"]) == (None, SeatStatus.UNKNOWN, Pauses.UNKNOWN)
    assert (values["place"], values["sessions"], values["start_on"], values["pace"]) == (None, (), None, None)


def test_times_that_are_not_weekly_stay_as_a_note() -> None:
    read = row(times="Mi 19:00-20:30, 14-tägig")

    assert (read.values["sessions"], read.values["schedule_note"]) == ((), "Mi 19:00-20:30, 14-tägig")
    assert any("keine festen Wochentage" in note for note in read.notes)


def test_offer_on_one_day_needs_no_weekday() -> None:
    sessions = row(start_on="13.03.2027", end_on="13.03.2027", times="9:00-15:00 Uhr").values["sessions"]

    assert [(slot.weekday, slot.time_from) for slot in sessions] == [("sat", "09:00")]  # type: ignore[attr-defined]


def test_thirty_clock_hours_a_week_are_full_time() -> None:
    assert row(times="Montag bis Freitag von 08:30 bis 15:35 Uhr").values["pace"] is Pace.FULL_TIME
    assert row(times="Mo-Fr 8:30-14:00").values["pace"] is Pace.PART_TIME
    assert row(times="Mo-Fr 8:30-14:00, Vollzeit").values["pace"] is Pace.FULL_TIME


def test_one_level_is_the_goal_of_a_language_course_and_the_entry_of_another() -> None:
    language = row(title="Deutsch B2", level="B2").values
    computer = row(title="Excel für den Beruf", level="B1").values

    assert (language["level_from"], language["level_to"]) == (None, Level.B2)
    assert (computer["level_from"], computer["level_to"]) == (Level.B1, None)


def test_online_offer_has_no_place() -> None:
    values = row(title="Deutsch online", town="Esslingen").values

    assert (values["format"], values["place"]) == (Format.ONLINE, None)


def test_unknown_town_is_kept_and_noted() -> None:
    read = row(town="Berlin", postcode="10115")

    assert (read.values["place"], read.values["town"]) == (None, "Berlin")
    assert any("Berlin" in note for note in read.notes)


def test_zero_with_a_voucher_is_a_voucher_and_not_free() -> None:
    assert row(price="0,00", funding="Bildungsgutschein").values["price_kind"] is PriceKind.VOUCHER
    assert row(price="0,00").values["price_kind"] is PriceKind.FREE


def test_only_offices_can_be_called_and_only_web_links_opened() -> None:
    private = row(phone="+49 171 1234567", url="javascript:alert(1)", email="kein")
    office = row(phone="+49 711 123456", registration="https://example.org/kurs?x=1", email="info@example.org")

    assert (private.values["phone"], private.values["url"], private.values["email"]) == (None, None, None)
    assert any("Handynummer" in note for note in private.notes)
    assert (office.values["phone"], office.values["url"]) == ("+49 711 123456", "https://example.org/kurs?x=1")


def test_start_on_another_weekday_is_noted() -> None:
    assert any(
        "keiner der angegebenen Wochentage" in note for note in row(times="Mo 9-11 Uhr", start_on="02.03.2027").notes
    )


def test_course_that_outlasts_the_known_school_holidays_is_noted() -> None:
    read = row(times="Mo 9-11 Uhr (nicht in den Ferien)", start_on="01.03.2027", end_on="01.12.2028")

    assert read.values["pauses"] is Pauses.SCHOOL_HOLIDAYS
    assert any("Schulferien" in note for note in read.notes)


def test_formula_in_a_cell_is_only_text() -> None:
    assert row(title='=HYPERLINK("http://x")').values["title"] == '=HYPERLINK("http://x")'


def test_every_heading_is_written_folded_and_names_one_field() -> None:
    headings = [heading for names in HEADINGS.values() for heading in names]

    assert [heading for heading in headings if fold(heading) != heading] == []
    assert len(headings) == len(set(headings))


CELL = st.one_of(
    st.text(max_size=30), st.sampled_from(["Mo-Fr 8:30-11:45", "ja", "B1", "1.3.27", "73230", "0,00", "1-6"])
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(list(HEADINGS)), CELL))
def test_any_row_is_read_or_refused_with_a_sentence(cells: dict[str, str]) -> None:
    try:
        read = read_offer(cells, has_number_column=False, default_provider="vhs")
    except RecordRefusedError as refusal:
        assert str(refusal).endswith((".", ")."))
    else:
        assert read.values["title"]
