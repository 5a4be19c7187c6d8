"""The interchange format in files: import, export and what is refused."""

from pathlib import Path

import orjson
import pytest

from graph.errors import BadGraph
from graph.interchange import export_jsonl, import_files, import_records, read_files
from graph.model import JsonValue
from graph.ontology import (
    Origin,
    RelationType,
)
from graph.stores import Store
from tests.test_interchange import TEXT

NODES: list[dict[str, JsonValue]] = [
    {"id": "article:riga", "kind": "Article", "name": "Talks in Riga", "published": "2023-10-02", "text": TEXT},
    {"id": "p1", "kind": "Person", "name": "Mark Rutte", "properties": {"b": 1, "a": [True, None, {"d": 1, "c": 2}]}},
    {"id": "p2", "kind": "Person", "name": "João Silva", "aliases": ["J. Silva"], "sameAs": ["https://id.example/2"]},
    {"id": "place:riga", "kind": "Place", "name": "Riga", "latitude": 56.95, "longitude": 24.1, "placeType": "CITY"},
    {"id": "talks", "kind": "Event", "name": "Talks", "eventType": "MEETING", "start": "2023-10"},
    {"id": "o1", "kind": "Organization", "name": "NATO", "sector": "defence"},
]
EDGES: list[dict[str, JsonValue]] = [
    {"type": "PARTICIPATED_IN", "source": "p1", "target": "talks", "role": "HOST"},
    {"type": "HELD_AT", "source": "talks", "target": "place:riga"},
    {"type": "HOLDS_ROLE", "source": "p1", "target": "o1", "roleTitle": "Secretary", "attestedFrom": "2023-10-02"},
    {"type": "MENTIONS", "source": "article:riga", "target": "p1", "count": 1},
    {
        "type": "MET", "source": "p1", "target": "p2", "event": "talks", "origin": "derived", "confidence": 0.9,
        "evidence": [{"article": "article:riga", "start": 15, "end": 46, "sentence": "Mr. Rutte met J. Silva in Riga.",
                      "extractor": "met@1", "confidence": 0.9}],
    },
]  # fmt: skip
MENTIONS: list[dict[str, JsonValue]] = [
    {"article": "article:riga", "entity": "p1", "start": 19, "end": 24, "surface": "Rutte"}
]
REDIRECTS: list[dict[str, JsonValue]] = [{"from": "p0", "to": ["p1"]}]


def write(folder: Path, **parts: list[dict[str, JsonValue]]) -> Path:
    folder.mkdir(exist_ok=True)
    for part, records in parts.items():
        lines = (orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records)
        (folder / f"{part}.jsonl").write_bytes(b"".join(lines))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_files_are_told_apart_by_name_or_by_their_first_line(tmp_path: Path) -> None:
    folder = write(tmp_path, nodes=NODES, links=EDGES, where=MENTIONS, moved=REDIRECTS)
    graph = read_files(folder.glob("*.jsonl"))
    assert [entity.id for entity in graph.entities] == [node["id"] for node in NODES]
    assert [relation.type for relation in graph.relations] == [edge["type"] for edge in EDGES]
    assert [mention.sentence for mention in graph.mentions] == ["Mr. Rutte met J. Silva in Riga."]
    assert list(graph.redirects) == [("p0", ("p1",))]


def test_an_exported_graph_imported_and_exported_again_is_the_same_bytes(store: Store, tmp_path: Path) -> None:
    summary = import_files(store, [write(tmp_path / "in", nodes=NODES, edges=EDGES, mentions=MENTIONS)])
    assert (summary.nodes, summary.edges, summary.mentions) == (6, 5, 1)
    export_jsonl(store, tmp_path / "first")
    store.clear()
    import_files(store, [tmp_path / "first"])
    export_jsonl(store, tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert len(contents(tmp_path / "first")["edges.jsonl"].splitlines()) == 5


def test_an_import_keeps_what_the_records_say(store: Store) -> None:
    import_records(store, [*EDGES, *REDIRECTS, *MENTIONS, *NODES])
    people = {entity.id: entity for entity in store.all_entities()}
    assert people["p1"].properties == {"a": [True, None, {"c": 2, "d": 1}], "b": 1}
    assert people["p2"].aliases == ("J. Silva",)
    assert people["o1"].properties == {"sector": "defence"}
    assert store.existing(["p0"]) == {"p0": "p1"}
    met = next(relation for relation in store.all_relations() if relation.type is RelationType.MET)
    assert (met.event, met.origin, met.report_count) == ("talks", Origin.DERIVED, 1)
    assert met.evidence[0].sentence == "Mr. Rutte met J. Silva in Riga."


def test_the_same_import_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", nodes=NODES, edges=EDGES, mentions=MENTIONS, redirects=REDIRECTS)
    import_files(store, [folder])
    export_jsonl(store, tmp_path / "first")
    import_files(store, [folder])
    export_jsonl(store, tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_a_broken_line_is_named_and_nothing_is_kept(store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", nodes=NODES, edges=EDGES)
    with (folder / "edges.jsonl").open("ab") as file:
        file.write(b'{"type": "MET", \n')
    with pytest.raises(BadGraph, match=r"edges\.jsonl:6: not JSON"):
        import_files(store, [folder])
    assert list(store.all_entities()) == []


def test_an_edge_to_a_node_that_is_not_there_is_named_and_nothing_is_kept(store: Store) -> None:
    with pytest.raises(BadGraph, match="e9"):
        import_records(store, [*NODES, {"id": "e9", "type": "MET", "source": "p1", "target": "p9"}])
    assert list(store.all_entities()) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"[1]\n", ":1: a list; write one JSON object a line"),
        (b'"x"\n', ":1: the value 'x'; write one JSON object a line"),
        (b'{"id": "a", "kind": "Person", "name": "\xff"}\n', ":1: not JSON in UTF-8"),
        (b'\n\n{"id": "a"}\n', ":3: `kind` missing"),
    ],
)
def test_a_file_that_holds_no_graph_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "people.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadGraph, match=f"people.jsonl.*{message}"):
        list(read_files([path]).entities)


def test_a_folder_or_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadGraph, match=r"no nodes\.jsonl or edges\.jsonl"):
        read_files([tmp_path])
    with pytest.raises(BadGraph, match=r"gone\.jsonl: No such file"):
        read_files([tmp_path / "gone.jsonl"])


def test_a_failed_export_leaves_the_former_one(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_records(sqlite_store, NODES)
    export_jsonl(sqlite_store, tmp_path / "out")
    before = contents(tmp_path / "out")

    def fail(_: Store) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(type(sqlite_store), "all_relations", fail)
    with pytest.raises(OSError, match="disk full"):
        export_jsonl(sqlite_store, tmp_path / "out")
    assert contents(tmp_path / "out") == before
