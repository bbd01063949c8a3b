"""Annotated messages from `data/<lang>/<intent>.yml` and `tests/<lang>/<intent>.yml`, read without Rasa."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

_ANNOTATION = re.compile(r"\[([^\]]+)\]\(([a-z_]+):([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Value:
    """A canonical value and where its words stand in the message."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """One message with what a reader would understand."""

    text: str
    intent: str
    language: str
    values: tuple[Value, ...] = ()

    @property
    def slots(self) -> frozenset[tuple[str, str]]:
        """The (entity, value) pairs named, without place and count."""
        return frozenset((value.entity, value.value) for value in self.values)


def parse_annotated(line: str) -> tuple[str, tuple[Value, ...]]:
    """The plain message and its values; "sat+sun" gives two values of the same words."""
    text, values, last = "", [], 0
    for match in _ANNOTATION.finditer(line):
        text += line[last : match.start()]
        start = len(text)
        text += match.group(1)
        values += [Value(match.group(2), one.strip(), start, len(text)) for one in match.group(3).split("+")]
        last = match.end()
    return text + line[last:], tuple(values)


def read_examples(folder: Path) -> list[Example]:
    """All messages under `folder/<lang>/`, files in the order of their names."""
    examples = []
    for path in sorted(folder.glob("*/*.yml")):
        for block in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("nlu", []):
            if "intent" not in block:
                continue
            for line in str(block["examples"]).splitlines():
                if line.strip().startswith("- "):
                    text, values = parse_annotated(line.strip()[2:].strip())
                    if text:
                        examples.append(Example(text, block["intent"], path.parent.name, values))
    return examples


def without_repeats(examples: Iterable[Example]) -> list[Example]:
    """The examples without messages that came before with the same intent ("ok" in eight languages), as Rasa trains."""
    kept: dict[tuple[str, str], Example] = {}
    for example in examples:
        kept.setdefault((example.text, example.intent), example)
    return list(kept.values())
