"""Rasa components: features of pieces of words, and of concepts and meanings shared by all languages."""

import json
from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
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
from components.fingerprints import TrainedAgainWhenSourcesChange
from components.lexicon import LEXICON_FOLDER, WordLists, as_text, from_text, load_word_lists, parse_form
from components.messages import findings_of, slips_of, training_messages, with_text, words_of
from components.reader import CONCEPT_WEIGHT, named_features


class _SentenceFeaturizer(TrainedAgainWhenSourcesChange, SparseFeaturizer, GraphComponent):
    """What both featurizers share: one row of sparse features per message."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        super().__init__(name, config)
        self._storage, self._resource = storage, resource

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

    _space: NgramSpace = NgramSpace()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NgramFeaturizer":
        return cls(config, model_storage, resource, execution_context.node_name)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "NgramFeaturizer":
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._space = NgramSpace.load(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        self._space = NgramSpace()
        self._space.fit([words_of(message) for message in training_messages(training_data)])
        with self._storage.write_to(self._resource) as folder:
            self._space.save(folder)
        return self._resource

    def _features(self, messages: Sequence[Message]) -> sparse.csr_matrix:
        return self._space.features([words_of(message) for message in messages])


class _WordListFeaturizer(_SentenceFeaturizer):
    """What the featurizers with word lists of all languages share; the lists are kept in the model."""

    LISTS = ""
    """The folder in `lexicon/`."""
    FEWEST_MESSAGES = 1
    WEIGHT = 1.0

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        super().__init__(config, storage, resource, name)
        self._space = NamedSpace()
        self._lists: WordLists = {}

    def _use(self, lists: WordLists) -> None:
        self._lists = lists

    def _named(self, message: Message) -> dict[str, float]:
        raise NotImplementedError

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "_WordListFeaturizer":
        component = cls(config, model_storage, resource, execution_context.node_name)
        component._use(load_word_lists(LEXICON_FOLDER / cls.LISTS))
        return component

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "_WordListFeaturizer":
        component = cls(config, model_storage, resource, execution_context.node_name)
        with model_storage.read_from(resource) as folder:
            saved = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        lists = {
            name: [(from_text(form), language) for form, language in forms] for name, forms in saved["lists"].items()
        }
        component._use(lists)
        component._space = NamedSpace({name: i for i, name in enumerate(saved["names"])})
        return component

    def train(self, training_data: TrainingData) -> Resource:
        rows = [self._named(message) for message in training_messages(training_data)]
        self._space.fit(rows, self.FEWEST_MESSAGES)
        # Parsed once and for all: a server that changes its model must not stop to parse them.
        parsed = (
            (name, [(parse_form(form), language) for form, language in forms]) for name, forms in self._lists.items()
        )
        lists = {name: [(as_text(form), language) for form, language in forms if form] for name, forms in parsed}
        saved = {"lists": lists, "names": list(self._space.names)}
        with self._storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
        return self._resource

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
