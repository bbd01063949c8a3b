"""How well she is understood: `python evaluate.py` on tests/, or `python evaluate.py --cross-validate 5` on data/.

On tests/ the trained model is asked as Rasa would ask it. For cross-validation the same parts are put together without
Rasa, which takes seconds per fold instead of minutes. The report goes to reports/: Markdown, JSON and pictures.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from environment import HERE, prepare

prepare(show_progress=False)

from sklearn.model_selection import StratifiedKFold  # noqa: E402

from components.examples import Example, read_examples, without_repeats  # noqa: E402
from components.normalisation import normalise  # noqa: E402
from components.reader import Reading, new_reader  # noqa: E402
from evaluation import gate  # noqa: E402
from evaluation.figures import Figures, figures_of  # noqa: E402
from evaluation.pictures import draw  # noqa: E402
from evaluation.report import as_markdown, summary  # noqa: E402
from model_files import MODEL  # noqa: E402

BASELINE = HERE / "baseline.json"
REPORTS = HERE / "reports"


def read_with(model: Path, texts: Sequence[str]) -> list[Reading]:
    """Readings by a trained Rasa model, loaded in this process."""
    import asyncio

    from rasa.core.agent import Agent

    agent = Agent.load(str(model))

    async def read_all() -> list[Reading]:
        readings = []
        for text in texts:
            parsed = await agent.parse_message(text)
            ranking = {one["name"]: one["confidence"] for one in parsed["intent_ranking"]} or {"none": 0.0}
            slots = frozenset((entity["entity"], entity["value"]) for entity in parsed["entities"])
            readings.append(Reading(ranking, slots))
        return readings

    return asyncio.run(read_all())


def cross_validated(examples: Sequence[Example], folds: int) -> list[Reading]:
    """Readings of all examples, each by a reader that had not seen it."""
    readings: list[Reading] = [Reading({}, frozenset())] * len(examples)
    kinds = [f"{example.language}/{example.intent}" for example in examples]
    splitter = StratifiedKFold(folds, shuffle=True, random_state=0)
    for number, (seen, unseen) in enumerate(splitter.split(kinds, kinds), 1):
        print(f"fold {number} of {folds} …", flush=True)
        reader = new_reader()
        reader.fit([examples[i] for i in seen])
        for i, reading in zip(unseen, reader.read([examples[i].text for i in unseen])):
            readings[i] = reading
    return readings


def write_report(figures: Figures, name: str, folder: Path = REPORTS) -> str:
    """Writes `name`.md, .json and pictures; returns the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    markdown = as_markdown(figures, draw(figures, folder, name))
    (folder / f"{name}.md").write_text(markdown, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return markdown


def measured(model: Path, tests: Path = HERE / "tests", data: Path = HERE / "data") -> tuple[str, gate.Baseline]:
    """Reads all test messages with the model and writes the report; the report, and what the gate compares."""
    examples = read_examples(tests)
    readings = read_with(model, [example.text for example in examples])
    known = frozenset(normalise(example.text) for example in read_examples(data))
    markdown = write_report(figures_of(examples, readings, "Understanding, on tests/", known), "tests")
    return markdown, gate.baseline_of(examples, readings)


def what_got_worse(model: Path) -> list[str]:
    """A sentence for each language that the model understands worse than the baseline; empty without a baseline."""
    markdown, now = measured(model)
    print(summary(markdown))
    before = gate.read(BASELINE)
    return gate.drops(before, now) if before else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross-validate", type=int, metavar="FOLDS", help="on data/ instead of tests/")
    parser.add_argument("--tests", type=Path, default=HERE / "tests")
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--quiet", action="store_true", help="print the first tables only")
    parser.add_argument("--gate", action="store_true", help="fail when a language is worse than in baseline.json")
    parser.add_argument("--set-baseline", action="store_true", help="what this model does becomes baseline.json")
    options = parser.parse_args()
    if options.cross_validate:
        examples = without_repeats(read_examples(options.data))
        if not examples:
            sys.exit("There are no messages in data/.")
        title = f"Understanding, {options.cross_validate}-fold on data/"
        figures = figures_of(examples, cross_validated(examples, options.cross_validate), title)
        markdown = write_report(figures, "cross_validation")
        print(summary(markdown) if options.quiet else markdown)
        return
    if not options.model.exists():
        sys.exit(f"There is no model at {options.model}: run train.py first.")
    markdown, now = measured(options.model, options.tests, options.data)
    print(summary(markdown) if options.quiet else markdown)
    print("Written to reports/tests.md with pictures and reports/tests.json")
    if options.set_baseline:
        gate.write(now, BASELINE)
        print("What this model does is the baseline now.")
    elif options.gate:
        before = gate.read(BASELINE)
        if before is None:
            sys.exit("There is no baseline.json: make one with --set-baseline.")
        if worse := gate.drops(before, now):
            sys.exit("This model is worse than the baseline beyond noise:\n  " + "\n  ".join(worse))
        print("No language is understood worse than the baseline, beyond noise.")


if __name__ == "__main__":
    main()
