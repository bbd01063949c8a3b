"""Writes a delivery of offers into the knowledge base, record by record, as often as one likes."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.changes import differing, write
from knowledge_base.database import our_errors
from knowledge_base.importers.record import Delivery, OfferRecord, RefusedRecord
from knowledge_base.importers.report import ImportReport, Outcome, RecordReport
from knowledge_base.importers.spreadsheet import read_spreadsheet
from knowledge_base.models import Offer, Provenance, Provider
from knowledge_base.places import fold


async def import_offers(
    session: AsyncSession,
    content: bytes,
    *,
    filename: str,
    source: str,
    today: date,
    default_provider: str | None = None,
    is_preview: bool = False,
) -> ImportReport:
    """What became of each record; with `is_preview` nothing is written and the report says what would happen.

    Records are matched by (`source`, number of the course), so the same file again changes nothing but the day of the
    last check. A refused record never stops the others. Fields that staff wrote stay. The caller commits, so the whole
    import is one transaction.

    Args:
        content: the file; the ending of `filename` decides how it is read.
        source: name of the file or feed, the same each time.
        today: becomes the day on which the offers were last checked.
        default_provider: who runs the offers when the file does not say it.

    Raises:
        DataFileError: the file as a whole cannot be read; the message is a German sentence for staff.
        UnavailableError: the database could not be written.
    """
    delivery = read_spreadsheet(content, filename, default_provider=default_provider)
    reports = await _apply_all(session, delivery, source, today, is_preview)
    return ImportReport(source, is_preview, tuple(reports), delivery.ignored)


async def _apply_all(
    session: AsyncSession, delivery: Delivery, source: str, today: date, is_preview: bool
) -> list[RecordReport]:
    reports: list[RecordReport] = []
    first_places: dict[str, str] = {}
    with our_errors():
        known = await _known_offers(session, source)
        providers = await _known_providers(session, source)
        for record in delivery.records:
            refused = record if isinstance(record, RefusedRecord) else _double(record, first_places)
            if refused:
                reports.append(
                    RecordReport(
                        refused.where, refused.source_id, refused.title, Outcome.REFUSED, reason=refused.reason
                    )
                )
            elif isinstance(record, OfferRecord):
                reports.append(_apply(session, record, source, today, known, providers, is_preview))
        if not is_preview:
            await session.flush()
    return reports


def _double(record: OfferRecord, first_places: dict[str, str]) -> RefusedRecord | None:
    first = first_places.setdefault(record.source_id, record.where)
    if first == record.where:
        return None
    reason = f"Dieser Kurs steht schon in {first} (gleiche Kursnummer)."
    return RefusedRecord(record.where, reason, record.source_id, str(record.values["title"]))


async def _known_offers(session: AsyncSession, source: str) -> dict[str, Offer]:
    offers = (await session.scalars(select(Offer).where(Offer.source == source))).unique()
    return {offer.source_id: offer for offer in offers}


async def _known_providers(session: AsyncSession, source: str) -> dict[str, Provider]:
    providers = await session.scalars(select(Provider).where(Provider.source == source))
    return {provider.source_id: provider for provider in providers}


def _apply(
    session: AsyncSession,
    record: OfferRecord,
    source: str,
    today: date,
    known: dict[str, Offer],
    providers: dict[str, Provider],
    is_preview: bool,
) -> RecordReport:
    """Writes one row, or only says what writing it would change."""
    title, notes = str(record.values["title"]), tuple(record.notes)
    provider_id = fold(record.provider)[:200]
    offer = known.get(record.source_id)
    if offer is None:
        if not is_preview:
            provider = _provider(session, record.provider, provider_id, source, providers)
            offer = Offer(source=source, source_id=record.source_id, provider=provider, provenance=record.provenance)
            write(offer, record.values, record.values)
            offer.last_checked_on = today
            session.add(offer)
        return RecordReport(record.where, record.source_id, title, Outcome.NEW, notes=notes)

    manual = {name for name, value in offer.provenance.items() if value == Provenance.MANUAL}
    different = differing(offer, record.values)
    changed = tuple(name for name in different if name not in manual)
    kept = tuple(name for name in different if name in manual)
    has_new_provider = offer.provider.source_id != provider_id and "provider" not in manual
    if not is_preview:
        write(offer, record.values, changed)
        if has_new_provider:
            offer.provider = _provider(session, record.provider, provider_id, source, providers)
        provenance = {**record.provenance, **dict.fromkeys(manual, Provenance.MANUAL.value)}
        if provenance != offer.provenance:
            offer.provenance = provenance
        offer.last_checked_on = today
    if has_new_provider:
        changed = (*changed, "provider")
    outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    return RecordReport(
        record.where, record.source_id, title, outcome, changed_fields=changed, kept_fields=kept, notes=notes
    )


def _provider(
    session: AsyncSession, name: str, provider_id: str, source: str, providers: dict[str, Provider]
) -> Provider:
    if provider_id not in providers:
        providers[provider_id] = Provider(source=source, source_id=provider_id, name=name)
        session.add(providers[provider_id])
    return providers[provider_id]
