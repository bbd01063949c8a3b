"""Files that are broken, huge or meant to harm are refused or cleaned, with a sentence that says what happened."""

import io
import struct
import zipfile
from collections.abc import Iterator, Sequence
from time import perf_counter

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from knowledge_base.errors import DataFileError
from knowledge_base.importers import tables
from knowledge_base.importers.formats import find_format
from knowledge_base.importers.german import plain_text
from knowledge_base.importers.record import OfferRecord, RefusedRecord

HEADINGS = "Kursnummer;Titel;Anbieter;Beschreibung;Gebühr"


def read(content: bytes, filename: str = "kurse.csv") -> list[OfferRecord | RefusedRecord]:
    delivery = find_format(content, filename).read(content, filename, default_provider="vhs")
    return list(delivery.records)


def offers(content: bytes, filename: str = "kurse.csv") -> list[OfferRecord]:
    return [each for each in read(content, filename) if isinstance(each, OfferRecord)]


def reason(each: OfferRecord | RefusedRecord) -> str:
    assert isinstance(each, RefusedRecord)
    return each.reason


def table(*lines: str) -> bytes:
    return "\n".join((HEADINGS, *lines)).encode()


def sheet_of(*rows: Sequence[object]) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    return book, sheet


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The archive with one part exchanged."""
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in old.infolist():
            archive.writestr(each.filename, part if each.filename == name else old.read(each.filename))
    return new.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def ordinary_workbook() -> bytes:
    return saved(sheet_of(["Kursnummer", "Titel", "Anbieter"], ["1", "Deutsch", "vhs"])[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "cp850", "mac_roman"])
def test_german_letters_arrive_in_each_encoding(encoding: str) -> None:
    content = table("1;Nähen für Anfänger;vhs Süßen;;").decode().encode(encoding)

    (offer,) = offers(content)

    assert (offer.values["title"], offer.provider) == ("Nähen für Anfänger", "vhs Süßen")


def test_one_damaged_byte_does_not_spoil_the_other_letters() -> None:
    content = table("1;Nähen für Anfänger\xff;vhs;;").replace(b"\xc3\xbf", b"\xff")
    delivery = find_format(content, "k.csv").read(content, "k.csv")

    (offer,) = [each for each in delivery.records if isinstance(each, OfferRecord)]

    assert offer.values["title"] == "Nähen für Anfänger�"
    assert "nicht lesbar" in delivery.notes[0]


def test_zero_bytes_at_the_start_are_no_table_and_later_a_space() -> None:
    with pytest.raises(DataFileError, match="keine CSV-Datei"):
        read(b"Titel;\x00Ort\n" + b"x;y\n")
    filler = "\n".join(f"{number};Deutsch;vhs;;" for number in range(2, 400))
    assert offers(table(filler, "1;Deu\x00tsch;vhs;;"))[-1].values["title"] == "Deu tsch"


def test_row_with_ten_thousand_columns_is_refused_alone() -> None:
    first, second = read(table("1;Deutsch;vhs" + ";x" * 10_000, "2;Nähen;vhs;;"))

    assert "mehr als 200 Spalten" in reason(first)
    assert isinstance(second, OfferRecord)


def test_empty_columns_to_the_right_are_no_fault() -> None:
    assert len(offers(table("1;Deutsch;vhs" + ";" * 10_000))) == 1


def test_headings_in_ten_thousand_columns_are_refused() -> None:
    with pytest.raises(DataFileError, match="zu breit"):
        read(f"{HEADINGS}{';x' * 10_000}\n1;Deutsch;vhs;;\n".encode())


def test_cell_of_some_thousand_letters_refuses_its_row_only() -> None:
    long_text, long_price, good = read(table(f"1;Deutsch;vhs;{'x' * 40_000};", f"2;D;vhs;;{'9' * 2000}", "3;D;vhs;;"))

    assert "40000 Zeichen lang" in reason(long_text)
    assert "2000 Zeichen lang" in reason(long_price)
    assert isinstance(good, OfferRecord)


def test_cell_of_megabytes_or_an_open_quotation_mark_names_the_place() -> None:
    with pytest.raises(DataFileError, match=r"Nach Zeile 3 .*Anführungszeichen"):
        read(table("1;Deutsch;vhs;;", "2;Deutsch;vhs;;", f'3;"Deutsch;vhs;{"x" * 2_000_000}'))


def test_html_and_scripts_leave_only_words() -> None:
    description = (
        "<p>Für <b>alle</b></p><script>alert('x')</script><img src=x onerror=alert(1)><a href='javascript:x()'>Mehr</a>"
        "<style>p {color: red}</style> &lt;script&gt;alert(2)&lt;/script&gt; 3 < 4 &amp; 5"
    )

    text = plain_text(description) or ""

    assert "Für alle" in text
    assert "Mehr" in text
    assert "3 < 4 & 5" in text
    assert plain_text("Alter < b und c > d") == "Alter < b und c > d"
    for part in ("script", "alert", "onerror", "javascript", "color", "<p", "<img"):
        assert part not in text


@pytest.mark.parametrize(
    "unit", ["<!--", "<a ", "<![", "</", "&#", "<a href='", "<!DOCTYPE ", "<script>", "&lt;", "<p '", "<![CDATA["]
)
def test_html_made_to_keep_a_parser_busy_is_read_soon(unit: str) -> None:
    started = perf_counter()
    plain_text(unit * (30_000 // len(unit)))

    # Not how fast but whether the time grows with the square of the length: that would be minutes for a file.
    assert perf_counter() - started < 3


@pytest.mark.parametrize("link", ["javascript:alert(1)", "JavaScript://%0aalert(1)", "data:text/html,x", "file:///etc"])
def test_link_that_is_no_web_page_is_left_out_and_noted(link: str) -> None:
    (offer,) = offers(f"Kursnummer;Titel;Anbieter;Link\n1;Deutsch;vhs;{link}\n".encode())

    assert offer.values["url"] is None
    assert any("kein Link mit http" in note for note in offer.notes)


def test_link_without_its_beginning_is_mended() -> None:
    (offer,) = offers(b"Kursnummer;Titel;Anbieter;Link\n1;Deutsch;vhs;www.example.org/kurs\n")

    assert offer.values["url"] == "https://www.example.org/kurs"


def test_formula_in_a_csv_cell_is_text_or_nothing_but_never_a_value() -> None:
    (offer,) = offers(table('1;"=HYPERLINK(""http://x"")";vhs;;=2+3'))

    assert offer.values["title"] == '=HYPERLINK("http://x")'
    assert offer.values["price_cents"] is None
    assert any("„=2+3“ ist eine Formel" in note for note in offer.notes)
    assert any("wie eine Formel und wurde als Text" in note for note in offer.notes)


def test_formula_without_a_saved_result_is_not_calculated() -> None:
    book, _ = sheet_of(["Kursnummer", "Titel", "Anbieter", "Gebühr"], ["1", "Deutsch", "vhs", "=40+2"])

    (offer,) = offers(saved(book), "kurse.xlsx")

    assert offer.values["price_cents"] is None
    assert any("Spalte D steht eine Formel ohne gespeichertes Ergebnis" in note for note in offer.notes)


def test_saved_result_of_a_formula_is_taken_and_noted() -> None:
    book, _ = sheet_of(["Kursnummer", "Titel", "Anbieter", "Gebühr"], ["1", "Deutsch", "vhs", "=40+2"])
    with zipfile.ZipFile(io.BytesIO(saved(book))) as archive:
        sheet = archive.read(SHEET)
    content = with_part(saved(book), SHEET, sheet.replace(b"<v/>", b"<v>42</v>").replace(b"<v />", b"<v>42</v>"))

    (offer,) = offers(content, "kurse.xlsx")

    assert offer.values["price_cents"] == 4200
    assert any("zuletzt gespeichertes Ergebnis" in note for note in offer.notes)


def test_cells_merged_downwards_count_for_each_row() -> None:
    book, sheet = sheet_of(
        ["Kursnummer", "Titel", "Anbieter"], ["1", "Deutsch", "vhs Nord"], ["2", "Nähen"], ["3", "Kochen", "vhs Süd"]
    )
    sheet.merge_cells("C2:C3")

    assert [offer.provider for offer in offers(saved(book), "kurse.xlsx")] == ["vhs Nord", "vhs Nord", "vhs Süd"]


def test_headings_in_two_rows_are_read_together() -> None:
    book, sheet = sheet_of(
        ["Programm 2027"],
        ["Kursnummer", "Titel", "Anbieter", "Beginn", None, "Ende", None],
        [None, None, None, "Datum", "Uhrzeit", "Datum", "Uhrzeit"],
        ["1", "Deutsch", "vhs", "01.03.2027", "09:00", "01.07.2027", "11:15"],
    )
    for cells in ("A2:A3", "D2:E2", "F2:G2"):
        sheet.merge_cells(cells)

    (offer,) = offers(saved(book), "kurse.xlsx")

    assert str(offer.values["start_on"]) == "2027-03-01"
    assert str(offer.values["end_on"]) == "2027-07-01"
    assert offer.where == "Zeile 4"


def test_row_of_values_is_not_taken_for_a_second_row_of_headings() -> None:
    assert [offer.values["title"] for offer in offers(b"Titel;Ort\nKurs;\nDeutsch;Wernau\n")] == ["Kurs", "Deutsch"]


def test_archive_that_says_it_unpacks_to_very_much_is_refused() -> None:
    bomb = with_part(ordinary_workbook(), SHEET, b" " * (tables.MAX_UNPACKED_BYTES + 1))

    assert len(bomb) < 1_000_000
    with pytest.raises(DataFileError, match="ausgepackt zu groß"):
        read(bomb, "kurse.xlsx")


def test_archive_that_lies_about_its_size_is_not_unpacked_beyond_it() -> None:
    bomb = bytearray(with_part(ordinary_workbook(), SHEET, b" " * 50_000_000))
    size = struct.pack("<I", 50_000_000)
    while (at := bomb.find(size)) >= 0:
        bomb[at : at + 4] = struct.pack("<I", 1000)

    with pytest.raises(DataFileError, match="kann nicht gelesen werden"):
        read(bytes(bomb), "kurse.xlsx")


def test_entities_in_a_sheet_are_refused() -> None:
    lol = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "lol"}">' for number in range(9))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [{lol}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&l8;</t></is></c></row></sheetData></worksheet>'
    )

    with pytest.raises(DataFileError, match="kann nicht gelesen werden"):
        read(with_part(ordinary_workbook(), SHEET, sheet.encode()), "kurse.xlsx")


@pytest.mark.parametrize("cut", [30, 200, 1000, 3000])
def test_workbook_that_was_cut_off_says_so(cut: int) -> None:
    with pytest.raises(DataFileError, match=r"beschädigt|kann nicht gelesen werden"):
        read(ordinary_workbook()[:cut], "kurse.xlsx")


def test_cell_far_out_in_an_empty_sheet_is_no_burden() -> None:
    book, sheet = sheet_of(["Kursnummer", "Titel", "Anbieter"], ["1", "Deutsch", "vhs"])
    sheet.cell(row=50_000, column=16_000, value="x")

    found = read(saved(book), "kurse.xlsx")

    assert [type(each) for each in found] == [OfferRecord]


@pytest.fixture
def small_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tables, "MAX_ROWS", 20)
    yield


@pytest.mark.usefixtures("small_table")
def test_file_with_too_many_rows_is_refused_in_each_format() -> None:
    rows = [[str(number), "Deutsch"] for number in range(30)]
    book, _ = sheet_of(["Kursnummer", "Titel"], *rows)
    lines = "\n".join(";".join(row) for row in rows)

    for content, filename in ((saved(book), "k.xlsx"), (f"Kursnummer;Titel\n{lines}".encode(), "k.csv")):
        with pytest.raises(DataFileError, match="mehr als 20 Zeilen"):
            read(content, filename)
