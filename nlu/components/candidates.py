"""Values that may be meant in a message: found generously here, judged by `components/judgement.py` afterwards."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.ages import Ages
from components.clock import Clock
from components.examples import Example
from components.lexicon import EntityLexicon, FormIndex, Piece, parse_form
from components.normalisation import words
from components.reader_words import ReaderWords
from components.spelling import NamesInAnyScript, NearWords

READ_BY_RULE = frozenset({"time_from", "time_until", "child_age", "level"})
FUZZY = frozenset({"place", "profession"})
LOWEST_PRECISION = 0.3
"""Learned words that mean the value less often than this, counted over all messages they stand in, are forgotten."""

LONGEST_LEARNED = 6
_LEVELS = frozenset({"a0", "a1", "a2", "b1", "b2", "c1", "c2"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may be meant by the words between `start` and `end` of the message as written."""

    entity: str
    value: str
    start: int
    end: int
    first: int
    last: int
    """Normalised words `first` up to `last` (exclusive)."""
    source: str
    """`lexicon`, `learned`, `near` (misspelt), `name` (by its consonants), or the certainty of a rule."""
    form: str
    language: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Learned:
    """What training adds to the lexicon: (entity, value, words) and the words that are mostly no value."""

    forms: list[tuple[str, str, tuple[str, ...]]]
    common_words: list[str]


@dataclass(frozen=True, slots=True)
class Findings:
    """The words of a message, numbers and units parted, and the candidates whose places count in these words."""

    words: tuple[str, ...]
    candidates: tuple[Candidate, ...]


class CandidateFinder:
    """Finds values by lexicon, by what was annotated in training, by rules, and by nearness of spelling."""

    def __init__(self, lexicon: EntityLexicon) -> None:
        self._reader_words = ReaderWords(lexicon)
        self._clock, self._ages = Clock(self._reader_words), Ages(self._reader_words)
        self._index: FormIndex[tuple[str, str, str, str]] = FormIndex()
        near: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._known: set[str] = set()
        for (entity, value), forms in lexicon.forms.items():
            for form, language in forms:
                pieces = parse_form(form)
                if not pieces:
                    continue
                self._index.add(pieces, (entity, value, form, language))
                if entity in FUZZY and len(pieces) == 1 and pieces[0].kind in "=^":
                    near[entity].append((pieces[0].stem, value))
        self._near = {entity: NearWords(forms) for entity, forms in near.items()}
        self._names = NamesInAnyScript(near["place"])
        self._learned_words: FormIndex[tuple[str, str, str, str]] = FormIndex()
        self._common: set[str] = set()

    def learn(self, examples: Iterable[Example]) -> "Learned":
        """Learns the annotated words of the examples and uses them from now on instead of those learnt before."""
        said: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
        messages: list[list[str]] = []
        plain: Counter[str] = Counter()
        for example in examples:
            found = words(example.text)
            messages.append([word.text for word in found])
            marked: set[int] = set()
            spans: dict[tuple[int, int, str], list[str]] = defaultdict(list)
            for named in example.values:
                spans[named.start, named.end, named.entity].append(named.value)
            for (start, end, entity), values in spans.items():
                covered = [i for i, word in enumerate(found) if word.start < end and word.end > start]
                marked.update(covered)
                if entity not in ("time_from", "time_until") and 0 < len(covered) <= LONGEST_LEARNED:
                    said[entity, "+".join(values), tuple(found[i].text for i in covered)] += 1
            plain.update(word.text for i, word in enumerate(found) if i not in marked)
        counting: FormIndex[tuple[str, str, tuple[str, ...]]] = FormIndex()
        for meaning in said:
            counting.add(tuple(Piece(word, "=") for word in meaning[2]), meaning)
        seen: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
        for message in messages:
            for hit in counting.find(message):
                seen[hit.payload] += 1
        forms = [
            (entity, value, surface)
            for (entity, value, surface), count in said.items()
            if not (entity == "child_age" and surface[0].isdecimal())
            and count / max(count, seen[entity, value, surface]) >= LOWEST_PRECISION
        ]
        learned = Learned(forms, sorted(word for word, count in plain.items() if count >= 3))
        self.use(learned)
        return learned

    def use(self, learned: "Learned") -> None:
        """Uses words learnt in training instead of those learnt before."""
        self._learned_words = FormIndex()
        for entity, value, surface in learned.forms:
            pieces = tuple(Piece(word, "=") for word in surface)
            self._learned_words.add(pieces, (entity, value, " ".join(surface), ""))
        self._common = set(learned.common_words)

    def find(self, text: str) -> Findings:
        """All candidates in a message, in the order of their places; several may lie over each other."""
        whole = words(text)
        parted = self._reader_words.split(whole)
        texts = [word.text for word in parted]
        found: dict[tuple[str, str, int, int], Candidate] = {}

        def offer(
            entity: str, value: str, first: int, last: int, source: str, form: str, lang: str = "", weight: int = 0
        ) -> None:
            key = (entity, value, first, last)
            if key not in found or (source == "learned" and found[key].source != "lexicon"):
                found[key] = Candidate(
                    entity, value, parted[first].start, parted[last - 1].end, first, last, source, form, lang, weight
                )

        covered: set[int] = set()
        for source, index in (("lexicon", self._index), ("learned", self._learned_words)):
            for hit in index.find(texts):
                entity, value, form, language = hit.payload
                offer(entity, value, hit.first, hit.last, source, form, language, hit.weight)
                covered.update(range(hit.first, hit.last))
        self._read_levels(texts, offer)
        for time in self._clock.read(parted):
            form = " ".join("#" if text.isdecimal() else text for text in texts[time.first : time.last])
            offer(time.entity, time.value, time.first, time.last, time.certainty, form)
        for age in self._ages.read(parted):
            form = " ".join("#" if text.isdecimal() else text for text in texts[age.first : age.last])
            offer("child_age", age.value, age.first, age.last, age.certainty, form)
        for place, text in enumerate(texts):
            if place not in covered and text not in self._common:
                self._find_misspelt(place, text, offer)
        ordered = sorted(found.values(), key=lambda c: (c.first, -c.last, c.entity, c.value))
        return Findings(tuple(texts), tuple(ordered))

    @staticmethod
    def _read_levels(texts: Sequence[str], offer) -> None:  # type: ignore[no-untyped-def]
        for place, text in enumerate(texts):
            if text in _LEVELS:
                offer("level", text.upper(), place, place + 1, "level", text)
            elif text in ("b", "c") and texts[place + 1 : place + 2] in (["1"], ["2"]):
                offer("level", (text + texts[place + 1]).upper(), place, place + 2, "level", "b #")

    def _find_misspelt(self, place: int, text: str, offer) -> None:  # type: ignore[no-untyped-def]
        for entity, near in self._near.items():
            for distance, form, value in near.find(text):
                offer(entity, value, place, place + 1, f"near{distance}", form)
                break
        for distance, name, value in self._names.find(text):
            offer("place", value, place, place + 1, f"name{min(distance, 3)}", name)
            break
