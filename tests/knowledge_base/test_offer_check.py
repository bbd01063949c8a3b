"""Staff are told which offers somebody should look at."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.importers.check import Problem, check_offers
from knowledge_base.models import Offer, OfferSession, Provider
from knowledge_base.results import PriceKind
from knowledge_base.vocabulary import Childcare, Weekday
from tests.knowledge_base.conftest import TEST_DAY

COMPLETE = {
    "title": "Deutsch B1 am Vormittag", "price_kind": PriceKind.FREE, "childcare": Childcare.NONE,
    "url": "https://example.org", "last_checked_on": TEST_DAY, "start_on": date(2027, 3, 1), "place": "wernau",
}  # fmt: skip


def add(session: AsyncSession, number: str, *, source: str = "vhs", **values: object) -> None:
    slot = OfferSession(weekday=Weekday.MON, time_from="09:00", time_until="11:00")
    values = {"sessions": [slot], **COMPLETE, **values}
    provider = Provider(source=source, source_id=f"{source}{number}", name="vhs Muster")
    session.add(Offer(source=source, source_id=number, provider=provider, **values))


async def problems(session: AsyncSession) -> dict[str, tuple[Problem, ...]]:
    await session.flush()
    report = await check_offers(session, today=TEST_DAY)
    assert report.checked >= len(report.offers)
    return {offer.source_id: offer.problems for offer in report.offers}


async def test_each_gap_is_named_and_a_complete_offer_is_not(session: AsyncSession) -> None:
    add(session, "complete")
    add(session, "over", end_on=TEST_DAY - timedelta(days=1), price_kind=PriceKind.UNKNOWN)
    add(session, "stale", last_checked_on=TEST_DAY - timedelta(days=61))
    add(session, "fresh enough", last_checked_on=TEST_DAY - timedelta(days=60))
    add(session, "never checked", last_checked_on=None)
    add(session, "no times", sessions=[])
    add(session, "by agreement", sessions=[], schedule_note="nach Vereinbarung")
    add(session, "no price", price_kind=PriceKind.UNKNOWN)
    add(session, "no care", childcare=Childcare.UNKNOWN)
    add(session, "no contact", url=None)
    add(session, "withdrawn", url=None, is_withdrawn=True)
    add(session, "example", url=None, is_example=True)

    assert await problems(session) == {
        "over": (Problem.EXPIRED,),
        "stale": (Problem.STALE,),
        "never checked": (Problem.STALE,),
        "no times": (Problem.NO_TIMES,),
        "no price": (Problem.NO_PRICE,),
        "no care": (Problem.NO_CHILDCARE,),
        "no contact": (Problem.NO_CONTACT,),
    }


async def test_same_course_from_two_sources_is_told_on_both_sides(session: AsyncSession) -> None:
    add(session, "1")
    add(session, "2", title="Ganz anderes")
    add(session, "K-1", source="kursnet", title="Deutsch B1 vormittags am Vormittag")
    add(session, "K-2", source="kursnet", title="Deutsch B1 am Vormittag", start_on=date(2027, 3, 2))
    await session.flush()

    report = await check_offers(session, today=TEST_DAY)

    assert {offer.source_id: offer.doubles for offer in report.offers} == {
        "1": ("kursnet, K-1",), "K-1": ("vhs, 1",),
    }  # fmt: skip
    assert report.counts == {Problem.DUPLICATE: 2}
