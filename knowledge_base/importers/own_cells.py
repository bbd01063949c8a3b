"""The tables that Wegweiserin writes itself: each field of an offer as a cell, and read back without loss.

What stands in a cell follows from the type of the column in the database; German words are those of `wording`.
Texts come back as imports store them: without HTML and private details.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from sqlalchemy import JSON, Boolean, Date, Enum, Float, Integer
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from knowledge_base.changes import SingleDate
from knowledge_base.importers import german
from knowledge_base.importers.offer_rows import OFFERS
from knowledge_base.importers.private_details import is_mobile, is_of_an_office
from knowledge_base.importers.record import OfferRecord, RecordRefusedError, RefusedRecord
from knowledge_base.importers.tables import TableRow
from knowledge_base.importers.weekly_times import parse_weekly_times
from knowledge_base.importers.wording import FIELD_NAMES, VALUE_NAMES, WEEKDAYS
from knowledge_base.models import Offer, Provenance
from knowledge_base.places import find_place, fold, place_name, places
from knowledge_base.results import Session

Cell: TypeAlias = str | int | float | date | None

MARK = "Quelle (Wegweiserin)"
"""A table with this heading was written here, and its cells mean exactly what they say."""
_BOOKKEEPING = {
    "source": MARK,
    "source_id": "Kursnummer",
    "is_edited": "Von Hand geändert",
    "provenance": "Herkunft der Angaben",
    "last_checked_on": "Geprüft am",
    "checked_by_role": "Geprüft von",
}
_NOT_WRITTEN = {"is_withdrawn"}
"""An offer that was taken back is not written at all."""
_NOT_READ = {"source", "source_id", "provider", "provenance", "last_checked_on", "checked_by_role"}
"""What names the offer, or tells of a look at it that the import takes for itself."""
HEADINGS: Mapping[str, str] = {
    **{name: _BOOKKEEPING[name] for name in ("source", "source_id")},
    **{name: heading for name, heading in FIELD_NAMES.items() if name not in _NOT_WRITTEN},
    **{name: _BOOKKEEPING[name] for name in list(_BOOKKEEPING)[2:]},
}
"""Field to heading, in the order of the columns."""
_NAMES_BY_HEADING = {fold(heading): name for name, heading in HEADINGS.items()}

_PROVENANCE_NAMES = {
    Provenance.GIVEN: "angegeben",
    Provenance.DERIVED: "aus Text gelesen",
    Provenance.MANUAL: "von Hand geschrieben",
}
_UNKNOWN = {
    column.name: column.default.arg
    for column in OFFERS.columns
    if isinstance(column.default, ScalarElementColumnDefault)
}
"""What a field holds that must hold something when nothing is known."""
_DAYS_BY_NAME = {name: day for day, name in WEEKDAYS.items()}
_SLOT = re.compile(r"(\w\w) (\d\d:\d\d)-(\d\d:\d\d)")
_HELD = re.compile(r"(\d\d?\.\d\d?\.\d{4}) (\d\d:\d\d)-(\d\d:\d\d)")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def cell_of(offer: Offer, name: str) -> Cell:
    """What stands in the cell of a field; what is not known is empty."""
    match name:
        case "provider":
            return offer.provider.name
        case "sessions":
            slots = (f"{WEEKDAYS[each.weekday]} {each.time_from}-{each.time_until}" for each in offer.sessions)
            return "; ".join(slots)
        case "dates":
            held = (f"{each.held_on:%d.%m.%Y} {each.time_from}-{each.time_until}" for each in offer.dates)
            return "; ".join(held)
        case "pause_dates":
            return "; ".join(f"{date.fromisoformat(day):%d.%m.%Y}" for day in offer.pause_dates)
        case "provenance":
            return _provenance_cell(offer.provenance)
        case "place":
            return place_name(offer.place) or offer.place
    return _cell(name, getattr(offer, name))


def _cell(name: str, value: Any) -> Cell:
    if value is None:
        return None
    if name.endswith("_cents"):
        return value / 100 if isinstance(value, int) else None
    match value:
        case bool():
            return "ja" if value else "nein"
        case list():
            return "; ".join(map(str, value))
        case float():
            # As text, for spreadsheet programs round numbers.
            return repr(value).replace(".", ",")
        case date() | int():
            return value
    if name in VALUE_NAMES:
        words = VALUE_NAMES[name][value]
        return None if value == "unknown" else words
    return str(value)


def _provenance_cell(provenance: Mapping[str, str]) -> str:
    kinds = [
        (words, [FIELD_NAMES.get(name, name) for name, value in provenance.items() if value == kind])
        for kind, words in _PROVENANCE_NAMES.items()
    ]
    # No comma: names of columns between commas would look like headings in a table with commas.
    return "; ".join(f"{words}: {' · '.join(names)}" for words, names in kinds if names)


def guarded(text: str) -> str:
    """The text so that no spreadsheet program takes it for a formula, with an apostrophe before it where needed."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else kept_apostrophe(text)


def kept_apostrophe(text: str) -> str:
    """A text whose own apostrophe before a sign of a formula is not taken off when it is read."""
    return f"'{text}" if _GUARDED.match(text) else text


def own_columns(headings: Sequence[str]) -> Mapping[str, int] | None:
    """Field to column of a table that was written here; `None` for any other table."""
    columns = {_NAMES_BY_HEADING[fold(each)]: at for at, each in enumerate(headings) if fold(each) in _NAMES_BY_HEADING}
    return columns if "source" in columns else None


def read_own_rows(
    rows: Iterable[TableRow], columns: Mapping[str, int], default_provider: str | None
) -> Iterator[OfferRecord | RefusedRecord]:
    """The offers of such a table; a column that somebody took out leaves its field as it is."""
    for row in rows:
        cells = {name: _unguarded(row.cells[at].strip()) for name, at in columns.items() if at < len(row.cells)}
        if not any(cells.values()):
            continue
        where = f"Zeile {row.number}"
        try:
            if row.fault:
                raise RecordRefusedError(row.fault)
            record = _read(cells, default_provider)
        except RecordRefusedError as refusal:
            yield RefusedRecord(
                where, str(refusal), cells.get("source_id") or None, cells.get("title", "")[:200] or None
            )
            continue
        record.where = where
        record.notes[:0] = row.notes
        yield record


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def _read(cells: Mapping[str, str], default_provider: str | None) -> OfferRecord:
    provider = german.plain_text(cells.get("provider", "")) or default_provider
    if not provider:
        raise RecordRefusedError("Es ist nicht angegeben, wer den Kurs anbietet.")
    if not german.plain_text(cells.get("title", "")):
        raise RecordRefusedError("Der Titel fehlt.")
    if not cells.get("source_id"):
        raise RecordRefusedError("Die Kursnummer fehlt. Ohne sie kann der Kurs später nicht wiedererkannt werden.")
    record = OfferRecord(cells["source_id"], provider)
    for name, cell in cells.items():
        if name not in _NOT_READ:
            try:
                record.values[name] = _value(record, name, cell)
            except (ValueError, InvalidOperation) as error:
                allowed = _allowed(name)
                raise RecordRefusedError(
                    f"„{cell[:60]}“ unter „{HEADINGS[name]}“ kann nicht gelesen werden.{allowed}"
                ) from error
    record.provenance = _provenance(cells.get("provenance", ""))
    return record


def _allowed(name: str) -> str:
    words = [words for value, words in VALUE_NAMES.get(name, {}).items() if value != "unknown"]
    return f" Möglich sind: {', '.join(words)}." if words else ""


def _value(record: OfferRecord, name: str, cell: str) -> object:
    if name == "sessions":
        return _sessions(cell)
    if name == "dates":
        return tuple(sorted(map(_held, _parts(cell))))
    if name == "pause_dates":
        return [_day(part).isoformat() for part in _parts(cell)]
    if name == "place":
        return _place(cell)
    column = OFFERS.c[name]
    if isinstance(column.type, JSON):
        return _parts(cell)
    if not cell:
        return None if column.nullable else _UNKNOWN.get(name)
    match column.type:
        case Enum():
            return _canonical(name, column.type.enum_class, cell)
        case Boolean():
            return _yes_or_no(cell)
        case Date():
            return _day(cell)
        case Integer() if name.endswith("_cents"):
            return int(_number(cell) * 100)
        case Integer():
            return int(_number(cell))
        case Float():
            return float(cell.replace(",", "."))
    return _text(record, name, cell)


def _text(record: OfferRecord, name: str, cell: str) -> str | None:
    is_private = (name == "phone" and is_mobile(cell)) or (name == "email" and not is_of_an_office(cell))
    is_no_link = name in ("url", "source_url") and not re.fullmatch(r"https?://[^\s<>\"']+", cell)
    if is_private or is_no_link:
        reason = "ist privat" if is_private else "ist kein Link"
        record.notes.append(f"„{HEADINGS[name]}“ {reason} und wurde nicht übernommen.")
        return None
    return german.plain_text(cell)


def _sessions(cell: str) -> tuple[Session, ...]:
    matches = [_SLOT.fullmatch(part) for part in _parts(cell)]
    if all(match and match[1] in _DAYS_BY_NAME for match in matches):
        return tuple(Session(_DAYS_BY_NAME[match[1]], match[2], match[3]) for match in matches if match)
    # Somebody wrote it by hand, "Mo-Do 9-11 Uhr".
    sessions = parse_weekly_times(cell).sessions
    if not sessions:
        raise ValueError(cell)
    return sessions


def _held(part: str) -> SingleDate:
    match = _HELD.fullmatch(part)
    if match is None:
        raise ValueError(part)
    return SingleDate(_day(match[1]), match[2], match[3])


def _day(cell: str) -> date:
    day = german.parse_date(cell)
    if day is None:
        raise ValueError(cell)
    return day


def _place(cell: str) -> str | None:
    if not cell:
        return None
    exact = next((place.slug for place in places().values() if cell in (place.slug, place.name)), None)
    found = exact or (place.slug if (place := find_place(cell)) else None)
    if found is None:
        raise ValueError(cell)
    return found


def _canonical(name: str, kind: Any, cell: str) -> object:
    by_words = {fold(words): value for value, words in VALUE_NAMES.get(name, {}).items()}
    return by_words[fold(cell)] if fold(cell) in by_words else kind(cell.strip())


def _yes_or_no(cell: str) -> bool:
    answer = german.parse_yes_no(cell)
    if answer is None:
        raise ValueError(cell)
    return answer


def _number(cell: str) -> Decimal:
    return Decimal(re.sub(r"\.(?=\d{3}\b)", "", cell.replace("€", "").strip()).replace(",", "."))


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _provenance(cell: str) -> dict[str, str]:
    kinds = {words: kind.value for kind, words in _PROVENANCE_NAMES.items()}
    names = {heading: name for name, heading in FIELD_NAMES.items()}
    found = {}
    for part in _parts(cell):
        words, _, fields = part.partition(":")
        if words.strip() in kinds:
            found.update({names.get(each.strip(), each.strip()): kinds[words.strip()] for each in fields.split("·")})
    return found
