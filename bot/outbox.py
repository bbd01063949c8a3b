"""Sends what was committed: in order per chat, chats side by side, until each message is delivered or refused."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.errors import ChatGone, Refused, RetryLater, cause
from bot.ports import Delivery, Store

POLL_SECONDS = 1.0
"""How long a postponed message may lie beyond its time."""

AT_ONCE = 20
"""Chats served side by side; Telegram takes about 30 messages a second."""

LONGEST_WAIT_SECONDS = 60

_log = logging.getLogger(__name__)


class Sender(Protocol):
    """Delivers one message through a channel."""

    async def send(self, delivery: Delivery) -> None:
        """Deliver it.

        Raises:
            RetryLater: the channel is busy or away.
            ChatGone: she cannot be reached any more.
            Refused: this message is never accepted.
        """


class Outbox:
    """The sending half of a channel. Sending may repeat a message after a crash; losing one is worse."""

    def __init__(
        self, store: Store, sender: Sender, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self._sender = sender
        self._now = now
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was committed."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            self._wake.clear()
            try:
                sent = await self.send_due()
            except Exception as error:
                _log.error("outbox cannot be read: %s", cause(error))
                sent = 0
            if sent == 0:
                # Not `wait_for`: in Python 3.11 it can swallow a cancellation that comes with the time-out.
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wake.wait()

    async def send_due(self) -> int:
        """Send the oldest due message of each chat; how many were tried."""
        due = await self._store.next_deliveries(self._now(), AT_ONCE)
        await asyncio.gather(*(self._deliver(delivery) for delivery in due))
        return len(due)

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            await self._sender.send(delivery)
        except RetryLater as error:
            seconds = error.seconds if error.seconds is not None else min(2**delivery.attempts, LONGEST_WAIT_SECONDS)
            _log.warning("delivery postponed by %.0f s: %s", seconds, cause(error.__cause__ or error))
            await self._store.postpone(delivery.id, self._now() + timedelta(seconds=seconds))
        except ChatGone:
            await self._store.forget_chat(delivery.chat_id)
        except Refused as error:
            _log.error("delivery refused: %s", cause(error.__cause__ or error))
            await self._store.delivered(delivery.id)
        except Exception as error:
            _log.error("delivery failed: %s", cause(error))
            wait = timedelta(seconds=min(2**delivery.attempts, LONGEST_WAIT_SECONDS))
            await self._store.postpone(delivery.id, self._now() + wait)
        else:
            await self._store.delivered(delivery.id)
