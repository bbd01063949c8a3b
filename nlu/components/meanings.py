"""Meanings: nearly every word of a message as what it means in plain English, the same name in all languages.

Concepts (`concepts.py`) are few and chosen for the intents; meanings are many and as fine as words. What is learnt from
"she hit me" in one language helps with the same words in the seven others.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from components.lexicon import FormIndex, WordLists, parse_form

FEWEST_MESSAGES = 5
"""A pair seen in fewer training messages is left out."""


class MeaningFinder:
    """Names the meanings of the words of a message by the word lists of all languages."""

    def __init__(self, meanings: WordLists) -> None:
        """`meanings`: name → [(form, language)]."""
        self._index: FormIndex[tuple[str, str]] = FormIndex()
        seen: set[tuple[str, str, object]] = set()
        one_object: dict[tuple[str, str], tuple[str, str]] = {}
        for name, forms in meanings.items():
            for form, language in forms:
                pieces = parse_form(form)
                if (name, language, pieces) not in seen:
                    seen.add((name, language, pieces))
                    meaning = language, name
                    self._index.add(pieces, one_object.setdefault(meaning, meaning))

    def find(self, message: Sequence[str]) -> list[str]:
        """The meanings in the normalised words of the message, in the order of the words.

        Each word is read in one language: first in the one that knows most words of the message, then in the one that
        knows most of the rest, so that "die" in a German message is not death, and "Kita" in an Arabic one is.
        """
        by_language: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for hit in self._index.find(message):
            language, name = hit.payload
            by_language[language].append((hit.first, hit.last, name))
        known = {
            language: {place for first, last, _ in hits for place in range(first, last)}
            for language, hits in by_language.items()
        }
        chosen: list[tuple[int, int, str]] = []
        read: set[int] = set()
        while known:
            language = max(known, key=lambda each: (len(known[each] - read), each))
            if not known.pop(language) - read:
                break
            free = [hit for hit in by_language[language] if read.isdisjoint(range(hit[0], hit[1]))]
            widest = _not_inside_another(free)
            chosen += widest
            read.update(place for first, last, _ in widest for place in range(first, last))
        return [name for _, _, name in sorted(set(chosen))]


def _not_inside_another(hits: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return [
        hit
        for hit in hits
        if not any(o[0] <= hit[0] and o[1] >= hit[1] and o[1] - o[0] > hit[1] - hit[0] for o in hits)
    ]


def meaning_features(meanings: Sequence[str]) -> dict[str, float]:
    """Features by name: every meaning, and all pairs."""
    names = sorted(set(meanings))
    features = {f"m:{name}": 1.0 for name in names}
    features.update({f"m:{one}&{other}": 0.4 for one, other in combinations(names, 2)})
    return features
