"""From Telegram's updates to our events."""

from telegram import Chat, ChatMember, Location, Message, Update

from bot.dialogue.actions import decode
from bot.dialogue.events import (
    ButtonPressed,
    CalledInGroup,
    Command,
    CommandGiven,
    ContentKind,
    ContentSent,
    HerEvent,
    Incoming,
    MessageEdited,
    PlaceShared,
    TextWritten,
)
from knowledge_base.places import nearest_place

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


def incoming(update: Update) -> Incoming | None:
    """What she did; `None` for what needs no answer: channels, her leaving."""
    chat, user = update.effective_chat, update.effective_user
    is_private = chat is None or chat.type == Chat.PRIVATE
    content = _content(update) if is_private else _content_of_group(update)
    if content is None or user is None or user.is_bot:
        return None
    # A press on a message that is too old to be shown has no chat; in private chats both numbers are the same.
    chat_id = chat.id if chat else user.id
    return Incoming(str(chat_id), str(update.update_id), content, user.language_code)


def chat_of(update: Update) -> str | None:
    """The chat an update belongs to; updates of one chat are handled in order."""
    if update.effective_chat is not None:
        return str(update.effective_chat.id)
    return str(update.effective_user.id) if update.effective_user is not None else None


def left_chat(update: Update) -> str | None:
    """The chat that she has left by blocking the bot."""
    change = update.my_chat_member
    if change is None or change.new_chat_member.status not in (ChatMember.BANNED, ChatMember.LEFT):
        return None
    return str(change.chat.id)


def _content_of_group(update: Update) -> CalledInGroup | None:
    is_group = update.effective_chat is not None and update.effective_chat.type in (Chat.GROUP, Chat.SUPERGROUP)
    return CalledInGroup() if is_group and (update.message or update.my_chat_member) else None


def _content(update: Update) -> TextWritten | HerEvent | None:
    if update.callback_query is not None:
        return ButtonPressed(decode(update.callback_query.data or ""))
    if update.edited_message is not None:
        # A live location is edited every few seconds: only changed words are answered.
        return MessageEdited() if update.edited_message.text or update.edited_message.caption else None
    return _message_content(update.message) if update.message is not None else None


def _message_content(message: Message) -> TextWritten | HerEvent | None:
    if message.text is not None:
        return _command(message.text) if message.text.startswith("/") else TextWritten(message.text)
    if message.caption and not message.document:
        return TextWritten(message.caption)
    if message.voice or message.audio or message.video_note:
        return ContentSent(ContentKind.VOICE)
    if message.photo or message.video or message.animation:
        return ContentSent(ContentKind.PICTURE)
    if message.location or message.venue:
        return _place(message.venue.location if message.venue else message.location)
    if message.contact:
        return ContentSent(ContentKind.CONTACT)
    if message.document:
        return ContentSent(ContentKind.FILE)
    return ContentSent(ContentKind.OTHER)


def _place(location: Location | None) -> PlaceShared | ContentSent:
    """The town at a point on the map; the point goes no further than here."""
    nearest = nearest_place(location.latitude, location.longitude) if location else None
    return PlaceShared(nearest.slug) if nearest else ContentSent(ContentKind.PLACE)


def _command(text: str) -> CommandGiven:
    name = text.split()[0].removeprefix("/").split("@")[0].lower()
    return CommandGiven(Command(name) if name in set(Command) else None)
