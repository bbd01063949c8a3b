"""What she reads before the first message: the bot's profile in Telegram and the page of the browser chat."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.events import Command
from bot.rendering.language import Language


@dataclass(frozen=True, slots=True)
class Profile:
    """Name, descriptions and commands of the bot in one language; plain text without markup."""

    name: str
    """At most 64 characters."""
    description: str
    """Shown before she presses Start; at most 512 characters."""
    short_description: str
    """Shown on the profile and in shared links; at most 120 characters."""
    commands: Mapping[Command, str]
    """What each command does; at most 256 characters."""


def profile(language: Language) -> Profile:
    """The bot's profile in one language."""
    return Profile(
        # Translators: name of the bot in Telegram; "Wegweiserin" stays, at most 64 characters.
        name=language.label("Wegweiserin: courses for women"),
        # Translators: read before pressing Start; at most 512 characters.
        description=language.label(
            "I help women in the district of Esslingen: find a German course or training, a course that fits Kita and"
            " school, and get a foreign diploma recognised. Free, in eight languages, without registration."
        ),
        # Translators: at most 120 characters.
        short_description=language.label(
            "Courses, childcare and recognition of diplomas. For women in the district of Esslingen."
        ),
        commands={
            # Translators: what the commands of the bot do, a few words each.
            Command.START: language.label("Begin"),
            Command.HELP: language.label("What can I ask?"),
            Command.LANGUAGE: language.label("Choose the language"),
            Command.PRIVACY: language.label("Your data"),
            Command.EXPORT: language.label("What I know about you"),
            Command.DELETE: language.label("Delete my data"),
        },
    )


def page_texts(language: Language) -> dict[str, str]:
    """The words of the browser chat around the messages, by key."""
    return {
        # Translators: field in which she writes.
        "placeholder": language.label("Write here …"),
        # Translators: button that sends what she wrote.
        "send": language.label("Send"),
        # Translators: button; closes this page at once and opens a harmless one, when somebody comes into the room.
        "leave": language.label("Leave quickly"),
        # Translators: her phone has no connection; her message is kept and sent later.
        "offline": language.label("No connection. I will try again."),
        # Translators: button; takes a message off the screen.
        "remove": language.label("Remove this message"),
        # Translators: for screen readers: the list of messages.
        "messages": language.label("Messages"),
        # Translators: for screen readers: choice of the language.
        "language": language.label("Language"),
        # Translators: the program is working on an answer.
        "typing": language.label("Wegweiserin is writing …"),
    }
