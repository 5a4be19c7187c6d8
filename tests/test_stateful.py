"""Articles come, change, come again and go, and the store is closed and opened: at every moment the graph is that of
what is left, and what is asked of it is what networkx finds in it."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from graph.model import Document
from graph.ontology import EntityKind, EventStatus, Origin, RelationType
from graph.stores import Store, open_store
from schema.execution import Engine
from tests.documents import event, gathering
from tests.memory_ledger import MemoryLedger
from tests.resolution_strategies import documents

_ARTICLES = tuple(f"article:{letter}" for letter in "abcd")
_NEAR = "query ($of: [ID!]!, $depth: Int!) { neighborhood(of: $of, depth: $depth, limit: 5000) { nodes { id } } }"
_PATH = "query ($from: ID!, $to: ID!) { paths(from: $from, to: $to) { length nodes { id } } }"
_DEGREE = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Entity { id degree } } }"
_COMMON = "query ($of: [ID!]!) { common(of: $of, first: 1000) { nodes { id } } }"
_LONGEST = 6
_PEOPLE = ("Ana Silva", "Jens Berg", "Joe Biden", "Evika Siliņa", "Mark Rutte", "Kaja Kallas")


def _digests(put: list[Document]) -> dict[str, str]:
    return {document.article.id: str(hash(document)) for document in put}


class Articles(RuleBasedStateMachine):
    """A store beside a plain ledger of the same articles. `reopened` gives the store anew, if it can be closed."""

    def __init__(self, store: Store, reopened: Callable[[Store], Store]) -> None:
        super().__init__()
        self.store = store
        self.reopened = reopened
        self.store.clear()
        self.left: dict[str, Document] = {}

    @rule(put=st.lists(documents(_ARTICLES), min_size=1, max_size=3, unique_by=lambda document: document.article.id))
    def load(self, put: list[Document]) -> None:
        self.store.write_documents(put, _digests(put))
        self.left |= {document.article.id: document for document in put}

    @rule(
        id_=st.sampled_from(_ARTICLES),
        people=st.lists(st.sampled_from(_PEOPLE), min_size=2, max_size=4, unique=True),
        day=st.sampled_from(("2023-09-27", "2023-09-28", None)),
        where=st.sampled_from(("Riga", "Oslo", None)),
    )
    def load_a_meeting(self, id_: str, people: list[str], day: str | None, where: str | None) -> None:
        """Documents that share people, so that there is something to walk along."""
        said = gathering(id_.removeprefix("article:"), event("talks", start=day), *people, where=where)
        self.load([said])

    @rule()
    def load_again(self) -> None:
        put = list(self.left.values())
        summary = self.store.write_documents(put, _digests(put))
        assert (summary.new, summary.changed, sorted(summary.unchanged)) == ((), (), sorted(self.left))

    @rule(gone=st.sets(st.sampled_from(_ARTICLES), min_size=1, max_size=2))
    def forget(self, gone: set[str]) -> None:
        assert set(self.store.forget(sorted(gone))) == gone & self.left.keys()
        for id_ in gone:
            self.left.pop(id_, None)

    @rule()
    def reopen(self) -> None:
        self.store = self.reopened(self.store)

    @invariant()
    def the_graph_is_that_of_what_is_left(self) -> None:
        self.ledger = MemoryLedger()
        self.ledger.load(*self.left.values())
        assert [entity.id for entity in self.store.all_entities()] == sorted(self.ledger.entity)
        assert [edge.id for edge in self.store.all_relations()] == sorted(self.ledger.relation)

    @invariant()
    def what_is_asked_is_what_networkx_finds(self) -> None:
        graph = self._graph()
        ids = sorted(graph)
        degrees = {node["id"]: node["degree"] for node in self._ask(_DEGREE, ids=ids)["nodes"]}
        assert degrees == dict(graph.degree)
        for id_ in ids[:3]:
            for depth in (1, 2):
                near = self._ask(_NEAR, of=[id_], depth=depth)["neighborhood"]["nodes"]
                assert {node["id"] for node in near} == set(networkx.ego_graph(graph, id_, radius=depth))
        for start, end in pairwise(ids[:4]):
            self._check_pair(networkx.Graph(graph), start, end)

    def _check_pair(self, graph: Any, start: str, end: str) -> None:
        distances = networkx.single_source_shortest_path_length(graph, start, cutoff=_LONGEST)
        found = self._ask(_PATH, **{"from": start, "to": end})["paths"]
        assert [path["length"] for path in found] == ([distances[end]] if end in distances else [])
        for path in found:
            assert networkx.is_simple_path(graph, [node["id"] for node in path["nodes"]])
        shared = (set(graph[start]) & set(graph[end])) - {start, end}
        assert {node["id"] for node in self._ask(_COMMON, of=[start, end])["common"]["nodes"]} == shared

    def _graph(self) -> Any:
        """What traversals follow by default, of the plain ledger: an undirected multigraph."""
        graph: Any = networkx.MultiGraph()
        graph.add_nodes_from(id_ for id_, entity in self.ledger.entity.items() if entity.kind is not EntityKind.ARTICLE)
        for edge in self.ledger.relation.values():
            background = edge.type is RelationType.LOCATED_IN and edge.origin is Origin.GAZETTEER
            if edge.status is EventStatus.HELD and edge.type is not RelationType.MENTIONS and not background:
                graph.add_edge(edge.source, edge.target, key=edge.id)
        return graph

    def _ask(self, text: str, **variables: Any) -> Any:
        answer = json.loads(Engine(self.store).execute(text, variables).json())
        assert "errors" not in answer, answer
        return answer["data"]


def _run(make: Callable[[], Articles], *, examples: int) -> None:
    nightly = settings.default is settings.get_profile("nightly")
    run_state_machine_as_test(
        make,  # type: ignore[arg-type]  # a factory does as well as a class
        settings=settings(
            max_examples=examples * (20 if nightly else 1),
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


def test_sqlite_holds_what_is_left_of_its_articles(tmp_path: Path) -> None:
    def opened() -> Store:
        return open_store(f"sqlite:///{tmp_path}/liaison.db")

    def reopened(store: Store) -> Store:
        store.close()
        return opened()

    _run(lambda: Articles(opened(), reopened), examples=40)


@pytest.mark.neo4j
def test_neo4j_holds_what_is_left_of_its_articles(neo4j_store: Store) -> None:
    _run(lambda: Articles(neo4j_store, lambda store: store), examples=6)
