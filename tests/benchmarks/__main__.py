"""`make bench`: turns, Rasa, searches among very many offers, and imports of 20,000 rows.

`make bench PARTS=search` measures one part. With `DATABASE_URL=postgresql://…`, an empty database that is filled and
left so, a million offers are searched there too; it takes some minutes.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import imports, search, turns

SMALL, LARGE = 20_000, 1_000_000


async def measure_searches() -> None:
    """Fill databases, search them, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        figures = {"SQLite": await search.measure(f"sqlite:///{Path(folder) / 'bench.sqlite'}", SMALL)}
        if large_url := os.environ.get("DATABASE_URL"):
            figures["PostgreSQL"] = await search.measure(large_url, LARGE)
    table = Table("database", "offers", "read s", "median ms", "p99 ms", "after a change ms", "slowest")
    for name, each in figures.items():
        table.add_row(
            name,
            f"{each.offers:,}",
            f"{each.read_seconds:.1f}",
            f"{each.median:.1f}",
            f"{each.p99:.1f}",
            f"{each.refresh_ms:.1f}",
            each.slowest,
        )
    Console().print(table)


PARTS = {"turns": turns.measure, "search": measure_searches, "imports": imports.main}


async def main(names: list[str]) -> None:
    """Measure these parts, or all."""
    for name in names or PARTS:
        await PARTS[name]()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
