"""The Bot API's methods, as strict as Telegram's; names without underscores are the methods' names."""

import json
import re
import struct
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from tests.telegram_peer.arguments import Arguments, Json, RefusedError, Upload, bad_request
from tests.telegram_peer.markup import checked_keyboard, formatted
from tests.telegram_peer.world import Chat, Message, Poll, Webhook, World, without_empty

Method = Callable[[World, Arguments], Awaitable[Any]]
METHODS: dict[str, Method] = {}

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_PROFILE = {"name": ("name", 64), "description": ("description", 512), "shortdescription": ("short_description", 120)}
_CHAT_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}
_SCOPES = {
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
    *("chat", "chat_administrators", "chat_member"),
}


def method(function: Method) -> Method:
    """Registers a method under its name in lower case; Telegram does not mind upper case."""
    METHODS[function.__name__.replace("_", "")] = function
    return function


@method
async def get_me(world: World, arguments: Arguments) -> Json:
    """The bot itself."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": not world.rules.group_privacy}
    return {**world.me, **abilities, "supports_inline_queries": False}


@method
async def get_updates(world: World, arguments: Arguments) -> list[Json]:
    """Unconfirmed updates from the offset on; waits for the first one as long as the bot asked."""
    if world.webhook:
        raise RefusedError(
            409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
        )
    _remember_allowed_updates(world, arguments)
    offset = arguments.integer("offset", 0)
    limit = min(max(arguments.integer("limit", 100), 1), 100)
    timeout = float(min(max(arguments.integer("timeout", 0), 0), 50))
    world.confirm(offset)
    is_soon = world.last_poll is not None and world.now() - world.last_poll[1] < world.rules.repeat_poll_seconds
    if is_soon and world.last_poll and world.last_poll[0] == offset:
        timeout = max(timeout, world.rules.repeat_poll_seconds)
    world.last_poll = (offset, world.now())
    world.end_poll("other getUpdates request; make sure that only one bot instance is running")
    poll = world.poll = Poll()

    await world.wait_for(lambda: poll.ended_by or world.deliverable(), timeout)

    if poll.ended_by:
        raise RefusedError(409, f"Conflict: terminated by {poll.ended_by}")
    world.poll = None
    given = world.deliverable()[:limit]
    world.pending = [update for update in world.pending if not (update in given and update.is_repeated)]
    return [update.as_json() for update in given]


@method
async def set_webhook(world: World, arguments: Arguments) -> bool:
    """Posts updates to the address from now on; an empty address is deleteWebhook."""
    url, secret = arguments.text("url"), arguments.text("secret_token")
    if not url:
        return bool(await delete_webhook(world, arguments))
    if world.now() - world.webhook_set_at < world.rules.set_webhook_pause_seconds:
        raise RefusedError(429, "Too Many Requests: retry after 1", retry_after=1)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise bad_request("bad webhook: URL is invalid") from error
    if not host or parts.scheme not in ("https", "https" if world.rules.webhook_needs_https else "http"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if world.rules.webhook_needs_https and port not in (None, 80, 88, 443, 8443):
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed_updates(world, arguments)
    _drop_if_asked(world, arguments)
    connections = min(max(arguments.integer("max_connections", 40), 1), 100)
    world.webhook, world.webhook_set_at = Webhook(url, secret, connections), world.now()
    world.end_poll("setWebhook request")
    world.touch()
    return True


@method
async def delete_webhook(world: World, arguments: Arguments) -> bool:
    """Back to polling."""
    _drop_if_asked(world, arguments)
    world.webhook = None
    world.touch()
    return True


@method
async def get_webhook_info(world: World, arguments: Arguments) -> Json:
    """The address, how many updates wait, and the last error."""
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.deliverable())}
    if hook := world.webhook:
        info |= {"url": hook.url, "max_connections": hook.max_connections, **hook.last_error}
    return info | ({"allowed_updates": world.allowed_updates} if world.allowed_updates else {})


@method
async def send_message(world: World, arguments: Arguments) -> Json:
    """The sent message."""
    chat = _chat(world, arguments)
    return _send(world, chat, _text_content(arguments), arguments)


@method
async def edit_message_text(world: World, arguments: Arguments) -> Json:
    """The message with its new text; without `reply_markup` it loses its buttons."""
    message = _own_message(world, arguments)
    content, markup = _text_content(arguments), checked_keyboard(arguments, only_inline=True)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    old = {name: message.body[name] for name in ("text", "entities", "link_preview_options") if name in message.body}
    if old == content and message.markup == markup:
        raise bad_request(_NOT_MODIFIED)
    for name in old:
        del message.body[name]
    message.body |= content
    return _edited(world, message, markup)


@method
async def edit_message_reply_markup(world: World, arguments: Arguments) -> Json:
    """The message with its new buttons, or without any."""
    message = _own_message(world, arguments)
    markup = checked_keyboard(arguments, only_inline=True)
    if message.markup == markup:
        raise bad_request(_NOT_MODIFIED)
    return _edited(world, message, markup)


@method
async def delete_message(world: World, arguments: Arguments) -> bool:
    """Removes a message of the last 48 hours, in a private chat hers too."""
    chat = _chat(world, arguments)
    message = chat.messages.get(arguments.integer("message_id"))
    if message is None or message.is_deleted:
        raise bad_request("message to delete not found")
    if world.now() - message.body["date"] > 48 * 3600 or not (message.is_from_bot or chat.is_private):
        raise bad_request("message can't be deleted")
    message.is_deleted = True
    world.touch()
    return True


@method
async def answer_callback_query(world: World, arguments: Arguments) -> bool:
    """Ends the progress her client shows."""
    press = world.presses.get(arguments.text("callback_query_id"))
    if press is None or press.answer is not None or world.now() - press.at > world.rules.answer_within_seconds:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(arguments.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answer = {"text": arguments.text("text"), "show_alert": arguments.flag("show_alert"), "at": world.now()}
    world.touch()
    return True


@method
async def send_chat_action(world: World, arguments: Arguments) -> bool:
    """Shows her that the bot is typing; kept in the list of calls only."""
    _chat(world, arguments)
    if arguments.text("action") not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


@method
async def send_location(world: World, arguments: Arguments) -> Json:
    """The sent message with a bare point."""
    return _send(world, _chat(world, arguments), {"location": _location(arguments)}, arguments)


@method
async def send_venue(world: World, arguments: Arguments) -> Json:
    """The sent message with a point, a title and an address, all of them needed."""
    chat = _chat(world, arguments)
    venue = {"location": _location(arguments), "title": arguments.text("title"), "address": arguments.text("address")}
    for name in ("title", "address"):
        if not venue[name]:
            raise bad_request(f"{name} must be non-empty")
    return _send(world, chat, {"location": venue["location"], "venue": venue}, arguments)


@method
async def send_document(world: World, arguments: Arguments) -> Json:
    """The sent message with a file of at most 50 MB."""
    chat = _chat(world, arguments)
    file_id, file = _file(world, arguments, "document", megabytes=50)
    about = {"file_name": file.name, "mime_type": file.mime_type}
    return _send(world, chat, {"document": _described(file_id, file) | about, **_caption(arguments)}, arguments)


@method
async def send_photo(world: World, arguments: Arguments) -> Json:
    """The sent message with a PNG or JPEG of at most 10 MB."""
    chat = _chat(world, arguments)
    file_id, file = _file(world, arguments, "photo", megabytes=10)
    width, height = image_size(file.content)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    size = _described(file_id, file) | {"width": width, "height": height}
    return _send(world, chat, {"photo": [size], **_caption(arguments)}, arguments)


@method
async def get_file(world: World, arguments: Arguments) -> Json:
    """Where the file can be read, under /file/bot<token>/."""
    file_id = arguments.text("file_id")
    if not (file := world.files.get(file_id)):
        raise bad_request("invalid file_id")
    if len(file.content) > 20 * 2**20:
        raise bad_request("file is too big")
    return _described(file_id, file) | {"file_path": file_id}


@method
async def set_my_commands(world: World, arguments: Arguments) -> bool:
    """Stores the menu for a scope and language; an empty list removes it."""
    commands: list[Json] = arguments.parsed("commands", list) or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", "")).strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(arguments), _language(arguments)] = commands
    return True


@method
async def get_my_commands(world: World, arguments: Arguments) -> list[Json]:
    """The menu stored for exactly this scope and language."""
    return world.commands.get((_scope(arguments), _language(arguments)), [])


@method
async def delete_my_commands(world: World, arguments: Arguments) -> bool:
    """Falls back to the next wider menu."""
    world.commands.pop((_scope(arguments), _language(arguments)), None)
    return True


def _add_profile_methods(kind: str, field: str, limit: int) -> None:
    async def set_text(world: World, arguments: Arguments) -> bool:
        text, language = arguments.text(field).strip(), _language(arguments)
        if len(text) > limit:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile.setdefault(field, {})[language] = text
        return True

    async def get_text(world: World, arguments: Arguments) -> Json:
        texts = world.profile.get(field, {})
        default = world.me["first_name"] if field == "name" else ""
        return {field: texts.get(_language(arguments)) or texts.get("") or default}

    METHODS[f"setmy{kind}"], METHODS[f"getmy{kind}"] = set_text, get_text


for _kind, (_field, _limit) in _PROFILE.items():
    _add_profile_methods(_kind, _field, _limit)


def image_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG.

    Raises:
        RefusedError: neither of them.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(b"\xff\xd8"):
        position = 2
        while position + 9 <= len(content) and content[position] == 0xFF:
            marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4], "big")
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">HH", content[position + 5 : position + 9])
                return width, height
            position += 2 + length
    raise bad_request("IMAGE_PROCESS_FAILED")


def _chat(world: World, arguments: Arguments) -> Chat:
    text = str(arguments.values.get("chat_id", ""))
    if not text:
        raise bad_request("chat_id is empty")
    if not re.fullmatch(r"-?\d+", text):
        raise bad_request("chat not found")
    return world.reachable(int(text))


def _own_message(world: World, arguments: Arguments) -> Message:
    message = _chat(world, arguments).messages.get(arguments.integer("message_id"))
    if message is None or message.is_deleted:
        raise bad_request("message to edit not found")
    if not message.is_from_bot or (message.markup and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def _send(world: World, chat: Chat, content: Json, arguments: Arguments) -> Json:
    markup = checked_keyboard(arguments, chat_is_private=chat.is_private)
    protected = {"has_protected_content": arguments.flag("protect_content") or None}
    return world.add_message(chat, {**content, **protected}, world.me, markup).body


def _edited(world: World, message: Message, markup: Json | None) -> Json:
    world.set_markup(message, markup)
    message.body["edit_date"] = int(world.now())
    world.touch()
    return message.body


def _text_content(arguments: Arguments) -> Json:
    text, entities = formatted(arguments, "text", 4096)
    if not text:
        raise bad_request("message text is empty")
    preview = arguments.parsed("link_preview_options", dict)
    return without_empty({"text": text, "entities": entities, "link_preview_options": preview})


def _caption(arguments: Arguments) -> Json:
    text, entities = formatted(arguments, "caption", 1024)
    return {"caption": text, "caption_entities": entities}


def _location(arguments: Arguments) -> Json:
    latitude, longitude = arguments.number("latitude"), arguments.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


def _file(world: World, arguments: Arguments, name: str, megabytes: int) -> tuple[str, Upload]:
    given = str(arguments.values.get(name, ""))
    file = arguments.files.get(given.removeprefix("attach://") if given else name)
    if file:
        if not file.content:
            raise bad_request("file must be non-empty")
        if len(file.content) > megabytes * 2**20:
            raise RefusedError(413, "Request Entity Too Large")
        return world.add_file(file.name, file.mime_type, file.content)["file_id"], file
    if not given:
        raise bad_request(f"there is no {name} in the request")
    if given in world.files:
        return given, world.files[given]
    is_url = given.startswith(("http://", "https://"))
    raise bad_request("failed to get HTTP URL content" if is_url else "wrong file identifier/HTTP URL specified")


def _described(file_id: str, file: Upload) -> Json:
    return {"file_id": file_id, "file_unique_id": f"unique-{file_id}", "file_size": len(file.content)}


def _language(arguments: Arguments) -> str:
    language = arguments.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return language


def _scope(arguments: Arguments) -> str:
    scope: Json = arguments.parsed("scope", dict) or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return json.dumps(scope, sort_keys=True)


def _remember_allowed_updates(world: World, arguments: Arguments) -> None:
    kinds = arguments.parsed("allowed_updates", list)
    if kinds is not None:
        world.allowed_updates = [kind for kind in kinds if isinstance(kind, str)]


def _drop_if_asked(world: World, arguments: Arguments) -> None:
    if arguments.flag("drop_pending_updates"):
        world.pending.clear()
