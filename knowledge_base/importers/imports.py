"""Writes a delivery of offers into the knowledge base, as often as one likes, as a whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.database import our_errors
from knowledge_base.errors import DataFileError, DecisionNeededError
from knowledge_base.importers.duplicates import Duplicates
from knowledge_base.importers.formats import find_format
from knowledge_base.importers.journal import Journal
from knowledge_base.importers.offer_rows import (
    AT_ONCE,
    OFFERS,
    Values,
    in_parts,
    insert_offers,
    read_values,
    update_offers,
)
from knowledge_base.importers.record import Delivery, OfferRecord, RefusedRecord
from knowledge_base.importers.record_checks import fingerprint, refusal
from knowledge_base.importers.report import ImportReport, Outcome, RecordReport, Tally, field_change
from knowledge_base.load import EXAMPLE_SOURCE
from knowledge_base.models import ImportKind, Offer, Provenance, Provider
from knowledge_base.places import fold
from knowledge_base.revisions import next_revision

MOST_WITHDRAWN = 1 / 3
"""A delivery that takes away more of a source's running offers than this is rather broken than true."""

Progress = Callable[[int, int | None], None]
"""Is told how many records were treated, and about how many there are where that is known."""


async def import_offers(
    session: AsyncSession,
    content: bytes,
    *,
    filename: str,
    source: str,
    today: date,
    default_provider: str | None = None,
    is_preview: bool = False,
    may_withdraw_many: bool = False,
    by_role: str | None = None,
    on_progress: Progress | None = None,
) -> ImportReport:
    """What became of each record; with `is_preview` nothing is written and the report says what would happen.

    Records are matched by (`source`, number of the course), so the same file again changes nothing but the day of the
    last check. A refused record never stops the others. Fields that staff wrote stay. What the source no longer has is
    withdrawn, not deleted, and offered again when it comes back. The import is kept as a run that can be undone.

    The caller commits; whatever goes wrong, the session is rolled back first, so nothing is half-written. Objects of
    offers that the session read before are out of date afterwards.

    Args:
        content: the file; what is in it and the ending of `filename` decide how it is read.
        source: name of the file or feed, the same each time.
        today: becomes the day on which the offers were last checked.
        default_provider: who runs the offers when the file does not say it.
        may_withdraw_many: a person has confirmed that more than a third of the source's offers are gone.
        by_role: who imports, as a role and not a name.

    Raises:
        DataFileError: the file as a whole cannot be read; the message is a German sentence for staff.
        DecisionNeededError: more than a third would be withdrawn, and nobody has confirmed it.
        UnavailableError: the database could not be written.
    """
    if not source.strip() or len(source) > 100 or source == EXAMPLE_SOURCE:
        raise DataFileError(f"„{source[:40]}“ kann nicht der Name der Quelle sein. Bitte wählen Sie einen anderen.")
    file_format = find_format(content, filename)
    delivery = file_format.read(content, filename, default_provider=default_provider)
    try:
        with our_errors():
            await session.flush()
            work = _Import(session, source, today)
            if not is_preview:
                work.revision = await next_revision(session)
                work.journal = await Journal.begin(
                    session, source=source, filename=filename, format_name=file_format.name, by_role=by_role
                )
            question = await work.do(delivery, on_progress)
            if question and work.journal and not may_withdraw_many:
                raise DecisionNeededError(f"Es wurde nichts gespeichert. {question}")
            if work.journal:
                await work.journal.end(work.tally.counts)
    except BaseException:
        await session.rollback()
        raise
    return ImportReport(
        source=source,
        is_preview=is_preview,
        format=file_format.title,
        counts=work.tally.counts,
        records=tuple(work.tally.records),
        omitted=work.tally.omitted,
        run_id=work.journal.run_id if work.journal else None,
        ignored_headings=delivery.ignored,
        notes=delivery.notes,
        question=question if is_preview else None,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What tells whether a stored offer has to be read at all."""

    id: int
    record_hash: str | None
    is_withdrawn: bool
    last_checked_on: date | None


@dataclass(slots=True)
class _Plan:
    """What has to be written for some records."""

    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    before: dict[ImportKind, dict[int, Values]] = field(default_factory=lambda: {kind: {} for kind in ImportKind})


@dataclass(slots=True)
class _Import:
    """One import under way; without a journal it only looks."""

    session: AsyncSession
    source: str
    today: date
    revision: int = 0
    journal: Journal | None = None
    tally: Tally = field(default_factory=Tally)
    places: dict[str, str] = field(default_factory=dict)
    """Number of each course that was taken to where it stands."""
    refused: set[str | None] = field(default_factory=set)
    """Numbers of records that could not be read: their offers are not gone."""
    providers: dict[str, int] = field(default_factory=dict)
    duplicates: Duplicates | None = None

    async def do(self, delivery: Delivery, on_progress: Progress | None) -> str | None:
        """Treats all records; comes back with what a person has to confirm."""
        running = await self._count_running()
        self.duplicates = await Duplicates.beside(self.session, self.source)
        own = await self.session.execute(select(Provider.source_id, Provider.id).where(Provider.source == self.source))
        self.providers = {row[0]: row[1] for row in own}
        records, done = iter(delivery.records), 0
        while part := list(islice(records, AT_ONCE)):
            await self._take(part)
            done += len(part)
            if on_progress:
                on_progress(done, delivery.expected)
        gone = await self._withdraw(delivery)
        if gone > running * MOST_WITHDRAWN:
            return (
                f"Mit dieser Lieferung verschwinden {gone} von {running} laufenden Angeboten der Quelle "
                f"„{self.source}“, mehr als ein Drittel. Bitte prüfen Sie, ob die Datei vollständig ist."
            )
        return None

    async def _take(self, part: Sequence[OfferRecord | RefusedRecord]) -> None:
        checked = [each if isinstance(each, RefusedRecord) else self._refused(each) or each for each in part]
        records = {each.source_id: each for each in checked if isinstance(each, OfferRecord)}
        hashes = {source_id: fingerprint(record) for source_id, record in records.items()}
        known = await self._known(list(records))
        differing = {
            number: each for number, each in known.items() if each.is_withdrawn or each.record_hash != hashes[number]
        }
        stored = await read_values(self.session, [each.id for each in differing.values()]) if differing else {}
        assert self.duplicates is not None
        doubles = await self.duplicates.notes(
            [record for number, record in records.items() if number not in known or number in differing]
        )
        if self.journal:
            await self._add_providers(records.values())

        plan = _Plan()
        for each in checked:
            if isinstance(each, RefusedRecord):
                self.refused.add(each.source_id)
                self.tally.add(RecordReport(each.where, each.source_id, each.title, Outcome.REFUSED, each.reason))
                continue
            notes = (*each.notes, *doubles.get(each.source_id, ()))
            title, record_hash = str(each.values["title"]), hashes[each.source_id]
            old = known.get(each.source_id)
            if old is None:
                plan.new[each.source_id] = self._new_values(each, record_hash)
                self.tally.add(RecordReport(each.where, each.source_id, title, Outcome.NEW, notes=notes))
            elif each.source_id not in differing:
                self._plan_check(plan, old)
                self.tally.add(RecordReport(each.where, each.source_id, title, Outcome.UNCHANGED))
            else:
                self.tally.add(self._plan_change(plan, old.id, stored[old.id], each, record_hash, notes))
        if self.journal:
            await self._write(plan, self.journal)

    def _refused(self, record: OfferRecord) -> RefusedRecord | None:
        refused = refusal(record)
        if refused is None and record.source_id in self.places:
            reason = f"Dieser Kurs steht schon in {self.places[record.source_id]} (gleiche Kursnummer)."
            return RefusedRecord(record.where, reason, record.source_id, str(record.values["title"]))
        if refused is None:
            self.places[record.source_id] = record.where
        return refused

    async def _known(self, numbers: Sequence[str]) -> dict[str, _Known]:
        query = select(Offer.source_id, Offer.id, Offer.record_hash, Offer.is_withdrawn, Offer.last_checked_on)
        rows = await self.session.execute(query.where(Offer.source == self.source, Offer.source_id.in_(numbers)))
        return {row[0]: _Known(*row[1:]) for row in rows}

    async def _add_providers(self, records: Any) -> None:
        for record in records:
            number = _provider_number(record.provider)
            if number not in self.providers:
                provider = Provider(source=self.source, source_id=number, name=record.provider)
                self.session.add(provider)
                await self.session.flush()
                self.providers[number] = provider.id

    def _new_values(self, record: OfferRecord, record_hash: str) -> dict[str, Any]:
        return {
            **record.values,
            "provider_id": self.providers.get(_provider_number(record.provider)),
            "provenance": record.provenance,
            "record_hash": record_hash,
            "last_checked_on": self.today,
        }

    def _plan_check(self, plan: _Plan, old: _Known) -> None:
        if old.last_checked_on != self.today:
            plan.before[ImportKind.CHECKED][old.id] = {"last_checked_on": old.last_checked_on}

    def _plan_change(
        self, plan: _Plan, offer_id: int, stored: Values, record: OfferRecord, record_hash: str, notes: tuple[str, ...]
    ) -> RecordReport:
        manual = {name for name, value in stored["provenance"].items() if value == Provenance.MANUAL}
        said: dict[str, Any] = {**record.values, "is_withdrawn": False}
        different = [name for name, value in said.items() if not _is_same(stored[name], value)]
        changed = {name: said[name] for name in different if name not in manual}
        shown = {name: (stored[name], said[name]) for name in different}
        if _provider_number(stored["provider"]) != _provider_number(record.provider):
            shown["provider"] = stored["provider"], record.provider
            if "provider" not in manual:
                changed["provider_id"] = self.providers.get(_provider_number(record.provider))
        is_changed = bool(changed)
        changed |= {
            "provenance": {**record.provenance, **dict.fromkeys(manual, Provenance.MANUAL.value)},
            "record_hash": record_hash,
            "last_checked_on": self.today,
        }
        plan.changes[offer_id] = changed
        kind = ImportKind.CHANGED if is_changed else ImportKind.CHECKED
        plan.before[kind][offer_id] = {
            name: stored[name] for name in changed if not _is_same(stored[name], changed[name])
        }
        return RecordReport(
            record.where,
            record.source_id,
            str(record.values["title"]),
            Outcome.CHANGED if is_changed else Outcome.UNCHANGED,
            changes=tuple(field_change(name, *values) for name, values in shown.items() if name not in manual),
            kept=tuple(field_change(name, *values) for name, values in shown.items() if name in manual),
            notes=notes,
        )

    async def _write(self, plan: _Plan, journal: Journal) -> None:
        ids = await insert_offers(self.session, self.source, plan.new, self.revision)
        plan.before[ImportKind.NEW] = {offer_id: {} for offer_id in ids.values()}
        await update_offers(self.session, plan.changes, self.revision)
        seen = [offer_id for offer_id in plan.before[ImportKind.CHECKED] if offer_id not in plan.changes]
        if seen:
            checked = update(OFFERS).where(OFFERS.c.id.in_(seen))
            await self.session.execute(checked.values(last_checked_on=self.today, revision=self.revision))
        for kind, before in plan.before.items():
            await journal.note(kind, before)

    async def _count_running(self) -> int:
        query = select(func.count()).select_from(Offer).where(Offer.source == self.source, *self._is_running())
        return (await self.session.scalar(query)) or 0

    def _is_running(self) -> list[ColumnElement[bool]]:
        """What is over may vanish without anybody wondering."""
        return [Offer.is_withdrawn.is_(False), or_(Offer.end_on.is_(None), Offer.end_on >= self.today)]

    async def _withdraw(self, delivery: Delivery) -> int:
        """Takes back what is gone; comes back with how many running offers that is."""
        if not delivery.is_full and not delivery.withdrawn:
            return 0
        query = select(Offer.id, Offer.source_id, Offer.title, Offer.end_on, Offer.provenance)
        query = query.where(Offer.source == self.source, Offer.is_withdrawn.is_(False)).order_by(Offer.id)
        named, gone, running = set(delivery.withdrawn), list[int](), 0
        for offer_id, number, title, end_on, provenance in await self.session.execute(query):
            is_gone = number not in self.places and number not in self.refused and (delivery.is_full or number in named)
            if is_gone and provenance.get("is_withdrawn") != Provenance.MANUAL:
                gone.append(offer_id)
                running += end_on is None or end_on >= self.today
                self.tally.add(RecordReport(f"Nummer {number}", number, title, Outcome.WITHDRAWN))
        if self.journal:
            for part in in_parts(gone):
                withdrawn = update(OFFERS).where(OFFERS.c.id.in_(part))
                await self.session.execute(withdrawn.values(is_withdrawn=True, revision=self.revision))
                await self.journal.note(ImportKind.WITHDRAWN, dict.fromkeys(part, _NOT_WITHDRAWN))
        return running


_NOT_WITHDRAWN: Mapping[str, Any] = {"is_withdrawn": False}


def _provider_number(name: str) -> str:
    return fold(name)[:200] or name[:200]


def _is_same(stored: Any, said: Any) -> bool:
    """What a JSON column gives back as a list may have been a tuple."""
    return bool(stored == (list(said) if isinstance(stored, list) and isinstance(said, tuple) else said))
