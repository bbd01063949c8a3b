"""Deliveries in XML are imported as a whole: twice is once, and what is gone is withdrawn."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.errors import DataFileError, DecisionNeededError
from knowledge_base.importers.imports import import_offers
from knowledge_base.importers.report import ImportReport
from knowledge_base.models import Offer, Provider
from knowledge_base.results import SearchCriteria, SeatStatus, Wish
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import CourseType

FILES = Path(__file__).parent / "files"
KUFER = (FILES / "kufer.xml").read_bytes()
CATALOGUE = (FILES / "openqcat_full.xml").read_bytes()
UPDATE = (FILES / "openqcat_update.xml").read_bytes()
TODAY = date(2027, 2, 1)


async def bring_in(session: AsyncSession, content: bytes, *, source: str = "muster", **options: bool) -> ImportReport:
    return await import_offers(
        session,
        content,
        filename="lieferung.xml",
        source=source,
        today=TODAY,
        default_provider="Muster-vhs",
        may_withdraw_many=options.get("may_withdraw_many", False),
    )


async def stored(session: AsyncSession) -> dict[str, Offer]:
    session.expire_all()
    return {offer.source_id: offer for offer in (await session.scalars(select(Offer))).unique()}


async def test_kufer_file_is_recognised_by_what_is_in_it_and_imported_twice_is_once(session: AsyncSession) -> None:
    first = await bring_in(session, KUFER)
    second = await bring_in(session, KUFER)

    assert (first.format, first.new, first.refused) == ("Kufer-XML", 6, 2)
    assert (second.new, second.changed, second.unchanged) == (0, 0, 6)
    assert (await stored(session))["27-2001"].status is SeatStatus.WAITLIST


async def test_no_teacher_is_in_any_table(session: AsyncSession) -> None:
    await bring_in(session, KUFER)

    for offer in (await stored(session)).values():
        row = repr({column.key: getattr(offer, column.key) for column in Offer.__table__.columns})
        assert "Beispielfrau" not in row
        assert "990990" not in row
    assert await session.scalar(select(func.count()).select_from(Provider)) == 1


async def test_course_that_is_gone_from_the_export_is_withdrawn(session: AsyncSession) -> None:
    await bring_in(session, KUFER)
    start, end = KUFER.index(b"  <kurs>\n    <knr>27-4001"), KUFER.index(b"  <kurs>\n    <knr>27-5001")

    await bring_in(session, KUFER[:start] + KUFER[end:])

    offers = await stored(session)
    assert [number for number, offer in offers.items() if offer.is_withdrawn] == ["27-4001"]


async def test_empty_export_asks_before_it_takes_everything_away(session: AsyncSession) -> None:
    await bring_in(session, KUFER)
    await session.commit()

    with pytest.raises(DecisionNeededError):
        await bring_in(session, b"<kurse/>")

    assert not any(offer.is_withdrawn for offer in (await stored(session)).values())


async def test_catalogue_and_its_update(session: AsyncSession) -> None:
    full = await bring_in(session, CATALOGUE)
    assert (full.format, full.new, full.refused) == ("openQ-cat-XML", 5, 2)
    assert any("außerhalb des Landkreises" in note for note in full.notes)

    await bring_in(session, UPDATE, may_withdraw_many=True)

    offers = await stored(session)
    assert {number for number, offer in offers.items() if offer.is_withdrawn} == {"300", "100-2"}
    assert offers["100"].course_type is CourseType.VOCATIONAL_GERMAN


async def test_cut_off_file_leaves_the_database_as_it_was(session: AsyncSession) -> None:
    await bring_in(session, CATALOGUE)
    await session.commit()

    with pytest.raises(DataFileError, match="mittendrin"):
        await bring_in(session, CATALOGUE[:-300])

    assert len(await stored(session)) == 5


async def test_care_read_out_of_a_text_is_one_to_ask_about_until_somebody_has_looked(session: AsyncSession) -> None:
    await bring_in(session, KUFER)
    await session.commit()

    criteria = SearchCriteria(place="nuertingen", time_until="12:00", childcare=True, child_age_years=2)
    found = await find_offers(session, criteria, today=TODAY, include_examples=False)
    offer = (await session.scalars(select(Offer).where(Offer.source_id == "27-1001"))).unique().one()
    offer.mark_edited("childcare")
    await session.flush()
    after_a_look = await find_offers(session, criteria, today=TODAY, include_examples=False)

    assert [(each.offer.source_id, each.unknown) for each in found.ask] == [("27-1001", (Wish.CHILDCARE,))]
    assert [each.source_id for each in after_a_look.matches] == ["27-1001"]
