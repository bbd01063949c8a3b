"""From the page's requests to our events; whatever else comes is refused."""

import json
import re
from typing import Any

from bot.dialogue.actions import decode
from bot.dialogue.events import ButtonPressed, Command, CommandGiven, HerEvent, Incoming, TextWritten

LONGEST_TEXT = 4096
"""Characters, as in Telegram; the page takes no more."""

_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_].{0,20})?\Z")


class WrongRequest(Exception):
    """A request that our page does not send."""


def read_incoming(chat_id: str, body: bytes) -> Incoming:
    """What she did on the page.

    Raises:
        WrongRequest: the request is not one of our page.
    """
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WrongRequest("Send JSON.") from error
    if not isinstance(fields, dict):
        raise WrongRequest("Send an object.")
    update_id, language = _text(fields, "id"), str(fields.get("language") or "")
    if not _ID.match(update_id):
        raise WrongRequest("Send an id of 8 to 64 letters or digits.")
    app_language = language if _LANGUAGE.match(language) else None
    return Incoming(chat_id, update_id, _content(fields), app_language)


def _content(fields: dict[str, Any]) -> TextWritten | HerEvent:
    match fields.get("type"):
        case "text":
            text = _text(fields, "text")[:LONGEST_TEXT]
            name = text.strip().removeprefix("/").lower()
            if text.strip().startswith("/") and name.isascii() and name.isalpha():
                return CommandGiven(Command(name) if name in set(Command) else None)
            return TextWritten(text)
        case "press":
            return ButtonPressed(decode(_text(fields, "data")))
        case "start":
            return CommandGiven(Command.START)
    raise WrongRequest("Send a text, a press or a start.")


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise WrongRequest(f"Send '{name}' as text.")
    return value
