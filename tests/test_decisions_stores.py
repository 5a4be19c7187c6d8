"""Decisions in both stores: kept, exported, imported, replayed in any order, and asked for by every door."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from graph import decisions
from graph.errors import BadGraph, DecisionConflict
from graph.interchange import export_jsonl, import_files
from graph.model import Document
from graph.ontology import EntityKind, Judgement, RelationType
from graph.stores import Store
from schema.execution import Engine
from service.review import decisions as decided
from service.review import pairs
from service.why import why
from tests.commands import run
from tests.documents import claim, document, gathering, person, place
from tests.documents import event as happening

DOCUMENTS = (
    gathering("one", happening("meeting", start="2023-09-27"), "Joe Biden", "Ana Silva", where="Paris"),
    gathering("two", happening("meeting", start="2023-09-28"), "Joseph Biden", "Bo Ek"),
    document("three", [person("Biden"), place("France")], [claim(RelationType.HOLDS_ROLE, 0, 1, role_title="envoy")]),
    document("four", [person("Biden", times=2)]),
)
DECIDE = """mutation Decide($a: ID!, $b: ID!, $judgement: Judgement!) {
  decide(a: $a, b: $b, judgement: $judgement, note: "one man") { id a b judgement by at note } }"""


def write(store: Store, documents: Sequence[Document]) -> None:
    store.write_documents(documents, {each.article.id: "1" for each in documents})


def decide(store: Store, a: str, b: str, judgement: Judgement = Judgement.SAME) -> None:
    decisions.decide(store, a, b, judgement, by="ana", note="as the paper says")


def exported(store: Store, folder: Path) -> dict[str, bytes]:
    export_jsonl(store, folder)
    return {name: (folder / f"{name}.jsonl").read_bytes() for name in ("nodes", "edges", "mentions")}


def people(store: Store) -> list[str]:
    return [entity.id for entity in store.all_entities() if entity.kind is EntityKind.PERSON]


def test_a_decision_joins_two_people_with_all_that_is_said_of_them(store: Store) -> None:
    write(store, DOCUMENTS)
    assert len(people(store)) == 6
    decide(store, "person:joe-biden", "person:joseph-biden")
    assert people(store) == ["person:ana-silva", "person:bo-ek", "person:joseph-biden"]
    assert store.existing(["person:joe-biden"]) == {"person:joe-biden": "person:joseph-biden"}
    (joined,) = store.entities(["person:joseph-biden"])
    assert joined.mention_count == 5
    answer = Engine(store).execute('{ person(id: "person:joe-biden") { name met { nodes { name } } } }').json()
    assert json.loads(answer)["data"]["person"] == {
        "name": "Joseph Biden",
        "met": {"nodes": [{"name": "Bo Ek"}, {"name": "Ana Silva"}]},
    }


def test_decisions_travel_and_hold_whatever_comes_first(store: Store, tmp_path: Path) -> None:
    write(store, DOCUMENTS)
    decide(store, "person:joe-biden", "person:joseph-biden", Judgement.NOT_SAME)
    decide(store, "person:joseph-biden", "person:joe-biden")
    wanted = exported(store, tmp_path / "first")
    kept = (tmp_path / "first" / "decisions.jsonl").read_bytes()
    assert kept.count(b"\n") == 2
    store.clear()
    assert list(store.all_decisions()) == []
    import_files(store, [tmp_path / "first" / "decisions.jsonl"])
    for each in reversed(DOCUMENTS):
        write(store, [each])
    assert exported(store, tmp_path / "second") == wanted
    assert (tmp_path / "second" / "decisions.jsonl").read_bytes() == kept
    store.clear()
    write(store, DOCUMENTS)
    import_files(store, [tmp_path / "first" / "decisions.jsonl"])
    assert exported(store, tmp_path / "third") == wanted


def test_a_decision_that_is_taken_back_leaves_no_trace_in_the_graph(store: Store, tmp_path: Path) -> None:
    write(store, DOCUMENTS)
    before = exported(store, tmp_path / "before")
    decide(store, "person:joe-biden", "person:joseph-biden")
    decide(store, "person:joe-biden", "person:joseph-biden", Judgement.UNSURE)
    assert exported(store, tmp_path / "after") == before
    assert [(said["judgement"], said["live"]) for said in decided(store)] == [("UNSURE", True), ("SAME", False)]
    assert [said["asleep"] for said in decided(store)] == [False, False]
    store.forget(["article:one"])
    assert [said["asleep"] for said in decided(store)] == [True, False]


def test_a_decision_that_contradicts_an_earlier_one_is_not_kept(store: Store, tmp_path: Path) -> None:
    write(store, DOCUMENTS)
    decide(store, "person:joe-biden", "person:bo-ek", Judgement.NOT_SAME)
    decide(store, "person:joe-biden", "person:joseph-biden")
    before, revision = exported(store, tmp_path / "before"), store.revision()
    with pytest.raises(DecisionConflict, match="liaison decide person:joe-biden person:bo-ek unsure"):
        decide(store, "person:joseph-biden", "person:bo-ek")
    assert exported(store, tmp_path / "after") == before
    assert store.revision() == revision
    assert len(list(store.all_decisions())) == 2


def test_imported_decisions_that_contradict_each_other_are_refused(store: Store, tmp_path: Path) -> None:
    anchors = {"aAnchors": ["PERSON|biden\tjoe\tbiden\t"], "bAnchors": ["PERSON|biden\tjoseph\tbiden\t"]}
    said = [
        {"id": f"decision:{at}", "a": "person:a", "b": "person:b", "judgement": word, "at": f"2026-01-0{at}", **anchors}
        for at, word in ((1, "SAME"), (2, "NOT_SAME"))
    ]
    file = tmp_path / "decisions.jsonl"
    file.write_text("\n".join(map(json.dumps, said)), encoding="utf-8")
    with pytest.raises(DecisionConflict, match="decision:1"):
        import_files(store, [file])
    assert list(store.all_decisions()) == []
    file.write_text('{"id": "decision:1", "a": "person:a", "b": "person:b", "judgement": "SAME"}', encoding="utf-8")
    with pytest.raises(BadGraph, match="`at` missing"):
        import_files(store, [file])


def test_the_api_decides(store: Store) -> None:
    write(store, DOCUMENTS)
    engine = Engine(store)
    ends = {"a": "person:joe-biden", "b": "person:joseph-biden"}
    said = json.loads(engine.execute(DECIDE, {**ends, "judgement": "SAME"}).json())["data"]["decide"]
    assert said["id"].startswith("decision:")
    assert {name: said[name] for name in ("a", "b", "judgement", "by", "note")} == {
        **ends,
        "judgement": "SAME",
        "by": "api",
        "note": "one man",
    }
    nobody = json.loads(engine.execute(DECIDE, {**ends, "b": "person:nobody", "judgement": "SAME"}).json())
    assert nobody["errors"][0]["extensions"]["code"] == "BAD_ARGUMENT"


def test_a_review_lists_what_was_kept_apart_until_it_is_decided(store: Store) -> None:
    write(store, DOCUMENTS)
    found = pairs(store)
    listed = [{pair["a"]["id"], pair["b"]["id"]} for pair in found]
    assert {"person:joe-biden", "person:joseph-biden"} in listed
    assert [pair["score"] * pair["mentions"] for pair in found] == sorted(
        (pair["score"] * pair["mentions"] for pair in found), reverse=True
    )
    nickname = next(pair for pair in found if {pair["a"]["name"], pair["b"]["name"]} == {"Joe Biden", "Joseph Biden"})
    assert nickname["reasons"] == ["a nickname, or a further name more"]
    surnames = [pair for pair in found if "a surname that fits 2" in pair["reasons"]]
    assert len(surnames) == 4  # each story's Biden with either
    decide(store, "person:joe-biden", "person:joseph-biden", Judgement.NOT_SAME)
    again = [{pair["a"]["id"], pair["b"]["id"]} for pair in pairs(store)]
    assert {"person:joe-biden", "person:joseph-biden"} not in again
    assert pairs(store, kinds=[EntityKind.PLACE]) == []


def test_why_says_what_joined_each_mention_and_what_was_kept_apart(store: Store) -> None:
    write(store, DOCUMENTS)
    decide(store, "person:joe-biden", "person:bo-ek", Judgement.NOT_SAME)
    apart = {one["id"]: one["by"] for one in why(store, "person:joe-biden")["apart"]}
    assert "score 0.55: a nickname" in apart["person:joseph-biden"]
    decide(store, "person:joe-biden", "person:joseph-biden")
    told = why(store, "person:joe-biden")
    joined = {mention["article"]: mention["joined"] for mention in told["mentions"]}
    assert joined["article:four"] == "a surname that fits one person only"
    assert "person:joe-biden same person:joseph-biden" in joined["article:two"]


def test_the_command_line_reviews_decides_and_lists(sqlite_store: Store) -> None:
    write(sqlite_store, DOCUMENTS)
    url = sqlite_store.url
    page: Any = run("review", "--first", "1", "--skip", "1", "--json", store=url).json
    assert (len(page["items"]), page["total"]) == (1, len(pairs(sqlite_store)))
    said: Any = run("decide", "Joe Biden", "person:joseph-biden", "same", "--by", "ana", "--json", store=url).json
    assert (said["judgement"], said["by"], said["entities"]) == ("SAME", "ana", ["person:joseph-biden"])
    assert "person:joe-biden same person:joseph-biden" in run("review", "--decided", store=url).output
    assert "liaison decide" in run("review", store=url).output or not pairs(sqlite_store)
    wrong = run("decide", "person:joe-biden", "person:nobody", "same", store=url)
    assert (wrong.status, wrong.messages.startswith("BAD_ARGUMENT")) == (2, True)
