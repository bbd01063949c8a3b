"""Rasa component: values that may be meant, by lexicon, learnt words, rules and nearness of spelling."""

import json
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.candidates import CandidateFinder, Learned
from components.lexicon import EntityLexicon, load_entities
from components.messages import FINDINGS, as_example, slips_of, training_messages, with_text
from components.rasa_component import TrainedComponent
from components.reader import find_in_unseen


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LexiconEntities(TrainedComponent):
    """Leaves candidates on every message; `ValueJudge` at the end of the pipeline decides which are meant.

    Runs before the features are made, because what kinds of values a message holds tells much about what she wants.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"lexicon_folder": None}

    def _begin(self) -> None:
        folder = self._config["lexicon_folder"]
        self._use(load_entities(Path(folder)) if folder else load_entities())

    def _use(self, lexicon: EntityLexicon) -> None:
        self._lexicon, self._finder = lexicon, CandidateFinder(lexicon)

    def _learn(self, training_data: TrainingData) -> None:
        self._learned = self._finder.learn([as_example(message) for message in training_messages(training_data)])

    def _save(self, folder: Path) -> None:
        saved = {
            "forms": [[entity, value, forms] for (entity, value), forms in self._lexicon.forms.items()],
            "reader_words": self._lexicon.reader_words,
            "numbers": self._lexicon.numbers,
            "learned": self._learned.forms,
            "common_words": self._learned.common_words,
        }
        (folder / "lexicon.json").write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")

    def _restore(self, folder: Path) -> None:
        """The lexicon is the one it was trained with, not the files of today."""
        saved = json.loads((folder / "lexicon.json").read_text(encoding="utf-8"))
        self._use(
            EntityLexicon(
                {(entity, value): [(form, lang) for form, lang in forms] for entity, value, forms in saved["forms"]},
                saved["reader_words"],
                saved["numbers"],
            )
        )
        learned = [(entity, value, tuple(words)) for entity, value, words in saved["learned"]]
        self._finder.use(Learned(learned, saved["common_words"]))

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
