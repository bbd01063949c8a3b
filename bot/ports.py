"""What the conversation needs from the outside world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.dialogue.events import (
    KnowledgeFact,
    KnowledgeRequest,
    NothingToRead,
    NotUnderstood,
    Subscription,
    Understood,
)
from bot.dialogue.records import Record
from bot.dialogue.state import ConversationState, Wishes
from bot.rendering.message import Message


class Understanding(Protocol):
    """Reads her words."""

    async def understand(self, text: str, *, language: str | None) -> Understood | NotUnderstood | NothingToRead:
        """What a text means; `language` is what the conversation speaks. Never raises for anything she writes."""


class Knowledge(Protocol):
    """Fetches facts."""

    async def fetch(self, request: KnowledgeRequest, *, language: str) -> KnowledgeFact:
        """The fact that was asked for.

        Raises:
            KnowledgeError: it cannot be read now.
        """


@dataclass(frozen=True, slots=True)
class Memory:
    """What the store knows when an update comes in."""

    is_handled: bool
    """This update was answered before."""
    state: ConversationState | None
    """`None`: a new conversation, or a forgotten one."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way out."""

    id: int
    chat_id: str
    message: Message
    attempts: int
    """How often sending failed."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A search that she wants to be told about."""

    chat_id: str
    language: str
    wishes: Wishes
    told: frozenset[int]
    """Ids of the offers she was told about."""
    version: bytes
    """Changes with everything else here."""


class Subscriptions(Protocol):
    """The searches of one channel that somebody wants to be told about."""

    async def due(self, today: date) -> list[Watched]:
        """Those that have not ended and of which nothing was told today."""

    async def tell(
        self, watched: Watched, offer_ids: frozenset[int], messages: Sequence[Message], now: datetime
    ) -> bool:
        """Put the messages into the outbox and note what they tell; `False` when she has stopped or changed it."""


class Store(Protocol):
    """Keeps state, handled updates and the outbox of one channel."""

    async def recall(self, chat_id: str, update_id: str) -> Memory:
        """Her state, and whether this update was handled."""

    async def commit(
        self,
        chat_id: str,
        update_id: str,
        state: ConversationState | None,
        messages: Sequence[Message],
        records: Sequence[Record] = (),
    ) -> None:
        """All of it in one transaction; without a state everything about the chat is deleted."""

    async def next_deliveries(self, now: datetime, limit: int) -> list[Delivery]:
        """The oldest waiting message of each chat that is due."""

    async def delivered(self, delivery_id: int) -> None:
        """Sent: its text is deleted."""

    async def postpone(self, delivery_id: int, until: datetime) -> None:
        """Not sent yet: try again then, and nothing else in this chat before it."""

    async def subscription(self, chat_id: str) -> Subscription | None:
        """What this chat wants to be told about."""

    async def forget_chat(self, chat_id: str) -> None:
        """Delete everything about a chat."""
