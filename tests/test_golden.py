"""Golden files: `tests/golden/NAME` as .graphql, and the .sql, .cypher and .json that it becomes.

`make golden` rewrites them. The statements are compiled from one plan; the answer, on `graph.jsonl`, is that of both
stores and of ordinary execution.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, cast

import pytest
from graphql import (
    FragmentDefinitionNode,
    GraphQLInputObjectType,
    ObjectFieldNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    get_variable_values,
    parse,
    visit,
)
from graphql.execution.values import VariableValues

from graph import plan
from graph.compile_cypher import compile_cypher
from graph.compile_sql import compile_sql
from graph.interchange import import_records
from graph.plan import Statement
from graph.stores import Store
from schema.execution import Engine, Limits
from schema.planner import plan_operation
from schema.roots import RootPlan
from schema.sdl import graphql_schema
from schema.selection import Request
from tests.oracle import Oracle

FOLDER: Final = Path(__file__).parent / "golden"
NAMES: Final = sorted(path.stem for path in FOLDER.glob("*.graphql"))
RECORDS: Final[list[dict[str, Any]]] = [
    json.loads(line) for line in (FOLDER / "graph.jsonl").read_text(encoding="utf-8").splitlines()
]
LANGUAGES: Final[dict[str, tuple[Callable[[plan.Root], Statement], str]]] = {
    "sql": (compile_sql, "--"),
    "cypher": (compile_cypher, "//"),
}
SCORED: Final = {"search", "centrality", "communities", "analytics_arguments"}
"""Answers that the oracle does not compute."""

_CLAUSE: Final = re.compile(
    r"(?<!CROSS)(?<!LEFT)(?<!OPTIONAL)(?<!STARTS)(?<!ENDS) "
    r"(?=(?:SELECT|FROM|WHERE|ORDER BY|LIMIT|JOIN|LEFT JOIN|CROSS JOIN|UNION|WITH|MATCH|OPTIONAL MATCH|UNWIND|CALL|"
    r"RETURN|AND|OR)\b)"
)
_BRACKET: Final = re.compile(r"'(?:[^'\\]|\\.|'')*'|[(\[{]|[)\]}]")

each_name = pytest.mark.parametrize("name", NAMES)


def pretty(statement: str) -> str:
    """The statement with a line for each clause, indented by the brackets that are open."""
    lines, depth = [], 0
    for line in _CLAUSE.split(statement):
        lines.append("  " * depth + line)
        for bracket in _BRACKET.findall(line):
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(bracket, 0)
    assert depth == 0
    return "\n".join(lines)


def plans(name: str) -> tuple[RootPlan, ...]:
    document = parse(question(name))
    (operation,) = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    variables = get_variable_values(graphql_schema(), (), {})
    return plan_operation(
        Request(graphql_schema(), fragments, cast(VariableValues, variables)), operation, max_page=1000
    )


def statements(name: str, language: str) -> Iterator[str]:
    """Each root field's statement under its key; a timeline has one more, for its events."""
    compile_, comment = LANGUAGES[language]
    for root in plans(name):
        if root.call is not None and root.call.events is not None:
            yield f"{comment} {root.key}: its events\n{pretty(compile_(root.call.events).text)}\n"
        if root.root is not None:
            yield f"{comment} {root.key}\n{pretty(compile_(root.root).text)}\n"


def question(name: str) -> str:
    return (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")


def written(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def test_every_root_field_has_a_golden_file() -> None:
    query = graphql_schema().query_type
    assert query is not None
    assert {root.name for name in NAMES for root in plans(name)} == set(query.fields)


class _Inputs(Visitor):
    """Collects the input fields that a document uses, as Type.field."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.found: set[str] = set()

    def enter_object_field(self, node: ObjectFieldNode, *_: object) -> None:
        self.found.add(f"{get_named_type(self.types.get_parent_input_type())}.{node.name.value}")


def test_every_filter_and_order_has_a_golden_file() -> None:
    used = set()
    for name in NAMES:
        types = TypeInfo(graphql_schema())
        inputs = _Inputs(types)
        visit(parse(question(name)), TypeInfoVisitor(types, inputs))
        used |= inputs.found
    defined = {
        f"{type_.name}.{field}"
        for type_ in graphql_schema().type_map.values()
        if isinstance(type_, GraphQLInputObjectType) and type_.name not in ("ArticleInput", "EntityBy")
        for field in type_.fields
    }
    assert defined - used == set()


@pytest.mark.parametrize("language", LANGUAGES)
@each_name
def test_a_query_compiles_to_its_golden_statement(name: str, language: str, rewrite_golden: bool) -> None:
    path = FOLDER / f"{name}.{language}"
    text = "\n".join(statements(name, language))
    if rewrite_golden:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@each_name
def test_the_golden_statements_hold_no_value_of_the_query(name: str) -> None:
    values = set(re.findall(r'"([^"]+)"', question(name)))
    for language in LANGUAGES:
        text = "\n".join(statements(name, language))
        assert not {value for value in values if f"'{value}'" in text or f'"{value}"' in text}


@each_name
def test_sqlite_gives_the_golden_answer(name: str, sqlite_store: Store, rewrite_golden: bool) -> None:
    answer = answer_of(sqlite_store, name)
    if rewrite_golden:
        text = json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
    assert answer == written(name)


@pytest.mark.neo4j
def test_neo4j_gives_the_golden_answers(neo4j_store: Store) -> None:
    import_records(neo4j_store, RECORDS)
    engine = Engine(neo4j_store, limits=Limits(hints=False))
    wrong = {}
    for name in NAMES:
        answer = json.loads(engine.execute(question(name)).json())
        if answer != {"data": written(name)}:
            wrong[name] = answer
    assert wrong == {}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SCORED])
def test_ordinary_execution_gives_the_golden_answer(name: str) -> None:
    answer = Oracle(
        [record for record in RECORDS if "kind" in record],
        [record for record in RECORDS if "type" in record],
        [record for record in RECORDS if "surface" in record],
    ).execute(question(name))
    # A path's summary is a sentence of ours: the oracle words none.
    assert _without_wording(answer) == {"data": _without_wording(written(name))}


def test_every_golden_file_belongs_to_a_query() -> None:
    expected = {f"{name}.{ending}" for name in NAMES for ending in ("graphql", "sql", "cypher", "json")}
    assert {path.name for path in FOLDER.iterdir()} == expected | {"graph.jsonl"}


def _without_wording(value: Any) -> Any:
    match value:
        case dict():
            return {key: _without_wording(item) for key, item in value.items() if key != "summary"}
        case list():
            return [_without_wording(item) for item in value]
        case _:
            return value


def answer_of(store: Store, name: str) -> Any:
    import_records(store, RECORDS)
    answer = json.loads(Engine(store, limits=Limits(hints=False)).execute(question(name)).json())
    assert answer.keys() == {"data"}, answer
    return answer["data"]
