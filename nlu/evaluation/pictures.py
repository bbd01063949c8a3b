"""The report as pictures: what is taken for what, whether confidence can be trusted, and how languages compare."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib.figure import Figure

from evaluation.figures import Figures

FLOOR = 0.88
"""No language shall be understood worse than this."""

FEWEST = 8
"""A share of fewer messages than this says nothing and is not drawn."""


def draw(figures: Figures, folder: Path, name: str) -> list[str]:
    """Draws all pictures into the folder; returns their file names, in the order they should be looked at."""
    names = []
    for kind, picture in (("languages", _languages), ("confusion", _confusion), ("reliability", _reliability)):
        file = f"{name}_{kind}.png"
        _save(picture, figures, folder / file)
        names.append(file)
    return names


def _save(picture: Callable[[Figures], Figure], figures: Figures, path: Path) -> None:
    drawn = picture(figures)
    drawn.tight_layout()
    drawn.savefig(path, dpi=110)


def _languages(figures: Figures) -> Figure:
    picture = Figure(figsize=(9, 6))
    left, right = picture.subplots(1, 2, gridspec_kw={"width_ratios": [1, 1.4]})
    for axes, rows, title in (
        (left, figures["by_language"], "Intent accuracy by language"),
        (right, figures["by_kind_of_writing"], "… by kind of writing"),
    ):
        names = list(rows)[::-1]
        bars = axes.barh(names, [rows[name]["accuracy"] for name in names], color="#2a7f8e")
        axes.bar_label(bars, [f"{rows[name]['accuracy']:.2f} ({rows[name]['messages']})" for name in names], padding=2)
        axes.axvline(FLOOR, color="#c0392b", linewidth=1)
        axes.set_xlim(0.5, 1.2)
        axes.set_title(title)
    return picture


def _confusion(figures: Figures) -> Figure:
    names = list(figures["by_intent"])
    counts = np.zeros((len(names), len(names)))
    for one, other, times in figures["confusion"]:
        if other in names:
            counts[names.index(one), names.index(other)] = times
    shares = counts / np.maximum(1, counts.sum(1, keepdims=True))
    picture = Figure(figsize=(11, 10))
    axes = picture.subplots()
    axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
    for row, column in zip(*np.nonzero(counts)):
        colour = "white" if shares[row, column] > 0.4 else "black"
        axes.text(column, row, f"{counts[row, column]:.0f}", ha="center", va="center", fontsize=8, color=colour)
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("taken for")
    axes.set_ylabel("is")
    axes.set_title("Messages by what she wants and what was understood")
    return picture


def _reliability(figures: Figures) -> Figure:
    picture = Figure(figsize=(12, 6))
    names = ["all", *figures["by_language"]]
    every: Any = picture.subplots(2, (len(names) + 1) // 2, sharex=True, sharey=True, squeeze=False)
    for axes in every.flat[len(names) :]:
        axes.axis("off")
    for name, axes in zip(names, every.flat):
        rows = {float(bucket): row for bucket, row in figures["reliability"][name].items()}
        middles = [bucket + 0.05 for bucket in rows]
        counted = {bucket + 0.05: row["right"] for bucket, row in rows.items() if row["messages"] >= FEWEST}
        largest = max((row["messages"] for row in rows.values()), default=1)
        axes.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle=":")
        axes.bar(middles, [row["messages"] / largest for row in rows.values()], 0.09, color="#dde7ea")
        axes.plot(list(counted), list(counted.values()), "o-", color="#2a7f8e")
        error = figures["calibration_error"] if name == "all" else figures["by_language"][name]["calibration_error"]
        axes.set_title(f"{name}: error {error:.3f}")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.02)
    picture.supxlabel("confidence (grey bars: how many messages)")
    picture.supylabel("share that was right")
    return picture
