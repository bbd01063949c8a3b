"""Words of any script in one rough Latin spelling, so that "курс", "kors", "كورس" and "Kurs" look alike.

No transliteration for reading: letters that are mixed up between scripts and writers fall together, vowels are dropped
in the skeleton. Used for features and for names of places that nobody could list in every spelling.
"""

import re
from functools import lru_cache

_ONE = {
    # Cyrillic
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "є": "e", "ж": "j", "з": "s", "и": "i", "і": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "s", "ч": "c", "ш": "c", "щ": "c", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
    # Arabic and Persian
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "c", "ح": "h", "خ": "h", "د": "d", "ذ": "s",
    "ر": "r", "ز": "s", "ژ": "j", "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "s", "ع": "", "غ": "g",
    "ف": "f", "ڤ": "v", "ق": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i",
    # Latin letters, and the digits that stand for Arabic letters
    "q": "k", "w": "v", "y": "i", "z": "s", "x": "ks", "c": "k",
}  # fmt: skip
_SEVERAL = [
    ("tsch", "c"), ("sch", "c"), ("sh", "c"), ("ch", "c"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("dj", "j"),
    ("dsch", "j"), ("ts", "s"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("oo", "u"), ("ee", "i"), ("ou", "u"),
]  # fmt: skip
_ARABIZI = str.maketrans({"2": "", "3": "", "5": "h", "6": "t", "7": "h", "8": "g", "9": "s"})
_LATIN = re.compile(r"[a-z]")
_ARABIZI_WORD = re.compile(r"^(?=.*[a-z])(?=.*[2356789])[a-z2356789]+$")


@lru_cache(maxsize=65536)
def romanise(word: str) -> str:
    """A normalised word in rough Latin letters, equal letters in a row taken as one."""
    if _LATIN.search(word):
        if _ARABIZI_WORD.match(word) and not re.match(r"^[abc]\d$|^\d+[a-z]{1,2}$|^\d\d", word):
            word = word.translate(_ARABIZI)
        for letters, one in _SEVERAL:
            word = word.replace(letters, one.upper())
    rough = "".join(letter.lower() if letter.isupper() else _ONE.get(letter, letter) for letter in word)
    return re.sub(r"(.)\1+", r"\1", rough)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a word in rough Latin letters; a vowel at the beginning becomes "a"."""
    rough = romanise(word)
    bones = re.sub(r"[aeiou]", "", rough).replace("p", "b").replace("v", "f")
    bones = re.sub(r"(.)\1+", r"\1", bones)
    return ("a" if rough[:1] in tuple("aeiou") else "") + bones
