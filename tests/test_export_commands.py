"""`wegweiserin offers export`: files for others."""

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner, Result

from bot.__main__ import app

COURSES = (
    "Kursnummer;Titel;Anbieter;Ort;Wochentage;Uhrzeit;Beginn;Ende\n"
    "1;Deutsch A1;vhs Muster;Wernau;Di;9-11 Uhr;12.01.2027;01.06.2027\n"
    "2;Deutsch A2;vhs Muster;Wernau;;;;\n"
)


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOWLEDGE_DATABASE_URL", f"sqlite:///{tmp_path}/knowledge.sqlite")
    monkeypatch.setenv("TODAY", "2027-02-01")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["offers", *arguments])


@pytest.fixture
def courses(tmp_path: Path) -> None:
    (tmp_path / "kurse.csv").write_text(COURSES)
    assert run("import", "kurse.csv", "--source", "vhs").exit_code == 0


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_table_is_imported_again_and_changes_nothing(courses: None, tmp_path: Path, ending: str) -> None:
    done = run("export", "--format", ending)

    assert done.stdout.strip() == f"2 Angebote in „angebote-2027-02-01.{ending}“ geschrieben."
    again = run("import", f"angebote-2027-02-01.{ending}", "--source", "vhs")
    assert "neu: 0, geändert: 0, unverändert: 2" in again.stdout


def test_examples_come_only_when_they_are_asked_for(courses: None, tmp_path: Path) -> None:
    assert run("export", "--format", "csv", "--output", "mit.csv", "--include-examples").exit_code == 0
    assert "Beispiel:" in (tmp_path / "mit.csv").read_text(encoding="utf-8-sig")

    assert run("export", "--format", "csv", "--output", "ohne.csv").exit_code == 0
    assert "Beispiel:" not in (tmp_path / "ohne.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("format_", ["jsonld", "ics", "hsds"])
def test_examples_cannot_leave_as_anything_but_a_table(format_: str) -> None:
    done = run("export", "--format", format_, "--include-examples")

    assert done.exit_code == 2
    assert "Beispiele gibt es nicht wirklich" in done.output


def test_calendar_holds_the_offers_with_times_and_says_what_is_left_out(courses: None, tmp_path: Path) -> None:
    done = run("export", "--format", "ics", "--output", "kurse.ics")

    assert "1 Angebot (1 ohne bekannte Zeiten ausgelassen) in „kurse.ics“" in done.stdout
    calendar = Calendar.from_ical((tmp_path / "kurse.ics").read_bytes())
    assert isinstance(calendar, Calendar)
    assert [str(event["SUMMARY"]) for event in calendar.events] == ["Deutsch A1"]


def test_jsonld_and_counselling_places(courses: None, tmp_path: Path) -> None:
    run("export", "--format", "jsonld", "--output", "kurse.jsonld", "--source", "vhs")
    done = run("export", "--format", "hsds")

    names = [node["name"] for node in json.loads((tmp_path / "kurse.jsonld").read_text())["@graph"]]
    assert names == ["Deutsch A1", "Deutsch A2"]
    assert "Beratungsstellen in „beratungsstellen-2027-02-01.json“" in done.stdout
    assert json.loads((tmp_path / "beratungsstellen-2027-02-01.json").read_text())["contents"]


def test_an_empty_export_and_a_file_that_is_there_already_are_told(courses: None) -> None:
    nothing = run("export", "--format", "csv", "--source", "gibt-es-nicht")
    assert "Es gibt nichts zu exportieren." in str(nothing.exception)

    assert run("export", "--format", "csv").exit_code == 0
    assert "gibt es schon" in str(run("export", "--format", "csv").exception)


def test_folder_that_is_not_there_is_told(courses: None) -> None:
    assert "kann nicht geschrieben werden" in str(run("export", "--format", "csv", "--output", "weg/x.csv").exception)
