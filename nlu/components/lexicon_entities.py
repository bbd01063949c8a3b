"""Rasa component: values that may be meant, by lexicon, learnt words, rules and nearness of spelling."""

import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.candidates import CandidateFinder, Learned
from components.fingerprints import TrainedAgainWhenSourcesChange
from components.lexicon import EntityLexicon, load_entities
from components.messages import FINDINGS, as_example, slips_of, training_messages, with_text
from components.reader import find_in_unseen


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LexiconEntities(TrainedAgainWhenSourcesChange, GraphComponent):
    """Leaves candidates on every message; `ValueJudge` at the end of the pipeline decides which are meant.

    Runs before the features are made, because what kinds of values a message holds tells much about what she wants.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"lexicon_folder": None}

    def __init__(self, storage: ModelStorage, resource: Resource, lexicon: EntityLexicon) -> None:
        self._storage, self._resource = storage, resource
        self._lexicon = lexicon
        self._finder = CandidateFinder(lexicon)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LexiconEntities":
        folder = config["lexicon_folder"]
        return cls(model_storage, resource, load_entities(Path(folder)) if folder else load_entities())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LexiconEntities":
        """The trained component; the lexicon is the one it was trained with, not the files of today."""
        with model_storage.read_from(resource) as folder:
            saved = json.loads((folder / "lexicon.json").read_text(encoding="utf-8"))
        lexicon = EntityLexicon(
            {(entity, value): [(form, lang) for form, lang in forms] for entity, value, forms in saved["forms"]},
            saved["reader_words"],
            saved["numbers"],
        )
        component = cls(model_storage, resource, lexicon)
        learned = [(entity, value, tuple(words)) for entity, value, words in saved["learned"]]
        component._finder.use(Learned(learned, saved["common_words"]))
        return component

    def train(self, training_data: TrainingData) -> Resource:
        learned = self._finder.learn([as_example(message) for message in training_messages(training_data)])
        saved = {
            "forms": [[entity, value, forms] for (entity, value), forms in self._lexicon.forms.items()],
            "reader_words": self._lexicon.reader_words,
            "numbers": self._lexicon.numbers,
            "learned": learned.forms,
            "common_words": learned.common_words,
        }
        with self._storage.write_to(self._resource) as folder:
            (folder / "lexicon.json").write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = training_messages(training_data)
        for message, found in zip(messages, find_in_unseen(self._finder, [as_example(m) for m in messages])):
            message.set(FINDINGS, found)
        self.process(slips_of(training_data))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in with_text(messages):
            message.set(FINDINGS, self._finder.find(message.get(TEXT)))
        return messages
