"""From words to canonical values: candidates, misspelt names, and the judgement what is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.candidates import CandidateFinder
from components.examples import Example, parse_annotated, without_repeats
from components.judgement import Judge, evidence
from components.lexicon import EntityLexicon, load_entities
from components.reader import is_meant
from components.romanisation import romanise, skeleton
from components.spelling import NearWords, edit_distance

PLACES = EntityLexicon(
    forms={
        ("place", "nuertingen"): [("nurtingen", "de"), ("нюртинген*", "uk")],
        ("place", "kirchheim"): [("kirchheim", "de")],
        ("place", "plochingen"): [("plochingen", "de")],
        ("place", "wendlingen"): [("wendlingen", "de")],
        ("weekday", "sat+sun"): [("wochenende", "de")],
        ("weekday", "sat"): [("samstag*", "de")],
    }
)


def example(annotated: str, intent: str = "inform") -> Example:
    text, values = parse_annotated(annotated)
    return Example(text, intent, "de", values)


def values_in(finder: CandidateFinder, message: str) -> set[tuple[str, str]]:
    return {(candidate.entity, candidate.value) for candidate in finder.find(message).candidates}


@pytest.mark.parametrize(
    ("message", "slug"),
    [
        ("Nürtingen", "nuertingen"),
        ("Nuertingen", "nuertingen"),
        ("Nürtingen'de", "nuertingen"),
        ("в Нюртингені", "nuertingen"),
        ("نورتينغن", "nuertingen"),
        ("Kircheim", "kirchheim"),
        ("Kirchhiem", "kirchheim"),
        ("кірхгайм", "kirchheim"),
        ("Wendlngen", "wendlingen"),
    ],
)
def test_places_are_found_however_they_are_written(message, slug):
    assert ("place", slug) in values_in(CandidateFinder(PLACES), message)


def test_an_ordinary_word_is_no_place():
    assert values_in(CandidateFinder(PLACES), "ich möchte lernen und arbeiten") == set()


def test_annotated_words_are_learnt_in_their_normalised_spelling():
    finder = CandidateFinder(EntityLexicon())

    finder.learn([example("ich bin [Krankenschwester](profession:nurse)")] * 2)

    assert ("profession", "nurse") in values_in(finder, "KRANKENSCHWESTER gesucht")


def test_words_that_seldom_mean_the_value_are_forgotten():
    finder = CandidateFinder(EntityLexicon())
    usual = [example(f"guten morgen nummer {number}") for number in range(9)]

    finder.learn([example("kurs am [morgen](time_of_day:morning)"), *usual])

    assert values_in(finder, "morgen") == set()


def test_a_plus_sign_joins_two_values_of_one_word():
    assert {value.value for value in example("am [Wochenende](weekday:sat+sun)").values} == {"sat", "sun"}


def test_what_is_judged_by_its_surroundings():
    finder = CandidateFinder(load_entities())
    meant = [example("ärztin aus [syrien](country:SY) diplom anerkennen", "ask_recognition")] * 10
    not_meant = [example("urlaub in syrien wetter", "out_of_scope")] * 10
    rows, truths = [], []
    for one in meant + not_meant:
        found = finder.find(one.text)
        rows += evidence(found.candidates, found.words, {one.intent: 1.0})
        truths += [is_meant(candidate, one) for candidate in found.candidates]
    judge = Judge()
    judge.fit(rows, truths)

    chosen = {}
    for intent, text in (("ask_recognition", "diplom aus syrien"), ("out_of_scope", "wetter in syrien")):
        found = finder.find(text)
        chances = judge.probabilities(evidence(found.candidates, found.words, {intent: 1.0}))
        chosen[intent] = {candidate.value for candidate, _ in judge.choose(found.candidates, chances)}

    assert "SY" in chosen["ask_recognition"] and "SY" not in chosen["out_of_scope"]


def test_a_judge_comes_back_as_it_was_saved(tmp_path):
    judge = Judge(threshold=0.4)
    judge.fit([{"a": 1.0}, {"b": 1.0}], [True, False])

    judge.save(tmp_path)
    again = Judge.load(tmp_path)

    assert again.probabilities([{"a": 1.0}]) == judge.probabilities([{"a": 1.0}])
    assert again.threshold == judge.threshold


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("kirche", "kirche", 0), ("kircheim", "kirchheim", 1), ("teh", "the", 1), ("a", "bcd", 3)],
)
def test_letters_that_differ_are_counted(one, other, distance):
    assert edit_distance(one, other, 2) == distance


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_distance_is_the_same_both_ways(one, other):
    assert edit_distance(one, other, 10) == edit_distance(other, one, 10)


def test_near_words_begin_with_the_same_letter():
    near = NearWords([("kirchheim", "kirchheim")])

    assert [value for _, _, value in near.find("kirchhein")] == ["kirchheim"]
    assert list(near.find("birchheim")) == []


def test_scripts_meet_in_rough_latin():
    assert romanise("курс") == romanise("kurs") == "kurs"
    assert skeleton("كورس") == skeleton("курс") == skeleton("kors")
    assert romanise("3andi") == romanise("andi")


def test_messages_that_repeat_count_once():
    kept = without_repeats([example("ok", "affirm"), example("hallo", "greet"), example("ok", "affirm")])

    assert [one.text for one in kept] == ["ok", "hallo"]
