"""What can go wrong in the conversation, by what the caller can do about it.

WegweiserinError
├── SettingsError       repair: a setting is wrong, the sentence says which
├── KnowledgeError      wait: offers and answers cannot be read now; she is told so
├── StorageError        wait: nothing could be committed; the update stays unacknowledged
└── DeliveryError       what became of one message on its way
    ├── RetryLater      wait: the channel is busy or away
    ├── ChatGone        give up: she blocked the bot or left
    └── Refused         give up: the channel will never take this message
"""


class WegweiserinError(Exception):
    """Anything of ours."""


class SettingsError(WegweiserinError):
    """A setting is missing or wrong."""


class KnowledgeError(WegweiserinError):
    """Offers and answers cannot be read now."""


class StorageError(WegweiserinError):
    """State and outbox cannot be read or written now."""


class DeliveryError(WegweiserinError):
    """A message was not delivered."""


class RetryLater(DeliveryError):
    """The channel asks to wait."""

    def __init__(self, reason: str, *, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds
        """As long as the channel says; `None` when it does not say."""


class ChatGone(DeliveryError):
    """She blocked the bot, deleted her account or was never there."""


class Refused(DeliveryError):
    """The message itself is not accepted."""


def cause(error: BaseException) -> str:
    """What happened and where, without the error's message: that may hold her words."""
    place, trace = "", error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        place = f"{frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}" if place else type(error).__name__
