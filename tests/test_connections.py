"""Connections: a head without end, a client that never finishes, and lengths that contradict are cut."""

import socket
import time
from collections.abc import Iterator

import pytest

from service import connections
from service.settings import load_settings
from tests.commands import serving, small_store

BODY = b'{"query": "{ __typename }"}'
HEAD = b"POST /graphql HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with serving(load_settings(store=small_store(tmp_path_factory.mktemp("connections")))) as address:
        yield int(address.rpartition(":")[2])


def sent(port: int, *pieces: bytes) -> bytes:
    """What the server answers to these bytes, to the end of the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        answer = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            while received := connection.recv(65536):
                answer += received
        except ConnectionError:
            pass
        return answer


def test_a_request_in_pieces_is_answered(port: int) -> None:
    length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(BODY)
    assert sent(port, HEAD, length, BODY[:5], BODY[5:]).endswith(b'{"data":{"__typename":"Query"}}')


@pytest.mark.parametrize("endless", [b"X-A: " + b"a" * 200_000, b"X-A: a\r\n" * 30_000, b""])
def test_a_head_over_the_limit_is_refused(port: int, endless: bytes) -> None:
    line = b"GET /graphql?query=" + b"a" * 200_000 if not endless else HEAD
    assert sent(port, line, endless).startswith(b"HTTP/1.1 400")


def test_a_large_body_is_no_large_head(port: int) -> None:
    padded = BODY + b" " * 200_000
    length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(padded)
    assert sent(port, HEAD + length + padded).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
    ],
)
def test_lengths_that_contradict_are_refused(port: int, lengths: bytes) -> None:
    assert sent(port, HEAD + lengths + b"\r\n0\r\n\r\n").startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("begun", [b"", HEAD, HEAD + b"Content-Length: 27\r\n\r\n{"])
def test_a_client_that_does_not_finish_is_cut(port: int, begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "RECEIVE_SECONDS", 0.5)
    started = time.monotonic()
    assert sent(port, begun) == b""
    assert time.monotonic() - started < 5
