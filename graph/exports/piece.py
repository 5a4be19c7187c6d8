"""A piece of the graph that is to be written: everything, a neighbourhood, a search, a path; as flat rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeAlias

from graph.errors import BadArgument
from graph.model import Entity, Relation
from graph.search import search as search_names
from graph.stores.protocol import Follow, Store
from graph.traversal import neighborhood, paths

Row: TypeAlias = dict[str, Any]

MAX_NODES: Final = 5_000
"""Of a neighbourhood or a search; everything has no limit."""
_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows in id order, each asked for once and made as they are read; nodes come first."""

    nodes: Callable[[], Iterator[Row]]
    edges: Callable[[], Iterator[Row]]


def everything(store: Store) -> Piece:
    return Piece(lambda: map(node_row, store.all_entities()), lambda: map(edge_row, store.all_relations()))


def around(store: Store, of: Sequence[str], *, depth: int = 1, limit: int = 500) -> Piece:
    """What lies within `depth` relations of these entities. Raises BadArgument."""
    if not 0 <= depth <= 6:
        raise BadArgument(f"depth: {depth} is not from 0 to 6")
    if not 1 <= limit <= MAX_NODES:
        raise BadArgument(f"limit: {limit} is not from 1 to {MAX_NODES:,}; leave out `of` for the whole graph")
    unknown = [id_ for id_ in of if id_ not in store.existing(of)]
    if unknown:
        raise BadArgument(f"of: nothing has the id {unknown[0]!r}")
    found = neighborhood(store, of, Follow(), depth=depth, limit=limit)
    return by_ids(store, found.nodes, found.edges)


def found_by(store: Store, text: str, *, limit: int = 50) -> Piece:
    """What a search finds, and the relations between the finds."""
    ids = [hit.entity for hit in islice(search_names(store, text, None), limit)]
    return by_ids(store, ids, store.edges_between(ids, Follow(), limit=MAX_NODES * 10) if ids else [])


def between(store: Store, start: str, goal: str, *, first: int = 1) -> Piece:
    """The nodes and relations of the shortest paths. Raises BadArgument where there is none."""
    found = paths(store, start, goal, Follow(), max_length=6, first=first)
    if not found:
        raise BadArgument(f"from, to: no path of at most 6 relations joins {start!r} and {goal!r}")
    return by_ids(store, [id_ for path in found for id_ in path.nodes], [id_ for path in found for id_ in path.edges])


def selected(
    store: Store,
    *,
    of: Sequence[str] = (),
    search: str | None = None,
    ends: tuple[str | None, str | None] = (None, None),
    depth: int = 1,
    limit: int = 500,
) -> Piece:
    """The piece that is asked for in one of these ways, or everything. Raises BadArgument."""
    start, goal = ends
    ways = [bool(of), search is not None, start is not None or goal is not None]
    if sum(ways) > 1:
        raise BadArgument("of, search, from and to: choose one way")
    if of:
        return around(store, of, depth=depth, limit=limit)
    if search is not None:
        return found_by(store, search)
    if start is not None or goal is not None:
        if start is None or goal is None:
            raise BadArgument("from, to: a path has two ends; give both")
        return between(store, start, goal)
    return everything(store)


def by_ids(store: Store, nodes: Sequence[str], edges: Sequence[str]) -> Piece:
    node_ids, edge_ids = sorted(set(nodes)), sorted(set(edges))

    def entities() -> Iterator[Row]:
        for at in range(0, len(node_ids), _BATCH):
            yield from map(node_row, sorted(store.entities(node_ids[at : at + _BATCH]), key=lambda entity: entity.id))

    def relations() -> Iterator[Row]:
        for at in range(0, len(edge_ids), _BATCH):
            yield from map(edge_row, sorted(store.relations(edge_ids[at : at + _BATCH]), key=lambda edge: edge.id))

    return Piece(entities, relations)


NODE_FIELDS: Final[dict[str, type]] = {
    "kind": str, "name": str, "aliases": list, "description": str, "sameAs": list, "mentionCount": int,
    "placeType": str, "latitude": float, "longitude": float, "countryCode": str, "eventType": str, "status": str,
    "medium": str, "start": str, "end": str, "url": str, "publisher": str, "author": str, "published": str,
}  # fmt: skip
EDGE_FIELDS: Final[dict[str, type]] = {
    "type": str, "status": str, "role": str, "roleTitle": str, "start": str, "end": str, "event": str, "origin": str,
    "confidence": float, "firstReported": str, "reportCount": int, "independentSourceCount": int, "sentence": str,
    "article": str,
}  # fmt: skip
"""What rows hold beside `id`, `source` and `target`, and of which type; what is not known is left out."""


def node_row(entity: Entity) -> Row:
    traits, article = entity.traits, entity.article
    row = {
        "id": entity.id, "kind": entity.kind.label, "name": entity.name, "aliases": list(entity.aliases),
        "description": entity.description, "sameAs": list(entity.same_as), "mentionCount": entity.mention_count,
        "placeType": traits.place_type, "latitude": traits.latitude, "longitude": traits.longitude,
        "countryCode": traits.country_code, "eventType": traits.event_type, "status": traits.status,
        "medium": traits.medium, "start": traits.start, "end": traits.end,
    }  # fmt: skip
    if article is not None:
        row |= {
            "url": article.url,
            "publisher": article.publisher,
            "author": article.author,
            "published": article.published,
        }
    return _known(row)


def edge_row(relation: Relation) -> Row:
    """With the sentence of the surest evidence, and its article."""
    surest = max(relation.evidence, key=lambda evidence: evidence.confidence, default=None)
    return _known({
        "id": relation.id, "source": relation.source, "target": relation.target, "type": relation.type,
        "status": relation.status, "role": relation.role, "roleTitle": relation.role_title, "start": relation.start,
        "end": relation.end, "event": relation.event, "origin": relation.origin, "confidence": relation.confidence,
        "firstReported": relation.first_reported, "reportCount": relation.report_count,
        "independentSourceCount": relation.independent_source_count,
        "sentence": surest.sentence if surest else None, "article": surest.article if surest else None,
    })  # fmt: skip


def _known(row: Row) -> Row:
    return {
        name: str(value) if isinstance(value, str) else value for name, value in row.items() if value not in (None, [])
    }
