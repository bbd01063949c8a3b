"""`wegweiserin answers`: staff see how the translations stand, confirm them and take them along."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.answer_commands import as_sentence
from knowledge_base.translations import AnswerState
from knowledge_base.vocabulary import Topic


@pytest.fixture(autouse=True)
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOWLEDGE_DATABASE_URL", f"sqlite:///{tmp_path}/knowledge.sqlite")
    monkeypatch.setenv("TODAY", "2027-02-01")
    monkeypatch.setenv("COLUMNS", "120")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["answers", *arguments])


def test_everything_that_is_shipped_is_current() -> None:
    states = json.loads(run("status", "--json").stdout)

    assert set(states) == set(Topic)
    assert {state for by_language in states.values() for state in by_language.values()} == {"current"}


def test_table_names_every_topic_and_says_in_german_how_it_stands() -> None:
    text = run("status").stdout

    assert all(topic in text for topic in Topic)
    assert "veraltet" not in text
    assert "Texte sind aktuell." in text


def test_what_is_to_do_is_told_in_german() -> None:
    states = {Topic.WORK: {"de": AnswerState.CURRENT, "tr": AnswerState.OUTDATED, "ar": AnswerState.MISSING}}

    assert as_sentence(states).startswith("aktuell: 1, veraltet: 1, fehlt: 1, zusammen 3.")


def test_confirmed_text_is_exported_with_day_and_role(tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"

    confirmed = run("confirm", "kita_place", "tr", "--role", "counsellor")
    exported = run("export", str(file))

    assert (confirmed.exit_code, exported.exit_code) == (0, 0)
    text = file.read_text(encoding="utf-8-sig")
    assert text.startswith("thema;sprache;stand;deutsch;text;")
    assert "\nkita_place;tr;aktuell;" in text
    assert ";2026-11-22;2027-02-01;counsellor\n" in text


@pytest.mark.parametrize("arguments", [("nonsense", "tr"), ("kita_place", "xx")])
def test_unknown_topic_or_language_is_refused(arguments: tuple[str, str]) -> None:
    assert run("confirm", *arguments).exit_code == 2
