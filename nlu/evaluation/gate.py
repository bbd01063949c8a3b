"""The gate: a model that understands any language worse than the baseline does, beyond noise, is not put to use.

The baseline names the misunderstood test messages, by a short hash. Both models are compared message by message: what
only the new one misunderstands against what only the old one did. If nothing had changed, each of these would be as
likely the one as the other (sign test, McNemar 1947).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path

from components.examples import Example
from components.reader import Reading

CHANCE = 0.02
"""A drop is noise when it would come by chance more often than this. With eight languages and two questions each,
one needless alarm in three or four trainings that really changed something; none when nothing changed."""

SENSES = ("intent", "values")
"""What can be misunderstood: what she wants, and the values she named."""


@dataclass(frozen=True)
class Baseline:
    """The test messages, and which of them were misunderstood, as hashes."""

    asked: Mapping[str, frozenset[str]]
    """By language."""
    wrong: Mapping[str, frozenset[str]]
    """By sense, over all languages."""


def baseline_of(examples: Sequence[Example], readings: Sequence[Reading]) -> Baseline:
    """What these readings would be compared with later."""
    asked: dict[str, set[str]] = defaultdict(set)
    wrong: dict[str, set[str]] = {sense: set() for sense in SENSES}
    for example, reading in zip(examples, readings):
        asked[example.language].add(hash_of(example))
        if next(iter(reading.intents), "") != example.intent:
            wrong["intent"].add(hash_of(example))
        if reading.slots != example.slots:
            wrong["values"].add(hash_of(example))
    return Baseline(_frozen(asked), _frozen(wrong))


def drops(before: Baseline, now: Baseline) -> list[str]:
    """A sentence for each language that is understood worse than before, beyond noise; empty when all is well.

    Only messages that both were asked are compared; test messages that came or went do not count.
    """
    sentences = []
    for language in sorted(now.asked):
        common = now.asked[language] & before.asked.get(language, frozenset())
        for sense in SENSES:
            lost = len((now.wrong[sense] - before.wrong[sense]) & common)
            won = len((before.wrong[sense] - now.wrong[sense]) & common)
            if lost > won and chance_of(lost, won) < CHANCE:
                right_before = 1 - len(before.wrong[sense] & common) / len(common)
                right_now = 1 - len(now.wrong[sense] & common) / len(common)
                sentences.append(
                    f"{language}: {sense} right in {right_now:.1%} of {len(common)} messages, was {right_before:.1%} "
                    f"({lost} newly wrong, {won} newly right)"
                )
    return sentences


def chance_of(lost: int, won: int) -> float:
    """How often at least so many of the changed messages would be lost if both outcomes were equally likely."""
    changed = lost + won
    return float(sum(comb(changed, k) for k in range(lost, changed + 1)) / 2**changed)


def hash_of(example: Example) -> str:
    """A message in its language, short and unreadable; another annotation makes it another message."""
    parts = (example.language, example.intent, example.text, *map(str, sorted(example.slots)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def read(path: Path) -> Baseline | None:
    """The committed baseline; `None` when there is none yet."""
    if not path.exists():
        return None
    saved = json.loads(path.read_text(encoding="ascii"))
    return Baseline(_frozen(saved["asked"]), _frozen(saved["wrong"]))


def write(baseline: Baseline, path: Path) -> None:
    """Sorted, one line per group, so that changes can be seen in a diff."""
    saved = {
        "asked": {name: " ".join(sorted(hashes)) for name, hashes in sorted(baseline.asked.items())},
        "wrong": {name: " ".join(sorted(hashes)) for name, hashes in sorted(baseline.wrong.items())},
    }
    path.write_text(json.dumps(saved, indent=1) + "\n", encoding="ascii")


def _frozen(groups: Mapping[str, Iterable[str] | str]) -> dict[str, frozenset[str]]:
    return {name: frozenset(hashes.split() if isinstance(hashes, str) else hashes) for name, hashes in groups.items()}
