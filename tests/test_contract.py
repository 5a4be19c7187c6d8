"""What both stores promise of reading: one statement a root field, whole graphs, and no value taken for syntax."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.interchange import import_records
from graph.interchange_read import Record
from graph.plan import Statement
from graph.stores import Store
from graph.stores.protocol import Answer, Value
from graph.stores.sqlite import SqliteStore
from schema.execution import Engine, Limits
from tests.test_golden import NAMES, RECORDS, plans, question

READS: Final = ("existing", "neighbours", "edges_between", "relation_cards", "name_candidates", "edge_list")

COMPILED: Final = [name for name in NAMES if not any(root.call for root in plans(name))]


def ask(store: Store, query: str, /, *, hints: bool = True, **variables: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(Engine(store, limits=Limits(hints=hints)).execute(query, variables).json())
    return answer


class Counter:
    """Counts the calls of a store's statements while it is installed."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch, names: Sequence[str]) -> None:
        self.calls: list[str] = []
        for name in names:
            monkeypatch.setattr(store, name, self._counted(name, getattr(store, name)))

    def _counted(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self.calls.append(name)
            return method(*arguments, **options)

        return counted


# --- statements


@pytest.mark.parametrize("name", COMPILED)
def test_a_root_field_is_one_native_statement(name: str, sqlite_store: Store) -> None:
    import_records(sqlite_store, RECORDS)
    sqlite_store.statistics()  # kept by revision: what prices a query is not read again
    assert isinstance(sqlite_store, SqliteStore)
    texts: list[str] = []

    def traced(_: apsw.Cursor, sql: str, __: object) -> bool:
        texts.append(sql)
        return True

    connection = sqlite_store._connection()
    connection.exec_trace = traced
    answer = ask(sqlite_store, question(name), hints=False)
    connection.exec_trace = None
    assert "errors" not in answer
    # The revision is looked up once for each root field, to know that the statistics still hold.
    native = [text for text in texts if "meta" not in text]
    assert len(native) == len(plans(name))


def test_a_store_runs_one_statement_for_each_root_field(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import_records(store, RECORDS)
    counter = Counter(store, monkeypatch, ("run", *READS))
    for name in COMPILED:
        counter.calls.clear()
        ask(store, question(name), hints=False)
        assert counter.calls == ["run"] * len(plans(name)), name


@pytest.mark.parametrize("length", [1, 2, 4])
def test_paths_take_no_more_statements_than_they_state(
    length: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_records(store, RECORDS)
    counter = Counter(store, monkeypatch, READS)
    query = 'query ($n: Int!) { paths(from: "person:ann", to: "place:europe", maxLength: $n) { length } }'
    assert "errors" not in ask(store, query, n=length, hints=False)
    assert 1 < len(counter.calls) <= 2 * length + 1


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        ('{ neighborhood(of: ["person:ann"], depth: 3) { nodes { id } } }', 5),
        ('{ common(of: ["person:ann", "person:evika-silina"]) { totalCount } }', 2),
        ('{ search(query: "silina") { totalCount } }', 1),
    ],
)
def test_a_traversal_takes_no_more_statements_than_it_states(
    query: str, bound: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_records(store, RECORDS)
    counter = Counter(store, monkeypatch, READS)
    assert "errors" not in ask(store, query)
    assert 0 < len(counter.calls) <= bound


# --- readers and writers


def test_readers_see_a_graph_before_or_after_a_write(sqlite_store: Store) -> None:
    # Neo4j is read-committed: a statement that overlaps a commit may see part of it (docs/architecture.md).
    store = sqlite_store

    def graph(generation: int) -> list[Record]:
        people: list[Record] = [
            {"id": f"person:{n}", "kind": "Person", "name": f"Generation {generation}"} for n in range(40)
        ]
        edges: list[Record] = [
            {"id": f"met:{n}", "type": "MET", "source": f"person:{n}", "target": f"person:{n + 1}"}
            | {"properties": {"generation": generation}}
            for n in range(39)
        ]
        return people + edges

    import_records(store, graph(0))
    engine = Engine(store)
    query = "{ people(first: 50) { nodes { name met { edges { relation { properties } } } } } }"
    seen: list[set[str]] = []
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                answer = json.loads(engine.execute(query).json())
                people = answer["data"]["people"]["nodes"]
                edges = [edge["relation"]["properties"] for person in people for edge in person["met"]["edges"]]
                seen.append({p["name"] for p in people} | {f"Generation {edge['generation']}" for edge in edges})
                if (len(people), len(edges)) != (40, 78):
                    wrong.append((len(people), len(edges)))
        except Exception as error:
            # An exception of a thread would be lost, and the test pass for want of readers.
            wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for generation in range(1, 6):
        import_records(store, graph(generation))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert seen
    assert [names for names in seen if len(names) != 1] == []


def test_each_write_raises_the_revision(store: Store) -> None:
    revisions = [store.revision()]
    for n in range(3):
        import_records(store, [{"id": f"person:{n}", "kind": "Person", "name": "Ann"}])
        revisions.append(store.revision())
    store.clear()
    revisions.append(store.revision())
    assert revisions == sorted(set(revisions))


# --- what is not there, and what is too much


def test_an_unknown_id_is_null(store: Store) -> None:
    import_records(store, RECORDS)
    query = '{ node(id: "person:nobody") { id } person(id: "person:nobody") { id } nodes(ids: ["x"]) { id } }'
    assert ask(store, query)["data"] == {"node": None, "person": None, "nodes": [None]}


def test_an_unknown_name_is_null_with_the_nearest_names_as_a_hint(store: Store) -> None:
    import_records(store, RECORDS)
    answer = ask(store, '{ person(name: "Evika Sillina") { id } }')
    assert answer["data"] == {"person": None}
    (hint,) = answer["extensions"]["hints"]
    assert hint["nearest"][0] == {"id": "person:evika-silina", "name": "Evika Siliņa"}


def test_an_unknown_name_or_id_in_a_filter_finds_nothing(store: Store) -> None:
    import_records(store, RECORDS)
    query = """{ people(where: {name: {eq: "Nobody"}}) { totalCount }
                 places(where: {within: ["place:nowhere"]}) { totalCount } }"""
    assert ask(store, query)["data"] == {"people": {"totalCount": 0}, "places": {"totalCount": 0}}


def test_a_redirected_id_is_the_kept_entity_wherever_an_id_is_asked(store: Store) -> None:
    import_records(store, [*RECORDS, {"from": "person:e-silina", "to": ["person:evika-silina"]}])
    query = """{ node(id: "person:e-silina") { id } person(id: "person:e-silina") { id }
                 nodes(ids: ["person:e-silina"]) { id }
                 people(where: {id: ["person:e-silina"]}) { nodes { id } }
                 relations(types: [HOLDS_ROLE], from: ["person:e-silina"]) { nodes { source { id } } }
                 neighborhood(of: ["person:e-silina"], depth: 0) { nodes { id } } }"""
    kept = {"id": "person:evika-silina"}
    assert ask(store, query)["data"] == {
        "node": kept,
        "person": kept,
        "nodes": [kept],
        "people": {"nodes": [kept]},
        "relations": {"nodes": [{"source": kept}]},
        "neighborhood": {"nodes": [kept]},
    }


# --- hostile strings

PIECES: Final = (
    "'", '"', "\\", "`", "$p0", ":p0", "?", ";--", "/*", "]]>", "{", "}", "{json}", "|", "%", "_", "*", "~", "^", "(",
    "NEAR(", "AND", "OR NOT", "a:b", "+", "-", "[1 TO 2]", "\n", "\t", "\u2028", "\U0001f600", "Ņ", "name", " ",
)  # fmt: skip
# Without NUL and surrogates, which no store takes, and code points that are unassigned or private: whether one is part
# of a word is up to each full-text index.
_ANY: Final = st.characters(exclude_categories=("Cs", "Cn", "Co"), exclude_characters="\0")
hostile = st.lists(
    st.sampled_from(PIECES) | st.text(_ANY, max_size=3),
    min_size=1,
    max_size=6,
).map(lambda parts: "x" + "".join(parts))


class Recorder:
    """The texts of the statements that a store ran."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        run = store.run

        def recorded(statement: Statement, values: Mapping[str, Value], *, seconds: float | None = None) -> Answer:
            self.texts.append(statement.text)
            return run(statement, values, seconds=seconds)

        monkeypatch.setattr(store, "run", recorded)


@pytest.fixture
def recorder(store: Store) -> Iterator[Recorder]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield Recorder(store, monkeypatch)


HOSTILE: Final = """query ($text: String!, $id: ID!) {
  person(id: $id) { name aliases description properties roles { edges { title } } }
  named: person(name: $text) { name }
  equal: people(where: {name: {eq: $text}}) { nodes { name } }
  listed: people(where: {name: {in: [$text]}}) { nodes { name } }
  contains: people(where: {name: {contains: $text}}) { totalCount }
  roles: people(where: {roles: {some: {title: {endsWith: $text}}}}) { totalCount }
  articles(where: {text: $text}) { nodes { title text } }
  search(query: $text) { totalCount }
}"""


@given(text=hostile)
# The store is emptied by the test itself.
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_character_of_a_value_is_syntax(store: Store, recorder: Recorder, text: str) -> None:
    store.clear()
    id_ = f"person:{text}"
    person: Record = {"id": id_, "kind": "Person", "name": text, "aliases": ["Alias " + text], "description": text}
    import_records(
        store,
        [
            {**person, "properties": {"key": text}},
            {"id": "organization:o", "kind": "Organization", "name": "Union"},
            {"id": "holds_role:1", "type": "HOLDS_ROLE", "source": id_, "target": "organization:o", "roleTitle": text},
            {"id": "article:x", "kind": "Article", "title": text, "name": text, "text": f"{text}\n\nwords"},
        ],
    )
    recorder.texts.clear()
    answer = ask(store, HOSTILE, text=text, id=id_, hints=False)
    assert "errors" not in answer
    data = answer["data"]
    assert data["person"]["name"] == data["person"]["description"] == text
    assert data["person"]["aliases"] == ["Alias " + text]
    assert data["person"]["properties"] == {"key": text}
    assert data["person"]["roles"]["edges"] == [{"title": text}]
    assert data["named"] == {"name": text}
    assert data["equal"]["nodes"] == data["listed"]["nodes"] == [{"name": text}]
    assert data["contains"] == data["roles"] == {"totalCount": 1}
    assert {"title": text, "text": f"{text}\n\nwords"} in data["articles"]["nodes"]
    # One shape has one text, whatever the values: none of them is in it.
    first = recorder.texts[:]
    recorder.texts.clear()
    ask(store, HOSTILE, text="x", id="person:x", hints=False)
    assert recorder.texts == first
