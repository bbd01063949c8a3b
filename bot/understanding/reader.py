"""From her words to what they mean: danger first, then language, then Rasa."""

import unicodedata

from bot.dialogue.events import NothingToRead, NotUnderstood, Understood
from bot.understanding.cues import Cues
from bot.understanding.danger import DangerRules
from bot.understanding.detection import LanguageDetector
from bot.understanding.rasa import RasaClient, RasaError
from knowledge_base.vocabulary import Intent

ALTERNATIVES = 4
"""Guesses besides the first one that are passed on."""


class Reader:
    """Reads messages; what it cannot read is an event like others."""

    def __init__(self, rasa: RasaClient, danger: DangerRules, detector: LanguageDetector, cues: Cues) -> None:
        self._rasa = rasa
        self._danger = danger
        self._detector = detector
        self._cues = cues

    async def understand(self, text: str, *, language: str | None) -> Understood | NotUnderstood | NothingToRead:
        """What a text means; `language` is what the conversation speaks, `None` when it is not known.

        Danger is decided by rules before Rasa is asked, so it is seen without Rasa too; Rasa can add to it.
        """
        text = readable(text)
        detected = self._detector.detect(text, language=language)
        if self._danger.find(text) is not None:
            return Understood(Intent.CRISIS, 1.0, detected.language, detected.is_sure)
        if not any(character.isalnum() or unicodedata.category(character) == "So" for character in text):
            return NothingToRead()
        try:
            parsed = await self._rasa.parse(text)
        except RasaError:
            return NotUnderstood(detected.language, detected.is_sure)
        if not parsed.guesses:
            return NothingToRead()
        best, *others = parsed.guesses
        return Understood(
            best.intent,
            best.confidence,
            detected.language,
            detected.is_sure,
            tuple(others[:ALTERNATIVES]),
            parsed.slots,
            self._cues.find(text),
        )


def readable(text: str) -> str:
    """The text without control characters and lone surrogates, which no message needs and JSON cannot carry."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Co", "Cn") else each for each in text).strip()
