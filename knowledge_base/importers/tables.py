"""Reads a spreadsheet as rows of text: CSV in any usual encoding, or XLSX without macros and formulas."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl

from knowledge_base.errors import DataFileError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ROWS = 20_000
HEADING_ROWS = 10
"""Headings are looked for in so many rows from the top."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_table(content: bytes, filename: str, *, is_heading: Callable[[str], bool]) -> list[list[str]]:
    """All rows of the first sheet, empty ones too, so that the position is the row number minus one.

    `is_heading` knows the headings that are looked for; the delimiter of a CSV file is the one that yields the most.

    Raises:
        DataFileError: the file is too large or of another kind; the message is German, for the person who sent it.
    """
    if len(content) > MAX_BYTES:
        raise DataFileError("Die Datei ist größer als 20 MB. Bitte teilen Sie sie auf.")
    is_xlsx = filename.casefold().endswith(".xlsx")
    rows = _read_xlsx(content) if is_xlsx else _read_csv(content, is_heading)
    if len(rows) > MAX_ROWS:
        raise DataFileError(f"Die Datei hat mehr als {MAX_ROWS} Zeilen. Bitte teilen Sie sie auf.")
    return [[_CONTROL.sub(" ", cell) for cell in row] for row in rows]


def _read_csv(content: bytes, is_heading: Callable[[str], bool]) -> list[list[str]]:
    if b"\x00" in content[:4096]:
        raise DataFileError("Die Datei ist keine CSV-Datei. Bitte speichern Sie die Tabelle als CSV oder XLSX.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel on Windows writes this one; the five bytes it does not know are no letters.
        text = content.decode("cp1252", errors="replace")
    try:
        readings = [list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) for delimiter in ";\t,|"]
    except csv.Error as error:
        raise DataFileError("Die CSV-Datei kann nicht gelesen werden. Bitte speichern Sie sie noch einmal.") from error
    return max(readings, key=lambda rows: sum(is_heading(cell) for row in rows[:HEADING_ROWS] for cell in row))


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise DataFileError("Die XLSX-Datei ist ausgepackt zu groß. Bitte teilen Sie sie auf.")
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheet = workbook.worksheets[0]
            rows = sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1)
            return [[_cell_text(cell) for cell in row] for row in rows]
        finally:
            workbook.close()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError) as error:
        raise DataFileError("Die XLSX-Datei kann nicht gelesen werden. Bitte speichern Sie sie noch einmal.") from error


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
