"""Calendars and JSON-LD come into the knowledge base like any other file."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.importers.formats import find_format
from knowledge_base.importers.imports import import_offers
from knowledge_base.models import Offer
from tests.knowledge_base.conftest import TEST_DAY

FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("calendar.ics", "calendar"),
        ("courses.jsonld", "jsonld"),
        ("courses_broken.jsonld", "jsonld"),
        ("course_page.html", "jsonld"),
    ],
)
def test_file_is_known_by_what_is_in_it(filename: str, name: str) -> None:
    content = (FILES / filename).read_bytes()

    assert find_format(content, filename).name == name
    assert find_format(b"\xef\xbb\xbf \r\n" + content, "download").name == name


@pytest.mark.parametrize(
    ("filename", "new", "refused"),
    [
        ("calendar.ics", 5, 0),
        ("calendar_broken.ics", 1, 9),
        ("courses.jsonld", 4, 0),
        ("courses_broken.jsonld", 1, 5),
        ("course_page.html", 1, 1),
    ],
)
async def test_file_is_imported_and_again_changes_nothing(
    session: AsyncSession, filename: str, new: int, refused: int
) -> None:
    content = (FILES / filename).read_bytes()

    first = await import_offers(session, content, filename=filename, source="quelle", today=TEST_DAY)
    second = await import_offers(session, content, filename=filename, source="quelle", today=TEST_DAY)

    assert (first.new, first.refused) == (new, refused)
    assert (second.new, second.changed, second.unchanged) == (0, 0, new)


@pytest.mark.parametrize("filename", ["calendar.ics", "calendar_broken.ics", "courses.jsonld", "courses_broken.jsonld"])
async def test_nothing_of_persons_and_no_code_is_stored(session: AsyncSession, filename: str) -> None:
    content = (FILES / filename).read_bytes()
    await import_offers(session, content, filename=filename, source="quelle", today=TEST_DAY, default_provider="vhs")

    offers = (await session.scalars(select(Offer))).unique().all()
    stored = repr([(vars(offer), vars(offer.provider)) for offer in offers])
    assert offers
    for secret in ("Sabine", "Beispiel", "Maria", "maria", "mailto", "javascript", "<script", "171 555"):
        assert secret not in stored
