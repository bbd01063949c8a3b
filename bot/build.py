"""Puts the real parts together; only here and in the command line concrete parts are named and settings read."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import uvicorn
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from starlette.applications import Starlette

from bot.channels.telegram.channel import make_bot, run_telegram
from bot.channels.telegram.sender import TelegramSender
from bot.channels.web.app import Bell, WebChat, make_app
from bot.conversation import Conversation
from bot.errors import SettingsError, StorageError, cause
from bot.knowledge import KnowledgeBase
from bot.notifier import Notifier
from bot.outbox import Outbox
from bot.rendering.language import Language, LanguageError, load_languages
from bot.rendering.render import Renderer
from bot.settings import Settings
from bot.storage import database as conversation_database
from bot.storage.secrets import Vault
from bot.storage.store import ConversationStore
from bot.storage.subscriptions import SubscriptionStore
from bot.understanding.cues import Cues
from bot.understanding.danger import DangerRules
from bot.understanding.detection import LanguageDetector
from bot.understanding.rasa import RasaClient
from bot.understanding.reader import Reader
from knowledge_base import database as knowledge_database
from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.load import load_seed, seed_emergency_numbers

BERLIN = ZoneInfo("Europe/Berlin")
CLEANING_HOURS = 6

RASA_START_SECONDS = 45
"""Longer than Rasa needs to load; women wait no longer for a Rasa that does not come."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """What both channels share."""

    settings: Settings
    languages: Mapping[str, Language]
    renderer: Renderer
    knowledge: KnowledgeBase
    rasa: RasaClient
    reader: Reader
    sessions: async_sessionmaker[AsyncSession]
    vault: Vault

    def store(self, channel: str) -> ConversationStore:
        """The conversation store of one channel."""
        return ConversationStore(self.sessions, self.vault, channel)

    def conversation(self, store: ConversationStore, on_commit: Callable[[], None]) -> Conversation:
        """The conversation of one channel."""
        return Conversation(store, self.reader, self.knowledge, self.renderer, on_commit=on_commit)

    def notifier(self, channel: str, on_commit: Callable[[], None]) -> Notifier:
        """What tells women in one channel about new offers."""
        subscriptions = SubscriptionStore(self.sessions, self.vault, channel)
        return Notifier(
            subscriptions, self.knowledge, self.renderer, now=lambda: datetime.now(BERLIN), on_commit=on_commit
        )


def set_up_logging(level: str) -> None:
    """Our own words at `level`; libraries only warn: some of them log addresses that hold the token, or texts."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("bot", "knowledge_base"):
        logging.getLogger(name).setLevel(level)


def languages() -> Mapping[str, Language]:
    """All languages of the register.

    Raises:
        SettingsError: a catalog is missing.
    """
    try:
        return load_languages()
    except LanguageError as error:
        raise SettingsError(str(error)) from error


def make_reader(settings: Settings, codes: Mapping[str, object]) -> tuple[RasaClient, Reader]:
    """Understanding as the bot uses it, and the client to close after use.

    Raises:
        SettingsError: a language has no danger rules.
    """
    danger = DangerRules()
    if missing := sorted(set(codes) - danger.languages):
        raise SettingsError(f"Danger rules are missing for: {', '.join(missing)}. Add bot/understanding/danger_rules.")
    rasa = RasaClient(settings.nlu_url)
    return rasa, Reader(rasa, danger, LanguageDetector(list(codes)), Cues())


def today_of(settings: Settings) -> Callable[[], date]:
    """The day in Germany, or the pretended one of the settings."""
    return lambda: settings.today or datetime.now(BERLIN).date()


async def prepare_knowledge(settings: Settings) -> None:
    """Tables up to date and shipped data loaded; what staff edited stays.

    Raises:
        SettingsError: the database cannot be used.
    """
    try:
        await asyncio.to_thread(knowledge_database.upgrade, settings.knowledge_database_url)
        engine = knowledge_database.make_engine(settings.knowledge_database_url)
        async with knowledge_database.make_sessions(engine)() as session:
            await load_seed(session, today=today_of(settings)())
            await session.commit()
        await engine.dispose()
    except KnowledgeBaseError as error:
        raise SettingsError(f"KNOWLEDGE_DATABASE_URL: {error}") from error


async def prepare_conversations(settings: Settings) -> None:
    """Tables of the conversation store up to date.

    Raises:
        SettingsError: the database cannot be used.
    """
    try:
        await asyncio.to_thread(conversation_database.upgrade, settings.conversation_database_url)
    except StorageError as error:
        raise SettingsError(f"CONVERSATION_DATABASE_URL: {error}") from error


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[Parts]:
    """The shared parts, closed in the end.

    Raises:
        SettingsError: a setting is wrong or missing.
    """
    if settings.secret_key is None:
        raise SettingsError("SECRET_KEY is missing: `make run` writes one into .env, or set it yourself.")
    spoken = languages()
    rasa, reader = make_reader(settings, spoken)
    knowledge_engine = knowledge_database.make_engine(settings.knowledge_database_url)
    conversation_engine = conversation_database.make_engine(settings.conversation_database_url)
    fallbacks = {code: language.fallback for code, language in spoken.items()}
    parts = Parts(
        settings,
        spoken,
        Renderer(spoken, seed_emergency_numbers(), retention_days=settings.retention_days),
        KnowledgeBase(knowledge_database.make_sessions(knowledge_engine), fallbacks, today_of(settings)),
        rasa,
        reader,
        conversation_database.make_sessions(conversation_engine),
        Vault(settings.secret_key),
    )
    try:
        await parts.knowledge.read_offers()
        async with beside(_forget_old(parts.store("any"), settings.retention_days)):
            yield parts
    finally:
        await rasa.close()
        await knowledge_engine.dispose()
        await conversation_engine.dispose()


@asynccontextmanager
async def beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Work that goes on meanwhile and is cancelled in the end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _forget_old(store: ConversationStore, retention_days: int) -> None:
    while True:
        try:
            await store.forget_old(timedelta(days=retention_days))
        except StorageError as error:
            _log.warning("old conversations not deleted: %s", cause(error.__cause__ or error))
        await asyncio.sleep(CLEANING_HOURS * 3600)


async def serve_telegram(settings: Settings) -> None:
    """The Telegram bot, until cancelled.

    Raises:
        SettingsError: there is no token, or Telegram does not know it.
    """
    if settings.telegram_token is None:
        raise SettingsError("TELEGRAM_TOKEN is missing: @BotFather gives you one.")
    async with build(settings) as parts:
        bot = make_bot(settings.telegram_token, settings.telegram_api_url)
        await wait_for_rasa(parts.rasa)
        store = parts.store("telegram")
        outbox = Outbox(store, TelegramSender(bot))
        conversation = parts.conversation(store, outbox.wake)
        async with beside(parts.notifier("telegram", outbox.wake).run()):
            await run_telegram(bot, conversation.handle, store, outbox.run, parts.languages.values())


async def wait_for_rasa(rasa: RasaClient) -> None:
    """Give Rasa time to load, so that messages of a pause are not all answered with the menu; then go on without it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(RASA_START_SECONDS):
            while not await rasa.is_ready():  # noqa: ASYNC110 (Rasa tells nobody when it is ready)
                await asyncio.sleep(0.5)


def make_web_app(parts: Parts, bell: Bell) -> Starlette:
    """The browser chat; `bell` rings when messages wait."""
    store = parts.store("web")
    conversation = parts.conversation(store, bell.ring)

    async def parts_ready() -> Mapping[str, bool]:
        return {"web": True, "understanding": await parts.rasa.is_ready()}

    chat = WebChat(
        conversation.handle,
        store,
        bell,
        parts.languages,
        is_secure=(parts.settings.public_url or "").startswith("https://"),
        cookie_days=parts.settings.retention_days,
        parts_ready=parts_ready,
    )
    return make_app(chat)


async def serve_web(settings: Settings) -> None:
    """The web server, until it is told to stop."""
    bell = Bell()
    async with build(settings) as parts, beside(parts.notifier("web", bell.ring).run()):
        config = uvicorn.Config(
            make_web_app(parts, bell),
            host=settings.web_host,
            port=settings.web_port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=3,
            server_header=False,
        )
        await uvicorn.Server(config).serve()
