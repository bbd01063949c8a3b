"""A conversation store on SQLite and, when DATABASE_URL is set, on PostgreSQL."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage.database import make_engine, make_sessions, upgrade
from bot.storage.models import Base
from bot.storage.secrets import Vault
from bot.storage.store import ConversationStore

KEY = "a key for tests that is long enough"
POSTGRESQL = os.environ.get("DATABASE_URL", "")
BACKENDS = ["sqlite", *(["postgresql"] if POSTGRESQL.startswith("postgres") else [])]


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return POSTGRESQL if request.param == "postgresql" else f"sqlite:///{tmp_path / 'conversations.sqlite'}"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[ConversationStore]:
    upgrade(database_url)
    engine = make_engine(database_url)
    async with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(text(f"DELETE FROM {table.name}"))
    yield ConversationStore(make_sessions(engine), Vault(KEY), "telegram")
    await engine.dispose()
