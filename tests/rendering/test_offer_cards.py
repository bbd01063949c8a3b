"""What stands on the card of an offer."""

from bot.dialogue.replies import ShowOffer
from bot.rendering.language import load_languages
from bot.rendering.offers import card
from bot.rendering.render import Renderer
from knowledge_base.results import PriceKind, Session
from knowledge_base.vocabulary import Childcare, Weekday
from tests.dialogue.examples import offer

LANGUAGES = load_languages()


def german(**changes: object) -> str:
    return card(LANGUAGES["de"], offer(1, **changes))


def test_days_with_the_same_hours_are_one_line() -> None:
    assert "Mo – Do 08:30–11:45" in german()


def test_two_different_times_are_both_shown() -> None:
    sessions = (Session(Weekday.WED, "18:00", "21:15"), Session(Weekday.SAT, "09:00", "13:00"))

    shown = german(sessions=sessions)

    assert "Mi 18:00–21:15" in shown
    assert "Sa 09:00–13:00" in shown


def test_days_that_are_not_next_to_each_other_are_listed() -> None:
    sessions = tuple(Session(day, "09:00", "11:15") for day in (Weekday.TUE, Weekday.THU))

    assert "Di, Do 09:00–11:15" in german(sessions=sessions)


def test_half_years_are_written_as_people_write_them() -> None:
    assert "0,5–6" in german(childcare_age_from=0.5)


def test_unknown_care_is_never_shown_as_none() -> None:
    unknown, none = german(childcare=Childcare.UNKNOWN), german(childcare=Childcare.NONE)

    assert unknown != none
    assert "bekannt" in unknown.lower() or "fragen" in unknown.lower()


def test_an_unknown_price_is_not_free() -> None:
    free, unknown = german(price_kind=PriceKind.FREE), german(price_kind=PriceKind.UNKNOWN)

    assert "💶 Kostenlos" in free or "💶 Frei" in free or "💶 Gratis" in free
    assert free.split("💶")[1].split("\n")[0] != unknown.split("💶")[1].split("\n")[0]


def test_an_example_says_that_it_does_not_exist() -> None:
    assert "⚠️" in german(is_example=True)
    assert "⚠️" not in german(is_example=False)


def test_the_german_title_stays_so_that_she_can_say_it() -> None:
    for language in LANGUAGES.values():
        assert "Integrationskurs &lt;Frauen &amp; Kinder&gt;" in card(language, offer(1))


def test_all_about_an_offer_names_provider_and_last_check() -> None:
    [message] = Renderer(LANGUAGES, (), retention_days=90).render(ShowOffer(offer(1)), "de")

    assert "Beispiel-Familienhaus" in message.text
    assert "22. November 2026" in message.text
