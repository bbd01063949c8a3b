"""Test messages that stand in the training data, word for word or nearly: `python -m evaluation.leaks`.

A message that was learnt says nothing about how a new one will be understood. Delete it from tests/ and write another.
"""

import sys
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer

from components.examples import Example, read_examples
from components.normalisation import normalise

HERE = Path(__file__).resolve().parent.parent

NEARLY = 0.9
"""From this share of equal letters in a row (difflib's ratio) two messages are the same with another ending or slip."""

SHORTEST = 12
"""Of shorter messages only equal ones count: "hab A1" is not "hab A2"."""


def leaks(tests: Sequence[Example], data: Sequence[Example]) -> Iterator[tuple[Example, str]]:
    """Each test message that leaked, and the training message it is like."""
    learnt = {normalise(example.text): example.text for example in data}
    spellings = list(learnt)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), lowercase=False)
    known = letters.fit_transform(spellings)
    alike = (letters.transform([normalise(example.text) for example in tests]) @ known.T).tocsr()
    for row, example in enumerate(tests):
        spelling = normalise(example.text)
        if spelling in learnt:
            yield example, learnt[spelling]
        elif len(spelling) >= SHORTEST:
            line = alike.getrow(row)
            for column, likeness in zip(line.indices, line.data):
                other = spellings[column]
                if likeness > 0.6 and SequenceMatcher(None, spelling, other).ratio() >= NEARLY:
                    yield example, learnt[other]
                    break


def main() -> None:
    found = list(leaks(read_examples(HERE / "tests"), read_examples(HERE / "data")))
    for example, other in found:
        print(f"{example.language}/{example.intent}: {example.text!r} is in the data as {other!r}")
    if found:
        sys.exit(f"{len(found)} test messages stand in the data.")


if __name__ == "__main__":
    main()
