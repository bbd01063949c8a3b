"""Starts Rasa once for all tests of this folder, on the model that `make train` has made."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.nlu_server import FOLDER, MODEL, START_SECONDS
from bot.settings import ROOT
from tests.ports import free_port
from tests.waiting import until

TEST_DAY = "2027-02-01"


@pytest.fixture(scope="session")
def rasa_url() -> Iterator[str]:
    assert MODEL.exists(), "run `make train` first"
    port = free_port()
    process = subprocess.Popen(
        ["sh", "serve.sh", str(port)], cwd=FOLDER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        asyncio.run(until(lambda: answers(f"{url}/status"), seconds=START_SECONDS, every=0.5))
        yield url
    finally:
        process.terminate()
        process.wait(20)


async def answers(url: str) -> bool:
    with suppress(httpx.HTTPError):
        async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
            return (await client.get(url)).status_code == httpx.codes.OK
    return False


@dataclass(frozen=True)
class Place:
    """Where the programs of one test keep their data and listen."""

    folder: Path
    rasa_url: str
    web_port: int

    def environment(self, **more: str) -> dict[str, str]:
        settings = {
            "NLU_URL": self.rasa_url,
            "CONVERSATION_DATABASE_URL": f"sqlite:///{self.folder / 'conversations.sqlite'}",
            "KNOWLEDGE_DATABASE_URL": f"sqlite:///{self.folder / 'knowledge.sqlite'}",
            "WEB_PORT": str(self.web_port),
            "SECRET_KEY": "k" * 40,
            "TODAY": TEST_DAY,
            "LOG_LEVEL": "INFO",
            "TELEGRAM_TOKEN": "",
        }
        return {**os.environ, **settings, **more}

    def spawn(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "bot", *arguments],
                cwd=ROOT,
                env=self.environment(**more),
                stdout=log,
                stderr=log,
            )

    def log(self) -> str:
        return (self.folder / "log.txt").read_text("utf-8")


@pytest.fixture
async def place(tmp_path: Path, rasa_url: str) -> Place:
    from bot import build
    from bot.settings import Settings

    found = Place(tmp_path, rasa_url, free_port())
    urls = found.environment()
    settings = Settings(
        conversation_database_url=urls["CONVERSATION_DATABASE_URL"],
        knowledge_database_url=urls["KNOWLEDGE_DATABASE_URL"],
    )
    await build.prepare_knowledge(settings)
    await build.prepare_conversations(settings)
    return found


@asynccontextmanager
async def running_web(place: Place) -> AsyncIterator[str]:
    """The web server, as a process; its address."""
    process = place.spawn("part", "web")
    url = f"http://127.0.0.1:{place.web_port}"
    try:
        await until(lambda: answers(f"{url}/health"), seconds=30)
        yield url
    finally:
        process.terminate()
        process.wait(20)
