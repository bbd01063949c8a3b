"""Fills the knowledge base with what is shipped: examples, contacts, recognition routes, numbers and answers.

Loading again changes nothing. A row that staff have edited is left as it is. The caller commits.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base import models, results
from knowledge_base.changes import SingleDate, Values, differing, write
from knowledge_base.database import our_errors
from knowledge_base.errors import DataFileError
from knowledge_base.importers.weekly_times import parse_weekly_times
from knowledge_base.models import (
    Answer,
    Certainty,
    Contact,
    Offer,
    Pauses,
    Provenance,
    Provider,
    RecognitionRoute,
    text_hash,
)
from knowledge_base.places import places
from knowledge_base.results import Adaptation, EuRule, OpeningHours, PriceKind, Procedure, Regulated, SeatStatus
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Profession, Topic

SEED = Path(__file__).parent / "seed"
EXAMPLE_SOURCE = "example"
SHIPPED = "seed"
"""Role of whoever reviewed the shipped texts."""

Row = TypeVar("Row", Provider, Offer, Answer, Contact, RecognitionRoute, models.EmergencyNumber)
Cells = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many rows were treated how."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    """Edited by staff and therefore not touched."""

    def __add__(self, other: "LoadReport") -> "LoadReport":
        return LoadReport(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.kept + other.kept,
        )


async def load_seed(
    session: AsyncSession, *, today: date, folder: Path = SEED, include_examples: bool = True
) -> LoadReport:
    """Everything that is shipped; `include_examples` also loads the invented offers.

    Raises:
        DataFileError: a seed file is wrong; the message names the file, the row and what to change.
        UnavailableError: the database could not be written.
    """
    report = await load_contacts(session, folder)
    report += await load_routes(session, folder)
    report += await load_emergency_numbers(session, folder)
    report += await load_answers(session, folder / "answers")
    if include_examples:
        report += await load_examples(session, today=today, folder=folder)
    return report


async def load_examples(session: AsyncSession, *, today: date, folder: Path = SEED) -> LoadReport:
    """The invented offers and their providers; `today` becomes the day on which they were last checked."""
    report = LoadReport()
    providers: dict[str, Provider] = {}
    for where, cells in _rows(folder / "providers.csv"):
        values: dict[str, object] = {
            "name": _required(cells, "name", where),
            "kind": cells["kind"],
            "url": cells["url"],
            "staff_languages": _list(cells["staff_languages"]),
        }
        source_id = _required(cells, "source_id", where)
        provider, one = await _put(session, Provider, {"source": EXAMPLE_SOURCE, "source_id": source_id}, values)
        providers[source_id] = provider
        report += one
    for where, cells in _rows(folder / "example_offers.csv"):
        try:
            values = _example_values(cells)
            provider_id = providers[cells["provider"] or ""].id
        except (ValueError, KeyError) as error:
            raise DataFileError(f"{where} cannot be read: {error}") from error
        key = {"source": EXAMPLE_SOURCE, "source_id": _required(cells, "number", where)}
        offer, one = await _put(session, Offer, key, {**values, "provider_id": provider_id})
        if one.new or one.changed:
            offer.last_checked_on = today
        report += one
    return report


def _example_values(cells: Cells) -> dict[str, object]:
    number = int(cells["number"] or "")
    is_online = cells["format"] == Format.ONLINE
    values: dict[str, object] = {
        "title": cells["title"],
        "description": cells["description"],
        "course_type": CourseType(cells["course_type"] or ""),
        "level_from": Level(cells["level_from"]) if cells["level_from"] else None,
        "level_to": Level(cells["level_to"]) if cells["level_to"] else None,
        "place": _place(cells["place"]),
        "street": None if is_online else "Musterstraße 1",
        "postcode": cells["postcode"],
        "sessions": parse_weekly_times(cells["times"] or "").sessions,
        "dates": tuple(_single_dates(cells["dates"])),
        "schedule_note": cells["schedule_note"],
        "start_on": _date(cells["start_on"]),
        "end_on": _date(cells["end_on"]),
        "flexible_start": _is_yes(cells["flexible_start"]),
        "pauses": Pauses(cells["pauses"] or ""),
        "sessions_count": _int(cells["sessions_count"]),
        "lessons": _int(cells["lessons"]),
        "price_kind": PriceKind(cells["price_kind"] or ""),
        "price_cents": _cents(cells["price_eur"]),
        "price_per_lesson_cents": _cents(cells["price_per_lesson_eur"]),
        "price_note": cells["price_note"],
        "funding": _list(cells["funding"]),
        "childcare": Childcare(cells["childcare"] or ""),
        "childcare_age_from": _float(cells["childcare_age_from"]),
        "childcare_age_to": _float(cells["childcare_age_to"]),
        "childcare_places": _int(cells["childcare_places"]),
        "child_in_room": _is_yes(cells["child_in_room"]),
        "format": Format(cells["format"] or ""),
        "pace": Pace(cells["pace"]) if cells["pace"] else None,
        "women_only": _is_yes(cells["women_only"]),
        "eligibility": cells["eligibility"],
        "url": f"https://example.org/kurs/{number:02}",
        "email": f"kurs-{number:02}@example.org",
        "registration_until": _date(cells["registration_until"]),
        "registration_note": cells["registration_note"],
        "status": SeatStatus(cells["status"] or ""),
        "is_example": True,
    }
    filled = [name for name, value in values.items() if value not in (None, (), [])]
    return {**values, "provenance": dict.fromkeys(filled, Provenance.MANUAL.value)}


async def load_contacts(session: AsyncSession, folder: Path = SEED) -> LoadReport:
    """Offices and counselling places; an unsure one is stored for staff and not shown."""
    report = LoadReport()
    for position, (where, cells) in enumerate(_rows(folder / "contacts.csv")):
        try:
            values = {
                "name": _required(cells, "name", where),
                "topics": [Topic(topic).value for topic in _list(cells["topics"])],
                "place": _place(cells["place"]),
                "serves": [slug for slug in map(_place, _list(cells["serves"])) if slug],
                "address": cells["address"],
                "phone": cells["phone"],
                "email": cells["email"],
                "url": cells["url"],
                "staff_languages": _list(cells["staff_languages"]),
                "hours": _hours(cells["hours"]),
                "hours_note": cells["hours_note"],
                "certainty": Certainty(_required(cells, "certainty", where)),
                "source_url": cells["source_url"],
                "checked_on": date.fromisoformat(_required(cells, "checked_on", where)),
                "position": position,
            }
        except ValueError as error:
            raise DataFileError(f"{where} cannot be read: {error}") from error
        report += (await _put(session, Contact, {"slug": _required(cells, "slug", where)}, values))[1]
    return report


async def load_routes(session: AsyncSession, folder: Path = SEED) -> LoadReport:
    """How professions are recognised."""
    report = LoadReport()
    for where, cells in _rows(folder / "recognition_routes.csv"):
        try:
            key = {"profession": Profession(_required(cells, "profession", where))}
            values = {
                "german_title": _required(cells, "german_title", where),
                "regulated": Regulated(_required(cells, "regulated", where)),
                "procedure": Procedure(cells["procedure"]) if cells["procedure"] else None,
                "authority": cells["authority"],
                "authority_url": cells["authority_url"],
                "german_level": Level(cells["german_level"]) if cells["german_level"] else None,
                "language_exam_level": Level(cells["language_exam_level"]) if cells["language_exam_level"] else None,
                "months_from": _int(cells["months_from"]),
                "months_to": _int(cells["months_to"]),
                "fee_from_eur": _int(cells["fee_from_eur"]),
                "fee_to_eur": _int(cells["fee_to_eur"]),
                "adaptation": [Adaptation(each).value for each in _list(cells["adaptation"])],
                "eu_rule": EuRule(cells["eu_rule"]) if cells["eu_rule"] else None,
                "documents_topic": Topic(cells["documents_topic"]) if cells["documents_topic"] else None,
                "note": cells["note"],
                "certainty": Certainty(_required(cells, "certainty", where)),
                "unsure_fields": _columns(RecognitionRoute, cells["unsure_fields"]),
                "source_url": cells["source_url"],
                "checked_on": date.fromisoformat(_required(cells, "checked_on", where)),
            }
        except ValueError as error:
            raise DataFileError(f"{where} cannot be read: {error}") from error
        report += (await _put(session, RecognitionRoute, key, values))[1]
    return report


async def load_emergency_numbers(session: AsyncSession, folder: Path = SEED) -> LoadReport:
    """The numbers that help at once."""
    report = LoadReport()
    for position, (where, cells) in enumerate(_rows(folder / "emergency.csv")):
        number = _emergency_number(where, cells)
        values = {
            "number": number.number,
            "name": number.name,
            "languages": list(number.languages),
            "source_url": cells["source_url"],
            "checked_on": date.fromisoformat(_required(cells, "checked_on", where)),
            "position": position,
        }
        report += (await _put(session, models.EmergencyNumber, {"slug": number.slug}, values))[1]
    return report


def seed_emergency_numbers(folder: Path = SEED) -> tuple[results.EmergencyNumber, ...]:
    """The shipped numbers without any database, for the moment when the database cannot be reached."""
    return tuple(_emergency_number(where, cells) for where, cells in _rows(folder / "emergency.csv"))


def _emergency_number(where: str, cells: Cells) -> results.EmergencyNumber:
    return results.EmergencyNumber(
        slug=_required(cells, "slug", where),
        number=_required(cells, "number", where),
        name=_required(cells, "name", where),
        languages=tuple(_list(cells["languages"])),
    )


async def load_answers(session: AsyncSession, folder: Path = SEED / "answers") -> LoadReport:
    """The answers, one file per topic; a folder that is not there holds none.

    What is shipped counts as released on the day its facts were checked.
    """
    report = LoadReport()
    for answer in read_answers(folder):
        german_hash = text_hash(answer.texts["de"])
        for language, text in answer.texts.items():
            values = {
                "text": text,
                "source_url": answer.source_url,
                "checked_on": answer.checked_on,
                "valid_until": answer.valid_until,
                "source_hash": german_hash,
                "reviewed_text": text,
                "reviewed_source_hash": german_hash,
                "reviewed_on": answer.checked_on,
                "reviewed_by_role": SHIPPED,
            }
            report += (await _put(session, Answer, {"topic": answer.topic, "language": language}, values))[1]
    return report


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """One answer in all its languages, as it is shipped."""

    topic: Topic
    source_url: str | None
    checked_on: date
    valid_until: date | None
    texts: Mapping[str, str]
    """BCP 47 code to text; German is always there."""


def read_answers(folder: Path = SEED / "answers") -> tuple[AnswerFile, ...]:
    """All answer files of a folder, by topic."""
    return tuple(read_answer(path) for path in sorted(folder.glob("*.yml")))


def read_answer(path: Path) -> AnswerFile:
    """The content of one answer file.

    Raises:
        DataFileError: something in it is missing or wrong; the message says what.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name} is not a readable YAML file: {error}") from error
    if not isinstance(content, dict):
        raise DataFileError(f"{path.name} must hold topic, source_url, checked_on and texts.")
    texts, topic = content.get("texts"), content.get("topic")
    if topic != path.stem or topic not in list(Topic):
        raise DataFileError(f'{path.name} must be named after its topic, and "{topic}" must be one of the topics.')
    if not isinstance(texts, dict) or not texts.get("de"):
        raise DataFileError(f"{path.name} needs at least the German text, texts: de: …")
    if not all(
        isinstance(language, str) and isinstance(text, str) and text.strip() for language, text in texts.items()
    ):
        raise DataFileError(f'{path.name} has an empty text, or a language code without quotes (write "no", not no).')
    days = [content.get("checked_on"), content.get("valid_until") or date.max]
    if not all(type(day) is date for day in days):
        raise DataFileError(f"{path.name} needs checked_on as a date like 2026-11-22.")
    return AnswerFile(
        topic=Topic(topic),
        source_url=content.get("source_url"),
        checked_on=content["checked_on"],
        valid_until=content.get("valid_until"),
        texts={language: text.strip() for language, text in texts.items()},
    )


async def _put(
    session: AsyncSession, table: type[Row], key: Mapping[str, object], values: Values
) -> tuple[Row, LoadReport]:
    """The row under this key, made or brought up to date, and what was done to it."""
    with our_errors():
        row = (await session.scalars(select(table).filter_by(**key))).one_or_none()
        if row is None:
            row = table(**key)
            write(row, values, values)
            session.add(row)
            await session.flush()
            return row, LoadReport(new=1)
        if row.is_edited:
            return row, LoadReport(kept=1)
        changed = differing(row, values)
        write(row, values, changed)
        await session.flush()
    return row, LoadReport(changed=1) if changed else LoadReport(unchanged=1)


def _rows(path: Path) -> Iterator[tuple[str, Cells]]:
    """Each row with the words that name it in a message; empty cells are `None`."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFileError(f"{path.name} cannot be read: {error}") from error
    for number, row in enumerate(rows, start=2):
        yield f"{path.name}, row {number},", {name: (cell or "").strip() or None for name, cell in row.items()}


def _required(cells: Cells, name: str, where: str) -> str:
    value = cells[name]
    if value is None:
        raise DataFileError(f'{where} needs a value for "{name}".')
    return value


def _place(slug: str | None) -> str | None:
    if slug and slug not in places():
        raise ValueError(f'"{slug}" is not a place of places.csv')
    return slug


def _hours(cell: str | None) -> tuple[OpeningHours, ...]:
    spans = parse_weekly_times(cell or "").sessions
    if cell and not spans:
        raise ValueError(f'"{cell}" is not weekdays and times such as "mon-fri 09:00-12:00"')
    return tuple(OpeningHours(span.weekday, span.time_from, span.time_until) for span in spans)


def _columns(table: type[Row], cell: str | None) -> list[str]:
    """The names of columns in a cell, checked, since a misspelt one would hide nothing."""
    names = _list(cell)
    for name in names:
        if name not in table.__table__.columns:
            raise ValueError(f'"{name}" is not a column of {table.__tablename__}')
    return names


def _list(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def _single_dates(cell: str | None) -> Iterator[SingleDate]:
    for part in _list(cell):
        day, times = part.split(" ")
        time_from, time_until = times.split("-")
        yield SingleDate(date.fromisoformat(day), time_from, time_until)


def _date(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _int(cell: str | None) -> int | None:
    return int(cell) if cell else None


def _float(cell: str | None) -> float | None:
    return float(cell) if cell else None


def _cents(cell: str | None) -> int | None:
    return round(float(cell) * 100) if cell else None


def _is_yes(cell: str | None) -> bool:
    return cell == "yes"
