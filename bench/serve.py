"""The contenders, in this process or behind HTTP on loopback.

python -m bench.serve compiled sqlite:///graph.db 8123
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

import httpx
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.ordinary import Ordinary
from graph.stores import open_store
from schema.execution import Engine
from service.app import create_app
from service.settings import load_settings

Execute: TypeAlias = Callable[[str, Mapping[str, Any]], bytes]

_START_SECONDS: Final = 60


def _path(url: str) -> str:
    return url.removeprefix("sqlite:///")


@contextmanager
def compiled(url: str) -> Iterator[Execute]:
    """The engine without a server."""
    store = open_store(url, create=False)
    engine = Engine(store)
    try:
        yield lambda text, variables: engine.execute(text, variables).json()
    finally:
        store.close()


@contextmanager
def ordinary(url: str) -> Iterator[Execute]:
    """The resolvers without a server."""
    yield Ordinary(_path(url)).execute


def _ordinary_app(url: str) -> Starlette:
    """The least that serves the resolvers: a thread of the pool for each request."""
    resolvers = Ordinary(_path(url))

    def answer(body: bytes) -> bytes:
        request = orjson.loads(body)
        return resolvers.execute(request["query"], request.get("variables") or {})

    async def graphql(request: Request) -> Response:
        return Response(await run_in_threadpool(answer, await request.body()), media_type="application/json")

    return Starlette(routes=[Route("/graphql", graphql, methods=["POST"])])


IN_PROCESS: Final = {"compiled": compiled, "ordinary": ordinary}
APPS: Final = {"compiled": lambda url: create_app(load_settings(store=url)), "ordinary": _ordinary_app}


@contextmanager
def through_http(contender: str, url: str) -> Iterator[Execute]:
    """A server of its own process, asked over one connection that is kept alive."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "bench.serve", contender, url, str(port)])
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _wait(client, server)

            def execute(text: str, variables: Mapping[str, Any]) -> bytes:
                return client.post("/graphql", json={"query": text, "variables": variables}).content

            yield execute
    finally:
        server.terminate()
        server.wait()


def _wait(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            client.get("/graphql")
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not come up; its messages are above")


if __name__ == "__main__":
    uvicorn.run(APPS[sys.argv[1]](sys.argv[2]), host="127.0.0.1", port=int(sys.argv[3]), log_level="warning")
