"""The offers in memory follow the database: what another program writes is seen by the next search."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete, event, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from knowledge_base.catalogue import Catalogue
from knowledge_base.database import make_engine, make_sessions
from knowledge_base.models import Offer, OfferDate, OfferSession, Provider
from knowledge_base.results import OfferSummary, SearchCriteria, SeatStatus
from knowledge_base.revisions import current_revision, next_revision
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import Weekday
from tests.knowledge_base.conftest import TEST_DAY

Sessions = async_sessionmaker[AsyncSession]
MORNING = SearchCriteria(time_until="13:00")


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def sessions(engine: AsyncEngine) -> Sessions:
    """A knowledge base with one provider."""
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        session.add(Provider(source="test", source_id="p", name="Muster"))
    return sessions


def offer(name: str, *times: tuple[str, str]) -> Offer:
    meetings = [OfferSession(weekday=Weekday.MON, time_from=begins, time_until=ends) for begins, ends in times]
    return Offer(source="test", source_id=name, title=name, provider_id=1, sessions=meetings)


async def add(sessions: Sessions, *offers: Offer) -> None:
    async with sessions.begin() as session:
        provider = await session.scalar(select(Provider))
        for each in offers:
            each.provider = provider  # type: ignore[assignment]
            session.add(each)


async def found(sessions: Sessions, catalogue: Catalogue, criteria: SearchCriteria = MORNING) -> set[str]:
    async with sessions() as session:
        result = await find_offers(session, criteria, today=TEST_DAY, catalogue=catalogue)
    return {each.source_id for each in result.matches}


async def test_an_offer_added_later_is_found(sessions: Sessions) -> None:
    catalogue = Catalogue()
    await add(sessions, offer("first", ("09:00", "11:00")))
    before = await found(sessions, catalogue)

    await add(sessions, offer("second", ("09:00", "12:00")))

    assert (before, await found(sessions, catalogue)) == ({"first"}, {"first", "second"})


async def test_new_times_and_a_full_course_are_seen(sessions: Sessions) -> None:
    catalogue = Catalogue()
    await add(
        sessions,
        offer("moved", ("09:00", "11:00")),
        offer("full", ("09:00", "11:00")),
        offer("same", ("09:00", "11:00")),
    )
    before = await found(sessions, catalogue)

    async with sessions.begin() as session:
        offers = {each.source_id: each for each in (await session.scalars(select(Offer))).unique()}
        offers["moved"].sessions = [OfferSession(weekday=Weekday.TUE, time_from="14:00", time_until="16:00")]
        offers["full"].status = SeatStatus.FULL

    assert (before, await found(sessions, catalogue)) == ({"moved", "full", "same"}, {"same"})


async def test_a_deleted_offer_is_gone(sessions: Sessions) -> None:
    catalogue = Catalogue()
    await add(sessions, offer("stays", ("09:00", "11:00")), offer("goes", ("09:00", "11:00")))
    await found(sessions, catalogue)

    async with sessions.begin() as session:
        goes = (await session.scalars(select(Offer).where(Offer.source_id == "goes"))).unique().one()
        await session.delete(goes)

    assert await found(sessions, catalogue) == {"stays"}


async def test_bulk_statements_are_seen_when_they_carry_the_number(sessions: Sessions) -> None:
    catalogue = Catalogue()
    await add(sessions, offer("withdrawn", ("09:00", "11:00")), offer("deleted", ("09:00", "11:00")))
    await found(sessions, catalogue)

    async with sessions.begin() as session:
        number = await next_revision(session, deletes=True)
        changed = update(Offer).where(Offer.source_id == "withdrawn").values(is_withdrawn=True, revision=number)
        await session.execute(changed)
        await session.execute(delete(OfferSession))
        await session.execute(delete(Offer).where(Offer.source_id == "deleted"))
        provider_id = await session.scalar(select(Provider.id))
        row = {"source": "test", "source_id": "new", "title": "new", "provider_id": provider_id, "revision": number}
        await session.execute(insert(Offer), [row])

    assert await found(sessions, catalogue, SearchCriteria()) == {"new"}


async def test_a_transaction_takes_one_number_and_the_next_another(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add(await _with_provider(session, offer("a")))
        await session.flush()
        session.add(await _with_provider(session, offer("b")))
        await session.flush()
        first = await next_revision(session)
    async with sessions.begin() as session:
        second = await next_revision(session)
        numbers = set(await session.scalars(select(Offer.revision)))

    assert (numbers, second) == ({first}, first + 1)


async def test_what_was_rolled_back_leaves_no_number(sessions: Sessions) -> None:
    async with sessions() as session:
        await next_revision(session)
        await session.rollback()

        assert await current_revision(session) == (0, 0)


async def test_only_what_has_changed_is_read_again(engine: AsyncEngine, sessions: Sessions) -> None:
    catalogue = Catalogue()
    await add(sessions, *(offer(str(number), ("09:00", "11:00")) for number in range(30)))
    await found(sessions, catalogue, SearchCriteria(time_until="08:00"))
    read: list[str] = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *args: read.append(args[2]))

    await found(sessions, catalogue, SearchCriteria(time_until="08:00"))
    unchanged = [statement for statement in read if "offer.revision >" in statement]
    await add(sessions, offer("new", ("09:00", "11:00")))
    read.clear()
    await found(sessions, catalogue, SearchCriteria(time_until="08:00"))

    assert unchanged == []
    assert any("offer.revision >" in statement for statement in read)


async def test_single_meetings_that_are_over_do_not_count(sessions: Sessions) -> None:
    evening_before = OfferDate(held_on=TEST_DAY.replace(year=2026), time_from="19:00", time_until="20:00")
    morning_to_come = OfferDate(held_on=TEST_DAY, time_from="09:00", time_until="10:00")
    single = offer("single")
    single.dates = [evening_before, morning_to_come]
    await add(sessions, single)

    assert await found(sessions, Catalogue()) == {"single"}


async def _with_provider(session: AsyncSession, new: Offer) -> Offer:
    new.provider_id = await session.scalar(select(Provider.id)) or 0
    return new


async def test_a_provider_with_a_new_name_is_shown_with_it(sessions: Sessions) -> None:
    catalogue = Catalogue()
    await add(sessions, offer("course", ("09:00", "11:00")))
    before = await first(sessions, catalogue)

    async with sessions.begin() as session:
        provider = (await session.scalars(select(Provider))).one()
        provider.name = "Muster-vhs"

    assert (before.provider, (await first(sessions, catalogue)).provider) == ("Muster", "Muster-vhs")


async def test_an_offer_shown_before_is_shown_from_where_she_asks_now(sessions: Sessions) -> None:
    catalogue = Catalogue()
    there = offer("course", ("09:00", "11:00"))
    there.place = "kirchheim"
    await add(sessions, there)
    without = await first(sessions, catalogue)

    async with sessions() as session:
        near = SearchCriteria(place="owen")
        result = await find_offers(session, near, today=TEST_DAY, catalogue=catalogue)

    assert without.distance_km is None
    assert result.near_misses[0].offer.distance_km is not None


async def first(sessions: Sessions, catalogue: Catalogue) -> OfferSummary:
    async with sessions() as session:
        result = await find_offers(session, SearchCriteria(), today=TEST_DAY, catalogue=catalogue)
    return result.matches[0]
