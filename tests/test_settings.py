"""Settings are checked at the start; each has a plain sentence when it is wrong."""

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, read_settings

RIGHT = {
    "TELEGRAM_TOKEN": "123456:ABC-def_1",
    "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
    "NLU_URL": "http://127.0.0.1:5005",
    "CONVERSATION_DATABASE_URL": "postgresql://she@localhost/talks",
    "KNOWLEDGE_DATABASE_URL": "sqlite:///data/knowledge.sqlite",
    "WEB_HOST": "0.0.0.0",
    "WEB_PORT": "8000",
    "PUBLIC_URL": "https://wegweiserin.example.org/",
    "SECRET_KEY": "x" * 40,
    "LOG_LEVEL": "warning",
    "RETENTION_DAYS": "30",
    "TODAY": "2027-02-01",
}


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in RIGHT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)


def test_without_any_setting_everything_but_the_key_has_a_value() -> None:
    settings = read_settings()

    assert settings.telegram_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.secret_key is None


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)

    settings = read_settings()

    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.public_url == "https://wegweiserin.example.org"
    assert settings.log_level == "WARNING"
    assert settings.web_port == 8000


def test_an_empty_setting_is_like_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "")

    assert read_settings().telegram_token is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "not a token"),
        ("TELEGRAM_TOKEN", "123:"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("NLU_URL", "localhost:5005"),
        ("NLU_URL", "http://127.0.0.1:abc"),
        ("NLU_URL", "http://127.0.0.1:99999"),
        ("CONVERSATION_DATABASE_URL", "mysql://x"),
        ("KNOWLEDGE_DATABASE_URL", "knowledge.sqlite"),
        ("WEB_PORT", "0"),
        ("WEB_PORT", "eighty"),
        ("PUBLIC_URL", "wegweiserin"),
        ("SECRET_KEY", "short"),
        ("LOG_LEVEL", "LOUD"),
        ("RETENTION_DAYS", "0"),
        ("TODAY", "soon"),
    ],
)
def test_a_wrong_setting_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as error:
        read_settings()

    assert str(error.value).startswith(name)
    assert "\n" not in str(error.value)
    assert value not in str(error.value) or len(value) < 4


def test_every_setting_has_a_sentence_and_an_example() -> None:
    from bot.settings import _HINTS, ROOT

    example = (ROOT / ".env.example").read_text("utf-8")

    assert set(_HINTS) == set(Settings.model_fields)
    for name in Settings.model_fields:
        assert name.upper() in example
