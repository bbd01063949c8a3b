"""What staff may see of the conversation store: counts, and nothing that leads to a chat."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.storage.errors import our_errors
from bot.storage.models import FeedbackRow


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """How often an answer helped on one day, in one language."""

    subject: str
    """A topic or an intent."""
    language: str
    day: date
    helped: int
    did_not_help: int


class StaffView:
    """Reads what is kept for staff, of all channels."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def feedback(self) -> list[FeedbackCount]:
        """All counts, the newest day first."""
        query = select(FeedbackRow).order_by(FeedbackRow.day.desc(), FeedbackRow.subject, FeedbackRow.language)
        with our_errors():
            async with self._sessions() as session:
                rows = await session.scalars(query)
                return [FeedbackCount(row.subject, row.language, row.day, row.helped, row.did_not_help) for row in rows]
