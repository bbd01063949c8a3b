"""What can go wrong in the knowledge base, told apart by what the caller can do.

KnowledgeBaseError
├── UnavailableError      wait: the database cannot be reached or is busy
├── MissingAnswerError    give up: nobody has written a text for this topic yet
├── DecisionNeededError   ask: a person must confirm, or do something else first; the message says what
└── DataFileError         repair: a file cannot be read; the message says what to change
"""


class KnowledgeBaseError(Exception):
    """Anything the knowledge base could not do."""


class UnavailableError(KnowledgeBaseError):
    """The database could not be read or written; trying again later may help."""


class MissingAnswerError(KnowledgeBaseError):
    """No current text for a topic, neither in her language nor in a fallback."""


class DecisionNeededError(KnowledgeBaseError):
    """Nothing was done, because a person must decide first; the message is a German sentence for staff."""


class DataFileError(KnowledgeBaseError):
    """A seed or import file is not as it must be; the message is a sentence for the person who mends it."""
