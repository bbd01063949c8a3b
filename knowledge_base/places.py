"""The municipalities of the district and their neighbours: names, aliases, postcodes, distances."""

import csv
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

EARTH_RADIUS_KM = 6371.0
NEAR_KM = 15.0
_ASCII_WORDS = re.compile(r"[a-zA-Z0-9]+")
_SHORT = 200
"""Texts up to this length come again and again in a file of offers, so what was made of them is remembered."""


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality."""

    slug: str
    name: str
    """Official name, German."""
    latitude: float
    longitude: float
    in_district: bool
    """False for the neighbours Stuttgart, Göppingen, Reutlingen and Tübingen."""
    postcodes: tuple[str, ...]
    aliases: tuple[str, ...]
    """Parts of the town and other names."""


@cache
def places() -> dict[str, Place]:
    """All places by slug, the district's first, in the order of the file."""
    with (Path(__file__).parent / "places.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["slug"]: Place(
                slug=row["slug"],
                name=row["name"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                in_district=row["in_district"] == "1",
                postcodes=tuple(filter(None, row["postcodes"].split(";"))),
                aliases=tuple(filter(None, row["aliases"].split(";"))),
            )
            for row in csv.DictReader(file)
        }


def place_name(slug: str | None) -> str | None:
    """Official name of a place; `None` for no or an unknown slug."""
    place = places().get(slug) if slug else None
    return place.name if place else None


def distance_km(slug: str, other_slug: str) -> float | None:
    """Great-circle kilometres between two places, to one decimal; `None` when one of them is unknown.

    The points are town centres, so the value is good for ordering and "about 8 km", not for a route.
    """
    here, there = places().get(slug), places().get(other_slug)
    if here is None or there is None:
        return None
    return round(_kilometres(here.latitude, here.longitude, there), 1)


def nearest_place(latitude: float, longitude: float) -> Place | None:
    """The place whose centre is nearest to a point; `None` when none is within 15 km."""
    distance, slug = min((_kilometres(latitude, longitude, place), slug) for slug, place in places().items())
    return places()[slug] if distance <= NEAR_KM else None


def _kilometres(latitude: float, longitude: float, there: Place) -> float:
    here, other = math.radians(latitude), math.radians(there.latitude)
    half_north = math.sin((other - here) / 2) ** 2
    half_east = math.sin(math.radians(there.longitude - longitude) / 2) ** 2
    chord = half_north + math.cos(here) * math.cos(other) * half_east
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def find_place(text: str) -> Place | None:
    """The place a person wrote: slug, name, alias or postcode, with or without umlauts; `None` when not clear.

    "73230 Kirchheim", "Kirchheim/Teck", "Nuertingen" and "Esslingen-Berkheim" are understood.
    """
    return _remembered_place(text) if len(text) <= _SHORT else _find_place(text)


def _find_place(text: str) -> Place | None:
    postcode = re.search(r"\b\d{5}\b", text)
    by_postcode = [place for place in places().values() if postcode and postcode[0] in place.postcodes]
    if len(by_postcode) == 1:
        return by_postcode[0]
    words = re.sub(r"\b\d{5}\b", " ", text)
    first_part = re.split(r"[(/,\-]", words.strip(), maxsplit=1)[0]
    before_surname = re.split(r"\b(?:am|an|auf|unter)\b|\b[au]\.", words.strip(), maxsplit=1)[0]
    for candidate in (words, first_part, before_surname):
        for key in _keys(candidate):
            if key in _places_by_key():
                return _places_by_key()[key]
    return None


_remembered_place = lru_cache(maxsize=2048)(_find_place)


@cache
def _places_by_key() -> dict[str, Place]:
    by_key: dict[str, Place] = {}
    for place in places().values():
        for name in (place.slug, place.name, *place.aliases):
            for key in _keys(name):
                by_key.setdefault(key, place)
    return by_key


def fold(text: str) -> str:
    """Text in lower case with umlauts as two letters, no accents, and punctuation as single spaces, for comparing."""
    return _remembered_fold(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.casefold())
    return _plain(composed.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))


_remembered_fold = lru_cache(maxsize=2048)(_fold)


def _plain(text: str) -> str:
    if text.isascii():
        return " ".join(_ASCII_WORDS.findall(text))
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def _keys(text: str) -> tuple[str, ...]:
    """Both ways people write umlauts without them: "ue" and "u"."""
    return tuple(key for key in (fold(text), _plain(text.casefold())) if key)
