"""Buttons that many messages share."""

from collections.abc import Iterable, Sequence

from bot.dialogue.actions import Action, ActionKind, Need, encode
from bot.rendering.language import Language
from bot.rendering.message import Attachment, Button, Direction, Message
from bot.rendering.names import NEEDS, PATH, TOPICS
from knowledge_base.results import OfferSummary
from knowledge_base.vocabulary import Topic

Rows = tuple[tuple[Button, ...], ...]

_RIGHT_TO_LEFT_MARK = "\u200f"


def press(label: str, kind: ActionKind, value: str = "") -> Button:
    """A button that comes back to us."""
    return Button(label, data=encode(Action(kind, value)))


def one_per_row(buttons: Iterable[Button]) -> Rows:
    """Wide buttons, easy to hit."""
    return tuple((button,) for button in buttons)


def in_rows(buttons: Sequence[Button], width: int) -> Rows:
    """Short buttons side by side."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def need_buttons(language: Language) -> Rows:
    """The three needs."""
    return one_per_row(press(language.label(name), ActionKind.NEED, need) for need, name in NEEDS.items())


def person_button(language: Language) -> Button:
    # Translators: button; she wants to speak to a human being.
    return press(language.label("🧑 Talk to a person"), ActionKind.PERSON)


def menu_button(language: Language) -> Button:
    # Translators: button; back to the three main choices.
    return press(language.label("↩️ Start page"), ActionKind.MENU)


def language_button(language: Language) -> Button:
    # The globe and the English word are understood by those who cannot read this language.
    return press(language.label("🌐 Language"), ActionKind.LANGUAGE)


def topic_button(language: Language, topic: Topic) -> Button:
    return press(language.label(TOPICS[topic]), ActionKind.TOPIC, topic)


def rating_row(language: Language, subject: str) -> Rows:
    """Two small buttons: it helped, it did not."""
    # Translators: button under an answer: it was useful to her.
    yes = press(language.label("👍 Helped me"), ActionKind.RATE, f"yes-{subject}")
    # Translators: button under an answer: it was not useful to her.
    no = press(language.label("👎 Did not help"), ActionKind.RATE, f"no-{subject}")
    return ((yes, no),)


def path_button(language: Language) -> Button:
    return press(language.label(PATH), ActionKind.NEED, Need.PATH)


def search_button(language: Language) -> Button:
    return press(language.label(NEEDS[Need.COURSE]), ActionKind.NEED, Need.COURSE)


def change_button(language: Language) -> Button:
    # Translators: button; she wants to search with other wishes.
    return press(language.label("✏️ Change search"), ActionKind.CHANGE)


def stop_button(language: Language) -> Button:
    # Translators: button; she does not want messages about new courses any more.
    return press(language.label("🔕 Stop these messages"), ActionKind.WATCH, "stop")


def attachment_rows(language: Language, offer: OfferSummary, *, without: ActionKind | None = None) -> Rows:
    """Picture of the week, calendar file and map of an offer, as far as there can be one; `without` is here already."""
    buttons = []
    if offer.sessions:
        # Translators: button; shows a picture of her week with this course.
        buttons.append(press(language.label("🗓 My week"), ActionKind.WEEK, str(offer.id)))
    if offer.start_on:
        # Translators: button; sends a file that puts the days of the course into the calendar of her phone.
        buttons.append(press(language.label("📅 In my calendar"), ActionKind.CALENDAR, str(offer.id)))
    if offer.point:
        # Translators: button; shows on a map where the course takes place.
        buttons.append(press(language.label("🗺 Map"), ActionKind.MAP, str(offer.id)))
    others = [button for button in buttons if not (button.data or "").startswith(f"{without}:")]
    return in_rows(others, 2)


def message(
    language: Language,
    paragraphs: Iterable[str],
    buttons: Rows = (),
    *,
    is_sensitive: bool = False,
    attachment: Attachment | None = None,
) -> Message:
    """A message from paragraphs; empty ones are left out.

    Right to left, each line begins with a mark, since apps take the direction from the first letter of a line.
    """
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    if language.direction is Direction.RTL:
        text = "\n".join(_RIGHT_TO_LEFT_MARK + line if line else line for line in text.split("\n"))
    return Message(text, language.code, language.direction, buttons, is_sensitive, attachment)


def bold(text: str) -> str:
    return f"<b>{text}</b>"
