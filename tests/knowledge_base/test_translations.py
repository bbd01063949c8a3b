"""The state of a text is worked out from what was written and released, whatever happens in whatever order."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.models import Answer, text_hash
from knowledge_base.translations import AnswerState, answer_state, edit, release, released_text
from knowledge_base.vocabulary import Topic

DAY = date(2027, 2, 1)


def answer(language: str, text: str, source: str) -> Answer:
    return Answer(topic=Topic.WORK, language=language, text=text, checked_on=DAY, source_hash=text_hash(source))


@dataclass
class Desk:
    """Staff at work on one answer in German and Turkish."""

    german: Answer = field(default_factory=lambda: answer("de", "Arbeit", "Arbeit"))
    turkish: Answer = field(default_factory=lambda: answer("tr", "İş", "Arbeit"))

    def states(self) -> tuple[AnswerState, AnswerState]:
        return answer_state(self.german, self.german), answer_state(self.turkish, self.german)

    def release_both(self) -> None:
        for each in (self.german, self.turkish):
            release(each, self.german, on=DAY, by_role="counsellor")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_what_nobody_has_released_is_unreviewed(desk: Desk) -> None:
    assert desk.states() == (AnswerState.UNREVIEWED, AnswerState.UNREVIEWED)
    assert released_text(desk.turkish, desk.german) is None


def test_what_was_released_is_current(desk: Desk) -> None:
    desk.release_both()

    assert desk.states() == (AnswerState.CURRENT, AnswerState.CURRENT)


def test_new_german_text_makes_the_translation_outdated(desk: Desk) -> None:
    desk.release_both()
    edit(desk.german, "Arbeit und Lohn", desk.german)

    assert desk.states() == (AnswerState.UNREVIEWED, AnswerState.OUTDATED)
    shown = released_text(desk.turkish, desk.german)
    assert shown is not None
    assert (shown.text, shown.is_outdated, shown.reviewed_on) == ("İş", True, DAY)


def test_draft_of_a_translation_leaves_the_released_text_in_place(desk: Desk) -> None:
    desk.release_both()
    edit(desk.turkish, "İş ve çalışma", desk.german)

    assert desk.states() == (AnswerState.CURRENT, AnswerState.UNREVIEWED)
    shown = released_text(desk.turkish, desk.german)
    assert shown is not None
    assert (shown.text, shown.is_outdated) == ("İş", False)


def test_translation_written_after_the_new_german_text_still_waits_for_its_review(desk: Desk) -> None:
    desk.release_both()
    edit(desk.german, "Arbeit und Lohn", desk.german)
    edit(desk.turkish, "İş", desk.german)

    assert desk.states()[1] is AnswerState.UNREVIEWED


def test_german_text_put_back_needs_nothing_again(desk: Desk) -> None:
    desk.release_both()
    edit(desk.german, "Arbeit und Lohn", desk.german)
    edit(desk.german, "Arbeit\r\n", desk.german)

    assert desk.states() == (AnswerState.CURRENT, AnswerState.CURRENT)


def test_empty_or_absent_text_is_missing(desk: Desk) -> None:
    desk.release_both()

    assert answer_state(None, desk.german) is AnswerState.MISSING
    desk.turkish.text = "  \n"
    assert desk.states()[1] is AnswerState.MISSING


def test_translation_of_nothing_is_outdated(desk: Desk) -> None:
    desk.release_both()

    assert answer_state(desk.turkish, None) is AnswerState.OUTDATED


WORK = st.lists(
    st.tuples(
        st.sampled_from(["edit german", "edit turkish", "release german", "release turkish"]),
        st.sampled_from(["a", "b", "c"]),
    ),
    max_size=12,
)


@given(WORK)
def test_shown_as_current_is_only_what_a_person_released_next_to_the_german_text_of_now(
    work: list[tuple[str, str]],
) -> None:
    desk, released = Desk(), set[tuple[str, str, str]]()
    for number, (what, text) in enumerate(work):
        row = desk.german if what.endswith("german") else desk.turkish
        if what.startswith("edit"):
            edit(row, text, desk.german)
        else:
            release(row, desk.german, on=DAY + timedelta(days=number), by_role="counsellor")
            released.add((row.language, row.text, desk.german.text))

        for each in (desk.german, desk.turkish):
            state, shown = answer_state(each, desk.german), released_text(each, desk.german)
            if state is AnswerState.CURRENT:
                assert (each.language, each.text, desk.german.text) in released
            if shown is not None:
                assert shown.is_outdated or (each.language, shown.text, desk.german.text) in released
                assert any((each.language, shown.text) == (language, text) for language, text, _ in released)
            if each.language == "de":
                assert state is not AnswerState.OUTDATED


@given(WORK, st.sampled_from(["new", "other"]))
def test_no_translation_stays_current_when_the_german_text_changes(work: list[tuple[str, str]], text: str) -> None:
    desk = Desk()
    for what, words in work:
        row = desk.german if what.endswith("german") else desk.turkish
        if what.startswith("edit"):
            edit(row, words, desk.german)
        else:
            release(row, desk.german, on=DAY, by_role="counsellor")

    edit(desk.german, text, desk.german)

    assert desk.states()[1] is AnswerState.OUTDATED
