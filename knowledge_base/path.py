"""The path from no German to recognised work: a graph of stages, the way to a goal, and the next two stages."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from heapq import heappop, heappush
from itertools import count
from math import ceil
from pathlib import Path
from typing import Any

import yaml

from knowledge_base.calendar import last_course_day
from knowledge_base.errors import DataFileError
from knowledge_base.results import NextStep, PathStep, SearchCriteria, Standing, Step, Way
from knowledge_base.vocabulary import TEACHING_GERMAN, CourseType, Level, Topic, Weekday

PATH_FILE = Path(__file__).parent / "seed" / "path.yml"
DAYS_IN_A_MONTH = 30.44
_MONTHS_OF_AN_OPEN_STAGE = 12
"""Counted for a stage without a typical length, so that it is no short cut."""

Graph = Mapping[Step, PathStep]


@cache
def read_path(path: Path = PATH_FILE) -> Graph:
    """The shipped graph; every stage is in it and no way leads in a circle.

    Raises:
        DataFileError: something in the file is missing or wrong.
    """
    try:
        stages = yaml.safe_load(path.read_text(encoding="utf-8"))["steps"]
        graph = {Step(name): _stage(Step(name), values) for name, values in stages.items()}
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataFileError(f"{path.name} cannot be read: {error}") from error
    if set(graph) != set(Step):
        raise DataFileError(f"{path.name} must have every stage: {', '.join(sorted(set(Step) - set(graph)))}.")
    for step in graph:
        if step in _reachable(graph, step):
            raise DataFileError(f"{path.name} leads from {step} back to {step}.")
    return graph


def _stage(step: Step, values: Mapping[str, Any]) -> PathStep:
    months, lessons = values.get("months", (None, None)), values.get("lessons", (None, None))
    return PathStep(
        step=step,
        topic=Topic(values["topic"]),
        course_types=frozenset(CourseType(kind) for kind in values.get("course_types", ())),
        level_from=Level(values["level_from"]) if "level_from" in values else None,
        level_to=Level(values["level_to"]) if "level_to" in values else None,
        lessons_from=lessons[0],
        lessons_to=lessons[1],
        months_from=months[0],
        months_to=months[1],
        needs=tuple(Step(name) for name in values.get("needs", ())),
        leads_to=tuple(Step(name) for name in values.get("leads_to", ())),
    )


def _reachable(graph: Graph, start: Step) -> set[Step]:
    found: set[Step] = set()
    waiting = list(graph[start].leads_to)
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting += graph[step].leads_to
    return found


def find_way(her: Standing, goal: Step = Step.WORK, graph: Graph | None = None) -> Way | None:
    """The shortest way from where she is to the goal by typical months; `None` when none is open to her.

    To `Step.WORK` she gets recognition beside the German her profession needs. A stage that needs others is only
    reached with them: they stand in `beside` where they are not on the way itself.
    """
    graph = graph or read_path()
    stages = _shortest(graph, her, goal)
    if stages is None:
        return None
    beside: list[PathStep] = []
    for stage in stages:
        for need in _missing(graph, her, stage):
            if need not in (*stages, *beside):
                beside.append(need)
    months_from, months_to = (
        max(sum(getattr(stage, name) or 0 for stage in strand) for strand in (stages, beside))
        for name in ("months_from", "months_to")
    )
    return Way(tuple(stages), tuple(beside), months_from, months_to)


def next_steps(
    her: Standing, goal: Step = Step.WORK, wishes: SearchCriteria | None = None, graph: Graph | None = None
) -> tuple[NextStep, ...]:
    """The next two stages, with the search that finds offers for them.

    Two she can begin today, one of them beside the course, or else the next and the one after it. Where no way to the
    goal is open to her, what helps meanwhile. At the goal it is empty.

    Args:
        wishes: place, hours and children; kept in both searches.
    """
    graph = graph or read_path()
    if goal in her.done:
        return ()
    way = find_way(her, goal, graph)
    if way is None:
        stages = _meanwhile(graph, her)
    elif way.beside:
        stages = [way.stages[0], way.beside[0]]
    else:
        stages = list(way.stages)
    level = her.level
    found = []
    for stage in stages[:2]:
        found.append(NextStep(stage, _criteria(stage, level, wishes or SearchCriteria())))
        level = max(level, stage.level_to or level)
    return tuple(found)


def _criteria(stage: PathStep, level: Level, wishes: SearchCriteria) -> SearchCriteria | None:
    if not stage.course_types:
        return None
    wanted = replace(wishes, course_types=stage.course_types, level_goal=None, level_now=level)
    # An exam is named by the level it proves; she has that level already.
    return replace(wanted, level_goal=stage.level_to, level_now=None) if stage.step is Step.LANGUAGE_TEST else wanted


def _is_shut(her: Standing, step: Step) -> bool:
    match step:
        case Step.INTEGRATION_COURSE:
            return her.needs_letters or not her.can_join_integration_course
        case Step.LITERACY:
            return not her.needs_letters or not her.can_join_integration_course
    return False


def _is_behind(her: Standing, stage: PathStep) -> bool:
    """Done, or a German course to a level she has; letters are learned whatever she speaks."""
    teaches = bool(stage.course_types & TEACHING_GERMAN)
    knows = teaches and stage.level_to is not None and stage.level_to <= her.level
    return stage.step in her.done or (knows and not (stage.step is Step.LITERACY and her.needs_letters))


def _is_entry(graph: Graph, her: Standing, stage: PathStep) -> bool:
    """She can begin here: nothing is missing before it, and the end is no beginning."""
    follows = any(stage.step in graph[step].leads_to for step in her.done)
    return (bool(stage.leads_to) or follows) and set(stage.needs) <= her.done


def _shortest(graph: Graph, her: Standing, goal: Step) -> list[PathStep] | None:
    """Dijkstra over stage and level, since some stages ask for German that others give."""
    order = count()
    waiting: list[tuple[float, int, list[PathStep], Level]] = []

    def visit(stage: PathStep, before: list[PathStep], months: float, level: Level) -> None:
        if _is_shut(her, stage.step) or _is_behind(her, stage) or (stage.level_from or level) > level:
            return
        if stage.step is Step.WORK and level < her.level_needed:
            return
        heappush(waiting, (months + _months(stage), next(order), [*before, stage], max(level, stage.level_to or level)))

    for stage in graph.values():
        if _is_entry(graph, her, stage):
            visit(stage, [], 0, her.level)
    seen: set[tuple[Step, Level]] = set()
    while waiting:
        months, _, stages, level = heappop(waiting)
        last = stages[-1]
        if last.step is goal:
            return stages
        if (last.step, level) in seen:
            continue
        seen.add((last.step, level))
        for step in last.leads_to:
            visit(graph[step], stages, months, level)
    return None


def _months(stage: PathStep) -> float:
    if stage.step is Step.WORK:
        return 0
    if stage.months_from is None or stage.months_to is None:
        return _MONTHS_OF_AN_OPEN_STAGE
    return (stage.months_from + stage.months_to) / 2


def _missing(graph: Graph, her: Standing, stage: PathStep) -> Iterator[PathStep]:
    """What a stage needs and she has not done, first things first."""
    for need in stage.needs:
        if need not in her.done:
            yield from _missing(graph, her, graph[need])
            yield graph[need]


def _meanwhile(graph: Graph, her: Standing) -> list[PathStep]:
    """Stages that teach her more German and are open to her, the most first."""
    open_stages = [
        stage
        for stage in graph.values()
        if stage.level_to and not _is_behind(her, stage) and not _is_shut(her, stage.step)
        if (stage.level_from or her.level) <= her.level
    ]
    return sorted(open_stages, key=lambda stage: stage.lessons_to or 0, reverse=True)


@dataclass(frozen=True, slots=True)
class CourseLength:
    """How long a course really takes, with holidays."""

    sessions: int
    last_on: date
    months: float
    """From the first to the last day."""


def course_length(
    lessons: int,
    *,
    lessons_a_day: int,
    weekdays: Collection[Weekday],
    start_on: date,
    pauses_in_school_holidays: bool,
) -> CourseLength:
    """When a course with so many lessons of 45 minutes ends; a last day may be short.

    Raises:
        KnowledgeBaseError: it would take more than ten years.
    """
    sessions = ceil(lessons / lessons_a_day)
    last_on = last_course_day(weekdays, start_on, sessions, pauses_in_school_holidays=pauses_in_school_holidays)
    return CourseLength(sessions, last_on, round((last_on - start_on).days / DAYS_IN_A_MONTH, 1))
