"""The ledger's records as JSON text, as stores keep them."""

from typing import Final, TypeVar

import orjson
from pydantic import TypeAdapter

from graph.ledger import Member, StoredClaim
from graph.model import Document

Record = TypeVar("Record", Document, Member, StoredClaim)

_ADAPTERS: Final[dict[type, TypeAdapter[Document] | TypeAdapter[Member] | TypeAdapter[StoredClaim]]] = {
    Document: TypeAdapter(Document),
    Member: TypeAdapter(Member),
    StoredClaim: TypeAdapter(StoredClaim),
}


def encode(record: Document | Member | StoredClaim) -> str:
    return orjson.dumps(record).decode()


def decode(kind: type[Record], text: str) -> Record:
    """The record again; raises ValueError for text that `encode` did not make."""
    record = _ADAPTERS[kind].validate_json(text)
    assert isinstance(record, kind)
    return record
