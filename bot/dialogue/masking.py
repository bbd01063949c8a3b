"""Takes personal data out of a question that she lets staff see."""

import re
import unicodedata

LONGEST = 500
"""Characters of a question; more is a life story, which staff need not read."""

_JOINERS = "\u200c"
"""Invisible signs that Persian words need; all others could hide something between two digits."""

_INTRODUCTIONS = (
    # English, German
    r"\bname(?:'s|’s| ist| is| war|:)",
    r"\b(?:am|i'm|i’m|is) called",
    r"\bcall me",
    r"(?<!\bwie )(?<!\bwas )\bhei(?:ß|ss)(?:e|t|en)\b",
    # Turkish
    r"\b(?:soy)?ad[ıi](?:m|mız)?\b",
    r"\b[iİı]sm[ıi]m?\b",
    # Arabic, Persian: with the endings "my", "his", "her"
    r"[اأإ]سم(?:ي|ى|ه|ها|م|ش| من| [اإ]?بنتي| [اإ]بني| [اإ]بنتي| زوجي| طفلي| دخترم| پسرم| شوهرم| همسرم)?(?!\w)",
    r"\b[اأ]دعى\b",
    r"(?<!ثبت[ \u200c])\bنام(?:م| من| خانوادگی من| خانوادگی‌ام| خانوادگی)?(?!\w)",
    # Ukrainian, Russian
    r"\b(?:звати|звуть|зовут)\b",
    r"\bм(?:оє|ое|оё) (?:ім.?я|имя|прізвище)",
    r"\bмоя (?:фамилия)",
    # Romanian
    r"\bnumele (?:meu )?(?:este|e)\b",
    r"\b(?:m[ăa]|[îi]l|o|se|[îi]i) (?:numesc|nume[sșş]te|cheam[ăa]|spune)\b",
)
_FILLERS = r"(?:[ \t]*[:=–—-])?(?:[ \t]+(?:is|ist|este|e|هو|هي|это|це|меня|мене)\b)?[ \t]*(?:[:=–—-][ \t]*)?"
_STOPS = (
    "und|and|ve|si|și|şi|i|і|й|та|и|а|але|но|ich|ben|я|eu|من|که|انا|أنا|aus|from|із|з|из|din|bin|am|sunt|suche|looking"
)
_NAME = r"(?:(?!\d)[\w'’.-])+"
_NAMES = re.compile(
    rf"(?P<before>(?>(?:{'|'.join(_INTRODUCTIONS)}){_FILLERS}))"
    rf"(?P<name>(?<=[\s:=–—-]){_NAME}(?:[ \t]+(?!(?:{_STOPS})\b){_NAME}){{0,2}})",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\b(?P<before>(?:[Ff]rau|[Hh]errn?|Mrs?|Ms)\.? )(?P<name>[^\W\d_a-zäöüß][\w-]+)")

_RULES = (
    (re.compile(r"\S+[ \t]?@[ \t]?\S+\.\w+|\S+@\S+"), "[E-Mail]"),
    (re.compile(r"@\S+"), "[Name]"),
    (re.compile(r"(?:\b[a-z]{2,9}://|\bwww\.|\bt\.me/)\S+", re.IGNORECASE), "[Link]"),
    (re.compile(r"\b(?:[\w-]+\.)+(?:com|de|eu|info|io|ir|me|net|org|ro|ru|tr|ua)\b(?:/\S*)?", re.IGNORECASE), "[Link]"),
    (re.compile(r"\w+(?:straße|strasse|str\.|weg|platz|gasse|allee)[ \t]*\d+[a-z]?\b", re.IGNORECASE), "[Adresse]"),
    (re.compile(r"\+?\d(?:(?:[^\w:,\n]|_){0,3}\d){4,}"), "[Nummer]"),
    (_NAMES, r"\g<before>[Name]"),
    (_TITLED, r"\g<before>[Name]"),
)


def masked(text: str) -> str:
    """The text without phone numbers, mail addresses, links, street addresses and names that are told as names.

    Names are found behind words such as "my name is" in eight languages and behind titles, up to three words of them;
    digits of every script count. What comes behind about 500 characters is left out, and so is what is no text.
    What is masked already stays as it is.
    """
    text = "".join(_readable(sign) for sign in unicodedata.normalize("NFKC", text))
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(None, 1)[0]
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def _readable(sign: str) -> str:
    if sign in _JOINERS or sign == "\n":
        return sign
    category = unicodedata.category(sign)
    return "" if category == "Cf" else " " if category.startswith("C") else sign
