"""Arguments of one call, however they were sent, and the refusal that answers a wrong one."""

import json
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
_REQUIRED = object()


class RefusedError(Exception):
    """The call is answered with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> RefusedError:
    """A refusal with code 400 in Telegram's wording."""
    return RefusedError(400, f"Bad Request: {description}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, by the bot or by her."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Arguments:
    """Named values: JSON values from a JSON body, texts from a query string or a form."""

    values: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the value was sent and is not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """The text, empty if it was not sent."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            raise bad_request(f'field "{name}" must be of type String')
        return value or ""

    def integer(self, name: str, default: Any = _REQUIRED) -> int:
        """The whole number, or the default; without a default it has to be there."""
        return int(self._number(name, default, int))

    def number(self, name: str, default: Any = _REQUIRED) -> float:
        """The number, or the default; without a default it has to be there."""
        return float(self._number(name, default, float))

    def flag(self, name: str) -> bool:
        """Whether it was sent as true."""
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def parsed(self, name: str, kind: type) -> Any:
        """The object or list, sent as JSON text or inside a JSON body; `None` if it was not sent."""
        value = self.values.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError as error:
                raise bad_request(f"can't parse {name} JSON object") from error
        if not isinstance(value, kind):
            raise bad_request(f"{'object' if kind is dict else 'array'} expected as {name}")
        return value

    def logged(self) -> Json:
        """What was sent, with files as name and size."""
        files = {name: {"file_name": file.name, "file_size": len(file.content)} for name, file in self.files.items()}
        return {**self.values, **files}

    def _number(self, name: str, default: Any, kind: type) -> Any:
        value = self.values.get(name)
        if value in (None, ""):
            if default is _REQUIRED:
                raise bad_request(f"{name} is empty")
            return default
        try:
            return kind(value)
        except (TypeError, ValueError) as error:
            raise bad_request(f"{name} is not a valid number") from error
