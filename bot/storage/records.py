"""Writes what a turn leaves besides her state, in the transaction of that turn."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.records import Rated, Record
from bot.storage.models import FeedbackRow

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def write(session: AsyncSession, record: Record, now: datetime) -> None:
    """Write one record; the caller commits."""
    await _count(session, record, now.date())


async def _count(session: AsyncSession, rated: Rated, day: date) -> None:
    """One more in the row of this subject, language and day."""
    dialect = (await session.connection()).dialect.name
    keys = {"subject": rated.subject, "language": rated.language, "day": day}
    column = FeedbackRow.helped if rated.has_helped else FeedbackRow.did_not_help
    counts = {"helped": int(rated.has_helped), "did_not_help": int(not rated.has_helped)}
    first = _INSERTS.get(dialect, insert)(FeedbackRow).values(keys | counts)
    await session.execute(first.on_conflict_do_update(index_elements=list(keys), set_={column.key: column + 1}))
