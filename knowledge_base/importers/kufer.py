"""Reads the XML export of KuferSQL, the office program of many Volkshochschulen.

Source: formats.md, section 4. The teachers of a course are read for one purpose only: to take them out of its texts.
"""

import re
from datetime import date
from xml.etree.ElementTree import Element

from knowledge_base.changes import SingleDate
from knowledge_base.errors import DataFileError
from knowledge_base.importers import german
from knowledge_base.importers.free_text import mark_as_derived, read_rest, weekly_line
from knowledge_base.importers.meetings import Meetings, find_meetings, set_meetings
from knowledge_base.importers.offer_cells import read_offer
from knowledge_base.importers.persons import Persons, persons_in
from knowledge_base.importers.record import Delivery, OfferRecord, RecordRefusedError, RefusedRecord
from knowledge_base.importers.xml_files import open_xml, text_of
from knowledge_base.models import CLOCK
from knowledge_base.places import fold
from knowledge_base.results import PriceKind, SeatStatus
from knowledge_base.vocabulary import Format

ROOT = "kurse"

_ELEMENTS = frozenset({
    "knr", "haupttitel", "titelkurz", "titellang", "inhalt", "web_info", "material", "zielgruppe", "fachb", "fachbtext",
    "kategorien", "ort", "ortaussenstelle", "ortraumname", "ortgebaeude", "ortstr", "ortplz", "ortname", "beginndat",
    "endedat", "beginnuhr", "endeuhr", "dauer", "termine", "tnmin", "tnmax", "tnanmeldungen", "tnwarteliste", "gebnorm",
    "geberm", "gebuehrergaenztext", "keinewebanmeldung", "ausfall", "anm_ende",
})  # fmt: skip
_TEXTS = ("title", "description", "target_group", "course_type", "street", "price_note")
_PLACE_WORDS = ("ort", "ortaussenstelle", "ortraumname", "ortgebaeude", "ortname")
_ONLINE = re.compile(
    r"\bonline\b(?! (?:banking|bewerb|shop|handel|marketing|einkauf|dienst))|virtuell|webinar|\bzoom\b|vhs cloud"
    r"|\bteams\b|bigbluebutton|zu hause"
)
_FEW_SEATS = 2
_LONGEST_CELL = 900
_EARLIEST, _LATEST = "06:00", "22:30"
_PLACES_NAMED = 5


def read_kufer(content: bytes, filename: str, *, default_provider: str | None = None) -> Delivery:
    """The courses of a Kufer export, which is always all that the Volkshochschule has.

    Args:
        content: the XML file.
        filename: not needed, the file says what it is.
        default_provider: whose export it is; the file does not say it.

    Raises:
        DataFileError: the file as a whole cannot be read, or nobody said whose it is; in German, for staff.
    """
    file = open_xml(content, root=ROOT, record="kurs")
    if not default_provider:
        raise DataFileError("In Kufer-Dateien steht nicht, wer die Kurse anbietet. Bitte geben Sie den Anbieter an.")
    named = {inner: count for (outer, inner), count in file.names.items() if outer == "kurs"}
    return Delivery(
        (_read_course(kurs, number, default_provider) for number, (_, kurs) in enumerate(file.records("kurs"), 1)),
        is_full=True,
        ignored=tuple(sorted(set(named) - _ELEMENTS)),
        expected=file.names.get((ROOT, "kurs"), 0),
    )


def _read_course(kurs: Element, number: int, provider: str) -> OfferRecord | RefusedRecord:
    source_id = text_of(kurs, "knr")
    where = f"Kurs {source_id[:60]}" if source_id else f"{number}. Kurs"
    title = next(filter(None, (text_of(kurs, name) for name in ("titellang", "haupttitel", "titelkurz"))), "")
    teachers = persons_in(kurs.iter("dozent"))
    for teacher in kurs.findall("dozenten"):
        kurs.remove(teacher)
    dates, notes = _single_dates(kurs)
    meetings = find_meetings(dates)
    texts = [
        german.plain_text(teachers.erase(text_of(kurs, name))) or "" for name in ("inhalt", "web_info", "material")
    ]
    cells = {
        "source_id": source_id,
        "title": title,
        "description": "\n".join(dict.fromkeys(filter(None, texts))),
        "target_group": text_of(kurs, "zielgruppe"),
        "course_type": _departments(kurs),
        "street": _street(kurs),
        "postcode": text_of(kurs, "ortplz"),
        "town": text_of(kurs, "ortname") or text_of(kurs, "ortaussenstelle"),
        "format": _format_words(kurs),
        "start_on": text_of(kurs, "beginndat"),
        "end_on": text_of(kurs, "endedat"),
        "sessions_count": text_of(kurs, "dauer"),
        "price": _price(kurs),
        "price_note": _price_note(kurs),
        "registration": _registration_note(kurs),
        "registration_until": text_of(kurs, "anm_ende"),
        "seats_total": _positive(text_of(kurs, "tnmax")),
    }
    cells |= {name: teachers.erase(cells[name]) for name in _TEXTS}
    # The weekly times go through the same checks as those of a table.
    cells["times"] = "; ".join(f"{slot.weekday} {slot.time_from}-{slot.time_until}" for slot in meetings.sessions)
    if not dates:
        cells["times"] = weekly_line(cells["description"])
        if not cells["times"]:
            cells |= {"time_from": text_of(kurs, "beginnuhr"), "time_until": text_of(kurs, "endeuhr")}
    try:
        record = read_offer(cells, default_provider=provider)
    except RecordRefusedError as refusal:
        return RefusedRecord(where, str(refusal), source_id[:200] or None, german.plain_text(teachers.erase(title)))
    record.where = where
    record.notes[:0] = notes
    if dates:
        _compare_with_frame(record, meetings)
        set_meetings(record, meetings)
    elif cells["times"]:
        mark_as_derived(record, "sessions", "sessions_count", "pauses")
    _read_own_places(record, kurs, teachers)
    _read_seats(record, kurs)
    read_rest(record, cells["target_group"], cells["description"])
    return record


def _single_dates(kurs: Element) -> tuple[list[SingleDate], list[str]]:
    """The meetings with a day, a beginning and an end, and a note for each that lacks one."""
    dates, notes = [], []
    for termin in kurs.iterfind("termine/termin"):
        words = text_of(termin, "tag")
        day = german.parse_date(words)
        begins, ends = _clock(text_of(termin, "zeitvon")), _clock(text_of(termin, "zeitbis"))
        if day is None or not begins or not ends or not _EARLIEST <= begins < ends <= _LATEST:
            span = f"{text_of(termin, 'zeitvon')[:20]}-{text_of(termin, 'zeitbis')[:20]}"
            notes.append(f"Der Termin „{words[:20]} {span}“ wurde nicht übernommen, Tag oder Uhrzeit stimmen nicht.")
        else:
            dates.append(SingleDate(day, begins, ends))
    return sorted(set(dates)), notes


def _clock(text: str) -> str:
    """ "HH:MM" of "8:30", "08.30" or "08:30:00"; empty for anything else."""
    match = re.match(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?(?:\s*Uhr)?$", text)
    clock = f"{int(match[1]):02}:{match[2]}" if match else ""
    return clock if CLOCK.fullmatch(clock) else ""


def _compare_with_frame(record: OfferRecord, meetings: Meetings) -> None:
    """Notes where the single meetings, which win, say something else than the frame of the course."""
    stated, count = record.values.get("sessions_count"), meetings.sessions_count
    if isinstance(stated, int) and stated != count:
        record.notes.append(f"Als Dauer stehen {stated} Termine in der Datei, aufgeführt sind {count}.")
    for name, words, day in (("start_on", "Beginn", meetings.start_on), ("end_on", "Ende", meetings.end_on)):
        stated_day = record.values.get(name)
        if isinstance(stated_day, date) and day and stated_day != day:
            record.notes.append(
                f"Als {words} steht der {stated_day:%d.%m.%Y}, nach den Terminen ist es {day:%d.%m.%Y}."
            )


def _departments(kurs: Element) -> str:
    paths = (each.text or "" for each in kurs.iterfind("kategorien/kategorie/bezeichnungstruktur"))
    return " / ".join(dict.fromkeys(filter(None, (text_of(kurs, "fachbtext"), *paths))))[:_LONGEST_CELL]


def _street(place: Element, prefix: str = "") -> str:
    parts = (text_of(place, f"{prefix}{name}") for name in ("ortstr", "ortgebaeude", "ortraumname"))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _format_words(kurs: Element) -> str:
    """What the names of the places say; a town or street next to "online" in the title changes nothing."""
    words = fold(" ".join(text_of(kurs, name) for name in _PLACE_WORDS))
    if not words:
        return ""
    if not _ONLINE.search(words):
        return "" if _ONLINE.search(fold(text_of(kurs, "haupttitel") + text_of(kurs, "titellang"))) else "Präsenz"
    return "hybrid" if re.search(r"hybrid|praesenz", words) else "online"


def _price(kurs: Element) -> str:
    price = text_of(kurs, "gebnorm")
    extra = text_of(kurs, "gebuehrergaenztext")
    # "0,00" and a sentence about what it costs: the sentence is right.
    return "" if german.parse_price(price).kind is PriceKind.FREE and extra else price


def _price_note(kurs: Element) -> str:
    reduced = german.parse_price(text_of(kurs, "geberm")).cents
    notes = [f"ermäßigt {reduced / 100:.2f} €".replace(".", ",")] if reduced else []
    return "; ".join(filter(None, (*notes, text_of(kurs, "gebuehrergaenztext"))))


def _registration_note(kurs: Element) -> str:
    return "Anmeldung nur telefonisch oder persönlich." if _flag(kurs, "keinewebanmeldung") else ""


def _flag(kurs: Element, name: str) -> bool | None:
    """W (wahr) or F (falsch); an empty element says nothing."""
    word = text_of(kurs, name).casefold()
    return True if word == "w" else False if word == "f" else german.parse_yes_no(word)


def _positive(number: str) -> str:
    """Programs write 0 where nobody filled in a number."""
    return "" if german.parse_number(number) == 0 else number


def _read_seats(record: OfferRecord, kurs: Element) -> None:
    total, taken = record.values.get("seats_total"), german.parse_number(text_of(kurs, "tnanmeldungen"))
    free = max(0, total - taken) if isinstance(total, int) and taken is not None else None
    record.set("seats_free", free)
    record.set("status", _status(kurs, free))


def _status(kurs: Element, free: int | None) -> SeatStatus:
    waiting = german.parse_number(text_of(kurs, "tnwarteliste")) or 0
    if _flag(kurs, "ausfall"):
        return SeatStatus.CANCELLED
    if waiting:
        return SeatStatus.WAITLIST
    if free is None:
        # That one can register on the web says that there are seats; that one cannot says nothing.
        return SeatStatus.OPEN if _flag(kurs, "keinewebanmeldung") is False else SeatStatus.UNKNOWN
    if free == 0:
        return SeatStatus.FULL
    return SeatStatus.FEW if free <= _FEW_SEATS else SeatStatus.OPEN


def _read_own_places(record: OfferRecord, kurs: Element, teachers: Persons) -> None:
    """Says which meetings are somewhere else than the course, and makes a course hybrid that is online on some days."""
    main = fold(f"{_street(kurs)} {text_of(kurs, 'ortplz')}")
    elsewhere: dict[str, list[str]] = {}
    online_count, count = 0, 0
    for termin in kurs.iterfind("termine/termin"):
        count += 1
        prefix = "termin_"
        street, town = _street(termin, prefix), text_of(termin, f"{prefix}ortname")
        postcode = text_of(termin, f"{prefix}ortplz")
        is_online = _ONLINE.search(fold(f"{street} {town}")) is not None
        online_count += is_online
        if street and fold(f"{street} {postcode or text_of(kurs, 'ortplz')}") != main:
            day = german.parse_date(text_of(termin, "tag"))
            where = ", ".join(filter(None, (street, f"{postcode} {town}".strip())))
            elsewhere.setdefault(where, []).append(f"{day:%d.%m.%Y}" if day else "?")
    if elsewhere:
        parts = [f"{', '.join(days[:3])}{' …' if days[3:] else ''}: {where}" for where, days in elsewhere.items()]
        note = german.plain_text(teachers.erase("Andere Orte: " + "; ".join(parts[:_PLACES_NAMED])))
        record.set("schedule_note", "\n".join(filter(None, (str(record.values.get("schedule_note") or ""), note))))
    if online_count and record.values.get("format") is not Format.ONLINE:
        record.set("format", Format.ONLINE if online_count == count else Format.HYBRID)
        if online_count == count:
            record.set("place", None)
