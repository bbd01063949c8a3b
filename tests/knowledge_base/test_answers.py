"""Answers in her language, never an old one as if it were new; contacts, routes and numbers."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base import models
from knowledge_base.answers import emergency_numbers, find_answer, find_contacts, find_route
from knowledge_base.errors import DataFileError, MissingAnswerError
from knowledge_base.load import load_answers, read_answer, read_answers, seed_emergency_numbers
from knowledge_base.results import Adaptation, AnswerText, EuRule, OpeningHours, Procedure, Regulated
from knowledge_base.translations import edit, release
from knowledge_base.vocabulary import Level, Profession, Topic, Weekday
from tests.knowledge_base.conftest import SAMPLE_ANSWERS, TEST_DAY

LANGUAGES = ("de", "en", "tr", "ar", "fa", "uk", "ru", "ro")


@pytest.fixture
async def answered(session: AsyncSession) -> AsyncSession:
    await load_answers(session, SAMPLE_ANSWERS)
    return session


async def ask(session: AsyncSession, language: str, fallback: str = "en") -> AnswerText:
    return await find_answer(session, Topic.RECOGNITION_ADVICE, language, today=TEST_DAY, fallback=fallback)


async def stored(session: AsyncSession, language: str) -> models.Answer:
    rows = await session.scalars(select(models.Answer).where(models.Answer.language == language))
    return rows.one()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_answer_is_in_her_language(answered: AsyncSession, language: str) -> None:
    answer = await ask(answered, language)

    assert answer.language == language
    assert answer.text == read_answer(SAMPLE_ANSWERS / "recognition_advice.yml").texts[language]
    assert answer.checked_on == date(2026, 11, 22)
    assert answer.source_url == "https://www.netzwerk-iq-bw.de/de/anerkennungsberatung/"


async def test_language_without_a_text_gets_the_fallback(answered: AsyncSession) -> None:
    assert (await ask(answered, "pl", fallback="en")).language == "en"
    assert (await ask(answered, "pl", fallback="xx")).language == "de"


async def test_outdated_translation_is_shown_as_the_old_text_it_is(answered: AsyncSession) -> None:
    german = await stored(answered, "de")
    edit(german, german.text + "\nNeu: nur mit Termin.", german)
    release(german, german, on=TEST_DAY, by_role="counsellor")
    await answered.flush()

    answer = await ask(answered, "tr")

    assert (answer.language, answer.is_outdated, answer.reviewed_on) == ("tr", True, date(2026, 11, 22))
    assert not (await ask(answered, "de")).is_outdated


async def test_draft_is_not_shown_before_its_review(answered: AsyncSession) -> None:
    german, turkish = await stored(answered, "de"), await stored(answered, "tr")
    edit(turkish, "Taslak", german)
    await answered.flush()

    before = await ask(answered, "tr")
    release(turkish, german, on=TEST_DAY, by_role="counsellor")
    await answered.flush()
    after = await ask(answered, "tr")

    assert before.text == read_answer(SAMPLE_ANSWERS / "recognition_advice.yml").texts["tr"]
    assert (before.is_outdated, before.reviewed_on) == (False, date(2026, 11, 22))
    assert (after.text, after.is_outdated, after.reviewed_on) == ("Taslak", False, TEST_DAY)


async def test_translation_that_was_never_released_gives_way_to_the_fallback(answered: AsyncSession) -> None:
    turkish = await stored(answered, "tr")
    turkish.reviewed_text = turkish.reviewed_on = None
    await answered.flush()

    assert (await ask(answered, "tr", fallback="en")).language == "en"


async def test_fallback_that_is_outdated_gives_way_to_german(answered: AsyncSession) -> None:
    german = await stored(answered, "de")
    edit(german, "Neu.", german)
    release(german, german, on=TEST_DAY, by_role="counsellor")
    await answered.flush()

    answer = await ask(answered, "pl", fallback="en")

    assert (answer.language, answer.text, answer.is_outdated) == ("de", "Neu.", False)


async def test_translation_reviewed_again_is_current_again(answered: AsyncSession) -> None:
    german, turkish = await stored(answered, "de"), await stored(answered, "tr")
    edit(german, german.text + "\nNeu: nur mit Termin.", german)
    release(turkish, german, on=TEST_DAY, by_role="counsellor")
    await answered.flush()

    answer = await ask(answered, "tr")

    assert (answer.language, answer.is_outdated, answer.reviewed_on) == ("tr", False, TEST_DAY)


async def test_line_breaks_of_another_system_do_not_make_a_translation_outdated(answered: AsyncSession) -> None:
    german = await stored(answered, "de")
    german.text = german.text.replace("\n", "\r\n") + "\n"
    await answered.flush()

    assert not (await ask(answered, "tr")).is_outdated


async def test_text_past_its_last_day_is_not_shown(answered: AsyncSession) -> None:
    (await stored(answered, "tr")).valid_until = TEST_DAY
    (await stored(answered, "uk")).valid_until = TEST_DAY.replace(month=1)
    await answered.flush()

    assert (await ask(answered, "tr")).language == "tr"
    assert (await ask(answered, "uk")).language == "en"


async def test_topic_without_any_text_is_told(session: AsyncSession) -> None:
    with pytest.raises(MissingAnswerError, match="recognition_advice"):
        await ask(session, "tr")


async def test_answer_comes_with_up_to_three_contacts_of_its_topic(seeded: AsyncSession) -> None:
    await load_answers(seeded, SAMPLE_ANSWERS)

    answer = await ask(seeded, "ru")

    assert answer.contacts[0].slug == "iq_anerkennung"
    assert 0 < len(answer.contacts) <= 3
    assert all(Topic.RECOGNITION_ADVICE in contact.topics for contact in answer.contacts)


async def test_nearly_every_topic_names_somebody_who_helps(seeded: AsyncSession) -> None:
    without = {topic for topic in Topic if not await find_contacts(seeded, topic, "esslingen")}

    assert without == {Topic.SCHOOL_CARE}  # The school of the child; there is one in every town.


async def test_contact_in_her_place_comes_first_then_the_district_then_the_nearest(seeded: AsyncSession) -> None:
    slugs = [contact.slug for contact in await find_contacts(seeded, Topic.COURSE_REGISTRATION, "nuertingen")]

    assert slugs[0] == "vhs_nuertingen"
    assert slugs.index("lra_integration") < slugs.index("vhs_kirchheim") < slugs.index("vhs_leinfelden_echterdingen")


@pytest.mark.parametrize(
    ("place", "office"),
    [("nuertingen", "auslaenderbehoerde_nuertingen"), ("wernau", "auslaenderamt_landkreis"), (None, None)],
)
async def test_only_the_office_responsible_for_her_town_is_named(
    seeded: AsyncSession, place: str | None, office: str | None
) -> None:
    contacts = await find_contacts(seeded, Topic.RIGHTS, place)

    offices = [contact.slug for contact in contacts if contact.slug.startswith("auslaender")]
    assert offices == ([office] if office else [])


async def test_no_contact_has_an_invented_phone_number(seeded: AsyncSession) -> None:
    contacts = (await seeded.scalars(select(models.Contact))).all()

    assert len(contacts) == 51
    assert [contact.slug for contact in contacts if contact.phone] == []


@pytest.mark.parametrize("topic", Topic)
async def test_contact_that_is_not_confirmed_is_never_named(seeded: AsyncSession, topic: Topic) -> None:
    unsure = set(await seeded.scalars(select(models.Contact.slug).where(models.Contact.certainty == "unsure")))
    assert len(unsure) == 11

    for place in ("kirchheim", "esslingen", None):
        named = {contact.slug for contact in await find_contacts(seeded, topic, place)}
        assert not named & unsure


async def test_contact_is_named_once_staff_have_confirmed_it(seeded: AsyncSession) -> None:
    cafe = (await seeded.scalars(select(models.Contact).where(models.Contact.slug == "sprachcafe_jesingen"))).one()
    cafe.certainty = models.Certainty.CONFIRMED
    await seeded.flush()

    contacts = await find_contacts(seeded, Topic.MEETING_GROUPS, "kirchheim")

    [found] = [contact for contact in contacts if contact.slug == "sprachcafe_jesingen"]
    assert found.hours == (OpeningHours(Weekday.TUE, "16:00", "18:00"),)


async def test_who_speaks_her_language_comes_first_and_then_the_nearest(seeded: AsyncSession) -> None:
    slugs = [contact.slug for contact in await find_contacts(seeded, Topic.WORK, "esslingen", language="ar")]
    far = (await seeded.scalars(select(models.Contact).where(models.Contact.slug == slugs[-1]))).one()
    far.staff_languages = ["de", "ar"]
    await seeded.flush()

    arabic = [contact.slug for contact in await find_contacts(seeded, Topic.WORK, "esslingen", language="ar")]
    german = [contact.slug for contact in await find_contacts(seeded, Topic.WORK, "esslingen", language="de")]

    assert arabic == [far.slug, *slugs[:-1]]
    assert german == slugs


async def test_every_profession_has_a_route(seeded: AsyncSession) -> None:
    for profession in Profession:
        route = await find_route(seeded, profession)

        assert route is not None
        assert route.profession is profession
        assert (route.months_from or 0) <= (route.months_to or 0)
        assert (route.fee_from_eur or 0) <= (route.fee_to_eur or 0)
        assert " and " not in (route.authority or "")


async def test_nurse_and_doctor_and_cook_are_as_confirmed(seeded: AsyncSession) -> None:
    nurse = await find_route(seeded, Profession.NURSE)
    doctor = await find_route(seeded, Profession.DOCTOR)
    cook = await find_route(seeded, Profession.COOK)

    assert nurse and doctor and cook
    assert nurse.authority == "Regierungspräsidium Stuttgart, Landesanerkennungsstelle für Gesundheitsberufe (LAfG)"
    assert (nurse.regulated, nurse.german_level, nurse.months_from, nurse.fee_from_eur) == (
        Regulated.YES, Level.B2, None, None,
    )  # fmt: skip
    assert (doctor.german_level, doctor.language_exam_level) == (Level.B2, Level.C1)
    assert (cook.authority, cook.months_to, cook.fee_from_eur, cook.fee_to_eur) == ("IHK FOSA", 3, 100, 600)


@pytest.mark.parametrize("profession", [Profession.ENGINEER, Profession.ARCHITECT])
async def test_only_the_title_of_engineer_and_architect_is_protected(
    seeded: AsyncSession, profession: Profession
) -> None:
    route = await find_route(seeded, profession)

    assert route is not None
    assert route.regulated is Regulated.TITLE_ONLY


async def test_what_is_not_sure_about_a_profession_is_left_out(seeded: AsyncSession) -> None:
    route = await find_route(seeded, Profession.MEDICAL_ASSISTANT)

    assert route is not None
    assert (route.authority, route.authority_url, route.months_from, route.fee_from_eur) == (None, None, None, None)


async def stored_nurse(session: AsyncSession) -> models.RecognitionRoute:
    table = models.RecognitionRoute
    return (await session.scalars(select(table).where(table.profession == Profession.NURSE))).one()


async def test_fields_that_staff_must_check_are_stored_and_not_shown(seeded: AsyncSession) -> None:
    for row in await seeded.scalars(select(models.RecognitionRoute)):
        route = await find_route(seeded, row.profession)
        for name in row.unsure_fields:
            assert getattr(row, name) not in (None, [])
            assert getattr(route, name) in (None, ())


async def test_field_is_shown_once_staff_have_confirmed_it(seeded: AsyncSession) -> None:
    nurse = await stored_nurse(seeded)
    nurse.unsure_fields = ["months_to"]
    await seeded.flush()

    route = await find_route(seeded, Profession.NURSE)

    assert route is not None
    assert (route.months_from, route.months_to) == (4, None)


async def test_unsure_route_is_not_shown(seeded: AsyncSession) -> None:
    nurse = await stored_nurse(seeded)
    nurse.certainty = models.Certainty.UNSURE
    await seeded.flush()

    assert await find_route(seeded, Profession.NURSE) is None


async def test_route_says_what_is_applied_for_and_what_closes_a_gap(seeded: AsyncSession) -> None:
    nurse = await find_route(seeded, Profession.NURSE)
    hairdresser = await find_route(seeded, Profession.HAIRDRESSER)

    assert nurse and hairdresser
    assert (nurse.procedure, nurse.documents_topic) == (Procedure.LICENCE, Topic.RECOGNITION_DOCUMENTS)
    assert nurse.adaptation == (Adaptation.KNOWLEDGE_EXAM, Adaptation.ADAPTATION_COURSE)
    assert (hairdresser.procedure, hairdresser.adaptation) == (Procedure.EQUIVALENCE, (Adaptation.QUALIFICATION,))


@pytest.mark.parametrize(
    ("country", "rule"),
    [("RO", EuRule.AUTOMATIC), ("CH", EuRule.AUTOMATIC), ("SY", None), ("UA", None), ("GB", None), (None, None)],
)
async def test_eu_rules_hold_for_training_from_the_eu_the_eea_and_switzerland(
    seeded: AsyncSession, country: str | None, rule: EuRule | None
) -> None:
    nurse = await find_route(seeded, Profession.NURSE)

    assert nurse is not None
    assert nurse.eu_rule_for(country) is rule


async def test_profession_without_a_row_is_none(session: AsyncSession) -> None:
    assert await find_route(session, Profession.NURSE) is None


async def test_danger_comes_first_among_the_numbers(seeded: AsyncSession) -> None:
    numbers = await emergency_numbers(seeded)

    assert [number.number for number in numbers][:5] == ["110", "112", "116 016", "0800 1110111", "0800 1110222"]
    assert set(LANGUAGES) <= set(next(one for one in numbers if one.slug == "violence_women").languages)


async def test_numbers_without_a_database_are_the_same(seeded: AsyncSession) -> None:
    assert seed_emergency_numbers() == await emergency_numbers(seeded)


def test_every_shipped_answer_can_be_read() -> None:
    for answer in read_answers():
        assert answer.texts["de"]


GOOD = "topic: work\nsource_url: https://example.org\nchecked_on: 2026-11-22\ntexts: {de: Text}\n"


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("work.yml", GOOD.replace("de: Text", "en: Text"), "German text"),
        ("rights.yml", GOOD, "named after its topic"),
        ("work.yml", GOOD.replace("2026-11-22", "November"), "checked_on"),
        ("work.yml", GOOD.replace("de: Text", "de: Text, no: Tekst"), "quotes"),
        ("work.yml", GOOD.replace("de: Text", "de: Text, uk: ' '"), "empty text"),
        ("work.yml", "- a list", "must hold"),
        ("work.yml", "topic: [", "YAML"),
    ],
)
def test_wrong_answer_file_says_what_to_mend(tmp_path: Path, name: str, content: str, hint: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(DataFileError, match=hint):
        read_answers(tmp_path)
