"""Opens the database of the knowledge base, SQLite or PostgreSQL, and brings its tables up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from knowledge_base.errors import KnowledgeBaseError, UnavailableError

BUSY_TIMEOUT_MS = 5000
_WRONG_ADDRESS = "The address of the knowledge base must begin with sqlite: or postgresql:."


def async_url(database_url: str) -> URL:
    """The address with the driver the program uses; "sqlite:///…", "postgres://…" and "postgresql://…" are enough.

    Raises:
        KnowledgeBaseError: the address is not one of these.
    """
    return _with_driver(database_url, {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"})


def sync_url(database_url: str) -> URL:
    """The same address for Alembic, which works without an event loop."""
    return _with_driver(database_url, {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"})


def _with_driver(database_url: str, drivers: dict[str, str]) -> URL:
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise KnowledgeBaseError(
            "The database address cannot be read; it begins with sqlite: or postgresql:."
        ) from error
    backend = "postgresql" if url.get_backend_name() == "postgres" else url.get_backend_name()
    if backend not in drivers:
        raise KnowledgeBaseError(
            f'"{backend}" is not supported; the database address begins with sqlite: or postgresql:.'
        )
    return url.set(drivername=drivers[backend])


def make_engine(database_url: str) -> AsyncEngine:
    """An engine for the database; on SQLite readers do not wait for a writer, and foreign keys hold."""
    url = async_url(database_url)
    is_sqlite = url.get_backend_name() == "sqlite"
    # Without its parameters a failed query that ends up in a log says nothing of what she wished.
    # A plan kept from when a table was small reads all of it for each part of an import, so none is kept.
    plans = {} if is_sqlite else {"prepare_threshold": None}
    engine = create_async_engine(url, pool_pre_ping=not is_sqlite, hide_parameters=True, connect_args=plans)
    if is_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def make_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Makes sessions whose objects stay readable after a commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", f"busy_timeout = {BUSY_TIMEOUT_MS}", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database_url: str, revision: str = "head") -> None:
    """Brings the tables to `revision`, by default the newest; does nothing when they are there already.

    Raises:
        UnavailableError: the database cannot be opened.
    """
    migrate(database_url, MIGRATIONS, revision)


def downgrade(database_url: str, revision: str) -> None:
    """Takes the tables back to `revision`; "base" removes them and everything in them."""
    _run_alembic(command.downgrade, database_url, MIGRATIONS, revision)


def migrate(database_url: str, migrations: Path, revision: str) -> None:
    """Brings the tables of one set of migrations to `revision`.

    Raises:
        UnavailableError: the database cannot be opened.
    """
    _run_alembic(command.upgrade, database_url, migrations, revision)


def _run_alembic(run: Any, database_url: str, migrations: Path, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    url = sync_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    config.attributes["url"] = url
    try:
        run(config, revision)
    except DBAPIError as error:
        raise UnavailableError("The database could not be brought up to date.") from error


@contextmanager
def our_errors() -> Iterator[None]:
    """Turns what SQLAlchemy raises into `UnavailableError`, so that callers need not know SQLAlchemy."""
    try:
        yield
    except SQLAlchemyError as error:
        raise UnavailableError("The database of the knowledge base could not be read or written.") from error
