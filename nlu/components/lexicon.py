"""Words that mean the same in every language: reading the lexicon files and finding their forms in a message.

The format of the files is described in `lexicon/README.md`.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

import yaml

from components.normalisation import normalise

LEXICON_FOLDER = Path(__file__).resolve().parent.parent / "lexicon"

Payload = TypeVar("Payload")

ANY_GAP = 3
"""A lone star in a form stands for one to this many words."""

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_PREFIXES = ("وبال", "وال", "بال", "لل", "كال", "فال", "عال", "هال", "ال", "و", "ب", "ل", "ف", "ك", "ع")
_UMLAUTS = (("ue", "u"), ("oe", "o"), ("ae", "a"))


class LexiconError(ValueError):
    """A lexicon file cannot be used; says which file and what is wrong."""


@dataclass(frozen=True)
class Piece:
    """What one word of a form asks of one word of the message."""

    stem: str
    kind: str
    """`=` the word itself, `^` begins so, `$` ends so, `~` holds it, `*` any one to three words, `/` a pattern."""

    def fits(self, word: str) -> bool:
        if self.kind == "=":
            return word == self.stem
        if self.kind == "^":
            return word.startswith(self.stem)
        if self.kind == "$":
            return word.endswith(self.stem)
        if self.kind == "~":
            return self.stem in word
        if self.kind == "/":
            return re.match(self.stem, word) is not None
        return True


Form = str | tuple[Piece, ...]
"""As written in a lexicon file, or parsed already."""

WordLists = Mapping[str, Sequence[tuple[Form, str]]]
"""Name → [(form, language)]."""


def parse_form(form: Form) -> tuple[Piece, ...]:
    """The pieces of a form as it stands in a lexicon file; empty when nothing of it is left after normalisation.

    What is parsed already is given back as it is.
    """
    if isinstance(form, tuple):
        return form
    pieces: list[Piece] = []
    for chunk in form.split():
        if chunk == "*":
            pieces.append(Piece("", "*"))
            continue
        starts_open, ends_open = chunk.startswith("*"), chunk.endswith("*")
        inner = chunk.strip("*")
        if "*" in inner:
            parts = [normalise(part).replace(" ", "") for part in inner.split("*")]
            pattern = (".*" if starts_open else "") + ".*".join(map(re.escape, parts)) + (".*" if ends_open else "")
            pieces.append(Piece(f"^{pattern}$", "/"))
            continue
        stems = normalise(inner).split()
        for place, stem in enumerate(stems):
            open_left = starts_open and place == 0
            open_right = ends_open and place == len(stems) - 1
            pieces.append(Piece(stem, {(0, 0): "=", (0, 1): "^", (1, 0): "$", (1, 1): "~"}[open_left, open_right]))
    return tuple(pieces)


def as_text(pieces: tuple[Piece, ...]) -> str:
    """A parsed form in one line, to be read quickly by `from_text`."""
    return " ".join(piece.kind + piece.stem for piece in pieces)


def from_text(text: str) -> tuple[Piece, ...]:
    """The pieces that `as_text` wrote; equal pieces are one object, since there are very many of them."""
    return tuple(_piece(part) for part in text.split(" "))


@cache
def _piece(text: str) -> Piece:
    return Piece(text[1:], text[0])


@lru_cache(maxsize=65536)
def variants(word: str) -> tuple[str, ...]:
    """The word and what it may be underneath: without Arabic prefixes, with German "ue" as "u"."""
    found = [word]
    if _ARABIC.search(word):
        for prefix in _ARABIC_PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= 3:
                found.append(word[len(prefix) :])
                if prefix == "و" or prefix == "ف":
                    rest = word[len(prefix) :]
                    found += [
                        rest[len(p) :] for p in ("ال", "ب", "ل") if rest.startswith(p) and len(rest) - len(p) >= 3
                    ]
    elif len(word) > 4:
        folded = word
        for two, one in _UMLAUTS:
            folded = folded.replace(two, one)
        if folded != word:
            found.append(folded)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Hit(Generic[Payload]):
    """A form found in a message: words `first` up to but not including `last`."""

    first: int
    last: int
    payload: Payload
    form: tuple[Piece, ...]
    weight: int
    """How much of the message is spelt out by the form; longer forms win."""


_BEGINNING = re.compile(r"\^(\w+)\.\*")


@dataclass(slots=True)
class _Bucket(Generic[Payload]):
    """Forms that begin alike, by what must come next, so that most of them need not be looked at.

    There are more than a hundred thousand of these: what is not needed is not made.
    """

    alone: list[tuple[tuple[Piece, ...], Payload]] = field(default_factory=list)
    """Forms of one piece, and those whose second piece can only be tried."""
    then_exact: dict[str, list[tuple[tuple[Piece, ...], Payload]]] | None = None
    then_prefix: dict[str, list[tuple[tuple[Piece, ...], Payload]]] | None = None

    def add(self, form: tuple[Piece, ...], payload: Payload) -> None:
        kind = form[1].kind if len(form) > 1 else ""
        if kind == "=":
            self.then_exact = self.then_exact or {}
            self.then_exact.setdefault(form[1].stem, []).append((form, payload))
        elif kind == "^":
            self.then_prefix = self.then_prefix or {}
            self.then_prefix.setdefault(form[1].stem, []).append((form, payload))
        else:
            self.alone.append((form, payload))

    def candidates(self, following: tuple[str, ...]) -> Iterator[tuple[tuple[Piece, ...], Payload]]:
        """Forms that may stand here; `following` are the variants of the next word."""
        yield from self.alone
        if self.then_exact:
            for word in following:
                yield from self.then_exact.get(word, ())
        if self.then_prefix:
            for word in following:
                for length in range(1, len(word) + 1):
                    yield from self.then_prefix.get(word[:length], ())


@dataclass
class FormIndex(Generic[Payload]):
    """Finds all forms in a message in time that hardly grows with the number of forms."""

    _exact: dict[str, _Bucket[Payload]] = field(default_factory=dict)
    _prefix: dict[str, _Bucket[Payload]] = field(default_factory=dict)
    _suffix: dict[str, _Bucket[Payload]] = field(default_factory=dict)
    _patterns: dict[str, list[tuple[tuple[Piece, ...], Payload]]] = field(default_factory=dict)
    """Forms with a star inside their first word, by what stands before the star."""
    _other: list[tuple[tuple[Piece, ...], Payload]] = field(default_factory=list)
    _lengths: dict[str, set[int]] = field(default_factory=lambda: {"^": set(), "$": set(), "/": set()})
    """How long the stems are, by kind: other lengths need not be looked up."""

    def add(self, form: tuple[Piece, ...], payload: Payload) -> None:
        if not form or form[0].kind == "*":
            return
        kind, stem = form[0].kind, form[0].stem
        if kind == "/" and (beginning := _BEGINNING.match(stem)):
            self._patterns.setdefault(beginning.group(1), []).append((form, payload))
            self._lengths["/"].add(len(beginning.group(1)))
            return
        buckets = {"=": self._exact, "^": self._prefix, "$": self._suffix}.get(kind)
        if buckets is None:
            self._other.append((form, payload))
        else:
            buckets.setdefault(stem, _Bucket()).add(form, payload)
            if kind != "=":
                self._lengths[kind].add(len(stem))

    def find(self, message: Sequence[str]) -> Iterator[Hit[Payload]]:
        """Every form that stands in the normalised words of a message, in the order of their first words."""
        for first, word in enumerate(message):
            seen: set[int] = set()
            following = variants(message[first + 1]) if first + 1 < len(message) else ()
            for candidate in variants(word):
                for form, payload in self._candidates(candidate, following):
                    if id(form) in seen:
                        continue
                    last = _end_of_form(form, 1, message, first + 1)
                    if last is not None:
                        seen.add(id(form))
                        weight = sum(len(piece.stem) + (piece.kind == "=") for piece in form)
                        yield Hit(first, last, payload, form, weight)

    def _candidates(self, word: str, following: tuple[str, ...]) -> Iterator[tuple[tuple[Piece, ...], Payload]]:
        for bucket in self._buckets(word):
            yield from bucket.candidates(following)
        patterns = [self._patterns.get(word[:length], ()) for length in self._lengths["/"]]
        for entries in (*patterns, self._other):
            for entry in entries:
                if entry[0][0].fits(word):
                    yield entry

    def _buckets(self, word: str) -> Iterator[_Bucket[Payload]]:
        if (bucket := self._exact.get(word)) is not None:
            yield bucket
        longest = len(word)
        for length in self._lengths["^"]:
            if length <= longest and (bucket := self._prefix.get(word[:length])) is not None:
                yield bucket
        for length in self._lengths["$"]:
            if length <= longest and (bucket := self._suffix.get(word[-length:])) is not None:
                yield bucket


def _end_of_form(form: tuple[Piece, ...], piece: int, message: Sequence[str], place: int) -> int | None:
    """Where the rest of a form ends, or `None` when it does not stand there."""
    if piece == len(form):
        return place
    if form[piece].kind == "*":
        for skipped in range(1, ANY_GAP + 1):
            if place + skipped <= len(message):
                end = _end_of_form(form, piece + 1, message, place + skipped)
                if end is not None:
                    return end
        return None
    if place < len(message) and any(form[piece].fits(word) for word in variants(message[place])):
        return _end_of_form(form, piece + 1, message, place + 1)
    return None


@dataclass
class EntityLexicon:
    """All entity files together; every form knows the languages it comes from."""

    forms: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    """(entity, value) → [(form, language)]; value may join two with a plus sign."""
    reader_words: dict[str, list[str]] = field(default_factory=dict)
    """`_until`, `_from`, … → forms, for the readers of times and ages."""
    numbers: dict[str, list[str]] = field(default_factory=dict)
    """"2.5" → forms."""


def _load(path: Path) -> dict[str, object]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise LexiconError(f"{path.name} in {path.parent.name}: not readable as YAML, {error}") from error
    if content in (None, ""):
        return {}
    if not isinstance(content, dict):
        raise LexiconError(f"{path.name} in {path.parent.name}: must be a list of names with their forms")
    return content


def _forms_of(value: object, place: str) -> list[str]:
    if value in (None, ""):
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not all(isinstance(form, str) for form in value):
        raise LexiconError(f"{place}: the forms must be a list of texts")
    return [form for form in value if form.strip()]


def load_entities(folder: Path = LEXICON_FOLDER / "entities") -> EntityLexicon:
    """The words for canonical values in all languages; a missing folder gives an empty lexicon.

    Raises:
        LexiconError: a file is not in the format of `lexicon/README.md`.
    """
    lexicon = EntityLexicon()
    for path in sorted(folder.glob("*.yml")):
        for name, section in _load(path).items():
            place = f"{path.name}, {name}"
            if name == "_number":
                if not isinstance(section, dict):
                    raise LexiconError(f"{place}: must be numbers with their forms")
                for number, forms in section.items():
                    lexicon.numbers.setdefault(str(number), []).extend(_forms_of(forms, place))
            elif name.startswith("_"):
                lexicon.reader_words.setdefault(name[1:], []).extend(_forms_of(section, place))
            elif isinstance(section, dict):
                for value, forms in section.items():
                    bucket = lexicon.forms.setdefault((name, str(value)), [])
                    bucket.extend((form, path.stem) for form in _forms_of(forms, f"{place}, {value}"))
            elif section not in (None, ""):
                raise LexiconError(f"{place}: must be values with their forms")
    return lexicon


def load_word_lists(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Name → [(form, language)] of all languages; a missing folder gives no names.

    Raises:
        LexiconError: a file is not in the format of `lexicon/README.md`.
    """
    lists: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(folder.glob("*.yml")):
        for name, forms in _load(path).items():
            lists.setdefault(name, []).extend((form, path.stem) for form in _forms_of(forms, f"{path.name}, {name}"))
    return lists


def load_concepts(folder: Path = LEXICON_FOLDER / "concepts") -> dict[str, list[tuple[str, str]]]:
    """The word lists of the concepts."""
    return load_word_lists(folder)


def load_meanings(folder: Path = LEXICON_FOLDER / "meanings") -> dict[str, list[tuple[str, str]]]:
    """The word lists of the meanings."""
    return load_word_lists(folder)


def problems(forms: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """What is doubtful in (place, form, language) triples, one sentence each."""
    for place, form, language in forms:
        pieces = parse_form(form)
        if not pieces:
            yield f"{place} ({language}): '{form}' is empty after normalisation"
        for piece in pieces[:1] if len(pieces) > 1 else pieces:
            shortest = 2 if _ARABIC.search(piece.stem) else 3
            if piece.kind in "^$~" and len(piece.stem) < shortest:
                yield f"{place} ({language}): '{form}' has a stem of fewer than {shortest} letters"


def main() -> int:
    """Prints what is wrong in the lexicon files; the exit status is 1 when there is anything."""
    try:
        entities, lists = load_entities(), [load_concepts(), load_meanings()]
    except LexiconError as error:
        print(error)
        return 1
    listed = [(f"{e} {v}", form, language) for (e, v), forms in entities.forms.items() for form, language in forms]
    listed += [(name, form, language) for each in lists for name, forms in each.items() for form, language in forms]
    found = list(problems(listed))
    print("\n".join(found) or f"{len(listed)} forms, nothing wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
