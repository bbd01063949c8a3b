"""What our components read from Rasa's messages and leave there for one another."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from components.candidates import Findings
from components.examples import Example, Value

FINDINGS = "value_findings"
LIKELY_INTENTS = "likely_intents"
SLIP = "slip"
ROW = "features_side_by_side"
"""Marks a copy of a training message with typing slips; only the intent is learnt from it."""


def training_messages(training_data: TrainingData) -> list[Message]:
    """The training messages with a text and an intent as they were written, always in the same order."""
    return [message for message in _labelled(training_data) if not message.get(SLIP)]


def slips_of(training_data: TrainingData) -> list[Message]:
    """Copies of training messages with typing slips."""
    return [message for message in _labelled(training_data) if message.get(SLIP)]


def _labelled(training_data: TrainingData) -> list[Message]:
    return [message for message in training_data.training_examples if message.get(TEXT) and message.get(INTENT)]


def as_example(message: Message) -> Example:
    """A training message as the rest of our code knows it; "sat+sun" gives two values."""
    values = tuple(
        Value(entity[ENTITY_ATTRIBUTE_TYPE], one, entity[ENTITY_ATTRIBUTE_START], entity[ENTITY_ATTRIBUTE_END])
        for entity in message.get(ENTITIES) or []
        for one in str(entity[ENTITY_ATTRIBUTE_VALUE]).split("+")
    )
    return Example(message.get(TEXT), message.get(INTENT), "", values)


def words_of(message: Message) -> list[str]:
    """The normalised words of a message."""
    return [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]


def findings_of(message: Message) -> Findings:
    """The values that may be meant, found earlier in the pipeline."""
    found = message.get(FINDINGS)
    return found if isinstance(found, Findings) else Findings((), ())


def with_text(messages: Iterable[Message]) -> list[Message]:
    return [message for message in messages if message.get(TEXT)]


def features_of(messages: Sequence[Message]) -> sparse.csr_matrix:
    """The features of all featurizers side by side, one row per message."""
    if len(messages) == 1:
        return _row_of(messages[0])
    rows = [_blocks_of(message) for message in messages]
    # One featurizer after the other: tens of thousands of small matrices are slow to put side by side.
    return sparse.hstack([_stacked(column) for column in zip(*rows)], format="csr")


def _stacked(rows: Sequence[Any]) -> sparse.csr_matrix:
    """Single rows of one width below each other; twenty times faster than scipy, which looks at each of them again."""
    sparse_rows = [row if sparse.isspmatrix_coo(row) else sparse.coo_matrix(row) for row in rows]
    ends = np.concatenate([[0], np.cumsum([row.nnz for row in sparse_rows])])
    columns = np.concatenate([row.col for row in sparse_rows])
    values = np.concatenate([row.data for row in sparse_rows])
    return sparse.csr_matrix((values, columns, ends), shape=(len(rows), rows[0].shape[1]))


def _row_of(message: Message) -> sparse.csr_matrix:
    """The features of one message, put side by side once for all steps that want them."""
    if message.get(ROW) is None:
        message.set(ROW, sparse.hstack(_blocks_of(message), format="csr"))
    return message.get(ROW)


def _blocks_of(message: Message) -> list[Any]:
    return [each.features for each in message.features if each.attribute == TEXT]
