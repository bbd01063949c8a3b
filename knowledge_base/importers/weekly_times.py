"""Reads weekdays and clock times as providers write them: "Mo-Fr 8:30-11:45 Uhr", "montags von 18 bis 20:15"."""

import re
from dataclasses import dataclass, field

from knowledge_base.models import Pauses
from knowledge_base.results import Session
from knowledge_base.vocabulary import Weekday

_WEEKDAYS = list(Weekday)
_DAY_WORDS = {
    Weekday.MON: ("mo", "montag", "montags", "mon", "monday"),
    Weekday.TUE: ("di", "dienstag", "dienstags", "tue", "tuesday"),
    Weekday.WED: ("mi", "mittwoch", "mittwochs", "wed", "wednesday"),
    Weekday.THU: ("do", "donnerstag", "donnerstags", "thu", "thursday"),
    Weekday.FRI: ("fr", "freitag", "freitags", "fri", "friday"),
    Weekday.SAT: ("sa", "samstag", "samstags", "sat", "saturday"),
    Weekday.SUN: ("so", "sonntag", "sonntags", "sun", "sunday"),
}
_DAYS_BY_WORD = {word: (day,) for day, words in _DAY_WORDS.items() for word in words} | {
    "werktags": tuple(_WEEKDAYS[:5]),
    "täglich": tuple(_WEEKDAYS[:5]),
    "taeglich": tuple(_WEEKDAYS[:5]),
    "wochenende": (Weekday.SAT, Weekday.SUN),
    "weekend": (Weekday.SAT, Weekday.SUN),
}
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_TOKEN = re.compile(
    rf"""
      (?P<date>\d{{4}}-\d{{2}}-\d{{2}} | \b\d{{1,2}}\.\s?\d{{1,2}}\.(?:\d{{4}}|\d{{2}})?)
    | (?P<time>(?<!\d)(?<!\d[.,]){_CLOCK}\s*(?:uhr|h\b)?\s*(?:-|bis)\s*{_CLOCK}(?![:.,]?\d)(?:\s*(?:uhr|h\b))?)
    | (?P<open>(?<!\d)(?<!\d[.,])\d{{1,2}}(?:[:.]\d{{2}})?\s*uhr\b)
    | (?<!\d)(?P<count>\d{{1,3}})\s?x\b
    | \b(?P<day>{"|".join(sorted(_DAYS_BY_WORD, key=len, reverse=True))})(?:(?:vormittag|nachmittag|abend)s?)?\b\.?
    | (?P<range>-|\bbis\b)
    | (?P<other>[^\W\d_]+)
    """,
    re.VERBOSE,
)
_IRREGULAR = re.compile(
    r"14[\s-]*t(?:ä|ae)gig|zweiw(?:ö|oe)chentlich|alle (?:zwei|2) wochen|alle 14 tage|jede (?:zweite|2\.) woche"
    r"|gerade\w* (?:kalender)?woche|(?:im|pro) monat|monatlich|vereinbarung|nach absprache"
    # "Individual support" says nothing about the hours, "individual hours" does.
    r"|individuell(?!\w*\s+(?:f(?:ö|oe)rder|betreu|berat|begleit|unterst|coach|lern))"
)
_OTHER_HOURS = re.compile(
    r"sprechzeit|sprechstunde|b(?:ü|ue)rozeit|(?:ö|oe)ffnungszeit|erreichbar|servicezeit|telefonzeit|anmeldezeit"
    r"|info(?:rmations)?(?:veranstaltung|abend|termin)|einstufung|(?<!kurs)beratung\w*:|betreuungszeit"
    r"|kinderbetreuung|kinder werden|(?:hotline|telefon|tel\.)"
)
_ONLY_HOURS = re.compile(r"(?:[\W\d]|\b(?:uhr|und|u|von|bis|h|s|vormittags?|nachmittags?|abends?)\b)*")
_SO_OF_A_SENTENCE = re.compile(
    r"\bSo\b(?!\.?\s*(?:[\d\-‐-―+/,;:&(]|$|bis\b|und\b|von\b|u\.|Mo|Di|Mi|Do|Fr|Sa))"
    r"|(?<![-‐-―/+,&] )(?<![-‐-―/+,&])(?<!und )(?<!bis )(?<!u\. )\bso\b(?=\s+[a-zäöü])"
)
_MRS = re.compile(r"\bFr\.\s+(?=[A-ZÄÖÜ][a-zäöüß-]+)(?!(?:Mo|Di|Mi|Do|Sa|So)\w{0,9}\b|Von\b|Uhr\b)")
_PAUSES = re.compile(r"(?:nicht|kein\w*|außer|ausser|ohne)\b[^.;]{0,30}ferien|ferien\s+(?:frei|kursfrei|pause)")
_NO_PAUSES = re.compile(r"auch\b[^.;]{0,20}ferien|ferien durchgehend")
_EARLIEST_BARE_HOUR = 6


@dataclass(frozen=True, slots=True)
class WeeklyTimes:
    """What a text says about weekly meetings."""

    sessions: tuple[Session, ...]
    """By weekday and time; empty when there are none or their days are not known."""
    is_weekly: bool
    """False when the text says that meetings are every second week, monthly or by agreement."""
    pauses: Pauses | None
    sessions_count: int | None


def parse_weekly_times(text: str) -> WeeklyTimes:
    """The weekly meetings in a German or English text; what is not understood is left out, never guessed.

    Days come before their times, or after them where the text begins with a time. Times without a day give no session,
    nor do dates ("1.3.-30.6.") and open ends ("ab 18 Uhr").
    """
    text = _MRS.sub("", _SO_OF_A_SENTENCE.sub("", text))
    text = re.sub(r"[‐-―−]", "-", text.casefold())
    is_weekly = _IRREGULAR.search(text) is None
    groups, sessions_count = _groups(text)
    # Half of the times would make a course fit a week that it does not fit.
    is_clear = not any(group.is_open for group in groups)
    sessions = {Session(day, *times) for group in groups for day in group.days for times in group.times if is_clear}
    ordered = sorted(sessions, key=lambda slot: (_WEEKDAYS.index(slot.weekday), slot.time_from))
    return WeeklyTimes(tuple(ordered) if is_weekly else (), is_weekly, _pauses(text), sessions_count)


def course_hours(text: str) -> str:
    """The lines of a longer text that may tell when a course meets, without office hours and hours of care."""
    lines, is_other = [], False
    for line in text.splitlines():
        folded = line.casefold()
        if _OTHER_HOURS.search(folded):
            # Hours below such a heading belong to it, until a line says something else.
            is_other = True
            continue
        is_other = is_other and _ONLY_HOURS.fullmatch(_without_days(folded)) is not None
        if not is_other:
            lines.append(line)
    return "\n".join(lines)


def _without_days(line: str) -> str:
    return _TOKEN.sub(lambda token: " " if token.lastgroup in ("day", "time", "date", "range") else token[0], line)


@dataclass(slots=True)
class _Group:
    """Days and the times that belong to them."""

    days: list[Weekday] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    is_open: bool = False
    """It has days whose times are not known from beginning to end."""


def _groups(text: str) -> tuple[list[_Group], int | None]:
    """What belongs together, and how many meetings there are."""
    groups, sessions_count = [_Group()], None
    last_kind, opens_range, days_come_last = None, False, None
    for token in _TOKEN.finditer(text):
        kind, group = token.lastgroup, groups[-1]
        if kind == "day":
            days_come_last = days_come_last or False
            if group.times and not days_come_last:
                groups.append(group := _Group())
            word_days = _DAYS_BY_WORD[token["day"]]
            group.days += _days_between(group.days[-1], word_days[0]) if opens_range and group.days else word_days
        elif kind == "time" and (times := _times(token)):
            days_come_last = days_come_last is None or days_come_last
            if group.days and days_come_last:
                groups.append(group := _Group())
            group.times.append(times)
        elif kind == "open" and group.days and not group.times:
            group.is_open = True
        elif kind == "count":
            sessions_count = int(token["count"])
        opens_range = kind == "range" and last_kind == "day"
        last_kind = kind
    if days_come_last:
        groups[-1].is_open = not groups[-1].days and len(groups) > 1
    return groups, sessions_count


def _days_between(first: Weekday, last: Weekday) -> list[Weekday]:
    """The days after `first` up to `last`, over the weekend if need be."""
    start, steps = _WEEKDAYS.index(first), (_WEEKDAYS.index(last) - _WEEKDAYS.index(first)) % 7
    return [_WEEKDAYS[(start + step) % 7] for step in range(1, steps + 1)]


def _times(token: re.Match[str]) -> tuple[str, str] | None:
    hour, minute, end_hour, end_minute = re.findall(_CLOCK, token["time"])[0] + re.findall(_CLOCK, token["time"])[1]
    is_bare = not (minute or end_minute or "uhr" in token["time"])
    if is_bare and int(hour) < _EARLIEST_BARE_HOUR:
        # "3-6" is an age or a count, not a time of night.
        return None
    begins, ends = f"{int(hour):02}:{minute or '00'}", f"{int(end_hour):02}:{end_minute or '00'}"
    return (begins, ends) if begins < ends <= "23:59" and minute < "60" and end_minute < "60" else None


def _pauses(text: str) -> Pauses | None:
    if _NO_PAUSES.search(text):
        return Pauses.NONE
    return Pauses.SCHOOL_HOLIDAYS if _PAUSES.search(text) else None
