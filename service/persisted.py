"""Persisted documents: a request names a document instead of sending it.

Two ways lead here. A folder of `.graphql` files is trusted: each is known by its name and by its SHA-256, as
`documentId` (GraphQL over HTTP, appendix "Persisted Documents"), and a server may answer nothing else. And a client may
register a text by sending it once with its hash, as `extensions.persistedQuery` (Apollo's automatic persisted queries).
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from graphql import GraphQLError, parse, validate

from graph.errors import BadSetting
from schema.sdl import graphql_schema
from service.graphql_http import HttpProblem, Operation

REGISTERED_BYTES: Final = 4 * 1024 * 1024
"""Of texts that clients register; the longest unused go first."""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Documents:
    """The documents that a server knows. Thread-safe."""

    def __init__(self, trusted: Mapping[str, str], *, only: bool = False) -> None:
        """`trusted`: name → text; with `only`, no other text is answered."""
        self.trusted = trusted
        self._only = only
        self._known = {**trusted, **{f"sha256:{sha256(text)}": text for text in trusted.values()}}
        self._registered: OrderedDict[str, str] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def text(self, operation: Operation) -> str:
        """The text that a request means. Raises HttpProblem."""
        if operation.document_id is not None:
            known = self._known.get(operation.document_id)
            if known is None:
                raise HttpProblem(
                    404, "DOCUMENT_NOT_FOUND", f"documentId: this server has no document {operation.document_id!r}"
                )
            return known
        hash_ = _hash(operation.extensions)
        text = operation.query
        if text is None:
            return self._by_hash(hash_)
        if hash_ is not None and sha256(text) != hash_:
            raise HttpProblem(400, "PERSISTED_QUERY_HASH_MISMATCH", "extensions.persistedQuery.sha256Hash: not query's")
        if self._only and f"sha256:{hash_ or sha256(text)}" not in self._known:
            raise HttpProblem(
                403, "DOCUMENT_NOT_TRUSTED", "this server answers its own documents alone; name one by documentId"
            )
        if hash_ is not None:
            self._register(hash_, text)
        return text

    def _by_hash(self, hash_: str | None) -> str:
        if hash_ is None:
            raise HttpProblem(
                400, "BAD_REQUEST", "query: the text of a GraphQL operation is missing, and so is a documentId"
            )
        text = self._known.get(f"sha256:{hash_}")
        if text is None:
            with self._lock:
                text = self._registered.get(hash_)
                if text is not None:
                    self._registered.move_to_end(hash_)
        if text is None:
            # The message is the protocol's: on it, clients send the text.
            raise HttpProblem(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
        return text

    def _register(self, hash_: str, text: str) -> None:
        with self._lock:
            if hash_ not in self._registered and f"sha256:{hash_}" not in self._known:
                self._registered[hash_] = text
                self._bytes += len(text.encode())
                while self._bytes > REGISTERED_BYTES:
                    self._bytes -= len(self._registered.popitem(last=False)[1].encode())


def read_documents(folder: Path | None, *, only: bool) -> Documents:
    """The folder's `.graphql` files, by their path without the ending.

    Raises BadSetting that names the file which is not a valid document of the schema.
    """
    if folder is None:
        if only:
            raise BadSetting("LIAISON_DOCUMENTS_ONLY: there are no documents; name their folder in LIAISON_DOCUMENTS")
        return Documents({})
    if not folder.is_dir():
        raise BadSetting(f"LIAISON_DOCUMENTS: {str(folder)!r} is not a folder")
    return Documents({_name(path, folder): _checked(path) for path in sorted(folder.rglob("*.graphql"))}, only=only)


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix()


def _checked(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        errors = validate(graphql_schema(), parse(text))
    except (OSError, UnicodeDecodeError, GraphQLError) as error:
        raise BadSetting(f"LIAISON_DOCUMENTS: {path}: {error}") from None
    if errors:
        raise BadSetting(f"LIAISON_DOCUMENTS: {path}: {errors[0].message}")
    return text


def _hash(extensions: Mapping[str, Any]) -> str | None:
    """The hash of `extensions.persistedQuery`, if the request has one. Raises HttpProblem."""
    given = extensions.get("persistedQuery")
    if given is None:
        return None
    hash_ = given.get("sha256Hash") if isinstance(given, dict) else None
    if not isinstance(hash_, str) or given.get("version") != 1:
        raise HttpProblem(400, "BAD_REQUEST", "extensions.persistedQuery: write {version: 1, sha256Hash: …}")
    return hash_.lower()
