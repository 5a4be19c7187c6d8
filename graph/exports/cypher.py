"""A Cypher script: run again it changes nothing. Values are literals, as a script has no parameters."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from graph.exports.piece import Piece, Row
from graph.ontology import EntityKind, RelationType

_BATCH: Final = 200
_LABELS: Final = frozenset(kind.label for kind in EntityKind)
_ESCAPES: Final = {
    ord("\\"): "\\\\", ord("'"): "\\'", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t",
    **{code: f"\\u{code:04x}" for code in (*range(9), 11, 12, *range(14, 32), 127, 0x85, 0x2028, 0x2029)},
}  # fmt: skip
"""What a string literal escapes, and what ends lines (https://neo4j.com/docs/cypher-manual/current/values-and-types/)."""


def literal(value: Any) -> str:
    """The value in Cypher."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case _:
            # A backslash escape before it is decoded: \\u in the text is no escape, as its backslash is one.
            return f"'{str(value).translate(_ESCAPES)}'"


def write_cypher(piece: Piece) -> Iterator[bytes]:
    yield b"CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n"
    nodes = piece.nodes()
    while batch := list(islice(nodes, _BATCH)):
        for label, rows in _by(batch, "kind").items():
            assert label in _LABELS
            yield (f"UNWIND {_maps(rows)} AS row MERGE (n:Entity {{id: row.id}}) SET n += row, n:{label};\n").encode()
    edges = piece.edges()
    while batch := list(islice(edges, _BATCH)):
        for type_, rows in _by(batch, "type").items():
            yield (
                f"UNWIND {_maps(rows)} AS row MATCH (s:Entity {{id: row.source}}) MATCH (t:Entity {{id: row.target}}) "
                f"MERGE (s)-[r:{RelationType(type_)} {{id: row.id}}]->(t) SET r += row;\n"
            ).encode()


def _by(rows: list[Row], name: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[name]].append(row)
    return groups


def _maps(rows: list[Row]) -> str:
    maps = ("{" + ", ".join(f"{name}: {literal(value)}" for name, value in row.items()) + "}" for row in rows)
    return f"[{', '.join(maps)}]"
