"""Ages of children in years: "18 months" is 1.5, "3 and 5 years" are two."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.normalisation import Word
from components.reader_words import ReaderWords, is_glued

OLDEST = 18
"""Nobody older than this is a child in these messages."""

NEAR_CHILD = 4
"""Words between "my son" and his age, at most."""

NEAR_OTHER = 2

_PER_YEAR = {"year": 1, "month": 12, "week": 52}


@dataclass(frozen=True, slots=True)
class AgeReading:
    """An age that was read, between the words `first` and `last` (exclusive)."""

    value: str
    first: int
    last: int
    certainty: str
    """What speaks for an age: `year`, `month`, `week`, `old` or `half` by the word that is there, `shared` when the
    unit stands after a later number, `bare` without; `+child` and `-other` for what stands near."""


def spell_age(years: float) -> str:
    """Years as the canonical text: "2", "1.5", "0.58"."""
    return f"{years:.2f}".rstrip("0").rstrip(".")


class Ages:
    """Reads ages with the words of all languages."""

    def __init__(self, reader_words: ReaderWords) -> None:
        self._words = reader_words

    def read(self, words: Sequence[Word]) -> list[AgeReading]:
        """All ages in the words of a message; whether a bare number is an age is for others to decide."""
        texts = [word.text for word in words]
        numbers = self._words.numbers(words)
        spans = {
            name: self._words.spans(name, texts)
            for name in ("year", "month", "week", "and_a_half", "half_year", "and", "old", "oclock")
        }
        old_before = {last: first for first, last in spans["old"].items()}
        found = [AgeReading("0.5", first, last, "half") for first, last in spans["half_year"].items()]
        bare: dict[int, tuple[float, int]] = {}
        units: dict[int, tuple[str, int]] = {}
        for place, number in sorted(numbers.items()):
            value, last = number.value, number.last
            if place and is_glued(words, place, ",.:/") and texts[place - 1].isdecimal():
                continue
            if number.in_digits and is_glued(words, last, ",.") and texts[last] in ("5", "25", "75", "50"):
                value, last = float(f"{number.digits}.{texts[last]}"), last + 1
            if is_glued(words, last, ":"):
                continue
            if last in spans["and_a_half"]:
                value, last = value + 0.5, spans["and_a_half"][last]
            for unit, per_year in _PER_YEAR.items():
                if last in spans[unit]:
                    end = spans[unit][last]
                    if unit == "year" and end in spans["and_a_half"]:
                        value, end = value + 0.5, spans["and_a_half"][end]
                    end = spans["old"].get(end, end)
                    if value / per_year <= OLDEST:
                        first = old_before.get(place, place)
                        found.append(AgeReading(spell_age(value / per_year), first, end, unit))
                        units[place] = (unit, end)
                    break
            else:
                if 0 < value <= OLDEST and last not in spans["oclock"]:
                    bare[place] = (value, last)
        for place, (value, last) in sorted(bare.items(), reverse=True):
            after = spans["and"].get(last, last)
            if after in units:
                unit, end = units[after]
                units[place] = (unit, last)
                found.append(AgeReading(spell_age(value / _PER_YEAR[unit]), place, last, "shared"))
            elif last in spans["old"]:
                found.append(AgeReading(spell_age(value), place, spans["old"][last], "old"))
            elif place in old_before:
                found.append(AgeReading(spell_age(value), old_before[place], last, "old"))
            else:
                found.append(AgeReading(spell_age(value), place, last, "bare"))
        return [self._with_surroundings(reading, texts) for reading in found]

    def _with_surroundings(self, reading: AgeReading, texts: Sequence[str]) -> AgeReading:
        """Notes whether a word for a child, or one for years of work or waiting, stands near."""
        certainty = reading.certainty
        for section, sign, distance in (("child", "+child", NEAR_CHILD), ("not_age", "-other", NEAR_OTHER)):
            near = range(max(0, reading.first - distance), min(len(texts), reading.last + distance))
            window = [texts[place] for place in near]
            if self._words.spans(section, window):
                certainty += sign
        return AgeReading(reading.value, reading.first, reading.last, certainty)
