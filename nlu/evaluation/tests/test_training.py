"""A trained model is put to use only when it is not worse; the training itself is replaced by writing a file."""

import pytest

import model_files
import train


@pytest.fixture
def model(tmp_path):
    return tmp_path / "wegweiserin.tar.gz"


@pytest.fixture
def run(model, monkeypatch):
    def run(*arguments, worse=()):
        def write(candidate, config):
            candidate.write_text("new")
            model_files.sidecar_of(candidate).write_text(model_files.fingerprint())

        monkeypatch.setattr(train, "train", write)
        monkeypatch.setattr(train, "what_got_worse", lambda candidate: list(worse))
        monkeypatch.setattr("sys.argv", ["train.py", "--model", str(model), *arguments])
        train.main()

    return run


def test_a_first_model_is_used(run, model):
    run()

    assert model.read_text() == "new"


def test_a_better_model_is_used_and_can_be_taken_back(run, model):
    model.write_text("old")

    run()
    now = model.read_text()
    run("--back")

    assert (now, model.read_text()) == ("new", "old")


def test_a_worse_model_is_refused_with_its_figures_and_the_old_one_stays(run, model, capsys):
    model.write_text("old")

    with pytest.raises(SystemExit) as ended:
        run(worse=["uk: intent right in 80% of 264 messages, was 92%"])

    assert ended.value.code == train.REFUSED_STATUS
    assert model.read_text() == "old"
    assert "uk: intent right in 80%" in capsys.readouterr().err


def test_a_refused_model_is_not_trained_again_while_nothing_changes(run, model, capsys):
    model.write_text("old")
    with pytest.raises(SystemExit):
        run(worse=["uk"])

    run("--if-changed", worse=["never asked"])

    assert "refused" in capsys.readouterr().out
    assert model.read_text() == "old"


def test_going_back_from_the_first_model_is_not_possible(run, model):
    run()

    with pytest.raises(SystemExit, match="no earlier model"):
        run("--back")
