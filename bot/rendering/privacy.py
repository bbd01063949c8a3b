"""What is stored and why, in her words; the period is the one that is really kept."""

from bot.dialogue.actions import ActionKind
from bot.dialogue.replies import Export, Kept, PrivacyNotice
from bot.rendering.buttons import Rows, bold, menu_button, message, need_buttons, press, stop_button
from bot.rendering.language import Language
from bot.rendering.message import Message
from bot.rendering.names import PROFESSIONS
from bot.rendering.wishes import in_one_line, named


def notice(language: Language, reply: PrivacyNotice, retention_days: int) -> list[Message]:
    """The privacy policy that Telegram demands of each bot, short, with what is stored now."""
    days = language.isolate(language.count("%(n)s day", "%(n)s days", retention_days))
    paragraphs = [
        bold(language.say("Your data")),
        # Translators: what is kept about her; she should feel safe and it must be exact.
        language.say(
            "I keep: your language, what you are looking for, and where we are in our talk."
            " My answers I keep until you have them."
        ),
        # Translators: a list of what is known about her comes below.
        "\n".join([language.say("Now I know:"), *_kept(language, reply.kept)]),
        # Translators: %(days)s is for example "90 days".
        language.say(
            "I need this for my answers. If you do not write for %(days)s, it is deleted by itself.",
            days=days,
        ),
        language.say("I do not keep: your name, your phone number, your messages."),
        # Translators: the office (Landratsamt) may read a question that was not understood, if she allowed it.
        language.say(
            "Only a question that you allow me to show to the office is kept: for %(days)s, without names and numbers."
            " Nothing says that it is yours, so /delete does not find it.",
            days=days,
        ),
        # Translators: she can say whether an answer helped.
        language.say("Whether an answer helped, I only count, without you."),
        # Translators: the operator of Telegram stores chats on its own computers.
        language.say(
            "In Telegram, your messages are also on the computers of Telegram. Please do not write secrets here."
        ),
        # Translators: the commands stay as they are.
        language.say("/export gives you what I know, /delete deletes it."),
        language.say("Responsible: Landratsamt Esslingen, integration@lra-es.de"),
    ]
    return [message(language, paragraphs, _buttons(language, reply.kept))]


def export(language: Language, reply: Export) -> list[Message]:
    """All that is stored about her, as a list she can keep or pass on."""
    paragraphs = [
        # Translators: above a list of all that is stored about her.
        bold(language.say("This is what I know about you:")),
        "\n".join(_kept(language, reply.kept)),
    ]
    return [message(language, paragraphs, _buttons(language, reply.kept))]


def _kept(language: Language, kept: Kept) -> list[str]:
    # Translators: in a list of what is known about her.
    items = [language.say("language: %(name)s", name=language.value(language.name)), *named(language, kept.wishes)]
    if kept.wishes.rejected:
        number = language.number(len(kept.wishes.rejected))
        # Translators: in a list of what is known about her: how many courses she does not want to see again.
        items.append(language.say("courses that are not for you: %(n)s", n=number))
    if kept.profession:
        # Translators: in a list of what is known about her.
        items.append(language.say("profession: %(name)s", name=language.say(PROFESSIONS[kept.profession])))
    if kept.country:
        # Translators: in a list of what is known about her: the country in which she learned her profession.
        items.append(language.say("country of the diploma: %(name)s", name=language.country(kept.country)))
    if kept.subscription:
        day, wishes = language.date(kept.subscription.ends_on), in_one_line(language, kept.subscription.wishes)
        # Translators: in a list of what is known about her: she gets messages about new courses until that day.
        until = language.say("messages about new courses, until %(day)s", day=day)
        items.append(f"{until} ({wishes})" if wishes else until)
    return ["• " + item for item in items]


def _buttons(language: Language, kept: Kept) -> Rows:
    # Translators: button; everything stored about her is deleted.
    delete = press(language.label("🗑 Delete my data"), ActionKind.DELETE)
    stop: Rows = ((stop_button(language),),) if kept.subscription else ()
    return ((delete,), *stop, (menu_button(language),))


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
