"""Reads weekdays and clock times as providers write them: "Mo-Fr 8:30-11:45 Uhr", "montags von 18 bis 20:15"."""

import re
from dataclasses import dataclass

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
    | (?<!\d)(?P<count>\d{{1,3}})\s?x\b
    | \b(?P<day>{"|".join(sorted(_DAYS_BY_WORD, key=len, reverse=True))})\b\.?
    | (?P<range>-|\bbis\b)
    | (?P<other>[^\W\d_]+)
    """,
    re.VERBOSE,
)
_IRREGULAR = re.compile(
    r"14[\s-]*t(?:ä|ae)gig|zweiw(?:ö|oe)chentlich|alle zwei wochen|im monat|monatlich"
    r"|vereinbarung|individuell|nach absprache"
)
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

    Times without a day give no session, nor do dates ("1.3.-30.6.") and open ends ("ab 18 Uhr").
    """
    text = re.sub(r"[‐-―−]", "-", text.casefold())
    is_weekly = _IRREGULAR.search(text) is None
    sessions: set[Session] = set()
    days: list[Weekday] = []
    sessions_count: int | None = None
    is_group_done, last_kind, opens_range = False, None, False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "day":
            if is_group_done:
                days, is_group_done = [], False
            word_days = _DAYS_BY_WORD[token["day"]]
            days += _days_between(days[-1], word_days[0]) if opens_range and days else word_days
        elif kind == "time":
            times = _times(token)
            if times:
                sessions.update(Session(day, *times) for day in days)
                is_group_done = True
        elif kind == "count":
            sessions_count = int(token["count"])
        opens_range = kind == "range" and last_kind == "day"
        last_kind = kind
    ordered = sorted(sessions, key=lambda slot: (_WEEKDAYS.index(slot.weekday), slot.time_from))
    return WeeklyTimes(tuple(ordered) if is_weekly else (), is_weekly, _pauses(text), sessions_count)


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
