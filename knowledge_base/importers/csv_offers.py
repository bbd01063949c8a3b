"""Imports offers from a spreadsheet with German or English headings, row by row, as often as one likes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.calendar import is_beyond_known_calendar
from knowledge_base.changes import differing, write
from knowledge_base.database import our_errors
from knowledge_base.errors import DataFileError
from knowledge_base.importers import german
from knowledge_base.importers.report import ImportReport, Outcome, RowReport
from knowledge_base.importers.tables import HEADING_ROWS, read_table
from knowledge_base.importers.weekly_times import WeeklyTimes, parse_weekly_times
from knowledge_base.models import Offer, Pauses, Provenance, Provider
from knowledge_base.places import Place, find_place, fold
from knowledge_base.results import PriceKind, SeatStatus, Session
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday

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
_LANGUAGE_CODES = {
    "deutsch": "de", "englisch": "en", "tuerkisch": "tr", "arabisch": "ar", "persisch": "fa", "farsi": "fa",
    "dari": "fa", "ukrainisch": "uk", "russisch": "ru", "rumaenisch": "ro", "franzoesisch": "fr",
    "spanisch": "es", "polnisch": "pl",
    "italienisch": "it", "albanisch": "sq", "bulgarisch": "bg", "griechisch": "el", "tigrinya": "ti",
}  # fmt: skip
_MOBILE = re.compile(r"^(?:\+49|0049|0)\s*\(?0?\)?1[5-7]")
_FULL_TIME_MINUTES = 30 * 60
_MAX_PRICE_CENTS = 5_000_000
_MAX_LESSON_CENTS = 3_000
_EARLIEST, _LATEST = "06:00", "22:30"
_OLDEST_CHILD = 14

Cells: TypeAlias = Mapping[str, str]


class RowRefusedError(Exception):
    """One row cannot become an offer; the message is the German sentence for the report."""


@dataclass(slots=True)
class OfferRow:
    """What one row says."""

    source_id: str
    provider: str
    values: dict[str, object] = field(default_factory=dict)
    provenance: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def set(self, name: str, value: object, provenance: Provenance = Provenance.GIVEN) -> None:
        self.values[name] = value
        if value not in (None, (), [], Childcare.UNKNOWN, PriceKind.UNKNOWN, SeatStatus.UNKNOWN, Pauses.UNKNOWN):
            self.provenance[name] = provenance.value


async def import_offers(
    session: AsyncSession,
    content: bytes,
    *,
    filename: str,
    source: str,
    today: date,
    default_provider: str | None = None,
    is_preview: bool = False,
) -> ImportReport:
    """What became of each row; with `is_preview` nothing is written and the report says what would happen.

    Rows are matched by (`source`, number of the course), so the same file again changes nothing but the day of the last
    check. A refused row never stops the others. Fields that staff wrote stay. The caller commits, so the whole import
    is one transaction.

    Args:
        content: a CSV or XLSX file; the ending of `filename` decides.
        source: name of the file or feed, the same each time.
        today: becomes the day on which the offers were last checked.
        default_provider: who runs the offers when the table has no column for it.

    Raises:
        DataFileError: the file as a whole cannot be read; the message is a German sentence for staff.
        UnavailableError: the database could not be written.
    """
    table = _find_table(read_table(content, filename, is_heading=lambda cell: fold(cell) in _FIELD_BY_HEADING))
    reports: list[RowReport] = []
    row_numbers: dict[str, int] = {}
    with our_errors():
        known = await _known_offers(session, source)
        providers = await _known_providers(session, source)
        for row_number, cells in table.rows():
            try:
                row = read_row(cells, has_number_column="source_id" in table.columns, default_provider=default_provider)
                _refuse_double(row, row_numbers, row_number)
            except RowRefusedError as refusal:
                number, title = cells.get("source_id"), german.plain_text(cells.get("title", ""))
                reports.append(RowReport(row_number, number or None, title, Outcome.REFUSED, reason=str(refusal)))
                continue
            report = _apply(session, row, row_number, source, today, known, providers, is_preview)
            reports.append(report)
        if not is_preview:
            await session.flush()
    return ImportReport(source, is_preview, tuple(reports), table.ignored)


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


def read_row(cells: Cells, *, has_number_column: bool = True, default_provider: str | None = None) -> OfferRow:
    """The offer one row describes.

    Raises:
        RowRefusedError: the row contradicts itself or says too little.
    """
    title = german.plain_text(cells.get("title", ""))
    if title is None:
        raise RowRefusedError("Der Titel fehlt.")
    provider = german.plain_text(cells.get("provider", "")) or default_provider
    if provider is None:
        raise RowRefusedError("Es ist nicht angegeben, wer den Kurs anbietet.")
    source_id = cells.get("source_id", "")
    if not source_id and has_number_column:
        raise RowRefusedError("Die Kursnummer fehlt. Ohne sie kann der Kurs später nicht wiedererkannt werden.")
    if len(source_id) > 200:
        raise RowRefusedError("Die Kursnummer ist länger als 200 Zeichen.")
    row = OfferRow(source_id or _made_up_number(title, provider, cells), provider)
    row.set("title", title)
    row.set("description", german.plain_text(cells.get("description", "")))
    _read_kind(row, cells, title)
    _read_place(row, cells, title)
    _read_schedule(row, cells)
    _read_price(row, cells)
    _read_childcare(row, cells)
    _read_people(row, cells, title)
    _read_registration(row, cells)
    return row


def _made_up_number(title: str, provider: str, cells: Cells) -> str:
    """A number for tables without a column for it; stays the same as long as name, start and place do."""
    start = german.parse_date(cells.get("start_on", ""))
    parts = (provider, title, start.isoformat() if start else "", cells.get("town", ""), cells.get("times", ""))
    return " / ".join(fold(part) for part in parts)[:200]


def _refuse_double(row: OfferRow, row_numbers: dict[str, int], row_number: int) -> None:
    first = row_numbers.setdefault(row.source_id, row_number)
    if first != row_number:
        raise RowRefusedError(f"Dieser Kurs steht schon in Zeile {first} (gleiche Kursnummer).")


def _read_kind(row: OfferRow, cells: Cells, title: str) -> None:
    given = german.course_type_from_words(cells.get("course_type", ""))
    is_exact = given is not None and cells["course_type"].casefold() == given
    course_type = given if is_exact else german.course_type_from_words(title) or given
    row.set("course_type", course_type, Provenance.GIVEN if is_exact else Provenance.DERIVED)
    level_from, level_to, provenance = _levels(cells, title, course_type)
    if level_from and level_to and level_to < level_from:
        raise RowRefusedError(f"Das Zielniveau {level_to} liegt unter dem Eingangsniveau {level_from}.")
    row.set("level_from", level_from, provenance)
    row.set("level_to", level_to, provenance)


def _levels(cells: Cells, title: str, course_type: CourseType | None) -> tuple[Level | None, Level | None, Provenance]:
    own_from, own_to = german.parse_levels(cells.get("level_from", "")), german.parse_levels(cells.get("level_to", ""))
    if own_from or own_to:
        return (own_from[0] if own_from else None), (own_to[-1] if own_to else None), Provenance.GIVEN
    given = german.parse_levels(cells.get("level", ""))
    levels, provenance = (given, Provenance.GIVEN) if given else (german.parse_levels(title), Provenance.DERIVED)
    if len(levels) > 1:
        return levels[0], levels[-1], provenance
    if not levels:
        return None, None, provenance
    # One level in the title of a language course is where it leads; elsewhere it is what one must know.
    if (course_type is None or course_type in german.LANGUAGE_COURSES) and levels[0] is not Level.A0:
        return None, levels[0], provenance
    return levels[0], None, provenance


def _read_place(row: OfferRow, cells: Cells, title: str) -> None:
    town, street = german.plain_text(cells.get("town", "")), german.plain_text(cells.get("street", ""))
    offer_format = german.parse_format(cells.get("format", ""))
    provenance = Provenance.GIVEN
    if offer_format is None:
        words = " ".join(filter(None, (town, street, title)))
        offer_format, provenance = german.parse_format(words) or Format.IN_PERSON, Provenance.DERIVED
    row.set("format", offer_format, provenance)
    place = None if offer_format is Format.ONLINE else _find_place(cells, town, street)
    if place is None and offer_format is not Format.ONLINE:
        where = town or street
        row.notes.append(
            f"Der Ort „{where}“ wurde nicht im Landkreis und bei den Nachbarn gefunden." if where else "Der Ort fehlt."
        )
    postcode = cells.get("postcode", "")
    row.set("place", place.slug if place else None)
    row.set("street", street)
    row.set("postcode", postcode if re.fullmatch(r"\d{5}", postcode) else None)
    row.set("town", town)


def _find_place(cells: Cells, town: str | None, street: str | None) -> Place | None:
    texts = (f"{cells.get('postcode', '')} {town or ''}", town or "", street or "")
    return next((place for place in map(find_place, texts) if place), None)


def _read_schedule(row: OfferRow, cells: Cells) -> None:
    start_on, end_on = _day(row, cells, "start_on", "Beginn"), _day(row, cells, "end_on", "Ende")
    if start_on and end_on and end_on < start_on:
        raise RowRefusedError(f"Das Ende ({end_on:%d.%m.%Y}) liegt vor dem Beginn ({start_on:%d.%m.%Y}).")
    text = _times_text(cells)
    times = parse_weekly_times(text)
    sessions = times.sessions or _single_day_sessions(times, text, start_on, end_on)
    for slot in sessions:
        if slot.time_from < _EARLIEST or slot.time_until > _LATEST:
            raise RowRefusedError(
                f"Die Uhrzeit {slot.time_from}-{slot.time_until} liegt nicht zwischen {_EARLIEST} und {_LATEST} Uhr."
            )
    words = german.plain_text(text)
    if words and not sessions:
        row.notes.append(f"Aus „{words}“ wurden keine festen Wochentage und Uhrzeiten gelesen.")
    if sessions and start_on and list(Weekday)[start_on.weekday()] not in {slot.weekday for slot in sessions}:
        row.notes.append(f"Der {start_on:%d.%m.%Y} ist keiner der angegebenen Wochentage.")
    pauses = german.parse_pauses(cells["pauses"]) if cells.get("pauses") else times.pauses or Pauses.UNKNOWN
    if end_on and pauses is Pauses.SCHOOL_HOLIDAYS and is_beyond_known_calendar(end_on):
        row.notes.append("Der Kurs endet nach den letzten bekannten Schulferien.")
    row.set("sessions", sessions)
    row.set("schedule_note", words if words and not sessions else None)
    row.set("start_on", start_on)
    row.set("end_on", end_on)
    is_flexible = re.search(r"laufend|jederzeit|flexibel", cells.get("start_on", "").casefold()) is not None
    row.set("flexible_start", is_flexible)
    row.set("pauses", pauses, Provenance.GIVEN if cells.get("pauses") else Provenance.DERIVED)
    row.set("sessions_count", german.parse_number(cells.get("sessions_count", "")) or times.sessions_count)
    row.set("lessons", german.parse_number(cells.get("lessons", "")))
    _read_pace(row, cells, sessions)


def _day(row: OfferRow, cells: Cells, name: str, heading: str) -> date | None:
    cell = cells.get(name, "")
    day = german.parse_date(cell)
    if day is None and re.search(r"\d", cell):
        row.notes.append(f"„{cell}“ unter „{heading}“ ist kein Datum wie 01.03.2027.")
    return day


def _times_text(cells: Cells) -> str:
    time_from, time_until = cells.get("time_from", ""), cells.get("time_until", "")
    span = f"{time_from}-{time_until}" if time_from and time_until else time_from
    return " ".join(filter(None, (cells.get("weekdays", ""), cells.get("times", ""), span)))


def _single_day_sessions(
    times: WeeklyTimes, text: str, start_on: date | None, end_on: date | None
) -> tuple[Session, ...]:
    """The meeting of an offer on one day only, which needs no weekday to be clear."""
    if not times.is_weekly or start_on is None or end_on != start_on:
        return ()
    return parse_weekly_times(f"{list(Weekday)[start_on.weekday()]} {text}").sessions


def _read_pace(row: OfferRow, cells: Cells, sessions: tuple[Session, ...]) -> None:
    words = " ".join(filter(None, (cells.get("format", ""), cells.get("times", ""), cells.get("title", ""))))
    pace, provenance = german.parse_pace(words), Provenance.GIVEN
    if pace is None and sessions:
        minutes = sum(_minutes(slot.time_until) - _minutes(slot.time_from) for slot in sessions)
        pace, provenance = Pace.FULL_TIME if minutes >= _FULL_TIME_MINUTES else Pace.PART_TIME, Provenance.DERIVED
    row.set("pace", pace, provenance)


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _read_price(row: OfferRow, cells: Cells) -> None:
    cell = cells.get("price", "")
    price = german.parse_price(cell)
    funding_words = fold(cells.get("funding", ""))
    # With a voucher "0,00" is what she pays with the voucher, not what everyone pays.
    if price.kind in (PriceKind.UNKNOWN, PriceKind.FREE) and re.search(r"bildungsgutschein|\bavgs\b", funding_words):
        price = german.Price(PriceKind.VOUCHER)
    if (price.cents or 0) > _MAX_PRICE_CENTS or (price.per_lesson_cents or 0) > _MAX_LESSON_CENTS:
        raise RowRefusedError(f"Der Preis „{cell}“ ist zu hoch, um richtig zu sein.")
    row.set("price_kind", price.kind)
    row.set("price_cents", price.cents if price.kind is PriceKind.FEE else None)
    row.set("price_per_lesson_cents", price.per_lesson_cents)
    row.set("price_note", german.plain_text(cells.get("price_note", "")))
    tags = [tag for tag in ("bildungsgutschein", "avgs") if tag in f"{funding_words} {fold(cell)}"]
    row.set("funding", tags)


def _read_childcare(row: OfferRow, cells: Cells) -> None:
    cell = cells.get("childcare", "")
    childcare = german.parse_childcare(cell) if cell else Childcare.UNKNOWN
    youngest, oldest = german.parse_child_ages(cells.get("child_ages", "") or cell)
    too_old = any(age is not None and age > _OLDEST_CHILD for age in (youngest, oldest))
    if too_old or (youngest is not None and oldest is not None and youngest > oldest):
        raise RowRefusedError("Das Alter der Kinder in der Betreuung ist nicht zwischen 0 und 14 Jahren.")
    row.set("childcare", childcare)
    row.set("childcare_age_from", youngest)
    row.set("childcare_age_to", oldest)
    is_open = bool(cell) and childcare is Childcare.UNKNOWN
    row.set("childcare_note", german.plain_text(cells.get("childcare_note", "") or (cell if is_open else "")))


def _read_people(row: OfferRow, cells: Cells, title: str) -> None:
    women_only = german.parse_yes_no(cells.get("women_only", ""))
    if women_only is None:
        words = f"{title} {cells.get('target_group', '')}"
        row.set("women_only", german.is_for_women_only(words), Provenance.DERIVED)
    else:
        row.set("women_only", women_only)
    texts = (cells.get("target_group", ""), cells.get("eligibility", ""))
    row.set("eligibility", german.plain_text("\n".join(filter(None, texts))))
    row.set("staff_languages", _language_codes(cells.get("staff_languages", "")))


def _language_codes(cell: str) -> list[str]:
    words = fold(cell).split()
    codes = [word if word in _LANGUAGE_CODES.values() else _LANGUAGE_CODES.get(word) for word in words]
    return list(dict.fromkeys(code for code in codes if code))


def _read_registration(row: OfferRow, cells: Cells) -> None:
    registration = cells.get("registration", "")
    url = next((text for text in (cells.get("url", ""), registration) if _is_link(text)), None)
    row.set("url", url)
    row.set("registration_note", None if _is_link(registration) else german.plain_text(registration))
    email = cells.get("email", "")
    row.set("email", email if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[a-zA-Z]{2,}", email) else None)
    phone = cells.get("phone", "").lstrip("'")
    if _MOBILE.match(phone):
        row.notes.append("Die Handynummer wurde nicht übernommen, nur Nummern von Büros werden gespeichert.")
        phone = ""
    row.set("phone", phone if re.fullmatch(r"[+\d][\d\s()/.\-]{4,38}", phone) else None)
    row.set("registration_until", _day(row, cells, "registration_until", "Anmeldeschluss"))
    row.set("seats_total", german.parse_number(cells.get("seats_total", "")))
    row.set("seats_free", german.parse_number(cells.get("seats_free", "")))
    row.set("status", german.parse_status(cells.get("status", "")))


def _is_link(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\"']+", text) is not None


async def _known_offers(session: AsyncSession, source: str) -> dict[str, Offer]:
    offers = (await session.scalars(select(Offer).where(Offer.source == source))).unique()
    return {offer.source_id: offer for offer in offers}


async def _known_providers(session: AsyncSession, source: str) -> dict[str, Provider]:
    providers = await session.scalars(select(Provider).where(Provider.source == source))
    return {provider.source_id: provider for provider in providers}


def _apply(
    session: AsyncSession,
    row: OfferRow,
    row_number: int,
    source: str,
    today: date,
    known: dict[str, Offer],
    providers: dict[str, Provider],
    is_preview: bool,
) -> RowReport:
    """Writes one row, or only says what writing it would change."""
    title, notes = str(row.values["title"]), tuple(row.notes)
    provider_id = fold(row.provider)[:200]
    offer = known.get(row.source_id)
    if offer is None:
        if not is_preview:
            provider = _provider(session, row.provider, provider_id, source, providers)
            offer = Offer(source=source, source_id=row.source_id, provider=provider, provenance=row.provenance)
            write(offer, row.values, row.values)
            offer.last_checked_on = today
            session.add(offer)
        return RowReport(row_number, row.source_id, title, Outcome.NEW, notes=notes)

    manual = {name for name, value in offer.provenance.items() if value == Provenance.MANUAL}
    different = differing(offer, row.values)
    changed = tuple(name for name in different if name not in manual)
    kept = tuple(name for name in different if name in manual)
    has_new_provider = offer.provider.source_id != provider_id and "provider" not in manual
    if not is_preview:
        write(offer, row.values, changed)
        if has_new_provider:
            offer.provider = _provider(session, row.provider, provider_id, source, providers)
        provenance = {**row.provenance, **dict.fromkeys(manual, Provenance.MANUAL.value)}
        if provenance != offer.provenance:
            offer.provenance = provenance
        offer.last_checked_on = today
    if has_new_provider:
        changed = (*changed, "provider")
    outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    return RowReport(row_number, row.source_id, title, outcome, changed_fields=changed, kept_fields=kept, notes=notes)


def _provider(
    session: AsyncSession, name: str, provider_id: str, source: str, providers: dict[str, Provider]
) -> Provider:
    if provider_id not in providers:
        providers[provider_id] = Provider(source=source, source_id=provider_id, name=name)
        session.add(providers[provider_id])
    return providers[provider_id]
