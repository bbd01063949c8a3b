"""Her wishes in her words: what a search remembers, watches and stores."""

from bot.dialogue.actions import CareMode
from bot.dialogue.records import WATCH_DAYS
from bot.dialogue.replies import Remembered, WatchStarted
from bot.dialogue.state import Wishes
from bot.rendering.buttons import change_button, menu_button, message, need_buttons, stop_button
from bot.rendering.language import Language
from bot.rendering.message import Message
from bot.rendering.names import CARE_MODES, COURSE_TYPES, LEVELS, TIMES_OF_DAY
from knowledge_base.vocabulary import PLACE_NAMES, CourseType, Format, Level, Pace, TimeOfDay, Weekday


def remembered(language: Language, reply: Remembered) -> list[Message]:
    """One line, and a button to be asked again."""
    # Translators: a new search begins with what she said in the last one; %(wishes)s is a list.
    text = language.say("I still know from last time: %(wishes)s", wishes=in_one_line(language, reply.wishes))
    return [message(language, [text], ((change_button(language),),))]


def watch_started(language: Language, reply: WatchStarted) -> list[Message]:
    """What is watched, how often she hears of it, and how it ends."""
    days = language.isolate(language.count("%(n)s day", "%(n)s days", WATCH_DAYS))
    paragraphs = [
        # Translators: she wants a message when there is a course for her search; the list of her wishes comes below.
        language.say("Good. I will write to you when there is a course for this search:"),
        in_one_line(language, reply.wishes),
        # Translators: %(days)s is for example "90 days".
        language.say(
            "At most one message a day, for %(days)s. For this I keep the search and where to write to you.",
            days=days,
        ),
    ]
    return [message(language, paragraphs, ((stop_button(language),), (menu_button(language),)))]


def watch_stopped(language: Language) -> list[Message]:
    # Translators: she does not want messages about new courses any more.
    text = language.say("Good. I will not write to you about new courses any more.")
    return [message(language, [text], need_buttons(language))]


def in_one_line(language: Language, wishes: Wishes) -> str:
    """All wishes in one line, escaped; empty when there are none."""
    return " · ".join(named(language, wishes))


def named(language: Language, wishes: Wishes) -> list[str]:
    """Each wish in a few words, escaped."""
    words = [language.say(COURSE_TYPES[kind]) for kind in CourseType if kind in wishes.course_types]
    words += _levels(language, wishes)
    if wishes.place:
        words.append(language.value(PLACE_NAMES.get(wishes.place, wishes.place)))
    words += _times(language, wishes)
    if wishes.care in CARE_MODES:
        words.append(language.say(CARE_MODES[wishes.care]))
    if wishes.child_age_years is not None:
        # Translators: in a list of her wishes; a number of years.
        words.append(language.say("age of the child: %(age)s", age=language.number(wishes.child_age_years)))
    if wishes.format is Format.ONLINE:
        words.append(language.say("Online, at home"))
    elif wishes.format is not None:
        # Translators: in a list of her wishes: she goes to the course, it is not on the internet.
        words.append(language.say("not online"))
    if wishes.pace is not None:
        # Translators: some hours a week, not the whole day.
        words.append(language.say("Full-time") if wishes.pace is Pace.FULL_TIME else language.say("Part-time"))
    if wishes.is_free:
        words.append(language.say("Free"))
    if wishes.women_only:
        words.append(language.say("Only women"))
    return words


def _levels(language: Language, wishes: Wishes) -> list[str]:
    words = []
    if wishes.level_now is Level.A0:
        words.append(language.say(LEVELS[Level.A0]))
    elif wishes.level_now:
        # Translators: in a list of her wishes; the German she knows now, for example A2.
        words.append(language.say("German now: %(level)s", level=language.value(wishes.level_now)))
    if wishes.level_goal:
        # Translators: in a list of her wishes; the level a course leads to, for example B1.
        words.append(language.say("course for %(level)s", level=language.value(wishes.level_goal)))
    return words


def _times(language: Language, wishes: Wishes) -> list[str]:
    words = []
    if wishes.weekdays:
        words.append(language.comma.join(language.day(n) for n, day in enumerate(Weekday) if day in wishes.weekdays))
    words += [language.say(TIMES_OF_DAY[time]) for time in TimeOfDay if time in wishes.times_of_day]
    if wishes.time_from:
        # Translators: in a list of her wishes; a time of day.
        words.append(language.say("from %(time)s", time=language.value(wishes.time_from)))
    if wishes.time_until and wishes.care is CareMode.HOURS:
        words.append(language.say("In Kita or school until %(time)s", time=language.value(wishes.time_until)))
    elif wishes.time_until:
        # Translators: in a list of her wishes; a time of day.
        words.append(language.say("until %(time)s", time=language.value(wishes.time_until)))
    return words
