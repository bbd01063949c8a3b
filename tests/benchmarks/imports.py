"""How many rows a second an import takes, on the clock and of its own work, and how much memory."""

import os
import random
import resource
import tempfile
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time

from rich.console import Console
from rich.table import Table
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.database import make_engine, make_sessions, upgrade
from knowledge_base.importers.imports import import_offers
from knowledge_base.importers.undo import undo_import
from knowledge_base.models import ImportRun, Offer, Provider
from knowledge_base.revisions import next_revision

ROWS = 20_000
TODAY = date(2027, 2, 1)
SOURCE = "benchmark"
_TOWNS = ("72622;Nürtingen", "73230;Kirchheim/Teck", "73728;Esslingen", "70794;Filderstadt", "73207;Plochingen")


def make_csv(rows: int, *, price_add: int = 0) -> bytes:
    """A table of invented courses with about three meetings a week each, the same on each run."""
    chance = random.Random(20270201)
    lines = [
        "Kurs-Nr.;Titel;Anbieter;PLZ;Ort;Wochentage;Uhrzeit;Beginn;Ende;Gebühr;Kinderbetreuung;Plätze;Beschreibung;"
        "Link;Telefon;E-Mail"
    ]
    for number in range(rows):
        days = ", ".join(chance.sample(["Mo", "Di", "Mi", "Do", "Fr"], chance.choice([2, 3, 3, 4])))
        start = TODAY + timedelta(days=chance.randint(1, 120))
        cells = (
            f"K-{number}", f"Deutsch {chance.choice(['A1', 'A2', 'B1', 'B2'])} Kurs {number}", "vhs Muster",
            chance.choice(_TOWNS), days, chance.choice(["8:30-11:45 Uhr", "9-12 Uhr", "18.00 - 20.15"]),
            f"{start:%d.%m.%Y}", f"{start + timedelta(days=chance.randint(30, 200)):%d.%m.%Y}",
            f"{chance.randint(50, 400) + price_add},00", chance.choice(["ja, 1-6 Jahre", "nein", "", "auf Anfrage"]),
            str(chance.randint(8, 20)), "Für Frauen mit wenig <b>Vorkenntnissen</b>. Bitte rechtzeitig anmelden.",
            f"https://example.org/kurs/{number}", f"+49 711 55500{number:05}", "info@example.org",
        )  # fmt: skip
        lines.append(";".join(cells))
    return "\n".join(lines).encode()


async def measure(database_url: str, table: Table, rows: int = ROWS) -> None:
    """Adds a line for each kind of import to the table; the offers of the benchmark are removed again."""
    upgrade(database_url)
    engine = make_engine(database_url)
    async with make_sessions(engine)() as session:
        await _remove(session)
        first, changed = make_csv(rows), make_csv(rows, price_add=1)
        last = 0

        async def bring_in(content: bytes, day: date, *, is_preview: bool = False) -> None:
            nonlocal last
            report = await import_offers(
                session, content, filename="kurse.csv", source=SOURCE, today=day, is_preview=is_preview
            )
            await session.commit()
            last = report.run_id or last

        async def undo() -> None:
            await undo_import(session, last)
            await session.commit()

        backend = database_url.partition(":")[0]
        steps: tuple[tuple[str, Callable[[], Awaitable[None]]], ...] = (
            ("all new", lambda: bring_in(first, TODAY)),
            ("unchanged, a day later", lambda: bring_in(first, TODAY + timedelta(days=1))),
            ("preview of changes", lambda: bring_in(changed, TODAY, is_preview=True)),
            ("all changed", lambda: bring_in(changed, TODAY + timedelta(days=2))),
            ("undo of the changes", undo),
        )
        for label, do in steps:
            started, worked = perf_counter(), process_time()
            await do()
            taken, busy = perf_counter() - started, process_time() - worked
            table.add_row(f"{backend}: {label}", f"{rows / taken:,.0f}", f"{rows / busy:,.0f}", f"{_memory_mb():.0f}")
        await _remove(session)
    await engine.dispose()


async def _remove(session: AsyncSession) -> None:
    await next_revision(session, deletes=True)
    for rows in (Offer, Provider, ImportRun):
        await session.execute(delete(rows).where(rows.source == SOURCE))
    await session.commit()


def _memory_mb() -> float:
    """The most this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def main(rows: int = ROWS) -> None:
    """Measure on SQLite and, with `DATABASE_URL`, on PostgreSQL."""
    table = Table("import", "rows/s", "rows/s of own work", "most memory MB")
    with tempfile.TemporaryDirectory() as folder:
        await measure(f"sqlite:///{Path(folder) / 'knowledge.sqlite'}", table, rows)
    if url := os.environ.get("DATABASE_URL"):
        await measure(url, table, rows)
    Console().print(table)
