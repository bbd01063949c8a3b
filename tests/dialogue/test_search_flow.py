"""Courses and childcare: at most two questions, then offers, and never a dead end."""

from dataclasses import replace

import pytest

from bot.dialogue.actions import Action, ActionKind, CareMode, Need, WhyNot
from bot.dialogue.events import (
    ButtonPressed,
    Event,
    FindOffer,
    FindOffers,
    OfferFound,
    OffersFound,
    OfferView,
    View,
)
from bot.dialogue.records import StopWatching, Watch
from bot.dialogue.replies import (
    Ask,
    AskWhyNot,
    Menu,
    NoMoreOffers,
    OfferGone,
    OldButton,
    Remembered,
    ShowNearMisses,
    ShowOffers,
    ShowOpenQuestions,
    ShowWeek,
    WatchStarted,
    WatchStopped,
)
from bot.dialogue.respond import respond
from bot.dialogue.state import ConversationState, Question, Wishes
from bot.dialogue.turn import Turn
from bot.dialogue.wishes import MAX_REJECTED
from knowledge_base.results import NearMiss, OpenQuestion, SearchCriteria, SearchResult, Wish
from knowledge_base.vocabulary import CourseType, Format, Intent, Level, TimeOfDay, Weekday
from tests.dialogue.examples import LANGUAGES, offer, writes

FRESH = ConversationState()


def after(state: ConversationState, event: Event) -> Turn:
    return respond(state, event, languages=LANGUAGES)


def press(state: ConversationState, kind: ActionKind, value: str = "") -> Turn:
    return after(state, ButtonPressed(Action(kind, value)))


def searched(turn: Turn) -> SearchCriteria:
    assert isinstance(turn.request, FindOffers), turn
    return turn.request.criteria


def with_results(**wishes: object) -> ConversationState:
    return ConversationState(need=Need.COURSE, has_results=True, wishes=Wishes(**wishes))  # type: ignore[arg-type]


def test_a_sentence_with_level_and_place_is_searched_at_once() -> None:
    turn = after(FRESH, writes(Intent.FIND_COURSE, level="B1", place="nuertingen"))

    assert searched(turn) == SearchCriteria(level_goal=Level.B1, place="nuertingen")


def test_without_level_and_place_she_is_asked_for_both_and_then_sees_results() -> None:
    first = after(FRESH, writes(Intent.FIND_COURSE))
    second = press(first.state, ActionKind.LEVEL, "A1")
    third = press(second.state, ActionKind.PLACE, "esslingen")

    assert first.replies == (Ask(Question.LEVEL),)
    assert second.replies == (Ask(Question.PLACE),)
    assert searched(third) == SearchCriteria(level_now=Level.A1, place="esslingen")


def test_does_not_matter_ends_a_question() -> None:
    first = after(FRESH, writes(Intent.FIND_COURSE))
    second = press(first.state, ActionKind.LEVEL, "-")
    third = press(second.state, ActionKind.PLACE, "-")

    assert searched(third) == SearchCriteria()


def test_no_in_words_means_does_not_matter() -> None:
    first = after(FRESH, writes(Intent.FIND_COURSE, level="B1"))
    second = after(first.state, writes(Intent.DENY))

    assert searched(second) == SearchCriteria(level_goal=Level.B1)


def test_a_bare_level_in_answer_to_the_question_is_the_one_she_has() -> None:
    first = after(FRESH, writes(Intent.FIND_COURSE, place="esslingen"))
    second = after(first.state, writes(Intent.INFORM, level="B1"))

    assert searched(second) == SearchCriteria(level_now=Level.B1, place="esslingen")


def test_no_german_yet_is_never_a_goal() -> None:
    turn = after(FRESH, writes(Intent.FIND_COURSE, level="A0", place="esslingen"))

    assert searched(turn).level_now is Level.A0
    assert searched(turn).level_goal is None


def test_two_levels_are_what_she_has_and_what_she_wants() -> None:
    turn = after(FRESH, writes(Intent.FIND_COURSE, level=("B1", "A2"), place="esslingen"))

    assert (searched(turn).level_now, searched(turn).level_goal) == (Level.A2, Level.B1)


def test_a_training_with_a_level_is_for_somebody_who_has_it() -> None:
    turn = after(FRESH, writes(Intent.FIND_COURSE, course_type="vocational_training", level="B1", place="esslingen"))

    assert (searched(turn).level_now, searched(turn).level_goal) == (Level.B1, None)


def test_kita_until_one_leaves_time_for_the_way_and_no_weekend() -> None:
    turn = after(FRESH, writes(Intent.FIND_CHILDCARE_COURSE, time_until="13:00", place="esslingen", level="A1"))

    criteria = searched(turn)
    assert (criteria.time_until, criteria.way_minutes, criteria.school_days_only) == ("13:00", 30, True)
    assert not criteria.childcare


def test_a_course_until_one_without_children_ends_at_one() -> None:
    turn = after(FRESH, writes(Intent.FIND_COURSE, time_until="13:00", place="esslingen", level="B1"))

    assert (searched(turn).time_until, searched(turn).way_minutes) == ("13:00", 0)


def test_care_for_the_youngest_child_decides() -> None:
    turn = after(
        FRESH,
        writes(Intent.FIND_CHILDCARE_COURSE, childcare="true", child_age=("4", "1.5"), place="nuertingen", level="A0"),
    )

    assert searched(turn).childcare
    assert searched(turn).child_age_years == 1.5


def test_with_children_care_is_asked_first_and_place_second() -> None:
    first = press(FRESH, ActionKind.NEED, Need.CHILDCARE)
    second = press(first.state, ActionKind.UNTIL, "1300")
    third = press(second.state, ActionKind.PLACE, "kirchheim")

    assert first.replies == (Ask(Question.CARE),)
    assert second.replies == (Ask(Question.PLACE),)
    assert searched(third).time_until == "13:00"


def test_learning_at_home_needs_no_place() -> None:
    first = press(FRESH, ActionKind.NEED, Need.CHILDCARE)
    second = press(first.state, ActionKind.CARE, CareMode.ONLINE)

    assert second.replies == (Ask(Question.LEVEL),)
    third = press(second.state, ActionKind.LEVEL, "-")
    assert searched(third) == SearchCriteria(format=Format.ONLINE)


def test_in_the_evening_is_a_wish_for_the_evening() -> None:
    first = press(FRESH, ActionKind.NEED, Need.CHILDCARE)
    second = press(first.state, ActionKind.CARE, CareMode.EVENING)
    third = press(second.state, ActionKind.PLACE, "-")

    assert searched(third).times_of_day == {TimeOfDay.EVENING}


def test_an_answer_with_more_than_was_asked_is_taken_whole() -> None:
    first = after(FRESH, writes(Intent.FIND_COURSE, level="B1"))
    second = after(first.state, writes(Intent.INFORM, place="nuertingen", weekday=("sat", "sun")))

    assert searched(second).weekdays == {Weekday.SAT, Weekday.SUN}
    assert searched(second).place == "nuertingen"


def test_a_sentence_in_answer_to_a_question_keeps_what_was_said_before() -> None:
    first = after(FRESH, writes(Intent.FIND_COURSE, level="B1"))
    second = after(first.state, writes(Intent.FIND_CHILDCARE_COURSE, place="nuertingen", childcare="true"))

    assert searched(second) == SearchCriteria(level_goal=Level.B1, place="nuertingen", childcare=True)


def test_a_correction_after_results_changes_only_that() -> None:
    state = with_results(level_goal=Level.B1, place="esslingen")

    turn = after(state, writes(Intent.INFORM, place="nuertingen"))

    assert searched(turn) == SearchCriteria(level_goal=Level.B1, place="nuertingen")


def test_a_new_search_keeps_only_what_is_true_about_her() -> None:
    state = with_results(level_now=Level.A2, place="esslingen", weekdays=frozenset({Weekday.SAT}))

    turn = after(state, writes(Intent.FIND_COURSE, course_type="computer_course", place="kirchheim"))

    assert searched(turn) == SearchCriteria(
        level_now=Level.A2, place="kirchheim", course_types=frozenset({CourseType.COMPUTER_COURSE})
    )


def test_a_town_alone_changes_the_running_search_even_when_it_sounds_like_a_new_one() -> None:
    state = with_results(level_now=Level.A2, place="esslingen", weekdays=frozenset({Weekday.SAT}))

    turn = after(state, writes(Intent.FIND_COURSE, place="kirchheim"))

    assert searched(turn) == SearchCriteria(level_now=Level.A2, place="kirchheim", weekdays=frozenset({Weekday.SAT}))


def test_a_new_search_remembers_level_town_and_hours_and_says_so() -> None:
    state = with_results(level_now=Level.A2, place="esslingen", care=CareMode.HOURS, time_until="13:00")

    turn = press(state, ActionKind.NEED, Need.CHILDCARE)

    assert turn.replies == (Remembered(state.wishes),)
    assert (searched(turn).level_now, searched(turn).place, searched(turn).time_until) == (
        Level.A2,
        "esslingen",
        "13:00",
    )


def test_what_she_says_now_counts_more_than_what_she_said_before() -> None:
    state = with_results(level_now=Level.A2, place="esslingen", care=CareMode.HOURS, time_until="13:00")

    turn = after(state, writes(Intent.FIND_COURSE, level="B2", place="plochingen", time_of_day="evening"))

    assert turn.replies == ()
    assert searched(turn) == SearchCriteria(
        level_goal=Level.B2, place="plochingen", times_of_day=frozenset({TimeOfDay.EVENING})
    )


def test_a_level_to_reach_is_not_taken_over_into_a_training() -> None:
    state = with_results(level_goal=Level.B1, place="esslingen")

    turn = after(state, writes(Intent.FIND_COURSE, course_type="vocational_training"))

    assert searched(turn).level_goal is None
    assert turn.replies == (Remembered(Wishes(place="esslingen")),)


def test_nothing_found_can_be_watched_and_stopped() -> None:
    state = with_results(level_goal=Level.B2, place="owen")
    nothing = after(state, OffersFound(SearchResult(SearchCriteria()))).state

    watched, stopped = press(nothing, ActionKind.WATCH, "yes"), press(nothing, ActionKind.WATCH, "stop")

    assert (watched.replies, watched.records) == ((WatchStarted(state.wishes),), (Watch(state.wishes, "de"),))
    assert (stopped.replies, stopped.records) == ((WatchStopped(),), (StopWatching(),))


def test_what_has_offers_is_not_watched() -> None:
    shown = after(with_results(), page(1, 2, 3)).state

    assert press(shown, ActionKind.WATCH, "yes").replies == (OldButton(),)
    assert press(FRESH, ActionKind.WATCH, "yes").replies == (OldButton(),)


def test_the_map_of_an_offer_does_not_let_her_rate_it_twice() -> None:
    rated = press(after(FRESH, OfferFound(offer(1))).state, ActionKind.RATE, "yes-find_course").state

    mapped = after(rated, OfferFound(offer(1), OfferView.MAP)).state
    another = after(rated, OfferFound(offer(2))).state

    assert press(mapped, ActionKind.RATE, "yes-find_course").records == ()
    assert press(another, ActionKind.RATE, "yes-find_course").records != ()


def test_change_forgets_what_was_remembered_and_asks_again() -> None:
    state = with_results(level_now=Level.A2, place="esslingen", care=CareMode.HOURS, time_until="13:00")

    turn = press(state, ActionKind.CHANGE)

    assert turn.replies == (Ask(Question.LEVEL),)
    assert turn.state.wishes == Wishes()


def test_computer_courses_are_found_without_asking_for_german() -> None:
    turn = after(FRESH, writes(Intent.FIND_COURSE, course_type="computer_course", place="esslingen"))

    assert searched(turn).course_types == {CourseType.COMPUTER_COURSE}


def page(*numbers: int) -> OffersFound:
    """A part of a list of five."""
    return OffersFound(
        SearchResult(SearchCriteria(), matches=tuple(offer(number) for number in numbers), matches_count=5)
    )


def test_offers_come_in_pages_and_more_goes_on() -> None:
    first = after(with_results(), page(1, 2, 3))
    again = press(first.state, ActionKind.MORE)
    second = after(again.state, page(4, 5))
    third = after(press(second.state, ActionKind.MORE).state, page())

    assert isinstance(first.replies[0], ShowOffers)
    assert [each.id for each in first.replies[0].offers] == [1, 2, 3]
    assert isinstance(second.replies[0], ShowOffers)
    assert [each.id for each in second.replies[0].offers] == [4, 5]
    assert [request.offset for request in (again.request,) if isinstance(request, FindOffers)] == [3]
    assert third.replies == (NoMoreOffers(open_count=0),)


def test_nothing_found_shows_near_misses_and_what_would_have_to_give() -> None:
    miss = NearMiss(offer(1), Wish.PLACE)
    result = SearchResult(SearchCriteria(place="owen"), near_misses=(miss,), relaxed=((Wish.PLACE, 12),))

    turn = after(with_results(place="owen"), OffersFound(result))

    assert turn.replies == (ShowNearMisses((miss,), ((Wish.PLACE, 12),), result.criteria, 0),)


def test_giving_up_a_wish_searches_without_it() -> None:
    turn = press(with_results(place="owen", level_goal=Level.B1), ActionKind.RELAX, Wish.PLACE)

    assert searched(turn) == SearchCriteria(level_goal=Level.B1)


def test_what_is_not_stated_can_be_looked_at() -> None:
    question = OpenQuestion(offer(9), (Wish.CHILDCARE,))
    result = SearchResult(SearchCriteria(childcare=True), ask=(question,), ask_count=1)

    turn = press(replace(with_results(care=CareMode.CARE), offset=3), ActionKind.OPEN)
    shown = after(turn.state, OffersFound(result, View.OPEN))

    assert isinstance(turn.request, FindOffers)
    assert (turn.request.view, turn.request.offset) == (View.OPEN, 0)
    assert shown.replies == (ShowOpenQuestions((question,), first=1, total=1),)


def test_what_is_not_stated_comes_in_pages_too() -> None:
    questions = tuple(OpenQuestion(offer(number), (Wish.CHILDCARE,)) for number in (1, 2, 3))
    result = SearchResult(SearchCriteria(childcare=True), ask=questions, ask_count=4)

    turn = press(with_results(care=CareMode.CARE), ActionKind.OPEN)
    shown = after(turn.state, OffersFound(result, View.OPEN))
    more = press(shown.state, ActionKind.MORE)

    assert shown.replies == (ShowOpenQuestions(questions, first=1, total=4),)
    assert isinstance(more.request, FindOffers)
    assert (more.request.view, more.request.offset) == (View.OPEN, 3)


def test_a_button_of_a_forgotten_search_is_answered_kindly() -> None:
    for kind in (ActionKind.MORE, ActionKind.OPEN, ActionKind.ONLINE, ActionKind.WOMEN_ONLY):
        assert press(FRESH, kind).replies == (OldButton(),)


def test_more_in_words_without_a_search_shows_the_menu() -> None:
    assert after(FRESH, writes(Intent.MORE_RESULTS)).replies == (Menu(),)


def test_no_with_another_value_changes_the_search() -> None:
    turn = after(with_results(level_goal=Level.B1, place="esslingen"), writes(Intent.DENY, level="B2"))

    assert (searched(turn).level_goal, searched(turn).place) == (Level.B2, "esslingen")


def test_yes_with_a_value_is_that_value() -> None:
    turn = after(with_results(level_goal=Level.B1), writes(Intent.AFFIRM, place="nuertingen"))

    assert searched(turn).place == "nuertingen"


def test_what_she_says_no_to_does_not_come_back() -> None:
    asked = press(with_results(place="esslingen"), ActionKind.NOT_FOR_ME, "7")
    turn = press(asked.state, ActionKind.WHY_NOT, "other-7")

    assert asked.replies == (AskWhyNot(7),)
    assert searched(turn) == SearchCriteria(place="esslingen", except_ids=frozenset({7}))


@pytest.mark.parametrize(
    ("reason", "question"),
    [(WhyNot.TIME, Question.CARE), (WhyNot.PLACE, Question.PLACE), (WhyNot.LEVEL, Question.LEVEL)],
)
def test_what_is_wrong_with_an_offer_is_asked_anew(reason: WhyNot, question: Question) -> None:
    turn = press(with_results(place="esslingen", level_now=Level.A2), ActionKind.WHY_NOT, f"{reason}-7")

    assert turn.replies == (Ask(question),)
    assert turn.state.wishes.rejected == (7,)


def test_too_expensive_searches_what_is_free_and_no_childcare_searches_care() -> None:
    free = press(with_results(place="esslingen"), ActionKind.WHY_NOT, "money-7")
    care = press(with_results(place="esslingen"), ActionKind.WHY_NOT, "care-7")

    assert searched(free).is_free
    assert searched(care).childcare


def test_of_many_refused_offers_the_last_ones_are_remembered() -> None:
    state = with_results()
    for number in range(1, MAX_REJECTED + 2):
        state = press(state, ActionKind.WHY_NOT, f"other-{number}").state

    assert state.wishes.rejected == tuple(range(2, MAX_REJECTED + 2))


def test_a_german_course_is_every_course_that_is_called_so() -> None:
    turn = after(FRESH, writes(Intent.FIND_COURSE, course_type="german_course", level="B1", place="esslingen"))

    assert searched(turn).course_types == {
        CourseType.GERMAN_COURSE,
        CourseType.INTEGRATION_COURSE,
        CourseType.VOCATIONAL_GERMAN,
    }


@pytest.mark.parametrize(
    ("kind", "view"),
    [
        (ActionKind.OFFER, OfferView.DETAILS),
        (ActionKind.WEEK, OfferView.WEEK),
        (ActionKind.CALENDAR, OfferView.CALENDAR),
        (ActionKind.MAP, OfferView.MAP),
    ],
)
def test_each_look_at_an_offer_begins_its_way_in_her_town(kind: ActionKind, view: OfferView) -> None:
    turn = press(with_results(place="esslingen"), kind, "7")

    assert turn.request == FindOffer(7, view, "esslingen")


def test_her_week_knows_when_her_children_are_in_kita() -> None:
    state = with_results(care=CareMode.HOURS, time_from="07:30", time_until="13:00")

    turn = after(state, OfferFound(offer(7), OfferView.WEEK, way_minutes=40))

    assert turn.replies == (ShowWeek(offer(7), 40, "07:30", "13:00"),)
    assert turn.state == state


def test_hours_of_a_course_she_wished_are_not_those_of_kita() -> None:
    turn = after(with_results(time_until="13:00"), OfferFound(offer(7), OfferView.WEEK, way_minutes=30))

    assert turn.replies == (ShowWeek(offer(7), 30, None, None),)


@pytest.mark.parametrize("view", OfferView)
def test_an_offer_that_is_gone_is_gone_in_every_view(view: OfferView) -> None:
    assert after(FRESH, OfferFound(None, view)).replies == (OfferGone(),)


def test_of_two_towns_the_one_she_has_not_been_shown_is_meant() -> None:
    turn = after(with_results(place="esslingen"), writes(Intent.INFORM, place=("esslingen", "kirchheim")))

    assert searched(turn).place == "kirchheim"


def test_integration_course_with_a2_is_for_somebody_who_has_a2() -> None:
    message = writes(Intent.FIND_COURSE, course_type="integration_course", level="A2", place="filderstadt")

    criteria = searched(after(FRESH, message))

    assert (criteria.level_now, criteria.level_goal) == (Level.A2, None)


def test_a_group_for_mother_and_child_must_take_a_child_of_that_age() -> None:
    message = writes(Intent.FIND_CHILDCARE_COURSE, course_type="parent_child_course", child_age="5", place="nuertingen")

    criteria = searched(after(FRESH, message))

    assert (criteria.brings_child, criteria.child_age_years) == (True, 5.0)
