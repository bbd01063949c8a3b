"""`wegweiserin run` as a newcomer sees it: it says what to open, answers, and ends as a whole."""

import asyncio
import signal
import socket
import subprocess

import httpx
import pytest

from bot.supervisor import GIVE_UP_STATUS
from tests.waiting import until
from tests.whole.conftest import Place, answers

pytestmark = pytest.mark.whole


async def test_without_a_token_it_says_so_in_one_line_and_serves_the_browser_chat(place: Place) -> None:
    process = place.spawn("run")
    url = f"http://127.0.0.1:{place.web_port}"
    try:
        await until(lambda: answers(f"{url}/health"), seconds=60)
        async with httpx.AsyncClient(trust_env=False) as client:
            page = await client.get(url)
    finally:
        process.send_signal(signal.SIGINT)
        status = await asyncio.to_thread(process.wait, 20)

    assert "TELEGRAM_TOKEN is not set" in place.log()
    assert f"Open {url}" in place.log()
    assert "Wegweiserin" in page.text
    assert status == 0
    assert not await answers(f"{url}/health")


async def test_a_token_that_telegram_does_not_know_stops_everything_with_a_sentence(place: Place) -> None:
    from tests.telegram_peer import running_peer

    async with running_peer() as peer:
        process = place.spawn("run", TELEGRAM_TOKEN="999:WRONG", TELEGRAM_API_URL=peer.url)
        status = await asyncio.to_thread(process.wait, 120)

    assert status == 1
    assert "TELEGRAM_TOKEN" in place.log()
    assert "Traceback" not in place.log()


@pytest.mark.parametrize(
    ("setting", "value"), [("WEB_PORT", "ninety"), ("SECRET_KEY", "short"), ("KNOWLEDGE_DATABASE_URL", "oracle://x")]
)
async def test_a_wrong_setting_stops_the_start_with_a_sentence(place: Place, setting: str, value: str) -> None:
    process = place.spawn("run", **{setting: value})
    status = await asyncio.to_thread(process.wait, 120)

    assert status == GIVE_UP_STATUS
    assert setting in place.log()
    assert "Traceback" not in place.log()


async def test_a_port_in_use_is_named(place: Place) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", place.web_port))
        other.listen()
        process = place.spawn("run")
        status = await asyncio.to_thread(process.wait, 120)

    assert status == GIVE_UP_STATUS
    assert f"Port {place.web_port}" in place.log()


def test_the_help_names_what_can_be_done() -> None:
    import sys

    shown = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True).stdout

    for command in ("run", "train", "understand", "offers"):
        assert command in shown
