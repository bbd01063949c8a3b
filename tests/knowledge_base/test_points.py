"""Where an offer is on the map: its house, else its town, else nowhere."""

from datetime import date

import pytest

from knowledge_base.models import Offer, Provider
from knowledge_base.places import places
from knowledge_base.results import MapPoint
from knowledge_base.search import summarise
from knowledge_base.vocabulary import Format

TOWN = places()["nuertingen"]


def point(**values: object) -> MapPoint | None:
    provider = Provider(name="Muster", staff_languages=[])
    known = {"place": "nuertingen", "format": Format.IN_PERSON, "sessions": [], "provider": provider, "provenance": {}}
    return summarise(Offer(**{**known, **values}), date(2027, 2, 1)).point


def test_a_house_with_coordinates_is_shown_exactly() -> None:
    assert point(latitude=48.62, longitude=9.34) == MapPoint(48.62, 9.34, is_exact=True)


def test_without_coordinates_it_is_the_middle_of_the_town() -> None:
    assert point() == MapPoint(TOWN.latitude, TOWN.longitude, is_exact=False)


@pytest.mark.parametrize("half", [{"latitude": 48.62}, {"longitude": 9.34}])
def test_half_a_point_is_none(half: dict[str, float]) -> None:
    assert point(**half) == MapPoint(TOWN.latitude, TOWN.longitude, is_exact=False)


@pytest.mark.parametrize("nowhere", [{"place": None}, {"format": Format.ONLINE, "latitude": 48.6, "longitude": 9.3}])
def test_online_offers_and_unknown_places_are_nowhere(nowhere: dict[str, object]) -> None:
    assert point(**nowhere) is None
