"""`wegweiserin understand` and `wegweiserin offers` as programs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.whole.conftest import Place

pytestmark = pytest.mark.whole


def run(place: Place, *arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=lines,
        capture_output=True,
        text=True,
        env=place.environment(),
        timeout=120,
        check=False,
    )


def understood(place: Place, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    lines = "\n".join(json.dumps(message, ensure_ascii=False) for message in messages)
    done = run(place, "understand", "--jsonl", lines=lines)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


async def test_each_line_is_answered_with_a_line_in_order(place: Place) -> None:
    texts = [f"B1 Kurs in Esslingen {number}" for number in range(20)]

    found = understood(place, *({"text": text} for text in texts))

    assert [each["text"] for each in found] == texts
    assert set(found[0]) == {"text", "language", "intent", "confidence", "alternatives", "slots"}


@pytest.mark.parametrize(
    ("text", "language", "intent", "slots"),
    [
        ("Ich suche einen B1 Kurs in Nürtingen", "de", "find_course", {"level": ["B1"], "place": ["nuertingen"]}),
        (
            "Esslingen'de akşam Almanca kursu arıyorum",
            "tr",
            "find_course",
            {"place": ["esslingen"], "time_of_day": ["evening"]},
        ),
        (
            "أنا كنت ممرضة في سوريا، هل أقدر أشتغل ممرضة هنا؟",
            "ar",
            "ask_recognition",
            {"profession": ["nurse"], "country": ["SY"]},
        ),
        (
            "من در افغانستان معلم بودم، مدرکم اینجا قبول میشه؟",
            "fa",
            "ask_recognition",
            {"profession": ["teacher"], "country": ["AF"]},
        ),
        (
            "Шукаю курси німецької, поки син у садочку до 13:00",
            "uk",
            "find_childcare_course",
            {"time_until": ["13:00"]},
        ),
        (
            "Ищу курсы немецкого В1 в Нюртингене с присмотром за детьми",
            "ru",
            "find_childcare_course",
            {"place": ["nuertingen"], "childcare": ["true"]},
        ),
        (
            "Caut un curs de germană în Kirchheim sâmbăta",
            "ro",
            "find_course",
            {"place": ["kirchheim"], "weekday": ["sat"]},
        ),
        (
            "is there a german course in the evening in Plochingen",
            "en",
            "find_course",
            {"place": ["plochingen"], "time_of_day": ["evening"]},
        ),
    ],
)
async def test_one_plain_sentence_in_each_language_is_understood(
    place: Place, text: str, language: str, intent: str, slots: dict[str, list[str]]
) -> None:
    [found] = understood(place, {"text": text})

    assert (found["language"], found["intent"]) == (language, intent)
    for name, values in slots.items():
        assert found["slots"].get(name) == values


async def test_strange_lines_are_answered_too(place: Place) -> None:
    texts = ["", "🙃", "\u200b", "a" * 4096, "\x00\x01", "مرحبا \u202e B1"]

    found = understood(place, *({"text": text, "lang": "ar"} for text in texts))

    assert len(found) == len(texts)


async def test_a_line_that_is_no_json_is_named(place: Place) -> None:
    done = run(place, "understand", "--jsonl", lines='{"text": "hallo"}\nkein json\n')

    assert done.returncode != 0
    assert "Line 2" in done.stderr
    assert "Traceback" not in done.stderr


async def test_offers_are_found_as_json(place: Place) -> None:
    wishes = {"level": "B1", "place": "nuertingen", "until": "13:00", "child-age": "2", "today": "2027-02-01"}
    arguments = [part for name, value in wishes.items() for part in (f"--{name}", value)]

    found = json.loads(run(place, "offers", "find", *arguments, "--childcare", "--json").stdout)

    assert [each["source_id"] for each in found["matches"]] == ["4"]
    assert all(each["reasons"] and each["title"] for part in found.values() for each in part)


async def test_a_wrong_time_is_named(place: Place) -> None:
    done = run(place, "offers", "find", "--until", "25:00")

    assert done.returncode != 0
    assert "HH:MM" in done.stderr


async def test_a_spreadsheet_with_a_broken_row_is_imported_without_it(place: Place, tmp_path: Path) -> None:
    table = tmp_path / "kurse.csv"
    table.write_text(
        "Kursnummer;Titel;Ort;Niveau;Wochentag;Uhrzeit;Beginn;Gebühr\n"
        "N1;Deutsch B1 am Vormittag;Nürtingen;B1;Mo-Do;8:30-11:45 Uhr;01.03.2027;120,50 €\n"
        "N2;;Nürtingen;;;;;\n",
        "utf-8",
    )

    command = ["offers", "import", str(table), "--source", "test", "--provider", "vhs Test"]
    preview = run(place, *command, "--dry-run").stdout
    done = run(place, *command).stdout
    again = run(place, *command).stdout
    found = json.loads(
        run(place, "offers", "find", "--place", "nuertingen", "--level", "B1", "--until", "12:00", "--json").stdout
    )

    assert "neu: 1" in preview
    assert "abgelehnt: 1" in done
    assert "Zeile 3" in done
    assert "neu: 0" in again
    assert "N1" in [each["source_id"] for each in found["matches"]]
