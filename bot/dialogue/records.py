"""What a turn leaves in the store besides her state."""

from dataclasses import dataclass


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


Record = Rated | QuestionShown
