"""Which of the values found in a message are meant.

A logistic regression over what speaks for and against a candidate: its form and source, the words around it, what lies
over it, what she probably wants. It learns by itself that a country counts with a diploma, a language with a wish to
change it.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from components.candidates import Candidate
from components.features import NamedSpace

FEWEST_TIMES = 2

READ_FROM_THE_WHOLE_MESSAGE = frozenset({"childcare"})
"""Not judged here, but by `care_model.py`."""


def evidence(
    candidates: Sequence[Candidate], words: Sequence[str], intents: Mapping[str, float]
) -> list[dict[str, float]]:
    """What speaks for and against each of the candidates of one message, as features by name.

    `intents` are the likely ones with their probabilities.
    """
    per_entity = Counter(candidate.entity for candidate in candidates)
    values = {entity: len({c.value for c in candidates if c.entity == entity}) for entity in per_entity}
    rows = []
    for candidate in candidates:
        entity, source = candidate.entity, candidate.source
        row = {
            "": 1.0,
            f"e:{entity}": 1.0,
            f"s:{source}": 1.0,
            f"es:{entity}/{source}": 1.0,
            f"ev:{entity}/{candidate.value}": 0.7,
            f"ef:{entity}/{candidate.form}": 1.0,
            f"el:{entity}/{candidate.language}": 0.5,
            f"count:{entity}/{min(3, per_entity[entity])}/{min(3, values[entity])}": 0.5,
            f"size:{entity}/{candidate.last - candidate.first}": 0.5,
            f"length:{entity}/{min(4, len(words) // 3)}": 0.5,
        }
        if source in ("lexicon", "learned"):
            row[f"weight:{entity}/{min(5, candidate.weight // 4)}"] = 0.5
        before = words[candidate.first - 1] if candidate.first else "^"
        after = words[candidate.last] if candidate.last < len(words) else "$"
        far_before = words[candidate.first - 2] if candidate.first > 1 else "^"
        far_after = words[candidate.last + 1] if candidate.last + 1 < len(words) else "$"
        row[f"before:{entity}/{before}"] = 0.7
        row[f"after:{entity}/{after}"] = 0.7
        row[f"around:{entity}/{before}/{after}"] = 0.5
        row[f"near:{entity}/{far_before}"] = row[f"near:{entity}/{before}"] = 0.4
        row[f"near:{entity}/{far_after}"] = row[f"near:{entity}/{after}"] = 0.4
        for intent, probability in intents.items():
            row[f"ei:{entity}/{intent}"] = probability * 1.5
            row[f"evi:{entity}/{candidate.value}/{intent}"] = probability * 0.5
            row[f"esi:{entity}/{source}/{intent}"] = probability * 0.5
        for other in candidates:
            if other is candidate or other.first >= candidate.last or other.last <= candidate.first:
                continue
            relation = (
                "same"
                if (other.first, other.last) == (candidate.first, candidate.last)
                else ("longer" if other.last - other.first > candidate.last - candidate.first else "shorter")
            )
            agrees = (
                "agrees"
                if (other.entity, other.value) == (entity, candidate.value)
                else ("differs" if other.entity == entity else other.entity)
            )
            row[f"over:{entity}/{relation}/{agrees}"] = 1.0
            row[f"overs:{entity}/{relation}/{agrees}/{source}/{other.source}"] = 0.5
        rows.append(row)
    return rows


@dataclass
class Judge:
    """Says how likely a candidate is meant."""

    regularisation: float = 1.0
    threshold: float = 0.4
    space: NamedSpace = field(default_factory=NamedSpace)
    _weights: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    _bias: float = 0.0

    def fit(self, rows: Sequence[Mapping[str, float]], meant: Sequence[bool]) -> None:
        """Learns from candidates of annotated messages; with only one kind of answer everything is taken as meant."""
        features = self.space.fit(rows, FEWEST_TIMES)
        if len(set(meant)) < 2:
            self._weights, self._bias = np.zeros(features.shape[1], np.float32), 5.0
            return
        model = LogisticRegression(C=self.regularisation, solver="liblinear", max_iter=300)
        model.fit(features, np.array(meant))
        self._weights, self._bias = model.coef_[0].astype(np.float32), float(model.intercept_[0])

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        if not rows:
            return []
        logits = np.asarray(self.space.features(rows) @ self._weights + self._bias).ravel()
        return [float(p) for p in 1 / (1 + np.exp(-logits))]

    def choose(self, candidates: Sequence[Candidate], probabilities: Sequence[float]) -> list[tuple[Candidate, float]]:
        """The candidates that are meant with their probabilities: likely ones first, none over another.

        Words that join two values ("sat+sun") give one candidate for each.
        """
        pairs = [pair for pair in zip(candidates, probabilities) if pair[0].entity not in READ_FROM_THE_WHOLE_MESSAGE]
        order = sorted(pairs, key=lambda pair: (-pair[1], pair[0].first - pair[0].last))
        chosen: list[tuple[Candidate, float]] = []
        for candidate, probability in order:
            if probability < self.threshold:
                break
            if not any(other.first < candidate.last and candidate.first < other.last for other, _ in chosen):
                chosen.append((candidate, probability))
        return sorted(chosen, key=lambda pair: pair[0].first)

    def save(self, folder: Path) -> None:
        (folder / "evidence.json").write_text(json.dumps(list(self.space.names), ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "judge.npz", weights=self._weights, bias=np.array([self._bias, self.threshold]))

    @classmethod
    def load(cls, folder: Path) -> "Judge":
        names = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
        with np.load(folder / "judge.npz", allow_pickle=False) as saved:
            judge = cls(space=NamedSpace({name: i for i, name in enumerate(names)}))
            judge._weights, judge._bias = saved["weights"], float(saved["bias"][0])
            judge.threshold = float(saved["bias"][1])
        return judge
