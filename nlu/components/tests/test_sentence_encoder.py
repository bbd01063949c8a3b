"""The second pipeline loads a pretrained encoder; here a tiny one made on the spot, with the files real ones have."""

import asyncio

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from environment import HERE, prepare

prepare(show_progress=False)

from rasa.shared.exceptions import RasaException  # noqa: E402

from components.sentence_encoder import Encoder  # noqa: E402
from components.tests.small_agent import trained_agent  # noqa: E402

VOCABULARY = {"[PAD]": 0, "[UNK]": 1, "kurs": 2, "blonk": 3, "preis": 4, "flimm": 5}
MEANINGS = np.array([[9, 9], [0.1, 0.1], [1, 0], [1, 0], [0, 1], [0, 1]], np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An encoder for which "kurs" and "blonk" are the same; it has `input_ids` and `attention_mask` as inputs."""
    place = tmp_path_factory.mktemp("encoder")
    tokenizer = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(place / "tokenizer.json"))
    shape = ["messages", "tokens"]
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["meanings", "input_ids"], ["looked_up"], axis=0),
            helper.make_node("Identity", ["attention_mask"], ["mask"]),
            helper.make_node("Identity", ["looked_up"], ["last_hidden_state"]),
        ],
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, 2])],
        [numpy_helper.from_array(MEANINGS, "meanings")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(place / "model.onnx"))
    return place


def test_words_of_one_meaning_have_one_vector_in_all_languages(folder):
    german, foreign, other = Encoder(folder).vectors(["kurs", "blonk", "flimm"])

    assert german @ foreign == pytest.approx(1)
    assert german @ other == pytest.approx(0)


def test_a_short_message_beside_a_long_one_keeps_its_vector(folder):
    encoder = Encoder(folder)

    alone, padded = encoder.vectors(["kurs"])[0], encoder.vectors(["kurs", "preis preis preis preis"])[0]

    assert alone == pytest.approx(padded)


def test_more_messages_than_are_read_at_once_keep_their_order(folder):
    vectors = Encoder(folder).vectors(["kurs", "preis"] * 50)

    assert vectors.shape == (100, 2)
    assert (vectors[::2] == vectors[0]).all() and (vectors[1::2] == vectors[1]).all()


def test_a_missing_file_is_named_with_what_to_do(tmp_path):
    with pytest.raises(RasaException, match=r"model\.onnx.*README"):
        Encoder(tmp_path)


def test_the_second_pipeline_trains_loads_and_understands_through_the_encoder(folder, tmp_path):
    settings = (HERE / "config.encoder.yml").read_text(encoding="utf-8")
    config = tmp_path / "config.yml"
    config.write_text(settings.replace("folder: encoder ", f"folder: {folder} "), encoding="utf-8")

    agent = trained_agent(tmp_path, config)
    understood = {
        text: asyncio.run(agent.parse_message(text))["intent"]["name"] for text in ("blonk", "flimm", "kurs", "preis")
    }

    assert understood == {"blonk": "find_course", "flimm": "ask_cost", "kurs": "find_course", "preis": "ask_cost"}
