"""The ledger's records as JSON text, as stores keep them."""

from typing import Any, Final, TypeVar

import orjson
from pydantic import TypeAdapter

from graph.ledger import Member, StoredClaim
from graph.model import Decision, Document

Record = TypeVar("Record", Document, Member, StoredClaim, Decision)

_ADAPTERS: Final[dict[type, TypeAdapter[Any]]] = {
    kind: TypeAdapter(kind) for kind in (Document, Member, StoredClaim, Decision)
}


def encode(record: Document | Member | StoredClaim | Decision) -> str:
    return orjson.dumps(record).decode()


def decode(kind: type[Record], text: str) -> Record:
    """The record again; raises ValueError for text that `encode` did not make."""
    record = _ADAPTERS[kind].validate_json(text)
    assert isinstance(record, kind)
    return record
