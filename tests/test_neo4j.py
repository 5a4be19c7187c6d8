"""What is Neo4j's own: its schema, its transactions, its errors. What it answers is in the contract suites."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from graph.errors import BadGraph, QueryTimeout, StoreUnavailable
from graph.interchange import import_records
from graph.model import Entity, Relation
from graph.ontology import EntityKind, Origin, RelationType
from graph.plan import Statement
from graph.stores import Store, neo4j_read, neo4j_schema, neo4j_write, open_store
from graph.stores.neo4j import Neo4jStore
from graph.stores.protocol import GraphRecords
from schema.execution import Engine
from tests.documents import document, organization, person
from tests.neo4j.server import _free_port

STOLTENBERG: dict[str, Any] = {
    "id": "person:jens-stoltenberg",
    "kind": "Person",
    "name": "Jens Stoltenberg",
    "aliases": ["Stoltenberg"],
    "properties": {"note": [1, None, {"deep": True}]},
}
SILINA: dict[str, Any] = {"id": "person:evika-silina", "kind": "Person", "name": "Evika Siliņa"}
MET: dict[str, Any] = {"id": "met:1", "type": "MET", "source": SILINA["id"], "target": STOLTENBERG["id"]}


def ask(store: Store, query: str, **variables: Any) -> Any:
    answer = json.loads(Engine(store).execute(query, variables).json())
    assert "errors" not in answer, answer
    return answer["data"]


@pytest.fixture
def own(neo4j_store: Store) -> Neo4jStore:
    assert isinstance(neo4j_store, Neo4jStore)
    return neo4j_store


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> int:
    """An import of more than two records takes several transactions."""
    monkeypatch.setattr(neo4j_write, "BATCH", 2)
    return 2


def test_every_constraint_and_index_is_there_and_online(own: Neo4jStore) -> None:
    states = dict(own._column("SHOW INDEXES YIELD name, state RETURN [name, state] AS row"))
    assert {name: states.get(name) for name in neo4j_schema.definitions()} == dict.fromkeys(
        neo4j_schema.definitions(), "ONLINE"
    )


def test_a_store_that_is_down_names_its_address_and_the_setting() -> None:
    url = f"bolt://127.0.0.1:{_free_port()}"
    with pytest.raises(StoreUnavailable, match="LIAISON_STORE") as caught:
        open_store(url)
    assert url in str(caught.value)


@pytest.mark.usefixtures("own")
def test_a_database_of_another_layout_is_refused(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_schema, "VERSION", neo4j_schema.VERSION + 1)
    with pytest.raises(StoreUnavailable, match=f"layout {neo4j_schema.VERSION - 1}; load into an empty one"):
        open_store(neo4j_uri)


def test_a_statement_past_its_time_limit_is_stopped(own: Neo4jStore) -> None:
    pairs = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a WHERE a < b RETURN a"
    endless = f"RETURN COUNT {{ {pairs} }} AS answer"
    with pytest.raises(QueryTimeout, match=r"0\.2 s"):
        own.run(Statement(endless, ()), {}, seconds=0.2)
    assert own.revision() >= 0


def test_properties_come_back_as_the_json_they_were(own: Neo4jStore) -> None:
    import_records(own, [STOLTENBERG])
    answer = ask(own, '{ person(name: "stoltenberg") { properties other: properties } }')
    assert answer == {"person": {"properties": STOLTENBERG["properties"], "other": STOLTENBERG["properties"]}}


@pytest.mark.parametrize("text", ["", "?!", 'AND "(met~ [', "met~ OR riga", "+met -riga", "name:met", "*"])
def test_full_text_words_are_no_syntax(own: Neo4jStore, text: str) -> None:
    import_records(own, [{"id": "article:x", "kind": "Article", "name": "X", "text": "X\n\nThey met in Oslo."}])
    found = ask(own, "query ($text: String) { articles(where: {text: $text}) { totalCount } }", text=text)
    assert found == {"articles": {"totalCount": 0}}


def test_full_text_finds_a_name_in_its_possessive_form(own: Neo4jStore) -> None:
    import_records(own, [{"id": "article:x", "kind": "Article", "name": "X", "text": "X\n\nIn Ukraine’s capital."}])
    for text in ("ukraine", "Ukraine's", "in", "CAPITAL ukraine"):
        found = ask(own, "query ($text: String) { articles(where: {text: $text}) { nodes { id } } }", text=text)
        assert found == {"articles": {"nodes": [{"id": "article:x"}]}}, text


@pytest.mark.parametrize(
    ("text", "query"),
    [("Siliņa's  a_b", '"silina" AND "s" AND "a b"'), ("…", '""'), ("AND", '"and"'), ("a\\b", '"a" AND "b"')],
)
def test_a_lucene_query_quotes_what_it_is_given(text: str, query: str) -> None:
    assert neo4j_read.full_text(text) == query


def test_every_write_raises_the_revision(own: Neo4jStore) -> None:
    before = own.revision()
    import_records(own, [SILINA])
    once = own.revision()
    own.forget(["article:none"])
    assert before < once < own.revision()


def test_two_writers_queue_and_both_are_kept(neo4j_uri: str, own: Neo4jStore) -> None:
    other = open_store(neo4j_uri)
    ann, nato = document("a", [person("Ann Lee")]), document("b", [organization("NATO")])
    try:
        with ThreadPoolExecutor(2) as pool:
            written = [
                pool.submit(store.write_documents, [document], {document.article.id: "1"})
                for store, document in ((own, ann), (other, nato))
            ]
            assert [future.result().new for future in written] == [(ann.article.id,), (nato.article.id,)]
    finally:
        other.close()
    assert {"person:ann-lee", "organization:nato"} <= {entity.id for entity in own.all_entities()}


def test_a_small_import_that_fails_leaves_nothing(own: Neo4jStore) -> None:
    person = Entity("person:a", EntityKind.PERSON, "Ann", origin=Origin.IMPORTED)
    loose = Relation("met:1", RelationType.MET, "person:a", "person:gone", origin=Origin.IMPORTED)
    with pytest.raises(BadGraph, match="edge met:1: its target 'person:gone' is no node"):
        own.import_graph(GraphRecords([person], [loose]))
    assert list(own.all_entities()) == []


@pytest.mark.usefixtures("small_batches")
def test_a_large_import_in_batches_is_as_complete_and_changes_nothing_again(own: Neo4jStore) -> None:
    people = [{**SILINA, "id": f"person:{index}"} for index in range(5)]
    edges = [{**MET, "id": f"met:{index}", "source": f"person:{index}", "target": "person:0"} for index in range(1, 5)]
    mention = {"article": "article:x", "entity": "person:3", "start": 3, "end": 9, "surface": "Silina"}
    article = {"id": "article:x", "kind": "Article", "name": "X", "text": "X\n\nSilina spoke."}
    records = [*people, article, *edges, mention]

    def everything() -> list[list[Any]]:
        return [list(own.all_entities()), list(own.all_relations()), list(own.all_mentions())]

    summary = import_records(own, records)
    assert (summary.nodes, summary.edges, summary.mentions) == (6, 4, 1)
    first = everything()
    assert [len(part) for part in first] == [6, 4, 1]
    assert [entity.mention_count for entity in first[0]] == [0, 0, 0, 0, 1, 0]
    import_records(own, records)
    assert everything() == first


def test_redirects_stay_one_step_long(own: Neo4jStore) -> None:
    import_records(own, [SILINA, STOLTENBERG])
    own.import_graph(GraphRecords(redirects=[("person:a", ("person:b",))]))
    own.import_graph(GraphRecords(redirects=[("person:b", (SILINA["id"],)), ("person:c", (SILINA["id"], "person:b"))]))
    assert dict(own.all_redirects()) == {
        "person:a": (SILINA["id"],),
        "person:b": (SILINA["id"],),
        "person:c": ("person:b", SILINA["id"]),
    }
    assert own.existing(["person:a", "person:c", SILINA["id"]]) == {
        "person:a": SILINA["id"],
        SILINA["id"]: SILINA["id"],
    }
    assert ask(own, '{ node(id: "person:a") { id } }') == {"node": {"id": SILINA["id"]}}


def test_a_query_is_one_statement(own: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    import_records(own, [SILINA, STOLTENBERG, MET])
    statements: list[str] = []
    run = own._run

    def counted(text: str, *rest: Any, **options: Any) -> Any:
        statements.append(text)
        return run(text, *rest, **options)

    engine = Engine(own)
    query = '{ person(name: "Stoltenberg") { met { edges { node { name met { nodes { name } } } } } } }'
    engine.execute(query)
    monkeypatch.setattr(own, "_run", counted)
    answer = json.loads(engine.execute(query).json())
    assert answer["data"]["person"]["met"]["edges"][0]["node"]["met"]["nodes"] == [{"name": "Jens Stoltenberg"}]
    assert [text for text in statements if "met" in text.lower() and "Meta" not in text] == statements[-1:]


def test_reading_everything_goes_page_by_page(own: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_read, "_PAGE", 2)
    import_records(own, [{**SILINA, "id": f"person:{index}"} for index in range(5)])
    entities: Iterator[Entity] = own.all_entities()
    assert [entity.id for entity in entities] == [f"person:{index}" for index in range(5)]
