"""A whole conversation on a real store and a real knowledge base; only Rasa's answers are given by the test."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.conversation import Conversation
from bot.dialogue.events import Incoming, TextWritten
from bot.knowledge import KnowledgeBase
from bot.rendering.language import load_languages
from bot.rendering.message import Message
from bot.rendering.render import Renderer
from bot.storage import database as conversation_database
from bot.storage.secrets import Vault
from bot.storage.staff import StaffView
from bot.storage.store import ConversationStore
from bot.understanding.cues import Cues
from bot.understanding.danger import DangerRules
from bot.understanding.detection import LanguageDetector
from bot.understanding.rasa import RasaClient
from bot.understanding.reader import Reader
from knowledge_base.database import make_engine, make_sessions, upgrade
from knowledge_base.load import load_seed, seed_emergency_numbers

TEST_DAY = date(2027, 2, 1)
LANGUAGES = load_languages()
VAULT = Vault("k" * 40)
DETECTOR = LanguageDetector(list(LANGUAGES))
CUES = Cues()


@dataclass
class GivenRasa:
    """Answers as Rasa would, with what the test says of the next messages."""

    is_up: bool = True
    answers: list[dict[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def understands(self, intent: str, confidence: float = 0.95, **entities: str) -> None:
        found = [{"entity": name, "value": value} for name, value in entities.items()]
        ranking = [{"name": intent, "confidence": confidence}]
        self.answers.append({"intent": ranking[0], "intent_ranking": ranking, "entities": found})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if not self.is_up:
            raise httpx.ConnectError("down", request=request)
        self.texts.append(json.loads(request.content)["text"])
        return httpx.Response(200, json=self.answers.pop(0))


class She:
    """A woman who writes; what she is told is read from the outbox."""

    def __init__(self, conversation: Conversation, store: ConversationStore, chat_id: str = "7") -> None:
        self._conversation = conversation
        self._store = store
        self._chat_id = chat_id
        self._updates = count(1)

    async def does(
        self, content: Any, *, update_id: str | None = None, app_language: str | None = None
    ) -> list[Message]:
        number = update_id or f"{self._chat_id}-{next(self._updates)}"
        await self._conversation.handle(Incoming(self._chat_id, number, content, app_language))
        waiting = await self._store.waiting_for(self._chat_id)
        if waiting:
            await self._store.fetched(self._chat_id, waiting[-1].id)
        return [each.message for each in waiting]

    async def writes(self, text: str) -> list[Message]:
        return await self.does(TextWritten(text))


@pytest.fixture(scope="session")
def knowledge_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('knowledge') / 'knowledge.sqlite'}"
    upgrade(url)
    asyncio.run(_load(url))
    return url


async def _load(url: str) -> None:
    engine = make_engine(url)
    async with make_sessions(engine).begin() as session:
        await load_seed(session, today=TEST_DAY)
    await engine.dispose()


@pytest.fixture
async def knowledge_sessions(knowledge_url: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    engine = make_engine(knowledge_url)
    yield make_sessions(engine)
    await engine.dispose()


@pytest.fixture
async def conversation_sessions(tmp_path: Path) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    url = f"sqlite:///{tmp_path / 'conversations.sqlite'}"
    conversation_database.upgrade(url)
    engine = conversation_database.make_engine(url)
    yield conversation_database.make_sessions(engine)
    await engine.dispose()


@pytest.fixture
def store(conversation_sessions: async_sessionmaker[AsyncSession]) -> ConversationStore:
    return ConversationStore(conversation_sessions, VAULT, "test")


@pytest.fixture
def staff(conversation_sessions: async_sessionmaker[AsyncSession]) -> StaffView:
    return StaffView(conversation_sessions, VAULT)


@pytest.fixture
def rasa() -> GivenRasa:
    return GivenRasa()


@pytest.fixture
def conversation(
    store: ConversationStore, rasa: GivenRasa, knowledge_sessions: async_sessionmaker[AsyncSession]
) -> Conversation:
    client = RasaClient("http://rasa", transport=httpx.MockTransport(rasa))
    reader = Reader(client, DangerRules(), DETECTOR, CUES)
    knowledge = KnowledgeBase(
        knowledge_sessions, {code: each.fallback for code, each in LANGUAGES.items()}, lambda: TEST_DAY
    )
    renderer = Renderer(LANGUAGES, seed_emergency_numbers(), retention_days=90)
    return Conversation(store, reader, knowledge, renderer)


@pytest.fixture
def she(conversation: Conversation, store: ConversationStore) -> She:
    return She(conversation, store)


@pytest.fixture
def make_her(conversation: Conversation, store: ConversationStore) -> Callable[[str], She]:
    return lambda chat_id: She(conversation, store, chat_id)
