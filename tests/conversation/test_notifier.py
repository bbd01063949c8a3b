"""She is told when there is an offer for a search that found none: once a day, no offer twice, until she stops it."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.dialogue.actions import Action, ActionKind
from bot.dialogue.events import ButtonPressed
from bot.errors import KnowledgeError
from bot.knowledge import KnowledgeBase
from bot.notifier import Notifier
from bot.rendering.message import Message
from bot.rendering.render import Renderer
from bot.storage.store import ConversationStore
from bot.storage.subscriptions import SubscriptionStore
from knowledge_base.database import make_engine, make_sessions
from knowledge_base.models import Offer
from knowledge_base.vocabulary import Level
from tests.conversation.parts import LANGUAGES, TEST_DAY, VAULT, GivenRasa, She

MORNING = datetime.now(UTC).replace(hour=10)


@dataclass
class Clock:
    """Says what time it is."""

    time: datetime = field(default=MORNING)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def offers(knowledge_url: str, tmp_path: Path) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Offers of its own, which the test changes."""
    path = tmp_path / "knowledge.sqlite"
    shutil.copy(knowledge_url.removeprefix("sqlite:///"), path)
    engine = make_engine(f"sqlite:///{path}")
    yield make_sessions(engine)
    await engine.dispose()


@pytest.fixture
def notifier(
    conversation_sessions: async_sessionmaker[AsyncSession], offers: async_sessionmaker[AsyncSession], clock: Clock
) -> Notifier:
    knowledge = KnowledgeBase(offers, {}, lambda: TEST_DAY)
    subscriptions = SubscriptionStore(conversation_sessions, VAULT, "test")
    return Notifier(subscriptions, knowledge, Renderer(LANGUAGES, (), retention_days=90), now=clock)


async def b2_comes_to_owen(offers: async_sessionmaker[AsyncSession], number: int) -> str:
    """One of the B2 courses takes place in Owen from now on; its title."""
    async with offers.begin() as session:
        query = select(Offer).where(Offer.level_to == Level.B2, Offer.place.is_not(None)).order_by(Offer.id)
        offer = list((await session.scalars(query)).unique())[number]
        offer.place = "owen"
        return offer.title


async def mail(store: ConversationStore) -> list[Message]:
    waiting = await store.waiting_for("7")
    for each in waiting:
        await store.delivered(each.id)
    return [each.message for each in waiting]


@pytest.fixture
async def she_watches(she: She, rasa: GivenRasa) -> She:
    rasa.understands("find_course", level="B2", place="owen")
    [misses] = await she.writes("B2 Kurs in Owen")
    assert "watch:yes" in [button.data for row in misses.buttons for button in row]
    [started] = await she.does(ButtonPressed(Action(ActionKind.WATCH, "yes")))
    assert "Owen" in started.text
    return she


async def test_she_is_told_of_a_new_offer_once_and_can_stop(
    she_watches: She,
    notifier: Notifier,
    store: ConversationStore,
    offers: async_sessionmaker[AsyncSession],
    clock: Clock,
) -> None:
    nothing_new = await notifier.look()
    title = await b2_comes_to_owen(offers, 0)
    told = await notifier.look()
    [message] = await mail(store)
    clock.time += timedelta(days=1)
    again = await notifier.look()

    assert (nothing_new, told, again) == (0, 1, 0)
    assert title in message.text
    assert "watch:stop" in [button.data for row in message.buttons for button in row]


async def test_there_is_one_message_a_day_and_nothing_is_lost(
    she_watches: She,
    notifier: Notifier,
    store: ConversationStore,
    offers: async_sessionmaker[AsyncSession],
    clock: Clock,
) -> None:
    first = await b2_comes_to_owen(offers, 0)
    await notifier.look()
    second = await b2_comes_to_owen(offers, 1)
    same_day = await notifier.look()
    await mail(store)
    clock.time += timedelta(days=1)
    next_day = await notifier.look()
    [message] = await mail(store)

    assert (same_day, next_day) == (0, 1)
    assert second in message.text
    assert first not in message.text


async def test_after_a_stop_nothing_comes(
    she_watches: She, notifier: Notifier, store: ConversationStore, offers: async_sessionmaker[AsyncSession]
) -> None:
    await she_watches.does(ButtonPressed(Action(ActionKind.WATCH, "stop")))
    await b2_comes_to_owen(offers, 0)

    assert await notifier.look() == 0


async def test_who_has_blocked_the_bot_or_deleted_everything_is_left_alone(
    she_watches: She, notifier: Notifier, store: ConversationStore, offers: async_sessionmaker[AsyncSession]
) -> None:
    await store.forget_chat("7")
    await b2_comes_to_owen(offers, 0)
    blocked = await notifier.look()
    await she_watches.does(ButtonPressed(Action(ActionKind.DELETE, "yes")))

    assert blocked == 0
    assert await mail(store) == []


async def test_deleting_ends_it_too(
    she_watches: She, notifier: Notifier, offers: async_sessionmaker[AsyncSession]
) -> None:
    await she_watches.does(ButtonPressed(Action(ActionKind.DELETE, "yes")))
    await b2_comes_to_owen(offers, 0)

    assert await notifier.look() == 0


async def test_it_ends_by_itself_after_ninety_days(
    she_watches: She, notifier: Notifier, offers: async_sessionmaker[AsyncSession], clock: Clock
) -> None:
    clock.time += timedelta(days=91)
    await b2_comes_to_owen(offers, 0)

    assert await notifier.look() == 0


async def test_at_night_it_waits_for_the_morning(
    she_watches: She, notifier: Notifier, offers: async_sessionmaker[AsyncSession], clock: Clock
) -> None:
    await b2_comes_to_owen(offers, 0)
    clock.time = clock.time.replace(hour=3)
    at_night = await notifier.look()
    clock.time = clock.time.replace(hour=9)

    assert (at_night, await notifier.look()) == (0, 1)


async def test_it_comes_in_the_language_she_speaks_now(
    she_watches: She, notifier: Notifier, store: ConversationStore, offers: async_sessionmaker[AsyncSession]
) -> None:
    await she_watches.does(ButtonPressed(Action(ActionKind.LANGUAGE, "ar")))
    await b2_comes_to_owen(offers, 0)
    await notifier.look()

    [message] = await mail(store)
    assert message.language == "ar"


async def test_an_old_stop_is_not_undone_by_a_message_on_its_way(
    she_watches: She, store: ConversationStore, conversation_sessions: async_sessionmaker[AsyncSession]
) -> None:
    subscriptions = SubscriptionStore(conversation_sessions, VAULT, "test")
    [watched] = await subscriptions.due(MORNING.date())
    await she_watches.does(ButtonPressed(Action(ActionKind.WATCH, "stop")))

    is_told = await subscriptions.tell(watched, frozenset({1}), [], MORNING)

    assert not is_told
    assert await subscriptions.due(MORNING.date()) == []


async def test_watching_again_repeats_no_offer_and_allows_no_second_message(
    she_watches: She,
    notifier: Notifier,
    store: ConversationStore,
    offers: async_sessionmaker[AsyncSession],
    clock: Clock,
) -> None:
    await b2_comes_to_owen(offers, 0)
    await notifier.look()
    await mail(store)
    await she_watches.does(ButtonPressed(Action(ActionKind.WATCH, "yes")))
    clock.time += timedelta(days=1)

    assert await notifier.look() == 0


async def test_offers_that_cannot_be_read_are_looked_at_later(
    she_watches: She,
    notifier: Notifier,
    offers: async_sessionmaker[AsyncSession],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await b2_comes_to_owen(offers, 0)

    async def away(*_args: object, **_kwargs: object) -> None:
        raise OSError("disk gone")

    with monkeypatch.context() as broken:
        broken.setattr(KnowledgeBase, "_fetch", away)
        with pytest.raises(KnowledgeError):
            await notifier.look()

    assert await notifier.look() == 1
