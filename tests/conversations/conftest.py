"""The real Rasa, a real store and the example offers."""

from tests.conversation.parts import knowledge_sessions, knowledge_url, store
from tests.whole.conftest import rasa_url

__all__ = ["knowledge_sessions", "knowledge_url", "rasa_url", "store"]
