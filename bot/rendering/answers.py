"""Reviewed answers and the way to recognition, each with source and date."""

from html import escape

from bot.dialogue.actions import ActionKind, Need
from bot.dialogue.replies import ShowAnswer, ShowRoute
from bot.rendering.buttons import (
    Rows,
    bold,
    menu_button,
    message,
    one_per_row,
    path_button,
    person_button,
    press,
    rating_row,
    search_button,
    topic_button,
)
from bot.rendering.language import Language
from bot.rendering.message import Button, Message
from bot.rendering.names import ADAPTATIONS, NEEDS, PROCEDURES, PROFESSIONS, TOPICS
from bot.rendering.offers import course_type_buttons
from knowledge_base.results import Contact, EuRule, RecognitionRoute, Regulated
from knowledge_base.vocabulary import CourseType, Intent, Topic

_NEXT: dict[Topic, tuple[Topic, ...]] = {
    Topic.WHAT_IS_RECOGNITION: (Topic.REGULATED_OR_NOT, Topic.RECOGNITION_SCHOOL, Topic.RECOGNITION_UNIVERSITY),
    Topic.REGULATED_OR_NOT: (Topic.RECOGNITION_HEALTH, Topic.RECOGNITION_CRAFTS, Topic.RECOGNITION_ADVICE),
    Topic.RECOGNITION_SCHOOL: (Topic.RECOGNITION_DOCUMENTS, Topic.RECOGNITION_ADVICE),
    Topic.RECOGNITION_UNIVERSITY: (Topic.RECOGNITION_DOCUMENTS, Topic.RECOGNITION_ADVICE),
    Topic.RECOGNITION_CRAFTS: (Topic.RECOGNITION_DOCUMENTS, Topic.PARTIAL_RECOGNITION),
    Topic.RECOGNITION_HEALTH: (Topic.GERMAN_NEEDED, Topic.WORK_WHILE_WAITING, Topic.PARTIAL_RECOGNITION),
    Topic.GERMAN_NEEDED: (Topic.VOCATIONAL_GERMAN, Topic.LEVELS),
    Topic.RECOGNITION_COST: (Topic.WHO_PAYS, Topic.RECOGNITION_DURATION, Topic.RECOGNITION_ADVICE),
    Topic.WHO_PAYS: (Topic.RECOGNITION_COST, Topic.RECOGNITION_ADVICE),
    Topic.RECOGNITION_DOCUMENTS: (Topic.RECOGNITION_TRANSLATIONS, Topic.RECOGNITION_MISSING_PAPERS),
    Topic.RECOGNITION_TRANSLATIONS: (Topic.RECOGNITION_COST, Topic.RECOGNITION_ADVICE),
    Topic.RECOGNITION_MISSING_PAPERS: (Topic.RECOGNITION_ADVICE,),
    Topic.RECOGNITION_DURATION: (Topic.WORK_WHILE_WAITING, Topic.RECOGNITION_COST, Topic.RECOGNITION_ADVICE),
    Topic.RECOGNITION_APPLY: (Topic.RECOGNITION_DOCUMENTS, Topic.RECOGNITION_COST, Topic.RECOGNITION_PARTNERSHIP),
    Topic.RECOGNITION_PARTNERSHIP: (Topic.RECOGNITION_ADVICE,),
    Topic.RECOGNITION_ADVICE: (Topic.PATH,),
    Topic.PARTIAL_RECOGNITION: (Topic.WHO_PAYS, Topic.RECOGNITION_ADVICE),
    Topic.WORK_WHILE_WAITING: (Topic.JOB_AND_COURSE, Topic.RIGHTS),
    Topic.COURSE_COST: (Topic.INTEGRATION_COURSE_FREE, Topic.TRAINING_VOUCHER, Topic.COURSE_REGISTRATION),
    Topic.COURSE_REGISTRATION: (Topic.INTEGRATION_COURSE_WHO, Topic.COURSE_DOCUMENTS, Topic.COURSE_COST),
    Topic.COURSE_DOCUMENTS: (Topic.COURSE_REGISTRATION,),
    Topic.INTEGRATION_COURSE: (Topic.INTEGRATION_COURSE_WHO, Topic.INTEGRATION_COURSE_FREE, Topic.LANGUAGE_TEST),
    Topic.INTEGRATION_COURSE_WHO: (Topic.COURSE_REGISTRATION, Topic.FIRST_ORIENTATION, Topic.COUNSELLING),
    Topic.INTEGRATION_COURSE_FREE: (Topic.COURSE_REGISTRATION, Topic.COUNSELLING),
    Topic.LITERACY_COURSE: (Topic.COURSE_REGISTRATION, Topic.INTEGRATION_COURSE_FREE),
    Topic.LANGUAGE_TEST: (Topic.VOCATIONAL_GERMAN, Topic.LEVELS),
    Topic.VOCATIONAL_GERMAN: (Topic.COURSE_REGISTRATION, Topic.JOB_AND_COURSE),
    Topic.FIRST_ORIENTATION: (Topic.MIA, Topic.MEETING_GROUPS),
    Topic.MIA: (Topic.MEETING_GROUPS, Topic.COUNSELLING),
    Topic.LEVELS: (Topic.INTEGRATION_COURSE, Topic.LITERACY_COURSE, Topic.PATH),
    Topic.PATH: (Topic.INTEGRATION_COURSE, Topic.VOCATIONAL_GERMAN, Topic.RECOGNITION_ADVICE),
    Topic.JOB_AND_COURSE: (Topic.WORK, Topic.RIGHTS),
    Topic.CHILDCARE_IN_COURSES: (Topic.KITA_HOURS, Topic.KITA_PLACE),
    Topic.KITA_HOURS: (Topic.KITA_PLACE, Topic.CHILDCARE_IN_COURSES),
    Topic.SCHOOL_CARE: (Topic.KITA_HOURS,),
    Topic.TRAINING_VOUCHER: (Topic.WORK, Topic.VOCATIONAL_TRAINING),
    Topic.VOCATIONAL_TRAINING: (Topic.SCHOOL_CERTIFICATE, Topic.TRAINING_VOUCHER),
    Topic.SCHOOL_CERTIFICATE: (Topic.RECOGNITION_SCHOOL, Topic.VOCATIONAL_TRAINING),
    Topic.RIGHTS: (Topic.COUNSELLING,),
    Topic.WORK: (Topic.PATH, Topic.TRAINING_VOUCHER),
    Topic.FAMILY: (Topic.KITA_PLACE, Topic.SCHOOL_CARE),
    Topic.KITA_PLACE: (Topic.KITA_HOURS, Topic.CHILDCARE_IN_COURSES),
    Topic.COUNSELLING: (Topic.PRIVACY, Topic.VIOLENCE),
    Topic.VIOLENCE: (Topic.COUNSELLING,),
}
"""What women ask next."""

_COURSES: dict[Topic, tuple[CourseType, ...]] = {
    Topic.WORK: (CourseType.ORIENTATION, CourseType.VOCATIONAL_TRAINING),
    Topic.FAMILY: (CourseType.PARENT_CHILD_COURSE, CourseType.CONVERSATION_GROUP),
    Topic.INTEGRATION_COURSE: (CourseType.INTEGRATION_COURSE,),
    Topic.LITERACY_COURSE: (CourseType.LITERACY_COURSE,),
    Topic.VOCATIONAL_GERMAN: (CourseType.VOCATIONAL_GERMAN,),
    Topic.LANGUAGE_TEST: (CourseType.EXAM,),
    Topic.MEETING_GROUPS: (CourseType.CONVERSATION_GROUP, CourseType.PARENT_CHILD_COURSE),
    Topic.VOCATIONAL_TRAINING: (CourseType.VOCATIONAL_TRAINING,),
    Topic.SCHOOL_CERTIFICATE: (CourseType.SCHOOL_CERTIFICATE,),
}
"""Offers that go with an answer."""


def answer(language: Language, reply: ShowAnswer) -> list[Message]:
    """An answer, who helps, where it is from, and the next steps as buttons."""
    found = reply.answer
    paragraphs = [bold(language.say(TOPICS[found.topic]))]
    if found.language != language.code:
        # Translators: the text below is in German or English.
        note = language.say("We do not have this text in your language yet. A person can explain it to you.")
        paragraphs.append(note)
    paragraphs += [escape(found.text, quote=False), *(contact(language, each) for each in found.contacts)]
    if found.is_outdated and found.reviewed_on:
        day = language.date(found.reviewed_on)
        # Translators: there is a newer German text that nobody has translated yet; this one was right on that day.
        note = language.say("This text is from %(day)s. Something may be different today: please ask.", day=day)
        paragraphs.append(note)
    else:
        # Translators: small print under an answer: a person of the office checked it on that day.
        paragraphs.append(language.say("Checked on %(day)s", day=language.date(found.checked_on)))
    rows: Rows = _source_row(language, found.source_url)
    rows += one_per_row(topic_button(language, topic) for topic in _NEXT.get(found.topic, ()))
    rows += course_type_buttons(language, _COURSES.get(found.topic, ()))
    if found.topic is Topic.PATH:
        rows += ((path_button(language),),)
    if found.topic is Topic.WORK:
        rows += ((press(language.label(NEEDS[Need.RECOGNITION]), ActionKind.NEED, Need.RECOGNITION),),)
    is_person = found.topic in (Topic.COUNSELLING, Topic.RECOGNITION_ADVICE)
    last = (menu_button(language),) if is_person else (person_button(language), menu_button(language))
    is_sensitive = found.topic is Topic.VIOLENCE
    rating = () if is_sensitive else rating_row(language, found.topic)
    return [message(language, paragraphs, (*rows, *rating, last), is_sensitive=is_sensitive)]


def contact(language: Language, found: Contact) -> str:
    """An office by its German name, with what is confirmed about reaching it."""
    lines = [bold(language.value(found.name))]
    lines += ["🏠 " + language.value(found.address)] if found.address else []
    lines += ["📞 " + language.value(found.phone)] if found.phone else []
    lines += ["✉️ " + language.value(found.email)] if found.email else []
    lines += ["🔗 " + language.value(found.url)] if found.url else []
    return "\n".join(lines)


def route(language: Language, reply: ShowRoute) -> list[Message]:
    """How her profession is recognised: must she, who decides, how much German, how long, what it costs."""
    name = language.say(PROFESSIONS[reply.profession])
    lines = _route_lines(language, reply.route) if reply.route else _unknown_lines(language)
    # Translators: the advice is free in Baden-Württemberg by law.
    advice = language.say("Tip: get free advice first, before you pay for translations.")
    topics = (
        Topic.RECOGNITION_DOCUMENTS,
        Topic.RECOGNITION_COST,
        Topic.RECOGNITION_DURATION,
        Topic.RECOGNITION_APPLY,
    )
    pairs = [topic_button(language, topic) for topic in topics]
    rows: Rows = _source_row(language, reply.route.source_url if reply.route else None)
    rows += ((pairs[0], pairs[1]), (pairs[2], pairs[3]), (topic_button(language, Topic.RECOGNITION_ADVICE),))
    rows += ((path_button(language),), *rating_row(language, Intent.ASK_RECOGNITION))
    rows += ((search_button(language), menu_button(language)),)
    return [message(language, [bold("🎓 " + name), *lines, advice], rows)]


def _unknown_lines(language: Language) -> list[str]:
    # Translators: we have no confirmed facts about recognition in her profession.
    return [language.say("I do not know the way for this profession yet. The free advice centre knows it.")]


def _route_lines(language: Language, found: RecognitionRoute) -> list[str]:
    lines = [_regulated(language, found.regulated)]
    if found.authority:
        # Translators: the office that decides about her diploma, with its German name.
        lines.append("🏛 " + language.say("This office decides: %(name)s", name=language.value(found.authority)))
    if found.procedure:
        name = language.value(PROCEDURES[found.procedure])
        # Translators: she can say this German name at the office.
        lines.append("📄 " + language.say("What you apply for: %(name)s", name=name))
    if found.german_level:
        # Translators: level of German, for example B2.
        german = language.say("German you need: %(level)s", level=language.value(found.german_level))
        if found.language_exam_level:
            level = language.value(found.language_exam_level)
            # Translators: an exam in the language of the profession, on top of the general certificate.
            german += " " + language.say("and a language exam for the profession (%(level)s)", level=level)
        lines.append("🗣 " + german)
    if found.months_from:
        last = found.months_to or found.months_from
        months = str(found.months_from) if last == found.months_from else f"{found.months_from}–{last}"
        # Translators: how long it takes; "about" is important, never promise.
        lines.append("⏳ " + language.say("Time: about %(months)s months", months=language.isolate(months)))
    if found.fee_from_eur is not None:
        lines.append("💶 " + _fee(language, found.fee_from_eur, found.fee_to_eur))
    if found.adaptation:
        names = language.comma.join(language.value(ADAPTATIONS[each]) for each in found.adaptation)
        # Translators: when her training is only partly equal; %(names)s are German names of exams and courses.
        lines.append("🧩 " + language.say("If something is missing, this helps: %(names)s", names=names))
    if found.eu_rule is EuRule.AUTOMATIC:
        # Translators: diplomas from these countries need not be compared when they meet the rules of the EU.
        lines.append(
            "🇪🇺 "
            + language.say(
                "Training from the EU, Iceland, Liechtenstein, Norway or Switzerland is often recognised automatically."
            )
        )
    return ["\n\n".join(lines)]


def _regulated(language: Language, regulated: Regulated) -> str:
    match regulated:
        case Regulated.YES:
            # Translators: regulated profession (reglementierter Beruf).
            return "🔒 " + language.say(
                "In this profession you need recognition (Anerkennung) before you may work in it."
            )
        case Regulated.NO:
            # Translators: not a regulated profession.
            return "🔓 " + language.say(
                "In this profession you may work without recognition."
                " Recognition can still help you to find a better job."
            )
        case Regulated.TITLE_ONLY:
            # Translators: only the title on the business card is protected, not the work.
            return "🔓 " + language.say(
                "You may do this work without recognition. Only for the title of the profession you need it."
            )


def _fee(language: Language, lowest: int, highest: int | None) -> str:
    if highest is None or highest == lowest:
        # Translators: fee of the office; "about" is important.
        return language.say("Fee: about %(amount)s", amount=language.euros(lowest * 100))
    amounts = {"lowest": language.euros(lowest * 100), "highest": language.euros(highest * 100)}
    # Translators: fee of the office; "about" is important.
    return language.say("Fee: about %(lowest)s to %(highest)s", **amounts)


def _source_row(language: Language, url: str | None) -> Rows:
    # Translators: button; opens the page of the office where this was read.
    return ((Button(language.label("🔗 Where this is from"), url=url),),) if url else ()
