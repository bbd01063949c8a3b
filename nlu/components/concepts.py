"""Concepts: one feature for what is said with many words in many languages, and one for every two said together."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from components.lexicon import FormIndex, WordLists, parse_form

FEWEST_MESSAGES = 3
"""A feature seen in fewer training messages is left out: nothing can be learnt from it."""


class ConceptFinder:
    """Names the concepts of a message; the lists of all languages are asked at once."""

    def __init__(self, concepts: WordLists) -> None:
        self._index: FormIndex[str] = FormIndex()
        seen: set[tuple[str, object]] = set()
        for concept, forms in concepts.items():
            for form, _ in forms:
                pieces = parse_form(form)
                if (concept, pieces) not in seen:
                    seen.add((concept, pieces))
                    self._index.add(pieces, concept)

    def find(self, message: Sequence[str]) -> dict[str, int]:
        """Concept → number of words of its longest form in the normalised words of the message.

        A form inside a longer one does not count: "placement test" is no exam.
        """
        hits = list(self._index.find(message))
        widest: dict[int, int] = {}
        for hit in hits:
            widest[hit.first] = max(hit.last, widest.get(hit.first, 0))
        found: dict[str, int] = {}
        for hit in hits:
            is_inside = any(
                first <= hit.first and last >= hit.last and last - first > hit.last - hit.first
                for first, last in widest.items()
            )
            if not is_inside:
                found[hit.payload] = max(hit.last - hit.first, found.get(hit.payload, 0))
        return found


def concept_features(found: Mapping[str, int], values: Iterable[str] = ()) -> dict[str, float]:
    """Features by name: every concept, the kinds of values in the message, all pairs, and concepts said in a phrase."""
    names = sorted({f"c:{concept}" for concept in found} | {f"v:{value}" for value in values})
    features = dict.fromkeys(names, 1.0)
    features.update({f"{one}&{other}": 0.5 for one, other in combinations(names, 2)})
    features.update({f"phrase:{concept}": 0.7 for concept, length in found.items() if length > 1})
    return features
