"""Reads offers from a spreadsheet, CSV or XLSX, with German or English headings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from knowledge_base.errors import DataFileError
from knowledge_base.importers import german
from knowledge_base.importers.offer_cells import read_offer
from knowledge_base.importers.own_cells import own_columns, read_own_rows
from knowledge_base.importers.record import Delivery, OfferRecord, RecordRefusedError, RefusedRecord
from knowledge_base.importers.tables import HEADING_ROWS, TableRow, read_table
from knowledge_base.places import fold

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "source_id": ("kursnummer", "kurs nr", "kursnr", "knr", "nummer", "nr", "va nr", "veranstaltungsnummer",
                  "angebotsnummer", "id", "course number", "course id", "number"),
    "title": ("titel", "kurstitel", "bezeichnung", "veranstaltung", "kurs", "name", "angebot", "haupttitel", "title",
              "course title", "course"),
    "description": ("beschreibung", "inhalt", "ankuendigungstext", "text", "info", "details", "kursbeschreibung",
                    "description"),
    "provider": ("anbieter", "traeger", "veranstalter", "institution", "einrichtung", "provider", "organisation",
                 "organization"),
    "course_type": ("kursart", "art", "fachbereich", "kategorie", "bereich", "thema", "angebotsart", "course type",
                    "type", "category"),
    "level": ("niveau", "stufe", "level", "sprachniveau", "ger", "cefr"),
    "level_to": ("zielniveau", "level to", "target level"),
    "level_from": ("eingangsniveau", "voraussetzung niveau", "level from", "entry level"),
    "street": ("strasse", "adresse", "anschrift", "veranstaltungsort", "kursort", "raum", "gebaeude", "aussenstelle",
               "street", "address", "venue"),
    "postcode": ("plz", "postleitzahl", "postcode", "zip", "postal code"),
    "town": ("ort", "stadt", "gemeinde", "town", "city", "place", "location"),
    "weekdays": ("wochentag", "wochentage", "tag", "tage", "termin tag", "weekday", "weekdays", "day", "days"),
    "times": ("uhrzeit", "uhrzeiten", "zeit", "zeiten", "kurszeiten", "unterrichtszeiten", "zeitraum", "time", "times",
              "schedule"),
    "time_from": ("von", "beginn uhrzeit", "startzeit", "uhrzeit von", "time from", "start time"),
    "time_until": ("bis", "ende uhrzeit", "endzeit", "uhrzeit bis", "time until", "end time"),
    "start_on": ("beginn", "start", "startdatum", "erster termin", "kursbeginn", "von datum", "datum von",
                 "beginn datum", "start date", "starts on"),
    "end_on": ("ende", "enddatum", "letzter termin", "kursende", "bis datum", "datum bis", "ende datum", "end date",
               "end", "ends on"),
    "sessions_count": ("termine", "anzahl termine", "dauer", "abende", "sessions"),
    "lessons": ("ue", "u std", "ustd", "unterrichtseinheiten", "unterrichtsstunden", "stunden", "lessons"),
    "price": ("gebuehr", "preis", "kosten", "entgelt", "kursgebuehr", "teilnahmegebuehr", "price", "fee", "cost"),
    "price_note": ("ermaessigt", "ermaessigung", "reduced price"),
    "funding": ("foerderung", "finanzierung", "kostentraeger", "funding"),
    "childcare": ("kinderbetreuung", "betreuung", "kinder", "mit kind", "childcare"),
    "child_ages": ("alter der kinder", "betreuungsalter", "child ages"),
    "childcare_note": ("kosten betreuung", "kosten der betreuung", "childcare note"),
    "format": ("format", "durchfuehrung", "online", "kursform", "unterrichtsform"),
    "women_only": ("nur frauen", "nur fuer frauen", "frauenkurs", "women only"),
    "target_group": ("zielgruppe", "target group"),
    "staff_languages": ("sprachen", "beratungssprachen", "kontakt sprachen", "staff languages"),
    "eligibility": ("voraussetzung", "voraussetzungen", "zugang", "teilnahmebedingungen", "requirements",
                    "eligibility"),
    "registration": ("anmeldung", "registration"),
    "url": ("link", "url", "webseite", "homepage", "website", "web"),
    "phone": ("telefon", "tel", "phone"),
    "email": ("e mail", "email", "mail"),
    "registration_until": ("anmeldeschluss", "anmeldefrist", "anmeldung bis", "deadline", "registration until"),
    "seats_total": ("max tn", "tn max", "max teilnehmer", "plaetze", "seats"),
    "seats_free": ("freie plaetze", "frei", "free seats"),
    "status": ("status", "belegung"),
    "pauses": ("ferien", "pausen", "unterrichtsfrei", "ferienregelung", "pauses"),
}  # fmt: skip
"""Each field with the headings that name it, folded: lower case, umlauts as two letters, no punctuation."""

_FIELD_BY_HEADING = {heading: name for name, headings in HEADINGS.items() for heading in headings}
_MAY_BEGIN_LIKE_A_FORMULA = frozenset({"source_id", "title", "description", "eligibility", "registration"})


def read_spreadsheet(content: bytes, filename: str, *, default_provider: str | None = None) -> Delivery:
    """The offers of the first sheet, one per row under the headings, which may fill two rows.

    Args:
        content: a CSV or XLSX file; the ending of `filename` decides.
        default_provider: who runs the offers when the table has no column for it.

    Raises:
        DataFileError: the file as a whole cannot be read; the message is a German sentence for staff.
    """
    table = read_table(content, filename, is_heading=lambda cell: _field(cell) is not None)
    rows = iter(table.rows)
    top = list(islice(rows, HEADING_ROWS + 1))
    headings = _find_headings(top)
    rest = chain(top[headings.rows_above :], rows)
    if own := own_columns(top[headings.rows_above - 1].cells):
        records = read_own_rows(rest, own, default_provider)
        return Delivery(records, notes=table.notes, expected=table.expected)
    records = _records(rest, headings, default_provider)
    return Delivery(records, ignored=headings.ignored, notes=table.notes, expected=table.expected)


def _records(
    rows: Iterator[TableRow], headings: "_Headings", default_provider: str | None
) -> Iterator[OfferRecord | RefusedRecord]:
    has_number_column = "source_id" in headings.columns
    for row in rows:
        cells = {name: row.cells[at].strip() for name, at in headings.columns.items() if at < len(row.cells)}
        if not any(cells.values()):
            continue
        where = f"Zeile {row.number}"
        notes = [*row.notes, *_take_out_formulas(cells)]
        try:
            if row.fault:
                raise RecordRefusedError(row.fault)
            record = read_offer(cells, has_number_column=has_number_column, default_provider=default_provider)
        except RecordRefusedError as refusal:
            title = german.plain_text(cells.get("title", "")[:200])
            yield RefusedRecord(where, str(refusal), cells.get("source_id", "")[:200] or None, title)
            continue
        record.where = where
        record.notes[:0] = notes
        yield record


def _take_out_formulas(cells: dict[str, str]) -> Iterator[str]:
    """Empties fields of fixed meaning that hold a formula, and says so: its first number would be a wrong value."""
    for name, cell in cells.items():
        if cell.startswith("="):
            if name in _MAY_BEGIN_LIKE_A_FORMULA:
                yield f"„{cell[:40]}“ beginnt wie eine Formel und wurde als Text übernommen."
            else:
                cells[name] = ""
                yield f"„{cell[:40]}“ ist eine Formel und kein Wert, das Feld bleibt leer."


@dataclass(frozen=True, slots=True)
class _Headings:
    columns: Mapping[str, int]
    ignored: tuple[str, ...]
    rows_above: int
    """How many rows there are up to the last row of headings."""


def _find_headings(top: Sequence[TableRow]) -> _Headings:
    """Those with the most known fields, in one row or in two; there may be a title above them."""
    best = _Headings({}, (), 0)
    for index, row in enumerate(top[:HEADING_ROWS]):
        found = [_headings(row.cells, index + 1)]
        if index + 1 < len(top):
            found += _headings_in_two_rows(row.cells, top[index + 1].cells, index + 2)
        for headings in found:
            if "title" in headings.columns and len(headings.columns) > len(best.columns):
                best = headings
    if len(best.columns) < 2:
        raise DataFileError(
            "In der Datei wurde keine Zeile mit Überschriften gefunden. Nötig ist mindestens „Titel“ und zum Beispiel "
            "„Kursnummer“, „Ort“, „Beginn“ oder „Uhrzeit“."
        )
    if top[best.rows_above - 1].fault:
        raise DataFileError(f"Die Tabelle ist zu breit: {top[best.rows_above - 1].fault}")
    return best


def _headings_in_two_rows(upper: Sequence[str], lower: Sequence[str], rows_above: int) -> Iterator[_Headings]:
    """ "Beginn" above "Datum" and "Uhrzeit"; a row of values below the headings is none of these."""
    together, group = [], ""
    for column in range(max(len(upper), len(lower))):
        below = lower[column].strip() if column < len(lower) else ""
        above = upper[column].strip() if column < len(upper) else ""
        # A heading over several columns stands in the first of them.
        group = above or group
        both = f"{group} {below}" if below else above
        if below and _field(both) is None and _field(below) is None:
            return
        together.append(both if _field(both) else below or above)
    if any(cell.strip() for cell in lower):
        yield _headings(together, rows_above)


def _headings(cells: Sequence[str], rows_above: int) -> _Headings:
    columns: dict[str, int] = {}
    ignored = []
    for column, heading in enumerate(cells):
        name = _field(heading)
        if name and name not in columns:
            columns[name] = column
        elif heading.strip():
            ignored.append(heading.strip()[:100])
    return _Headings(columns, tuple(ignored), rows_above)


def _field(heading: str) -> str | None:
    return _FIELD_BY_HEADING.get(fold(heading)) if len(heading) <= 100 else None
