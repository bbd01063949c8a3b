"""What staff read when they import, take back and check, from the command line down to the database."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from knowledge_base.errors import DataFileError, DecisionNeededError

TABLE = (
    "Kursnummer;Titel;Anbieter;Ort;Wochentag;Uhrzeit;Beginn;Gebühr;Dozentin\n"
    "1;Deutsch A1;vhs Muster;Wernau;Mo;9-11 Uhr;01.03.2027;90,00;Anna Muster\n"
    "2;Deutsch B1;vhs Muster;Wernau;Di;9-11 Uhr;02.03.2027;90,00;Anna Muster\n"
    ";Ohne Nummer;vhs Muster;Wernau;;;;;\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KNOWLEDGE_DATABASE_URL", f"sqlite:///{tmp_path / 'knowledge.sqlite'}")
    monkeypatch.setenv("TODAY", "2027-02-01")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def offers(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["offers", *arguments])


def said(*arguments: str) -> str:
    result = offers(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_staff_look_import_change_their_mind_and_check(folder: Path) -> None:
    file = folder / "kurse.csv"
    file.write_text(TABLE, "utf-8")

    preview = said("import", str(file), "--source", "vhs", "--dry-run")
    assert "Vorschau, nichts wurde gespeichert." in preview
    assert "neu: 2, geändert: 0, unverändert: 0, nicht mehr angeboten: 0, abgelehnt: 1" in preview
    assert "Zeile 4: Ohne Nummer – Die Kursnummer fehlt." in preview
    assert "Nicht erkannte Spalten: Dozentin" in preview
    assert said("imports") == "Es wurde noch nichts importiert.\n"

    assert "Gespeichert als Import 1. Zurücknehmen: wegweiserin offers undo 1" in said(
        "import", str(file), "--source", "vhs"
    )
    file.write_text(TABLE.replace("90,00", "120,00", 1), "utf-8")
    assert "Preis: 90,00 € → 120,00 €" in said("import", str(file), "--source", "vhs")
    runs = said("imports").splitlines()
    assert [line.split()[0] for line in runs] == ["2", "1"]
    assert "vhs  kurse.csv (CSV-Tabelle): neu 0, geändert 1, unverändert 1" in runs[0]

    assert "geänderte auf dem alten Stand: 1" in said("undo", "2")
    assert "zurückgenommen am" in said("imports").splitlines()[0]
    checked = said("check")
    assert "Geprüft: 2 Angebote" in checked
    assert "vhs, 1: Deutsch A1 – Angabe zur Kinderbetreuung fehlt, Kontakt fehlt" in checked
    assert "nicht geprüft: 2" in said("check", "--today", "2027-04-03")


def test_what_cannot_be_done_is_said_in_german(folder: Path) -> None:
    (folder / "programm.pdf").write_bytes(b"%PDF-1.7")

    unreadable = offers("import", str(folder / "programm.pdf"))
    unknown = offers("undo", "7")

    assert isinstance(unreadable.exception, DataFileError)
    assert "ist ein PDF" in str(unreadable.exception)
    assert isinstance(unknown.exception, DecisionNeededError)
    assert str(unknown.exception) == "Einen Import mit der Nummer 7 gibt es nicht."
