"""`wegweiserin run` and `wegweiserin train`: from a clone to something women can use."""

import os
import secrets
import socket
import sys
import tempfile
from pathlib import Path

from bot import build, nlu_server
from bot.errors import SettingsError
from bot.settings import ROOT, Settings, read_settings
from bot.supervisor import Part, Supervisor

ENV_FILE = ROOT / ".env"


async def run() -> int:
    """Prepare what is missing, then run all parts until Ctrl-C; the exit status."""
    _write_secret_key()
    settings = read_settings()
    build.set_up_logging(settings.log_level)
    build.languages()  # A language without a catalog stops the start here, not in the middle of a chat.
    parts = []
    _need_port(settings.web_host, settings.web_port, "WEB_PORT")
    if await nlu_server.answers(settings.nlu_url):
        print(f"Rasa answers at {settings.nlu_url} already: using that one.")
    elif nlu_server.is_ours(settings.nlu_url):
        _need_port("127.0.0.1", nlu_server.port_of(settings.nlu_url), "the port of NLU_URL")
        await nlu_server.train(only_if_changed=True)
        parts.append(nlu_server.server(nlu_server.port_of(settings.nlu_url)))
    await build.prepare_knowledge(settings)
    await build.prepare_conversations(settings)
    parts.append(_own_part("web"))
    if settings.telegram_token is None:
        print("TELEGRAM_TOKEN is not set: the Telegram bot is off, the browser chat runs.")
    else:
        parts.append(_own_part("telegram"))
    print(f"Open {_address(settings)} in a browser. Ctrl-C stops everything.", flush=True)
    return await Supervisor(parts).run()


async def train(*, force: bool) -> int:
    """Train the model and hand it to a running Rasa; the exit status."""
    if await nlu_server.train(only_if_changed=not force) == nlu_server.Training.REFUSED:
        return 1
    await _hand_over()
    return 0


async def go_back() -> None:
    """Use the model before again, in a running Rasa too."""
    await nlu_server.go_back()
    await _hand_over()


async def _hand_over() -> None:
    if await nlu_server.hand_over_model(read_settings().nlu_url):
        print("The running Rasa uses it now.")


def _need_port(host: str, port: int, setting: str) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"Port {port} of {host} cannot be used, perhaps another program has it: change {setting} in .env."
            ) from error


def _own_part(name: str) -> Part:
    return Part(name, [sys.executable, "-m", "bot", "part", name], ROOT)


def _address(settings: Settings) -> str:
    if settings.public_url:
        return settings.public_url
    host = "127.0.0.1" if settings.web_host in ("0.0.0.0", "::") else settings.web_host
    return f"http://{host}:{settings.web_port}"


def _write_secret_key() -> None:
    """A first start writes its own key, readable for this account only."""
    if os.environ.get("SECRET_KEY"):
        return
    lines = ENV_FILE.read_text("utf-8").splitlines() if ENV_FILE.exists() else []
    if any(line.partition("=")[0].strip() == "SECRET_KEY" and line.partition("=")[2].strip() for line in lines):
        return
    kept = [line for line in lines if line.partition("=")[0].strip() != "SECRET_KEY"]
    try:
        # A new file that takes the old one's place: readable for this account only, and never half written.
        descriptor, name = tempfile.mkstemp(dir=ENV_FILE.parent, prefix=".env.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join([*kept, f"SECRET_KEY={secrets.token_urlsafe(48)}", ""]))
        Path(name).replace(ENV_FILE)
    except OSError as error:
        raise SettingsError("SECRET_KEY is missing and .env cannot be written: set SECRET_KEY yourself.") from error
