"""Her side of the chats and the test's view of the peer: what answers under /sim/."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import Any

from tests.telegram_peer.arguments import Arguments, Json, bad_request
from tests.telegram_peer.markup import with_tappable
from tests.telegram_peer.world import Chat, Fault, Message, Press, Rules, World

Action = Callable[[World, Arguments], Awaitable[Any]]
ACTIONS: dict[str, Action] = {}

_FAULTS = ("429", "500", "502", "drop", "lose_answer")
_SENT_THINGS: dict[str, tuple[str, str, Json]] = {
    "voice": ("voice.ogg", "audio/ogg", {"duration": 3, "mime_type": "audio/ogg"}),
    "photo": ("photo.jpg", "image/jpeg", {"width": 90, "height": 90}),
    "sticker": (
        *("sticker.webp", "image/webp"),
        {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
    ),
    "document": ("paper.pdf", "application/pdf", {"file_name": "paper.pdf", "mime_type": "application/pdf"}),
    "location": ("", "", {"latitude": 48.7406, "longitude": 9.3108}),
    "contact": ("", "", {"phone_number": "+490000000", "first_name": "Her"}),
}


def action(function: Action) -> Action:
    """Registers an action as /sim/<name>."""
    ACTIONS[function.__name__] = function
    return function


@action
async def introduce(world: World, arguments: Arguments) -> Json:
    """Makes her known, with `name` and `language_code`; all her other actions take these too."""
    return _her(world, arguments).as_sender()


@action
async def write(world: World, arguments: Arguments) -> Json:
    """She writes `text` to the bot or, with `group_id`, in a group; `reply_to` is a message id there."""
    if not (text := arguments.text("text").strip()):
        raise bad_request("she cannot send an empty message")
    return _from_her(world, arguments, {"text": text, "entities": with_tappable(text, [])})


@action
async def send(world: World, arguments: Arguments) -> Json:
    """She sends a thing of some `kind`, with `details` of her own if need be."""
    kind = arguments.text("kind")
    if kind not in _SENT_THINGS:
        raise bad_request(f"kind is one of {', '.join(_SENT_THINGS)}")
    name, mime_type, thing = _SENT_THINGS[kind]
    if name:
        thing = world.add_file(name, mime_type, b"sent by her") | thing
    thing = thing | (arguments.parsed("details", dict) or {})
    content = {kind: [thing] if kind == "photo" else thing, "caption": arguments.text("caption")}
    return _from_her(world, arguments, content)


@action
async def edit(world: World, arguments: Arguments) -> Json:
    """She changes the text of a message of hers."""
    her = _her(world, arguments)
    message = her.messages.get(arguments.integer("message_id"))
    if message is None or message.is_from_bot or message.is_deleted or "text" not in message.body:
        raise bad_request("she has no such text message")
    text = arguments.text("text")
    message.body |= {"text": text, "edit_date": int(world.now())}
    message.body["entities"] = with_tappable(text, [])
    return {"update_id": world.add_update("edited_message", message.body)}


@action
async def press(world: World, arguments: Arguments) -> Json:
    """She presses the newest `button` with this data or text; `forged` data need not have been shown.

    A button of a reply keyboard is a text she writes. With `message_id` only that message is looked at.
    """
    her = _her(world, arguments)
    button, message_id = arguments.text("button"), arguments.integer("message_id", 0)
    place = world.chats.get(arguments.integer("group_id", her.chat_id), her)
    if arguments.flag("forged"):
        message = place.messages.get(message_id) or next(reversed(place.sent()), None)
        return _pressed(world, her, place, message, message_id, button)
    for message in reversed(place.sent()):
        if message.is_deleted or (message_id and message.body["message_id"] != message_id):
            continue
        for shown in (b for row in (message.markup or {}).get("inline_keyboard", []) for b in row):
            if button in (shown.get("callback_data"), shown["text"]):
                if "callback_data" not in shown:
                    raise bad_request(f"the button {button!r} does not send anything to the bot")
                return _pressed(world, her, place, message, message_id, shown["callback_data"])
    if not message_id and button in {b["text"] for row in _reply_keyboard(place) for b in row}:
        content = {"text": button, "entities": with_tappable(button, [])}
        return _from_her(world, arguments, content)
    raise bad_request(f"no button {button!r} is shown to her")


@action
async def block(world: World, arguments: Arguments) -> Json:
    """She blocks the bot."""
    return _membership(world, _her(world, arguments), is_blocked=True)


@action
async def unblock(world: World, arguments: Arguments) -> Json:
    """She lets the bot write again."""
    return _membership(world, _her(world, arguments), is_blocked=False)


@action
async def delete_account(world: World, arguments: Arguments) -> bool:
    """Her account is gone; the bot is not told."""
    _her(world, arguments).is_deactivated = True
    return True


@action
async def migrate(world: World, arguments: Arguments) -> Json:
    """A group becomes a supergroup with a new id."""
    group = _group(world, arguments)
    group.migrated_to = group.chat_id - 10**12
    world.chats[group.migrated_to] = Chat(group.migrated_to, group.name, is_started=True)
    return {"migrate_to_chat_id": group.migrated_to}


@action
async def messages(world: World, arguments: Arguments) -> Json:
    """All the bot has sent to the chat, edits applied; waits until there are `sent` or for a change `after`."""
    chat_id, sent, after = arguments.integer("chat_id"), arguments.integer("sent", 0), arguments.integer("after", -1)
    place = world.chats.get(chat_id) or Chat(chat_id)

    def is_ready() -> bool:
        nonlocal place
        place = world.chats.get(chat_id, place)
        return len(place.sent()) >= sent and world.change > after

    await world.wait_for(is_ready, min(arguments.number("timeout", 0), 60))
    shown = [{"message": m.body, "markup": m.markup, "is_deleted": m.is_deleted} for m in place.sent()]
    return {"change": world.change, "messages": shown, "reply_keyboard": _reply_keyboard(place)}


@action
async def commands(world: World, arguments: Arguments) -> list[Json]:
    """The menu she sees: her chat's before that of private chats before the default, her language first."""
    her = _her(world, arguments)
    language = (her.language_code or "").split("-")[0]
    chat_scope = f'{{"chat_id": {her.chat_id}, "type": "chat"}}'
    for scope in (chat_scope, '{"type": "all_private_chats"}', '{"type": "default"}'):
        for code in (language, ""):
            if menu := world.commands.get((scope, code)):
                return menu
    return []


@action
async def profile(world: World, arguments: Arguments) -> Json:
    """Name, description and short description of the bot, each by language code; "" holds for all others."""
    return world.profile


@action
async def calls(world: World, arguments: Arguments) -> list[Json]:
    """Every call received, with time, arguments and outcome; of one `method` if it is given."""
    name = arguments.text("method").lower()
    return [call for call in world.calls if not name or call["method"].lower() == name]


@action
async def presses(world: World, arguments: Arguments) -> list[Json]:
    """All presses with the bot's answers; only those without one if `unanswered`."""
    return world.unanswered() if arguments.flag("unanswered") else [asdict(press) for press in world.presses.values()]


@action
async def updates(world: World, arguments: Arguments) -> Json:
    """All updates that were made and the ids of those not confirmed."""
    waiting = [update.update_id for update in world.deliverable()]
    return {"updates": [update.as_json() for update in world.history], "unconfirmed": waiting}


@action
async def redeliver(world: World, arguments: Arguments) -> bool:
    """Delivers an old update once more, whatever was confirmed."""
    world.repeat_update(arguments.integer("update_id"))
    return True


@action
async def fail(world: World, arguments: Arguments) -> bool:
    """The next `times` calls of `method` (`*` is any) end with a `fault`.

    `429` (with `retry_after`), `500`, `502`; `drop` closes the connection before the work, `lose_answer` after it.
    """
    if (kind := str(arguments.values.get("fault"))) not in _FAULTS:
        raise bad_request(f"fault is one of {', '.join(_FAULTS)}")
    name = arguments.text("method") or "*"
    world.faults.append(Fault(name, kind, arguments.integer("times", 1), arguments.integer("retry_after", 1)))
    return True


@action
async def rules(world: World, arguments: Arguments) -> Json:
    """The rules, after those given have been changed."""
    for rule in fields(Rules):
        if arguments.has(rule.name):
            is_flag = rule.type in (bool, "bool")
            setattr(world.rules, rule.name, arguments.flag(rule.name) if is_flag else arguments.number(rule.name))
    return asdict(world.rules)


@action
async def skip(world: World, arguments: Arguments) -> float:
    """Lets `seconds` pass at once; answers with the time."""
    world.skip(arguments.number("seconds"))
    return world.now()


def _her(world: World, arguments: Arguments) -> Chat:
    chat_id = arguments.integer("chat_id")
    if chat_id <= 0:
        raise bad_request("chat_id is hers and greater than zero; a group is named by group_id")
    her = world.chats.setdefault(chat_id, Chat(chat_id))
    her.name = arguments.text("name") or her.name
    if "language_code" in arguments.values:
        her.language_code = arguments.text("language_code") or None
    return her


def _group(world: World, arguments: Arguments) -> Chat:
    group_id = arguments.integer("group_id")
    if group_id >= 0:
        raise bad_request("group_id is less than zero")
    if group_id not in world.chats:
        group = world.chats[group_id] = Chat(group_id, arguments.text("title") or "Group", is_started=True)
        _member_update(world, group, _her(world, arguments), "left", "member")
    return world.chats[group_id]


def _from_her(world: World, arguments: Arguments, content: Json) -> Json:
    her = _her(world, arguments)
    place = _group(world, arguments) if arguments.has("group_id") else her
    if place.is_blocked:
        raise bad_request("she has blocked the bot and has to unblock it first")
    place.is_started = True
    if answered := place.messages.get(arguments.integer("reply_to", 0)):
        content["reply_to_message"] = answered.body
    message = world.add_message(place, content, her.as_sender())
    is_seen = place.is_private or not world.rules.group_privacy or _is_for_bot(world, message.body)
    update_id = world.add_update("message", message.body) if is_seen else None
    return {"update_id": update_id, "message_id": message.body["message_id"]}


def _is_for_bot(world: World, body: Json) -> bool:
    """What privacy mode lets through: commands for the bot and replies to it."""
    command = re.match(r"/\w+(?:@(\w+))?", body.get("text", ""))
    is_reply = body.get("reply_to_message", {}).get("from", {}).get("id") == world.me["id"]
    return is_reply or bool(command and command[1] in (None, world.me["username"]))


def _pressed(world: World, her: Chat, place: Chat, message: Message | None, message_id: int, data: str) -> Json:
    if her.is_blocked:
        raise bad_request("she has blocked the bot and has to unblock it first")
    callback_id = str(10**15 + len(world.presses))
    pressed = Press(callback_id, her.chat_id, data, world.now())
    world.presses[callback_id] = pressed
    body: Json = {"id": callback_id, "from": her.as_sender(), "chat_instance": str(place.chat_id), "data": data}
    if message is None or message.is_deleted:
        gone = message.body["message_id"] if message else message_id or 1
        body["message"] = {"chat": place.as_chat(), "message_id": gone, "date": 0}
    else:
        body["message"] = message.body
    return {"update_id": world.add_update("callback_query", body), "callback_id": callback_id}


def _membership(world: World, her: Chat, *, is_blocked: bool) -> Json:
    if her.is_blocked == is_blocked:
        raise bad_request("she has done that already")
    her.is_blocked = is_blocked
    before, after = ("member", "kicked") if is_blocked else ("kicked", "member")
    return {"update_id": _member_update(world, her, her, before, after)}


def _member_update(world: World, place: Chat, her: Chat, before: str, after: str) -> int | None:
    def member(status: str) -> Json:
        return {"user": world.me, "status": status, **({"until_date": 0} if status == "kicked" else {})}

    head = {"chat": place.as_chat(), "from": her.as_sender(), "date": int(world.now())}
    body = {**head, "old_chat_member": member(before), "new_chat_member": member(after)}
    return world.add_update("my_chat_member", body)


def _reply_keyboard(place: Chat) -> list[list[Json]]:
    """The keyboard below the chat: the newest message that set or removed one decides."""
    for message in reversed(place.sent()):
        if message.markup and "inline_keyboard" not in message.markup and "force_reply" not in message.markup:
            keyboard: list[list[Json]] = message.markup.get("keyboard", [])
            return keyboard
    return []
