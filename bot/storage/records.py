"""Writes what a turn leaves besides her state, in the transaction of that turn."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.records import QuestionShown, Rated, Record, StopWatching, Watch
from bot.storage.models import FeedbackRow, ShownQuestionRow, SubscriptionRow
from bot.storage.secrets import Vault
from bot.storage.subscriptions import subscribe

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def write(session: AsyncSession, vault: Vault, channel: str, chat_id: str, record: Record, now: datetime) -> None:
    """Write one record; the caller commits."""
    match record:
        case Rated():
            await _count(session, record, now.date())
        case QuestionShown(text, language):
            session.add(ShownQuestionRow(content=vault.seal(text.encode()), language=language, asked_on=now.date()))
        case Watch():
            await subscribe(session, vault, channel, chat_id, record, now.date())
        case StopWatching():
            mine = SubscriptionRow.chat == vault.pseudonym(channel, chat_id)
            await session.execute(delete(SubscriptionRow).where(mine))


async def _count(session: AsyncSession, rated: Rated, day: date) -> None:
    """One more in the row of this subject, language and day."""
    dialect = (await session.connection()).dialect.name
    keys = {"subject": rated.subject, "language": rated.language, "day": day}
    column = FeedbackRow.helped if rated.has_helped else FeedbackRow.did_not_help
    counts = {"helped": int(rated.has_helped), "did_not_help": int(not rated.has_helped)}
    first = _INSERTS.get(dialect, insert)(FeedbackRow).values(keys | counts)
    await session.execute(first.on_conflict_do_update(index_elements=list(keys), set_={column.key: column + 1}))
