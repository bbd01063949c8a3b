"""Reads offers from schema.org JSON-LD: courses with their runs, and courses that are written as plain events.

Who teaches is never read. How much work a course is (`courseWorkload`) is not read either: sites give it per week as
well as in total.
Source: https://schema.org/CourseInstance; formats.md, section 5.
"""

import re
from collections.abc import Iterable, Iterator

from knowledge_base.importers import german
from knowledge_base.importers.free_text import read_rest
from knowledge_base.importers.jsonld_nodes import Graph, Node, local_name, node_types, read_graph
from knowledge_base.importers.jsonld_times import moment, set_times
from knowledge_base.importers.offer_cells import read_offer
from knowledge_base.importers.record import Delivery, OfferRecord, RecordRefusedError, RefusedRecord
from knowledge_base.models import Provenance
from knowledge_base.places import fold
from knowledge_base.vocabulary import Level

_RUNS = ("CourseInstance", "Event", "EducationEvent", "SocialEvent", "ChildrensEvent")
_STATUS = {
    "SoldOut": "ausgebucht",
    "OutOfStock": "ausgebucht",
    "LimitedAvailability": "wenige Plätze",
    "InStock": "frei",
    "OnlineOnly": "frei",
    "BackOrder": "Warteliste",
}
_LANGUAGES = {
    "german": "de", "english": "en", "turkish": "tr", "arabic": "ar", "persian": "fa", "farsi": "fa", "dari": "fa",
    "ukrainian": "uk", "russian": "ru", "romanian": "ro", "french": "fr", "spanish": "es", "polish": "pl",
    "italian": "it", "albanian": "sq", "bulgarian": "bg", "greek": "el", "tigrinya": "ti",
}  # fmt: skip
_WOMEN = ("female", "weiblich", "women", "frauen")


def read_jsonld(content: bytes, filename: str, *, default_provider: str | None = None) -> Delivery:
    """The offers of a JSON-LD file or a web page, one for each run of a course.

    Args:
        content: a .jsonld or .json file, or an HTML page with JSON-LD in it.
        default_provider: who runs the offers where the data names no organisation.

    Raises:
        DataFileError: the file as a whole cannot be read; the message is a German sentence for staff.
    """
    graph = read_graph(content)
    return Delivery(_read_all(graph, default_provider))


def _read_all(graph: Graph, default_provider: str | None) -> Iterator[OfferRecord | RefusedRecord]:
    for number in graph.broken_blocks:
        yield RefusedRecord(f"Datenblock {number}", "Der Block ist kein gültiges JSON.")
    for number, (course, run, has_siblings) in enumerate(_runs(graph), 1):
        title = german.plain_text(graph.text(course, "name") or graph.text(run, "name"))
        where = f"Kurs {number}"
        try:
            record = _read(graph, course, run, has_siblings, default_provider)
        except RecordRefusedError as refusal:
            yield RefusedRecord(where, str(refusal), _number(graph, course, run, has_siblings)[:200] or None, title)
            continue
        record.where = where
        yield record


def _runs(graph: Graph) -> Iterator[tuple[Node, Node, bool]]:
    """Each course with one run, and whether there are more of them; an event is both."""
    belongs: set[int] = set()
    for node in graph.nodes:
        parts = graph.children(node, "hasCourseInstance", "subEvent", "subEvents")
        belongs.update(id(part) for part in parts if part is not node)
    for course in graph.of_types({"Course"}):
        runs = graph.children(course, "hasCourseInstance")
        for run in runs or [course]:
            yield course, run, len(runs) > 1
    for event in graph.of_types(_RUNS):
        is_part = id(event) in belongs or bool(graph.children(event, "superEvent"))
        if not is_part and "Course" not in node_types(event):
            yield event, event, False


def _read(graph: Graph, course: Node, run: Node, has_siblings: bool, default_provider: str | None) -> OfferRecord:
    both = (run, course) if run is not course else (course,)
    provider = _provider(graph, both)
    places = [place for node in both for place in graph.values(node, "location")]
    cells = {
        "source_id": _number(graph, course, run, has_siblings),
        "title": graph.text(course, "name") or graph.text(run, "name"),
        "description": graph.text(course, "description") or graph.text(run, "description"),
        "provider": graph.text(provider, "legalName", "name") if provider else "",
        "course_type": ", ".join(_of_both(graph, both, "about", "keywords", "category"))[:500],
        "level": ", ".join(_of_both(graph, both, "educationalLevel")),
        "format": _format(graph, both, places),
        "eligibility": "\n".join(_of_both(graph, both, "coursePrerequisites")),
        **_place_cells(graph, places),
        **_childcare_cells(graph, places),
        **_audience_cells(graph, both),
        **_contact_cells(graph, provider),
        **_seat_cells(graph, both),
    }
    price_cells, notes = _price_cells(graph, both)
    record = read_offer({**cells, **price_cells}, has_number_column=False, default_provider=default_provider)
    record.notes += notes
    read_rest(record, cells.get("target_group", ""), cells["description"])
    _set_entry_level(record, cells["eligibility"])
    _set_coordinates(record, graph, places)
    page = next(iter(_of_both(graph, both, "url")), "")
    record.set(
        "source_url", page if re.fullmatch(r"https?://[^\s<>\"']+", page) and page != record.values["url"] else None
    )
    changed = moment(next(iter(_of_both(graph, both, "dateModified")), ""))
    record.set("source_changed_on", changed.day if changed else None)
    set_times(record, graph, run)
    return record


def _of_both(graph: Graph, nodes: Iterable[Node], *names: str) -> list[str]:
    """The texts of the first node that has any: what is said of a run goes before what is said of the course."""
    return next(filter(None, (graph.texts(node, *names) for node in nodes)), [])


def _number(graph: Graph, course: Node, run: Node, has_siblings: bool) -> str:
    if run is not course and (own := _own_number(graph, run)):
        return own
    number = graph.text(course, "courseCode") or _own_number(graph, course) or graph.text(course, "url")
    return f"{number}/{graph.text(run, 'startDate')[:10]}" if number and has_siblings else number


def _own_number(graph: Graph, node: Node) -> str:
    name = node.get("@id")
    is_lasting = isinstance(name, str) and not name.startswith("_:")
    if is_lasting and str(name).startswith("#"):
        name = graph.text(node, "url") + str(name)
    return graph.text(node, "identifier") or (str(name) if is_lasting else "")


def _provider(graph: Graph, nodes: Iterable[Node]) -> Node | None:
    """Who runs it, when that is no person."""
    for node in nodes:
        for name in ("provider", "organizer", "publisher"):
            for value in graph.values(node, name):
                organisation = value if isinstance(value, dict) else {"name": value}
                if "Person" not in node_types(organisation) and graph.text(organisation, "legalName", "name"):
                    return organisation
    return None


def _format(graph: Graph, nodes: Iterable[Node], places: Iterable[object]) -> str:
    nodes = tuple(nodes)
    modes = " ".join(fold(local_name(text)) for text in (
        *_of_both(graph, nodes, "courseMode"), *_of_both(graph, nodes, "eventAttendanceMode")
    ))  # fmt: skip
    kinds = [node_types(place) for place in places if isinstance(place, dict)]
    is_online = bool(re.search(r"\bonline|virtual|distance|fernunterricht", modes)) or any(
        "VirtualLocation" in kind for kind in kinds
    )
    is_on_site = bool(re.search(r"on ?site|offline|in person|praesenz|vor ort", modes)) or any(
        "Place" in kind or "PostalAddress" in kind for kind in kinds
    )
    is_both = bool(re.search(r"blended|hybrid|mixed", modes)) or (is_online and is_on_site)
    words = ["hybrid" if is_both else "online" if is_online else "praesenz" if is_on_site else ""]
    words += re.findall(r"full ?time|part ?time|vollzeit|teilzeit", modes)
    return " ".join(filter(None, words)).replace("fulltime", "full time").replace("parttime", "part time")


def _place_cells(graph: Graph, places: Iterable[object]) -> dict[str, str]:
    for place in places:
        if not isinstance(place, dict):
            return {"town": str(place)}
        if "VirtualLocation" in node_types(place):
            continue
        address = next(iter(graph.children(place, "address")), None)
        if address is None:
            written = graph.text(place, "address")
            postcode = re.search(r"\b\d{5}\b", written)
            street, _, town = written.rpartition(",")
            cells = {"street": street.strip() or graph.text(place, "name"), "town": town.strip()}
            return {**cells, "postcode": postcode[0] if postcode else ""}
        names = (graph.text(place, "name"), graph.text(address, "streetAddress"))
        return {
            "street": ", ".join(dict.fromkeys(filter(None, names))),
            "postcode": graph.text(address, "postalCode"),
            "town": graph.text(address, "addressLocality"),
        }
    return {}


def _set_coordinates(record: OfferRecord, graph: Graph, places: Iterable[object]) -> None:
    for place in places:
        for point in graph.children(place, "geo") if isinstance(place, dict) else ():
            try:
                latitude = float(graph.text(point, "latitude").replace(",", "."))
                longitude = float(graph.text(point, "longitude").replace(",", "."))
            except ValueError:
                continue
            if -90 <= latitude <= 90 and -180 <= longitude <= 180 and (latitude, longitude) != (0, 0):
                record.set("latitude", latitude)
                record.set("longitude", longitude)
                return


def _childcare_cells(graph: Graph, places: Iterable[object]) -> dict[str, str]:
    for place in places:
        for feature in graph.children(place, "amenityFeature") if isinstance(place, dict) else ():
            if fold(graph.text(feature, "name")).replace(" ", "") not in ("childcare", "kinderbetreuung"):
                continue
            value, words = graph.text(feature, "value"), graph.text(feature, "description")
            if german.parse_yes_no(value) is False:
                return {"childcare": "nein"}
            is_yes = german.parse_yes_no(value) is True or value[:1].isdigit()
            return {"childcare": words or (f"ja, {value}" if is_yes else value)}
    return {}


def _audience_cells(graph: Graph, nodes: Iterable[Node]) -> dict[str, str]:
    audiences = next(filter(None, (graph.children(node, "audience") for node in nodes)), [])
    genders = [fold(local_name(graph.text(each, "suggestedGender"))) for each in audiences]
    groups = [text for each in audiences for text in graph.texts(each, "audienceType", "name")]
    return {
        "women_only": "ja" if any(gender in _WOMEN for gender in genders) else "",
        "target_group": "\n".join(groups),
    }


def _contact_cells(graph: Graph, provider: Node | None) -> dict[str, str]:
    if provider is None:
        return {}
    points = [point for point in graph.children(provider, "contactPoint") if "Person" not in node_types(point)]
    languages = [text for point in points for text in graph.texts(point, "availableLanguage")]
    return {
        "phone": next(filter(None, (graph.text(each, "telephone") for each in (*points, provider))), ""),
        "email": next(filter(None, (graph.text(each, "email") for each in (*points, provider))), "").removeprefix(
            "mailto:"
        ),
        "staff_languages": " ".join(_LANGUAGES.get(fold(text), text.split("-")[0]) for text in languages),
    }


def _seat_cells(graph: Graph, nodes: Iterable[Node]) -> dict[str, str]:
    nodes = tuple(nodes)
    is_cancelled = any("EventCancelled" in text for text in _of_both(graph, nodes, "eventStatus"))
    return {
        "seats_total": next(iter(_of_both(graph, nodes, "maximumAttendeeCapacity")), ""),
        "seats_free": next(iter(_of_both(graph, nodes, "remainingAttendeeCapacity")), ""),
        "status": "abgesagt" if is_cancelled else _availability(graph, nodes),
    }


def _availability(graph: Graph, nodes: Iterable[Node]) -> str:
    found = [graph.text(offer, "availability") for node in nodes for offer in graph.children(node, "offers")]
    return next((_STATUS[name] for name in map(local_name, found) if name in _STATUS), "")


def _price_cells(graph: Graph, nodes: Iterable[Node]) -> tuple[dict[str, str], list[str]]:
    nodes = tuple(nodes)
    offers = next(filter(None, (graph.children(node, "offers") for node in nodes)), [])
    is_free = "true" in [text.casefold() for text in _of_both(graph, nodes, "isAccessibleForFree")]
    cells = {"price": "kostenlos" if is_free else ""}
    notes = []
    for offer in offers:
        specification = next(iter(graph.children(offer, "priceSpecification")), offer)
        amount = graph.text(offer, "price") or graph.text(specification, "price")
        currency = graph.text(offer, "priceCurrency") or graph.text(specification, "priceCurrency") or "EUR"
        if currency.upper() not in ("EUR", "€"):
            notes.append(f"Ein Preis ist nicht in Euro ({currency[:10]}) und wurde nicht übernommen.")
        elif amount:
            written = _german_amount(amount) + (
                " €/UE" if _is_per_lesson(graph.text(specification, "unitText")) else " €"
            )
            if not cells["price"]:
                cells["price"] = written
            elif not is_free:
                cells["price_note"] = f"auch: {written}"
        elif low := graph.text(offer, "lowPrice"):
            high = graph.text(offer, "highPrice")
            cells["price_note"] = f"ab {_german_amount(low)} €" + (f" bis {_german_amount(high)} €" if high else "")
        cells.setdefault("url", graph.text(offer, "url"))
        if until := graph.text(offer, "validThrough"):
            last = moment(until)
            cells.setdefault("registration_until", last.day.isoformat() if last else until)
    if not cells.get("url"):
        cells["url"] = next(iter(_of_both(graph, nodes, "url")), "")
    return cells, notes


def _is_per_lesson(unit: str) -> bool:
    return fold(unit) in ("ue", "unterrichtseinheit", "unterrichtsstunde", "lesson")


def _german_amount(amount: str) -> str:
    """ "189.5" as "189,50"; what is no plain number stays, to be read as Germans write."""
    return f"{float(amount):.2f}".replace(".", ",") if re.fullmatch(r"\d{1,7}(?:\.\d{1,6})?", amount) else amount


def _set_entry_level(record: OfferRecord, prerequisites: str) -> None:
    """Of a language course one level is the goal; where one enters is then in the prerequisites."""
    levels = german.parse_levels(prerequisites)
    goal = record.values["level_to"]
    if len(levels) == 1 and record.values["level_from"] is None and not (isinstance(goal, Level) and levels[0] > goal):
        record.set("level_from", levels[0], Provenance.DERIVED)
