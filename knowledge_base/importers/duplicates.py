"""Finds offers that two sources seem to have both; they are told to staff and never merged.

The same provider, start and town and a similar title make a pair.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.importers.record import OfferRecord
from knowledge_base.models import Offer, Provider
from knowledge_base.places import fold

_SIMILAR = 0.75
_MOST_NOTES = 3


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The other sources of offers, as far as they have providers of the same name."""

    session: AsyncSession
    source: str
    providers: dict[str, list[int]]
    """Folded name to the ids of providers of that name in other sources."""

    @classmethod
    async def beside(cls, session: AsyncSession, source: str) -> "Duplicates":
        """What an import of `source` is compared with."""
        providers: dict[str, list[int]] = defaultdict(list)
        for provider_id, name in await session.execute(
            select(Provider.id, Provider.name).where(Provider.source != source)
        ):
            providers[fold(name)].append(provider_id)
        return cls(session, source, dict(providers))

    async def notes(self, records: Collection[OfferRecord]) -> dict[str, tuple[str, ...]]:
        """For each record, by its number, German sentences about what it may be a double of."""
        comparable = [each for each in records if each.values.get("start_on") and fold(each.provider) in self.providers]
        if not comparable:
            return {}
        provider_ids = {number for each in comparable for number in self.providers[fold(each.provider)]}
        query = select(
            Offer.provider_id, Offer.start_on, Offer.place, Offer.town, Offer.title, Offer.source, Offer.source_id
        ).where(
            Offer.provider_id.in_(provider_ids),
            Offer.start_on.in_({each.values["start_on"] for each in comparable}),
            Offer.source != self.source,
            Offer.is_withdrawn.is_(False),
            Offer.is_example.is_(False),
        )
        others: dict[tuple[int, object, str], list[tuple[str, str, str]]] = defaultdict(list)
        for row in await self.session.execute(query):
            others[row.provider_id, row.start_on, where(row.place, row.town)].append(
                (row.title, row.source, row.source_id)
            )
        found = {}
        for each in comparable:
            values, title = each.values, str(each.values["title"])
            town = where(values.get("place"), values.get("town"))
            keys = [(number, values["start_on"], town) for number in self.providers[fold(each.provider)]]
            same = [other for key in keys for other in others.get(key, ()) if is_similar(title, other[0])]
            found[each.source_id] = tuple(
                f"Vielleicht doppelt: „{name}“ gibt es schon als Nummer {number} der Quelle „{source}“."
                for name, source, number in same[:_MOST_NOTES]
            )
        return found


def where(place: object, town: object) -> str:
    """The town of an offer for comparing: the municipality, else what its source wrote."""
    return str(place or fold(str(town or "")))


def is_similar(title: str, other: str) -> bool:
    """True when two titles may name the same course."""
    one, two = fold(title)[:200], fold(other)[:200]
    return one in two or two in one or SequenceMatcher(None, one, two, autojunk=False).ratio() >= _SIMILAR
