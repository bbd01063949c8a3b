"""The command line of Wegweiserin."""

import asyncio
import logging
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import Annotated, Any

import typer

from bot import answer_commands, build, commands, export_commands, find_command, import_commands, start
from bot.errors import SettingsError, WegweiserinError
from bot.settings import Settings, read_settings
from bot.supervisor import GIVE_UP_STATUS
from knowledge_base.errors import KnowledgeBaseError

app = typer.Typer(
    help="Wegweiserin answers women's questions about courses, childcare and recognition of what they learned.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(commands.offers, name="offers")
commands.offers.command()(find_command.find)
commands.offers.add_typer(import_commands.files)
commands.offers.add_typer(export_commands.exports)
app.add_typer(answer_commands.answers, name="answers")
part = typer.Typer(help="One part alone, as `run` starts it.", hidden=True)
app.add_typer(part, name="part")


@app.command()
def run() -> None:
    """Start everything: understanding, Telegram bot (with TELEGRAM_TOKEN) and browser chat. Ctrl-C stops it."""
    raise SystemExit(asyncio.run(start.run()))


@app.command()
def train(
    force: Annotated[bool, typer.Option("--force", help="Train even if nothing has changed.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Use the model before again.")] = False,
) -> None:
    """Train the model that understands her, if its data has changed.

    A model that is worse than before is refused with its figures. A running Rasa changes to the new one at once.
    """
    if back:
        asyncio.run(start.go_back())
    else:
        raise SystemExit(asyncio.run(start.train(force=force)))


@app.command()
def understand(
    text: Annotated[str | None, typer.Argument(help="What she writes.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines {"text": …, "lang": …} and write one line for each.')
    ] = False,
    language: Annotated[str | None, typer.Option("--lang", help="Language of the conversation, if known.")] = None,
) -> None:
    """Show what is understood of a message. Needs nothing running: Rasa is started for it where it does not answer."""
    if jsonl == (text is not None):
        raise typer.BadParameter("Give a text, or --jsonl and lines on standard input.")
    asyncio.run(commands.understand_lines(sys.stdin) if text is None else commands.understand_one(text, language))


@part.command()
def telegram() -> None:
    """The Telegram bot."""
    asyncio.run(until_told_to_stop(build.serve_telegram(_settings())))


@part.command()
def web() -> None:
    """The browser chat."""
    asyncio.run(build.serve_web(_settings()))


def _settings() -> Settings:
    settings = read_settings()
    build.set_up_logging(settings.log_level)
    return settings


async def until_told_to_stop(work: Coroutine[Any, Any, None]) -> None:
    """Do the work until SIGTERM or Ctrl-C, and let it end in order: what is on its way is delivered or kept."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def main() -> None:
    """The entry point `wegweiserin`."""
    try:
        app()
    except SettingsError as error:
        print(error, file=sys.stderr)
        raise SystemExit(GIVE_UP_STATUS) from None
    except (WegweiserinError, KnowledgeBaseError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    logging.captureWarnings(True)
    main()
