"""Runs the migrations of the knowledge base, without an event loop, on the address `database.upgrade` passes in."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from knowledge_base.models import Base

engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # The name keeps apart from her state's migrations, should both ever share a database.
        version_table="knowledge_base_version",
        # SQLite cannot alter a column in place.
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
