"""From our messages to Telegram's calls."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from functools import partial
from html import unescape

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.errors import ChatGone, Refused, RetryLater
from bot.ports import Delivery
from bot.rendering.message import Attachment, Button, File, Message, Picture, Venue

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramSender:
    """Delivers messages of the outbox."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, delivery: Delivery) -> None:
        """Send one message, in parts when it is longer than Telegram takes."""
        chat_id, message = int(delivery.chat_id), delivery.message
        attachment, markup = message.attachment, keyboard(message)
        is_caption = isinstance(attachment, Picture | File)
        *parts, last = split(message.text, MessageLimit.CAPTION_LENGTH if is_caption else MessageLimit.MAX_TEXT_LENGTH)
        for part in parts:
            await self._send(part, partial(self._text, chat_id, None))
        if attachment is None:
            await self._send(last, partial(self._text, chat_id, markup))
        else:
            await self._send(last, partial(self._attachment, chat_id, attachment, markup))

    async def _send(self, text: str, call: Callable[[str, ParseMode | None], Awaitable[None]]) -> None:
        try:
            try:
                await call(text, ParseMode.HTML)
            except BadRequest as error:
                if "parse" not in error.message.lower():
                    raise
                await call(plain(text), None)
        except RetryAfter as error:
            wait = error.retry_after
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            raise RetryLater("too many messages", seconds=seconds) from error
        except (Forbidden, ChatMigrated) as error:
            raise ChatGone("she cannot be written to") from error
        except BadRequest as error:  # Before NetworkError, of which it is a kind.
            if "chat not found" in error.message.lower():
                raise ChatGone("no such chat") from error
            raise Refused("Telegram refuses the message") from error
        except NetworkError as error:
            raise RetryLater("Telegram cannot be reached") from error
        except TelegramError as error:
            raise RetryLater("Telegram answers with an error") from error

    async def _text(self, chat_id: int, markup: InlineKeyboardMarkup | None, text: str, mode: ParseMode | None) -> None:
        await self._bot.send_message(
            chat_id, text, parse_mode=mode, reply_markup=markup, link_preview_options=_NO_PREVIEW
        )

    async def _attachment(
        self,
        chat_id: int,
        attachment: Attachment,
        markup: InlineKeyboardMarkup | None,
        text: str,
        mode: ParseMode | None,
    ) -> None:
        """One call: the text is the caption; a venue says itself what stands in its text."""
        match attachment:
            case Picture(content):
                await self._bot.send_photo(
                    chat_id, content, caption=text, parse_mode=mode, reply_markup=markup, filename="week.png"
                )
            case File(content, name):
                await self._bot.send_document(
                    chat_id, content, caption=text, parse_mode=mode, reply_markup=markup, filename=name
                )
            case Venue(latitude, longitude, title, address):
                await self._bot.send_venue(chat_id, latitude, longitude, title, address, reply_markup=markup)


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The buttons of a message."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in message.buttons])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(button.label, callback_data=button.data, url=button.url)


def plain(text: str) -> str:
    """The text without markup."""
    return unescape(text.replace("<b>", "").replace("</b>", ""))


def split(text: str, limit: int = MessageLimit.MAX_TEXT_LENGTH) -> Iterator[str]:
    """Parts that Telegram takes, cut at paragraphs, else at lines, else anywhere but inside a letter or markup.

    Length is counted as Telegram counts it, in UTF-16 units; markup counts too, which errs on the safe side.
    """
    rest = text
    while _units(rest) > limit:
        head = _head(rest, limit)
        cut = next((at for at in (head.rfind("\n\n"), head.rfind("\n"), head.rfind(" ")) if at > 0), len(head))
        part = rest[:cut].rstrip()
        is_open = part.count("<b>") > part.count("</b>")
        yield part + ("</b>" if is_open else "")
        rest = ("<b>" if is_open else "") + rest[cut:].lstrip()
    if rest or not text:
        yield rest


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _head(text: str, limit: int) -> str:
    """The longest beginning within the limit, leaving room to close markup."""
    budget = limit - len("</b>")
    length = 0
    for index, character in enumerate(text):
        length += 2 if ord(character) > 0xFFFF else 1
        if length > budget:
            return text[:index]
    return text
