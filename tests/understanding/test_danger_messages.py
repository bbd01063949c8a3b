"""How much danger the rules see by themselves, when Rasa is down, in messages that they were not made from."""

import pytest

from bot.understanding.danger import DangerRules
from tests.understanding.danger_messages import LANGUAGES, messages_in

RULES = DangerRules()


def test_there_are_messages_of_every_language_with_rules() -> None:
    assert set(LANGUAGES) == RULES.languages
    assert all(len(messages_in(each).danger) >= 30 and len(messages_in(each).harmless) >= 30 for each in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_danger_is_seen_without_a_model(language: str) -> None:
    """0.9 is what we want; the floor is what every language has reached."""
    missed = [text for text in messages_in(language).danger if RULES.find(text) is None]

    assert len(missed) <= 0.32 * len(messages_in(language).danger), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_look_alikes_alarm(language: str) -> None:
    alarms = [text for text in messages_in(language).harmless if RULES.find(text)]

    assert len(alarms) <= 0.1 * len(messages_in(language).harmless), alarms
