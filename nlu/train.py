"""Trains the model: `python train.py`, or `python train.py --if-changed` to do nothing when nothing has changed.

Where a model is in use, the new one is compared with baseline.json first. One that is worse beyond noise is refused:
it is kept aside, the old one stays. `python train.py --back` goes back to the model before.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import model_files
from environment import HERE, prepare

REFUSED_STATUS = 3
"""Exit status when the new model is worse and the old one stays in use."""

ADVICE = """Look at what changed in data/ and lexicon/. If it is to be used all the same:
  python evaluate.py --model models/refused.tar.gz --set-baseline
and train again."""


def train(candidate: Path, config: Path) -> None:
    """Trains from `data/` into a file of its own, with the hash of what it was trained from beside it."""
    prepare()
    from training import NothingToLearnError, train_model

    started, current = time.monotonic(), model_files.fingerprint()
    candidate.parent.mkdir(parents=True, exist_ok=True)
    print(f"Training from {len(list(HERE.glob('data/*/*.yml')))} files; this takes some minutes …", flush=True)
    try:
        train_model(config, HERE / "data", HERE / "domain.yml", candidate)
    except NothingToLearnError as error:
        sys.exit(f"No model was trained: {error}")
    model_files.sidecar_of(candidate).write_text(current + "\n", encoding="ascii")
    size = candidate.stat().st_size / 1e6
    print(f"Trained in {time.monotonic() - started:.0f} s: {size:.1f} MB", flush=True)


def what_got_worse(candidate: Path) -> list[str]:
    """A sentence per language that the candidate understands worse than the baseline; the report is written too."""
    import evaluate

    print("Measuring it on tests/ …", flush=True)
    return evaluate.what_got_worse(candidate)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--if-changed", action="store_true", help="do nothing when nothing has changed")
    parser.add_argument("--back", action="store_true", help="use the model before again")
    parser.add_argument("--model", type=Path, default=model_files.MODEL, help="where the model is put")
    parser.add_argument("--config", type=Path, default=HERE / "config.yml", help="another pipeline")
    options = parser.parse_args()
    model: Path = options.model.resolve()
    if options.back:
        try:
            model_files.go_back(model)
        except FileNotFoundError:
            sys.exit("There is no earlier model to go back to.")
        print("The model before is in use again.")
        return
    if options.if_changed and model_files.is_current(model):
        print(f"{os.path.relpath(model)} is up to date.")
        return
    if options.if_changed and model_files.was_refused(model):
        print("What has changed was trained before and refused: the earlier model stays in use.")
        return
    candidate = model.with_name("candidate.tar.gz")
    train(candidate, options.config.resolve())
    if model.exists() and (worse := what_got_worse(candidate)):
        model_files.refuse(candidate, model)
        print("\nThe new model is not used: it is worse than the baseline beyond noise.", file=sys.stderr)
        print("".join(f"  {sentence}\n" for sentence in worse), end="", file=sys.stderr)
        print(f"It lies in {os.path.relpath(model_files.refused(model))}. {ADVICE}", file=sys.stderr)
        sys.exit(REFUSED_STATUS)
    model_files.put_in_place(candidate, model)
    print(f"In use: {os.path.relpath(model)}", flush=True)


if __name__ == "__main__":
    main()
