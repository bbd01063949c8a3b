"""Tells organisations from persons by their names, where a format keeps no difference."""

import re

from knowledge_base.places import fold

_PERSON = re.compile(r"^(?:frau|herr|dr|prof|hr|fr)\b")
_ORGANISATION_STEMS = (
    "akademie", "agentur", "amt", "awo", "beratung", "bibliothek", "bildung", "buecherei", "buero", "cafe", "caritas",
    "diakonie", "drk", "ev", "eltern", "familie", "frauen", "forum", "gemeinde", "gmbh", "gruppe", "haus", "hochschule",
    "hilfe", "initiative", "institut", "integration", "internationa", "jobcenter", "kirche", "kita", "kreis", "kurs",
    "landkreis", "lernen", "malteser", "migration", "muetter", "netzwerk", "programm", "projekt", "schule", "sprach",
    "stadt", "stiftung", "team", "treff", "verband", "verein", "vhs", "volkshochschule", "werk", "zentrum",
)  # fmt: skip


def is_perhaps_a_person(name: str) -> bool:
    """True for "Frau Muster", "Maria Muster" and "Muster, Maria"; names with a word of organisations are none.

    Where it is not clear it says true, for a name too few is better than a private one that is stored.
    """
    folded = fold(name)
    if _PERSON.match(folded):
        return True
    if any(word.startswith(_ORGANISATION_STEMS) or word.endswith(_ORGANISATION_STEMS) for word in folded.split()):
        return False
    words = re.findall(r"[^\W\d_]+", name)
    is_abbreviation = len(words) == 1 and words[0].isupper()
    return 1 <= len(words) <= 4 and not is_abbreviation and not re.search(r"\d", name)
