"""Plan → one Cypher statement that answers with one record. Pure functions; same outline as `compile_sql`.

    COLLECT { MATCH … WITH … ORDER BY … LIMIT $n RETURN {…} }

is what `json_group_array(SELECT …)` is in SQL: it nests, its limit holds per parent, and it expands after the limit.
A sub-query sees the variables outside, also behind a WITH.
"""

import re
from collections.abc import Sequence
from typing import Final, assert_never

from graph import plan
from graph.compile_cypher_rows import Rows, find, ordered
from graph.compile_cypher_where import (
    ALL_TYPES,
    Pattern,
    Scope,
    at,
    hop_patterns,
    kinds_test,
    label,
    prelude,
    quote,
    where,
)
from graph.plan import Page, Shape, Statement

_PARAMETER: Final = re.compile(r"\$(p\d+|rows)\b")
_TEXT: Final = re.compile(r"queryNodes\('article_words', \$(p\d+)\)")
JSON: Final = "$json"
"""The one key of a map around JSON text, for the store to put in as it is; no GraphQL name has a dollar."""


def compile_cypher(root: plan.Root) -> Statement:
    """The statement of a root field: one record, whose first column is the answer.

    A lookup by name has a second column: the ids of up to six entities of that name, best first.
    """
    scope, below = Scope(), at(1)
    match root:
        case plan.One():
            text = _one(root)
        case plan.Nodes(parameter, shape, relation):
            entity = _first(f"MATCH (n1:Entity {{id: ids_{parameter}[i1]}})", _shape(shape, below))
            edge = _first(f"MATCH ()-[r1:{ALL_TYPES} {{id: ${parameter}[i1]}}]->()", _shape(relation, below))
            each = f"UNWIND range(0, size(${parameter}) - 1) AS i1 WITH i1 ORDER BY i1"
            text = f"COLLECT {{ {each} RETURN coalesce({entity}, {edge}) }} AS answer"
        case plan.Many():
            text = f"{_many(root, scope)} AS answer"
        case plan.Connection():
            text = f"{_connection(root, scope)} AS answer"
        case _:
            assert_never(root)
    text = f"{prelude(text)}RETURN {text}"
    return Statement(text, tuple(sorted(set(_PARAMETER.findall(text)))), tuple(sorted(set(_TEXT.findall(text)))))


def _first(clauses: str, expression: str) -> str:
    """The expression of the first row, null without one."""
    return f"COLLECT {{ {clauses} RETURN {expression} }}[0]"


def _one(root: plan.One) -> str:
    source, below = root.source, at(1)
    tests = [kinds_test("n1", source.kinds)]
    found = f"(n1:{label(source.kinds)})"
    # The most telling key leads; the planner finds the others on its node.
    if source.name is not None:
        found = f"(:Name {{folded: ${source.name}}})-[:NAMES]->(n1:Entity)"
    if source.same_as is not None:
        found = f"(:Identifier {{url: ${source.same_as}}})-[:IDENTIFIES]->(n1:Entity)"
        if source.name is not None:
            tests.append(f"EXISTS {{ (:Name {{folded: ${source.name}}})-[:NAMES]->(n1) }}")
    if source.url is not None:
        tests.append(f"n1.url = ${source.url}")
    if source.id is not None:
        tests.append(f"n1.id = id_{source.id}")
        found = found.replace(f"(n1:{label(source.kinds)})", "(n1:Entity)")
    matches = f"{Pattern(found, tuple(tests)).text} WITH DISTINCT n1 ORDER BY n1.mention_count DESC, n1.id"
    answer = _first(f"{matches} LIMIT 1", _shape(root.shape, below))
    if root.relation is not None:
        relation = f"MATCH ()-[r1:{ALL_TYPES} {{id: ${source.id}}}]->()"
        answer = f"coalesce({answer}, {_first(relation, _shape(root.relation, below))})"
    others = f", COLLECT {{ {matches} LIMIT 6 RETURN n1.id }} AS others" if source.name is not None else ""
    return f"{answer} AS answer{others}"


# --- shapes and values --------------------------------------------------------------------------------------------


def _map(items: Sequence[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"`{key}`: {value}" for key, value in items) + "}"


def _shape(shape: Shape | plan.Link, scope: Scope) -> str:
    match shape:
        case plan.Object(fields):
            return _map([(field.key, _value(field.value, scope)) for field in fields])
        case plan.Cases(cases):
            arms = " ".join(
                f"WHEN {kinds_test(scope.entity, kinds)} THEN {_shape(object_, scope)}" for kinds, object_ in cases
            )
            return f"CASE {arms} END"
        case plan.Link():
            return _link(shape, scope)
        case _:
            assert_never(shape)


def _value(value: plan.Value, scope: Scope) -> str:
    match value:
        case plan.Column():
            return _column(value, scope)
        case plan.Constant(constant):
            return _constant(constant)
        case plan.Link():
            return _link(value, scope)
        case plan.EventPlaces(shape):
            return _event_places(shape, scope)
        case plan.Many():
            return _many(value, scope)
        case plan.Connection():
            return _connection(value, scope)
        case plan.Count(hop):
            patterns = hop_patterns(hop, hop.where, scope, at(scope.depth + 1))
            return "(" + " + ".join(f"COUNT {{ {pattern.text} }}" for pattern in patterns) + ")"
        case plan.Nested(shape):
            return _shape(shape, scope)
        case plan.Cursor():
            return f"c{scope.depth}"
        case _:
            assert_never(value)


def _event_places(shape: Shape, scope: Scope) -> str:
    below = at(scope.depth + 1)
    r, n = below.relation, below.entity
    held_at = f"MATCH (:Entity {{id: {scope.relation}.event}})-[{r}:HELD_AT]->({n}) WITH {r}, {n} ORDER BY {r}.id"
    return f"COLLECT {{ {held_at} RETURN {_shape(shape, below)} }}"


def _constant(value: plan.Scalar) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return quote(value)
        case _:
            assert_never(value)


# Columns that are not stored as they are answered; {0} is the variable.
_COMPUTED: Final = {
    ("entity", "typename"): "(left({0}.kind, 1) + toLower(substring({0}.kind, 1)))",
    ("entity", "properties"): f"{{{{`{JSON}`: {{0}}.properties}}}}",
    ("relation", "typename"): "'Relation'",
    ("relation", "type"): "type({0})",
    ("relation", "properties"): f"{{{{`{JSON}`: {{0}}.properties}}}}",
    ("relation", "role_or_participant"): "coalesce({0}.role, 'PARTICIPANT')",
    ("relation", "title"): "coalesce({0}.role_title, '')",
}
# Counted and sorted rather than aggregated: an aggregate in a sub-query cannot stand beside an outer variable.
_AS_OF: Final = {
    "report_count": "COUNT { {0} RETURN DISTINCT a }",
    "independent_source_count": "COUNT { {0} RETURN DISTINCT coalesce(a.story, a.id) AS x }",
    "confidence": "COLLECT { {0} RETURN v.confidence AS x ORDER BY x DESC LIMIT 1 }[0]",
    "first_reported": "COLLECT { {0} AND a.start IS NOT NULL RETURN a.start AS x ORDER BY x LIMIT 1 }[0]",
}


def _column(value: plan.Column, scope: Scope) -> str:
    name = scope.name(value.variable)
    if value.as_of is not None and value.name in _AS_OF:
        stated = f"MATCH (v:Evidence {{relation: {name}.id}})-[:IN]->(a) WHERE v.published_max <= ${value.as_of}"
        counted = _AS_OF[value.name].replace("{0}", stated)
        # What only its origin states has no evidence to take a confidence from.
        return f"coalesce({counted}, {name}.confidence)" if value.name == "confidence" else counted
    computed = _COMPUTED.get((value.variable, value.name))
    return computed.format(name) if computed else f"{name}.`{value.name}`"


def _link(value: plan.Link, scope: Scope) -> str:
    below = at(scope.depth + 1)
    name, n = scope.name(value.variable), below.entity
    found = {
        ("relation", "source"): f"WITH startNode({name}) AS {n}",
        ("relation", "target"): f"WITH endNode({name}) AS {n}",
        ("mention", "entity"): f"MATCH ({name})-[:OF]->({n})",
        ("mention", "article"): f"MATCH ({name})-[:IN]->({n})",
        ("evidence", "article"): f"MATCH ({name})-[:IN]->({n})",
    }.get((value.variable, value.link), f"MATCH ({n}:Entity {{id: {name}.`{value.link}`}})")
    return _first(found, _shape(value.shape, below))


# --- lists -----------------------------------------------------------------------------------------------------------


def _many(value: plan.Many, outer: Scope) -> str:
    scope = at(outer.depth + 1)
    rows = find(value.source, value.page.order if value.page else (), outer)
    return f"COLLECT {{ {ordered(rows, value.page, more=False)} RETURN {_shape(value.shape, scope)} }}"


def _connection(value: plan.Connection, outer: Scope) -> str:
    scope = at(outer.depth + 1)
    rows = find(value.source, value.page.order, outer)
    infos = {name for _, part in value.fields if isinstance(part, plan.PageInfo) for _, name in part.fields}
    more = "hasNextPage" in infos
    found = f"found{scope.depth}"
    kept = f"{found}[..${value.page.first}]" if more else found
    # Each row becomes a list of what its edge, node and cursor are, from which the parts take theirs.
    items: list[str] = []
    parts: list[tuple[str, str]] = []
    for key, part in value.fields:
        match part:
            case plan.EdgeList(shape) | plan.NodeList(shape):
                parts.append((key, f"[x IN {kept} | x[{len(items)}]]"))
                items.append(_shape(shape, scope))
            case plan.PageInfo(fields):
                parts.append((key, _page_info(fields, value.page, found, kept, len(items))))
                items.append(f"c{scope.depth}")
            case plan.TotalCount():
                total = f"COUNT {{ {rows.clauses}{where(rows.tests)} RETURN {rows.variables[0]} }}"
                parts.append((key, total))
            case plan.Constant(constant):
                parts.append((key, _constant(constant)))
            case _:
                assert_never(part)
    if not items:
        return _map(parts)
    cursor = f"c{scope.depth}"
    clauses = ordered(rows, value.page, more=more)
    if re.search(rf"\b{cursor}\b", " ".join(items)):
        clauses += f" WITH {', '.join(rows.variables)}, {_cursor(value, rows, scope)} AS {cursor}"
    return f"COLLECT {{ WITH COLLECT {{ {clauses} RETURN [{', '.join(items)}] }} AS {found} RETURN {_map(parts)} }}[0]"


def _cursor(value: plan.Connection, rows: Rows, scope: Scope) -> str:
    if isinstance(value.source, plan.Rows):
        return f"{scope.row}.cursor"
    keys = "".join(f" + '|' + coalesce(toString({key.expression}), '')" for key in rows.keys)
    return f"{quote(value.page.signature)}{keys} + '|' + toString({rows.id})"


def _page_info(fields: tuple[tuple[str, str], ...], page: Page, found: str, kept: str, index: int) -> str:
    expressions = {
        "hasNextPage": f"size({found}) > ${page.first}",
        "hasPreviousPage": _constant(page.after is not None),
        "startCursor": f"{kept}[0][{index}]",
        "endCursor": f"{kept}[-1][{index}]",
        "__typename": "'PageInfo'",
    }
    return _map([(key, expressions[name]) for key, name in fields])
