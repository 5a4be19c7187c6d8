"""The ledger's records as JSON text, as stores keep them.

Members and claims are read by the thousand with every write: they are made by hand, ten times faster than by a
validator, and members of one name share their chain.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeVar

import orjson
from pydantic import TypeAdapter

from graph.ledger import ChainRef, Member, StoredClaim
from graph.model import Chain, Claim, Decision, Document, Mention, Traits
from graph.ontology import (
    EntityKind,
    EventStatus,
    EventType,
    Medium,
    Origin,
    ParticipantRole,
    PlaceType,
    RelationType,
)

Record = TypeVar("Record", Document, Member, StoredClaim, Decision)

_KINDS: Final = {kind.value: kind for kind in EntityKind}
_TYPES: Final = {type_.value: type_ for type_ in RelationType}
_STATUSES: Final = {status.value: status for status in EventStatus}
_ROLES: Final = {role.value: role for role in ParticipantRole}
_ORIGINS: Final = {origin.value: origin for origin in Origin}
_CHAIN: Final = ',"chain":'
_AFTER_CHAIN: Final = ',"mention_count":'


def encode(record: Document | Member | StoredClaim | Decision) -> str:
    return orjson.dumps(record).decode()


def decode(kind: type[Record], text: str) -> Record:
    """The record again; raises ValueError for text that `encode` did not make."""
    try:
        record = _DECODERS[kind](text)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no {kind.__name__}: {text[:80]!r}") from error
    assert isinstance(record, kind)
    return record


def _member(text: str) -> Member:
    # Quotation marks inside strings are escaped, so these are the fields themselves.
    start, end = text.index(_CHAIN) + len(_CHAIN), text.index(_AFTER_CHAIN)
    fields = orjson.loads(f"{text[:start]}null{text[end:]}")
    ref = fields["ref"]
    return Member(
        ChainRef(_shared(ref["article"]), ref["index"]),
        _shared(fields["block"]),
        _chain(text[start:end]),
        fields["mention_count"],
        tuple(map(_shared, fields["anchors"])),
        fields["published"],
        fields["story"],
        _shared(fields["base"]),
        _shared(fields["entity"]),
    )


@lru_cache(maxsize=65536)
def _shared(text: str) -> str:
    """The one copy of a text that many records have."""
    return text


@lru_cache(maxsize=16384)
def _chain(text: str) -> Chain:
    fields = orjson.loads(text)
    traits = fields["traits"]
    return Chain(
        _KINDS[fields["kind"]],
        fields["name"],
        tuple(Mention(**mention) for mention in fields["mentions"]),
        tuple(fields["names"]),
        tuple(fields["same_as"]),
        fields["description"],
        Traits(
            place_type=PlaceType(traits["place_type"]) if traits["place_type"] else None,
            latitude=traits["latitude"],
            longitude=traits["longitude"],
            country_code=traits["country_code"],
            event_type=EventType(traits["event_type"]) if traits["event_type"] else None,
            status=EventStatus(traits["status"]) if traits["status"] else None,
            medium=Medium(traits["medium"]) if traits["medium"] else None,
            start=traits["start"],
            end=traits["end"],
            trigger=traits["trigger"],
        ),
    )


def _claim(text: str) -> StoredClaim:
    fields = orjson.loads(text)
    said: dict[str, Any] = fields["claim"]
    said["type"] = _TYPES[said["type"]]
    said["status"] = _STATUSES[said["status"]]
    said["origin"] = _ORIGINS[said["origin"]]
    if said["role"] is not None:
        said["role"] = _ROLES[said["role"]]
    fields["claim"] = Claim(**said)
    return StoredClaim(**fields)


_DECODERS: Final[dict[type, Callable[[str], Document | Member | StoredClaim | Decision]]] = {
    Document: TypeAdapter(Document).validate_json,
    Decision: TypeAdapter(Decision).validate_json,
    Member: _member,
    StoredClaim: _claim,
}
