"""What staff and developers do from the command line besides running: understand messages, look after offers."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
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
from knowledge_base.vocabulary import (
    Intent,
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
async def knowledge() -> AsyncIterator[AsyncSession]:
    """A session on a knowledge base that is up to date, filled with the shipped data."""
    settings = read_settings()
    await build.prepare_knowledge(settings)
    engine = database.make_engine(settings.knowledge_database_url)
    try:
        async with database.make_sessions(engine)() as session:
            yield session
    finally:
        await engine.dispose()


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
    async with knowledge() as session:
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
