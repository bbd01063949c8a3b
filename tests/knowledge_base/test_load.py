"""Loading what is shipped, once and again."""

import csv
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base import models
from knowledge_base.errors import DataFileError
from knowledge_base.load import SEED, LoadReport, load_answers, load_examples, load_seed, read_answers
from knowledge_base.models import Answer, Contact, Offer, Provider, RecognitionRoute
from knowledge_base.results import PriceKind
from knowledge_base.vocabulary import Childcare, CourseType, Format, Pace, Profession
from tests.knowledge_base.conftest import SAMPLE_ANSWERS, TEST_DAY

ANSWER_ROWS = sum(len(answer.texts) for answer in read_answers())
ROWS = 60 + 8 + 51 + 38 + 9 + ANSWER_ROWS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the seed that a test may change."""
    return Path(shutil.copytree(SEED, tmp_path / "seed"))


async def examples(session: AsyncSession) -> list[Offer]:
    return list((await session.scalars(select(Offer).order_by(Offer.id))).unique())


async def test_loading_again_later_changes_nothing(session: AsyncSession) -> None:
    first = await load_seed(session, today=TEST_DAY)
    second = await load_seed(session, today=TEST_DAY + timedelta(days=40))

    assert first == LoadReport(new=ROWS)
    assert second == LoadReport(unchanged=ROWS)
    assert {offer.last_checked_on for offer in await examples(session)} == {TEST_DAY}


async def test_examples_can_be_left_out(session: AsyncSession) -> None:
    await load_seed(session, today=TEST_DAY, include_examples=False)

    assert await session.scalar(select(func.count()).select_from(Offer)) == 0
    assert await session.scalar(select(func.count()).select_from(Contact)) == 51


async def test_rows_edited_by_staff_stay(seeded: AsyncSession, folder: Path) -> None:
    contact = (await seeded.scalars(select(Contact).where(Contact.slug == "vhs_esslingen"))).one()
    contact.phone, contact.is_edited = "0711 123", True
    offer = (await examples(seeded))[0]
    offer.title = "Beispiel: geändert"
    offer.mark_edited("title")
    await seeded.flush()

    report = await load_seed(seeded, today=TEST_DAY, folder=folder)

    assert (report.kept, report.changed, report.new) == (2, 0, 0)
    await seeded.refresh(contact)
    await seeded.refresh(offer)
    assert (contact.phone, offer.title) == ("0711 123", "Beispiel: geändert")


async def test_changed_seed_row_is_brought_up_to_date(seeded: AsyncSession, folder: Path) -> None:
    path = folder / "example_offers.csv"
    text = path.read_text(encoding="utf-8").replace(
        "mon-fri 08:30-12:45,,,2027-01-11,2027-10-01", "mon 09:00-10:00,,,2027-01-11,2027-10-01"
    )
    path.write_text(text, encoding="utf-8")

    report = await load_examples(seeded, today=TEST_DAY + timedelta(days=1), folder=folder)

    offer = (await examples(seeded))[0]
    assert (report.changed, report.unchanged) == (1, 67)
    assert [(slot.weekday, slot.time_from) for slot in offer.sessions] == [("mon", "09:00")]
    assert offer.last_checked_on == TEST_DAY + timedelta(days=1)
    assert await seeded.scalar(select(func.count()).where(models.OfferSession.offer_id == offer.id)) == 1


async def test_new_translation_of_a_shipped_answer_does_not_touch_german_that_staff_rewrote(
    session: AsyncSession, tmp_path: Path
) -> None:
    await load_answers(session, SAMPLE_ANSWERS)
    german = (await session.scalars(select(Answer).where(Answer.language == "de"))).one()
    german.text, german.is_edited = "Neu geschrieben.", True
    await session.flush()
    shutil.copytree(SAMPLE_ANSWERS, tmp_path / "answers")
    path = tmp_path / "answers" / "recognition_advice.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("orada sorun", "oraya sorun"), encoding="utf-8")

    report = await load_answers(session, tmp_path / "answers")

    turkish = (await session.scalars(select(Answer).where(Answer.language == "tr"))).one()
    assert (report.changed, report.kept, report.unchanged) == (1, 1, 6)
    assert german.text == "Neu geschrieben."
    assert turkish.source_hash != models.text_hash(german.text)


async def test_examples_cannot_be_taken_for_offers(seeded: AsyncSession) -> None:
    for offer in await examples(seeded):
        assert offer.is_example
        assert (offer.source, offer.phone, offer.checked_by_role) == ("example", None, None)
        assert offer.title.startswith("Beispiel: ")
        assert offer.description is not None
        assert offer.description.startswith("Dies ist ein Beispiel. Den Kurs gibt es nicht.")
        assert re.match("Beispiel|Muster", offer.provider.name)
        assert offer.url == f"https://example.org/kurs/{int(offer.source_id):02}"
        assert offer.street == (None if offer.format is Format.ONLINE else "Musterstraße 1")
        assert set(offer.provenance.values()) == {"manual"}
    assert (await seeded.scalars(select(Provider.phone).distinct())).all() == [None]


async def test_examples_are_distributed_as_planned(seeded: AsyncSession) -> None:
    offers = await examples(seeded)

    def count(name: str, value: object) -> int:
        return sum(1 for offer in offers if getattr(offer, name) == value)

    assert [int(offer.source_id) for offer in offers] == list(range(1, 61))
    assert [count("course_type", kind) for kind in CourseType] == [10, 9, 4, 7, 6, 4, 3, 4, 4, 4, 2, 3]
    assert [count("childcare", care) for care in Childcare] == [42, 10, 5, 3]
    assert [count("format", how) for how in (Format.ONLINE, Format.IN_PERSON, Format.HYBRID)] == [7, 52, 1]
    assert [count("pace", pace) for pace in (Pace.PART_TIME, Pace.FULL_TIME, None)] == [56, 3, 1]
    assert [count("price_kind", kind) for kind in PriceKind] == [26, 15, 12, 4, 2, 1]
    assert [count("place", place) for place in ("esslingen", "kirchheim", "nuertingen", None)] == [13, 9, 7, 7]
    assert (count("women_only", True), count("child_in_room", True), count("flexible_start", True)) == (12, 4, 2)
    assert (count("pauses", "school_holidays"), count("pauses", "none")) == (44, 16)


async def test_monthly_group_has_dates_and_no_weekly_slot(seeded: AsyncSession) -> None:
    group = (await examples(seeded))[35]

    assert group.sessions == []
    assert [held.held_on.isoformat() for held in group.dates][:2] == ["2027-01-13", "2027-02-10"]
    assert len(group.dates) == 7
    assert group.schedule_note == "Jeden zweiten Mittwoch im Monat, 19:00-20:30 Uhr."


async def test_every_route_and_contact_says_when_it_was_checked(seeded: AsyncSession) -> None:
    routes = (await seeded.scalars(select(RecognitionRoute))).all()

    assert {route.profession for route in routes} == set(Profession)
    assert all(route.checked_on for route in routes)


def test_texts_of_the_seed_speak_of_no_staff_check() -> None:
    for path in SEED.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [{**row, "certainty": "", "unsure_fields": ""} for row in csv.DictReader(file)]
        cells = " ".join(cell or "" for row in rows for cell in row.values())
        assert not re.search(r"STAFF CHECK|unsure|\(known\)|confirmed", cells)


@pytest.mark.parametrize(
    ("file", "old", "new", "hint"),
    [
        ("contacts.csv", ",plochingen,", ",entenhausen,", "contacts.csv, row 8, cannot be read.*entenhausen"),
        ("contacts.csv", "tue 16:00-18:00", "tea time", "tea time"),
        ("contacts.csv", ",confirmed,", ",sure,", "sure"),
        ("recognition_routes.csv", "nurse,Pflegefachfrau,yes", "nurse,,yes", "german_title"),
        ("recognition_routes.csv", "months_from;months_to", "months_from;month_to", "month_to.*recognition_route"),
        ("recognition_routes.csv", "nurse,", "wizard,", "wizard"),
        ("example_offers.csv", "1,P1,integration_course", "1,P9,integration_course", "row 2, cannot be read"),
        ("emergency.csv", "police,110", "police,", "number"),
    ],
)
async def test_wrong_seed_row_is_named_with_what_to_mend(
    session: AsyncSession, folder: Path, file: str, old: str, new: str, hint: str
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(DataFileError, match=hint):
        await load_seed(session, today=TEST_DAY, folder=folder)
