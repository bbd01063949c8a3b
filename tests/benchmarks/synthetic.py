"""Fills a knowledge base with very many invented offers, as mixed as a district's, the same on each run."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.models import Offer, OfferSession, Pauses, Provider
from knowledge_base.places import places
from knowledge_base.results import PriceKind, SeatStatus
from knowledge_base.revisions import next_revision
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday

CHUNK = 10_000
_SEED = 20270201
_BEGINS = ["08:00", "08:15", "08:30", "08:45", "09:00", "09:15", "09:30", "10:00", "13:00", "13:30", "14:00", "15:00",
           "17:30", "18:00", "18:30", "19:00"]  # fmt: skip
_MINUTES = [90, 120, 135, 180, 195, 240, 255, 300]
_TYPES = [CourseType.GERMAN_COURSE, CourseType.INTEGRATION_COURSE, CourseType.VOCATIONAL_GERMAN, *CourseType]
_TOWNS = ["esslingen", "esslingen", "esslingen", "kirchheim", "kirchheim", "nuertingen", "nuertingen", *places()]
_LEVELS = [None, *Level]


async def fill(session: AsyncSession, count: int, *, today: date) -> None:
    """Adds `count` offers with three sessions each on average, in chunks; the caller commits.

    About six in ten are live on `today`. On PostgreSQL the rows are copied in, elsewhere inserted.
    """
    provider = Provider(source="bench", source_id="bench", name="Muster")
    session.add(provider)
    await session.flush()
    revision = await next_revision(session)
    chance = random.Random(_SEED)
    for first in range(1, count + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, count + 1))
        offers = [_offer(chance, number, provider.id, revision, today) for number in numbers]
        meetings = [meeting for number in numbers for meeting in _sessions(chance, number)]
        if session.get_bind().dialect.name == "postgresql":
            await _copy(session, Offer, offers)
            await _copy(session, OfferSession, meetings)
        else:
            await session.execute(insert(Offer), offers)
            await session.execute(insert(OfferSession), meetings)
    if session.get_bind().dialect.name == "postgresql":
        # The numbers were given, so the next offer of another benchmark would get the first one again.
        await session.execute(select(func.setval(func.pg_get_serial_sequence("offer", "id"), count)))


def _offer(chance: random.Random, number: int, provider_id: int, revision: int, today: date) -> dict[str, Any]:
    start = today + timedelta(days=chance.randint(-330, 300))
    low, high = sorted(chance.sample(range(len(_LEVELS)), 2))
    format_ = chance.choices(list(Format), [85, 13, 2])[0]
    has_care = chance.choices(list(Childcare), [60, 12, 8, 20])[0]
    return {
        "id": number,
        "source": "bench",
        "source_id": str(number),
        "title": f"Muster {number}",
        "provider_id": provider_id,
        "course_type": chance.choice(_TYPES),
        "level_from": _LEVELS[low],
        "level_to": _LEVELS[high],
        "place": None if format_ is Format.ONLINE else chance.choice(_TOWNS),
        "start_on": start,
        "end_on": start + timedelta(days=chance.randint(30, 300)),
        "flexible_start": chance.random() < 0.03,
        "pauses": Pauses.SCHOOL_HOLIDAYS,
        "price_kind": chance.choice(list(PriceKind)),
        "childcare": has_care,
        "childcare_age_from": 1.0 if has_care in (Childcare.ON_SITE, Childcare.PARTNER) else None,
        "childcare_age_to": chance.choice([3.0, 6.0]) if has_care in (Childcare.ON_SITE, Childcare.PARTNER) else None,
        "format": format_,
        "pace": chance.choice([None, *Pace]),
        "women_only": chance.choice([None, None, False, True]),
        "status": chance.choices(list(SeatStatus), [60, 10, 5, 5, 2, 18])[0],
        "revision": revision,
        "is_edited": False,
        "child_in_room": False,
        "is_example": False,
        "is_withdrawn": chance.random() < 0.02,
        **{name: [] for name in ("funding", "staff_languages", "eligibility_tags", "tags", "pause_dates")},
        "provenance": {},
    }


def _sessions(chance: random.Random, offer_id: int) -> Iterator[dict[str, Any]]:
    begins = chance.choice(_BEGINS)
    minutes = int(begins[:2]) * 60 + int(begins[3:]) + chance.choice(_MINUTES)
    ends = f"{minutes // 60:02}:{minutes % 60:02}"
    for weekday in sorted(chance.sample(range(6), chance.choice([1, 2, 2, 3, 4, 5, 5]))):
        yield {"offer_id": offer_id, "weekday": list(Weekday)[weekday], "time_from": begins, "time_until": ends}


async def _copy(session: AsyncSession, table: type[Offer] | type[OfferSession], rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    connection = await session.connection()
    driver: Any = (await connection.get_raw_connection()).driver_connection
    async with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table.__tablename__} ({', '.join(names)}) FROM STDIN") as copy,
    ):
        for row in rows:
            await copy.write_row([_as_text(row[name]) for name in names])


def _as_text(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | dict) else value
