"""Trains the model: `python train.py`, or `python train.py --if-changed` to do nothing when nothing has changed."""

import argparse
import hashlib
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODEL = HERE / "models" / "wegweiserin.tar.gz"
PARTS = ("config.yml", "domain.yml", "requirements.lock", "data/**/*.yml", "lexicon/**/*.yml", "components/*.py")
"""What a model depends on."""


def fingerprint(root: Path = HERE) -> str:
    """A hash of everything the model depends on: names and contents, the same on every machine."""
    total = hashlib.sha256()
    for pattern in PARTS:
        for path in sorted(root.glob(pattern)):
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def sidecar_of(model: Path) -> Path:
    """Where the hash of what a model was trained from is kept."""
    return model.with_suffix("").with_suffix(".sha256")


def is_current(model: Path, root: Path = HERE) -> bool:
    """Whether the model is there and was trained from what lies here now."""
    sidecar = sidecar_of(model)
    return model.exists() and sidecar.exists() and sidecar.read_text(encoding="ascii").strip() == fingerprint(root)


def train(model: Path = MODEL) -> None:
    """Trains from `data/` and puts the model in place in one step, so that a reader never sees half a file."""
    from environment import prepare

    prepare()
    from rasa.model_training import train_nlu

    started, current = time.monotonic(), fingerprint()
    model.parent.mkdir(parents=True, exist_ok=True)
    print(f"Training from {len(list(HERE.glob('data/*/*.yml')))} files; this takes a minute or two …", flush=True)
    trained = train_nlu(
        config=str(HERE / "config.yml"),
        nlu_data=str(HERE / "data"),
        domain=str(HERE / "domain.yml"),
        output=str(model.parent),
        fixed_model_name=f"{model.name.removesuffix('.tar.gz')}.new",
    )
    if trained is None:
        sys.exit("No model was trained: there are no messages in data/.")
    os.replace(trained, model)
    sidecar_of(model).write_text(current + "\n", encoding="ascii")
    size = model.stat().st_size / 1e6
    print(f"Trained in {time.monotonic() - started:.0f} s: {os.path.relpath(model)}, {size:.1f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--if-changed", action="store_true", help="do nothing when nothing has changed")
    parser.add_argument("--model", type=Path, default=MODEL, help="where the model is put (models/wegweiserin.tar.gz)")
    options = parser.parse_args()
    if options.if_changed and is_current(options.model):
        print(f"{os.path.relpath(options.model)} is up to date.")
        return
    train(options.model)


if __name__ == "__main__":
    main()
