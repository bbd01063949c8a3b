"""The tables of the conversation store."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Tables of the conversation store."""

    metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"})


class ConversationRow(Base):
    """The state of one chat."""

    __tablename__ = "conversation"

    chat: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Pseudonym of channel and chat."""
    state: Mapped[bytes] = mapped_column(LargeBinary)
    """`ConversationState` as JSON, encrypted."""
    used_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    """Day of the last message, at midnight: enough for the retention time, and says no more."""


class HandledUpdateRow(Base):
    """An update that was answered; a second delivery is only acknowledged."""

    __tablename__ = "handled_update"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    update_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    handled_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class OutboxRow(Base):
    """A message that is not delivered yet."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_channel_chat_id", "channel", "chat", "id"),
        {"sqlite_autoincrement": True},  # A number is never used again: browsers tell by it what they have.
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(20))
    chat: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """Address and `Message` as JSON, encrypted."""
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ShownQuestionRow(Base):
    """A question that she lets staff see; nothing leads from here to a chat."""

    __tablename__ = "shown_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """The masked text, encrypted."""
    language: Mapped[str] = mapped_column(String(20))
    asked_on: Mapped[date] = mapped_column(index=True)


class FeedbackRow(Base):
    """How often answers to one subject helped on one day; nothing leads from here to a chat."""

    __tablename__ = "feedback"

    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    """A topic or an intent."""
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    helped: Mapped[int] = mapped_column(default=0)
    did_not_help: Mapped[int] = mapped_column(default=0)


class SubscriptionRow(Base):
    """A search of one chat that she wants to be told about."""

    __tablename__ = "subscription"

    chat: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Pseudonym of channel and chat."""
    channel: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """Address, language, wishes and the offers she was told about as JSON, encrypted."""
    ends_on: Mapped[date]
    """Last day."""
    told_on: Mapped[date | None]
    """Day of the last message."""
