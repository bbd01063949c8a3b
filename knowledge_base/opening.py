"""Whether a counselling place is open at a moment."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from knowledge_base.calendar import is_public_holiday
from knowledge_base.results import OpeningHours
from knowledge_base.vocabulary import Weekday

BERLIN = ZoneInfo("Europe/Berlin")


class Opening(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    """Nobody has told its hours."""


def opening_at(hours: Iterable[OpeningHours], moment: datetime) -> Opening:
    """Open from the first minute of a span until just before its last; closed on public holidays.

    `moment` is aware; the hours are wall time of Europe/Berlin, summer and winter.

    Raises:
        ValueError: `moment` has no time zone, so that nobody knows when it is.
    """
    if moment.tzinfo is None:
        raise ValueError("The moment needs a time zone.")
    spans = tuple(hours)
    if not spans:
        return Opening.UNKNOWN
    local = moment.astimezone(BERLIN)
    if is_public_holiday(local.date()):
        return Opening.CLOSED
    weekday, clock = list(Weekday)[local.weekday()], f"{local:%H:%M}"
    is_open = any(span.weekday == weekday and span.time_from <= clock < span.time_until for span in spans)
    return Opening.OPEN if is_open else Opening.CLOSED
