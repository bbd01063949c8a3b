"""The Telegram channel against a strict Bot API peer: nothing lost, nothing doubled, everything answered."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram.channel import make_bot, run_telegram
from bot.channels.telegram.poller import Poller
from bot.channels.telegram.profile import publish_profile
from bot.channels.telegram.sender import TelegramSender, split
from bot.conversation import Conversation
from bot.dialogue.events import ButtonPressed, Incoming
from bot.dialogue.state import ConversationState
from bot.errors import SettingsError, StorageError
from bot.outbox import Outbox
from bot.rendering.language import load_languages
from bot.rendering.message import Attachment, Button, Direction, File, Message, Picture, Venue
from bot.rendering.profile import profile
from bot.storage.store import ConversationStore
from tests.telegram_peer import Peer
from tests.waiting import until

LANGUAGES = load_languages()
PNG = b64decode(b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC")
"""One white point."""


async def all_confirmed(peer: Peer) -> bool:
    return not await peer.unconfirmed()


Handle = Callable[[Incoming], Awaitable[None]]


@asynccontextmanager
async def running(
    peer: Peer, store: ConversationStore, handle: Handle, outbox_waker: list[Outbox]
) -> AsyncIterator[None]:
    bot = make_bot(peer.token, peer.url)
    outbox = Outbox(store, TelegramSender(bot))
    outbox_waker.append(outbox)
    task = asyncio.create_task(run_telegram(bot, handle, store, outbox.run, []))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def running_bot(peer: Peer, store: ConversationStore, conversation: Conversation) -> AsyncIterator[None]:
    outboxes: list[Outbox] = []

    async def handle(incoming: Incoming) -> None:
        await conversation.handle(incoming)
        for outbox in outboxes:
            outbox.wake()

    async with running(peer, store, handle, outboxes):
        yield


async def test_start_is_answered_in_the_language_of_her_app(
    peer: Peer, store: ConversationStore, conversation: Conversation
) -> None:
    she = peer.her(1001, language="ar")
    async with running_bot(peer, store, conversation):
        await she.writes("/start")
        [greeting] = await she.gets(1)

    assert "Wegweiserin" in greeting.text
    assert greeting.data[0] == "need:course"


async def test_a_press_is_answered_and_leads_on(
    peer: Peer, store: ConversationStore, conversation: Conversation
) -> None:
    she = peer.her(1001, language="uk")
    async with running_bot(peer, store, conversation):
        await she.writes("/start")
        await she.gets(1)
        await she.presses("need:course")
        [question] = await she.gets(1)

    assert "level:A0" in question.data
    assert await peer.presses(unanswered=True) == []


async def test_forged_callback_data_is_answered(
    peer: Peer, store: ConversationStore, conversation: Conversation
) -> None:
    she = peer.her(1001, language="de")
    async with running_bot(peer, store, conversation):
        await she.writes("/start")
        await she.gets(1)
        await she.forges("offer:'; DROP TABLE offer;--")
        [answer] = await she.gets(1)

    assert answer.data
    assert await peer.presses(unanswered=True) == []


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "location", "contact", "document"])
async def test_what_is_not_text_gets_a_kind_reply(
    peer: Peer, store: ConversationStore, conversation: Conversation, kind: str
) -> None:
    she = peer.her(1001, language="tr")
    async with running_bot(peer, store, conversation):
        await she.sends(kind)
        [reply] = await she.gets(1)

    assert reply.data


async def test_a_group_gets_one_sentence_and_never_more(
    peer: Peer, store: ConversationStore, conversation: Conversation
) -> None:
    she = peer.her(1001, language="uk")
    async with running_bot(peer, store, conversation):
        await she.writes("/start", group_id=-5)
        await she.writes("/help", group_id=-5)
        await she.sends("location", group_id=-5)
        await until(lambda: all_confirmed(peer))
        await she.writes("/start")
        await she.gets(1)
        shown = await she.sees(group_id=-5)

    assert len(shown) == 1
    assert shown[0].data == []


async def test_her_location_is_her_town_and_is_not_kept(
    peer: Peer, store: ConversationStore, conversation: Conversation
) -> None:
    she = peer.her(1001, language="de")
    async with running_bot(peer, store, conversation):
        await she.sends("location", latitude=48.6272, longitude=9.3386)
        [town, _] = await she.gets(2)
        await she.sends("location", latitude=52.52, longitude=13.4)
        [far] = await she.gets(1)
    state = (await store.recall("1001", "new")).state

    assert "Nürtingen" in town.text
    assert "Nürtingen" not in far.text
    assert state is not None
    assert state.wishes.place == "nuertingen"
    assert "48.6" not in repr(state)


async def test_an_update_is_confirmed_only_when_it_is_committed(peer: Peer, store: ConversationStore) -> None:
    may_store = asyncio.Event()
    handled: list[str] = []

    async def handle(incoming: Incoming) -> None:
        if not may_store.is_set():
            raise StorageError("disk full")
        handled.append(incoming.update_id)

    she = peer.her(1001)
    async with running(peer, store, handle, []):
        await she.writes("hallo")
        await asyncio.sleep(1)
        waiting = await peer.unconfirmed()
        may_store.set()
        await until(lambda: all_confirmed(peer))

    assert len(waiting) == 1
    assert len(handled) == 1


async def test_a_slow_chat_does_not_hold_up_the_others(peer: Peer, store: ConversationStore) -> None:
    release = asyncio.Event()
    done: list[str] = []

    async def handle(incoming: Incoming) -> None:
        if incoming.chat_id == "1":
            await release.wait()
        done.append(incoming.chat_id)

    async with running(peer, store, handle, []):
        await peer.her(1).writes("slow")
        for chat in range(2, 6):
            await peer.her(chat).writes("quick")
        await until(lambda: len(done) == 4)
        early = list(done)
        release.set()
        await until(lambda: all_confirmed(peer))

    assert sorted(early) == ["2", "3", "4", "5"]
    assert sorted(done) == ["1", "2", "3", "4", "5"], "no update was handled twice"


async def test_what_she_does_in_one_chat_is_handled_in_order(peer: Peer, store: ConversationStore) -> None:
    done: list[str] = []

    async def handle(incoming: Incoming) -> None:
        await asyncio.sleep(0.02 if isinstance(incoming.content, ButtonPressed) else 0)
        done.append(type(incoming.content).__name__)

    she = peer.her(1)
    await she.writes("hallo")
    await she.forges("menu")
    await she.writes("B1")
    async with running(peer, store, handle, []):
        await until(lambda: all_confirmed(peer))

    assert done == ["TextWritten", "ButtonPressed", "TextWritten"]


async def test_a_redelivered_update_is_answered_once(
    peer: Peer, store: ConversationStore, conversation: Conversation
) -> None:
    she = peer.her(1001, language="de")
    async with running_bot(peer, store, conversation):
        start = await she.writes("/start")
        await she.gets(1)
        await peer.redelivers(start["update_id"])
        await she.writes("/help")
        await she.gets(1)
        await asyncio.sleep(0.5)

    assert len(await she.sees()) == 2


@pytest.mark.parametrize("fault", ["429", "500", "502", "drop", "lose_answer"])
async def test_what_telegram_refuses_for_now_is_sent_later(
    peer: Peer, store: ConversationStore, conversation: Conversation, fault: str
) -> None:
    she = peer.her(1001, language="de")
    await peer.fails("sendMessage", fault, retry_after=1)
    async with running_bot(peer, store, conversation):
        await she.writes("/start")
        [first, *_] = await she.gets(1)

    assert "Wegweiserin" in first.text


async def test_when_she_blocks_the_bot_everything_about_her_is_forgotten(
    peer: Peer, store: ConversationStore, conversation: Conversation
) -> None:
    she = peer.her(1001, language="de")
    async with running_bot(peer, store, conversation):
        await she.writes("/start")
        await she.gets(1)
        await she.blocks()
        await until(lambda: all_confirmed(peer))

    assert (await store.recall("1001", "new")).state is None
    assert await store.next_deliveries(datetime.now(UTC), 10) == []


async def test_a_wrong_token_stops_the_bot_with_a_sentence(peer: Peer, store: ConversationStore) -> None:
    bot = make_bot("999:WRONG", peer.url)

    async def handle(_: Incoming) -> None:
        raise AssertionError("nothing can arrive")

    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN"):
        await Poller(bot, handle, store).run()


async def test_the_profile_is_set_per_language_and_only_once(peer: Peer) -> None:
    bot = make_bot(peer.token, peer.url)

    await publish_profile(bot, LANGUAGES.values())
    before = len([call for call in await peer.calls() if call["method"].startswith("set")])
    await publish_profile(bot, LANGUAGES.values())
    after = len([call for call in await peer.calls() if call["method"].startswith("set")])

    arabic = await bot.get_my_commands(language_code="ar")
    assert [each.description for each in arabic] == list(profile(LANGUAGES["ar"]).commands.values())
    assert before == after > 0


CAPTION = "<b>Woche</b> & Kurs"
BUTTONS = ((Button("Karte", data="map:7"),),)
CARRIED: dict[str, tuple[Attachment, str]] = {
    "photo": (Picture(PNG, "eine Woche"), "sendPhoto"),
    "document": (File(b"BEGIN:VCALENDAR", "kurs.ics", "text/calendar"), "sendDocument"),
    "venue": (Venue(48.6253, 9.3422, "Nürtingen", "Mitte des Ortes"), "sendVenue"),
}


def carrying(attachment: Attachment, text: str = CAPTION) -> Message:
    return Message(text, "de", Direction.LTR, BUTTONS, attachment=attachment)


async def delivered(peer: Peer, store: ConversationStore, *messages: Message) -> None:
    outbox = Outbox(store, TelegramSender(make_bot(peer.token, peer.url)))
    await peer.her(1001).writes("/start")
    await store.commit("1001", "1", ConversationState(), messages)
    for _ in range(10):
        await outbox.send_due()


@pytest.mark.parametrize("kind", CARRIED)
async def test_what_is_not_text_arrives_with_its_words_and_buttons_in_one_message(
    peer: Peer, store: ConversationStore, kind: str
) -> None:
    await delivered(peer, store, carrying(CARRIED[kind][0]))

    [shown] = await peer.her(1001).sees()
    assert shown.data == ["map:7"]
    assert kind in shown.body
    assert shown.text == ("" if kind == "venue" else "Woche & Kurs")


async def test_a_file_keeps_its_name_and_a_venue_its_place(peer: Peer, store: ConversationStore) -> None:
    await delivered(peer, store, *(carrying(attachment) for attachment, _ in CARRIED.values()))

    photo, document, venue = (shown.body for shown in await peer.her(1001).sees())
    assert photo["photo"][0]["width"] == 1
    assert document["document"]["file_name"] == "kurs.ics"
    assert document["document"]["mime_type"] == "text/calendar"
    assert venue["venue"]["title"] == "Nürtingen"
    assert venue["location"]["latitude"] == pytest.approx(48.6253)


@pytest.mark.parametrize("kind", CARRIED)
async def test_when_telegram_is_busy_it_is_sent_again_before_what_follows(
    peer: Peer, store: ConversationStore, kind: str
) -> None:
    attachment, method = CARRIED[kind]
    clock = [datetime.now(UTC) + timedelta(seconds=1)]
    outbox = Outbox(store, TelegramSender(make_bot(peer.token, peer.url)), now=lambda: clock[0])
    await peer.her(1001).writes("/start")
    await peer.fails(method, 429, retry_after=7)
    await store.commit("1001", "1", ConversationState(), [carrying(attachment), Message("danach", "de", Direction.LTR)])

    await outbox.send_due()
    at_once = await outbox.send_due()
    clock[0] += timedelta(seconds=8)
    await outbox.send_due()
    await outbox.send_due()

    assert at_once == 0
    first, second = await peer.her(1001).sees()
    assert kind in first.body
    assert second.text == "danach"
    assert await store.waiting_for("1001") == []


async def test_words_that_are_too_long_for_a_caption_come_before_the_picture(
    peer: Peer, store: ConversationStore
) -> None:
    words = "\n\n".join(f"Absatz {number} " + "wort " * 60 for number in range(6))

    await delivered(peer, store, carrying(Picture(PNG, "eine Woche"), words))

    *texts, picture = await peer.her(1001).sees()
    assert "photo" in picture.body
    assert picture.data == ["map:7"]
    assert "".join("".join(shown.text for shown in (*texts, picture)).split()) == "".join(words.split())


async def test_a_picture_that_telegram_never_takes_does_not_hold_up_the_chat(
    peer: Peer, store: ConversationStore
) -> None:
    await delivered(peer, store, carrying(Picture(b"no picture", "nichts")), Message("danach", "de", Direction.LTR))

    assert [shown.text for shown in await peer.her(1001).sees()] == ["danach"]


async def test_she_presses_week_calendar_and_map_and_gets_all_three(
    peer: Peer, store: ConversationStore, conversation: Conversation
) -> None:
    she = peer.her(1001, language="ar")
    async with running_bot(peer, store, conversation):
        await she.writes("/start")
        await she.gets(1)
        await she.forges("offer:4")
        [details] = await she.gets(1)
        for kind in ("week", "calendar", "map"):
            await she.presses(f"{kind}:4", message_id=details.message_id)
        shown = await she.gets(3)

    assert [next(iter(each.body.keys() & CARRIED.keys())) for each in shown] == ["photo", "document", "venue"]


def test_a_long_text_is_cut_at_paragraphs_and_keeps_its_markup() -> None:
    text = "\n\n".join(f"<b>Absatz {number} 👶</b> " + "wörter " * 60 for number in range(30))

    parts = list(split(text))

    assert len(parts) > 1
    for part in parts:
        assert len(part.encode("utf-16-le")) // 2 <= 4096
        assert part.count("<b>") == part.count("</b>")
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_one_endless_word_is_cut_too() -> None:
    assert all(len(part) <= 4096 for part in split("<b>" + "a" * 10_000 + "</b>"))
