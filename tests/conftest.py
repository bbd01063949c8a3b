"""Fixtures that several folders share."""

from hypothesis import settings

from tests.conversation.parts import conversation, knowledge_sessions, knowledge_url, make_her, rasa, she, store
from tests.telegram_peer.conftest import peer

# Speed is measured in tests/benchmarks, not asserted: machines are noisy.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

__all__ = ["conversation", "knowledge_sessions", "knowledge_url", "make_her", "peer", "rasa", "she", "store"]
