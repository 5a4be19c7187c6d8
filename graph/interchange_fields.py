"""The keys of interchange records: what each is in the model, and how its value is read.

A reader takes a JSON value and returns the model's, or raises ValueError that says what was expected.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, TypeAlias

from graph.dates import bounds
from graph.errors import BadDate
from graph.model import JsonValue
from graph.ontology import (
    EntityKind,
    EventStatus,
    EventType,
    Judgement,
    Medium,
    Origin,
    ParticipantRole,
    PlaceType,
    RelationType,
)

_Reader: TypeAlias = Callable[[JsonValue], Any]
Fields: TypeAlias = Mapping[str, tuple[str, _Reader]]
"""By JSON key: the attribute of the model and its reader."""

# --- one value --------------------------------------------------------------------------------------------------


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise ValueError("a text")
    return value


def _some_text(value: JsonValue) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text that is not empty")
    return value


def _texts(value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("a list of texts")
    return tuple(str(item) for item in value)


def _ids(value: JsonValue) -> tuple[str, ...]:
    return (_some_text(value),) if isinstance(value, str) else _texts(value)


def _flag(value: JsonValue) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _count(value: JsonValue) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("a whole number from 0")
    return value


def _number(lowest: float, highest: float) -> _Reader:
    def read(value: JsonValue) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not lowest <= value <= highest:
            raise ValueError(f"a number from {lowest:g} to {highest:g}")
        return float(value)

    return read


@lru_cache(maxsize=65536)
def _checked_date(value: str) -> str:
    try:
        bounds(value)
    except BadDate:
        raise ValueError("a date: YYYY, YYYY-MM or YYYY-MM-DD") from None
    return value


def _date(value: JsonValue) -> str:
    return _checked_date(value) if isinstance(value, str) else _checked_date("")


def _member(members: type[StrEnum]) -> _Reader:
    by_name = {member.value: member for member in members}
    labels = {member.value: getattr(member, "label", member.value) for member in members}

    def read(value: JsonValue) -> StrEnum:
        found = by_name.get(value) or by_name.get(value.upper()) if isinstance(value, str) else None
        if found is None:
            raise ValueError(f"one of {', '.join(labels.values())}")
        return found

    return read


def _properties(value: JsonValue) -> dict[str, JsonValue]:
    if not isinstance(value, dict):
        raise ValueError("an object")
    return value


# --- records ----------------------------------------------------------------------------------------------------

_confidence: Final = _number(0, 1)

NODE: Final[Fields] = {
    "id": ("id", _some_text),
    "kind": ("kind", _member(EntityKind)),
    "name": ("name", _some_text),
    "aliases": ("aliases", _texts),
    "description": ("description", _text),
    "sameAs": ("same_as", _texts),
    "articles": ("articles", _texts),
    "origin": ("origin", _member(Origin)),
    "properties": ("properties", _properties),
}
TRAITS: Final[Mapping[EntityKind, Fields]] = {
    EntityKind.PLACE: {
        "placeType": ("place_type", _member(PlaceType)),
        "latitude": ("latitude", _number(-90, 90)),
        "longitude": ("longitude", _number(-180, 180)),
        "countryCode": ("country_code", _text),
    },
    EntityKind.EVENT: {
        "eventType": ("event_type", _member(EventType)),
        "status": ("status", _member(EventStatus)),
        "medium": ("medium", _member(Medium)),
        "start": ("start", _date),
        "end": ("end", _date),
        "trigger": ("trigger", _text),
    },
}
ARTICLE: Final[Fields] = {
    "title": ("title", _text),
    "url": ("url", _text),
    "publisher": ("publisher", _text),
    "author": ("author", _text),
    "published": ("published", _date),
    "text": ("text", _text),
    "story": ("story", _text),
}
EDGE: Final[Fields] = {
    "id": ("id", _some_text),
    "type": ("type", _member(RelationType)),
    "source": ("source", _some_text),
    "target": ("target", _some_text),
    "status": ("status", _member(EventStatus)),
    "role": ("role", _member(ParticipantRole)),
    "roleTitle": ("role_title", _some_text),
    "count": ("count", _count),
    "start": ("start", _date),
    "end": ("end", _date),
    "former": ("former", _flag),
    "event": ("event", _some_text),
    "origin": ("origin", _member(Origin)),
    "confidence": ("confidence", _confidence),
    "firstReported": ("first_reported", _date),
    "properties": ("properties", _properties),
    "evidence": ("evidence", lambda value: value),
}
ATTESTED: Final[Fields] = {"attestedFrom": ("attested_from", _date), "attestedTo": ("attested_to", _date)}
EVIDENCE: Final[Fields] = {
    "article": ("article", _some_text),
    "start": ("start", _count),
    "end": ("end", _count),
    "sentence": ("sentence", _text),
    "extractor": ("extractor", _text),
    "confidence": ("confidence", _confidence),
    "claimed": ("claimed", _member(EventStatus)),
}
MENTION: Final[Fields] = {
    "article": ("article", _some_text),
    "entity": ("entity", _some_text),
    "start": ("start", _count),
    "end": ("end", _count),
    "surface": ("surface", _text),
    "sentence": ("sentence", _text),
}
REDIRECT: Final[Fields] = {"from": ("old", _some_text), "to": ("new", _ids)}
DECISION: Final[Fields] = {
    "id": ("id", _some_text),
    "a": ("a", _some_text),
    "b": ("b", _some_text),
    "judgement": ("judgement", _member(Judgement)),
    "by": ("by", _text),
    "at": ("at", _some_text),
    "note": ("note", _text),
    "aAnchors": ("a_anchors", _texts),
    "bAnchors": ("b_anchors", _texts),
    "replaces": ("replaces", _texts),
}
