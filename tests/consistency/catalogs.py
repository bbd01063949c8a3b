"""The texts in the code and the catalogs: `python -m tests.consistency.catalogs` takes new texts into all of them."""

import subprocess
import sys
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.rendering.language import LOCALES, read_register

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = ("say", "label", "plain_html", "count:1,2", "N_")


def extract() -> Catalog:
    """All texts of the code with the comments for translators."""
    options = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    options += ["-F", "babel.cfg", "-c", "Translators:", "--project", "Wegweiserin", "--no-location", "--sort-output"]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "messages.pot"
        command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", *options, "-o", str(path), "."]
        subprocess.run(command, cwd=ROOT, check=True)
        with path.open("rb") as file:
            return read_po(file)


def messages_in_code() -> set[tuple[str, ...]]:
    """The msgids that the code uses, singular and plural."""
    return {forms(message.id) for message in extract() if message.id}


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """A text in all its forms, one when it has no plural."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def update() -> None:
    """Bring template and catalogs up to date; new texts are empty until somebody translates them."""
    template = extract()
    with (LOCALES / "messages.pot").open("wb") as file:
        write_po(file, template, width=0)
    for code in read_register():
        path = LOCALES / code / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as file:
            catalog = read_po(file, locale=code)
        # A copy, since new texts are taken over as they are and English fills them in.
        catalog.update(deepcopy(template), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        if code == "en":  # The texts in the code are English.
            for message in catalog:
                message.string = message.string or message.id
        with path.open("wb") as file:
            write_po(file, catalog, width=0, sort_output=True)


if __name__ == "__main__":
    update()
