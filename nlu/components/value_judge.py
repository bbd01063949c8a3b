"""Rasa component: the values that are meant, as entities with canonical values."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.fingerprints import TrainedAgainWhenSourcesChange
from components.judgement import Judge, evidence
from components.messages import LIKELY_INTENTS, as_example, findings_of, training_messages
from components.reader import is_meant


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ValueJudge(TrainedAgainWhenSourcesChange, GraphComponent):
    """Decides which candidates of `LexiconEntities` are meant, knowing what she probably wants."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"regularisation": 1.0, "threshold": 0.4}

    def __init__(self, storage: ModelStorage, resource: Resource, judge: Judge) -> None:
        self._storage, self._resource, self._judge = storage, resource, judge

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ValueJudge":
        judge = Judge(regularisation=config["regularisation"], threshold=config["threshold"])
        return cls(model_storage, resource, judge)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ValueJudge":
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Judge.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        rows, meant = [], []
        for message in training_messages(training_data):
            found, example = findings_of(message), as_example(message)
            rows += evidence(found.candidates, found.words, message.get(LIKELY_INTENTS) or {})
            meant += [is_meant(candidate, example) for candidate in found.candidates]
        self._judge.fit(rows, meant)
        with self._storage.write_to(self._resource) as folder:
            self._judge.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = findings_of(message)
            rows = evidence(found.candidates, found.words, message.get(LIKELY_INTENTS) or {})
            entities = [
                {
                    "entity": candidate.entity,
                    "start": candidate.start,
                    "end": candidate.end,
                    "value": value,
                    "confidence_entity": round(probability, 4),
                    "extractor": type(self).__name__,
                }
                for candidate, probability in self._judge.choose(found.candidates, self._judge.probabilities(rows))
                for value in candidate.value.split("+")
            ]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages
