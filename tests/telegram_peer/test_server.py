"""The wire: envelope, encodings, faults, profile, and the peer as a process of its own."""

import asyncio
import re
import sys
import time

import httpx
import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from tests.telegram_peer import Her, Peer


async def test_get_me_is_enough_for_the_library(bot: Bot, peer: Peer) -> None:
    assert bot.id == int(peer.token.split(":")[0])
    assert bot.username == "peer_test_bot" and bot.bot.is_bot


async def test_a_wrong_token_and_an_unknown_method_are_refused(peer: Peer, api: httpx.AsyncClient) -> None:
    with pytest.raises(InvalidToken):
        await Bot("1:WRONG", base_url=peer.bot_url).initialize()
    unauthorized = await api.get(f"{peer.url}/bot1:WRONG/getMe")
    unknown = await api.get("/getNothing")

    assert unauthorized.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert unknown.status_code == 404 and unknown.json()["description"] == "Not Found: method not found"


async def test_all_ways_to_send_arguments(api: httpx.AsyncClient, she: Her) -> None:
    arguments = {"chat_id": "1001", "text": "Привіт"}
    answers = [
        await api.get("/sendMessage", params=arguments),
        await api.post("/sendMessage", data=arguments),
        await api.post("/SENDMESSAGE", json={"chat_id": 1001, "text": "Привіт"}),
        await api.post("/sendMessage", files={name: (None, value) for name, value in arguments.items()}),
    ]

    assert [answer.json()["result"]["text"] for answer in answers] == ["Привіт"] * 4
    broken = await api.post("/sendMessage", content=b"{", headers={"Content-Type": "application/json"})
    assert broken.status_code == 400


async def test_faults_hit_the_next_calls_only(peer: Peer, bot: Bot, api: httpx.AsyncClient, she: Her) -> None:
    await peer.fails("sendMessage", 429, times=2, retry_after=7)
    with pytest.raises(RetryAfter, match="7 seconds"):
        await bot.send_message(1001, "x")
    answer = await api.post("/sendMessage", json={"chat_id": 1001, "text": "x"})
    assert answer.status_code == 429 and answer.json()["parameters"] == {"retry_after": 7}

    for fault in (500, 502, "drop"):
        await peer.fails("sendMessage", fault, times=2)
        for _ in range(2):
            with pytest.raises(NetworkError):
                await bot.send_message(1001, "x")
    assert await she.sees() == []

    await bot.send_message(1001, "x")
    assert len(await she.gets(1)) == 1


async def test_an_answer_can_be_lost_after_the_work(peer: Peer, bot: Bot, she: Her) -> None:
    await peer.fails("*", "lose_answer")

    with pytest.raises(NetworkError):
        await bot.send_message(1001, "once")

    assert [shown.text for shown in await she.sees()] == ["once"]


async def test_calls_are_listed_with_time_and_outcome(peer: Peer, bot: Bot, she: Her) -> None:
    with pytest.raises(BadRequest):
        await bot.send_message(5, "nobody")

    call = (await peer.calls("sendMessage"))[0]

    assert call["code"] == 400 and call["arguments"]["text"] == "nobody" and abs(call["at"] - time.time()) < 5
    assert [call["method"] for call in await peer.calls()] == ["getMe", "getUpdates", "sendMessage"]


async def test_waiting_in_vain_says_what_is_missing(bot: Bot, she: Her) -> None:
    await bot.send_message(1001, "one")

    with pytest.raises(AssertionError, match="1 of 2 messages"):
        await she.gets(2, within_seconds=0.2)

    waiting = asyncio.create_task(she.waits_until(lambda seen: seen[0].text == "two"))
    await bot.edit_message_text("two", 1001, (await she.sees())[0].message_id)
    assert (await waiting)[0].is_edited


async def test_profile_and_menu_per_language(peer: Peer, bot: Bot, she: Her) -> None:
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "Допомога")], scope=private, language_code="uk")
    await bot.set_my_name("Wegweiserin")
    await bot.set_my_description("опис", language_code="uk")
    await bot.set_my_short_description("x" * 120)

    assert (await bot.get_my_commands())[0].description == "Help"
    assert (await she.menu())[0]["description"] == "Допомога"
    assert (await peer.her(2, language="tr").menu())[0]["description"] == "Help"
    assert (await bot.get_my_description("uk")).description == "опис" and not (
        await bot.get_my_description()
    ).description
    assert (await bot.get_my_name("uk")).name == "Wegweiserin"


async def test_profile_texts_that_telegram_refuses(bot: Bot) -> None:
    for call in (
        bot.set_my_name("x" * 65),
        bot.set_my_description("x" * 513),
        bot.set_my_short_description("x" * 121),
        bot.set_my_description("x", language_code="prs"),
        bot.set_my_commands([("Help", "x")]),
        bot.set_my_commands([("help", "x" * 257)]),
        bot.set_my_commands([(f"c{number}", "x") for number in range(101)]),
    ):
        with pytest.raises(BadRequest):
            await call


async def test_as_a_process_it_talks_in_the_terminal() -> None:
    command = [sys.executable, "-m", "tests.telegram_peer"]
    process = await asyncio.create_subprocess_exec(*command, "--port", "0", stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    found = re.search(rb"http://[\d.:]+", await process.stdout.readline())
    assert found
    url = found[0].decode()
    talk = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.telegram_peer.talk", "--url", url, "--language", "uk"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert talk.stdin and talk.stdout
    try:
        async with Bot("123:TEST", base_url=f"{url}/bot") as bot:
            talk.stdin.write(b"/start\n")
            start = (await bot.get_updates(timeout=10))[0]
            markup = {"inline_keyboard": [[{"text": "Kurs", "callback_data": "course"}]]}
            await bot.send_message(1001, "Hallo", api_kwargs={"reply_markup": markup})
            printed = b""
            while b"1  Kurs" not in printed:
                printed += await asyncio.wait_for(talk.stdout.readline(), 5)
            talk.stdin.write(b"1\n/quit\n")

            press = (await bot.get_updates(offset=start.update_id + 1, timeout=10))[0]

            assert b"Hallo" in printed
            assert press.callback_query and press.callback_query.data == "course"
            assert await asyncio.wait_for(talk.wait(), 5) == 0
    finally:
        process.terminate()
        await process.wait()
