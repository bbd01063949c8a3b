"""Open, closed or not known, by the clock of Esslingen."""

from datetime import UTC, datetime

import pytest

from knowledge_base.opening import BERLIN, Opening, opening_at
from knowledge_base.results import OpeningHours
from knowledge_base.vocabulary import Weekday

HOURS = (OpeningHours(Weekday.MON, "09:00", "12:00"), OpeningHours(Weekday.THU, "14:00", "17:30"))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-02-01 09:00", Opening.OPEN),
        ("2027-02-01 11:59", Opening.OPEN),
        ("2027-02-01 12:00", Opening.CLOSED),
        ("2027-02-01 08:59", Opening.CLOSED),
        ("2027-02-02 10:00", Opening.CLOSED),
        ("2027-02-04 17:29", Opening.OPEN),
        ("2027-03-29 10:00", Opening.CLOSED),  # Easter Monday
        ("2027-05-27 15:00", Opening.CLOSED),  # Corpus Christi, a holiday in Baden-Württemberg
    ],
)
def test_open_inside_a_span_and_closed_on_holidays(moment: str, expected: Opening) -> None:
    assert opening_at(HOURS, datetime.fromisoformat(moment).replace(tzinfo=BERLIN)) is expected


def test_clock_is_that_of_berlin_in_summer_and_winter() -> None:
    assert opening_at(HOURS, datetime(2027, 2, 1, 8, 30, tzinfo=UTC)) is Opening.OPEN
    assert opening_at(HOURS, datetime(2027, 7, 5, 7, 30, tzinfo=UTC)) is Opening.OPEN
    assert opening_at(HOURS, datetime(2027, 7, 5, 10, 30, tzinfo=UTC)) is Opening.CLOSED


def test_evening_elsewhere_can_be_the_next_day_here() -> None:
    hours = [OpeningHours(Weekday.TUE, "00:00", "06:00")]

    assert opening_at(hours, datetime(2027, 2, 1, 23, 30, tzinfo=UTC)) is Opening.OPEN


def test_hours_that_nobody_told_are_unknown_and_not_closed() -> None:
    assert opening_at((), datetime(2027, 3, 29, 10, tzinfo=BERLIN)) is Opening.UNKNOWN


def test_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        opening_at(HOURS, datetime(2027, 2, 1, 10))  # noqa: DTZ001 - that is the point
