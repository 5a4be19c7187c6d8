"""A page from the public web. Where it leads is checked when the connection is made, not before.

The name is resolved here, its addresses are checked, and the checked address itself is connected to: a name that
answers differently the next time gains nothing. Each redirect is a new request, checked the same way. Proxies of the
environment are not used: they would resolve names themselves.
"""

import http.client
import ipaddress
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from loaders.readers.items import Unreadable

MAX_BYTES: Final = 64 << 20
MAX_SECONDS: Final = 60.0
_CONNECT_SECONDS: Final = 10.0
_MAX_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_AGENT: Final = "Liaison (article loader)"
_ACCEPT: Final = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5"
_EMBEDDING: Final = (
    ipaddress.ip_network("64:ff9b::/96"),  # NAT64
    ipaddress.ip_network("::/96"),  # IPv4-compatible
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Reach:
    """Which addresses may be connected to: the public ones, and exactly those (address, port) that a caller names.

    Only a caller in Python can name one, as the tests do with a server of their own: no option, setting, document or
    redirect can.
    """

    also: frozenset[tuple[str, int]] = frozenset()
    max_bytes: int = MAX_BYTES
    max_seconds: float = MAX_SECONDS

    def allows(self, address: str, port: int) -> bool:
        return (address, port) in self.also or is_public(ipaddress.ip_address(address.partition("%")[0]))


PUBLIC: Final = Reach()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: its bytes, the address it came from after redirects, and how the server describes it."""

    stream: IO[bytes]
    url: str
    media_type: str | None
    charset: str | None


def is_url(path: str) -> bool:
    """Whether a path is an address: whatever has a scheme, so that `file://…` is refused and not looked for."""
    scheme, separator, _ = path.partition("://")
    return bool(separator) and scheme.isascii() and scheme.replace("+", "").isalnum()


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet's; what carries another address inside is judged by that."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if any(address in network for network in _EMBEDDING):
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@contextmanager
def fetch(url: str, reach: Reach = PUBLIC) -> Iterator[Fetched]:
    """The content behind an http or https address, on disk where it is large. Raises Unreadable with what to do."""
    deadline = time.monotonic() + reach.max_seconds
    with tempfile.SpooledTemporaryFile(max_size=8 << 20) as content:
        for _ in range(_MAX_REDIRECTS + 1):
            url = _checked(url)
            answer = _get(url, reach, deadline, content)
            if isinstance(answer, Fetched):
                yield answer
                return
            url = urljoin(url, answer)
        raise Unreadable("UNREACHABLE", f"redirects more than {_MAX_REDIRECTS} times; load the final address")


def _checked(url: str) -> str:
    """The address as it goes over the wire. Raises Unreadable unless it is http or https without credentials."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Unreadable("BAD_URL", f"{error}; write https://host/path") from error
    if parts.scheme not in ("http", "https"):
        raise Unreadable("BAD_URL", f"{parts.scheme}: is not fetched; only http and https are")
    if not host:
        raise Unreadable("BAD_URL", "names no host; write https://host/path")
    if parts.username is not None or parts.password is not None:
        raise Unreadable("BAD_URL", "holds a user name or password, which would be stored; save the page and load that")
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Unreadable("BAD_URL", f"{host!r} is no host name") from error
    netloc = f"[{name}]" if ":" in name else name
    netloc += f":{port}" if port is not None else ""
    path, query = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"), quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _get(url: str, reach: Reach, deadline: float, content: IO[bytes]) -> Fetched | str:
    """What one request brings, or where it redirects to."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    late: list[bool] = []
    connection = http.client.HTTPConnection(host, port)
    try:
        plain = _dial(host, port, reach, deadline)
        connection.sock = plain
        alarm = threading.Timer(max(0.0, deadline - time.monotonic()), _hang_up, (plain, late))
        alarm.daemon = True
        alarm.start()
        try:
            if secure:
                connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            target = urlunsplit(("", "", parts.path, parts.query, ""))
            standard = port == (443 if secure else 80)
            headers = {"Host": parts.netloc if not standard else parts.netloc.removesuffix(f":{port}")}
            headers |= {"User-Agent": _AGENT, "Accept": _ACCEPT, "Accept-Encoding": "identity", "Connection": "close"}
            connection.request("GET", target, headers=headers)
            answer = _answer(url, connection.getresponse(), reach, content)
            if late:
                raise TimeoutError
            return answer
        finally:
            alarm.cancel()
            connection.close()
            plain.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late or time.monotonic() >= deadline:
            raise Unreadable("TIMEOUT", f"took over {reach.max_seconds:g} s; save the page and load that") from error
        reason = " ".join(str(error).split()) or type(error).__name__
        raise Unreadable("UNREACHABLE", f"no answer: {reason}; try again, or save the page and load that") from error
    finally:
        connection.close()


def _hang_up(open_socket: socket.socket, late: list[bool]) -> None:
    """Ends a transfer that trickles: each byte in time, the whole of it too late."""
    late.append(True)
    with suppress(OSError):  # it may just have ended by itself
        open_socket.shutdown(socket.SHUT_RDWR)


def _dial(host: str, port: int, reach: Reach, deadline: float) -> socket.socket:
    """A connection to one of the host's addresses that may be reached."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Unreadable("UNREACHABLE", f"the host {host!r} is not known; check the address") from error
    addresses = list(dict.fromkeys((family, place) for family, _, _, _, place in found))
    allowed = [(family, place) for family, place in addresses if reach.allows(str(place[0]), port)]
    if not allowed:
        named = ", ".join(str(place[0]) for _, place in addresses)
        known = host if named == host else f"{host} ({named})"
        message = f"{known} is not on the public internet, and only that is fetched; save the page and load the file"
        raise Unreadable("REFUSED_ADDRESS", message)
    failed: OSError | None = None
    for family, place in allowed:
        seconds = min(_CONNECT_SECONDS, deadline - time.monotonic())
        if seconds <= 0:
            raise TimeoutError("timed out")
        dialled = socket.socket(family, socket.SOCK_STREAM)
        dialled.settimeout(seconds)
        try:
            dialled.connect(place)
        except OSError as error:
            dialled.close()
            failed = error
            continue
        return dialled
    raise failed or OSError("no address")


def _answer(url: str, response: http.client.HTTPResponse, reach: Reach, content: IO[bytes]) -> Fetched | str:
    location = response.headers.get("Location")
    if response.status in _REDIRECTS and location:
        return location
    if response.status != 200:
        reason = " ".join(f"{response.status} {response.reason}".split())
        raise Unreadable("HTTP_STATUS", f"the server answers {reason}; open it in a browser and save the page")
    size = 0
    while piece := response.read(1 << 16):
        size += len(piece)
        if size > reach.max_bytes:
            raise Unreadable("TOO_LARGE", f"over {reach.max_bytes >> 20} MiB; download it and load the file")
        content.write(piece)
    if response.length:  # read(n) takes a connection that was cut, by us or by others, for the end
        raise OSError(f"the answer ends {response.length:,} bytes too early")
    content.seek(0)
    media_type = response.headers.get_content_type() if "Content-Type" in response.headers else None
    return Fetched(content, url, media_type, response.headers.get_content_charset())
