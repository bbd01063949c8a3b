"""Times of the day and ages of children, with a small lexicon of several languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.ages import Ages
from components.clock import Clock
from components.lexicon import EntityLexicon
from components.normalisation import words
from components.reader_words import ReaderWords

READER_WORDS = ReaderWords(
    EntityLexicon(
        reader_words={
            "until": ["bis", "до", "حتى", "تا", "until", "pana la"],
            "until_after": ["e kadar", "ye kadar", "kadar"],
            "from": ["ab", "von", "from", "с"],
            "from_after": ["den", "den itibaren", "den sonra"],
            "range": ["bis", "to"],
            "oclock": ["uhr", "saat", "الساعه"],
            "half_to": ["halb"],
            "half_past": ["half past", "bucuk", "ونص"],
            "quarter_past": ["viertel nach"],
            "quarter_to": ["viertel vor"],
            "am": ["am", "morgens"],
            "pm": ["pm", "abends"],
            "year": ["jahr*", "year*", "yas*", "سنوات"],
            "month": ["monat*", "month*", "aylik", "اشهر"],
            "half_year": ["halbes jahr"],
            "and_a_half": ["einhalb", "ونص", "and a half", "bucuk"],
            "and": ["und", "and", "و"],
            "old": ["alt", "old"],
        },
        numbers={"1": ["eins", "one"], "2": ["zwei", "two"], "9": ["neun"], "12": ["zwolf"], "2.5": ["zweieinhalb"]},
    )
)


def readings_of(message: str):
    return Clock(READER_WORDS).read(READER_WORDS.split(words(message)))


def times_in(message: str) -> set[tuple[str, str]]:
    """The times read with some certainty, without those offered for others to decide."""
    return {
        (reading.entity, reading.value)
        for reading in readings_of(message)
        if reading.certainty in ("said", "word", "range")
    }


@pytest.mark.parametrize("message", ["ab 7", "from 7"])
def test_an_hour_before_noon_is_offered_in_the_evening_too(message):
    assert {"07:00", "19:00"} <= {each.value for each in readings_of(message) if each.entity == "time_from"}


@pytest.mark.parametrize("message", ["ab 07:00", "ab 7 uhr morgens", "ab 19 uhr"])
def test_an_hour_that_is_clear_is_not_offered_twice(message):
    assert len({each.value for each in readings_of(message)}) == 1


def test_a_mere_number_is_offered_as_a_time():
    assert {each.certainty for each in readings_of("ich bringe ihn um 8")} == {"loose", "loose+12"}


def ages_in(message: str) -> list[str]:
    readings = Ages(READER_WORDS).read(READER_WORDS.split(words(message)))
    return sorted(reading.value for reading in readings if not reading.certainty.startswith("bare"))


@pytest.mark.parametrize(
    ("message", "times"),
    [
        ("bis 13 uhr", {("time_until", "13:00")}),
        ("until 1", {("time_until", "13:00")}),
        ("until 1 pm", {("time_until", "13:00")}),
        ("bis halb eins", {("time_until", "12:30")}),
        ("ab halb neun", {("time_from", "08:30")}),
        ("bis viertel nach zwölf", {("time_until", "12:15")}),
        ("bis 11.45", {("time_until", "11:45")}),
        ("ab 20:30", {("time_from", "20:30")}),
        ("ab 16uhr", {("time_from", "16:00")}),
        ("from 8 to 12", {("time_from", "08:00"), ("time_until", "12:00")}),
        ("8-12", {("time_from", "08:00"), ("time_until", "12:00")}),
        ("8:30–12:15", {("time_from", "08:30"), ("time_until", "12:15")}),
        ("saat 1'e kadar", {("time_until", "13:00")}),
        ("9'den 12'ye kadar", {("time_from", "09:00"), ("time_until", "12:00")}),
        ("حتى الساعة ١", {("time_until", "13:00")}),
        ("تا ۱۲", {("time_until", "12:00")}),
        ("до 13:00", {("time_until", "13:00")}),
        ("până la 2", {("time_until", "14:00")}),
        ("von 9 bis 2", {("time_from", "09:00"), ("time_until", "14:00")}),
        ("seit 3 jahren", set()),
        ("B1", set()),
    ],
)
def test_times_are_read_in_many_ways(message, times):
    assert times_in(message) == times


@pytest.mark.parametrize(
    ("message", "ages"),
    [
        ("mein sohn ist 2 jahre alt", ["2"]),
        ("18 months", ["1.5"]),
        ("6-aylık", ["0.5"]),
        ("7 monate", ["0.58"]),
        ("1,5 jahre", ["1.5"]),
        ("two and a half years", ["2.5"]),
        ("zweieinhalb jahre", ["2.5"]),
        ("3 und 5 jahre", ["3", "5"]),
        ("٩ اشهر", ["0.75"]),
        ("halbes jahr", ["0.5"]),
        ("vor 35 jahren", []),
        ("bis 13:30", []),
    ],
)
def test_ages_are_years(message, ages):
    assert ages_in(message) == ages


@given(st.text(alphabet="0123456789:.- bisuhrabjahreund٣۳", max_size=40))
def test_any_mixture_of_numbers_is_read_without_error(message):
    found = READER_WORDS.split(words(message))

    for time in Clock(READER_WORDS).read(found):
        assert 0 <= int(time.value[:2]) < 24 and 0 <= int(time.value[3:]) < 60
    for age in Ages(READER_WORDS).read(found):
        assert 0 < float(age.value) <= 18 or age.value == "0"
