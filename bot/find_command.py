"""`wegweiserin offers find`: the search of the assistant for people at a terminal and for other programs."""

import asyncio
import json
from datetime import date, datetime
from typing import Annotated, Any

import typer

from bot import build
from bot.commands import knowledge
from bot.reason_words import in_words, in_words_of_a_miss
from bot.settings import read_settings
from knowledge_base.results import AlsoFits, OfferSummary, Reason, SearchCriteria, SearchResult
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import (
    PLACE_NAMES,
    TEACHING_GERMAN,
    CourseType,
    Format,
    Level,
    Pace,
    TimeOfDay,
    Weekday,
)


def _clock(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%H:%M").strftime("%H:%M")  # noqa: DTZ007 (a wall time has no zone)
    except ValueError as error:
        raise typer.BadParameter("Write a time as HH:MM, for example 13:00.") from error


def _place(slug: str | None) -> str | None:
    if slug is None or slug in PLACE_NAMES:
        return slug
    raise typer.BadParameter(f"Unknown place. Places are: {', '.join(PLACE_NAMES)}.")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("Write a day as YYYY-MM-DD, for example 2027-02-01.") from error


def find(
    course_type: Annotated[
        list[CourseType] | None, typer.Option("--type", help="Kind of course; repeat for several.")
    ] = None,
    level: Annotated[Level | None, typer.Option(help="The level the course leads to; A0: no German needed.")] = None,
    level_now: Annotated[Level | None, typer.Option("--level-now", help="The German she has today.")] = None,
    place: Annotated[str | None, typer.Option(callback=_place, help="Municipality, for example nuertingen.")] = None,
    time_from: Annotated[
        str | None, typer.Option("--from", callback=_clock, help="No session begins earlier, HH:MM.")
    ] = None,
    time_until: Annotated[
        str | None, typer.Option("--until", callback=_clock, help="No session ends later, HH:MM.")
    ] = None,
    way_minutes: Annotated[
        int, typer.Option("--way", help="Minutes between Kita and course: the hours shrink by it.")
    ] = 0,
    weekday: Annotated[list[Weekday] | None, typer.Option(help="A session on this day; repeat for several.")] = None,
    time_of_day: Annotated[list[TimeOfDay] | None, typer.Option("--time-of-day", help="Repeat for several.")] = None,
    childcare: Annotated[bool, typer.Option("--childcare", help="She needs childcare during the course.")] = False,
    child_age: Annotated[
        float | None, typer.Option("--child-age", min=0, max=17, help="Years, 1.5 is 18 months.")
    ] = None,
    format_: Annotated[Format | None, typer.Option("--format")] = None,
    pace: Annotated[Pace | None, typer.Option()] = None,
    women_only: Annotated[bool, typer.Option("--women-only")] = False,
    home: Annotated[
        str | None, typer.Option(callback=_place, help="Where the way begins: farther towns take longer than --way.")
    ] = None,
    also: Annotated[
        list[AlsoFits] | None, typer.Option(help="What makes up for hours that do not fit; repeat for several.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many in each list.")] = None,
    today: Annotated[str | None, typer.Option(help="Search as on this day, YYYY-MM-DD.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find offers as the assistant does."""
    types = frozenset(course_type or ())
    # No German is no goal, and a training with a level is for somebody who has it.
    is_known_already = level == Level.A0 or (bool(types) and not types & TEACHING_GERMAN)
    criteria = SearchCriteria(
        course_types=types,
        level_goal=None if is_known_already else level,
        level_now=level_now or (level if is_known_already else None),
        place=place,
        weekdays=frozenset(weekday or ()),
        times_of_day=frozenset(time_of_day or ()),
        time_from=time_from,
        time_until=time_until,
        way_minutes=way_minutes,
        childcare=childcare,
        child_age_years=child_age,
        format=format_,
        pace=pace,
        women_only=women_only,
        home=home,
        also_fits=frozenset(also or ()),
    )
    result = asyncio.run(_find(criteria, _day(today), limit))
    print(json.dumps(as_json_fields(result), ensure_ascii=False, indent=2) if as_json else as_text(result))


async def _find(criteria: SearchCriteria, today: date | None, limit: int | None) -> SearchResult:
    async with knowledge() as session:
        return await find_offers(session, criteria, today=today or build.today_of(read_settings())(), limit=limit)


def as_json_fields(result: SearchResult) -> dict[str, list[dict[str, Any]]]:
    """The result for programs: matches, offers to ask about, near misses, each with its reasons."""
    return {
        "matches": [
            _entry(offer, *map(in_words, reasons))
            for offer, reasons in zip(result.matches, result.reasons, strict=True)
        ],
        "ask": [_entry(each.offer, *(f"{wish} is not stated" for wish in each.unknown)) for each in result.ask],
        "near_misses": [
            {**_entry(each.offer, in_words_of_a_miss(each.reason or Reason(each.broken))), "breaks": each.broken}
            for each in result.near_misses
        ],
    }


def _entry(offer: OfferSummary, *reasons: str) -> dict[str, Any]:
    running = ["already running, ask whether she can join"] if offer.has_started else []
    return {"source_id": offer.source_id, "title": offer.title, "reasons": [*reasons, *running]}


def as_text(result: SearchResult) -> str:
    """The result for people."""
    fields = as_json_fields(result)
    headings = {"matches": "Fits", "ask": "Maybe, please ask", "near_misses": "Nearly fits"}
    counts = {
        "matches": result.matches_count,
        "ask": result.ask_count,
        "near_misses": len(result.near_misses),
    }
    lines = []
    for name, heading in headings.items():
        lines.append(f"{heading}: {counts[name]}")
        lines += [f"  {each['source_id']:>4}  {each['title']}  ({'; '.join(each['reasons'])})" for each in fields[name]]
    if result.relaxed:
        lines.append("More without: " + ", ".join(f"{wish} +{count}" for wish, count in result.relaxed))
    return "\n".join(lines)
