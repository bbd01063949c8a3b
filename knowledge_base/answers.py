"""Reviewed answers, recognition routes, contacts and emergency numbers, as staff keep them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base import models
from knowledge_base.database import our_errors
from knowledge_base.errors import MissingAnswerError
from knowledge_base.places import distance_km
from knowledge_base.results import (
    Adaptation,
    AnswerText,
    Contact,
    EmergencyNumber,
    OpeningHours,
    RecognitionRoute,
)
from knowledge_base.translations import SOURCE_LANGUAGE, AnswerState, answer_state, release, released_text
from knowledge_base.vocabulary import Profession, Topic

UNSURE = models.Certainty.UNSURE
MAX_ANSWER_CONTACTS = 3


async def find_answer(session: AsyncSession, topic: Topic, language: str, *, today: date, fallback: str) -> AnswerText:
    """The released text to a topic, with up to three contacts.

    In `language`: the current text, else the last one that was released, marked as outdated. Where there is none in
    her language: a current text in `fallback` or German, and at last an outdated one there. Drafts and texts past
    their last day are never shown.

    Raises:
        MissingAnswerError: nothing was ever released in any of these languages.
        UnavailableError: the database could not be read.
    """
    with our_errors():
        rows = (await session.scalars(select(models.Answer).where(models.Answer.topic == topic))).all()
    german = next((row for row in rows if row.language == SOURCE_LANGUAGE), None)
    valid = {row.language: row for row in rows if not row.valid_until or row.valid_until >= today}
    candidates = []
    for wanted in dict.fromkeys((language, fallback, SOURCE_LANGUAGE)):
        row = valid.get(wanted)
        released = released_text(row, german)
        if row is not None and released is not None:
            candidates.append((row, released))
    if not candidates:
        raise MissingAnswerError(f"There is no released text for {topic.value} in {language}, {fallback} or German.")
    row, released = min(candidates, key=lambda found: (found[0].language != language, found[1].is_outdated))
    contacts = await find_contacts(session, topic, language=language)
    return AnswerText(
        topic=topic,
        language=row.language,
        text=released.text,
        source_url=row.source_url,
        checked_on=row.checked_on,
        contacts=contacts[:MAX_ANSWER_CONTACTS],
        reviewed_on=released.reviewed_on,
        is_outdated=released.is_outdated,
    )


async def answer_states(session: AsyncSession, languages: Iterable[str]) -> dict[Topic, dict[str, AnswerState]]:
    """How every topic stands in each of the languages, topics in their order.

    Raises:
        UnavailableError: the database could not be read.
    """
    codes = tuple(languages)
    with our_errors():
        rows = {(row.topic, row.language): row for row in await session.scalars(select(models.Answer))}
    return {
        topic: {code: answer_state(rows.get((topic, code)), rows.get((topic, SOURCE_LANGUAGE))) for code in codes}
        for topic in Topic
    }


async def confirm_answer(session: AsyncSession, topic: Topic, language: str, *, on: date, by_role: str) -> None:
    """A person has read the text that stands in `language` next to the German one; it is shown from now on.

    Raises:
        MissingAnswerError: there is no text to read, or no German one beside it.
        UnavailableError: the database could not be read or written.
    """
    statement = select(models.Answer).where(
        models.Answer.topic == topic, models.Answer.language.in_((language, SOURCE_LANGUAGE))
    )
    with our_errors():
        rows = {row.language: row for row in await session.scalars(statement)}
        if language not in rows or SOURCE_LANGUAGE not in rows or not rows[language].text.strip():
            raise MissingAnswerError(f"There is no text for {topic.value} in {language} and German.")
        release(rows[language], rows[SOURCE_LANGUAGE], on=on, by_role=by_role)
        await session.flush()


async def find_contacts(
    session: AsyncSession, topic: Topic, place: str | None = None, *, language: str | None = None
) -> tuple[Contact, ...]:
    """Contacts for a topic: those who speak `language` first, then those in her place, the district, the nearest.

    Offices that are responsible for certain municipalities only are left out for the others, and when no place is
    given; so is every contact that staff have not confirmed. Nobody to name is an empty tuple.

    Raises:
        UnavailableError: the database could not be read.
    """
    with our_errors():
        rows = (await session.scalars(select(models.Contact).where(models.Contact.certainty != UNSURE))).all()

    def rank(row: models.Contact) -> tuple[bool, int, float, int, int]:
        # German is spoken everywhere, so it puts nobody first.
        is_other_language = language != SOURCE_LANGUAGE and language not in row.staff_languages
        distance = distance_km(place, row.place) if place and row.place else None
        group = 0 if place and row.place == place else 1 if row.place is None else 2
        far = float("inf") if place and distance is None else distance or 0.0
        return is_other_language, group, far if group == 2 else 0.0, row.position, row.id

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
        staff_languages=tuple(row.staff_languages),
        hours=tuple(OpeningHours(span.weekday, span.time_from, span.time_until) for span in row.hours),
        hours_note=row.hours_note,
    )


async def find_route(session: AsyncSession, profession: Profession) -> RecognitionRoute | None:
    """How a profession is recognised; `None` when nothing sure is stored for it.

    Fields that staff have not confirmed are empty.

    Raises:
        UnavailableError: the database could not be read.
    """
    table = models.RecognitionRoute
    statement = select(table).where(table.profession == profession, table.certainty != UNSURE)
    with our_errors():
        row = (await session.scalars(statement)).one_or_none()
    if row is None:
        return None
    hidden = set(row.unsure_fields)

    def sure(name: str) -> Any:
        return None if name in hidden else getattr(row, name)

    return RecognitionRoute(
        profession=row.profession,
        german_title=row.german_title,
        regulated=row.regulated,
        authority=sure("authority"),
        authority_url=sure("authority_url"),
        german_level=sure("german_level"),
        language_exam_level=sure("language_exam_level"),
        months_from=sure("months_from"),
        months_to=sure("months_to"),
        fee_from_eur=sure("fee_from_eur"),
        fee_to_eur=sure("fee_to_eur"),
        source_url=row.source_url,
        procedure=sure("procedure"),
        adaptation=tuple(Adaptation(each) for each in sure("adaptation") or ()),
        eu_rule=sure("eu_rule"),
        documents_topic=row.documents_topic,
        note=sure("note"),
        checked_on=row.checked_on,
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
