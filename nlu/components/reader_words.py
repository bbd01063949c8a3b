"""The small words around numbers ("until", "o'clock", "years") of all languages, ready to be asked for at a place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from components.lexicon import EntityLexicon, FormIndex, parse_form
from components.normalisation import Word

_GLUED_NUMBER = re.compile(r"^(\d{1,4})([^\W\d_]+)$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a message, in digits or words, ending before word `last`."""

    value: float
    last: int
    in_digits: bool
    digits: str = ""


class ReaderWords:
    """The sections `_until`, `_from`, `_number`, … of the entity files, merged over all languages."""

    def __init__(self, lexicon: EntityLexicon) -> None:
        self._sections: dict[str, FormIndex[str]] = {}
        self._after_digits: FormIndex[str] = FormIndex()
        for section, forms in lexicon.reader_words.items():
            index = self._sections.setdefault(section, FormIndex())
            for form in forms:
                pieces = parse_form(form)
                index.add(pieces, section)
                if pieces:
                    self._after_digits.add(pieces[:1], section)
        self._numbers: FormIndex[float] = FormIndex()
        for number, forms in lexicon.numbers.items():
            for form in forms:
                self._numbers.add(parse_form(form), float(number))

    def split(self, words: Sequence[Word]) -> list[Word]:
        """The words with number and unit parted ("13uhr", "8h", "4e", "2yaş"), where the rest is a word we know."""
        parted: list[Word] = []
        for word in words:
            glued = _GLUED_NUMBER.match(word.text)
            if glued and any(True for _ in self._after_digits.find([glued.group(2)])):
                middle = word.start + len(glued.group(1))
                parted.append(Word(glued.group(1), word.start, middle, word.gap))
                parted.append(Word(glued.group(2), middle, word.end, ""))
            else:
                parted.append(word)
        return parted

    def spans(self, section: str, texts: Sequence[str]) -> dict[int, int]:
        """First word → word after the last, for every place where a form of the section stands (the longest)."""
        found: dict[int, int] = {}
        if section in self._sections:
            for hit in self._sections[section].find(texts):
                found[hit.first] = max(hit.last, found.get(hit.first, 0))
        return found

    def numbers(self, words: Sequence[Word]) -> dict[int, Number]:
        """First word → number; "1,5" written without a space is one number."""
        texts = [word.text for word in words]
        found: dict[int, Number] = {}
        for hit in self._numbers.find(texts):
            known = found.get(hit.first)
            if known is None or hit.last > known.last:
                found[hit.first] = Number(hit.payload, hit.last, in_digits=False)
        for place, word in enumerate(words):
            if word.text.isdecimal() and len(word.text) <= 2:
                found[place] = Number(float(word.text), place + 1, in_digits=True, digits=word.text)
        return found


def is_glued(words: Sequence[Word], place: int, signs: str) -> bool:
    """Whether word `place` follows the word before it with nothing but one of `signs` between, and no space."""
    return place < len(words) and words[place].gap in tuple(signs) and words[place].start - words[place - 1].end == 1
