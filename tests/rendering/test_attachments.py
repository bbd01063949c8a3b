"""Week, calendar file and map of an offer: what is sent, and what is said where there is none."""

from urllib.parse import parse_qs, urlsplit

from bot.dialogue.replies import Reply, ShowCalendarFile, ShowMap, ShowOffer, ShowWeek
from bot.rendering.language import load_languages
from bot.rendering.message import File, Message, Picture, Venue
from bot.rendering.render import Renderer
from knowledge_base.results import MapPoint
from knowledge_base.vocabulary import Format
from tests.dialogue.examples import offer

HOUSE = MapPoint(48.62534, 9.34219, is_exact=True)
TOWN = MapPoint(48.6259, 9.3351, is_exact=False)
RENDERER = Renderer(load_languages(), (), retention_days=90)


def german(reply: Reply) -> Message:
    [message] = RENDERER.render(reply, "de")
    return message


def presses(message: Message) -> set[str]:
    return {button.data.partition(":")[0] for row in message.buttons for button in row if button.data}


def link(message: Message) -> str:
    [url] = [button.url for row in message.buttons for button in row if button.url]
    return url


def test_the_details_of_an_offer_lead_to_week_calendar_and_map() -> None:
    assert {"week", "calendar", "map"} <= presses(german(ShowOffer(offer(1, point=TOWN))))


def test_nothing_is_offered_that_there_cannot_be() -> None:
    nothing_known = german(ShowOffer(offer(1, sessions=(), start_on=None, format=Format.ONLINE, point=None)))

    assert not {"week", "calendar", "map"} & presses(nothing_known)


def test_her_week_is_a_picture_with_its_times_in_words() -> None:
    shown = german(ShowWeek(offer(1, point=TOWN), 40, "07:30", "13:00"))

    assert isinstance(shown.attachment, Picture)
    for words in ("08:30–11:45", "07:30–13:00", "40 Minuten"):
        assert words in shown.text
    assert "week" not in presses(shown)
    assert {"calendar", "map"} <= presses(shown)


def test_without_weekly_times_there_is_no_picture_but_what_is_known() -> None:
    shown = german(ShowWeek(offer(1, sessions=(), schedule_note="jeden zweiten Mittwoch"), 30))

    assert shown.attachment is None
    assert "jeden zweiten Mittwoch" in shown.text


def test_a_calendar_file_says_what_it_leaves_out() -> None:
    pausing = german(ShowCalendarFile(offer(1, pauses_in_school_holidays=True), b"BEGIN:VCALENDAR"))
    unknown = german(ShowCalendarFile(offer(1, pauses_in_school_holidays=None), b"BEGIN:VCALENDAR"))

    assert pausing.attachment == File(b"BEGIN:VCALENDAR", "wegweiserin-1.ics", "text/calendar")
    assert "In den Schulferien ist kein Kurs." in pausing.text
    assert "Schulferien: nicht bekannt" in unknown.text


def test_without_days_there_is_no_file_but_a_sentence() -> None:
    shown = german(ShowCalendarFile(offer(1, sessions=()), None))

    assert shown.attachment is None
    assert "nicht bekannt" in shown.text


def test_a_known_house_is_shown_with_its_address() -> None:
    shown = german(ShowMap(offer(1, point=HOUSE)))

    assert shown.attachment == Venue(48.62534, 9.34219, "Beispiel-Familienhaus", "Musterstraße 1, Nürtingen")
    assert "Musterstraße 1, Nürtingen" in shown.text
    assert parse_qs(urlsplit(link(shown)).query) == {"mlat": ["48.62534"], "mlon": ["9.34219"]}


def test_a_town_is_shown_as_a_town_and_the_street_can_be_searched() -> None:
    shown = german(ShowMap(offer(1, point=TOWN)))

    assert isinstance(shown.attachment, Venue)
    assert shown.attachment.title == "Nürtingen"
    assert "Mitte des Ortes" in shown.attachment.address
    assert parse_qs(urlsplit(link(shown)).query) == {"query": ["Musterstraße 1, Nürtingen"]}


def test_links_lead_to_openstreetmap_whatever_a_provider_writes() -> None:
    for street in ("https://example.org/?a=b&c", "x#y", "\u202eمثال", None):
        for point in (HOUSE, TOWN):
            address = urlsplit(link(german(ShowMap(offer(1, street=street, point=point)))))

            assert (address.scheme, address.netloc) == ("https", "www.openstreetmap.org")


def test_without_a_known_place_there_is_a_sentence_instead_of_a_map() -> None:
    online = german(ShowMap(offer(1, format=Format.ONLINE, point=None)))
    unknown = german(ShowMap(offer(1, place=None, place_name=None, point=None)))

    assert online.attachment is unknown.attachment is None
    assert "Online" in online.text
    assert "fragen" in unknown.text


def test_an_example_and_times_that_were_guessed_say_so_everywhere() -> None:
    guessed = offer(1, derived=frozenset({"sessions"}))

    for reply in (ShowWeek(guessed, 30), ShowCalendarFile(guessed, b"BEGIN:VCALENDAR")):
        assert "⚠️" in german(reply).text
        assert "❓" in german(reply).text
