"""Makes an offer of one openQ-cat service."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from knowledge_base.importers import german
from knowledge_base.importers.free_text import mark_as_derived, read_rest, weekly_line
from knowledge_base.importers.offer_cells import read_offer
from knowledge_base.importers.openqcat_codes import (
    AVGS_MEASURE,
    FUNDING_FEDERAL,
    FUNDING_REGIONAL,
    course_type_of,
    format_of,
    goal_of,
    is_far_from_duration,
    pace_of,
)
from knowledge_base.importers.openqcat_service import (
    COURSE,
    DETAILS,
    EDUCATION,
    INFO,
    Service,
    clock_of,
    day_of,
    parent_number,
)
from knowledge_base.importers.persons import Persons, persons_in
from knowledge_base.importers.record import OfferRecord, RecordRefusedError, RefusedRecord
from knowledge_base.importers.weekly_times import course_hours, parse_weekly_times
from knowledge_base.importers.xml_files import text_of
from knowledge_base.models import Provenance
from knowledge_base.vocabulary import Pace

_OFFICE, _ADVISER = "2", "4"
_EARLIEST, _LATEST = "06:00", "22:30"
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp)(?:\?|$)", re.IGNORECASE)
_PACE_LABELS = {Pace.FULL_TIME: "vollzeit", Pace.PART_TIME: "teilzeit"}
_LONGEST_TIMES = 900


def read_service(
    service: Service, suppliers: Mapping[str, Element], *, made_on: date | None, default_provider: str | None
) -> OfferRecord | RefusedRecord:
    """The offer, or why it is none.

    Args:
        service: a date with the offer it belongs to.
        suppliers: SUPPLIER of the head of the file, by their numbers.
        made_on: the day the file was made, to know what is over.
        default_provider: who runs it where the file names nobody.
    """
    supplier = _supplier(service, suppliers)
    persons = _persons(service, supplier)
    number = text_of(service.own, "PRODUCT_ID")
    where = f"Angebot {number[:60]}"
    title = persons.erase(service.text(f"{DETAILS}/TITLE"))
    try:
        parent = parent_number(service.own)
        if not title and parent and service.parent is None:
            raise RecordRefusedError(f"Das Angebot {parent[:60]} zu diesem Termin steht nicht in der Datei.")
        _refuse_what_is_over(service, made_on)
        record = _make_offer(service, supplier, persons, {"source_id": number, "title": title}, default_provider)
    except RecordRefusedError as refusal:
        return RefusedRecord(where, str(refusal), number[:200] or None, german.plain_text(title))
    record.where = where
    _read_announcement(record, service, made_on)
    return record


def _make_offer(
    service: Service,
    supplier: Element | None,
    persons: Persons,
    names: Mapping[str, str],
    default_provider: str | None,
) -> OfferRecord:
    pace = pace_of(service.code(f"{INFO}/INSTRUCTION_TIME"), service.code(f"{INFO}/INSTRUCTION_FORM"))
    description = persons.erase(_description(service))
    target_group = persons.erase(service.text(f"{DETAILS}/TARGET_GROUP/TARGET_GROUP_TEXT"))
    requirements = persons.erase(service.text(f"{DETAILS}/REQUIREMENTS"))
    remarks = persons.erase(_remarks(service))
    times = _times(remarks, description, pace)
    record = read_offer(
        {
            **names,
            "provider": text_of(supplier, "SUPPLIER_NAME"),
            "description": description,
            "target_group": target_group,
            "eligibility": requirements,
            **_kind(service, names["title"]),
            **_place(service, persons),
            **_dates(service, times),
            **_price(service),
            "price_note": persons.erase(service.text("SERVICE_PRICE_DETAILS/REMARKS")),
            **_contact(service, supplier, persons),
        },
        default_provider=default_provider,
    )
    mark_as_derived(record, "sessions", "sessions_count", "pauses")
    if not record.values.get("sessions") and remarks:
        record.set("schedule_note", remarks)
        record.notes.append("Wochentage und Uhrzeiten stehen nur im Text. Bitte nachsehen.")
    if pace:
        record.set("pace", pace)
    if service.is_flexible:
        record.set("flexible_start", True)
    _read_price(record, service)
    _check_duration(record, service)
    read_rest(record, target_group, requirements, description)
    return record


def _supplier(service: Service, suppliers: Mapping[str, Element]) -> Element | None:
    named = suppliers.get(service.text("SUPPLIER_ID_REF"))
    if named is None and len(suppliers) == 1:
        # Old files name their only supplier by another number.
        return next(iter(suppliers.values()))
    return named


def _contacts(service: Service, supplier: Element | None) -> list[Element]:
    return [*service.all(f"{DETAILS}/CONTACT"), *(supplier.findall("CONTACT") if supplier is not None else ())]


def _role(contact: Element) -> str:
    role = contact.find("CONTACT_ROLE")
    return role.get("type", "") if role is not None else ""


def _houses(service: Service, supplier: Element | None) -> list[Element]:
    places = (service.block(f"{COURSE}/LOCATION"), supplier.find("ADDRESS") if supplier is not None else None)
    return [place for place in places if place is not None]


def _persons(service: Service, supplier: Element | None) -> Persons:
    """Everybody who is named as a contact; the numbers and addresses of offices are not theirs."""
    contacts = _contacts(service, supplier)
    offices = [each for each in contacts if _role(each) in (_OFFICE, _ADVISER)]
    office = persons_in([*offices, *_houses(service, supplier)])
    others = persons_in(each for each in contacts if _role(each) not in (_OFFICE, _ADVISER))
    return Persons(persons_in(contacts).names, others.numbers - office.numbers, others.mails - office.mails)


def _contact(service: Service, supplier: Element | None, persons: Persons) -> dict[str, str]:
    """How to reach the office: the general contact, then the adviser, then the house; never one person."""
    contacts = _contacts(service, supplier)
    offices = [each for role in (_OFFICE, _ADVISER) for each in contacts if _role(each) == role]
    sources = [*offices, *_houses(service, supplier)]
    phones = (_readable_phone(text_of(source, "PHONE")) for source in sources)
    mails = (text_of(mail) for source in sources for mail in source.iterfind("EMAILS/EMAIL"))
    links = [
        text_of(link)
        for path in (f"{EDUCATION}/MIME_INFO", "MIME_INFO")
        for link in service.all(f"{path}/MIME_ELEMENT/MIME_SOURCE")
    ]
    links += [text_of(source, "URL") for source in sources]
    return {
        "phone": next(filter(None, phones), ""),
        "email": next((mail for mail in mails if mail and not persons.is_mail_of_one(mail)), ""),
        "url": next((link for link in links if re.match(r"https?://", link) and not _PICTURE.search(link)), ""),
    }


def _readable_phone(number: str) -> str:
    """ "+49 7022 123456" of "+49.07022.123456"; what is written otherwise stays."""
    match = re.fullmatch(r"\+(\d{1,3})\.0?(\d{1,6})\.(\d[\d.\-]{2,20})", re.sub(r"\(0\)|\s", "", number))
    return f"+{match[1]} {match[2]} {match[3].replace('.', '')}" if match else number


def _kind(service: Service, title: str) -> dict[str, str]:
    features = [
        text_of(feature)
        for system in service.all("SERVICE_CLASSIFICATION")
        if text_of(system, "REFERENCE_CLASSIFICATION_SYSTEM_NAME").casefold() == "kurssystematik"
        for feature in system.iterfind("FEATURE/FNAME")
    ]
    kind = course_type_of(
        title,
        course_type=service.text("COURSE_TYPE"),
        education_type=service.code(f"{INFO}/EDUCATION_TYPE"),
        features=features,
    )
    return {"course_type": kind or "", "level_to": goal_of(features) or ""}


def _description(service: Service) -> str:
    text = german.plain_text(service.text(f"{DETAILS}/DESCRIPTION_LONG"))
    degree = german.plain_text(service.text(f"{EDUCATION}/DEGREE/DEGREE_TITLE"))
    return "\n".join(filter(None, (text, degree and f"Abschluss: {degree}")))


def _place(service: Service, persons: Persons) -> dict[str, str]:
    location = service.block(f"{COURSE}/LOCATION")
    street = ", ".join(dict.fromkeys(filter(None, (text_of(location, "STREET"), text_of(location, "NAME")))))
    return {
        "street": persons.erase(street),
        "postcode": text_of(location, "ZIP"),
        "town": text_of(location, "CITY"),
        "format": format_of(service.code(f"{INFO}/INSTRUCTION_FORM")) or "",
        "seats_total": text_of(service.block(f"{COURSE}/MAX_PARTICIPANTS")).lstrip("0"),
    }


def _dates(service: Service, times: str) -> dict[str, str]:
    period = service.block(f"{DETAILS}/SERVICE_DATE")
    begins, ends = text_of(period, "START_DATE"), text_of(period, "END_DATE")
    start_on, end_on = day_of(begins), day_of(ends)
    # The deadline of the first date of an offer is none for the dates that follow.
    deadline = day_of(text_of(service.own, f"{EDUCATION}/REGISTRATION_DATE"))
    cells = {
        "start_on": start_on.isoformat() if start_on else "",
        "end_on": end_on.isoformat() if end_on else "",
        "registration_until": deadline.isoformat() if deadline else "",
        "times": times,
    }
    # On one day, the moments say the hours.
    if not times and start_on and start_on == end_on and _EARLIEST <= clock_of(begins) < clock_of(ends) <= _LATEST:
        cells |= {"time_from": clock_of(begins), "time_until": clock_of(ends)}
    return cells


def _remarks(service: Service) -> str:
    remarks = (german.plain_text(text_of(each)) for each in service.all(f"{COURSE}/INSTRUCTION_REMARKS"))
    return "\n".join(dict.fromkeys(filter(None, remarks)))


def _times(remarks: str, description: str, pace: Pace | None) -> str:
    """The words that say the weekly hours of this date; empty when none do, or more than one thing is said."""
    words = _of_this_pace(course_hours(remarks), pace) or weekly_line(description)
    sessions = parse_weekly_times(words).sessions
    is_possible = all(slot.time_from >= _EARLIEST and slot.time_until <= _LATEST for slot in sessions)
    return words if sessions and is_possible and len(words) <= _LONGEST_TIMES else ""


def _of_this_pace(remarks: str, pace: Pace | None) -> str:
    """Of "Vollzeit: Mo-Fr 8-16 Uhr, Teilzeit: Mo-Fr 8-12 Uhr" the half that counts; empty when that is not known."""
    parts = re.split(r"(vollzeit|teilzeit)", remarks, flags=re.IGNORECASE)
    labels = [label.casefold() for label in parts[1::2]]
    if len(set(labels)) < 2:
        return remarks
    halves = [part for label, part in zip(labels, parts[2::2], strict=True) if pace and label == _PACE_LABELS[pace]]
    return parts[0] + " ".join(halves) if halves else ""


def _price(service: Service) -> dict[str, str]:
    """The price as a German amount; 0 is only a price where a voucher pays for it."""
    is_avgs = service.text("COURSE_TYPE") == AVGS_MEASURE
    has_voucher = "bildungsgutschein" in _funding(service)
    amount = _amount(service)
    return {
        "price": f"{amount:.2f}".replace(".", ",") if amount else "",
        "funding": "Bildungsgutschein" if has_voucher else "AVGS" if is_avgs else "",
    }


def _amount(service: Service) -> Decimal | None:
    price = service.block("SERVICE_PRICE_DETAILS/SERVICE_PRICE")
    if price is None or price.get("type") == "on_request":
        return None
    if text_of(price, "PRICE_CURRENCY") not in ("", "EUR"):
        return None
    try:
        amount = Decimal(text_of(price, "PRICE_AMOUNT"))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10**9 else None


def _funding(service: Service) -> list[str]:
    federal = (FUNDING_FEDERAL.get(each.get("type", "")) for each in service.all(f"{INFO}/FUNDING_TYPES_FEDERAL"))
    regional = (FUNDING_REGIONAL.get(each.get("type", "")) for each in service.all(f"{INFO}/FUNDING_TYPES_REGIONAL"))
    avgs = "avgs" if service.text("COURSE_TYPE") == AVGS_MEASURE else None
    return list(dict.fromkeys(tag for tag in (*federal, *regional, avgs) if tag))


def _read_price(record: OfferRecord, service: Service) -> None:
    record.set("funding", _funding(service))
    if _amount(service) == 0 and not {"bildungsgutschein", "avgs"} & set(_funding(service)):
        record.notes.append("Der Preis 0,00 € kann auch heißen, dass jemand anderes bezahlt. Bitte nachfragen.")
    subsidy = german.plain_text(service.text(f"{EDUCATION}/SUBSIDY/SUBSIDY_DESCRIPTION"))
    note = record.values.get("price_note")
    record.set("price_note", "\n".join(filter(None, (str(note or ""), subsidy))) or None)


def _announcement(service: Service) -> tuple[date | None, date | None]:
    """First and last day it is to be shown, of this date alone: those of the first date would end all that follow."""
    window = service.own.find(f"{DETAILS}/ANNOUNCEMENT")
    return day_of(text_of(window, "START_DATE")), day_of(text_of(window, "END_DATE"))


def _refuse_what_is_over(service: Service, made_on: date | None) -> None:
    last = _announcement(service)[1]
    if made_on and last and last < made_on:
        raise RecordRefusedError(f"Der Anbieter wollte dieses Angebot nur bis {last:%d.%m.%Y} zeigen.")


def _read_announcement(record: OfferRecord, service: Service, made_on: date | None) -> None:
    """Nobody can register after an offer is no longer shown."""
    first, last = _announcement(service)
    if record.values.get("registration_until") is None:
        record.set("registration_until", last, Provenance.DERIVED)
    if made_on and first and first > made_on:
        record.notes.append(f"Der Anbieter wollte dieses Angebot erst ab {first:%d.%m.%Y} zeigen.")


def _check_duration(record: OfferRecord, service: Service) -> None:
    start_on, end_on = record.values.get("start_on"), record.values.get("end_on")
    code = service.code(f"{COURSE}/DURATION")
    if isinstance(start_on, date) and isinstance(end_on, date) and is_far_from_duration(code, start_on, end_on):
        record.notes.append("Beginn und Ende liegen viel weiter auseinander als die angegebene Dauer. Bitte nachsehen.")
