"""Messages as numbers: pieces of words as written, as they sound in Latin letters, and by their consonants."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from components.candidates import Candidate
from components.romanisation import romanise, skeleton


def spelt(words: Sequence[str]) -> str:
    return " ".join(words)


def romanised(words: Sequence[str]) -> str:
    return " ".join(romanise(word) for word in words)


def bones(words: Sequence[str]) -> str:
    return " ".join(skeleton(word) for word in words)


@dataclass(frozen=True)
class Channel:
    """One way to cut messages into pieces."""

    name: str
    view: str
    analyzer: str
    shortest: int
    longest: int
    fewest: int
    """A piece in fewer messages than this is left out."""


CHANNELS = (
    Channel("words", "spelt", "word", 1, 2, 2),
    Channel("letters", "spelt", "char_wb", 2, 5, 4),
    Channel("sounds", "romanised", "char_wb", 2, 5, 4),
    Channel("consonants", "bones", "char_wb", 2, 4, 4),
)
_VIEWS = {"spelt": spelt, "romanised": romanised, "bones": bones}


@dataclass
class NgramSpace:
    """TF-IDF of pieces in all channels side by side."""

    channels: Sequence[Channel] = CHANNELS
    _vectorizers: list[TfidfVectorizer] = field(default_factory=list)

    def fit(self, messages: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Learns which pieces there are; returns the features of the messages, one row each."""
        self._vectorizers, columns = [], []
        for channel in self.channels:
            vectorizer = _new_vectorizer(channel)
            vectorizer.set_params(min_df=channel.fewest if len(messages) > 50 else 1)
            columns.append(vectorizer.fit_transform([_VIEWS[channel.view](words) for words in messages]))
            self._vectorizers.append(vectorizer)
        return sparse.hstack(columns, format="csr", dtype=np.float32)

    def features(self, messages: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        columns = [
            vectorizer.transform([_VIEWS[channel.view](words) for words in messages])
            for channel, vectorizer in zip(self.channels, self._vectorizers)
        ]
        return sparse.hstack(columns, format="csr", dtype=np.float32)

    def save(self, folder: Path) -> None:
        for channel, vectorizer in zip(self.channels, self._vectorizers):
            pieces = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
            (folder / f"{channel.name}.json").write_text(json.dumps(pieces, ensure_ascii=False), encoding="utf-8")
            np.save(folder / f"{channel.name}.npy", vectorizer.idf_.astype(np.float32))

    @classmethod
    def load(cls, folder: Path, channels: Sequence[Channel] = CHANNELS) -> "NgramSpace":
        space = cls(channels)
        for channel in channels:
            pieces = json.loads((folder / f"{channel.name}.json").read_text(encoding="utf-8"))
            vectorizer = _new_vectorizer(channel)
            vectorizer.set_params(vocabulary=pieces)
            vectorizer.idf_ = np.load(folder / f"{channel.name}.npy").astype(np.float64)
            space._vectorizers.append(vectorizer)
        return space


def _new_vectorizer(channel: Channel) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=channel.analyzer,
        ngram_range=(channel.shortest, channel.longest),
        token_pattern=r"\S+",
        lowercase=False,
        sublinear_tf=True,
        dtype=np.float32,
    )


@dataclass
class NamedSpace:
    """Features that have a name each, such as concepts; rare ones are left out."""

    names: dict[str, int] = field(default_factory=dict)

    def fit(self, rows: Sequence[Mapping[str, float]], fewest: int) -> sparse.csr_matrix:
        counts: dict[str, int] = {}
        for row in rows:
            for name in row:
                counts[name] = counts.get(name, 0) + 1
        fewest = fewest if len(rows) > 50 else 1
        self.names = {name: i for i, name in enumerate(sorted(name for name, n in counts.items() if n >= fewest))}
        return self.features(rows)

    def features(self, rows: Iterable[Mapping[str, float]]) -> sparse.csr_matrix:
        data, columns, ends = [], [], [0]
        for row in rows:
            for name, value in row.items():
                column = self.names.get(name)
                if column is not None:
                    data.append(value)
                    columns.append(column)
            ends.append(len(data))
        shape = (len(ends) - 1, max(1, len(self.names)))
        return sparse.csr_matrix((np.array(data, np.float32), np.array(columns, np.int32), ends), shape=shape)


def shape_of(candidates: Sequence[Candidate], word_count: int) -> tuple[set[str], dict[str, float]]:
    """The kinds of values that may be meant, and how long the message is and how much of it is no value.

    A message that is all values only answers a question ("B1", "Nürtingen, until 1").
    """
    candidates = [candidate for candidate in candidates if not candidate.source.startswith("loose")]
    kinds = {candidate.entity for candidate in candidates}
    covered = {place for candidate in candidates for place in range(candidate.first, candidate.last)}
    rest = max(0, word_count - len(covered))
    with_values = "v" if kinds else ""
    return kinds, {
        f"length:{min(word_count, 12)}": 1.0,
        f"rest:{min(rest, 6)}": 1.0,
        f"rest:{min(rest, 6)}{with_values}": 1.0,
        f"long:{word_count // 10}": 1.0,
    }
