"""Why an offer fits or nearly fits, over the example offers, on the test day 1 February 2027."""

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.reasons import reasons_for
from knowledge_base.results import AlsoFits, FreeHours, Reason, SearchCriteria, SearchResult, Wish
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import Childcare, Weekday
from knowledge_base.way import way_minutes
from tests.knowledge_base.conftest import TEST_DAY

KITA = SearchCriteria(time_from="07:30", time_until="13:30", way_minutes=30, school_days_only=True)


async def ask(session: AsyncSession, criteria: SearchCriteria) -> SearchResult:
    return await find_offers(session, criteria, today=TEST_DAY)


def why(result: SearchResult, number: int, wish: Wish) -> Reason:
    match = next(each for each in result.matches if each.source_id == str(number))
    return next(reason for reason in reasons_for(match, result.criteria) if reason.wish is wish)


async def test_hours_that_just_fit_are_called_tight(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria(time_from="08:00", time_until="13:00"))

    reason = why(result, 49, Wish.TIME)

    assert (reason.time_from, reason.time_until, reason.is_tight) == ("08:00", "13:00", True)
    assert not why(result, 2, Wish.TIME).is_tight


async def test_a_near_miss_in_time_tells_her_hours_and_the_way(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria(place="esslingen", time_from="07:30", time_until="13:30", way_minutes=30))

    miss = next(each for each in result.near_misses if each.broken is Wish.TIME)

    assert miss.reason is not None
    assert (miss.reason.hours_from, miss.reason.hours_until, miss.reason.way_minutes) == ("07:30", "13:30", 30)
    assert miss.reason.time_from is not None
    assert miss.reason.time_from < "08:00" or (miss.reason.time_until or "") > "13:00"


async def test_care_is_told_with_its_ages_and_a_place_with_its_distance(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria(place="nuertingen", childcare=True, child_age_years=2))

    care = why(result, 4, Wish.CHILDCARE)
    near = next(each for each in result.near_misses if each.broken is Wish.PLACE)

    assert (care.care, care.age_from, care.age_to) == (Childcare.PARTNER, 1.0, 3.0)
    assert near.reason is not None
    assert (near.reason.place, near.reason.distance_km) == (near.offer.place, near.offer.distance_km)


async def test_care_at_the_course_makes_up_for_hours_that_do_not_fit(seeded: AsyncSession) -> None:
    afternoon_with_care = 32
    only_hours = await ask(seeded, KITA)
    with_care = await ask(
        seeded,
        SearchCriteria(
            time_from="07:30", time_until="13:30", way_minutes=30, school_days_only=True,
            child_age_years=2, also_fits=frozenset({AlsoFits.CARE}),
        ),
    )  # fmt: skip

    assert str(afternoon_with_care) not in {each.source_id for each in only_hours.matches}
    assert why(with_care, afternoon_with_care, Wish.TIME).also is AlsoFits.CARE


async def test_a_farther_town_needs_a_longer_way(seeded: AsyncSession) -> None:
    here = SearchCriteria(time_from="07:30", time_until="13:30", way_minutes=30, home="kirchheim")

    found = {each.source_id for each in (await ask(seeded, here)).matches}

    assert way_minutes("kirchheim", "kirchheim") == 30
    assert way_minutes("kirchheim", "esslingen") > 30
    assert "27" in found, "08:30-12:30 in Kirchheim itself"
    assert "52" not in found, "08:30-13:00 in Esslingen is too far away"


async def test_a_short_friday_rules_out_courses_that_meet_then(seeded: AsyncSession) -> None:
    days = [Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU]
    week = tuple(FreeHours(day, "07:30", "14:00") for day in days)
    short_friday = (*week, FreeHours(Weekday.FRI, "07:30", "11:00"))

    found = {each.source_id for each in (await ask(seeded, SearchCriteria(free_hours=short_friday))).matches}

    assert "2" in found, "Monday to Thursday"
    assert "1" not in found, "also on Friday, until 12:45"


async def test_an_online_course_needs_no_way(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria(time_from="08:30", time_until="12:30", way_minutes=30))

    assert "53" in {each.source_id for each in result.matches}, "08:30-12:30 online"
