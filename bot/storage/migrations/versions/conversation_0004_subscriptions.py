"""Searches that women want to be told about."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "conversation_0004"
down_revision: str | None = "conversation_0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("chat", name="pk_subscription"),
    )


def downgrade() -> None:
    op.drop_table("subscription")
