"""Questions that women let staff see."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "conversation_0003"
down_revision: str | None = "conversation_0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "shown_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shown_question"),
    )
    op.create_index("ix_shown_question_asked_on", "shown_question", ["asked_on"])


def downgrade() -> None:
    op.drop_table("shown_question")
