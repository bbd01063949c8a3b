"""The whole Telegram channel: receiving, sending, profile."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from telegram import Bot
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest

from bot.channels.telegram.poller import LONG_POLL_SECONDS, Forgetful, Poller
from bot.channels.telegram.profile import publish_profile
from bot.dialogue.events import Incoming
from bot.errors import SettingsError
from bot.rendering.language import Language

CONNECTIONS = 32


def make_bot(token: str, api_url: str) -> Bot:
    """The Bot API client; `api_url` is its root, methods are at `<api_url>/bot<token>/<method>`.

    Raises:
        SettingsError: the token cannot be one.
    """
    root = api_url.rstrip("/")
    try:
        return Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=HTTPXRequest(connection_pool_size=CONNECTIONS, pool_timeout=30, read_timeout=20),
            get_updates_request=HTTPXRequest(read_timeout=LONG_POLL_SECONDS + 10),
        )
    except InvalidToken as error:
        raise SettingsError("TELEGRAM_TOKEN is not a token: copy it again from @BotFather.") from error


async def run_telegram(
    bot: Bot,
    handle: Callable[[Incoming], Awaitable[None]],
    store: Forgetful,
    send_outbox: Callable[[], Awaitable[None]],
    languages: Iterable[Language],
) -> None:
    """Receive and send until cancelled.

    Raises:
        SettingsError: Telegram does not know the token.
    """
    poller = Poller(bot, handle, store)
    profile = asyncio.create_task(publish_profile(bot, languages))
    sending = asyncio.ensure_future(send_outbox())
    try:
        await poller.run()
    finally:
        for task in (profile, sending):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
