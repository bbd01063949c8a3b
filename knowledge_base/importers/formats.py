"""Which reader a file needs: one row for each format, chosen by what is in the file and by its ending."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from knowledge_base.errors import DataFileError
from knowledge_base.importers.calendar_file import read_calendar_file
from knowledge_base.importers.jsonld import read_jsonld
from knowledge_base.importers.kufer import ROOT as KUFER_ROOT
from knowledge_base.importers.kufer import read_kufer
from knowledge_base.importers.openqcat import ROOT as OPENQCAT_ROOT
from knowledge_base.importers.openqcat import read_openqcat
from knowledge_base.importers.record import Delivery
from knowledge_base.importers.spreadsheet import read_spreadsheet
from knowledge_base.importers.xml_files import root_name


class Reader(Protocol):
    """Reads one format."""

    def __call__(self, content: bytes, filename: str, *, default_provider: str | None = None) -> Delivery:
        """The offers of a file; a fault of one record is a `RefusedRecord`.

        Raises:
            DataFileError: the file as a whole cannot be read; the message is a German sentence for staff.
        """
        ...


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One format that can be imported."""

    name: str
    """As it is kept with each import."""
    title: str
    """German, for staff."""
    is_like: Callable[[bytes, str], bool]
    """Given the content and the ending such as ".csv", whether this is the format."""
    read: Reader


def _is_xlsx(content: bytes, _ending: str) -> bool:
    return "xl/workbook.xml" in _names_in_zip(content)


def _is_kufer(content: bytes, _ending: str) -> bool:
    return root_name(content) == KUFER_ROOT


def _is_openqcat(content: bytes, _ending: str) -> bool:
    return root_name(content) == OPENQCAT_ROOT


def _is_csv(content: bytes, ending: str) -> bool:
    return ending in (".csv", ".tsv", ".txt", "") and _foreign_kind(content) is None


def _is_calendar(content: bytes, _ending: str) -> bool:
    return _start(content).upper().startswith(b"BEGIN:VCALENDAR")


def _is_jsonld(content: bytes, ending: str) -> bool:
    """JSON about schema.org, or a web page; one without such data is told so by the reader."""
    if _start(content).startswith(b"<"):
        return ending in (".html", ".htm") or b"application/ld+json" in content
    return _start(content).startswith((b"{", b"[")) and (ending in (".json", ".jsonld") or b'"@type"' in content)


def _start(content: bytes) -> bytes:
    return content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()


FORMATS: tuple[FileFormat, ...] = (
    FileFormat("xlsx", "Excel-Tabelle (XLSX)", _is_xlsx, read_spreadsheet),
    FileFormat("kufer", "Kufer-XML", _is_kufer, read_kufer),
    FileFormat("openqcat", "openQ-cat-XML", _is_openqcat, read_openqcat),
    FileFormat("calendar", "Kalender (iCalendar, .ics)", _is_calendar, read_calendar_file),
    FileFormat("jsonld", "schema.org-Daten (JSON-LD oder Webseite)", _is_jsonld, read_jsonld),
    FileFormat("csv", "CSV-Tabelle", _is_csv, read_spreadsheet),
)
"""The first that the file is like reads it, so what is recognised by its content stands above CSV."""

_FOREIGN: Mapping[bytes, str] = {
    b"\xd0\xcf\x11\xe0": "eine alte Excel- oder Word-Datei (.xls, .doc). Bitte speichern Sie sie als XLSX",
    b"%PDF": "ein PDF. Bitte fragen Sie nach einer Tabelle (XLSX oder CSV)",
    b"PK\x03\x04": "ein gepacktes Archiv oder eine Textdatei und keine Excel-Tabelle. Bitte packen Sie es aus, oder "
    "speichern Sie die Tabelle als XLSX",
    b"\x1f\x8b": "ein gepacktes Archiv. Bitte packen Sie es zuerst aus",
    b"Rar!": "ein gepacktes Archiv. Bitte packen Sie es zuerst aus",
    b"7z\xbc\xaf": "ein gepacktes Archiv. Bitte packen Sie es zuerst aus",
    b"\x89PNG": "ein Bild. Bitte fragen Sie nach einer Tabelle (XLSX oder CSV)",
    b"\xff\xd8\xff": "ein Bild. Bitte fragen Sie nach einer Tabelle (XLSX oder CSV)",
    b"{\\rtf": "eine Textdatei (RTF) und keine Tabelle. Bitte speichern Sie die Tabelle als XLSX oder CSV",
}


def find_format(content: bytes, filename: str) -> FileFormat:
    """The format of a file.

    Raises:
        DataFileError: there is no reader for it; the message says in German what the file is and what to send instead.
    """
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise DataFileError("Die Datei ist leer.")
    ending = PurePath(filename).suffix.casefold()
    found = next((each for each in FORMATS if each.is_like(content, ending)), None)
    if found:
        return found
    known = ", ".join(each.title for each in FORMATS)
    if ending == ".xlsx" and content.startswith(b"PK\x03\x04") and not _names_in_zip(content):
        raise DataFileError("Die XLSX-Datei ist beschädigt. Bitte speichern oder laden Sie sie noch einmal.")
    if kind := _foreign_kind(content):
        raise DataFileError(f"Die Datei „{filename}“ ist {kind}.")
    raise DataFileError(f"Die Datei „{filename}“ kann nicht gelesen werden. Gelesen werden: {known}.")


def _foreign_kind(content: bytes) -> str | None:
    """What a file is that is no text, in German; `None` when it may be text."""
    return next((kind for start, kind in _FOREIGN.items() if content.startswith(start)), None)


def _names_in_zip(content: bytes) -> set[str]:
    if not content.startswith(b"PK\x03\x04"):
        return set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {part.filename for part in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()
