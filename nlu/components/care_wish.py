"""Rasa component: `childcare: true` when she asks for care during the course."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.care_model import ENTITY, VALUE, CareModel
from components.fingerprints import TrainedAgainWhenSourcesChange
from components.messages import as_example, features_of, findings_of, training_messages, words_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CareWish(TrainedAgainWhenSourcesChange, GraphComponent):
    """Reads the wish for care from the whole message; the entity points to the words for it where some are known."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"regularisation": 2.0, "threshold": 0.22}

    def __init__(self, storage: ModelStorage, resource: Resource, model: CareModel) -> None:
        self._storage, self._resource, self._model = storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CareWish":
        return cls(model_storage, resource, CareModel(config["regularisation"], config["threshold"]))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "CareWish":
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, CareModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        messages = training_messages(training_data)
        self._model.fit(features_of(messages), [(ENTITY, VALUE) in as_example(message).slots for message in messages])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

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
