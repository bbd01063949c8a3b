"""From readings of annotated messages to figures; no message itself is in them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from components.examples import Example
from components.reader import Reading
from evaluation.tally import Share, Tally
from evaluation.writing import kinds_of

Figures = dict[str, Any]

NEEDS = ("find_course", "find_childcare_course", "ask_recognition")
"""The three needs the assistant exists for."""


def figures_of(
    examples: Sequence[Example], readings: Sequence[Reading], title: str, known: frozenset[str] = frozenset()
) -> Figures:
    """All figures of the report.

    Args:
        known: the normalised messages of the training data, to tell what was only remembered.
    """
    intents, slots = Tally(), Tally()
    slots_by_language: dict[str, Tally] = defaultdict(Tally)
    languages: dict[str, Share] = defaultdict(Share)
    written: dict[str, Share] = defaultdict(Share)
    reliability: dict[str, dict[int, Share]] = defaultdict(lambda: defaultdict(Share))
    confidences: dict[str, list[float]] = defaultdict(list)
    confused: Counter[tuple[str, str]] = Counter()
    among_two = Share()
    for example, reading in zip(examples, readings):
        ranked = list(reading.intents)
        is_right = ranked[0] == example.intent
        languages[example.language].add(is_right)
        among_two.add(example.intent in ranked[:2])
        for kind in kinds_of(example, known):
            written[kind].add(is_right)
        intents.there[example.intent] += 1
        intents.said[ranked[0]] += 1
        intents.right[example.intent] += is_right
        confused[example.intent, ranked[0]] += 1
        confidence = reading.intents[ranked[0]]
        for name in ("all", example.language):
            reliability[name][min(9, int(confidence * 10))].add(is_right)
            confidences[name].append(confidence)
        for tally in (slots, slots_by_language[example.language]):
            tally.there.update(entity for entity, _ in example.slots)
            tally.said.update(entity for entity, _ in reading.slots)
            tally.right.update(entity for entity, _ in example.slots & reading.slots)
    return {
        "title": title,
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "messages": len(examples),
        "intent_accuracy": sum(share.right for share in languages.values()) / max(1, len(examples)),
        "among_two_best": among_two.value,
        "slot_micro_f1": slots.f1(),
        "needs_f1": {name: intents.f1(name) for name in NEEDS},
        "crisis": {"recall": intents.recall("crisis"), "precision": intents.precision("crisis")},
        "by_language": {
            name: {
                "messages": share.messages,
                "accuracy": share.value,
                "slot_f1": slots_by_language[name].f1(),
                "calibration_error": calibration_error(reliability[name], confidences[name]),
            }
            for name, share in sorted(languages.items())
        },
        "by_kind_of_writing": {
            kind: {"messages": share.messages, "accuracy": share.value} for kind, share in sorted(written.items())
        },
        "by_intent": {name: intents.row(name) for name in sorted(intents.there)},
        "by_entity": {name: slots.row(name) for name in sorted(slots.there)},
        "confusion": [[one, other, n] for (one, other), n in confused.most_common()],
        "calibration_error": calibration_error(reliability["all"], confidences["all"]),
        "reliability": {
            name: {
                f"{bucket / 10:.1f}": {"messages": share.messages, "right": share.value}
                for bucket, share in sorted(buckets.items())
            }
            for name, buckets in sorted(reliability.items())
        },
    }


def calibration_error(buckets: Mapping[int, Share], confidences: Sequence[float]) -> float:
    """How far confidence and share of right answers lie apart on average (expected calibration error, ten buckets)."""
    sums: dict[int, float] = defaultdict(float)
    for confidence in confidences:
        sums[min(9, int(confidence * 10))] += confidence
    apart = sum(abs(share.right - sums[bucket]) for bucket, share in buckets.items())
    return float(apart / max(1, len(confidences)))
