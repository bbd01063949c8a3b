"""Why a course fits her or nearly does, in one short line with its figures."""

from bot.rendering.language import Language
from bot.rendering.names import BROKEN, COURSE_TYPES, level_range
from knowledge_base.results import AlsoFits, Reason, Wish
from knowledge_base.vocabulary import PLACE_NAMES, Format, Weekday


def why_it_fits(language: Language, reasons: tuple[Reason, ...]) -> list[str]:
    """Lines about her time; the card itself shows the rest."""
    return ["✅ " + _fits(language, reason) for reason in reasons if reason.wish is Wish.TIME]


def _fits(language: Language, reason: Reason) -> str:
    if reason.also is AlsoFits.CARE:
        # Translators: the course is not in the hours she has time, but there is somebody who looks after her child.
        return language.say("Other hours, but your child is looked after there.")
    if reason.also:
        # Translators: the course is not in the hours she named, but in the evening, at the weekend or online.
        return language.say("Other hours, but that can fit too.")
    if reason.is_tight:
        # Translators: the course fits into her free hours, with only a few minutes to spare.
        return language.say("Fits your time, but only just.")
    # Translators: the course lies in the hours in which she is free.
    return language.say("Fits your time.")


def why_it_misses(language: Language, wish: Wish, reason: Reason | None) -> str:
    """The one thing that does not fit, as exactly as it is known."""
    exact = _misses(language, reason) if reason else None
    return "❗ " + (exact or language.say(BROKEN[wish]))


def _misses(language: Language, reason: Reason) -> str | None:
    match reason.wish:
        case Wish.TIME if reason.weekday and reason.time_from and reason.time_until:
            return _time(language, reason, reason.weekday)
        case Wish.PLACE if reason.format is not Format.ONLINE and reason.place in PLACE_NAMES:
            # Translators: the course nearly fits, but it is in another town.
            return language.say("But: it is in %(place)s.", place=language.value(PLACE_NAMES[reason.place or ""]))
        case Wish.LEVEL if levels := level_range(language, reason.level_from, reason.level_to):
            # Translators: the course nearly fits, but it has another level; %(level)s is for example "A2 → B1".
            return language.say("But: the level is %(level)s.", level=levels)
        case Wish.COURSE_TYPE if reason.course_type:
            name = language.say(COURSE_TYPES[reason.course_type])
            # Translators: the course nearly fits, but is of another kind; %(kind)s is for example "Computer course".
            return language.say("But: it is another kind: %(kind)s.", kind=name)
        case Wish.CHILD_AGE if reason.age_from is not None and reason.age_to is not None:
            ages = language.isolate(f"{language.number(reason.age_from)}–{language.number(reason.age_to)}")
            # Translators: the course nearly fits, but its childcare takes children of other ages.
            return language.say("But: the childcare is for children of %(ages)s years.", ages=ages)
        case Wish.START if reason.start_on:
            # Translators: the course nearly fits, but begins on another day.
            return language.say("But: it starts on %(day)s.", day=language.date(reason.start_on))
        case Wish.PRICE if reason.price_cents:
            # Translators: the course nearly fits, but she has to pay.
            return language.say("But: it costs %(price)s.", price=language.euros(reason.price_cents))
    return None


def _time(language: Language, reason: Reason, weekday: Weekday) -> str:
    day = language.day(list(Weekday).index(weekday))
    hours = language.isolate(f"{reason.time_from}–{reason.time_until}")
    # Translators: the course nearly fits, but it is at a time when she is not free; a short weekday and hours.
    sentences = [language.say("But: it is %(day)s %(hours)s.", day=day, hours=hours)]
    if reason.hours_from and reason.hours_until:
        hers = language.isolate(f"{reason.hours_from}–{reason.hours_until}")
        # Translators: the hours in which her child is in Kita or school.
        sentences.append(language.say("You are free %(hours)s.", hours=hers))
    elif reason.hours_until:
        # Translators: she is free until that time of day.
        sentences.append(language.say("You are free until %(time)s.", time=language.isolate(reason.hours_until)))
    if reason.way_minutes and (reason.hours_from or reason.hours_until):
        minutes = language.number(reason.way_minutes)
        # Translators: how long she is on the way to the course; always a multiple of five, at least thirty.
        sentences.append(language.say("The way takes about %(n)s minutes.", n=minutes))
    return " ".join(sentences)
