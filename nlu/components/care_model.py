"""Whether she asks for care during the course.

There are more ways to say it than any list of words holds ("a place for my little one meanwhile"), and the same words
can mean the opposite ("grandma watches him"). So it is learnt from the whole message, not from candidates.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

ENTITY, VALUE = "childcare", "true"


@dataclass
class CareModel:
    """How likely she asks for care, by a logistic regression over all features of a message."""

    regularisation: float = 2.0
    threshold: float = 0.22
    """From here on she asks for care; best F1 in cross-validation on data/."""
    _weights: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    _bias: float = -10.0

    def fit(self, features: sparse.csr_matrix, asks: list[bool]) -> None:
        """Learns from messages; where none or all of them ask for care, the answer is no from then on."""
        if len(set(asks)) < 2:
            self._weights, self._bias = np.zeros(features.shape[1], np.float32), -10.0
            return
        model = LogisticRegression(C=self.regularisation, solver="liblinear", tol=1e-3, random_state=0)
        model.fit(features, np.array(asks))
        self._weights, self._bias = model.coef_[0].astype(np.float32), float(model.intercept_[0])

    def probabilities(self, features: sparse.csr_matrix) -> NDArray[np.float64]:
        """One per message."""
        logits = np.asarray(features @ self._weights + self._bias, np.float64).ravel()
        return np.asarray(1 / (1 + np.exp(-logits)))

    def save(self, folder: Path) -> None:
        """Writes what was learnt."""
        np.savez(folder / "care.npz", weights=self._weights, numbers=np.array([self._bias, self.threshold]))

    @classmethod
    def load(cls, folder: Path) -> "CareModel":
        """Reads what was learnt."""
        with np.load(folder / "care.npz", allow_pickle=False) as saved:
            bias, threshold = map(float, saved["numbers"])
            return cls(threshold=threshold, _weights=saved["weights"], _bias=bias)
