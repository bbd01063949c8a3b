"""Rasa component: what she wants, with calibrated confidence."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.fingerprints import TrainedAgainWhenSourcesChange
from components.intent_model import IntentModel
from components.messages import LIKELY_INTENTS, features_of, slips_of, training_messages, words_of
from components.reader import likely

RANKING = "intent_ranking"


@DefaultV1Recipe.register(
    # The second kind makes Rasa hand on to `ValueJudge` what was found out about the training messages.
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=True,
)
class CalibratedIntentClassifier(TrainedAgainWhenSourcesChange, IntentClassifier, GraphComponent):
    """Support vector machines over the sparse features of the featurizers before it; see `intent_model.py`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "regularisation": 0.3,
            "calibration": 1.0,
            "modesty": 1.0,
            "caution": {"crisis": 0.5},
            "ranking_length": 10,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CalibratedIntentClassifier":
        settings = {name: config[name] for name in ("regularisation", "calibration", "modesty", "caution")}
        model = IntentModel(**settings)
        return cls(config, model_storage, resource, model)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "CalibratedIntentClassifier":
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        messages, slips = training_messages(training_data), slips_of(training_data)
        labels, more_labels = ([each.get(INTENT) for each in group] for group in (messages, slips))
        self._model.fit(features_of(messages), labels, features_of(slips) if slips else None, more_labels)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves on each training message what a model says that has not seen it, as it will be in use."""
        for message, unseen in zip(training_messages(training_data), self._model.unseen):
            message.set(LIKELY_INTENTS, likely(self._model.intents, unseen))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if not words_of(message):
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(RANKING, [], add_to_output=True)
                continue
            probabilities = self._model.probabilities(features_of([message]))[0]
            ranked = sorted(zip(self._model.intents, map(float, probabilities)), key=lambda pair: -pair[1])
            ranking = [{"name": intent, "confidence": confidence} for intent, confidence in ranked]
            message.set(LIKELY_INTENTS, likely(self._model.intents, probabilities))
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(RANKING, ranking[: self._config["ranking_length"]], add_to_output=True)
        return messages
