"""The settings, from the environment or `.env`, checked at the start; each has a plain sentence when it is wrong."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"

_HINTS = {
    "telegram_token": "TELEGRAM_TOKEN looks like 123456789:AbC…; @BotFather shows it. Empty: without Telegram.",
    "telegram_api_url": "TELEGRAM_API_URL is an address that begins with http:// or https://.",
    "nlu_url": "NLU_URL is an address that begins with http:// or https://, for example http://127.0.0.1:5005.",
    "conversation_database_url": "CONVERSATION_DATABASE_URL begins with sqlite:/// or postgresql://.",
    "knowledge_database_url": "KNOWLEDGE_DATABASE_URL begins with sqlite:/// or postgresql://.",
    "web_host": "WEB_HOST is the address the web server listens on, for example 127.0.0.1.",
    "web_port": "WEB_PORT is a number from 1 to 65535.",
    "public_url": "PUBLIC_URL is the address women open, beginning with http:// or https://.",
    "secret_key": "SECRET_KEY needs at least 32 characters; `make run` writes one into .env.",
    "log_level": "LOG_LEVEL is one of DEBUG, INFO, WARNING, ERROR.",
    "retention_days": "RETENTION_DAYS is a number of days from 1 to 730.",
    "today": "TODAY is a day like 2027-02-01, or empty; it is for demonstrations and tests.",
}

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,64}\Z")


class Settings(BaseSettings):
    """All settings; see `.env.example` for what each is for."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    telegram_token: str | None = None
    telegram_api_url: str = "https://api.telegram.org"
    nlu_url: str = "http://127.0.0.1:5005"
    conversation_database_url: str = f"sqlite:///{DATA / 'conversations.sqlite'}"
    knowledge_database_url: str = f"sqlite:///{DATA / 'knowledge.sqlite'}"
    web_host: str = Field(default="127.0.0.1", min_length=1)
    web_port: int = Field(default=8080, ge=1, le=65535)
    public_url: str | None = None
    secret_key: str | None = Field(default=None, min_length=32)
    """Only what reads or writes her conversations needs it."""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], NoDecode] = "INFO"
    retention_days: int = Field(default=90, ge=1, le=730)
    today: date | None = None

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("telegram_token")
    @classmethod
    def _is_token(cls, value: str | None) -> str | None:
        if value is not None and not _TOKEN.match(value):
            raise ValueError("not a token")
        return value

    @field_validator("telegram_api_url", "nlu_url", "public_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"https?://[^\s/]+", value):
            raise ValueError("not a web address")
        if value is not None and urlsplit(value).port == 0:  # A port that is no number raises ValueError by itself.
            raise ValueError("no such port")
        return value.rstrip("/") if value else value

    @field_validator("conversation_database_url", "knowledge_database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        if not re.match(r"(sqlite(\+aiosqlite)?:///|postgres(ql)?(\+psycopg)?://)", value):
            raise ValueError("not a database address")
        return value


def read_settings() -> Settings:
    """The settings.

    Raises:
        SettingsError: one or more are wrong; one sentence each says what to do.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors())
        raise SettingsError("\n".join(_HINTS.get(name, f"{name.upper()} is wrong.") for name in names)) from error
