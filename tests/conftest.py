"""Fixtures that several folders share."""

from hypothesis import settings

from tests.conversation.parts import (
    conversation,
    conversation_sessions,
    knowledge_sessions,
    knowledge_url,
    make_her,
    rasa,
    she,
    staff,
    store,
)
from tests.telegram_peer.conftest import peer

# Speed is measured in tests/benchmarks, not asserted: machines are noisy.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

__all__ = [
    "conversation",
    "conversation_sessions",
    "knowledge_sessions",
    "knowledge_url",
    "make_her",
    "peer",
    "rasa",
    "she",
    "staff",
    "store",
]
