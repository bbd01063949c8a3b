"""What an import did or would do, record by record, in words for staff."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What became of one record."""

    where: str
    """Where it stands, in words for staff: "Zeile 12"; spreadsheet programs count the first line as 1."""
    source_id: str | None
    title: str | None
    outcome: Outcome
    reason: str | None = None
    """For a refused record, a German sentence that says why."""
    changed_fields: tuple[str, ...] = ()
    kept_fields: tuple[str, ...] = ()
    """Fields where the source says something else but staff wrote a value here, which stays."""
    notes: tuple[str, ...] = ()
    """German sentences about what was not understood or only read out of text."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole import; the counts add up to `read`."""

    source: str
    is_preview: bool
    records: tuple[RecordReport, ...]
    ignored_headings: tuple[str, ...] = ()
    """Columns that were not recognised, so nothing of them is stored."""

    @property
    def read(self) -> int:
        return len(self.records)

    @property
    def new(self) -> int:
        return self._count(Outcome.NEW)

    @property
    def changed(self) -> int:
        return self._count(Outcome.CHANGED)

    @property
    def unchanged(self) -> int:
        return self._count(Outcome.UNCHANGED)

    @property
    def refused(self) -> int:
        return self._count(Outcome.REFUSED)

    def _count(self, outcome: Outcome) -> int:
        return sum(1 for record in self.records if record.outcome is outcome)
