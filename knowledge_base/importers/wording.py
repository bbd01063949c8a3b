"""The fields of an offer and their values in German words, for staff who look at what an import changes."""

from datetime import date
from typing import Any

from knowledge_base.changes import SingleDate
from knowledge_base.models import Pauses
from knowledge_base.places import place_name
from knowledge_base.results import PriceKind, SeatStatus, Session
from knowledge_base.vocabulary import Childcare, CourseType, Format, Pace, Weekday

FIELD_NAMES = {
    "provider": "Anbieter", "title": "Titel", "description": "Beschreibung", "course_type": "Kursart",
    "level_from": "Eingangsniveau", "level_to": "Zielniveau", "place": "Ort im Landkreis", "street": "Straße",
    "postcode": "PLZ", "town": "Ort", "latitude": "Breitengrad", "longitude": "Längengrad", "sessions": "Wochentermine",
    "dates": "Einzeltermine", "schedule_note": "Hinweis zu den Zeiten", "start_on": "Beginn", "end_on": "Ende",
    "flexible_start": "Einstieg jederzeit", "pauses": "Pausen", "pause_dates": "Freie Tage",
    "sessions_count": "Anzahl der Termine", "lessons": "Unterrichtseinheiten", "price_kind": "Art des Preises",
    "price_cents": "Preis", "price_per_lesson_cents": "Preis je Unterrichtseinheit", "price_note": "Hinweis zum Preis",
    "funding": "Förderung", "childcare": "Kinderbetreuung", "childcare_age_from": "Alter der Kinder ab",
    "childcare_age_to": "Alter der Kinder bis", "childcare_places": "Plätze in der Betreuung",
    "childcare_cost_cents": "Kosten der Betreuung", "childcare_note": "Hinweis zur Betreuung",
    "child_in_room": "Kind ist dabei", "format": "Form", "pace": "Umfang", "women_only": "Nur für Frauen",
    "staff_languages": "Sprachen der Ansprechpersonen", "eligibility": "Voraussetzungen",
    "eligibility_tags": "Stichworte zu Voraussetzungen", "tags": "Stichworte", "url": "Link", "email": "E-Mail",
    "phone": "Telefon", "registration_until": "Anmeldeschluss", "registration_note": "Hinweis zur Anmeldung",
    "seats_total": "Plätze", "seats_free": "Freie Plätze", "status": "Belegung", "is_example": "Erfundenes Beispiel",
    "is_withdrawn": "Zurückgezogen", "source_url": "Seite der Quelle", "source_changed_on": "Stand der Quelle",
}  # fmt: skip
"""What staff see of an offer; bookkeeping has no name."""

VALUE_NAMES: dict[str, dict[Any, str]] = {
    "course_type": {
        CourseType.GERMAN_COURSE: "Deutschkurs", CourseType.INTEGRATION_COURSE: "Integrationskurs",
        CourseType.LITERACY_COURSE: "Alphabetisierung", CourseType.VOCATIONAL_GERMAN: "Berufssprachkurs",
        CourseType.CONVERSATION_GROUP: "Sprachtreff", CourseType.PARENT_CHILD_COURSE: "Eltern-Kind-Kurs",
        CourseType.EXAM: "Prüfung", CourseType.COMPUTER_COURSE: "Computerkurs",
        CourseType.VOCATIONAL_TRAINING: "Ausbildung", CourseType.FURTHER_TRAINING: "Weiterbildung",
        CourseType.SCHOOL_CERTIFICATE: "Schulabschluss", CourseType.ORIENTATION: "Berufsorientierung",
    },
    "pauses": {Pauses.SCHOOL_HOLIDAYS: "in den Schulferien", Pauses.NONE: "keine", Pauses.LISTED: "eigene Tage",
               Pauses.UNKNOWN: "nicht bekannt"},
    "price_kind": {PriceKind.FREE: "kostenlos", PriceKind.FEE: "Gebühr", PriceKind.PER_LESSON: "je Unterrichtseinheit",
                   PriceKind.VOUCHER: "Bildungsgutschein oder AVGS", PriceKind.PAID_TRAINING: "wird vergütet",
                   PriceKind.UNKNOWN: "nicht bekannt"},
    "childcare": {Childcare.NONE: "keine", Childcare.ON_SITE: "vor Ort", Childcare.PARTNER: "bei einem Partner",
                  Childcare.UNKNOWN: "nicht bekannt"},
    "format": {Format.IN_PERSON: "vor Ort", Format.ONLINE: "online", Format.HYBRID: "vor Ort und online"},
    "pace": {Pace.PART_TIME: "Teilzeit", Pace.FULL_TIME: "Vollzeit"},
    "status": {SeatStatus.OPEN: "Plätze frei", SeatStatus.FEW: "wenige Plätze", SeatStatus.WAITLIST: "Warteliste",
               SeatStatus.FULL: "ausgebucht", SeatStatus.CANCELLED: "fällt aus", SeatStatus.UNKNOWN: "nicht bekannt"},
}  # fmt: skip
"""Each value of the fields that have fixed ones; the names within a field differ."""
WEEKDAYS = dict(zip(Weekday, ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), strict=True))
_LONGEST = 80
EMPTY = "leer"


def in_words(name: str, value: Any) -> str:
    """A value of this field as staff would write it, long texts cut; "leer" for what is not known."""
    names = VALUE_NAMES.get(name)
    if value is None or value in ("", (), []):
        return EMPTY
    if names:
        return names[value]
    if name == "place":
        return place_name(value) or str(value)
    if name.endswith("_cents"):
        return f"{value / 100:.2f} €".replace(".", ",")
    match value:
        case bool():
            return "ja" if value else "nein"
        case date():
            return f"{value:%d.%m.%Y}"
        case float():
            return f"{value:g}".replace(".", ",")
        case list() | tuple():
            return _cut(", ".join(_part(part) for part in value))
    return _cut(str(value))


def _part(part: Any) -> str:
    match part:
        case Session():
            return f"{WEEKDAYS[part.weekday]} {part.time_from}-{part.time_until}"
        case SingleDate():
            return f"{part.held_on:%d.%m.%Y} {part.time_from}-{part.time_until}"
    return str(part)


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
