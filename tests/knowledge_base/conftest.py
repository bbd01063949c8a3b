"""A knowledge base with everything that is shipped, on SQLite and, when DATABASE_URL is set, on PostgreSQL."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.database import make_engine, make_sessions, upgrade
from knowledge_base.load import load_seed
from knowledge_base.models import Base

TEST_DAY = date(2027, 2, 1)
SAMPLE_ANSWERS = Path(__file__).parent / "answers"
POSTGRESQL = os.environ.get("DATABASE_URL", "")
BACKENDS = ["sqlite", *(["postgresql"] if POSTGRESQL.startswith("postgres") else [])]


async def _load(database_url: str) -> None:
    engine = make_engine(database_url)
    async with make_sessions(engine).begin() as session:
        await load_seed(session, today=TEST_DAY)
    await engine.dispose()


async def _empty(database_url: str) -> None:
    engine = make_engine(database_url)
    async with make_sessions(engine).begin() as session:
        for table in reversed(Base.metadata.sorted_tables):
            await session.execute(delete(table))
    await engine.dispose()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows."""
    path = tmp_path_factory.mktemp("empty") / "knowledge.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def seeded_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with everything that is shipped; tests only read it."""
    path = tmp_path_factory.mktemp("seeded") / "knowledge.sqlite"
    shutil.copy(empty_file, path)
    asyncio.run(_load(f"sqlite:///{path}"))
    return path


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, empty_file: Path, tmp_path: Path) -> str:
    """A database with all tables and no rows, for one test."""
    if request.param == "postgresql":
        upgrade(POSTGRESQL)
        asyncio.run(_empty(POSTGRESQL))
        return POSTGRESQL
    path = tmp_path / "knowledge.sqlite"
    shutil.copy(empty_file, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def session(database_url: str) -> AsyncIterator[AsyncSession]:
    """A session on an empty knowledge base."""
    engine = make_engine(database_url)
    async with make_sessions(engine)() as session:
        yield session
    await engine.dispose()


@pytest.fixture
def seeded_url(request: pytest.FixtureRequest, database_url: str, seeded_file: Path) -> str:
    """A database with everything that is shipped, for one test."""
    if database_url.startswith("sqlite"):
        shutil.copy(seeded_file, database_url.removeprefix("sqlite:///"))
    else:
        asyncio.run(_load(database_url))
    return database_url


@pytest.fixture
async def seeded(seeded_url: str) -> AsyncIterator[AsyncSession]:
    """A session on a knowledge base with everything that is shipped."""
    engine = make_engine(seeded_url)
    async with make_sessions(engine)() as session:
        yield session
    await engine.dispose()
