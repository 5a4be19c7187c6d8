"""Orders, cursors and pages: every list is sorted whole, then cut.

A cursor is `order|key|…|id`: the order's keys, the row's values of them ('' for a missing one), and the row's id.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any, Final, TypeAlias

from graph.errors import BadCursor
from graph.names import sort_name
from tests.oracle.records import Entity, Mention, Record, Relation

Value: TypeAlias = str | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One edge of a connection: what it leads to, and what it is ordered by."""

    node: Entity | Relation | Mention
    id: str
    relation: Relation | None = None
    keys: tuple[Value, ...] = ()
    """Values of the field's default order; empty where that is the id alone."""
    fields: Record = field(default_factory=dict)
    """Further fields of the edge."""


_ENTITY_KEYS: Final[dict[str, Callable[[Entity], Value]]] = {
    "name": lambda entity: sort_name(entity.name),
    "title": lambda entity: sort_name(entity.title or ""),
    "mentionCount": lambda entity: entity.mention_count,
    "start": lambda entity: entity.start,
    "published": lambda entity: entity.published,
}
_RELATION_KEYS: Final[dict[str, Callable[[Relation], Value]]] = {
    "start": lambda relation: relation.start,
    "firstReported": lambda relation: relation.first_reported,
    "confidence": lambda relation: relation.confidence,
}
_READ: Final[dict[str, Callable[[str], Value]]] = {"mentionCount": int, "confidence": float}


def _key(node: Entity | Relation | Mention, key: str) -> Value:
    match node:
        case Entity():
            return _ENTITY_KEYS[key](node)
        case Relation():
            return _RELATION_KEYS[key](node)
        case Mention():
            raise AssertionError("mentions have one order")


def _compare_values(a: Value, b: Value, *, descending: bool) -> int:
    """Ascending or descending, but a missing value always comes last."""
    if a is None or b is None:
        return (a is None) - (b is None)
    lower = (a > b) - (a < b)  # type: ignore[operator]  # one key, so both are numbers or both are text
    return -lower if descending else lower


Position: TypeAlias = tuple[Sequence[Value], str]


def page(
    rows: Iterable[Row],
    args: Record,
    *,
    directions: Sequence[str] = (),
    read: Sequence[Callable[[str], Value]] = (),
    by_relation: bool = False,
) -> dict[str, Any]:
    """The connection for `first`, `after` and `orderBy`, which names fields of the node or of the relation.

    `directions` and `read` describe the field's default order where it is more than the id.
    """
    order: list[tuple[str, str]] = [pair for key in args.get("orderBy") or () for pair in key.items()]
    if order:
        rows = [
            Row(row.node, row.id, row.relation, tuple(_key(of, key) for key, _ in order), row.fields)
            for row in rows
            for of in (row.relation if by_relation and row.relation else row.node,)
        ]
        directions = [direction for _, direction in order]
        read = [_READ.get(key, str) for key, _ in order]
    name = ",".join(f"{key}:{direction}" for key, direction in order)

    def compare(a: Position, b: Position) -> int:
        pairs = zip(a[0], b[0], directions, strict=True)
        steps = (_compare_values(left, right, descending=way == "DESC") for left, right, way in pairs)
        return next((step for step in steps if step), (a[1] > b[1]) - (a[1] < b[1]))

    by_position = cmp_to_key(compare)
    ordered = sorted(rows, key=lambda row: by_position((row.keys, row.id)))
    after = args.get("after")
    rest = ordered
    if after is not None:
        start = _position(after, name, read)
        rest = [row for row in ordered if compare((row.keys, row.id), start) > 0]
    edges = [
        {"cursor": _cursor(row, name), "node": row.node, "relation": row.relation, **row.fields}
        for row in rest[: args["first"]]
    ]
    return {
        "edges": edges,
        "nodes": [edge["node"] for edge in edges],
        "totalCount": len(ordered),
        "pageInfo": {
            "hasNextPage": len(rest) > len(edges),
            "hasPreviousPage": after is not None,
            "startCursor": edges[0]["cursor"] if edges else None,
            "endCursor": edges[-1]["cursor"] if edges else None,
        },
    }


def _cursor(row: Row, order: str) -> str:
    return "|".join([order, *("" if value is None else str(value) for value in row.keys), row.id])


def _position(cursor: str, order: str, read: Sequence[Callable[[str], Value]]) -> Position:
    parts = cursor.split("|", len(read) + 1)
    if len(parts) != len(read) + 2 or parts[0] != order:
        raise BadCursor(f"{cursor!r} is not a cursor of this order")
    try:
        return [convert(part) if part else None for convert, part in zip(read, parts[1:-1], strict=True)], parts[-1]
    except ValueError as error:
        raise BadCursor(f"{cursor!r} is not a cursor of this order") from error


def entity_rows(entities: Iterable[Entity]) -> list[Row]:
    """A row each, though an entity be given twice."""
    return [Row(entity, id_) for id_, entity in {entity.id: entity for entity in entities}.items()]


def relation_rows(relations: Iterable[Relation]) -> list[Row]:
    return [Row(relation, relation.id) for relation in relations]


def mention_page(mentions: Iterable[Mention], args: Record) -> dict[str, Any]:
    rows = [Row(mention, mention.entity.id, None, (mention.article.id, mention.start)) for mention in mentions]
    return page(rows, args, directions=("ASC", "ASC"), read=(str, int))
