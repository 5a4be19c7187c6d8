"""The benchmark's own logic: its queries are valid, and answers of every dialect come to one shape."""

from random import Random

import pytest
from graphql import parse, validate

from bench.queries import CLASSES, FOLDER, QueryClass, Samples, answer, floor_answer
from schema.sdl import graphql_schema

SAMPLES = Samples(
    people=["person:a"], active=["person:a"], meetings=[("person:a", "place:b")], held=[("Riga", "2020-05")],
    names=["Ann Berg"], types=["MEETING"], far={"after": "start:DESC|2020|event:a"},
)  # fmt: skip
BY_NAME = {query.name: query for query in CLASSES}


@pytest.mark.parametrize("query", CLASSES, ids=lambda query: query.name)
def test_every_class_is_valid_and_has_its_variables(query: QueryClass) -> None:
    document = parse(query.text("") or "")
    assert validate(graphql_schema(), document) == []
    (operation,) = document.definitions
    named = {variable.variable.name.value for variable in operation.variable_definitions}  # type: ignore[attr-defined]
    assert named - {"after"} <= set(query.variables(SAMPLES, Random(1)))


def test_every_file_of_the_classes_belongs_to_a_class_that_all_or_none_of_the_others_answer() -> None:
    names = {path.name.split(".")[0] for path in FOLDER.iterdir()}
    assert names == set(BY_NAME)
    for query in CLASSES:
        others = [query.text(dialect) is not None for dialect in ("neo4j", "strawberry", "cypher")]
        assert all(others) or not any(others)


def test_a_person_is_told_alike_by_a_lookup_a_list_of_one_and_a_row() -> None:
    person = {"id": "a", "name": "Ann"}
    query = BY_NAME["point"]
    assert answer({"data": {"person": person}}, query) == person
    assert answer({"data": {"people": [person]}}, query) == person
    assert floor_answer([person], query) == person


def test_edges_with_properties_are_told_like_flat_objects() -> None:
    query = BY_NAME["person_events"]
    people = [{"id": "b", "name": "Bob"}, {"id": "a", "name": "Ann"}]
    event = {"id": "e", "places": [], "participants": people}
    ours = {"id": "e", "places": {"nodes": []}, "participants": {"nodes": people[::-1]}}
    flat = {"name": "Ann", "events": [{"role": "HOST", "id": "e", "places": [], "participants": people[::-1]}]}
    assert (
        answer({"data": {"person": {"name": "Ann", "events": {"edges": [{"role": "HOST", "node": ours}]}}}}, query)
        == flat
    )
    edge = {"properties": {"role": "HOST"}, "node": event}
    assert answer({"data": {"people": [{"name": "Ann", "events": {"edges": [edge]}}]}}, query) == flat
    assert floor_answer([{"name": "Ann", "events": [{"role": "HOST", **event}]}], query) == flat


def test_a_page_tells_whether_there_is_a_next_in_every_dialect() -> None:
    query = BY_NAME["page_first"]
    rows = [{"id": str(number)} for number in range(21)]
    ours = {"nodes": rows[:20], "pageInfo": {"hasNextPage": True}}
    edges = {"edges": [{"node": row} for row in rows[:20]], "pageInfo": {"hasNextPage": True}}
    flat = {"nodes": rows[:20], "hasNextPage": True}
    told = [answer({"data": {"events": said}}, query) for said in (ours, edges, flat)]
    assert told == [floor_answer(rows, query)] * 3


def test_another_answer_is_not_told_alike() -> None:
    query = BY_NAME["page_first"]
    said = {"nodes": [{"id": "1"}, {"id": "2"}], "pageInfo": {"hasNextPage": False}}
    turned = {"nodes": [{"id": "2"}, {"id": "1"}], "pageInfo": {"hasNextPage": False}}
    assert answer({"data": {"events": said}}, query) != answer({"data": {"events": turned}}, query)


def test_a_count_is_a_number_however_it_is_wrapped() -> None:
    query = BY_NAME["count_events"]
    assert answer({"data": {"person": {"events": {"totalCount": 3}}}}, query) == {"events": 3}
    assert floor_answer([{"events": 3}], query) == {"events": 3}
