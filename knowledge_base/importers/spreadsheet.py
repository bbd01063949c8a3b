"""Reads offers from a spreadsheet, CSV or XLSX, with German or English headings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge_base.errors import DataFileError
from knowledge_base.importers import german
from knowledge_base.importers.offer_cells import read_offer
from knowledge_base.importers.record import Cells, Delivery, OfferRecord, RecordRefusedError, RefusedRecord
from knowledge_base.importers.tables import HEADING_ROWS, read_table
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


def read_spreadsheet(content: bytes, filename: str, *, default_provider: str | None = None) -> Delivery:
    """The offers of the first sheet, one per row under the headings.

    Args:
        content: a CSV or XLSX file; the ending of `filename` decides.
        default_provider: who runs the offers when the table has no column for it.

    Raises:
        DataFileError: the file as a whole cannot be read; the message is a German sentence for staff.
    """
    table = _find_table(read_table(content, filename, is_heading=lambda cell: fold(cell) in _FIELD_BY_HEADING))
    return Delivery(_records(table, default_provider), ignored=table.ignored)


def _records(table: "_Table", default_provider: str | None) -> Iterator[OfferRecord | RefusedRecord]:
    for row_number, cells in table.rows():
        where = f"Zeile {row_number}"
        try:
            record = read_offer(
                cells, has_number_column="source_id" in table.columns, default_provider=default_provider
            )
        except RecordRefusedError as refusal:
            title = german.plain_text(cells.get("title", ""))
            yield RefusedRecord(where, str(refusal), cells.get("source_id") or None, title)
            continue
        record.where = where
        yield record


@dataclass(frozen=True, slots=True)
class _Table:
    columns: Mapping[str, int]
    ignored: tuple[str, ...]
    heading_index: int
    lines: list[list[str]]

    def rows(self) -> Iterator[tuple[int, Cells]]:
        for index in range(self.heading_index + 1, len(self.lines)):
            line = self.lines[index]
            if any(cell.strip() for cell in line):
                cells = {name: line[column].strip() for name, column in self.columns.items() if column < len(line)}
                yield index + 1, cells


def _find_table(lines: list[list[str]]) -> _Table:
    """The table under the line with the most known headings; there may be a title above it."""
    best: tuple[dict[str, int], tuple[str, ...], int] | None = None
    for index, line in enumerate(lines[:HEADING_ROWS]):
        columns: dict[str, int] = {}
        ignored = []
        for column, heading in enumerate(line):
            name = _FIELD_BY_HEADING.get(fold(heading))
            if name and name not in columns:
                columns[name] = column
            elif heading.strip():
                ignored.append(heading.strip())
        if "title" in columns and (best is None or len(columns) > len(best[0])):
            best = columns, tuple(ignored), index
    if best is None or len(best[0]) < 2:
        raise DataFileError(
            "In der Datei wurde keine Zeile mit Überschriften gefunden. Nötig ist mindestens „Titel“ und zum Beispiel "
            "„Kursnummer“, „Ort“, „Beginn“ oder „Uhrzeit“."
        )
    return _Table(best[0], best[1], best[2], lines)
