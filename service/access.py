"""Who may do what: keys, each with a role, and the rule that every address but the pages needs one.

Where no key is set up, a server on loopback lets everybody do everything; on any other address it does not start.
"""

import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Final

import anyio
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.errors import BadArgument, BadSetting
from service.graphql_http import HttpProblem, refuse
from service.headers import GRAPHIQL
from service.settings import Settings

_OPEN: Final = ("/livez", "/readyz", "/index.html", "/icon.svg")
_OPEN_FOLDERS: Final = (f"{GRAPHIQL}/", "/assets/")
_PREFIX: Final = "lk"
_KNOWN: Final = 1_000
"""Keys that were right lately; their hash is not computed again."""


class Role(IntEnum):
    """Each may what the one before it may."""

    READER = 1
    EDITOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks; `name` is that of the key."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: argon2id of its secret half."""

    id: str
    name: str
    role: str
    hash: str
    created: str


class KeyFile:
    """Keys in a JSON file that only its owner reads. Written whole, so that no reader sees half of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hasher = PasswordHasher()

    def read(self) -> dict[str, Key]:
        """The keys by id; none if there is no file. Raises BadSetting."""
        try:
            return {row["id"]: Key(**row) for row in json.loads(self._path.read_text("utf-8"))["keys"]}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadSetting(f"LIAISON_KEYS_FILE: {self._path} is no file of keys: {error}") from None

    def stamp(self) -> tuple[int, int]:
        """Another one after every change."""
        try:
            found = self._path.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)

    def add(self, name: str, role: Role) -> str:
        """A new key, which is told this once. Raises BadArgument."""
        if not name.strip() or not name.isprintable() or len(name) > 100:
            raise BadArgument(f"name: {name!r} does not fit; up to 100 printable characters tell whose key it is")
        id_, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        made = Key(id_, name, role.name.lower(), self._hasher.hash(secret), datetime.now(UTC).isoformat("T", "seconds"))
        self._write({**self.read(), id_: made})
        return f"{_PREFIX}_{id_}_{secret}"

    def revoke(self, id_: str) -> Key:
        """Takes a key back. Raises BadArgument if there is none of this id."""
        keys = self.read()
        if id_ not in keys:
            raise BadArgument(f"id: there is no key {id_!r}; `liaison keys list` shows them")
        gone = keys.pop(id_)
        self._write(keys)
        return gone

    def is_right(self, key: Key, secret: str) -> bool:
        try:
            return self._hasher.verify(key.hash, secret)
        except (VerificationError, InvalidHashError):
            return False

    def _write(self, keys: Mapping[str, Key]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        with fresh.open("w", encoding="utf-8") as file:
            json.dump({"keys": [asdict(key) for key in keys.values()]}, file, indent=1)
        fresh.replace(self._path)


class Gate:
    """Tells who brings a key. Thread-safe; a key that is revoked is refused from the next request on."""

    def __init__(self, settings: Settings) -> None:
        self._single = settings.api_key.get_secret_value() if settings.api_key else None
        self._file = KeyFile(settings.keys_file) if settings.keys_file else None
        everybody = None if self.has_keys else Caller("everybody", Role.ADMIN)
        self._nobody = Caller("everybody", Role.READER) if settings.public else everybody
        self._right: dict[bytes, Caller] = {}
        self._stamp = (0, 0)
        self._lock = threading.Lock()

    @property
    def has_keys(self) -> bool:
        return self._single is not None or self._file is not None

    def known(self, key: str | None) -> Caller | None:
        """Who that is, if it can be told at once: without a key, or by one that was right before."""
        if key is None:
            return self._nobody
        with self._lock:
            if self._file is not None and (stamp := self._file.stamp()) != self._stamp:
                self._right, self._stamp = {}, stamp
            return self._right.get(_digest(key))

    def checked(self, key: str) -> Caller | None:
        """Who brings this key; None if it is wrong. Takes some 50 ms: never in the event loop."""
        caller = self._by_single(key) or self._by_file(key)
        if caller is not None:
            with self._lock:
                if len(self._right) >= _KNOWN:
                    self._right.clear()
                self._right[_digest(key)] = caller
        return caller

    def _by_single(self, key: str) -> Caller | None:
        if self._single is not None and hmac.compare_digest(key.encode(), self._single.encode()):
            return Caller("LIAISON_API_KEY", Role.ADMIN)
        return None

    def _by_file(self, key: str) -> Caller | None:
        prefix, _, rest = key.partition("_")
        id_, _, secret = rest.partition("_")
        if self._file is None or prefix != _PREFIX:
            return None
        kept = self._file.read().get(id_)
        if kept is None or not self._file.is_right(kept, secret):
            return None
        return Caller(kept.name, Role[kept.role.upper()])


def _digest(key: str) -> bytes:
    # Of a random key of 256 bits: a fast hash gives nothing away, and the key itself is not kept in memory.
    return hashlib.sha256(key.encode()).digest()


def bearer(value: str | None) -> str | None:
    """The key of an Authorization header."""
    scheme, _, key = (value or "").strip().partition(" ")
    return key.strip() if scheme.lower() == "bearer" and key.strip() else None


def check_exposure(settings: Settings) -> None:
    """Raises BadSetting for an address that others reach while nothing says who may do what."""
    if not settings.loopback and not Gate(settings).has_keys and not settings.public:
        raise BadSetting(
            f"LIAISON_HOST (or --host): {settings.host} is open to the network, and nothing says who may do what; set "
            "LIAISON_API_KEY, or LIAISON_KEYS_FILE (`liaison keys add NAME`), or LIAISON_PUBLIC=true to let all read"
        )


class Access:
    """Lets nobody past without a role, but to the pages and to who watches the process; puts the caller in the scope.

    A WebSocket may bring its key later, in its first message.
    """

    def __init__(self, app: ASGIApp, *, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not _is_open(scope["path"]):
            key = bearer(HTTPConnection(scope).headers.get("authorization"))
            caller = await self.caller(key)
            if caller is None and (scope["type"] == "http" or key is not None):
                await self._refuse(scope, receive, send, key)
                return
            scope["caller"] = caller
        await self._app(scope, receive, send)

    async def caller(self, key: str | None) -> Caller | None:
        known = self._gate.known(key)
        if known is not None or key is None:
            return known
        return await anyio.to_thread.run_sync(self._gate.checked, key)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, key: str | None) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403, "reason": "Forbidden"})
            return
        message = "this key is not known here" if key else "send a key: Authorization: Bearer …"
        problem = HttpProblem(401, "NO_KEY", message, **{"WWW-Authenticate": 'Bearer realm="Liaison"'})
        await refuse(problem)(scope, receive, send)


def _is_open(path: str) -> bool:
    return path == "/" or path == GRAPHIQL or path in _OPEN or path.startswith(_OPEN_FOLDERS)
