"""Rasa as a part of ours: how it is trained, started and found."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bot.errors import SettingsError
from bot.settings import DATA, ROOT
from bot.supervisor import Part, end, start
from bot.understanding.rasa import RasaClient

FOLDER = ROOT / "nlu"
MODEL = FOLDER / "models" / "wegweiserin.tar.gz"
LOG = DATA / "logs" / "understanding.log"
"""Rasa and its libraries talk much; nothing of it is what she wrote."""

START_SECONDS = 120

REFUSED_STATUS = 3
"""Exit status of `nlu/train.py` when the new model is worse and the old one stays."""

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def is_ours(nlu_url: str) -> bool:
    """True when Rasa is to run on this machine, started by us."""
    return urlsplit(nlu_url).hostname in _LOOPBACK


def python() -> Path:
    """The Python of Rasa's own environment.

    Raises:
        SettingsError: the environment is not there.
    """
    found = FOLDER / ".venv" / "bin" / "python"
    if not found.exists():
        raise SettingsError("Rasa's environment is missing: run `make nlu`.")
    return found


def server(port: int) -> Part:
    """Rasa on loopback; nothing she writes goes to its log."""
    python()  # Says what to do when the environment is missing.
    return Part("understanding", ["sh", "serve.sh", str(port)], FOLDER, log_file=LOG)


def port_of(nlu_url: str) -> int:
    """The port of an address."""
    return urlsplit(nlu_url).port or 80


class Training(StrEnum):
    """How a training ended."""

    DONE = "done"
    """What lies in the folder is what is in use, newly trained or as it was."""
    REFUSED = "refused"
    """The new model is worse than the baseline beyond noise; the one before stays in use."""


async def train(*, only_if_changed: bool, progress_to: int | None = None) -> Training:
    """Train the model and put it in place unless it is worse, with progress on the terminal.

    Raises:
        SettingsError: the environment is missing or training failed.
    """
    status = await _run_training(["--if-changed"] if only_if_changed else [], progress_to)
    if status not in (0, REFUSED_STATUS):
        raise SettingsError("Training failed: the lines above say why.")
    return Training.REFUSED if status == REFUSED_STATUS else Training.DONE


async def go_back() -> None:
    """Put the model before in place again.

    Raises:
        SettingsError: the environment is missing, or there is no model before.
    """
    if await _run_training(["--back"], None) != 0:
        raise SettingsError("Nothing was changed: the line above says why.")


async def _run_training(arguments: Sequence[str], progress_to: int | None) -> int:
    process = await start(Part("training", [str(python()), "train.py", *arguments], FOLDER), log=progress_to)
    try:
        return await process.wait()
    finally:
        await end(process)


async def hand_over_model(nlu_url: str) -> bool:
    """Make a running Rasa use the model that is in place now; false when none runs there.

    Messages that come meanwhile wait the seconds it takes; none is lost.

    Raises:
        SettingsError: Rasa runs on another machine, or cannot load the model.
    """
    if not await answers(nlu_url):
        return False
    if not is_ours(nlu_url):
        raise SettingsError(f"Rasa runs on another machine: copy {MODEL.name} there and restart it.")
    try:
        async with httpx.AsyncClient(base_url=nlu_url, timeout=START_SECONDS, trust_env=False) as client:
            (await client.put("/model", json={"model_file": str(MODEL)})).raise_for_status()
    except httpx.HTTPError as error:
        raise SettingsError("Rasa did not take the model and uses the one before: restart Wegweiserin.") from error
    return True


@asynccontextmanager
async def reachable(nlu_url: str) -> AsyncIterator[str]:
    """An address where Rasa answers: `nlu_url` when it does, else one started for as long as this lasts.

    Raises:
        SettingsError: Rasa cannot be started.
    """
    if await answers(nlu_url):
        yield nlu_url
        return
    # Standard output is for what was asked for; progress of a training goes to standard error.
    await train(only_if_changed=True, progress_to=2)
    url = f"http://127.0.0.1:{_free_port()}"
    process = await start(server(port_of(url)), log=asyncio.subprocess.DEVNULL)
    try:
        for _ in range(START_SECONDS * 5):
            if process.returncode is not None:
                raise SettingsError("Rasa does not start: `make train` makes a new model.")
            if await answers(url):
                break
            await asyncio.sleep(0.2)
        else:
            raise SettingsError("Rasa does not answer: is the machine very busy?")
        yield url
    finally:
        await end(process)


async def answers(url: str) -> bool:
    """True when Rasa answers there and has a model."""
    client = RasaClient(url)
    try:
        return await client.is_ready()
    finally:
        await client.close()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
