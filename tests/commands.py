"""Runs the command line in this process, and servers on loopback: what the tests of the service share."""

import contextlib
import io
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import orjson
import pytest
import uvicorn

from graph.model import JsonValue
from service.app import PAGES, create_app
from service.cli import main
from service.connections import BoundedHttp
from service.settings import Settings

NODES = (
    {"id": "person:ana", "kind": "Person", "name": "Ana Silva", "aliases": ["A. Silva"]},
    {"id": "person:jens", "kind": "Person", "name": "Jens Berg"},
    {"id": "place:lisbon", "kind": "Place", "name": "Lisbon", "placeType": "CITY"},
    {"id": "place:oslo", "kind": "Place", "name": "Oslo", "placeType": "CITY"},
    {
        "id": "event:talks",
        "kind": "Event",
        "name": "Talks in Lisbon",
        "eventType": "MEETING",
        "status": "HELD",
        "start": "2023-09-27",
    },
    {
        "id": "article:one",
        "kind": "Article",
        "name": "Talks",
        "title": "Talks",
        "text": "Talks\n\nAna Silva met Jens Berg in Lisbon.",
        "published": "2023-09-28",
    },
)
EDGES = (
    {
        "type": "MET",
        "source": "person:ana",
        "target": "person:jens",
        "event": "event:talks",
        "start": "2023-09-27",
        "evidence": [
            {
                "article": "article:one",
                "start": 7,
                "end": 41,
                "sentence": "Ana Silva met Jens Berg in Lisbon.",
                "extractor": "hand@1",
                "confidence": 0.9,
            }
        ],
    },
    {"type": "HELD_AT", "source": "event:talks", "target": "place:lisbon"},
    {"type": "PARTICIPATED_IN", "source": "person:ana", "target": "event:talks", "role": "HOST"},
    *(
        {"type": "MENTIONS", "source": "article:one", "target": target}
        for target in ("person:ana", "person:jens", "place:lisbon", "event:talks")
    ),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind."""

    status: int
    output: str
    messages: str
    raw: bytes = b""
    """The output, where it is no text."""

    @property
    def json(self) -> JsonValue:
        loaded: JsonValue = orjson.loads(self.output)
        return loaded


def run(*arguments: str, store: str = "", stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Outcome:
    """`liaison ARGUMENTS` with its own standard streams; `store` is LIAISON_STORE."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    variables = {**({"LIAISON_STORE": store} if store else {}), **(environment or {})}
    with (
        contextlib.redirect_stdout(streams[0]),
        contextlib.redirect_stderr(streams[1]),
        mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")),
        mock.patch.dict(os.environ, variables),
        pytest.raises(SystemExit) as left,
    ):
        main(arguments)
    raw, told = (stream.buffer.getvalue() for stream in streams)
    assert isinstance(left.value.code, int)
    return Outcome(left.value.code, raw.decode(errors="replace"), told.decode(), raw)


def write_graph(folder: Path) -> Path:
    """The small graph above, in the interchange format."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in (("nodes", NODES), ("edges", EDGES)):
        (folder / f"{name}.jsonl").write_bytes(b"\n".join(map(orjson.dumps, records)))
    return folder


def small_store(folder: Path) -> str:
    """The URL of a SQLite store that holds the small graph."""
    store = f"sqlite:///{folder}/small.db"
    assert run("load", str(write_graph(folder / "graph")), store=store).status == 0
    return store


@contextlib.contextmanager
def serving(settings: Settings, *, pages: Path = PAGES) -> Iterator[str]:
    """The address of a real server in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(settings, pages=pages),
                http=BoundedHttp,
                log_level="error",
                timeout_graceful_shutdown=1,
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            deadline = time.monotonic() + 20
            while not server.started:
                assert thread.is_alive(), "the server stopped as it started"
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)
