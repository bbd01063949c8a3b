"""Why an offer fits what was wished, and what of it does not, in figures that every language can say."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from knowledge_base.clock import minutes
from knowledge_base.judge import EVENING_BEGINS, WITH_CARE, is_about_time, is_at, windows
from knowledge_base.results import AlsoFits, FreeHours, OfferSummary, Reason, SearchCriteria, Session, Wish
from knowledge_base.vocabulary import Format, Weekday
from knowledge_base.way import way_minutes

TIGHT_MINUTES = 10
"""Less to spare than this is "tight"."""


def reasons_for(offer: OfferSummary, criteria: SearchCriteria) -> tuple[Reason, ...]:
    """Why an offer that fits does so, one reason per thing wished, what decides most first.

    The distance is told whenever it is known; a wish that every offer meets by itself gets none.
    """
    reasons = []
    if is_about_time(criteria) and offer.sessions:
        reasons.append(_time_that_fits(offer, criteria))
    if criteria.childcare:
        reasons.append(_care(offer, Wish.CHILDCARE))
    if criteria.place or offer.distance_km is not None:
        reasons.append(_place(offer))
    if criteria.level_goal or criteria.level_now:
        reasons.append(_level(offer))
    if criteria.weekdays and offer.sessions:
        reasons.append(Reason(Wish.WEEKDAY, weekday=_first_wished(offer, criteria)))
    if criteria.format:
        reasons.append(Reason(Wish.FORMAT, format=offer.format))
    if criteria.pace:
        reasons.append(Reason(Wish.PACE, pace=offer.pace))
    if criteria.women_only:
        reasons.append(Reason(Wish.WOMEN_ONLY))
    if criteria.start_from or criteria.start_until:
        reasons.append(Reason(Wish.START, start_on=offer.start_on))
    if criteria.is_free:
        reasons.append(Reason(Wish.PRICE))
    return tuple(reasons)


def why_it_misses(offer: OfferSummary, wish: Wish, criteria: SearchCriteria) -> Reason:
    """What of an offer does not fit the one wish that it breaks."""
    return _MISSES[wish](offer, criteria)


def _time_that_misses(offer: OfferSummary, criteria: SearchCriteria) -> Reason:
    outside = [reason for reason, slack in _meetings(offer, criteria) if slack < 0]
    return outside[0] if outside else Reason(Wish.TIME)


def _time_that_fits(offer: OfferSummary, criteria: SearchCriteria) -> Reason:
    meetings = sorted(_meetings(offer, criteria), key=lambda item: item[1])
    reason, slack = meetings[0]
    if slack < 0:
        return replace(reason, also=_what_makes_up(offer, criteria))
    begins, ends = min(each.time_from for each in offer.sessions), max(each.time_until for each in offer.sessions)
    return replace(reason, time_from=begins, time_until=ends, weekday=None, is_tight=slack < TIGHT_MINUTES)


def _meetings(offer: OfferSummary, criteria: SearchCriteria) -> Iterator[tuple[Reason, int]]:
    """Each weekly meeting with the minutes to spare when she comes and goes in the hours that fit it best."""
    way = way_to(offer, criteria)
    week = windows(criteria)
    for meeting in offer.sessions:
        hours = [each for each in week if each.weekday is meeting.weekday]
        best = max(hours, key=lambda each: _to_spare(meeting, each, way), default=None)
        slack = _to_spare(meeting, best, way) if best else -1
        begins, ends = minutes(meeting.time_from), minutes(meeting.time_until)
        if criteria.times_of_day and not any(is_at(begins, ends, part) for part in criteria.times_of_day):
            slack = -1
        yield (
            Reason(
                Wish.TIME,
                weekday=meeting.weekday,
                time_from=meeting.time_from,
                time_until=meeting.time_until,
                hours_from=best.time_from if best and best.time_from != "00:00" else None,
                hours_until=best.time_until if best and best.time_until != "24:00" else None,
                way_minutes=way or None,
            ),
            slack,
        )


def _to_spare(meeting: Session, hours: FreeHours, way: int) -> int:
    before = minutes(meeting.time_from) - minutes(hours.time_from) - way if hours.time_from != "00:00" else 24 * 60
    after = minutes(hours.time_until) - minutes(meeting.time_until) - way if hours.time_until != "24:00" else 24 * 60
    return min(before, after)


def way_to(offer: OfferSummary, criteria: SearchCriteria) -> int:
    """Minutes of her way to this offer on each side; 0 when it is online or no way was asked for."""
    if not criteria.way_minutes or offer.format is Format.ONLINE:
        return 0
    return way_minutes(criteria.home, offer.place, criteria.way_minutes)


def _what_makes_up(offer: OfferSummary, criteria: SearchCriteria) -> AlsoFits | None:
    is_so = {
        AlsoFits.CARE: offer.childcare in WITH_CARE,
        AlsoFits.ONLINE: offer.format is Format.ONLINE,
        AlsoFits.EVENING: all(each.time_from >= EVENING_BEGINS for each in offer.sessions),
        AlsoFits.WEEKEND: all(each.weekday in (Weekday.SAT, Weekday.SUN) for each in offer.sessions),
    }
    return next((each for each in AlsoFits if each in criteria.also_fits and is_so[each]), None)


def _first_wished(offer: OfferSummary, criteria: SearchCriteria) -> Weekday | None:
    return next((each.weekday for each in offer.sessions if each.weekday in criteria.weekdays), None)


def _care(offer: OfferSummary, wish: Wish) -> Reason:
    return Reason(wish, care=offer.childcare, age_from=offer.childcare_age_from, age_to=offer.childcare_age_to)


def _place(offer: OfferSummary) -> Reason:
    return Reason(Wish.PLACE, place=offer.place, distance_km=offer.distance_km, format=offer.format)


def _level(offer: OfferSummary) -> Reason:
    return Reason(Wish.LEVEL, level_from=offer.level_from, level_to=offer.level_to)


def _weekday_that_misses(offer: OfferSummary, _: SearchCriteria) -> Reason:
    return Reason(Wish.WEEKDAY, weekday=offer.sessions[0].weekday if offer.sessions else None)


_MISSES: dict[Wish, Callable[[OfferSummary, SearchCriteria], Reason]] = {
    Wish.COURSE_TYPE: lambda offer, _: Reason(Wish.COURSE_TYPE, course_type=offer.course_type),
    Wish.LEVEL: lambda offer, _: _level(offer),
    Wish.PLACE: lambda offer, _: _place(offer),
    Wish.TIME: _time_that_misses,
    Wish.WEEKDAY: _weekday_that_misses,
    Wish.CHILDCARE: lambda offer, _: _care(offer, Wish.CHILDCARE),
    Wish.CHILD_AGE: lambda offer, _: _care(offer, Wish.CHILD_AGE),
    Wish.FORMAT: lambda offer, _: Reason(Wish.FORMAT, format=offer.format),
    Wish.PACE: lambda offer, _: Reason(Wish.PACE, pace=offer.pace),
    Wish.WOMEN_ONLY: lambda offer, _: Reason(Wish.WOMEN_ONLY),
    Wish.START: lambda offer, _: Reason(Wish.START, start_on=offer.start_on),
    Wish.PRICE: lambda offer, _: Reason(Wish.PRICE, price_cents=offer.price_cents),
}
