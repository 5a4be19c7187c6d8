"""The price of a query, beside its answer or instead of it, on the variables that it would run with."""

import json
from typing import Any

import pytest

from graph.interchange import import_records
from graph.stores import Store
from schema.execution import CostMode, Engine, Limits
from tests.test_golden import RECORDS

MET = "query Met($first: Int!) { people(first: $first) { nodes { met { nodes { name } } } } }"


def priced(store: Store, text: str, mode: CostMode, limits: Limits | None = None, **variables: Any) -> dict[str, Any]:
    import_records(store, RECORDS)
    answer: dict[str, Any] = json.loads(Engine(store, limits=limits).execute(text, variables, cost=mode).json())
    return answer


def test_the_price_is_told_beside_the_answer(store: Store) -> None:
    answer = priced(store, MET, CostMode.REPORT, first=1)
    assert len(answer["data"]["people"]["nodes"]) == 1
    assert answer["extensions"]["cost"]["roots"] == [{"path": ["people"], "rows": answer["extensions"]["cost"]["rows"]}]


def test_a_larger_page_costs_more(store: Store) -> None:
    one, three = (priced(store, MET, CostMode.VALIDATE, first=first)["extensions"]["cost"]["rows"] for first in (1, 3))
    assert 0 < one < three


def test_validating_runs_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import_records(store, RECORDS)
    for method in ("run", "neighbours", "name_candidates"):
        monkeypatch.setattr(store, method, None)
    text = """{ people { nodes { id } } paths(from: "person:ann", to: "place:riga") { nodes { id } }
      search(query: "a") { totalCount } neighborhood(of: ["person:ann"]) { nodes { id } } timeline { count }
      communities { modularity } stats { revision } }"""
    answer = json.loads(Engine(store).execute(text, cost=CostMode.VALIDATE).json())
    assert answer["data"] is None
    assert "errors" not in answer
    assert len(answer["extensions"]["cost"]["roots"]) == 7


def test_a_query_over_the_limit_is_told_by_how_much(store: Store) -> None:
    answer = priced(store, MET, CostMode.VALIDATE, Limits(max_cost=2), first=3)
    assert answer["errors"][0]["extensions"]["code"] == "QUERY_TOO_COSTLY"
    assert answer["extensions"]["cost"]["limit"] == 2 < answer["extensions"]["cost"]["rows"]


def test_an_argument_that_does_not_fit_is_told_as_well(store: Store) -> None:
    answer = priced(store, "{ people(first: 5000) { nodes { id } } }", CostMode.VALIDATE)
    assert answer["errors"][0]["extensions"]["code"] == "PAGE_TOO_LARGE"
