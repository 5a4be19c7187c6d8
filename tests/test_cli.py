"""The commands that ask, on a small graph."""

import socket
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from graph.stores import Store
from schema.sdl import sdl
from service.cli_page import cli_page
from tests.commands import run, small_store, write_graph

ROOT = Path(__file__).parent.parent
CLI_PAGE = ROOT / "docs" / "cli.md"
HEAVY = ("spacy", "fastapi", "uvicorn", "neo4j", "networkx", "numpy")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_store(tmp_path_factory.mktemp("cli"))


def test_query_prints_the_answer_of_the_engine(store: str) -> None:
    outcome = run("query", '{ person(name: "Ana Silva") { met { nodes { name } } } }', store=store)
    assert outcome.json == {"data": {"person": {"met": {"nodes": [{"name": "Jens Berg"}]}}}}
    assert (outcome.status, outcome.messages) == (0, "")


def test_query_takes_variables_and_an_operation_of_standard_input(store: str) -> None:
    text = b"query A { stats { articles } } query B($id: ID!) { node(id: $id) { id } }"
    variables = '{"id": "place:oslo"}'
    outcome = run("query", "-", "--variables", variables, "--operation", "B", store=store, stdin=text)
    assert outcome.json == {"data": {"node": {"id": "place:oslo"}}}


@pytest.mark.parametrize("variables", ["{", "[]", '"x"'])
def test_variables_that_are_no_object_are_refused(store: str, variables: str) -> None:
    outcome = run("query", "{ stats { articles } }", "--variables", variables, store=store)
    assert outcome.status == 2
    assert outcome.messages.startswith("BAD_ARGUMENT: --variables: ")


def test_a_refused_operation_is_status_2_and_its_errors_are_data(store: str) -> None:
    outcome = run("query", "{ nothing }", store=store)
    assert outcome.status == 2
    assert list(orjson.loads(outcome.output)) == ["errors"]


def test_a_page_over_the_limit_is_told_with_its_code(store: str) -> None:
    outcome = run("query", "{ people(first: 51) { totalCount } }", "--max-page", "50", store=store)
    assert outcome.status != 0
    assert "PAGE_TOO_LARGE" in outcome.output
    assert run("query", "{ people(first: 50) { totalCount } }", "--max-page", "50", store=store).status == 0


def test_an_unknown_id_is_null_and_an_unknown_name_in_a_filter_finds_nothing(store: str) -> None:
    text = '{ node(id: "person:nobody") { id } people(where: {name: {eq: "Nobody"}}) { totalCount nodes { id } } }'
    assert orjson.loads(run("query", text, store=store).output)["data"] == {
        "node": None,
        "people": {"totalCount": 0, "nodes": []},
    }


@pytest.mark.parametrize("name", ["Ana Silva", "person:ana", "a. silva"])
def test_show_finds_by_name_alias_and_id(store: str, name: str) -> None:
    outcome = run("show", name, store=store)
    assert outcome.status == 0
    assert outcome.output.startswith("Ana Silva  person  person:ana\n")
    assert "Ana Silva met Jens Berg · 2023-09-27 · at Talks in Lisbon" in outcome.output
    assert "“Ana Silva met Jens Berg in Lisbon.” (Talks)" in outcome.output


def test_show_answers_json(store: str) -> None:
    card = orjson.loads(run("show", "Lisbon", "--json", store=store).output)
    assert (card["id"], card["placeType"], card["relations"]["totalCount"]) == ("place:lisbon", "CITY", 1)


def test_show_of_an_unknown_name_tells_the_nearest(store: str) -> None:
    outcome = run("show", "Ana Silvo", store=store)
    assert (outcome.status, outcome.output) == (1, "")
    assert outcome.messages == ("NOT_FOUND: 'Ana Silvo' is no id or name in this graph; near: Ana Silva (person:ana)\n")


def test_path_tells_each_step(store: str) -> None:
    outcome = run("path", "Jens Berg", "place:lisbon", store=store)
    assert outcome.status == 0
    assert outcome.output.startswith("Jens Berg – Ana Silva – Talks in Lisbon – Lisbon  length 3")
    assert "  Talks in Lisbon held at Lisbon" in outcome.output


def test_no_path_is_status_1_and_an_empty_list(store: str) -> None:
    assert run("path", "Oslo", "Lisbon", store=store).status == 1
    outcome = run("path", "Oslo", "Lisbon", "--json", store=store)
    assert (outcome.status, outcome.json) == (1, [])


def test_search_forgives_typos_and_keeps_to_the_kind(store: str) -> None:
    assert "person:ana" in run("search", "Silvaa", store=store).output
    assert run("search", "Silva", "--kind", "PLACE", store=store).status == 1


def test_stats_count(store: str) -> None:
    counts = orjson.loads(run("stats", "--json", store=store).output)
    assert {count["key"]: count["count"] for count in counts["entities"]}["PERSON"] == 2
    assert "6 entities\n" in run("stats", store=store).output


def test_summary_tells_what_was_found_with_sentences(store: str) -> None:
    summary = run("summary", store=store).output
    for told in ("people\n", "places\n", "events\n", "7 relations", "“Ana Silva met Jens Berg in Lisbon.”"):
        assert told in summary


def test_why_tells_that_an_imported_entity_has_no_text_of_ours(store: str) -> None:
    reasons = orjson.loads(run("why", "person:ana", "--json", store=store).output)
    assert (reasons["notes"], reasons["claims"]) == (
        ["imported: it came with a prepared graph, which has no claims"],
        [],
    )
    assert run("why", "person:nobody", store=store).status == 1


def test_schema_is_printed() -> None:
    assert run("schema").output == sdl()


def test_a_text_of_the_graph_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "nodes.jsonl").write_bytes(b'{"id":"person:x","kind":"Person","name":"\\u001b[31mRed [bold]x[/bold]"}')
    store = f"sqlite:///{tmp_path}/x.db"
    assert run("load", str(tmp_path / "nodes.jsonl"), store=store).status == 0
    shown = run("show", "person:x", store=store).output
    assert "\x1b" not in shown
    assert "[31mRed [bold]x[/bold]" in shown


def test_a_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    outcome = run("stats", store=f"sqlite:///{tmp_path}/none.db")
    assert (outcome.status, outcome.output) == (1, "")
    assert outcome.messages.startswith("STORE_UNAVAILABLE: ")
    assert "none.db" in outcome.messages
    assert "LIAISON_STORE" in outcome.messages
    assert not (tmp_path / "none.db").exists()


def test_a_store_that_is_down_is_named_with_its_setting() -> None:
    # Port 1 of this machine: nothing listens there.
    outcome = run("stats", store="bolt://127.0.0.1:1")
    assert outcome.status == 1
    assert outcome.messages.startswith("STORE_UNAVAILABLE: ")
    assert "127.0.0.1:1" in outcome.messages
    assert "LIAISON_" in outcome.messages
    assert outcome.messages.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [("load",), ("nothing",), ("stats", "--port", "1"), ("search", "x", "--first", "0")]
)
def test_wrong_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.output) == (2, "")
    assert "Error: " in outcome.messages


def test_a_port_that_is_taken_is_told(store: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        outcome = run("serve", "--port", str(taken.getsockname()[1]), store=store)
    assert outcome.status == 2
    assert outcome.messages.startswith("BAD_SETTING: LIAISON_HOST, LIAISON_PORT")


def test_asking_imports_nothing_heavy(store: str) -> None:
    program = (
        "import sys\n"
        "from service.cli import main\n"
        "try:\n    main(['stats'])\nexcept SystemExit:\n    pass\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, env={"LIAISON_STORE": store}
    )
    assert done.stderr == "[]\n"


def test_the_module_is_the_command(store: str) -> None:
    arguments = [sys.executable, "-m", "service", "query", "{ stats { articles } }"]
    done = subprocess.run(arguments, capture_output=True, cwd=ROOT, env={"LIAISON_STORE": store}, check=True)
    assert orjson.loads(done.stdout) == {"data": {"stats": {"articles": 1}}}


def test_both_stores_answer_the_commands_alike(store: str, neo4j_store: Store, tmp_path: Path) -> None:
    assert run("load", str(write_graph(tmp_path)), store=neo4j_store.url).status == 0
    patient = {"LIAISON_QUERY_SECONDS": "120"}  # a Neo4j that has just started plans slowly
    for command in (("show", "Ana Silva"), ("path", "Jens Berg", "Lisbon"), ("search", "silva"), ("summary",)):
        assert run(*command, store=neo4j_store.url, environment=patient) == run(*command, store=store)


def test_the_page_of_commands_is_golden(rewrite_golden: bool) -> None:
    if rewrite_golden:
        CLI_PAGE.write_text(cli_page(), encoding="utf-8")
    assert CLI_PAGE.read_text(encoding="utf-8") == cli_page()
