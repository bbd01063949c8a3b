"""Rasa component: what she wants, with calibrated confidence."""

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.intent_model import IntentModel
from components.messages import LIKELY_INTENTS, features_of, slips_of, training_messages, words_of
from components.rasa_component import TrainedComponent
from components.reader import likely

RANKING = "intent_ranking"


@DefaultV1Recipe.register(
    # The second kind makes Rasa hand on to `ValueJudge` what was found out about the training messages.
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=True,
)
class CalibratedIntentClassifier(TrainedComponent, IntentClassifier):
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

    def _begin(self) -> None:
        settings = {name: self._config[name] for name in ("regularisation", "calibration", "modesty", "caution")}
        self._model = IntentModel(**settings)

    def _learn(self, training_data: TrainingData) -> None:
        messages, slips = training_messages(training_data), slips_of(training_data)
        labels, more_labels = ([each.get(INTENT) for each in group] for group in (messages, slips))
        self._model.fit(features_of(messages), labels, features_of(slips) if slips else None, more_labels)

    def _save(self, folder: Path) -> None:
        self._model.save(folder)

    def _restore(self, folder: Path) -> None:
        self._model = IntentModel.load(folder)

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
