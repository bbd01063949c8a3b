"""Recognition, facts, danger, language, small talk, and everything that is not understood."""

from datetime import date

import pytest

from bot.dialogue.actions import Action, ActionKind, Need
from bot.dialogue.events import (
    AnswerFound,
    ButtonPressed,
    CalledInGroup,
    Command,
    CommandGiven,
    ContentKind,
    ContentSent,
    Event,
    FindAnswer,
    FindRoute,
    FindSubscription,
    KnowledgeUnavailable,
    MessageEdited,
    NothingToRead,
    NotUnderstood,
    PlaceShared,
    Purpose,
    RouteFound,
    Subscription,
    SubscriptionFound,
    Understood,
)
from bot.dialogue.records import QuestionShown, Rated
from bot.dialogue.replies import (
    Ask,
    AskDelete,
    AskLanguage,
    AskToShow,
    ButtonsOnly,
    CannotRead,
    Danger,
    Deleted,
    DidYouMean,
    EditNotSeen,
    Export,
    Greeting,
    Kept,
    LanguageNotSpoken,
    LanguageSet,
    NoAnswerYet,
    NotUnderstoodReply,
    OffersUnavailable,
    OldButton,
    OnlyInPrivate,
    PlaceUnderstood,
    PrivacyNotice,
    QuestionDecided,
    RatingTaken,
    ShowRoute,
    SmallTalk,
    SmallTalkKind,
    UnknownCommand,
)
from bot.dialogue.respond import respond
from bot.dialogue.state import ConversationState, Question, Wishes
from bot.dialogue.turn import Turn
from knowledge_base.vocabulary import Entity, Intent, Level, Profession, Topic
from tests.dialogue.examples import LANGUAGES, writes

FRESH = ConversationState()


def after(state: ConversationState, event: Event) -> Turn:
    return respond(state, event, languages=LANGUAGES)


def press(state: ConversationState, kind: ActionKind, value: str = "") -> Turn:
    return after(state, ButtonPressed(Action(kind, value)))


def test_a_nurse_from_syria_gets_the_way_for_nurses() -> None:
    turn = after(FRESH, writes(Intent.ASK_RECOGNITION, profession="nurse", country="SY"))

    assert turn.request == FindRoute(Profession.NURSE)
    assert turn.state.country == "SY"


def test_without_a_profession_she_is_asked_for_it_and_may_answer_in_words() -> None:
    first = after(FRESH, writes(Intent.ASK_RECOGNITION))
    second = after(first.state, writes(Intent.INFORM, profession="teacher"))

    assert first.replies == (Ask(Question.PROFESSION),)
    assert second.request == FindRoute(Profession.TEACHER)


def test_something_else_tells_what_recognition_is() -> None:
    first = press(FRESH, ActionKind.NEED, Need.RECOGNITION)
    second = press(first.state, ActionKind.PROFESSION, "-")

    assert second.request == FindAnswer(Topic.WHAT_IS_RECOGNITION)


def test_a_profession_without_confirmed_facts_is_said_honestly() -> None:
    turn = after(FRESH, RouteFound(Profession.ARTIST, None))

    assert turn.replies == (ShowRoute(Profession.ARTIST, None),)


@pytest.mark.parametrize(
    ("need", "topic"),
    [(None, Topic.COURSE_COST), (Need.COURSE, Topic.COURSE_COST), (Need.RECOGNITION, Topic.RECOGNITION_COST)],
)
def test_costs_are_those_of_what_is_talked_about(need: Need | None, topic: Topic) -> None:
    turn = after(ConversationState(need=need), writes(Intent.ASK_COST))

    assert turn.request == FindAnswer(topic)


def test_no_reviewed_answer_leads_to_a_person() -> None:
    assert after(FRESH, AnswerFound(Topic.WORK, None)).replies == (NoAnswerYet(),)


def test_danger_comes_before_everything_even_in_the_middle_of_a_question() -> None:
    asked = after(FRESH, writes(Intent.FIND_COURSE)).state

    turn = after(asked, writes(Intent.CRISIS, 0.4))

    assert turn.replies == (Danger(),)
    assert turn.state.pending is None


def test_a_mere_suspicion_of_danger_is_offered_as_a_button() -> None:
    asked = after(FRESH, writes(Intent.FIND_COURSE)).state

    turn = after(asked, writes(Intent.CRISIS, 0.2, alternatives=((Intent.FIND_WORK, 0.15),), level="B1"))

    assert turn.replies == (DidYouMean((Intent.CRISIS, Intent.FIND_WORK)),)


def test_danger_can_be_said_with_a_button() -> None:
    assert press(FRESH, ActionKind.GUESS, Intent.CRISIS).replies == (Danger(),)


def test_the_message_decides_the_language() -> None:
    turn = after(FRESH, writes(Intent.FIND_COURSE, language="tr", is_sure=True))

    assert turn.state.language == "tr"


def test_bare_values_do_not_change_the_language() -> None:
    arabic = ConversationState(language="ar", is_language_known=True)

    turn = after(arabic, writes(Intent.INFORM, language="de", is_sure=True, place="nuertingen"))

    assert turn.state.language == "ar"


def test_an_unsure_message_does_not_change_the_language() -> None:
    arabic = ConversationState(language="ar", is_language_known=True)

    assert after(arabic, writes(Intent.FIND_COURSE, language="de")).state.language == "ar"


def test_she_can_ask_for_another_language_in_words() -> None:
    named = after(FRESH, Understood(Intent.CHANGE_LANGUAGE, 0.9, "de", slots={Entity.LANGUAGE: ("ar",)}))
    unnamed = after(FRESH, writes(Intent.CHANGE_LANGUAGE))
    unknown = after(FRESH, Understood(Intent.CHANGE_LANGUAGE, 0.9, "de", slots={Entity.LANGUAGE: ("so",)}))

    assert (named.state.language, named.replies) == ("ar", (LanguageSet(),))
    assert unnamed.replies == (AskLanguage(),)
    assert unknown.replies == (LanguageNotSpoken(),)


def test_the_first_choice_of_a_language_is_answered_with_the_greeting() -> None:
    first = press(FRESH, ActionKind.LANGUAGE, "ar")
    later = press(first.state, ActionKind.LANGUAGE, "uk")

    assert first.replies == (Greeting(),)
    assert later.replies == (LanguageSet(),)
    assert later.state.language == "uk"


def test_a_language_that_is_not_spoken_is_an_old_button() -> None:
    assert press(FRESH, ActionKind.LANGUAGE, "xx").replies == (OldButton(),)


def test_an_unsure_guess_becomes_two_buttons_and_a_press_acts_with_what_she_said() -> None:
    message = writes(
        Intent.FIND_WORK,
        0.3,
        alternatives=((Intent.FIND_COURSE, 0.25), (Intent.GREET, 0.2)),
        level="B1",
        place="esslingen",
    )

    asked = after(FRESH, message)
    confirmed = press(asked.state, ActionKind.GUESS, Intent.FIND_COURSE)

    assert asked.replies == (DidYouMean((Intent.FIND_WORK, Intent.FIND_COURSE)),)
    assert confirmed.state.wishes == Wishes(level_goal=Level.B1, place="esslingen")


def test_values_answer_an_open_question_even_when_the_intent_is_unsure() -> None:
    first = after(FRESH, writes(Intent.FIND_COURSE, level="B1"))
    second = after(first.state, writes(Intent.OUT_OF_SCOPE, 0.3, place="plochingen"))

    assert second.state.wishes.place == "plochingen"
    assert second.request is not None


def test_after_two_failures_a_person_is_named() -> None:
    first = after(FRESH, writes(Intent.OUT_OF_SCOPE, 0.2))
    second = after(first.state, NothingToRead())
    third = after(second.state, writes(Intent.GREET))

    assert not second.holds_words, "there is nothing to show"

    assert first.replies == (NotUnderstoodReply(offers_person=False),)
    assert second.replies == (NotUnderstoodReply(offers_person=True),)
    assert third.state.failures == 0


def test_after_two_failures_she_is_asked_whether_staff_may_see_it() -> None:
    first = after(FRESH, writes(Intent.OUT_OF_SCOPE, 0.2))
    second = after(first.state, writes(Intent.OUT_OF_SCOPE, 0.2))

    assert not first.holds_words
    assert second.holds_words
    assert second.replies == (NotUnderstoodReply(offers_person=True), AskToShow())


def test_her_words_are_kept_only_after_a_yes() -> None:
    holding = ConversationState(language="fa", held_words="her question")

    yes, no = press(holding, ActionKind.SHOW, "yes"), press(holding, ActionKind.SHOW, "no")

    assert (yes.replies, yes.records) == ((QuestionDecided(True),), (QuestionShown("her question", "fa"),))
    assert (no.replies, no.records) == ((QuestionDecided(False),), ())
    assert yes.state.held_words == no.state.held_words == ""


def test_whatever_she_does_next_her_words_are_forgotten() -> None:
    holding = ConversationState(held_words="her question")

    written, pressed = after(holding, writes(Intent.GREET)), press(holding, ActionKind.MENU)

    assert written.state.held_words == pressed.state.held_words == ""
    assert press(pressed.state, ActionKind.SHOW, "yes").replies == (OldButton(),)


def test_without_rasa_she_gets_the_menu_in_her_language() -> None:
    turn = after(FRESH, NotUnderstood("uk", is_language_sure=True))

    assert turn.replies == (ButtonsOnly(),)
    assert turn.state.language == "uk"


def test_without_the_knowledge_base_she_is_told() -> None:
    assert after(FRESH, KnowledgeUnavailable()).replies == (OffersUnavailable(),)


@pytest.mark.parametrize("kind", list(ContentKind))
def test_what_is_not_text_gets_a_kind_word(kind: ContentKind) -> None:
    assert after(FRESH, ContentSent(kind)).replies == (CannotRead(kind),)


def test_a_point_on_the_map_answers_the_question_for_her_town() -> None:
    asked = after(FRESH, writes(Intent.FIND_COURSE, level="B1"))

    turn = after(asked.state, PlaceShared("owen"))

    assert turn.replies == (PlaceUnderstood("owen"),)
    assert turn.request is not None
    assert turn.state.wishes.place == "owen"


def test_a_point_on_the_map_while_she_asks_about_her_diploma_does_not_end_that() -> None:
    asked = press(FRESH, ActionKind.NEED, Need.RECOGNITION)

    turn = after(asked.state, PlaceShared("owen"))

    assert turn.replies == (PlaceUnderstood("owen"), Ask(Question.PROFESSION))
    assert turn.state.wishes.place == "owen"


def test_a_group_is_told_once_that_the_bot_talks_in_private() -> None:
    first = after(FRESH, CalledInGroup())
    second = after(first.state, CalledInGroup())

    assert first.replies == (OnlyInPrivate(),)
    assert second.replies == ()


def test_an_edited_message_is_answered() -> None:
    assert after(FRESH, MessageEdited()).replies == (EditNotSeen(),)


def test_delete_asks_first_and_then_forgets_everything() -> None:
    known = ConversationState(language="tr", is_language_known=True, need=Need.COURSE)

    asked = after(known, CommandGiven(Command.DELETE))
    done = press(asked.state, ActionKind.DELETE, "yes")

    assert asked.replies == (AskDelete(),)
    assert not asked.forgets
    assert done.replies == (Deleted(),)
    assert done.forgets
    assert done.state == ConversationState(language="tr")


def test_what_is_stored_is_shown_with_what_she_is_told_about() -> None:
    known = ConversationState(wishes=Wishes(place="owen"), profession=Profession.NURSE, country="SY")
    subscription = Subscription(Wishes(place="kirchheim"), date(2027, 3, 1))
    kept = Kept(Wishes(place="owen"), Profession.NURSE, "SY", subscription)

    asked = [after(known, CommandGiven(command)) for command in (Command.PRIVACY, Command.EXPORT)]
    shown = [after(known, SubscriptionFound(purpose, subscription)) for purpose in Purpose]

    assert [turn.request for turn in asked] == [FindSubscription(purpose) for purpose in Purpose]
    assert [turn.replies for turn in shown] == [(PrivacyNotice(kept),), (Export(kept),)]


def test_an_answer_is_rated_once_and_again_when_it_is_shown_again() -> None:
    known = ConversationState(language="tr", is_language_known=True)

    first = press(known, ActionKind.RATE, "yes-rights")
    second = press(first.state, ActionKind.RATE, "no-rights")
    shown = after(second.state, AnswerFound(Topic.RIGHTS, None))
    third = press(shown.state, ActionKind.RATE, "no-rights")

    assert (first.replies, first.records) == ((RatingTaken(True),), (Rated("rights", "tr", True),))
    assert (second.replies, second.records) == ((RatingTaken(None),), ())
    assert (third.replies, third.records) == ((RatingTaken(False),), (Rated("rights", "tr", False),))


def test_an_unknown_command_and_a_forged_button_are_answered() -> None:
    assert after(FRESH, CommandGiven(None)).replies == (UnknownCommand(),)
    assert after(FRESH, ButtonPressed(None)).replies == (OldButton(),)


def test_start_forgets_the_search_and_keeps_the_language() -> None:
    known = ConversationState(language="fa", is_language_known=True, need=Need.COURSE, has_results=True)

    turn = after(known, CommandGiven(Command.START))

    assert turn.state == ConversationState(language="fa", is_language_known=True)
    assert turn.replies == (Greeting(),)


def test_a_question_whether_it_is_a_robot_is_answered_honestly() -> None:
    assert after(FRESH, writes(Intent.BOT_CHALLENGE)).replies == (SmallTalk(SmallTalkKind.ROBOT),)
