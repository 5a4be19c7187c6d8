"""Answers that come as a stream: subscriptions, as server-sent events and over WebSocket.

Sources: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md (distinct connections), and
https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md (graphql-transport-ws).
"""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final, TypeVar

import anyio
import orjson
from starlette.responses import StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from graph.errors import InputError, LiaisonError
from schema.execution import Prepared, Result
from service.access import Caller, bearer
from service.graphql_http import HttpProblem, Operation, operation_of

EVENT_STREAM: Final = "text/event-stream"
PROTOCOL: Final = "graphql-transport-ws"
POLL_SECONDS: Final = 0.25
"""How often the store is asked for its revision while somebody follows it."""
QUIET_SECONDS: Final = 12.0
"""After so long without an event a comment is sent, so that proxies keep the connection."""
INIT_SECONDS: Final = 10.0
MAX_SUBSCRIPTIONS: Final = 20
"""Of one WebSocket."""

Answer = TypeVar("Answer")
InPool = Callable[[Callable[[], Answer]], Awaitable[Answer]]
Prepare = Callable[[Operation], Awaitable[Prepared]]
Event = tuple[str | None, bytes]
"""A position, where there is one, and a response as JSON."""


class Revisions:
    """The store's revision, asked for once an interval however many follow it."""

    def __init__(self, read: Callable[[], int], in_pool: InPool[int]) -> None:
        self._read = read
        self._in_pool = in_pool
        self._lock = anyio.Lock()
        self._known: tuple[float, int] = (0.0, -1)

    async def now(self) -> int:
        async with self._lock:
            if time.monotonic() - self._known[0] >= POLL_SECONDS:
                self._known = time.monotonic(), await self._in_pool(self._read)
            return self._known[1]


async def events(
    prepared: Prepared,
    run: Callable[[], Awaitable[Result]],
    revisions: Revisions,
    in_pool: InPool[Any],
    since: str | None,
) -> AsyncIterator[Event | None]:
    """The responses of an operation: one, or a subscription's as they come. None: nothing new, an interval is over."""
    if prepared.follow is None:
        yield None, (await run()).json()
        return
    try:
        follower = await in_pool(partial(prepared.follow, since=since))
    except InputError as error:
        yield None, _error(error)
        return
    behind = -1
    while True:
        revision = await revisions.now()
        if revision > behind:
            reading = follower.read(revision)
            while (found := await in_pool(partial(next, reading, None))) is not None:
                yield found
            behind = revision
        else:
            yield None
        await anyio.sleep(POLL_SECONDS)


def event_stream(responses: AsyncIterator[Event | None], first: Event | None) -> StreamingResponse:
    """The responses as server-sent events; each position is the event's id, so that a client resumes by itself."""

    async def body() -> AsyncIterator[bytes]:
        if first is not None:
            yield _sent(first)
        quiet_since = time.monotonic()
        try:
            async for event in responses:
                if event is not None:
                    yield _sent(event)
                    quiet_since = time.monotonic()
                elif time.monotonic() - quiet_since > QUIET_SECONDS:
                    yield b":\n\n"
                    quiet_since = time.monotonic()
        except LiaisonError as error:
            yield _sent((None, _error(error)))
        yield b"event: complete\ndata:\n\n"

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(body(), media_type=EVENT_STREAM, headers=headers)


def _sent(event: Event) -> bytes:
    position, response = event
    # JSON has no line ends of its own: one data line holds it.
    return (f"id: {position}\n".encode() if position else b"") + b"event: next\ndata: " + response + b"\n\n"


def _error(error: LiaisonError) -> bytes:
    return orjson.dumps({"errors": [{"message": str(error), "extensions": {"code": error.code}}]})


class Closed(Exception):
    """The protocol is broken: the connection ends with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Socket:
    """One WebSocket that speaks graphql-transport-ws: queries and subscriptions, never mutations."""

    def __init__(
        self,
        socket: WebSocket,
        responses: Callable[..., AsyncIterator[Event | None]],
        caller: Callable[[str | None], Awaitable[Caller | None]],
        origins: tuple[str, ...],
    ) -> None:
        """`responses` answers an operation for a `caller`; `caller` tells who brings a key."""
        self._socket = socket
        self._caller_of = caller
        self._caller: Caller | None = socket.scope["caller"]
        self._responses = responses
        self._origins = origins
        self._running: dict[str, anyio.CancelScope] = {}
        self._greeted = False

    async def serve(self) -> None:
        """Until either side ends it."""
        if not self._is_welcome():
            await self._socket.close(4403, "this origin may not connect; LIAISON_CORS_ORIGINS lets it in")
            return
        if PROTOCOL not in self._socket.scope.get("subprotocols", ()):
            await self._socket.close(4406, f"speak {PROTOCOL}")
            return
        await self._socket.accept(PROTOCOL)
        with suppress(WebSocketDisconnect):
            try:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(self._expect_greeting)
                    try:
                        await self._listen(tasks)
                    finally:
                        tasks.cancel_scope.cancel()
            except* Closed as broken:
                (first, *_) = broken.exceptions
                assert isinstance(first, Closed)
                await self._socket.close(first.code, str(first))
            except* WebSocketDisconnect:
                pass

    def _is_welcome(self) -> bool:
        """A page of another origin could read the answers otherwise: no preflight guards a WebSocket."""
        origin = self._socket.headers.get("origin")
        host = self._socket.headers.get("host")
        own = origin in (f"http://{host}", f"https://{host}")
        return origin is None or own or "*" in self._origins or origin in self._origins

    async def _expect_greeting(self) -> None:
        await anyio.sleep(INIT_SECONDS)
        if not self._greeted:
            raise Closed(4408, "Connection initialisation timeout")

    async def _listen(self, tasks: anyio.abc.TaskGroup) -> None:
        while True:
            message = _message(await self._socket.receive_text())
            match message.get("type"):
                case "connection_init":
                    if self._greeted:
                        raise Closed(4429, "Too many initialisation requests")
                    await self._welcome(message.get("payload"))
                    self._greeted = True
                    await self._send(type="connection_ack")
                case "ping":
                    await self._send(type="pong")
                case "pong":
                    pass
                case "subscribe":
                    self._subscribe(message, tasks)
                case "complete":
                    scope = self._running.pop(str(message.get("id")), None)
                    if scope is not None:
                        scope.cancel()
                case other:
                    raise Closed(4400, f"Invalid message type {other!r}"[:100])

    async def _welcome(self, payload: object) -> None:
        """A page cannot give a WebSocket headers: its key comes with the first message."""
        given = payload.get("authorization") if isinstance(payload, dict) else None
        if self._caller is None:
            self._caller = await self._caller_of(bearer(given if isinstance(given, str) else None))
        if self._caller is None:
            raise Closed(4403, "Forbidden")

    def _subscribe(self, message: Mapping[str, Any], tasks: anyio.abc.TaskGroup) -> None:
        id_, payload = message.get("id"), message.get("payload")
        if not self._greeted:
            raise Closed(4401, "Unauthorized")
        if not isinstance(id_, str) or not id_ or not isinstance(payload, dict):
            raise Closed(4400, "Invalid subscribe message")
        if id_ in self._running:
            raise Closed(4409, f"Subscriber for {id_} already exists"[:100])
        if len(self._running) >= MAX_SUBSCRIPTIONS:
            raise Closed(4429, f"over {MAX_SUBSCRIPTIONS} operations at a time")
        self._running[id_] = anyio.CancelScope()
        tasks.start_soon(self._answer, id_, payload)

    async def _answer(self, id_: str, payload: dict[str, Any]) -> None:
        with self._running[id_] as scope:
            try:
                async for event in self._responses(operation_of(payload), caller=self._caller):
                    if event is not None:
                        await self._socket.send_text(_text("next", id_, event[1]))
                await self._send(type="complete", id=id_)
            except (HttpProblem, LiaisonError) as problem:
                error = {"message": str(problem), "extensions": {"code": problem.code}}
                await self._send(type="error", id=id_, payload=[error])
        if self._running.get(id_) is scope:
            del self._running[id_]

    async def _send(self, **message: Any) -> None:
        await self._socket.send_text(orjson.dumps(message).decode())


def _message(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise Closed(4400, "Invalid message: not JSON") from None
    if not isinstance(message, dict):
        raise Closed(4400, "Invalid message: not an object")
    return message


def _text(type_: str, id_: str, response: bytes) -> str:
    return orjson.dumps({"type": type_, "id": id_, "payload": orjson.Fragment(response)}).decode()
