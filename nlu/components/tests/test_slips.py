"""Copies with typing slips are few, alike and always the same."""

import random
from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from components.slips import slipped, with_slips

MESSAGES = [(f"ich suche einen deutschkurs nummer {number} in nürtingen", "find_course") for number in range(500)]


def test_about_the_share_asked_for_is_copied_with_its_label():
    copies = list(slipped(MESSAGES, 0.2))

    assert 60 < len(copies) < 140
    assert {label for _, label in copies} == {"find_course"}


def test_the_same_messages_slip_in_the_same_way_in_any_order():
    assert sorted(slipped(MESSAGES)) == sorted(slipped(MESSAGES[::-1]))


@given(st.text("абвгдеж نلدب abcdefgşçü", min_size=1, max_size=80), st.integers())
def test_a_slip_keeps_most_of_a_message_and_all_short_words(text, seed):
    copy = with_slips(text, random.Random(seed))

    assert len(copy.split(" ")) == len(text.split(" "))
    for word, typed in zip(text.split(" "), copy.split(" ")):
        assert typed == word if len(word) < 5 else SequenceMatcher(None, word, typed).ratio() > 0.7


def test_a_message_of_short_words_has_no_copy():
    assert list(slipped([("B1 kurs wo", "find_course")], 1.0)) == []
