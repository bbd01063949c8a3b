"""The peer over HTTP: the Bot API under /bot<token>/, files under /file/bot<token>/, her side under /sim/."""

import asyncio
import hmac
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.telegram_peer.arguments import Arguments, Json, RefusedError, Upload, bad_request
from tests.telegram_peer.client import Peer
from tests.telegram_peer.her_side import ACTIONS
from tests.telegram_peer.methods import METHODS
from tests.telegram_peer.webhook import deliver
from tests.telegram_peer.world import World

_SERVER_ERRORS = {"500": "Internal Server Error", "502": "Bad Gateway"}


class DroppableProtocol(H11Protocol):
    """uvicorn's protocol that can close a connection without an answer."""

    transports: ClassVar[dict[tuple[str, int], asyncio.Transport]] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remembers the connection by its other end."""
        super().connection_made(transport)
        if self.client:
            self.transports[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets it."""
        self.transports.pop(self.client or ("", 0), None)
        super().connection_lost(exc)


class DroppedResponse(Response):
    """Not an answer: the connection is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Closes it and waits until uvicorn has noticed."""
        DroppableProtocol.transports[scope["client"][0], scope["client"][1]].abort()
        await asyncio.sleep(0.01)


def make_app(world: World) -> Starlette:
    """The web application around one world."""

    async def call(method: str, arguments: Arguments) -> Response:
        entry: Json = {"method": method, "at": world.now(), "arguments": arguments.logged(), "code": None}
        world.calls.append(entry)
        world.touch()
        fault = world.take_fault(method)
        if fault and fault.kind == "drop":
            return DroppedResponse()
        try:
            if fault and fault.kind == "429":
                seconds = fault.retry_after
                raise RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
            if fault and fault.kind in _SERVER_ERRORS:
                raise RefusedError(int(fault.kind), _SERVER_ERRORS[fault.kind])
            if not (function := METHODS.get(method.lower())):
                raise RefusedError(404, "Not Found: method not found")
            result = await function(world, arguments)
        except RefusedError as refused:
            entry |= {"code": refused.code, "description": refused.description}
            return _refusal(refused)
        entry["code"] = 200
        world.touch()
        return DroppedResponse() if fault else JSONResponse({"ok": True, "result": result})

    async def bot(request: Request) -> Response:
        if not _has_token(request, world):
            return _refusal(RefusedError(401, "Unauthorized"))
        try:
            arguments = await _arguments(request)
        except RefusedError as refused:
            return _refusal(refused)
        return await call(request.path_params["method"], arguments)

    async def file(request: Request) -> Response:
        found = world.files.get(request.path_params["path"])
        if found is None or not _has_token(request, world):
            return _refusal(RefusedError(404, "Not Found"))
        return Response(found.content, media_type=found.mime_type)

    async def sim(request: Request) -> Response:
        try:
            action = ACTIONS.get(request.path_params["action"])
            if action is None:
                raise RefusedError(404, f"Not Found: /sim/ knows {', '.join(ACTIONS)}")
            return JSONResponse({"ok": True, "result": await action(world, await _arguments(request))})
        except RefusedError as refused:
            return _refusal(refused)

    @asynccontextmanager
    async def delivering(app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(deliver(world, call))
        yield
        task.cancel()

    routes = [
        Route("/bot{token}/{method}", bot, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path}", file),
        Route("/sim/{action}", sim, methods=["GET", "POST"]),
    ]
    return Starlette(routes=routes, lifespan=delivering)


class PeerServer(uvicorn.Server):
    """A server that stops at once, with empty answers to those who wait."""

    def __init__(self, world: World, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._world = world

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends all waiting, then the connections."""
        self._world.close()
        await super().shutdown(sockets)


def make_server(world: World) -> uvicorn.Server:
    """The server to run on a socket; it logs errors only, because request lines hold the token."""
    config = uvicorn.Config(
        make_app(world),
        http=DroppableProtocol,
        access_log=False,
        log_config=None,
        log_level="error",
        timeout_graceful_shutdown=1,
    )
    return PeerServer(world, config)


@asynccontextmanager
async def running_peer(token: str = "123456:TEST") -> AsyncIterator[Peer]:
    """A peer on a free port of loopback, in a thread of its own, gone when the block ends."""
    world = World(token)
    server = make_server(world)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            async with Peer(f"http://127.0.0.1:{listener.getsockname()[1]}", token) as peer:
                yield peer
        finally:
            server.should_exit = True
            await asyncio.to_thread(thread.join, 5)


def _has_token(request: Request, world: World) -> bool:
    return hmac.compare_digest(request.path_params["token"].encode(), world.token.encode())


def _refusal(refused: RefusedError) -> Response:
    body: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return JSONResponse(body, refused.code)


async def _arguments(request: Request) -> Arguments:
    values: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = await request.json()
        except ValueError as error:
            raise bad_request("can't parse request body JSON object") from error
        if not isinstance(body, dict):
            raise bad_request("object expected as request body")
        values |= body
    elif request.method == "POST":
        async with request.form() as form:
            for name, value in form.items():
                if isinstance(value, UploadFile):
                    mime_type = value.content_type or "application/octet-stream"
                    files[name] = Upload(value.filename or name, mime_type, await value.read())
                else:
                    values[name] = value
    return Arguments(values, files)
