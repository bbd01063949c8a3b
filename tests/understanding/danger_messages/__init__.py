"""Messages of danger and look-alikes, never used to make rules or to train the model."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@dataclass(frozen=True, slots=True)
class DangerMessages:
    """The messages of one language."""

    danger: Sequence[str]
    harmless: Sequence[str]


def messages_in(language: str) -> DangerMessages:
    """Messages of danger and look-alikes in a language."""
    return DangerMessages(**tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")))


def share(found: Sequence[bool]) -> float:
    """How many of all are true."""
    return sum(found) / len(found)
