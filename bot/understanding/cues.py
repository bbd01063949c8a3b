"""Small meanings beside intent and values: "I have A1 already", "only for women", "how long does it take"."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from bot.dialogue.events import Cue
from bot.understanding.folding import fold

CUES = Path(__file__).parent / "cues"


class Cues:
    """Patterns per language over folded text; all are tried on every message.

    A file holds one array for each `Cue` its language has words for.
    """

    def __init__(self, folder: Path = CUES) -> None:
        files = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
        self._patterns = {cue: _any([pattern for file in files for pattern in file.get(cue, ())]) for cue in Cue}

    def find(self, text: str) -> frozenset[Cue]:
        """What a message says besides."""
        folded = fold(text)
        return frozenset(cue for cue, pattern in self._patterns.items() if pattern.search(folded))


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    # What no language says is found nowhere.
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'(?:{each})' for each in patterns) or '(?!)'})(?!\w)")
