"""What staff take out: offers and counselling places as files for others. Everything is said in German."""

import asyncio
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot import build
from bot.commands import knowledge
from bot.settings import read_settings
from knowledge_base.errors import DataFileError
from knowledge_base.exporters.calendar_file import calendar_file
from knowledge_base.exporters.hsds import hsds
from knowledge_base.exporters.jsonld import jsonld
from knowledge_base.exporters.selection import offers_to_export, places_to_export
from knowledge_base.exporters.spreadsheet import csv_table, xlsx_table

exports = typer.Typer(help="Files for others.")


class ExportFormat(StrEnum):
    """What the file is for; most are its ending too."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONLD = "jsonld"
    ICS = "ics"
    HSDS = "hsds"
    """Counselling places, not offers."""


_TABLES = {ExportFormat.CSV: csv_table, ExportFormat.XLSX: xlsx_table}


@exports.command()
def export(
    format_: Annotated[ExportFormat, typer.Option("--format", help="hsds: the counselling places; else the offers.")],
    output: Annotated[
        Path | None, typer.Option(dir_okay=False, help="The file; without it a new one named after the day.")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only offers from here; repeat for several.")] = None,
    include_examples: Annotated[
        bool, typer.Option("--include-examples", help="With the invented offers; only for csv and xlsx.")
    ] = False,
) -> None:
    """Write the offers, or the counselling places, into a file for others. A csv or xlsx file can be imported again."""
    if include_examples and format_ not in _TABLES:
        raise typer.BadParameter("Beispiele gibt es nicht wirklich, sie werden nur als csv oder xlsx exportiert.")
    if format_ is ExportFormat.HSDS and source:
        raise typer.BadParameter("Beratungsstellen haben keine Quelle, lassen Sie --source bei hsds weg.")
    print(asyncio.run(_export(format_, output, source or [], include_examples)))


async def _export(format_: ExportFormat, output: Path | None, sources: list[str], include_examples: bool) -> str:
    async with knowledge() as session:
        content, what = await _content(session, format_, sources, include_examples)
    path = output or _new_file(format_)
    try:
        await asyncio.to_thread(path.write_bytes, content)
    except OSError as error:
        raise DataFileError(
            f"Die Datei „{path}“ kann nicht geschrieben werden. Bitte prüfen Sie den Ordner."
        ) from error
    return f"{what} in „{path}“ geschrieben."


async def _content(
    session: AsyncSession, format_: ExportFormat, sources: list[str], include_examples: bool
) -> tuple[bytes, str]:
    """The file, and what is in it."""
    if format_ is ExportFormat.HSDS:
        places = await places_to_export(session)
        return hsds(places).encode(), _count(len(places), "Beratungsstelle", "Beratungsstellen")
    offers = await offers_to_export(session, sources=sources, include_examples=include_examples)
    if not offers:
        raise DataFileError(
            "Es gibt nichts zu exportieren. Beispiele werden nur mit --include-examples und nur als csv oder xlsx "
            "exportiert."
        )
    what = _count(len(offers), "Angebot", "Angebote")
    if format_ in _TABLES:
        return _TABLES[format_](offers), what
    if format_ is ExportFormat.JSONLD:
        return jsonld(offers).encode(), what
    with_times = [offer for offer in offers if calendar_file([offer], now=datetime.now(UTC))]
    content = calendar_file(with_times, now=datetime.now(UTC))
    if content is None:
        raise DataFileError("Von keinem Angebot sind die Zeiten bekannt, es gibt nichts für einen Kalender.")
    what = _count(len(with_times), "Angebot", "Angebote")
    left_out = len(offers) - len(with_times)
    return content, f"{what} ({left_out} ohne bekannte Zeiten ausgelassen)" if left_out else what


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _new_file(format_: ExportFormat) -> Path:
    today = build.today_of(read_settings())()
    is_hsds = format_ is ExportFormat.HSDS
    path = Path(f"{'beratungsstellen' if is_hsds else 'angebote'}-{today}.{'json' if is_hsds else format_}")
    if path.exists():
        raise DataFileError(f"„{path}“ gibt es schon. Bitte geben Sie mit --output eine Datei an.")
    return path
