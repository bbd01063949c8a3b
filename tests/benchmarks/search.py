"""How long a search takes among very many offers, and how long and how much memory it takes to read them first."""

import gc
import resource
import statistics
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from knowledge_base.catalogue import Catalogue
from knowledge_base.database import make_engine, make_sessions, upgrade
from knowledge_base.models import Offer
from knowledge_base.results import AlsoFits, SearchCriteria
from knowledge_base.search import find_offers
from knowledge_base.vocabulary import CourseType, Format, Level, TimeOfDay, Weekday
from tests.benchmarks.synthetic import fill

TODAY = date(2027, 2, 1)
PAGE = 3
ROUNDS = 40
SEARCHES = {
    "any": SearchCriteria(),
    "German B1 in Nürtingen": SearchCriteria(
        course_types=frozenset({CourseType.GERMAN_COURSE}), level_goal=Level.B1, place="nuertingen"
    ),
    "beginner in Esslingen": SearchCriteria(level_now=Level.A0, place="esslingen"),
    "Kita until 13:00, Kirchheim": SearchCriteria(
        level_now=Level.A2, place="kirchheim", home="kirchheim", time_until="13:00", way_minutes=30,
        school_days_only=True, child_age_years=2, also_fits=frozenset({AlsoFits.CARE}),
    ),
    "care for a child of 2, no German": SearchCriteria(level_now=Level.A0, childcare=True, child_age_years=2),
    "evening, women only": SearchCriteria(times_of_day=frozenset({TimeOfDay.EVENING}), women_only=True),
    "online": SearchCriteria(format=Format.ONLINE, level_goal=Level.B2),
    "Saturday in a village": SearchCriteria(place="owen", weekdays=frozenset({Weekday.SAT})),
    "everything at once": SearchCriteria(
        course_types=frozenset({CourseType.INTEGRATION_COURSE}), level_now=Level.A1, place="plochingen",
        weekdays=frozenset({Weekday.MON}), time_from="08:00", time_until="12:30", way_minutes=30, home="plochingen",
        childcare=True, child_age_years=1.5, women_only=True,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one database; times in milliseconds."""

    offers: int
    fill_seconds: float
    read_seconds: float
    """The first search, which reads all offers."""
    read_mb: float
    """Growth of the process by it."""
    median: float
    p99: float
    slowest: str
    """The search that takes longest, with its median."""
    refresh_ms: float
    """A search after one offer has changed."""


async def measure(database_url: str, count: int) -> Figures:
    """Fill an empty database and search it, the searches taking turns."""
    upgrade(database_url)
    engine = make_engine(database_url)
    sessions = make_sessions(engine)
    try:
        started = perf_counter()
        async with sessions.begin() as session:
            await fill(session, count, today=TODAY)
        filled = perf_counter() - started
        gc.collect()
        memory, started, catalogue = _peak_mb(), perf_counter(), Catalogue()

        async def search(criteria: SearchCriteria) -> float:
            begun = perf_counter()
            async with sessions() as session:
                await find_offers(session, criteria, today=TODAY, limit=PAGE, catalogue=catalogue)
            return (perf_counter() - begun) * 1000

        await search(SEARCHES["any"])
        read, memory = perf_counter() - started, _peak_mb() - memory
        times: dict[str, list[float]] = {name: [] for name in SEARCHES}
        for _ in range(ROUNDS):
            for name, criteria in SEARCHES.items():
                times[name].append(await search(criteria))
        async with sessions.begin() as session:
            offer = await session.get_one(Offer, 1)
            offer.seats_free = 3
        refreshed = await search(SEARCHES["any"])
    finally:
        await engine.dispose()
    every = [time for of_one in times.values() for time in of_one]
    slowest = max(times, key=lambda name: statistics.median(times[name]))
    return Figures(
        offers=count,
        fill_seconds=filled,
        read_seconds=read,
        read_mb=memory,
        median=statistics.median(every),
        p99=statistics.quantiles(every, n=100)[98],
        slowest=f"{slowest}: {statistics.median(times[slowest]):.1f}",
        refresh_ms=refreshed,
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
