"""Compares a stored row with what a seed or an import says, and writes only what differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge_base.models import Base, Contact, ContactHours, Offer, OfferDate, OfferSession
from knowledge_base.results import OpeningHours, Session

Values = Mapping[str, object]
"""Attribute to value; for an offer `sessions` is a tuple of `Session` and `dates` one of `SingleDate`, for a contact
`hours` one of `OpeningHours`."""


@dataclass(frozen=True, slots=True, order=True)
class SingleDate:
    """A meeting that is not weekly."""

    held_on: date
    time_from: str
    time_until: str


def differing(row: Base, values: Values) -> tuple[str, ...]:
    """The attributes whose value is not the stored one, in the order of `values`."""
    return tuple(name for name, value in values.items() if _stored(row, name) != value)


def write(row: Base, values: Values, names: Iterable[str]) -> None:
    """Sets these attributes of the row."""
    for name in names:
        setattr(row, name, _storable(values[name]))


def _stored(row: Base, name: str) -> object:
    if isinstance(row, Offer) and name == "sessions":
        return tuple(Session(slot.weekday, slot.time_from, slot.time_until) for slot in row.sessions)
    if isinstance(row, Offer) and name == "dates":
        return tuple(SingleDate(held.held_on, held.time_from, held.time_until) for held in row.dates)
    if isinstance(row, Contact) and name == "hours":
        return tuple(OpeningHours(span.weekday, span.time_from, span.time_until) for span in row.hours)
    value: object = getattr(row, name)
    return value


def _storable(value: object) -> object:
    return [_row(part) for part in value] if isinstance(value, tuple) else value


def _row(part: object) -> object:
    match part:
        case Session(weekday, time_from, time_until):
            return OfferSession(weekday=weekday, time_from=time_from, time_until=time_until)
        case SingleDate(held_on, time_from, time_until):
            return OfferDate(held_on=held_on, time_from=time_from, time_until=time_until)
        case OpeningHours(weekday, time_from, time_until):
            return ContactHours(weekday=weekday, time_from=time_from, time_until=time_until)
    return part
