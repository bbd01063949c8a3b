"""Which language a message is in: by its letters and everyday words where they tell, else by lingua's models.

German words stand inside every language ("Integrationskurs nerede?"), so they are left out before anything is counted.
"""

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from lingua import Language, LanguageDetectorBuilder

from bot.understanding.folding import fold
from knowledge_base.vocabulary import PLACE_NAMES

SURE_SHARE = 0.80
"""From this confidence of the models on, a message decides the language of the conversation."""

FEWEST_LETTERS = 8
"""Shorter Latin messages look alike in too many languages."""

OWN_SCRIPT_SHARE = 0.2
"""So many Arabic or Cyrillic letters tell the script, however many German words stand between them."""

MARKER_WORDS = Path(__file__).parent / "marker_words.toml"

_ARABIC, _CYRILLIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]"), re.compile(r"[\u0400-\u04ff]")
_TELLING = {
    "uk": re.compile(r"[іїєґІЇЄҐ]"),
    "ru": re.compile(r"[ыэъёЫЭЪЁ]"),
    "fa": re.compile(r"[پچژگ]|ی\b|می\u200c"),
    "ar": re.compile(r"[ةىأإؤ]|ي\b|\bال"),
    "tr": re.compile(r"[ğışİĞŞ]"),
    "ro": re.compile(r"[ăâțșţ]", re.IGNORECASE),
    "de": re.compile(r"[äß]", re.IGNORECASE),
}
"""Letters that only one of the languages with the same script has."""

_SCRIPTS = {"ar": _ARABIC, "fa": _ARABIC, "uk": _CYRILLIC, "ru": _CYRILLIC}
_DIGIT_AS_LETTER = re.compile(r"\b(?:[a-z]+[2357][a-z]*|[2357][a-z]{2,})\b")
"""Arabic sounds written with digits: "3andi", "ma3"; levels such as B1 have none of these digits but A2, B2, C2."""

_LEVEL = re.compile(r"\b[abc][0-2]\b")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Detected:
    """The language of a message."""

    language: str
    is_sure: bool


class LanguageDetector:
    """Detects the languages of the register."""

    def __init__(self, languages: Collection[str]) -> None:
        self._languages = tuple(languages)
        codes = [each for each in Language.all() if each.iso_code_639_1.name.lower() in self._languages]
        self._lingua = LanguageDetectorBuilder.from_languages(*codes).build()
        words = tomllib.loads(MARKER_WORDS.read_text("utf-8"))
        places = {fold(name).split()[0].split("-")[0] for name in PLACE_NAMES.values()}
        loans = [re.escape(loan).replace(r"\*", r"\w*") for loan in (*words["loans"], *places)]
        self._loan = re.compile(rf"(?:{'|'.join(loans)})\Z")
        self._sisters = {code: frozenset(words["sisters"].get(code, ())) for code in self._languages}
        self._markers = {code: frozenset(found) for code, found in words["markers"].items() if code in self._languages}

    def detect(self, text: str, *, language: str | None = None) -> Detected:
        """The likeliest language; `language` is what the conversation speaks, for messages that do not tell."""
        fallback = language if language in self._languages else "de"
        letters = [character for character in text if character.isalpha()]
        if not letters:
            return Detected(fallback, is_sure=False)
        script = next((each for each in (_ARABIC, _CYRILLIC) if _share(each, letters) >= OWN_SCRIPT_SHARE), None)
        own = _only(script, text) if script else self._without_loans(text)
        candidates = [code for code in self._languages if _SCRIPTS.get(code) is script]
        told = [code for code in candidates if code in _TELLING and _TELLING[code].search(own)]
        if len(told) == 1:
            return Detected(told[0], is_sure=script is not None or len(letters) >= FEWEST_LETTERS)
        if script is None:
            return self._latin(text, own, candidates, fallback)
        return self._own_script(own, candidates, fallback)

    def _own_script(self, own: str, candidates: list[str], fallback: str) -> Detected:
        """Words that only one of two sister languages has decide, else what is likely; a few letters tell nothing."""
        words = own.casefold().split()
        found = [code for code in candidates if any(word.strip(".,!?:;()") in self._sisters[code] for word in words)]
        if len(found) == 1:
            return Detected(found[0], is_sure=True)
        letters = sum(character.isalpha() for character in own)
        is_short = letters < FEWEST_LETTERS and fallback in candidates
        return self._by_models(own, candidates, fallback, is_short=is_short)

    def _latin(self, text: str, own: str, candidates: list[str], fallback: str) -> Detected:
        """Everyday words decide, of languages in Latin letters and of others typed in them."""
        words = _WORD.findall(fold(own))
        counts = {code: sum(word in markers for word in words) for code, markers in self._markers.items()}
        if "ar" in counts:
            counts["ar"] += 2 * len(_DIGIT_AS_LETTER.findall(_LEVEL.sub(" ", own.lower())))
        ranked = sorted(counts, key=lambda code: -counts[code])
        best, second = ranked[0], ranked[1]
        if counts[best] >= 2 and counts[best] >= 2 * counts[second]:
            return Detected(best, is_sure=True)
        if counts[best] > counts[second] and best not in candidates:
            return Detected(best, is_sure=counts[best] >= 2)
        if not words:  # Nothing but German words of the field: German when the conversation is not in another language.
            return Detected(fallback, is_sure=False)
        letters = sum(character.isalpha() for character in own)
        return self._by_models(own, candidates, fallback, is_short=letters < FEWEST_LETTERS, bonus=counts)

    def _without_loans(self, text: str) -> str:
        return " ".join(word for word in text.split() if not self._loan.match("".join(_WORD.findall(fold(word))[:1])))

    def _by_models(
        self, text: str, candidates: list[str], fallback: str, *, is_short: bool, bonus: dict[str, int] | None = None
    ) -> Detected:
        found = self._lingua.compute_language_confidence_values(text)
        shares = {value.language.iso_code_639_1.name.lower(): value.value for value in found}
        for code, count in (bonus or {}).items():
            shares[code] = shares.get(code, 0.0) * (1 + count)
        total = sum(shares.get(code, 0.0) for code in candidates) or 1.0
        best = max(candidates, key=lambda code: (shares.get(code, 0.0), code == fallback), default=fallback)
        share = shares.get(best, 0.0) / total
        if is_short or share < 0.5:
            return Detected(fallback if fallback in candidates else best, is_sure=False)
        return Detected(best, is_sure=share >= SURE_SHARE)


def _share(script: re.Pattern[str], letters: list[str]) -> float:
    return sum(script.match(letter) is not None for letter in letters) / len(letters)


def _only(script: re.Pattern[str], text: str) -> str:
    """The words of one script."""
    return " ".join(word for word in text.split() if script.search(word))
