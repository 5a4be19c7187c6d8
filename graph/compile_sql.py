"""Plan → one SQLite statement that answers with the JSON text. Pure functions; same outline as `compile_cypher`.

Every sub-select is wrapped in `json(…)`, or it would arrive as a quoted string. Pages are cut before they are
expanded: the inner select finds row ids in order, the outer joins fetch what the selection names. CROSS JOIN keeps
SQLite from reordering those joins, so that rows arrive in the page's order.
"""

import re
from dataclasses import dataclass
from typing import Final, assert_never

from graph import plan
from graph.compile_sql_where import (
    Scope,
    at,
    condition,
    ends,
    hop_selects,
    in_list,
    kinds_test,
    one_of,
    quote,
    reach,
    redirected,
    relation_tests,
)
from graph.ontology import SYMMETRIC
from graph.plan import Direction, Page, Shape, Statement

_PARAMETER: Final = re.compile(r":(p\d+|rows)\b")
_MATCH: Final = re.compile(r"MATCH :(p\d+)\b")


def compile_sql(root: plan.Root) -> Statement:
    """The statement of a root field: one row, whose first column is the JSON text.

    A lookup by name has a second column: the ids of up to six entities of that name, best first.
    """
    scope = Scope()
    match root:
        case plan.One():
            text = _one(root)
        case plan.Nodes(parameter, shape, relation):
            below = at(1)
            text = (
                f"SELECT json_group_array(json(coalesce((SELECT {_shape(shape, below)} FROM entity n1 WHERE n1.id = "
                f"coalesce((SELECT d.new FROM redirect d WHERE d.old = j.value AND d.single), j.value)), "
                f"(SELECT {_shape(relation, below)} FROM relation r1 WHERE r1.id = j.value))) ORDER BY j.key) "
                f"FROM json_each(:{parameter}) j"
            )
        case plan.Many():
            text = f"SELECT {_many(root, scope)}"
        case plan.Connection():
            text = f"SELECT {_connection(root, scope)}"
        case _:
            assert_never(root)
    return Statement(text, tuple(sorted(set(_PARAMETER.findall(text)))), tuple(_MATCH.findall(text)))


def _one(root: plan.One) -> str:
    source, below = root.source, at(1)
    tests = [kinds_test("n1", source.kinds)]
    others = ""
    if source.id is not None:
        redirect = f"(SELECT d.new FROM redirect d WHERE d.old = :{source.id} AND d.single)"
        tests.append(f"n1.id = coalesce({redirect}, :{source.id})")
    if source.url is not None:
        tests.append(f"n1.url = :{source.url}")
    if source.same_as is not None:
        tests.append(f"n1.nid IN (SELECT s.entity FROM same_as s WHERE s.url = :{source.same_as})")
    if source.name is not None:
        tests.append(f"n1.nid IN (SELECT a.entity FROM alias a WHERE a.folded = :{source.name})")
    tests_text = " AND ".join(test for test in tests if test != "1") or "1"
    matches = f"FROM entity n1 WHERE {tests_text} ORDER BY n1.mention_count DESC, n1.id"
    if source.name is not None:
        others = f", (SELECT json_group_array(o.id) FROM (SELECT n1.id {matches} LIMIT 6) o)"
    answer = f"(SELECT {_shape(root.shape, below)} {matches} LIMIT 1)"
    if root.relation is not None:
        relation = f"(SELECT {_shape(root.relation, below)} FROM relation r1 WHERE r1.id = :{source.id})"
        answer = f"coalesce({answer}, {relation})"
    return f"SELECT {answer}{others}"


# --- shapes and values ------------------------------------------------------------------------------------------


def _shape(shape: Shape | plan.Link, scope: Scope) -> str:
    match shape:
        case plan.Object(fields):
            return "json_object(" + ", ".join(f"{quote(f.key)}, {_value(f.value, scope)}" for f in fields) + ")"
        case plan.Cases(cases):
            arms = " ".join(
                f"WHEN {scope.entity}.kind IN {in_list(kinds)} THEN {_shape(object_, scope)}"
                for kinds, object_ in cases
            )
            return f"json(CASE {arms} END)"
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
            selects = hop_selects(hop, hop.where, scope, at(scope.depth + 1), "count(*)")
            return "(" + " + ".join(f"({select})" for select in selects) + ")"
        case plan.Nested(shape):
            return _shape(shape, scope)
        case plan.Cursor():
            return f"{scope.row}.cursor"
        case _:
            assert_never(value)


def _event_places(shape: Shape, scope: Scope) -> str:
    below = at(scope.depth + 1)
    r, n = below.relation, below.entity
    return (
        f"json((SELECT json_group_array({_shape(shape, below)} ORDER BY {r}.id) FROM relation {r} JOIN entity {n} "
        f"ON {n}.nid = {r}.target WHERE {r}.source = {scope.relation}.event AND {r}.type = 'HELD_AT'))"
    )


def _constant(value: plan.Scalar) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return f"json({quote('true' if value else 'false')})"
        case int() | float():
            return repr(value)
        case str():
            return quote(value)
        case _:
            assert_never(value)


# Columns that are not stored as they are answered; {0} is the alias, {1} the asOf parameter.
_JSON_COLUMNS: Final = frozenset({"aliases", "same_as", "properties"})
_COMPUTED: Final = {
    ("entity", "typename"): "(substr({0}.kind, 1, 1) || lower(substr({0}.kind, 2)))",
    ("relation", "typename"): "'Relation'",
    ("relation", "former"): "json(iif({0}.former, 'true', 'false'))",
    ("relation", "role_or_participant"): "ifnull({0}.role, 'PARTICIPANT')",
    ("relation", "title"): "ifnull({0}.role_title, '')",
}
_AS_OF: Final = {
    "report_count": "count(DISTINCT v.article)",
    "independent_source_count": "count(DISTINCT ifnull(a.story, a.id))",
    "confidence": "ifnull(max(v.confidence), {0}.confidence)",
    "first_reported": "min(a.start)",
}


def _column(value: plan.Column, scope: Scope) -> str:
    alias = scope.alias(value.variable)
    if value.variable == "row":
        return f"json({alias}.value -> {quote('$.' + value.name)})"
    if value.as_of is not None and value.name in _AS_OF:
        return (
            f"(SELECT {_AS_OF[value.name].format(alias)} FROM evidence v JOIN entity a ON a.nid = v.article "
            f"WHERE v.relation = {alias}.rid AND v.published_max <= :{value.as_of})"
        )
    if value.name in _JSON_COLUMNS:
        return f"json({alias}.{value.name})"
    computed = _COMPUTED.get((value.variable, value.name))
    return computed.format(alias) if computed else f'{alias}."{value.name}"'


def _link(value: plan.Link, scope: Scope) -> str:
    below = at(scope.depth + 1)
    alias = scope.alias(value.variable)
    if value.variable == "row":
        test = f"{below.entity}.id = {alias}.value ->> {quote('$.' + value.link)}"
    else:
        test = f"{below.entity}.nid = {alias}.{value.link}"
    return f"json((SELECT {_shape(value.shape, below)} FROM entity {below.entity} WHERE {test}))"


# --- rows -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rows:
    """A source in SQL: the select that finds row ids in order, and the joins that fetch them as `page`.

    `select` has the columns in `columns` and no ORDER BY; `keys` are the order's expressions on those columns.
    """

    select: str
    joins: tuple[tuple[str, str], ...]
    keys: tuple[tuple[str, bool], ...]
    id: str


def _keys(order: tuple[plan.Order, ...]) -> tuple[str, ...]:
    return tuple(f"k{index}" for index in range(len(order)))


def _order_columns(order: tuple[plan.Order, ...], scope: Scope) -> str:
    return "".join(f", {scope.alias(key.variable)}.{key.field} AS k{index}" for index, key in enumerate(order))


def _find(source: plan.Source, order: tuple[plan.Order, ...], outer: Scope) -> _Rows:
    below = at(outer.depth + 1)
    n, r, m, e, j = below.entity, below.relation, below.mention, below.evidence, below.row
    keys = tuple(zip(_keys(order), (key.descending for key in order), strict=True))
    extra = _order_columns(order, below)
    join_entity = (n, f"entity {n} ON {n}.nid = {j}.nid")
    join_relation = (r, f"relation {r} ON {r}.rid = {j}.rid")
    match source:
        case plan.Scan(kinds, where, walk):
            tests = [kinds_test(n, kinds), condition(where, below)]
            if walk is not None:
                tests.append(reach(walk, outer, below))
            tests_text = " AND ".join(test for test in tests if test != "1") or "1"
            select = f"SELECT {n}.nid, {n}.id AS id{extra} FROM entity {n} WHERE {tests_text}"
            return _Rows(select, (join_entity,), keys, "id")
        case plan.Hop():
            columns = f"{r}.rid, {{other}} AS nid, {r}.id AS id{extra}"
            selects = hop_selects(source, source.where, outer, below, columns)
            return _Rows(" UNION ALL ".join(selects), (join_relation, join_entity), keys, "id")
        case plan.Relations():
            return _Rows(_relations(source, below, extra), (join_relation,), keys, "id")
        case plan.Ancestors():
            select = (
                "WITH RECURSIVE up(nid, hops) AS (SELECT l.target, 1 FROM relation l WHERE l.source = "
                f"{outer.entity}.nid AND {outer.entity}.place_type IS NOT 'COUNTRY' AND l.type = 'LOCATED_IN' "
                "AND l.status = 'HELD' UNION "
                "SELECT l.target, up.hops + 1 FROM up JOIN entity u ON u.nid = up.nid "
                "JOIN relation l ON l.source = up.nid AND l.type = 'LOCATED_IN' AND l.status = 'HELD' "
                "WHERE up.hops < 8 AND u.place_type IS NOT 'COUNTRY') "
                f"SELECT up.nid, min(up.hops) AS k0, {n}.id AS id FROM up JOIN entity {n} "
                f"ON {n}.nid = up.nid WHERE up.nid <> {outer.entity}.nid AND {n}.kind = 'PLACE' GROUP BY up.nid"
            )
            return _Rows(select, (join_entity,), (("k0", False),), "id")
        case plan.Mentions(side, kinds):
            near = "entity" if side == "of" else "article"
            tests_text = f"{m}.{near} = {outer.entity}.nid"
            if kinds is not None:
                tests_text += f" AND {kinds_test('t', kinds)}"
            select = (
                f"SELECT {m}.rowid AS mid, a.id AS k0, {m}.start AS k1, t.id AS id FROM mention {m} JOIN entity a "
                f"ON a.nid = {m}.article JOIN entity t ON t.nid = {m}.entity WHERE {tests_text}"
            )
            return _Rows(select, ((m, f"mention {m} ON {m}.rowid = {j}.mid"),), (("k0", False), ("k1", False)), "id")
        case plan.Evidences(as_of):
            tests_text = f"{e}.relation = {outer.relation}.rid"
            if as_of is not None:
                tests_text += f" AND {e}.published_max <= :{as_of}"
            select = (
                f"SELECT {e}.rowid AS eid, a.id AS id, {e}.start AS k0, {e}.extractor AS k1 FROM evidence {e} "
                f"JOIN entity a ON a.nid = {e}.article WHERE {tests_text}"
            )
            return _Rows(select, ((e, f"evidence {e} ON {e}.rowid = {j}.eid"),), (("id", False), ("k0", False)), "k1")
        case plan.Ids(variable, field):
            table, alias, rowid = ("entity", n, "nid") if variable == "entity" else ("relation", r, "rid")
            select = (
                f"SELECT {alias}.{rowid}, i.key AS id FROM json_each({outer.row}.value, {quote('$.' + field)}) i "
                f"JOIN {table} {alias} ON {alias}.id = i.value"
            )
            return _Rows(select, (join_entity if variable == "entity" else join_relation,), (), "id")
        case plan.Rows(parameter, field):
            each = (
                f"json_each(:{parameter})" if field is None else f"json_each({outer.row}.value, {quote('$.' + field)})"
            )
            cursor = "i.value ->> '$.cursor' AS cursor"
            return _Rows(f"SELECT i.value, i.key AS id, {cursor} FROM {each} i", (), (), "id")
        case _:
            assert_never(source)


def _relations(source: plan.Relations, below: Scope, extra: str) -> str:
    r = below.relation
    tests = relation_tests(source.types, source.statuses, source.as_of, r, None)
    tests.append(condition(source.where, below))
    either = []
    for near, far in ends(source.direction, source.types):
        tied = [
            f"{r}.{end} IN (SELECT x.nid FROM entity x WHERE x.id IN ({redirected(parameter)}))"
            for parameter, end in ((source.from_, near), (source.to, far))
            if parameter is not None
        ]
        against = near != ("target" if source.direction is Direction.IN else "source")
        if against and source.direction is not Direction.ANY:
            tied.append(one_of(f"{r}.type", SYMMETRIC))
        either.append(" AND ".join(tied) or "1")
    tests.append("1" if "1" in either else "(" + " OR ".join(either) + ")")
    where = " AND ".join(test for test in tests if test != "1") or "1"
    return f"SELECT {r}.rid, {r}.id AS id{extra} FROM relation {r} WHERE {where}"


def _ordered(rows: _Rows, page: Page | None, *, more: bool) -> str:
    """The page's select: after the cursor, in order, cut at `first` (one more to see whether there is a next)."""
    keys = ", ".join(f"{key}{' DESC' if down else ''} NULLS LAST" for key, down in rows.keys)
    after = page.after if page is not None else None
    select = rows.select
    if after is not None or " UNION " in select:
        select = f"SELECT * FROM ({select})"
    if page is not None and after is not None:
        select += f" WHERE {_after(rows, after)}"
    ordered = f"{select} ORDER BY {keys}, {rows.id}" if keys else f"{select} ORDER BY {rows.id}"
    if page is None:
        return ordered
    return f"{ordered} LIMIT :{page.first}{' + 1' if more else ''}"


def _after(rows: _Rows, after: tuple[tuple[str, ...], str]) -> str:
    """The rows behind the cursor: key by key, nulls last; the last resort is the id."""
    test = f"{rows.id} > :{after[1]}"
    for (key, down), parameter in reversed(list(zip(rows.keys, after[0], strict=True))):
        beyond = f"{key} {'<' if down else '>'} :{parameter} OR {key} IS NULL OR ({key} = :{parameter} AND {test})"
        test = f"iif(:{parameter} IS NULL, {key} IS NULL AND {test}, {beyond})"
    return test


def _from(rows: _Rows, text: str, ordered: str, *, rank: bool, scope: Scope) -> str:
    """FROM: the page and the joins that the projected text names."""
    page = f"SELECT *, row_number() OVER () AS rank FROM ({ordered})" if rank else ordered
    joins = "".join(f" CROSS JOIN {join}" for alias, join in rows.joins if f"{alias}." in text)
    return f"({page}) {scope.row}{joins}"


def _many(value: plan.Many, outer: Scope) -> str:
    scope = at(outer.depth + 1)
    rows = _find(value.source, value.page.order if value.page else (), outer)
    item = _shape(value.shape, scope)
    found = _from(rows, item, _ordered(rows, value.page, more=False), rank=False, scope=scope)
    return f"json((SELECT json_group_array({item}) FROM {found}))"


def _connection(value: plan.Connection, outer: Scope) -> str:
    scope = at(outer.depth + 1)
    rows = _find(value.source, value.page.order, outer)
    infos = {name for _, part in value.fields if isinstance(part, plan.PageInfo) for _, name in part.fields}
    more = "hasNextPage" in infos
    cut = f" FILTER (WHERE {scope.row}.rank <= :{value.page.first})" if more else ""
    cursor = _cursor(rows, value.page)
    parts: list[str] = []
    for key, part in value.fields:
        match part:
            case plan.EdgeList(shape):
                text = f"json_group_array({_shape(shape, scope)}){cut}"
            case plan.NodeList(shape):
                text = f"json_group_array({_shape(shape, scope)}){cut}"
            case plan.PageInfo(fields):
                text = _page_info(fields, value.page, cut, scope)
            case plan.TotalCount():
                text = f"(SELECT count(*) FROM ({rows.select}))"
            case plan.Constant(constant):
                text = _constant(constant)
            case _:
                assert_never(part)
        parts.append(f"{quote(key)}, {text}")
    text = ", ".join(parts)
    listed = any(isinstance(part, plan.EdgeList | plan.NodeList) for _, part in value.fields)
    if not listed and infos.isdisjoint({"hasNextPage", "startCursor", "endCursor"}):
        return f"json_object({text})"
    ordered = _ordered(rows, value.page, more=more)
    if f"{scope.row}.cursor" in text and not isinstance(value.source, plan.Rows):
        ordered = f"SELECT *, {cursor} AS cursor FROM ({ordered})"
    return f"json((SELECT json_object({text}) FROM {_from(rows, text, ordered, rank=more, scope=scope)}))"


def _cursor(rows: _Rows, page: Page) -> str:
    keys = "".join(f" || '|' || ifnull({key}, '')" for key, _ in rows.keys)
    return f"{quote(page.signature)}{keys} || '|' || {rows.id}"


def _page_info(fields: tuple[tuple[str, str], ...], page: Page, cut: str, scope: Scope) -> str:
    cursors = f"json_group_array({scope.row}.cursor){cut}"
    expressions = {
        "hasNextPage": f"json(iif(count(*) > :{page.first}, 'true', 'false'))",
        "hasPreviousPage": _constant(page.after is not None),
        "startCursor": f"{cursors} ->> '$[0]'",
        "endCursor": f"{cursors} ->> '$[#-1]'",
        "__typename": "'PageInfo'",
    }
    return "json_object(" + ", ".join(f"{quote(key)}, {expressions[name]}" for key, name in fields) + ")"
