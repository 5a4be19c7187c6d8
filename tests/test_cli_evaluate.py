"""Scoring the stored graph against a gold one."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from service.gold import normalised
from tests.commands import run, small_store

PERFECT: dict[str, list[dict[str, Any]]] = {
    "nodes": [
        {"id": "a", "kind": "Person", "name": "Ana Silva", "docs": ["one"]},
        {"id": "j", "kind": "Person", "name": "Jens Berg", "docs": ["one"]},
        {"id": "l", "kind": "Place", "name": "Lisbon", "docs": ["one"]},
        {
            "id": "t",
            "kind": "Event",
            "name": "Lisbon talks",
            "docs": ["one"],
            "triggers": ["talks"],
            "date": "2023-09-27",
        },
        {"id": "one", "kind": "Article", "name": "Talks", "docs": ["one"]},
    ],
    "edges": [
        {"id": "1", "type": "MET", "from": "j", "to": "a", "doc": "one", "date": "2023-09-27"},
        {"id": "2", "type": "HELD_AT", "from": "t", "to": "l", "doc": "one"},
        {"id": "3", "type": "PARTICIPATED_IN", "from": "a", "to": "t", "doc": "one", "role": "host"},
        *({"id": f"m{to}", "type": "MENTIONS", "from": "one", "to": to, "doc": "one"} for to in ("a", "j", "l", "t")),
    ],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_store(tmp_path_factory.mktemp("evaluate"))


def scored(store: str, folder: Path, gold: dict[str, list[dict[str, Any]]]) -> Any:
    (folder / "gold.json").write_bytes(orjson.dumps(gold))
    outcome = run("evaluate", "--gold", str(folder / "gold.json"), "--json", "--mistakes", "99", store=store)
    assert outcome.status == 0
    return outcome.json


def changed(part: str, position: int, **fields: object) -> dict[str, list[dict[str, Any]]]:
    gold = {name: [dict(record) for record in records] for name, records in PERFECT.items()}
    gold[part][position].update(fields)
    return gold


def tally(scores: Any, row: str) -> tuple[int, int, int]:
    found = scores["scores"][row]
    return found["hits"], found["wrong"], found["missed"]


def test_a_graph_that_is_all_of_the_gold_scores_one(store: str, tmp_path: Path) -> None:
    scores = scored(store, tmp_path, PERFECT)
    assert tally(scores, "NODES (no Article)") == (4, 0, 0)
    assert tally(scores, "EDGES core") == (3, 0, 0)
    assert scores["scores"]["MICRO nodes+core edges"]["f1"] == 1.0
    assert scores["bonus"]["edge_participation"] == [1, 1]
    assert scores["bonus"]["date_nodes"] == [1, 1]
    assert scores["mistakes"] == []


def test_what_is_missing_lowers_recall_and_what_is_wrong_precision(store: str, tmp_path: Path) -> None:
    scores = scored(store, tmp_path, changed("nodes", 1, name="Lars Holm"))
    assert tally(scores, "node Person") == (1, 1, 1)
    assert scores["scores"]["node Person"]["f1"] == 0.5
    assert tally(scores, "edge MET") == (0, 1, 1)
    assert ["node missed", "Person", "Lars Holm", ""] in scores["mistakes"]


def test_a_forbidden_edge_is_a_violation(store: str, tmp_path: Path) -> None:
    scores = scored(store, tmp_path, changed("edges", 0, forbidden=True, why="they only wrote"))
    assert tally(scores, "edge MET") == (0, 1, 0)
    assert scores["violations"] == ["MET Ana Silva → Jens Berg: they only wrote"]


def test_an_edge_that_is_only_planned_is_a_violation_when_asserted(store: str, tmp_path: Path) -> None:
    scores = scored(store, tmp_path, changed("edges", 0, status="PLANNED"))
    assert (tally(scores, "edge MET"), len(scores["violations"])) == ((0, 1, 1), 1)


def test_an_optional_node_is_neither_demanded_nor_punished(store: str, tmp_path: Path) -> None:
    scores = scored(store, tmp_path, changed("nodes", 2, optional=True))
    assert tally(scores, "node Place") == (0, 0, 0)
    assert tally(scores, "edge HELD_AT") == (1, 0, 0)


def test_an_other_target_is_accepted_where_the_gold_says_so(store: str, tmp_path: Path) -> None:
    gold = changed("edges", 1, to="p", alt_to=["l"])
    gold["nodes"].append({"id": "p", "kind": "Place", "name": "Portugal", "docs": ["one"], "optional": True})
    assert tally(scored(store, tmp_path, gold), "edge HELD_AT") == (1, 0, 0)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"nodes": []}', b'{"nodes": [{}], "edges": []}'])
def test_a_gold_file_that_is_none_is_named(store: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "gold.json").write_bytes(content)
    outcome = run("evaluate", "--gold", str(tmp_path / "gold.json"), store=store)
    assert outcome.status == 2
    assert outcome.messages.startswith(f"BAD_GRAPH: {tmp_path}/gold.json: ")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The United States'", "united states"),
        ("Latvia's", "latvia"),
        ("U.S. Army", "us army"),
        ("Evika Siliņa", "evika silina"),
        ("Kyiv–Lviv", "kyiv lviv"),
    ],
)
def test_names_are_compared_plain(text: str, plain: str) -> None:
    assert normalised(text) == plain


def test_titles_are_left_out_of_the_names_of_people_alone() -> None:
    assert normalised("Prime Minister Evika Siliņa", person=True) == "evika silina"
    assert normalised("General Assembly") == "general assembly"
