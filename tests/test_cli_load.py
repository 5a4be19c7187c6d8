"""Loading from the command line: the samples, input of every bad sort, and what happens to it later."""

from pathlib import Path

import orjson
import pytest

from tests.commands import run, write_graph

SAMPLES = str(Path(__file__).parent.parent / "samples" / "nato.txt")
GOOD = {"title": "Talks in Oslo", "text": "Ana Silva met Jens Berg in Oslo on 3 May 2023.", "id": "talks"}


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/loaded.db"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of the samples; not to be written."""
    store = f"sqlite:///{tmp_path_factory.mktemp('samples')}/samples.db"
    assert run("load", SAMPLES, store=store).status == 0
    return store


def report(*arguments: str, store: str, stdin: bytes = b"") -> tuple[int, dict[str, object]]:
    outcome = run("load", "--json", *arguments, store=store, stdin=stdin)
    return outcome.status, orjson.loads(outcome.output)


def counts(told: dict[str, object]) -> tuple[object, object, object, int]:
    failed = told["failed"]
    assert isinstance(failed, list)
    return told["new"], told["changed"], told["unchanged"], len(failed)


def codes(told: dict[str, object]) -> list[tuple[str, object]]:
    failed = told["failed"]
    assert isinstance(failed, list)
    return [(failure["code"], failure["line"]) for failure in failed]


def test_the_samples_load_and_load_again_unchanged(store: str) -> None:
    status, first = report(SAMPLES, store=store)
    assert (status, counts(first)) == (0, (8, 0, 0, 0))
    status, second = report(SAMPLES, store=store)
    assert (status, counts(second)) == (0, (0, 0, 8, 0))
    assert (first["entities"], first["relations"]) == (second["entities"], second["relations"])


def test_messages_are_kept_out_of_the_data(store: str) -> None:
    outcome = run("load", SAMPLES, store=store)
    assert outcome.output.startswith("articles: 8 new, 0 changed, 0 unchanged, 0 failed, in ")
    assert outcome.messages == "8 articles\n"


def test_a_dry_run_tells_what_it_found_and_stores_nothing(store: str) -> None:
    outcome = run("load", SAMPLES, "--dry-run", store=store)
    assert "person Jens Stoltenberg" in outcome.output
    assert outcome.output.endswith("nothing was stored\n")
    assert orjson.loads(run("stats", "--json", store=store).output)["articles"] == 0


def test_standard_input_is_read(store: str) -> None:
    status, told = report("-", store=store, stdin=orjson.dumps(GOOD) + b"\n")
    assert (status, counts(told)) == (0, (1, 0, 0, 0))


def test_a_folder_and_a_glob_are_read(store: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "x.json").write_bytes(orjson.dumps({**GOOD, "id": name}))
    assert counts(report(str(tmp_path / "in"), store=store)[1]) == (2, 0, 0, 0)
    assert counts(report(f"{tmp_path}/in/*/x.json", store=store)[1]) == (0, 0, 2, 0)


def test_a_broken_line_is_named_and_the_others_load(store: str, tmp_path: Path) -> None:
    lines = [orjson.dumps({**GOOD, "id": "a"}), b'{"title": "broken', orjson.dumps({**GOOD, "id": "b"})]
    (tmp_path / "x.jsonl").write_bytes(b"\n".join(lines))
    status, told = report(str(tmp_path / "x.jsonl"), store=store)
    assert (status, counts(told), codes(told)) == (1, (2, 0, 0, 1), [("BAD_JSON", 2)])


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "EMPTY"), (b" \n\n", "EMPTY"), (b"\x7fELF\x00\x01\x02" * 50, "BINARY"), (b'{"text": "x"}', "MISSING_FIELD")],
)
def test_a_file_that_is_no_article_is_named_and_the_others_load(
    store: str, tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    (tmp_path / "good.json").write_bytes(orjson.dumps(GOOD))
    outcome = run("load", str(tmp_path / "bad.json"), str(tmp_path / "good.json"), store=store)
    assert outcome.status == 1
    assert f"{code}: {tmp_path}/bad.json" in outcome.messages
    assert "articles: 1 new, 0 changed, 0 unchanged, 1 failed" in outcome.output


def test_a_file_that_is_not_utf_8_is_read_as_what_it_is_or_refused_by_name(store: str, tmp_path: Path) -> None:
    text = "Gespräche in Zürich\n\nAna Müller traf Jörg Möller am 3. Mai in Zürich, um über Brücken zu sprechen."
    (tmp_path / "latin.txt").write_bytes(text.encode("latin-1"))
    outcome = run("load", str(tmp_path / "latin.txt"), store=store)
    if outcome.status == 0:
        titles = run("query", "{ articles { nodes { title } } }", store=store).output
        assert "Gespräche in Zürich" in titles
    else:
        assert "latin.txt" in outcome.messages


def test_a_file_that_is_not_there_is_named(store: str) -> None:
    outcome = run("load", "no-such-file.txt", store=store)
    assert outcome.status == 1
    assert "NOT_FOUND: no-such-file.txt: no such file" in outcome.messages


@pytest.mark.parametrize("option", [("--format", "yaml"), ("--published", "yesterday")])
def test_an_option_that_does_not_fit_is_status_2(store: str, option: tuple[str, str]) -> None:
    outcome = run("load", SAMPLES, *option, store=store)
    assert outcome.status == 2
    assert outcome.messages.count("\n") == 1


def test_a_model_that_is_not_installed_is_named(store: str) -> None:
    outcome = run("load", SAMPLES, "--model", "no_such_model", store=store)
    assert outcome.status == 2
    assert outcome.messages.startswith("BAD_SETTING: LIAISON_MODEL (or --model): 'no_such_model' ")


def test_an_article_is_forgotten_once(store: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(orjson.dumps(GOOD))
    report(str(tmp_path / "x.json"), store=store)
    listed = orjson.loads(run("query", "{ articles { nodes { id } } }", store=store).output)
    (id_,) = (node["id"] for node in listed["data"]["articles"]["nodes"])
    first = run("forget", id_, store=store)
    assert (first.status, first.output) == (0, f"forgot {id_}\n")
    second = run("forget", id_, store=store)
    assert (second.status, second.output) == (1, "")
    assert second.messages == f"NOT_FOUND: {id_!r} is no article in this store\n"


def test_a_graph_that_is_exported_loads_into_the_same_graph(samples: str, store: str, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "first"), store=samples).status == 0
    assert run("load", str(tmp_path / "first"), store=store).status == 0
    assert run("export", str(tmp_path / "second"), store=store).status == 0
    for name in ("nodes.jsonl", "edges.jsonl", "mentions.jsonl"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_a_wrong_line_of_a_graph_is_named_and_nothing_is_kept(store: str, tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "graph")
    with (folder / "edges.jsonl").open("a", encoding="utf-8") as edges:
        edges.write('\n{"type": "LIKES", "source": "person:ana", "target": "person:jens"}\n')
    outcome = run("load", str(folder), store=store)
    assert outcome.status == 2
    assert "BAD_GRAPH: " in outcome.messages
    assert "edges.jsonl:8" in outcome.messages
    assert orjson.loads(run("stats", "--json", store=store).output)["articles"] == 0


def test_a_type_of_a_graph_is_mapped(store: str, tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "graph")
    with (folder / "edges.jsonl").open("a", encoding="utf-8") as edges:
        edges.write('\n{"type": "SAW", "source": "person:ana", "target": "person:jens"}\n')
    outcome = run("load", str(folder), "--map-type", "SAW=MET", store=store)
    assert outcome.status == 0
    assert "graph: 6 nodes, 8 edges, 0 mentions" in outcome.output
    assert run("load", str(folder), "--map-type", "SAW", store=store).status == 2


def test_why_tells_the_mentions_claims_and_rules_behind_an_entity(samples: str) -> None:
    reasons = orjson.loads(run("why", "person:jens-stoltenberg", "--json", store=samples).output)
    assert reasons["name"] == "Jens Stoltenberg"
    assert any("“Jens Stoltenberg”" in mention["what"] for mention in reasons["mentions"])
    assert all(claim["by"].startswith("rule ") and claim["sentence"] for claim in reasons["claims"])
    assert any(" holds role NATO" in claim["what"] for claim in reasons["claims"])


def test_why_tells_the_claims_behind_a_relation(samples: str) -> None:
    text = '{ person(name: "Jens Stoltenberg") { met { edges { relation { id } } } } }'
    edges = orjson.loads(run("query", text, store=samples).output)["data"]["person"]["met"]["edges"]
    assert edges
    for edge in edges:
        reasons = orjson.loads(run("why", edge["relation"]["id"], "--json", store=samples).output)
        assert reasons["claims"]
        assert "Jens Stoltenberg" in reasons["name"]


def test_why_tells_what_an_entity_was_kept_apart_from(store: str, tmp_path: Path) -> None:
    articles = [
        {"id": "1", "title": "Talks", "text": "Maria Silva met Jens Berg in Oslo."},
        {"id": "2", "title": "More", "text": "Paula Silva met Lars Holm in Rome."},
    ]
    (tmp_path / "x.json").write_bytes(orjson.dumps(articles))
    assert run("load", str(tmp_path / "x.json"), store=store).status == 0
    reasons = orjson.loads(run("why", "person:maria-silva", "--json", store=store).output)
    assert [(apart["what"], apart["by"]) for apart in reasons["apart"]] == [
        ("Paula Silva (person:paula-silva)", "name Maria Silva against Paula Silva")
    ]
