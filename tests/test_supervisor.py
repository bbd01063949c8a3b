"""Several programs as one: what crashes comes back, what cannot start stops all, and Ctrl-C ends everything."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.supervisor import GIVE_UP_STATUS, Part, Supervisor, end, start
from tests.waiting import until

SLEEPS = "import time; time.sleep(60)"


def part(name: str, code: str, folder: Path) -> Part:
    return Part(name, [sys.executable, "-c", code], folder)


def writes_its_number(file: str, then: str) -> str:
    return f"import os; open({file!r}, 'a').write(f'{{os.getpid()}}\\n'); {then}"


def numbers(path: Path) -> list[int]:
    return [int(line) for line in path.read_text("utf-8").split()] if path.exists() else []


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_part_that_crashes_is_started_again(tmp_path: Path) -> None:
    supervisor = Supervisor([part("part", writes_its_number("started", SLEEPS), tmp_path)])
    running = asyncio.create_task(supervisor.run())
    await until(lambda: len(numbers(tmp_path / "started")) == 1)

    os.kill(numbers(tmp_path / "started")[0], signal.SIGKILL)
    await until(lambda: len(numbers(tmp_path / "started")) == 2)
    supervisor.stop()

    assert await running == 0
    assert not any(is_alive(number) for number in numbers(tmp_path / "started"))


async def test_a_part_that_can_never_start_stops_all(tmp_path: Path) -> None:
    hopeless = part("hopeless", f"raise SystemExit({GIVE_UP_STATUS})", tmp_path)
    supervisor = Supervisor([part("other", writes_its_number("other", SLEEPS), tmp_path), hopeless])

    status = await asyncio.wait_for(supervisor.run(), 20)

    assert status == 1
    assert supervisor.failed_part == "hopeless"
    assert not any(is_alive(number) for number in numbers(tmp_path / "other"))


async def test_a_part_that_crashes_again_and_again_stops_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.supervisor.CRASHES_ALLOWED", 1)
    supervisor = Supervisor([part("broken", writes_its_number("broken", "raise SystemExit(1)"), tmp_path)])

    status = await asyncio.wait_for(supervisor.run(), 20)

    assert status == 1
    assert len(numbers(tmp_path / "broken")) == 2


async def test_a_part_that_does_not_want_to_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.supervisor.STOP_SECONDS", 0.3)
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + writes_its_number("it", SLEEPS)
    supervisor = Supervisor([part("stubborn", stubborn, tmp_path)])
    running = asyncio.create_task(supervisor.run())
    await until(lambda: bool(numbers(tmp_path / "it")))

    supervisor.stop()
    await asyncio.wait_for(running, 20)

    assert not is_alive(numbers(tmp_path / "it")[0])


async def test_a_parts_output_goes_to_its_log_file(tmp_path: Path) -> None:
    process = await start(
        Part("talker", [sys.executable, "-c", "print('hello')"], tmp_path, log_file=tmp_path / "logs" / "talker.log")
    )
    await process.wait()

    assert (tmp_path / "logs" / "talker.log").read_text("utf-8") == "hello\n"


async def test_what_was_started_can_be_ended(tmp_path: Path) -> None:
    process = await start(part("part", SLEEPS, tmp_path))

    await end(process)

    assert process.returncode == -signal.SIGTERM
