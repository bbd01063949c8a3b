"""Many patterns over folded text, each tried only on messages in whose script it could be found."""

import re
from collections.abc import Iterator, Sequence

_LETTERS = {
    "latin": re.compile("[a-z]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
}
_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_ESCAPE = re.compile(r"\\.")

Scripts = frozenset[str]


def scripts_in(text: str) -> Scripts:
    """The scripts of which a text has letters: latin, cyrillic, arabic."""
    return frozenset(name for name, letter in _LETTERS.items() if letter.search(text))


class Patterns:
    """Regular expressions that are looked for at the beginnings of words; none are found nowhere."""

    def __init__(self, patterns: Sequence[str]) -> None:
        groups: dict[Scripts, list[str]] = {}
        for pattern in patterns:
            scripts = scripts_in(_ESCAPE.sub("", pattern))
            # With letters of two scripts ("Kita" in a Russian pattern, or translit beside Cyrillic) one may be enough.
            groups.setdefault(scripts if len(scripts) == 1 else frozenset(), []).append(pattern)
        self._groups = [(scripts, _any(group)) for scripts, group in groups.items()]

    def are_in(self, folded: str, scripts: Scripts) -> bool:
        """True when one of them is found; `scripts` are those of the message."""
        return any(pattern.search(folded) for pattern in self._for(scripts))

    def taken_out_of(self, folded: str, scripts: Scripts) -> str:
        """The text without what they find."""
        for pattern in self._for(scripts):
            folded = pattern.sub(" ", folded)
        return folded

    def _for(self, scripts: Scripts) -> Iterator[re.Pattern[str]]:
        return (pattern for needed, pattern in self._groups if needed <= scripts)


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    # Looked for at the beginnings of words only, once for all patterns: much faster than once for each.
    # Nobody wants the groups back, and keeping them costs most of the time.
    joined = "|".join(f"(?:{_GROUP.sub('(?:', pattern)})" for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")
