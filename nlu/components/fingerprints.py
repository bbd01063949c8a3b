"""What Rasa must know to see that a component has to be trained again.

Rasa keeps trained components and compares settings, training data and the source of the component's own class. It does
not see the lexicon, nor the modules a component uses, and would go on with what it learnt from yesterday's words.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def fingerprint_of_sources() -> str:
    """A hash of all modules here and all lexicon files, as they are when first asked for."""
    total = hashlib.sha256()
    for path in sorted([*_HERE.glob("*.py"), *(_HERE.parent / "lexicon").rglob("*.yml")]):
        total.update(path.relative_to(_HERE.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


class TrainedAgainWhenSourcesChange:
    """For our components: Rasa asks here what else their training depends on."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return fingerprint_of_sources()
