"""Places that must agree: labels, languages, data, catalogs, rules."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from bot.rendering.language import LOCALES, read_register
from bot.understanding.danger import DangerRules
from knowledge_base.load import read_answers
from knowledge_base.vocabulary import (
    PLACE_NAMES,
    CourseType,
    Entity,
    Format,
    Intent,
    Level,
    Pace,
    Profession,
    TimeOfDay,
    Topic,
    Weekday,
)
from tests.consistency.catalogs import forms, messages_in_code

ROOT = Path(__file__).resolve().parents[2]
NLU = ROOT / "nlu"
LANGUAGES = list(read_register())
ANNOTATION = re.compile(r"\[[^\]]+\]\((?P<entity>[^:)]+):(?P<value>[^)]+)\)")
VALUES: dict[Entity, frozenset[str]] = {
    Entity.COURSE_TYPE: frozenset(CourseType),
    Entity.LEVEL: frozenset(Level),
    Entity.PLACE: frozenset(PLACE_NAMES),
    Entity.WEEKDAY: frozenset(Weekday),
    Entity.TIME_OF_DAY: frozenset(TimeOfDay),
    Entity.FORMAT: frozenset({Format.ONLINE, Format.IN_PERSON}),
    Entity.PACE: frozenset(Pace),
    Entity.PROFESSION: frozenset(Profession),
    Entity.CHILDCARE: frozenset({"true"}),
}
SHAPES: dict[Entity, str] = {
    Entity.TIME_FROM: r"([01]\d|2[0-3]):[0-5]\d",
    Entity.TIME_UNTIL: r"([01]\d|2[0-3]):[0-5]\d",
    Entity.CHILD_AGE: r"\d{1,2}(\.\d{1,2})?",
    Entity.COUNTRY: r"[A-Z]{2}",
    Entity.LANGUAGE: r"[a-z]{2,3}",
}

MAIN_NEEDS = {Intent.FIND_COURSE, Intent.FIND_CHILDCARE_COURSE, Intent.ASK_RECOGNITION}

each_language = pytest.mark.parametrize("language", LANGUAGES)


def examples(language: str, intent: str, folder: str = "data") -> list[str]:
    found = yaml.safe_load((NLU / folder / language / f"{intent}.yml").read_text("utf-8"))
    [block] = found["nlu"]
    assert block["intent"] == intent
    return [line.removeprefix("- ") for line in block["examples"].splitlines()]


def test_rasas_domain_has_our_intents_and_entities() -> None:
    domain = yaml.safe_load((NLU / "domain.yml").read_text("utf-8"))

    assert set(domain["intents"]) == set(Intent)
    assert set(domain["entities"]) == set(Entity)


@each_language
def test_every_intent_has_enough_messages(language: str) -> None:
    assert {path.stem for path in (NLU / "data" / language).glob("*.yml")} == set(Intent)
    for intent in Intent:
        assert len(examples(language, intent)) >= (40 if intent in MAIN_NEEDS else 12), intent


@each_language
def test_every_annotated_value_is_of_the_ontology(language: str) -> None:
    for intent in Intent:
        for text in examples(language, intent):
            for found in ANNOTATION.finditer(text):
                entity = Entity(found["entity"])
                for value in found["value"].split("+"):
                    is_known = value in VALUES[entity] if entity in VALUES else re.fullmatch(SHAPES[entity], value)
                    assert is_known, text


@each_language
def test_no_message_is_written_twice_or_under_two_intents(language: str) -> None:
    places = defaultdict(list)
    for intent in Intent:
        for text in examples(language, intent):
            places[ANNOTATION.sub(lambda found: found[0][1:].split("]")[0], text).lower()].append(intent)

    assert [text for text, intents in places.items() if len(intents) > 1] == []


@each_language
def test_the_catalog_is_complete_and_fits_the_code(language: str) -> None:
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    untranslated = [message.id for message in catalog if message.id and not all(forms(message.string))]

    assert untranslated == []
    assert [message.id for message in catalog if message.fuzzy and message.id] == []
    assert {forms(message.id) for message in catalog if message.id} == messages_in_code(), "run `make extract`"
    assert list(catalog.check()) == []


@each_language
def test_placeholders_and_office_names_are_the_same_in_every_language(language: str) -> None:
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=language)

    for message in catalog:
        source = forms(message.id)[-1]
        for form in forms(message.string):
            assert set(re.findall(r"%\(\w+\)s", form)) <= set(re.findall(r"%\(\w+\)s", source)), message.id
            for fixed in ("integration@lra-es.de", "Wegweiserin", "Hilfetelefon", "TelefonSeelsorge", "/language"):
                assert (fixed in form) or (fixed not in source), (message.id, form)


def test_every_language_has_danger_rules() -> None:
    assert DangerRules().languages == set(LANGUAGES)


def test_every_topic_has_an_answer_in_every_language() -> None:
    answers = read_answers()

    assert {answer.topic for answer in answers} == set(Topic)
    for answer in answers:
        assert list(answer.texts) == LANGUAGES, answer.topic
        assert all(text.strip() for text in answer.texts.values()), answer.topic


def test_amounts_in_answers_are_the_same_in_every_language() -> None:
    for answer in read_answers():
        numbers = {code: _numbers(text) for code, text in answer.texts.items()}
        for code, found in numbers.items():
            assert found == numbers["de"], (answer.topic, code, found ^ numbers["de"])


def _numbers(text: str) -> set[str]:
    plain = "".join(str(int(each)) if each.isdecimal() else each for each in text)
    plain = re.sub(r"(?<=\d)[.  \u202f](?=\d{3})", "", plain).replace("٫", ",")
    return {number.replace(".", ",") for number in re.findall(r"\d+(?:[.,]\d+)?", plain)}


@each_language
def test_the_lexicon_names_values_of_the_ontology(language: str) -> None:
    entities = yaml.safe_load((NLU / "lexicon" / "entities" / f"{language}.yml").read_text("utf-8"))

    for name, values in entities.items():
        if name.startswith("_"):
            continue
        for value in values:
            for part in str(value).split("+"):
                entity = Entity(name)
                is_known = part in VALUES[entity] if entity in VALUES else re.fullmatch(SHAPES[entity], part)
                assert is_known, (name, value)


def test_concepts_have_the_same_names_in_every_language() -> None:
    names = {
        path.stem: set(yaml.safe_load(path.read_text("utf-8"))) for path in (NLU / "lexicon" / "concepts").glob("*.yml")
    }

    assert set(names) == set(LANGUAGES)
    for language, found in names.items():
        assert found == names["de"], (language, found ^ names["de"])
