"""What is not text: the picture of her week, the file for her calendar, the place on a map.

Pictures and files travel whole in their message, sealed in the outbox as its text is and deleted with it. So nothing
has to be looked up when a message is sent, or sent again: not the offer, which may have changed, and not her hours.
They are small: 20 KB a picture, some KB a file.
"""

from urllib.parse import quote

from bot.dialogue.actions import ActionKind
from bot.dialogue.replies import ShowCalendarFile, ShowMap, ShowWeek
from bot.rendering.buttons import Rows, attachment_rows, bold, menu_button, message
from bot.rendering.language import Language
from bot.rendering.message import Attachment, Button, File, Message, Picture, Venue
from bot.rendering.offers import school_holidays, short_card
from bot.rendering.week_picture import course_blocks, week_picture
from knowledge_base.results import MapPoint, OfferSummary
from knowledge_base.vocabulary import Format

MAP_ZOOM = 17
"""Single houses can be told apart."""


def week(language: Language, reply: ShowWeek) -> list[Message]:
    """Her week with the course as a picture, and its times in words; without weekly times only what is known."""
    lines = short_card(language, reply.offer)
    if not course_blocks(reply):
        return [_message(language, reply.offer, ActionKind.WEEK, lines)]
    if reply.hours_until and reply.hours_from:
        hours = language.isolate(f"{reply.hours_from}–{reply.hours_until}")
        # Translators: the hours in which her child is in Kita or school; %(time)s is for example "08:00–13:00".
        lines.append("👧 " + language.say("Kita or school: %(time)s", time=hours))
    elif reply.hours_until:
        lines.append("👧 " + language.say("In Kita or school until %(time)s", time=language.isolate(reply.hours_until)))
    if reply.way_minutes:
        # Translators: from Kita or home to the course; %(n)s is a number. It is a rough guess.
        lines.append("🚌 " + language.say("The way: about %(n)s minutes", n=language.number(reply.way_minutes)))
    # Translators: for screen readers, says what a picture shows; the text below it has the times.
    picture = Picture(week_picture(language, reply), language.label("Picture: your week with this course"))
    return [_message(language, reply.offer, ActionKind.WEEK, lines, picture)]


def calendar_file(language: Language, reply: ShowCalendarFile) -> list[Message]:
    """The meetings as a file; without known times, that there is none."""
    lines = short_card(language, reply.offer)
    if reply.content is None:
        # Translators: the provider has not said on which days the course meets.
        lines.append(language.say("The exact days are not known, so there is no calendar file. Please ask."))
        return [_message(language, reply.offer, ActionKind.CALENDAR, lines)]
    # Translators: under a file that puts the days of the course into the calendar of her phone.
    lines.append("📅 " + language.say("Open the file. Then the course is in your calendar, without public holidays."))
    lines.append(school_holidays(language, reply.offer))
    file = File(reply.content, f"wegweiserin-{reply.offer.id}.ics", "text/calendar")
    return [_message(language, reply.offer, ActionKind.CALENDAR, lines, file)]


def map_(language: Language, reply: ShowMap) -> list[Message]:
    """The place on a map; the middle of the town where the house is not known."""
    offer = reply.offer
    if offer.point is None:
        # Translators: the provider has not said where the course takes place.
        unknown = language.say("Place: please ask")
        where = language.say("Online, at home") if offer.format is Format.ONLINE else unknown
        return [_message(language, offer, ActionKind.MAP, [*short_card(language, offer), "📍 " + where])]
    venue = _venue(language, offer, offer.point)
    lines = [bold(language.value(venue.title)), "📍 " + language.value(venue.address)]
    link = Button("🗺 OpenStreetMap", url=_map_address(offer, offer.point))
    return [_message(language, offer, ActionKind.MAP, lines, venue, ((link,),))]


def _message(
    language: Language,
    offer: OfferSummary,
    kind: ActionKind,
    lines: list[str],
    attachment: Attachment | None = None,
    links: Rows = (),
) -> Message:
    rows = (*links, *attachment_rows(language, offer, without=kind), (menu_button(language),))
    return message(language, ["\n".join(lines)], rows, attachment=attachment)


def _venue(language: Language, offer: OfferSummary, point: MapPoint) -> Venue:
    """Provider and address of the house; else the town, with the street for asking there."""
    town = offer.place_name or ""
    if point.is_exact:
        address = ", ".join(filter(None, (offer.street, town))) or offer.provider
        return Venue(point.latitude, point.longitude, offer.provider, address)
    # Translators: under a point on a map: it is not the house where the course takes place.
    middle = language.label("The point is the middle of the town.")
    address = f"{language.isolate(offer.street)}. {middle}" if offer.street else middle
    return Venue(point.latitude, point.longitude, town or offer.provider, address)


def _map_address(offer: OfferSummary, point: MapPoint) -> str:
    """OpenStreetMap at the house, or its search for the street, which knows more than the middle of the town."""
    if not point.is_exact and offer.street and offer.place_name:
        return "https://www.openstreetmap.org/search?query=" + quote(f"{offer.street}, {offer.place_name}", safe="")
    latitude, longitude = f"{point.latitude:.5f}", f"{point.longitude:.5f}"
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map={MAP_ZOOM}/{latitude}/{longitude}"
