"""The offers are read when the program starts, not while the first woman waits."""

from pathlib import Path

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.dialogue.events import FindOffers, OffersFound
from bot.knowledge import KnowledgeBase
from knowledge_base.database import make_engine, make_sessions
from knowledge_base.results import SearchCriteria
from tests.conversation.parts import TEST_DAY


async def test_the_first_search_after_the_start_reads_no_offers_again(
    knowledge_sessions: async_sessionmaker[AsyncSession],
) -> None:
    knowledge = KnowledgeBase(knowledge_sessions, {}, lambda: TEST_DAY)
    await knowledge.read_offers()
    asked: list[str] = []
    async with knowledge_sessions() as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    found = await knowledge.fetch(FindOffers(SearchCriteria(place="esslingen")), language="de")

    assert isinstance(found, OffersFound)
    assert found.result.matches
    assert not any("offer.revision >" in statement for statement in asked)


async def test_offers_that_cannot_be_read_do_not_stop_the_start(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")

    await KnowledgeBase(make_sessions(engine), {}, lambda: TEST_DAY).read_offers()

    await engine.dispose()
    assert (tmp_path / "empty.sqlite").exists()
