"""What a message means depends on what is talked about."""

import pytest

from bot.dialogue.actions import Need
from bot.dialogue.events import Cue, FindAnswer, FindOffers
from bot.dialogue.replies import Ask, Danger
from bot.dialogue.respond import respond
from bot.dialogue.state import ConversationState, Question, Wishes
from bot.dialogue.turn import Turn
from knowledge_base.results import SearchCriteria
from knowledge_base.vocabulary import CourseType, Intent, Level, Profession, Topic
from tests.dialogue.examples import LANGUAGES, writes

RUNNING = ConversationState(need=Need.COURSE, has_results=True, wishes=Wishes(level_now=Level.A2, place="esslingen"))


def after(state: ConversationState, *args: object, **kwargs: object) -> Turn:
    return respond(state, writes(*args, **kwargs), languages=LANGUAGES)  # type: ignore[arg-type]


def searched(turn: Turn) -> SearchCriteria:
    assert isinstance(turn.request, FindOffers), turn
    return turn.request.criteria


def test_a_level_she_has_is_not_the_one_she_wants() -> None:
    wanted = after(ConversationState(), Intent.FIND_COURSE, level="A1", place="esslingen")
    has = after(ConversationState(), Intent.FIND_COURSE, level="A1", place="esslingen", cues=(Cue.LEVEL_IS_HERS,))

    assert (searched(wanted).level_goal, searched(wanted).level_now) == (Level.A1, None)
    assert (searched(has).level_goal, searched(has).level_now) == (None, Level.A1)


def test_no_german_at_all_is_level_a0() -> None:
    turn = after(ConversationState(), Intent.FIND_COURSE, place="esslingen", cues=(Cue.BEGINNER,))

    assert searched(turn).level_now is Level.A0


def test_from_zero_answers_the_question_for_her_level_and_forgets_nothing() -> None:
    asked = ConversationState(need=Need.COURSE, pending=Question.LEVEL, wishes=Wishes(place="esslingen"))

    turn = after(asked, Intent.RESTART, cues=(Cue.BEGINNER,))

    assert searched(turn) == SearchCriteria(level_now=Level.A0, place="esslingen")


@pytest.mark.parametrize("intent", [Intent.HELP, Intent.ASK_COST, Intent.FIND_FAMILY_OFFER, Intent.FIND_COURSE])
def test_only_women_and_only_free_narrow_the_running_search(intent: Intent) -> None:
    women = searched(after(RUNNING, intent, cues=(Cue.ONLY_WOMEN,)))
    free = searched(after(RUNNING, intent, cues=(Cue.FREE,)))

    assert (women.women_only, women.place, free.is_free, free.level_now) == (True, "esslingen", True, Level.A2)


def test_values_of_a_message_that_is_hardly_understood_change_the_running_search() -> None:
    turn = after(RUNNING, Intent.FIND_WORK, 0.3, place="kirchheim")

    assert searched(turn).place == "kirchheim"


def test_bringing_the_child_is_a_group_for_both() -> None:
    turn = after(ConversationState(), Intent.FIND_CHILDCARE_COURSE, place="koengen", cues=(Cue.WITH_CHILD,))

    assert searched(turn).course_types == {CourseType.PARENT_CHILD_COURSE}


def test_how_long_is_answered_for_recognition_where_it_is_talked_about() -> None:
    state = ConversationState(need=Need.RECOGNITION, profession=Profession.NURSE)

    turn = after(state, Intent.OUT_OF_SCOPE, 0.3, cues=(Cue.DURATION,))

    assert turn.request == FindAnswer(Topic.RECOGNITION_DURATION)


def test_danger_stays_danger_whatever_else_is_said() -> None:
    turn = after(RUNNING, Intent.CRISIS, cues=(Cue.FREE, Cue.DURATION), place="esslingen")

    assert turn.replies == (Danger(),)


def test_a_country_alone_leaves_the_question_for_her_profession_open() -> None:
    asked = ConversationState(need=Need.RECOGNITION, pending=Question.PROFESSION)

    turn = after(asked, Intent.INFORM, country="BG")

    assert turn.replies == (Ask(Question.PROFESSION),)
    assert turn.state.country == "BG"


def test_a_teacher_of_english_does_not_wish_to_speak_it() -> None:
    asked = ConversationState(language="ru", need=Need.RECOGNITION, pending=Question.PROFESSION)

    turn = after(asked, Intent.CHANGE_LANGUAGE, profession="teacher", language="en")

    assert (turn.state.language, turn.state.profession) == ("ru", Profession.TEACHER)
