"""Reads a spreadsheet as rows of text, one after the other: CSV in any usual encoding, or XLSX without macros.

Nothing is ever calculated: of a formula the result that was saved is taken, and said so.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice, zip_longest
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter

from knowledge_base.errors import DataFileError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
HEADING_ROWS = 10
"""Headings are looked for in so many rows from the top."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_GERMAN_LETTERS = re.compile("[äöüÄÖÜß]")
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)  # fmt: skip
_OTHER_ENCODINGS = ("cp1252", "utf-8", "cp850", "mac_roman")
"""Windows, a damaged UTF-8, DOS, old Macs; among equals the first."""
_PIECE = 1024 * 1024
_MERGED = re.compile(rb'mergeCell\s[^>]{0,100}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MAX_MERGED = 10_000
_NOT_READABLE = "Die XLSX-Datei kann nicht gelesen werden. Bitte speichern Sie sie noch einmal."


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table."""

    number: int
    """As spreadsheet programs count, the first is 1."""
    cells: Sequence[str]
    notes: tuple[str, ...] = ()
    """German sentences about what was done to cells."""
    fault: str | None = None
    """Why the row cannot be used, in German."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file; they can be gone through once, and a fault far down shows up only there."""

    rows: Iterator[TableRow]
    expected: int
    """About how many rows there are."""
    notes: tuple[str, ...] = ()


def read_table(content: bytes, filename: str, *, is_heading: Callable[[str], bool]) -> Table:
    """All rows of the first sheet, empty ones too.

    Of cells that are merged downwards each row gets the value. `is_heading` knows the headings that are looked for; the
    delimiter of a CSV file is the one that yields the most.

    Raises:
        DataFileError: the file is too large or of another kind; the message is German, for the person who sent it.
            While going through the rows too.
    """
    if len(content) > MAX_BYTES:
        raise DataFileError(f"Die Datei ist größer als {MAX_BYTES // 1024**2} MB. Bitte teilen Sie sie auf.")
    is_xlsx = filename.casefold().endswith((".xlsx", ".xlsm")) or content.startswith(b"PK\x03\x04")
    return _xlsx_table(content) if is_xlsx else _csv_table(content, is_heading)


def _row(number: int, cells: Sequence[str], notes: tuple[str, ...] = ()) -> TableRow:
    if number > MAX_ROWS:
        raise DataFileError(f"Die Datei hat mehr als {MAX_ROWS} Zeilen. Bitte teilen Sie sie auf.")
    fault = None
    if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
        fault = f"Die Zeile hat mehr als {MAX_COLUMNS} Spalten."
    return TableRow(number, [_CONTROL.sub(" ", cell) for cell in cells[:MAX_COLUMNS]], notes, fault)


def _csv_table(content: bytes, is_heading: Callable[[str], bool]) -> Table:
    encoding, has_gaps = _encoding(content)
    notes = ("Einzelne Zeichen der Datei waren nicht lesbar, an ihrer Stelle steht „�“.",) if has_gaps else ()

    def lines(delimiter: str) -> Iterator[list[str]]:
        text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline="")
        return csv.reader(text, delimiter=delimiter)

    def headings(delimiter: str) -> int:
        return sum(is_heading(cell) for line in _until_broken(lines(delimiter)) for cell in line[:MAX_COLUMNS])

    return Table(_csv_rows(lines(max(";\t,|", key=headings))), content.count(b"\n") + 1, notes)


def _until_broken(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    """The first lines; a fault in them is told when they are read for good."""
    try:
        yield from islice(lines, HEADING_ROWS)
    except csv.Error:
        return


def _csv_rows(lines: Iterator[list[str]]) -> Iterator[TableRow]:
    number = 0
    try:
        for number, cells in enumerate(lines, 1):
            yield _row(number, cells)
    except csv.Error as error:
        raise DataFileError(
            f"Nach Zeile {number} kann die CSV-Datei nicht gelesen werden: Eine Zelle ist viel zu lang oder ein "
            "Anführungszeichen wird nicht geschlossen. Bitte prüfen Sie diese Stelle."
        ) from error


def _encoding(content: bytes) -> tuple[str, bool]:
    """The encoding with which German letters appear, and whether bytes remain that it does not know."""
    marked = next((encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)), None)
    if marked is None and b"\x00" in content[:4096]:
        raise DataFileError("Die Datei ist keine CSV-Datei. Bitte speichern Sie die Tabelle als CSV oder XLSX.")
    try:
        content.decode(marked or "utf-8")
    except UnicodeDecodeError:
        chosen = marked or max(_OTHER_ENCODINGS, key=lambda encoding: _german_letters(content, encoding))
        # Windows leaves five bytes undefined, which are no letters and often stand for nothing.
        return chosen, chosen != "cp1252"
    return marked or "utf-8", False


def _german_letters(content: bytes, encoding: str) -> int:
    return len(_GERMAN_LETTERS.findall(content[:_PIECE].decode(encoding, errors="replace")))


def _xlsx_table(content: bytes) -> Table:
    with _as_unreadable():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
        values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet: Any = values.worksheets[0]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # The read-only sheet does not tell of merged cells, so they are looked up in its part of the archive.
            has_formulas, merged = _look_through(archive, sheet._worksheet_path)
        expected = min(sheet.max_row or MAX_ROWS, MAX_ROWS)
    formulas = _formula_columns(content) if has_formulas else iter(())
    return Table(_xlsx_rows(values, sheet, formulas, merged), expected)


@contextmanager
def _as_unreadable() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError, TypeError, AttributeError,
            NotImplementedError, RuntimeError, EOFError) as error:  # fmt: skip
        raise DataFileError(_NOT_READABLE) from error


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """What the archive says of its size is enough: `zipfile` never unpacks more than that of a part."""
    if len(archive.infolist()) > 1000 or sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
        raise DataFileError("Die XLSX-Datei ist ausgepackt zu groß. Bitte teilen Sie sie auf.")


Span = tuple[int, int, int]
"""First row, last row and column of cells that are merged downwards; the first is 1."""


def _look_through(archive: zipfile.ZipFile, part: str) -> tuple[bool, list[Span]]:
    """Whether a sheet has formulas, and its cells that are merged downwards."""
    has_formulas, merged, before = False, list[Span](), b""
    with archive.open(part.lstrip("/")) as file:
        while piece := file.read(_PIECE):
            text = before + piece
            has_formulas = has_formulas or b"<f" in text
            for column, first, _, last in _MERGED.findall(text):
                if int(last) > int(first) and len(merged) < _MAX_MERGED:
                    merged.append((int(first), int(last), column_index_from_string(column.decode())))
            before = piece[-200:]
    return has_formulas, sorted(set(merged))


def _formula_columns(content: bytes) -> Iterator[dict[int, str]]:
    """For each row the columns that hold a formula, with the formula."""
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    try:
        for cells in workbook.worksheets[0].iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1):
            yield {
                index: _CONTROL.sub(" ", str(cell.value)) for index, cell in enumerate(cells) if cell.data_type == "f"
            }
    finally:
        workbook.close()


def _xlsx_rows(
    workbook: Any, sheet: Any, formulas: Iterator[dict[int, str]], merged: Sequence[Span]
) -> Iterator[TableRow]:
    waiting, open_spans = list(reversed(merged)), dict[int, tuple[int, str]]()
    values = sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1)
    try:
        with _as_unreadable():
            for number, (cells, in_row) in enumerate(zip_longest(values, formulas), 1):
                texts = [_cell_text(cell) for cell in _without_empty_end(cells or ())]
                texts += [""] * (max(in_row or {-1: ""}) + 1 - len(texts))
                notes = tuple(_settle_formula(texts, index, formula) for index, formula in (in_row or {}).items())
                while waiting and waiting[-1][0] <= number:
                    first, last, column = waiting.pop()
                    if first == number and column <= len(texts) and texts[column - 1]:
                        open_spans[column - 1] = last, texts[column - 1]
                for index, (last, text) in list(open_spans.items()):
                    if number > last:
                        del open_spans[index]
                    elif texts:
                        texts += [""] * (index + 1 - len(texts))
                        texts[index] = texts[index] or text
                yield _row(number, texts, notes)
    finally:
        workbook.close()


def _without_empty_end(cells: Sequence[object]) -> Sequence[object]:
    width = len(cells)
    while width and cells[width - 1] is None:
        width -= 1
    return cells[:width]


def _settle_formula(texts: list[str], index: int, formula: str) -> str:
    """Takes the saved result of a formula, or else its text, and says which."""
    where = f"In Spalte {get_column_letter(index + 1)} steht eine Formel"
    if texts[index]:
        return f"{where}. Übernommen wurde ihr zuletzt gespeichertes Ergebnis."
    texts[index] = formula
    return f"{where} ohne gespeichertes Ergebnis."


def _cell_text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nein"
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M")
        case date():
            return cell.isoformat()
        case time():
            return cell.strftime("%H:%M")
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return f"{cell:.10g}".replace(".", ",")
    return str(cell)
