"""Reads and writes many offers at once as plain values, without an object of the ORM for each.

Values are those of `record.OfferRecord`: attribute of `models.Offer` to value, `sessions` a tuple of `Session` and
`dates` one of `SingleDate`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import Date, Enum, Table, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.changes import SingleDate
from knowledge_base.models import Offer, OfferDate, OfferSession, Provider
from knowledge_base.results import Session
from knowledge_base.vocabulary import Weekday

OFFERS = cast(Table, Offer.__table__)
_SESSIONS, _DATES = cast(Table, OfferSession.__table__), cast(Table, OfferDate.__table__)
_NOT_VALUES = {"id", "source", "source_id", "revision"}
VALUE_COLUMNS = tuple(column for column in OFFERS.columns if column.name not in _NOT_VALUES)
"""Everything about an offer that can change, apart from its meetings."""
_MEETINGS = ("sessions", "dates")
AT_ONCE = 500
"""So many offers are read or written by one statement."""

Item = TypeVar("Item")
Values = Mapping[str, Any]


def in_parts(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    """The items, `AT_ONCE` at a time."""
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


async def read_values(session: AsyncSession, offer_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """All values of these offers by id, with `provider`, the name of who runs it."""
    query = select(OFFERS.c.id, *VALUE_COLUMNS, Provider.name.label("provider")).join(
        Provider, Provider.id == OFFERS.c.provider_id
    )
    found: dict[int, dict[str, Any]] = {}
    for row in (await session.execute(query.where(OFFERS.c.id.in_(offer_ids)))).mappings():
        values = dict(row)
        found[values.pop("id")] = {**values, "sessions": (), "dates": ()}
    for name, of_offer in (await _meetings(session, offer_ids)).items():
        for offer_id, meetings in of_offer.items():
            found[offer_id][name] = tuple(meetings)
    return found


async def _meetings(session: AsyncSession, offer_ids: Collection[int]) -> dict[str, dict[int, list[Any]]]:
    weekly: dict[int, list[Session]] = defaultdict(list)
    single: dict[int, list[SingleDate]] = defaultdict(list)
    slots = select(OfferSession.offer_id, OfferSession.weekday, OfferSession.time_from, OfferSession.time_until)
    slots = slots.where(OfferSession.offer_id.in_(offer_ids)).order_by(OfferSession.id)
    for offer_id, weekday, begins, ends in await session.execute(slots):
        weekly[offer_id].append(Session(weekday, begins, ends))
    held = select(OfferDate.offer_id, OfferDate.held_on, OfferDate.time_from, OfferDate.time_until)
    held = held.where(OfferDate.offer_id.in_(offer_ids)).order_by(OfferDate.held_on, OfferDate.time_from)
    for offer_id, day, begins, ends in await session.execute(held):
        single[offer_id].append(SingleDate(day, begins, ends))
    return {"sessions": weekly, "dates": single}


def _default(default: Any) -> Any:
    return default.arg(None) if default.is_callable else default.arg


_NOTHING_SAID: dict[str, Any] = {
    column.name: _default(column.default) if column.default is not None else None for column in VALUE_COLUMNS
}


async def insert_offers(
    session: AsyncSession, source: str, offers: Mapping[str, Values], revision: int
) -> dict[str, int]:
    """Adds offers given by their number in `source`; comes back with their ids."""
    rows = [
        {**_NOTHING_SAID, **values, "source": source, "source_id": source_id, "revision": revision}
        for source_id, values in offers.items()
    ]
    for row in rows:
        for name in _MEETINGS:
            row.pop(name, None)
    if not rows:
        return {}
    await session.execute(insert(OFFERS), rows)
    numbers = select(OFFERS.c.source_id, OFFERS.c.id).where(OFFERS.c.source == source)
    ids = {row[0]: row[1] for row in await session.execute(numbers.where(OFFERS.c.source_id.in_(list(offers))))}
    await _insert_meetings(session, {ids[source_id]: values for source_id, values in offers.items()})
    return ids


async def update_offers(session: AsyncSession, changes: Mapping[int, Values], revision: int) -> None:
    """Sets these values of these offers."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for offer_id, values in changes.items():
        columns = tuple(name for name in values if name not in _MEETINGS)
        alike[columns].append({f"new_{name}": values[name] for name in columns} | {"of_offer": offer_id})
    for columns, rows in alike.items():
        new = {name: bindparam(f"new_{name}", type_=OFFERS.c[name].type) for name in columns}
        statement = update(OFFERS).where(OFFERS.c.id == bindparam("of_offer")).values(revision=revision, **new)
        await session.execute(statement, rows)
    for name, table in zip(_MEETINGS, (_SESSIONS, _DATES), strict=True):
        with_meetings = [offer_id for offer_id, values in changes.items() if name in values]
        for part in in_parts(with_meetings):
            await session.execute(delete(table).where(table.c.offer_id.in_(part)))
    await _insert_meetings(session, changes)


async def _insert_meetings(session: AsyncSession, offers: Mapping[int, Values]) -> None:
    weekly = [
        {"offer_id": offer_id, "weekday": slot.weekday, "time_from": slot.time_from, "time_until": slot.time_until}
        for offer_id, values in offers.items()
        for slot in values.get("sessions", ())
    ]
    single = [
        {"offer_id": offer_id, "held_on": held.held_on, "time_from": held.time_from, "time_until": held.time_until}
        for offer_id, values in offers.items()
        for held in values.get("dates", ())
    ]
    for table, rows in ((_SESSIONS, weekly), (_DATES, single)):
        if rows:
            await session.execute(insert(table), rows)


def as_json(values: Values) -> dict[str, Any]:
    """Values as they can be kept in a journal."""
    return {name: json_value(value) for name, value in values.items()}


def json_value(value: Any) -> Any:
    """One value as it can be written as JSON."""
    match value:
        case date():
            return value.isoformat()
        case Session():
            return [value.weekday, value.time_from, value.time_until]
        case SingleDate():
            return [value.held_on.isoformat(), value.time_from, value.time_until]
        case tuple():
            return [json_value(part) for part in value]
    return value


def from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """What `as_json` made of values, as values again."""
    return {name: _value(name, value) for name, value in values.items()}


def _value(name: str, value: Any) -> Any:
    if name == "sessions":
        return tuple(Session(Weekday(weekday), begins, ends) for weekday, begins, ends in value)
    if name == "dates":
        return tuple(SingleDate(date.fromisoformat(day), begins, ends) for day, begins, ends in value)
    match OFFERS.c[name].type:
        case Date() if value is not None:
            return date.fromisoformat(value)
        case Enum(enum_class=kind) if value is not None and kind is not None:
            return kind(value)
    return value
