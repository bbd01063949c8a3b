"""A new model is taken into use while women write."""

import asyncio

import pytest

from bot import nlu_server
from bot.errors import SettingsError
from bot.understanding.rasa import Parsed, RasaClient
from knowledge_base.vocabulary import Intent
from tests.ports import free_port


async def test_messages_written_during_the_change_are_all_understood(rasa_url: str) -> None:
    client, changed = RasaClient(rasa_url), asyncio.Event()
    understood: list[Parsed] = []

    async def write() -> None:
        while not changed.is_set():
            understood.append(await client.parse("Ich suche einen B1 Kurs in Nürtingen"))
            await asyncio.sleep(0.02)

    writers = [asyncio.create_task(write()) for _ in range(3)]
    try:
        was_handed_over = await nlu_server.hand_over_model(rasa_url)
        await asyncio.sleep(0.3)
    finally:
        changed.set()
        await asyncio.gather(*writers)
        await client.close()

    assert was_handed_over
    assert len(understood) > 3
    assert {parsed.guesses[0].intent for parsed in understood} == {Intent.FIND_COURSE}


async def test_without_a_running_rasa_the_model_waits_for_its_start() -> None:
    assert not await nlu_server.hand_over_model(f"http://127.0.0.1:{free_port()}")


async def test_a_model_that_cannot_be_loaded_leaves_the_one_before_in_use(
    rasa_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nlu_server, "MODEL", nlu_server.FOLDER / "models" / "missing.tar.gz")

    with pytest.raises(SettingsError, match="restart"):
        await nlu_server.hand_over_model(rasa_url)

    client = RasaClient(rasa_url)
    parsed = await client.parse("hallo")
    await client.close()
    assert parsed.guesses[0].intent == Intent.GREET
