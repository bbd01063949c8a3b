"""Ready-made facts and messages for tests of the dialogue."""

from datetime import date

from bot.dialogue.events import Cue, Guess, Slots, Understood
from knowledge_base.results import OfferSummary, PriceKind, SeatStatus, Session
from knowledge_base.vocabulary import Childcare, CourseType, Entity, Format, Intent, Level, Pace, Weekday

LANGUAGES = ("de", "en", "tr", "ar", "fa", "uk", "ru", "ro")


def writes(
    intent: Intent,
    confidence: float = 0.9,
    *,
    language: str = "de",
    is_sure: bool = False,
    alternatives: tuple[tuple[Intent, float], ...] = (),
    cues: tuple[Cue, ...] = (),
    **slots: str | tuple[str, ...],
) -> Understood:
    """A message that was understood; slots by entity name, a text or several."""
    values: Slots = {Entity(name): (value,) if isinstance(value, str) else value for name, value in slots.items()}
    guesses = tuple(Guess(intent, confidence) for intent, confidence in alternatives)
    return Understood(intent, confidence, language, is_sure, guesses, values, frozenset(cues))


def offer(number: int = 1, **changes: object) -> OfferSummary:
    """An offer with everything filled in."""
    fields: dict[str, object] = {
        "id": number,
        "source": "example",
        "source_id": str(number),
        "title": "Beispiel: Integrationskurs <Frauen & Kinder>",
        "course_type": CourseType.INTEGRATION_COURSE,
        "level_from": Level.A0,
        "level_to": Level.B1,
        "place": "nuertingen",
        "place_name": "Nürtingen",
        "street": "Musterstraße 1",
        "provider": "Beispiel-Familienhaus",
        "sessions": tuple(Session(day, "08:30", "11:45") for day in list(Weekday)[:4]),
        "schedule_note": None,
        "start_on": date(2027, 3, 8),
        "end_on": date(2028, 4, 5),
        "flexible_start": False,
        "pauses_in_school_holidays": True,
        "childcare": Childcare.ON_SITE,
        "childcare_age_from": 1.0,
        "childcare_age_to": 6.0,
        "child_in_room": False,
        "price_kind": PriceKind.PER_LESSON,
        "price_cents": None,
        "price_per_lesson_cents": 229,
        "lessons": 700,
        "format": Format.IN_PERSON,
        "pace": Pace.PART_TIME,
        "women_only": True,
        "status": SeatStatus.OPEN,
        "registration_until": date(2027, 3, 1),
        "staff_languages": ("de", "tr"),
        "url": "https://example.org/kurs/1",
        "email": "kurs-1@example.org",
        "phone": None,
        "last_checked_on": date(2026, 11, 22),
        "is_example": True,
        "days_until_start": 107,
        "seats_free": 4,
        "distance_km": None,
    }
    return OfferSummary(**{**fields, **changes})  # type: ignore[arg-type]
