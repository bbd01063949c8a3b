"""The tables of the knowledge base. Nothing in them is about the women who ask."""

import enum
import hashlib
import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, validates

from knowledge_base.results import EuRule, PriceKind, Procedure, Regulated, SeatStatus
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Profession, Topic, Weekday

CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class Pauses(StrEnum):
    """When a course has no lessons; public holidays always pause."""

    SCHOOL_HOLIDAYS = "school_holidays"
    NONE = "none"
    LISTED = "listed"
    """Dates of its own, in `pause_dates` or told in the schedule note."""
    UNKNOWN = "unknown"


class Provenance(StrEnum):
    """Where the value of one field comes from."""

    GIVEN = "given"
    """The source said it in a field of its own."""
    DERIVED = "derived"
    """Read out of free text; a person should look at it."""
    MANUAL = "manual"
    """A person wrote it here; imports leave it alone."""


class Certainty(StrEnum):
    """How far a fact can be trusted; staff raise it by confirming."""

    CONFIRMED = "confirmed"
    """Read on a page of the office or told by it."""
    KNOWN = "known"
    """Well established, not read again."""
    UNSURE = "unsure"
    """Stored for staff to check; never shown to a woman."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a plain class attribute.
        str: Text,
        enum.Enum: Enum(
            enum.Enum, native_enum=False, length=40, values_callable=lambda kind: [member.value for member in kind]
        ),
        list[str]: JSON,
        dict[str, str]: JSON,
    }


class StaffEdited:
    """A row that staff can change: once they did, loading the seed again leaves it as it is."""

    is_edited: Mapped[bool] = mapped_column(default=False)


class Provider(StaffEdited, Base):
    """Who runs offers."""

    __tablename__ = "provider"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    source_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str]
    kind: Mapped[str | None]
    """German word for what it is, "Volkshochschule"."""
    url: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    staff_languages: Mapped[list[str]] = mapped_column(default=list)
    """BCP 47 codes of those who answer the phone, not of the lessons."""


class Offer(StaffEdited, Base):
    """A course, training, group or exam; an empty field is not known, never "no" or 0."""

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        Index("ix_offer_live", "is_withdrawn", "status", "end_on"),
        Index("ix_offer_place", "place"),
        Index("ix_offer_course_type", "course_type"),
        Index("ix_offer_revision", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    """File or feed it came from."""
    source_id: Mapped[str] = mapped_column(String(200))
    """The source's own number, unique within `source`."""
    source_url: Mapped[str | None]
    """Page of the offer at its source, where it is not the page to register on."""
    source_changed_on: Mapped[date | None]
    """The source's own date of change; `last_checked_on` is ours."""
    record_hash: Mapped[str | None] = mapped_column(String(64))
    """Fingerprint of the record the last import read, so that an unchanged one need not be compared."""
    title: Mapped[str]
    description: Mapped[str | None]
    """Plain text in the language of the provider."""
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    course_type: Mapped[CourseType | None]
    level_from: Mapped[Level | None]
    level_to: Mapped[Level | None]

    place: Mapped[str | None] = mapped_column(String(60))
    """Slug of a municipality; empty for online offers."""
    street: Mapped[str | None]
    postcode: Mapped[str | None] = mapped_column(String(10))
    town: Mapped[str | None]
    """As the source wrote it, kept when no municipality was recognised."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    """Of the building, where the source says it; distances fall back to the middle of the town."""

    schedule_note: Mapped[str | None]
    start_on: Mapped[date | None]
    end_on: Mapped[date | None]
    flexible_start: Mapped[bool] = mapped_column(default=False)
    pauses: Mapped[Pauses] = mapped_column(default=Pauses.UNKNOWN)
    pause_dates: Mapped[list[str]] = mapped_column(default=list)
    """The ISO dates without a weekly lesson that neither a public holiday nor `pauses` explains."""
    sessions_count: Mapped[int | None]
    lessons: Mapped[int | None]
    """Lessons of 45 minutes in the whole offer."""

    price_kind: Mapped[PriceKind] = mapped_column(default=PriceKind.UNKNOWN)
    price_cents: Mapped[int | None]
    price_per_lesson_cents: Mapped[int | None]
    price_note: Mapped[str | None]
    funding: Mapped[list[str]] = mapped_column(default=list)
    """Tags such as `bildungsgutschein`, `avgs`, `state`."""

    childcare: Mapped[Childcare] = mapped_column(default=Childcare.UNKNOWN)
    childcare_age_from: Mapped[float | None]
    """Years; half years are 0.5."""
    childcare_age_to: Mapped[float | None]
    childcare_places: Mapped[int | None]
    childcare_cost_cents: Mapped[int | None]
    """For the whole offer; 0 is free, empty is not known."""
    childcare_note: Mapped[str | None]
    """German words on costs and holidays of the care."""
    child_in_room: Mapped[bool] = mapped_column(default=False)

    format: Mapped[Format] = mapped_column(default=Format.IN_PERSON)
    pace: Mapped[Pace | None]
    women_only: Mapped[bool | None]
    staff_languages: Mapped[list[str]] = mapped_column(default=list)
    """Empty: those of the provider."""
    eligibility: Mapped[str | None]
    eligibility_tags: Mapped[list[str]] = mapped_column(default=list)
    """`needs_berechtigungsschein`, `jobcenter`, `b1_certificate` …; empty is not known."""
    tags: Mapped[list[str]] = mapped_column(default=list)
    """What the kind of course does not say: `german` taught beside, `first_steps`."""

    url: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    registration_until: Mapped[date | None]
    registration_note: Mapped[str | None]
    seats_total: Mapped[int | None]
    seats_free: Mapped[int | None]
    status: Mapped[SeatStatus] = mapped_column(default=SeatStatus.UNKNOWN)

    is_example: Mapped[bool] = mapped_column(default=False)
    """Invented; the course does not exist and is never counted or exported."""
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    """No longer offered; the row stays for its history."""
    last_checked_on: Mapped[date | None]
    """The day a person or an import looked; never taken from the source."""
    checked_by_role: Mapped[str | None]
    provenance: Mapped[dict[str, str]] = mapped_column(default=dict)
    """Name of a field to a value of `Provenance`."""
    revision: Mapped[int] = mapped_column(default=0)
    """Number of the change in `catalogue_state` that touched it last."""

    provider: Mapped[Provider] = relationship(lazy="joined", innerjoin=True)
    sessions: Mapped[list["OfferSession"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="OfferSession.id"
    )
    dates: Mapped[list["OfferDate"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="OfferDate.held_on"
    )

    def mark_edited(self, *fields: str) -> None:
        """Remember that staff wrote these fields, so that neither seed nor import overwrites them."""
        self.is_edited = True
        self.provenance = {**self.provenance, **dict.fromkeys(fields, Provenance.MANUAL.value)}


class _Clock:
    """Checks "HH:MM" where a session is written, for seed, import and admin alike."""

    @validates("time_from", "time_until")
    def _is_clock_time(self, key: str, value: str) -> str:
        if not CLOCK.fullmatch(value):
            raise ValueError(f'{key} is "{value}"; a time is written "HH:MM".')
        return value


class OfferSession(_Clock, Base):
    """A weekly meeting of an offer, in wall time of Europe/Berlin."""

    __tablename__ = "offer_session"
    __table_args__ = (CheckConstraint("time_from < time_until", name="ends_after_it_begins"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[Weekday]
    time_from: Mapped[str] = mapped_column(String(5))
    time_until: Mapped[str] = mapped_column(String(5))


class OfferDate(_Clock, Base):
    """A single meeting of an offer that does not meet weekly."""

    __tablename__ = "offer_date"
    __table_args__ = (CheckConstraint("time_from < time_until", name="ends_after_it_begins"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    held_on: Mapped[date]
    time_from: Mapped[str] = mapped_column(String(5))
    time_until: Mapped[str] = mapped_column(String(5))


class CatalogueState(Base):
    """One row that counts the changes to offers, so that a search knows what it has not read yet."""

    __tablename__ = "catalogue_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    """Always 1."""
    revision: Mapped[int] = mapped_column(default=0)
    """Goes up with each transaction that writes offers, which is numbered by it."""
    rebuilt_at_revision: Mapped[int] = mapped_column(default=0)
    """The last change that deleted offers: who has read less must read all."""


class ImportKind(StrEnum):
    """What an import did to one offer."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    CHECKED = "checked"
    """Only bookkeeping: seen again, the day of the last check moved."""


class ImportRun(Base):
    """One import as a whole, so that staff can look at it and undo it."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100), index=True)
    filename: Mapped[str]
    format: Mapped[str] = mapped_column(String(40))
    run_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by_role: Mapped[str | None]
    read: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ImportChange(Base):
    """What one import did to one offer, with what stood there before."""

    __tablename__ = "import_change"
    __table_args__ = (Index("ix_import_change_run_id", "run_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ImportKind]
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The fields that were changed with their old values as JSON; empty for a new offer."""


def text_hash(text: str) -> str:
    """Fingerprint of a text, blind to white space at the ends and to kinds of line breaks."""
    return hashlib.sha256("\n".join(text.split("\r\n")).strip().encode()).hexdigest()


class Answer(StaffEdited, Base):
    """The text to one topic in one language; the German row is the source of the others.

    Whether it can be shown is never stored: `translations.answer_state` works it out from these fields.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("topic", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[Topic]
    language: Mapped[str] = mapped_column(String(20))
    text: Mapped[str]
    """As it was written last, reviewed or not."""
    source_url: Mapped[str | None]
    checked_on: Mapped[date]
    """The day on which the facts were looked up at the source."""
    valid_until: Mapped[date | None]
    """Not shown after this day; for rules that are known to end."""
    source_hash: Mapped[str] = mapped_column(String(64))
    """`text_hash` of the German text this text was written after."""
    reviewed_text: Mapped[str | None]
    """The text a person has read and released last; kept when somebody edits `text`."""
    reviewed_source_hash: Mapped[str | None] = mapped_column(String(64))
    """`text_hash` of the German text at that review."""
    reviewed_on: Mapped[date | None]
    reviewed_by_role: Mapped[str | None]


class Contact(StaffEdited, Base):
    """An office or counselling place; an empty field is not known."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str]
    topics: Mapped[list[str]]
    place: Mapped[str | None] = mapped_column(String(60))
    """Slug; empty when it is there for the whole district."""
    serves: Mapped[list[str]] = mapped_column(default=list)
    """Slugs of the only municipalities it is responsible for; empty for all."""
    address: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    url: Mapped[str | None]
    staff_languages: Mapped[list[str]] = mapped_column(default=list)
    """BCP 47 codes somebody there speaks; empty is not known."""
    hours_note: Mapped[str | None]
    """German words on the hours, such as "nur mit Termin"."""
    certainty: Mapped[Certainty] = mapped_column(default=Certainty.UNSURE)
    """An unsure contact is not shown at all before staff have confirmed it."""
    source_url: Mapped[str | None]
    checked_on: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)
    """Smaller is shown first among equals."""

    hours: Mapped[list["ContactHours"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ContactHours.id"
    )
    """Opening hours in wall time of Europe/Berlin; closed on public holidays; empty is not known."""


class ContactHours(_Clock, Base):
    """One span on one weekday in which a contact is open."""

    __tablename__ = "contact_hours"
    __table_args__ = (CheckConstraint("time_from < time_until", name="closes_after_it_opens"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[Weekday]
    time_from: Mapped[str] = mapped_column(String(5))
    time_until: Mapped[str] = mapped_column(String(5))


class RecognitionRoute(StaffEdited, Base):
    """How one profession is recognised; what is not known is empty."""

    __tablename__ = "recognition_route"

    id: Mapped[int] = mapped_column(primary_key=True)
    profession: Mapped[Profession] = mapped_column(unique=True)
    german_title: Mapped[str]
    regulated: Mapped[Regulated]
    procedure: Mapped[Procedure | None]
    authority: Mapped[str | None]
    authority_url: Mapped[str | None]
    german_level: Mapped[Level | None]
    language_exam_level: Mapped[Level | None]
    months_from: Mapped[int | None]
    months_to: Mapped[int | None]
    fee_from_eur: Mapped[int | None]
    fee_to_eur: Mapped[int | None]
    adaptation: Mapped[list[str]] = mapped_column(default=list)
    """Values of `results.Adaptation` that close a gap in the training."""
    eu_rule: Mapped[EuRule | None]
    documents_topic: Mapped[Topic | None]
    """The answer that lists the papers."""
    note: Mapped[str | None]
    """German sentences for staff and counsellors."""
    certainty: Mapped[Certainty] = mapped_column(default=Certainty.UNSURE)
    """Of the whole row; an unsure route is not shown at all."""
    unsure_fields: Mapped[list[str]] = mapped_column(default=list)
    """Names of columns that hold something staff must check first; they are hidden one by one."""
    source_url: Mapped[str | None]
    checked_on: Mapped[date]


class EmergencyNumber(StaffEdited, Base):
    """A number that helps at once."""

    __tablename__ = "emergency_number"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str]
    languages: Mapped[list[str]]
    source_url: Mapped[str | None]
    checked_on: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)
    """Smaller is shown first."""
