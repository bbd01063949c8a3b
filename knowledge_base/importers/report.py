"""What an import did or would do, record by record, in words for staff."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from knowledge_base.importers.wording import in_words

MAX_DETAILS = 1_000
"""Of each outcome so many records are told one by one; the counts go on."""


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    """No longer in the delivery, or taken back by name."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that has another value now, or would have."""

    name: str
    before: str
    """In German words, as is `after`."""
    after: str


def field_change(name: str, before: Any, after: Any) -> FieldChange:
    """The change of a field from one value to another."""
    return FieldChange(name, in_words(name, before), in_words(name, after))


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
    changes: tuple[FieldChange, ...] = ()
    kept: tuple[FieldChange, ...] = ()
    """Fields where the source says something else but staff wrote a value here, which stays."""
    notes: tuple[str, ...] = ()
    """German sentences about what was not understood or only read out of text."""

    @property
    def changed_fields(self) -> tuple[str, ...]:
        return tuple(change.name for change in self.changes)

    @property
    def kept_fields(self) -> tuple[str, ...]:
        return tuple(change.name for change in self.kept)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole import."""

    source: str
    is_preview: bool
    format: str
    """German name of the format."""
    counts: Mapping[Outcome, int]
    records: tuple[RecordReport, ...]
    """Those of which there is something to say, at most `MAX_DETAILS` of each outcome."""
    omitted: int = 0
    """Of so many more there would be something to say."""
    run_id: int | None = None
    """By which the import can be undone; `None` for a preview."""
    ignored_headings: tuple[str, ...] = ()
    """Columns or elements that were not recognised, so nothing of them is stored."""
    notes: tuple[str, ...] = ()
    """German sentences about the file as a whole."""
    question: str | None = None
    """In a preview, what a person has to confirm before it is written."""

    @property
    def read(self) -> int:
        return self.new + self.changed + self.unchanged + self.refused

    @property
    def new(self) -> int:
        return self.counts.get(Outcome.NEW, 0)

    @property
    def changed(self) -> int:
        return self.counts.get(Outcome.CHANGED, 0)

    @property
    def unchanged(self) -> int:
        return self.counts.get(Outcome.UNCHANGED, 0)

    @property
    def withdrawn(self) -> int:
        return self.counts.get(Outcome.WITHDRAWN, 0)

    @property
    def refused(self) -> int:
        return self.counts.get(Outcome.REFUSED, 0)


@dataclass(slots=True)
class Tally:
    """Counts what became of the records while they go by, and keeps the first details."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    records: list[RecordReport] = field(default_factory=list)
    omitted: int = 0
    _kept: Counter[Outcome] = field(default_factory=Counter)

    def add(self, record: RecordReport) -> None:
        self.counts[record.outcome] += 1
        if record.outcome is Outcome.UNCHANGED and not record.kept:
            return
        if self._kept[record.outcome] < MAX_DETAILS:
            self._kept[record.outcome] += 1
            self.records.append(record)
        else:
            self.omitted += 1
