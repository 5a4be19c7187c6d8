"""Exports, read back by the tools that they are for; and names that are markup, formulas and quotes."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import networkx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from rdflib import Graph as RdfGraph
from rdflib import URIRef

from graph.errors import BadArgument
from graph.exports import FORMATS
from graph.exports.cypher import literal
from graph.exports.piece import Piece, everything, selected
from graph.exports.tables import cell
from graph.interchange import import_records
from graph.stores import Store
from service.settings import load_settings
from tests.commands import run, serving
from tests.conftest import missing
from tests.test_golden import RECORDS

ROOT = Path(__file__).resolve().parents[1]
NODES = [record for record in RECORDS if "kind" in record]
EDGES = [record for record in RECORDS if "type" in record]
NASTY = (
    *("'", '"', "\\", "\\u0041", "`", "]]>", "<script>alert(1)</script>", "&amp;", "\u202e", "\n", "\r", "\t", "\x00"),
    *(
        "\x1f",
        "\ufffe",
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\u2028",
        "\U0001f600",
        "Ņ",
        "{",
        "}",
        "$a",
        "${a}",
        "//",
        "/*",
    ),
    *("--", ";"),
)
characters = st.characters(exclude_categories=["Cs"])
nasty = st.lists(st.sampled_from(NASTY) | characters, min_size=1, max_size=6).map("".join)


def written(store: Store, format_: str, **options: Any) -> bytes:
    return b"".join(FORMATS[format_].write(selected(store, **options)))


def names_of(format_: str, data: bytes) -> list[str]:
    """The names of the nodes, in order, as a reader of the format sees them."""
    match format_:
        case "jsonl":
            return [row["name"] for row in map(json.loads, data.splitlines()) if "kind" in row]
        case "csv":
            text = zipfile.ZipFile(io.BytesIO(data)).read("nodes.csv").decode()
            return [row["name"] for row in csv.DictReader(io.StringIO(text, newline=""))]
        case "graphml":
            graph = networkx.parse_graphml(data.decode(), force_multigraph=True)
            return [row["name"] for _, row in graph.nodes(data=True)]
        case "gexf":
            return [node.get("label") for node in etree.fromstring(data).iter("{http://gexf.net/1.3}node")]
        case "cytoscape":
            return [node["data"]["name"] for node in json.loads(data)["elements"]["nodes"]]
        case "graphology":
            return [node["attributes"]["name"] for node in json.loads(data)["nodes"]]
        case "jsonld":
            return [thing["name"] for thing in json.loads(data)["@graph"] if "name" in thing]
        case "geojson":
            found = [feature["properties"] for feature in json.loads(data)["features"]]
            return [properties["name"] for properties in found if "name" in properties]
        case _:
            return [text.text for text in etree.fromstring(data).iter("{http://www.w3.org/2000/svg}text")]


def in_xml(name: str) -> str:
    """The name as XML 1.0 can hold it."""
    return "".join(c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in name)


EXPECTED = {"csv": cell, "graphml": in_xml, "gexf": in_xml, "svg": in_xml}


@given(name=nasty)
@settings(suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "cypher"])
def test_no_character_of_a_name_is_markup_or_a_formula(format_: str, name: str) -> None:
    row = {"id": f"place:{name}", "kind": "Place", "name": name, "latitude": 1.0, "longitude": 2.0, "mentionCount": 1}
    edge = {"id": f"met:{name}", "source": row["id"], "target": row["id"], "type": "HELD_AT", "status": "HELD"}
    edge |= {"confidence": 0.5, "sentence": name, "role": name}
    data = b"".join(FORMATS[format_].write(Piece(lambda: iter([dict(row)]), lambda: iter([dict(edge)]))))
    assert names_of(format_, data) == [EXPECTED.get(format_, str)(name)]


@given(name=nasty)
def test_a_formula_is_text_in_every_cell(name: str) -> None:
    assert not str(cell(name)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(store_text=nasty.filter(lambda text: "\x00" not in text))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@pytest.mark.neo4j
def test_a_cypher_literal_is_the_text_that_it_stands_for(neo4j_store: Store, store_text: str) -> None:
    (value,) = neo4j_store._column(f"RETURN {literal(store_text)}")  # type: ignore[attr-defined]
    assert value == store_text


@pytest.mark.neo4j
def test_a_cypher_script_makes_the_graph_and_again_changes_nothing(sqlite_store: Store, neo4j_store: Store) -> None:
    import_records(sqlite_store, RECORDS)
    script = written(sqlite_store, "cypher").decode().rstrip(";\n").split(";\n")
    for statement in [*script[1:], *script[1:]]:
        neo4j_store._alone(statement)  # type: ignore[attr-defined]
    count = "MATCH (n:Entity) OPTIONAL MATCH (n)-[r]->() RETURN [count(DISTINCT n), count(r)]"
    assert neo4j_store._column(count) == [[len(NODES), len(EDGES)]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("format_", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_networkx_reads_the_graph_back(sqlite_store: Store, tmp_path: Path, format_: str, read: Any) -> None:
    import_records(sqlite_store, RECORDS)
    (tmp_path / "graph").write_bytes(written(sqlite_store, format_))
    graph = read(tmp_path / "graph")
    assert set(graph) == {node["id"] for node in NODES}
    assert {(s, t) for s, t in graph.edges()} == {(edge["source"], edge["target"]) for edge in EDGES}
    assert graph.nodes["place:riga"]["latitude"] == 56.95
    assert graph.nodes["person:ann"]["description"] == "An analyst."
    assert graph.edges["person:ann", "person:jens-stoltenberg"]["confidence"] == 0.5


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_rdflib_reads_the_graph_in_terms_of_schema_org(sqlite_store: Store) -> None:
    import_records(sqlite_store, RECORDS)
    graph = RdfGraph().parse(data=written(sqlite_store, "jsonld"), format="json-ld")
    person = URIRef("urn:liaison:person:jens-stoltenberg")
    assert str(graph.value(person, URIRef("https://schema.org/name"))) == "Jens Stoltenberg"
    assert URIRef("https://www.wikidata.org/entity/Q57665") in set(
        graph.objects(person, URIRef("https://schema.org/sameAs"))
    )
    assert len(set(graph.subjects(URIRef("urn:liaison:term:source")))) == len(EDGES)


READERS = {
    "graphology": """const Graph = require("graphology"); const graph = Graph.from(data);
        console.log(JSON.stringify([graph.order, graph.size, graph.getNodeAttribute("person:ann", "label")]));""",
    "cytoscape": """const cy = require("cytoscape")({ headless: true, elements: data.elements });
        const name = cy.getElementById("person:ann").data("name");
        console.log(JSON.stringify([cy.nodes().length, cy.edges().length, name]));""",
}


@pytest.mark.parametrize("format_", READERS)
def test_the_javascript_tools_import_their_json(sqlite_store: Store, tmp_path: Path, format_: str) -> None:
    node = shutil.which("node")
    if not node or not (ROOT / "web" / "node_modules" / format_).is_dir():
        missing("no Node with the page's packages: apt-get install nodejs npm, then make install")
    import_records(sqlite_store, RECORDS)
    (tmp_path / "graph.json").write_bytes(written(sqlite_store, format_))
    script = f'const data = JSON.parse(require("fs").readFileSync("{tmp_path}/graph.json", "utf8")); {READERS[format_]}'
    done = subprocess.run([node, "-e", script], cwd=ROOT / "web", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [len(NODES), len(EDGES), "Ann O'Neill"]


def test_a_piece_is_a_neighbourhood_a_search_or_a_path(store: Store) -> None:
    import_records(store, RECORDS)

    def ids(**options: Any) -> list[str]:
        return [row["id"] for row in selected(store, **options).nodes()]

    assert ids(of=["person:ann"]) == ["organization:council", "person:ann", "person:jens-stoltenberg"]
    assert ids(of=["person:ann"], depth=0) == ["person:ann"]
    assert "place:riga" in ids(search="riga")
    assert ids(ends=("person:ann", "person:evika-silina")) == [
        "person:ann",
        "person:evika-silina",
        "person:jens-stoltenberg",
    ]
    assert len(ids()) == len(NODES)


def test_the_stores_export_the_same_bytes(sqlite_store: Store, neo4j_store: Store) -> None:
    for store in (sqlite_store, neo4j_store):
        import_records(store, RECORDS)
    for format_ in FORMATS:
        assert written(sqlite_store, format_) == written(neo4j_store, format_), format_


@pytest.mark.parametrize(
    "options",
    [
        {"of": ["person:nobody"]},
        {"of": ["person:ann"], "search": "riga"},
        {"ends": ("person:ann", None)},
        {"ends": ("person:ann", "place:nowhere")},
        {"of": ["person:ann"], "depth": 9},
        {"of": ["person:ann"], "limit": 0},
    ],
)
def test_a_piece_that_cannot_be_is_refused(sqlite_store: Store, options: dict[str, Any]) -> None:
    import_records(sqlite_store, RECORDS)
    with pytest.raises(BadArgument):
        selected(sqlite_store, **options)


# --- over HTTP, and as a command


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('export')}/samples.db"
    assert run("load", str(ROOT / "samples" / "nato.txt"), store=url).status == 0
    return url


@pytest.fixture(scope="module")
def client(samples: str) -> Iterator[httpx.Client]:
    with serving(load_settings(store=samples)) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_served_with_its_media_type(client: httpx.Client, samples: str, format_: str) -> None:
    answer = client.get(f"/export/{format_}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == FORMATS[format_].media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="liaison.{FORMATS[format_].ending}"'
    assert answer.content == run_export(samples, "--format", format_)


def run_export(store: str, *options: str) -> bytes:
    outcome = run("export", "-", *options, store=store)
    assert outcome.status == 0, outcome.messages
    return outcome.raw


def test_a_piece_is_the_same_by_address_and_by_command(client: httpx.Client, samples: str) -> None:
    by_address = client.get("/export/graphml", params={"of": "person:evika-silina", "depth": 2}).content
    assert by_address == run_export(samples, "--format", "graphml", "--of", "person:evika-silina", "--depth", "2")
    path = client.get("/export/jsonl", params={"from": "person:evika-silina", "to": "place:kyiv"}).content
    assert path == run_export(samples, "--format", "jsonl", "--path", "person:evika-silina", "place:kyiv")
    assert b"Jens Stoltenberg" in path


def test_a_query_for_a_graph_is_answered_in_the_format_that_is_accepted(client: httpx.Client) -> None:
    def ask(query: str, **variables: Any) -> httpx.Response:
        headers = {"accept": FORMATS["graphml"].media_type}
        return client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    around = ask("query ($of: [ID!]!) { neighborhood(of: $of) { nodes { id } } }", of=["person:evika-silina"])
    assert around.content == client.get("/export/graphml?of=person:evika-silina").content
    path = ask('{ paths(from: "person:evika-silina", to: "place:kyiv") { length } }')
    assert "person:jens-stoltenberg" in networkx.parse_graphml(path.text)
    assert (ask("{ stats { articles } }").status_code, ask("{ nothing }").status_code) == (406, 200)
    assert ask('{ neighborhood(of: "x", depth: 99) { nodes { id } } }').status_code == 400


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/export/xlsx", 404, "UNKNOWN_FORMAT"),
        ("/export/csv?of=person:nobody", 400, "BAD_ARGUMENT"),
        ("/export/csv?of=person:evika-silina&depth=x", 400, "BAD_ARGUMENT"),
        ("/export/csv?colour=red", 400, "BAD_ARGUMENT"),
    ],
)
def test_a_wrong_address_is_answered_with_what_there_is(
    client: httpx.Client, address: str, status: int, code: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)


def test_a_piece_that_cannot_be_leaves_no_file(samples: str, tmp_path: Path) -> None:
    outcome = run("export", str(tmp_path / "x.gexf"), "--format", "gexf", "--of", "person:nobody", store=samples)
    assert (outcome.status, list(tmp_path.iterdir())) == (2, [])
    assert outcome.messages.startswith("BAD_ARGUMENT: of:")


def test_exports_read_everything_in_batches(store: Store) -> None:
    import_records(store, RECORDS)
    assert len(list(everything(store).edges())) == len(EDGES)
