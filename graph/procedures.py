"""What is computed rather than compiled: a table of name → function of a store and a root field's arguments.

Arguments are coerced GraphQL values in the schema's names (enums and partial dates as text). A row holds plain JSON:
ids under `entity`, `nodes`, `edges`, `events` or `members`, which one compiled statement then fills with fields.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from graph import search, timeline, traversal
from graph.dates import bounds
from graph.errors import BadArgument, PageTooLarge
from graph.model import JsonValue
from graph.ontology import EntityKind, EventStatus, RelationType
from graph.stores.protocol import Follow, Store

Arguments: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = list[dict[str, JsonValue]]
Procedure: TypeAlias = Callable[[Store, Arguments], Rows]

MAX_LENGTH: Final = 10
MAX_PATHS: Final = 500
MAX_DEPTH: Final = 6
MAX_NODES: Final = 5_000
MAX_SEEDS: Final = 1_000


def follow(arguments: Arguments) -> Follow:
    """Which relations the arguments `types`, `kinds`, `status`, `during` and `asOf` let through. Raises BadDate."""
    types, during = arguments.get("types"), arguments.get("during") or {}
    statuses = arguments.get("status")
    lower, upper, as_of = during.get("from"), during.get("to"), arguments.get("asOf")
    return Follow(
        types=None if types is None else tuple(sorted({RelationType(type_) for type_ in types})),
        kinds=_kinds(arguments),
        statuses=(EventStatus.HELD,) if statuses is None else tuple(sorted({EventStatus(each) for each in statuses})),
        from_=None if lower is None else bounds(lower)[0],
        to=None if upper is None else bounds(upper)[1],
        as_of=None if as_of is None else bounds(as_of)[1],
    )


def _kinds(arguments: Arguments) -> tuple[EntityKind, ...] | None:
    kinds = arguments.get("kinds")
    return None if kinds is None else tuple(sorted({EntityKind(kind) for kind in kinds}))


def _within(arguments: Arguments, name: str, limit: int, advice: str) -> int:
    """The argument, if it is from 0 to the limit."""
    value: int = arguments[name]
    if not 0 <= value <= limit:
        raise BadArgument(f"{name}: {value} is not from 0 to {limit}; {advice}")
    return value


def _page(arguments: Arguments, name: str, limit: int, advice: str) -> int:
    value: int = arguments[name]
    if value < 0:
        raise BadArgument(f"{name}: {value} is less than 0; write how many you want")
    if value > limit:
        raise PageTooLarge(f"{name}: {value} is over the limit of {limit:,}; {advice}")
    return value


def _seeds(arguments: Arguments) -> Sequence[str]:
    seeds: Sequence[str] = arguments["of"]
    if len(seeds) > MAX_SEEDS:
        raise BadArgument(f"of: {len(seeds)} ids are over the limit of {MAX_SEEDS:,}; ask in several parts")
    return seeds


def _search(store: Store, arguments: Arguments) -> Rows:
    """Rows {entity, score, matched}, best first."""
    hits = search.search(store, arguments["query"], _kinds(arguments))
    return [{"entity": hit.entity, "score": hit.score, "matched": hit.matched} for hit in hits]


def _paths(store: Store, arguments: Arguments) -> Rows:
    """Rows {length, nodes, edges, confidence, summary}, shortest first."""
    found = traversal.paths(
        store,
        arguments["from"],
        arguments["to"],
        follow(arguments),
        max_length=_within(arguments, "maxLength", MAX_LENGTH, "longer chains connect almost everything"),
        first=_page(arguments, "first", MAX_PATHS, "ask for fewer paths"),
    )
    return [
        {
            "length": len(path.edges),
            "nodes": list(path.nodes),
            "edges": list(path.edges),
            "confidence": path.confidence,
            "summary": path.summary,
        }
        for path in found
    ]


def _neighborhood(store: Store, arguments: Arguments) -> Rows:
    """One row {nodes, edges, truncated}."""
    found = traversal.neighborhood(
        store,
        _seeds(arguments),
        follow(arguments),
        depth=_within(arguments, "depth", MAX_DEPTH, "start from further entities instead"),
        limit=_page(arguments, "limit", MAX_NODES, "narrow it with `types`, `kinds` or `during`"),
    )
    return [{"nodes": list(found.nodes), "edges": list(found.edges), "truncated": found.truncated}]


def _common(store: Store, arguments: Arguments) -> Rows:
    """Rows {entity, shared}, most shared first."""
    found = traversal.common(store, _seeds(arguments), follow(arguments))
    return [{"entity": row.entity, "shared": row.shared} for row in found]


def _timeline(_: Store, arguments: Arguments) -> Rows:
    """Rows {from, to, undated, count, events}; `events` of the arguments are objects with `id` and `start`."""
    during = arguments.get("during") or {}
    buckets = timeline.timeline(
        [(event["id"], event["start"]) for event in arguments["events"]],
        timeline.Interval(arguments["interval"]),
        from_=during.get("from"),
        to=during.get("to"),
    )
    return [
        {
            "from": bucket.from_,
            "to": bucket.to,
            "undated": bucket.from_ is None,
            "count": len(bucket.events),
            "events": list(bucket.events),
        }
        for bucket in buckets
    ]


def _stats(store: Store, _: Arguments) -> Rows:
    """One row {entities, relations, articles, firstPublished, lastPublished, revision}."""
    statistics = store.statistics()
    return [
        {
            "entities": _counts(statistics.entities),
            "relations": _counts(statistics.relations),
            "articles": statistics.entities.get(EntityKind.ARTICLE, 0),
            "firstPublished": statistics.first_published,
            "lastPublished": statistics.last_published,
            "revision": statistics.revision,
        }
    ]


def _counts(counts: Mapping[EntityKind, int] | Mapping[RelationType, int]) -> list[JsonValue]:
    return [{"key": key, "count": count} for key, count in sorted((str(key), n) for key, n in counts.items()) if count]


def _centrality(store: Store, arguments: Arguments) -> Rows:
    """Rows {entity, score, rank}, highest first."""
    # Imported here: networkx and scipy would double the start of every command.
    from graph import analytics

    first = _page(arguments, "first", MAX_NODES, "ask for fewer")
    ranked = analytics.centrality(store, analytics.Centrality(arguments["metric"]), follow(arguments))
    return [{"entity": row.entity, "score": row.score, "rank": row.rank} for row in ranked[:first]]


def _communities(store: Store, arguments: Arguments) -> Rows:
    """One row {modularity, communities: [{id, size, members}]}, largest first."""
    from graph import analytics

    first = _page(arguments, "first", MAX_NODES, "ask for fewer")
    found = analytics.communities(store, follow(arguments))
    groups: list[JsonValue] = [
        {"id": group.id, "size": len(group.members), "members": list(group.members)}
        for group in found.communities[:first]
    ]
    return [{"modularity": found.modularity, "communities": groups}]


PROCEDURES: Final[dict[str, Procedure]] = {
    "search": _search,
    "paths": _paths,
    "neighborhood": _neighborhood,
    "common": _common,
    "timeline": _timeline,
    "stats": _stats,
    "centrality": _centrality,
    "communities": _communities,
}


def expected(name: str, arguments: Arguments) -> Rows:
    """As many rows as the procedure may answer, with as many ids, and nothing in them: for a price beforehand."""

    def ids(count: int) -> list[JsonValue]:
        return [""] * count

    match name:
        case "paths":
            edges = arguments["maxLength"]
            return [{"nodes": ids(edges + 1), "edges": ids(edges)} for _ in range(arguments["first"])]
        case "neighborhood":
            return [{"nodes": ids(arguments["limit"]), "edges": ids(arguments["limit"])}]
        case "communities":
            return [{"communities": ids(arguments["first"])}]
        case "timeline" | "stats":
            return [{}]
        case _:
            return [{"entity": "", "shared": 0, "score": 0.0} for _ in range(arguments["first"])]
