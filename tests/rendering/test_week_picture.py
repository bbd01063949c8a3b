"""The picture of her week: every colour where it belongs, in every language, and nothing that cannot be drawn."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from bot.dialogue.replies import ShowWeek
from bot.rendering import week_picture as wp
from bot.rendering.language import Language, load_languages
from bot.rendering.message import Direction
from bot.rendering.pictograms import Colour
from bot.rendering.week_picture import Grid, grid_of, week_picture
from knowledge_base.results import Session
from knowledge_base.vocabulary import Childcare, Format, Weekday
from tests.dialogue.examples import offer

LANGUAGES = load_languages()
MONDAY, FRIDAY, SATURDAY = 0, 4, 5
MORNINGS = ShowWeek(offer(1, childcare=Childcare.NONE), 30, "07:30", "13:00")
"""Monday to Thursday 08:30 to 11:45."""

everywhere = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)


class Seen:
    """A picture as eyes see it: what colour is at this time of this day?"""

    def __init__(self, language: Language, week: ShowWeek) -> None:
        self.grid: Grid = grid_of(week, language.direction)
        self.image = Image.open(BytesIO(week_picture(language, week))).convert("RGB")

    def at(self, day: int, clock: str, *, across: float = 0.15) -> Colour:
        """The known colour that is nearest; `across` is the part of the column from its left edge."""
        x = self.grid.column(day) + across * self.grid.day_width
        y = self.grid.row(int(clock[:2]) * 60 + int(clock[3:]))
        return nearest(self.image.getpixel((round(x), round(y))))


def nearest(pixel: object) -> Colour:
    assert isinstance(pixel, tuple)
    known = (wp.PAPER, wp.INK, wp.WEEKEND, wp.NOON, wp.KITA, wp.COURSE, wp.WAY, wp.WAY_STRIPES)
    return min(known, key=lambda colour: sum((a - b) ** 2 for a, b in zip(colour, pixel, strict=True)))


def test_letters_that_join_can_be_drawn() -> None:
    assert features.check("raqm"), "Pillow's own packages bring raqm along: install Pillow from one of them."


@everywhere
def test_course_kita_and_way_are_where_they_belong(language: Language) -> None:
    seen = Seen(language, MORNINGS)

    assert seen.at(MONDAY, "10:40") == wp.COURSE
    assert seen.at(MONDAY, "10:40", across=0.06) == wp.KITA
    assert seen.at(MONDAY, "08:15", across=0.3) in (wp.WAY, wp.WAY_STRIPES)
    assert seen.at(MONDAY, "12:00", across=0.3) in (wp.WAY, wp.WAY_STRIPES)
    assert seen.at(FRIDAY, "08:45") == wp.KITA
    assert seen.at(FRIDAY, "13:30") == wp.PAPER


def test_right_to_left_monday_is_on_the_right() -> None:
    assert Seen(LANGUAGES["ar"], MORNINGS).grid.column(MONDAY) > Seen(LANGUAGES["ar"], MORNINGS).grid.column(FRIDAY)
    assert Seen(LANGUAGES["uk"], MORNINGS).grid.column(MONDAY) < Seen(LANGUAGES["uk"], MORNINGS).grid.column(FRIDAY)


def test_without_hours_of_her_children_there_is_no_kita() -> None:
    seen = Seen(LANGUAGES["de"], ShowWeek(offer(1), 30))

    assert seen.at(MONDAY, "10:40") == wp.COURSE
    assert seen.at(FRIDAY, "10:40") == wp.PAPER


def test_kita_without_a_stated_begin_reaches_up_to_the_edge() -> None:
    seen = Seen(LANGUAGES["de"], ShowWeek(offer(1), 30, None, "13:00"))

    assert seen.at(FRIDAY, "07:02") == wp.KITA


def test_an_online_course_has_no_way() -> None:
    seen = Seen(LANGUAGES["de"], ShowWeek(offer(1, format=Format.ONLINE), 0))

    assert seen.at(MONDAY, "08:15", across=0.3) == wp.PAPER


def test_the_weekend_is_there_when_the_course_meets_then() -> None:
    saturday = ShowWeek(offer(1, sessions=(Session(Weekday.SAT, "18:00", "21:15"),)), 30, None, "13:00")

    seen = Seen(LANGUAGES["fa"], saturday)

    assert seen.grid.days == 6
    assert seen.at(SATURDAY, "18:55") == wp.COURSE
    assert seen.at(SATURDAY, "09:30") == wp.WEEKEND
    assert Seen(LANGUAGES["fa"], MORNINGS).grid.days == 5


def test_course_and_kita_differ_in_grey_too() -> None:
    def brightness(colour: Colour) -> float:
        return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]

    assert brightness(wp.KITA) - brightness(wp.COURSE) > 100


def test_the_same_week_is_the_same_picture_and_small() -> None:
    for language in LANGUAGES.values():
        picture = week_picture(language, MORNINGS)

        assert picture == week_picture(language, MORNINGS)
        assert len(picture) < 40_000


@everywhere
def test_all_letters_of_days_hours_and_legend_are_in_the_font(language: Language) -> None:
    font = wp._font(language.direction, 30)
    missing = bytes(font.getmask("\uffff"))
    words = [language.day(day) for day in range(7)]
    words += [language.label(each) for each in ("Course", "Kita, school", "The way", "Lunch")]
    words.append(language.digits("0123456789:"))

    for letter in set("".join(words)) - set(" \u200c"):
        assert bytes(font.getmask(letter)) != missing, (letter, words)


def test_digits_are_those_of_the_language() -> None:
    assert LANGUAGES["fa"].digits("08:30") == "۰۸:۳۰"
    assert LANGUAGES["de"].digits("08:30") == "08:30"


_clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
_sessions = st.lists(st.builds(Session, st.sampled_from(Weekday), _clocks, _clocks), max_size=9).map(tuple)


@settings(max_examples=40)
@given(
    st.sampled_from(list(LANGUAGES.values())),
    _sessions,
    st.sampled_from([0, 30, 90]),
    st.none() | _clocks,
    st.none() | _clocks,
)
def test_any_week_can_be_drawn(
    language: Language, sessions: tuple[Session, ...], way: int, hours_from: str | None, hours_until: str | None
) -> None:
    week = ShowWeek(offer(1, sessions=sessions), way, hours_from, hours_until)

    image = Image.open(BytesIO(week_picture(language, week)))

    assert image.width == wp.WIDTH
    assert image.height < 1_000
    assert grid_of(week, Direction.LTR).first_minute < grid_of(week, Direction.LTR).last_minute <= 24 * 60
