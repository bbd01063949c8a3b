"""Single cells of a provider's table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.importers import german
from knowledge_base.importers.german import Price
from knowledge_base.models import Pauses
from knowledge_base.results import PriceKind, SeatStatus
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01.03.2027", date(2027, 3, 1)),
        ("1.3.27", date(2027, 3, 1)),
        ("1. 3. 2027", date(2027, 3, 1)),
        ("2027-03-01", date(2027, 3, 1)),
        ("2027-03-01 08:30", date(2027, 3, 1)),
        ("Mo, 01.03.2027, 8:30 Uhr", date(2027, 3, 1)),
        ("31.02.2027", None),
        ("März 2027", None),
        ("laufend", None),
        ("", None),
    ],
)
def test_date(cell: str, day: date | None) -> None:
    assert german.parse_date(cell) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_date_written_the_german_way_is_read_back(day: date) -> None:
    assert german.parse_date(f"{day.day}.{day.month}.{day.year}") == day
    assert german.parse_date(f"{day:%d.%m.%y}") == day
    assert german.parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        ("1.603,00 EUR", Price(PriceKind.FEE, cents=160300)),
        ("1.603 €", Price(PriceKind.FEE, cents=160300)),
        ("189", Price(PriceKind.FEE, cents=18900)),
        ("189,-", Price(PriceKind.FEE, cents=18900)),
        ("98,50", Price(PriceKind.FEE, cents=9850)),
        ("98.50", Price(PriceKind.FEE, cents=9850)),
        ("2,29 €/UE", Price(PriceKind.PER_LESSON, per_lesson_cents=229)),
        ("2,29 € pro UE", Price(PriceKind.PER_LESSON, per_lesson_cents=229)),
        ("kostenlos", Price(PriceKind.FREE, cents=0)),
        ("gebührenfrei", Price(PriceKind.FREE, cents=0)),
        ("0,00", Price(PriceKind.FREE, cents=0)),
        ("Bildungsgutschein", Price(PriceKind.VOUCHER)),
        ("Ausbildungsvergütung", Price(PriceKind.PAID_TRAINING)),
        ("auf Anfrage", Price(PriceKind.UNKNOWN)),
        ("siehe Text", Price(PriceKind.UNKNOWN)),
        ("-", Price(PriceKind.UNKNOWN)),
        ("", Price(PriceKind.UNKNOWN)),
    ],
)
def test_price(cell: str, price: Price) -> None:
    assert german.parse_price(cell) == price


@given(st.integers(1, 999_999))
def test_price_with_decimal_comma_and_dots_is_read_back(cents: int) -> None:
    written = f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))

    assert german.parse_price(f"{written} €").cents == cents


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("ja", True),
        ("X", True),
        ("1", True),
        ("nein", False),
        ("0", False),
        ("-", False),
        ("", None),
        ("vielleicht", None),
    ],
)
def test_empty_is_unknown_and_not_no(cell: str, answer: bool | None) -> None:
    assert german.parse_yes_no(cell) is answer


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("frei", SeatStatus.OPEN),
        ("Plätze frei", SeatStatus.OPEN),
        ("fast ausgebucht", SeatStatus.FEW),
        ("wenige Plätze", SeatStatus.FEW),
        ("Warteliste", SeatStatus.WAITLIST),
        ("ausgebucht", SeatStatus.FULL),
        ("fällt aus", SeatStatus.CANCELLED),
        ("", SeatStatus.UNKNOWN),
    ],
)
def test_status(cell: str, status: SeatStatus) -> None:
    assert german.parse_status(cell) is status


@pytest.mark.parametrize(
    ("cell", "childcare"),
    [
        ("mit Kinderbetreuung", Childcare.ON_SITE),
        ("ja, 1-6 Jahre", Childcare.ON_SITE),
        ("Kinderbetreuung vor Ort ohne Zusatzkosten", Childcare.ON_SITE),
        ("in Zusammenarbeit mit der Kita", Childcare.PARTNER),
        ("bei Tageseltern", Childcare.PARTNER),
        ("keine Kinderbetreuung", Childcare.NONE),
        ("leider keine Betreuung", Childcare.NONE),
        ("ohne Kinderbetreuung vor Ort", Childcare.NONE),
        ("nein", Childcare.NONE),
        ("auf Anfrage", Childcare.UNKNOWN),
        ("Kinderbetreuung bei Bedarf", Childcare.UNKNOWN),
        ("", Childcare.UNKNOWN),
    ],
)
def test_childcare(cell: str, childcare: Childcare) -> None:
    assert german.parse_childcare(cell) is childcare


@pytest.mark.parametrize(
    ("cell", "ages"),
    [
        ("von 1 bis 6 Jahren", (1, 6)),
        ("0-3 Jahre", (0, 3)),
        ("0,5 - 6 Jahre", (0.5, 6)),
        ("6 Monate bis 3 Jahre", (0.5, 3)),
        ("ab 12 Monaten", (1, None)),
        ("ab 1 Jahr bis Schuleintritt", (1, 6)),
        ("bis 3 Jahre", (None, 3)),
        ("U3", (0, 3)),
        ("Ü3", (3, 6)),
        ("6-18 Monate", (0.5, 1.5)),
        ("ja", (None, None)),
    ],
)
def test_ages_of_children(cell: str, ages: tuple[float | None, float | None]) -> None:
    assert german.parse_child_ages(cell) == ages


@pytest.mark.parametrize(
    ("words", "course_type"),
    [
        ("integration_course", CourseType.INTEGRATION_COURSE),
        ("Allgemeiner Integrationskurs", CourseType.INTEGRATION_COURSE),
        ("Alphabetisierungskurs (BAMF)", CourseType.LITERACY_COURSE),
        ("Berufssprachkurs B2", CourseType.VOCATIONAL_GERMAN),
        ("Mama lernt Deutsch", CourseType.PARENT_CHILD_COURSE),
        ("telc Deutsch B1", CourseType.EXAM),
        ("telc B1 Prüfungsvorbereitung", CourseType.GERMAN_COURSE),
        ("Sprachcafé", CourseType.CONVERSATION_GROUP),
        ("Deutsch B1.1", CourseType.GERMAN_COURSE),
        ("B2 intensiv", CourseType.GERMAN_COURSE),
        ("Umschulung Büromanagement", CourseType.VOCATIONAL_TRAINING),
        ("Word und Excel", CourseType.COMPUTER_COURSE),
        ("Wiedereinstieg für Frauen", CourseType.ORIENTATION),
        ("Weiterbildung Buchhaltung", CourseType.FURTHER_TRAINING),
        ("Hauptschulabschluss am Abend", CourseType.SCHOOL_CERTIFICATE),
        # The table of words, from top to bottom: the first hit wins.
        ("Elternkurs mit Kind", CourseType.PARENT_CHILD_COURSE),
        ("Krabbelgruppe", CourseType.PARENT_CHILD_COURSE),
        ("PEKiP", CourseType.PARENT_CHILD_COURSE),
        ("Alpha-Kurs", CourseType.LITERACY_COURSE),
        ("Deutsch für Zweitschriftlerner", CourseType.LITERACY_COURSE),
        ("Lesen und Schreiben lernen", CourseType.LITERACY_COURSE),
        ("BSK C1", CourseType.VOCATIONAL_GERMAN),
        ("Job-BSK", CourseType.VOCATIONAL_GERMAN),
        ("DeuFöV Spezialkurs", CourseType.VOCATIONAL_GERMAN),
        ("Berufsbezogene Deutschförderung", CourseType.VOCATIONAL_GERMAN),
        ("Berufsbezogenes Deutsch", CourseType.VOCATIONAL_GERMAN),
        ("Deutsch für die Pflege", CourseType.VOCATIONAL_GERMAN),
        ("Deutsch für den Beruf", CourseType.VOCATIONAL_GERMAN),
        ("Orientierungskurs Leben in Deutschland", CourseType.INTEGRATION_COURSE),
        ("Test Leben in Deutschland", CourseType.EXAM),
        ("Einbürgerungstest", CourseType.EXAM),
        ("Goethe-Zertifikat B2", CourseType.EXAM),
        ("Prüfung DTZ", CourseType.EXAM),
        ("TestDaF", CourseType.EXAM),
        ("DTZ Vorbereitung", CourseType.GERMAN_COURSE),
        ("MiA-Kurs", CourseType.CONVERSATION_GROUP),
        ("Migrantinnen einfach stark im Alltag", CourseType.CONVERSATION_GROUP),
        ("Gesprächskreis am Abend", CourseType.CONVERSATION_GROUP),
        ("Tandem Deutsch", CourseType.CONVERSATION_GROUP),
        ("Erstorientierungskurs EOK", CourseType.GERMAN_COURSE),
        ("Berufsorientierungskurs", CourseType.ORIENTATION),
        ("Schulfremdenprüfung Realschule", CourseType.SCHOOL_CERTIFICATE),
        ("Fachhochschulreife", CourseType.SCHOOL_CERTIFICATE),
        ("Prüfungsvorbereitung Hauptschulabschluss", CourseType.SCHOOL_CERTIFICATE),
        ("Teilzeitausbildung Verkäuferin", CourseType.VOCATIONAL_TRAINING),
        ("Pflegehelferin, Ausbildung", CourseType.VOCATIONAL_TRAINING),
        ("EDV-Grundlagen", CourseType.COMPUTER_COURSE),
        ("Tastschreiben", CourseType.COMPUTER_COURSE),
        ("Smartphone für alle", CourseType.COMPUTER_COURSE),
        ("AVGS Coaching", CourseType.ORIENTATION),
        ("Bewerbungstraining", CourseType.ORIENTATION),
        ("Mentoring", CourseType.ORIENTATION),
        ("Anpassungslehrgang", CourseType.FURTHER_TRAINING),
        ("Fachkraft für Kinderbetreuung", CourseType.FURTHER_TRAINING),
        ("Betreuungskraft nach §43b", CourseType.FURTHER_TRAINING),
        ("Aussprache und Grammatik", CourseType.GERMAN_COURSE),
        # Other languages are no German, whatever level they have.
        ("Englisch A2", None),
        ("telc English B1 Prüfung", None),
        ("Konversation Spanisch", None),
        ("Türkisch für Anfänger", None),
        ("Deutsch für Arabischsprachige", CourseType.GERMAN_COURSE),
        ("Integrationskurs mit türkischer Erklärung", CourseType.INTEGRATION_COURSE),
        # An examination is one of German, not any.
        ("Prüfung zur Sommelière", None),
        ("Aquarellmalen", None),
        ("", None),
    ],
)
def test_course_type(words: str, course_type: CourseType | None) -> None:
    assert german.course_type_from_words(words) is course_type


def test_levels() -> None:
    assert german.parse_levels("von A1.2 auf B1") == (Level.A1, Level.B1)
    assert german.parse_levels("b2-Kurs") == (Level.B2,)
    assert german.parse_levels("ohne Vorkenntnisse") == (Level.A0,)
    assert german.parse_levels("Halle B12") == ()


def test_format_pace_pauses_and_women_only() -> None:
    assert german.parse_format("Online-Kurs") is Format.ONLINE
    assert german.parse_format("Präsenz") is Format.IN_PERSON
    assert german.parse_format("Hybrid") is Format.HYBRID
    assert german.parse_format("Esslingen") is None
    assert german.parse_pace("in Teilzeit") is Pace.PART_TIME
    assert german.parse_pauses("keine Pause") is Pauses.NONE
    assert german.parse_pauses("Schulferien") is Pauses.SCHOOL_HOLIDAYS
    assert german.parse_pauses("") is Pauses.UNKNOWN
    assert german.is_for_women_only("Nur für Frauen") is True
    assert german.is_for_women_only("für Frauen und Männer") is None
    assert german.is_for_women_only("Teilnehmerinnen und Teilnehmer") is None


@pytest.mark.parametrize(
    ("words", "is_for_women"),
    [
        ("nur für Frauen", True),
        ("Frauenkurs", True),
        ("Frauensprachkurs B1", True),
        ("für Mütter", True),
        ("ausschließlich für Migrantinnen", True),
        ("MiA: Migrantinnen einfach stark im Alltag", True),
        ("Deutsch für Migrantinnen", None),
        ("nicht nur für Frauen", None),
        ("für Mütter und Väter", None),
        ("Männer und Frauen", None),
        ("auch gut für Frauen geeignet", None),
        ("Teilnehmer*innen", None),
        ("Teilnehmerinnen und Teilnehmer", None),
    ],
)
def test_women_only(words: str, is_for_women: bool | None) -> None:
    assert german.is_for_women_only(words) is is_for_women


def test_tags_say_what_the_kind_of_course_does_not() -> None:
    assert german.tags_from_words("Mama lernt Deutsch") == ["german"]
    assert german.tags_from_words("Erstorientierungskurs (EOK)") == ["first_steps"]
    assert german.tags_from_words("Deutsch B1") == []


def test_html_becomes_plain_text() -> None:
    assert (
        german.plain_text("<p>Mit <b>Kinder</b>betreuung&nbsp;!</p><script>alert(1)</script>")
        == "Mit Kinderbetreuung !"
    )
    assert german.plain_text("a < b &amp; c") == "a < b & c"
    assert german.plain_text("Zeile 1\r\n\r\nZeile\x002") == "Zeile 1\nZeile 2"
    assert german.plain_text("<br>") is None


@given(st.text(max_size=200))
def test_no_cell_stops_the_import(cell: str) -> None:
    german.plain_text(cell)
    german.parse_date(cell)
    german.parse_price(cell)
    german.parse_child_ages(cell)
    german.parse_levels(cell)
    german.course_type_from_words(cell)
    german.parse_childcare(cell)
