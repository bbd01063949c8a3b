"""The outbox ends when it is told to, at any moment, and does not lose what it cannot send yet."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot import outbox as outbox_module
from bot.dialogue.state import ConversationState
from bot.errors import ChatGone, Refused, RetryLater, StorageError
from bot.outbox import Outbox
from bot.ports import Delivery
from bot.rendering.message import Direction, Message
from bot.storage.store import ConversationStore

HELLO = Message("hallo", "de", Direction.LTR)


class Channel:
    """Takes messages, or refuses them as the test says."""

    def __init__(self, *refusals: Exception) -> None:
        self.refusals = list(refusals)
        self.sent: list[str] = []

    async def send(self, delivery: Delivery) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.sent.append(delivery.message.text)


async def test_it_ends_whenever_it_is_told_to(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_module, "POLL_SECONDS", 0.001)
    for pause in range(60):
        task = asyncio.create_task(Outbox(store, Channel()).run())
        await asyncio.sleep(pause / 5000)
        task.cancel()
        with suppress(asyncio.CancelledError):
            async with asyncio.timeout(5):
                await task
        assert task.done()


async def test_a_message_that_cannot_be_sent_now_is_sent_when_the_channel_says(store: ConversationStore) -> None:
    channel, clock = Channel(RetryLater("busy", seconds=30)), [datetime.now(UTC) + timedelta(seconds=1)]
    outbox = Outbox(store, channel, now=lambda: clock[0])
    await store.commit("7", "1", ConversationState(), [HELLO])

    await outbox.send_due()
    early = await outbox.send_due()
    clock[0] += timedelta(seconds=31)
    await outbox.send_due()

    assert early == 0
    assert channel.sent == ["hallo"]


async def test_each_failure_waits_longer_but_never_more_than_a_minute(store: ConversationStore) -> None:
    channel, clock = Channel(*[RetryLater("away")] * 12), [datetime.now(UTC) + timedelta(seconds=1)]
    outbox = Outbox(store, channel, now=lambda: clock[0])
    await store.commit("7", "1", ConversationState(), [HELLO])

    for _ in range(13):
        assert await outbox.send_due() == 1
        clock[0] += timedelta(seconds=61)

    assert channel.sent == ["hallo"]


async def test_a_store_that_cannot_be_written_does_not_repeat_the_message(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = Channel()
    outbox = Outbox(store, channel)
    await store.commit("7", "1", ConversationState(), [HELLO])
    delivered = store.delivered

    async def full(_: int) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(store, "delivered", full)
    for _ in range(5):
        await outbox.send_due()
    monkeypatch.setattr(store, "delivered", delivered)
    await outbox.send_due()

    assert channel.sent == ["hallo"]
    assert await store.waiting_for("7") == []


async def test_a_refused_message_does_not_hold_back_the_next(store: ConversationStore) -> None:
    channel = Channel(Refused("never"))
    outbox = Outbox(store, channel)
    await store.commit("7", "1", ConversationState(), [HELLO, Message("zweite", "de", Direction.LTR)])

    await outbox.send_due()
    await outbox.send_due()

    assert channel.sent == ["zweite"]


async def test_a_chat_that_is_gone_is_forgotten(store: ConversationStore) -> None:
    outbox = Outbox(store, Channel(ChatGone("blocked")))
    await store.commit("7", "1", ConversationState(language="tr"), [HELLO, HELLO])

    await outbox.send_due()

    assert await store.waiting_for("7") == []
    assert (await store.recall("7", "2")).state is None
