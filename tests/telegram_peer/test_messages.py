"""What the bot sends is refused, stored and shown as Telegram would."""

import struct
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.telegram_peer import Her, Peer, PeerError


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(f"Button {d}", callback_data=d)] for d in data])


async def test_text_and_buttons_reach_her(bot: Bot, she: Her) -> None:
    text = "<b>Kita &amp; Kurs</b> 🌻 <a href='https://example.org'>mehr</a>"
    options = LinkPreviewOptions(is_disabled=True)

    sent = await bot.send_message(
        1001, text, parse_mode="HTML", reply_markup=keyboard("b1", "b2"), link_preview_options=options
    )

    seen = (await she.gets(1))[0]
    assert seen.text == sent.text == "Kita & Kurs 🌻 mehr"
    assert seen.data == ["b1", "b2"] and not seen.is_edited
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 0, 11), ("text_link", 15, 4)]
    assert sent.parse_entity(sent.entities[1]) == "mehr"
    assert sent.link_preview_options and sent.link_preview_options.is_disabled


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("<b>open", "can't find end tag"),
        ("a < b", "can't parse entities"),
        ("<b><i>x</b></i>", "unmatched end tag"),
        ("x</b>", "unexpected end tag"),
        ("<p>x</p>", "unsupported start tag"),
        ("<br>", "unsupported start tag"),
    ],
)
async def test_broken_html_is_refused(bot: Bot, she: Her, text: str, wrong: str) -> None:
    with pytest.raises(BadRequest, match="an't parse entities") as refused:
        await bot.send_message(1001, text, parse_mode="HTML")

    assert wrong in str(refused.value).lower()
    assert await she.sees() == []


@pytest.mark.parametrize("text", ["x" * 4096, "🌻" * 2048, "<b>" + "x" * 4096 + "</b>", "&lt;" * 4096])
async def test_4096_utf16_units_after_parsing_are_enough(bot: Bot, she: Her, text: str) -> None:
    await bot.send_message(1001, text, parse_mode="HTML")

    with pytest.raises(BadRequest, match="too long"):
        await bot.send_message(1001, text + "y", parse_mode="HTML")


@pytest.mark.parametrize("text", ["   ", "\n", "<b></b>", "<b> </b>"])
async def test_an_empty_text_is_refused(bot: Bot, she: Her, text: str) -> None:
    with pytest.raises(BadRequest, match="text is empty"):
        await bot.send_message(1001, text, parse_mode="HTML")


async def test_callback_data_counts_in_bytes(bot: Bot, she: Her) -> None:
    await bot.send_message(1001, "x", reply_markup=keyboard("ж" * 32))

    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(1001, "x", reply_markup=keyboard("ж" * 32 + "x"))


@pytest.mark.parametrize(
    ("button", "wrong"),
    [
        ({"text": "x"}, "Text buttons are unallowed"),
        ({"text": "x", "url": "https://example.org", "callback_data": "x"}, "one action expected"),
        ({"text": "", "callback_data": "x"}, '"text"'),
        ({"text": "x", "url": "tel:+4971112345"}, "Unsupported URL protocol"),
        ({"text": "x", "url": "http://localhost/privacy"}, "Wrong HTTP URL"),
    ],
)
async def test_a_wrong_button_is_refused(api: httpx.AsyncClient, she: Her, button: dict[str, Any], wrong: str) -> None:
    markup = {"inline_keyboard": [[button]]}

    answer = await api.post("/sendMessage", json={"chat_id": 1001, "text": "x", "reply_markup": markup})

    assert answer.status_code == answer.json()["error_code"] == 400
    assert wrong in answer.json()["description"]


async def test_chats_that_cannot_be_reached(peer: Peer, bot: Bot, she: Her) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4242, "x")

    await she.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(1001, "x")
    with pytest.raises(PeerError, match="has blocked the bot"):
        await she.writes("x")

    await she.unblocks()
    await bot.send_message(1001, "x")

    await she.deletes_account()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(1001, "x")


async def test_a_group_that_moved_names_its_new_id(peer: Peer, bot: Bot) -> None:
    await peer.her().writes("/start", group_id=-5)
    new_id = (await peer.ask("migrate", group_id=-5))["migrate_to_chat_id"]

    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-5, "x")

    assert moved.value.new_chat_id == new_id
    await bot.send_message(new_id, "x")


async def test_an_edit_changes_the_text_and_drops_the_buttons(bot: Bot, she: Her) -> None:
    sent = await bot.send_message(1001, "before", reply_markup=keyboard("a"))

    edited = await bot.edit_message_text("after", 1001, sent.message_id)

    seen = (await she.sees())[0]
    assert seen.text == "after" and seen.data == [] and seen.is_edited
    assert not isinstance(edited, bool) and edited.message_id == sent.message_id


async def test_an_edit_without_a_change_is_refused(bot: Bot, she: Her) -> None:
    sent = await bot.send_message(1001, "<b>same</b>", "HTML", reply_markup=keyboard("a"))

    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_text("<strong>same</strong>", 1001, sent.message_id, None, "HTML", keyboard("a"))
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_reply_markup(1001, sent.message_id, reply_markup=keyboard("a"))

    await bot.edit_message_reply_markup(1001, sent.message_id, reply_markup=keyboard("b"))
    assert (await she.sees())[0].data == ["b"]


async def test_only_own_messages_that_exist_can_be_edited(bot: Bot, she: Her) -> None:
    hers = await she.writes("mine")
    below = await bot.send_message(1001, "x", reply_markup=ReplyKeyboardMarkup([["Menu"]]))
    point = await bot.send_location(1001, 48.7, 9.3)

    for message_id, wrong in (
        (hers["message_id"], "can't be edited"),
        (below.message_id, "can't be edited"),
        (point.message_id, "no text in the message to edit"),
        (999, "essage to edit not found"),
    ):
        with pytest.raises(BadRequest, match=wrong):
            await bot.edit_message_text("y", 1001, message_id)


async def test_deleting_works_for_both_sides_within_48_hours(peer: Peer, bot: Bot, she: Her) -> None:
    hers = await she.writes("delete me")
    new, old = await bot.send_message(1001, "new"), await bot.send_message(1001, "old")

    assert await bot.delete_message(1001, hers["message_id"]) and await bot.delete_message(1001, new.message_id)
    with pytest.raises(BadRequest, match="essage to delete not found"):
        await bot.delete_message(1001, new.message_id)
    await peer.skips(48 * 3600 + 1)
    with pytest.raises(BadRequest, match="essage can't be deleted"):
        await bot.delete_message(1001, old.message_id)

    assert [shown.text for shown in await she.sees()] == ["old"]


async def test_places_files_and_typing(peer: Peer, bot: Bot, she: Her) -> None:
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 40, 30)

    await bot.send_chat_action(1001, "typing")
    venue = await bot.send_venue(1001, 48.74, 9.31, "vhs", "Mettinger Str. 125, Esslingen")
    document = await bot.send_document(
        1001, InputFile(b"BEGIN:VCALENDAR", "kurs.ics"), "<i>Termin</i>", parse_mode="HTML"
    )
    photo = await bot.send_photo(1001, png)

    assert venue.venue and venue.venue.title == "vhs" and venue.location
    assert document.document and document.document.file_name == "kurs.ics" and document.caption == "Termin"
    assert photo.photo[0].width == 40
    assert [shown.text for shown in await she.gets(3)] == ["", "Termin", ""]
    assert (await peer.calls("sendChatAction"))[0]["arguments"]["action"] == "typing"
    again = await bot.send_document(1001, document.document.file_id)
    assert again.document and again.document.file_id == document.document.file_id


async def test_wrong_places_and_files_are_refused(bot: Bot, api: httpx.AsyncClient, she: Her) -> None:
    wide = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 2100, 100)
    for photo, wrong in ((wide, "(?i)photo_invalid_dimensions"), (b"no picture", "(?i)image_process_failed")):
        with pytest.raises(BadRequest, match=wrong):
            await bot.send_photo(1001, photo)
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(1001, b"x", caption="x" * 1025)
    with pytest.raises(BadRequest, match="rong file identifier"):
        await bot.send_document(1001, "never-seen")
    with pytest.raises(BadRequest, match="rong parameter action"):
        await bot.send_chat_action(1001, "dancing")

    venue = {"chat_id": 1001, "latitude": 48.7, "longitude": 9.3, "title": "vhs"}
    assert "address" in (await api.post("/sendVenue", json=venue)).json()["description"]


async def test_a_reply_keyboard_writes_what_it_shows(bot: Bot, she: Her) -> None:
    await bot.send_message(1001, "x", reply_markup=ReplyKeyboardMarkup([["Menü", "Hilfe"]]))
    assert await she.reply_keyboard() == [["Menü", "Hilfe"]]

    await she.presses("Hilfe")

    message = (await bot.get_updates())[0].message
    assert message and message.text == "Hilfe"
