"""Turns what the database raises into our own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StorageError


@contextmanager
def our_errors() -> Iterator[None]:
    """Raises `StorageError` for whatever SQLAlchemy or the disk raises inside."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StorageError("The conversation store cannot be read or written.") from error
