"""What staff do with answers from the command line: see how the translations stand, confirm them, take them along."""

import asyncio
import csv
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from bot import build
from bot.commands import knowledge
from bot.rendering.language import read_register
from bot.settings import read_settings
from knowledge_base.answers import answer_states, confirm_answer
from knowledge_base.errors import MissingAnswerError
from knowledge_base.models import Answer
from knowledge_base.translations import SOURCE_LANGUAGE, AnswerState
from knowledge_base.vocabulary import Topic

answers = typer.Typer(help="Look after the answers: how translations stand, confirm, export.", no_args_is_help=True)

States = Mapping[Topic, Mapping[str, AnswerState]]

GERMAN = {
    AnswerState.CURRENT: "aktuell",
    AnswerState.OUTDATED: "veraltet",
    AnswerState.UNREVIEWED: "ungeprüft",
    AnswerState.MISSING: "fehlt",
}
_STYLES = {
    AnswerState.CURRENT: "green",
    AnswerState.OUTDATED: "yellow",
    AnswerState.UNREVIEWED: "cyan",
    AnswerState.MISSING: "red",
}
_COLUMNS = ("thema", "sprache", "stand", "deutsch", "text", "quelle", "nachgesehen_am", "geprueft_am", "geprueft_von")


@answers.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """How every topic stands in every language: current, outdated, unreviewed or missing."""
    states = asyncio.run(_states())
    if as_json:
        print(json.dumps(states, ensure_ascii=False, indent=2))
    else:
        Console().print(as_table(states))
        print(as_sentence(states))


async def _states() -> States:
    async with knowledge() as session:
        return await answer_states(session, read_register())


def as_table(states: States) -> Table:
    """One row for each topic, one column for each language, in German; a tick stands for what needs no work."""
    table = Table(title="Antworten: Stand der Übersetzungen (✓ ist aktuell)")
    table.add_column("Thema", no_wrap=True)
    for code in next(iter(states.values()), {}):
        table.add_column(code)
    for topic, by_language in states.items():
        table.add_row(topic.value, *(_cell(state) for state in by_language.values()))
    return table


def _cell(state: AnswerState) -> str:
    words = "✓" if state is AnswerState.CURRENT else GERMAN[state]
    return f"[{_STYLES[state]}]{words}[/]"


def as_sentence(states: States) -> str:
    """What there is to do, for staff and therefore in German."""
    found = Counter(state for by_language in states.values() for state in by_language.values())
    counts = ", ".join(f"{GERMAN[state]}: {found[state]}" for state in AnswerState if found[state])
    if set(found) == {AnswerState.CURRENT}:
        return f"Alle {found.total()} Texte sind aktuell."
    return (
        f"{counts}, zusammen {found.total()}. "
        "Bitte die anderen neben dem deutschen Text lesen und mit `wegweiserin answers confirm` freigeben."
    )


def _language(code: str) -> str:
    if code in read_register():
        return code
    raise typer.BadParameter(f"Diese Sprache gibt es nicht. Es gibt: {', '.join(read_register())}.")


@answers.command()
def confirm(
    topic: Annotated[Topic, typer.Argument(help="The topic, for example kita_place.")],
    language: Annotated[str, typer.Argument(callback=_language, help="The language of the text, for example tr.")],
    role: Annotated[str, typer.Option(help="Who has read it, as a role and not as a name.")] = "staff",
) -> None:
    """Release the text of one language after a person has read it next to the German one."""
    try:
        asyncio.run(_confirm(topic, language, role))
    except MissingAnswerError as error:
        message = f"Zu {topic.value} gibt es keinen Text auf {language}: bitte zuerst schreiben."
        raise typer.BadParameter(message) from error
    print(f"Freigegeben: {topic.value} auf {language}.")


async def _confirm(topic: Topic, language: str, role: str) -> None:
    async with knowledge() as session:
        today = build.today_of(read_settings())()
        await confirm_answer(session, topic, language, on=today, by_role=role)
        await session.commit()


@answers.command()
def export(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The CSV file to write; a spreadsheet opens it.")],
) -> None:
    """Write all texts next to the German ones, for somebody who reads or translates them."""
    count = asyncio.run(_export(file))
    print(f"{count} Texte stehen jetzt in {file}.")


async def _export(file: Path) -> int:
    async with knowledge() as session:
        states = await answer_states(session, read_register())
        rows = {(row.topic, row.language): row for row in await session.scalars(select(Answer))}
    lines = []
    for topic, by_language in states.items():
        german = rows.get((topic, SOURCE_LANGUAGE))
        for code, state in by_language.items():
            row = rows.get((topic, code))
            checked = (row.source_url, row.checked_on, row.reviewed_on, row.reviewed_by_role) if row else ()
            lines.append((topic.value, code, GERMAN[state], german and german.text, row and row.text, *checked))
    # With its mark at the beginning and semicolons, German Excel opens the file as a table.
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(_COLUMNS)
        writer.writerows(lines)
    return len(rows)
