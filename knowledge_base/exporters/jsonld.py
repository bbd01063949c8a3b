"""Writes offers as schema.org JSON-LD, for the page of an offer or for others to read.

Source: https://schema.org/Course, https://schema.org/CourseInstance; formats.md, section 5.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import takewhile
from typing import Any

from knowledge_base.calendar import weekly_meetings_of
from knowledge_base.changes import SingleDate
from knowledge_base.importers.wording import VALUE_NAMES
from knowledge_base.models import Offer
from knowledge_base.places import place_name
from knowledge_base.results import PriceKind, SeatStatus
from knowledge_base.vocabulary import TEACHING_GERMAN, Childcare, Format, Pace, Weekday

_SCHEMA = "https://schema.org/"
_DAYS = dict(zip(Weekday, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
_MODES = {Format.ONLINE: "online", Format.IN_PERSON: "onsite", Format.HYBRID: "blended"}
_ATTENDANCE = {Format.ONLINE: "Online", Format.IN_PERSON: "Offline", Format.HYBRID: "Mixed"}
_AVAILABILITY = {
    SeatStatus.OPEN: "InStock",
    SeatStatus.FEW: "LimitedAvailability",
    SeatStatus.WAITLIST: "BackOrder",
    SeatStatus.FULL: "SoldOut",
}
_MINUTES_OF_A_LESSON = 45


def jsonld(offers: Iterable[Offer]) -> str:
    """The offers as one JSON-LD document, safe to stand in a web page.

    Examples and offers that were taken back are left out: search engines would show what does not exist.
    """
    nodes = [_course(offer) for offer in offers if not (offer.is_example or offer.is_withdrawn)]
    document = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    # Inside of <script> nothing may look like the end of it.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _course(offer: Offer) -> dict[str, Any]:
    return _stated({
        "@type": "Course",
        "name": offer.title,
        "description": offer.description,
        "courseCode": offer.source_id,
        "url": offer.source_url or offer.url,
        "provider": _provider(offer),
        "about": VALUE_NAMES["course_type"][offer.course_type] if offer.course_type else None,
        "educationalLevel": _level(offer),
        "coursePrerequisites": _prerequisites(offer),
        "audience": _women() if offer.women_only else None,
        "dateModified": _day(offer.source_changed_on),
        "hasCourseInstance": _run(offer),
    })  # fmt: skip


def _provider(offer: Offer) -> dict[str, Any]:
    provider = offer.provider
    contact = _stated({
        "@type": "ContactPoint",
        "telephone": offer.phone or provider.phone,
        "email": offer.email or provider.email,
        "availableLanguage": list(offer.staff_languages or provider.staff_languages or ()),
    })  # fmt: skip
    return _stated({
        "@type": "Organization",
        "name": provider.name,
        "url": provider.url,
        "contactPoint": contact if len(contact) > 1 else None,
    })  # fmt: skip


def _level(offer: Offer) -> str | None:
    if offer.level_from and offer.level_to:
        return f"{offer.level_from}-{offer.level_to}"
    if offer.level_to:
        return offer.level_to.value
    # Of a language course a level alone is read as the goal, so where one enters stands in the prerequisites.
    return offer.level_from.value if offer.level_from and offer.course_type not in TEACHING_GERMAN else None


def _prerequisites(offer: Offer) -> list[str]:
    is_entry_only = offer.level_from and not offer.level_to and offer.course_type in TEACHING_GERMAN
    entry = f"Deutsch {offer.level_from}" if is_entry_only else None
    return [text for text in (entry, offer.eligibility) if text]


def _women() -> dict[str, str]:
    return {"@type": "PeopleAudience", "suggestedGender": "female", "audienceType": "nur für Frauen"}


def _run(offer: Offer) -> dict[str, Any]:
    paces = {Pace.FULL_TIME: ["full-time"], Pace.PART_TIME: ["part-time"]}
    is_cancelled = offer.status is SeatStatus.CANCELLED
    return _stated({
        "@type": "CourseInstance",
        "startDate": _day(offer.start_on),
        "endDate": _day(offer.end_on),
        "courseMode": [_MODES[offer.format], *(paces[offer.pace] if offer.pace else ())],
        "eventAttendanceMode": f"{_SCHEMA}{_ATTENDANCE[offer.format]}EventAttendanceMode",
        "eventStatus": f"{_SCHEMA}Event{'Cancelled' if is_cancelled else 'Scheduled'}",
        "location": _location(offer),
        "courseSchedule": _schedules(offer),
        "subEvent": _single_meetings(offer),
        "courseWorkload": f"PT{offer.lessons * _MINUTES_OF_A_LESSON}M" if offer.lessons else None,
        "maximumAttendeeCapacity": offer.seats_total,
        "remainingAttendeeCapacity": offer.seats_free,
        "isAccessibleForFree": True if offer.price_kind is PriceKind.FREE else None,
        "offers": _price(offer),
    })  # fmt: skip


def _location(offer: Offer) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if offer.format is not Format.IN_PERSON:
        places.append(_stated({"@type": "VirtualLocation", "url": offer.url}))
    if offer.format is not Format.ONLINE:
        address = _stated({
            "@type": "PostalAddress",
            "streetAddress": offer.street,
            "postalCode": offer.postcode,
            "addressLocality": offer.town or place_name(offer.place),
            "addressCountry": "DE",
        })  # fmt: skip
        point = {"@type": "GeoCoordinates", "latitude": offer.latitude, "longitude": offer.longitude}
        places.append(_stated({
            "@type": "Place",
            "address": address,
            "geo": point if offer.latitude is not None and offer.longitude is not None else None,
            "amenityFeature": _childcare(offer),
        }))  # fmt: skip
    return places


def _childcare(offer: Offer) -> dict[str, Any] | None:
    if offer.childcare is Childcare.UNKNOWN:
        return None
    kind = {Childcare.NONE: None, Childcare.ON_SITE: "Kinderbetreuung vor Ort", Childcare.PARTNER: "Partner-Kita"}
    ages = [
        f"{age:g}".replace(".", ",") for age in (offer.childcare_age_from, offer.childcare_age_to) if age is not None
    ]
    words = f"{'-'.join(ages)} Jahre" if len(ages) == 2 else None
    return _stated({
        "@type": "LocationFeatureSpecification",
        "name": "childcare",
        "value": offer.childcare is not Childcare.NONE,
        "description": ", ".join(filter(None, (kind[offer.childcare], words))),
    })  # fmt: skip


def _schedules(offer: Offer) -> list[dict[str, Any]]:
    """One for all weekdays with the same clock times; days without a lesson only where the end is known."""
    slots: dict[tuple[str, str], list[Weekday]] = defaultdict(list)
    for slot in offer.sessions:
        slots[slot.time_from, slot.time_until].append(slot.weekday)
    return [_schedule(offer, times, weekdays) for times, weekdays in sorted(slots.items())]


def _schedule(offer: Offer, times: tuple[str, str], weekdays: list[Weekday]) -> dict[str, Any]:
    held: list[date] = []
    if offer.end_on or offer.sessions_count:
        held = [each.held_on for each in weekly_meetings_of(offer) if (each.time_from, each.time_until) == times]
    numbers = {list(Weekday).index(day) for day in weekdays}
    span = range(held[0].toordinal(), held[-1].toordinal() + 1) if held else range(0)
    every = [day for day in map(date.fromordinal, span) if day.weekday() in numbers]
    met = set(held)
    return _stated({
        "@type": "Schedule",
        "repeatFrequency": "P1W",
        "byDay": [f"{_SCHEMA}{_DAYS[day]}" for day in sorted(weekdays, key=list(Weekday).index)],
        "startTime": times[0],
        "endTime": times[1],
        "startDate": _day(held[0] if held else offer.start_on),
        "endDate": _day(held[-1] if held else offer.end_on),
        "repeatCount": len(held) or None,
        "exceptDate": [day.isoformat() for day in every if day not in met],
        "scheduleTimezone": "Europe/Berlin",
    })  # fmt: skip


def _single_meetings(offer: Offer) -> list[dict[str, Any]]:
    if not offer.dates:
        return []
    dates = {SingleDate(each.held_on, each.time_from, each.time_until) for each in offer.dates}
    last = max(each.held_on for each in dates)
    weekly = set(takewhile(lambda each: each.held_on <= last, weekly_meetings_of(offer)))
    return [
        {
            "@type": "Event",
            "name": offer.title,
            "startDate": f"{each.held_on}T{each.time_from}",
            "endDate": f"{each.held_on}T{each.time_until}",
        }
        for each in sorted(dates - weekly)
    ]


def _price(offer: Offer) -> dict[str, Any] | None:
    stated: dict[str, Any] = {}
    if offer.price_kind is PriceKind.FREE:
        stated = {"price": "0.00", "priceCurrency": "EUR"}
    elif offer.price_kind is PriceKind.FEE and offer.price_cents is not None:
        stated = {"price": f"{offer.price_cents / 100:.2f}", "priceCurrency": "EUR"}
    elif offer.price_kind is PriceKind.PER_LESSON and offer.price_per_lesson_cents is not None:
        stated = {"priceSpecification": {
            "@type": "UnitPriceSpecification",
            "price": f"{offer.price_per_lesson_cents / 100:.2f}",
            "priceCurrency": "EUR",
            "unitText": "UE",
        }}  # fmt: skip
    availability = _AVAILABILITY.get(offer.status)
    offered = _stated({
        **stated,
        "url": offer.url,
        "availability": f"{_SCHEMA}{availability}" if availability else None,
        "validThrough": _day(offer.registration_until),
    })  # fmt: skip
    return {"@type": "Offer", **offered} if offered else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stated(node: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known: nothing is said about it instead of saying no."""
    return {name: value for name, value in node.items() if value is not None and value != [] and value != ""}
