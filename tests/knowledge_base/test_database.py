"""Tables and migrations agree, there and back, and SQLite is opened as it must be."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from knowledge_base.database import async_url, downgrade, make_engine, make_sessions, sync_url, upgrade
from knowledge_base.errors import KnowledgeBaseError, UnavailableError
from knowledge_base.models import Answer, Base, Offer, OfferSession, Provider, text_hash
from knowledge_base.translations import AnswerState, answer_state
from knowledge_base.vocabulary import Weekday

VERSION_TABLE = "knowledge_base_version"


def test_models_and_migrations_agree(database_url: str) -> None:
    engine = create_engine(sync_url(database_url))
    with engine.connect() as connection:
        options = {"compare_type": True, "version_table": VERSION_TABLE}
        context = MigrationContext.configure(connection, opts=options)

        differences = compare_metadata(context, Base.metadata)

    engine.dispose()
    assert differences == []


def test_migrations_go_back_and_forth(database_url: str) -> None:
    engine = create_engine(sync_url(database_url))

    downgrade(database_url, "base")
    after_downgrade = set(inspect(engine).get_table_names())
    upgrade(database_url)
    after_upgrade = set(inspect(engine).get_table_names())

    engine.dispose()
    assert not after_downgrade & set(Base.metadata.tables)
    assert after_upgrade == {*Base.metadata.tables, VERSION_TABLE}


def test_upgrading_twice_keeps_what_is_stored(database_url: str) -> None:
    engine = create_engine(sync_url(database_url))
    with engine.begin() as connection:
        connection.execute(
            sqlalchemy.insert(Provider).values(source="t", source_id="1", name="M", staff_languages=[], is_edited=False)
        )

    upgrade(database_url)

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM provider")) == 1
    engine.dispose()


def test_answer_that_was_shown_before_reviews_were_kept_is_still_current(database_url: str) -> None:
    downgrade(database_url, "kb_0002")
    engine = create_engine(sync_url(database_url))
    hash_of_then = text_hash("Arbeit")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO answer (topic, language, text, checked_on, source_hash, is_edited)"
                " VALUES ('work', 'de', 'Arbeit', '2026-11-22', :hash, false),"
                " ('work', 'tr', 'İş', '2026-11-22', :hash, false)"
            ),
            {"hash": hash_of_then},
        )

    upgrade(database_url)

    with Session(engine) as session:
        rows = {row.language: row for row in session.scalars(sqlalchemy.select(Answer))}
        assert {answer_state(row, rows["de"]) for row in rows.values()} == {AnswerState.CURRENT}
    engine.dispose()


async def test_upgrade_works_while_a_loop_is_running(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/new/folder/knowledge.sqlite"

    await asyncio.to_thread(upgrade, url)
    upgrade(url)

    assert (tmp_path / "new/folder/knowledge.sqlite").exists()


def test_database_that_cannot_be_opened_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "knowledge.sqlite").mkdir()

    with pytest.raises(UnavailableError):
        upgrade(f"sqlite:///{tmp_path}/knowledge.sqlite")


@pytest.mark.parametrize("url", ["mysql://host/db", "nonsense"])
def test_other_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(KnowledgeBaseError, match="sqlite: or postgresql:") as caught:
        async_url(url)

    assert url not in str(caught.value)


@pytest.mark.parametrize("url", ["postgres://u@h/db", "postgresql://u@h/db", "postgresql+asyncpg://u@h/db"])
def test_postgresql_is_always_spoken_to_through_psycopg(url: str) -> None:
    assert async_url(url).drivername == sync_url(url).drivername == "postgresql+psycopg"


async def test_sqlite_is_opened_for_many_readers_and_one_writer(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/knowledge.sqlite")

    async with engine.connect() as connection:
        pragmas = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys")
        ]

    await engine.dispose()
    assert pragmas == ["wal", 5000, 1]


async def test_sessions_of_an_offer_go_with_it(session: AsyncSession) -> None:
    offer = Offer(
        source="t",
        source_id="1",
        title="T",
        provider=Provider(source="t", source_id="1", name="M"),
        sessions=[OfferSession(weekday=Weekday.MON, time_from="08:30", time_until="11:45")],
    )
    session.add(offer)
    await session.flush()

    await session.execute(sqlalchemy.delete(Offer))

    assert (await session.scalars(sqlalchemy.select(OfferSession))).all() == []


async def test_number_of_a_source_is_stored_once(session: AsyncSession) -> None:
    provider = Provider(source="t", source_id="1", name="M")
    session.add_all(Offer(source="t", source_id="same", title="T", provider=provider) for _ in range(2))

    with pytest.raises(IntegrityError):
        await session.flush()
    await session.rollback()


async def test_meeting_that_ends_before_it_begins_is_refused(session: AsyncSession) -> None:
    slot = OfferSession(weekday=Weekday.MON, time_from="12:00", time_until="11:00")
    provider = Provider(source="t", source_id="1", name="M")
    session.add(Offer(source="t", source_id="1", title="T", provider=provider, sessions=[slot]))

    with pytest.raises(IntegrityError):
        await session.flush()
    await session.rollback()


@pytest.mark.parametrize("clock", ["8:30", "24:00", "08:60", "8 Uhr", ""])
def test_time_that_is_not_hh_mm_is_refused(clock: str) -> None:
    with pytest.raises(ValueError, match="HH:MM"):
        OfferSession(weekday=Weekday.MON, time_from=clock, time_until="11:00")


async def test_edited_fields_are_remembered(database_url: str) -> None:
    engine = make_engine(database_url)
    async with make_sessions(engine).begin() as session:
        offer = Offer(source="t", source_id="1", title="T", provenance={"title": "given", "price_cents": "derived"})
        offer.provider = Provider(source="t", source_id="1", name="M")
        session.add(offer)
        offer.mark_edited("price_cents", "childcare")
    async with make_sessions(engine)() as session:
        again = (await session.scalars(sqlalchemy.select(Offer))).unique().one()

        assert again.is_edited
        assert again.provenance == {"title": "given", "price_cents": "manual", "childcare": "manual"}
    await engine.dispose()
