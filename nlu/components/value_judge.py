"""Rasa component: the values that are meant, as entities with canonical values."""

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.judgement import Judge, evidence
from components.messages import LIKELY_INTENTS, as_example, findings_of, training_messages
from components.rasa_component import TrainedComponent
from components.reader import is_meant


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ValueJudge(TrainedComponent):
    """Decides which candidates of `LexiconEntities` are meant, knowing what she probably wants."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"regularisation": 1.0, "threshold": 0.4}

    def _begin(self) -> None:
        self._judge = Judge(regularisation=self._config["regularisation"], threshold=self._config["threshold"])

    def _learn(self, training_data: TrainingData) -> None:
        rows, meant = [], []
        for message in training_messages(training_data):
            found, example = findings_of(message), as_example(message)
            rows += evidence(found.candidates, found.words, message.get(LIKELY_INTENTS) or {})
            meant += [is_meant(candidate, example) for candidate in found.candidates]
        self._judge.fit(rows, meant)

    def _save(self, folder: Path) -> None:
        self._judge.save(folder)

    def _restore(self, folder: Path) -> None:
        self._judge = Judge.load(folder)

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
