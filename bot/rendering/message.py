"""The message type that all channels deliver."""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message; exactly one of `data` and `url` is set."""

    label: str
    data: str | None = None
    """What comes back when she presses it: ASCII, at most 64 bytes."""
    url: str | None = None
    """A page or mail address that opens."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message in her language; the only markup in `text` is `<b>`, everything else is escaped."""

    text: str
    language: str
    direction: Direction
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows of buttons, from the top."""
    is_sensitive: bool = False
    """About danger: channels offer to take it off the screen, nothing of it is kept."""
