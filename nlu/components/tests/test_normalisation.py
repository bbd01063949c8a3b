"""One spelling for all the ways she may write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.normalisation import normalise, words


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("Nürtingen", "nurtingen"),
        ("STRASSE straße", "strasse strasse"),
        ("İstanbul ILIK ışık", "istanbul ilik isik"),
        ("Kita'da Kita’da", "kita da kita da"),
        ("أريد إقامة آخر مستوى", "اريد اقامه اخر مستوي"),
        ("كِتَابٌ كتـــاب", "كتاب كتاب"),
        ("می‌خواهم کار", "مي خواهم كار"),
        ("ім'я ім’я імʼя", "імя імя імя"),
        ("ёлка", "елка"),
        ("ţară țară şi și", "tara tara si si"),
        ("٣ ۳ ３ 3", "3 3 3 3"),
        ("haaaallo neeeein", "hallo nein"),
        ("ja 👍🏽 nein ❌ 🍕", "ja emojiyes nein emojino"),
        ("\u200fשלום\u202c \ufeffok\u00ad", "שלום ok"),
        ("B1-Kurs b1kurs Б1", "b1 kurs b1 kurs b1"),
        ("🙂\n\t  ", ""),
    ],
)
def test_the_same_word_is_spelt_the_same(written, understood):
    assert normalise(written) == understood


def test_words_point_to_what_she_wrote():
    message = "  Çocuk ١٨ aylık, ｋｉｔａ’da!"

    found = [(word.text, message[word.start : word.end]) for word in words(message)]

    assert found == [("cocuk", "Çocuk"), ("18", "١٨"), ("aylik", "aylık"), ("kita", "ｋｉｔａ"), ("da", "da")]


def test_what_stands_between_words_is_kept():
    gaps = [word.gap for word in words("8:30 - 12")]

    assert gaps == ["", ":", "-"]


@given(st.text(max_size=200))
def test_any_text_gives_words_in_order_within_the_text(message):
    found = words(message)

    assert all(0 <= word.start < word.end <= len(message) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
    assert all(word.text for word in found)


@given(st.text(max_size=100))
def test_normalising_twice_changes_nothing_more(message):
    once = normalise(message)

    assert normalise(once) == once
