"""Help against violence and despair. Works without model and database."""

from collections.abc import Sequence

from bot.rendering.buttons import bold, menu_button, message, person_button
from bot.rendering.language import Language
from bot.rendering.message import Message
from knowledge_base.results import EmergencyNumber

POLICE, AMBULANCE, WOMEN, DESPAIR = "police", "ambulance_fire", "violence_women", "crisis_line"


def danger(language: Language, numbers: Sequence[EmergencyNumber]) -> list[Message]:
    """Numbers first, in words that ask nothing of her; the message can be taken off the screen."""
    by_slug: dict[str, list[str]] = {}
    for each in numbers:
        by_slug.setdefault(each.slug, []).append(language.value(each.number))

    def line(sign: str, slug: str, words: str) -> str:
        both = " / ".join(by_slug.get(slug, ()))
        return f"{sign} {bold(both)}\n{words}" if both else ""

    paragraphs = [
        # Translators: first words to a woman in danger or despair; warm, simple, no questions.
        bold(language.say("You are not alone. There is help for you, day and night.")),
        # Translators: next to the number of the police.
        line("🚓", POLICE, language.say("Police. Call when somebody hurts or threatens you now.")),
        # Translators: next to the number of ambulance and fire brigade.
        line("🚑", AMBULANCE, language.say("Ambulance. Call when a life is in danger.")),
        # Translators: next to 116 016, Hilfetelefon Gewalt gegen Frauen; a woman answers, an interpreter joins.
        line(
            "☎️",
            WOMEN,
            language.say("Help for women (Hilfetelefon). Free, secret, day and night, also in your language."),
        ),
        # Translators: next to the numbers of TelefonSeelsorge; they speak German.
        line(
            "☎️",
            DESPAIR,
            language.say("When you do not want to live any more (TelefonSeelsorge). Free, without name, in German."),
        ),
        # Translators: her husband or family may look at her phone.
        language.say("If somebody reads your phone: delete this chat, or call from another phone."),
    ]
    rows = ((person_button(language),), (menu_button(language),))
    return [message(language, paragraphs, rows, is_sensitive=True)]


def numbers_line(language: Language, numbers: Sequence[EmergencyNumber]) -> str:
    """Two numbers for the foot of a message when much else does not work."""
    by_slug = {each.slug: language.value(each.number) for each in reversed(numbers)}
    if not {POLICE, WOMEN} <= by_slug.keys():
        return ""
    police, women = by_slug[POLICE], by_slug[WOMEN]
    # Translators: emergency numbers at the foot of a message.
    return language.say("In danger: police %(police)s, help for women %(women)s", police=police, women=women)
