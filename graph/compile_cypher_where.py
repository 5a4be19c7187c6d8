"""Which rows: the conditions and the row-finding patterns of `compile_cypher`. Pure functions.

Values are parameters throughout; the only literals are the ontology's words, quoted in `quote` or used as labels and
types. What a statement computes once, before its rows, is named where it is needed and defined by `prelude`:

    id_p0      the id of a parameter, its redirect followed        ids_p0     the same of a list
    inside_p0  ids of the places of a list and of all in them      text_p0    ids of the articles with its words
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

from graph import plan
from graph.ontology import BACKGROUND, RELATIONS, SYMMETRIC, TIMELESS, EntityKind, EventStatus, RelationType
from graph.plan import Direction, Variable


@dataclass(frozen=True, slots=True)
class Scope:
    """The Cypher variables in reach; they carry the nesting depth, as a sub-query cannot shadow an outer one."""

    depth: int = 0
    entity: str = ""
    relation: str = ""
    mention: str = ""
    evidence: str = ""
    row: str = ""

    def name(self, variable: Variable) -> str:
        return {
            "entity": self.entity,
            "relation": self.relation,
            "mention": self.mention,
            "evidence": self.evidence,
            "row": self.row,
        }[variable]


def at(depth: int) -> Scope:
    """The scope in which a source at this depth puts its variables."""
    return Scope(depth, f"n{depth}", f"r{depth}", f"m{depth}", f"e{depth}", f"j{depth}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A MATCH and what must hold of it."""

    match: str
    tests: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"MATCH {self.match}{where(self.tests)}"


def where(tests: Iterable[str]) -> str:
    kept = [test for test in tests if test != "true"]
    return f" WHERE {' AND '.join(kept)}" if kept else ""


def quote(word: str) -> str:
    """A literal of the ontology or a GraphQL name; never a value."""
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'"


def in_list(words: Iterable[str]) -> str:
    return "[" + ", ".join(quote(word) for word in words) + "]"


def one_of(expression: str, words: Sequence[str]) -> str:
    if len(words) == 1:
        return f"{expression} = {quote(words[0])}"
    return f"{expression} IN {in_list(words)}" if words else "false"


ALL_TYPES: Final = "|".join(RelationType)
"""Always named: evidence, mentions and names hang on entities by relationships of their own."""


def label(kinds: Sequence[EntityKind]) -> str:
    """The label to look for; every entity has `Entity` besides its kind's."""
    return kinds[0].label if len(kinds) == 1 else "Entity"


def kinds_test(name: str, kinds: Sequence[EntityKind]) -> str:
    if len(kinds) == len(EntityKind):
        return "true"
    return f"{name}:{'|'.join(kind.label for kind in kinds)}" if kinds else "false"


# --- what a statement computes first ------------------------------------------------------------------------------

_COMPUTED: Final = re.compile(r"\b(?:ids?|inside|text)_(?:p\d+|rows)\b")
_VARIABLE: Final = re.compile(r"(?<![\w`.$])[nrmej](\d+)\b")


def _kept(id_: str) -> str:
    """The id, or that of the one entity it redirects to."""
    return f"coalesce(COLLECT {{ MATCH (d:Redirect {{old: {id_}, single: true}}) RETURN d.new[0] }}[0], {id_})"


def prelude(text: str) -> str:
    """The WITH clauses that define what the text names; '' if it names nothing."""
    names = computed(text)
    names += [f"ids_{name.removeprefix('inside_')}" for name in names if name.startswith("inside_")]
    first, second = [], []
    for name in sorted(set(names)):
        kind, _, parameter = name.partition("_")
        match kind:
            case "id":
                first.append(f"{_kept(f'${parameter}')} AS {name}")
            case "ids":
                first.append(f"COLLECT {{ UNWIND ${parameter} AS x RETURN {_kept('x')} }} AS {name}")
            case "text":
                procedure = f"db.index.fulltext.queryNodes('article_words', ${parameter})"
                first.append(f"COLLECT {{ CALL {procedure} YIELD node RETURN node.id }} AS {name}")
            case _:
                inside = "(s:Entity)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(i:Entity)"
                ids = f"MATCH {inside} WHERE s.id IN ids_{parameter} RETURN DISTINCT i.id"
                second.append(f"COLLECT {{ {ids} }} AS {name}")
    clauses = f"WITH {', '.join(first)} " if first else ""
    return clauses + (f"WITH *, {', '.join(second)} " if second else "")


def computed(text: str) -> list[str]:
    return sorted(set(_COMPUTED.findall(text)))


def call(text: str, depth: int) -> str:
    """A CALL sub-query that imports what the text names of depths up to this one.

    `CALL (*)` would not do: inside COLLECT it misses the variables from outside, and makes new ones of their names.
    """
    variables = {match.group(0) for match in _VARIABLE.finditer(text) if int(match.group(1)) <= depth}
    return f"CALL ({', '.join([*sorted(variables), *computed(text)])}) {{ {text} }}"


# --- conditions ---------------------------------------------------------------------------------------------------


def condition(item: plan.Condition, scope: Scope) -> str:
    """A boolean expression that is never null, so that NOT negates it."""
    match item:
        case plan.And(items):
            return _joined(items, " AND ", "true", scope)
        case plan.Or(items):
            return _joined(items, " OR ", "false", scope)
        case plan.Not(inner):
            return f"NOT {condition(inner, scope)}"
        case plan.Compare():
            return _compare(item, scope)
        case plan.OneOf(variable, field, values):
            return _one_of(scope.name(variable), field, values)
        case plan.Overlap():
            return _overlap(item, scope)
        case plan.Quantified(mode, hop, inner):
            return _quantified(mode, hop, inner, scope)
        case plan.EventIs(inner):
            below = at(scope.depth + 1)
            event = f"({below.entity}:Entity {{id: {scope.relation}.event}})"
            return f"EXISTS {{ {Pattern(event, (condition(inner, below),)).text} }}"
        case plan.Within(parameter):
            return f"{scope.entity}.id IN inside_{parameter}"
        case plan.Near():
            return _near(item, scope.entity)
        case plan.Text(parameter):
            return f"{scope.entity}.id IN text_{parameter}"
        case _:
            assert_never(item)


def _joined(items: tuple[plan.Condition, ...], word: str, empty: str, scope: Scope) -> str:
    if not items:
        return empty
    parts = [condition(item, scope) for item in items]
    return parts[0] if len(parts) == 1 else "(" + word.join(parts) + ")"


def _one_of(name: str, field: str, values: tuple[str, ...] | tuple[bool, ...]) -> str:
    if field == "former":
        return f"{name}.former IN [{', '.join('true' if value else 'false' for value in values)}]"
    words = [str(value) for value in values]
    if field == "kind":
        return kinds_test(name, [EntityKind(word) for word in words])
    if field == "type":
        return one_of(f"type({name})", words)
    # IS NOT NULL rather than coalesce(): an index can answer it.
    return f"({name}.`{field}` IS NOT NULL AND {one_of(f'{name}.`{field}`', words)})"


# StringFilter: `=` and `in` are exact, the others compare folded text.
_FOLDED: Final = {
    "name": "{}.folded",
    "publisher": "{}.publisher_folded",
    "role_title": "{}.role_title_folded",
    "country_code": "toLower({}.country_code)",
}
NEVER_NULL: Final = frozenset(
    {"id", "name", "folded", "sort_name", "mention_count", "article_count", "confidence", "report_count", "nid"}
)
_WORDS: Final = {"contains": "CONTAINS", "startsWith": "STARTS WITH", "endsWith": "ENDS WITH", "in": "IN"}


def _compare(item: plan.Compare, scope: Scope) -> str:
    name = scope.name(item.variable)
    field = f"{name}.`{item.field}`"
    match item.operator:
        case "contains" | "startsWith" | "endsWith":
            test = f"{_FOLDED[item.field].format(name)} {_WORDS[item.operator]} ${item.parameter}"
        case "in" if item.field == "id":
            return f"{field} IN ids_{item.parameter}"
        case "in" | "=" | "<" | "<=" | ">" | ">=":
            test = f"{field} {_WORDS.get(item.operator, item.operator)} ${item.parameter}"
        case _:
            assert_never(item.operator)
    return test if item.field in NEVER_NULL else f"({field} IS NOT NULL AND {test})"


def _overlap(item: plan.Overlap, scope: Scope) -> str:
    name = scope.name(item.variable)
    tests = []
    if item.to is not None:
        tests.append(f"{name}.start_min IS NOT NULL AND {name}.start_min <= ${item.to}")
    if item.from_ is not None:
        tests.append(f"{name}.end_max IS NOT NULL AND {name}.end_max >= ${item.from_}")
    if not tests:
        return "true"
    dated = f"({' AND '.join(tests)})"
    if not item.timeless:
        return dated
    undated = f"{name}.start_min IS NULL AND {name}.end_max IS NULL AND {one_of(f'type({name})', TIMELESS)}"
    return f"({dated} OR ({undated}))"


def _near(item: plan.Near, name: str) -> str:
    # Haversine on a sphere of 6371.0088 km (IUGG mean radius). Haversines are compared rather than distances, which
    # needs no arc sine; beyond half the circumference, 20015.1 km, every place is near.
    half = (
        f"haversin(radians({name}.latitude - ${item.latitude})) + cos(radians({name}.latitude)) * "
        f"cos(radians(${item.latitude})) * haversin(radians({name}.longitude - ${item.longitude}))"
    )
    distance = f"${item.kilometers}"
    return (
        f"({name}.latitude IS NOT NULL AND {name}.longitude IS NOT NULL AND {distance} >= 0 AND "
        f"({distance} > 20015.1 OR {half} <= haversin({distance} / 6371.0088)))"
    )


def _quantified(mode: str, hop: plan.Hop, inner: plan.Condition, scope: Scope) -> str:
    if mode == "all":
        return _quantified("none", hop, plan.Not(inner), scope)
    below = at(scope.depth + 1)
    wanted = plan.And((hop.where, inner)) if hop.where != plan.TRUE else inner
    # Of the root's rows only: further in, where one row is asked about, EXISTS takes one step.
    if mode == "some" and scope.depth == 1 and (far := _listed(wanted, hop)) is not None:
        # From the few far ends to the near ones: asking every article whether it names a person took 550 ms, this 2.
        near = replace(scope, entity="x1")
        found = " UNION ALL ".join(
            f"{pattern.text} RETURN x1.id AS x" for pattern in hop_patterns(hop, wanted, near, below, far=far)
        )
        return f"{scope.entity}.id IN COLLECT {{ {found} }}"
    patterns = hop_patterns(hop, wanted, scope, below)
    tests = " OR ".join(f"EXISTS {{ {pattern.text} }}" for pattern in patterns)
    return f"NOT ({tests})" if mode == "none" else f"({tests})"


def _listed(item: plan.Condition, hop: plan.Hop) -> str | None:
    """The label under which an index finds the far ends, if the condition demands ids or names of them."""
    match item:
        case plan.Compare("entity", "id", "in", _):
            return "Entity"
        case plan.Compare("entity", "name", "=" | "in", _):
            rules = [RELATIONS[type_] for type_ in hop.types or ()]
            ends = {
                kind
                for rule in rules
                for kind in (
                    *(rule.targets if hop.direction is not Direction.IN or rule.symmetric else ()),
                    *(rule.sources if hop.direction is not Direction.OUT or rule.symmetric else ()),
                )
            }
            return label(tuple(ends)) if len(ends) == 1 else None
        case plan.And(items):
            return next((found for each in items if (found := _listed(each, hop)) is not None), None)
        case _:
            return None


# --- patterns -----------------------------------------------------------------------------------------------------

_ARROWS: Final = {Direction.OUT: ("-", "->"), Direction.IN: ("<-", "-"), Direction.ANY: ("-", "-")}
_NOT_BACKGROUND: Final = "NOT (type({0}) = 'LOCATED_IN' AND {0}.origin = 'GAZETTEER')"


def hop_patterns(hop: plan.Hop, inner: plan.Condition, outer: Scope, below: Scope, *, far: str = "") -> list[Pattern]:
    """The patterns that together find the hop, each relation in one of them; `far` is a label of the far end."""
    tests = relation_tests(hop.types, hop.statuses, hop.as_of, below.relation, outer.entity)
    if hop.kinds is not None:
        tests.append(kinds_test(below.entity, hop.kinds))
    tests.append(condition(inner, below))
    patterns = []
    for types, label, direction in steps(hop.types, hop.direction):
        left, right = _ARROWS[direction]
        match = (
            f"({outer.entity}{label}){left}[{below.relation}:{types}]{right}({below.entity}{f':{far}' if far else ''})"
        )
        patterns.append(Pattern(match, tuple(tests)))
    return patterns or [Pattern(f"({outer.entity})-[{below.relation}:{ALL_TYPES}]-({below.entity})", ("false",))]


def steps(types: tuple[RelationType, ...] | None, direction: Direction) -> list[tuple[str, str, Direction]]:
    """Disjoint sets of types, the label that the near end must have for each, and the way to look.

    Symmetric types are followed both ways. Of the default types MENTIONS stand apart, so that a person's thousands
    of them are not read to be left out.
    """
    given = DEFAULT_TYPES if types is None else types
    found = [(given, "", direction)]
    if direction is not Direction.ANY:
        found = [
            (tuple(type_ for type_ in given if type_ not in SYMMETRIC), "", direction),
            (tuple(type_ for type_ in given if type_ in SYMMETRIC), "", Direction.ANY),
        ]
    if types is None:
        found.append(((RelationType.MENTIONS,), ":Article", direction))
    return [("|".join(names), label, way) for names, label, way in found if names]


DEFAULT_TYPES: Final = tuple(type_ for type_ in RelationType if type_ is not RelationType.MENTIONS)


def relation_tests(
    types: tuple[RelationType, ...] | None,
    statuses: tuple[EventStatus, ...] | None,
    as_of: str | None,
    relation: str,
    owner: str | None,
) -> list[str]:
    """What the relation must be beside its type, which the pattern says; of an Article (`owner`) nothing is hidden."""
    tests = []
    if types is None:
        default = _NOT_BACKGROUND.format(relation)
        tests.append(f"({owner}:Article OR {default})" if owner else default)
    if statuses is not None:
        tests.append(one_of(f"{relation}.status", statuses))
    if as_of is not None:
        tests.append(stated_by(relation, as_of))
    return tests


def stated_by(relation: str, as_of: str) -> str:
    """The relation is background, or an article published by the day states it (or, of MENTIONS, is it)."""
    published = f"v.published_max <= ${as_of}"
    return (
        f"({relation}.origin IN {in_list(BACKGROUND)} OR "
        f"EXISTS {{ MATCH (v:Evidence {{relation: {relation}.id}}) WHERE {published} }} OR "
        f"(type({relation}) = 'MENTIONS' AND coalesce(startNode({relation}).end_max <= ${as_of}, false)))"
    )


def reach(item: plan.Reach, outer: Scope, below: Scope) -> str:
    """Clauses that find the entities of the walk from the outer entity, each once."""
    near, far = outer.entity, below.entity
    if item.walk == "named_by":
        return f"MATCH ({near})-[:MENTIONS]->({far}) WITH DISTINCT {far}"
    period = plan.Overlap("relation", item.from_, item.to)

    def tests(name: str, *types: RelationType, held: bool) -> tuple[str, ...]:
        parts = relation_tests(types, (EventStatus.HELD,) if held else None, item.as_of, name, None)
        return (*parts, condition(period, Scope(relation=name)))

    # The places come first and once each: there are many ways down to one.
    here = f"MATCH ({near})<-[:LOCATED_IN*0.. {{status: 'HELD'}}]-(h) WITH DISTINCT h " if item.within else ""
    place = "h" if item.within else near
    if item.walk == "events_here":
        held_here = Pattern(f"({place})<-[a:HELD_AT]-({far})", tests("a", RelationType.HELD_AT, held=False))
        return f"{here}{held_here.text} WITH DISTINCT {far}"
    took_part = Pattern(
        f"({place})<-[a:HELD_AT]-(b)<-[p:PARTICIPATED_IN]-({far})",
        (*tests("a", RelationType.HELD_AT, held=True), *tests("p", RelationType.PARTICIPATED_IN, held=True)),
    )
    visited = Pattern(f"({place})<-[p:VISITED]-({far})", tests("p", RelationType.VISITED, held=True))
    walks = " UNION ".join(f"{here}{walk.text} RETURN DISTINCT {far}" for walk in (took_part, visited))
    return call(walks, outer.depth)
