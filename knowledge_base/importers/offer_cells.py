"""Makes an offer out of texts, whatever format they came in: the words of a provider become canonical values."""

import re
from datetime import date

from knowledge_base import clock
from knowledge_base.calendar import is_beyond_known_calendar
from knowledge_base.importers import german
from knowledge_base.importers.private_details import is_mobile, is_of_an_office, without_private_details
from knowledge_base.importers.record import Cells, OfferRecord, RecordRefusedError
from knowledge_base.importers.weekly_times import WeeklyTimes, parse_weekly_times
from knowledge_base.models import Pauses, Provenance
from knowledge_base.places import Place, find_place, fold
from knowledge_base.results import PriceKind, Session
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday

_LANGUAGE_CODES = {
    "deutsch": "de", "englisch": "en", "tuerkisch": "tr", "arabisch": "ar", "persisch": "fa", "farsi": "fa",
    "dari": "fa", "ukrainisch": "uk", "russisch": "ru", "rumaenisch": "ro", "franzoesisch": "fr",
    "spanisch": "es", "polnisch": "pl",
    "italienisch": "it", "albanisch": "sq", "bulgarisch": "bg", "griechisch": "el", "tigrinya": "ti",
}  # fmt: skip
_TEXTS = ("title", "description", "eligibility", "target_group", "price_note", "childcare_note", "registration")
_LONGEST_TEXT, _LONGEST_CELL = 30_000, 1_000
_FULL_TIME_MINUTES = 30 * 60
_MAX_PRICE_CENTS = 5_000_000
_MAX_LESSON_CENTS = 3_000
_EARLIEST, _LATEST = "06:00", "22:30"
_OLDEST_CHILD = 14


def read_offer(cells: Cells, *, has_number_column: bool = True, default_provider: str | None = None) -> OfferRecord:
    """The offer one row describes.

    Raises:
        RecordRefusedError: the row contradicts itself or says too little.
    """
    _refuse_too_long(cells)
    title = german.plain_text(cells.get("title", ""))
    if title is None:
        raise RecordRefusedError("Der Titel fehlt.")
    provider = german.plain_text(cells.get("provider", "")) or default_provider
    if provider is None:
        raise RecordRefusedError("Es ist nicht angegeben, wer den Kurs anbietet.")
    source_id = cells.get("source_id", "")
    if not source_id and has_number_column:
        raise RecordRefusedError("Die Kursnummer fehlt. Ohne sie kann der Kurs später nicht wiedererkannt werden.")
    if len(source_id) > 200:
        raise RecordRefusedError("Die Kursnummer ist länger als 200 Zeichen.")
    row = OfferRecord(source_id or _made_up_number(title, provider, cells), provider)
    row.set("title", title)
    row.set("description", german.plain_text(cells.get("description", "")))
    _read_kind(row, cells, title)
    _read_place(row, cells, title)
    _read_schedule(row, cells)
    _read_price(row, cells)
    _read_childcare(row, cells)
    _read_people(row, cells, title)
    _read_registration(row, cells)
    if any(without_private_details(cells.get(name, "")) != cells.get(name, "") for name in _TEXTS):
        row.notes.append("Private Angaben im Text (Handynummer, persönliche E-Mail, Name) wurden nicht übernommen.")
    return row


def _refuse_too_long(cells: Cells) -> None:
    for name, cell in cells.items():
        limit = _LONGEST_TEXT if name in _TEXTS and name != "title" else _LONGEST_CELL
        if len(cell) > limit:
            raise RecordRefusedError(f"Eine Angabe ist {len(cell)} Zeichen lang, mehr als die erlaubten {limit}.")


def _made_up_number(title: str, provider: str, cells: Cells) -> str:
    """A number for tables without a column for it; stays the same as long as name, start and place do."""
    start = german.parse_date(cells.get("start_on", ""))
    parts = (provider, title, start.isoformat() if start else "", cells.get("town", ""), cells.get("times", ""))
    return " / ".join(fold(part) for part in parts)[:200]


def _read_kind(row: OfferRecord, cells: Cells, title: str) -> None:
    given = german.course_type_from_words(cells.get("course_type", ""))
    is_exact = given is not None and cells["course_type"].casefold() == given
    course_type = given if is_exact else german.course_type_from_words(title) or given
    row.set("course_type", course_type, Provenance.GIVEN if is_exact else Provenance.DERIVED)
    level_from, level_to, provenance = _levels(cells, title, course_type)
    if level_from and level_to and level_to < level_from:
        raise RecordRefusedError(f"Das Zielniveau {level_to} liegt unter dem Eingangsniveau {level_from}.")
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


def _read_place(row: OfferRecord, cells: Cells, title: str) -> None:
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


def _read_schedule(row: OfferRecord, cells: Cells) -> None:
    start_on, end_on = _day(row, cells, "start_on", "Beginn"), _day(row, cells, "end_on", "Ende")
    if start_on and end_on and end_on < start_on:
        raise RecordRefusedError(f"Das Ende ({end_on:%d.%m.%Y}) liegt vor dem Beginn ({start_on:%d.%m.%Y}).")
    text = _times_text(cells)
    times = parse_weekly_times(text)
    sessions = times.sessions or _single_day_sessions(times, text, start_on, end_on)
    for slot in sessions:
        if slot.time_from < _EARLIEST or slot.time_until > _LATEST:
            raise RecordRefusedError(
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


def _day(row: OfferRecord, cells: Cells, name: str, heading: str) -> date | None:
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


def _read_pace(row: OfferRecord, cells: Cells, sessions: tuple[Session, ...]) -> None:
    words = " ".join(filter(None, (cells.get("format", ""), cells.get("times", ""), cells.get("title", ""))))
    pace, provenance = german.parse_pace(words), Provenance.GIVEN
    if pace is None and sessions:
        minutes = sum(clock.minutes(slot.time_until) - clock.minutes(slot.time_from) for slot in sessions)
        pace, provenance = Pace.FULL_TIME if minutes >= _FULL_TIME_MINUTES else Pace.PART_TIME, Provenance.DERIVED
    row.set("pace", pace, provenance)


def _read_price(row: OfferRecord, cells: Cells) -> None:
    cell = cells.get("price", "")
    price = german.parse_price(cell)
    funding_words = fold(cells.get("funding", ""))
    # With a voucher "0,00" is what she pays with the voucher, not what everyone pays.
    if price.kind in (PriceKind.UNKNOWN, PriceKind.FREE) and re.search(r"bildungsgutschein|\bavgs\b", funding_words):
        price = german.Price(PriceKind.VOUCHER)
    if (price.cents or 0) > _MAX_PRICE_CENTS or (price.per_lesson_cents or 0) > _MAX_LESSON_CENTS:
        raise RecordRefusedError(f"Der Preis „{cell}“ ist zu hoch, um richtig zu sein.")
    row.set("price_kind", price.kind)
    row.set("price_cents", price.cents if price.kind is PriceKind.FEE else None)
    row.set("price_per_lesson_cents", price.per_lesson_cents)
    row.set("price_note", german.plain_text(cells.get("price_note", "")))
    tags = [tag for tag in ("bildungsgutschein", "avgs") if tag in f"{funding_words} {fold(cell)}"]
    row.set("funding", tags)


def _read_childcare(row: OfferRecord, cells: Cells) -> None:
    cell = cells.get("childcare", "")
    childcare = german.parse_childcare(cell) if cell else Childcare.UNKNOWN
    youngest, oldest = german.parse_child_ages(cells.get("child_ages", "") or cell)
    too_old = any(age is not None and age > _OLDEST_CHILD for age in (youngest, oldest))
    if too_old or (youngest is not None and oldest is not None and youngest > oldest):
        raise RecordRefusedError("Das Alter der Kinder in der Betreuung ist nicht zwischen 0 und 14 Jahren.")
    row.set("childcare", childcare)
    row.set("childcare_age_from", youngest)
    row.set("childcare_age_to", oldest)
    is_open = bool(cell) and childcare is Childcare.UNKNOWN
    row.set("childcare_note", german.plain_text(cells.get("childcare_note", "") or (cell if is_open else "")))


def _read_people(row: OfferRecord, cells: Cells, title: str) -> None:
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


def _read_registration(row: OfferRecord, cells: Cells) -> None:
    registration = cells.get("registration", "")
    link = cells.get("url", "")
    link = f"https://{link}" if link.startswith("www.") else link
    url = next((text for text in (link, registration) if _is_link(text)), None)
    if link and url is None:
        row.notes.append(f"„{link[:60]}“ ist kein Link mit http:// oder https:// und wurde nicht übernommen.")
    row.set("url", url)
    row.set("registration_note", None if _is_link(registration) else german.plain_text(registration))
    email = cells.get("email", "")
    if "@" in email and not is_of_an_office(email):
        row.notes.append("Die E-Mail-Adresse sieht nach einer Person aus, nur Adressen von Büros werden gespeichert.")
        email = ""
    row.set("email", email if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[a-zA-Z]{2,}", email) else None)
    phone = cells.get("phone", "").lstrip("'")
    if is_mobile(phone):
        row.notes.append("Die Handynummer wurde nicht übernommen, nur Nummern von Büros werden gespeichert.")
        phone = ""
    row.set("phone", phone if re.fullmatch(r"[+\d][\d\s()/.\-]{4,38}", phone) else None)
    row.set("registration_until", _day(row, cells, "registration_until", "Anmeldeschluss"))
    row.set("seats_total", german.parse_number(cells.get("seats_total", "")))
    row.set("seats_free", german.parse_number(cells.get("seats_free", "")))
    row.set("status", german.parse_status(cells.get("status", "")))


def _is_link(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\"']+", text) is not None
