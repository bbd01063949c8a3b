"""The lexicon files and the forms in them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lexicon import (
    FormIndex,
    LexiconError,
    as_text,
    from_text,
    load_concepts,
    load_entities,
    parse_form,
    problems,
    variants,
)
from components.normalisation import normalise


def found_in(message: str, *forms: str) -> list[str]:
    index: FormIndex[str] = FormIndex()
    for form in forms:
        index.add(parse_form(form), form)
    return [hit.payload for hit in index.find(normalise(message).split())]


@pytest.mark.parametrize(
    ("form", "message", "is_found"),
    [
        ("kurs", "Kurs", True),
        ("kurs", "Kursleiter", False),
        ("kurs*", "KURSA", True),
        ("*kurs", "Deutschkurs", True),
        ("*kind*", "Kleinkinder", True),
        ("deutsch* kurs*", "deutscher kurs", True),
        ("deutsch* kurs*", "deutsch ist ein kurs", False),
        ("jemand * aufpasst", "jemand auf mein kind aufpasst", True),
        ("selbst*andig*", "selbständige", True),
        ("كورس", "للكورس", True),
        ("كورس", "والكورس", True),
        ("курс*", "КУРСИ", True),
        ("prufung*", "Pruefung", True),
        ("çocuk*", "cocuklar", True),
    ],
)
def test_a_form_is_found(form, message, is_found):
    assert bool(found_in(message, form)) is is_found


@pytest.mark.parametrize(
    "form", ["kurs*", "*betreuung", "*kind*", "jemand * aufpasst", "selbst*andig*", "дитин* садок"]
)
def test_a_parsed_form_is_read_back_as_it_was(form):
    assert from_text(as_text(parse_form(form))) == parse_form(form) == parse_form(parse_form(form))


@given(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=8))
def test_forms_are_found_wherever_they_stand_and_only_there(message):
    forms = ["a*", "ab b*", "ab c", "*c", "a * b", "b*c", "ca* a b*"]
    index: FormIndex[str] = FormIndex()
    for form in forms:
        index.add(parse_form(form), form)

    found = {(hit.payload, hit.first) for hit in index.find(message)}

    patterns = {
        "a*": r"a\S*", "ab b*": r"ab b\S*", "ab c": "ab c", "*c": r"\S*c", "a * b": r"a( \S+){1,3} b",
        "b*c": r"b\S*c", "ca* a b*": r"ca\S* a b\S*",
    }  # fmt: skip
    expected = {
        (form, place)
        for form, pattern in patterns.items()
        for place in range(len(message))
        if re.match(rf"{pattern}( |$)", " ".join(message[place:]))
    }
    assert found == expected


def test_a_form_that_is_empty_finds_nothing():
    assert found_in("etwas", "…", "*") == []


def test_arabic_prefixes_are_taken_off_only_when_a_word_remains():
    assert "كورس" in variants("بالكورس")
    assert variants("ولد") == ("ولد",)


def test_missing_and_empty_files_do_no_harm(tmp_path):
    (tmp_path / "xx.yml").write_text("", encoding="utf-8")

    entities, concepts = load_entities(tmp_path), load_concepts(tmp_path / "nothing")

    assert entities.forms == {} and concepts == {}


def test_words_that_yaml_reads_as_truth_values_stay_words(tmp_path):
    (tmp_path / "en.yml").write_text("no: [no, nope]\nyes: [yes, on]\n", encoding="utf-8")

    concepts = load_concepts(tmp_path)

    assert concepts == {"no": [("no", "en"), ("nope", "en")], "yes": [("yes", "en"), ("on", "en")]}


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "tr.yml").write_text("place: [esslingen]\n", encoding="utf-8")

    with pytest.raises(LexiconError, match="tr.yml, place"):
        load_entities(tmp_path)


def test_stems_that_are_too_short_are_reported():
    reported = list(problems([("concept", "ab*", "de"), ("concept", "abc*", "de"), ("concept", "در*", "fa")]))

    assert reported == ["concept (de): 'ab*' has a stem of fewer than 3 letters"]


def test_the_lexicon_of_the_project_can_be_read():
    entities, concepts = load_entities(), load_concepts()

    assert {"place", "profession", "country", "language"} <= {entity for entity, _ in entities.forms}
    assert len(concepts) > 100
    assert all(parse_form(form) for forms in concepts.values() for form, _ in forms)
