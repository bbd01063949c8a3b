"""What is measured with was never learnt."""

import pytest

from components.examples import Example, read_examples
from environment import HERE
from evaluation.leaks import leaks

DATA = [
    Example("Ich suche einen B1 Kurs in Nürtingen", "find_course", "de"),
    Example("ok", "affirm", "de"),
    Example("hab A2", "inform", "de"),
]


@pytest.mark.parametrize(
    "text", ["ich suche einen b1-kurs in nurtingen!", "Ich suche einen B1 Kurs in Nürtigen", "OK", "…ok…"]
)
def test_a_message_of_the_data_in_another_spelling_leaks(text):
    assert [leaked.text for leaked, _ in leaks([Example(text, "find_course", "de")], DATA)] == [text]


@pytest.mark.parametrize("text", ["Gibt es in Nürtingen etwas für B1?", "okay gern", "hab A1"])
def test_another_message_does_not_leak(text):
    assert not list(leaks([Example(text, "find_course", "de")], DATA))


def test_no_test_message_stands_in_the_data():
    found = leaks(read_examples(HERE / "tests"), read_examples(HERE / "data"))

    assert [f"{example.language}/{example.intent}: {example.text}" for example, _ in found] == []
