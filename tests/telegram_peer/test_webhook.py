"""Updates are posted with the secret until the bot answers 2xx."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict, RetryAfter

from tests.telegram_peer import Her, Peer


class Hook:
    """The bot's end of a webhook: a bare HTTP server that notes what it gets."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.answers: list[bytes] = []
        self._more = asyncio.Event()
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
        request = httpx.Response(200, content=await reader.readexactly(int(headers["content-length"])))
        self.requests.append((headers, request.json()))
        self._more.set()
        status, _, body = (self.answers.pop(0) if self.answers else b"200 OK").partition(b"|")
        writer.write(b"HTTP/1.1 %b\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body))
        await writer.drain()
        writer.close()

    async def got(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(5):
            while len(self.requests) < count:
                self._more.clear()
                await self._more.wait()
        return [body for _, body in self.requests]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    server = await asyncio.start_server(hook.serve, "127.0.0.1", 0)
    hook.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    yield hook
    server.close()


async def test_an_update_is_posted_with_the_secret(peer: Peer, bot: Bot, she: Her, hook: Hook) -> None:
    await bot.set_webhook(hook.url, secret_token="s3cret-_")

    update_id = (await she.writes("hello"))["update_id"]

    assert (await hook.got(1))[0]["update_id"] == update_id
    assert hook.requests[0][0]["x-telegram-bot-api-secret-token"] == "s3cret-_"
    await asyncio.sleep(0.1)
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_a_failed_update_comes_again_and_holds_back_only_her_chat(
    peer: Peer, bot: Bot, she: Her, hook: Hook
) -> None:
    hook.answers = [b"500 Internal Server Error", b"500 Internal Server Error"]
    await peer.rules(webhook_retry_seconds=0.3)
    await bot.set_webhook(hook.url)
    first = (await she.writes("one"))["update_id"]
    second = (await she.writes("two"))["update_id"]
    await hook.got(2)

    info = await bot.get_webhook_info()
    other = (await peer.her(2).writes("three"))["update_id"]

    assert info.pending_update_count == 2 and "500" in str(info.last_error_message)
    assert [body["update_id"] for body in await hook.got(5)] == [first, first, other, first, second]


async def test_a_call_in_the_answer_is_made(bot: Bot, she: Her, hook: Hook) -> None:
    hook.answers = [b'200 OK|{"method": "sendMessage", "chat_id": 1001, "text": "from the answer"}']
    await bot.set_webhook(hook.url)

    await she.writes("hello")

    assert (await she.gets(1))[0].text == "from the answer"


async def test_polling_and_webhook_exclude_each_other(bot: Bot, she: Her, hook: Hook) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.3)
    await bot.set_webhook(hook.url)

    with pytest.raises(Conflict, match="setWebhook"):
        await polling
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()

    await bot.delete_webhook()
    await she.writes("back to polling")
    assert len(await bot.get_updates(timeout=2)) == 1


async def test_webhooks_that_are_refused(peer: Peer, bot: Bot, hook: Hook) -> None:
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook(hook.url, secret_token="ü")
    await bot.set_webhook(hook.url)
    with pytest.raises(RetryAfter):
        await bot.set_webhook(hook.url)

    await peer.rules(webhook_needs_https=True, set_webhook_pause_seconds=0)
    for url in (hook.url, "https://example.org:8082/hook"):
        with pytest.raises(BadRequest, match=r"(?i)bad webhook"):
            await bot.set_webhook(url)


async def test_pending_updates_are_dropped_only_when_asked(peer: Peer, bot: Bot, she: Her) -> None:
    await she.writes("kept")
    await bot.delete_webhook()
    assert len(await peer.unconfirmed()) == 1

    await bot.delete_webhook(drop_pending_updates=True)
    assert await peer.unconfirmed() == []
