"""Takes updates from Telegram and confirms each only when its answer is committed."""

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Protocol
from weakref import WeakValueDictionary

from telegram import Bot, Update
from telegram.error import Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.channels.telegram.updates import ALLOWED_UPDATES, chat_of, incoming, left_chat
from bot.dialogue.events import Incoming
from bot.errors import SettingsError, cause

LONG_POLL_SECONDS = 25
BATCH = 100
PAUSE_SECONDS = 2.0
"""After an error of Telegram or of the store."""

IN_FLIGHT_SECONDS = 0.5
"""While answers are still being made, Telegram is asked for newer updates this often."""

_log = logging.getLogger(__name__)


class Forgetful(Protocol):
    """Can delete everything about a chat."""

    async def forget_chat(self, chat_id: str) -> None:
        """Delete it."""


class Poller:
    """The receiving half of the Telegram channel; one process per token."""

    def __init__(self, bot: Bot, handle: Callable[[Incoming], Awaitable[None]], store: Forgetful) -> None:
        self._bot = bot
        self._handle = handle
        self._store = store
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._unconfirmed: set[int] = set()
        """Updates that were received and are not committed."""
        self._committed: set[int] = set()
        """Updates behind an unconfirmed one: Telegram brings them again, they need no second look."""
        self._last_of_chat: WeakValueDictionary[str, asyncio.Task[None]] = WeakValueDictionary()
        """The newest update of each chat; the next one waits for it."""
        self._presses: set[asyncio.Task[None]] = set()
        self._next_offset: int | None = None
        """Confirms everything received, once nothing is unconfirmed."""

    async def run(self) -> None:
        """Receive until cancelled.

        Raises:
            SettingsError: Telegram does not know the token.
        """
        while True:
            try:
                await self.step()
            except (InvalidToken, Forbidden) as error:
                raise SettingsError(
                    "Telegram does not accept TELEGRAM_TOKEN: copy it again from @BotFather."
                ) from error
            except Conflict:
                _log.error("Another program uses the same TELEGRAM_TOKEN, or a webhook is set: stop it. Trying again.")
                await asyncio.sleep(5 * PAUSE_SECONDS)
            except RetryAfter as error:
                wait = error.retry_after
                await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
            except TelegramError as error:
                _log.warning("Telegram cannot be reached: %s", cause(error))
                await asyncio.sleep(PAUSE_SECONDS)

    async def step(self) -> None:
        """One look at Telegram, and a task for each new update."""
        offset = min(self._unconfirmed, default=self._next_offset)
        if not self._unconfirmed:
            self._committed.clear()
        updates = await self._fetch(offset, wait_seconds=0 if self._tasks else LONG_POLL_SECONDS)
        if not self._unconfirmed and not updates:
            # Everything is confirmed. Numbers may start anew after a quiet week, so none is expected.
            self._next_offset = None
        received = {number for number, _ in updates}
        if received:
            # What Telegram no longer offers has expired there.
            self._unconfirmed -= {number for number in self._unconfirmed - received if number not in self._tasks}
        for number, update in updates:
            if number not in self._tasks and number not in self._committed:
                self._unconfirmed.add(number)
                chat_id = chat_of(update) if update is not None else None
                before = self._last_of_chat.get(chat_id) if chat_id else None
                task = asyncio.create_task(self._process(number, update, before))
                self._tasks[number] = task
                if chat_id:
                    self._last_of_chat[chat_id] = task
        if received:
            self._next_offset = max(received) + 1
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=IN_FLIGHT_SECONDS, return_when=asyncio.ALL_COMPLETED)

    async def _fetch(self, offset: int | None, *, wait_seconds: int) -> list[tuple[int, Update | None]]:
        """Updates by number; one that cannot be read is `None`, so that it does not hold up the others."""
        try:
            updates = await self._bot.get_updates(
                offset=offset, limit=BATCH, timeout=wait_seconds, allowed_updates=ALLOWED_UPDATES
            )
        except TelegramError:
            raise
        except Exception as error:
            _log.error("an update cannot be read: %s", cause(error))
            return await self._fetch_one_by_one(offset)
        return [(update.update_id, update) for update in updates]

    async def _fetch_one_by_one(self, offset: int | None) -> list[tuple[int, Update | None]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PTBUserWarning)  # It advises the call that has just failed.
            raw: list[dict[str, Any]] = await self._bot.do_api_request(
                "getUpdates", {"offset": offset, "limit": BATCH, "allowed_updates": ALLOWED_UPDATES}
            )
        return [(int(each["update_id"]), self._read(each)) for each in raw]

    def _read(self, raw: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(raw, self._bot)
        except Exception:
            return None

    async def _process(self, number: int, update: Update | None, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])  # One chat in order.
        try:
            if update is not None:
                await self._answer(update)
        except Exception as error:
            # Not committed, so not confirmed: Telegram brings it again.
            _log.error("update not committed: %s", cause(error))
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            self._unconfirmed.discard(number)
            self._committed.add(number)
        finally:
            self._tasks.pop(number, None)

    async def _answer(self, update: Update) -> None:
        if update.callback_query is not None:
            # Beside the turn: a slow Telegram must not hold up the answer.
            press = asyncio.create_task(self._acknowledge_press(update.callback_query.id))
            self._presses.add(press)
            press.add_done_callback(self._presses.discard)
        if (chat_id := left_chat(update)) is not None:
            await self._store.forget_chat(chat_id)
        elif (event := incoming(update)) is not None:
            await self._handle(event)

    async def _acknowledge_press(self, callback_id: str) -> None:
        """Her button stops spinning; too late or twice is no matter."""
        try:
            await self._bot.answer_callback_query(callback_id)
        except TelegramError as error:
            _log.debug("press not acknowledged: %s", cause(error))
