"""Addresses: a real server on loopback, which only these tests may reach, and everything that is refused."""

import contextlib
import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.model import Article
from loaders.readers import Reach, ReadFailure, read
from loaders.readers.fetch import is_public, is_url
from tests.commands import run

DATA = Path(__file__).parent / "data"
PAGE = (DATA / "page.html").read_bytes()

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by a table of paths; anything else is 404."""

    answers: dict[str, Answer]

    def do_GET(self) -> None:
        answer: Answer = self.answers.get(self.path, lambda handler: handler.say(404))
        answer(self)

    def say(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        with contextlib.suppress(OSError):  # the client may have had enough
            self.wfile.write(content)

    def log_message(self, *_: object) -> None: ...


@contextlib.contextmanager
def serving(**answers: Answer) -> Iterator[tuple[str, Reach]]:
    """The address of a server with these paths, and the reach that a test has to it."""
    handler = type("Answers", (Handler,), {"answers": {f"/{path}": answer for path, answer in answers.items()}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        port = server.server_address[1]
        yield f"http://127.0.0.1:{port}", Reach(also=frozenset({("127.0.0.1", port)}))
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def sends(content: bytes, type_: str | None = None, **headers: str) -> Answer:
    return lambda handler: handler.say(200, content, **({"Content_Type": type_} if type_ else {}), **headers)


def redirects(location: str) -> Answer:
    return lambda handler: handler.say(302, Location=location)


def one(url: str, reach: Reach | None = None) -> Article | ReadFailure:
    (found,) = read([url], reach=reach) if reach else read([url])
    return found


def code(url: str, reach: Reach | None = None) -> str:
    found = one(url, reach)
    assert isinstance(found, ReadFailure), found
    assert found.source == url
    return found.code


def test_a_page_is_fetched_and_keeps_the_address_it_came_from() -> None:
    with serving(page=sends(PAGE, "text/html; charset=utf-8"), old=redirects("/page")) as (base, reach):
        found, moved = one(f"{base}/page", reach), one(f"{base}/old#part", reach)
    assert isinstance(found, Article)
    assert (found.title, found.published) == ("Ana Silva visits Bergen harbour", "2023-05-03")
    # The page says it is another host's; that it does not get to say.
    assert found.url == f"{base}/page"
    assert moved == found


def test_content_and_content_type_decide_the_format() -> None:
    feed, rows = (DATA / "rss.xml").read_bytes(), b"name;body\nA;b\n"
    with serving(
        feed=sends(feed, "text/html"),
        packed=sends(gzip.compress(PAGE), "text/html", Content_Encoding="gzip"),
        pdf=sends((DATA / "report.pdf").read_bytes(), "application/octet-stream"),
        rows=sends(rows, "text/csv"),
        notes=sends(b"# Heading\n\nText *here*.", "text/markdown"),
        cyrillic=sends("Встреча\n\nЗеленский в Киеве.".encode("koi8-r"), "text/plain; charset=koi8-r"),
    ) as (base, reach):
        titles = [
            [item.title if isinstance(item, Article) else item.code for item in read([f"{base}/{path}"], reach=reach)]
            for path in ("feed", "packed", "pdf", "rows", "notes", "cyrillic")
        ]
    assert titles == [
        ["Ana Silva visits Bergen & Stavanger", "Rescue service gets boats"],
        ["Ana Silva visits Bergen harbour"],
        ["Coast guard chief Ana Silva visits Bergen"],
        ["A"],
        ["Heading"],
        ["Встреча"],
    ]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2001:0:0:0:0:0:80ff:fffe", "2001:db8::1", "100::1",
    ],
)  # fmt: skip
def test_an_address_off_the_public_internet_is_none_to_go_to(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_a_public_address_is_one_to_go_to(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0", "127.1"]
)
def test_every_spelling_of_this_machine_is_refused(host: str) -> None:
    with serving(page=sends(PAGE)) as (base, _):
        assert code(f"http://{host}:{base.rpartition(':')[2]}/page") in ("REFUSED_ADDRESS", "UNREACHABLE")


def test_a_name_that_changes_its_address_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer is public, the second private: the checked address is the one that is dialled."""
    dialled: list[str] = []
    asked = iter(("203.0.114.9", "127.0.0.1"))

    def resolve(_: str, port: int, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (next(asked), port))]

    class Dialling(socket.socket):
        def connect(self, place: tuple[str, int]) -> None:  # type: ignore[override]
            dialled.append(place[0])
            raise OSError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "socket", Dialling)
    assert code("http://rebound.example/page") == "UNREACHABLE"
    assert dialled == ["203.0.114.9"]
    assert code("http://rebound.example/page") == "REFUSED_ADDRESS"
    assert dialled == ["203.0.114.9"]


def test_a_redirect_to_where_one_may_not_go_is_refused() -> None:
    with serving(page=sends(PAGE)) as (other, _):
        targets = {
            "loopback": f"{other}/page",  # another port of the machine that the test may reach
            "metadata": "http://169.254.169.254/latest/meta-data",
            "file": "file:///etc/passwd",
            "secret": "http://user:word@example.org/",
        }
        with serving(**{name: redirects(target) for name, target in targets.items()}) as (base, reach):
            codes = {name: code(f"{base}/{name}", reach) for name in targets}
    assert codes == {
        "loopback": "REFUSED_ADDRESS",
        "metadata": "REFUSED_ADDRESS",
        "file": "BAD_URL",
        "secret": "BAD_URL",
    }


def test_redirects_in_a_circle_end() -> None:
    with serving(round=redirects("/round")) as (base, reach):
        assert code(f"{base}/round", reach) == "UNREACHABLE"


def test_too_much_and_too_long_are_stopped() -> None:
    def trickle(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(100):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)

    with serving(large=sends(b"x" * 5000), slow=trickle) as (base, reach):
        assert code(f"{base}/large", Reach(reach.also, max_bytes=4096)) == "TOO_LARGE"
        started = time.monotonic()
        assert code(f"{base}/slow", Reach(reach.also, max_seconds=0.3)) == "TIMEOUT"
        assert time.monotonic() - started < 3


def test_an_answer_that_is_no_page_is_told_and_the_next_is_read() -> None:
    def cut(handler: Handler) -> None:
        handler.say(200, b"short", Content_Length="5000")

    def nonsense(handler: Handler) -> None:
        handler.wfile.write(b"\x00\x01\x02\r\n\r\n")

    with serving(cut=cut, nonsense=nonsense, none=sends(b""), page=sends(PAGE)) as (base, reach):
        urls = [f"{base}/{path}" for path in ("gone", "cut", "nonsense", "none", "page")]
        found = list(read(urls, reach=reach))
    assert [item.code for item in found if isinstance(item, ReadFailure)] == [
        "HTTP_STATUS",
        "UNREACHABLE",
        "UNREACHABLE",
        "EMPTY",
    ]
    assert isinstance(found[-1], Article)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "http://",
        "http://a:b@example.org/",
        "http://[::1",
        "https://..../x",
    ],
)
def test_an_address_that_is_not_fetched_says_why(url: str) -> None:
    assert code(url) == "BAD_URL"


def test_a_windows_path_or_a_glob_is_no_address() -> None:
    assert not any(map(is_url, ("C:\\news\\a.txt", "news/*.txt", "-", "a:b")))


def test_the_command_line_cannot_be_talked_into_loopback(tmp_path: Path) -> None:
    with serving(page=sends(PAGE)) as (base, _):
        outcome = run("load", f"{base}/page", store=f"sqlite:///{tmp_path}/x.db")
    assert outcome.status == 1
    assert f"REFUSED_ADDRESS: {base}/page: 127.0.0.1 is not on the public internet" in outcome.messages
