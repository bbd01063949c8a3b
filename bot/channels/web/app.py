"""The web server of the browser chat.

Her browser gets a random number as a cookie, which is all that is known of her. Messages wait in the outbox until the
page has fetched them; the page repeats what it sends until it is answered, under the same number, so nothing is lost
or doubled.
"""

import asyncio
import re
import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from html import unescape
from pathlib import Path
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.web.incoming import WrongRequest, read_incoming
from bot.dialogue.events import Incoming
from bot.errors import StorageError
from bot.ports import Delivery
from bot.rendering.language import Language
from bot.rendering.message import Attachment, File, Message, Picture
from bot.rendering.profile import page_texts

PAGE = Path(__file__).parent / "page"
COOKIE = "wegweiserin"
LONG_POLL_SECONDS = 20.0
LARGEST_BODY = 32_768
"""Bytes of one request: 4,096 characters of any script with room to spare."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}\Z")
_NUMBER = re.compile(r"[1-9][0-9]{0,14}\Z")
_MARKUP = re.compile(r"<b>(.*?)</b>", re.DOTALL)

_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; manifest-src 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Mailbox(Protocol):
    """Where messages wait for her browser."""

    async def waiting_for(self, chat_id: str) -> list[Delivery]:
        """Everything that waits, in order."""

    async def fetched(self, chat_id: str, last_id: int) -> None:
        """She has everything up to this one."""


class Bell:
    """Rings in all waiting requests when something was committed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Something was committed."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Until it rings, at most that long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()


class WebChat:
    """The requests of the page."""

    def __init__(
        self,
        handle: Callable[[Incoming], Awaitable[None]],
        mailbox: Mailbox,
        bell: Bell,
        languages: Mapping[str, Language],
        *,
        is_secure: bool,
        cookie_days: int,
        parts_ready: Callable[[], Awaitable[Mapping[str, bool]]],
    ) -> None:
        self._handle = handle
        self._mailbox = mailbox
        self._bell = bell
        self._languages = languages
        self._is_secure = is_secure
        self._cookie_days = cookie_days
        self._parts_ready = parts_ready

    async def page(self, request: Request) -> Response:
        """The page, and a number for a browser that has none."""
        response = FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})
        token = _chat_id(request) or secrets.token_urlsafe(24)
        response.set_cookie(
            COOKIE,
            token,
            max_age=self._cookie_days * 86_400,
            httponly=True,
            samesite="strict",
            secure=self._is_secure,
        )
        return response

    async def words(self, request: Request) -> Response:
        """The words around the messages in one language, and all languages to choose from."""
        wanted = request.query_params.get("language", "").split("-")[0]
        language = self._languages.get(wanted) or self._languages["de"]
        others = [
            {"code": each.code, "name": each.name, "direction": each.direction} for each in self._languages.values()
        ]
        words = {"language": language.code, "direction": language.direction, "languages": others}
        return JSONResponse({**words, "texts": page_texts(language)})

    async def receive(self, request: Request) -> Response:
        """What she did; answered with 200 only when it is committed."""
        chat_id = _chat_id(request)
        if chat_id is None:
            return JSONResponse({"error": "Open the page first."}, status_code=401)
        try:
            incoming = read_incoming(chat_id, await _body(request))
        except WrongRequest as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        try:
            await self._handle(incoming)
        except StorageError:
            return JSONResponse({"error": "Not stored, try again."}, status_code=503)
        return JSONResponse({})

    async def messages(self, request: Request) -> Response:
        """Messages that wait for her, in order; waits for the first one. `after` says what the page already has."""
        chat_id = _chat_id(request)
        if chat_id is None:
            return JSONResponse({"error": "Open the page first."}, status_code=401)
        after = request.query_params.get("after", "0")
        try:
            if _NUMBER.match(after):
                await self._mailbox.fetched(chat_id, int(after))
            waiting = await self._mailbox.waiting_for(chat_id)
            if not waiting:
                await self._bell.wait(LONG_POLL_SECONDS)
                waiting = await self._mailbox.waiting_for(chat_id)
        except StorageError:
            return JSONResponse({"error": "Not readable, try again."}, status_code=503)
        found = [as_json(delivery.id, delivery.message) for delivery in waiting]
        return JSONResponse({"messages": found}, headers={"Cache-Control": "no-store"})

    async def health(self, _request: Request) -> Response:
        """Which parts answer: 200 when all do, else 503."""
        parts = await self._parts_ready()
        return JSONResponse(dict(parts), status_code=200 if all(parts.values()) else 503)


def make_app(
    chat: WebChat, lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None
) -> Starlette:
    """The web application."""
    routes = [
        Route("/", chat.page),
        Route("/api/words", chat.words),
        Route("/api/messages", chat.receive, methods=["POST"]),
        Route("/api/messages", chat.messages, methods=["GET"]),
        Route("/health", chat.health),
        Mount("/static", StaticFiles(directory=PAGE)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(_SecurityHeaders)], lifespan=lifespan or _no_lifespan)


@asynccontextmanager
async def _no_lifespan(_app: Starlette) -> AsyncIterator[None]:
    yield


class _SecurityHeaders(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        for name, value in _SECURITY.items():
            response.headers.setdefault(name, value)
        return response


def as_json(message_id: int, message: Message) -> dict[str, Any]:
    """A message for the page: text as runs, so that the page never has to read markup."""
    return {
        "id": message_id,
        "language": message.language,
        "direction": message.direction,
        "runs": _runs(message.text),
        "buttons": [
            [{"label": button.label, "data": button.data, "url": button.url} for button in row]
            for row in message.buttons
        ],
        "sensitive": message.is_sensitive,
        "attachment": _attachment(message.attachment),
    }


def _attachment(attachment: Attachment | None) -> dict[str, Any] | None:
    """A picture or file with its content, since it is gone once the page has the message; a venue is in the text."""
    match attachment:
        case Picture(content, alternative):
            about = {"kind": "picture", "media_type": "image/png", "alternative": alternative}
        case File(content, name, media_type):
            about = {"kind": "file", "media_type": media_type, "name": name}
        case _:
            return None
    return {**about, "content": b64encode(content).decode()}


def _runs(text: str) -> list[dict[str, Any]]:
    pieces = _MARKUP.split(text)
    runs = [{"text": unescape(piece), "bold": index % 2 == 1} for index, piece in enumerate(pieces)]
    return [run for run in runs if run["text"]]


def _chat_id(request: Request) -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.match(token) else None


async def _body(request: Request) -> Any:
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise WrongRequest("Send JSON.")  # A form of a foreign page cannot send JSON.
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise WrongRequest("Too long.")
    return bytes(body)
