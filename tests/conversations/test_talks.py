"""Whole conversations in every language, with the real model, over the example offers on 1 February 2027."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import build
from bot.conversation import Conversation
from bot.dialogue.actions import decode
from bot.dialogue.events import ButtonPressed, CommandGiven, TextWritten
from bot.dialogue.replies import Reply
from bot.knowledge import KnowledgeBase
from bot.rendering.message import Message
from bot.rendering.render import Renderer
from bot.settings import Settings
from bot.storage.store import ConversationStore
from bot.understanding.reader import Reader
from knowledge_base.load import seed_emergency_numbers
from tests.conversation.parts import LANGUAGES, TEST_DAY, She
from tests.conversations.talks import BOT, COMMANDS, NOT_YET, PRESSES, SAYS, Line, Talk, details, expected, talks

pytestmark = pytest.mark.whole
MOST_LETTERS = 4096
TALKS = [
    pytest.param(
        talk, id=str(talk), marks=pytest.mark.xfail(strict=True, reason="not yet") if str(talk) in NOT_YET else ()
    )
    for language in LANGUAGES
    for talk in talks(language)
]
_chats = count(1)


class Listening(Renderer):
    """Renders as ever and remembers what was said."""

    said: list[Reply]

    def render(self, reply: Reply, language_code: str) -> list[Message]:
        self.said.append(reply)
        return super().render(reply, language_code)


@pytest.fixture
async def reader(rasa_url: str) -> AsyncIterator[Reader]:
    rasa, reader = build.make_reader(Settings(secret_key="k" * 40, nlu_url=rasa_url), build.languages())
    yield reader
    await rasa.close()


@pytest.fixture
def ear() -> Listening:
    return Listening(LANGUAGES, seed_emergency_numbers(), retention_days=90)


@pytest.fixture
def she(
    store: ConversationStore, reader: Reader, ear: Listening, knowledge_sessions: async_sessionmaker[AsyncSession]
) -> She:
    fallbacks = {code: each.fallback for code, each in LANGUAGES.items()}
    knowledge = KnowledgeBase(knowledge_sessions, fallbacks, lambda: TEST_DAY)
    return She(Conversation(store, reader, knowledge, ear), store, f"talk-{next(_chats)}")


@pytest.mark.parametrize("talk", TALKS)
async def test_talk_goes_as_it_is_written(talk: Talk, she: She, ear: Listening) -> None:
    messages: list[Message] = []
    for line in talk.lines:
        if line.speaker == BOT:
            _check_reply(talk, line, ear.said, messages)
            continue
        ear.said = []
        messages = await _says(she, line, messages, talk)
        _check_messages(talk, line, messages)


async def _says(she: She, line: Line, shown: list[Message], talk: Talk) -> list[Message]:
    if line.speaker == PRESSES:
        buttons = {button.data for message in shown for row in message.buttons for button in row}
        assert line.text in buttons, (
            f"{talk.language}.txt:{line.number}: there is no such button: {sorted(filter(None, buttons))}"
        )
        return await she.does(ButtonPressed(decode(line.text)), app_language=talk.language)
    if line.text in COMMANDS:
        return await she.does(CommandGiven(COMMANDS[line.text]), app_language=talk.language)
    return await she.does(TextWritten(line.text), app_language=talk.language)


def _check_messages(talk: Talk, line: Line, messages: list[Message]) -> None:
    where = f"{talk.language}.txt:{line.number}"
    assert messages, f"{where}: no answer"
    assert any(message.buttons for message in messages), f"{where}: no way on"
    for message in messages:
        assert "%(" not in message.text, where
        assert 0 < len(message.text) <= MOST_LETTERS, where


def _check_reply(talk: Talk, line: Line, said: list[Reply], messages: list[Message]) -> None:
    kind, wanted, language = expected(line.text)
    where = f"{talk.language}.txt:{line.number}: expected {line.text}, but it was {_in_words(said)}"
    assert any(SAYS[kind](reply) and set(wanted) <= details(reply) for reply in said), where
    assert {message.language for message in messages} == {language or talk.language}, where


def _in_words(said: list[Reply]) -> str:
    return "; ".join(f"{type(reply).__name__} {' '.join(sorted(details(reply)))}".strip() for reply in said)
