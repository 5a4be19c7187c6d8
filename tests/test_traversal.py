"""Paths, neighbourhoods and common neighbours, against networkx trying everything."""

from collections.abc import Sequence
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import traversal
from graph.errors import BadArgument, PageTooLarge, QueryTooCostly
from graph.model import Entity, JsonValue, Relation
from graph.ontology import EntityKind, EventStatus, RelationType
from graph.procedures import PROCEDURES
from graph.stores import Store
from graph.stores.protocol import Follow, GraphRecords, RelationCard
from graph.traversal import common, neighborhood, path_summary, paths
from tests.dict_store import Edge, Node, as_store, statements

KINDS = (EntityKind.PERSON, EntityKind.PLACE)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    """Up to nine nodes of two kinds, with parallel edges, loops and few distinct confidences, so that ties come up."""
    size = draw(st.integers(2, 9))
    nodes = [
        Node(f"n{place}", draw(st.sampled_from(KINDS)), mention_count=draw(st.integers(0, 2))) for place in range(size)
    ]
    ends = st.integers(0, size - 1)
    rows = draw(st.lists(st.tuples(ends, ends, st.sampled_from((0.3, 0.6, 0.9))), max_size=24))
    edges = [
        Edge(f"e{place:02}", f"n{source}", f"n{target}", confidence=confidence)
        for place, (source, target, confidence) in enumerate(rows)
    ]
    return nodes, edges


def best_edges(edges: Sequence[Edge]) -> dict[frozenset[str], Edge]:
    best: dict[frozenset[str], Edge] = {}
    for edge in sorted(edges, key=lambda edge: (-edge.confidence, edge.id)):
        best.setdefault(frozenset((edge.source, edge.target)), edge)
    return best


def brute_force_paths(
    nodes: Sequence[Node], edges: Sequence[Edge], kinds: Sequence[EntityKind] | None, max_length: int
) -> list[tuple[int, float, list[str], list[str]]]:
    """Every simple path from n0 to n1 as (length, -weakest confidence, nodes, edges), sorted."""
    best = best_edges(edges)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.id for node in nodes if node.id in ("n0", "n1") or kinds is None or node.kind in kinds)
    ends = ((edge.source, edge.target) for edge in best.values())
    graph.add_edges_from((one, other) for one, other in ends if one != other and one in graph and other in graph)
    found = []
    for way in nx.all_simple_paths(graph, "n0", "n1", cutoff=max_length):
        steps = [best[frozenset(pair)] for pair in pairwise(way)]
        found.append((len(steps), -min(step.confidence for step in steps), way, [step.id for step in steps]))
    return sorted(found)


@given(graphs(), st.integers(1, 6), st.integers(1, 12), st.sampled_from((None, (EntityKind.PERSON,), ())))
def test_paths_are_the_first_of_all_simple_paths_in_order(
    graph: tuple[list[Node], list[Edge]], max_length: int, first: int, kinds: tuple[EntityKind, ...] | None
) -> None:
    store = as_store(*graph)
    found = paths(store, "n0", "n1", Follow(kinds=kinds), max_length=max_length, first=first)
    rows = [(len(path.edges), -path.confidence, list(path.nodes), list(path.edges)) for path in found]
    assert rows == brute_force_paths(*graph, kinds, max_length)[:first]
    assert statements(store) <= 2 * max_length + 1


def test_a_path_from_a_node_to_itself_has_no_edges() -> None:
    (path,) = paths(as_store([Node("a")]), "a", "a", Follow(), max_length=3, first=1)
    assert (path.nodes, path.edges, path.confidence) == (("a",), (), 1.0)


def test_an_unknown_end_has_no_path() -> None:
    store = as_store([Node("a"), Node("b")], [Edge("e", "a", "b")])
    assert paths(store, "a", "nobody", Follow(), max_length=3, first=1) == []


def test_a_redirected_id_starts_a_path_at_what_it_became() -> None:
    store = as_store([Node("a"), Node("b")], [Edge("e", "a", "b")], redirects={"old": "a"})
    (path,) = paths(store, "old", "b", Follow(), max_length=1, first=1)
    assert path.nodes == ("a", "b")


def test_a_direct_relation_to_an_end_of_another_kind_is_a_path() -> None:
    store = as_store([Node("a"), Node("b", EntityKind.PLACE)], [Edge("e", "b", "a")])
    (path,) = paths(store, "a", "b", Follow(kinds=(EntityKind.PERSON,)), max_length=1, first=1)
    assert path.edges == ("e",)


def test_a_search_far_from_exhausting_a_dense_graph_stays_small() -> None:
    # Layers of 30 nodes, all joined to the next layer's: 30 ** 5 paths of length 6, of which ten are asked for.
    layers = [["a"], *([f"{layer}-{place}" for place in range(30)] for layer in range(5)), ["b"]]
    edges = [
        Edge(f"{left}>{right}", left, right, confidence=0.5 if right.endswith("-7") else 0.4)
        for one, other in pairwise(layers)
        for left in one
        for right in other
    ]
    store = as_store([Node(id_) for layer in layers for id_ in layer], edges)
    found = paths(store, "a", "b", Follow(), max_length=6, first=10)
    assert [path.nodes[1:4] for path in found[:2]] == [("0-0", "1-0", "2-0"), ("0-0", "1-0", "2-0")]
    assert len({path.nodes for path in found}) == 10
    assert statements(store) <= 13


def test_paths_over_the_bound_say_how_to_narrow_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traversal, "MAX_EDGES", 2)
    store = as_store([Node(id_) for id_ in "abcd"], [Edge("1", "a", "c"), Edge("2", "a", "d"), Edge("3", "b", "a")])
    with pytest.raises(QueryTooCostly, match="`types`"):
        paths(store, "a", "b", Follow(), max_length=4, first=2)


@given(graphs(), st.integers(0, 4), st.integers(0, 9), st.sampled_from((None, (EntityKind.PERSON,))))
def test_a_neighborhood_holds_the_nearest_nodes_and_all_edges_among_them(
    graph: tuple[list[Node], list[Edge]], depth: int, limit: int, kinds: tuple[EntityKind, ...] | None
) -> None:
    nodes, edges = graph
    store = as_store(nodes, edges)
    found = neighborhood(store, ["n1", "nobody", "n0", "n1"], Follow(kinds=kinds), depth=depth, limit=limit)

    allowed = {node.id for node in nodes if node.id in ("n0", "n1") or kinds is None or node.kind in kinds}
    whole: nx.Graph[str] = nx.Graph()
    whole.add_nodes_from(allowed)
    whole.add_edges_from((edge.source, edge.target) for edge in edges if {edge.source, edge.target} <= allowed)
    hops = {
        node: min(nx.shortest_path_length(whole, seed, node) for seed in ("n0", "n1") if nx.has_path(whole, seed, node))
        for seed in ("n0", "n1")
        for node in nx.ego_graph(whole, seed, radius=depth)
    }
    by_id = {node.id: node for node in nodes}

    def rank(id_: str) -> tuple[int, float, int, str]:
        confidence = max(
            edge.confidence
            for edge in edges
            for near, far in ((edge.source, edge.target), (edge.target, edge.source))
            if far == id_ and hops.get(near) == hops[id_] - 1
        )
        return hops[id_], -confidence, -by_id[id_].mention_count, id_

    expected = ["n1", "n0", *sorted((id_ for id_ in hops if id_ not in ("n0", "n1")), key=rank)]
    kept = set(expected[:limit])
    assert list(found.nodes) == expected[:limit]
    assert list(found.edges) == sorted(edge.id for edge in edges if {edge.source, edge.target} <= kept)
    assert found.truncated == (len(expected) > limit)
    assert statements(store) <= depth + 2


@given(graphs())
def test_common_neighbours_are_next_to_at_least_two(graph: tuple[list[Node], list[Edge]]) -> None:
    nodes, edges = graph
    of = [node.id for node in nodes[:3]]
    joined = {(edge.source, edge.target) for edge in edges} | {(edge.target, edge.source) for edge in edges}
    expected = {node.id: sum((seed, node.id) in joined for seed in of) for node in nodes if node.id not in of}
    rows = [(row.entity, row.shared) for row in common(as_store(nodes, edges), [*of, of[0]], Follow())]
    assert rows == sorted(((id_, n) for id_, n in expected.items() if n > 1), key=lambda row: (-row[1], row[0]))


def card(type_: RelationType, source: str, target: str, **more: str | bool | EventStatus) -> RelationCard:
    return RelationCard(source, type_, source.lower(), target.lower(), source, target, **more)  # type: ignore[arg-type]


def test_a_summary_tells_each_step_from_its_source() -> None:
    steps = [
        card(RelationType.MET, "Evika Siliņa", "Jens Stoltenberg", start="2023-09-27"),
        card(RelationType.HOLDS_ROLE, "Evika Siliņa", "Latvia", role_title="Prime Minister"),
        card(RelationType.LOCATED_IN, "Riga", "Latvia"),
    ]
    assert path_summary(["jens stoltenberg", "evika siliņa", "latvia", "riga"], steps) == (
        "Jens Stoltenberg met Evika Siliņa (2023-09-27); Evika Siliņa is Prime Minister of Latvia; Riga is in Latvia"
    )


def test_a_summary_says_what_is_past_and_what_did_not_happen() -> None:
    steps = [
        card(RelationType.HOLDS_ROLE, "A", "B", role_title="chair", former=True, start="2019"),
        card(RelationType.VISITED, "A", "C", status=EventStatus.CANCELLED, start="2023"),
    ]
    assert path_summary(["b", "a", "c"], steps) == "A was chair of B (from 2019); A visited C (cancelled, 2023)"


@pytest.mark.parametrize("type_", RelationType)
def test_every_type_of_relation_can_be_told(type_: RelationType) -> None:
    assert path_summary(["a", "b"], [card(type_, "A", "B")]).startswith("A ")


PATHS = {"from": "a", "to": "b", "maxLength": 6, "status": ["HELD"], "first": 1}
AROUND = {"of": ["a"], "depth": 1, "limit": 10}


@pytest.mark.parametrize(
    ("name", "arguments", "error", "message"),
    [
        ("paths", PATHS | {"maxLength": 11}, BadArgument, "maxLength: 11"),
        ("paths", PATHS | {"first": -1}, BadArgument, "first: -1"),
        ("paths", PATHS | {"first": 501}, PageTooLarge, "first: 501"),
        ("neighborhood", AROUND | {"depth": 7}, BadArgument, "depth: 7"),
        ("neighborhood", AROUND | {"limit": 5001}, PageTooLarge, "limit: 5001"),
        ("common", {"of": ["a"] * 1001}, BadArgument, "1001 ids"),
    ],
)
def test_an_argument_out_of_bounds_is_refused_by_name(
    name: str, arguments: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        PROCEDURES[name](as_store([Node("a"), Node("b")]), arguments)


NODES = [Node("p:a"), Node("p:b"), Node("p:c"), Node("p:d"), Node("p:e", EntityKind.PLACE, mention_count=1)]
EDGES = [
    Edge("met:1", "p:a", "p:b", confidence=0.5, start="2023-09-27"),
    Edge("met:2", "p:a", "p:b", confidence=0.9, start="2023-09-28"),
    Edge("met:3", "p:b", "p:c", confidence=0.8),
    Edge("met:4", "p:a", "p:d", confidence=0.8),
    Edge("met:5", "p:d", "p:c", confidence=0.7),
    Edge("visited:1", "p:c", "p:e", RelationType.VISITED, status=EventStatus.CANCELLED),
]


def fill(store: Store) -> Store:
    """The graph of NODES and EDGES in a real store."""
    store.import_graph(
        GraphRecords(
            entities=[Entity(node.id, node.kind, node.id, mention_count=node.mention_count) for node in NODES],
            relations=[
                Relation(
                    edge.id,
                    edge.type,
                    edge.source,
                    edge.target,
                    status=edge.status,
                    confidence=edge.confidence,
                    start=edge.start,
                )
                for edge in EDGES
            ],
        )
    )
    return store


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("paths", {"from": "p:a", "to": "p:c", "maxLength": 6, "first": 5}),
        ("paths", {"from": "p:a", "to": "p:e", "maxLength": 6, "first": 5, "status": ["HELD", "CANCELLED"]}),
        ("paths", {"from": "p:a", "to": "p:e", "maxLength": 6, "first": 5}),
        ("neighborhood", {"of": ["p:a"], "depth": 2, "limit": 3}),
        ("common", {"of": ["p:a", "p:c"]}),
        ("centrality", {"metric": "DEGREE", "first": 3}),
        ("communities", {"first": 3}),
    ],
)
def test_a_real_store_answers_as_plain_lists_do(store: Store, name: str, arguments: dict[str, JsonValue]) -> None:
    assert PROCEDURES[name](fill(store), arguments) == PROCEDURES[name](as_store(NODES, EDGES), arguments)
