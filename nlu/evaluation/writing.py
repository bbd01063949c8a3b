"""The kinds of writing a message belongs to, worked out from the message itself."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from components.concepts import ConceptFinder
from components.examples import Example
from components.lexicon import load_concepts
from components.normalisation import normalise

OTHER_SCRIPTS = frozenset({"ar", "fa", "uk", "ru"})
WITH_ACCENTS = frozenset({"de", "tr", "ro"})
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_GERMAN = re.compile(
    r"\b(kita\w*|kurs\w*|jobcenter\w*|termin\w*|anerkennung\w*|ausbildung\w*|umschulung\w*|weiterbildung\w*|deutsch\w*"
    r"|betreuung\w*|kinderbetreuung\w*|bildungsgutschein\w*|duldung\w*|integrationskurs\w*|anmeldung\w*|kindergarten\w*"
    r"|bewerbung\w*|hauptschul\w*|tagesmutter\w*|sprachkurs\w*|berufssprachkurs\w*|prüfung\w*|vhs|bamf)\b",
    re.IGNORECASE,
)


def kinds_of(example: Example, known: frozenset[str] = frozenset()) -> Iterator[str]:
    """Names of the kinds of writing; `known` are the normalised messages of the training data."""
    text, spelling = example.text, normalise(example.text)
    if known and spelling not in known:
        yield "not word for word in data/"
    if example.language in OTHER_SCRIPTS and re.fullmatch(r"[a-z0-9 ]*[a-z][a-z0-9 ]*", spelling):
        yield "in Latin letters (ar, fa, uk, ru)"
    elif example.language in OTHER_SCRIPTS and re.search("[A-Za-z]{3}", text):
        yield "two scripts"
    if example.language != "de" and _GERMAN.search(text):
        yield "German words in another language"
    if example.language in WITH_ACCENTS and len(spelling.split()) > 5 and text.isascii():
        yield "without accents (de, tr, ro)"
    if _EMOJI.search(text):
        yield "with emojis"
    if any(unicodedata.category(each) == "Nd" and not each.isascii() for each in text):
        yield "with Arabic or Persian digits"
    length = len(spelling.split())
    if length > 12 and not re.search(r"[.,;:!?؟،]", text):
        yield "long, without punctuation (dictated)"
    if not concepts_of(spelling):
        yield "no known concept"
    yield f"{_length(length)}"


def concepts_of(spelling: str) -> frozenset[str]:
    """The concepts that the lexicon finds in a normalised message."""
    return frozenset(_finder().find(spelling.split()))


@lru_cache(maxsize=1)
def _finder() -> ConceptFinder:
    return ConceptFinder(load_concepts())


def _length(words: int) -> str:
    if words < 3:
        return "length: 1 or 2 words"
    if words < 9:
        return "length: 3 to 8 words"
    return "length: 9 to 20 words" if words < 21 else "length: longer"
