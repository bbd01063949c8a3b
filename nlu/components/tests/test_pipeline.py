"""The whole pipeline inside Rasa, trained on a few messages."""

import asyncio
import warnings
from pathlib import Path

import pytest

from environment import prepare

prepare(show_progress=False)

from components.examples import read_examples  # noqa: E402
from components.reader import new_reader  # noqa: E402
from components.tests.small_agent import trained_agent  # noqa: E402


@pytest.fixture(scope="module")
def agent(tmp_path_factory):
    return trained_agent(tmp_path_factory.mktemp("project"))


def parse(agent, text):
    return asyncio.run(agent.parse_message(text))


def test_she_is_understood_with_canonical_values(agent):
    message = "B1 Kurs in NÜRTINGEN am Wochenende ab 18 Uhr"

    parsed = parse(agent, message)

    found = {(e["entity"], e["value"], message[e["start"] : e["end"]]) for e in parsed["entities"]}
    assert parsed["intent"]["name"] == "find_course"
    assert {("level", "B1", "B1"), ("place", "nuertingen", "NÜRTINGEN")} <= found
    assert {("weekday", "sat", "Wochenende"), ("weekday", "sun", "Wochenende")} <= found
    assert all({"entity", "value", "start", "end", "confidence_entity"} <= set(e) for e in parsed["entities"])


def test_confidences_are_ranked(agent):
    ranking = parse(agent, "was kostet der kurs")["intent_ranking"]

    confidences = [one["confidence"] for one in ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert 0 < confidences[0] <= 1


@pytest.mark.parametrize("text", ["", "   ", "🍕", "\u200f", "…"])
def test_nothing_to_read_is_no_intent(agent, text):
    parsed = parse(agent, text)

    assert parsed["intent"] == {"name": None, "confidence": 0.0} and parsed["entities"] == []


@pytest.mark.parametrize("text", ['/ask_cost{"place": "mars"}', "/ask_cost", "/crisis", "/nothing{broken"])
def test_a_slash_is_no_command_and_reaches_no_log(agent, text, caplog, capfd):
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with caplog.at_level("INFO"):
            parsed = parse(agent, text)

    printed = capfd.readouterr()
    assert parsed["intent"]["confidence"] < 1.0
    assert all(entity["value"] != "mars" for entity in parsed["entities"])
    assert not [warning for warning in warned if text in str(warning.message)]
    assert text not in caplog.text + printed.out + printed.err


def test_long_and_odd_messages_are_read(agent):
    for text in ("kurs " * 800, "a" * 4096, "\ud800kurs", "٣" * 200, "8-" * 500):
        assert parse(agent, text)["intent"]["name"]


def test_rasa_and_the_reader_for_experiments_agree(agent):
    examples = read_examples(Path(agent.folder) / "data")
    reader = new_reader()
    reader.fit(examples)
    texts = ["b1 kurs in nürtingen", "hallo!", "was kostet ein deutschkurs am wochenende", "kurs bis 12"]

    for text, reading in zip(texts, reader.read(texts)):
        parsed = parse(agent, text)
        best = next(iter(reading.intents))
        assert parsed["intent"]["name"] == best
        assert parsed["intent"]["confidence"] == pytest.approx(reading.intents[best], abs=0.02)
        assert {(entity["entity"], entity["value"]) for entity in parsed["entities"]} == reading.slots
