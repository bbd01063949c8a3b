"""The first step of the pipeline: normalised words that remember where they stood."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.fingerprints import TrainedAgainWhenSourcesChange
from components.messages import SLIP, training_messages
from components.normalisation import words
from components.slips import SHARE, slipped

HARMLESS_SLASH = "\u2215"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class NormalisingTokenizer(TrainedAgainWhenSourcesChange, Tokenizer):
    """Tokens whose text is normalised and whose start and end point into the message as written."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        rasas_own = {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}
        return {**rasas_own, "slips": SHARE}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        return [
            Token(word.text, word.start, word.end, data={"gap": word.gap}) for word in words(message.get(attribute))
        ]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Tokens for the training messages, and for copies of some with typing slips."""
        originals = [(each.get(TEXT), each.get(INTENT)) for each in training_messages(training_data)]
        copies = slipped(originals, self._config["slips"])
        training_data.training_examples.extend(
            Message({TEXT: text, INTENT: intent, SLIP: True}) for text, intent in copies
        )
        processed: TrainingData = super().process_training_data(training_data)
        return processed

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
