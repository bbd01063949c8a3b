"""Looks for offers that staff should look at: over, long not checked, with gaps, or there twice."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations, groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.database import our_errors
from knowledge_base.importers.duplicates import is_similar, where
from knowledge_base.importers.report import MAX_DETAILS
from knowledge_base.models import Offer, OfferDate, OfferSession, Provider
from knowledge_base.places import fold
from knowledge_base.results import PriceKind
from knowledge_base.vocabulary import Childcare

STALE_AFTER = timedelta(days=60)
_LARGEST_GROUP = 200
"""More offers of one provider with the same start and town are not compared with each other."""


class Problem(StrEnum):
    EXPIRED = "expired"
    STALE = "stale"
    """Nobody looked for more than `STALE_AFTER`."""
    NO_TIMES = "no_times"
    NO_PRICE = "no_price"
    NO_CHILDCARE = "no_childcare"
    """Whether there is care is not known."""
    NO_CONTACT = "no_contact"
    DUPLICATE = "duplicate"
    """Another source seems to have it too."""


@dataclass(frozen=True, slots=True)
class OfferProblems:
    """One offer that somebody should look at."""

    id: int
    source: str
    source_id: str
    title: str
    problems: tuple[Problem, ...]
    doubles: tuple[str, ...] = ()
    """With `Problem.DUPLICATE`, the others as "source, number"."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The state of all offers that are not withdrawn."""

    checked: int
    counts: Mapping[Problem, int]
    offers: tuple[OfferProblems, ...]
    """The first `MAX_DETAILS` with a problem, by source and number."""
    omitted: int = 0
    """Of so many more there would be something to say."""


async def check_offers(session: AsyncSession, *, today: date, include_examples: bool = False) -> CheckReport:
    """What staff should look at; withdrawn offers are left alone, and of an expired one only that is told.

    Raises:
        UnavailableError: the database could not be read.
    """
    counts: Counter[Problem] = Counter()
    found: list[OfferProblems] = []
    checked = omitted = 0
    with our_errors():
        doubles = await _doubles(session, today, include_examples)
        async for row in await session.stream(_offers(include_examples)):
            checked += 1
            problems = tuple(_problems(row, today, row.id in doubles))
            counts.update(problems)
            if problems and len(found) < MAX_DETAILS:
                others = tuple(doubles.get(row.id, ())) if Problem.DUPLICATE in problems else ()
                found.append(OfferProblems(row.id, row.source, row.source_id, row.title, problems, others))
            elif problems:
                omitted += 1
    return CheckReport(checked, counts, tuple(found), omitted)


def _offers(include_examples: bool) -> Any:
    weekly = select(OfferSession.id).where(OfferSession.offer_id == Offer.id).exists()
    single = select(OfferDate.id).where(OfferDate.offer_id == Offer.id).exists()
    query = select(
        Offer.id,
        Offer.source,
        Offer.source_id,
        Offer.title,
        Offer.end_on,
        Offer.start_on,
        Offer.last_checked_on,
        Offer.price_kind,
        Offer.childcare,
        Offer.schedule_note,
        Offer.child_in_room,
        (weekly | single).label("has_times"),
        (Offer.url.is_not(None) | Offer.email.is_not(None) | Offer.phone.is_not(None)).label("has_contact"),
        (Provider.url.is_not(None) | Provider.email.is_not(None) | Provider.phone.is_not(None)).label("has_office"),
    ).join(Provider, Provider.id == Offer.provider_id)
    return query.where(*_looked_at(include_examples)).order_by(Offer.source, Offer.source_id)


def _looked_at(include_examples: bool) -> list[Any]:
    conditions: list[Any] = [Offer.is_withdrawn.is_(False)]
    if not include_examples:
        conditions.append(Offer.is_example.is_(False))
    return conditions


def _problems(row: Any, today: date, is_double: bool) -> Iterator[Problem]:
    if row.end_on and row.end_on < today:
        yield Problem.EXPIRED
        return
    if row.last_checked_on is None or row.last_checked_on < today - STALE_AFTER:
        yield Problem.STALE
    if not row.has_times and not row.schedule_note:
        yield Problem.NO_TIMES
    if row.price_kind is PriceKind.UNKNOWN:
        yield Problem.NO_PRICE
    if row.childcare is Childcare.UNKNOWN and not row.child_in_room:
        yield Problem.NO_CHILDCARE
    if not row.has_contact and not row.has_office:
        yield Problem.NO_CONTACT
    if is_double:
        yield Problem.DUPLICATE


async def _doubles(session: AsyncSession, today: date, include_examples: bool) -> dict[int, list[str]]:
    """Offers that another source seems to have too, with the others."""
    query = select(Offer.id, Offer.source, Offer.source_id, Offer.title, Offer.start_on, Offer.place, Offer.town)
    query = query.add_columns(Provider.name).join(Provider, Provider.id == Offer.provider_id)
    query = query.where(*_looked_at(include_examples), Offer.start_on.is_not(None))
    query = query.where(Offer.end_on.is_(None) | (Offer.end_on >= today)).order_by(Offer.start_on)
    found: dict[int, list[str]] = {}
    # Offers come by their start, so those of one day are together and no more have to be held.
    day: list[Any] = []
    async for row in await session.stream(query):
        if day and day[0].start_on != row.start_on:
            _add_doubles(day, found)
            day = []
        day.append(row)
    _add_doubles(day, found)
    return found


def _add_doubles(day: list[Any], found: dict[int, list[str]]) -> None:
    keyed = sorted(
        ((fold(row.name), where(row.place, row.town), row.id, row) for row in day), key=lambda each: each[:3]
    )
    for _, group in groupby(keyed, key=lambda each: each[:2]):
        rows = [each[3] for each in group][:_LARGEST_GROUP]
        if len({row.source for row in rows}) < 2:
            continue
        for one, two in combinations(rows, 2):
            if one.source != two.source and is_similar(one.title, two.title):
                found.setdefault(one.id, []).append(f"{two.source}, {two.source_id}")
                found.setdefault(two.id, []).append(f"{one.source}, {one.source_id}")
