"""Runs the migrations of the conversation store on the address that `database.upgrade` passes in."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bot.storage.models import Base

engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table="conversation_version",  # Apart from the knowledge base's, should both share a database.
        render_as_batch=True,  # SQLite cannot alter a column in place.
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
