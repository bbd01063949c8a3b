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
class Picture:
    """A picture under a message."""

    content: bytes
    """PNG."""
    alternative: str
    """What it shows, for those who do not see it; plain text."""


@dataclass(frozen=True, slots=True)
class File:
    """A file under a message."""

    content: bytes
    name: str
    """Letters, digits and a full stop, so that every device takes it."""
    media_type: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the map; plain texts."""

    latitude: float
    longitude: float
    title: str
    address: str


Attachment = Picture | File | Venue


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
    attachment: Attachment | None = None
    """With a picture or file the text is short: at most 1024 characters. With a venue it says title and address, for
    channels without maps."""
