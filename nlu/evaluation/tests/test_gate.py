"""The gate lets noise through and nothing worse."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from components.examples import Example
from components.reader import Reading
from evaluation import gate

MESSAGES = [Example(f"message {number}", "find_course", ("tr", "uk")[number % 2]) for number in range(400)]
RIGHT = Reading({"find_course": 0.9}, frozenset())
WRONG = Reading({"find_work": 0.9}, frozenset())
WRONG_VALUES = Reading({"find_course": 0.9}, frozenset({("level", "B1")}))


def readings(wrong, how=WRONG):
    return [how if number in wrong else RIGHT for number in range(len(MESSAGES))]


def judged(wrong_before, wrong_now, how=WRONG):
    before = gate.baseline_of(MESSAGES, readings(wrong_before, how))
    return gate.drops(before, gate.baseline_of(MESSAGES, readings(wrong_now, how)))


def test_the_same_model_passes():
    assert judged({1, 2, 3}, {1, 2, 3}) == []


def test_a_model_that_gets_one_language_wrong_is_named_with_its_figures():
    assert judged({0}, {0, *range(2, 22, 2)}) == [
        "tr: intent right in 94.5% of 200 messages, was 99.5% (10 newly wrong, 0 newly right)"
    ]


def test_wrong_values_count_too():
    assert [sentence.split()[:2] for sentence in judged(set(), set(range(1, 30, 2)), WRONG_VALUES)] == [
        ["uk:", "values"]
    ]


def test_as_many_won_as_lost_is_noise():
    assert judged(set(range(0, 40)), set(range(20, 60))) == []


@given(lost=st.integers(0, 5))
def test_up_to_five_messages_lost_are_noise(lost):
    assert judged(set(), {2 * number for number in range(lost)}) == []


@given(lost=st.integers(0, 60), won=st.integers(0, 60))
def test_losing_more_is_never_less_of_a_drop(lost, won):
    assert gate.chance_of(lost + 1, won) <= gate.chance_of(lost, won) + 1e-12


def test_new_test_messages_are_not_compared():
    before = gate.baseline_of(MESSAGES[:100], readings(set())[:100])

    assert gate.drops(before, gate.baseline_of(MESSAGES, readings(set(range(100, 400))))) == []


def test_a_message_with_another_label_is_another_message():
    assert gate.hash_of(MESSAGES[0]) != gate.hash_of(replace(MESSAGES[0], intent="find_work"))


def test_a_baseline_is_read_as_it_was_written(tmp_path):
    baseline = gate.baseline_of(MESSAGES, readings({1, 5}))

    gate.write(baseline, tmp_path / "baseline.json")

    assert gate.read(tmp_path / "baseline.json") == baseline
    assert "message" not in (tmp_path / "baseline.json").read_text()


def test_there_may_be_no_baseline_yet(tmp_path):
    assert gate.read(tmp_path / "baseline.json") is None
