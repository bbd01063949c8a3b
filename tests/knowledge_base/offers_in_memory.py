"""Offers as the database gives them, without a database."""

from typing import Any

from knowledge_base.models import Offer, OfferSession, Provider
from knowledge_base.vocabulary import Weekday


def offer(**values: Any) -> Offer:
    """An offer of which nothing is known but its name and who runs it."""
    unknown = {}
    for column in Offer.__table__.columns:
        if column.default is not None and hasattr(column.default, "arg"):
            default = column.default.arg
            unknown[column.name] = default(None) if callable(default) else default
    named = {"source": "vhs", "source_id": "D-1", "title": "Deutsch A1", "provider": Provider(name="vhs Muster")}
    return Offer(**{**unknown, "sessions": [], "dates": [], "revision": 7, **named, **values})


def slots(*weekdays: Weekday, time_from: str = "09:00", time_until: str = "11:15") -> list[OfferSession]:
    """The same clock times on each of these days."""
    return [OfferSession(weekday=day, time_from=time_from, time_until=time_until) for day in weekdays]
