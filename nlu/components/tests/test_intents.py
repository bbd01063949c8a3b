"""Intents with calibrated confidence, and concepts shared by languages."""

import numpy as np
import pytest

from components import processes
from components.concepts import ConceptFinder, concept_features
from components.features import NamedSpace, NgramSpace
from components.intent_model import IntentModel

GREETINGS = [f"hallo {word}" for word in ("du", "sie", "da", "zusammen", "ihr", "liebe", "bot", "team")]
COSTS = [f"was kostet {word}" for word in ("das", "der kurs", "es", "die prüfung", "alles", "b1", "das buch", "er")]


def trained() -> tuple[NgramSpace, IntentModel]:
    space, model = NgramSpace(), IntentModel()
    features = space.fit([text.split() for text in GREETINGS + COSTS])
    model.fit(features, ["greet"] * len(GREETINGS) + ["ask_cost"] * len(COSTS))
    return space, model


def test_a_new_message_is_understood_and_probabilities_sum_to_one():
    space, model = trained()

    probabilities = model.probabilities(space.features([["hallo", "ihr", "lieben"], ["kostet", "das", "viel"]]))

    assert [model.intents[i] for i in probabilities.argmax(axis=1)] == ["greet", "ask_cost"]
    assert np.allclose(probabilities.sum(axis=1), 1)


def test_model_and_features_come_back_as_they_were_saved(tmp_path):
    space, model = trained()
    before = model.probabilities(space.features([["hallo", "bot"]]))

    space.save(tmp_path)
    model.save(tmp_path)
    after = IntentModel.load(tmp_path).probabilities(NgramSpace.load(tmp_path).features([["hallo", "bot"]]))

    assert np.allclose(before, after, atol=1e-6)


def test_one_intent_alone_cannot_be_learnt():
    with pytest.raises(ValueError, match="at least two"):
        IntentModel().fit(NgramSpace().fit([["hallo"], ["hi"]]), ["greet", "greet"])


def test_a_concept_is_the_same_in_all_languages():
    finder = ConceptFinder({"child": [("kind*", "de"), ("cocuk*", "tr"), ("дитин*", "uk")]})

    assert [set(finder.find([word])) for word in ("kinder", "cocugum", "cocuklar", "дитина")] == [
        {"child"},
        set(),
        {"child"},
        {"child"},
    ]


def test_two_concepts_together_are_a_feature_of_their_own():
    features = concept_features({"child": 1, "course": 2}, ["level"])

    assert {"c:child", "c:course", "v:level", "c:child&c:course", "c:child&v:level", "phrase:course"} <= set(features)


def test_features_never_seen_in_training_are_passed_over():
    space = NamedSpace()
    space.fit([{"a": 1.0}, {"a": 1.0, "b": 1.0}], fewest=1)

    assert space.features([{"b": 2.0, "c": 1.0}]).toarray().tolist() == [[0.0, 2.0]]


def test_a_form_inside_a_longer_one_does_not_count():
    finder = ConceptFinder({"exam": [("test", "en")], "placement_test": [("placement test", "en")]})

    assert finder.find(["placement", "test"]) == {"placement_test": 2}
    assert finder.find(["test"]) == {"exam": 1}


def test_caution_makes_an_intent_more_likely():
    space = NgramSpace()
    features = space.fit([text.split() for text in GREETINGS + COSTS])
    labels = ["greet"] * len(GREETINGS) + ["ask_cost"] * len(COSTS)
    plain, cautious = IntentModel(caution={}), IntentModel(caution={"ask_cost": 1.0})
    plain.fit(features, labels)
    cautious.fit(features, labels)

    asked = space.features([["hallo", "kostet"]])

    column = plain.intents.index("ask_cost")
    assert cautious.probabilities(asked)[0, column] > plain.probabilities(asked)[0, column]


def test_two_processes_learn_the_same_to_the_last_bit_as_one(monkeypatch):
    space = NgramSpace()
    features = space.fit([text.split() for text in GREETINGS + COSTS])
    labels = ["greet"] * len(GREETINGS) + ["ask_cost"] * len(COSTS)
    alone, shared = IntentModel(), IntentModel()

    alone.fit(features, labels, features[:3], labels[:3])
    monkeypatch.setattr(processes, "WORTH_IT", 1)
    monkeypatch.setattr(processes, "cpu_count", lambda: 2)
    shared.fit(features, labels, features[:3], labels[:3])

    assert shared.probabilities(features).tobytes() == alone.probabilities(features).tobytes()
    assert shared.unseen.tobytes() == alone.unseen.tobytes()
