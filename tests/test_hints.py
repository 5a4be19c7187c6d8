"""An empty answer says why: what is unknown, or which argument leaves nothing."""

import json
from typing import Any

import pytest

from graph.interchange import import_records
from graph.stores import Store
from schema.execution import Engine, Limits
from tests.test_golden import RECORDS


def hints(store: Store, query: str, limits: Limits | None = None) -> list[dict[str, Any]]:
    import_records(store, RECORDS)
    answer = json.loads(Engine(store, limits=limits).execute(query).json())
    assert "errors" not in answer, answer
    found: list[dict[str, Any]] = answer.get("extensions", {}).get("hints", [])
    return found


MET_IN_LATVIA = """people(where: {met: {some: {
    person: {id: ["person:jens-stoltenberg"]}
    event: {places: {some: {within: ["place:latvia"]}}, during: {from: "%s"}}}}}) { nodes { id } }"""


@pytest.mark.parametrize(
    ("query", "argument", "nearest"),
    [
        ('person(id: "person:evika-slina") { name }', "id", ["person:evika-silina"]),
        ('node(id: "place:rigga") { id }', "id", ["place:riga"]),
        ('paths(from: "person:ann", to: "place:rigga") { length }', "to", ["place:riga"]),
        ('neighborhood(of: ["person:nobody"]) { nodes { id } }', "of", []),
        (
            'people(where: {met: {some: {person: {name: {eq: "Jens Stoltenburg"}}}}}) { nodes { id } }',
            "where.met.some.person.name",
            ["person:jens-stoltenberg"],
        ),
    ],
)
def test_an_unknown_name_or_id_is_told_with_the_nearest(
    store: Store, query: str, argument: str, nearest: list[str]
) -> None:
    (hint,) = hints(store, f"{{ {query} }}")
    assert hint["argument"] == argument
    assert [each["id"] for each in hint["nearest"]] == nearest


@pytest.mark.parametrize(
    ("query", "argument"),
    [
        (MET_IN_LATVIA % "2024", "where.met.some.event.during"),
        ("events(where: {status: [CANCELLED]}) { totalCount }", "where.status"),
        ('events(where: {AND: [{name: {contains: "i"}}, {medium: [REMOTE]}]}) { totalCount }', "where.AND[1].medium"),
        ('people(where: {mentionCount: {gt: 5}, name: {startsWith: "z"}}) { nodes { id } }', "where"),
        ('search(query: "rig", kinds: [PERSON]) { totalCount }', "kinds"),
        ('common(of: ["person:ann", "person:evika-silina"], types: [VISITED]) { nodes { id } }', "types"),
        ('relations(from: ["event:conference"], types: [HELD_AT]) { nodes { id } }', "status"),
    ],
)  # fmt: skip
def test_the_innermost_argument_that_leaves_nothing_is_named(store: Store, query: str, argument: str) -> None:
    assert [hint["argument"] for hint in hints(store, f"{{ {query} }}")] == [argument]


def test_the_list_of_one_entity_says_why_it_is_empty(store: Store) -> None:
    (hint,) = hints(store, '{ ann: person(id: "person:ann") { name seen: met(during: {to: "2020"}) { totalCount } } }')
    assert (hint["path"], hint["argument"]) == (["ann", "seen"], "during")


def test_what_was_asked_without_a_condition_needs_no_reason(store: Store) -> None:
    assert hints(store, '{ person(id: "person:ann") { roles { nodes { id } } } }') == []


def test_a_page_after_the_last_one_needs_no_reason(store: Store) -> None:
    assert hints(store, '{ people(after: "|person:zz", where: {mentionCount: {gte: 0}}) { nodes { id } } }') == []


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ('from: "person:ann", to: "place:riga", maxLength: 1', "maxLength"),
        ('from: "person:ann", to: "place:riga", types: [MET]', "types"),
        ('from: "person:ann", to: "place:lisbon"', "status"),
    ],
)
def test_a_path_that_is_cut_says_by_what(store: Store, arguments: str, argument: str) -> None:
    (hint,) = hints(store, f"{{ paths({arguments}) {{ length }} }}")
    assert hint["argument"] == argument


def test_an_empty_graph_says_so(sqlite_store: Store) -> None:
    answer = json.loads(Engine(sqlite_store).execute("{ people { nodes { id } } }").json())
    assert answer["extensions"]["hints"] == [{"path": ["people"], "message": "there are none in the graph"}]


def test_hints_can_be_left_out(store: Store) -> None:
    assert hints(store, "{ events(where: {status: [CANCELLED]}) { totalCount } }", Limits(hints=False)) == []
