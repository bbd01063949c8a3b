"""Numbers the changes to offers, so that a search kept in memory knows what it has not read yet.

Each transaction that writes offers takes one number and keeps the row that counts locked until it commits. So numbers
become visible in their order: who has read up to a number has missed nothing below it.
"""

from typing import Any

from sqlalchemy import Connection, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from knowledge_base.models import CatalogueState, Offer, Provider

_THE_ROW = 1
_NUMBER = "offer_revision"
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def next_revision(session: AsyncSession, *, deletes: bool = False) -> int:
    """The number of this transaction's changes to offers, the same however often it is asked for.

    Who writes offers by bulk statements stamps them with it as `Offer.revision`; what goes through the ORM is stamped
    without asking.

    Args:
        deletes: offers are deleted by a bulk statement, which leaves no row to stamp.
    """
    return await session.run_sync(_number, deletes)


async def current_revision(session: AsyncSession) -> tuple[int, int]:
    """The number of the last change, and of the last one that deleted offers; 0 and 0 when nothing was written yet."""
    statement = select(CatalogueState.revision, CatalogueState.rebuilt_at_revision)
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else (0, 0)


def _number(session: Session, deletes: bool) -> int:
    connection = session.connection()
    number: int | None = session.info.get(_NUMBER)
    if number is None:
        number = session.info[_NUMBER] = _take(connection)
    if deletes:
        connection.execute(update(CatalogueState).values(rebuilt_at_revision=number))
    return number


def _take(connection: Connection) -> int:
    first = _INSERTS.get(connection.dialect.name, insert)(CatalogueState)
    connection.execute(
        first.values(id=_THE_ROW, revision=0, rebuilt_at_revision=0).on_conflict_do_nothing(index_elements=["id"])
    )
    counted = update(CatalogueState).values(revision=CatalogueState.revision + 1).returning(CatalogueState.revision)
    number: int = connection.execute(counted).scalar_one()
    return number


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: Any, _instances: Any) -> None:
    changed = [offer for offer in session.new if isinstance(offer, Offer)]
    changed += [offer for offer in session.dirty if isinstance(offer, Offer) and session.is_modified(offer)]
    deletes = any(isinstance(row, Offer) for row in session.deleted)
    # The name of a provider stands on every offer of it.
    is_renamed = any(isinstance(row, Provider) and session.is_modified(row) for row in session.dirty)
    if changed or deletes or is_renamed:
        number = _number(session, deletes)
        for offer in changed:
            offer.revision = number


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: Any) -> None:
    if transaction.parent is None:
        session.info.pop(_NUMBER, None)
