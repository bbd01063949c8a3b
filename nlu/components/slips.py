"""Typing slips: copies of training messages with letters swapped, left out or doubled, as on old phones.

Which messages are copied and where they slip depends on their texts alone, so that training twice learns the same.
"""

import hashlib
import random
from collections.abc import Iterable, Iterator
from typing import TypeVar

SHARE = 0.2
"""So many of the messages are learnt with slips too; more cost training time and gain little (README.md)."""

SHORTEST = 5
"""Words with fewer letters stay as they are: they would become other words."""

WORDS_PER_SLIP = 8

Labelled = TypeVar("Labelled")


def slipped(messages: Iterable[tuple[str, Labelled]], share: float = SHARE) -> Iterator[tuple[str, Labelled]]:
    """Copies with slips of a share of the messages, with their labels; messages of short words have none."""
    for text, label in messages:
        chance = random.Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))
        if chance.random() < share and (copy := with_slips(text, chance)) != text:
            yield copy, label


def with_slips(text: str, chance: random.Random) -> str:
    """The text with a slip in one word, and in one more for every eight words; as it was when all words are short."""
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if len(word) >= SHORTEST and word.isalpha()]
    for place in chance.sample(places, min(len(places), 1 + len(words) // WORDS_PER_SLIP)):
        words[place] = _slip(words[place], chance)
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    """Never in the first letter, rarely the last: those are hit best."""
    place = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swapped", "left out", "doubled"))
    if kind == "swapped":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place + 1 :] if kind == "left out" else word[:place] + word[place] + word[place:]
