"""Reviewed answers, recognition routes, contacts and emergency numbers, as staff keep them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base import models
from knowledge_base.database import our_errors
from knowledge_base.errors import MissingAnswerError
from knowledge_base.models import text_hash
from knowledge_base.places import distance_km
from knowledge_base.results import AnswerText, Contact, EmergencyNumber, RecognitionRoute
from knowledge_base.vocabulary import Profession, Topic

SOURCE_LANGUAGE = "de"
"""Answers are written in German first; every other language is a translation of that text."""
MAX_ANSWER_CONTACTS = 3


async def find_answer(session: AsyncSession, topic: Topic, language: str, *, today: date, fallback: str) -> AnswerText:
    """The current text to a topic in `language`, else in `fallback`, else in German, with up to three contacts.

    A text is current when it is not past its last day and was reviewed against the German text that stands now. An
    outdated translation is never shown.

    Raises:
        MissingAnswerError: there is no current text in any of these languages.
        UnavailableError: the database could not be read.
    """
    with our_errors():
        rows = (await session.scalars(select(models.Answer).where(models.Answer.topic == topic))).all()
    by_language = {row.language: row for row in rows}
    german = by_language.get(SOURCE_LANGUAGE)
    for wanted in dict.fromkeys((language, fallback, SOURCE_LANGUAGE)):
        row = by_language.get(wanted)
        if row is None or is_outdated(row, german) or (row.valid_until and row.valid_until < today):
            continue
        contacts = await find_contacts(session, topic)
        return AnswerText(
            topic=topic,
            language=row.language,
            text=row.text,
            source_url=row.source_url,
            checked_on=row.checked_on,
            contacts=contacts[:MAX_ANSWER_CONTACTS],
        )
    raise MissingAnswerError(f"There is no current text for {topic.value} in {language}, {fallback} or German.")


def is_outdated(answer: models.Answer, german: models.Answer | None) -> bool:
    """True for a translation of a German text that has changed since, or has gone."""
    if answer.language == SOURCE_LANGUAGE:
        return False
    return german is None or answer.source_hash != text_hash(german.text)


async def find_contacts(session: AsyncSession, topic: Topic, place: str | None = None) -> tuple[Contact, ...]:
    """Contacts for a topic: those in her place first, then those for the whole district, then the nearest.

    Offices that are responsible for certain municipalities only are left out for the others, and when no place is
    given. Nobody to name is an empty tuple.

    Raises:
        UnavailableError: the database could not be read.
    """
    with our_errors():
        rows = (await session.scalars(select(models.Contact))).all()

    def rank(row: models.Contact) -> tuple[int, float, int, int]:
        if place and row.place == place:
            return 0, 0.0, row.position, row.id
        if row.place is None:
            return 1, 0.0, row.position, row.id
        distance = distance_km(place, row.place) if place else 0.0
        return 2, float("inf") if distance is None else distance, row.position, row.id

    fitting = [row for row in rows if topic in row.topics and (not row.serves or place in row.serves)]
    return tuple(_contact(row) for row in sorted(fitting, key=rank))


def _contact(row: models.Contact) -> Contact:
    return Contact(
        slug=row.slug,
        name=row.name,
        topics=tuple(Topic(topic) for topic in row.topics),
        place=row.place,
        address=row.address,
        phone=row.phone,
        email=row.email,
        url=row.url,
    )


async def find_route(session: AsyncSession, profession: Profession) -> RecognitionRoute | None:
    """How a profession is recognised; `None` when nothing is stored for it.

    Raises:
        UnavailableError: the database could not be read.
    """
    statement = select(models.RecognitionRoute).where(models.RecognitionRoute.profession == profession)
    with our_errors():
        row = (await session.scalars(statement)).one_or_none()
    if row is None:
        return None
    return RecognitionRoute(
        profession=row.profession,
        german_title=row.german_title,
        regulated=row.regulated,
        authority=row.authority,
        authority_url=row.authority_url,
        german_level=row.german_level,
        language_exam_level=row.language_exam_level,
        months_from=row.months_from,
        months_to=row.months_to,
        fee_from_eur=row.fee_from_eur,
        fee_to_eur=row.fee_to_eur,
        source_url=row.source_url,
    )


async def emergency_numbers(session: AsyncSession) -> tuple[EmergencyNumber, ...]:
    """All numbers that help at once, in the order to show them: danger first.

    For the case that the database cannot be reached, `load.seed_emergency_numbers` gives those shipped with the code.

    Raises:
        UnavailableError: the database could not be read.
    """
    order = (models.EmergencyNumber.position, models.EmergencyNumber.id)
    with our_errors():
        rows = (await session.scalars(select(models.EmergencyNumber).order_by(*order))).all()
    return tuple(EmergencyNumber(row.slug, row.number, row.name, tuple(row.languages)) for row in rows)
