"""What staff do with whole files of offers: import, look, take back, check. Everything is said in German."""

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import select

from bot import build
from bot.commands import knowledge
from bot.settings import read_settings
from knowledge_base.errors import DecisionNeededError
from knowledge_base.importers.check import STALE_AFTER, CheckReport, Problem, check_offers
from knowledge_base.importers.formats import FORMATS
from knowledge_base.importers.imports import import_offers
from knowledge_base.importers.report import FieldChange, ImportReport, Outcome, RecordReport
from knowledge_base.importers.undo import UndoReport, undo_import
from knowledge_base.importers.wording import FIELD_NAMES
from knowledge_base.models import ImportRun

files = typer.Typer(help="Files of offers.")

BERLIN = ZoneInfo("Europe/Berlin")
NEWEST_RUNS = 30
_LONG_FILE_BYTES = 256 * 1024
"""From this size on a bar shows how far the import is."""
_FORMAT_NAMES = {each.name: each.title for each in FORMATS}

_HEADINGS = {
    Outcome.NEW: ("Neu", "Würden neu aufgenommen"),
    Outcome.CHANGED: ("Geändert", "Würden geändert"),
    Outcome.UNCHANGED: ("Unverändert, von Hand Geschriebenes bleibt", "Blieben unverändert"),
    Outcome.WITHDRAWN: ("Nicht mehr angeboten", "Würden zurückgezogen"),
    Outcome.REFUSED: ("Abgelehnt", "Würden abgelehnt"),
}
_PROBLEMS = {
    Problem.EXPIRED: "abgelaufen",
    Problem.STALE: f"seit mehr als {STALE_AFTER.days} Tagen nicht geprüft",
    Problem.NO_TIMES: "Zeiten fehlen",
    Problem.NO_PRICE: "Preis fehlt",
    Problem.NO_CHILDCARE: "Angabe zur Kinderbetreuung fehlt",
    Problem.NO_CONTACT: "Kontakt fehlt",
    Problem.DUPLICATE: "vielleicht doppelt",
}


@files.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file with offers.")],
    source: Annotated[
        str, typer.Option(help="Where the offers are from, for example vhs-nord; kept for updates.")
    ] = "file",
    provider: Annotated[str | None, typer.Option(help="Who runs the courses, where the file does not say it.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    yes_withdraw: Annotated[
        bool, typer.Option("--yes-withdraw", help="It is true that more than a third of the offers are gone.")
    ] = False,
) -> None:
    """Bring offers in from a file; a broken record does not stop the others, and the import can be undone."""
    print(asyncio.run(_import(file, source, provider, dry_run, yes_withdraw)))


async def _import(file: Path, source: str, provider: str | None, dry_run: bool, yes_withdraw: bool) -> str:
    content = await asyncio.to_thread(file.read_bytes)
    is_long = len(content) >= _LONG_FILE_BYTES
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    async with knowledge() as session:
        with Progress(*columns, console=Console(stderr=True), transient=True, disable=not is_long) as bar:
            task = bar.add_task("Prüfen" if dry_run else "Importieren", total=None)
            try:
                report = await import_offers(
                    session,
                    content,
                    filename=file.name,
                    source=source,
                    today=build.today_of(read_settings())(),
                    default_provider=provider,
                    is_preview=dry_run,
                    may_withdraw_many=yes_withdraw,
                    on_progress=lambda done, expected: bar.update(
                        task, completed=done, total=max(done, expected) if expected else None
                    ),
                )
            except DecisionNeededError as error:
                raise DecisionNeededError(f"{error} Wenn das stimmt, bestätigen Sie es mit --yes-withdraw.") from None
        if not dry_run:
            await session.commit()
        return import_as_text(report)


def import_as_text(report: ImportReport) -> str:
    """What an import did or would do."""
    return "\n".join(_import_lines(report))


def _import_lines(report: ImportReport) -> Iterator[str]:
    if report.is_preview:
        yield "Vorschau, nichts wurde gespeichert."
    else:
        yield f"Gespeichert als Import {report.run_id}. Zurücknehmen: wegweiserin offers undo {report.run_id}"
    yield (
        f"Gelesen: {report.read}, neu: {report.new}, geändert: {report.changed}, unverändert: {report.unchanged}, "
        f"nicht mehr angeboten: {report.withdrawn}, abgelehnt: {report.refused}"
    )
    if report.question:
        yield f"Achtung: {report.question} Beim Speichern muss das mit --yes-withdraw bestätigt werden."
    yield from report.notes
    if report.ignored_headings:
        yield f"Nicht erkannte Spalten: {', '.join(report.ignored_headings)}"
    for outcome, headings in _HEADINGS.items():
        records = [record for record in report.records if record.outcome is outcome]
        if records:
            yield ""
            yield f"{headings[report.is_preview]}:"
            for record in records:
                yield from _record_lines(record)
    if report.omitted:
        yield ""
        yield f"Zu {report.omitted} weiteren Angeboten gibt es ebenso etwas zu sagen; hier stehen nur die ersten."


def _record_lines(record: RecordReport) -> Iterator[str]:
    yield f"  {record.where}: {record.title or 'ohne Titel'}{f' – {record.reason}' if record.reason else ''}"
    for change in record.changes:
        yield f"    {_change(change)}"
    for change in record.kept:
        name = FIELD_NAMES[change.name]
        yield f"    Bleibt, weil von Hand geschrieben: {name} {change.before} (Datei: {change.after})"
    for note in record.notes:
        yield f"    {note}"


def _change(change: FieldChange) -> str:
    return f"{FIELD_NAMES[change.name]}: {change.before} → {change.after}"


@files.command(name="imports")
def imports_() -> None:
    """List the last imports, newest first."""
    print(asyncio.run(_imports()))


async def _imports() -> str:
    async with knowledge() as session:
        query = select(ImportRun).order_by(ImportRun.id.desc()).limit(NEWEST_RUNS)
        lines = [run_as_text(run) for run in await session.scalars(query)]
    return "\n".join(lines) or "Es wurde noch nichts importiert."


def run_as_text(run: ImportRun) -> str:
    """One import in one line."""
    undone = f", zurückgenommen am {run.undone_at.astimezone(BERLIN):%d.%m.%Y}" if run.undone_at else ""
    return (
        f"{run.id:>4}  {run.run_at.astimezone(BERLIN):%d.%m.%Y %H:%M}  {run.source}  {run.filename} "
        f"({_FORMAT_NAMES.get(run.format, run.format)}): neu {run.new}, geändert {run.changed}, "
        f"unverändert {run.unchanged}, nicht mehr angeboten {run.withdrawn}, abgelehnt {run.refused}{undone}"
    )


@files.command()
def undo(run: Annotated[int, typer.Argument(help="Number of the import, see `offers imports`.")]) -> None:
    """Take an import back as a whole; what staff have written since stays."""
    print(asyncio.run(_undo(run)))


async def _undo(run_id: int) -> str:
    async with knowledge() as session:
        report = await undo_import(session, run_id)
        await session.commit()
        return undo_as_text(report)


def undo_as_text(report: UndoReport) -> str:
    """What taking an import back did."""
    lines = [
        f"Der Import {report.run_id} ({report.filename}, Quelle „{report.source}“) ist zurückgenommen.",
        f"Neue Angebote zurückgezogen: {report.taken_back}, geänderte auf dem alten Stand: {report.restored}, "
        f"wieder im Angebot: {report.offered_again}",
    ]
    if report.kept_count:
        lines.append(f"Bei {report.kept_count} Angeboten bleibt, was seitdem von Hand geschrieben wurde:")
        lines += [f"  {kept.title}: {', '.join(kept.fields)}" for kept in report.kept]
        if report.kept_count > len(report.kept):
            lines.append(f"  und {report.kept_count - len(report.kept)} weitere")
    return "\n".join(lines)


@files.command()
def check(
    today: Annotated[str | None, typer.Option(help="Check as on this day, YYYY-MM-DD.")] = None,
    include_examples: Annotated[bool, typer.Option("--include-examples", help="Invented offers too.")] = False,
) -> None:
    """Say which offers somebody should look at: over, not checked for long, with gaps, or there twice."""
    day = date.fromisoformat(today) if today else build.today_of(read_settings())()
    print(asyncio.run(_check(day, include_examples)))


async def _check(today: date, include_examples: bool) -> str:
    async with knowledge() as session:
        return check_as_text(await check_offers(session, today=today, include_examples=include_examples))


def check_as_text(report: CheckReport) -> str:
    """The state of the offers."""
    lines = [f"Geprüft: {report.checked} Angebote"]
    lines += [f"  {_PROBLEMS[problem]}: {report.counts[problem]}" for problem in Problem if report.counts.get(problem)]
    if not report.offers:
        lines.append("Es ist nichts zu tun.")
    for offer in report.offers:
        doubles = f" (wie {'; '.join(offer.doubles)})" if offer.doubles else ""
        words = ", ".join(_PROBLEMS[problem] for problem in offer.problems)
        lines.append(f"{offer.source}, {offer.source_id}: {offer.title} – {words}{doubles}")
    if report.omitted:
        lines.append(f"Und {report.omitted} weitere; hier stehen nur die ersten.")
    return "\n".join(lines)
