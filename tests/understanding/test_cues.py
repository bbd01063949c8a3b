"""Small meanings of a message, found by patterns in every language."""

import re
import tomllib

import pytest

from bot.dialogue.events import Cue
from bot.rendering.language import read_register
from bot.understanding.cues import CUES, Cues

FOUND = Cues()


@pytest.mark.parametrize("language", read_register())
def test_every_language_has_words_for_every_cue(language: str) -> None:
    words = tomllib.loads((CUES / f"{language}.toml").read_text("utf-8"))
    words |= tomllib.loads((CUES / "thanks.toml").read_text("utf-8"))

    assert set(words) == set(Cue)
    for patterns in words.values():
        for pattern in patterns:
            assert re.compile(pattern)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("ich habe schon A1 gemacht und suche weiter", Cue.LEVEL_IS_HERS),
        ("I already have A2", Cue.LEVEL_IS_HERS),
        ("A1 bitirdim", Cue.LEVEL_IS_HERS),
        ("am deja A2", Cue.LEVEL_IS_HERS),
        ("закінчила А1", Cue.LEVEL_IS_HERS),
        ("خلصت A1", Cue.LEVEL_IS_HERS),
        ("ich fange bei null an", Cue.BEGINNER),
        ("sıfırdan başlıyorum", Cue.BEGINNER),
        ("de la zero", Cue.BEGINNER),
        ("с нуля", Cue.BEGINNER),
        ("من الصفر", Cue.BEGINNER),
        ("از صفر", Cue.BEGINNER),
        ("wie lange dauert das?", Cue.DURATION),
        ("ne kadar sürer", Cue.DURATION),
        ("скільки часу це триває", Cue.DURATION),
        ("چقدر طول می‌کشه؟", Cue.DURATION),
        ("nur für Frauen bitte", Cue.ONLY_WOMEN),
        ("только для женщин", Cue.ONLY_WOMEN),
        ("فقط برای خانم‌ها باشه", Cue.ONLY_WOMEN),
        ("gibt es auch welche die nix kosten", Cue.FREE),
        ("есть бесплатные?", Cue.FREE),
        ("can I bring my baby with me to the class", Cue.WITH_CHILD),
        ("супер, дякую!!", Cue.THANKS),
        ("شكراً كتير", Cue.THANKS),
    ],
)
def test_the_cue_is_found(text: str, cue: Cue) -> None:
    assert cue in FOUND.find(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ich suche einen B1 Kurs in Esslingen",
        "I need B2 for work",
        "Ich habe freie Zeit am Vormittag",
        "Kinderbetreuung während dem Kurs",
        "хочу курс B1 у Нюртінгені",
        "بدي كورس B1 باسلنغن",
    ],
)
def test_plain_wishes_hold_no_cue(text: str) -> None:
    assert FOUND.find(text) == frozenset()
