"""JSON in the shapes of other tools: Cytoscape, graphology, JSON-LD, GeoJSON."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Final
from urllib.parse import quote

import orjson

from graph.exports.piece import Piece, Row


def _list(rows: Iterable[Any]) -> Iterator[bytes]:
    """The members of a JSON array, one a line."""
    separator = b"\n"
    for row in rows:
        yield separator + orjson.dumps(row)
        separator = b",\n"


def write_cytoscape(piece: Piece) -> Iterator[bytes]:
    """https://js.cytoscape.org/#notation/elements-json"""
    yield b'{"elements":{"nodes":['
    yield from _list({"data": row} for row in piece.nodes())
    yield b'],"edges":['
    yield from _list({"data": row} for row in piece.edges())
    yield b"]}}\n"


def write_graphology(piece: Piece) -> Iterator[bytes]:
    """https://graphology.github.io/serialization.html"""
    yield b'{"options":{"type":"directed","multi":true,"allowSelfLoops":true},"attributes":{},"nodes":['
    yield from _list({"key": row.pop("id"), "attributes": {"label": row["name"], **row}} for row in piece.nodes())
    yield b'],"edges":['
    yield from _list(
        {"key": row.pop("id"), "source": row.pop("source"), "target": row.pop("target"), "attributes": row}
        for row in piece.edges()
    )
    yield b"]}\n"


_VOCABULARY: Final = "urn:liaison:"
_CONTEXT: Final[dict[str, Any]] = {
    "@vocab": "https://schema.org/",
    "liaison": f"{_VOCABULARY}term:",
    "sameAs": {"@type": "@id"},
    "url": {"@type": "@id"},
    **{name: {"@id": f"liaison:{name}", "@type": "@id"} for name in ("source", "target", "event", "article")},
    **{
        name: f"liaison:{name}"
        for name in (
            "status", "role", "roleTitle", "origin", "confidence", "firstReported", "reportCount", "mentionCount",
            "independentSourceCount", "sentence", "placeType", "eventType", "medium",
        )
    },
}  # fmt: skip
_TERMS: Final = {
    "aliases": "alternateName", "start": "startDate", "end": "endDate", "countryCode": "addressCountry",
    "published": "datePublished",
}  # fmt: skip
_IDS: Final = ("source", "target", "event", "article")


def write_jsonld(piece: Piece) -> Iterator[bytes]:
    """schema.org's terms where it has one; a relation is a thing of its own type, with its two ends."""
    yield b'{"@context":' + orjson.dumps(_CONTEXT) + b',"@graph":['
    things = (_thing(row, "kind", str) for row in piece.nodes())
    relations = (_thing(row, "type", "liaison:{}".format) for row in piece.edges())
    yield from _list(chain(things, relations))
    yield b"]}\n"


def _thing(row: Row, type_: str, named: Callable[[str], str]) -> Row:
    made: Row = {"@id": _iri(row.pop("id")), "@type": named(row.pop(type_))}
    latitude, longitude = row.pop("latitude", None), row.pop("longitude", None)
    if latitude is not None:
        made["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return made | {_TERMS.get(name, name): _iri(value) if name in _IDS else value for name, value in row.items()}


def _iri(id_: str) -> str:
    return _VOCABULARY + quote(id_, safe=":")


def write_geojson(piece: Piece) -> Iterator[bytes]:
    """Places that have coordinates, and what was held at them (RFC 7946)."""
    points: dict[str, list[float]] = {}

    def places() -> Iterator[Row]:
        for row in piece.nodes():
            if row["kind"] == "Place" and "latitude" in row and "longitude" in row:
                points[row["id"]] = at = [row.pop("longitude"), row.pop("latitude")]
                yield _feature(at, row)

    def held() -> Iterator[Row]:
        for row in piece.edges():
            if row["type"] == "HELD_AT" and row["target"] in points:
                yield _feature(points[row["target"]], row)

    yield b'{"type":"FeatureCollection","features":['
    yield from _list(chain(places(), held()))
    yield b"]}\n"


def _feature(point: list[float], row: Row) -> Row:
    return {"type": "Feature", "id": row["id"], "geometry": {"type": "Point", "coordinates": point}, "properties": row}
