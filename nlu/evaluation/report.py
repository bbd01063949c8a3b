"""The report as Markdown."""

from collections.abc import Mapping, Sequence

from evaluation.figures import Figures


def as_markdown(figures: Figures, pictures: Sequence[str] = ()) -> str:
    """Figures as tables, most important first; `pictures` are file names beside the report."""
    overall: list[list[object]] = [
        ["intent accuracy", figures["intent_accuracy"]],
        ["right intent among the two best", figures["among_two_best"]],
        *[[f"F1 of `{name}`", value] for name, value in figures["needs_f1"].items()],
        ["`crisis` recall", figures["crisis"]["recall"]],
        ["`crisis` precision", figures["crisis"]["precision"]],
        ["slots, micro-F1", figures["slot_micro_f1"]],
        ["calibration error", figures["calibration_error"]],
    ]
    lines = [
        f"# {figures['title']}",
        "",
        f"{figures['at']}, {figures['messages']} messages, all written for this project",
    ]
    lines += ["", *_table(["figure", "value"], overall)]
    for section, key in (
        ("Languages", "by_language"),
        ("Kinds of writing", "by_kind_of_writing"),
        ("Intents", "by_intent"),
        ("Entities", "by_entity"),
    ):
        lines += ["", f"## {section}", "", *_named_rows(figures[key])]
    mistakes = [row for row in figures["confusion"] if row[0] != row[1]]
    lines += ["", "## Most common confusions", "", *_table(["is", "taken for", "times"], mistakes[:40])]
    lines += ["", "## Confidence and how often it was right", "", *_named_rows(figures["reliability"]["all"])]
    lines += [text for name in pictures for text in ("", f"![{name}]({name})")]
    return "\n".join(lines) + "\n"


def summary(markdown: str) -> str:
    """The report without its long tables."""
    return markdown.split("## Intents")[0]


def _named_rows(rows: Mapping[str, Mapping[str, object]]) -> list[str]:
    head = list(next(iter(rows.values()), {}))
    return _table(["", *head], [[name, *row.values()] for name, row in rows.items()])


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    def cell(value: object) -> str:
        return f"{value:.3f}" if isinstance(value, float) else str(value)

    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
