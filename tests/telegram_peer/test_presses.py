"""A press must have been possible, and is answered once and soon."""

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from tests.telegram_peer import Her, Peer, PeerError

MARKUP = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Ja", callback_data="yes")], [InlineKeyboardButton("Web", url="https://example.org")]]
)


async def test_a_press_arrives_with_its_message_and_is_answered_once(peer: Peer, bot: Bot, she: Her) -> None:
    sent = await bot.send_message(1001, "?", reply_markup=MARKUP)
    await she.presses("Ja")

    query = (await bot.get_updates())[0].callback_query

    assert query and query.data == "yes" and query.chat_instance and query.from_user.id == 1001
    assert isinstance(query.message, Message) and query.message.message_id == sent.message_id
    assert [press["data"] for press in await peer.presses(unanswered=True)] == ["yes"]
    assert await query.answer("gut")
    assert await peer.presses(unanswered=True) == []
    assert (await peer.presses())[0]["answer"]["text"] == "gut"
    with pytest.raises(BadRequest, match="uery is too old and response timeout expired or query id is invalid"):
        await query.answer()


async def test_a_late_or_invented_answer_is_refused(peer: Peer, bot: Bot, she: Her) -> None:
    callback_id = (await she.forges("x"))["callback_id"]
    await peer.rules(answer_within_seconds=30)

    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_callback_query("42")
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(callback_id, "x" * 201)
    await peer.skips(31)
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_callback_query(callback_id)


async def test_she_can_press_only_what_is_shown(bot: Bot, she: Her) -> None:
    sent = await bot.send_message(1001, "?", reply_markup=MARKUP)

    for button in ("no", "Web"):
        with pytest.raises(PeerError, match="button"):
            await she.presses(button)
    await bot.edit_message_reply_markup(1001, sent.message_id)
    with pytest.raises(PeerError, match="no button 'yes' is shown"):
        await she.presses("yes")


async def test_forged_data_and_a_deleted_message_arrive_too(bot: Bot, api: httpx.AsyncClient, she: Her) -> None:
    sent = await bot.send_message(1001, "?", reply_markup=MARKUP)
    await bot.delete_message(1001, sent.message_id)

    await she.forges("'; drop", message_id=sent.message_id)

    received = (await bot.get_updates())[0].callback_query
    assert received and received.message and not received.message.is_accessible
    query = (await api.get("/getUpdates")).json()["result"][0]["callback_query"]
    assert query["data"] == "'; drop"
    assert query["message"]["date"] == 0 and query["message"]["message_id"] == sent.message_id
