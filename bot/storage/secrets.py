"""Keeps what is stored unreadable for whoever gets only the database.

Source: Telegram's Bot Platform Developer Terms: data at rest encrypted, key stored apart.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken


class Vault:
    """Encrypts what is stored, and names chats without their numbers."""

    def __init__(self, secret_key: str) -> None:
        root = secret_key.encode()
        self._pseudonym_key = hmac.digest(root, b"pseudonym", hashlib.sha256)
        self._fernet = Fernet(urlsafe_b64encode(hmac.digest(root, b"encryption", hashlib.sha256)))

    def pseudonym(self, channel: str, chat_id: str) -> str:
        """The name of a chat in the database: always the same, and of no use without the key."""
        return hmac.digest(self._pseudonym_key, f"{channel}:{chat_id}".encode(), hashlib.sha256).hex()[:40]

    def seal(self, text: bytes) -> bytes:
        """Encrypted."""
        return self._fernet.encrypt(text)

    def open(self, sealed: bytes) -> bytes | None:
        """Decrypted; `None` when another key sealed it, so that a changed key means a fresh start, not a crash."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            return None
