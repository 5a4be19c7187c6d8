"""Questions that ask too much are refused or stopped, each with a clear error and its code."""

import json
import time
from typing import Any

import pytest
from graphql import get_introspection_query

from graph.interchange import import_records
from graph.interchange_read import Record
from graph.stores import Store
from schema.execution import Engine, Limits
from schema.limits import TextLimits
from tests.test_golden import RECORDS


def refused(store: Store, query: str, limits: Limits | None = None) -> tuple[str, str]:
    """The code and message of the one error that a question is answered with."""
    answer: dict[str, Any] = json.loads(Engine(store, limits=limits).execute(query).json())
    (error,) = answer["errors"]
    return error["extensions"]["code"], error["message"]


@pytest.mark.parametrize(
    ("order", "cursor"),
    [
        ("", "nonsense"),
        ("", "name:ASC|ann|person:ann"),
        ("orderBy: [{name: ASC}], ", "|person:ann"),
        ("orderBy: [{mentionCount: ASC}], ", "mentionCount:ASC|many|person:ann"),
        ("", "|"),
        ("", ""),
    ],
)
def test_a_cursor_of_another_field_or_order_is_refused(store: Store, order: str, cursor: str) -> None:
    import_records(store, RECORDS)
    code, message = refused(store, f"{{ people({order}after: {json.dumps(cursor)}) {{ nodes {{ id }} }} }}")
    assert code == "BAD_CURSOR"
    assert repr(cursor) in message


@pytest.mark.parametrize(
    "query",
    [
        "{ people(first: 1001) { nodes { id } } }",
        '{ person(id: "person:ann") { met(first: 1001) { totalCount } } }',
        '{ search(query: "ann", first: 1001) { totalCount } }',
    ],
)
def test_a_page_over_the_limit_is_refused_with_the_limit(store: Store, query: str) -> None:
    import_records(store, RECORDS)
    code, message = refused(store, query)
    assert code == "PAGE_TOO_LARGE"
    assert "1001" in message
    assert "1000" in message


def test_a_query_over_the_cost_limit_is_refused_before_it_runs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import_records(store, RECORDS)

    def run(*_: object, **__: object) -> None:
        raise AssertionError("a refused query reached the store")

    monkeypatch.setattr(store, "run", run)
    query = "{ people(first: 100) { nodes { met(first: 100) { nodes { met(first: 100) { totalCount } } } } } }"
    code, message = refused(store, query, Limits(max_cost=20))
    assert code == "QUERY_TOO_COSTLY"
    assert "20" in message


def test_a_query_within_the_cost_limit_is_answered(store: Store) -> None:
    import_records(store, RECORDS)
    answer = json.loads(
        Engine(store, limits=Limits(max_cost=20)).execute('{ person(id: "person:ann") { name } }').json()
    )
    assert answer == {"data": {"person": {"name": "Ann O'Neill"}}}


def test_a_selection_may_nest_as_deep_as_the_limit_and_no_deeper(store: Store) -> None:
    import_records(store, RECORDS)
    query = '{ person(id: "person:ann") { met { nodes { met { nodes { name } } } } } }'
    answer = json.loads(Engine(store, limits=Limits(text=TextLimits(depth=6))).execute(query).json())
    assert "errors" not in answer
    code, message = refused(store, query, Limits(text=TextLimits(depth=5)))
    assert code == "QUERY_TOO_DEEP"
    assert "6 fields deep" in message


def test_a_fragment_does_not_hide_how_deep_a_selection_is(store: Store) -> None:
    query = """{ person(id: "person:ann") { ...Met } }
               fragment Met on Person { met { nodes { ... on Person { met { nodes { name } } } } } }"""
    assert refused(store, query, Limits(text=TextLimits(depth=5)))[0] == "QUERY_TOO_DEEP"


def test_a_runaway_query_is_stopped_at_the_time_limit(store: Store) -> None:
    people: list[Record] = [{"id": f"person:{n}", "kind": "Person", "name": f"Ann {n}"} for n in range(1500)]
    met: list[Record] = [
        {"id": f"met:{n}-{step}", "type": "MET", "source": f"person:{n}", "target": f"person:{(n + step) % 1500}"}
        for n in range(1500)
        for step in (1, 7, 31, 101, 307, 601)
    ]
    import_records(store, people + met)
    # Nobody fits, so every walk of four meetings is looked at: 12 people each, 30 million walks.
    fits = '{name: {contains: "nobody"}}'
    for _ in range(4):
        fits = f"{{met: {{some: {{person: {fits}}}}}}}"
    query = f"{{ people(where: {fits}) {{ totalCount }} }}"
    started = time.monotonic()
    code, message = refused(store, query, Limits(max_cost=1e12, seconds=0.05))
    assert code == "QUERY_TIMEOUT"
    assert "0.05" in message
    # Long before the end: the server looks at its clock now and then only.
    assert time.monotonic() - started < 10
    assert json.loads(Engine(store).execute('{ person(id: "person:1") { name } }').json()) == {
        "data": {"person": {"name": "Ann 1"}}
    }


def doubled(levels: int) -> str:
    """Fragments that each spread the next twice: as many fields as 2 to the power of the levels."""
    spreads = "".join(f" fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels))
    return f"{{ ...F0 }}{spreads} fragment F{levels} on Query {{ __typename }}"


def repeated(text: str, times: int, around: str = "{{ {} }}") -> str:
    return around.format(" ".join(text.replace("#", str(n)) for n in range(times)))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (doubled(16), "TOO_MANY_FIELDS"),
        (doubled(90), "TOO_MANY_FIELDS"),
        (repeated("a#: __typename", 600), "TOO_MANY_ALIASES"),
        (repeated("a#: __typename", 10_000), "TOO_MANY_TOKENS"),
        (repeated("people { totalCount }", 3_000), "TOO_MANY_FIELDS"),
        (repeated("nothing#", 6_000), "TOO_MANY_FIELDS"),
        (repeated("@skip(if: false)", 300, "{{ __typename {} }}"), "TOO_MANY_DIRECTIVES"),
        (repeated("query Q# { __typename }", 101, "{}"), "TOO_MANY_DEFINITIONS"),
    ],
)
def test_a_text_that_is_made_to_cost_is_refused_before_it_does(sqlite_store: Store, query: str, code: str) -> None:
    started = time.monotonic()
    assert refused(sqlite_store, query)[0] == code
    # Each took seconds or minutes where it was validated first; the bound is wide, as the machine may be busy.
    assert time.monotonic() - started < 5


def test_a_fragment_that_spreads_itself_is_told_by_validation(sqlite_store: Store) -> None:
    query = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    answer = json.loads(Engine(sqlite_store).execute(query).json())
    assert "Cannot spread fragment" in answer["errors"][0]["message"]


def test_introspection_as_tools_ask_it_passes(sqlite_store: Store) -> None:
    answer = json.loads(Engine(sqlite_store).execute(get_introspection_query()).json())
    assert len(answer["data"]["__schema"]["types"]) > 80


def test_an_error_names_its_first_places_alone(sqlite_store: Store) -> None:
    query = repeated("first: 1", 4_000, "{{ people({}) {{ totalCount }} }}")
    assert len(Engine(sqlite_store).execute(query).json()) < 4_000
