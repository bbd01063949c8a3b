"""The questions whose answers over the example offers are known by hand, on the test day 1 February 2027."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.results import SearchCriteria, SearchResult, Wish
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import CourseType, Format, Level, TimeOfDay, Weekday
from tests.knowledge_base.conftest import TEST_DAY

MONDAY_TO_FRIDAY = frozenset(list(Weekday)[:5])
GERMAN = frozenset({CourseType.GERMAN_COURSE, CourseType.VOCATIONAL_GERMAN})

GOLDEN_LISTS = {
    "Esslingen, Kita VÖ 7:30-13:30, half an hour's way": (
        SearchCriteria(
            place="esslingen", time_from="07:30", time_until="13:30", way_minutes=30, weekdays=MONDAY_TO_FRIDAY
        ),
        {1, 2, 10, 24, 31, 44, 52},
    ),
    "Esslingen, Kita Regelgruppe 7:30-12:30, half an hour's way": (
        SearchCriteria(
            place="esslingen", time_from="07:30", time_until="12:30", way_minutes=30, weekdays=MONDAY_TO_FRIDAY
        ),
        {2, 10, 31, 44},
    ),
    "Nürtingen with childcare": (SearchCriteria(place="nuertingen", childcare=True), {4, 13, 25, 57}),
    "child of 2, no German yet, anywhere": (
        SearchCriteria(childcare=True, child_age_years=2, level_now=Level.A0),
        {2, 4, 5, 11, 13, 15, 17, 31, 32},
    ),
    "child of 6 months with care": (SearchCriteria(childcare=True, child_age_years=0.5), {13, 17, 31}),
    "child of 7 with care": (SearchCriteria(childcare=True, child_age_years=7), set()),
    "online in the evening": (
        SearchCriteria(format=Format.ONLINE, times_of_day=frozenset({TimeOfDay.EVENING})),
        {8, 21, 23, 34, 47},
    ),
    "online from 18:00": (SearchCriteria(format=Format.ONLINE, time_from="18:00"), {8, 21, 23, 34, 47}),
    "Saturday": (SearchCriteria(weekdays=frozenset({Weekday.SAT})), {20, 42, 43, 54}),
    "only women": (SearchCriteria(women_only=True), {2, 11, 13, 15, 17, 31, 32, 35, 37, 44, 57, 58}),
    "B2 as goal": (SearchCriteria(level_goal=Level.B2), {22, 24, 25, 29, 30}),
}
HIDDEN = {3, 19, 41, 45}


async def ask(session: AsyncSession, criteria: SearchCriteria) -> SearchResult:
    return await find_offers(session, criteria, today=TEST_DAY)


def rows(result: SearchResult) -> set[int]:
    return {int(offer.source_id) for offer in result.matches}


def rows_to_ask(result: SearchResult) -> set[int]:
    return {int(question.offer.source_id) for question in result.ask}


@pytest.mark.parametrize(("criteria", "expected"), GOLDEN_LISTS.values(), ids=GOLDEN_LISTS.keys())
async def test_question_finds_exactly_its_rows(
    seeded: AsyncSession, criteria: SearchCriteria, expected: set[int]
) -> None:
    result = await ask(seeded, criteria)

    assert rows(result) == expected


async def test_everything_but_what_is_over_full_cancelled_or_closed_is_live(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria())

    assert rows(result) == set(range(1, 61)) - HIDDEN
    assert (result.ask, result.near_misses, result.relaxed) == ((), (), ())


async def test_child_of_two_without_a_level_asks_about_the_three_that_do_not_state_care(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria(childcare=True, child_age_years=2))

    assert rows_to_ask(result) == {9, 35, 51}
    assert all(question.unknown == (Wish.CHILDCARE,) for question in result.ask)


async def test_child_of_two_without_german_asks_about_care_and_level(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria(childcare=True, child_age_years=2, level_now=Level.A0))

    unknown = {int(question.offer.source_id): question.unknown for question in result.ask}
    assert unknown == {9: (Wish.CHILDCARE,), 35: (Wish.LEVEL, Wish.CHILDCARE)}


@pytest.mark.parametrize(
    "criteria",
    [
        SearchCriteria(time_from="08:00"),
        SearchCriteria(time_until="20:00"),
        SearchCriteria(times_of_day=frozenset(TimeOfDay)),
    ],
    ids=["from", "until", "any time of day"],
)
async def test_offers_without_times_are_never_in_a_time_list_but_asked_about(
    seeded: AsyncSession, criteria: SearchCriteria
) -> None:
    result = await ask(seeded, criteria)

    assert rows_to_ask(result) == {51, 59}
    assert not rows(result) & {51, 59}
    assert all(question.unknown == (Wish.TIME,) for question in result.ask)


async def test_course_that_exactly_fills_the_window_is_in_it(seeded: AsyncSession) -> None:
    exact = SearchCriteria(place="stuttgart", time_from="08:00", time_until="13:00")
    a_minute_less = SearchCriteria(place="stuttgart", time_from="08:00", time_until="12:59")

    assert 49 in rows(await ask(seeded, exact))
    assert 49 not in rows(await ask(seeded, a_minute_less))


async def test_course_that_ends_at_half_past_one_does_not_fit_a_kita_until_half_past_one(seeded: AsyncSession) -> None:
    criteria = SearchCriteria(place="esslingen", time_from="07:30", time_until="13:30", way_minutes=30)

    assert 48 not in rows(await ask(seeded, criteria))


async def test_monthly_meeting_is_found_by_the_time_of_its_dates(seeded: AsyncSession) -> None:
    evening = SearchCriteria(place="lenningen", times_of_day=frozenset({TimeOfDay.EVENING}))
    thursday = SearchCriteria(place="lenningen", weekdays=frozenset({Weekday.THU}))

    assert rows(await ask(seeded, evening)) == {36}
    assert rows(await ask(seeded, thursday)) == set()


async def test_waitlist_and_few_seats_are_shown(seeded: AsyncSession) -> None:
    assert {9, 12} <= rows(await ask(seeded, SearchCriteria()))


async def test_course_that_starts_on_the_day_is_live_and_the_last_day_too(seeded: AsyncSession) -> None:
    on_last_day = await find_offers(seeded, SearchCriteria(), today=TEST_DAY.replace(month=5, day=4))
    day_after = await find_offers(seeded, SearchCriteria(), today=TEST_DAY.replace(month=5, day=5))

    assert 24 in rows(on_last_day)
    assert 24 not in rows(day_after)
