"""Whatever is wished, the search agrees with a slow and plain reading of its rules, offer by offer."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge_base.catalogue import Catalogue
from knowledge_base.database import make_engine, make_sessions
from knowledge_base.models import Offer, Provenance
from knowledge_base.reasons import reasons_for, why_it_misses
from knowledge_base.results import AlsoFits, FreeHours, PriceKind, SearchCriteria, SearchResult, SeatStatus, Wish
from knowledge_base.search import MAX_NEAR_MISS_KM, MAX_NEAR_MISSES, find_offers, summarise
from knowledge_base.vocabulary import TEACHING_GERMAN, Childcare, CourseType, Format, Level, Pace, TimeOfDay, Weekday
from knowledge_base.way import way_minutes
from tests.knowledge_base.conftest import TEST_DAY
from tests.knowledge_base.random_offers import add_random_offers

Find = Callable[..., SearchResult]
NOTHING = SearchCriteria()

CLOCK = st.one_of(
    st.sampled_from(["07:30", "08:00", "08:30", "11:45", "12:30", "13:00", "13:30", "18:00", "21:15"]),
    st.times().map(lambda moment: f"{moment:%H:%M}"),
)


def sometimes(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(st.none(), st.none(), strategy)


FREE_HOURS = st.builds(
    FreeHours,
    st.sampled_from(list(Weekday)),
    st.sampled_from(["07:00", "07:30", "13:30"]),
    st.sampled_from(["12:30", "13:30", "17:00", "22:00"]),
)
CRITERIA = st.builds(
    SearchCriteria,
    course_types=st.frozensets(st.sampled_from(list(CourseType)), max_size=2),
    level_goal=sometimes(st.sampled_from(list(Level))),
    level_now=sometimes(st.sampled_from(list(Level))),
    place=sometimes(st.sampled_from(["esslingen", "nuertingen", "kirchheim", "beuren", "tuebingen"])),
    weekdays=st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(list(Weekday)), max_size=3)),
    times_of_day=st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(list(TimeOfDay)), max_size=2)),
    time_from=sometimes(CLOCK),
    time_until=sometimes(CLOCK),
    way_minutes=st.sampled_from([0, 0, 10, 30]),
    school_days_only=st.sampled_from([False, False, True]),
    childcare=st.booleans(),
    brings_child=st.booleans(),
    child_age_years=sometimes(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.5, 6.0, 7.0])),
    oldest_child_years=sometimes(st.sampled_from([2.0, 4.0, 6.0])),
    format=sometimes(st.sampled_from([Format.ONLINE, Format.IN_PERSON])),
    pace=sometimes(st.sampled_from(list(Pace))),
    women_only=st.sampled_from([False, False, True]),
    free_hours=st.one_of(st.just(()), st.just(()), st.lists(FREE_HOURS, min_size=1, max_size=6).map(tuple)),
    home=sometimes(st.sampled_from(["esslingen", "lenningen"])),
    also_fits=st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(list(AlsoFits)), max_size=2)),
    start_from=sometimes(st.dates(date(2026, 9, 1), date(2027, 9, 1))),
    start_until=sometimes(st.dates(date(2026, 9, 1), date(2027, 9, 1))),
    is_free=st.sampled_from([False, False, True]),
    except_ids=st.one_of(st.just(frozenset()), st.frozensets(st.integers(1, 210), max_size=30)),
)
# One wish is kept at a time, so that the lists of every wish are not empty in most runs.
ONE_OR_MANY_WISHES = st.one_of(
    CRITERIA,
    st.builds(
        lambda many, name: replace(SearchCriteria(), **{name: getattr(many, name)}),
        CRITERIA,
        st.sampled_from(
            [
                "course_types",
                "level_goal",
                "level_now",
                "place",
                "weekdays",
                "times_of_day",
                "time_until",
                "free_hours",
                "start_from",
            ]
        ),
    ),
)


@pytest.fixture(scope="module")
def offers_and_find(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Offer], Find]]:
    """All stored offers, and the search over them: the examples and a hundred and fifty random ones."""
    path = tmp_path_factory.mktemp("random") / "knowledge.sqlite"
    shutil.copy(seeded_file, path)
    engine = make_engine(f"sqlite:///{path}")
    sessions = make_sessions(engine)

    async def prepare() -> list[Offer]:
        async with sessions.begin() as session:
            await add_random_offers(session, 150, today=TEST_DAY)
        async with sessions() as session:
            return list((await session.scalars(select(Offer))).unique())

    catalogue = Catalogue()

    async def search(criteria: SearchCriteria, limit: int | None = None, offset: int = 0) -> SearchResult:
        async with sessions() as session:
            return await find_offers(session, criteria, today=TEST_DAY, limit=limit, offset=offset, catalogue=catalogue)

    with asyncio.Runner() as runner:
        yield runner.run(prepare()), lambda *asked: runner.run(search(*asked))
        runner.run(engine.dispose())


def is_live(offer: Offer, criteria: SearchCriteria = NOTHING) -> bool:
    is_over = offer.end_on is not None and offer.end_on < TEST_DAY
    is_closed = offer.registration_until is not None and offer.registration_until < TEST_DAY
    is_gone = offer.is_withdrawn or offer.status in (SeatStatus.FULL, SeatStatus.CANCELLED)
    return not (is_over or is_closed or is_gone or offer.id in criteria.except_ids)


def meetings(offer: Offer) -> list[tuple[Weekday, time, time]]:
    weekly = [(slot.weekday, slot.time_from, slot.time_until) for slot in offer.sessions]
    single = [
        (list(Weekday)[held.held_on.weekday()], held.time_from, held.time_until)
        for held in offer.dates
        if held.held_on >= TEST_DAY
    ]
    return [(day, time.fromisoformat(begins), time.fromisoformat(ends)) for day, begins, ends in weekly + single]


def lies_in(begins: time, ends: time, part: TimeOfDay) -> bool:
    if part is TimeOfDay.MORNING:
        return begins < time(12) and ends <= time(14)
    if part is TimeOfDay.NOON:
        return begins < time(14) and ends > time(11, 30)
    if part is TimeOfDay.AFTERNOON:
        return time(12) <= begins <= time(17, 29)
    return begins >= time(18)


def clock(text: str) -> int:
    return minutes(time.fromisoformat(text))


def minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def way(offer: Offer, criteria: SearchCriteria) -> int:
    if not criteria.way_minutes or offer.format is Format.ONLINE:
        return 0
    return max(criteria.way_minutes, way_minutes(criteria.home, offer.place) if criteria.home else 0)


def is_in_time(day: Weekday, begins: time, ends: time, criteria: SearchCriteria, way: int) -> bool:
    if criteria.school_days_only and day in (Weekday.SAT, Weekday.SUN):
        return False
    if criteria.time_from and minutes(begins) < minutes(time.fromisoformat(criteria.time_from)) + way:
        return False
    if criteria.time_until and minutes(ends) > minutes(time.fromisoformat(criteria.time_until)) - way:
        return False
    if criteria.free_hours and not any(
        hours.weekday is day
        and minutes(time.fromisoformat(hours.time_from)) + way <= minutes(begins)
        and minutes(ends) <= minutes(time.fromisoformat(hours.time_until)) - way
        for hours in criteria.free_hours
    ):
        return False
    return not criteria.times_of_day or any(lies_in(begins, ends, part) for part in criteria.times_of_day)


def is_made_up_for(offer: Offer, criteria: SearchCriteria) -> bool:
    age = criteria.child_age_years
    youngest, oldest = offer.childcare_age_from, offer.childcare_age_to
    eldest = max(age or 0, criteria.oldest_child_years or 0)
    is_known = age is not None and youngest is not None and oldest is not None
    is_taken = is_known and youngest <= age and eldest <= oldest  # type: ignore[operator]
    made_up = {
        AlsoFits.CARE: offer.childcare in (Childcare.ON_SITE, Childcare.PARTNER)
        and offer.provenance.get("childcare") != Provenance.DERIVED
        and is_taken,
        AlsoFits.EVENING: all(begins >= time(18) for _, begins, _ in meetings(offer)),
        AlsoFits.WEEKEND: all(day in (Weekday.SAT, Weekday.SUN) for day, _, _ in meetings(offer)),
        AlsoFits.ONLINE: offer.format is Format.ONLINE,
    }
    return any(made_up[each] for each in criteria.also_fits)


def is_about_time(criteria: SearchCriteria) -> bool:
    return (
        any((criteria.times_of_day, criteria.time_from, criteria.time_until, criteria.free_hours))
        or criteria.school_days_only
    )


def judged(offer: Offer, criteria: SearchCriteria) -> dict[Wish, str]:
    """For each wish that is not met, "breaks" or "unknown"."""
    verdicts: dict[Wish, str] = {}

    def rate(wish: Wish, fits: bool, unknown: bool) -> None:
        if unknown:
            verdicts[wish] = "unknown"
        elif not fits:
            verdicts[wish] = "breaks"

    if criteria.course_types:
        rate(Wish.COURSE_TYPE, offer.course_type in criteria.course_types, offer.course_type is None)
    if criteria.level_goal or criteria.level_now:
        rate(Wish.LEVEL, fits_level(offer, criteria), offer.level_from is None and offer.level_to is None)
    if criteria.place:
        is_online = offer.format is Format.ONLINE
        rate(Wish.PLACE, not is_online and offer.place == criteria.place, not is_online and offer.place is None)
    if is_about_time(criteria):
        inside = [
            is_in_time(day, begins, ends, criteria, way(offer, criteria)) for day, begins, ends in meetings(offer)
        ]
        rate(Wish.TIME, all(inside) or is_made_up_for(offer, criteria), not inside)
    if criteria.weekdays:
        days = {day for day, _, _ in meetings(offer)}
        rate(Wish.WEEKDAY, bool(days & criteria.weekdays), not days)
    if criteria.childcare:
        has_care = offer.childcare in (Childcare.ON_SITE, Childcare.PARTNER)
        is_unsure = has_care and offer.provenance.get("childcare") == Provenance.DERIVED
        rate(Wish.CHILDCARE, has_care, is_unsure or offer.childcare is Childcare.UNKNOWN)
    if criteria.childcare or criteria.brings_child:
        if criteria.childcare:
            for_children = offer.childcare in (Childcare.ON_SITE, Childcare.PARTNER)
        else:
            for_children = offer.child_in_room
        if for_children and criteria.child_age_years is not None:
            youngest, oldest, age = offer.childcare_age_from, offer.childcare_age_to, criteria.child_age_years
            eldest = max(age, criteria.oldest_child_years or 0)
            is_out = (youngest is not None and age < youngest) or (oldest is not None and eldest > oldest)
            rate(Wish.CHILD_AGE, not is_out, not is_out and (youngest is None or oldest is None))
    if criteria.format:
        rate(Wish.FORMAT, offer.format in (criteria.format, Format.HYBRID), False)
    if criteria.pace:
        rate(Wish.PACE, offer.pace is criteria.pace, offer.pace is None)
    if criteria.women_only:
        rate(Wish.WOMEN_ONLY, offer.women_only is True, False)
    if criteria.start_from or criteria.start_until:
        first, last = criteria.start_from or date.min, criteria.start_until or date.max
        is_then = offer.start_on is not None and first <= offer.start_on <= last
        rate(Wish.START, is_then or offer.flexible_start, offer.start_on is None and not offer.flexible_start)
    if criteria.is_free:
        fits = offer.price_kind in (PriceKind.FREE, PriceKind.VOUCHER, PriceKind.PAID_TRAINING)
        rate(Wish.PRICE, fits, offer.price_kind in (PriceKind.PER_LESSON, PriceKind.UNKNOWN))
    return verdicts


def fits_level(offer: Offer, criteria: SearchCriteria) -> bool:
    if criteria.level_goal and not leads_to(offer, criteria):
        return False
    now = criteria.level_now
    if now is None:
        return True
    if now is Level.A0 and offer.level_from is not Level.A0:
        return False
    return (offer.level_from is None or offer.level_from <= now) and (offer.level_to is None or offer.level_to > now)


def without(criteria: SearchCriteria, wish: Wish) -> SearchCriteria:
    """The same wishes but this one."""
    gone: dict[Wish, dict[str, object]] = {
        Wish.COURSE_TYPE: {"course_types": frozenset()},
        Wish.LEVEL: {"level_goal": None, "level_now": None},
        Wish.PLACE: {"place": None},
        Wish.TIME: {
            "times_of_day": frozenset(),
            "time_from": None,
            "time_until": None,
            "school_days_only": False,
            "free_hours": (),
        },
        Wish.WEEKDAY: {"weekdays": frozenset()},
        # Who gives up care gives up its ages; a group for both has ages of its own.
        Wish.CHILDCARE: {"childcare": False, "brings_child": criteria.brings_child and not criteria.childcare},
        Wish.CHILD_AGE: {"child_age_years": None},
        Wish.FORMAT: {"format": None},
        Wish.PACE: {"pace": None},
        Wish.WOMEN_ONLY: {"women_only": False},
        Wish.START: {"start_from": None, "start_until": None},
        Wish.PRICE: {"is_free": False},
    }
    return replace(criteria, **gone[wish])  # type: ignore[arg-type]


PATIENTLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@PATIENTLY
@given(criteria=ONE_OR_MANY_WISHES)
def test_matches_and_questions_are_those_of_the_plain_reading(
    offers_and_find: tuple[list[Offer], Find], criteria: SearchCriteria
) -> None:
    offers, find = offers_and_find

    result = find(criteria)

    verdicts = {offer.id: judged(offer, criteria) for offer in offers if is_live(offer, criteria)}
    assert {offer.id for offer in result.matches} == {id for id, these in verdicts.items() if not these}
    assert {question.offer.id: set(question.unknown) for question in result.ask} == {
        id: set(these) for id, these in verdicts.items() if these and set(these.values()) == {"unknown"}
    }


@PATIENTLY
@given(criteria=ONE_OR_MANY_WISHES)
def test_a_match_never_has_a_meeting_outside_her_time(
    offers_and_find: tuple[list[Offer], Find], criteria: SearchCriteria
) -> None:
    offers, find = offers_and_find
    by_id = {offer.id: offer for offer in offers}

    result = find(criteria)

    for match in result.matches:
        offer = by_id[match.id]
        inside = [is_in_time(*meeting, criteria, way(offer, criteria)) for meeting in meetings(offer)]
        assert all(inside) or is_made_up_for(offer, criteria)


@PATIENTLY
@given(criteria=ONE_OR_MANY_WISHES)
def test_lists_share_no_offer_and_what_is_in_none_breaks_a_wish(
    offers_and_find: tuple[list[Offer], Find], criteria: SearchCriteria
) -> None:
    offers, find = offers_and_find

    result = find(criteria)

    matched = [offer.id for offer in result.matches]
    asked = [question.offer.id for question in result.ask]
    missed = [miss.offer.id for miss in result.near_misses]
    assert len({*matched, *asked, *missed}) == len(matched) + len(asked) + len(missed)
    for offer in offers:
        if is_live(offer, criteria) and offer.id not in {*matched, *asked}:
            broken = {wish for wish, verdict in judged(offer, criteria).items() if verdict == "breaks"}
            assert broken
            summary = summarise(offer, TEST_DAY, criteria.place)
            assert {why_it_misses(summary, wish, criteria).wish for wish in broken} == broken


@PATIENTLY
@given(criteria=ONE_OR_MANY_WISHES)
def test_near_misses_break_exactly_the_wish_they_name(
    offers_and_find: tuple[list[Offer], Find], criteria: SearchCriteria
) -> None:
    offers, find = offers_and_find
    by_id = {offer.id: offer for offer in offers}

    result = find(criteria)

    assert len(result.near_misses) <= MAX_NEAR_MISSES
    for miss in result.near_misses:
        assert judged(by_id[miss.offer.id], criteria) == {miss.broken: "breaks"}
        if miss.broken is Wish.PLACE and miss.offer.format is not Format.ONLINE:
            assert miss.offer.distance_km is not None
            assert miss.offer.distance_km <= MAX_NEAR_MISS_KM


@settings(PATIENTLY, max_examples=25)
@given(criteria=ONE_OR_MANY_WISHES)
def test_relaxed_counts_what_dropping_the_wish_really_adds(
    offers_and_find: tuple[list[Offer], Find], criteria: SearchCriteria
) -> None:
    _, find = offers_and_find
    # Care is either wished or makes up for hours; with both, giving up an age would take hours away too.
    assume(not ((criteria.childcare or criteria.brings_child) and AlsoFits.CARE in criteria.also_fits))

    result = find(criteria)

    added = {wish: len(find(without(criteria, wish)).matches) - len(result.matches) for wish in Wish}
    # The age of her child is no wish of its own where care only makes up for hours: without it fewer fit.
    assert dict(result.relaxed) == {wish: count for wish, count in added.items() if count > 0}
    assert [count for _, count in result.relaxed] == sorted((count for _, count in result.relaxed), reverse=True)


@PATIENTLY
@given(criteria=ONE_OR_MANY_WISHES)
def test_every_match_says_why_it_fits_and_its_hours_leave_time_for_the_way(
    offers_and_find: tuple[list[Offer], Find], criteria: SearchCriteria
) -> None:
    _, find = offers_and_find

    for match in find(criteria).matches:
        reasons = {reason.wish: reason for reason in reasons_for(match, criteria)}
        if criteria.women_only:
            assert Wish.WOMEN_ONLY in reasons
        time_reason = reasons.get(Wish.TIME)
        if time_reason and time_reason.also is None:
            way_there = time_reason.way_minutes or 0
            first, last = time_reason.hours_from, time_reason.hours_until
            assert first is None or clock(first) + way_there <= max(clock(each.time_from) for each in match.sessions)
            assert last is None or min(clock(each.time_until) for each in match.sessions) <= clock(last) - way_there


@PATIENTLY
@given(criteria=ONE_OR_MANY_WISHES, limit=st.integers(0, 7), offset=st.integers(0, 7))
def test_a_page_is_a_part_of_the_whole_list(
    offers_and_find: tuple[list[Offer], Find], criteria: SearchCriteria, limit: int, offset: int
) -> None:
    _, find = offers_and_find

    whole, page = find(criteria), find(criteria, limit, offset)

    assert page.matches == whole.matches[offset : offset + limit]
    assert page.ask == whole.ask[offset : offset + limit]
    assert (page.matches_count, page.ask_count) == (len(whole.matches), len(whole.ask))
    assert page.relaxed == whole.relaxed


@settings(PATIENTLY, max_examples=25)
@given(criteria=ONE_OR_MANY_WISHES)
def test_same_question_has_the_same_answer_in_the_same_order(
    offers_and_find: tuple[list[Offer], Find], criteria: SearchCriteria
) -> None:
    _, find = offers_and_find

    assert find(criteria) == find(criteria)


def leads_to(offer: Offer, criteria: SearchCriteria) -> bool:
    if offer.level_to:
        return offer.level_to is criteria.level_goal
    teaches_it = offer.course_type is None or offer.course_type in TEACHING_GERMAN
    return offer.level_from is criteria.level_goal and teaches_it
