"""Opens the conversation store and brings its tables up to date.

Engines and migrations work as in the knowledge base; the tables, the file and the key are its own.
"""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageError
from knowledge_base.database import make_engine as _make_engine
from knowledge_base.database import make_sessions, migrate
from knowledge_base.errors import KnowledgeBaseError

MIGRATIONS = Path(__file__).parent / "migrations"

__all__ = ["make_engine", "make_sessions", "upgrade"]


def make_engine(database_url: str) -> AsyncEngine:
    """An engine for the conversation store.

    Raises:
        StorageError: the address is wrong.
    """
    try:
        return _make_engine(database_url)
    except KnowledgeBaseError as error:
        raise StorageError(str(error)) from error


def upgrade(database_url: str, revision: str = "head") -> None:
    """Brings the tables to `revision`, by default the newest.

    Raises:
        StorageError: the database cannot be opened.
    """
    try:
        migrate(database_url, MIGRATIONS, revision)
    except KnowledgeBaseError as error:
        raise StorageError("The conversation store could not be brought up to date.") from error
