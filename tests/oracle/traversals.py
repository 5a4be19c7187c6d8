"""Paths, neighbourhoods, common neighbours and timelines, by trying everything."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from graph.dates import bounds
from tests.oracle.filters import entity_matches
from tests.oracle.pages import Row, page
from tests.oracle.records import Entity, Follow, Graph, Record, Relation, overlaps, period

Adjacency: TypeAlias = dict[str, list[tuple[Relation, Entity]]]
"""Entity id → its relations by id, each with the other end."""


def follow(args: Record) -> Follow:
    """The rule that a field's arguments give."""
    return Follow(
        args.get("types"), args.get("status"), args.get("during"), args.get("asOf"), args.get("minConfidence")
    )


def _adjacency(graph: Graph, args: Record) -> Adjacency:
    adjacency: Adjacency = {id_: [] for id_ in graph.entities}
    for relation in graph.follow(follow(args)):
        adjacency[relation.source.id].append((relation, relation.target))
        if relation.source.id != relation.target.id:
            adjacency[relation.target.id].append((relation, relation.source))
    return adjacency


def _seeds(graph: Graph, ids: Iterable[str]) -> dict[str, Entity]:
    found = (graph.entity(id_) for id_ in ids)
    return {entity.id: entity for entity in found if entity is not None}


def paths(graph: Graph, args: Record) -> list[dict[str, Any]]:
    """Every simple path up to `maxLength`: shortest first, then by the weakest confidence, then by ids."""
    first, last = graph.entity(args["from"]), graph.entity(args["to"])
    if first is None or last is None:
        return []
    adjacency, kinds = _adjacency(graph, args), args.get("kinds")
    found: list[tuple[list[Entity], list[Relation]]] = []

    def walk(nodes: list[Entity], edges: list[Relation]) -> None:
        if nodes[-1].id == last.id:
            found.append((nodes, edges))
            return
        if len(edges) == args["maxLength"]:
            return
        for relation, other in _best_edges(adjacency[nodes[-1].id]):
            allowed = other.id == last.id or kinds is None or other.kind in kinds
            if allowed and all(other.id != node.id for node in nodes):
                walk([*nodes, other], [*edges, relation])

    walk([first], [])
    answers = [
        {"length": len(edges), "nodes": nodes, "edges": edges, "confidence": _weakest(edges), "summary": ""}
        for nodes, edges in found
    ]
    answers.sort(
        key=lambda path: (path["length"], -path["confidence"], _ids(path["nodes"]), _ids(path["edges"]))  # type: ignore[operator,arg-type]
    )
    return answers[: args["first"]]


def _ids(things: Iterable[Entity | Relation]) -> list[str]:
    return [thing.id for thing in things]


def _weakest(edges: Iterable[Relation]) -> float:
    return min((edge.confidence for edge in edges), default=1.0)


def _best_edges(edges: Iterable[tuple[Relation, Entity]]) -> list[tuple[Relation, Entity]]:
    """One edge for each neighbour: the most confident, ties by id."""
    best: dict[str, tuple[Relation, Entity]] = {}
    for relation, other in sorted(edges, key=lambda pair: (-pair[0].confidence, pair[0].id)):
        best.setdefault(other.id, (relation, other))
    return list(best.values())


def neighborhood(graph: Graph, args: Record) -> dict[str, Any]:
    """Nodes within `depth` hops, seeds and nearest first, cut at `limit`; and every relation between those kept."""
    adjacency, kinds = _adjacency(graph, args), args.get("kinds")
    seeds = _seeds(graph, args["of"])
    # Hops, then the order given or the confidence, high first.
    ranks: dict[str, tuple[int, float]] = {id_: (0, position) for position, id_ in enumerate(seeds)}
    layer = list(seeds)
    for depth in range(1, args["depth"] + 1):
        reached: dict[str, float] = {}
        for id_ in layer:
            for relation, other in adjacency[id_]:
                if other.id not in ranks and (kinds is None or other.kind in kinds):
                    reached[other.id] = max(reached.get(other.id, 0.0), relation.confidence)
        ranks |= {id_: (depth, -confidence) for id_, confidence in reached.items()}
        layer = list(reached)
    nodes = sorted(
        (graph.entities[id_] for id_ in ranks), key=lambda entity: (*ranks[entity.id], -entity.mention_count, entity.id)
    )
    kept = {entity.id: entity for entity in nodes[: args["limit"]]}
    edges = [
        relation for relation in graph.follow(follow(args)) if relation.source.id in kept and relation.target.id in kept
    ]
    return {"nodes": list(kept.values()), "edges": edges, "truncated": len(nodes) > len(kept)}


def common(graph: Graph, args: Record) -> dict[str, Any]:
    """Entities next to at least two of the given ones, most shared first."""
    adjacency, kinds = _adjacency(graph, args), args.get("kinds")
    seeds = _seeds(graph, args["of"])
    shared: dict[str, int] = {}
    for id_ in seeds:
        for other in {other.id for _, other in adjacency[id_]} - set(seeds):
            shared[other] = shared.get(other, 0) + 1
    rows = [
        Row(graph.entities[id_], id_, None, (count,))
        for id_, count in shared.items()
        if count >= 2 and (kinds is None or graph.entities[id_].kind in kinds)
    ]
    return page(rows, args, directions=("DESC",), read=(int,))


def _day(number: int) -> date:
    return date(number // 10000, number // 100 % 100, number % 100)


def _shifted(first: date, months: int) -> date:
    month = first.year * 12 + first.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


Step: TypeAlias = Callable[[date], date]
# Interval → the shortest date text that is fine enough, the first day of a day's bucket, the first day of the next one.
_INTERVALS: Final[dict[str, tuple[int, Step, Step]]] = {
    "DAY": (len("2023-09-27"), lambda day: day, lambda first: first + timedelta(days=1)),
    "WEEK": (
        len("2023-09-27"),
        lambda day: day - timedelta(days=day.weekday()),
        lambda first: first + timedelta(days=7),
    ),
    "MONTH": (len("2023-09"), lambda day: day.replace(day=1), lambda first: _shifted(first, 1)),
    "QUARTER": (
        len("2023-09"),
        lambda day: date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
        lambda first: _shifted(first, 3),
    ),
    "YEAR": (len("2023"), lambda day: date(day.year, 1, 1), lambda first: _shifted(first, 12)),
}


def timeline(graph: Graph, args: Record) -> list[dict[str, Any]]:
    """Events by the bucket of their start; those of coarser precision or without a date in the one marked undated."""
    fine, first_day, next_bucket = _INTERVALS[args["interval"]]
    during = args.get("during") or {}
    buckets: dict[date, list[Entity]] = {}
    undated: list[Entity] = []
    for event in _timeline_events(graph, args):
        if not overlaps(period(event.start, None), during, undated=False):
            continue
        if event.start is not None and len(event.start) >= fine:
            buckets.setdefault(first_day(_day(bounds(event.start)[0])), []).append(event)
        else:
            undated.append(event)
    starts = list(buckets)
    if during.get("from") is not None and during.get("to") is not None:
        ends = first_day(_day(bounds(during["from"])[0])), first_day(_day(bounds(during["to"])[1]))
        starts = list(ends) if ends[0] <= ends[1] else []
    answer = []
    bucket = min(starts, default=date.max)
    while starts and bucket <= max(starts):
        following = next_bucket(bucket)
        last = following - timedelta(days=1)
        answer.append(_bucket(bucket.isoformat(), last.isoformat(), buckets.get(bucket, [])))
        bucket = following
    return answer + ([_bucket(None, None, undated)] if undated else [])


def _timeline_events(graph: Graph, args: Record) -> list[Entity]:
    """Events that fit `where`; with `of`, those that a relation of any type and status joins to one of them."""
    events = [entity for entity in graph.entities.values() if entity.kind == "EVENT"]
    if args.get("of") is not None:
        seeds = _seeds(graph, args["of"])
        joined = {
            end.id
            for relation in graph.relations.values()
            for end, other in ((relation.source, relation.target), (relation.target, relation.source))
            if other.id in seeds
        }
        events = [event for event in events if event.id in joined]
    return [event for event in events if entity_matches(graph, event, args.get("where"))]


def _bucket(first: str | None, last: str | None, events: list[Entity]) -> dict[str, Any]:
    ordered = sorted(events, key=lambda event: (event.start is None, event.start or "", event.id))
    return {"from": first, "to": last, "undated": first is None, "count": len(events), "all": ordered}
