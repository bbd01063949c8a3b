"""From what she said to what is searched: slots become wishes, wishes become criteria."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from bot.dialogue.actions import CareMode
from bot.dialogue.events import Cue, Slots
from bot.dialogue.state import Question, Wishes
from knowledge_base.results import USUAL_WAY_MINUTES, AlsoFits, SearchCriteria, Wish
from knowledge_base.vocabulary import TEACHING_GERMAN, CourseType, Entity, Format, Level, Pace, TimeOfDay, Weekday

_ABOUT_THE_CHILD = frozenset({CareMode.CARE, CareMode.HOURS, CareMode.WITH_CHILD})
_LEADING_TO_B1 = frozenset({CourseType.INTEGRATION_COURSE, CourseType.LITERACY_COURSE})

_CALLED_GERMAN_COURSE = frozenset({CourseType.INTEGRATION_COURSE, CourseType.VOCATIONAL_GERMAN})

MAX_REJECTED = 50
"""Offers she said no to that are remembered."""

Label = TypeVar("Label", bound=StrEnum)

_NO_LEVEL_NEEDED = frozenset(
    {
        CourseType.COMPUTER_COURSE,
        CourseType.VOCATIONAL_TRAINING,
        CourseType.FURTHER_TRAINING,
        CourseType.ORIENTATION,
        CourseType.SCHOOL_CERTIFICATE,
        CourseType.PARENT_CHILD_COURSE,
        CourseType.LITERACY_COURSE,
        CourseType.CONVERSATION_GROUP,
    }
)


def with_slots(
    wishes: Wishes,
    slots: Slots,
    cues: frozenset[Cue] = frozenset(),
    *,
    is_answer: bool = False,
    is_about_children: bool = False,
) -> Wishes:
    """Her wishes after a message; what the message does not name stays as it was.

    Args:
        cues: what the message says beside its values.
        is_answer: bare values in answer to "how much German do you know": a level is the one she has today.
        is_about_children: times are those of Kita or school, not of the course.
    """
    if types := frozenset(_known(CourseType, slots.get(Entity.COURSE_TYPE, ()))):
        wishes = replace(wishes, course_types=types)
        if CourseType.PARENT_CHILD_COURSE in types:
            wishes = replace(wishes, care=CareMode.WITH_CHILD)
    # "A training with B1" is for somebody who has B1.
    is_known_already = bool(wishes.course_types) and not wishes.course_types & TEACHING_GERMAN
    levels = _levels(slots)
    # "Integration course, A2" is for somebody who has A2: such courses lead to B1.
    is_known_already |= (
        bool(types) and types <= _LEADING_TO_B1 and bool(levels) and all(level < Level.B1 for level in levels)
    )
    is_known_already |= Cue.LEVEL_IS_HERS in cues
    wishes = _with_levels(wishes, levels, is_answer=is_answer or is_known_already)
    wishes = replace(
        wishes,
        women_only=wishes.women_only or Cue.ONLY_WOMEN in cues,
        is_free=wishes.is_free or Cue.FREE in cues,
    )
    if places := slots.get(Entity.PLACE):
        # "Not Esslingen, Kirchheim": of two the one that she has not been shown.
        wishes = replace(wishes, place=next((each for each in places if each != wishes.place), places[0]))
        if Entity.FORMAT not in slots:
            wishes = without(wishes, Wish.FORMAT)  # Who names a town will go there.
    if days := frozenset(_known(Weekday, slots.get(Entity.WEEKDAY, ()))):
        wishes = replace(wishes, weekdays=days)
    if times := frozenset(_known(TimeOfDay, slots.get(Entity.TIME_OF_DAY, ()))):
        wishes = replace(wishes, times_of_day=times)
    wishes = _with_window(wishes, slots, is_about_children=is_about_children)
    if ages := [age for age in map(_number, slots.get(Entity.CHILD_AGE, ())) if age is not None]:
        # Care must take all of them.
        oldest = max(ages) if max(ages) > min(ages) else None
        wishes = replace(wishes, child_age_years=min(ages), oldest_child_years=oldest)
    for wanted in _known(Format, slots.get(Entity.FORMAT, ())):
        wishes = replace(wishes, format=wanted)
    for pace in _known(Pace, slots.get(Entity.PACE, ())):
        wishes = replace(wishes, pace=pace)
    if "true" in slots.get(Entity.CHILDCARE, ()) and Cue.WITH_CHILD not in cues:
        wishes = replace(wishes, care=CareMode.CARE)
    return wishes


def settled_by(wishes: Wishes) -> frozenset[Question]:
    """The questions that these wishes already answer."""
    answered = set()
    is_language_free = bool(wishes.course_types) and wishes.course_types <= _NO_LEVEL_NEEDED
    if wishes.level_goal or wishes.level_now or is_language_free:
        answered.add(Question.LEVEL)
    if wishes.place or wishes.format is Format.ONLINE or wishes.care is CareMode.ONLINE:
        answered.add(Question.PLACE)
    has_time = wishes.time_until or wishes.times_of_day or wishes.weekdays
    if wishes.care or has_time or wishes.format is Format.ONLINE:
        answered.add(Question.CARE)
    return frozenset(answered)


def criteria_of(wishes: Wishes) -> SearchCriteria:
    """The search that her wishes stand for."""
    care = wishes.care
    is_online = care is CareMode.ONLINE or wishes.format is Format.ONLINE
    is_with_child = care is CareMode.WITH_CHILD
    has_age = wishes.child_age_years is not None
    return SearchCriteria(
        course_types=_searched_types(wishes.course_types, is_with_child=is_with_child),
        level_goal=wishes.level_goal,
        level_now=wishes.level_now,
        place=None if is_online else wishes.place,
        weekdays=wishes.weekdays,
        times_of_day=frozenset({TimeOfDay.EVENING}) if care is CareMode.EVENING else wishes.times_of_day,
        time_from=wishes.time_from,
        time_until=wishes.time_until,
        way_minutes=USUAL_WAY_MINUTES if care is CareMode.HOURS else 0,
        home=wishes.place if care is CareMode.HOURS else None,
        also_fits=frozenset({AlsoFits.CARE}) if care is CareMode.HOURS and has_age else frozenset(),
        school_days_only=care is CareMode.HOURS,
        childcare=care is CareMode.CARE,
        brings_child=is_with_child,
        child_age_years=wishes.child_age_years if care in _ABOUT_THE_CHILD else None,
        oldest_child_years=wishes.oldest_child_years if care in _ABOUT_THE_CHILD else None,
        format=Format.ONLINE if is_online else wishes.format,
        pace=wishes.pace,
        women_only=wishes.women_only,
        is_free=wishes.is_free,
        except_ids=frozenset(wishes.rejected),
    )


def _searched_types(types: frozenset[CourseType], *, is_with_child: bool) -> frozenset[CourseType]:
    if not types:
        return frozenset({CourseType.PARENT_CHILD_COURSE} if is_with_child else ())
    # "A German course" is said of every course in which one learns it, whoever pays for it.
    return types | _CALLED_GERMAN_COURSE if CourseType.GERMAN_COURSE in types else types


def without(wishes: Wishes, wish: Wish) -> Wishes:
    """Her wishes when she gives one of them up."""
    care = wishes.care
    match wish:
        case Wish.COURSE_TYPE:
            return replace(wishes, course_types=frozenset(), care=None if care is CareMode.WITH_CHILD else care)
        case Wish.LEVEL:
            return replace(wishes, level_goal=None, level_now=None)
        case Wish.PLACE:
            return replace(wishes, place=None)
        case Wish.TIME:
            care = None if care in (CareMode.HOURS, CareMode.EVENING) else care
            return replace(wishes, times_of_day=frozenset(), time_from=None, time_until=None, care=care)
        case Wish.WEEKDAY:
            return replace(wishes, weekdays=frozenset())
        case Wish.CHILDCARE | Wish.CHILD_AGE:
            return replace(
                wishes, care=None if care is CareMode.CARE else care, child_age_years=None, oldest_child_years=None
            )
        case Wish.FORMAT:
            return replace(wishes, format=None, care=None if care is CareMode.ONLINE else care)
        case Wish.PACE:
            return replace(wishes, pace=None)
        case Wish.WOMEN_ONLY:
            return replace(wishes, women_only=False)
        case Wish.PRICE:
            return replace(wishes, is_free=False)
        case Wish.START:
            return wishes  # Nothing to give up: no wish of hers is about the start.


_ABOUT_HOURS = frozenset(
    {Entity.TIME_FROM, Entity.TIME_UNTIL, Entity.TIME_OF_DAY, Entity.WEEKDAY, Entity.CHILDCARE, Entity.FORMAT}
)
"""Who names one of these says when she has time: her children's hours of the last search are not that."""


def remembered(wishes: Wishes, slots: Slots) -> Wishes:
    """What a new search takes over from the last one: level, town, her children's hours and age.

    Args:
        slots: what she says about the new search; it counts more than what was.
    """
    types = frozenset(_known(CourseType, slots.get(Entity.COURSE_TYPE, ())))
    says_level, says_place = bool(_levels(slots)), bool(slots.get(Entity.PLACE))
    is_without_goal = says_level or bool(types and not types & TEACHING_GERMAN)
    kept = Wishes(
        level_now=None if says_level else wishes.level_now,
        level_goal=None if is_without_goal else wishes.level_goal,
        place=None if says_place else wishes.place,
        child_age_years=wishes.child_age_years,
        oldest_child_years=wishes.oldest_child_years,
    )
    says_hours = bool(_ABOUT_HOURS & slots.keys()) or CourseType.PARENT_CHILD_COURSE in types
    if wishes.care is not CareMode.HOURS or says_hours:
        return kept
    return replace(kept, care=CareMode.HOURS, time_from=wishes.time_from, time_until=wishes.time_until)


def rejecting(wishes: Wishes, offer_id: int) -> Wishes:
    """Her wishes without this offer from now on; of very many the first are forgotten."""
    others = tuple(each for each in wishes.rejected if each != offer_id)
    return replace(wishes, rejected=(*others, offer_id)[-MAX_REJECTED:])


def _levels(slots: Slots) -> list[Level]:
    return sorted(_known(Level, slots.get(Entity.LEVEL, ())))


def _with_levels(wishes: Wishes, levels: list[Level], *, is_answer: bool) -> Wishes:
    if not levels:
        return wishes
    lowest, highest = levels[0], levels[-1]
    if lowest != highest:  # "I have A2 and want B1"
        return replace(wishes, level_now=lowest, level_goal=highest)
    if is_answer or lowest == Level.A0:
        return replace(wishes, level_now=lowest, level_goal=None)
    return replace(wishes, level_goal=lowest, level_now=None)


def _with_window(wishes: Wishes, slots: Slots, *, is_about_children: bool) -> Wishes:
    time_from = next(iter(slots.get(Entity.TIME_FROM, ())), None)
    time_until = next(iter(slots.get(Entity.TIME_UNTIL, ())), None)
    if time_from is None and time_until is None:
        return wishes
    care = CareMode.HOURS if is_about_children else wishes.care
    return replace(wishes, time_from=time_from, time_until=time_until, care=care)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < 18 else None


def _known(labels: type[Label], values: Iterable[str]) -> list[Label]:
    """The values that are labels; a model of another version may know others."""
    known = {str(label): label for label in labels}
    return [known[value] for value in values if value in known]
