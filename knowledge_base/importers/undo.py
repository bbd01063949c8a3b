"""Takes an import back as a whole, except what staff have written since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.database import our_errors
from knowledge_base.errors import DecisionNeededError
from knowledge_base.importers.offer_rows import AT_ONCE, from_json, read_values, update_offers
from knowledge_base.importers.report import MAX_DETAILS
from knowledge_base.importers.wording import FIELD_NAMES
from knowledge_base.models import ImportChange, ImportKind, ImportRun, Provenance
from knowledge_base.revisions import next_revision


@dataclass(frozen=True, slots=True)
class KeptOffer:
    """An offer where staff wrote something after the import, which stays."""

    offer_id: int
    title: str
    fields: tuple[str, ...]
    """Their German names."""


@dataclass(slots=True)
class UndoReport:
    """What taking an import back did."""

    run_id: int
    source: str
    filename: str
    taken_back: int = 0
    """Offers that only this import brought; they are withdrawn."""
    restored: int = 0
    """Offers that have their old values again."""
    offered_again: int = 0
    """Offers that this import had withdrawn."""
    kept_count: int = 0
    kept: tuple[KeptOffer, ...] = ()
    """The first `MAX_DETAILS` of them."""


async def undo_import(session: AsyncSession, run_id: int) -> UndoReport:
    """What became of the offers that this import touched; the caller commits.

    Each field gets the value it had before. Fields that staff have written since stay as they are, and an offer that
    the import brought stays when staff have written on it. Otherwise such an offer is withdrawn and not deleted: a
    woman may have it before her in a conversation, and its number must not come to name another course.

    Raises:
        DecisionNeededError: there is no such import, it is taken back already, or a later one of the same source has to
            be taken back first; the message says so in German.
        UnavailableError: the database could not be written.
    """
    try:
        with our_errors():
            await session.flush()
            # Holding the number keeps other imports out until this one is taken back.
            revision = await next_revision(session)
            run = await _run_to_undo(session, run_id)
            report, kept, last_id = UndoReport(run.id, run.source, run.filename), list[KeptOffer](), 0
            query = select(ImportChange.id, ImportChange.offer_id, ImportChange.kind, ImportChange.before)
            query = query.where(ImportChange.run_id == run_id).order_by(ImportChange.id).limit(AT_ONCE)
            while changes := (await session.execute(query.where(ImportChange.id > last_id))).all():
                last_id = changes[-1].id
                await _undo_part(session, changes, revision, report, kept)
            report.kept = tuple(kept)
            run.undone_at = datetime.now(UTC)
            await session.flush()
    except BaseException:
        await session.rollback()
        raise
    return report


async def _run_to_undo(session: AsyncSession, run_id: int) -> ImportRun:
    run = await session.get(ImportRun, run_id, populate_existing=True)
    if run is None:
        raise DecisionNeededError(f"Einen Import mit der Nummer {run_id} gibt es nicht.")
    if run.undone_at:
        raise DecisionNeededError(f"Der Import {run_id} ist schon zurückgenommen.")
    later = select(ImportRun.id).where(ImportRun.source == run.source, ImportRun.undone_at.is_(None))
    newest = (await session.scalars(later.order_by(ImportRun.id.desc()).limit(1))).one()
    if newest != run_id:
        raise DecisionNeededError(
            f"Nach dem Import {run_id} wurde aus der Quelle „{run.source}“ noch einmal importiert. Bitte nehmen Sie "
            f"zuerst den Import {newest} zurück."
        )
    return run


async def _undo_part(
    session: AsyncSession, changes: Sequence[Any], revision: int, report: UndoReport, kept: list[KeptOffer]
) -> None:
    stored = await read_values(session, [change.offer_id for change in changes])
    restored: dict[int, Mapping[str, Any]] = {}
    for change in changes:
        now = stored[change.offer_id]
        manual = {name for name, value in now["provenance"].items() if value == Provenance.MANUAL}
        if change.kind is ImportKind.NEW:
            stays = manual
            before: dict[str, Any] = {} if manual else {"is_withdrawn": True, "record_hash": None}
        else:
            stays = {name for name in change.before if name.removesuffix("_id") in manual}
            before = {name: value for name, value in from_json(change.before).items() if name not in stays}
            if "provenance" in before:
                before["provenance"] |= dict.fromkeys(manual, Provenance.MANUAL.value)
        if stays:
            report.kept_count += 1
            if len(kept) < MAX_DETAILS:
                names = tuple(sorted(FIELD_NAMES.get(name.removesuffix("_id"), name) for name in stays))
                kept.append(KeptOffer(change.offer_id, now["title"], names))
        if before:
            restored[change.offer_id] = before
            report.taken_back += change.kind is ImportKind.NEW
            report.restored += change.kind is ImportKind.CHANGED
            report.offered_again += change.kind is ImportKind.WITHDRAWN
    await update_offers(session, restored, revision)
