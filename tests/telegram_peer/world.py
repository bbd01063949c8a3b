"""What Telegram remembers: chats, messages, updates not yet confirmed, presses not yet answered, calls, faults."""

import asyncio
import copy
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from tests.telegram_peer.arguments import Json, RefusedError, Upload, bad_request

_DAY_SECONDS = 24 * 3600
_PRESS_SECONDS = 150


@dataclass(slots=True)
class Rules:
    """What a test may change; Telegram's own values where they are known."""

    answer_within_seconds: float = 15
    """A press answered later is too old; how late is undocumented."""
    repeat_poll_seconds: float = 3
    """An empty poll with an unchanged offset waits at least this long when it comes this soon."""
    set_webhook_pause_seconds: float = 1
    webhook_retry_seconds: float = 1
    """Wait before the second repeat of a delivery, doubled each time up to a minute."""
    webhook_needs_https: bool = False
    """As the cloud does, with its four ports; Telegram's local server takes any address."""
    group_privacy: bool = True


@dataclass(slots=True)
class Message:
    """One message of a chat with edits applied."""

    body: Json
    """As the Bot API shows it."""
    markup: Json | None = None
    """The keyboard as it was sent, reply keyboards too."""
    is_from_bot: bool = True
    is_deleted: bool = False


@dataclass(slots=True)
class Chat:
    """A woman's chat with the bot, or a group (negative id)."""

    chat_id: int
    name: str = "Her"
    language_code: str | None = None
    is_started: bool = False
    is_blocked: bool = False
    is_deactivated: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """Whether it is a woman's own chat."""
        return self.chat_id > 0

    def as_chat(self) -> Json:
        """The Bot API's Chat."""
        if self.is_private:
            return {"id": self.chat_id, "type": "private", "first_name": self.name}
        return {"id": self.chat_id, "type": "group", "title": self.name}

    def as_sender(self) -> Json:
        """The Bot API's User."""
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.chat_id, "is_bot": False, "first_name": self.name, **language}

    def sent(self) -> list[Message]:
        """All the bot has sent here, in order, deleted ones too."""
        return [message for message in self.messages.values() if message.is_from_bot]


@dataclass(slots=True)
class Update:
    """One update and the state of its delivery."""

    update_id: int
    kind: str
    body: Json
    queue: tuple[str, int]
    """Updates of one queue reach a webhook one after the other."""
    expires_at: float
    tries: int = 0
    not_before: float = 0
    is_repeated: bool = False
    """Redelivered on demand: given out once more, whatever the offset."""

    def as_json(self) -> Json:
        """The Bot API's Update."""
        return {"update_id": self.update_id, self.kind: self.body}


@dataclass(slots=True)
class Press:
    """A pressed button that waits for `answerCallbackQuery`."""

    callback_id: str
    chat_id: int
    data: str
    at: float
    answer: Json | None = None


@dataclass(slots=True)
class Fault:
    """What happens to the next calls of a method instead of an answer."""

    method: str
    kind: str
    times: int
    retry_after: int


@dataclass(slots=True)
class Poll:
    """A getUpdates that waits."""

    ended_by: str = ""


@dataclass(slots=True)
class Webhook:
    """Where updates are posted."""

    url: str
    secret_token: str
    max_connections: int
    last_error: Json = field(default_factory=dict)
    gone_since: float | None = None


class World:
    """Telegram's memory of one bot; used from one event loop only."""

    def __init__(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise ValueError(f"A token looks like 123:TEST, not like {token!r}.")
        self.token = token
        bot_id = int(token.split(":")[0])
        self.me: Json = {"id": bot_id, "is_bot": True, "first_name": "Bot", "username": "peer_test_bot"}
        self.rules = Rules()
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, Upload] = {}
        self.pending: list[Update] = []
        self.history: list[Update] = []
        self.allowed_updates: list[str] = []
        self.presses: dict[str, Press] = {}
        self.webhook: Webhook | None = None
        self.webhook_set_at = 0.0
        self.poll: Poll | None = None
        self.last_poll: tuple[int, float] | None = None
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[str, dict[str, str]] = {}
        self.calls: list[Json] = []
        self.faults: list[Fault] = []
        self.change = 0
        self._skipped_seconds = 0.0
        # A bot that stored its offset goes on working when the peer starts anew: ids of later starts are higher.
        self._next_update_id = int(time.time())
        self._changed = asyncio.Event()
        self.is_closed = False

    def now(self) -> float:
        """Seconds since 1970, moved by what a test skipped."""
        return time.time() + self._skipped_seconds

    def skip(self, seconds: float) -> None:
        """Lets time pass at once."""
        self._skipped_seconds += seconds
        self.touch()

    def touch(self) -> None:
        """Wakes everybody who waits for a change."""
        self.change += 1
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """Lets nobody wait any longer, for the peer stops."""
        self.is_closed = True
        self.touch()

    async def wait_for(self, is_ready: Callable[[], object], seconds: float) -> bool:
        """Whether it became true within so many seconds."""
        end = time.monotonic() + seconds
        while not is_ready():
            remaining = end - time.monotonic()
            if remaining <= 0 or self.is_closed:
                return False
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), remaining)
        return True

    async def wait_for_change(self, seen: int, seconds: float) -> None:
        """Ends with the next change after the one that was seen."""
        await self.wait_for(lambda: self.change > seen, seconds)

    def end_poll(self, by: str) -> None:
        """Refuses the getUpdates that waits, if there is one."""
        if self.poll:
            self.poll.ended_by = by
            self.poll = None
            self.touch()

    def reachable(self, chat_id: int) -> Chat:
        """The chat, if the bot may write there.

        Raises:
            RefusedError: unknown, never started, blocked, deleted, or moved to a supergroup.
        """
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise RefusedError(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
            )
        if chat.is_deactivated:
            raise RefusedError(403, "Forbidden: user is deactivated")
        if chat.is_blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        if not chat.is_started:
            raise RefusedError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def add_message(self, chat: Chat, content: Json, sender: Json, markup: Json | None = None) -> Message:
        """The new message; its id is unique only inside its chat."""
        message_id = len(chat.messages) + 1
        head = {"message_id": message_id, "from": sender, "chat": chat.as_chat(), "date": int(self.now())}
        message = Message({**head, **without_empty(content)}, is_from_bot=sender["is_bot"])
        self.set_markup(message, markup)
        chat.messages[message_id] = message
        self.touch()
        return message

    def set_markup(self, message: Message, markup: Json | None) -> None:
        """Only inline keyboards are part of a message, reply keyboards hang below the chat."""
        message.markup = markup
        message.body.pop("reply_markup", None)
        if markup and "inline_keyboard" in markup:
            message.body["reply_markup"] = markup

    def add_file(self, name: str, mime_type: str, content: bytes) -> Json:
        """The Bot API's description of a stored file."""
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = Upload(name, mime_type, content)
        return {"file_id": file_id, "file_unique_id": f"unique-{file_id}", "file_size": len(content)}

    def add_update(self, kind: str, body: Json) -> int | None:
        """Id of the new update, `None` if the bot did not ask for this kind."""
        if self.allowed_updates and kind not in self.allowed_updates:
            return None
        life_seconds = _PRESS_SECONDS if kind == "callback_query" else _DAY_SECONDS
        # Presses queue by woman, everything else by chat.
        queue = (kind, body["from"]["id"]) if kind == "callback_query" else ("chat", body["chat"]["id"])
        update = Update(self._next_update_id, kind, copy.deepcopy(body), queue, self.now() + life_seconds)
        self._next_update_id += 1
        self.pending.append(update)
        self.history.append(update)
        self.touch()
        return update.update_id

    def repeat_update(self, update_id: int) -> None:
        """Delivers an update once more, as Telegram may after a lost confirmation."""
        old = next((update for update in self.history if update.update_id == update_id), None)
        if old is None:
            raise bad_request("update not found")
        again = Update(old.update_id, old.kind, old.body, old.queue, self.now() + _DAY_SECONDS, is_repeated=True)
        self.pending.insert(0, again)
        self.touch()

    def deliverable(self) -> list[Update]:
        """Unconfirmed updates in order, without those that have expired."""
        self.pending = [update for update in self.pending if update.expires_at > self.now()]
        return self.pending

    def confirm(self, offset: int) -> None:
        """Forgets all updates below the offset; a negative one forgets all but the last so many."""
        if offset < 0:
            self.pending = self.deliverable()[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update.update_id >= offset or update.is_repeated]

    def take_fault(self, method: str) -> Fault | None:
        """The fault that hits this call, used up by one."""
        for fault in self.faults:
            if fault.times > 0 and fault.method.lower() in (method.lower(), "*"):
                fault.times -= 1
                return fault
        return None

    def unanswered(self) -> list[Json]:
        """Presses whose client still shows progress."""
        return [asdict(press) for press in self.presses.values() if press.answer is None]


def without_empty(content: Json) -> Json:
    """The fields that hold something; the Bot API leaves the others out."""
    return {name: value for name, value in content.items() if value not in (None, "", [], {})}
