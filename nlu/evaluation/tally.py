"""Counting what was there, what was said and what was right."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts by name, for example by intent."""

    there: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def precision(self, name: str) -> float:
        """The share of what was said under this name that was right."""
        return self.right[name] / max(1, self.said[name])

    def recall(self, name: str) -> float:
        """The share of what was there under this name that was said."""
        return self.right[name] / max(1, self.there[name])

    def f1(self, *names: str) -> float:
        """Micro-averaged over the names; over everything when none is given."""
        chosen = names or tuple(self.there | self.said)
        there, said = sum(self.there[n] for n in chosen), sum(self.said[n] for n in chosen)
        return 2 * sum(self.right[n] for n in chosen) / max(1, there + said)

    def row(self, name: str) -> dict[str, float]:
        """The figures of one name, as they stand in the report."""
        figures = {"recall": self.recall(name), "precision": self.precision(name), "f1": self.f1(name)}
        return {"count": self.there[name], **figures}


@dataclass
class Share:
    """How many of how many were right."""

    messages: int = 0
    right: int = 0

    def add(self, is_right: bool) -> None:
        """Count one message."""
        self.messages += 1
        self.right += is_right

    @property
    def value(self) -> float:
        """0 when there was nothing to count."""
        return self.right / max(1, self.messages)
