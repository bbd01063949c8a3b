"""Keeps of each import what it did to which offer and what stood there before, so that it can be undone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.importers.offer_rows import Values, as_json
from knowledge_base.importers.report import Outcome
from knowledge_base.models import ImportChange, ImportKind, ImportRun

_CHANGES = cast(Table, ImportChange.__table__)


class Journal:
    """The entries of one import that is under way."""

    def __init__(self, session: AsyncSession, run: ImportRun) -> None:
        self._session = session
        self._run = run

    @property
    def run_id(self) -> int:
        """By which the import can be undone."""
        return self._run.id

    @classmethod
    async def begin(
        cls, session: AsyncSession, *, source: str, filename: str, format_name: str, by_role: str | None
    ) -> "Journal":
        """A journal for an import that begins now."""
        run = ImportRun(
            source=source, filename=filename[:300], format=format_name, run_at=datetime.now(UTC), by_role=by_role
        )
        session.add(run)
        await session.flush()
        return cls(session, run)

    async def note(self, kind: ImportKind, before: Mapping[int, Values]) -> None:
        """Offers of which one thing was done, by id, with the values that stood there."""
        rows: list[dict[str, Any]] = [
            {"run_id": self._run.id, "offer_id": offer_id, "kind": kind, "before": as_json(values)}
            for offer_id, values in before.items()
        ]
        if rows:
            await self._session.execute(insert(_CHANGES), rows)

    async def end(self, counts: Mapping[Outcome, int]) -> None:
        """Writes what became of how many records."""
        for outcome in Outcome:
            setattr(self._run, outcome.value, counts.get(outcome, 0))
        self._run.read = sum(counts.values()) - counts.get(Outcome.WITHDRAWN, 0)
        await self._session.flush()
