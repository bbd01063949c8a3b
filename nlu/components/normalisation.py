"""One spelling for all the ways she may write the same word.

Pure functions, the same in training and in use. What is folded here need not be learnt twice: capital letters,
accents, Arabic letter variants, digits of any script, drawn-out vowels. The place of every letter in her message is
kept, so that values can be marked in what she really wrote.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

EMOJI_WORDS = {
    "emojiyes": "👍✅👌🆗☑✔💯",
    "emojino": "👎❌🚫✖",
    "emojiwave": "👋",
    "emojithanks": "🙏🤲",
    "emojiheart": "❤💐🌹🥰😘💕💖🧡💛💚💙💜🌸🌷💗🫶",
    "emojisad": "😢😭😔💔😞😥😩😿",
    "emojiangry": "😡🤬😠",
    "emojibaby": "👶🍼🤱",
    "emojisos": "🆘🚨",
    "emojirobot": "🤖",
}
"""The few emojis that say something which words would also say; all others are dropped."""

_EMOJIS = {emoji: word for word, emojis in EMOJI_WORDS.items() for emoji in emojis}

_LETTERS = {
    # Arabic and Persian: one letter each for alef, ya, waw, kaf and ta marbuta.
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    **dict.fromkeys("ىئیېےۍ", "ي"),
    **dict.fromkeys("ؤۇۆۋ", "و"),
    **dict.fromkeys("ةۀۂەھہ", "ه"),
    **dict.fromkeys("کڪګ", "ك"),
    "ء": "",
    "ـ": "",
    # Turkish, Romanian, German and others whose letters do not fall apart into letter and accent.
    "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ə": "e",
    # Ukrainian and Russian. Й falls to и and Ё to е as accents do; ґ has no such form.
    "ґ": "г", "ў": "у",
    "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "ʻ": "'", "′": "'", "＇": "'",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "‒": "-", "―": "-",
    "،": ",", "؛": ";", "؟": "?", "٫": ".", "٬": ",", "۔": ".",
    "\u200c": " ",  # the Persian half-space parts a word from its ending
}  # fmt: skip

_APOSTROPHE_BETWEEN_CYRILLIC = re.compile(r"(?<=[а-яіїєґ])'(?=[а-яіїєґ])")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1\1+")
"""Three or more equal letters are one: nobody knows whether she means one or two, and one is more common."""
_WORD = re.compile(r"[^\W_]+")
_GLUED = re.compile(r"^([abcабвс][0-2])([^\W\d_]{2,})$")
_LEVEL_IN_CYRILLIC = re.compile(r"^[абвс][0-2]$")
_LATIN_OF_CYRILLIC = str.maketrans("абвс", "abbc")


@dataclass(frozen=True, slots=True)
class Word:
    """One normalised word and where it stands in the message as she wrote it."""

    text: str
    start: int
    end: int
    gap: str = ""
    """What stands between the word before and this one, normalised, spaces dropped ("-", ":", "" …)."""


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    """What one character becomes; empty when it is dropped."""
    if character in _EMOJIS:
        return f" {_EMOJIS[character]} "
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if character in _LETTERS:
        return _LETTERS[character]
    if category in ("Cf", "Mn", "Me", "Cc", "Cs", "Co", "Cn"):
        return " " if character.isspace() else ""
    if category in ("So", "Sk"):
        return " "
    folded = []
    for part in unicodedata.normalize("NFKD", character).lower():
        for letter in unicodedata.normalize("NFKD", _LETTERS.get(part, part)):
            letter_category = unicodedata.category(letter)
            if letter_category == "Nd":
                folded.append(str(unicodedata.digit(letter)))
            elif letter_category not in ("Mn", "Me", "Cf"):
                folded.append(_LETTERS.get(letter, letter))
    return "".join(folded)


def normalise_with_offsets(text: str) -> tuple[str, list[int]]:
    """The normalised text, and for each of its characters the place in `text` it comes from."""
    letters: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        for letter in _fold(character):
            letters.append(letter)
            offsets.append(place)
    folded = "".join(letters)
    dropped = {match.start() for match in _APOSTROPHE_BETWEEN_CYRILLIC.finditer(folded)}
    for match in _DRAWN_OUT.finditer(folded):
        dropped.update(range(match.start() + 1, match.end()))
    if dropped:
        kept = [i for i in range(len(folded)) if i not in dropped]
        return "".join(folded[i] for i in kept), [offsets[i] for i in kept]
    return folded, offsets


def normalise(text: str) -> str:
    """The words of `text` in their one spelling, with single spaces and without punctuation."""
    return " ".join(word.text for word in words(text))


def words(text: str) -> list[Word]:
    """The normalised words of `text` in order; apostrophes, hyphens and all other signs part words.

    "B1-Kurs", "b1kurs" and "Б1 Kurs" give the same two words.
    """
    folded, offsets = normalise_with_offsets(text)
    found: list[Word] = []
    last_end = 0
    for match in _WORD.finditer(folded):
        start, end = match.span()
        gap = folded[last_end:start].replace(" ", "")
        last_end = end
        glued = _GLUED.match(match.group())
        pieces = [(start, start + 2), (start + 2, end)] if glued else [(start, end)]
        for piece_start, piece_end in pieces:
            piece = folded[piece_start:piece_end]
            if _LEVEL_IN_CYRILLIC.match(piece):
                piece = piece.translate(_LATIN_OF_CYRILLIC)
            found.append(Word(piece, offsets[piece_start], offsets[piece_end - 1] + 1, gap))
            gap = ""
    return found
