"""Week, calendar and map of a real offer of the knowledge base, in a whole turn."""

from datetime import date
from typing import Any

from icalendar import Calendar

from bot.dialogue.actions import Action, ActionKind
from bot.dialogue.events import ButtonPressed
from bot.rendering.message import File, Message, Picture, Venue
from tests.conversation.parts import GivenRasa, She

COURSE = "4"
"""Monday to Thursday in Nürtingen, from 8 March 2027, not in the school holidays."""


async def looks_at(she: She, kind: ActionKind, offer: str = COURSE) -> Message:
    [message] = await she.does(ButtonPressed(Action(kind, offer)))
    return message


async def test_a_mother_sees_her_week_with_the_hours_she_told(she: She, rasa: GivenRasa) -> None:
    rasa.understands("find_childcare_course", place="esslingen", time_until="13:00")
    await she.writes("Kurs in Esslingen, mein Sohn ist bis 13 Uhr in der Kita")

    week = await looks_at(she, ActionKind.WEEK)

    assert isinstance(week.attachment, Picture)
    assert "Kita oder Schule bis 13:00" in week.text
    assert "Weg: etwa 45 Minuten" in week.text


async def test_the_calendar_leaves_out_the_easter_holidays(she: She) -> None:
    calendar = await looks_at(she, ActionKind.CALENDAR)

    assert isinstance(calendar.attachment, File)
    events: list[Any] = Calendar.from_ical(calendar.attachment.content).walk("VEVENT")
    [event] = events
    assert event["SUMMARY"].startswith("Beispiel:")
    assert event["DTSTART"].dt.date() == date(2027, 3, 8)
    assert date(2027, 3, 30) in {each.dts[0].dt.date() for each in event["EXDATE"]}


async def test_the_map_shows_the_town(she: She) -> None:
    shown = await looks_at(she, ActionKind.MAP)

    assert isinstance(shown.attachment, Venue)
    assert shown.attachment.title == "Nürtingen"
    assert 48.5 < shown.attachment.latitude < 48.7


async def test_an_offer_that_is_gone_is_answered_kindly_in_every_view(she: She) -> None:
    for kind in (ActionKind.WEEK, ActionKind.CALENDAR, ActionKind.MAP):
        answer = await looks_at(she, kind, "999999")

        assert answer.attachment is None
        assert answer.buttons
