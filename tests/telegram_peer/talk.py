"""Her chat in a terminal: `python -m tests.telegram_peer.talk --url http://127.0.0.1:8081 --language uk`."""

import argparse
import asyncio

from tests.telegram_peer.client import Button, Her, Peer, PeerError, Shown

_HELP = "A number presses that button, =5 writes a number, /quit ends the talk, everything else is sent."


class Screen:
    """What has been printed, and which number belongs to which button."""

    def __init__(self, her: Her) -> None:
        self.her = her
        self.buttons: list[tuple[int, Button]] = []
        self._printed: dict[int, Shown] = {}

    async def follows(self) -> None:
        """Prints new and changed messages for ever."""
        while True:
            await self.her.waits_until(self._print_news, within_seconds=float("inf"))

    async def obeys(self, line: str) -> None:
        """Presses the numbered button or sends the line."""
        try:
            if line.isdecimal() and 1 <= int(line) <= len(self.buttons):
                message_id, button = self.buttons[int(line) - 1]
                await self.her.presses(button.data or button.text, message_id=message_id)
            elif line.strip():
                await self.her.writes(line.removeprefix("="))
        except PeerError as error:
            print(f"  ({error})", flush=True)

    def _print_news(self, seen: list[Shown]) -> bool:
        news = [shown for shown in seen if self._printed.get(shown.message_id) != shown]
        self._printed = {shown.message_id: shown for shown in seen}
        if news:
            self.buttons = []
        for shown in news:
            self._print(shown)
        return False

    def _print(self, shown: Shown) -> None:
        kinds = [kind for kind in ("venue", "location", "document", "photo") if kind in shown.body][:1]
        print(f"\n{'✎ ' if shown.is_edited else ''}{' '.join(f'[{kind}]' for kind in kinds)}{shown.text}")
        for row in shown.buttons:
            for button in row:
                if button.data is None:
                    print(f"      {button.text}: {button.url or ''}")
                else:
                    self.buttons.append((shown.message_id, button))
                    print(f"  {len(self.buttons):>2}  {button.text}")
        for keys in (shown.markup or {}).get("keyboard", []):
            print("      " + "  ".join(f"[{key['text']}]" for key in keys))
        print("> ", end="", flush=True)


async def talk(her: Her) -> None:
    """Goes on until /quit or the end of the input."""
    screen = Screen(her)
    print(_HELP, "\n> ", end="", flush=True)
    following = asyncio.create_task(screen.follows())
    while (line := await asyncio.to_thread(_read_line)) not in (None, "/quit"):
        await screen.obeys(line or "")
    following.cancel()


def _read_line() -> str | None:
    try:
        return input()
    except EOFError:
        return None


async def main() -> None:
    """Opens the talk the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_peer.talk", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8081", help="where the peer runs")
    parser.add_argument("--chat", type=int, default=1001, help="her chat id")
    parser.add_argument("--language", help="language of her app, such as uk")
    options = parser.parse_args()
    async with Peer(options.url, token="") as peer:
        await talk(peer.her(options.chat, language=options.language))


if __name__ == "__main__":
    asyncio.run(main())
