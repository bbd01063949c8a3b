"""Reads openQ-cat 1.1, the XML in which training providers deliver their catalogue to the Arbeitsagentur (KURSNET).

Source: formats.md, section 3.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element

from knowledge_base.importers.openqcat_offer import read_service
from knowledge_base.importers.openqcat_service import Service, day_of, is_near, parent_number
from knowledge_base.importers.record import Delivery, OfferRecord, RefusedRecord
from knowledge_base.importers.xml_files import XmlFile, open_xml, text_of

ROOT = "OPENQCAT"


def read_openqcat(content: bytes, filename: str, *, default_provider: str | None = None) -> Delivery:
    """The dates of a catalogue in the district, at its neighbours and online, one offer for each date.

    A NEW_CATALOG is all that the provider has. An UPDATE_CATALOG says what is new and what is taken back; what it names
    outside of the district counts as taken back, because it may have moved.

    Args:
        content: the XML file.
        filename: not needed, the file says what it is.
        default_provider: who runs the offers where the file names nobody.

    Raises:
        DataFileError: the file as a whole cannot be read; the message is a German sentence for staff.
    """
    file = open_xml(content, root=ROOT, record="SERVICE")
    is_update = (ROOT, "UPDATE_CATALOG") in file.names
    overview = _look_through(file)
    withdrawn = [*overview.deleted, *(overview.outside if is_update else ())]
    return Delivery(
        _records(file, overview, default_provider),
        is_full=not is_update and _says_it_is_full(file),
        # A sample of the Arbeitsagentur takes an offer back and delivers it anew in the same file.
        withdrawn=tuple(dict.fromkeys(number for number in withdrawn if number not in overview.near)),
        notes=_notes(overview),
        expected=len(overview.near),
    )


@dataclass(slots=True)
class _Overview:
    """What must be known of the whole file before its records are read."""

    suppliers: dict[str, Element] = field(default_factory=dict)
    made_on: date | None = None
    deleted: list[str] = field(default_factory=list)
    parents: set[str] = field(default_factory=set)
    """Numbers of offers whose dates stand in services of their own."""
    near: set[str] = field(default_factory=set)
    outside: list[str] = field(default_factory=list)


def _look_through(file: XmlFile) -> _Overview:
    overview = _Overview()
    places: dict[str, tuple[str, bool | None]] = {}
    for around, element in file.records("SUPPLIER", "CATALOG", "SERVICE"):
        number, parent = text_of(element, "PRODUCT_ID"), parent_number(element)
        if element.tag == "SUPPLIER":
            overview.suppliers[text_of(element, "SUPPLIER_ID")] = element
        elif element.tag == "CATALOG":
            overview.made_on = day_of(text_of(element, "GENERATION_DATE"))
        elif around == "DELETE":
            overview.deleted.append(number)
        else:
            places[number] = parent, is_near(Service(element))
            overview.parents.update(filter(None, [parent]))
    for number, (parent, near) in places.items():
        if near is None:
            near = places.get(parent, ("", None))[1]
        # Who does not say where it is may be near.
        if near is False:
            overview.outside.append(number)
        else:
            overview.near.add(number)
    return overview


def _says_it_is_full(file: XmlFile) -> bool:
    attributes = file.attributes.get("NEW_CATALOG", {})
    return not any("full" in name.casefold() and value in ("false", "0") for name, value in attributes.items())


def _notes(overview: _Overview) -> tuple[str, ...]:
    notes = []
    if overview.outside:
        notes.append(
            f"Nicht übernommen, weil außerhalb des Landkreises und seiner Nachbarn: {len(overview.outside)} Angebote."
        )
    if overview.deleted:
        notes.append(
            "Die Datei nimmt Angebote zurück. Ihre weiteren Termine haben eigene Nummern und bleiben stehen, wenn die "
            "Datei sie nicht nennt. Bitte nachsehen."
        )
    return tuple(notes)


def _records(file: XmlFile, overview: _Overview, default_provider: str | None) -> Iterator[OfferRecord | RefusedRecord]:
    """Reads each service once; only offers with dates of their own, and dates before their offer, are kept in mind."""
    parents: dict[str, Element] = {}
    waiting: list[Element] = []

    def read(element: Element) -> OfferRecord | RefusedRecord:
        service = Service(element, parents.get(parent_number(element)))
        return read_service(service, overview.suppliers, made_on=overview.made_on, default_provider=default_provider)

    for around, element in file.records("SERVICE"):
        if around == "DELETE":
            continue
        number, parent = text_of(element, "PRODUCT_ID"), parent_number(element)
        if number in overview.parents:
            parents[number] = element
        if number not in overview.near or (number in overview.parents and not Service(element).has_a_date):
            continue
        if parent and parent not in parents:
            waiting.append(element)
        else:
            yield read(element)
    yield from map(read, waiting)
