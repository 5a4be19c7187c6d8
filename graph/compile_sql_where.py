"""Which rows: the conditions and the row-finding selects of `compile_sql`. Pure functions.

Values are named parameters throughout; the only literals are the ontology's words, quoted in `quote`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, assert_never

from graph import plan
from graph.ontology import BACKGROUND, SYMMETRIC, TIMELESS, EntityKind, EventStatus, RelationType
from graph.plan import Direction, Variable


@dataclass(frozen=True, slots=True)
class Scope:
    """The SQL aliases of the variables in reach; aliases carry the nesting depth, so inner ones never hide outer."""

    depth: int = 0
    entity: str = ""
    relation: str = ""
    mention: str = ""
    evidence: str = ""
    row: str = ""

    def alias(self, variable: Variable) -> str:
        return {
            "entity": self.entity,
            "relation": self.relation,
            "mention": self.mention,
            "evidence": self.evidence,
            "row": self.row,
        }[variable]


def at(depth: int) -> Scope:
    """The scope in which a source at this depth puts its variables."""
    return Scope(depth, f"n{depth}", f"r{depth}", f"m{depth}", f"e{depth}", f"page{depth}")


def quote(word: str) -> str:
    """A literal of the ontology or a GraphQL name; never a value."""
    return "'" + word.replace("'", "''") + "'"


def in_list(words: Iterable[str]) -> str:
    return "(" + ", ".join(quote(word) for word in words) + ")"


def one_of(expression: str, words: tuple[str, ...]) -> str:
    if len(words) == 1:
        return f"{expression} = {quote(words[0])}"
    return f"{expression} IN {in_list(words)}" if words else "0"


def redirected(parameter: str) -> str:
    """The ids of a list parameter, with those of merged entities replaced by the kept one's."""
    return (
        f"SELECT coalesce(d.new, j.value) FROM json_each(:{parameter}) j "
        "LEFT JOIN redirect d ON d.old = j.value AND d.single"
    )


def condition(item: plan.Condition, scope: Scope) -> str:
    """A boolean expression that is never NULL, so that NOT negates it."""
    match item:
        case plan.And(items):
            return _joined(items, " AND ", "1", scope)
        case plan.Or(items):
            return _joined(items, " OR ", "0", scope)
        case plan.Not(inner):
            return f"NOT {condition(inner, scope)}"
        case plan.Compare():
            return _compare(item, scope)
        case plan.OneOf(variable, field, values):
            name = f"{scope.alias(variable)}.{field}"
            if field == "former":
                return f"{name} IN ({', '.join(str(int(value)) for value in values)})"
            test = one_of(name, tuple(str(value) for value in values))
            return test if test == "0" or field in ("kind", "type", "status") else f"ifnull({test}, 0)"
        case plan.Overlap():
            return _overlap(item, scope)
        case plan.Quantified(mode, hop, inner):
            return _quantified(mode, hop, inner, scope)
        case plan.EventIs(inner):
            below = at(scope.depth + 1)
            return (
                f"EXISTS (SELECT 1 FROM entity {below.entity} WHERE {below.entity}.nid = {scope.relation}.event "
                f"AND {condition(inner, below)})"
            )
        case plan.Within(parameter):
            return f"{scope.entity}.nid IN ({inside(redirected(parameter))})"
        case plan.Near(latitude, longitude, kilometers):
            return _near(scope.entity, latitude, longitude, kilometers)
        case plan.Text(parameter):
            return f"{scope.entity}.nid IN (SELECT rowid FROM article_text WHERE article_text MATCH :{parameter})"
        case _:
            assert_never(item)


def _joined(items: tuple[plan.Condition, ...], word: str, empty: str, scope: Scope) -> str:
    if not items:
        return empty
    parts = [condition(item, scope) for item in items]
    return parts[0] if len(parts) == 1 else "(" + word.join(parts) + ")"


# StringFilter: `=` and `in` are exact, the others compare folded text.
_FOLDED: Final = {
    "name": "folded",
    "publisher": "publisher_folded",
    "role_title": "role_title_folded",
    "country_code": "lower({}.country_code)",
}
_LAST: Final = 0x10FFFF
_NEVER_NULL: Final = frozenset({"id", "name", "folded", "mention_count", "article_count", "confidence", "nid"})


def _compare(item: plan.Compare, scope: Scope) -> str:
    alias = scope.alias(item.variable)
    parameter = f":{item.parameter}"
    name = f"{alias}.{item.field}"
    match item.operator:
        case "contains" | "startsWith" | "endsWith":
            folded = _FOLDED[item.field]
            text = folded.format(alias) if "{" in folded else f"{alias}.{folded}"
            test = {
                "contains": f"instr({text}, {parameter}) > 0",
                # A range, which an index answers; no character is beyond the last of Unicode.
                "startsWith": f"({text} >= {parameter} AND {text} < {parameter} || char({_LAST}))",
                "endsWith": f"({parameter} = '' OR substr({text}, -length({parameter})) = {parameter})",
            }[item.operator]
        case "in" if item.field == "id":
            return f"{name} IN ({redirected(item.parameter)})"
        case "in":
            test = f"{name} IN (SELECT value FROM json_each({parameter}))"
        case "=" | "<" | "<=" | ">" | ">=":
            test = f"{name} {item.operator} {parameter}"
        case _:
            assert_never(item.operator)
    return test if item.field in _NEVER_NULL else f"({name} IS NOT NULL AND {test})"


def _overlap(item: plan.Overlap, scope: Scope) -> str:
    alias = scope.alias(item.variable)
    tests = []
    if item.to is not None:
        tests.append(f"{alias}.start_min <= :{item.to}")
    if item.from_ is not None:
        tests.append(f"{alias}.end_max >= :{item.from_}")
    if not tests:
        return "1"
    dated = "ifnull(" + " AND ".join(tests) + ", 0)"
    if not item.timeless:
        return dated
    undated = f"({alias}.start_min IS NULL AND {alias}.end_max IS NULL AND {one_of(f'{alias}.type', tuple(TIMELESS))})"
    return f"({dated} OR {undated})"


def _near(alias: str, latitude: str, longitude: str, kilometers: str) -> str:
    # Haversine on a sphere of 6371.0088 km (IUGG mean radius); min() guards asin against rounding.
    half = "{} / 2.0"
    return (
        f"ifnull(2 * 6371.0088 * asin(min(1, sqrt("
        f"pow(sin(radians({half.format(f'({alias}.latitude - :{latitude})')})), 2) + "
        f"cos(radians({alias}.latitude)) * cos(radians(:{latitude})) * "
        f"pow(sin(radians({half.format(f'({alias}.longitude - :{longitude})')})), 2)))) <= :{kilometers}, 0)"
    )


def _quantified(mode: str, hop: plan.Hop, inner: plan.Condition, scope: Scope) -> str:
    if mode == "all":
        return _quantified("none", hop, plan.Not(inner), scope)
    below = at(scope.depth + 1)
    wanted = plan.And((hop.where, inner)) if hop.where != plan.TRUE else inner
    if mode == "some" and hop.types is not None and (listed := _listed(wanted)) is not None:
        # From the few far ends to the near ones: walking every row to ask EXISTS took 600 ms where this takes 0.05.
        selects = hop_selects(hop, wanted, scope, below, "{near}", seek=listed)
        return f"{scope.entity}.nid IN ({' UNION ALL '.join(selects)})"
    tests = " OR ".join(f"EXISTS ({select})" for select in hop_selects(hop, wanted, scope, below, "1"))
    return f"NOT ({tests})" if mode == "none" else f"({tests})"


def _listed(item: plan.Condition) -> str | None:
    """The parameter that gives the ids or names which the far end must have, if the condition demands any."""
    match item:
        case plan.Compare("entity", "id", "in", parameter) | plan.Compare("entity", "name", "=" | "in", parameter):
            return parameter
        case plan.And(items):
            return next((found for each in items if (found := _listed(each)) is not None), None)
        case _:
            return None


def hop_selects(
    hop: plan.Hop, where: plan.Condition, outer: Scope, below: Scope, columns: str, *, seek: str | None = None
) -> list[str]:
    """The selects whose union is the hop: one for a direction, two for both.

    `{near}` and `{other}` in columns are the ends. With `seek`, ids or names, they start from the far ends and give
    the near ones of every outer entity.
    """
    selects = []
    for near, far in ends(hop.direction, hop.types):
        relation, entity = below.relation, below.entity
        tests = [] if seek else [f"{relation}.{near} = {outer.entity}.nid"]
        if near != ("target" if hop.direction is Direction.IN else "source"):
            tests.append(f"{relation}.source <> {relation}.target")  # a loop counts once
            if hop.direction is not Direction.ANY:
                tests.append(one_of(f"{relation}.type", SYMMETRIC))
        tests += relation_tests(hop.types, hop.statuses, hop.as_of, relation, outer.entity)
        if hop.kinds is not None:
            tests.append(one_of(f"{entity}.kind", tuple(hop.kinds)))
        if where != plan.TRUE:
            tests.append(condition(where, below))
        tests_text = " AND ".join(test for test in tests if test != "1")
        projected = columns.replace("{other}", f"{relation}.{far}").replace("{near}", f"{relation}.{near}")
        joined = f"relation {relation}"
        if seek:
            joined = f"entity {entity} CROSS JOIN relation {relation} ON {relation}.{far} = {entity}.nid"
        elif f"{entity}." in tests_text + columns:
            joined += f" JOIN entity {entity} ON {entity}.nid = {relation}.{far}"
        selects.append(f"SELECT {projected} FROM {joined} WHERE {tests_text}")
    return selects


def ends(direction: Direction, types: tuple[RelationType, ...] | None) -> list[tuple[str, str]]:
    """The near and far columns to look along: both where the direction is ANY or a type is symmetric."""
    out, in_ = ("source", "target"), ("target", "source")
    symmetric = types is None or not set(SYMMETRIC).isdisjoint(types)
    match direction:
        case Direction.OUT:
            return [out, in_] if symmetric else [out]
        case Direction.IN:
            return [in_, out] if symmetric else [in_]
        case Direction.ANY:
            return [out, in_]
        case _:
            assert_never(direction)


def relation_tests(
    types: tuple[RelationType, ...] | None,
    statuses: tuple[EventStatus, ...] | None,
    as_of: str | None,
    relation: str,
    owner: str | None,
) -> list[str]:
    """What the relation itself must be; `owner` is the entity whose kind decides the default types."""
    tests = []
    if types is not None:
        tests.append(one_of(f"{relation}.type", tuple(types)))
    else:
        background = f"{relation}.type = 'LOCATED_IN' AND {relation}.origin = 'GAZETTEER'"
        default = f"{relation}.type <> 'MENTIONS' AND NOT ({background})"
        tests.append(f"({owner}.kind = 'ARTICLE' OR {default})" if owner else f"({default})")
    if statuses is not None:
        tests.append(one_of(f"{relation}.status", tuple(statuses)))
    if as_of is not None:
        tests.append(stated_by(relation, as_of))
    return tests


def stated_by(relation: str, as_of: str) -> str:
    """The relation is background, or an article published by the day states it (or, of MENTIONS, is it)."""
    return (
        f"({relation}.origin IN {in_list(BACKGROUND)} OR EXISTS (SELECT 1 FROM evidence v "
        f"WHERE v.relation = {relation}.rid AND v.published_max <= :{as_of}) OR ({relation}.type = 'MENTIONS' AND "
        f"EXISTS (SELECT 1 FROM entity a WHERE a.nid = {relation}.source AND a.end_max <= :{as_of})))"
    )


def inside(seeds: str) -> str:
    """The nids of the seed places (a select of ids) and of every place in them."""
    return (
        f"WITH RECURSIVE inside(nid) AS (SELECT s.nid FROM entity s WHERE s.id IN ({seeds}) "
        "UNION SELECT l.source FROM inside i JOIN relation l ON l.target = i.nid "
        "AND l.type = 'LOCATED_IN' AND l.status = 'HELD') SELECT nid FROM inside"
    )


def reach(item: plan.Reach, outer: Scope, below: Scope) -> str:
    """`entity.nid IN (…)`: the entities that the walk finds from the outer entity."""
    if item.walk == "named_by":
        return (
            f"{below.entity}.nid IN (SELECT w.target FROM relation w WHERE w.source = {outer.entity}.nid "
            "AND w.type = 'MENTIONS')"
        )
    here = inside(f"SELECT {outer.entity}.id") if item.within else f"SELECT {outer.entity}.nid"
    period = plan.Overlap("relation", item.from_, item.to)

    def tests(alias: str, *types: RelationType, held: bool) -> str:
        parts = relation_tests(types, (EventStatus.HELD,) if held else None, item.as_of, alias, None)
        if item.dated:
            parts.append(condition(period, Scope(relation=alias)))
        return " AND ".join(parts)

    held_here = f"SELECT h.source FROM relation h WHERE h.target IN ({here}) AND "
    if item.walk == "events_here":
        return f"{below.entity}.nid IN ({held_here}{tests('h', RelationType.HELD_AT, held=False)})"
    return (
        f"{below.entity}.nid IN (SELECT p.source FROM relation p WHERE p.target IN "
        f"({held_here}{tests('h', RelationType.HELD_AT, held=True)}) AND "
        f"{tests('p', RelationType.PARTICIPATED_IN, held=True)} UNION "
        f"SELECT v.source FROM relation v WHERE v.target IN ({here}) AND "
        f"{tests('v', RelationType.VISITED, held=True)})"
    )


def kinds_test(alias: str, kinds: tuple[EntityKind, ...]) -> str:
    return "1" if len(kinds) == len(EntityKind) else one_of(f"{alias}.kind", tuple(kinds))
