"""Writes out the dates of a rule such as "weekly on Tuesday until July", within bounds.

Source: RFC 5545, section 3.3.10; formats.md, section 7.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice, takewhile
from typing import Literal

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from knowledge_base.importers.record import RecordRefusedError

MAX_DATES = 1000
"""An Umschulung of two years has about 500 days."""
OPEN_RULE_FOR = timedelta(days=366)
"""So far a rule without an end is followed."""
_FREQUENCIES: Mapping[str, Literal[1, 2, 3]] = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
_LARGEST_INTERVAL = {"DAILY": 366, "WEEKLY": 52, "MONTHLY": 12}
_KNOWN_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Dates:
    """The beginnings that a rule gives, in wall time."""

    beginnings: tuple[datetime, ...]
    is_open: bool
    """True when the rule has no end; the beginnings are those of one year."""


def write_out(parts: Mapping[str, Sequence[object]], first: datetime) -> Dates:
    """The dates of a rule from `first` on, a wall time.

    Only rules that always have a next date are followed, so that no rule is searched for ever.

    Args:
        parts: name of a part to its values, `UNTIL` as a wall time.

    Raises:
        RecordRefusedError: courses do not repeat like this, or there are too many dates.
    """
    frequency = str(_one(parts, "FREQ"))
    interval, count, until = (_one(parts, name) for name in ("INTERVAL", "COUNT", "UNTIL"))
    days = [str(day).upper() for day in parts.get("BYDAY", ())]
    has_ordinals = any(len(day) > 2 for day in days)
    month_days, positions = (_numbers(parts.get(name, ())) for name in ("BYMONTHDAY", "BYSETPOS"))
    is_understood = (
        set(parts) <= _KNOWN_PARTS
        and frequency in _FREQUENCIES
        and 1 <= _number(interval, 1) <= _LARGEST_INTERVAL[frequency]
        and (frequency == "MONTHLY" or not (has_ordinals or month_days or positions))
        and (frequency != "DAILY" or not days or _number(interval, 1) == 1)
        and not (month_days and (days or positions))
        and not (positions and (has_ordinals or not days))
        and all(1 <= abs(number) <= 28 for number in month_days)
        and all(1 <= abs(number) <= 4 for number in positions)
    )
    if not is_understood:
        raise RecordRefusedError(
            "Die Wiederholung der Termine ist für einen Kurs ungewöhnlich und kann nicht gelesen werden. Gelesen "
            "werden tägliche, wöchentliche und monatliche Wiederholungen."
        )
    is_open = count is None and until is None
    rule = rrule(
        _FREQUENCIES[frequency],
        dtstart=first,
        interval=_number(interval, 1),
        count=None if count is None or until is not None else _number(count, 0),
        until=until if isinstance(until, datetime) else None,
        byweekday=[_day(day) for day in days] or None,
        bymonthday=month_days or None,
        bysetpos=positions or None,
    )
    beginnings = takewhile(lambda begins: begins <= first + OPEN_RULE_FOR, rule) if is_open else rule
    found = tuple(islice(beginnings, MAX_DATES + 1))
    if len(found) > MAX_DATES:
        raise RecordRefusedError(f"Die Wiederholung hat mehr als {MAX_DATES} Termine.")
    return Dates(found, is_open)


def end_of_day(moment: datetime) -> datetime:
    """For rules that end on a date and not at a time."""
    return datetime.combine(moment.date(), time.max)


def _one(parts: Mapping[str, Sequence[object]], name: str) -> object | None:
    values = parts.get(name, ())
    return values[0] if values else None


def _number(value: object | None, otherwise: int) -> int:
    if value is None:
        return otherwise
    return value if isinstance(value, int) and 0 <= value < 100_000 else -1


def _numbers(values: Sequence[object]) -> list[int]:
    return [value if isinstance(value, int) else 0 for value in values]


def _day(text: str) -> weekday:
    ordinal, day = text[:-2], text[-2:]
    if day not in _DAYS or ordinal not in (
        "",
        *(f"{sign}{number}" for sign in ("", "+", "-") for number in range(1, 6)),
    ):
        raise RecordRefusedError(f"„{text}“ ist in der Wiederholung kein Wochentag.")
    return weekday(_DAYS.index(day), int(ordinal) if ordinal else None)
