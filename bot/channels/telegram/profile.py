"""Puts name, descriptions and commands into Telegram, per language, where they differ from what is there."""

import logging
from collections.abc import Iterable

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.errors import cause
from bot.rendering.language import Language
from bot.rendering.profile import profile

_log = logging.getLogger(__name__)

FALLBACK = "en"
"""Shown in all other languages of Telegram."""


async def publish_profile(bot: Bot, languages: Iterable[Language]) -> None:
    """Set what has changed; a refusal is logged and does not stop the bot."""
    for language in languages:
        codes = [language.code, None] if language.code == FALLBACK else [language.code]
        for code in codes:
            try:
                await _publish(bot, language, code)
            except TelegramError as error:
                _log.warning("profile in '%s' not set: %s", language.code, cause(error))


async def _publish(bot: Bot, language: Language, code: str | None) -> None:
    wanted = profile(language)
    commands = [BotCommand(str(command), words) for command, words in wanted.commands.items()]
    if list(await bot.get_my_commands(language_code=code)) != commands:
        await bot.set_my_commands(commands, language_code=code)
    if (await bot.get_my_description(language_code=code)).description != wanted.description:
        await bot.set_my_description(wanted.description, language_code=code)
    if (await bot.get_my_short_description(language_code=code)).short_description != wanted.short_description:
        await bot.set_my_short_description(wanted.short_description, language_code=code)
    if (await bot.get_my_name(language_code=code)).name != wanted.name:
        await bot.set_my_name(wanted.name, language_code=code)
