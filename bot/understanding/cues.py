"""Small meanings beside intent and values: "I have A1 already", "only for women", "how long does it take"."""

import tomllib
from pathlib import Path

from bot.dialogue.events import Cue
from bot.understanding.folding import fold
from bot.understanding.patterns import Patterns, scripts_in

CUES = Path(__file__).parent / "cues"


class Cues:
    """Patterns per language over folded text; all are tried on every message.

    A file holds one array for each `Cue` its language has words for.
    """

    def __init__(self, folder: Path = CUES) -> None:
        files = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
        self._patterns = {cue: Patterns([each for file in files for each in file.get(cue, ())]) for cue in Cue}

    def find(self, text: str) -> frozenset[Cue]:
        """What a message says besides."""
        folded = fold(text)
        scripts = scripts_in(folded)
        return frozenset(cue for cue, patterns in self._patterns.items() if patterns.are_in(folded, scripts))
