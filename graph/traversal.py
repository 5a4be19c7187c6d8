"""Paths, neighbourhoods and common neighbours, from a few bounded reads of a store.

Statements: paths at most 2 × `max_length` + 1 (the ends, for each length one to join and one to widen, the
summaries), a neighbourhood `depth` + 2, common neighbours 2. Relations are followed in both directions.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, TypeAlias

from graph.errors import QueryTooCostly
from graph.ontology import EventStatus, ParticipantRole, RelationType
from graph.stores.protocol import Follow, Neighbour, RelationCard, Store

MAX_EDGES: Final = 200_000
"""Steps between two entities that one traversal may read, and partial paths that it may weigh."""
_NARROW: Final = "narrow it with `types`, `kinds` or `during`, or ask for less with"

Route: TypeAlias = tuple[float, tuple[str, ...], tuple[str, ...]]
"""Weakest confidence, node ids, relation ids."""
Edge: TypeAlias = tuple[float, str]
"""Confidence and id of the best relation between two nodes."""


@dataclass(frozen=True, slots=True)
class Path:
    nodes: tuple[str, ...]
    edges: tuple[str, ...]
    confidence: float
    """The weakest edge's; 1 without edges."""
    summary: str


@dataclass(frozen=True, slots=True)
class Subgraph:
    nodes: tuple[str, ...]
    edges: tuple[str, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Shared:
    entity: str
    shared: int


def paths(store: Store, start: str, goal: str, follow: Follow, *, max_length: int, first: int) -> list[Path]:
    """Simple paths by length, then weakest confidence (high first), then node ids; none for an unknown end.

    `follow.kinds` holds for inner nodes only. Of the relations between two nodes the most confident counts, ties by
    id. Raises QueryTooCostly past MAX_EDGES.
    """
    current = store.existing([start, goal])
    if start not in current or goal not in current or first == 0:
        return []
    source, target = current[start], current[goal]
    if source == target:
        return [Path((source,), (), 1.0, "")]
    search = _Search(store, follow, _Side(source), _Side(target))
    found: list[Route] = []
    for length in range(1, max_length + 1):
        search.widen(length - 1)
        search.join(length)
        found.extend(islice(_routes(search, length), first - len(found)))
        if len(found) == first or (search.exhausted and not search.met):
            break
    cards = store.relation_cards(sorted({edge for route in found for edge in route[2]})) if found else {}
    return [
        Path(nodes, edges, weakest, path_summary(nodes, [cards[edge] for edge in edges]))
        for weakest, nodes, edges in found
        # A writer may have dropped a relation since it was read.
        if all(edge in cards for edge in edges)
    ]


class _Side:
    """One end of a bidirectional search: hops from it to every node seen, and the nodes not yet left."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.hops = {root: 0}
        self.frontier = [root]
        self.depth = 0


@dataclass(slots=True)
class _Search:
    """What is known between two ends. All relations of every node that either side has left are in `best`.

    A path whose first and last edges are all of nodes that were left has one edge more, between the two frontiers. It
    is looked for by itself: leaving a frontier reads hundreds of times as much.
    """

    store: Store
    follow: Follow
    source: _Side
    target: _Side
    best: dict[str, dict[str, Edge]] = field(default_factory=dict)
    visited: int = 0
    joined: bool = False

    @property
    def exhausted(self) -> bool:
        return not self.source.frontier or not self.target.frontier

    @property
    def met(self) -> bool:
        return self.joined or not self.source.hops.keys().isdisjoint(self.target.hops)

    def join(self, length: int) -> None:
        """Reads the relations between the frontiers: then every edge of every path of `length` is known."""
        if self.source.depth + self.target.depth < length and not self.exhausted:
            few, many = sorted((self.source.frontier, self.target.frontier), key=len)
            for step in self._read(few, self.follow, many):
                if step.far != step.near:
                    self._keep(step)
                    self.joined = True

    def _read(self, ids: Sequence[str], follow: Follow, far: Sequence[str] | None) -> list[Neighbour]:
        room = MAX_EDGES - self.visited
        steps = self.store.neighbours(ids, follow, limit=room + 1, far=far)
        if len(steps) > room:
            raise QueryTooCostly(
                f"paths: more than {MAX_EDGES:,} relations lie between these ends; {_NARROW} `maxLength` or `first`"
            )
        self.visited += len(steps)
        return steps

    def widen(self, length: int) -> None:
        """Reads levels, one statement each, until every edge of every path up to `length` is known."""
        while self.source.depth + self.target.depth < length and not self.exhausted:
            sides = (self.source, self.target)
            # Both ends are left first: with `kinds`, no other level shows the relations of an end of another kind.
            side = min(sides, key=lambda side: (side.depth > 0, len(side.frontier)))
            self._leave(side, self.target.root if side is self.source else self.source.root)

    def _leave(self, side: _Side, other_end: str) -> None:
        kinds = self.follow.kinds
        # The first level is read whole and sifted here, lest a direct relation to an end of another kind be missed.
        follow = replace(self.follow, kinds=None) if side is self.source and not side.depth else self.follow
        steps = self._read(side.frontier, follow, None)
        side.depth += 1
        reached: dict[str, None] = {}
        for step in steps:
            if step.far == step.near or (kinds is not None and step.kind not in kinds and step.far != other_end):
                continue
            self._keep(step)
            if step.far not in side.hops:
                side.hops[step.far] = side.depth
                reached[step.far] = None
        # No simple path passes through its own end.
        reached.pop(other_end, None)
        side.frontier = sorted(reached)

    def _keep(self, step: Neighbour) -> None:
        edge = (step.confidence, step.relation)
        known = self.best.setdefault(step.near, {}).get(step.far)
        if known is None or (-edge[0], edge[1]) < (-known[0], known[1]):
            self.best[step.near][step.far] = edge
            self.best.setdefault(step.far, {})[step.near] = edge


def _routes(search: _Search, length: int) -> Iterator[Route]:
    """The simple paths of exactly this length, best first, each made when it is asked for.

    Best-first search under an upper bound: the weakest edge so far and on the best walk of the remaining length. The
    bound never rises and a prefix sorts before what it begins, so paths leave the heap in their final order.
    """
    source, target = search.source.root, search.target.root
    walks = _walks(search, length)
    weighed = 0
    heap: list[tuple[float, tuple[str, ...], tuple[str, ...], float]] = [(-1.0, (source,), (), 1.0)]
    while heap:
        _, nodes, edges, weakest = heapq.heappop(heap)
        if len(edges) == length:
            yield weakest, nodes, edges
            continue
        onward = walks[length - len(edges) - 1]
        steps = search.best.get(nodes[-1], {})
        for node in steps.keys() & onward.keys():
            if node in nodes or (node == target) != (len(edges) == length - 1):
                continue
            weighed += 1
            if weighed > MAX_EDGES:
                raise QueryTooCostly(
                    f"paths: more than {MAX_EDGES:,} ways of length {length}; {_NARROW} `maxLength` or `first`"
                )
            confidence, relation = steps[node]
            reached = min(weakest, confidence)
            heapq.heappush(heap, (-min(reached, onward[node]), (*nodes, node), (*edges, relation), reached))


def _walks(search: _Search, length: int) -> list[dict[str, float]]:
    """For 0 to `length` - 1 edges: the nodes from which a walk so long leads to the target, each with the highest
    weakest confidence of such a walk."""
    source, target = search.source, search.target.root
    layers: list[dict[str, float]] = [{target: 1.0}]
    for remaining in range(1, length):
        layer: dict[str, float] = {}
        for node, bound in layers[-1].items():
            for previous, (confidence, _) in search.best.get(node, {}).items():
                # What the source's side has not seen lies at least one hop beyond its depth.
                too_far = source.hops.get(previous, source.depth + 1) > length - remaining
                if not too_far and previous not in (source.root, target):
                    layer[previous] = max(layer.get(previous, 0.0), min(confidence, bound))
        layers.append(layer)
    return layers


def neighborhood(store: Store, of: Sequence[str], follow: Follow, *, depth: int, limit: int) -> Subgraph:
    """What lies within `depth` hops: the seeds as given, then by hops, confidence, mentions and id, cut at `limit`.

    Confidence is that of the best relation from the layer before; edges are all that join two kept nodes. Unknown
    ids are left out. Raises QueryTooCostly past MAX_EDGES.
    """
    current = store.existing(of)
    kept = list(dict.fromkeys(current[id_] for id_ in of if id_ in current))
    seen, layer, visited = set(kept), kept, 0
    for _ in range(depth):
        if not layer or len(kept) > limit:
            break
        steps = store.neighbours(layer, follow, limit=MAX_EDGES - visited + 1)
        visited += len(steps)
        if visited > MAX_EDGES:
            raise QueryTooCostly(f"neighborhood: more than {MAX_EDGES:,} relations to follow; {_NARROW} `depth`")
        ranks: dict[str, tuple[float, int, str]] = {}
        for step in steps:
            if step.far not in seen:
                rank = (-step.confidence, -step.mention_count, step.far)
                ranks[step.far] = min(ranks.get(step.far, rank), rank)
        layer = sorted(ranks, key=ranks.__getitem__)
        seen.update(layer)
        kept = kept + layer
    nodes = tuple(kept[:limit])
    edges = store.edges_between(nodes, follow, limit=MAX_EDGES + 1) if nodes else []
    if len(edges) > MAX_EDGES:
        raise QueryTooCostly(f"neighborhood: more than {MAX_EDGES:,} relations to show; {_NARROW} `limit`")
    return Subgraph(nodes, tuple(edges), len(kept) > limit)


def common(store: Store, of: Sequence[str], follow: Follow) -> list[Shared]:
    """Entities next to at least two of the given ones and none of them, most shared first, then by id."""
    seeds = sorted(set(store.existing(of).values()))
    steps = store.neighbours(seeds, follow, limit=MAX_EDGES + 1) if len(seeds) > 1 else []
    if len(steps) > MAX_EDGES:
        raise QueryTooCostly(f"common: more than {MAX_EDGES:,} relations to follow; {_NARROW} fewer ids in `of`")
    nears: dict[str, set[str]] = {}
    for step in steps:
        nears.setdefault(step.far, set()).add(step.near)
    shared = [Shared(far, len(near)) for far, near in nears.items() if len(near) > 1 and far not in seeds]
    return sorted(shared, key=lambda row: (-row.shared, row.entity))


_VERBS: Final[Mapping[RelationType, str]] = {
    RelationType.PARTICIPATED_IN: "took part in",
    RelationType.HELD_AT: "took place in",
    RelationType.MET: "met",
    RelationType.VISITED: "visited",
    RelationType.MEMBER_OF: "is a member of",
    RelationType.LOCATED_IN: "is in",
    RelationType.PART_OF: "is a part of",
    RelationType.ABOUT: "concerns",
    RelationType.MENTIONS: "mentions",
}
_ROLE_VERBS: Final[Mapping[ParticipantRole, str]] = {
    ParticipantRole.TARGET: "was the target of",
    ParticipantRole.RECIPIENT: "was the recipient of",
    ParticipantRole.HOST: "hosted",
    ParticipantRole.GUEST: "was a guest at",
    ParticipantRole.CHAIR: "chaired",
    ParticipantRole.SPEAKER: "spoke at",
    ParticipantRole.ORGANIZER: "organized",
    ParticipantRole.SIGNATORY: "was a signatory of",
    ParticipantRole.MEDIATOR: "mediated in",
    ParticipantRole.WINNER: "won",
    ParticipantRole.VICTIM: "was a victim of",
    ParticipantRole.ATTENDEE: "attended",
}


def path_summary(nodes: Sequence[str], steps: Sequence[RelationCard]) -> str:
    """The path in a line: 'Jens Stoltenberg met Evika Siliņa (2023-09-27); Evika Siliņa is … of Latvia'.

    `nodes` are one more than the steps. A directed relation is told from its source, whichever way the path goes.
    """
    return "; ".join(_clause(near, step) for near, step in zip(nodes, steps, strict=False))


def _clause(near: str, step: RelationCard) -> str:
    ends = (step.source_name, step.target_name)
    if step.type is RelationType.MET and near == step.target:
        ends = (step.target_name, step.source_name)
    notes = [] if step.status is EventStatus.HELD else [step.status.value.lower()]
    if step.type is RelationType.HOLDS_ROLE:
        verb = f"{'was' if step.former else 'is'} {step.role_title or 'an office-holder'} of"
        notes += [f"since {step.start}" if not step.former else f"from {step.start}"] if step.start else []
    else:
        verb = _ROLE_VERBS.get(step.role, _VERBS[step.type]) if step.role else _VERBS[step.type]
        notes += [step.start] if step.start else []
    return f"{ends[0]} {verb} {ends[1]}" + (f" ({', '.join(notes)})" if notes else "")
