"""First tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "kb_0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("topic", "language", name=op.f("uq_answer_topic_language")),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=True),
        sa.Column("serves", sa.JSON(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("slug", name=op.f("uq_contact_slug")),
    )
    op.create_table(
        "emergency_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_emergency_number_slug")),
    )
    op.create_table(
        "provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("staff_languages", sa.JSON(), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_provider_source_source_id")),
    )
    op.create_table(
        "recognition_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profession", sa.String(40), nullable=False),
        sa.Column("german_title", sa.Text(), nullable=False),
        sa.Column("regulated", sa.String(40), nullable=False),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("authority_url", sa.Text(), nullable=True),
        sa.Column("german_level", sa.String(40), nullable=True),
        sa.Column("language_exam_level", sa.String(40), nullable=True),
        sa.Column("months_from", sa.Integer(), nullable=True),
        sa.Column("months_to", sa.Integer(), nullable=True),
        sa.Column("fee_from_eur", sa.Integer(), nullable=True),
        sa.Column("fee_to_eur", sa.Integer(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_route")),
        sa.UniqueConstraint("profession", name=op.f("uq_recognition_route_profession")),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("course_type", sa.String(40), nullable=True),
        sa.Column("level_from", sa.String(40), nullable=True),
        sa.Column("level_to", sa.String(40), nullable=True),
        sa.Column("place", sa.String(length=60), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("town", sa.Text(), nullable=True),
        sa.Column("schedule_note", sa.Text(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("flexible_start", sa.Boolean(), nullable=False),
        sa.Column("pauses", sa.String(40), nullable=False),
        sa.Column("sessions_count", sa.Integer(), nullable=True),
        sa.Column("lessons", sa.Integer(), nullable=True),
        sa.Column("price_kind", sa.String(40), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("price_per_lesson_cents", sa.Integer(), nullable=True),
        sa.Column("price_note", sa.Text(), nullable=True),
        sa.Column("funding", sa.JSON(), nullable=False),
        sa.Column("childcare", sa.String(40), nullable=False),
        sa.Column("childcare_age_from", sa.Double(), nullable=True),
        sa.Column("childcare_age_to", sa.Double(), nullable=True),
        sa.Column("childcare_places", sa.Integer(), nullable=True),
        sa.Column("childcare_note", sa.Text(), nullable=True),
        sa.Column("child_in_room", sa.Boolean(), nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("pace", sa.String(40), nullable=True),
        sa.Column("women_only", sa.Boolean(), nullable=True),
        sa.Column("staff_languages", sa.JSON(), nullable=False),
        sa.Column("eligibility", sa.Text(), nullable=True),
        sa.Column("eligibility_tags", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("registration_until", sa.Date(), nullable=True),
        sa.Column("registration_note", sa.Text(), nullable=True),
        sa.Column("seats_total", sa.Integer(), nullable=True),
        sa.Column("seats_free", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("last_checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_role", sa.Text(), nullable=True),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_offer_provider_id_provider")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_offer_source_source_id")),
    )
    op.create_index("ix_offer_course_type", "offer", ["course_type"], unique=False)
    op.create_index("ix_offer_live", "offer", ["is_withdrawn", "status", "end_on"], unique=False)
    op.create_index("ix_offer_place", "offer", ["place"], unique=False)
    op.create_index("ix_offer_provider_id", "offer", ["provider_id"], unique=False)

    op.create_table(
        "offer_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("time_from", sa.String(length=5), nullable=False),
        sa.Column("time_until", sa.String(length=5), nullable=False),
        sa.CheckConstraint("time_from < time_until", name=op.f("ck_offer_date_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_offer_date_offer_id_offer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_date")),
    )
    op.create_index("ix_offer_date_offer_id", "offer_date", ["offer_id"], unique=False)

    op.create_table(
        "offer_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.String(40), nullable=False),
        sa.Column("time_from", sa.String(length=5), nullable=False),
        sa.Column("time_until", sa.String(length=5), nullable=False),
        sa.CheckConstraint("time_from < time_until", name=op.f("ck_offer_session_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_offer_session_offer_id_offer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_session")),
    )
    op.create_index("ix_offer_session_offer_id", "offer_session", ["offer_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_offer_session_offer_id", "offer_session")

    op.drop_table("offer_session")
    op.drop_index("ix_offer_date_offer_id", "offer_date")

    op.drop_table("offer_date")
    op.drop_index("ix_offer_provider_id", "offer")
    op.drop_index("ix_offer_place", "offer")
    op.drop_index("ix_offer_live", "offer")
    op.drop_index("ix_offer_course_type", "offer")

    op.drop_table("offer")
    op.drop_table("recognition_route")
    op.drop_table("provider")
    op.drop_table("emergency_number")
    op.drop_table("contact")
    op.drop_table("answer")
