"""From no German to recognised work: the next two stages, and how long a course really takes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.errors import DataFileError
from knowledge_base.path import PATH_FILE, course_length, find_way, next_steps, read_path
from knowledge_base.results import SearchCriteria, Standing, Step
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import CourseType, Level, Weekday
from tests.knowledge_base.conftest import TEST_DAY

GOALS = [Step.WORK, Step.VOCATIONAL_TRAINING, Step.SCHOOL_CERTIFICATE, Step.JOB_AND_COURSE]


def next_two(her: Standing, goal: Step = Step.WORK) -> list[Step]:
    return [each.stage.step for each in next_steps(her, goal)]


def test_without_german_she_learns_and_gets_advice_on_recognition_from_the_first_day() -> None:
    assert next_two(Standing()) == [Step.INTEGRATION_COURSE, Step.RECOGNITION_ADVICE]


def test_who_cannot_write_latin_letters_learns_them_first() -> None:
    assert next_two(Standing(needs_letters=True))[0] is Step.LITERACY
    assert next_two(Standing(level=Level.A2, needs_letters=True))[0] is Step.LITERACY


def test_without_admission_she_begins_with_what_is_open_to_all() -> None:
    shut_out = Standing(can_join_integration_course=False)

    assert find_way(shut_out) is None
    assert next_two(shut_out) == [Step.FIRST_ORIENTATION, Step.MEET]


def test_who_speaks_b1_goes_on_to_german_for_work() -> None:
    assert next_two(Standing(level=Level.B1)) == [Step.GERMAN_B2, Step.RECOGNITION_ADVICE]


def test_who_speaks_enough_only_needs_the_recognition() -> None:
    assert next_two(Standing(level=Level.B2)) == [Step.RECOGNITION_ADVICE, Step.RECOGNITION_APPLY]


def test_doctor_needs_c1_too() -> None:
    way = find_way(Standing(level=Level.B1, level_needed=Level.C1))

    assert way is not None
    assert [stage.step for stage in way.stages] == [Step.GERMAN_B2, Step.GERMAN_C1, Step.ADAPTATION, Step.WORK]
    assert [stage.step for stage in way.beside] == [Step.RECOGNITION_ADVICE, Step.RECOGNITION_APPLY]


def test_who_has_applied_is_not_sent_to_apply_again() -> None:
    her = Standing(level=Level.B1, done=frozenset({Step.RECOGNITION_ADVICE, Step.RECOGNITION_APPLY}))

    assert next_two(her) == [Step.GERMAN_B2, Step.ADAPTATION]


def test_new_profession_begins_after_the_language_test() -> None:
    assert next_two(Standing(level=Level.A2), Step.VOCATIONAL_TRAINING) == [
        Step.INTEGRATION_COURSE,
        Step.LANGUAGE_TEST,
    ]
    assert next_two(Standing(level=Level.B1), Step.VOCATIONAL_TRAINING) == [Step.VOCATIONAL_TRAINING]


def test_at_the_goal_nothing_is_next() -> None:
    assert next_two(Standing(done=frozenset({Step.WORK}))) == []


def test_whole_way_from_no_german_takes_as_long_as_the_field_says() -> None:
    way = find_way(Standing())

    assert way is not None
    assert [stage.step for stage in way.stages] == [
        Step.INTEGRATION_COURSE, Step.LANGUAGE_TEST, Step.GERMAN_B2, Step.ADAPTATION, Step.WORK,
    ]  # fmt: skip
    # Full-time about 1.5 to 2.5 years, part-time with children about 2.5 to 4.
    assert (way.months_from, way.months_to) == (18, 44)


def test_her_wishes_are_in_both_searches() -> None:
    wishes = SearchCriteria(place="nuertingen", time_until="12:30", childcare=True, level_goal=Level.C2)

    first, second = next_steps(Standing(level=Level.A1), Step.VOCATIONAL_TRAINING, wishes)

    assert first.criteria == replace(
        wishes, course_types=frozenset({CourseType.INTEGRATION_COURSE}), level_goal=None, level_now=Level.A1
    )
    assert second.criteria is not None
    assert (second.criteria.level_goal, second.criteria.place) == (Level.B1, "nuertingen")


def test_search_for_the_second_stage_counts_on_the_german_of_the_first() -> None:
    done = frozenset({Step.RECOGNITION_ADVICE, Step.RECOGNITION_APPLY})

    _, second = next_steps(Standing(level=Level.B1, done=done))

    assert second.criteria is not None
    assert second.criteria.level_now is Level.B2


def test_advice_and_application_are_no_courses() -> None:
    assert [each.criteria for each in next_steps(Standing(level=Level.B2))] == [None, None]


@pytest.mark.parametrize("level", [Level.A0, Level.A1, Level.A2, Level.B1])
@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("needs_letters", [True, False])
async def test_there_are_offers_for_what_she_is_told_to_do_next(
    seeded: AsyncSession, level: Level, goal: Step, needs_letters: bool
) -> None:
    for each in next_steps(Standing(level=level, needs_letters=needs_letters), goal):
        if each.criteria is not None:
            found = await find_offers(seeded, each.criteria, today=TEST_DAY)
            assert found.matches, (each.stage.step, each.criteria)


STANDINGS = st.builds(
    Standing,
    level=st.sampled_from(Level),
    needs_letters=st.booleans(),
    can_join_integration_course=st.booleans(),
    done=st.frozensets(st.sampled_from(Step)),
    level_needed=st.sampled_from(Level),
)


@given(STANDINGS, st.sampled_from(GOALS))
def test_no_stage_is_named_that_is_done_shut_or_lacks_its_german(her: Standing, goal: Step) -> None:
    way = find_way(her, goal)
    steps = next_two(her, goal)

    assert len(steps) <= 2
    assert len(set(steps)) == len(steps)
    assert not set(steps) & her.done
    assert not (not her.can_join_integration_course and {Step.INTEGRATION_COURSE, Step.LITERACY} & set(steps))
    if way is not None:
        level = her.level
        for stage in way.stages:
            assert stage.level_from is None or stage.level_from <= level
            known = her.done | {each.step for each in (*way.stages, *way.beside)}
            assert set(stage.needs) <= known
            level = max(level, stage.level_to or level)
        assert way.stages[-1].step is goal


WORKDAYS = tuple(Weekday)[:5]
MON_TO_THU = tuple(Weekday)[:4]
EVENINGS = (Weekday.MON, Weekday.TUE, Weekday.THU)


@pytest.mark.parametrize(
    ("lessons", "a_day", "weekdays", "sessions", "paused", "unpaused", "months"),
    [
        (700, 5, WORKDAYS, 140, "2027-10-01", "2027-07-30", (8.6, 6.6)),
        (700, 4, WORKDAYS, 175, "2027-11-26", "2027-09-17", (10.5, 8.2)),
        (700, 4, MON_TO_THU, 175, "2028-02-09", "2027-11-18", (12.9, 10.2)),
        (700, 4, EVENINGS, 175, "2028-06-20", "2028-03-06", (17.3, 13.8)),
        (1000, 4, WORKDAYS, 250, "2028-03-28", "2028-01-03", (14.5, 11.7)),
        (1000, 4, MON_TO_THU, 250, "2028-07-17", "2028-03-30", (18.2, 14.6)),
        (400, 5, WORKDAYS, 80, "2027-05-12", "2027-05-04", (4.0, 3.7)),
        (400, 4, WORKDAYS, 100, "2027-06-23", "2027-06-04", (5.4, 4.7)),
        (500, 4, WORKDAYS, 125, "2027-07-28", "2027-07-09", (6.5, 5.9)),
        (300, 4, WORKDAYS, 75, "2027-05-04", "2027-04-27", (3.7, 3.5)),
    ],
)
def test_course_from_eleventh_january_ends_as_worked_out_by_hand(
    lessons: int,
    a_day: int,
    weekdays: tuple[Weekday, ...],
    sessions: int,
    paused: str,
    unpaused: str,
    months: tuple[float, float],
) -> None:
    found = [
        course_length(
            lessons,
            lessons_a_day=a_day,
            weekdays=weekdays,
            start_on=date(2027, 1, 11),
            pauses_in_school_holidays=pauses,
        )
        for pauses in (True, False)
    ]

    assert [length.sessions for length in found] == [sessions, sessions]
    assert [length.last_on.isoformat() for length in found] == [paused, unpaused]
    assert tuple(length.months for length in found) == months


def test_parents_course_and_mia_end_as_worked_out_by_hand() -> None:
    parents = course_length(
        100,
        lessons_a_day=3,
        weekdays=(Weekday.TUE, Weekday.THU),
        start_on=date(2027, 1, 12),
        pauses_in_school_holidays=True,
    )
    mia = course_length(
        36, lessons_a_day=3, weekdays=(Weekday.WED,), start_on=date(2027, 1, 13), pauses_in_school_holidays=True
    )

    assert (parents.sessions, parents.last_on, parents.months) == (34, date(2027, 6, 3), 4.7)
    assert (mia.sessions, mia.last_on, mia.months) == (12, date(2027, 4, 7), 2.8)


@pytest.mark.parametrize(
    ("step", "lessons", "a_day", "weekdays"),
    [
        (Step.INTEGRATION_COURSE, 700, 5, WORKDAYS),
        (Step.INTEGRATION_COURSE, 700, 4, EVENINGS),
        (Step.LITERACY, 1000, 4, WORKDAYS),
        (Step.GERMAN_B2, 400, 5, WORKDAYS),
        (Step.GERMAN_B2, 500, 4, WORKDAYS),
        (Step.GERMAN_C1, 400, 4, WORKDAYS),
        (Step.FIRST_ORIENTATION, 300, 4, WORKDAYS),
    ],
)
def test_typical_months_of_a_stage_are_those_of_the_calendar(
    step: Step, lessons: int, a_day: int, weekdays: tuple[Weekday, ...]
) -> None:
    stage = read_path()[step]
    length = course_length(
        lessons,
        lessons_a_day=a_day,
        weekdays=weekdays,
        start_on=date(2027, 1, 11),
        pauses_in_school_holidays=True,
    )

    assert stage.lessons_from is not None and stage.lessons_to is not None
    assert stage.months_from is not None and stage.months_to is not None
    assert stage.lessons_from <= lessons <= stage.lessons_to
    assert stage.months_from - 1 < length.months < stage.months_to + 1


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("topic: work", "topic: nonsense", "nonsense"),
        ("  meet:", "  hello:", "hello"),
        ("leads_to: [recognition_apply]", "leads_to: [recognition_advice]", "from recognition_advice back"),
        ("  work:\n    topic: work\n", "", "every stage: work"),
        ("steps:", "stages:", "cannot be read"),
    ],
)
def test_wrong_path_file_says_what_to_mend(tmp_path: Path, old: str, new: str, hint: str) -> None:
    text = PATH_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "path.yml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(DataFileError, match=hint):
        read_path(path)
