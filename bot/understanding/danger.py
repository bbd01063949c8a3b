"""Danger first: violence, threats and despair are recognised by rules, before any model and without one."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from bot.understanding.folding import fold

RULES = Path(__file__).parent / "danger_rules"


class DangerRules:
    """Patterns per language over folded text.

    A file `<language>.toml` holds `patterns`, each of which means danger wherever it is found, and `harmless`,
    look-alikes that are taken out before ("I could die laughing"). All languages are tried on every message:
    she mixes them, and in danger nobody waits for a language to be recognised.
    """

    def __init__(self, folder: Path = RULES) -> None:
        self._rules: Mapping[str, tuple[re.Pattern[str] | None, re.Pattern[str]]] = {
            path.stem: _compile(tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.toml"))
        }

    @property
    def languages(self) -> frozenset[str]:
        """The languages with rules."""
        return frozenset(self._rules)

    def find(self, text: str) -> str | None:
        """The language whose rule sees danger in a message; `None` when no rule does."""
        folded = fold(text)
        for language, (harmless, patterns) in self._rules.items():
            rest = harmless.sub(" ", folded) if harmless else folded
            if patterns.search(rest):
                return language
        return None


def _compile(rules: Mapping[str, list[str]]) -> tuple[re.Pattern[str] | None, re.Pattern[str]]:
    harmless = rules.get("harmless", [])
    return (_any(harmless) if harmless else None), _any(rules["patterns"])


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{pattern})(?!\w)" for pattern in patterns))
