"""Runs several programs as one: starts them, restarts what crashes, and stops all when one is gone for good."""

import asyncio
import ctypes
import logging
import os
import signal
import sys
from asyncio.subprocess import Process
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import IO

GIVE_UP_STATUS = 78
"""Exit status of a part that can never start, for example because of a wrong setting (EX_CONFIG of sysexits.h)."""

CRASHES_ALLOWED = 5
CRASH_WINDOW_SECONDS = 60.0
"""More crashes than allowed within this time mean that a part is gone for good."""

STOP_SECONDS = 8.0
"""Time to finish before a part is killed."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """One program of the group."""

    name: str
    command: Sequence[str]
    folder: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    log_file: Path | None = None
    """Where its output goes; `None`: to the terminal."""


class Supervisor:
    """Keeps parts running until told to stop."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._processes: dict[str, Process] = {}
        self._stopping = asyncio.Event()
        self.failed_part: str | None = None
        """The part that is gone for good."""

    def stop(self) -> None:
        """End everything."""
        self._stopping.set()

    async def run(self) -> int:
        """Run until stopped or until a part is gone for good; the exit status."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        keepers = [asyncio.create_task(self._keep_or_stop(part)) for part in self._parts]
        await self._stopping.wait()
        await self._end_all()
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        return 0 if self.failed_part is None else 1

    async def _keep_or_stop(self, part: Part) -> None:
        try:
            await self._keep(part)
        except OSError as error:
            _log.error("%s cannot be started: %s", part.name, error.strerror)
            self.failed_part = part.name
            self.stop()

    async def _keep(self, part: Part) -> None:
        crashes: deque[float] = deque()
        while not self._stopping.is_set():
            process = await start(part)
            self._processes[part.name] = process
            status = await process.wait()
            if self._stopping.is_set():
                return
            now = monotonic()
            crashes.append(now)
            while crashes and now - crashes[0] > CRASH_WINDOW_SECONDS:
                crashes.popleft()
            if status == GIVE_UP_STATUS or len(crashes) > CRASHES_ALLOWED:
                self.failed_part = part.name
                _log.error("%s is gone for good (status %s): everything stops", part.name, status)
                self.stop()
                return
            _log.warning("%s ended with status %s: starting it again", part.name, status)
            await asyncio.sleep(min(2 ** (len(crashes) - 1), 10))

    async def _end_all(self) -> None:
        running = [process for process in self._processes.values() if process.returncode is None]
        for process in running:
            _signal(process, signal.SIGTERM)
        waits = [asyncio.create_task(process.wait()) for process in running]
        if not waits:
            return
        _, late = await asyncio.wait(waits, timeout=STOP_SECONDS)
        for process in running:
            if process.returncode is None:
                _signal(process, signal.SIGKILL)
        if late:
            await asyncio.wait(late, timeout=STOP_SECONDS)


async def start(part: Part, *, log: int | IO[bytes] | None = None) -> Process:
    """Start a part; where the system can, it ends with us even if we are killed.

    Args:
        log: a stream for its output, instead of the part's own log file or the terminal.
    """
    if log is None and part.log_file is not None:
        part.log_file.parent.mkdir(parents=True, exist_ok=True)
        with part.log_file.open("wb") as file:
            return await start(part, log=file)
    return await asyncio.create_subprocess_exec(
        *part.command,
        cwd=part.folder,
        env={**os.environ, **part.environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        # Ctrl-C reaches us alone: we end the parts in order.
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


async def end(process: Process) -> None:
    """End a part that was started with `start`."""
    if process.returncode is None:
        _signal(process, signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            _signal(process, signal.SIGKILL)
            await process.wait()


def _signal(process: Process, number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _end_with_parent() -> None:
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG of linux/prctl.h
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
