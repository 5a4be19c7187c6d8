"""Centrality and communities, against networkx, and the projection that they are computed on."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import analytics
from graph.analytics import Centrality, centrality, communities, project
from graph.errors import QueryTooCostly
from graph.ontology import EntityKind, Origin, RelationType
from graph.procedures import PROCEDURES
from graph.stores import Store
from graph.stores.protocol import Follow
from tests.dict_store import Edge, Node, as_store, statements

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30)


@pytest.fixture(autouse=True)
def _no_answers_from_before() -> None:
    analytics._cache.clear()


def store_of(pairs: list[tuple[int, int]]) -> Store:
    nodes = [Node(f"n{place:04}") for place in sorted({end for pair in pairs for end in pair})]
    edges = [Edge(f"e{place}", f"n{one:04}", f"n{other:04}") for place, (one, other) in enumerate(pairs)]
    return as_store(nodes, edges)


def plain(pairs: list[tuple[int, int]]) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((f"n{one:04}", f"n{other:04}") for one, other in pairs if one != other)
    return graph


def scores(store: Store, metric: Centrality) -> dict[str, float]:
    analytics._cache.clear()
    return {row.entity: row.score for row in centrality(store, metric, Follow())}


@given(PAIRS)
def test_degree_betweenness_closeness_and_pagerank_are_those_of_networkx(pairs: list[tuple[int, int]]) -> None:
    store, graph = store_of(pairs), plain(pairs)
    assert scores(store, Centrality.DEGREE) == pytest.approx(dict(nx.degree_centrality(graph)))
    assert scores(store, Centrality.CLOSENESS) == pytest.approx(dict(nx.closeness_centrality(graph)))
    assert scores(store, Centrality.BETWEENNESS) == pytest.approx(dict(nx.betweenness_centrality(graph)), abs=1e-9)
    expected = dict(nx.pagerank(graph, tol=1e-10, max_iter=500)) if len(graph) else {}
    assert scores(store, Centrality.PAGERANK) == pytest.approx(expected, abs=1e-8)


def test_eigenvector_is_that_of_networkx_on_a_connected_graph() -> None:
    pairs = list(nx.connected_watts_strogatz_graph(40, 4, 0.3, seed=1).edges)
    expected = dict(nx.eigenvector_centrality(plain(pairs), max_iter=5_000, tol=1e-10))
    assert scores(store_of(pairs), Centrality.EIGENVECTOR) == pytest.approx(expected, abs=1e-6)


def test_eigenvector_of_components_too_alike_to_settle_is_that_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analytics, "_ITERATIONS", 3)
    star, path = [(0, 1), (0, 2), (0, 3)], [(10, 11), (11, 12)]
    found = scores(store_of(star + path), Centrality.EIGENVECTOR)
    assert found["n0000"] == pytest.approx(0.5**0.5 * (4 / 7) ** 0.5)
    assert found["n0011"] == pytest.approx(0.5**0.5 * (3 / 7) ** 0.5)


def test_eigenvector_of_a_large_component_agrees_with_the_dense_one(monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of(list(nx.connected_watts_strogatz_graph(60, 4, 0.3, seed=2).edges))
    monkeypatch.setattr(analytics, "_ITERATIONS", 1)
    dense = scores(store, Centrality.EIGENVECTOR)
    monkeypatch.setattr(analytics, "_DENSE", 10)
    assert scores(store, Centrality.EIGENVECTOR) == pytest.approx(dense, abs=1e-7)


def test_a_large_component_is_sampled_close_to_the_exact_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = list(nx.barabasi_albert_graph(400, 2, seed=3).edges)
    store = store_of(pairs)
    exact = {metric: scores(store, metric) for metric in (Centrality.BETWEENNESS, Centrality.CLOSENESS)}
    monkeypatch.setattr(analytics, "EXACT", 100)
    for metric, right in exact.items():
        sampled = scores(store, metric)
        assert sampled != right
        assert sampled == scores(store, metric)
        most = max(right.values())
        assert sampled == pytest.approx(right, abs=0.1 * most)


def test_ranks_count_from_one_and_equal_scores_go_by_id() -> None:
    rows = centrality(store_of([(0, 1), (0, 2), (0, 3)]), Centrality.DEGREE, Follow())
    assert [(row.entity, row.rank) for row in rows] == [("n0000", 1), ("n0001", 2), ("n0002", 3), ("n0003", 4)]


EVENTS = [Node("anna"), Node("boris"), Node("talks", EntityKind.EVENT), Node("riga", EntityKind.PLACE)]
TALKS = [
    Edge("1", "anna", "talks", RelationType.PARTICIPATED_IN),
    Edge("2", "boris", "talks", RelationType.PARTICIPATED_IN),
    Edge("3", "anna", "boris", RelationType.MET, event="talks"),
    Edge("4", "talks", "riga", RelationType.HELD_AT),
    Edge("5", "anna", "riga", RelationType.VISITED),
    Edge("6", "riga", "riga", RelationType.LOCATED_IN, origin=Origin.EXTRACTED),
]


def joined(follow: Follow) -> set[tuple[str, str]]:
    projection = project(as_store(EVENTS, TALKS), follow)
    return {(projection.ids[one], projection.ids[other]) for one, other in projection.graph.edges}


def test_a_meeting_counts_by_its_event_where_that_is_in_the_projection() -> None:
    assert joined(Follow()) == {("anna", "talks"), ("boris", "talks"), ("riga", "talks"), ("anna", "riga")}


def test_a_meeting_counts_itself_where_its_event_is_not_in_the_projection() -> None:
    assert joined(Follow(kinds=(EntityKind.PERSON,))) == {("anna", "boris")}


def test_types_asked_for_are_all_followed() -> None:
    both = (RelationType.MET, RelationType.PARTICIPATED_IN)
    assert joined(Follow(types=both)) == {("anna", "boris"), ("anna", "talks"), ("boris", "talks")}


TRIANGLES = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5), (5, 6)]


def test_communities_are_the_dense_parts_largest_first() -> None:
    found = communities(store_of(TRIANGLES), Follow())
    assert [(group.id, group.members) for group in found.communities] == [
        ("community:n0003", ("n0003", "n0005", "n0004", "n0006")),
        ("community:n0000", ("n0002", "n0000", "n0001")),
    ]
    parts = [set(group.members) for group in found.communities]
    assert found.modularity == pytest.approx(nx.community.modularity(plain(TRIANGLES), parts))


def test_a_graph_without_relations_has_no_communities() -> None:
    assert PROCEDURES["communities"](as_store([Node("a")]), {"first": 5}) == [{"modularity": 0.0, "communities": []}]
    assert PROCEDURES["centrality"](as_store([Node("a")]), {"metric": "EIGENVECTOR", "first": 5}) == []


def test_an_answer_is_computed_once_for_a_revision() -> None:
    store = store_of(TRIANGLES)
    for _ in range(2):
        centrality(store, Centrality.PAGERANK, Follow())
    assert statements(store) == 1
    store.revised = 1  # type: ignore[attr-defined]
    centrality(store, Centrality.PAGERANK, Follow())
    assert statements(store) == 2


@pytest.mark.parametrize("bound", ["MAX_EDGES", "MAX_LOUVAIN"])
def test_a_projection_over_a_bound_says_how_to_narrow_it(monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(analytics, bound, 3)
    with pytest.raises(QueryTooCostly, match="`types`"):
        communities(store_of(TRIANGLES), Follow())


def test_statistics_count_what_there_is_by_key() -> None:
    (row,) = PROCEDURES["stats"](as_store(EVENTS, TALKS), {})
    assert row["entities"] == [
        {"key": "EVENT", "count": 1},
        {"key": "PERSON", "count": 2},
        {"key": "PLACE", "count": 1},
    ]
    assert row["relations"] == [
        {"key": key, "count": count}
        for key, count in (("HELD_AT", 1), ("LOCATED_IN", 1), ("MET", 1), ("PARTICIPATED_IN", 2), ("VISITED", 1))
    ]
    assert (row["articles"], row["firstPublished"], row["lastPublished"], row["revision"]) == (
        0,
        "2023",
        "2024-01-02",
        0,
    )
