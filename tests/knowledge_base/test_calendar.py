"""Course days in Baden-Württemberg: dates computed by hand-checked tables must come out again."""

import csv
from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.calendar import (
    count_sessions,
    course_days,
    free_weeks,
    is_beyond_known_calendar,
    is_course_day,
    known_until,
    last_course_day,
    meetings_of,
)
from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.importers.weekly_times import parse_weekly_times
from knowledge_base.load import SEED
from knowledge_base.models import Offer, OfferDate, OfferSession, Pauses
from knowledge_base.vocabulary import Weekday

MON, TUE, WED, THU, FRI, SAT, SUN = Weekday
MON_TO_FRI = (MON, TUE, WED, THU, FRI)
MON_TO_THU = (MON, TUE, WED, THU)
START = date(2027, 1, 11)

# Plan: weekdays, sessions, last day with pause in the school holidays, last day without, first day.
TABLE = {
    "integration course, 5 lessons a day": (MON_TO_FRI, 140, "2027-10-01", "2027-07-30", START),
    "integration course, 4 lessons a day": (MON_TO_FRI, 175, "2027-11-26", "2027-09-17", START),
    "integration course, four days": (MON_TO_THU, 175, "2028-02-09", "2027-11-18", START),
    "integration course in the evening": ((MON, TUE, THU), 175, "2028-06-20", "2028-03-06", START),
    "literacy, five days": (MON_TO_FRI, 250, "2028-03-28", "2028-01-03", START),
    "literacy, four days": (MON_TO_THU, 250, "2028-07-17", "2028-03-30", START),
    "B2, 5 lessons a day": (MON_TO_FRI, 80, "2027-05-12", "2027-05-04", START),
    "B2, 4 lessons a day": (MON_TO_FRI, 100, "2027-06-23", "2027-06-04", START),
    "B2 with bridge": (MON_TO_FRI, 125, "2027-07-28", "2027-07-09", START),
    "first orientation": (MON_TO_FRI, 75, "2027-05-04", "2027-04-27", START),
    "parents' course": ((TUE, THU), 34, "2027-06-03", "2027-05-11", date(2027, 1, 12)),
}


@pytest.mark.parametrize(("weekdays", "count", "with_pause", "without", "start"), TABLE.values(), ids=TABLE.keys())
def test_last_day_is_that_of_the_table(
    weekdays: tuple[Weekday, ...], count: int, with_pause: str, without: str, start: date
) -> None:
    pausing = last_course_day(weekdays, start, count, pauses_in_school_holidays=True)
    going_on = last_course_day(weekdays, start, count, pauses_in_school_holidays=False)

    assert pausing == date.fromisoformat(with_pause)
    assert going_on == date.fromisoformat(without)


def test_twelve_wednesdays_from_13_january_end_on_7_april() -> None:
    assert last_course_day([WED], date(2027, 1, 13), 12, pauses_in_school_holidays=True) == date(2027, 4, 7)


def test_parents_course_leaves_out_exactly_these_eight_days() -> None:
    start, end = date(2027, 1, 12), date(2027, 6, 3)

    held = set(islice(course_days([TUE, THU], start, pauses_in_school_holidays=True), 34))

    every = {date.fromordinal(number) for number in range(start.toordinal(), end.toordinal() + 1)}
    left_out = sorted(day for day in every - held if day.weekday() in (1, 3))

    assert [day.isoformat() for day in left_out] == [
        "2027-03-25", "2027-03-30", "2027-04-01", "2027-05-06", "2027-05-18", "2027-05-20", "2027-05-25", "2027-05-27",
    ]  # fmt: skip


# Row 57 meets from Monday to Thursday but is given as ending on a Friday.
LAST_MEETING_BEFORE_THE_END = {"57": date(2028, 6, 29)}


def weekly_example_rows() -> list[dict[str, str]]:
    with (SEED / "example_offers.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["times"] and row["sessions_count"]]


@pytest.mark.parametrize("row", weekly_example_rows(), ids=lambda row: f"row {row['number']}")
def test_example_offer_ends_on_the_day_its_sessions_are_over(row: dict[str, str]) -> None:
    weekdays = [slot.weekday for slot in parse_weekly_times(row["times"]).sessions]
    start, end = date.fromisoformat(row["start_on"]), date.fromisoformat(row["end_on"])
    pauses = row["pauses"] == "school_holidays"

    last = last_course_day(weekdays, start, int(row["sessions_count"]), pauses_in_school_holidays=pauses)

    assert last == LAST_MEETING_BEFORE_THE_END.get(row["number"], end)
    assert count_sessions(weekdays, start, end, pauses_in_school_holidays=pauses) == int(row["sessions_count"])


def test_fifty_four_example_offers_are_counted() -> None:
    assert len(weekly_example_rows()) == 54


def test_public_holiday_is_no_course_day_even_without_pauses() -> None:
    easter_monday, day_in_pentecost_holidays = date(2027, 3, 29), date(2027, 5, 18)

    assert not is_course_day(easter_monday, pauses_in_school_holidays=False)
    assert is_course_day(day_in_pentecost_holidays, pauses_in_school_holidays=False)
    assert not is_course_day(day_in_pentecost_holidays, pauses_in_school_holidays=True)


def test_courses_that_run_past_the_published_school_holidays_are_told_apart() -> None:
    assert known_until() == date(2028, 9, 9)
    assert not is_beyond_known_calendar(date(2028, 9, 9))
    assert is_beyond_known_calendar(date(2028, 9, 21))


@pytest.mark.parametrize(("weekdays", "count"), [([], 1), ([SUN], 0), ([SUN], 9999)])
def test_course_that_cannot_be_is_refused(weekdays: list[Weekday], count: int) -> None:
    with pytest.raises(KnowledgeBaseError):
        last_course_day(weekdays, START, count, pauses_in_school_holidays=True)


@given(
    st.sets(st.sampled_from(list(Weekday)), min_size=1),
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.integers(1, 120),
    st.booleans(),
)
def test_counting_up_to_the_last_day_gives_the_count_again(
    weekdays: set[Weekday], start: date, count: int, pauses: bool
) -> None:
    last = last_course_day(weekdays, start, count, pauses_in_school_holidays=pauses)

    assert count_sessions(weekdays, start, last, pauses_in_school_holidays=pauses) == count


def offer(*sessions: OfferSession, **values: object) -> Offer:
    return Offer(**{"sessions": list(sessions), "dates": [], "pauses": Pauses.UNKNOWN, "pause_dates": [], **values})


def slot(weekday: Weekday, time_from: str = "09:00", time_until: str = "11:15") -> OfferSession:
    return OfferSession(weekday=weekday, time_from=time_from, time_until=time_until)


def days(course: Offer) -> list[date]:
    return [meeting.held_on for meeting in meetings_of(course)]


PARENTS_COURSE = {"start_on": date(2027, 1, 12), "pauses": Pauses.SCHOOL_HOLIDAYS}


def test_meetings_go_to_the_stated_end_or_number() -> None:
    by_end = offer(slot(TUE), slot(THU), **PARENTS_COURSE, end_on=date(2027, 6, 3))
    by_number = offer(slot(TUE), slot(THU), **PARENTS_COURSE, sessions_count=34)

    assert days(by_end) == days(by_number)
    assert (len(days(by_end)), days(by_end)[-1]) == (34, date(2027, 6, 3))


def test_listed_pauses_have_no_weekly_meeting_but_single_dates_take_place() -> None:
    course = offer(
        slot(TUE),
        start_on=date(2027, 4, 13),
        end_on=date(2027, 5, 11),
        pauses=Pauses.LISTED,
        pause_dates=["2027-04-20"],
        dates=[OfferDate(held_on=date(2027, 4, 20), time_from="14:00", time_until="16:00")],
    )

    assert [f"{each.held_on} {each.time_from}" for each in meetings_of(course)] == [
        "2027-04-13 09:00", "2027-04-20 14:00", "2027-04-27 09:00", "2027-05-04 09:00", "2027-05-11 09:00",
    ]  # fmt: skip


def test_two_meetings_on_a_day_come_in_their_order_and_none_twice() -> None:
    course = offer(
        slot(MON, "13:00", "15:00"),
        slot(MON),
        start_on=START,
        end_on=START,
        dates=[OfferDate(held_on=START, time_from="09:00", time_until="11:15")],
    )

    assert [meeting.time_from for meeting in meetings_of(course)] == ["09:00", "13:00"]


def test_without_a_start_only_single_dates_are_known() -> None:
    assert days(offer(slot(MON))) == []
    assert len(list(islice(meetings_of(offer(slot(MON), start_on=START)), 100))) == 100


def test_weeks_in_the_school_holidays_are_free() -> None:
    course = offer(slot(TUE), slot(THU), **PARENTS_COURSE, end_on=date(2027, 6, 3))

    assert [week.isoformat() for week in free_weeks(course)] == ["2027-03-29", "2027-05-17", "2027-05-24"]
    course.pauses = Pauses.NONE
    assert free_weeks(course) == ()
    assert free_weeks(offer(slot(MON), start_on=START)) == ()
