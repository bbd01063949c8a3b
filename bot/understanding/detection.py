"""Which language a message is in: by its letters where they tell, else by lingua's models."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from lingua import Language, LanguageDetectorBuilder

SURE_SHARE = 0.80
"""From this confidence on a message decides the language of the conversation."""

FEWEST_LETTERS = 8
"""Shorter Latin messages ("B1 Kurs", "ok") look alike in too many languages."""

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


@dataclass(frozen=True, slots=True)
class Detected:
    """The language of a message."""

    language: str
    is_sure: bool


class LanguageDetector:
    """Detects the languages of the register."""

    def __init__(self, languages: Collection[str]) -> None:
        self._languages = tuple(languages)
        codes = [code for code in Language.all() if code.iso_code_639_1.name.lower() in self._languages]
        self._lingua = LanguageDetectorBuilder.from_languages(*codes).build()

    def detect(self, text: str, *, language: str | None = None) -> Detected:
        """The likeliest language; `language` is what the conversation speaks, for messages that do not tell."""
        fallback = language if language in self._languages else "de"
        letters = [character for character in text if character.isalpha()]
        if not letters:
            return Detected(fallback, is_sure=False)
        script = _ARABIC if _share(_ARABIC, letters) > 0.5 else _CYRILLIC if _share(_CYRILLIC, letters) > 0.5 else None
        candidates = [code for code in self._languages if _SCRIPTS.get(code) is script]
        told = [code for code in candidates if code in _TELLING and _TELLING[code].search(text)]
        if len(told) == 1:
            return Detected(told[0], is_sure=script is not None or len(letters) >= FEWEST_LETTERS)
        return self._by_models(text, candidates, fallback, is_short=script is None and len(letters) < FEWEST_LETTERS)

    def _by_models(self, text: str, candidates: list[str], fallback: str, *, is_short: bool) -> Detected:
        shares = {
            value.language.iso_code_639_1.name.lower(): value.value
            for value in self._lingua.compute_language_confidence_values(text)
        }
        total = sum(shares.get(code, 0.0) for code in candidates) or 1.0
        best = max(candidates, key=lambda code: (shares.get(code, 0.0), code == fallback), default=fallback)
        share = shares.get(best, 0.0) / total
        if is_short or share < 0.5:
            return Detected(fallback if fallback in candidates else best, is_sure=False)
        return Detected(best, is_sure=share >= SURE_SHARE)


def _share(script: re.Pattern[str], letters: list[str]) -> float:
    return sum(script.match(letter) is not None for letter in letters) / len(letters)
