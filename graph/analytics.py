"""Centrality and communities, by networkx on a projection of the graph that is undirected and without parallel edges.

Nodes are numbered in the order of their ids and every sample is seeded, so that an answer is the same on every run.
"""

import random
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import ArpackNoConvergence, eigsh  # type: ignore[import-untyped]

from graph.errors import QueryTooCostly
from graph.ontology import RelationType
from graph.stores.protocol import Follow, Store

MAX_EDGES: Final = 500_000
"""Relations in a projection; networkx keeps about 1 kB for each."""
MAX_LOUVAIN: Final = 50_000
"""Edges, parallel ones merged, that communities are found in: networkx takes about 1 ms for each."""
EXACT: Final = 2_000
"""Nodes of a component up to which betweenness and closeness start from every node, else from SAMPLE of them."""
SAMPLE: Final = 200
_CELLS: Final = 2_000_000
"""Nodes × sources that one sweep holds at a time: 16 MB a level."""
_ITERATIONS: Final = 1_000
_SETTLED: Final = 1e-13
_DENSE: Final = 500
"""Nodes up to which a component's eigenvector is computed on the whole matrix, in milliseconds."""
_DIGITS: Final = 10
"""Decimals of a score: beyond them, equal nodes differ by the rounding of sums."""
_CACHED: Final = 32
_DERIVED: Final = (RelationType.MET, RelationType.VISITED)
_SEED: Final = 0

Level: TypeAlias = NDArray[np.float64]
Scores: TypeAlias = dict[int, float]
Answer = TypeVar("Answer")


class Centrality(StrEnum):
    DEGREE = "DEGREE"
    PAGERANK = "PAGERANK"
    BETWEENNESS = "BETWEENNESS"
    CLOSENESS = "CLOSENESS"
    EIGENVECTOR = "EIGENVECTOR"


@dataclass(frozen=True, slots=True)
class Ranked:
    """`rank` counts from 1; equal scores are ranked by id."""

    entity: str
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Community:
    """`id` names the smallest member id; members by degree in the projection, high first, then id."""

    id: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Communities:
    modularity: float
    communities: tuple[Community, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """`graph` has the positions in `ids` (sorted) for nodes; a node without relations is not there."""

    ids: tuple[str, ...]
    graph: "nx.Graph[int]"


def project(store: Store, follow: Follow) -> Projection:
    """The relations followed, parallel ones merged, loops dropped.

    Without `types`, a MET or VISITED whose event is a node of the projection is left out: the event says the same.
    Raises QueryTooCostly past MAX_EDGES.
    """
    pairs: set[tuple[str, str]] = set()
    derived: list[tuple[tuple[str, str], str]] = []
    rows = list(islice(store.edge_list(follow), MAX_EDGES + 1))
    if len(rows) > MAX_EDGES:
        raise QueryTooCostly(
            f"analytics: more than {MAX_EDGES:,} relations to compute on; narrow them with `types`, `kinds` or `during`"
        )
    for source, target, type_, event in rows:
        if source == target:
            continue
        pair = (min(source, target), max(source, target))
        if follow.types is None and type_ in _DERIVED and event is not None:
            derived.append((pair, event))
        else:
            pairs.add(pair)
    events = {id_ for pair in pairs for id_ in pair}
    pairs.update(pair for pair, event in derived if event not in events)
    ids = tuple(sorted({id_ for pair in pairs for id_ in pair}))
    place = {id_: position for position, id_ in enumerate(ids)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ids)))
    graph.add_edges_from(sorted((place[source], place[target]) for source, target in pairs))
    return Projection(ids, graph)


def centrality(store: Store, metric: Centrality, follow: Follow) -> tuple[Ranked, ...]:
    """Every node of the projection, highest score first, then by id. Scores are normalised as networkx does."""

    def compute() -> tuple[Ranked, ...]:
        projection = project(store, follow)
        scores = _METRICS[metric](projection.graph) if projection.ids else {}
        rounded = {projection.ids[node]: round(value, _DIGITS) + 0.0 for node, value in scores.items()}
        order = sorted(rounded, key=lambda id_: (-rounded[id_], id_))
        return tuple(Ranked(id_, rounded[id_], rank) for rank, id_ in enumerate(order, 1))

    return _cached(store, (metric, follow), compute)


def communities(store: Store, follow: Follow) -> Communities:
    """Louvain communities, largest first, then by id; modularity 0 of an empty projection.

    Raises QueryTooCostly past MAX_LOUVAIN.
    """

    def compute() -> Communities:
        projection = project(store, follow)
        graph = projection.graph
        if not projection.ids:
            return Communities(0.0, ())
        if graph.number_of_edges() > MAX_LOUVAIN:
            raise QueryTooCostly(
                f"communities: {graph.number_of_edges():,} pairs to group are over the limit of {MAX_LOUVAIN:,}; "
                "narrow them with `types`, `kinds` or `during`"
            )
        parts = nx.community.louvain_communities(graph, seed=_SEED)
        degree = dict(graph.degree())
        groups = []
        for part in parts:
            members = tuple(projection.ids[node] for node in sorted(part, key=lambda node: (-degree[node], node)))
            groups.append(Community(f"community:{min(members)}", members))
        groups.sort(key=lambda group: (-len(group.members), group.id))
        return Communities(round(nx.community.modularity(graph, parts), _DIGITS), tuple(groups))

    return _cached(store, ("communities", follow), compute)


def _eigenvector(graph: "nx.Graph[int]") -> Scores:
    """By power iteration on the whole; where that does not settle, on each component, scaled by its share of nodes.

    Two components whose leading eigenvalues nearly agree would take the whole forever.
    """
    adjacency = _matrix(graph, range(len(graph)))
    scores = np.full(len(graph), len(graph) ** -0.5)
    for _ in range(_ITERATIONS):
        last = scores
        # With the identity added: without it, a bipartite graph would swing between two vectors.
        scores = last + adjacency @ last
        scores /= np.linalg.norm(scores)
        if np.abs(scores - last).max() < _SETTLED:
            return dict(enumerate(scores.tolist()))
    parts: Scores = {}
    for component in nx.connected_components(graph):
        nodes = sorted(component)
        vector = _leading_vector(_matrix(graph, nodes)) * (len(nodes) / len(graph)) ** 0.5
        parts |= dict(zip(nodes, vector.tolist(), strict=True))
    return parts


def _leading_vector(adjacency: Any) -> NDArray[np.float64]:
    """The eigenvector of the largest eigenvalue of a connected component, of length 1."""
    size = adjacency.shape[0]
    if size <= _DENSE:
        dense: NDArray[np.float64] = adjacency.toarray()
        vectors = np.linalg.eigh(dense).eigenvectors
    else:
        try:
            # A start of our own: by default it is random.
            _, vectors = eigsh(adjacency, k=1, which="LA", v0=np.ones(size))
        except ArpackNoConvergence as error:
            raise QueryTooCostly("metric: EIGENVECTOR does not settle on this graph; take PAGERANK") from error
    leading: NDArray[np.float64] = np.abs(vectors[:, -1])
    return leading


def _betweenness(graph: "nx.Graph[int]") -> Scores:
    """The share of shortest paths that pass a node (Brandes 2001), summed level by level for many sources at once.

    In sparse matrix products, as networkx takes 8 s for 2,000 nodes and 5,000 edges, these 1.4 s.
    """
    scores: Scores = {}
    pairs = max((len(graph) - 1) * (len(graph) - 2), 1)
    for nodes, adjacency, sources in _components(graph):
        passed = np.zeros(len(nodes))
        for batch, levels in _sweeps(adjacency, sources):
            dependency = np.zeros_like(levels[0])
            for depth in range(len(levels) - 1, 0, -1):
                ways = levels[depth]
                share = np.divide(1 + dependency, ways, out=np.zeros_like(ways), where=ways > 0)
                dependency += (adjacency @ share) * levels[depth - 1]
            dependency[batch, range(len(batch))] = 0
            passed += dependency.sum(axis=1)
        scale = len(nodes) / len(sources) / pairs
        scores |= dict(zip(nodes, (passed * scale).tolist(), strict=True))
    return scores


def _closeness(graph: "nx.Graph[int]") -> Scores:
    """One over the mean distance to the component's other nodes, times the share of all nodes that these are."""
    scores: Scores = {}
    for nodes, adjacency, sources in _components(graph):
        distance = np.zeros(len(nodes))
        for _, levels in _sweeps(adjacency, sources):
            for depth, ways in enumerate(levels):
                distance += depth * (ways > 0).sum(axis=1)
        others = np.full(len(nodes), float(len(sources)))
        others[sources] -= 1
        closeness = others / distance * (len(nodes) - 1) / (len(graph) - 1)
        scores |= dict(zip(nodes, closeness.tolist(), strict=True))
    return scores


def _components(graph: "nx.Graph[int]") -> Iterator[tuple[list[int], Any, list[int]]]:
    """Each component's nodes, sparse adjacency matrix, and the positions of the nodes that sweeps start from."""
    chance = random.Random(_SEED)
    for component in nx.connected_components(graph):
        nodes = sorted(component)
        every = range(len(nodes))
        sources = list(every) if len(nodes) <= EXACT else sorted(chance.sample(every, SAMPLE))
        yield nodes, _matrix(graph, nodes), sources


def _matrix(graph: "nx.Graph[int]", nodes: Sequence[int]) -> Any:
    """The sparse adjacency matrix of these nodes, in their order."""
    return nx.to_scipy_sparse_array(graph, nodelist=list(nodes), weight=None, dtype=np.dtype(np.float64))


def _sweeps(adjacency: Any, sources: Sequence[int]) -> Iterator[tuple[Sequence[int], list[Level]]]:
    """Breadth-first search from some sources at a time.

    Yields them and one matrix (nodes × sources) a level: the number of shortest paths to the nodes of this distance.
    """
    size = adjacency.shape[0]
    width = max(1, min(_CELLS // size, 256))
    for begin in range(0, len(sources), width):
        batch = sources[begin : begin + width]
        level: Level = np.zeros((size, len(batch)))
        level[batch, range(len(batch))] = 1
        levels, seen = [level], level > 0
        while True:
            level = adjacency @ level
            level[seen] = 0
            if not level.any():
                break
            seen |= level > 0
            levels.append(level)
        yield batch, levels


_METRICS: Final[dict[Centrality, Callable[["nx.Graph[int]"], Scores]]] = {
    Centrality.DEGREE: lambda graph: dict(nx.degree_centrality(graph)),
    Centrality.PAGERANK: lambda graph: dict(nx.pagerank(graph, tol=1e-12, max_iter=1_000)),
    Centrality.BETWEENNESS: _betweenness,
    Centrality.CLOSENESS: _closeness,
    Centrality.EIGENVECTOR: _eigenvector,
}

_cache: OrderedDict[Hashable, Any] = OrderedDict()
_cache_lock: Final = threading.Lock()


def _cached(store: Store, arguments: Hashable, compute: Callable[[], Answer]) -> Answer:
    """The answer for this state of the store, computed once while it is among the latest asked for."""
    key = (store.url, store.revision(), arguments)
    with _cache_lock:
        if key in _cache:
            _cache.move_to_end(key)
            known: Answer = _cache[key]
            return known
    answer = compute()
    with _cache_lock:
        _cache[key] = answer
        while len(_cache) > _CACHED:
            _cache.popitem(last=False)
    return answer
