"""What must agree in this folder: labels, data, and what a model depends on."""

import pytest
import yaml

import model_files
from components.examples import read_examples
from environment import HERE
from model_files import fingerprint, is_current, sidecar_of

DOMAIN = yaml.safe_load((HERE / "domain.yml").read_text(encoding="utf-8"))


def test_data_and_tests_use_only_labels_of_the_domain():
    for example in read_examples(HERE / "data") + read_examples(HERE / "tests"):
        assert example.intent in DOMAIN["intents"]
        assert {entity for entity, _ in example.slots} <= set(DOMAIN["entities"]), example.slots


def test_lexicon_uses_only_entities_of_the_domain():
    from components.lexicon import load_entities

    assert {entity for entity, _ in load_entities().forms} <= set(DOMAIN["entities"])


@pytest.fixture
def project(tmp_path):
    (tmp_path / "config.yml").write_text("pipeline: []\n")
    (tmp_path / "data" / "de").mkdir(parents=True)
    (tmp_path / "data" / "de" / "greet.yml").write_text("nlu: []\n")
    return tmp_path


def test_the_same_project_has_the_same_fingerprint(project):
    assert fingerprint(project) == fingerprint(project)


@pytest.mark.parametrize("changed", ["config.yml", "data/de/greet.yml", "lexicon/concepts/de.yml", "components/new.py"])
def test_whatever_a_model_depends_on_changes_the_fingerprint(project, changed):
    before = fingerprint(project)

    (project / changed).parent.mkdir(parents=True, exist_ok=True)
    (project / changed).write_text("# changed\n")

    assert fingerprint(project) != before


def test_a_model_is_current_until_something_changes(project):
    model = project / "models" / "wegweiserin.tar.gz"
    model.parent.mkdir()
    model.write_bytes(b"model")
    sidecar_of(model).write_text(fingerprint(project))

    was_current = is_current(model, project)
    (project / "config.yml").write_text("pipeline: [new]\n")

    assert was_current and not is_current(model, project)


@pytest.fixture
def models(tmp_path):
    def make(name, content):
        path = tmp_path / f"{name}.tar.gz"
        path.write_text(content)
        sidecar_of(path).write_text(content)
        return path

    return make


def test_a_new_model_takes_the_place_of_the_old_one_which_is_kept(models):
    model = models("wegweiserin", "old")

    model_files.put_in_place(models("candidate", "new"), model)

    assert (model.read_text(), sidecar_of(model).read_text()) == ("new", "new")
    assert model_files.previous(model).read_text() == "old"


def test_a_first_model_needs_no_other(models):
    candidate = models("candidate", "new")
    model = candidate.with_name("wegweiserin.tar.gz")

    model_files.put_in_place(candidate, model)

    assert model.read_text() == "new" and not model_files.previous(model).exists()


def test_going_back_brings_the_model_before_and_remembers_the_one_left(models, project):
    model = models("wegweiserin", "old")
    candidate = models("candidate", "new")
    sidecar_of(candidate).write_text(fingerprint(project))
    model_files.put_in_place(candidate, model)

    model_files.go_back(model)

    assert model.read_text() == "old"
    assert not is_current(model, project) and model_files.was_refused(model, project)


def test_there_may_be_nothing_to_go_back_to(models):
    with pytest.raises(FileNotFoundError):
        model_files.go_back(models("wegweiserin", "only"))


def test_what_was_refused_is_not_trained_again_until_something_changes(models, project):
    model, candidate = models("wegweiserin", "old"), models("candidate", "worse")
    sidecar_of(candidate).write_text(fingerprint(project))

    model_files.refuse(candidate, model)
    was_refused = model_files.was_refused(model, project)
    (project / "config.yml").write_text("pipeline: [better]\n")

    assert model.read_text() == "old" and was_refused
    assert not model_files.was_refused(model, project)


def test_rasa_trains_again_when_the_lexicon_or_a_module_changes():
    import components.care_wish
    import components.featurizers
    import components.intent_classifier
    import components.lexicon_entities
    import components.tokenizer
    import components.value_judge
    from components.fingerprints import TrainedAgainWhenSourcesChange

    ours: list[type[TrainedAgainWhenSourcesChange]] = [
        components.tokenizer.NormalisingTokenizer,
        components.lexicon_entities.LexiconEntities,
        components.featurizers.NgramFeaturizer,
        components.featurizers.ConceptsFeaturizer,
        components.featurizers.MeaningsFeaturizer,
        components.intent_classifier.CalibratedIntentClassifier,
        components.value_judge.ValueJudge,
        components.care_wish.CareWish,
    ]

    assert all(component.fingerprint_addon({}) for component in ours)
