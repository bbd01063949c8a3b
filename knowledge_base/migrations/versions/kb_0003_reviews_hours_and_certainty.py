"""Reviews of answers, languages and hours of contacts, all columns of recognition routes, and how sure each row is."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "kb_0003"
down_revision: str | None = "kb_0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _columns() -> dict[str, list[sa.Column[Any]]]:
    # What was stored until now was shown, so it is at least well established.
    return {
        "answer": [
            sa.Column("reviewed_text", sa.Text(), nullable=True),
            sa.Column("reviewed_source_hash", sa.String(length=64), nullable=True),
            sa.Column("reviewed_on", sa.Date(), nullable=True),
            sa.Column("reviewed_by_role", sa.Text(), nullable=True),
        ],
        "contact": [
            sa.Column("staff_languages", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("hours_note", sa.Text(), nullable=True),
            sa.Column("certainty", sa.String(length=40), nullable=False, server_default="known"),
        ],
        "recognition_route": [
            sa.Column("procedure", sa.String(length=40), nullable=True),
            sa.Column("adaptation", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("eu_rule", sa.String(length=40), nullable=True),
            sa.Column("documents_topic", sa.String(length=40), nullable=True),
            sa.Column("note", sa.Text(), nullable=True),
            sa.Column("certainty", sa.String(length=40), nullable=False, server_default="known"),
            sa.Column("unsure_fields", sa.JSON(), nullable=False, server_default="[]"),
        ],
    }


def upgrade() -> None:
    op.create_table(
        "contact_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.String(length=40), nullable=False),
        sa.Column("time_from", sa.String(length=5), nullable=False),
        sa.Column("time_until", sa.String(length=5), nullable=False),
        sa.CheckConstraint("time_from < time_until", name=op.f("ck_contact_hours_closes_after_it_opens")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_hours_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_hours")),
    )
    op.create_index(op.f("ix_contact_hours_contact_id"), "contact_hours", ["contact_id"])
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    # A text that was current until now had been reviewed on the day its facts were looked up.
    op.execute("UPDATE answer SET reviewed_text = text, reviewed_source_hash = source_hash, reviewed_on = checked_on")


def downgrade() -> None:
    for table, columns in _columns().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
    op.drop_table("contact_hours")
