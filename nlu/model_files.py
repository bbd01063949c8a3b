"""Where trained models lie, what they were trained from, and how one takes the place of another.

    models/wegweiserin.tar.gz    the one in use
    models/previous.tar.gz       the one before, for going back
    models/refused.tar.gz        one that was worse than the baseline, or that was gone back from

Each has a file `.sha256` beside it with a hash of what it was trained from.
"""

import hashlib
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODEL = HERE / "models" / "wegweiserin.tar.gz"
PARTS = ("config.yml", "domain.yml", "requirements.lock", "data/**/*.yml", "lexicon/**/*.yml", "components/*.py")
"""What a model depends on."""


def fingerprint(root: Path = HERE) -> str:
    """A hash of everything a model depends on: names and contents, the same on every machine."""
    total = hashlib.sha256()
    for pattern in PARTS:
        for path in sorted(root.glob(pattern)):
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def sidecar_of(model: Path) -> Path:
    """Where the hash of what a model was trained from is kept."""
    return model.with_suffix("").with_suffix(".sha256")


def is_current(model: Path = MODEL, root: Path = HERE) -> bool:
    """Whether the model is there and was trained from what lies here now."""
    return model.exists() and _trained_from(model) == fingerprint(root)


def was_refused(model: Path = MODEL, root: Path = HERE) -> bool:
    """Whether what lies here now was trained already and is not to be used; an earlier model is."""
    return model.exists() and _trained_from(refused(model)) == fingerprint(root)


def previous(model: Path = MODEL) -> Path:
    """The model that was in use before."""
    return model.with_name("previous.tar.gz")


def refused(model: Path = MODEL) -> Path:
    """The model that was not good enough."""
    return model.with_name("refused.tar.gz")


def put_in_place(candidate: Path, model: Path = MODEL) -> None:
    """The candidate is in use from now on; the one before is kept. A reader never sees half a file."""
    if model.exists():
        _move(model, previous(model), keep=True)
    _move(candidate, model)


def refuse(candidate: Path, model: Path = MODEL) -> None:
    """The candidate is kept, but not used."""
    _move(candidate, refused(model))


def go_back(model: Path = MODEL) -> None:
    """The model before is in use again; the one that was in use counts as refused.

    Raises:
        FileNotFoundError: there is none before.
    """
    if not previous(model).exists():
        raise FileNotFoundError(previous(model))
    _move(model, refused(model), keep=True)
    _move(previous(model), model)


def _trained_from(model: Path) -> str | None:
    sidecar = sidecar_of(model)
    return sidecar.read_text(encoding="ascii").strip() if sidecar.exists() else None


def _move(source: Path, target: Path, *, keep: bool = False) -> None:
    for one, other in ((source, target), (sidecar_of(source), sidecar_of(target))):
        if not one.exists():
            other.unlink(missing_ok=True)
        elif keep:
            # A second name for the same file, so that the first never goes missing.
            other.unlink(missing_ok=True)
            os.link(one, other)
        else:
            os.replace(one, other)
