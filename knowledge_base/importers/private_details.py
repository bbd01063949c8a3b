"""Takes out of free text what belongs to private persons: mobile numbers, personal mail addresses, teachers' names.

What offices publish about themselves stays: landline numbers and addresses such as "info@…".
"""

import re

from knowledge_base.places import fold

_GAP = r"[\s()/.\-–]{0,3}"
_MOBILE = re.compile(
    rf"(?<![\d+])\(?(?:\+{_GAP}49|00{_GAP}49|0){_GAP}(?:0{_GAP})?1{_GAP}[5-7]{_GAP}\d(?:{_GAP}\d){{6,9}}(?!\d)"
)
_SOME_DIGITS = re.compile(r"\d\D{0,3}\d\D{0,3}\d\D{0,3}\d")
_PRIVATE_NUMBER = re.compile(r"\b(?:privat|zu ?hause)\b[^\d\n+]{0,20}\+?\d(?:[\s()/.\-–]{0,3}\d){4,14}", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})")
_LED_BY = re.compile(
    r"\b(?:dozent(?:in|innen|en)?|kursleit(?:er|erin|ung)|lehrkraft|lehrkräfte|lehrer(?:in)?|referent(?:in)?|leitung)"
    r"(?:[/:*]-?in(?:nen)?)?[ \t]*:[ \t]*[^\n;,.]{1,80}",
    re.IGNORECASE,
)
_TASKS = frozenset({
    "amt", "buero", "cafe", "contact", "course", "courses", "hallo", "haus", "hello", "info", "infos", "kinder", "kita",
    "kontakt", "kurs", "kurse", "mail", "office", "post", "registration", "service", "stadt", "support", "team", "vhs",
    "welcome",
})  # fmt: skip
_STEMS_OF_TASKS = (
    "akademie", "anmeld", "beratung", "bildung", "deutschkurs", "empfang", "familien", "frauen", "gemeinde",
    "integration", "internationa", "jobcenter", "kinderbetreu", "landratsamt", "lernen", "migration", "schule",
    "sekretariat", "sprach", "stadtverwaltung", "treff", "verein", "verwaltung", "volkshochschule", "weiterbildung",
    "willkommen", "zentrale", "zentrum",
)  # fmt: skip


def without_private_details(text: str) -> str:
    """The text without them; a text in which there are none comes back as it is."""
    if ":" in text:
        text = _LED_BY.sub("", text)
    if _SOME_DIGITS.search(text):
        text = _PRIVATE_NUMBER.sub("", _MOBILE.sub("", text))
    return _MAIL.sub(lambda mail: mail[0] if is_of_an_office(mail[0]) else "", text) if "@" in text else text


def is_mobile(number: str) -> bool:
    """True for a number of a mobile phone in Germany, however it is written."""
    return _MOBILE.search(number) is not None


def is_of_an_office(mail: str) -> bool:
    """True when the address names a task or the organisation itself; any other may be a person's."""
    name, _, domain = mail.partition("@")
    words = fold(name).split()
    is_organisation = fold(name) in {fold(part) for part in domain.split(".")}
    return is_organisation or any(word in _TASKS or word.startswith(_STEMS_OF_TASKS) for word in words)
