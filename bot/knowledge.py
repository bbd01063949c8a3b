"""Fetches facts from the knowledge base for the conversation."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.dialogue.events import (
    AnswerFound,
    FindAnswer,
    FindOffer,
    FindOffers,
    FindRoute,
    FindSteps,
    KnowledgeFact,
    KnowledgeRequest,
    OfferFound,
    OffersFound,
    OfferView,
    RouteFound,
    StepsFound,
)
from bot.errors import KnowledgeError
from knowledge_base.answers import find_answer, find_route
from knowledge_base.catalogue import Catalogue
from knowledge_base.database import our_errors
from knowledge_base.errors import KnowledgeBaseError, MissingAnswerError
from knowledge_base.exporters.calendar_file import calendar_file
from knowledge_base.models import Offer
from knowledge_base.path import next_steps
from knowledge_base.results import OfferedStep, SearchCriteria, Standing
from knowledge_base.revisions import current_revision
from knowledge_base.search import find_offer, find_offers
from knowledge_base.vocabulary import Format, Level, Profession
from knowledge_base.way import way_minutes


class KnowledgeBase:
    """Offers, answers and routes from the database."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        fallbacks: Mapping[str, str],
        today: Callable[[], date],
    ) -> None:
        self._sessions = sessions
        self._fallbacks = fallbacks
        self._today = today
        self._catalogue = Catalogue()

    async def fetch(self, request: KnowledgeRequest, *, language: str) -> KnowledgeFact:
        """The fact that was asked for.

        Raises:
            KnowledgeError: it cannot be read now.
        """
        try:
            async with self._sessions() as session:
                return await self._fetch(session, request, language)
        except (KnowledgeBaseError, OSError) as error:
            raise KnowledgeError("The knowledge base cannot be read.") from error

    async def read_offers(self) -> None:
        """Have the offers in memory before the first woman asks; where they cannot be read, her search will try."""
        with suppress(KnowledgeError):
            await self.fetch(FindOffers(SearchCriteria(), limit=0), language="de")

    async def revision(self) -> int:
        """The number of the last change of offers.

        Raises:
            KnowledgeError: it cannot be read now.
        """
        try:
            with our_errors():
                async with self._sessions() as session:
                    return (await current_revision(session))[0]
        except (KnowledgeBaseError, OSError) as error:
            raise KnowledgeError("The knowledge base cannot be read.") from error

    async def _fetch(self, session: AsyncSession, request: KnowledgeRequest, language: str) -> KnowledgeFact:
        today = self._today()
        match request:
            case FindOffers(criteria, view, offset, limit):
                found = await find_offers(
                    session, criteria, today=today, limit=limit, offset=offset, catalogue=self._catalogue
                )
                return OffersFound(found, view)
            case FindOffer(offer_id, view, home):
                offer = await find_offer(session, offer_id, today=today)
                if offer is None:
                    return OfferFound(None, view)
                minutes = 0 if offer.format is Format.ONLINE else way_minutes(home, offer.place)
                content = await _calendar_file(session, offer_id) if view is OfferView.CALENDAR else None
                return OfferFound(offer, view, minutes, content)
            case FindAnswer(topic):
                fallback = self._fallbacks.get(language, "de")
                try:
                    answer = await find_answer(session, topic, language, today=today, fallback=fallback)
                except MissingAnswerError:
                    return AnswerFound(topic, None)
                return AnswerFound(topic, answer)
            case FindSteps(level, profession, place):
                return StepsFound(await self._steps(session, level, profession, place))
            case FindRoute(profession):
                return RouteFound(profession, await find_route(session, profession))

    async def _steps(
        self, session: AsyncSession, level: Level, profession: Profession | None, place: str | None
    ) -> tuple[OfferedStep, ...]:
        """Her next steps, each with the best offer in her town, or anywhere where her town has none."""
        route = await find_route(session, profession) if profession else None
        standing = Standing(level=level)
        if route and route.german_level:
            standing = replace(standing, level_needed=route.german_level)
        steps = []
        for step in next_steps(standing):
            result = None
            for where in dict.fromkeys((place, None)):
                if step.criteria is None or (result and result.matches):
                    break
                result = await find_offers(
                    session,
                    replace(step.criteria, place=where),
                    today=self._today(),
                    limit=1,
                    catalogue=self._catalogue,
                )
            offer = result.matches[0] if result and result.matches else None
            steps.append(OfferedStep(step.stage, offer, result.matches_count if result else 0))
        return tuple(steps)


async def _calendar_file(session: AsyncSession, offer_id: int) -> bytes | None:
    """Example offers too: whoever tries the program out shall see the file, which says that it is an example."""
    with our_errors():
        offer = await session.get(Offer, offer_id)
    return calendar_file([offer], now=datetime.now(UTC), with_examples=True) if offer else None
