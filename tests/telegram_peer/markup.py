"""Text and keyboards as Telegram reads them: HTML to entities, lengths in UTF-16 units, buttons it would refuse."""

import html
import re
from urllib.parse import urlsplit

from tests.telegram_peer.arguments import Arguments, Json, bad_request

_TAGS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"""<(/?)([^\s<>/="']*)((?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*>""")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_TAPPABLE = {
    "bot_command": re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?"),
    "url": re.compile(r"https?://[^\s<>\u2066-\u2069]+[^\s<>\u2066-\u2069.,;:!?)]"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
}
_ACTIONS = {
    *("callback_data", "url", "copy_text", "web_app", "login_url", "switch_inline_query", "callback_game", "pay"),
    *("switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
}
_FORMATTED = {"text": ("entities", "message"), "caption": ("caption_entities", "message caption")}


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def formatted(arguments: Arguments, name: str, limit: int) -> tuple[str, list[Json]]:
    """The text as she reads it and its entities, after the limit was checked.

    Raises:
        RefusedError: markup that cannot be parsed, or more than `limit` UTF-16 units.
    """
    entities_name, what = _FORMATTED[name]
    text, mode = arguments.text(name), arguments.text("parse_mode").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    entities: list[Json] = [] if mode else arguments.parsed(entities_name, list) or []
    if mode:
        text, entities = parse_html(text)
    cut = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    if (length := utf16_length(text)) > limit:
        raise bad_request(f"{what} is too long")
    entities = [_moved(entity, cut, length) for entity in entities]
    return text, with_tappable(text, [entity for entity in entities if entity["length"] > 0])


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text without tags and the entities, outermost first.

    Raises:
        RefusedError: "can't parse entities", with the place in bytes.
    """
    text, position = "", 0
    entities: list[Json] = []
    opened: list[tuple[str, dict[str, str], int]] = []

    def broken(reason: str) -> Exception:
        return bad_request(f"can't parse entities: {reason} at byte offset {len(source[:position].encode())}")

    while position < len(source):
        if source[position] == "<":
            if not (tag := _TAG.match(source, position)):
                raise broken("Unclosed or malformed tag")
            is_end, name = bool(tag[1]), tag[2].lower()
            if is_end:
                if not opened:
                    raise broken("Unexpected end tag")
                if name not in ("", opened[-1][0]):
                    raise broken(f'Unmatched end tag, expected "</{opened[-1][0]}>", found "</{name}>"')
                if entity := _entity(*opened.pop(), text, parent=opened[-1][0] if opened else ""):
                    entities.append(entity)
            else:
                found = _ATTRIBUTE.finditer(tag[3])
                attributes = {a[1].lower(): html.unescape(a[2] or a[3] or a[4] or "") for a in found}
                if name not in _TAGS:
                    raise broken(f'Unsupported start tag "{name}"')
                if name == "span" and attributes.get("class") != "tg-spoiler":
                    raise broken('Tag "span" must have class "tg-spoiler"')
                opened.append((name, attributes, utf16_length(text)))
            position = tag.end()
        elif reference := _REFERENCE.match(source, position):
            text += html.unescape(reference[0])
            position = reference.end()
        else:
            text += source[position]
            position += 1
    if opened:
        raise broken(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def with_tappable(text: str, entities: list[Json]) -> list[Json]:
    """The entities, and those that clients find by themselves: commands, links, e-mail addresses."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in ("text_link", "code", "pre")]
    found = list(entities)
    for kind, pattern in _TAPPABLE.items():
        for match in pattern.finditer(text):
            start, length = utf16_length(text[: match.start()]), utf16_length(match[0])
            if not any(begin < start + length and start < end for begin, end in taken):
                taken.append((start, start + length))
                found.append({"type": kind, "offset": start, "length": length})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def checked_keyboard(arguments: Arguments, *, chat_is_private: bool = True, only_inline: bool = False) -> Json | None:
    """The `reply_markup` without empty rows, `None` if there is none.

    Raises:
        RefusedError: a button without text, without exactly one action or with one that is not possible.
    """
    markup: Json | None = arguments.parsed("reply_markup", dict)
    if not markup:
        return None
    if "inline_keyboard" in markup:
        rows = [[_inline_button(button) for button in row] for row in _rows(markup["inline_keyboard"]) if row]
        return {"inline_keyboard": rows} if rows else None
    if only_inline:
        raise bad_request("inline keyboard expected")
    if len(placeholder := str(markup.get("input_field_placeholder", ""))) > 64:
        raise bad_request(f"input field placeholder is too long: {len(placeholder)}")
    if "keyboard" in markup:
        buttons = [[{"text": b} if isinstance(b, str) else b for b in row] for row in _rows(markup["keyboard"]) if row]
        if not buttons or not all(isinstance(b, dict) and b.get("text") for row in buttons for b in row):
            raise bad_request("can't parse keyboard button: a button needs a text")
        asks = any(b.keys() & {"request_contact", "request_location"} for row in buttons for b in row)
        if asks and not chat_is_private:
            raise bad_request("phone number and location can be requested in private chats only")
        return {**markup, "keyboard": buttons}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    raise bad_request("object expected as reply markup")


def _rows(value: object) -> list[list[Json]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request("can't parse reply keyboard markup JSON object: keyboard must be an Array of Array")
    return value


def _inline_button(button: object) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: field "text" must be of type String')
    actions = [name for name in button if name in _ACTIONS and button[name] is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"can't parse inline keyboard button: one action expected, found {', '.join(actions)}")
    if actions == ["callback_data"] and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if actions == ["url"]:
        _check_url(str(button["url"]))
    return button


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if re.match(r"[a-z]+:", url, re.IGNORECASE) else f"http://{url}")
        host = parts.hostname or ""
    except ValueError as error:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL") from error
    if parts.scheme not in ("http", "https", "tg", "ton"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme.startswith("http") and ("." not in host.strip(".") or re.search(r"\s", url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _entity(name: str, attributes: dict[str, str], start: int, text: str, parent: str) -> Json | None:
    entity: Json = {"type": _TAGS[name], "offset": start, "length": utf16_length(text) - start}
    if name == "a":
        entity["url"] = attributes.get("href", "")
        if urlsplit(entity["url"]).scheme not in ("http", "https", "tg", "ton"):
            return None  # A link Telegram does not know stays as plain text.
    if name == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    if name == "tg-emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    return None if name == "code" and parent == "pre" else entity


def _moved(entity: Json, cut: int, length: int) -> Json:
    start = max(entity["offset"] - cut, 0)
    end = min(entity["offset"] + entity["length"] - cut, length)
    return {**entity, "offset": start, "length": end - start}
