"""Why an offer fits or not, in plain English for a terminal; she reads it in her language from `rendering`."""

from knowledge_base.places import place_name
from knowledge_base.results import AlsoFits, Reason, Wish
from knowledge_base.vocabulary import Format

_ALSO = {
    AlsoFits.CARE: "other hours, but care for a child of that age",
    AlsoFits.EVENING: "other hours, but in the evening",
    AlsoFits.WEEKEND: "other hours, but at the weekend",
    AlsoFits.ONLINE: "other hours, but online",
}


def in_words(reason: Reason) -> str:
    """Why an offer fits, in a few words."""
    match reason.wish:
        case Wish.TIME if reason.also:
            return _ALSO[reason.also]
        case Wish.TIME:
            return f"fits {_span(reason)}" + (", tight" if reason.is_tight else "") + _way(reason)
        case Wish.CHILDCARE:
            return f"childcare {reason.care}{_ages(reason)}"
        case Wish.PLACE:
            return _where(reason)
        case Wish.WOMEN_ONLY:
            return "only women"
        case Wish.PRICE:
            return "free"
        case Wish.START:
            return f"starts {reason.start_on}" if reason.start_on else "starts at any time"
    return _what(reason)


def in_words_of_a_miss(reason: Reason) -> str:
    """What of an offer does not fit, with the figures that show it."""
    match reason.wish:
        case Wish.TIME if reason.hours_from or reason.hours_until:
            hours = f"{reason.hours_from or '…'}–{reason.hours_until or '…'}"
            return f"time does not fit: {reason.weekday} {_span(reason)}, her hours are {hours}{_way(reason)}"
        case Wish.TIME if reason.time_from:
            return f"time does not fit: {reason.weekday} {_span(reason)}"
        case Wish.PLACE:
            return f"place does not fit: {_where(reason)}"
        case Wish.CHILDCARE:
            return "childcare does not fit: there is none"
        case Wish.PRICE if reason.price_cents:
            return f"price does not fit: {reason.price_cents / 100:.2f} EUR"
        case Wish.CHILD_AGE:
            return f"child_age does not fit: care{_ages(reason)}"
    what = _what(reason)
    return f"{reason.wish} does not fit" + (f": {what}" if what else "")


def _what(reason: Reason) -> str:
    match reason.wish:
        case Wish.LEVEL:
            return "level " + "→".join(str(each) for each in (reason.level_from, reason.level_to) if each)
        case Wish.WEEKDAY:
            return f"on {reason.weekday}" if reason.weekday else ""
        case Wish.COURSE_TYPE:
            return str(reason.course_type or "")
        case Wish.FORMAT:
            return str(reason.format or "")
        case Wish.PACE:
            return str(reason.pace or "")
        case Wish.WOMEN_ONLY:
            return "men take part too"
        case Wish.START:
            return f"starts {reason.start_on}" if reason.start_on else ""
    return ""


def _span(reason: Reason) -> str:
    return f"{reason.time_from}–{reason.time_until}"


def _way(reason: Reason) -> str:
    return f", the way takes {reason.way_minutes} min" if reason.way_minutes else ""


def _where(reason: Reason) -> str:
    if reason.format is Format.ONLINE:
        return "online"
    distance = f", {reason.distance_km:g} km" if reason.distance_km else ""
    return f"in {place_name(reason.place)}{distance}"


def _ages(reason: Reason) -> str:
    if reason.age_from is None or reason.age_to is None:
        return ", ages: ask"
    return f", {reason.age_from:g}–{reason.age_to:g} years"
