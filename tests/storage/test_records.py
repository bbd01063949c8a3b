"""What a turn leaves besides her state: counted or kept with it in one transaction, and leading to no chat."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.dialogue.records import QuestionShown, Rated, StopWatching, Watch
from bot.dialogue.state import ConversationState, Wishes
from bot.rendering.message import Direction, Message
from bot.storage.database import make_engine, make_sessions
from bot.storage.secrets import Vault
from bot.storage.staff import FeedbackCount, ShownQuestion, StaffView
from bot.storage.store import ConversationStore
from bot.storage.subscriptions import SubscriptionStore
from tests.storage.conftest import KEY

STATE = ConversationState()
HELLO = Message("hallo", "de", Direction.LTR)


async def test_ratings_are_counted_by_subject_language_and_day(database_url: str, store: ConversationStore) -> None:
    engine = make_engine(database_url)
    yes, no, other = Rated("rights", "tr", True), Rated("rights", "tr", False), Rated("find_course", "de", False)
    for number, (chat, rated) in enumerate([("7", yes), ("8", yes), ("9", no), ("7", other)]):
        await store.commit(chat, str(number), STATE, [], [rated])

    counts = await StaffView(make_sessions(engine), Vault(KEY)).feedback()

    assert [(each.subject, each.language, each.helped, each.did_not_help) for each in counts] == [
        ("find_course", "de", 0, 1),
        ("rights", "tr", 2, 1),
    ]
    assert isinstance(counts[0], FeedbackCount)
    await engine.dispose()


async def test_nothing_leads_from_a_count_to_a_chat(database_url: str, store: ConversationStore) -> None:
    engine = make_engine(database_url)
    await store.commit("7", "1", STATE, [], [Rated("rights", "tr", True)])

    async with engine.connect() as connection:
        columns = (await connection.execute(text("SELECT * FROM feedback"))).keys()

    assert set(columns) == {"subject", "language", "day", "helped", "did_not_help"}
    await engine.dispose()


async def test_an_update_that_comes_twice_is_counted_once(database_url: str, store: ConversationStore) -> None:
    engine = make_engine(database_url)
    for _ in range(2):
        await store.commit("7", "1", STATE, [], [Rated("rights", "tr", True)])

    [count] = await StaffView(make_sessions(engine), Vault(KEY)).feedback()

    assert count.helped == 1
    await engine.dispose()


async def test_a_question_is_shown_with_language_and_day_until_the_retention_time_is_over(
    database_url: str, store: ConversationStore
) -> None:
    engine = make_engine(database_url)
    view = StaffView(make_sessions(engine), Vault(KEY))
    await store.commit("7", "1", STATE, [], [QuestionShown("Ich heiße [Name], wo ist das Amt?", "de")])

    before = await view.questions()
    later = ConversationStore(
        make_sessions(engine), Vault(KEY), "any", now=lambda: datetime.now(UTC) + timedelta(days=92)
    )
    await later.forget_old(timedelta(days=90))

    assert before == [ShownQuestion("Ich heiße [Name], wo ist das Amt?", "de", datetime.now(UTC).date())]
    assert await view.questions() == []
    await engine.dispose()


async def test_a_shown_question_leads_to_no_chat_and_is_sealed(database_url: str, store: ConversationStore) -> None:
    engine = make_engine(database_url)
    await store.commit("7", "1", STATE, [], [QuestionShown("Geheimwort", "de")])

    async with engine.connect() as connection:
        rows = (await connection.execute(text("SELECT * FROM shown_question"))).mappings().all()

    assert set(rows[0]) == {"id", "content", "language", "asked_on"}
    assert b"Geheimwort" not in rows[0]["content"]
    await engine.dispose()


async def test_a_watched_search_is_sealed_with_its_address_and_ends(
    database_url: str, store: ConversationStore
) -> None:
    engine = make_engine(database_url)
    subscriptions = SubscriptionStore(make_sessions(engine), Vault(KEY), "telegram")
    today = datetime.now(UTC).date()
    await store.commit("987654321", "1", STATE, [], [Watch(Wishes(place="owen"), "de")])

    [watched] = await subscriptions.due(today)
    async with engine.connect() as connection:
        stored = repr((await connection.execute(text("SELECT * FROM subscription"))).all())
    later = ConversationStore(
        make_sessions(engine), Vault(KEY), "any", now=lambda: datetime.now(UTC) + timedelta(days=91)
    )
    await later.forget_old(timedelta(days=90))

    assert (watched.chat_id, watched.wishes) == ("987654321", Wishes(place="owen"))
    assert "987654321" not in stored and "owen" not in stored
    assert await subscriptions.due(today) == []
    await engine.dispose()


async def test_a_search_is_told_about_once_a_day(database_url: str, store: ConversationStore) -> None:
    engine = make_engine(database_url)
    subscriptions = SubscriptionStore(make_sessions(engine), Vault(KEY), "telegram")
    now = datetime.now(UTC)
    await store.commit("7", "1", STATE, [], [Watch(Wishes(), "de")])
    [watched] = await subscriptions.due(now.date())

    first = await subscriptions.tell(watched, frozenset({4}), [HELLO], now)
    same_again = await subscriptions.tell(watched, frozenset({4}), [HELLO], now)
    [tomorrow] = await subscriptions.due(now.date() + timedelta(days=1))
    same_day = await subscriptions.due(now.date())
    await store.commit("7", "2", STATE, [], [StopWatching()])

    assert (first, same_again, same_day) == (True, False, [])
    assert tomorrow.told == {4}
    assert [each.message for each in await store.waiting_for("7")] == [HELLO]
    assert await subscriptions.due(now.date() + timedelta(days=1)) == []
    await engine.dispose()


async def test_forgetting_a_chat_ends_what_it_watches(database_url: str, store: ConversationStore) -> None:
    engine = make_engine(database_url)
    subscriptions = SubscriptionStore(make_sessions(engine), Vault(KEY), "telegram")
    for number, forget in enumerate([store.forget_chat("7"), store.commit("7", "deleted", None, [])]):
        await store.commit("7", str(number), STATE, [], [Watch(Wishes(), "de")])

        await forget

        assert await subscriptions.due(datetime.now(UTC).date()) == []
    await engine.dispose()
