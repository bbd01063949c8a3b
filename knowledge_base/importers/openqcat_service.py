"""One service of an openQ-cat file: a date together with the offer it belongs to."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from knowledge_base.importers.openqcat_codes import format_of
from knowledge_base.importers.xml_files import text_of
from knowledge_base.places import find_place, places
from knowledge_base.vocabulary import Format

DETAILS = "SERVICE_DETAILS"
EDUCATION = f"{DETAILS}/SERVICE_MODULE/EDUCATION"
INFO = f"{EDUCATION}/EXTENDED_INFO"
COURSE = f"{EDUCATION}/MODULE_COURSE"

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}):\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
_BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Service:
    """A date of an offer, or an offer with its only date; what a date does not say, its offer says."""

    own: Element
    parent: Element | None = None

    def block(self, path: str) -> Element | None:
        """The element at a path with all that is in it, of the date or else of its offer.

        What belongs together stays together: a date in another town does not take the street of its offer.
        """
        return next(iter(self.all(path)), None)

    def all(self, path: str) -> list[Element]:
        """All elements at a path that say something, of the date or else of its offer."""
        own = [each for each in self.own.findall(path) if _says_something(each)]
        if own or self.parent is None:
            return own
        return [each for each in self.parent.findall(path) if _says_something(each)]

    def text(self, path: str) -> str:
        return text_of(self.block(path))

    def code(self, path: str) -> str:
        """The code in the attribute `type` of an element; empty without one."""
        found = self.block(path)
        return found.get("type", "").strip() if found is not None else ""

    @property
    def is_flexible(self) -> bool:
        return self.text(f"{COURSE}/FLEXIBLE_START").casefold() in ("true", "1")

    @property
    def has_a_date(self) -> bool:
        return bool(self.text(f"{DETAILS}/SERVICE_DATE/START_DATE")) or self.is_flexible


def _says_something(element: Element) -> bool:
    return bool(element.get("type")) or bool(text_of(element))


def parent_number(service: Element) -> str:
    """Number of the offer that this is a date of; empty for an offer itself."""
    education = service.find(EDUCATION)
    is_date = education is not None and education.get("type", "").casefold() in ("false", "0")
    return text_of(education, "COURSE_ID") if is_date else ""


def is_near(service: Service) -> bool | None:
    """True in the district, at one of its four neighbours and online; `None` when it does not say where it is."""
    if format_of(service.code(f"{INFO}/INSTRUCTION_FORM")) is Format.ONLINE:
        return True
    location = service.block(f"{COURSE}/LOCATION")
    postcode, town = text_of(location, "ZIP"), text_of(location, "CITY")
    if not postcode and not town:
        return None
    if any(postcode in place.postcodes for place in places().values()):
        return True
    # There is a Neuhausen elsewhere too; but post office boxes have postcodes of their own.
    place = find_place(town)
    return place is not None and (not postcode or any(postcode[:2] == own[:2] for own in place.postcodes))


def day_of(moment: str) -> date | None:
    """The day of a moment as the provider sees it; what is written in UTC is brought to Berlin first."""
    return _moment(moment)[0]


def clock_of(moment: str) -> str:
    """ "HH:MM" of a moment; empty at midnight, which is how the format says that it knows only the day."""
    clock = _moment(moment)[1]
    return "" if clock == "00:00" else clock


def _moment(text: str) -> tuple[date | None, str]:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None, ""
    try:
        day, clock = date.fromisoformat(match[1]), match[2] or ""
        # Programs write the offset of summer all year round, so only what is plainly UTC is converted.
        if clock and match[3] in ("Z", "+00:00"):
            local = datetime.fromisoformat(f"{match[1]}T{clock}").replace(tzinfo=UTC).astimezone(_BERLIN)
            return local.date(), f"{local:%H:%M}"
    except (ValueError, OverflowError):
        return None, ""
    return day, clock
