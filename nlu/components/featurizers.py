"""Rasa components: features of pieces of words, and of concepts and meanings shared by all languages."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from components import concepts, meanings
from components.features import NamedSpace, NgramSpace
from components.lexicon import LEXICON_FOLDER, WordLists, as_text, from_text, load_word_lists, parse_form
from components.messages import findings_of, slips_of, training_messages, with_text, words_of
from components.rasa_component import TrainedComponent
from components.reader import CONCEPT_WEIGHT, named_features


class _SentenceFeaturizer(TrainedComponent, SparseFeaturizer):
    """What both featurizers share: one row of sparse features per message."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        TrainedComponent.__init__(self, config, storage, resource, name)
        SparseFeaturizer.__init__(self, name, config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        settings: dict[str, Any] = SparseFeaturizer.get_default_config()
        return settings

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be wrong: every setting has a default."""

    def _features(self, messages: Sequence[Message]) -> sparse.csr_matrix:
        raise NotImplementedError

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process([*training_messages(training_data), *slips_of(training_data)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        readable = with_text(messages)
        if readable:
            rows = self._features(readable)
            for place, message in enumerate(readable):
                self.add_features_to_message(None, rows[place].tocoo(), TEXT, message)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(_SentenceFeaturizer):
    """Weighted pieces of words: as written, as they sound in Latin letters, by their consonants."""

    def _begin(self) -> None:
        self._space = NgramSpace()

    def _learn(self, training_data: TrainingData) -> None:
        self._space.fit([words_of(message) for message in training_messages(training_data)])

    def _save(self, folder: Path) -> None:
        self._space.save(folder)

    def _restore(self, folder: Path) -> None:
        self._space = NgramSpace.load(folder)

    def _features(self, messages: Sequence[Message]) -> sparse.csr_matrix:
        return self._space.features([words_of(message) for message in messages])


class _WordListFeaturizer(_SentenceFeaturizer):
    """What the featurizers with word lists of all languages share; the lists are kept in the model."""

    LISTS = ""
    """The folder in `lexicon/`."""
    FEWEST_MESSAGES = 1
    WEIGHT = 1.0

    def _use(self, lists: WordLists) -> None:
        self._lists = lists

    def _named(self, message: Message) -> dict[str, float]:
        raise NotImplementedError

    def _begin(self) -> None:
        self._space = NamedSpace()
        self._use(load_word_lists(LEXICON_FOLDER / self.LISTS))

    def _learn(self, training_data: TrainingData) -> None:
        rows = [self._named(message) for message in training_messages(training_data)]
        self._space.fit(rows, self.FEWEST_MESSAGES)

    def _save(self, folder: Path) -> None:
        # Parsed once and for all: a server that changes its model must not stop to parse them.
        parsed = (
            (name, [(parse_form(form), language) for form, language in forms]) for name, forms in self._lists.items()
        )
        lists = {name: [(as_text(form), language) for form, language in forms if form] for name, forms in parsed}
        saved = {"lists": lists, "names": list(self._space.names)}
        (folder / "words.json").write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")

    def _restore(self, folder: Path) -> None:
        saved = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self._space = NamedSpace({name: i for i, name in enumerate(saved["names"])})
        self._use(
            {name: [(from_text(form), language) for form, language in forms] for name, forms in saved["lists"].items()}
        )

    def _features(self, messages: Sequence[Message]) -> sparse.csr_matrix:
        return self._space.features([self._named(message) for message in messages]) * self.WEIGHT


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ConceptsFeaturizer(_WordListFeaturizer):
    """Concepts of all languages, kinds of values, the shape of the message, and every two of them together."""

    LISTS, FEWEST_MESSAGES, WEIGHT = "concepts", concepts.FEWEST_MESSAGES, CONCEPT_WEIGHT

    def _use(self, lists: WordLists) -> None:
        super()._use(lists)
        self._finder = concepts.ConceptFinder(lists)

    def _named(self, message: Message) -> dict[str, float]:
        return named_features(self._finder, words_of(message), findings_of(message))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MeaningsFeaturizer(_WordListFeaturizer):
    """What nearly every word means, in one name for all languages, and every two of them together."""

    LISTS, FEWEST_MESSAGES = "meanings", meanings.FEWEST_MESSAGES

    def _use(self, lists: WordLists) -> None:
        super()._use(lists)
        self._finder = meanings.MeaningFinder(lists)

    def _named(self, message: Message) -> dict[str, float]:
        return meanings.meaning_features(self._finder.find(words_of(message)))
