"""Rasa component: a pretrained multilingual encoder, for operators who have downloaded one.

Not part of the ordinary pipeline: weights would have to be fetched before the first start. `config.encoder.yml` uses it
beside our own features; README.md says which models fit and how to get them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.messages import with_text
from components.rasa_component import RasaComponent

AT_ONCE = 32
MODEL_FILE, TOKENIZER_FILE = "model.onnx", "tokenizer.json"


class Encoder:
    """Sentences as vectors of length one, by an ONNX model and its tokenizer in a local folder."""

    def __init__(self, folder: Path, prefix: str = "", max_tokens: int = 128) -> None:
        """
        Args:
            prefix: what the model wants before each sentence, for example "query: " (E5).

        Raises:
            RasaException: a file or a package is missing; says what to do.
        """
        for name in (MODEL_FILE, TOKENIZER_FILE):
            if not (folder / name).is_file():
                raise RasaException(
                    f"There is no {name} in {folder}. Put the ONNX files of a multilingual sentence encoder there "
                    "(nlu/README.md, 'A pretrained encoder'), or train without: python train.py."
                )
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise RasaException("The encoder needs onnxruntime and tokenizers: run `make nlu`.") from error
        self._prefix = prefix
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.enable_padding()
        self._session = onnxruntime.InferenceSession(str(folder / MODEL_FILE), providers=["CPUExecutionProvider"])
        self._inputs = {each.name for each in self._session.get_inputs()}

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text: the mean of its tokens' vectors, or the model's own sentence vector, at length one."""
        rows = [self._encode(texts[start : start + AT_ONCE]) for start in range(0, len(texts), AT_ONCE)]
        return np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        encoded = self._tokenizer.encode_batch([self._prefix + text for text in texts])
        mask = np.array([one.attention_mask for one in encoded], np.int64)
        given = {
            "input_ids": np.array([one.ids for one in encoded], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in encoded], np.int64),
        }
        output = self._session.run(None, {name: array for name, array in given.items() if name in self._inputs})[0]
        if output.ndim == 3:
            weights = mask[:, :, None].astype(np.float32)
            output = (output * weights).sum(1) / np.maximum(1.0, weights.sum(1))
        lengths = np.linalg.norm(output, axis=1, keepdims=True)
        return np.asarray(output / np.maximum(1e-9, lengths), np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(RasaComponent, DenseFeaturizer):
    """Puts the vector of a pretrained encoder beside the other features of a message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "folder": "encoder", "prefix": "", "weight": 4.0}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        RasaComponent.__init__(self, config, storage, resource, name)
        DenseFeaturizer.__init__(self, name, config)

    def _begin(self) -> None:
        self._encoder = Encoder(Path(self._config["folder"]), self._config["prefix"])

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """The folder is looked at when the encoder is loaded."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        readable = with_text(messages)
        vectors = self._encoder.vectors([message.get(TEXT) for message in readable])
        for message, vector in zip(readable, vectors):
            self.add_features_to_message(None, vector[None, :] * self._config["weight"], TEXT, message)
        return messages
