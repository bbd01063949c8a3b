"""Care during the course is read from the whole message."""

import numpy as np
from scipy import sparse

from components.care_model import CareModel

WITH_CARE, WITHOUT = [1.0, 0.0, 1.0], [0.0, 1.0, 1.0]


def features(*rows):
    return sparse.csr_matrix(np.array(rows, np.float32))


def test_messages_that_ask_for_care_are_told_from_others():
    model = CareModel()

    model.fit(features(*[WITH_CARE, WITHOUT] * 20), [True, False] * 20)

    asks, asks_not = model.probabilities(features(WITH_CARE, WITHOUT))
    assert asks > model.threshold > asks_not


def test_nobody_asks_for_care_when_no_message_of_the_data_does():
    model = CareModel()

    model.fit(features(WITHOUT, WITHOUT), [False, False])

    assert (model.probabilities(features(WITH_CARE)) < 0.01).all()


def test_what_was_learnt_is_kept(tmp_path):
    model = CareModel(threshold=0.3)
    model.fit(features(*[WITH_CARE, WITHOUT] * 20), [True, False] * 20)

    model.save(tmp_path)
    loaded = CareModel.load(tmp_path)

    assert loaded.threshold == 0.3
    assert (loaded.probabilities(features(WITH_CARE)) == model.probabilities(features(WITH_CARE))).all()
