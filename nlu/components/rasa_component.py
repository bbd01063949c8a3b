"""What all our Rasa components share: how Rasa makes, trains, keeps and loads them."""

from pathlib import Path
from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.fingerprints import TrainedAgainWhenSourcesChange

Component = TypeVar("Component", bound="RasaComponent")
Trained = TypeVar("Trained", bound="TrainedComponent")


class RasaComponent(TrainedAgainWhenSourcesChange, GraphComponent):
    """A step of the pipeline that Rasa makes from its settings; a subclass makes its parts in `_begin`."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        self._config, self._storage, self._resource = config, storage, resource

    @classmethod
    def create(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        component = cls(config, model_storage, resource, execution_context.node_name)
        component._begin()
        return component

    def _begin(self) -> None:
        """Makes the parts a new component has."""


class TrainedComponent(RasaComponent):
    """A step that learns, keeps what it learnt in a folder of the model, and comes back from there."""

    @classmethod
    def load(
        cls: type[Trained],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Trained:
        component = cls(config, model_storage, resource, execution_context.node_name)
        with model_storage.read_from(resource) as folder:
            component._restore(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        self._learn(training_data)
        with self._storage.write_to(self._resource) as folder:
            self._save(folder)
        return self._resource

    def _learn(self, training_data: TrainingData) -> None:
        raise NotImplementedError

    def _save(self, folder: Path) -> None:
        raise NotImplementedError

    def _restore(self, folder: Path) -> None:
        """Makes the parts a trained component has, from the folder alone."""
        raise NotImplementedError
