"""What descriptions say that fields do not: levels, care, ages, women only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.importers.free_text import (
    ages_in,
    care_in,
    is_said_to_be_for_women_only,
    levels_in,
    read_rest,
    weekly_line,
)
from knowledge_base.importers.offer_cells import read_offer
from knowledge_base.importers.record import OfferRecord
from knowledge_base.vocabulary import Childcare, CourseType, Level


def offer(title: str, *texts: str, **cells: str) -> OfferRecord:
    record = read_offer({"source_id": "1", "title": title, "provider": "vhs", **cells})
    read_rest(record, *texts)
    return record


CARE = {
    "mit Kinderbetreuung": Childcare.ON_SITE,
    "Kinderbetreuung vor Ort": Childcare.ON_SITE,
    "Kinder werden betreut": Childcare.ON_SITE,
    "Die Kinder werden in dieser Zeit von uns betreut.": Childcare.ON_SITE,
    "Betreuung wird angeboten": Childcare.ON_SITE,
    "Während des Unterrichts betreuen wir Ihre Kinder.": Childcare.ON_SITE,
    "Wir bieten eine kostenlose Kinderbetreuung an": Childcare.ON_SITE,
    "Kinderbetreuung: ja": Childcare.ON_SITE,
    "Kinderbetreuung (1-6 Jahre)": Childcare.ON_SITE,
    "Keine Sorge: Kinderbetreuung vor Ort": Childcare.ON_SITE,
    "Inhalte: Arbeit in der Kinderbetreuung. Kinderbetreuung vor Ort.": Childcare.ON_SITE,
    "Ihre Kinder werden in der Kita nebenan betreut": Childcare.PARTNER,
    "Kinderbetreuung bei Tageseltern": Childcare.PARTNER,
    "Kinderbetreuung in Zusammenarbeit mit der Kita": Childcare.PARTNER,
    "keine Kinderbetreuung": Childcare.NONE,
    "ohne Kinderbetreuung": Childcare.NONE,
    "leider keine Betreuung": Childcare.NONE,
    "Kinderbetreuung: nein": Childcare.NONE,
    "Eine Kinderbetreuung kann leider nicht angeboten werden.": Childcare.NONE,
    "Keine Kinderbetreuung vor Ort, aber die Kita ist nah.": Childcare.NONE,
    "Kinderbetreuung auf Anfrage": Childcare.UNKNOWN,
    "Kinderbetreuung bei Bedarf möglich": Childcare.UNKNOWN,
}
NO_WORD_ABOUT_CARE = [
    "Fachkraft für Kinderbetreuung",
    "Kinderbetreuung als Beruf",
    "Qualifizierung in der Kinderbetreuung",
    "Kinderbetreuungskosten werden übernommen",
    "Kosten für die Kinderbetreuung werden erstattet",
    "Individuelle Betreuung wird angeboten",
    "Für Eltern mit Kindern im Kindergarten",
    "Der Kurs ist vor Ort, eine Anmeldung ist leider nicht möglich",
    "",
]


@pytest.mark.parametrize(("text", "care"), CARE.items(), ids=CARE.keys())
def test_care_in_a_text(text: str, care: Childcare) -> None:
    found, words = care_in(f"Deutsch für den Alltag. {text}\nBitte ein Heft mitbringen.")

    assert found is care
    assert words


@pytest.mark.parametrize("text", NO_WORD_ABOUT_CARE)
def test_care_as_subject_job_or_cost_is_no_care(text: str) -> None:
    assert care_in(text) == (Childcare.UNKNOWN, None)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("von 1 bis 6 Jahren", (1, 6)),
        ("ab 12 Monaten", (1, None)),
        ("ab 1 Jahr bis Schuleintritt", (1, 6)),
        ("0-3 Jahre", (0, 3)),
        ("6 Monate bis 3 Jahre", (0.5, 3)),
        ("zwischen 2 und 5 Jahren", (2, 5)),
        ("U3", (0, 3)),
        ("Ü3", (3, 6)),
        ("von 8.30 bis 12.45 Uhr für Kinder ab 1,5 Jahren", (1.5, None)),
        ("ab 18 Jahren", (None, None)),
        ("3 Jahre Ausbildung", (None, None)),
        ("Mo-Fr 8-12 Uhr", (None, None)),
        ("A1-B1", (None, None)),
    ],
)
def test_ages_of_children_in_a_text(text: str, ages: tuple[float | None, float | None]) -> None:
    assert ages_in(text) == ages


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("A1-B1", (Level.A1, Level.B1)),
        ("von B1 auf B2", (Level.B1, Level.B2)),
        ("B1 -> B2", (Level.B1, Level.B2)),
        ("A2.1 bis B1", (Level.A2, Level.B1)),
        ("Voraussetzung: A2", (Level.A2, None)),
        ("mindestens B1", (Level.B1, None)),
        ("Eingangsvoraussetzung sind Deutschkenntnisse auf dem Niveau B1 (GER)", (Level.B1, None)),
        ("Ziel ist B2", (None, Level.B2)),
        ("Abschluss: telc Deutsch B2", (None, Level.B2)),
        ("Nach dem Niveau A2 führt der Kurs zum Zertifikat B1", (Level.A2, Level.B1)),
        ("Für Anfänger", (None, Level.A1)),
        ("Grundstufe", (Level.A1, Level.A2)),
        ("Mittelstufe", (Level.B1, Level.B2)),
        ("Für Fortgeschrittene", (Level.B1, None)),
        ("ohne Vorkenntnisse", (Level.A0, Level.A1)),
        ("Raum B1.12", (None, None)),
        ("", (None, None)),
    ],
)
def test_levels_of_a_course_of_german(text: str, levels: tuple[Level | None, Level | None]) -> None:
    assert levels_in(text, is_course_of_german=True) == levels


def test_other_courses_only_have_a_level_one_needs() -> None:
    assert levels_in("Für Anfänger, Ziel ist B2", is_course_of_german=False) == (None, None)
    assert levels_in("Deutschkenntnisse mindestens B1", is_course_of_german=False) == (Level.B1, None)


def test_level_of_the_title_is_the_goal_and_the_text_tells_what_one_needs() -> None:
    read = offer("Deutsch B1", "Voraussetzung: A2. Im Anschluss gibt es Kurse bis C1.")

    assert (read.values["level_from"], read.values["level_to"]) == (Level.A2, Level.B1)
    assert read.provenance["level_from"] == "derived"


def test_text_never_contradicts_the_level_that_is_given() -> None:
    read = offer("Deutsch", "mindestens C1", level_to="A2")

    assert (read.values["level_from"], read.values["level_to"]) == (None, Level.A2)


def test_kind_of_course_is_only_taken_from_unmistakable_words_of_a_description() -> None:
    assert (
        offer("Starterkurs", "Ein Alphabetisierungskurs in Ruhe.").values["course_type"] is CourseType.LITERACY_COURSE
    )
    assert offer("Yoga", "Anmeldung im Internet, Bewerbung nicht nötig.").values["course_type"] is None


@pytest.mark.parametrize(
    ("text", "is_only"),
    [
        ("Der Kurs ist nur für Frauen.", True),
        ("Das Angebot richtet sich ausschließlich an Frauen.", True),
        ("Ein Frauenkurs mit viel Zeit.", True),
        ("Besonders für Frauen geeignet.", False),
        ("Wir beraten auch Frauen für den Wiedereinstieg für Frauen und Männer.", False),
        ("Nicht nur für Frauen.", False),
    ],
)
def test_women_only_in_a_description(text: str, is_only: bool) -> None:
    assert is_said_to_be_for_women_only(text) is is_only


def test_ages_stand_in_the_sentence_of_the_care_or_the_next_one() -> None:
    read = offer("Deutsch A1", "Kinderbetreuung vor Ort. Alter der Kinder: 1 bis 6 Jahre. Ab 16 Jahren.")

    assert (read.values["childcare_age_from"], read.values["childcare_age_to"]) == (1, 6)


def test_field_of_the_source_wins_over_the_text() -> None:
    read = offer("Deutsch A1", "Kinderbetreuung vor Ort.", childcare="nein")

    assert (read.values["childcare"], read.provenance["childcare"]) == (Childcare.NONE, "given")


def test_one_line_of_hours_counts_and_two_that_differ_do_not() -> None:
    assert weekly_line("Viel Spaß!\nMo-Do 8.30-11.45 Uhr\nBüro: Sprechzeiten Fr 9-12 Uhr") == "Mo-Do 8.30-11.45 Uhr"
    assert weekly_line("Gruppe A: Mo 9-11 Uhr\nGruppe B: Di 9-11 Uhr") == ""
    assert weekly_line("Kinderbetreuung Mo-Fr 8-13 Uhr") == ""


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_read(text: str, title: str) -> None:
    record = offer("Deutsch " + title, text, title)

    level_from, level_to = record.values["level_from"], record.values["level_to"]
    assert not (isinstance(level_from, Level) and isinstance(level_to, Level)) or level_from <= level_to


@pytest.mark.parametrize(
    "word",
    ["voraussetzung", "kinder ", "betreuung ", "kinderbetreuung ", "a1 ", "ab 1 bis ", "ziel ", "Mo-", "so "],
)
def test_long_text_of_one_word_is_read_before_long(word: str) -> None:
    offer("Deutsch", word * 3_000)
    weekly_line(word * 3_000)
