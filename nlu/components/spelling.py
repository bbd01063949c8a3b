"""Known words behind misspelt ones: nearest forms by edit distance, and names by their consonants in any script."""

import re
from collections.abc import Iterable, Iterator

from components.romanisation import romanise

SHORTEST_FOR_ONE = 6
SHORTEST_FOR_TWO = 10
SHORTEST_SKELETON = 4


def edit_distance(one: str, other: str, at_most: int) -> int:
    """Letters to insert, drop, replace or swap with their neighbour; more than `at_most` is `at_most + 1`."""
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, other_letter in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other_letter:
                best = min(best, before_last[j - 2] + 1)
            row.append(best)
        if min(row) > at_most:
            return at_most + 1
        before_last, last = last, row
    return last[-1]


def _deletions(word: str, count: int) -> set[str]:
    found = {word}
    layer = {word}
    for _ in range(count):
        layer = {shorter[:i] + shorter[i + 1 :] for shorter in layer for i in range(len(shorter))}
        found |= layer
    return found


def allowed_edits(word: str) -> int:
    """How many letters may be wrong in a word of this length."""
    return 2 if len(word) >= SHORTEST_FOR_TWO else 1 if len(word) >= SHORTEST_FOR_ONE else 0


class NearWords:
    """Finds forms that differ by a letter or two, without comparing with all of them."""

    def __init__(self, forms: Iterable[tuple[str, str]]) -> None:
        self._forms: dict[str, set[tuple[str, str]]] = {}
        for form, value in forms:
            for shorter in _deletions(form, allowed_edits(form)) if allowed_edits(form) else ():
                self._forms.setdefault(shorter, set()).add((form, value))

    def find(self, word: str) -> Iterator[tuple[int, str, str]]:
        """(distance, form, value) of the near forms that begin with the same letter, nearest first."""
        if len(word) < SHORTEST_FOR_ONE - 1:
            return
        near = {pair for shorter in _deletions(word, allowed_edits(word) or 1) for pair in self._forms.get(shorter, ())}
        found = []
        for form, value in near:
            if form[0] == word[0]:
                distance = edit_distance(word, form, allowed_edits(form))
                if distance <= allowed_edits(form):
                    found.append((distance, form, value))
        yield from sorted(found)


_COARSE = str.maketrans("hgcjeovpy", "kkkkiufbi")


def _sound(word: str) -> str:
    """How a name sounds to somebody who heard it once: "Kirchheim", "Кірхгайм" and "كيرشهايم" are nearly the same."""
    return re.sub(r"(.)\1+", r"\1", romanise(word).translate(_COARSE))


def _bones(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aiu]", "", _sound(word)))


class NamesInAnyScript:
    """Finds names of places by their consonants, with case endings: "Нюртингені", "نورتنغن", "Nirdenga"."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, dict[str, str]] = {}
        for name, value in names:
            bones = _bones(name)
            if len(bones) >= SHORTEST_SKELETON:
                self._names.setdefault(bones, {})[_sound(name)] = value

    def find(self, word: str) -> Iterator[tuple[int, str, str]]:
        """(distance, name, value) of names with the same consonants and nearly the same vowels, nearest first."""
        sound, bones = _sound(word), _bones(word)
        found = []
        for ending in range(0, 4):
            stem = bones[: len(bones) - ending]
            if len(stem) < SHORTEST_SKELETON:
                break
            for name, value in self._names.get(stem, {}).items():
                if abs(len(sound) - len(name)) <= 4:
                    lengths = {max(1, min(len(sound), len(name) + extra)) for extra in (-2, -1, 0, 1, 2)}
                    distance = min(edit_distance(sound[:length], name, 4) for length in lengths)
                    if distance <= max(1, len(name) // 3):
                        found.append((distance + ending, name, value))
        yield from sorted(found)
