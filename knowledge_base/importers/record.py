"""What every format is read into: one offer, or why it is refused, and what the delivery as a whole says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from knowledge_base.models import Pauses, Provenance
from knowledge_base.results import PriceKind, SeatStatus
from knowledge_base.vocabulary import Childcare

Cells: TypeAlias = Mapping[str, str]
"""Name of a field of `spreadsheet.HEADINGS` to the text a source has for it; what is missing is not stated."""

_NOT_STATED: tuple[object, ...] = (
    None,
    (),
    [],
    Childcare.UNKNOWN,
    PriceKind.UNKNOWN,
    SeatStatus.UNKNOWN,
    Pauses.UNKNOWN,
)


class RecordRefusedError(Exception):
    """One record cannot become an offer; the message is the German sentence for the report."""


@dataclass(slots=True)
class OfferRecord:
    """One offer as its source tells it."""

    source_id: str
    """The source's own number."""
    provider: str
    """Name of who runs it."""
    where: str = ""
    """Where it stands in the delivery, in words for staff: "Zeile 12", "Kurs 27-1001"."""
    values: dict[str, object] = field(default_factory=dict)
    """Attribute of `models.Offer` to value; `sessions` a tuple of `Session`, `dates` one of `SingleDate`."""
    provenance: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """German sentences about what was not understood or only read out of text."""

    def set(self, name: str, value: object, provenance: Provenance = Provenance.GIVEN) -> None:
        """Fill a field; what is not stated gets no provenance."""
        self.values[name] = value
        if value is None or value in _NOT_STATED:
            self.provenance.pop(name, None)
        else:
            self.provenance[name] = provenance.value


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A record that cannot become an offer."""

    where: str
    reason: str
    """A German sentence."""
    source_id: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file as it was read; the records may be read only once."""

    records: Iterable[OfferRecord | RefusedRecord]
    is_full: bool = False
    """True when the source says that this is all it has: what is missing is gone."""
    withdrawn: tuple[str, ...] = ()
    """Numbers of offers that the source takes back by name."""
    ignored: tuple[str, ...] = ()
    """Headings or elements that were not recognised, so nothing of them is stored."""
    notes: tuple[str, ...] = ()
    """German sentences about the file as a whole."""
    expected: int | None = None
    """About how many records there are, where that is known beforehand."""
