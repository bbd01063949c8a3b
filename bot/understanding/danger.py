"""Danger first: violence, threats and despair are recognised by rules, before any model and without one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.understanding.folding import fold
from bot.understanding.patterns import Patterns, Scripts, scripts_in

RULES = Path(__file__).parent / "danger_rules"
_NAMED = re.compile(r"<(\w+)>")


class DangerRules:
    """Patterns per language over folded text.

    A file `<language>.toml` holds `patterns`, each of which means danger wherever it is found, and `harmless`,
    look-alikes that are taken out before ("I could die laughing"). `words` names what recurs: `<he>` in a pattern
    stands for all of `words.he`. A pattern over several lines is read as one, without the indentation. All languages
    are tried on every message: she mixes them, and in danger nobody waits for a language to be recognised.
    """

    def __init__(self, folder: Path = RULES) -> None:
        self._rules: Mapping[str, _Rules] = {
            path.stem: _Rules.of(tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.toml"))
        }

    @property
    def languages(self) -> frozenset[str]:
        """The languages with rules."""
        return frozenset(self._rules)

    def find(self, text: str) -> str | None:
        """The language whose rule sees danger in a message; `None` when no rule does."""
        folded = fold(text)
        scripts = scripts_in(folded)
        for language, rules in self._rules.items():
            if rules.find(folded, scripts):
                return language
        return None


@dataclass(frozen=True, slots=True)
class _Rules:
    """The patterns of one language."""

    patterns: Patterns
    harmless: Patterns

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> "_Rules":
        words: Mapping[str, str] = rules.get("words", {})
        patterns, harmless = (
            [
                _NAMED.sub(lambda name: f"(?:{_one_line(words[name[1]])})", _one_line(each))
                for each in rules.get(part, [])
            ]
            for part in ("patterns", "harmless")
        )
        return cls(Patterns(patterns), Patterns(harmless))

    def find(self, folded: str, scripts: Scripts) -> bool:
        if not self.patterns.are_in(folded, scripts):
            return False  # So nearly always; only then is it worth taking look-alikes out.
        return self.patterns.are_in(self.harmless.taken_out_of(folded, scripts), scripts)


def _one_line(pattern: str) -> str:
    lines = pattern.split("\n")
    return pattern if len(lines) == 1 else "".join(line.strip() for line in lines)
