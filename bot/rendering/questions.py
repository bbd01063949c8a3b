"""The questions she is asked, tap first."""

from collections.abc import Mapping

from bot.dialogue.actions import ANY, OTHERS, ActionKind
from bot.dialogue.replies import Ask
from bot.dialogue.state import Question
from bot.rendering.buttons import Rows, in_rows, message, one_per_row, press
from bot.rendering.language import Language
from bot.rendering.message import Button, Message
from bot.rendering.names import CARE_MODES, LEVELS, PROFESSIONS
from knowledge_base.vocabulary import PLACE_NAMES, Level, Profession

_BIG_TOWNS = (
    "esslingen",
    "nuertingen",
    "kirchheim",
    "filderstadt",
    "leinfelden_echterdingen",
    "ostfildern",
    "plochingen",
    "wendlingen",
)

_USUAL_PROFESSIONS = (
    Profession.NURSE,
    Profession.DOCTOR,
    Profession.TEACHER,
    Profession.EDUCATOR,
    Profession.ENGINEER,
    Profession.ECONOMIST,
    Profession.ACCOUNTANT,
    Profession.HAIRDRESSER,
    Profession.TAILOR,
    Profession.COOK,
)

_USUAL_LEVELS = (Level.A0, Level.A1, Level.A2, Level.B1, Level.B2, Level.C1)
_KITA_ENDS = ("12:00", "12:30", "13:00", "13:30", "14:00", "16:00")


def ask(language: Language, reply: Ask) -> list[Message]:
    """One question with its buttons."""
    match reply.question:
        case Question.LEVEL:
            return [_level(language)]
        case Question.PLACE:
            return [_place(language, shows_all=reply.shows_all)]
        case Question.CARE:
            return [_care(language)]
        case Question.PROFESSION:
            return [_profession(language, shows_all=reply.shows_all)]


def _any_button(language: Language, kind: ActionKind) -> Button:
    # Translators: button; this point is not important to her.
    return press(language.label("🤷 Does not matter"), kind, ANY)


def _level(language: Language) -> Message:
    # Translators: question to her; the buttons are levels from "No German yet" to "C1 – very good".
    text = language.say("How much German do you know today?")
    buttons = [press(language.label(LEVELS[level]), ActionKind.LEVEL, level) for level in _USUAL_LEVELS]
    return message(language, [text], (*one_per_row(buttons), (_any_button(language, ActionKind.LEVEL),)))


def _place(language: Language, *, shows_all: bool) -> Message:
    # Translators: question to her; the buttons are towns. She can also write the name of her town.
    text = language.say("In which town? You can also write the name.")
    slugs = sorted(PLACE_NAMES, key=lambda slug: PLACE_NAMES[slug]) if shows_all else _BIG_TOWNS
    buttons = [press(_short(PLACE_NAMES[slug]), ActionKind.PLACE, slug) for slug in slugs]
    rows: Rows = in_rows(buttons, 2)
    if not shows_all:
        # Translators: button; shows more towns.
        rows += ((press(language.label("Other towns"), ActionKind.PLACE, OTHERS),),)
    return message(language, [text], (*rows, (_any_button(language, ActionKind.PLACE),)))


def _short(name: str) -> str:
    """ "Kirchheim unter Teck" is "Kirchheim" on a button."""
    for addition in (" am Neckar", " (Neckar)", " unter Teck", " an der Teck", " auf den Fildern", " an der Fils"):
        name = name.removesuffix(addition)
    return name


def _care(language: Language) -> Message:
    # Translators: question to her; buttons are for example "In Kita or school until 13:00", "Childcare at the course".
    text = language.say("Who looks after your child while you learn?")
    # Translators: button; her child is in Kita or school until that time of day.
    until = language.label("In Kita or school until %(time)s", time="{time}")
    kita = [
        press(until.replace("{time}", language.isolate(end)), ActionKind.UNTIL, end.replace(":", ""))
        for end in _KITA_ENDS
    ]
    modes: Mapping[str, str] = {str(mode): name for mode, name in CARE_MODES.items()}
    others = [press(language.label(name), ActionKind.CARE, mode) for mode, name in modes.items()]
    rows = (*one_per_row([*others[:1], *kita, *others[1:]]), (_any_button(language, ActionKind.CARE),))
    return message(language, [text], rows)


def _profession(language: Language, *, shows_all: bool) -> Message:
    # Translators: question to her; the buttons are professions. She can also write it in her own words.
    text = language.say("What did you learn or study? You can also write it.")
    professions = tuple(Profession) if shows_all else _USUAL_PROFESSIONS
    buttons = [press(language.label(PROFESSIONS[each]), ActionKind.PROFESSION, each) for each in professions]
    rows: Rows = one_per_row(buttons)
    if not shows_all:
        # Translators: button; shows more professions.
        rows += ((press(language.label("Other professions"), ActionKind.PROFESSION, OTHERS),),)
    # Translators: button; her profession is not in the list, or she has only a school certificate.
    other = press(language.label("Something else"), ActionKind.PROFESSION, ANY)
    return message(language, [text], (*rows, (other,)))
