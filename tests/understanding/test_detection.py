"""The language of a message, also when it is mixed with German, short, or in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.language import read_register
from bot.understanding.detection import LanguageDetector

LANGUAGES = list(read_register())
DETECTOR = LanguageDetector(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ich suche einen Kurs in Esslingen"),
        ("en", "Can I get a Bildungsgutschein?"),
        ("en", "where is the Integrationskurs with Kinderbetreuung"),
        ("tr", "Integrationskurs için nereye gitmem lazım"),
        ("tr", "cocugum icin kreş var mi"),
        ("ar", "وين كورس Integrationskurs مع Kinderbetreuung بنورتينغن"),
        ("ar", "biddi kors almani b Esslingen, 3endi walad"),
        ("fa", "Bildungsgutschein چیست و از کجا می‌گیرم"),
        ("fa", "man mikham kelase almani beram, bacheh daram"),
        ("uk", "Berechtigungsschein для Integrationskurs, де його взяти і що треба принести"),
        ("uk", "shukaiu kursy nimetskoi dlia mene"),
        ("ru", "как получить Bildungsgutschein, подскажите"),
        ("ru", "ishu kursy nemetskogo dlya rebenka"),
        ("ro", "Cum primesc un Bildungsgutschein?"),
    ],
)
def test_a_message_tells_its_language_whatever_german_stands_in_it(language: str, text: str) -> None:
    found = DETECTOR.detect(text)

    assert (found.language, found.is_sure) == (language, True)


@pytest.mark.parametrize("text", ["B1", "ok", "Nürtingen", "B1 Kurs Esslingen", "Integrationskurs", "12:30", "👍", ""])
def test_what_tells_nothing_stays_in_the_language_of_the_talk(text: str) -> None:
    found = DETECTOR.detect(text, language="tr")

    assert (found.language, found.is_sure) == ("tr", False)


@given(st.text(max_size=80))
def test_any_text_has_a_language_of_the_register(text: str) -> None:
    assert DETECTOR.detect(text).language in LANGUAGES
