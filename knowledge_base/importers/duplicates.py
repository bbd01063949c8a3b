"""Finds offers that two sources seem to have both; they are told to staff and never merged.

The same provider, start and town and a similar title make a pair.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.importers.record import OfferRecord
from knowledge_base.models import Offer, Provider
from knowledge_base.places import fold

_SIMILAR = 0.5
"""So large a part of all words is the same."""
_MOST_NOTES = 3

_Words = tuple[frozenset[str], frozenset[str]]
"""Of a title the words with figures, "b1" or "2027", and the others."""


@dataclass(frozen=True, slots=True)
class _Other:
    words: _Words
    title: str
    source: str
    source_id: str


@dataclass(slots=True)
class Duplicates:
    """The offers of other sources, as far as they have providers of the same name; each day of start is read once."""

    session: AsyncSession
    source: str
    providers: dict[str, list[int]]
    """Folded name to the ids of providers of that name in other sources."""
    others: dict[tuple[str, object, str], list[_Other]] = field(default_factory=lambda: defaultdict(list))
    """By folded name of the provider, start and town."""
    read: set[tuple[str, object]] = field(default_factory=set)
    """Names and starts of which `others` are known."""

    @classmethod
    async def beside(cls, session: AsyncSession, source: str) -> "Duplicates":
        """What an import of `source` is compared with."""
        providers: dict[str, list[int]] = defaultdict(list)
        for row in await session.execute(select(Provider.id, Provider.name).where(Provider.source != source)):
            providers[fold(row.name)].append(row.id)
        return cls(session, source, dict(providers))

    async def notes(self, records: Collection[OfferRecord]) -> dict[str, tuple[str, ...]]:
        """For each record, by its number, German sentences about what it may be a double of."""
        comparable = [each for each in records if each.values.get("start_on") and fold(each.provider) in self.providers]
        await self._read({(fold(each.provider), each.values["start_on"]) for each in comparable} - self.read)
        found = {}
        for each in comparable:
            town = where(each.values.get("place"), each.values.get("town"))
            words = _words(str(each.values["title"]))
            others = self.others.get((fold(each.provider), each.values["start_on"], town), ())
            found[each.source_id] = tuple(
                f"Vielleicht doppelt: „{other.title}“ gibt es schon als Nummer {other.source_id} der Quelle "
                f"„{other.source}“."
                for other in islice((other for other in others if _are_similar(words, other.words)), _MOST_NOTES)
            )
        return found

    async def _read(self, unread: set[tuple[str, object]]) -> None:
        if not unread:
            return
        names = {provider_id: name for name, _ in unread for provider_id in self.providers[name]}
        query = select(
            Offer.provider_id, Offer.start_on, Offer.place, Offer.town, Offer.title, Offer.source, Offer.source_id
        ).where(
            Offer.provider_id.in_(names),
            Offer.start_on.in_({day for _, day in unread}),
            Offer.source != self.source,
            Offer.is_withdrawn.is_(False),
            Offer.is_example.is_(False),
        )
        for row in await self.session.execute(query):
            name = names[row.provider_id]
            if (name, row.start_on) in unread:
                other = _Other(_words(row.title), row.title, row.source, row.source_id)
                self.others[name, row.start_on, where(row.place, row.town)].append(other)
        self.read |= unread


def where(place: object, town: object) -> str:
    """The town of an offer for comparing: the municipality, else what its source wrote."""
    return str(place or fold(str(town or "")))


def is_similar(title: str, other: str) -> bool:
    """True when two titles may name the same course: most words the same, and no other number or level."""
    return _are_similar(_words(title), _words(other))


def _words(title: str) -> _Words:
    words = fold(title)[:200].split()
    with_figures = frozenset(word for word in words if not word.isalpha())
    return with_figures, frozenset(words) - with_figures


def _are_similar(one: _Words, two: _Words) -> bool:
    if not (one[0] <= two[0] or two[0] <= one[0]):
        return False
    common = len(one[1] & two[1])
    return common == min(len(one[1]), len(two[1])) or common >= _SIMILAR * len(one[1] | two[1])
