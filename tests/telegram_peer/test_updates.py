"""Updates reach the bot at least once, in order, to one poller."""

import asyncio
import time

import httpx
import pytest
from telegram import Bot
from telegram.error import Conflict

from tests.telegram_peer import Her, Peer


async def test_her_first_message_arrives_as_telegram_sends_it(peer: Peer, bot: Bot) -> None:
    await peer.her(77, name="Olena", language="uk").writes("/start kita_b1")

    update = (await bot.get_updates())[0]

    message = update.effective_message
    assert message and message.text == "/start kita_b1"
    assert message.entities[0].type == "bot_command" and message.entities[0].length == 6
    assert message.chat.type == "private" and message.chat.id == 77
    assert message.from_user and message.from_user.language_code == "uk"
    assert abs(message.date.timestamp() - time.time()) < 5


async def test_a_language_that_her_app_does_not_tell_is_missing(peer: Peer, bot: Bot) -> None:
    await peer.her().writes("hi")

    user = (await bot.get_updates())[0].effective_user

    assert user and user.language_code is None


async def test_unconfirmed_updates_come_again_until_the_offset_passes_them(peer: Peer, bot: Bot) -> None:
    she = peer.her()
    ids = [(await she.writes(text))["update_id"] for text in ("one", "two", "three")]

    first = await bot.get_updates()
    again = await bot.get_updates()
    rest = await bot.get_updates(offset=ids[1])

    assert [u.update_id for u in first] == [u.update_id for u in again] == ids == list(range(ids[0], ids[0] + 3))
    assert [u.update_id for u in rest] == ids[1:]
    assert await peer.unconfirmed() == ids[1:]


async def test_limit_and_negative_offset(peer: Peer, bot: Bot) -> None:
    she = peer.her()
    ids = [(await she.writes(text))["update_id"] for text in ("one", "two", "three")]

    limited = await bot.get_updates(limit=2)
    last = await bot.get_updates(offset=-1)

    assert [u.update_id for u in limited] == ids[:2]
    assert [u.update_id for u in last] == ids[2:]
    assert await peer.unconfirmed() == ids[2:]


async def test_a_long_poll_waits_for_her(peer: Peer, bot: Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.3)
    assert not polling.done()

    await peer.her().writes("hello")

    assert len(await asyncio.wait_for(polling, 2)) == 1


async def test_a_killed_bot_loses_nothing(peer: Peer, api: httpx.AsyncClient) -> None:
    polling = asyncio.create_task(api.get("/getUpdates", params={"timeout": 30}))
    await asyncio.sleep(0.2)
    polling.cancel()
    update_id = (await peer.her().writes("are you there?"))["update_id"]

    async with Bot(peer.token, base_url=peer.bot_url) as restarted:
        updates = await restarted.get_updates(timeout=5)

    assert [update.update_id for update in updates] == [update_id]


async def test_an_empty_long_poll_ends_with_its_timeout(peer: Peer, bot: Bot) -> None:
    began = time.monotonic()

    updates = await bot.get_updates(timeout=1)

    assert not updates and 0.9 < time.monotonic() - began < 3


async def test_polling_again_in_vain_with_the_same_offset_is_slowed_down(peer: Peer, bot: Bot) -> None:
    await peer.rules(repeat_poll_seconds=0.6)
    await bot.get_updates(timeout=0)
    began = time.monotonic()

    await bot.get_updates(timeout=0)

    assert time.monotonic() - began > 0.5


async def test_a_second_poller_ends_the_first(peer: Peer, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.3)
    async with Bot(peer.token, base_url=peer.bot_url) as other:
        second = asyncio.create_task(other.get_updates(timeout=10))

        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await asyncio.wait_for(first, 2)

        await peer.her().writes("for the second")
        assert len(await asyncio.wait_for(second, 2)) == 1


async def test_only_allowed_updates_come_and_the_choice_is_remembered(peer: Peer, she: Her, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["message", "my_chat_member"])
    message_id = (await she.writes("text"))["message_id"]

    edited = await she.edits(message_id, "other text")
    blocked = await she.blocks()

    assert edited["update_id"] is None
    updates = await bot.get_updates()
    assert [u.update_id for u in updates][-1] == blocked["update_id"]
    assert updates[-1].my_chat_member and updates[-1].my_chat_member.new_chat_member.status == "kicked"


async def test_an_old_update_comes_again_on_demand(peer: Peer, bot: Bot) -> None:
    update_id = (await peer.her().writes("once"))["update_id"]
    assert await bot.get_updates(offset=update_id + 1, timeout=0) == ()

    await peer.redelivers(update_id)

    assert [u.update_id for u in await bot.get_updates(offset=update_id + 1)] == [update_id]
    assert await peer.unconfirmed() == []


async def test_updates_outlive_the_bot_but_presses_not_for_long(peer: Peer, she: Her, api: httpx.AsyncClient) -> None:
    await she.forges("old press")
    written = await she.writes("still here")

    await peer.skips(200)
    assert await peer.unconfirmed() == [written["update_id"]]

    await peer.skips(24 * 3600)
    assert (await api.get("/getUpdates")).json() == {"ok": True, "result": []}


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "location", "contact", "document"])
async def test_she_can_send_anything(peer: Peer, bot: Bot, kind: str) -> None:
    await peer.her().sends(kind)

    message = (await bot.get_updates())[0].message

    assert message and message.text is None and getattr(message, kind)


async def test_her_voice_can_be_fetched(peer: Peer, bot: Bot) -> None:
    await peer.her().sends("voice", duration=7)
    message = (await bot.get_updates())[0].message
    assert message and message.voice and message.voice.mime_type == "audio/ogg"

    file = await bot.get_file(message.voice.file_id)

    assert bytes(await file.download_as_bytearray()) == b"sent by her"


async def test_in_a_group_the_bot_reads_only_what_is_meant_for_it(peer: Peer, bot: Bot) -> None:
    she = peer.her()
    added = await she.writes("hello all", group_id=-5)
    command = await she.writes("/help@peer_test_bot", group_id=-5)
    other = await she.writes("/help@other_bot", group_id=-5)

    updates = await bot.get_updates()

    assert added["update_id"] is None and other["update_id"] is None
    assert updates[0].my_chat_member and updates[0].my_chat_member.new_chat_member.status == "member"
    assert [u.update_id for u in updates[1:]] == [command["update_id"]]
    assert updates[1].effective_chat and updates[1].effective_chat.type == "group"
