"""One plain spelling for the many ways people type, so that rules need not list them all."""

import re
import unicodedata

_ARABIC = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ک": "ك",
        "ة": "ه",
        "ۀ": "ه",
        "ؤ": "و",
        "ـ": "",
    }
)
_LATIN_CYRILLIC = str.maketrans({"ı": "i", "ß": "ss", "ł": "l", "ё": "е", "ґ": "г", "ʼ": "'", "’": "'", "`": "'"})
_KEPT_MARKS = {"й": "й", "ї": "ї"}
_BREAKS = re.compile(r"[^\w']+", re.UNICODE)
_APOSTROPHES = re.compile(r"(?<=\w)'(?=\w)|'")
_LONG = re.compile(r"(\w)\1{2,}")


def fold(text: str) -> str:
    """Lower case without accents, vowel marks, apostrophes, punctuation and lengthened letters, single blanks.

    Persian half-spaces and invisible characters become blanks or vanish; digits of all scripts become 0 to 9.
    """
    text = text.replace("\u200c", " ")
    text = unicodedata.normalize("NFKC", text).casefold().translate(_ARABIC).translate(_LATIN_CYRILLIC)
    plain = "".join(_plain(character) for character in text)
    plain = _APOSTROPHES.sub("", plain)
    plain = _LONG.sub(r"\1", _BREAKS.sub(" ", plain).replace("_", " "))
    return " ".join(plain.split())


def _plain(character: str) -> str:
    if character in _KEPT_MARKS:
        return character
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return "".join(part for part in unicodedata.normalize("NFD", character) if unicodedata.category(part) != "Mn")
