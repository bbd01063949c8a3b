"""Reads out of a provider's description what its fields do not say; all of it is derived, for a person to look at."""

import re

from knowledge_base.importers import german
from knowledge_base.importers.record import OfferRecord
from knowledge_base.importers.weekly_times import course_hours, parse_weekly_times
from knowledge_base.models import Provenance
from knowledge_base.places import fold
from knowledge_base.vocabulary import TEACHING_GERMAN, Childcare, CourseType, Level

_OLDEST_CHILD = 14
_NOTE_LENGTH = 200

# Only names that mean the course itself: "Computer", "Prüfung" and "Bewerbung" stand in many a description.
_UNMISTAKABLE = frozenset(
    {
        CourseType.PARENT_CHILD_COURSE,
        CourseType.LITERACY_COURSE,
        CourseType.VOCATIONAL_GERMAN,
        CourseType.INTEGRATION_COURSE,
        CourseType.SCHOOL_CERTIFICATE,
    }
)

_SENTENCE = re.compile(r"(?<=[^\d\s][.!?])\s+|[;\n•]|(?<=\d[.!?])\s+(?=[A-ZÄÖÜ][a-zäöüß]{3,}\s)")
_ABBREVIATIONS = re.compile(r"\b(?:inkl|bzw|ca|evtl|ggf|max|mind|z\. ?B|u\. ?a|Nr|Tel|Str|Min|Std|j)\.", re.IGNORECASE)
_CARE = re.compile(
    r"kinderbetreuung\b|kinder\w{0,20}\b.{0,60}\bbetreu|betreu\w{0,20}\b.{0,40}\b(?:kind\b|kinder)|^betreuung wird"
    r"|keine betreuung|\bkids?betreuung"
)
_NOT_CARE_OF_HER_CHILD = re.compile(
    r"(?:fachkr\w+|qualifi\w+|ausbildung|weiterbildung|lehrgang|assisten\w+|arbeit\w{0,20}|taetig\w{0,20}|beruf\w{0,20}|praktikum"
    r"|themen?|inhalte?|bereich|kenntnisse|einsatz|jobs?)\b(?: \w+){0,3} kinderbetreuung"
    r"|kinderbetreuung als (?:beruf|thema)|kinderbetreuungskosten|kosten (?:\w+ ){0,3}kinderbetreuung"
    r"|kinderbetreuung (?:\w+ ){0,3}(?:erstatt|uebernommen|bezuschuss|selbst|sichergestellt|organisier|regel|klaer)"
    r"|(?:ihre?|eigene|gesicherte|geregelte) kinderbetreuung (?:\w+ ){0,3}(?:muss|sollte|bitte|voraus|notwendig)"
    r"|(?:trotz|vereinbarkeit|neben) (?:\w+ ){0,3}kinderbetreuung"
)
_NO_CARE = re.compile(
    r"\b(?:keine|ohne|nicht mit)(?: (?:eigene|feste|organisierte|kostenlose|zusaetzliche|weitere|moegliche))?"
    r" (?:kinder|kids?)?betreuung"
    r"|betreuung (?:\w+ ){0,4}(?:nicht|keine|nein)\b|kinder (?:\w+ ){0,4}(?:nicht|kein\w{0,20}) (?:\w+ )?betreu"
)
_CARE_ON_REQUEST = re.compile(
    r"auf anfrage|bei bedarf|nach bedarf|nach absprache|auf nachfrage|auf wunsch|in planung|evtl"
)
_CARE_WITH_PARTNER = re.compile(
    r"\bkita\b|kindertagesst|kindergarten|tageseltern|tagesmutter|tagesmuetter|tagespflege|zusammenarbeit|kooperation"
)
_CARE_ON_SITE = re.compile(
    r"\bmit (?:\w+ ){0,3}kinderbetreuung|kinderbetreuung (?:\w+ ){0,5}(?:vor ort|im haus|vorhanden|moeglich|angeboten"
    r"|inklusive|kostenlos|kostenfrei|gratis|parallel|gewaehrleistet|statt)|werden (?:\w+ ){0,6}betreut"
    r"|betreuung wird (?:\w+ ){0,3}angeboten|biete\w{0,20} (?:\w+ ){0,6}(?:kinder)?betreuung"
    r"|betreu(?:en|t) (?:\w+ ){0,4}kind"
    r"|(?:kostenlose|kostenfreie|parallele|qualifizierte|begleitende|eigene) kinderbetreuung|kinderbetreuung ja\b"
    r"|inkl\w{0,20} (?:\w+ ){0,2}kinderbetreuung|plus kinderbetreuung"
)

_LEVEL = r"\b([abc][12]|a0)(?:[.+]\d)?\b"
_RANGE = re.compile(rf"{_LEVEL}\s*(?:-|–|—|->|→|bis(?: zu[mr]?)?|auf|nach)\s*(?:niveau\s*)?{_LEVEL}")
_ENTRY = re.compile(
    r"(?:voraussetz\w{0,20}|mindestens|mind\.|\bab\b|\bnach\b|abgeschlossen\w{0,20}|vorkenntniss\w{0,20}|deutschkenntniss\w{0,20}"
    rf"|eingangsniveau|kenntnisse auf|sprachniveau)[^.;\n]{{0,60}}?{_LEVEL}"
)
_GOAL = re.compile(
    r"(?:\bziel\w{0,20}|abschluss\w{0,20}|\bbis\b|f(?:ü|ue)hrt\b|erreich\w{0,20}|zertifikat\w{0,20}|pr(?:ü|ue)fung\w{0,20}|abschlie\w{0,20})"
    rf"[^.;\n]{{0,40}}?{_LEVEL}"
)
_LEVEL_WORDS = (
    (re.compile(r"nullanf(?:ä|ae)nger|ohne (?:deutsch|vor)kenntnisse|keine vorkenntnisse"), Level.A0, Level.A1),
    (re.compile(r"\banf(?:ä|ae)nger"), None, Level.A1),
    (re.compile(r"grundstufe"), Level.A1, Level.A2),
    (re.compile(r"mittelstufe"), Level.B1, Level.B2),
    (re.compile(r"\bfortgeschritten"), Level.B1, None),
)
_AGE_UNIT = r"(?:jahre?n?|monate?n?|j\.)"
_AGES = re.compile(
    rf"(?:von |ab |bis |zwischen )?\d{{1,2}}(?:[.,]\d)?\s*{_AGE_UNIT}?\s*(?:-|–|bis(?: zu)?|und)\s*"
    rf"(?:\d{{1,2}}(?:[.,]\d)?\s*{_AGE_UNIT}|schuleintritt|zum schuleintritt|einschulung)"
    rf"|(?:ab|bis)\s+\d{{1,2}}(?:[.,]\d)?\s*{_AGE_UNIT}(?:\s+bis (?:zum? )?(?:schuleintritt|einschulung|schulalter))?"
    r"|\b[uü]\s?3\b|\büber 3\b|bis (?:zum? )?(?:schuleintritt|einschulung)"
)


def read_rest(record: OfferRecord, *texts: str) -> None:
    """Fill the kind of course, levels, women only and care of an offer from its texts, where nothing else said them."""
    description = "\n".join(filter(None, (german.plain_text(text) for text in texts)))
    title = str(record.values["title"])
    _read_course_type(record, title, description)
    _read_levels(record, title, description)
    tags = german.tags_from_words(title)
    record.set("tags", tags, Provenance.DERIVED)
    if record.values.get("women_only") is None and is_said_to_be_for_women_only(description):
        record.set("women_only", True, Provenance.DERIVED)
    _read_care(record, f"{title}\n{description}")


def mark_as_derived(record: OfferRecord, *names: str) -> None:
    """Say of fields that are filled that they were read out of text."""
    for name in names:
        record.set(name, record.values[name], Provenance.DERIVED)


def is_said_to_be_for_women_only(description: str) -> bool:
    """True when a sentence shuts men out; "gut geeignet für Frauen" does not."""
    return any(
        re.search(r"\bnur\b|ausschliesslich|frauen(?:sprach)?kurs|\bmia\b", fold(sentence))
        and german.is_for_women_only(sentence)
        for sentence in _sentences(description)
    )


def care_in(text: str) -> tuple[Childcare, str | None]:
    """What a text says about care during the course, and the words that say it; both unknown when it says nothing.

    The "no" is looked for first; care on request stays unknown, with its words. Care as a subject that is taught, as a
    job or as a cost is no care.
    """
    found: tuple[Childcare, str | None] = (Childcare.UNKNOWN, None)
    for sentence in _sentences(text):
        words = fold(sentence)
        if not _CARE.search(_NOT_CARE_OF_HER_CHILD.sub(" ", words)):
            continue
        words = _NOT_CARE_OF_HER_CHILD.sub(" ", words)
        if _NO_CARE.search(words):
            return Childcare.NONE, sentence
        care = Childcare.UNKNOWN
        if not _CARE_ON_REQUEST.search(words):
            if _CARE_WITH_PARTNER.search(words):
                care = Childcare.PARTNER
            elif _CARE_ON_SITE.search(words) or ages_in(sentence) != (None, None):
                care = Childcare.ON_SITE
        if found[0] is Childcare.UNKNOWN:
            found = (care, sentence) if care is not Childcare.UNKNOWN or found[1] is None else found
    return found


def ages_in(text: str) -> tuple[float | None, float | None]:
    """Youngest and oldest age of children in years; only what is said in years or months, and no age above 14."""
    match = _AGES.search(text.casefold())
    if match is None:
        return None, None
    words = match[0].replace("über 3", "ü3").replace(" und ", " bis ")
    youngest, oldest = german.parse_child_ages(words)
    is_possible = all(age is None or age <= _OLDEST_CHILD for age in (youngest, oldest))
    is_ordered = youngest is None or oldest is None or youngest <= oldest
    return (youngest, oldest) if is_possible and is_ordered else (None, None)


def weekly_line(description: str) -> str:
    """The one line that tells when a course meets; empty when there is none, or more than one that say different hours.

    Office hours and the hours of care are none.
    """
    hours = {parse_weekly_times(line).sessions: line for line in course_hours(description).splitlines()}
    hours.pop((), None)
    return next(iter(hours.values())) if len(hours) == 1 else ""


def levels_in(text: str, *, is_course_of_german: bool) -> tuple[Level | None, Level | None]:
    """The level one needs and the level the course leads to; of what teaches no German only the first.

    Words such as "Anfänger" only count for German: "Excel für Anfänger" says nothing about it.
    """
    words = text.casefold()
    if is_course_of_german and (span := _RANGE.search(words)):
        return Level(span[1].upper()), Level(span[2].upper())
    entry, goal = _ENTRY.search(words), _GOAL.search(words) if is_course_of_german else None
    level_from = Level(entry[1].upper()) if entry else None
    level_to = Level(goal[1].upper()) if goal else None
    if level_from is None and level_to is None and is_course_of_german:
        for pattern, word_from, word_to in _LEVEL_WORDS:
            if pattern.search(words):
                return word_from, word_to
    return level_from, level_to


def _read_course_type(record: OfferRecord, title: str, description: str) -> None:
    if record.values.get("course_type") is not None or german.teaches_other_language(title):
        return
    named = german.course_type_from_words(description)
    if named in _UNMISTAKABLE:
        record.set("course_type", named, Provenance.DERIVED)


def _read_levels(record: OfferRecord, title: str, description: str) -> None:
    if german.teaches_other_language(title):
        # Levels here are levels of German.
        record.set("level_from", None)
        record.set("level_to", None)
        return
    course_type = record.values.get("course_type")
    level_from, level_to = record.values.get("level_from"), record.values.get("level_to")
    is_course_of_german = course_type in TEACHING_GERMAN
    title_from, title_to = (None, None)
    if is_course_of_german and level_from is None and level_to is None:
        title_from, title_to = levels_in(title, is_course_of_german=True)
    text_from, text_to = levels_in(description, is_course_of_german=is_course_of_german)
    new_from, new_to = title_from or text_from, title_to or text_to
    if level_to is None and new_to and (not isinstance(level_from, Level) or new_to >= level_from):
        record.set("level_to", new_to, Provenance.DERIVED)
    goal = record.values.get("level_to")
    if level_from is None and new_from and (not isinstance(goal, Level) or new_from <= goal):
        record.set("level_from", new_from, Provenance.DERIVED)


def _read_care(record: OfferRecord, text: str) -> None:
    if record.values.get("course_type") is CourseType.PARENT_CHILD_COURSE:
        record.set("child_in_room", True, Provenance.DERIVED)
        _set_ages(record, ages_in(text))
    if record.values.get("childcare") is not Childcare.UNKNOWN:
        return
    care, words = care_in(text)
    if words is None:
        return
    record.set("childcare", care, Provenance.DERIVED)
    if care is Childcare.NONE:
        return
    _set_ages(record, ages_in(_around(text, words)))
    if record.values.get("childcare_note") is None:
        record.set("childcare_note", words[:_NOTE_LENGTH], Provenance.DERIVED)
    if care is Childcare.UNKNOWN:
        record.notes.append(f"Zur Kinderbetreuung steht im Text: „{words[:_NOTE_LENGTH]}“ Bitte nachsehen.")


def _set_ages(record: OfferRecord, ages: tuple[float | None, float | None]) -> None:
    if record.values.get("childcare_age_from") is None and record.values.get("childcare_age_to") is None:
        record.set("childcare_age_from", ages[0], Provenance.DERIVED)
        record.set("childcare_age_to", ages[1], Provenance.DERIVED)


def _around(text: str, sentence: str) -> str:
    """The sentence, with the next one when that speaks of children or ages too."""
    sentences = _sentences(text)
    after = sentences[sentences.index(sentence) + 1 :][:1] if sentence in sentences else []
    return " ".join([sentence, *(each for each in after if re.search(r"kind|alter|jahr|monat", each.casefold()))])


def _sentences(text: str) -> list[str]:
    shielded = _ABBREVIATIONS.sub(lambda match: match[0].replace(".", "\0"), text)
    return [part.replace("\0", ".").strip() for part in _SENTENCE.split(shielded) if part.strip()]
