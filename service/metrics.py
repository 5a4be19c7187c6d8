"""GET /metrics: what a Prometheus server collects. Of one process: with several workers each tells its own."""

import time
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_ROUTES: Final = ("graphql", "export", "graphiql", "livez", "readyz", "metrics", "schema.graphql")
"""First parts of the addresses that are told apart: a client cannot make more of them."""


class Metrics:
    """Counts and times every request, by route and status; knows nothing of queries, variables or keys."""

    def __init__(self, app: ASGIApp, *, registry: CollectorRegistry) -> None:
        self._app = app
        labels = ("route", "method", "status")
        self._requests = Counter("liaison_requests", "Requests that were answered.", labels, registry=registry)
        self._seconds = Histogram(
            "liaison_request_seconds", "From a request's head to its answer's end.", ("route",),
            registry=registry, buckets=_BUCKETS,
        )  # fmt: skip
        self._running = Gauge("liaison_requests_running", "Requests under way.", registry=registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started = 0, time.perf_counter()

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._running.inc()
        try:
            await self._app(scope, receive, counted)
        finally:
            self._running.dec()
            route = _route(scope["path"])
            self._requests.labels(route, _method(scope["method"]), status or "broken off").inc()
            self._seconds.labels(route).observe(time.perf_counter() - started)


def _route(path: str) -> str:
    first = path.lstrip("/").partition("/")[0]
    return first if first in _ROUTES else "page"


def _method(method: str) -> str:
    return method if method in ("GET", "POST", "HEAD", "OPTIONS") else "other"


async def metrics(request: Request) -> Response:
    """GET /metrics."""
    return Response(generate_latest(request.app.state.metrics), headers={"Content-Type": CONTENT_TYPE_LATEST})
