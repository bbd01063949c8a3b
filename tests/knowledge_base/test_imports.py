"""A delivery is written as a whole, as often as one likes, and taken back as a whole."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.changes import SingleDate
from knowledge_base.database import make_engine, make_sessions
from knowledge_base.errors import DataFileError, DecisionNeededError
from knowledge_base.importers import formats
from knowledge_base.importers.formats import FileFormat
from knowledge_base.importers.imports import import_offers
from knowledge_base.importers.offer_rows import VALUE_COLUMNS, read_values
from knowledge_base.importers.record import Delivery, OfferRecord, RefusedRecord
from knowledge_base.importers.report import MAX_DETAILS, ImportReport, Outcome
from knowledge_base.importers.undo import undo_import
from knowledge_base.importers.wording import FIELD_NAMES, in_words
from knowledge_base.models import ImportChange, ImportRun, Offer, OfferDate, OfferSession, Provider
from knowledge_base.results import PriceKind, SearchCriteria, SeatStatus, Session
from knowledge_base.revisions import current_revision
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday
from tests.knowledge_base.conftest import TEST_DAY

TOMORROW = TEST_DAY + timedelta(days=1)


def record(number: str, **values: object) -> OfferRecord:
    """An offer as a reader hands it over; only what is said differs from an ordinary one."""
    made = OfferRecord(number, "vhs Muster", f"Kurs {number}")
    meetings = (Session(Weekday.MON, "09:00", "11:15"), Session(Weekday.WED, "09:00", "11:15"))
    for name, value in {"title": f"Deutsch {number}", "sessions": meetings, **values}.items():
        made.set(name, value)
    return made


@pytest.fixture
def deliver(session: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports records as if a file of their own format had held them."""

    async def deliver(*records: OfferRecord | RefusedRecord, **options: Any) -> ImportReport:
        about_delivery = {name: options.pop(name) for name in ("is_full", "withdrawn") if name in options}
        delivery = Delivery(iter(records), **about_delivery)
        only = FileFormat("invented", "Erfundenes Format", lambda *_: True, lambda *_, **__: delivery)
        monkeypatch.setattr(formats, "FORMATS", (only,))
        arguments = {"filename": "kurse.x", "source": "vhs", "today": TEST_DAY, **options}
        return await import_offers(session, b"x", **arguments)

    return deliver


async def all_rows(session: AsyncSession) -> dict[str, dict[str, Any]]:
    """All that is known of each offer by its number, apart from the numbering of changes."""
    numbers = {row.id: row.source_id for row in await session.execute(select(Offer.id, Offer.source_id))}
    return {numbers[offer_id]: values for offer_id, values in (await read_values(session, list(numbers))).items()}


async def offer(session: AsyncSession, number: str) -> Offer:
    session.expire_all()
    return (await session.scalars(select(Offer).where(Offer.source_id == number))).unique().one()


async def test_unchanged_record_is_not_even_read_again(session: AsyncSession, deliver: Any) -> None:
    await deliver(record("1", price_cents=100))
    # Were the row compared, this would be seen and mended.
    await session.execute(Offer.__table__.update().values(price_cents=5))  # type: ignore[attr-defined]

    report = await deliver(record("1", price_cents=100), today=TOMORROW)

    assert (report.unchanged, (await offer(session, "1")).price_cents) == (1, 5)
    assert (await offer(session, "1")).last_checked_on == TOMORROW


async def test_only_what_differs_is_written_and_told_in_german_words(session: AsyncSession, deliver: Any) -> None:
    await deliver(record("1", childcare=Childcare.UNKNOWN, price_cents=18900, start_on=date(2027, 3, 1)))

    report = await deliver(
        record("1", childcare=Childcare.ON_SITE, price_cents=19950, start_on=date(2027, 3, 8), sessions=())
    )

    (changed,) = report.records
    assert {change.name: (change.before, change.after) for change in changed.changes} == {
        "sessions": ("Mo 09:00-11:15, Mi 09:00-11:15", "leer"),
        "childcare": ("nicht bekannt", "vor Ort"),
        "price_cents": ("189,00 €", "199,50 €"),
        "start_on": ("01.03.2027", "08.03.2027"),
    }
    journal = (await session.scalars(select(ImportChange).order_by(ImportChange.id.desc()))).first()
    assert journal is not None
    assert journal.before["sessions"] == [["mon", "09:00", "11:15"], ["wed", "09:00", "11:15"]]
    assert "title" not in journal.before


async def test_each_field_and_each_value_has_german_words() -> None:
    bookkeeping = {"record_hash", "provider_id", "provenance", "last_checked_on", "checked_by_role", "is_edited"}
    shown = {column.name for column in VALUE_COLUMNS} - bookkeeping | {"sessions", "dates", "provider"}

    assert shown - set(FIELD_NAMES) == set()
    for name, kinds in (("course_type", CourseType), ("childcare", Childcare), ("format", Format), ("pace", Pace),
                        ("status", SeatStatus), ("price_kind", PriceKind)):  # fmt: skip
        assert [in_words(name, value) for value in kinds if in_words(name, value) == value and value != "online"] == []


async def test_what_a_full_delivery_lacks_is_withdrawn_and_comes_back(session: AsyncSession, deliver: Any) -> None:
    await deliver(*(record(str(number)) for number in range(4)))

    gone = await deliver(*(record(str(number)) for number in range(3)), is_full=True)
    assert (gone.withdrawn, gone.unchanged, (await offer(session, "3")).is_withdrawn) == (1, 3, True)
    found = await find_offers(session, SearchCriteria(), today=TEST_DAY)
    assert {each.source_id for each in found.matches} == {"0", "1", "2"}

    back = await deliver(record("3"))
    assert (back.changed, (await offer(session, "3")).is_withdrawn) == (1, False)
    assert back.records[0].changes[0].name == "is_withdrawn"


async def test_update_delivery_withdraws_only_what_it_names(session: AsyncSession, deliver: Any) -> None:
    await deliver(*(record(str(number)) for number in range(4)))

    report = await deliver(record("1"), withdrawn=("2", "never heard of"))

    assert (report.withdrawn, (await offer(session, "2")).is_withdrawn) == (1, True)
    assert not (await offer(session, "3")).is_withdrawn


async def test_other_sources_are_left_alone_by_a_full_delivery(session: AsyncSession, deliver: Any) -> None:
    await deliver(record("of another"), source="other")
    await deliver(record("1"), is_full=True)

    assert not (await offer(session, "of another")).is_withdrawn


async def test_record_that_cannot_be_read_is_not_gone(session: AsyncSession, deliver: Any) -> None:
    await deliver(*(record(str(number)) for number in range(4)))

    refused = RefusedRecord("Kurs 0", "Der Titel fehlt.", source_id="0")
    report = await deliver(refused, *(record(str(number)) for number in range(1, 4)), is_full=True)

    assert (report.refused, report.withdrawn) == (1, 0)


async def test_delivery_that_takes_a_third_away_stops_until_somebody_confirms(
    session: AsyncSession, deliver: Any
) -> None:
    await deliver(*(record(str(number)) for number in range(6)))
    await session.commit()
    before = await all_rows(session)
    rest = [record("0", price_cents=1), record("1"), record("2")]

    preview = await deliver(*rest, is_full=True, is_preview=True)
    assert "3 von 6" in (preview.question or "")
    with pytest.raises(DecisionNeededError, match=r"nichts gespeichert.*3 von 6 laufenden Angeboten.*Drittel"):
        await deliver(*rest, is_full=True)
    await session.commit()
    assert await all_rows(session) == before

    report = await deliver(*rest, is_full=True, may_withdraw_many=True)
    assert (report.withdrawn, report.changed) == (3, 1)


async def test_courses_that_are_over_may_vanish_without_a_question(deliver: Any) -> None:
    over = {"end_on": TEST_DAY - timedelta(days=1)}
    await deliver(*(record(str(number), **over) for number in range(6)), record("now"), record("too"), record("3rd"))

    report = await deliver(record("now"), record("too"), is_full=True)

    assert report.withdrawn == 7


async def test_offer_that_staff_withdrew_is_not_offered_again(session: AsyncSession, deliver: Any) -> None:
    await deliver(record("1"))
    by_hand = await offer(session, "1")
    by_hand.is_withdrawn = True
    by_hand.mark_edited("is_withdrawn")
    await session.flush()

    await deliver(record("1", price_cents=7))

    kept = await offer(session, "1")
    assert (kept.is_withdrawn, kept.price_cents) == (True, 7)


async def test_failure_in_the_middle_leaves_the_database_as_before(session: AsyncSession, deliver: Any) -> None:
    await deliver(record("1", price_cents=1), record("2"))
    await session.commit()
    before, numbered = await all_rows(session), await current_revision(session)

    def broken() -> Iterator[OfferRecord]:
        yield record("1", price_cents=2)
        yield from (record(f"new {number}") for number in range(1200))
        raise DataFileError("Nach Zeile 1200 kann die Datei nicht gelesen werden.")

    with pytest.raises(DataFileError):
        await import_broken(session, broken())
    await session.commit()

    assert await all_rows(session) == before
    assert await current_revision(session) == numbered
    assert await session.scalar(select(func.count()).select_from(ImportRun)) == 1


async def import_broken(session: AsyncSession, records: Iterator[OfferRecord]) -> ImportReport:
    only = FileFormat("invented", "", lambda *_: True, lambda *_, **__: Delivery(records))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "FORMATS", (only,))
        return await import_offers(session, b"x", filename="x", source="vhs", today=TEST_DAY)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"sessions": (Session(Weekday.MON, "11:00", "09:00"),)}, "keine Zeit an einem Tag"),
        ({"sessions": (Session(Weekday.MON, "9:00", "25:00"),)}, "keine Zeit an einem Tag"),
        ({"dates": (SingleDate(date(4027, 1, 1), "09:00", "10:00"),)}, "kann nicht stimmen"),
        ({"lessons": 10**5000}, "zu groß"),
        ({"latitude": float("nan")}, "keine"),
        ({"postcode": "7" * 11}, "zu lang"),
        ({"title": ""}, "Titel fehlt"),
    ],
)
async def test_value_that_no_database_takes_refuses_its_record_only(
    deliver: Any, values: dict[str, object], reason: str
) -> None:
    report = await deliver(record("good"), record("bad", **values))

    assert (report.new, report.refused) == (1, 1)
    assert reason in (report.records[1].reason or "")


async def test_half_letters_and_zero_bytes_are_mended(session: AsyncSession, deliver: Any) -> None:
    report = await deliver(record("1", title="Deutsch\x00 \ud800 ü", funding=["\x00\udfff"]))

    assert (report.new, (await offer(session, "1")).title) == (1, "Deutsch  ? ü")


async def test_duplicate_in_another_source_is_noted_and_not_merged(session: AsyncSession, deliver: Any) -> None:
    about = {"start_on": date(2027, 3, 1), "place": "nuertingen"}
    await deliver(record("K-1", title="Integrationskurs am Vormittag A1", **about), source="kursnet")

    same = record("1", title="Integrationskurs A1 am Vormittag", **about)
    other_level = record("2", title="Integrationskurs A2 am Vormittag", **about)
    other_day = record("3", title="Integrationskurs am Vormittag A1", **{**about, "start_on": date(2027, 3, 2)})
    report = await deliver(same, other_level, other_day)

    assert [any("doppelt" in note for note in each.notes) for each in report.records] == [True, False, False]
    assert "Nummer K-1 der Quelle „kursnet“" in report.records[0].notes[0]
    assert await session.scalar(select(func.count()).select_from(Offer)) == 4


async def test_long_delivery_counts_all_and_tells_the_first(deliver: Any) -> None:
    report = await deliver(*(record(str(number)) for number in range(MAX_DETAILS + 30)), RefusedRecord("Ende", "Nein."))

    assert (report.new, report.refused, report.omitted) == (MAX_DETAILS + 30, 1, 30)
    assert [each.outcome for each in report.records].count(Outcome.NEW) == MAX_DETAILS
    assert report.records[-1].where == "Ende"


async def test_progress_is_told_while_it_goes_on(deliver: Any) -> None:
    told: list[int] = []
    await deliver(*(record(str(number)) for number in range(1200)), on_progress=lambda done, _: told.append(done))

    assert told == [500, 1000, 1200]


async def test_each_import_takes_one_number_and_stamps_what_it_touched(session: AsyncSession, deliver: Any) -> None:
    await deliver(record("1"), record("2"))
    await session.commit()
    await deliver(record("1", price_cents=1), today=TEST_DAY)
    await session.commit()

    revisions = {row.source_id: row.revision for row in await session.execute(select(Offer.source_id, Offer.revision))}
    number, _ = await current_revision(session)
    assert (revisions["1"], revisions["2"]) == (number, number - 1)


async def test_name_of_the_examples_is_no_source(deliver: Any) -> None:
    for source in ("example", " ", "x" * 101):
        with pytest.raises(DataFileError, match="Name der Quelle"):
            await deliver(record("1"), source=source)


async def test_undone_import_leaves_old_values_and_no_new_offers(session: AsyncSession, deliver: Any) -> None:
    dates = (SingleDate(date(2027, 3, 5), "10:00", "12:00"),)
    await deliver(record("1", price_cents=1, dates=dates, level_to=Level.B1), record("2"), record("3"), record("4"))
    await session.commit()
    before = await all_rows(session)
    run = await deliver(
        record("1", price_cents=2, sessions=(), dates=(), level_to=None, start_on=TEST_DAY),
        record("2"), record("4"), record("5"), is_full=True, today=TOMORROW,
    )  # fmt: skip
    await session.commit()

    report = await undo_import(session, run.run_id or 0)
    await session.commit()

    after = await all_rows(session)
    assert (report.taken_back, report.restored, report.offered_again, report.kept_count) == (1, 1, 1, 0)
    assert after.pop("5")["is_withdrawn"]
    assert after == before
    found = await find_offers(session, SearchCriteria(), today=TEST_DAY)
    assert {each.source_id for each in found.matches} == {"1", "2", "3", "4"}


async def test_same_file_after_an_undo_brings_the_offers_again(session: AsyncSession, deliver: Any) -> None:
    run = await deliver(record("1"))
    await undo_import(session, run.run_id or 0)

    again = await deliver(record("1"))

    assert (again.changed, (await offer(session, "1")).is_withdrawn) == (1, False)


async def test_undo_keeps_what_staff_wrote_since_field_by_field(session: AsyncSession, deliver: Any) -> None:
    await deliver(record("1", price_cents=1, lessons=10))
    run = await deliver(record("1", price_cents=2, lessons=20), record("2"), record("3"))
    for number in ("1", "2"):
        edited = await offer(session, number)
        edited.price_cents = 300
        edited.mark_edited("price_cents")
        await session.flush()

    report = await undo_import(session, run.run_id or 0)

    first = await offer(session, "1")
    assert (first.price_cents, first.lessons, first.provenance["price_cents"]) == (300, 10, "manual")
    assert not (await offer(session, "2")).is_withdrawn
    assert (await offer(session, "3")).is_withdrawn
    assert {kept.title: kept.fields for kept in report.kept} == {"Deutsch 1": ("Preis",), "Deutsch 2": ("Preis",)}


async def test_only_the_newest_import_of_a_source_can_be_undone(session: AsyncSession, deliver: Any) -> None:
    first, second = await deliver(record("1")), await deliver(record("1", price_cents=1))
    await deliver(record("1"), source="other")
    await session.commit()

    for run_id, sentence in ((first.run_id, f"zuerst den Import {second.run_id}"), (999_999, "gibt es nicht")):
        with pytest.raises(DecisionNeededError, match=sentence):
            await undo_import(session, run_id or 0)
    await undo_import(session, second.run_id or 0)
    await undo_import(session, first.run_id or 0)
    with pytest.raises(DecisionNeededError, match="schon zurückgenommen"):
        await undo_import(session, first.run_id or 0)


CLOCKS = st.sampled_from([("08:30", "11:45"), ("09:00", "11:15"), ("18:00", "20:15")])
MEETINGS = st.lists(
    st.builds(lambda day, clock: Session(day, *clock), st.sampled_from(Weekday), CLOCKS), max_size=3, unique=True
)
DATES = st.lists(
    st.builds(lambda day, clock: SingleDate(day, *clock), st.dates(date(2027, 1, 1), date(2027, 12, 31)), CLOCKS),
    max_size=3,
    unique=True,
)
TEXTS = st.one_of(st.none(), st.text(max_size=20))
VALUES = st.fixed_dictionaries(
    {"title": st.text("abc äß", min_size=1).map(lambda text: f"Kurs {text}"), "sessions": MEETINGS.map(tuple),
     "dates": DATES.map(tuple)},
    optional={
        "description": TEXTS, "level_to": st.one_of(st.none(), st.sampled_from(Level)),
        "childcare": st.sampled_from(Childcare), "price_cents": st.one_of(st.none(), st.integers(0, 10**6)),
        "start_on": st.one_of(st.none(), st.dates(date(2027, 1, 1), date(2028, 1, 1))), "women_only": st.booleans(),
        "childcare_age_from": st.one_of(st.none(), st.floats(0, 14)), "tags": st.lists(st.text(max_size=5), max_size=2),
        "pause_dates": st.lists(st.dates().map(date.isoformat), max_size=2),
    },
)  # fmt: skip
DELIVERIES = st.dictionaries(st.sampled_from("ABCDEF"), VALUES)


def records_of(delivery: dict[str, dict[str, object]]) -> list[OfferRecord]:
    return [record(number, **values) for number, values in delivery.items()]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=DELIVERIES, second=DELIVERIES, is_full=st.booleans())
def test_twice_is_once_and_undone_is_never(
    database_url: str, first: dict[str, Any], second: dict[str, Any], is_full: bool
) -> None:
    asyncio.run(_twice_is_once_and_undone_is_never(database_url, first, second, is_full))


async def _twice_is_once_and_undone_is_never(
    database_url: str, first: dict[str, Any], second: dict[str, Any], is_full: bool
) -> None:
    engine = make_engine(database_url)
    async with make_sessions(engine)() as session:
        for table in (ImportChange, ImportRun, OfferSession, OfferDate, Offer, Provider):
            await session.execute(delete(table))

        async def bring_in(records: list[OfferRecord], day: date) -> ImportReport:
            only = FileFormat("x", "", lambda *_: True, lambda *_, **__: Delivery(iter(records), is_full=is_full))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(formats, "FORMATS", (only,))
                return await import_offers(session, b"x", filename="x", source="x", today=day, may_withdraw_many=True)

        await bring_in(records_of(first), TEST_DAY)
        before = await all_rows(session)
        again = await bring_in(records_of(first), TEST_DAY)
        assert (again.unchanged, again.new, again.changed, again.withdrawn) == (len(first), 0, 0, 0)
        assert await all_rows(session) == before

        run = await bring_in(records_of(second), TOMORROW)
        await undo_import(session, run.run_id or 0)
        after = await all_rows(session)
        assert all(after.pop(number)["is_withdrawn"] for number in set(after) - set(before))
        assert after == before
        await session.commit()
    await engine.dispose()
