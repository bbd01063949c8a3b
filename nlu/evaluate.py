"""How well she is understood: `python evaluate.py` on tests/, or `python evaluate.py --cross-validate 5` on data/.

On tests/ the trained model is asked as Rasa would ask it. For cross-validation the same parts are put together without
Rasa, which takes seconds per fold instead of minutes. The report goes to reports/ as Markdown and JSON.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from environment import HERE, prepare

prepare(show_progress=False)

from sklearn.model_selection import StratifiedKFold  # noqa: E402

from components.concepts import ConceptFinder  # noqa: E402
from components.examples import Example, read_examples, without_repeats  # noqa: E402
from components.lexicon import load_concepts, load_entities  # noqa: E402
from components.normalisation import normalise  # noqa: E402
from components.reader import Reader, Reading  # noqa: E402
from train import MODEL  # noqa: E402

OTHER_SCRIPTS = frozenset({"ar", "fa", "uk", "ru"})
ReadAll = Callable[[Sequence[str]], list[Reading]]


@dataclass
class Tally:
    """Counts of what was there, what was said and what was right."""

    there: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def precision(self, name: str) -> float:
        return self.right[name] / max(1, self.said[name])

    def recall(self, name: str) -> float:
        return self.right[name] / max(1, self.there[name])

    def row(self, name: str) -> dict[str, float]:
        """The figures of one name, as they stand in the report."""
        figures = {"recall": self.recall(name), "precision": self.precision(name), "f1": self.f1(name)}
        return {"count": self.there[name], **figures}

    def f1(self, *names: str) -> float:
        """Micro-averaged over the names; over everything when none is given."""
        chosen = names or tuple(self.there | self.said)
        there, said = sum(self.there[n] for n in chosen), sum(self.said[n] for n in chosen)
        return 2 * sum(self.right[n] for n in chosen) / max(1, there + said)


def with_trained_model(model: Path) -> ReadAll:
    """Reads with a trained Rasa model in this process."""
    import asyncio

    from rasa.core.agent import Agent

    agent = Agent.load(str(model))

    def read(texts: Sequence[str]) -> list[Reading]:
        readings = []
        for text in texts:
            parsed = asyncio.run(agent.parse_message(text))
            ranking = {one["name"]: one["confidence"] for one in parsed["intent_ranking"]} or {"none": 0.0}
            slots = frozenset((entity["entity"], entity["value"]) for entity in parsed["entities"])
            readings.append(Reading(ranking, slots))
        return readings

    return read


def cross_validated(examples: Sequence[Example], folds: int) -> list[Reading]:
    """Readings of all examples, each by a reader that had not seen it."""
    entities, concepts = load_entities(), ConceptFinder(load_concepts())
    readings: list[Reading] = [Reading({}, frozenset())] * len(examples)
    kinds = [f"{example.language}/{example.intent}" for example in examples]
    splitter = StratifiedKFold(folds, shuffle=True, random_state=0)
    for number, (seen, unseen) in enumerate(splitter.split(kinds, kinds), 1):
        print(f"fold {number} of {folds} …", flush=True)
        reader = Reader(entities, concepts)
        reader.fit([examples[i] for i in seen])
        for i, reading in zip(unseen, reader.read([examples[i].text for i in unseen])):
            readings[i] = reading
    return readings


def kinds_of(example: Example, known: frozenset[str]) -> Iterator[str]:
    """The kinds of writing a message belongs to; `known` are the normalised messages of the training data."""
    spelling = normalise(example.text)
    if known and spelling not in known:
        yield "not word for word in data/"
    if example.language in OTHER_SCRIPTS and re.fullmatch(r"[a-z0-9 ]*[a-z][a-z0-9 ]*", spelling):
        yield "in Latin letters (ar, fa, uk, ru)"
    length = len(spelling.split())
    yield (
        "1 or 2 words" if length < 3 else "3 to 8 words" if length < 9 else "9 to 20 words" if length < 21 else "longer"
    )


def report(
    examples: Sequence[Example], readings: Sequence[Reading], title: str, known: frozenset[str] = frozenset()
) -> tuple[str, dict[str, Any]]:
    """The figures as Markdown and as data; messages themselves are not in it."""
    written: Counter[str] = Counter()
    written_right: Counter[str] = Counter()
    intents, slots, slots_by_language = Tally(), Tally(), Tally()
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    among_two = 0
    confused: Counter[tuple[str, str]] = Counter()
    sure: Counter[int] = Counter()
    sure_and_right: Counter[int] = Counter()
    for example, reading in zip(examples, readings):
        ranked = list(reading.intents)
        is_right = ranked[0] == example.intent
        count[example.language] += 1
        right[example.language] += is_right
        among_two += example.intent in ranked[:2]
        for kind in kinds_of(example, known):
            written[kind] += 1
            written_right[kind] += is_right
        intents.there[example.intent] += 1
        intents.said[ranked[0]] += 1
        intents.right[example.intent] += is_right
        if not is_right:
            confused[example.intent, ranked[0]] += 1
        bucket = min(9, int(reading.intents[ranked[0]] * 10))
        sure[bucket] += 1
        sure_and_right[bucket] += is_right
        found = example.slots & reading.slots
        for tally, name in ((slots, ""), (slots_by_language, example.language)):
            tally.there.update(name or entity for entity, _ in example.slots)
            tally.said.update(name or entity for entity, _ in reading.slots)
            tally.right.update(name or entity for entity, _ in found)
    total = len(examples)
    figures: dict[str, Any] = {
        "title": title,
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "messages": total,
        "intent_accuracy": sum(right.values()) / total,
        "among_two_best": among_two / total,
        "slot_micro_f1": slots.f1(),
        "crisis": {"recall": intents.recall("crisis"), "precision": intents.precision("crisis")},
        "by_language": {
            name: {
                "messages": count[name],
                "accuracy": right[name] / count[name],
                "slot_f1": slots_by_language.f1(name),
            }
            for name in sorted(count)
        },
        "by_kind_of_writing": {
            kind: {"messages": written[kind], "accuracy": written_right[kind] / written[kind]}
            for kind in sorted(written)
        },
        "by_intent": {name: intents.row(name) for name in sorted(intents.there)},
        "by_entity": {name: slots.row(name) for name in sorted(slots.there)},
        "confusion": [[one, other, n] for (one, other), n in confused.most_common()],
        "reliability": {
            f"{bucket / 10:.1f}": {"messages": sure[bucket], "right": sure_and_right[bucket] / sure[bucket]}
            for bucket in sorted(sure)
        },
    }
    return _as_markdown(figures), figures


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    def cell(value: object) -> str:
        return f"{value:.3f}" if isinstance(value, float) else str(value)

    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]


def _as_markdown(figures: dict[str, Any]) -> str:
    lines = [f"# {figures['title']}", "", f"{figures['at']}, {figures['messages']} messages", ""]
    lines += _table(
        ["figure", "value"],
        [
            ["intent accuracy", figures["intent_accuracy"]],
            ["right intent among the two best", figures["among_two_best"]],
            ["slots, micro-F1", figures["slot_micro_f1"]],
            ["crisis recall", figures["crisis"]["recall"]],
            ["crisis precision", figures["crisis"]["precision"]],
        ],
    )
    for section, key in (
        ("Languages", "by_language"),
        ("Kinds of writing", "by_kind_of_writing"),
        ("Intents", "by_intent"),
        ("Entities", "by_entity"),
    ):
        rows = figures[key]
        head = list(next(iter(rows.values()), {}))
        lines += ["", f"## {section}", ""] + _table(["", *head], [[name, *row.values()] for name, row in rows.items()])
    lines += ["", "## Most common confusions", ""] + _table(["is", "taken for", "times"], figures["confusion"][:40])
    rows = [[f"from {name}", row["messages"], row["right"]] for name, row in figures["reliability"].items()]
    lines += ["", "## Confidence and how often it was right", ""] + _table(["confidence", "messages", "right"], rows)
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross-validate", type=int, metavar="FOLDS", help="on data/ instead of tests/")
    parser.add_argument("--tests", type=Path, default=HERE / "tests")
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--quiet", action="store_true", help="print the first tables only")
    options = parser.parse_args()
    tests = [] if options.cross_validate else read_examples(options.tests)
    if tests:
        if not options.model.exists():
            sys.exit(f"There is no model at {options.model}: run train.py first.")
        examples, title = tests, "Understanding, on tests/"
        readings = with_trained_model(options.model)([example.text for example in tests])
    else:
        examples = without_repeats(read_examples(options.data))
        if not examples:
            sys.exit("There are no messages in data/.")
        folds = options.cross_validate or 5
        title = f"Understanding, {folds}-fold on data/"
        readings = cross_validated(examples, folds)
    known = frozenset(normalise(example.text) for example in read_examples(options.data)) if tests else frozenset()
    markdown, figures = report(examples, readings, title, known)
    folder = HERE / "reports"
    folder.mkdir(exist_ok=True)
    name = "tests" if tests else "cross_validation"
    (folder / f"{name}.md").write_text(markdown, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(markdown.split("## Intents")[0] if options.quiet else markdown)
    print(f"Written to reports/{name}.md and reports/{name}.json")


if __name__ == "__main__":
    main()
