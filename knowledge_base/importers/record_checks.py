"""What every record must be, whichever reader made it, before a database sees it."""

import hashlib
import json
import math
from datetime import date
from typing import Any

from sqlalchemy import String

from knowledge_base.changes import SingleDate
from knowledge_base.importers.offer_rows import OFFERS, json_value
from knowledge_base.importers.record import OfferRecord, RefusedRecord
from knowledge_base.models import CLOCK
from knowledge_base.results import Session

_LARGEST = 2**31 - 1
_LOOKED_AT = {int, float, str, tuple}
_LENGTHS = {
    column.name: column.type.length
    for column in OFFERS.columns
    if type(column.type) is String and column.type.length is not None
}


def refusal(record: OfferRecord) -> RefusedRecord | None:
    """Why a record cannot be stored; `None` when it can. Texts are mended where they hold what no text should."""
    record.source_id, record.provider = _clean(record.source_id).strip(), _clean(record.provider).strip()
    reason = None
    for name, value in record.values.items():
        if type(value) is str:
            record.values[name] = value = _clean(value)
        reason = reason or (_fault(name, value) if type(value) in _LOOKED_AT else None)
    if not record.source_id or len(record.source_id) > 200:
        reason = "Die Nummer fehlt oder ist länger als 200 Zeichen."
    if not record.values.get("title"):
        reason = "Der Titel fehlt."
    if not record.provider:
        reason = "Es ist nicht angegeben, wer den Kurs anbietet."
    if reason is None:
        # In the order in which they are read back.
        dates: Any = record.values.get("dates", ())
        if dates:
            record.values["dates"] = tuple(sorted(dates, key=lambda held: (held.held_on, held.time_from)))
        return None
    title = record.values.get("title")
    return RefusedRecord(record.where, reason, record.source_id[:200] or None, str(title)[:200] if title else None)


def fingerprint(record: OfferRecord) -> str:
    """The same for two records that say the same of an offer."""
    said = json.dumps([record.provider, record.values, record.provenance], sort_keys=True, default=json_value)
    return hashlib.sha256(said.encode()).hexdigest()


def _clean(text: str) -> str:
    if text.isascii():
        return text.replace("\x00", " ") if "\x00" in text else text
    # Half of a pair of surrogates is no letter, and no database takes it.
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()


def _fault(name: str, value: object) -> str | None:
    match value:
        case int() if not -_LARGEST <= value <= _LARGEST:
            return "Eine Zahl ist zu groß, um richtig zu sein."
        case float() if not math.isfinite(value):
            return "Eine Angabe, die eine Zahl sein muss, ist keine."
        case str() if len(value) > _LENGTHS.get(name, len(value)):
            return f"„{value[:60]}“ ist zu lang."
        case tuple():
            return next((fault for fault in map(_meeting_fault, value) if fault), None)
    return None


def _meeting_fault(meeting: object) -> str | None:
    if not isinstance(meeting, Session | SingleDate):
        return None
    times = meeting.time_from, meeting.time_until
    if not all(CLOCK.fullmatch(clock) for clock in times) or times[0] >= times[1]:
        return f"Die Uhrzeit {'-'.join(times)[:40]} ist keine Zeit an einem Tag wie 08:30-11:45."
    if isinstance(meeting, SingleDate) and not date(1990, 1, 1) <= meeting.held_on <= date(2100, 1, 1):
        return f"Der Termin am {meeting.held_on.isoformat()} kann nicht stimmen."
    return None
