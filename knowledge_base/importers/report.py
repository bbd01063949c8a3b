"""What an import did or would do, row by row, in words for staff."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row."""

    row_number: int
    """As the spreadsheet program counts, the first line of the file is 1."""
    source_id: str | None
    title: str | None
    outcome: Outcome
    reason: str | None = None
    """For a refused row, a German sentence that says why."""
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
    rows: tuple[RowReport, ...]
    ignored_headings: tuple[str, ...] = ()
    """Columns that were not recognised, so nothing of them is stored."""

    @property
    def read(self) -> int:
        return len(self.rows)

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
        return sum(1 for row in self.rows if row.outcome is outcome)
