"""A peer of its own for every test, and the unmodified bot of python-telegram-bot in front of it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot

from tests.telegram_peer import Her, Peer, running_peer


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with running_peer() as peer:
        yield peer


@pytest.fixture
async def bot(peer: Peer) -> AsyncIterator[Bot]:
    async with Bot(peer.token, base_url=peer.bot_url, base_file_url=peer.file_url) as bot:
        yield bot


@pytest.fixture
async def api(peer: Peer) -> AsyncIterator[httpx.AsyncClient]:
    base_url = f"{peer.bot_url}{peer.token}"
    async with httpx.AsyncClient(base_url=base_url, timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture
async def she(peer: Peer) -> Her:
    """A woman who has pressed Start; the bot has seen and confirmed it."""
    she = peer.her(1001, language="uk")
    update_id = (await she.writes("/start"))["update_id"]
    async with httpx.AsyncClient(base_url=f"{peer.bot_url}{peer.token}") as api:
        await api.get("/getUpdates", params={"offset": update_id + 1})
    return she
