"""Rasa component: `childcare: true` when she asks for care during the course."""

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.care_model import ENTITY, VALUE, CareModel
from components.messages import as_example, features_of, findings_of, training_messages, words_of
from components.rasa_component import TrainedComponent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CareWish(TrainedComponent):
    """Reads the wish for care from the whole message; the entity points to the words for it where some are known."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"regularisation": 2.0, "threshold": 0.22}

    def _begin(self) -> None:
        self._model = CareModel(self._config["regularisation"], self._config["threshold"])

    def _learn(self, training_data: TrainingData) -> None:
        messages = training_messages(training_data)
        self._model.fit(features_of(messages), [(ENTITY, VALUE) in as_example(message).slots for message in messages])

    def _save(self, folder: Path) -> None:
        self._model.save(folder)

    def _restore(self, folder: Path) -> None:
        self._model = CareModel.load(folder)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if not words_of(message):
                continue
            probability = float(self._model.probabilities(features_of([message]))[0])
            if probability >= self._model.threshold:
                start, end = _words_for_care(message)
                entity = {"entity": ENTITY, "start": start, "end": end, "value": VALUE}
                entity |= {"confidence_entity": round(probability, 4), "extractor": type(self).__name__}
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)
        return messages


def _words_for_care(message: Message) -> tuple[int, int]:
    """Where the words for care stand; the whole message when none are known."""
    spans = [(each.start, each.end) for each in findings_of(message).candidates if each.entity == ENTITY]
    return max(spans, key=lambda span: span[1] - span[0], default=(0, len(message.get(TEXT))))
