"""The HTTP application: `create_app(settings)`.

/                the explorer                   /graphiql        a page to ask by hand
/export/…        the graph for other tools
/graphql         the API (POST, GET, WebSocket) /schema.graphql  the schema's text
/livez /readyz   for who watches the process    /metrics         for Prometheus
"""

import json
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import anyio
from anyio import CapacityLimiter
from fastapi import FastAPI, Request, WebSocket
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from graphql import OperationType
from prometheus_client import CollectorRegistry
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

from graph.errors import LiaisonError, StoreUnavailable
from graph.exports import Format
from graph.exports.piece import by_ids
from schema.execution import Prepared, Result
from schema.sdl import sdl
from service.access import Access, Caller, Gate, Role
from service.backend import Backend
from service.exporting import accepted, export, streamed
from service.graphql_http import COST_HEADER, JSON, HttpProblem, Operation, negotiate, read_operation, refuse, respond
from service.headers import GRAPHIQL, SecurityHeaders
from service.metrics import Metrics, metrics
from service.persisted import Documents, read_documents, sha256
from service.settings import Settings, load_settings
from service.streams import EVENT_STREAM, Event, Revisions, Socket, event_stream, events

_LOG: Final = logging.getLogger("liaison")
_AUDIT: Final = logging.getLogger("liaison.audit")
PAGES: Final = Path(__file__).parent / "static"
_LONG_TEXT: Final = 16_384
"""Characters of a query from which parsing would hold up the event loop: it takes some 10 ms by then."""
_OPERATIONS: Final = ("query", "mutation", "subscription")

T = TypeVar("T")


def create_app(settings: Settings, *, pages: Path = PAGES) -> FastAPI:
    """The application over the store that the settings name; it starts without the store too, and then says so."""
    backend = Backend(settings)
    documents = read_documents(settings.documents, only=settings.documents_only)
    gate = Gate(settings)
    service = _Service(backend, settings, documents, gate)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            engine = await anyio.to_thread.run_sync(backend.engine)
            await anyio.to_thread.run_sync(engine.warm, documents.trusted.values())
        except StoreUnavailable as error:
            _LOG.warning("%s: %s (trying again with every request)", error.code, error)
        yield
        await anyio.to_thread.run_sync(backend.close)

    app = FastAPI(title="Liaison", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.metrics = CollectorRegistry()
    app.add_middleware(Access, gate=gate)
    app.add_middleware(SecurityHeaders, embedders=settings.cors_origins)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", COST_HEADER],
        )
    app.add_middleware(Metrics, registry=app.state.metrics)  # the outermost: it sees what the others refuse
    app.add_route("/metrics", metrics)
    # Of every method, to refuse the others itself: the pages' folder would take them.
    app.add_route("/graphql", service.graphql, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    app.add_api_websocket_route("/graphql", service.socket)
    app.add_route("/export/{format}", service.export)
    app.add_route("/livez", _livez)
    app.add_route("/readyz", service.readyz)
    app.add_route("/schema.graphql", _schema)
    for path, folder in ((GRAPHIQL, pages / "graphiql"), ("", pages / "explorer")):  # the explorer last: it takes all
        if (folder / "index.html").is_file():
            app.mount(path, _Pages(directory=folder, html=True))
        else:
            app.add_route(f"{path}/{{rest:path}}", _no_page)
    return app


def write_audit() -> None:
    """Who changed what, a JSON object a line on standard error."""
    if not _AUDIT.handlers:
        _AUDIT.addHandler(logging.StreamHandler())
    _AUDIT.setLevel(logging.INFO)
    _AUDIT.propagate = False


def app_of_environment() -> FastAPI:
    """The application of one of several processes."""
    write_audit()
    return create_app(load_settings())


class _Service:
    """The handlers that ask the store."""

    def __init__(self, backend: Backend, settings: Settings, documents: Documents, gate: Gate) -> None:
        self._backend = backend
        self._gate = gate
        self._documents = documents
        self._origins = settings.cors_origins
        self._revisions = Revisions(lambda: backend.store().revision(), self._in_pool)
        # A store across the network is never asked in the event loop, however cheap the question.
        self._embedded = settings.store.startswith("sqlite:")
        self._pool = CapacityLimiter(settings.threads)
        # Of its own, so that a pool full of slow queries does not make the store look dead.
        self._checks = CapacityLimiter(1)

    async def graphql(self, request: Request) -> Response:
        """POST and GET /graphql."""
        media_type = JSON
        try:
            if request.method not in ("GET", "HEAD", "POST"):
                raise HttpProblem(405, "METHOD_NOT_ALLOWED", "send GET or POST", Allow="GET, HEAD, POST")
            if not request.query_params and _is_browser(request):
                return RedirectResponse(f"{request.scope.get('root_path', '')}{GRAPHIQL}/", status_code=303)
            if EVENT_STREAM in request.headers.get("accept", ""):
                return await self._stream(request)
            if format_ := accepted(request):
                return await self._in_format(request, format_)
            media_type = negotiate(request.headers.get("accept"))
            operation = await read_operation(request)
            result = await self._run(await self._prepared(operation, request.method, request.scope["caller"]))
            return respond(result.json(), media_type, has_data=result.has_data)
        except (HttpProblem, LiaisonError) as problem:
            return refuse(problem, media_type)
        except Exception:
            log_id = secrets.token_hex(4)
            _LOG.exception("internal error %s", log_id)
            return refuse(
                HttpProblem(500, "INTERNAL_ERROR", f"something went wrong here; the log has it as {log_id}"), media_type
            )

    async def export(self, request: Request) -> Response:
        """GET /export/{format}."""
        try:
            return await export(request, (await self._in_pool(self._backend.engine)).store)
        except (HttpProblem, LiaisonError) as problem:
            return refuse(problem)

    async def _in_format(self, request: Request, format_: Format) -> Response:
        """The graph that a query answers, in the shape of another tool."""
        prepared = await self._prepared(await read_operation(request), request.method, request.scope["caller"])
        if prepared.subgraph is None:
            result = await self._run(prepared) if prepared.operation is None else None
            if result is not None:
                return respond(result.json(), JSON, has_data=result.has_data)
            raise HttpProblem(406, "NOT_A_GRAPH", f"{format_.media_type}: ask for `neighborhood` or `paths` alone")
        nodes, edges = await self._in_pool(prepared.subgraph)
        return await streamed(self._backend.store(), format_, lambda store: by_ids(store, nodes, edges))

    async def _stream(self, request: Request) -> Response:
        """The answers of an operation as server-sent events; what is refused before the first is no stream."""
        operation = await read_operation(request)
        since = request.headers.get("last-event-id")
        responses = self._responses(operation, request.method, request.scope["caller"], since)
        first = await anext(responses)
        return event_stream(responses, first)

    async def socket(self, socket: WebSocket) -> None:
        """GraphQL over WebSocket."""
        await Socket(socket, partial(self._responses, method="GET"), self._caller, self._origins).serve()

    async def _caller(self, key: str | None) -> Caller | None:
        known = self._gate.known(key)
        return known if known or key is None else await self._in_pool(partial(self._gate.checked, key))

    async def _responses(
        self, operation: Operation, method: str, caller: Caller, since: str | None = None
    ) -> AsyncIterator[Event | None]:
        prepared = await self._prepared(operation, method, caller)
        async for event in events(prepared, partial(self._run, prepared), self._revisions, self._in_pool, since):
            yield event

    async def _prepared(self, operation: Operation, method: str, caller: Caller) -> Prepared:
        """The operation, ready to run. Raises HttpProblem for a mutation that may not."""
        engine = self._backend.opened
        if engine is None:
            engine = await self._in_pool(self._backend.engine)
        text = self._documents.text(operation)
        prepare = partial(
            engine.prepare,
            text,
            operation.variables,
            operation.operation_name,
            allowed=_OPERATIONS,
            cost=operation.cost,
            by=caller.name,
        )
        prepared = await self._in_pool(prepare) if len(text) > _LONG_TEXT else prepare()
        if prepared.operation is OperationType.MUTATION:
            if method != "POST":
                raise HttpProblem(405, "METHOD_NOT_ALLOWED", "send a mutation by POST", Allow="POST")
            if caller.role < Role.EDITOR:
                raise HttpProblem(403, "NOT_ALLOWED", f"{caller.name} may read; a mutation takes the key of an editor")
            return replace(prepared, run=partial(_audited, prepared.run, text, operation, caller))
        return prepared

    async def _run(self, prepared: Prepared) -> Result:
        result = prepared.run() if prepared.inline and self._embedded else await self._in_pool(prepared.run)
        return await self._in_pool(result.explained) if result.explain else result

    async def _in_pool(self, call: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(call, limiter=self._pool)

    async def readyz(self, _: Request) -> Response:
        """200 if the store answers, else 503 with its address and setting."""
        try:
            await anyio.to_thread.run_sync(self._backend.check, limiter=self._checks)
        except LiaisonError as error:
            return JSONResponse(
                {"status": "unavailable", "code": error.code, "message": str(error)},
                503,
                headers={"Retry-After": "5"},
            )
        return JSONResponse({"status": "ready"})


class _Pages(StaticFiles):
    """Files of a page; a WebSocket to another address than the API's is shown out."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await super().__call__(scope, receive, send)
        else:
            await WebSocketClose()(scope, receive, send)


def _audited(run: Callable[[], Result], text: str, operation: Operation, caller: Caller) -> Result:
    """Runs a mutation and writes down who asked for what; never its variables, which may be whole articles."""
    result = run()
    line = {
        "at": datetime.now(UTC).isoformat("T", "milliseconds"),
        "by": caller.name,
        "role": caller.role.name.lower(),
        "operation": operation.operation_name,
        "document": f"sha256:{sha256(text)}",
        "errors": len(result.errors),
    }
    _AUDIT.info(json.dumps(line))
    return result


def _is_browser(request: Request) -> bool:
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


async def _livez(_: Request) -> Response:
    return JSONResponse({"status": "alive"})


async def _schema(_: Request) -> Response:
    return PlainTextResponse(sdl())


async def _no_page(_: Request) -> Response:
    return PlainTextResponse("This page is not there, or not built. To build it, run: make install\n", 404)
