"""Places by name and by distance."""

import pytest

from knowledge_base.places import distance_km, find_place, nearest_place, place_name, places


def test_all_municipalities_and_four_neighbours_are_there() -> None:
    assert len(places()) == 48
    assert [place.slug for place in places().values() if not place.in_district] == [
        "stuttgart", "goeppingen", "reutlingen", "tuebingen",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Nürtingen", "nuertingen"),
        ("Nuertingen", "nuertingen"),
        ("nurtingen", "nuertingen"),
        ("NÜRTINGEN", "nuertingen"),
        ("Nu\u0308rtingen", "nuertingen"),
        ("73230 Kirchheim unter Teck", "kirchheim"),
        ("Kirchheim/Teck", "kirchheim"),
        ("Kirchheim u.T.", "kirchheim"),
        ("Kirchheim (Teck)", "kirchheim"),
        ("Esslingen a.N.", "esslingen"),
        ("Esslingen-Berkheim", "esslingen"),
        ("Leinfelden-Echterdingen", "leinfelden_echterdingen"),
        ("Echterdingen", "leinfelden_echterdingen"),
        ("Nellingen", "ostfildern"),
        ("leinfelden_echterdingen", "leinfelden_echterdingen"),
        ("Musterstraße 1, 73728 Esslingen", "esslingen"),
        ("Großbettlingen", "grossbettlingen"),
        ("Wernau (Neckar)", "wernau"),
        ("70173", "stuttgart"),
    ],
)
def test_place_is_understood_however_it_is_written(text: str, slug: str) -> None:
    place = find_place(text)

    assert place is not None
    assert place.slug == slug


@pytest.mark.parametrize("text", ["", "Berlin", "10115", "online", "  ", "()"])
def test_other_places_are_not_guessed(text: str) -> None:
    assert find_place(text) is None


@pytest.mark.parametrize("slug", list(places()))
def test_every_place_is_found_by_its_slug_its_name_and_its_aliases(slug: str) -> None:
    place = places()[slug]

    for name in (slug, place.name, *place.aliases):
        found = find_place(name)
        assert found is not None
        assert found.slug == slug


def test_distance_is_that_of_the_map_both_ways() -> None:
    assert distance_km("esslingen", "plochingen") == pytest.approx(8.9, abs=0.2)
    assert distance_km("plochingen", "esslingen") == distance_km("esslingen", "plochingen")
    assert distance_km("esslingen", "esslingen") == 0.0
    assert distance_km("esslingen", "berlin") is None


def test_name_of_no_place_is_none() -> None:
    assert place_name("kirchheim") == "Kirchheim unter Teck"
    assert place_name(None) is None
    assert place_name("berlin") is None


def test_the_nearest_town_is_found_and_what_is_far_has_none() -> None:
    owen = places()["owen"]

    assert nearest_place(owen.latitude + 0.001, owen.longitude) == owen
    assert nearest_place(33.51, 36.29) is None
