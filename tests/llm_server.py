"""A model's endpoint on loopback that answers as it is told: chat completions over HTTP, in a thread."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = Mapping[str, Any]
Reply = Callable[[Asked, int], tuple[int, Mapping[str, str], bytes]]
"""Of the body of a request and its number, from 1 on: status, headers and body of the answer."""


@dataclass(slots=True)
class Endpoint:
    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


def completion(content: object, *, finish: str = "stop", tokens: tuple[int, int] = (100, 20)) -> bytes:
    """A chat completion; content that is no text is written as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    return json.dumps(
        {
            "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}],
            "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]},
        }
    ).encode()


def always(content: object, *, finish: str = "stop") -> Reply:
    return lambda _asked, _number: (200, {}, completion(content, finish=finish))


def in_turn(*replies: Reply) -> Reply:
    """The first for the first request, and so on; the last for all after."""
    return lambda asked, number: replies[min(number, len(replies)) - 1](asked, number)


def status(code: int, body: bytes = b'{"error": "no"}', **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return lambda _asked, _number: (code, named, body)


@contextmanager
def endpoint(reply: Reply) -> Iterator[Endpoint]:
    """Serves until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                served.asked.append(asked)
                served.keys.append(self.headers.get("authorization"))
                number = len(served.asked)
            code, headers, body = reply(asked, number)
            try:
                self.send_response(code if self.path == "/v1/chat/completions" else 404)
                for name, text in headers.items():
                    self.send_header(name, text)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # who asked went away
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    lock = threading.Lock()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
