"""The conversation store on SQLite or PostgreSQL."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.dialogue.events import Subscription
from bot.dialogue.records import Record
from bot.dialogue.state import ConversationState
from bot.ports import Delivery, Memory
from bot.rendering.message import Message
from bot.storage import records as records_of_turns
from bot.storage.errors import our_errors
from bot.storage.models import ConversationRow, HandledUpdateRow, OutboxRow, ShownQuestionRow, SubscriptionRow
from bot.storage.parcels import open_parcel, put_into_outbox
from bot.storage.secrets import Vault
from bot.storage.subscriptions import as_subscription, speak

UPDATES_KEPT = timedelta(days=3)
"""Telegram delivers an update for at most 24 hours. Source: Bot API, getUpdates."""


_states = TypeAdapter(ConversationState)


class ConversationStore:
    """State, handled updates and outbox of one channel."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        vault: Vault,
        channel: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sessions = sessions
        self._vault = vault
        self._channel = channel
        self._now = now

    async def recall(self, chat_id: str, update_id: str) -> Memory:
        """Her state, and whether this update was handled."""
        with our_errors():
            async with self._sessions() as session:
                if await session.get(HandledUpdateRow, (self._channel, update_id)):
                    return Memory(is_handled=True, state=None)
                row = await session.get(ConversationRow, self._chat(chat_id))
                return Memory(is_handled=False, state=self._read_state(row.state) if row else None)

    async def commit(
        self,
        chat_id: str,
        update_id: str,
        state: ConversationState | None,
        messages: Sequence[Message],
        records: Sequence[Record] = (),
    ) -> None:
        """All of it in one transaction; an update that was handled meanwhile changes nothing."""
        now, chat = self._now(), self._chat(chat_id)
        with our_errors():
            async with self._sessions() as session:
                session.add(HandledUpdateRow(channel=self._channel, update_id=update_id, handled_at=now))
                try:
                    await session.flush()
                except IntegrityError:
                    await session.rollback()
                    return
                await session.execute(delete(ConversationRow).where(ConversationRow.chat == chat))
                if state is not None:
                    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
                    sealed = self._vault.seal(_states.dump_json(state))
                    session.add(ConversationRow(chat=chat, state=sealed, used_at=today))
                    await speak(session, self._vault, chat, state.language)
                else:
                    await session.execute(delete(OutboxRow).where(OutboxRow.chat == chat))
                    await session.execute(delete(SubscriptionRow).where(SubscriptionRow.chat == chat))
                for record in records:
                    await records_of_turns.write(session, self._vault, self._channel, chat_id, record, now)
                await put_into_outbox(session, self._vault, self._channel, chat_id, messages, now)
                await session.commit()

    async def next_deliveries(self, now: datetime, limit: int) -> list[Delivery]:
        """The oldest waiting message of each chat that is due."""
        oldest = (
            select(func.min(OutboxRow.id)).where(OutboxRow.channel == self._channel).group_by(OutboxRow.chat)
        ).scalar_subquery()
        query = select(OutboxRow).where(OutboxRow.id.in_(oldest), OutboxRow.due_at <= now).order_by(OutboxRow.id)
        return await self._deliveries(query.limit(limit))

    async def waiting_for(self, chat_id: str) -> list[Delivery]:
        """Everything that waits for one chat, in order: for channels where she fetches it herself."""
        query = select(OutboxRow).where(OutboxRow.channel == self._channel, OutboxRow.chat == self._chat(chat_id))
        return await self._deliveries(query.order_by(OutboxRow.id))

    async def fetched(self, chat_id: str, last_id: int) -> None:
        """She has everything up to this message: the texts are deleted."""
        with our_errors():
            async with self._sessions.begin() as session:
                mine = OutboxRow.channel == self._channel, OutboxRow.chat == self._chat(chat_id)
                await session.execute(delete(OutboxRow).where(*mine, OutboxRow.id <= last_id))

    async def delivered(self, delivery_id: int) -> None:
        """Sent: its text is deleted."""
        with our_errors():
            async with self._sessions.begin() as session:
                await session.execute(delete(OutboxRow).where(OutboxRow.id == delivery_id))

    async def postpone(self, delivery_id: int, until: datetime) -> None:
        """Not sent yet: try again then."""
        with our_errors():
            async with self._sessions.begin() as session:
                values = {"due_at": until, "attempts": OutboxRow.attempts + 1}
                await session.execute(update(OutboxRow).where(OutboxRow.id == delivery_id).values(values))

    async def subscription(self, chat_id: str) -> Subscription | None:
        """What this chat wants to be told about, while it has not ended."""
        with our_errors():
            async with self._sessions() as session:
                row = await session.get(SubscriptionRow, self._chat(chat_id))
        return as_subscription(self._vault, row) if row and row.ends_on >= self._now().date() else None

    async def forget_chat(self, chat_id: str) -> None:
        """Delete everything about a chat."""
        chat = self._chat(chat_id)
        with our_errors():
            async with self._sessions.begin() as session:
                for table in (ConversationRow, OutboxRow, SubscriptionRow):
                    await session.execute(delete(table).where(table.chat == chat))

    async def forget_old(self, retention: timedelta) -> int:
        """Delete conversations without a message for that long, of all channels; how many there were.

        Questions shown to staff are deleted when they are that old, subscriptions when they have ended.
        """
        now = self._now()
        with our_errors():
            async with self._sessions.begin() as session:
                old = list(
                    await session.scalars(select(ConversationRow.chat).where(ConversationRow.used_at < now - retention))
                )
                await session.execute(delete(ConversationRow).where(ConversationRow.used_at < now - retention))
                await session.execute(delete(OutboxRow).where(OutboxRow.due_at < now - retention))
                is_old = ShownQuestionRow.asked_on < (now - retention).date()
                await session.execute(delete(ShownQuestionRow).where(is_old))
                await session.execute(delete(SubscriptionRow).where(SubscriptionRow.ends_on < now.date()))
                await session.execute(delete(HandledUpdateRow).where(HandledUpdateRow.handled_at < now - UPDATES_KEPT))
        return len(old)

    def _chat(self, chat_id: str) -> str:
        return self._vault.pseudonym(self._channel, chat_id)

    def _read_state(self, sealed: bytes) -> ConversationState | None:
        """The stored state; one of an older program or key that cannot be read is a fresh start."""
        opened = self._vault.open(sealed)
        if opened is None:
            return None
        try:
            return _states.validate_json(opened)
        except ValidationError:
            return None

    async def _deliveries(self, query: Select[OutboxRow]) -> list[Delivery]:
        with our_errors():
            async with self._sessions() as session:
                rows = list(await session.scalars(query))
        deliveries = []
        for row in rows:
            parcel = open_parcel(self._vault, row.content)
            if parcel is None:  # One such row must not hold up all others.
                await self.delivered(row.id)
                continue
            deliveries.append(Delivery(row.id, parcel.chat_id, parcel.message, row.attempts))
        return deliveries
