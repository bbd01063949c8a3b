"""Writes offers as a table that spreadsheet programs open and that an import reads back without loss."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from knowledge_base.errors import DataFileError
from knowledge_base.importers.own_cells import HEADINGS, Cell, cell_of, guarded, kept_apostrophe
from knowledge_base.models import Offer

LONGEST_CELL = 32_767
"""Excel keeps no longer text in a cell."""


def csv_table(offers: Iterable[Offer]) -> bytes:
    """The offers as CSV in UTF-8 with a byte order mark and semicolons, as German Excel opens it by a double click.

    A text that looks like a formula has an apostrophe before it, which the import takes off again.
    """
    file = io.StringIO(newline="")
    table = csv.writer(file, delimiter=";", lineterminator="\r\n")
    table.writerow(HEADINGS.values())
    for offer in offers:
        table.writerow(_csv_cell(cell_of(offer, name)) for name in HEADINGS)
    return file.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d.%m.%Y}"
        case float():
            return f"{cell:.2f}".replace(".", ",")
    return guarded(str(cell))


def xlsx_table(offers: Iterable[Offer]) -> bytes:
    """The offers as an XLSX workbook; days and amounts are real ones, all else is text.

    Raises:
        DataFileError: a text is too long for Excel.
    """
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Angebote")
    sheet.freeze_panes = "D2"
    headings = [WriteOnlyCell(sheet, heading) for heading in HEADINGS.values()]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for offer in offers:
        sheet.append([_xlsx_cell(sheet, offer, name) for name in HEADINGS])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _xlsx_cell(sheet: Any, offer: Offer, name: str) -> object:
    cell = cell_of(offer, name)
    if not isinstance(cell, str):
        return cell
    if len(cell) >= LONGEST_CELL:
        raise DataFileError(
            f"Ein Text des Angebots „{offer.title[:60]}“ ist zu lang für Excel. Bitte exportieren Sie als CSV."
        )
    written = WriteOnlyCell(sheet, kept_apostrophe(cell))
    # Said after the value: openpyxl would make a formula of "=…".
    written.data_type = "s"
    written.quotePrefix = True
    return written
