"""What one event leads to."""

from dataclasses import dataclass

from bot.dialogue.events import Request
from bot.dialogue.records import Record
from bot.dialogue.replies import Reply
from bot.dialogue.state import ConversationState


@dataclass(frozen=True, slots=True)
class Turn:
    """Her new state, what she is told, and the fact that is missing, if any."""

    state: ConversationState
    replies: tuple[Reply, ...] = ()
    request: Request | None = None
    forgets: bool = False
    """Everything stored about this conversation is to be deleted."""
    holds_words: bool = False
    """Her message is held, masked, until her next one: she is asked whether staff may see it."""
    records: tuple[Record, ...] = ()
    """What is stored besides her state."""


def say(state: ConversationState, *replies: Reply) -> Turn:
    """A turn that ends with these replies."""
    return Turn(state, replies)
