"""An answer that is old or in another language says so, in every language."""

from datetime import date

import pytest

from bot.dialogue.replies import ShowAnswer
from bot.rendering.answers import answer
from bot.rendering.language import Language, load_languages
from knowledge_base.results import AnswerText
from knowledge_base.vocabulary import Topic

LANGUAGES = load_languages()
OLD = "This text is from %(day)s. Something may be different today: please ask."
FOREIGN = "We do not have this text in your language yet. A person can explain it to you."

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
