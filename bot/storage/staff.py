"""What staff may see of the conversation store: counts, questions shown to them, nothing that leads to a chat."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.storage.errors import our_errors
from bot.storage.models import FeedbackRow, ShownQuestionRow
from bot.storage.secrets import Vault


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """How often an answer helped on one day, in one language."""

    subject: str
    """A topic or an intent."""
    language: str
    day: date
    helped: int
    did_not_help: int


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """What a woman asked and was not understood, with personal data masked."""

    text: str
    language: str
    asked_on: date


class StaffView:
    """Reads what is kept for staff, of all channels."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], vault: Vault) -> None:
        self._sessions = sessions
        self._vault = vault

    async def questions(self) -> list[ShownQuestion]:
        """All questions that women let staff see, the newest first; what another key sealed is left out."""
        query = select(ShownQuestionRow).order_by(ShownQuestionRow.id.desc())
        with our_errors():
            async with self._sessions() as session:
                rows = list(await session.scalars(query))
        opened = [(self._vault.open(row.content), row) for row in rows]
        return [ShownQuestion(text.decode(), row.language, row.asked_on) for text, row in opened if text is not None]

    async def feedback(self) -> list[FeedbackCount]:
        """All counts, the newest day first."""
        query = select(FeedbackRow).order_by(FeedbackRow.day.desc(), FeedbackRow.subject, FeedbackRow.language)
        with our_errors():
            async with self._sessions() as session:
                rows = await session.scalars(query)
                return [FeedbackCount(row.subject, row.language, row.day, row.helped, row.did_not_help) for row in rows]
