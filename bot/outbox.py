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

LAST_SECONDS = 5
"""For messages that are on their way when the outbox is told to stop; less than a part has to end."""

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
        self._done: set[int] = set()
        """Sent or given up, but still in the store: only the deletion is tried again."""
        self._round: asyncio.Task[int] | None = None

    def wake(self) -> None:
        """Something was committed."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; what is on its way then is finished first, or it would be sent again."""
        try:
            await self._send_for_ever()
        finally:
            if self._round is not None and not self._round.done():
                await asyncio.wait([self._round], timeout=LAST_SECONDS)

    async def _send_for_ever(self) -> None:
        while True:
            self._wake.clear()
            try:
                # Shielded: database drivers do not take a cancellation in the middle well.
                self._round = asyncio.create_task(self.send_due())
                sent = await asyncio.shield(self._round)
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
        # All of a round end before the next begins; else a message on its way would be taken up twice.
        outcomes = await asyncio.gather(*(self._deliver(delivery) for delivery in due), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                _log.error("outbox cannot be written: %s", cause(outcome))
                return 0  # A pause, instead of the same again at once.
        return len(due)

    async def _deliver(self, delivery: Delivery) -> None:
        if delivery.id in self._done:
            await self._take_out(delivery)
            return
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
            await self._take_out(delivery)
        except Exception as error:
            _log.error("delivery failed: %s", cause(error))
            wait = timedelta(seconds=min(2**delivery.attempts, LONGEST_WAIT_SECONDS))
            await self._store.postpone(delivery.id, self._now() + wait)
        else:
            await self._take_out(delivery)

    async def _take_out(self, delivery: Delivery) -> None:
        self._done.add(delivery.id)
        await self._store.delivered(delivery.id)
        self._done.discard(delivery.id)
