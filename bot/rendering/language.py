"""The languages that are spoken, and how each writes words, days, money and direction."""

import gettext
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_timedelta, get_day_names
from babel.numbers import format_decimal

from bot.rendering.message import Direction

LOCALES = Path(__file__).resolve().parents[2] / "locales"
DOMAIN = "messages"

_DIGITS = {
    "arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}
"""Digits by CLDR's numbering system; Babel knows which one a language uses, but not its digits."""

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


class LanguageError(Exception):
    """A language of the register cannot be spoken; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class LanguageEntry:
    """One row of `locales/languages.toml`."""

    code: str
    name: str
    """What its speakers call it."""
    fallback: str


def read_register(path: Path = LOCALES / "languages.toml") -> dict[str, LanguageEntry]:
    """All languages of the register by code, in the order of the file."""
    rows = tomllib.loads(path.read_text("utf-8"))
    return {code: LanguageEntry(code, row["name"], row["fallback"]) for code, row in rows.items()}


class Language:
    """One language with its catalog; everything that is written in it goes through here."""

    def __init__(self, entry: LanguageEntry, locales: Path = LOCALES) -> None:
        self.code = entry.code
        self.name = entry.name
        self.fallback = entry.fallback
        self._locale = Locale.parse(entry.code)
        self.direction = Direction(self._locale.text_direction)
        try:
            catalog = gettext.translation(DOMAIN, locales, [entry.code])
        except OSError as error:
            raise LanguageError(
                f"There is no compiled catalog for the language '{entry.code}': run `make messages`."
            ) from error
        self._catalog = catalog

    def say(self, msgid: str, **values: str) -> str:
        """A sentence of the catalog, escaped; `values` are made safe by whoever passes them."""
        return escape(self._catalog.gettext(msgid), quote=False) % values if values else self.plain_html(msgid)

    def plain_html(self, msgid: str) -> str:
        """A sentence without values, escaped."""
        return escape(self._catalog.gettext(msgid), quote=False)

    def label(self, msgid: str, **values: str) -> str:
        """Words for a button or a name: not escaped, since buttons know no markup."""
        words = self._catalog.gettext(msgid)
        return words % values if values else words

    def count(self, singular: str, plural: str, number: int) -> str:
        """A sentence in the right plural form; its `%(n)s` is the number. Not escaped."""
        return self._catalog.ngettext(singular, plural, number) % {"n": number}

    @property
    def comma(self) -> str:
        """A comma and a blank, as written in this script."""
        return "، " if self.direction is Direction.RTL else ", "

    def isolate(self, value: str) -> str:
        """A name, number or link that keeps its own direction inside a right-to-left sentence."""
        return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}" if self.direction is Direction.RTL else value

    def value(self, value: str) -> str:
        """A foreign value made safe: escaped and isolated."""
        return self.isolate(escape(value, quote=False))

    def day(self, weekday_index: int) -> str:
        """The short name of a weekday, Monday is 0."""
        return str(get_day_names("abbreviated", "stand-alone", self._locale)[weekday_index])

    def date(self, day: date) -> str:
        """A day as people write it there."""
        return self.isolate(format_date(day, "long", self._locale))

    def country(self, code: str) -> str:
        """The name of a country by its ISO code; the code where it has none."""
        return self.isolate(escape(self._locale.territories.get(code, code), quote=False))

    def in_days(self, days: int) -> str:
        """How long from now, in the largest unit that says it well: "in 5 weeks"."""
        return self.isolate(
            format_timedelta(
                timedelta(days=days), granularity="day", threshold=1.2, add_direction=True, locale=self._locale
            )
        )

    def euros(self, cents: int) -> str:
        """An amount of money, the sign behind the number as on German price tags."""
        amount = format_decimal(cents / 100, "#,##0" if cents % 100 == 0 else "#,##0.00", self._locale)
        return self.isolate(f"{amount} €")

    def digits(self, text: str) -> str:
        """The text with the digits that this language writes, as in pictures; Latin ones elsewhere."""
        return text.translate(_DIGITS.get(self._locale.default_numbering_system, {}))

    def number(self, value: float) -> str:
        """A number, with at most one decimal."""
        return self.isolate(format_decimal(round(value, 1), locale=self._locale))


def load_languages(locales: Path = LOCALES) -> dict[str, Language]:
    """All languages of the register, ready to speak.

    Raises:
        LanguageError: a catalog is missing.
    """
    return {code: Language(entry, locales) for code, entry in read_register(locales / "languages.toml").items()}
