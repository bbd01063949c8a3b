"""What an export takes out of the database."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.database import our_errors
from knowledge_base.exporters.hsds import CounsellingPlace
from knowledge_base.models import Certainty, Contact, Offer
from knowledge_base.results import Session


async def offers_to_export(
    session: AsyncSession, *, sources: Collection[str] = (), include_examples: bool = False
) -> Sequence[Offer]:
    """The offers that were not taken back, of these sources or of all, by source and number.

    Raises:
        UnavailableError: the database could not be read.
    """
    query = select(Offer).where(Offer.is_withdrawn.is_(False)).order_by(Offer.source, Offer.source_id, Offer.id)
    if sources:
        query = query.where(Offer.source.in_(sources))
    if not include_examples:
        query = query.where(Offer.is_example.is_(False))
    with our_errors():
        return (await session.scalars(query)).unique().all()


async def places_to_export(session: AsyncSession) -> list[CounsellingPlace]:
    """All confirmed counselling places with their languages and hours, in the order in which they are shown.

    Raises:
        UnavailableError: the database could not be read.
    """
    with our_errors():
        confirmed = select(Contact).where(Contact.certainty != Certainty.UNSURE)
        contacts = (await session.scalars(confirmed.order_by(Contact.position, Contact.id))).all()
    return [
        CounsellingPlace(
            contact,
            tuple(contact.staff_languages),
            tuple(Session(span.weekday, span.time_from, span.time_until) for span in contact.hours),
            contact.hours_note,
        )
        for contact in contacts
    ]
