"""Order, near misses and limits of the search."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.errors import KnowledgeBaseError, UnavailableError
from knowledge_base.models import Offer, OfferSession, Provider
from knowledge_base.results import SearchCriteria, SearchResult, Wish
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, TimeOfDay, Weekday
from tests.knowledge_base.conftest import TEST_DAY


async def add(session: AsyncSession, **fields: object) -> Offer:
    provider = Provider(source="test", source_id=str(fields["source_id"]), name="Muster", staff_languages=["de", "uk"])
    offer = Offer(source="test", title="Muster", provider=provider, **fields)
    session.add(offer)
    await session.flush()
    return offer


async def ask(session: AsyncSession, criteria: SearchCriteria, limit: int | None = None) -> SearchResult:
    return await find_offers(session, criteria, today=TEST_DAY, limit=limit)


def names(result: SearchResult) -> list[str]:
    return [offer.source_id for offer in result.matches]


async def test_soonest_start_first_then_running_ones_then_those_without_a_date(session: AsyncSession) -> None:
    await add(session, source_id="no date")
    await add(session, source_id="long running", start_on=TEST_DAY - timedelta(days=90))
    await add(session, source_id="just begun", start_on=TEST_DAY - timedelta(days=3))
    await add(session, source_id="in autumn", start_on=TEST_DAY + timedelta(days=240))
    await add(session, source_id="today", start_on=TEST_DAY)

    result = await ask(session, SearchCriteria())

    assert names(result) == ["today", "in autumn", "just begun", "long running", "no date"]


async def test_her_own_level_comes_before_a_sooner_start(session: AsyncSession) -> None:
    await add(session, source_id="from A1", level_from=Level.A1, level_to=Level.B1, start_on=TEST_DAY)
    await add(
        session, source_id="from A2", level_from=Level.A2, level_to=Level.B1, start_on=TEST_DAY + timedelta(days=9)
    )

    result = await ask(session, SearchCriteria(level_now=Level.A2))

    assert names(result) == ["from A2", "from A1"]


async def test_equal_offers_keep_the_order_of_their_ids(session: AsyncSession) -> None:
    for number in range(4):
        await add(session, source_id=str(number), start_on=TEST_DAY)

    assert names(await ask(session, SearchCriteria())) == ["0", "1", "2", "3"]


async def test_limit_cuts_matches_and_questions_but_not_the_counts(session: AsyncSession) -> None:
    for number in range(3):
        await add(session, source_id=f"care {number}", childcare=Childcare.ON_SITE)
        await add(session, source_id=f"unknown {number}", childcare=Childcare.UNKNOWN)

    result = await ask(session, SearchCriteria(childcare=True), limit=2)

    assert names(result) == ["care 0", "care 1"]
    assert [question.offer.source_id for question in result.ask] == ["unknown 0", "unknown 1"]
    assert result.relaxed == ((Wish.CHILDCARE, 3),)


async def test_near_misses_of_place_are_nearest_first_within_25_km_and_online_last(session: AsyncSession) -> None:
    await add(session, source_id="online", format=Format.ONLINE)
    await add(session, source_id="tuebingen", place="tuebingen")
    await add(session, source_id="kirchheim", place="kirchheim")
    await add(session, source_id="plochingen", place="plochingen")

    result = await ask(session, SearchCriteria(place="esslingen"))

    assert [miss.offer.source_id for miss in result.near_misses] == ["plochingen", "kirchheim", "online"]
    assert {miss.broken for miss in result.near_misses} == {Wish.PLACE}
    assert result.relaxed == ((Wish.PLACE, 4),)


async def test_offer_in_her_place_at_another_time_is_nearer_than_one_in_the_next_town(session: AsyncSession) -> None:
    morning = [OfferSession(weekday=Weekday.MON, time_from="08:30", time_until="11:45")]
    evening = [OfferSession(weekday=Weekday.MON, time_from="18:00", time_until="20:15")]
    await add(session, source_id="next town, morning", place="plochingen", sessions=morning)
    await add(session, source_id="her town, evening", place="esslingen", sessions=evening)

    result = await ask(session, SearchCriteria(place="esslingen", time_until="12:00"))

    assert [(miss.offer.source_id, miss.broken) for miss in result.near_misses] == [
        ("her town, evening", Wish.TIME),
        ("next town, morning", Wish.PLACE),
    ]


async def test_wishes_take_turns_so_that_the_right_kind_a_town_away_is_not_hidden(session: AsyncSession) -> None:
    for number in range(6):
        await add(session, source_id=f"other kind {number}", place="esslingen", course_type=CourseType.GERMAN_COURSE)
    await add(session, source_id="exam", place="plochingen", course_type=CourseType.EXAM)

    result = await ask(session, SearchCriteria(place="esslingen", course_types=frozenset({CourseType.EXAM})))

    assert [miss.offer.source_id for miss in result.near_misses][:2] == ["exam", "other kind 0"]


async def test_at_most_five_near_misses(session: AsyncSession) -> None:
    for number in range(8):
        await add(session, source_id=str(number), place="plochingen")

    result = await ask(session, SearchCriteria(place="esslingen"))

    assert len(result.near_misses) == 5
    assert result.relaxed == ((Wish.PLACE, 8),)


async def test_when_only_the_age_breaks_age_is_named_and_not_care(session: AsyncSession) -> None:
    await add(session, source_id="1-3", childcare=Childcare.PARTNER, childcare_age_from=1, childcare_age_to=3)

    result = await ask(session, SearchCriteria(childcare=True, child_age_years=5))

    assert [miss.broken for miss in result.near_misses] == [Wish.CHILD_AGE]


async def test_care_without_stated_ages_is_asked_about(session: AsyncSession) -> None:
    await add(session, source_id="care", childcare=Childcare.ON_SITE)

    result = await ask(session, SearchCriteria(childcare=True, child_age_years=5))

    assert [question.unknown for question in result.ask] == [(Wish.CHILD_AGE,)]


async def test_level_leads_on_from_where_she_is(session: AsyncSession) -> None:
    await add(session, source_id="A2 to B1", level_from=Level.A2, level_to=Level.B1)
    await add(session, source_id="goal B1", level_to=Level.B1)
    await add(session, source_id="for B1", level_from=Level.B1)

    assert set(names(await ask(session, SearchCriteria(level_now=Level.A2)))) == {"A2 to B1", "goal B1"}
    assert set(names(await ask(session, SearchCriteria(level_now=Level.B1)))) == {"for B1"}
    assert set(names(await ask(session, SearchCriteria(level_goal=Level.B1)))) == {"A2 to B1", "goal B1", "for B1"}
    assert names(await ask(session, SearchCriteria(level_now=Level.A0))) == []


async def test_hybrid_shows_for_online_and_in_person_and_in_its_place(session: AsyncSession) -> None:
    await add(session, source_id="hybrid", format=Format.HYBRID, place="koengen")

    for criteria in (
        SearchCriteria(format=Format.ONLINE),
        SearchCriteria(format=Format.IN_PERSON),
        SearchCriteria(place="koengen"),
    ):
        assert names(await ask(session, criteria)) == ["hybrid"]


async def test_morning_or_evening_takes_an_offer_that_meets_at_both(session: AsyncSession) -> None:
    both = [
        OfferSession(weekday=Weekday.WED, time_from="18:00", time_until="21:15"),
        OfferSession(weekday=Weekday.SAT, time_from="09:00", time_until="13:00"),
    ]
    await add(session, source_id="both", sessions=both)
    morning_or_evening = frozenset({TimeOfDay.MORNING, TimeOfDay.EVENING})

    assert names(await ask(session, SearchCriteria(times_of_day=morning_or_evening))) == ["both"]
    assert names(await ask(session, SearchCriteria(times_of_day=frozenset({TimeOfDay.MORNING})))) == []


async def test_while_the_children_are_at_school_no_meeting_is_at_the_weekend(seeded: AsyncSession) -> None:
    on_school_days = await ask(seeded, SearchCriteria(place="ostfildern", school_days_only=True))
    on_any_day = await ask(seeded, SearchCriteria(place="ostfildern"))

    assert set(names(on_any_day)) - set(names(on_school_days)) == {"54"}
    assert ("54", Wish.TIME) in {(miss.offer.source_id, miss.broken) for miss in on_school_days.near_misses}


async def test_running_offers_are_marked_unless_one_can_join_at_any_time(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria())

    running = {int(offer.source_id) for offer in result.matches if offer.has_started}
    assert running == {1, 2, 5, 10, 14, 15, 24, 31, 33, 35, 36, 37}


async def test_examples_can_be_left_out(seeded: AsyncSession) -> None:
    result = await find_offers(seeded, SearchCriteria(), today=TEST_DAY, include_examples=False)

    assert result.matches == ()


async def test_card_says_what_the_seed_says(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria(place="nuertingen", childcare=True))

    card = next(offer for offer in result.matches if offer.source_id == "4")
    assert card.title == "Beispiel: Integrationskurs mit Kita-Plätzen nebenan"
    assert (card.place, card.place_name, card.distance_km) == ("nuertingen", "Nürtingen", 0.0)
    assert (card.provider, card.staff_languages) == ("Beispiel-Volkshochschule Süd", ("de",))
    assert [slot.weekday for slot in card.sessions] == [Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU]
    assert {(slot.time_from, slot.time_until) for slot in card.sessions} == {("08:30", "11:45")}
    assert (card.childcare, card.childcare_age_from, card.childcare_age_to) == (Childcare.PARTNER, 1, 3)
    assert (card.price_per_lesson_cents, card.lessons, card.price_cents) == (229, 700, None)
    assert (card.start_on, card.pauses_in_school_holidays) == (date(2027, 3, 8), True)
    assert (card.is_example, card.phone, card.course_type) == (True, None, CourseType.INTEGRATION_COURSE)


async def test_distance_is_counted_from_the_place_she_named(seeded: AsyncSession) -> None:
    result = await ask(seeded, SearchCriteria(place="kirchheim", course_types=frozenset({CourseType.EXAM})))

    assert [miss.offer.place for miss in result.near_misses if miss.broken is Wish.PLACE] == ["nuertingen"]
    assert all(miss.offer.distance_km is not None for miss in result.near_misses if miss.offer.place)


async def test_more_offers_than_one_query_may_name_are_all_shown(session: AsyncSession) -> None:
    provider = Provider(source="test", source_id="many", name="Muster")
    session.add_all(
        Offer(source="test", source_id=str(number), title="Muster", provider=provider) for number in range(1203)
    )
    await session.flush()

    result = await ask(session, SearchCriteria())

    assert len({offer.id for offer in result.matches}) == 1203


async def test_an_unreadable_database_is_our_error_and_repeats_no_wish(session: AsyncSession) -> None:
    await add(session, source_id="1")
    await (await session.connection()).exec_driver_sql("DROP TABLE offer_session")

    with pytest.raises(UnavailableError) as caught:
        await ask(session, SearchCriteria(place="esslingen", time_from="08:00"))

    await session.rollback()
    assert isinstance(caught.value, KnowledgeBaseError)
    assert caught.value.__cause__ is not None
    assert "esslingen" not in f"{caught.value} {caught.value.__cause__}"
