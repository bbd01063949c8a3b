"""What staff and developers do from the command line besides running: understand messages, look after offers."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot import build, nlu_server
from bot.dialogue.events import NotUnderstood, Understood
from bot.errors import SettingsError
from bot.settings import read_settings
from bot.understanding.reader import Reader
from knowledge_base import database
from knowledge_base.vocabulary import Intent

offers = typer.Typer(help="Look after the offers: find, import, check.", no_args_is_help=True)

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
