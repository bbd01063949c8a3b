"""Asks Rasa over HTTP what a message means."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.dialogue.events import Guess
from knowledge_base.vocabulary import Entity, Intent

TIMEOUT_SECONDS = 4.0
"""Longer than any parse that was measured; after twice this long she gets the menu."""

AT_ONCE = 8
"""Messages that Rasa is asked about side by side; it reads one after the other anyway."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What Rasa makes of a message."""

    guesses: tuple[Guess, ...]
    """Likeliest first; empty when there is nothing to read in the message, such as a single emoji."""
    slots: Mapping[Entity, tuple[str, ...]]


class RasaError(Exception):
    """Rasa does not answer, or nothing that we know."""


class RasaClient:
    """Speaks to `rasa run --enable-api`."""

    def __init__(self, url: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._client = httpx.AsyncClient(base_url=url, timeout=TIMEOUT_SECONDS, transport=transport, trust_env=False)

    async def parse(self, text: str) -> Parsed:
        """Intent and values of a text.

        Raises:
            RasaError: no usable answer.
        """
        try:
            async with self._places:  # Waiting for a place is not part of the time-out.
                response = await self._ask(text)
            response.raise_for_status()
            return _read(response.json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RasaError("Rasa gave no usable answer.") from error

    async def _ask(self, text: str) -> httpx.Response:
        try:
            return await self._client.post("/model/parse", json={"text": text})
        except httpx.ReadTimeout:
            # Once more: Rasa does nothing else while it changes to a new model.
            return await self._client.post("/model/parse", json={"text": text})

    async def is_ready(self) -> bool:
        """True when Rasa answers and has a model."""
        try:
            response = await self._client.get("/status")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            return False
        return response.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _read(answer: Any) -> Parsed:
    known = {str(intent): intent for intent in Intent}
    if answer["intent"]["name"] is None:
        return Parsed((), {})
    ranking = answer["intent_ranking"] or [answer["intent"]]
    guesses = tuple(Guess(known[each["name"]], float(each["confidence"])) for each in ranking if each["name"] in known)
    if not guesses:
        raise ValueError("no intent of ours")
    entities = {str(entity): entity for entity in Entity}
    slots: dict[Entity, tuple[str, ...]] = {}
    for found in answer["entities"]:
        if (entity := entities.get(found["entity"])) is not None:
            value = str(found["value"])
            if value not in slots.get(entity, ()):
                slots[entity] = (*slots.get(entity, ()), value)
    return Parsed(guesses, slots)
