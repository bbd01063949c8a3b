"""Counselling places as HSDS 3."""

import json
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.exporters.hsds import CounsellingPlace, hsds
from knowledge_base.exporters.selection import places_to_export
from knowledge_base.models import Certainty, Contact
from knowledge_base.results import Session
from knowledge_base.vocabulary import Weekday

MON, TUE, WED, THU, FRI, SAT, SUN = Weekday

# What the schemas of HSDS 3.0 require, by the property in which an object stands.
REQUIRED = {
    "contents": {"id", "name", "status"},
    "organization": {"id", "name", "description"},
    "phones": {"id", "number"},
    "languages": {"id"},
    "schedules": {"id"},
    "service_areas": {"id"},
    "service_at_locations": {"id"},
    "location": {"id", "location_type"},
    "addresses": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "attributes": {"id"},
    "taxonomy_term": {"id", "name", "description"},
}


def contact(**values: Any) -> Contact:
    known = {"slug": "muster", "name": "Musterverband, Beratung", "topics": ["counselling"], "serves": []}
    return Contact(**{**known, "checked_on": date(2026, 11, 22), **values})


def services(*places: CounsellingPlace) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(hsds(places))["contents"]
    return found


def objects(value: Any, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield name, each
            for inner, part in each.items():
                yield from objects(part, inner)


FULL = CounsellingPlace(
    contact(
        address="Musterstraße 1, 73728 Esslingen am Neckar",
        phone="+49 711 555",
        email="info@example.org",
        url="https://example.org",
        serves=["esslingen", "wernau"],
    ),
    languages=("de", "tr"),
    hours=(
        Session(THU, "14:00", "18:00"),
        Session(TUE, "09:00", "12:00"),
        Session(MON, "09:00", "12:00"),
    ),
    hours_note="Nur mit Termin.",
)


def test_every_object_has_what_its_schema_requires() -> None:
    found = [*objects(services(FULL), "contents")]

    assert {name for name, _ in found} == set(REQUIRED)
    for name, record in found:
        assert set(record) >= REQUIRED[name], name
        assert all(value not in (None, "", []) for value in record.values())
        assert uuid.UUID(record["id"])


async def test_all_shipped_places_have_what_their_schemas_require(seeded: AsyncSession) -> None:
    places = await places_to_export(seeded)
    found = [*objects(services(*places), "contents")]

    assert len([name for name, _ in found if name == "contents"]) == len(places) > 5
    assert all(set(record) >= REQUIRED[name] for name, record in found)


async def test_place_is_exported_with_its_hours_once_staff_have_confirmed_it(seeded: AsyncSession) -> None:
    assert "sprachcafe_jesingen" not in {place.contact.slug for place in await places_to_export(seeded)}
    cafe = (await seeded.scalars(select(Contact).where(Contact.slug == "sprachcafe_jesingen"))).one()
    cafe.certainty, cafe.staff_languages = Certainty.CONFIRMED, ["de", "ar"]
    await seeded.flush()

    [place] = [place for place in await places_to_export(seeded) if place.contact is cafe]

    assert (place.languages, place.hours) == (("de", "ar"), (Session(TUE, "16:00", "18:00"),))


def test_facts_stand_where_they_belong() -> None:
    (service,) = services(FULL)

    assert (service["name"], service["organization"]["name"]) == ("Musterverband, Beratung", "Musterverband")
    assert (service["status"], service["assured_date"]) == ("active", "2026-11-22")
    assert [language["code"] for language in service["languages"]] == ["de", "tr"]
    assert [(each["byday"], each["opens_at"], each["closes_at"]) for each in service["schedules"]] == [
        ("MO,TU", "09:00", "12:00"),
        ("TH", "14:00", "18:00"),
    ]
    assert all("Nur mit Termin." in each["notes"] for each in service["schedules"])
    assert [area["name"] for area in service["service_areas"]] == ["Esslingen am Neckar", "Wernau (Neckar)"]
    (address,) = service["service_at_locations"][0]["location"]["addresses"]
    assert (address["address_1"], address["postal_code"], address["city"]) == (
        "Musterstraße 1", "73728", "Esslingen am Neckar",
    )  # fmt: skip
    assert [attribute["value"] for attribute in service["attributes"]] == ["counselling"]


def test_what_is_not_known_is_not_written() -> None:
    (service,) = services(CounsellingPlace(contact(address="Rathaus, Zimmer 3")))

    assert not {"phones", "languages", "schedules", "email", "url"} & set(service)
    assert [area["name"] for area in service["service_areas"]] == ["Landkreis Esslingen"]
    location = service["service_at_locations"][0]["location"]
    assert (location["description"], "addresses" in location) == ("Rathaus, Zimmer 3", False)


def test_ids_stay_and_two_places_of_one_organization_share_it() -> None:
    first, second = services(FULL, CounsellingPlace(contact(slug="zwei", name="Musterverband, Café")))

    assert [first] == services(FULL)
    assert first["organization"]["id"] == second["organization"]["id"]
    assert first["id"] != second["id"]
