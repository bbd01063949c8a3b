"""Her side as classes for tests: `Peer` is the stand-in for Telegram wherever it runs, `Her` a woman who writes."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import httpx

from tests.telegram_peer.arguments import Json

_WAIT_SECONDS = 5.0


class PeerError(Exception):
    """What was asked of her side is not possible, such as pressing a button that is not shown."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button as she sees it; only those with `data` send something to the bot."""

    text: str
    data: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as it stands in her chat now."""

    message_id: int
    text: str
    """The text or caption, without markup."""
    buttons: tuple[tuple[Button, ...], ...]
    is_edited: bool
    body: Json
    """The Bot API's Message, with entities, location, document and so on."""
    markup: Json | None
    """The keyboard as it was sent."""

    @property
    def data(self) -> list[str]:
        """What the buttons send, in reading order."""
        return [button.data for row in self.buttons for button in row if button.data is not None]


class Peer:
    """The stand-in for Telegram, reached over HTTP in this process or another one."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self._http = httpx.AsyncClient(base_url=self.url, timeout=90, trust_env=False)

    async def __aenter__(self) -> Self:
        """The peer itself."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Closes the connections."""
        await self._http.aclose()

    @property
    def bot_url(self) -> str:
        """`base_url` of python-telegram-bot's `Bot`."""
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        """`base_file_url` of python-telegram-bot's `Bot`."""
        return f"{self.url}/file/bot"

    def her(self, chat_id: int = 1001, *, name: str = "Olena", language: str | None = None) -> "Her":
        """A woman with this chat; unknown to the bot until she writes."""
        return Her(self, chat_id, name, language)

    async def ask(self, action: str, **arguments: Any) -> Any:
        """The result of /sim/<action>.

        Raises:
            PeerError: it is not possible.
        """
        given = {name: value for name, value in arguments.items() if value is not None or name == "language_code"}
        answer = (await self._http.post(f"/sim/{action}", json=given)).json()
        if not answer["ok"]:
            raise PeerError(answer["description"])
        return answer["result"]

    async def calls(self, method: str | None = None) -> list[Json]:
        """Calls received, oldest first: `method`, `at`, `arguments`, `code` (`None` while it waits)."""
        return list(await self.ask("calls", method=method))

    async def presses(self, *, unanswered: bool = False) -> list[Json]:
        """Pressed buttons with the bot's `answer`; only those still without one if `unanswered`."""
        return list(await self.ask("presses", unanswered=unanswered))

    async def unconfirmed(self) -> list[int]:
        """Ids of updates the bot has not confirmed."""
        return list((await self.ask("updates"))["unconfirmed"])

    async def redelivers(self, update_id: int) -> None:
        """An old update comes once more."""
        await self.ask("redeliver", update_id=update_id)

    async def fails(self, method: str, fault: str | int, *, times: int = 1, retry_after: int = 1) -> None:
        """The next calls of the method (`*` is any) end with 429, 500, 502, `drop` or `lose_answer`."""
        await self.ask("fail", method=method, fault=str(fault), times=times, retry_after=retry_after)

    async def rules(self, **changed: float | bool) -> Json:
        """The rules in force, see `world.Rules`."""
        return dict(await self.ask("rules", **changed))

    async def skips(self, seconds: float) -> None:
        """So much time passes at once."""
        await self.ask("skip", seconds=seconds)

    async def waits_for_call(
        self, method: str, is_so: Callable[[Json], bool] = bool, *, within_seconds: float = _WAIT_SECONDS
    ) -> Json:
        """The first received call of the method for which it is so.

        Raises:
            AssertionError: there was none in time.
        """
        end = time.monotonic() + within_seconds
        while True:
            if found := next((call for call in await self.calls(method) if is_so(call)), None):
                return found
            assert time.monotonic() < end, f"no such call of {method} within {within_seconds:g} s"
            await asyncio.sleep(0.02)


class Her:
    """A woman who writes to the bot; `language` is that of her app and may be changed."""

    def __init__(self, peer: Peer, chat_id: int, name: str, language: str | None) -> None:
        self.peer = peer
        self.chat_id = chat_id
        self.name = name
        self.language = language
        self._read = 0

    async def writes(self, text: str, *, group_id: int | None = None, reply_to: int | None = None) -> Json:
        """`update_id` (`None` if the bot does not get it) and `message_id` of what she wrote."""
        return await self._does("write", text=text, group_id=group_id, reply_to=reply_to)

    async def presses(self, button: str, *, message_id: int | None = None, group_id: int | None = None) -> Json:
        """`update_id` and `callback_id`; the button is named by its data or text and has to be shown to her.

        A button of a reply keyboard is written as text.

        Raises:
            PeerError: no such button is shown.
        """
        return await self._does("press", button=button, message_id=message_id, group_id=group_id)

    async def forges(self, data: str, *, message_id: int | None = None) -> Json:
        """`update_id` and `callback_id` of data no button needs to have; a deleted message is inaccessible."""
        return await self._does("press", button=data, message_id=message_id, forged=True)

    async def sends(self, kind: str, *, caption: str = "", group_id: int | None = None, **details: Any) -> Json:
        """`update_id` and `message_id` of a voice, photo, sticker, document, location or contact."""
        return await self._does("send", kind=kind, caption=caption, group_id=group_id, details=details)

    async def edits(self, message_id: int, text: str) -> Json:
        """`update_id` of a message of hers with a new text."""
        return await self._does("edit", message_id=message_id, text=text)

    async def blocks(self) -> Json:
        """`update_id` of the change."""
        return await self._does("block")

    async def unblocks(self) -> Json:
        """`update_id` of the change."""
        return await self._does("unblock")

    async def deletes_account(self) -> None:
        """Writing to her is refused from now on."""
        await self._does("delete_account")

    async def menu(self) -> list[Json]:
        """The commands her app offers."""
        return list(await self.peer.ask("commands", chat_id=self.chat_id, language_code=self.language))

    async def sees(self, *, group_id: int | None = None) -> list[Shown]:
        """All messages of the bot in her chat as they stand now, without deleted ones."""
        return _shown((await self._look(chat_id=group_id or self.chat_id))["messages"])

    async def reply_keyboard(self) -> list[list[str]]:
        """Texts of the keyboard below the chat."""
        return [[button["text"] for button in row] for row in (await self._look())["reply_keyboard"]]

    async def gets(self, count: int = 1, *, within_seconds: float = _WAIT_SECONDS) -> list[Shown]:
        """The messages since the last time she looked here, as soon as there are so many.

        Raises:
            AssertionError: the bot has not sent that many in time.
        """
        sent = (await self._look(sent=self._read + count, timeout=within_seconds))["messages"]
        fresh = sent[self._read :]
        assert len(fresh) >= count, f"the bot has sent {len(fresh)} of {count} messages within {within_seconds:g} s"
        self._read = len(sent)
        return _shown(fresh)

    async def waits_until(
        self, is_so: Callable[[list[Shown]], bool], *, within_seconds: float = _WAIT_SECONDS
    ) -> list[Shown]:
        """What she sees as soon as it is so; for edits and deletions.

        Raises:
            AssertionError: it was not so in time.
        """
        end = time.monotonic() + within_seconds
        after: int | None = None
        while True:
            remaining = max(end - time.monotonic(), 0)
            look = await self._look(after=after, timeout=min(remaining, 30))
            if is_so(seen := _shown(look["messages"])):
                return seen
            assert time.monotonic() < end, (
                f"not so within {within_seconds:g} s; she sees {[shown.text for shown in seen]}"
            )
            after = look["change"]

    async def _does(self, action: str, **arguments: Any) -> Json:
        about = {"chat_id": self.chat_id, "name": self.name, "language_code": self.language}
        result: Json = await self.peer.ask(action, **about, **arguments)
        return result

    async def _look(self, **arguments: Any) -> Json:
        return dict(await self.peer.ask("messages", **{"chat_id": self.chat_id, **arguments}))


def _shown(messages: list[Json]) -> list[Shown]:
    return [_as_shown(item["message"], item["markup"]) for item in messages if not item["is_deleted"]]


def _as_shown(body: Json, markup: Json | None) -> Shown:
    rows = (markup or {}).get("inline_keyboard", [])
    buttons = tuple(tuple(Button(b["text"], b.get("callback_data"), b.get("url")) for b in row) for row in rows)
    text = str(body.get("text", body.get("caption", "")))
    return Shown(body["message_id"], text, buttons, "edit_date" in body, body, markup)
