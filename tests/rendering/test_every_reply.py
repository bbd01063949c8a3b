"""Every reply in every language: whole sentences, within Telegram's limits, safe and in the right direction."""

import re
from html import unescape

import pytest

from bot.channels.telegram.sender import keyboard
from bot.dialogue.actions import decode
from bot.dialogue.replies import Danger, PrivacyNotice, Reply
from bot.rendering.language import Language, load_languages
from bot.rendering.message import Direction, File, Message, Picture, Venue
from bot.rendering.profile import page_texts, profile
from bot.rendering.render import Renderer
from knowledge_base.load import seed_emergency_numbers
from tests.rendering.every_reply import KINDS_OF_REPLIES, REPLIES

LANGUAGES = load_languages()
RENDERER = Renderer(LANGUAGES, seed_emergency_numbers(), retention_days=90)
NUMBERS = ("110", "112", "116 016")

everywhere = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)


def rendered(language: Language) -> list[tuple[Reply, Message]]:
    return [(reply, message) for reply in REPLIES for message in RENDERER.render(reply, language.code)]


def test_no_reply_is_left_out() -> None:
    assert {type(reply) for reply in REPLIES} == KINDS_OF_REPLIES


@everywhere
def test_no_placeholder_is_left_and_no_sentence_is_empty(language: Language) -> None:
    for reply, message in rendered(language):
        assert message.text.strip(), reply
        assert not re.search(r"%\(|\{\w+\}|%s|None", message.text), (reply, message.text)
        for button in (button for row in message.buttons for button in row):
            assert button.label.strip(), reply
            assert not re.search(r"%\(|\{\w+\}|%s|None", button.label), (reply, button)


@everywhere
def test_everything_is_within_telegrams_limits(language: Language) -> None:
    for reply, message in rendered(language):
        assert len(message.text.encode("utf-16-le")) // 2 <= 4096, reply
        buttons = [button for row in message.buttons for button in row]
        assert len(buttons) <= 60, reply
        for button in buttons:
            assert len((button.data or "").encode()) <= 64, button
            assert (button.data is None) != (button.url is None), button
            assert len(button.label) <= 64, button
        assert keyboard(message) is not None or not buttons


@everywhere
def test_what_is_not_text_is_within_telegrams_limits(language: Language) -> None:
    for reply, message in rendered(language):
        match message.attachment:
            case Picture(content, alternative):
                assert content.startswith(b"\x89PNG"), reply
                assert alternative, reply
            case File(content, name):
                assert content, reply
                assert re.fullmatch(r"[a-z0-9-]+\.[a-z]+", name), reply
            case Venue(_, _, title, address):
                assert title and address, reply
                continue
            case None:
                continue
        assert len(message.text.encode("utf-16-le")) // 2 <= 1024, reply


@everywhere
def test_every_button_does_something(language: Language) -> None:
    for reply, message in rendered(language):
        for button in (button for row in message.buttons for button in row):
            if button.data is not None:
                assert decode(button.data) is not None, (reply, button)


@everywhere
def test_only_bold_is_markup_whatever_a_provider_writes(language: Language) -> None:
    for reply, message in rendered(language):
        without_bold = message.text.replace("<b>", "").replace("</b>", "")
        assert "<" not in without_bold, (reply, message.text)
        assert message.text.count("<b>") == message.text.count("</b>"), reply


@everywhere
def test_right_to_left_text_begins_right_to_left_and_isolates_what_is_foreign(language: Language) -> None:
    for reply, message in rendered(language):
        assert message.direction is language.direction
        if language.direction is Direction.LTR:
            assert "\u2068" not in message.text
            continue
        for line in filter(None, message.text.split("\n")):
            assert line.startswith("\u200f"), (reply, line)
        assert message.text.count("\u2068") == message.text.count("\u2069"), reply


@everywhere
def test_the_numbers_of_help_are_the_same_everywhere(language: Language) -> None:
    [message] = RENDERER.render(Danger(), language.code)

    for number in NUMBERS:
        assert number in unescape(message.text)
    assert message.is_sensitive


@everywhere
def test_the_privacy_notice_names_the_period_that_is_kept(language: Language) -> None:
    [message] = Renderer(LANGUAGES, (), retention_days=37).render(PrivacyNotice(), language.code)

    assert "37" in message.text


@everywhere
def test_the_profile_is_within_telegrams_limits(language: Language) -> None:
    words = profile(language)

    assert 1 <= len(words.name) <= 64
    assert 1 <= len(words.description) <= 512
    assert 1 <= len(words.short_description) <= 120
    assert all(1 <= len(text) <= 256 for text in words.commands.values())
    assert all(page_texts(language).values())


def test_an_unknown_language_is_answered_in_german() -> None:
    [message] = RENDERER.render(Danger(), "xx")

    assert message.language == "de"
