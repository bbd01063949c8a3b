"""What is stored and why, in her words; the period is the one that is really kept."""

from bot.dialogue.actions import ActionKind
from bot.rendering.buttons import bold, menu_button, message, need_buttons, press
from bot.rendering.language import Language
from bot.rendering.message import Message


def notice(language: Language, retention_days: int) -> list[Message]:
    """The privacy policy that Telegram demands of each bot, short."""
    days = language.count("%(n)s day", "%(n)s days", retention_days)
    paragraphs = [
        bold(language.say("Your data")),
        # Translators: what is kept about her; she should feel safe and it must be exact.
        language.say(
            "I keep: your language and what you are looking for,"
            " for example level, town, times, age of your child, profession."
        ),
        language.say("I do not keep: your name, your phone number, your messages."),
        # Translators: %(days)s is for example "90 days".
        language.say(
            "I need this for my answers. If you do not write for %(days)s, it is deleted by itself.",
            days=language.isolate(days),
        ),
        # Translators: the operator of Telegram stores chats on its own computers.
        language.say(
            "In Telegram, your messages are also on the computers of Telegram. Please do not write secrets here."
        ),
        language.say("Responsible: Landratsamt Esslingen, integration@lra-es.de"),
    ]
    # Translators: button; everything stored about her is deleted.
    delete = press(language.label("🗑 Delete my data"), ActionKind.DELETE)
    return [message(language, paragraphs, ((delete,), (menu_button(language),)))]


def ask_delete(language: Language) -> list[Message]:
    """Really?"""
    # Translators: before deleting everything that is stored about her.
    text = language.say("Shall I delete everything that I know about you?")
    yes = press(language.label("🗑 Yes, delete"), ActionKind.DELETE, "yes")
    # Translators: button; do not delete.
    no = press(language.label("No, keep it"), ActionKind.MENU)
    return [message(language, [text], ((yes,), (no,)))]


def deleted(language: Language) -> list[Message]:
    """Done, and what only she can do."""
    paragraphs = [
        language.say("Everything is deleted."),
        # Translators: old messages stay on her own phone.
        language.say("The messages on your phone are still there. You can delete this chat yourself."),
    ]
    return [message(language, paragraphs, need_buttons(language))]
