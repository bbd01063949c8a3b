"""Runs Rasa's training graph once, from the files to a model.

Like `rasa.model_training.train_nlu`, but without its cache. The cache takes a hash of all features of all messages
after every step, a fifth of the training time, and our components are all trained again whenever anything changes.
"""

import tempfile
from pathlib import Path

from rasa.engine import validation
from rasa.engine.constants import PLACEHOLDER_IMPORTER
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.hooks import LoggingHook
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import TrainingDataImporter


class NothingToLearnError(Exception):
    """There are no messages."""


def train_model(config: Path, data: Path, domain: Path, target: Path) -> None:
    """Trains from all messages below `data` and writes the model to the file `target`.

    Raises:
        NothingToLearnError: there are no messages.
    """
    importer = TrainingDataImporter.load_nlu_importer_from_config(str(config), str(domain), [str(data)])
    if importer.get_nlu_data().contains_no_pure_nlu_data():
        raise NothingToLearnError(f"There are no messages in {data}.")
    settings = importer.get_config()
    recipe = Recipe.recipe_for_name(settings["recipe"])
    graph = recipe.graph_config_for_recipe(settings, {}, training_type=TrainingType.NLU)
    validation.validate(graph)
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        context = ExecutionContext(graph_schema=graph.train_schema)
        hooks = [LoggingHook(pruned_schema=graph.train_schema)]
        runner = DaskGraphRunner.create(graph.train_schema, storage, context, hooks=hooks)
        runner.run(inputs={PLACEHOLDER_IMPORTER: importer})
        storage.create_model_package(target, graph, importer.get_domain())
