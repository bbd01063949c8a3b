"""Single meetings become weekly times and pauses, and exactly these meetings again."""

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from knowledge_base.calendar import course_days, meetings_of
from knowledge_base.changes import SingleDate, write
from knowledge_base.importers.meetings import Meetings, find_meetings, set_meetings
from knowledge_base.importers.record import OfferRecord
from knowledge_base.models import Offer, Pauses
from knowledge_base.results import Session
from knowledge_base.vocabulary import Weekday

MON, TUE, WED, THU, FRI, SAT, SUN = Weekday
MORNING = ("09:00", "11:15")


def held(days: Iterable[date], times: tuple[str, str] = MORNING) -> list[SingleDate]:
    return [SingleDate(day, *times) for day in days]


def weekly(weekdays: set[Weekday], first: date, count: int, *, pauses: bool = True) -> list[date]:
    days = course_days(weekdays, first, pauses_in_school_holidays=pauses)
    return [next(days) for _ in range(count)]


def offer_with(meetings: Meetings) -> Offer:
    record = OfferRecord("1", "vhs")
    set_meetings(record, meetings)
    offer = Offer()
    write(offer, record.values, record.values)
    return offer


PARENTS_COURSE = weekly({TUE, THU}, date(2027, 1, 12), 34)


def test_parents_course_pauses_in_the_school_holidays() -> None:
    found = find_meetings(held(PARENTS_COURSE))

    assert found == Meetings(
        sessions=(Session(TUE, *MORNING), Session(THU, *MORNING)),
        pauses=Pauses.SCHOOL_HOLIDAYS,
        start_on=date(2027, 1, 12),
        end_on=date(2027, 6, 3),
        sessions_count=34,
    )


def test_day_that_no_holiday_explains_makes_a_list_of_all_days_left_out() -> None:
    cancelled = date(2027, 4, 13)

    found = find_meetings(held(day for day in PARENTS_COURSE if day != cancelled))

    assert found.pauses is Pauses.LISTED
    assert [day.isoformat() for day in found.pause_dates] == [
        "2027-03-25", "2027-03-30", "2027-04-01", "2027-04-13", "2027-05-18", "2027-05-20", "2027-05-25",
    ]  # fmt: skip


def test_meeting_at_another_time_is_a_further_date_and_no_pause() -> None:
    moved = date(2027, 4, 13)
    usual = held(day for day in PARENTS_COURSE if day != moved)

    found = find_meetings([*usual, SingleDate(moved, "14:00", "16:15")])

    assert found.pauses is Pauses.SCHOOL_HOLIDAYS
    assert found.dates == (SingleDate(moved, "14:00", "16:15"),)
    assert found.pause_dates == (moved,)


def test_meetings_in_the_school_holidays_say_that_there_is_no_pause() -> None:
    through_easter = weekly({TUE}, date(2027, 3, 2), 12, pauses=False)

    assert find_meetings(held(through_easter)).pauses is Pauses.NONE


def test_course_between_the_holidays_says_nothing_about_pauses() -> None:
    assert find_meetings(held(weekly({TUE}, date(2027, 4, 13), 4))).pauses is Pauses.UNKNOWN


def test_course_that_meets_in_some_holidays_only_lists_the_others() -> None:
    autumn_held = [day for day in weekly({WED}, date(2027, 3, 3), 30, pauses=False) if day.month != 5]

    found = find_meetings(held(autumn_held))

    assert found.pauses is Pauses.LISTED
    assert {day.month for day in found.pause_dates} == {5}


def test_two_dates_are_no_weekly_slot() -> None:
    days = [date(2027, 3, 2), date(2027, 3, 9)]

    assert find_meetings(held(days)).sessions == ()
    assert find_meetings(held(days)).dates == tuple(held(days))


def test_every_second_week_is_not_weekly() -> None:
    days = [date(2027, 3, 2) + timedelta(weeks=2 * number) for number in range(6)]

    assert find_meetings(held(days)).sessions == ()
    assert len(find_meetings(held(days)).dates) == 6


def test_nothing_is_made_of_nothing() -> None:
    assert find_meetings([]) == Meetings()


def test_dates_of_centuries_are_no_weekly_course() -> None:
    days = [date(1, 1, 1), date(1, 1, 8), date(9999, 1, 1)]

    assert find_meetings(held(days)).sessions == ()


MEETINGS = st.builds(
    SingleDate,
    st.dates(date(2027, 2, 1), date(2027, 7, 1)),
    st.sampled_from(["09:00", "18:00"]),
    st.sampled_from(["20:00", "20:15"]),
)
COURSES = st.builds(
    lambda weekdays, first, count, pauses, gone: [
        each for number, each in enumerate(held(weekly(weekdays, first, count, pauses=pauses))) if number not in gone
    ],
    st.sets(st.sampled_from(list(Weekday)), min_size=1, max_size=3),
    st.dates(date(2026, 9, 1), date(2027, 7, 1)),
    st.integers(1, 40),
    st.booleans(),
    st.sets(st.integers(0, 40), max_size=4),
)


@given(st.lists(MEETINGS, max_size=40), COURSES, COURSES)
@example(held([date(2027, 5, 1)]), held(PARENTS_COURSE), [])
def test_the_same_meetings_come_out_again(
    single: list[SingleDate], course: list[SingleDate], other: list[SingleDate]
) -> None:
    meetings = [*single, *course, *other]

    assert list(meetings_of(offer_with(find_meetings(meetings)))) == sorted(set(meetings))
