"""What a turn leaves in the store besides her state."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer helped or did not; only counted, without her chat."""

    subject: str
    """A topic or an intent, one of `actions.RATEABLE`."""
    language: str
    has_helped: bool


Record = Rated
