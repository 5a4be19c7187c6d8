"""The compiled path against ordinary execution: the same query on the same graph has the same answer."""

import json
import os
from typing import Any

import pytest
from graphql import parse, validate
from hypothesis import HealthCheck, given, note, settings

from graph.stores import Store
from tests.graphs import Records
from tests.oracle import Oracle
from tests.queries import SCHEMA, Operation, questions

_EXAMPLES = os.environ.get("LIAISON_DIFFERENTIAL_EXAMPLES")


def examples(count: int) -> settings:
    """So many queries; 10,000 at night, or as many as LIAISON_DIFFERENTIAL_EXAMPLES says."""
    nightly = settings.default is settings.get_profile("nightly")
    return settings(
        max_examples=int(_EXAMPLES or (10_000 if nightly else count)),
        deadline=None,
        # The store is emptied by the test itself; graphs and queries are large as examples go.
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.filter_too_much,
            HealthCheck.large_base_example,
        ],
    )


def answer_of_oracle(records: Records, operation: Operation) -> dict[str, Any]:
    note(operation.text)
    note(json.dumps(operation.variables))
    answer = Oracle(records.nodes, records.edges, records.mentions).execute(
        operation.text, operation.variables, operation.name
    )
    assert "errors" not in answer, answer["errors"]
    return answer


def assert_same_answer(store: Store, records: Records, operation: Operation) -> None:
    from graph.interchange import import_records
    from schema.execution import Engine, Limits
    from schema.limits import TextLimits

    expected = answer_of_oracle(records, operation)
    store.clear()
    import_records(store, records.all)
    deep = Limits(text=TextLimits(depth=100))  # what is compared is the answers, and a few questions are deeper than 15
    answer = json.loads(Engine(store, limits=deep).execute(operation.text, operation.variables, operation.name).json())
    assert answer.get("errors") is None
    assert answer["data"] == expected["data"]


@given(questions())
@examples(200)
def test_every_generated_query_is_valid_and_the_oracle_answers_it(question: tuple[Records, Operation]) -> None:
    records, operation = question
    assert validate(SCHEMA, parse(operation.text)) == []
    assert answer_of_oracle(records, operation)["data"] is not None


@given(questions())
@examples(500)
def test_sqlite_answers_as_ordinary_execution_does(sqlite_store: Store, question: tuple[Records, Operation]) -> None:
    assert_same_answer(sqlite_store, *question)


@pytest.mark.neo4j
@given(questions())
@examples(60)
def test_neo4j_answers_as_ordinary_execution_does(neo4j_store: Store, question: tuple[Records, Operation]) -> None:
    assert_same_answer(neo4j_store, *question)
