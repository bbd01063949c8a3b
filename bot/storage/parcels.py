"""Messages on their way, sealed together with their address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ConfigDict, TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rendering.message import Message
from bot.storage.models import OutboxRow
from bot.storage.secrets import Vault


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message and the chat it goes to."""

    # For pictures and files in a message.
    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    chat_id: str
    message: Message


_parcels = TypeAdapter(Parcel)


async def put_into_outbox(
    session: AsyncSession, vault: Vault, channel: str, chat_id: str, messages: Sequence[Message], now: datetime
) -> None:
    """Let messages wait for delivery, in this order; the caller commits."""
    chat = vault.pseudonym(channel, chat_id)
    for message in messages:
        sealed = vault.seal(_parcels.dump_json(Parcel(chat_id, message)))
        session.add(OutboxRow(channel=channel, chat=chat, content=sealed, due_at=now))
        await session.flush()  # Rows are numbered in the order of the messages.


def open_parcel(vault: Vault, sealed: bytes) -> Parcel | None:
    """The parcel; `None` when another key or an older program made it, so that nobody can deliver it any more."""
    opened = vault.open(sealed)
    try:
        return None if opened is None else _parcels.validate_json(opened)
    except ValidationError:
        return None
