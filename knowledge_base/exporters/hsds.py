"""Writes counselling places as HSDS 3, the Human Services Data Specification of Open Referral.

As JSON, because that is its canonical form since version 3.0 and can be checked against the schemas; the tabular data
package with its CSV files is kept for older users only. One file for several services is a page of the HSDS API.
Source: https://github.com/openreferral/specification, docs/hsds/serialization.md and schema/*.json of version 3.0.
"""

import json
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from knowledge_base.models import Contact
from knowledge_base.places import place_name
from knowledge_base.results import Session
from knowledge_base.vocabulary import Weekday

_NAMESPACE = uuid.UUID("0d0cf5ff-9d53-5a8e-8b0c-6a0c6a1f7a51")
_DAYS = dict(zip(Weekday, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_ADDRESS = re.compile(r"(?P<street>.+?),\s*(?P<postcode>\d{5})\s+(?P<city>[^,]+)")
_DISTRICT = "Landkreis Esslingen"


@dataclass(frozen=True, slots=True)
class CounsellingPlace:
    """A contact with what is known about its languages and hours."""

    contact: Contact
    languages: tuple[str, ...] = ()
    """BCP 47 codes somebody there speaks; empty is not known."""
    hours: tuple[Session, ...] = ()
    """When it is open, in wall time of Europe/Berlin; empty is not known."""
    hours_note: str | None = None


def hsds(places: Iterable[CounsellingPlace]) -> str:
    """All places as one page of HSDS services; ids stay the same from one export to the next."""
    services = [_service(place) for place in places]
    page = {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": services,
    }
    return json.dumps(page, ensure_ascii=False, indent=1)


def _service(place: CounsellingPlace) -> dict[str, Any]:
    contact = place.contact
    return _stated({
        "id": _id("service", contact.slug),
        "name": contact.name,
        "status": "active",
        "url": contact.url,
        "email": contact.email,
        "assured_date": contact.checked_on.isoformat(),
        "organization": _organization(contact),
        "phones": [_phone(contact)] if contact.phone else None,
        "languages": [{"id": _id("language", contact.slug, code), "code": code} for code in place.languages],
        "schedules": _schedules(place),
        "service_areas": [
            {"id": _id("service_area", contact.slug, area), "name": area} for area in _areas(contact)
        ],
        "service_at_locations": [_service_at_location(contact)],
        "attributes": [_topic(contact, topic) for topic in contact.topics],
    })  # fmt: skip


def _organization(contact: Contact) -> dict[str, Any]:
    """Who runs it: what stands before the first comma of the name."""
    name = contact.name.split(",")[0].strip()
    return _stated({
        "id": _id("organization", name),
        "name": name,
        "description": f"Bietet an: {contact.name}",
        "website": contact.url,
    })  # fmt: skip


def _phone(contact: Contact) -> dict[str, Any]:
    return {"id": _id("phone", contact.slug), "number": contact.phone, "type": "voice"}


def _schedules(place: CounsellingPlace) -> list[dict[str, Any]]:
    """One for all days with the same hours; without an offset from UTC, which would be wrong half of the year."""
    days: dict[tuple[str, str], list[str]] = defaultdict(list)
    for slot in sorted(place.hours, key=lambda each: list(Weekday).index(each.weekday)):
        days[slot.time_from, slot.time_until].append(_DAYS[slot.weekday])
    note = place.hours_note
    schedules = [
        {
            "id": _id("schedule", place.contact.slug, opens_at, closes_at),
            "freq": "WEEKLY",
            "interval": 1,
            "byday": ",".join(weekdays),
            "opens_at": opens_at,
            "closes_at": closes_at,
            "notes": " ".join(filter(None, ("Uhrzeiten in Europe/Berlin, an Feiertagen geschlossen.", note))),
        }
        for (opens_at, closes_at), weekdays in sorted(days.items())
    ]
    return schedules or ([{"id": _id("schedule", place.contact.slug), "description": note}] if note else [])


def _areas(contact: Contact) -> list[str]:
    return [place_name(slug) or slug for slug in contact.serves or ()] or [_DISTRICT]


def _service_at_location(contact: Contact) -> dict[str, Any]:
    address = _address(contact)
    location = _stated({
        "id": _id("location", contact.slug),
        "location_type": "physical",
        "name": contact.name,
        "description": contact.address,
        "addresses": [address] if address else None,
    })  # fmt: skip
    return {"id": _id("service_at_location", contact.slug), "location": location}


def _address(contact: Contact) -> dict[str, Any] | None:
    match = _ADDRESS.fullmatch(contact.address or "")
    return match and {
        "id": _id("address", contact.slug),
        "address_1": match["street"],
        "city": match["city"].strip(),
        "region": _DISTRICT,
        "state_province": "Baden-Württemberg",
        "postal_code": match["postcode"],
        "country": "DE",
        "address_type": "physical",
    }


def _topic(contact: Contact, topic: str) -> dict[str, Any]:
    term = {
        "id": _id("taxonomy_term", topic),
        "code": topic,
        "name": topic,
        "description": f"Worum es geht: {topic}",
        "taxonomy": "Wegweiserin",
    }
    return {"id": _id("attribute", contact.slug, topic), "label": "topic", "value": topic, "taxonomy_term": term}


def _id(*parts: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


def _stated(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None and value != []}
