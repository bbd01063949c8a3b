"""Times of the day in her words: "until 1" is 13:00, "halb neun" is 08:30, "8-12" is from and until."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from components.normalisation import Word
from components.reader_words import ReaderWords, is_glued


@dataclass(frozen=True, slots=True)
class TimeReading:
    """A time that was read, between the words `first` and `last` (exclusive)."""

    entity: str
    value: str
    first: int
    last: int
    certainty: str
    """`said` with a word for from or until, `word` when the number is a bare word, `range` between two times, `bare`
    when only the time is there, `loose` when it is a mere number. With `+12` it is the same hour in the evening."""


@dataclass(frozen=True, slots=True)
class _Hour:
    hour: int
    minute: int
    first: int
    last: int
    marked: bool
    half_of_day: str = ""
    is_exact: bool = False
    in_digits: bool = True


class Clock:
    """Reads times with the words of all languages."""

    def __init__(self, reader_words: ReaderWords) -> None:
        self._words = reader_words

    def read(self, words: Sequence[Word]) -> list[TimeReading]:
        """All times in the words of a message, several for the same words where others must decide: a bare time is both
        from and until, "from seven" is in the morning or in the evening."""
        texts = [word.text for word in words]
        hours = self._hours(words, texts)
        if not hours:
            return []
        spans = {
            section: self._words.spans(section, texts)
            for section in ("until", "until_after", "from", "from_after", "range", "pm", "and")
        }
        before = {section: {last: first for first, last in spans[section].items()} for section in ("until", "from")}
        found: list[TimeReading] = []
        used: set[int] = set()
        for start, hour in sorted(hours.items()):
            if start in used:
                continue
            until_first, from_first = before["until"].get(hour.first), before["from"].get(hour.first)
            until_last, from_last = spans["until_after"].get(hour.last), spans["from_after"].get(hour.last)
            follower = self._range_end(words, hour, hours, spans)
            is_said = from_first is not None or from_last is not None
            if follower is not None and not (until_first is not None and from_first is None):
                end_last = spans["until_after"].get(follower.last, follower.last)
                if (
                    is_said
                    or hour.marked
                    or follower.marked
                    or follower.last in spans["until_after"]
                    or self._is_plausible(hour, follower)
                ):
                    certainty = "said" if is_said else "range"
                    begin, end = _clock_range(hour, follower)
                    found.append(TimeReading("time_from", begin, _lowest(from_first, hour.first), hour.last, certainty))
                    found.append(TimeReading("time_until", end, follower.first, end_last, certainty))
                    used.update(range(hour.first, follower.last))
                    continue
            certainty = "said" if hour.in_digits or hour.marked else "word"
            if until_last is not None or (until_first is not None and from_last is None):
                first = _lowest(until_first, hour.first)
                found.append(TimeReading("time_until", _until(hour), first, until_last or hour.last, certainty))
            elif is_said:
                first = _lowest(from_first, hour.first)
                found.append(TimeReading("time_from", _from(hour), first, from_last or hour.last, certainty))
            elif hour.marked:
                found.append(TimeReading("time_from", _from(hour), hour.first, hour.last, "bare"))
                found.append(TimeReading("time_until", _until(hour), hour.first, hour.last, "bare"))
            elif 0 < hour.hour <= 22:
                found.append(TimeReading("time_from", _from(hour), hour.first, hour.last, "loose"))
                found.append(TimeReading("time_until", _until(hour), hour.first, hour.last, "loose"))
                continue
            used.update(range(hour.first, hour.last))
        settled = {hour.first for hour in hours.values() if hour.is_exact or hour.half_of_day}
        open_ones = [each for each in found if settled.isdisjoint(range(each.first, each.last))]
        return [*found, *(later for reading in open_ones for later in _in_the_evening(reading))]

    def _range_end(
        self, words: Sequence[Word], hour: _Hour, hours: dict[int, _Hour], spans: dict[str, dict[int, int]]
    ) -> _Hour | None:
        """The second time of a range that begins with `hour`."""
        place = spans["from_after"].get(hour.last, hour.last)
        if place < len(words) and words[place].gap == "-" and place in hours:
            return hours[place]
        for section in ("range", "until"):
            next_place = spans[section].get(place)
            if next_place is not None and next_place in hours:
                return hours[next_place]
        if place != hour.last and place in hours:
            return hours[place]
        return None

    @staticmethod
    def _is_plausible(begin: _Hour, end: _Hour) -> bool:
        """ "9-12" alone is a time of the day when the hours are such as a course has."""
        return 6 <= begin.hour <= 20 and (end.hour > begin.hour or end.hour <= 6)

    def _hours(self, words: Sequence[Word], texts: Sequence[str]) -> dict[int, _Hour]:
        """First word → time of the day, with everything that belongs to it."""
        numbers = self._words.numbers(words)
        if not numbers:
            return {}
        names = ("oclock", "half_to", "half_past", "quarter_past", "quarter_to", "am", "pm", "year", "month", "week")
        spans = {name: self._words.spans(name, texts) for name in names}
        before = {name: {last: first for first, last in spans[name].items()} for name in names}
        found: dict[int, _Hour] = {}
        for place, number in numbers.items():
            if number.value != int(number.value) or not 0 <= number.value <= 24:
                continue
            hour, minute, first, last = int(number.value), 0, place, number.last
            marked, is_exact = False, False
            if is_glued(words, last, ":.-") and _is_minute(texts[last], strict=words[last].gap == "-"):
                minute, last, marked, is_exact = (
                    int(texts[last]),
                    last + 1,
                    True,
                    number.digits.startswith("0") or hour > 12,
                )
            if any(last in spans[unit] for unit in ("year", "month", "week")) and last not in spans["oclock"]:
                continue
            if last in spans["oclock"]:
                last, marked = spans["oclock"][last], True
                if last < len(texts) and not minute and _is_minute(texts[last], strict=True) and words[last].gap == "":
                    minute, last = int(texts[last]), last + 1
            for name, shift in (("half_past", 30), ("quarter_past", 15), ("quarter_to", -15)):
                if last in spans[name]:
                    minute, last, marked = minute + shift, spans[name][last], True
                    break
            else:
                for name, shift in (("half_to", -30), ("half_past", 30), ("quarter_past", 15), ("quarter_to", -15)):
                    if first in before[name]:
                        minute, first, marked = minute + shift, before[name][first], True
                        break
            if last in spans["oclock"]:
                last, marked = spans["oclock"][last], True
            if first in before["oclock"]:
                first, marked = before["oclock"][first], True
            half_of_day = ""
            for name in ("am", "pm"):
                if last in spans[name]:
                    half_of_day, last, marked = name, spans[name][last], True
                elif first in before[name]:
                    half_of_day = name
            total = hour * 60 + minute
            if not number.in_digits and not marked and hour < 2:
                marked = False
            found[first] = _Hour(
                total // 60 % 24, total % 60, first, last, marked, half_of_day, is_exact, number.in_digits
            )
        return found


def _in_the_evening(reading: TimeReading) -> Iterator[TimeReading]:
    """The other hour that may be meant, when the one read is before noon."""
    hour, minute = map(int, reading.value.split(":"))
    if 5 <= hour < 12:
        yield replace(reading, value=_spell(hour + 12, minute), certainty=f"{reading.certainty}+12")


def _is_minute(text: str, *, strict: bool) -> bool:
    if not (text.isdecimal() and len(text) == 2 and int(text) < 60):
        return False
    return not strict or text in ("00", "15", "30", "45", "20", "40", "10", "50")


def _lowest(place: int | None, other: int) -> int:
    return other if place is None else min(place, other)


def _spell(hour: int, minute: int) -> str:
    return f"{hour % 24:02d}:{minute:02d}"


def _until(hour: _Hour) -> str:
    """Kita, school and courses end between 11 and 18 o'clock: small numbers are afternoon hours."""
    return _spell(_of_day(hour, last_of_afternoon=6), hour.minute)


def _from(hour: _Hour) -> str:
    return _spell(_of_day(hour, last_of_afternoon=6), hour.minute)


def _of_day(hour: _Hour, *, last_of_afternoon: int) -> int:
    if hour.is_exact or hour.hour > 12:
        return hour.hour
    if hour.half_of_day == "am":
        return hour.hour
    if hour.half_of_day == "pm":
        return hour.hour + 12 if hour.hour < 12 else 12
    return hour.hour + 12 if hour.hour <= last_of_afternoon else hour.hour  # "halb eins" is 0:30 here, 12:30 in life


def _clock_range(begin: _Hour, end: _Hour) -> tuple[str, str]:
    """Both ends; the end is later than the beginning."""
    first, last = _of_day(begin, last_of_afternoon=6), _of_day(end, last_of_afternoon=6)
    if (
        end.half_of_day == "pm"
        and not begin.half_of_day
        and begin.hour < 12
        and begin.hour + 12 < last
        and begin.hour < 8
    ):
        first = begin.hour + 12
    if (last, end.minute) <= (first, begin.minute) and last + 12 <= 24 and not end.is_exact:
        last += 12
    return _spell(first, begin.minute), _spell(last, end.minute)
