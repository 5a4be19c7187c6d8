"""Both stores, fed the same, hold and answer the same: articles in any order, imports, reads for traversals."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import names
from graph.interchange import import_records
from graph.model import Document
from graph.ontology import EntityKind, EventStatus, RelationType
from graph.plan import Direction
from graph.stores import Store
from graph.stores.protocol import Follow
from tests.graphs import NAMES, Records, graphs
from tests.resolution_strategies import documents

pytestmark = pytest.mark.neo4j
few = settings(
    max_examples=25,
    deadline=None,
    # Each test empties the stores itself.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
_ARTICLES: Final = ("article:a", "article:b", "article:c", "article:d")
steps = st.lists(
    st.tuples(st.lists(documents(), max_size=3), st.lists(st.sampled_from(_ARTICLES), max_size=2)),
    min_size=1,
    max_size=4,
)
follows = st.builds(
    Follow,
    types=st.none() | st.lists(st.sampled_from(RelationType), max_size=4, unique=True).map(tuple),
    kinds=st.none() | st.lists(st.sampled_from(EntityKind), min_size=1, max_size=3, unique=True).map(tuple),
    statuses=st.sampled_from(((EventStatus.HELD,), tuple(EventStatus))),
    from_=st.none() | st.sampled_from((20230901, 20231231)),
    to=st.none() | st.sampled_from((20230930, 20240101)),
    as_of=st.none() | st.sampled_from((20230930, 20240101)),
    direction=st.sampled_from(Direction),
)


def everything(store: Store) -> list[list[Any]]:
    return [list(part()) for part in (store.all_entities, store.all_relations, store.all_mentions, store.all_redirects)]


def digests(put: list[Document]) -> dict[str, str]:
    return {document.article.id: str(hash(document)) for document in put}


@given(steps)
@few
def test_articles_loaded_changed_and_forgotten_leave_the_same_graph(
    sqlite_store: Store, neo4j_store: Store, steps: list[tuple[list[Document], list[str]]]
) -> None:
    stores = (sqlite_store, neo4j_store)
    for store in stores:
        store.clear()
    for put, drop in steps:
        first, second = (store.write_documents(put, digests(put)) for store in stores)
        assert first == second
        first_gone, second_gone = (store.forget(drop) for store in stores)
        assert sorted(first_gone) == sorted(second_gone)
        assert everything(sqlite_store) == everything(neo4j_store)


@given(graphs(), follows, st.sampled_from((*NAMES, "sil", "stoltenberk", "e", "")))
@few
def test_a_prepared_graph_reads_the_same(
    sqlite_store: Store, neo4j_store: Store, records: Records, follow: Follow, name: str
) -> None:
    stores = (sqlite_store, neo4j_store)
    for store in stores:
        store.clear()
        import_records(store, records.all)
    assert everything(sqlite_store) == everything(neo4j_store)
    nodes = [node["id"] for node in records.nodes]
    edges = [edge["id"] for edge in records.edges]
    folded = names.fold(name)
    reads: tuple[Callable[[Store], Any], ...] = (
        lambda store: store.existing([*nodes, "person:none"]),
        lambda store: store.neighbours(nodes, follow, limit=100),
        lambda store: store.neighbours(nodes[:2], follow, limit=1),
        lambda store: store.edges_between(nodes[1:], follow, limit=5),
        lambda store: store.relation_cards([*edges, "met:none"]),
        lambda store: sorted(store.edge_list(follow), key=str),
        lambda store: store.name_candidates(folded, follow.kinds, limit=200),
        lambda store: store.article_digests(nodes),
    )
    for read in reads:
        assert read(sqlite_store) == read(neo4j_store)
    counted, also = (store.statistics() for store in stores)
    for field in ("entities", "relations", "max_degree", "evidence", "mentions", "first_published", "last_published"):
        assert getattr(counted, field) == getattr(also, field), field
    for type_, degrees in counted.mean_degree.items():
        assert degrees == pytest.approx(also.mean_degree[type_])
