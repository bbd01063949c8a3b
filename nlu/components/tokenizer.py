"""The first step of the pipeline: normalised words that remember where they stood."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.fingerprints import TrainedAgainWhenSourcesChange
from components.normalisation import words

HARMLESS_SLASH = "\u2215"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class NormalisingTokenizer(TrainedAgainWhenSourcesChange, Tokenizer):
    """Tokens whose text is normalised and whose start and end point into the message as written."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        return [
            Token(word.text, word.start, word.end, data={"gap": word.gap}) for word in words(message.get(attribute))
        ]

    def process(self, messages: list[Message]) -> list[Message]:
        """Tokens for new messages.

        Rasa takes "/greet" for a command: whoever writes it chooses intent and entities, and a malformed one lands in
        the log with all its text. What she writes is never a command, so the slash at the beginning is replaced by its
        look-alike.
        """
        for message in messages:
            text = message.get(TEXT)
            if isinstance(text, str) and text.startswith(INTENT_MESSAGE_PREFIX):
                message.set(TEXT, HARMLESS_SLASH + text[1:])
        processed: list[Message] = super().process(messages)
        return processed
