"""What staff and developers do from the command line besides running: understand messages, look after offers."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot import build, nlu_server
from bot.dialogue.events import NotUnderstood, Understood
from bot.errors import SettingsError
from bot.settings import read_settings
from bot.understanding.reader import Reader
from knowledge_base import database
from knowledge_base.importers.imports import import_offers
from knowledge_base.importers.report import ImportReport
from knowledge_base.results import OfferSummary, SearchCriteria, SearchResult
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import (
    PLACE_NAMES,
    TEACHING_GERMAN,
    CourseType,
    Format,
    Intent,
    Level,
    Pace,
    TimeOfDay,
    Weekday,
)

offers = typer.Typer(help="Look after the offers: find, import.", no_args_is_help=True)

AT_ONCE = 8
"""Messages that Rasa is asked about side by side."""


async def understand_one(text: str, language: str | None) -> None:
    """Print what is understood of one message."""
    async with _reader() as reader:
        print(json.dumps(await _understand(reader, text, language), ensure_ascii=False, indent=2))


async def understand_lines(lines: Iterable[str]) -> None:
    """For each line of JSON one line of JSON, in order."""
    async with _reader() as reader:
        batch: list[dict[str, Any]] = []
        for number, line in enumerate(lines, 1):
            if line.strip():
                batch.append(_fields(number, line))
            if len(batch) == AT_ONCE:
                await _write(reader, batch)
                batch = []
        await _write(reader, batch)


def _fields(number: int, line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
        if isinstance(fields["text"], str):
            return {"text": fields["text"], "lang": fields.get("lang")}
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise SettingsError(f'Line {number} is not of the form {{"text": "…", "lang": "…"}}.')


async def _write(reader: Reader, batch: list[dict[str, Any]]) -> None:
    for found in await asyncio.gather(*(_understand(reader, each["text"], each["lang"]) for each in batch)):
        line = json.dumps(found, ensure_ascii=False)
        sys.stdout.write(line.encode("utf-8", "backslashreplace").decode() + "\n")
    sys.stdout.flush()


async def _understand(reader: Reader, text: str, language: str | None) -> dict[str, Any]:
    event = await reader.understand(text, language=language)
    found: dict[str, Any] = {"text": text, "language": language or "de", "intent": Intent.OUT_OF_SCOPE}
    found |= {"confidence": 0.0, "alternatives": [], "slots": {}}
    if isinstance(event, NotUnderstood):
        raise SettingsError("Rasa stopped answering in the middle: nothing more is understood. Try again.")
    if isinstance(event, Understood):
        alternatives = [{"intent": each.intent, "confidence": round(each.confidence, 4)} for each in event.alternatives]
        found |= {"language": event.language, "intent": event.intent, "confidence": round(event.confidence, 4)}
        found |= {"alternatives": alternatives, "slots": {name: list(values) for name, values in event.slots.items()}}
    return found


@asynccontextmanager
async def _reader() -> AsyncIterator[Reader]:
    settings = read_settings()
    async with nlu_server.reachable(settings.nlu_url) as url:
        rasa, reader = build.make_reader(settings.model_copy(update={"nlu_url": url}), build.languages())
        try:
            yield reader
        finally:
            await rasa.close()


@asynccontextmanager
async def _knowledge() -> AsyncIterator[AsyncSession]:
    """A session on a knowledge base that is up to date, filled with the shipped data."""
    settings = read_settings()
    await build.prepare_knowledge(settings)
    engine = database.make_engine(settings.knowledge_database_url)
    try:
        async with database.make_sessions(engine)() as session:
            yield session
    finally:
        await engine.dispose()


def _clock(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%H:%M").strftime("%H:%M")  # noqa: DTZ007 (a wall time has no zone)
    except ValueError as error:
        raise typer.BadParameter("Write a time as HH:MM, for example 13:00.") from error


def _place(slug: str | None) -> str | None:
    if slug is None or slug in PLACE_NAMES:
        return slug
    raise typer.BadParameter(f"Unknown place. Places are: {', '.join(PLACE_NAMES)}.")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("Write a day as YYYY-MM-DD, for example 2027-02-01.") from error


@offers.command()
def find(
    course_type: Annotated[
        list[CourseType] | None, typer.Option("--type", help="Kind of course; repeat for several.")
    ] = None,
    level: Annotated[Level | None, typer.Option(help="The level the course leads to; A0: no German needed.")] = None,
    level_now: Annotated[Level | None, typer.Option("--level-now", help="The German she has today.")] = None,
    place: Annotated[str | None, typer.Option(callback=_place, help="Municipality, for example nuertingen.")] = None,
    time_from: Annotated[
        str | None, typer.Option("--from", callback=_clock, help="No session begins earlier, HH:MM.")
    ] = None,
    time_until: Annotated[
        str | None, typer.Option("--until", callback=_clock, help="No session ends later, HH:MM.")
    ] = None,
    way_minutes: Annotated[
        int, typer.Option("--way", help="Minutes between Kita and course: the hours shrink by it.")
    ] = 0,
    weekday: Annotated[list[Weekday] | None, typer.Option(help="A session on this day; repeat for several.")] = None,
    time_of_day: Annotated[list[TimeOfDay] | None, typer.Option("--time-of-day", help="Repeat for several.")] = None,
    childcare: Annotated[bool, typer.Option("--childcare", help="She needs childcare during the course.")] = False,
    child_age: Annotated[
        float | None, typer.Option("--child-age", min=0, max=17, help="Years, 1.5 is 18 months.")
    ] = None,
    format_: Annotated[Format | None, typer.Option("--format")] = None,
    pace: Annotated[Pace | None, typer.Option()] = None,
    women_only: Annotated[bool, typer.Option("--women-only")] = False,
    today: Annotated[str | None, typer.Option(help="Search as on this day, YYYY-MM-DD.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find offers as the assistant does."""
    types = frozenset(course_type or ())
    # No German is no goal, and a training with a level is for somebody who has it.
    is_known_already = level == Level.A0 or (bool(types) and not types & TEACHING_GERMAN)
    criteria = SearchCriteria(
        course_types=types,
        level_goal=None if is_known_already else level,
        level_now=level_now or (level if is_known_already else None),
        place=place,
        weekdays=frozenset(weekday or ()),
        times_of_day=frozenset(time_of_day or ()),
        time_from=time_from,
        time_until=time_until,
        way_minutes=way_minutes,
        childcare=childcare,
        child_age_years=child_age,
        format=format_,
        pace=pace,
        women_only=women_only,
    )
    result = asyncio.run(_find(criteria, _day(today)))
    print(json.dumps(as_json_fields(result), ensure_ascii=False, indent=2) if as_json else as_text(result))


async def _find(criteria: SearchCriteria, today: date | None) -> SearchResult:
    async with _knowledge() as session:
        return await find_offers(session, criteria, today=today or build.today_of(read_settings())())


def as_json_fields(result: SearchResult) -> dict[str, list[dict[str, Any]]]:
    """The result for programs: matches, offers to ask about, near misses, each with its reasons."""
    return {
        "matches": [_entry(offer, fitting_reasons(offer, result.criteria)) for offer in result.matches],
        "ask": [_entry(each.offer, [f"{wish} is not stated" for wish in each.unknown]) for each in result.ask],
        "near_misses": [_entry(each.offer, [f"{each.broken} does not fit"]) for each in result.near_misses],
    }


def _entry(offer: OfferSummary, reasons: list[str]) -> dict[str, Any]:
    return {"source_id": offer.source_id, "title": offer.title, "reasons": reasons}


def fitting_reasons(offer: OfferSummary, criteria: SearchCriteria) -> list[str]:
    """Why an offer fits what was wished, in a few words each."""
    reasons = []
    if (criteria.time_from or criteria.time_until) and offer.sessions:
        first = min(session.time_from for session in offer.sessions)
        last = max(session.time_until for session in offer.sessions)
        reasons.append(f"fits: {first}–{last}")
    if criteria.childcare:
        ages = (
            f"{offer.childcare_age_from:g}–{offer.childcare_age_to:g} years" if offer.childcare_age_to else "ages: ask"
        )
        reasons.append(f"childcare {offer.childcare}, {ages}")
    if criteria.place:
        reasons.append(f"in {offer.place_name}")
    if criteria.level_goal or criteria.level_now:
        reasons.append("level " + "→".join(str(each) for each in (offer.level_from, offer.level_to) if each))
    if offer.has_started:
        reasons.append("already running, ask whether she can join")
    return reasons


def as_text(result: SearchResult) -> str:
    """The result for people."""
    fields = as_json_fields(result)
    headings = {"matches": "Fits", "ask": "Maybe, please ask", "near_misses": "Nearly fits"}
    lines = []
    for name, heading in headings.items():
        lines.append(f"{heading}: {len(fields[name])}")
        lines += [f"  {each['source_id']:>4}  {each['title']}  ({'; '.join(each['reasons'])})" for each in fields[name]]
    return "\n".join(lines)


@offers.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV or XLSX file.")],
    source: Annotated[
        str, typer.Option(help="Where the offers are from, for example vhs-nord; kept for updates.")
    ] = "file",
    provider: Annotated[
        str | None, typer.Option(help="Who runs the courses, where the file has no column for it.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
) -> None:
    """Bring offers in from a spreadsheet, row by row; a broken row does not stop the others."""
    print(asyncio.run(_import(file, source, provider, dry_run)))


async def _import(file: Path, source: str, provider: str | None, dry_run: bool) -> str:
    async with _knowledge() as session:
        today = build.today_of(read_settings())()
        content = await asyncio.to_thread(file.read_bytes)
        report = await import_offers(
            session,
            content,
            filename=file.name,
            source=source,
            today=today,
            default_provider=provider,
            is_preview=dry_run,
        )
        if not dry_run:
            await session.commit()
        return import_as_text(report)


def import_as_text(report: ImportReport) -> str:
    """What an import did, for staff and therefore in German."""
    lines = ["Vorschau, nichts wurde gespeichert." if report.is_preview else "Gespeichert."]
    lines.append(
        f"Gelesen: {report.read}, neu: {report.new}, geändert: {report.changed}, "
        f"unverändert: {report.unchanged}, abgelehnt: {report.refused}"
    )
    if report.ignored_headings:
        lines.append(f"Nicht erkannte Spalten: {', '.join(report.ignored_headings)}")
    for record in report.records:
        remarks = [record.reason] if record.reason else list(record.notes)
        if remarks:
            lines.append(f"{record.where} ({record.title or 'ohne Titel'}): {' '.join(remarks)}")
    return "\n".join(lines)
