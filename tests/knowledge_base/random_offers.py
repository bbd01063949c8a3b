"""Offers with every mixture of stated and unstated fields, the same on each run."""

import random
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.models import Offer, OfferDate, OfferSession, Provider
from knowledge_base.places import places
from knowledge_base.results import PriceKind, SeatStatus
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday

CLOCKS = [
    (8, 30, 11, 45),
    (8, 30, 12, 45),
    (8, 0, 13, 0),
    (11, 45, 13, 15),
    (12, 0, 14, 0),
    (17, 29, 19, 0),
    (17, 30, 19, 0),
]
MORE_CLOCKS = [
    (17, 30, 19, 0),
    (18, 0, 21, 15),
    (13, 30, 16, 45),
    (9, 0, 15, 0),
    (11, 59, 14, 0),
    (14, 0, 15, 0),
    (10, 0, 11, 30),
]


async def add_random_offers(session: AsyncSession, count: int, *, today: date) -> None:
    """Adds `count` offers, some of them over, full or withdrawn."""
    chance = random.Random(20270201)
    provider = Provider(source="random", source_id="random", name="Muster", staff_languages=["de"])
    session.add(provider)
    for number in range(count):
        session.add(_offer(chance, number, provider, today))
    await session.flush()


def _offer(chance: random.Random, number: int, provider: Provider, today: date) -> Offer:
    levels = sorted(chance.sample(list(Level), 2))
    start = today + timedelta(days=chance.randint(-200, 200))
    offer_format = chance.choice(list(Format))
    care_from = chance.choice([None, 0.0, 0.5, 1.0, 3.0])
    return Offer(
        source="random",
        source_id=str(number),
        title=f"Muster {number}",
        provider=provider,
        course_type=chance.choice([None, *CourseType]),
        level_from=chance.choice([None, levels[0]]),
        level_to=chance.choice([None, levels[1]]),
        place=None if offer_format is Format.ONLINE else chance.choice([None, "esslingen", *places()]),
        format=offer_format,
        pace=chance.choice([None, *Pace]),
        women_only=chance.choice([None, False, True]),
        childcare=chance.choice(list(Childcare)),
        childcare_age_from=care_from,
        childcare_age_to=chance.choice([None, (care_from or 0) + 2, 6.0]),
        start_on=chance.choice([None, start]),
        end_on=chance.choice([None, start + timedelta(days=120)]),
        registration_until=chance.choice([None, None, None, today, today - timedelta(days=1)]),
        provenance=chance.choice([{}, {"childcare": "given"}, {"childcare": "derived"}]),
        child_in_room=chance.random() < 0.2,
        price_kind=chance.choice(list(PriceKind)),
        status=chance.choice([*SeatStatus, SeatStatus.OPEN, SeatStatus.OPEN]),
        is_withdrawn=chance.random() < 0.05,
        sessions=[_session(chance) for _ in range(chance.choice([0, 1, 1, 2]))],
        dates=[_date(chance, today) for _ in range(chance.choice([0, 0, 0, 1, 2]))],
    )


def _clock(chance: random.Random) -> tuple[str, str]:
    hour, minute, end_hour, end_minute = chance.choice(CLOCKS + MORE_CLOCKS)
    return f"{hour:02}:{minute:02}", f"{end_hour:02}:{end_minute:02}"


def _session(chance: random.Random) -> OfferSession:
    time_from, time_until = _clock(chance)
    return OfferSession(weekday=chance.choice(list(Weekday)), time_from=time_from, time_until=time_until)


def _date(chance: random.Random, today: date) -> OfferDate:
    time_from, time_until = _clock(chance)
    return OfferDate(
        held_on=today + timedelta(days=chance.randint(-20, 60)), time_from=time_from, time_until=time_until
    )
