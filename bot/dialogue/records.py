"""What a turn leaves in the store besides her state."""

from dataclasses import dataclass

from bot.dialogue.state import Wishes

WATCH_DAYS = 90
"""After so many days a search is not watched any more."""


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer helped or did not; only counted, without her chat."""

    subject: str
    """A topic or an intent, one of `actions.RATEABLE`."""
    language: str
    has_helped: bool


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """She lets staff see what was not understood; nothing says that it is hers."""

    text: str
    """Masked by `masking.masked`."""
    language: str


@dataclass(frozen=True, slots=True)
class Watch:
    """She wants to be told when an offer fits these wishes, in place of what she wanted to be told before."""

    wishes: Wishes
    language: str


@dataclass(frozen=True, slots=True)
class StopWatching:
    """She does not want to be told any more."""


Record = Rated | QuestionShown | Watch | StopWatching
