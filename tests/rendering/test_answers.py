"""An answer that is old or in another language says so, in every language."""

from datetime import date

import pytest

from bot.dialogue.actions import ActionKind, Need, decode
from bot.dialogue.flows.facts import topic_of
from bot.dialogue.replies import ShowAnswer
from bot.rendering.answers import answer
from bot.rendering.language import Language, load_languages
from knowledge_base.load import read_answers
from knowledge_base.results import AnswerText
from knowledge_base.vocabulary import Intent, Topic

LANGUAGES = load_languages()
OLD = "This text is from %(day)s. Something may be different today: please ask."
FOREIGN = "We do not have this text in your language yet. A person can explain it to you."

FACT_INTENTS = (
    Intent.ASK_COST,
    Intent.ASK_REGISTRATION,
    Intent.ASK_DOCUMENTS,
    Intent.ASK_RIGHTS,
    Intent.FIND_WORK,
    Intent.FIND_FAMILY_OFFER,
    Intent.TALK_TO_COUNSELLOR,
)

everywhere = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)


def text_of(language: Language, written_in: str, *, is_outdated: bool = False) -> str:
    found = AnswerText(
        Topic.WORK, written_in, "…", None, date(2026, 11, 22), reviewed_on=date(2026, 1, 2), is_outdated=is_outdated
    )
    [message] = answer(language, ShowAnswer(found, None))
    return message.text


@everywhere
def test_current_text_in_her_language_has_only_the_day_it_was_checked(language: Language) -> None:
    text = text_of(language, language.code)

    assert language.say("Checked on %(day)s", day=language.date(date(2026, 11, 22))) in text
    assert language.say(FOREIGN) not in text


@everywhere
def test_old_text_is_dated_and_not_called_checked(language: Language) -> None:
    text = text_of(language, language.code, is_outdated=True)

    assert language.say(OLD, day=language.date(date(2026, 1, 2))) in text
    assert language.date(date(2026, 11, 22)) not in text


@everywhere
def test_text_in_another_language_says_so_before_it_begins(language: Language) -> None:
    text = text_of(language, "xx")

    assert 0 < text.index(language.say(FOREIGN)) < text.index("…")


@everywhere
def test_every_shipped_answer_is_short(language: Language) -> None:
    for file in read_answers():
        found = AnswerText(file.topic, language.code, file.texts[language.code], file.source_url, file.checked_on)
        [message] = answer(language, ShowAnswer(found, None))

        assert len(message.text) < 1200, file.topic
        assert 3 <= len(found.text.splitlines()) <= 10, file.topic


def topics_under(topic: Topic) -> set[Topic]:
    found = AnswerText(topic, "de", "…", None, date(2026, 11, 22))
    [message] = answer(LANGUAGES["de"], ShowAnswer(found, None))
    presses = [decode(button.data) for row in message.buttons for button in row if button.data]
    return {Topic(press.value) for press in presses if press and press.kind is ActionKind.TOPIC}


def test_every_topic_is_reached_by_buttons_from_what_she_can_ask() -> None:
    reached = {topic_of(intent, need) for intent in FACT_INTENTS for need in (None, Need.RECOGNITION)}
    reached.add(Topic.WHAT_IS_RECOGNITION)
    while more := {under for topic in reached for under in topics_under(topic)} - reached:
        reached |= more

    assert reached == set(Topic)


def test_answer_about_violence_is_as_sensitive_as_the_numbers_of_help() -> None:
    found = AnswerText(Topic.VIOLENCE, "de", "…", None, date(2026, 11, 22))

    [message] = answer(LANGUAGES["de"], ShowAnswer(found, None))

    assert message.is_sensitive
