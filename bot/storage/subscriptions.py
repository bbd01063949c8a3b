"""Searches she wants to be told about, on SQLite or PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.dialogue.events import Subscription
from bot.dialogue.records import WATCH_DAYS, Watch
from bot.dialogue.state import Wishes
from bot.ports import Watched
from bot.rendering.message import Message
from bot.storage.errors import our_errors
from bot.storage.models import SubscriptionRow
from bot.storage.parcels import put_into_outbox
from bot.storage.secrets import Vault


@dataclass(frozen=True, slots=True)
class _Content:
    """What is sealed in a row."""

    chat_id: str
    language: str
    wishes: Wishes
    told: frozenset[int] = frozenset()


_contents = TypeAdapter(_Content)


class SubscriptionStore:
    """The searches of one channel that somebody wants to be told about."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], vault: Vault, channel: str) -> None:
        self._sessions = sessions
        self._vault = vault
        self._channel = channel

    async def due(self, today: date) -> list[Watched]:
        """Those that have not ended and of which nothing was told today."""
        is_due = or_(SubscriptionRow.told_on.is_(None), SubscriptionRow.told_on < today)
        query = select(SubscriptionRow).where(
            SubscriptionRow.channel == self._channel, SubscriptionRow.ends_on >= today, is_due
        )
        with our_errors():
            async with self._sessions() as session:
                rows = list(await session.scalars(query.order_by(SubscriptionRow.chat)))
        found = []
        for row in rows:
            if content := _opened(self._vault, row):
                found.append(Watched(content.chat_id, content.language, content.wishes, content.told, row.content))
        return found

    async def tell(
        self, watched: Watched, offer_ids: frozenset[int], messages: Sequence[Message], now: datetime
    ) -> bool:
        """Put the messages into the outbox and note what they tell; `False` when she has stopped or changed it."""
        content = _Content(watched.chat_id, watched.language, watched.wishes, watched.told | offer_ids)
        values = {"content": _sealed(self._vault, content), "told_on": now.date()}
        chat = self._vault.pseudonym(self._channel, watched.chat_id)
        is_unchanged = (SubscriptionRow.chat == chat) & (SubscriptionRow.content == watched.version)
        with our_errors():
            async with self._sessions() as session:
                changed = await session.execute(
                    update(SubscriptionRow).where(is_unchanged).values(values).returning(SubscriptionRow.chat)
                )
                if changed.one_or_none() is None:
                    return False
                await put_into_outbox(session, self._vault, self._channel, watched.chat_id, messages, now)
                await session.commit()
        return True


async def subscribe(session: AsyncSession, vault: Vault, channel: str, chat_id: str, watch: Watch, today: date) -> None:
    """Begin to watch, in place of what the chat watched before; the caller commits.

    What she has been told stays told, and one message a day stays one.
    """
    row = await session.get(SubscriptionRow, vault.pseudonym(channel, chat_id))
    before = _opened(vault, row) if row else None
    content = _Content(chat_id, watch.language, watch.wishes, before.told if before else frozenset())
    if row is None:
        row = SubscriptionRow(chat=vault.pseudonym(channel, chat_id), channel=channel)
        session.add(row)
    row.content = _sealed(vault, content)
    row.ends_on = today + timedelta(days=WATCH_DAYS)


async def speak(session: AsyncSession, vault: Vault, chat: str, language: str) -> None:
    """She has changed her language: what she is told comes in the new one; the caller commits."""
    row = await session.get(SubscriptionRow, chat)
    content = _opened(vault, row) if row else None
    if row is not None and content is not None and content.language != language:
        row.content = _sealed(vault, replace(content, language=language))


def as_subscription(vault: Vault, row: SubscriptionRow) -> Subscription | None:
    """What she is shown of a row; `None` when it cannot be read any more."""
    content = _opened(vault, row)
    return Subscription(content.wishes, row.ends_on) if content else None


def _sealed(vault: Vault, content: _Content) -> bytes:
    return vault.seal(_contents.dump_json(content))


def _opened(vault: Vault, row: SubscriptionRow) -> _Content | None:
    """What is watched; `None` when another key or an older program sealed it."""
    opened = vault.open(row.content)
    try:
        return None if opened is None else _contents.validate_json(opened)
    except ValidationError:
        return None
