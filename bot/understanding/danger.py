"""Danger first: violence, threats and despair are recognised by rules, before any model and without one."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.understanding.folding import fold

RULES = Path(__file__).parent / "danger_rules"

_LETTERS = {
    "latin": re.compile("[a-z]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
}
_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_ESCAPE = re.compile(r"\\.")
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
        scripts = _scripts_in(folded)
        for language, rules in self._rules.items():
            if rules.find(folded, scripts):
                return language
        return None


@dataclass(frozen=True, slots=True)
class _Rules:
    """The patterns of one language, each group with the scripts it needs in a message to be found at all."""

    patterns: Sequence[tuple[frozenset[str], re.Pattern[str]]]
    harmless: Sequence[tuple[frozenset[str], re.Pattern[str]]]

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
        return cls(_by_scripts(patterns), _by_scripts(harmless))

    def find(self, folded: str, scripts: frozenset[str]) -> bool:
        patterns = [pattern for needed, pattern in self.patterns if needed <= scripts]
        if not any(pattern.search(folded) for pattern in patterns):
            return False  # So nearly always; only then is it worth taking look-alikes out.
        for needed, harmless in self.harmless:
            if needed <= scripts:
                folded = harmless.sub(" ", folded)
        return any(pattern.search(folded) for pattern in patterns)


def _one_line(pattern: str) -> str:
    lines = pattern.split("\n")
    return pattern if len(lines) == 1 else "".join(line.strip() for line in lines)


def _scripts_in(text: str) -> frozenset[str]:
    return frozenset(name for name, letter in _LETTERS.items() if letter.search(text))


def _by_scripts(patterns: Sequence[str]) -> list[tuple[frozenset[str], re.Pattern[str]]]:
    groups: dict[frozenset[str], list[str]] = {}
    for pattern in patterns:
        scripts = _scripts_in(_ESCAPE.sub("", pattern))
        # With letters of two scripts ("Kita" in a Russian pattern, or translit beside Cyrillic) one may be enough.
        groups.setdefault(scripts if len(scripts) == 1 else frozenset(), []).append(pattern)
    return [(scripts, _any(group)) for scripts, group in groups.items()]


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    # Looked for at the beginnings of words only, once for all patterns: much faster than once for each.
    # Nobody wants the groups back, and keeping them costs most of the time.
    joined = "|".join(f"(?:{_GROUP.sub('(?:', pattern)})" for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")
