"""How long a turn takes without and with Rasa, and how much memory Rasa needs."""

import asyncio
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from datetime import date
from itertools import count
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot import build, nlu_server
from bot.dialogue.actions import Action, ActionKind
from bot.dialogue.events import ButtonPressed, HerEvent, Incoming, TextWritten
from bot.settings import Settings
from bot.supervisor import end, start
from bot.understanding.rasa import RasaClient
from tests.ports import free_port
from tests.waiting import until

TURNS = 400
MESSAGES = (
    "Ich suche einen B1 Kurs in Nürtingen mit Kinderbetreuung",
    "Esslingen'de akşam Almanca kursu var mı",
    "ابني عمره سنتين وبدي كورس الصبح",
    "шукаю курс німецької, дитина в садку до 13:00",
    "من در افغانستان معلم بودم، مدرکم قبول میشه؟",
)


async def times(do: Callable[[int], Awaitable[None]], label: str) -> list[float]:
    """Milliseconds of each of many runs, after some to warm up."""
    for number in range(20):
        await do(number)
    found = []
    for number in track(range(TURNS), label, transient=True):
        started = perf_counter()
        await do(number)
        found.append((perf_counter() - started) * 1000)
    return found


async def measure() -> None:
    """Measure and print."""
    table = Table("what", "p50 ms", "p99 ms")

    def add(label: str, found: list[float]) -> None:
        table.add_row(label, f"{statistics.median(found):.1f}", f"{statistics.quantiles(found, n=100)[98]:.1f}")

    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        settings = Settings(
            nlu_url=f"http://127.0.0.1:{port}",
            conversation_database_url=f"sqlite:///{Path(folder) / 'conversations.sqlite'}",
            knowledge_database_url=f"sqlite:///{Path(folder) / 'knowledge.sqlite'}",
            secret_key="k" * 40,
            today=date(2027, 2, 1),
        )
        await build.prepare_knowledge(settings)
        await build.prepare_conversations(settings)
        rasa = await start(nlu_server.server(port))
        client = RasaClient(settings.nlu_url)
        try:
            await until(client.is_ready, seconds=nlu_server.START_SECONDS)
            async with build.build(settings) as parts:
                conversation = parts.conversation(parts.store("bench"), lambda: None)
                updates = count()

                async def turn(content: TextWritten | HerEvent) -> None:
                    await conversation.handle(Incoming("1", str(next(updates)), content))

                async def press(_: int) -> None:
                    await turn(ButtonPressed(Action(ActionKind.MENU)))

                async def search(number: int) -> None:
                    answers = (ActionKind.LEVEL, "-"), (ActionKind.PLACE, "esslingen")
                    await turn(ButtonPressed(Action(*answers[number % 2])))

                async def parse(number: int) -> None:
                    await client.parse(MESSAGES[number % len(MESSAGES)])

                async def write(number: int) -> None:
                    await turn(TextWritten(MESSAGES[number % len(MESSAGES)]))

                add("a turn by button, stored", await times(press, "button"))
                add("a turn with a search, stored", await times(search, "search"))
                add("Rasa alone, over HTTP", await times(parse, "parse"))
                add("a written message, stored", await times(write, "message"))
            memory = await asyncio.to_thread(_memory_mb, rasa.pid)
        finally:
            await client.close()
            await end(rasa)
    Console().print(table)
    print(f"Rasa server: {memory:.0f} MB" if memory else "Rasa server: memory can be read on Linux only")


def _memory_mb(pid: int) -> float | None:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
