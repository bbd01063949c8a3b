"""How long she needs from Kita or school to a course, by distance between the towns."""

from functools import cache

from knowledge_base.places import distance_km
from knowledge_base.results import USUAL_WAY_MINUTES

_FIXED_MINUTES = 20
_MINUTES_PER_KM = 2.0
_STEP_MINUTES = 5


@cache
def way_minutes(home: str | None, place: str | None, usual: int = USUAL_WAY_MINUTES) -> int:
    """Minutes by bus and train from a town to a course in `place`, waiting included, in steps of five.

    Thirty minutes inside a town and to the next one, then two more for each kilometre beyond five: about 30 km/h. A
    rule of thumb, good for "the way takes about 40 minutes" and no timetable; a place that is not known counts as near.

    Args:
        home: where the way begins; `None` is not known, then it is the usual one.
        usual: never less than this.
    """
    if home is None:
        return usual
    kilometres = distance_km(home, place) if place else None
    minutes = _FIXED_MINUTES + _MINUTES_PER_KM * (kilometres or 0.0)
    return max(usual, USUAL_WAY_MINUTES, _STEP_MINUTES * round(minutes / _STEP_MINUTES))
