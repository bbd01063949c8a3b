"""Takes persons who are named in a record of their own, such as teachers, out of all its texts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from knowledge_base.places import fold

_NO_NAME = "N. N."
"""As German programmes write it where a name is left open."""
_FIRST_NAMES = frozenset({"vorname", "first_name", "name_prefix"})
"""Samples of openQ-cat have the first name in NAME_PREFIX."""
_LAST_NAMES = frozenset({"name", "nachname", "last_name"})
_NUMBER = re.compile(r"\+?\d[\d\s()/.\-]{4,30}\d")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_BEFORE_A_LAST_NAME = (
    r"(?:frau|herrn?|fr\.|hr\.|dr\.|prof\.|leitung|kursleit\w*|dozent\w*|lehrer\w*|lehrkraft|referent\w*"
    r"|ansprechpartner\w*)"
)
_SHORTEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Persons:
    """What must not be stored of some persons."""

    names: frozenset[tuple[str, str]] = frozenset()
    """First name, which may be empty, and last name."""
    numbers: frozenset[str] = frozenset()
    """Digits without the prefix of the country."""
    mails: frozenset[str] = frozenset()

    def is_mail_of_one(self, mail: str) -> bool:
        """True for an address that is one of theirs or has a last name of theirs in it."""
        words = fold(mail.partition("@")[0]).split()
        return mail.casefold() in self.mails or any(
            fold(last) in words or fold(f"{first}{last}") in words or fold(f"{first[:1]}{last}") in words
            for first, last in self.names
        )

    def erase(self, text: str) -> str:
        """The text with their names as "N. N." and without their numbers and addresses."""
        if not text:
            return text
        for mail in self.mails if "@" in text else ():
            text = re.sub(re.escape(mail), "", text, flags=re.IGNORECASE)
        for number in self.numbers if any(sign.isdigit() for sign in text) else ():
            gaps = r"[\s()/.\-]{0,3}".join(number)
            text = re.sub(rf"(?<!\d)(?:(?:\+|00)49|0)?[\s()/.\-]{{0,3}}(?:\(0\))?{gaps}(?!\d)", " ", text)
        for first, last in self.names:
            if last.casefold() in text.casefold():
                text = _without_name(text, first, last)
        return text


def persons_in(elements: Iterable[Element | None]) -> Persons:
    """The persons these elements describe, one each, in the words of Kufer or openQ-cat."""
    names: set[tuple[str, str]] = set()
    numbers: set[str] = set()
    mails: set[str] = set()
    for element in elements:
        first, lasts = "", []
        for part in element.iter() if element is not None else ():
            words, name = (part.text or "").strip(), part.tag.casefold()
            if name in _FIRST_NAMES:
                first = first or words
            elif name in _LAST_NAMES and len(words) > 1:
                lasts.append(words)
            mails.update(mail.casefold() for mail in _MAIL.findall(words))
            numbers.update(filter(None, map(_national_digits, _NUMBER.findall(words))))
        names.update((first, last) for last in lasts)
    return Persons(frozenset(names), frozenset(numbers), frozenset(mails))


def _national_digits(number: str) -> str | None:
    digits = re.sub(r"\D", "", re.sub(r"^\s*(?:\+|00)49", "", number).replace("(0)", "")).lstrip("0")
    return digits if len(digits) >= _SHORTEST_NUMBER else None


def _without_name(text: str, first: str, last: str) -> str:
    last_name = re.escape(last)
    if first:
        full = re.escape(first)
        initial = re.escape(first[0])
        text = re.sub(rf"\b(?:{full}|{initial}\.)\s+{last_name}\b|\b{last_name},\s*{full}\b", _NO_NAME, text)
    # A last name alone may be a word of the text, "Koch" or "Sommer": only where it is called a person.
    before = rf"\b({_BEFORE_A_LAST_NAME}(?:\s*:)?\s+(?:dr\.\s+)?)"
    return re.sub(rf"{before}{last_name}\b", rf"\1{_NO_NAME}", text, flags=re.IGNORECASE)
