"""From features to intents, with confidence that means something.

A linear support vector machine per intent gives scores; a small logistic regression over the scores of messages that
the machine did not see in training turns them into probabilities.
"""

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from components.processes import shared_out

Scores = NDArray[np.float32]

TOLERANCE = 0.01
"""Where learning stops. With scikit-learn's 0.0001 it takes half as long again, and messages are read the same."""


@dataclass
class IntentModel:
    """What she wants with a message, as probabilities over all intents."""

    regularisation: float = 0.3
    calibration: float = 1.0
    """Inverse strength of the penalty on the weights that turn scores into probabilities."""
    modesty: float = 1.0
    """Below 1 makes all probabilities less extreme: new messages are harder than those of the training data."""
    caution: dict[str, float] = field(default_factory=lambda: {"crisis": 0.5})
    """Added to the logit of an intent that is worse to miss than to suspect."""
    folds: int = 5
    intents: list[str] = field(default_factory=list)
    unseen: Scores = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    """Probabilities of the training messages, each given by a machine that had not seen it."""
    _weights: Scores = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _bias: Scores = field(default_factory=lambda: np.zeros(0, np.float32))
    _to_probabilities: Scores = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _probabilities_bias: Scores = field(default_factory=lambda: np.zeros(0, np.float32))

    def fit(
        self,
        features: sparse.csr_matrix,
        labels: list[str],
        more_features: sparse.csr_matrix | None = None,
        more_labels: Sequence[str] = (),
    ) -> None:
        """Learns from messages and their intents.

        Args:
            more_features: of messages that are learnt from, but tell nothing about how well new ones are understood,
                because they are copies of others.

        Raises:
            ValueError: fewer than two intents.
        """
        self.intents = sorted(set(labels))
        if len(self.intents) < 2:
            raise ValueError("An intent model needs messages of at least two intents.")
        wanted = np.array([self.intents.index(label) for label in labels])
        more_wanted = np.array([self.intents.index(label) for label in more_labels], wanted.dtype)
        everything = features if more_features is None else sparse.vstack([features, more_features], format="csr")
        everything_wanted = np.concatenate([wanted, more_wanted])
        folds = min(self.folds, min(Counter(labels).values()))
        splitter = StratifiedKFold(folds, shuffle=True, random_state=0) if folds >= 2 else None
        splits = list(splitter.split(wanted, wanted)) if splitter else []
        tasks = [(everything, everything_wanted, self.regularisation, seen) for seen in (None, *(s for s, _ in splits))]
        (self._weights, self._bias), *machines = shared_out(_machine, tasks, len(labels))
        scores = np.asarray(features @ self._weights.T + self._bias)
        for (_, unseen), (weights, bias) in zip(splits, machines):
            scores[unseen] = features[unseen] @ weights.T + bias
        calibrator = LogisticRegression(C=self.calibration, max_iter=500)
        calibrator.fit(scores, wanted)
        weights, bias = calibrator.coef_, calibrator.intercept_
        if len(self.intents) == 2:
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        bias = bias * self.modesty + np.array([self.caution.get(intent, 0.0) for intent in self.intents])
        self._to_probabilities = (weights * self.modesty).astype(np.float32)
        self._probabilities_bias = bias.astype(np.float32)
        self.unseen = self._probabilities(scores)

    def _probabilities(self, scores: Scores) -> Scores:
        logits = scores @ self._to_probabilities.T + self._probabilities_bias
        logits -= logits.max(axis=1, keepdims=True)
        exponents = np.exp(logits)
        return np.asarray(exponents / exponents.sum(axis=1, keepdims=True), np.float32)

    def probabilities(self, features: sparse.csr_matrix) -> Scores:
        """One row of probabilities per message, columns in the order of `intents`."""
        return self._probabilities(np.asarray(features @ self._weights.T + self._bias))

    def save(self, folder: Path) -> None:
        np.savez(
            folder / "intents.npz",
            intents=np.array(self.intents),
            unseen=self.unseen,
            weights=np.asfortranarray(self._weights),
            bias=self._bias,
            to_probabilities=self._to_probabilities,
            probabilities_bias=self._probabilities_bias,
        )

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        with np.load(folder / "intents.npz", allow_pickle=False) as saved:
            return cls(
                intents=[str(intent) for intent in saved["intents"]],
                unseen=saved["unseen"],
                _weights=saved["weights"],
                _bias=saved["bias"],
                _to_probabilities=saved["to_probabilities"],
                _probabilities_bias=saved["probabilities_bias"],
            )


def _machine(
    features: sparse.csr_matrix, wanted: NDArray[np.int64], regularisation: float, rows: NDArray[np.int64] | None
) -> tuple[Scores, Scores]:
    """Weights and bias per intent, learnt from some rows; `None` is all of them."""
    if rows is not None:
        features, wanted = features[rows], wanted[rows]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine = LinearSVC(C=regularisation, tol=TOLERANCE, random_state=0).fit(features, wanted)
    weights, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return weights.astype(np.float32), bias.astype(np.float32)
