"""Whether answers helped, counted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "conversation_0002"
down_revision: str | None = "conversation_0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.Column("did_not_help", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "language", "day", name="pk_feedback"),
    )


def downgrade() -> None:
    op.drop_table("feedback")
