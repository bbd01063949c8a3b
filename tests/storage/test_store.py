"""State, handled updates and outbox are committed together, in order, and unreadable without the key."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from bot.dialogue.actions import CareMode, Need
from bot.dialogue.state import ConversationState, Question, Wishes
from bot.errors import StorageError
from bot.rendering.message import Attachment, Button, Direction, File, Message, Picture, Venue
from bot.storage.database import MIGRATIONS, make_engine, make_sessions, upgrade
from bot.storage.models import Base
from bot.storage.secrets import Vault
from bot.storage.store import ConversationStore
from knowledge_base.database import sync_url
from knowledge_base.vocabulary import CourseType, Entity, Level, Profession, Weekday

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FULL_STATE = ConversationState(
    language="ar",
    is_language_known=True,
    need=Need.CHILDCARE,
    wishes=Wishes(
        course_types=frozenset({CourseType.EXAM, CourseType.GERMAN_COURSE}),
        level_now=Level.A2,
        weekdays=frozenset({Weekday.SAT}),
        time_until="13:00",
        care=CareMode.HOURS,
        child_age_years=1.5,
    ),
    settled=frozenset({Question.PLACE}),
    pending=Question.LEVEL,
    profession=Profession.NURSE,
    held=((Entity.LEVEL, ("B1", "B2")),),
)


def message(text: str) -> Message:
    return Message(
        text, "ar", Direction.RTL, ((Button("اضغطي", data="menu"),), (Button("x", url="https://example.org"),))
    )


def now() -> datetime:
    return datetime.now(UTC)


def all_bytes(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.iterdir())


async def test_a_state_comes_back_as_it_was(store: ConversationStore) -> None:
    await store.commit("7", "1", FULL_STATE, [])

    memory = await store.recall("7", "2")

    assert memory.state == FULL_STATE
    assert not memory.is_handled


async def test_an_update_is_handled_once(store: ConversationStore) -> None:
    await store.commit("7", "1", FULL_STATE, [message("one")])
    await store.commit("7", "1", ConversationState(), [message("two")])

    assert (await store.recall("7", "1")).is_handled
    assert (await store.recall("7", "2")).state == FULL_STATE
    assert [each.message.text for each in await store.waiting_for("7")] == ["one"]


async def test_messages_of_a_chat_leave_one_after_the_other(store: ConversationStore) -> None:
    await store.commit("7", "1", FULL_STATE, [message("first"), message("second")])
    await store.commit("8", "2", FULL_STATE, [message("other chat")])

    due = await store.next_deliveries(now(), 10)
    await store.delivered(due[0].id)
    then = await store.next_deliveries(now(), 10)

    assert [each.message.text for each in due] == ["first", "other chat"]
    assert [each.message.text for each in then] == ["second", "other chat"]
    assert due[0].chat_id == "7"
    assert due[0].message == message("first")


@pytest.mark.parametrize(
    "attachment",
    [
        Picture(b"\x89PNG\r\n\xff\x00", "أسبوعكِ"),
        File(b"BEGIN:VCALENDAR\r\n\xc3\xa4", "kurs.ics", "text/calendar"),
        Venue(48.6253, 9.3422, "Nürtingen", "وسط المدينة"),
    ],
)
async def test_what_a_message_carries_arrives_unchanged(store: ConversationStore, attachment: Attachment) -> None:
    sent = replace(message("with something"), attachment=attachment)
    await store.commit("7", "1", FULL_STATE, [sent])

    [delivery] = await store.next_deliveries(now(), 10)
    await store.delivered(delivery.id)

    assert delivery.message == sent
    assert await store.waiting_for("7") == []


async def test_a_postponed_message_holds_back_its_chat_until_it_is_due(store: ConversationStore) -> None:
    await store.commit("7", "1", FULL_STATE, [message("first"), message("second")])
    [first] = await store.next_deliveries(now(), 10)

    await store.postpone(first.id, now() + timedelta(minutes=1))
    waiting = await store.next_deliveries(now(), 10)
    later = await store.next_deliveries(now() + timedelta(minutes=2), 10)

    assert waiting == []
    assert [(each.message.text, each.attempts) for each in later] == [("first", 1)]


async def test_the_number_of_a_message_is_never_used_again(store: ConversationStore) -> None:
    await store.commit("7", "1", FULL_STATE, [message("first")])
    [first] = await store.waiting_for("7")
    await store.fetched("7", first.id)
    await store.commit("7", "2", FULL_STATE, [message("second")])
    [second] = await store.waiting_for("7")

    assert second.id > first.id


async def test_forgetting_leaves_nothing_of_a_chat(store: ConversationStore) -> None:
    await store.commit("7", "1", FULL_STATE, [message("first")])

    await store.forget_chat("7")

    assert (await store.recall("7", "2")).state is None
    assert await store.waiting_for("7") == []


async def test_deleting_by_a_turn_forgets_the_state_and_still_answers(store: ConversationStore) -> None:
    await store.commit("7", "1", FULL_STATE, [message("about her")])
    await store.commit("7", "2", None, [message("deleted")])

    assert (await store.recall("7", "3")).state is None
    assert [each.message.text for each in await store.waiting_for("7")] == ["deleted"]


async def test_old_conversations_are_forgotten_by_themselves(database_url: str, store: ConversationStore) -> None:
    engine = make_engine(database_url)
    before = ConversationStore(
        make_sessions(engine), Vault("a key for tests that is long enough"), "telegram", now=lambda: LONG_AGO
    )
    await before.commit("old", "1", FULL_STATE, [])
    await store.commit("new", "2", FULL_STATE, [])

    forgotten = await store.forget_old(timedelta(days=90))

    assert forgotten == 1
    assert (await store.recall("old", "3")).state is None
    assert (await store.recall("new", "3")).state == FULL_STATE
    assert not (await store.recall("old", "1")).is_handled
    await engine.dispose()


async def test_a_chat_of_another_channel_is_another_chat(database_url: str, store: ConversationStore) -> None:
    engine = make_engine(database_url)
    web = ConversationStore(make_sessions(engine), Vault("a key for tests that is long enough"), "web")
    await store.commit("7", "1", FULL_STATE, [message("for telegram")])

    assert (await web.recall("7", "1")).state is None
    assert await web.next_deliveries(now(), 10) == []
    await engine.dispose()


async def test_who_has_only_the_file_learns_nothing(tmp_path: Path) -> None:
    path = tmp_path / "leaked.sqlite"
    upgrade(f"sqlite:///{path}")
    engine = make_engine(f"sqlite:///{path}")
    store = ConversationStore(make_sessions(engine), Vault("a key for tests that is long enough"), "telegram")
    await store.commit("987654321", "1", replace(FULL_STATE, need=Need.RECOGNITION), [message("Frauenhaus 110")])
    picture = Picture(b"her week until 13:00", "Kita")
    await store.commit("987654321", "2", FULL_STATE, [replace(message("week"), attachment=picture)])
    await engine.dispose()

    leaked = all_bytes(tmp_path)

    for secret in (
        b"987654321",
        b"Frauenhaus",
        b"her week",
        b64encode(b"her week")[:8],
        b"nurse",
        b"recognition",
        "اضغطي".encode(),
    ):
        assert secret not in leaked


async def test_another_key_is_a_fresh_start_and_no_crash(database_url: str, store: ConversationStore) -> None:
    await store.commit("7", "1", FULL_STATE, [message("sealed")])
    engine = make_engine(database_url)
    other = ConversationStore(make_sessions(engine), Vault("a different key that is long enough too"), "telegram")

    assert (await other.recall("7", "2")).state is None
    assert await other.next_deliveries(now(), 10) == []
    await engine.dispose()


async def test_a_store_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    store = ConversationStore(make_sessions(engine), Vault("a key for tests that is long enough"), "telegram")

    with pytest.raises(StorageError):
        await store.recall("7", "1")
    await engine.dispose()


def test_models_and_migrations_agree(database_url: str) -> None:
    upgrade(database_url)
    engine = create_engine(sync_url(database_url))
    with engine.connect() as connection:
        ours = set(Base.metadata.tables)
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, kind, _r, _c: kind != "table" or name in ours,
            },
        )
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()

    assert differences == []


def test_the_tables_can_be_taken_back_and_brought_again(database_url: str) -> None:
    upgrade(database_url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = sync_url(database_url)

    command.downgrade(config, "conversation_0001")
    before = tables(database_url)
    upgrade(database_url)

    assert {"feedback", "shown_question", "subscription"}.isdisjoint(before)
    assert set(Base.metadata.tables) <= tables(database_url)


def tables(database_url: str) -> set[str]:
    engine = create_engine(sync_url(database_url))
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()
