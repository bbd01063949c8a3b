"""Fixtures that several folders share."""

from tests.conversation.parts import conversation, knowledge_sessions, knowledge_url, make_her, rasa, she, store
from tests.telegram_peer.conftest import peer

__all__ = ["conversation", "knowledge_sessions", "knowledge_url", "make_her", "peer", "rasa", "she", "store"]
