"""Figures mean what they say, and the report shows them without showing messages."""

import pytest

from components.examples import Example
from components.reader import Reading
from evaluation.figures import figures_of
from evaluation.pictures import draw
from evaluation.report import as_markdown, summary
from evaluation.writing import kinds_of

LEVEL = frozenset({("level", "B1")})
EXAMPLES = [
    Example("ich suche einen kurs", "find_course", "de"),
    Example("ben kurs ariyorum", "find_course", "tr"),
    Example("O beni dövüyor", "crisis", "tr"),
    Example("merhaba", "greet", "tr"),
]
READINGS = [
    Reading({"find_course": 0.95, "find_work": 0.05}, LEVEL),
    Reading({"find_work": 0.6, "find_course": 0.4}, frozenset()),
    Reading({"crisis": 0.8, "greet": 0.2}, frozenset()),
    Reading({"crisis": 0.5, "thank": 0.3}, frozenset()),
]


@pytest.fixture
def figures():
    return figures_of(EXAMPLES, READINGS, "A title", frozenset({"merhaba"}))


def test_accuracy_is_counted_over_all_and_by_language(figures):
    assert figures["intent_accuracy"] == 0.5
    assert figures["by_language"]["de"]["accuracy"] == 1
    assert figures["by_language"]["tr"]["accuracy"] == pytest.approx(1 / 3)


def test_the_second_best_counts_among_two(figures):
    assert figures["among_two_best"] == 0.75


def test_crisis_is_counted_by_recall_and_precision(figures):
    assert figures["crisis"] == {"recall": 1.0, "precision": 0.5}


def test_a_value_nobody_named_costs_precision(figures):
    assert figures["slot_micro_f1"] == 0


def test_calibration_error_is_zero_when_confidence_is_deserved():
    always = [Reading({"greet": 1.0}, frozenset())] * 4

    assert figures_of([EXAMPLES[3]] * 4, always, "t")["calibration_error"] == 0


def test_calibration_error_grows_with_undeserved_confidence():
    always = [Reading({"thank": 0.9}, frozenset())] * 4

    assert figures_of([EXAMPLES[3]] * 4, always, "t")["calibration_error"] == pytest.approx(0.9)


def test_the_report_holds_figures_and_pictures_but_no_message(figures, tmp_path):
    names = draw(figures, tmp_path, "tests")
    markdown = as_markdown(figures, names)

    assert "| intent accuracy | 0.500 |" in markdown
    assert "| find_course | find_work | 1 |" in markdown
    assert not any(example.text in markdown for example in EXAMPLES)
    assert all((tmp_path / name).stat().st_size > 10_000 and f"({name})" in markdown for name in names)
    assert "## Intents" not in summary(markdown)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("3ndi shahade mn 7alab", "ar", "in Latin letters (ar, fa, uk, ru)"),
        ("я шукаю Kurs B1", "uk", "two scripts"),
        ("ben Integrationskurs ariyorum", "tr", "German words in another language"),
        ("ابني عمره ٣ سنين", "ar", "with Arabic or Persian digits"),
        ("danke 🙏", "de", "with emojis"),
        ("ich suche einen kurs fur meine mutter", "de", "without accents (de, tr, ro)"),
        ("ja", "de", "length: 1 or 2 words"),
        ("a " * 20, "en", "long, without punctuation (dictated)"),
        ("qwrtz", "de", "no known concept"),
        ("neu", "de", "not word for word in data/"),
    ],
)
def test_kinds_of_writing_are_told_from_the_message(text, language, kind):
    assert kind in kinds_of(Example(text, "find_course", language), frozenset({"alt"}))


def test_a_message_of_the_data_is_known():
    assert "not word for word in data/" not in kinds_of(EXAMPLES[3], frozenset({"merhaba"}))
