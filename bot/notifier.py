"""Tells her when there is an offer for a search of hers that found none.

Source: she asked for it with a button; at most one message a day, by day, until she stops it or it ends by itself.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from bot.dialogue.events import FindOffers, OffersFound
from bot.dialogue.replies import NewOffers
from bot.dialogue.wishes import criteria_of
from bot.errors import KnowledgeError, cause
from bot.ports import Knowledge, Subscriptions, Watched
from bot.rendering.render import Renderer

LOOK_SECONDS = 60.0
OFFERS_AT_ONCE = 3
"""In one message; what is left over is told on another day."""

FIRST_HOUR, LAST_HOUR = 9, 20
"""Nobody's phone rings in the night; hours of the clock it is given."""

_log = logging.getLogger(__name__)


class WatchedKnowledge(Knowledge, Protocol):
    """Fetches facts and knows when offers have changed."""

    async def revision(self) -> int:
        """The number of the last change of offers.

        Raises:
            KnowledgeError: it cannot be read now.
        """


class Notifier:
    """Looks through the subscriptions of one channel when offers have changed, and on each new day."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        knowledge: WatchedKnowledge,
        renderer: Renderer,
        *,
        now: Callable[[], datetime],
        on_commit: Callable[[], None] = lambda: None,
    ) -> None:
        self._subscriptions = subscriptions
        self._knowledge = knowledge
        self._renderer = renderer
        self._now = now
        self._on_commit = on_commit
        self._seen: tuple[int, date] | None = None
        """The change and the day that were looked at last."""

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except Exception as error:
                # The next look tries again; nothing was noted as told.
                _log.warning("subscriptions not looked at: %s", cause(error.__cause__ or error))
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> int:
        """Tell what is new, where it is day; how many women were told.

        Raises:
            KnowledgeError: offers cannot be read now.
            StorageError: subscriptions cannot be read now.
        """
        now = self._now()
        current = (await self._knowledge.revision(), now.date())
        if current == self._seen or not FIRST_HOUR <= now.hour < LAST_HOUR:
            return 0
        told = 0
        for watched in await self._subscriptions.due(now.date()):
            told += await self._tell(watched, now)
        self._seen = current
        if told:
            _log.info("told %s about new offers", told)
            self._on_commit()
        return told

    async def _tell(self, watched: Watched, now: datetime) -> bool:
        limit = len(watched.told) + OFFERS_AT_ONCE
        request = FindOffers(criteria_of(watched.wishes), limit=limit)
        found = await self._knowledge.fetch(request, language=watched.language)
        if not isinstance(found, OffersFound):
            raise KnowledgeError("The offers cannot be read.")
        new = [offer for offer in found.result.matches if offer.id not in watched.told][:OFFERS_AT_ONCE]
        if not new:
            return False
        messages = self._renderer.render(NewOffers(tuple(new), watched.wishes), watched.language)
        return await self._subscriptions.tell(watched, frozenset(offer.id for offer in new), messages, now)
