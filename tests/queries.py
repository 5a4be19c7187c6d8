"""Hypothesis strategy for valid queries: a walk over the schema's types that writes GraphQL as it goes."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_required_argument,
)
from hypothesis import strategies as st

from graph.names import sort_name
from tests.graphs import CONFIDENCES, COUNTRIES, DATES, NAMES, TITLES, URLS, Records, graphs

SCHEMA: Final[GraphQLSchema] = build_schema(
    (Path(__file__).resolve().parents[1] / "schema" / "schema.graphql").read_text(encoding="utf-8")
)
EXCLUDED: Final = {
    ("Query", "search"): "scored by one function in graph/, which has its own tests",
    ("Query", "centrality"): "computed by networkx",
    ("Query", "communities"): "computed by networkx",
    ("Path", "summary"): "wording",
    ("Stats", "revision"): "counts the store's writes",
}
_DEPTH: Final = 3
"""Entities and relations inside one another."""
_FIELDS: Final = 25
_QUANTIFIERS: Final = 3
_NESTED: Final = ("some", "none", "all", "person", "event", "entity", "of")
"""Keys that go deeper into a filter: asked more often."""
_LOGIC: Final = ("AND", "OR", "NOT")
_INTS: Final = {"first": (0, 3), "depth": (0, 3), "maxLength": (1, 4), "limit": (1, 6)}
_FLOATS: Final = {"latitude": (56.95, 38.7), "longitude": (24.1, -9.1), "kilometers": (1.0, 250.0, 5000.0)}
_STRINGS: Final = {"countryCode": (*COUNTRIES, "l"), "text": ("spoke", "Silina SPOKE", "zoe", "absent")}
_PIECES: Final = ("silina", "Ņ", "stolt", "ŁÓDŹ", "e", "2", "minister", "reuters")
_LIKELY: Final = ("id", "name", "where")
_WALKS: Final = ("person", "people", "event", "events", "place", "places", "organization")
"""Roots from which most fields can be reached: asked more often."""
_RANKED: Final = {"mentions": 1, "entityMentions": 1, "common": 0}
"""Fields whose default order is more than the id: cursors begin with an article's id and an offset, or a count."""


@dataclass(frozen=True)
class Operation:
    text: str
    variables: dict[str, Any]
    name: str | None


@dataclass
class _Writer:
    """Writes one document. Every field with arguments gets an alias of its own, so that no two conflict."""

    draw: st.DrawFn
    ids: list[str]
    fields_left: int = _FIELDS
    count: int = 0
    kind: str = ""
    """What the ids being written are likely to be of: a root field's name, or a filter's."""
    definitions: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    fragments: list[tuple[str, GraphQLNamedType, str]] = field(default_factory=list)

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    def pick(self, values: Any) -> Any:
        return self.draw(st.sampled_from(list(values)))

    def fresh(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    # Selections

    def selection(self, type_: GraphQLNamedType, depth: int) -> str:
        """`{ … }` of an object or interface type, with `depth` more levels of entities below it."""
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        fields = {name: each for name, each in type_.fields.items() if (type_.name, name) not in EXCLUDED}
        composite = [name for name, each in fields.items() if is_composite_type(get_named_type(each.type))]
        leaves = ["__typename", *(name for name in fields if name not in composite)]
        is_node = type_.name in ("Query", "Node") or SCHEMA.type_map["Node"] in type_.interfaces
        go_on = self.fields_left > 0 and (depth > 0 or not is_node)
        least = 0 if depth == 0 or self.chance(4) else 1
        below = (
            self.draw(st.lists(st.sampled_from(composite), min_size=least, max_size=2)) if composite and go_on else []
        )
        chosen = below + self.draw(
            st.lists(st.sampled_from(leaves), min_size=0 if below else 1, max_size=3, unique=True)
        )
        parts = [self.field(name, fields.get(name), depth - is_node) for name in chosen]
        if is_node and type_.name != "Query" and self.fields_left > 0 and self.chance(2):
            parts.append(self.fragment(type_, depth))
        return "{ " + " ".join(parts) + " }"

    def field(self, name: str, definition: GraphQLField | None, depth: int) -> str:
        self.fields_left -= 1
        if definition is None:
            return f"{name}{self.directive()}"
        arguments = self.arguments(name, definition)
        alias = f"{self.fresh('f')}: " if arguments or self.chance(6) else ""
        type_ = get_named_type(definition.type)
        below = " " + self.selection(type_, depth) if is_composite_type(type_) else ""
        return f"{alias}{name}{arguments}{self.directive()}{below}"

    def fragment(self, parent: GraphQLNamedType, depth: int) -> str:
        """An inline fragment, or a spread of a new or an earlier fragment, on a type that the parent may be."""
        possible = _possible(parent)
        fitting = [type_ for type_ in SCHEMA.type_map.values() if _is_node(type_) and _possible(type_) & possible]
        earlier = [name for name, type_, _ in self.fragments if _possible(type_) & possible]
        if earlier and self.chance(3):
            return f"...{self.pick(earlier)}{self.directive()}"
        type_ = self.pick(fitting)
        if self.chance(4):
            body = self.selection(type_, depth)
            name = self.fresh("Part")
            self.fragments.append((name, type_, body))
            return f"...{name}{self.directive()}"
        condition = "" if type_ is parent and self.chance(2) else f" on {type_.name}"
        return f"...{condition}{self.directive()} {self.selection(type_, depth)}"

    def directive(self) -> str:
        if not self.chance(16):
            return ""
        name, value = self.pick(("skip", "include")), self.draw(st.booleans())
        if self.chance(2):
            return f" @{name}(if: {json.dumps(value)})"
        variable = self.fresh("v")
        given = self.draw(st.booleans())
        self.definitions.append(f"${variable}: Boolean!" + ("" if given else f" = {json.dumps(value)}"))
        if given:
            self.values[variable] = value
        return f" @{name}(if: ${variable})"

    # Arguments

    def arguments(self, name: str, definition: GraphQLField) -> str:
        given: list[str] = []
        order: list[dict[str, str]] = []
        pages = "after" in definition.args and self.chance(8)
        for key, argument in definition.args.items():
            one_in = 8 if key in _INTS else 1 if key in _LIKELY and self.chance(2) else 3
            wanted = is_required_argument(argument) or self.chance(one_in)
            if key == "after" or not wanted:
                continue
            self.kind = name
            value = self.value(argument.type, key, quantifiers=_QUANTIFIERS)
            if key == "orderBy":
                order = value
            # A cursor is of one order: nothing may null or omit the `orderBy` it was made for.
            plain = pages and key == "orderBy"
            given.append(
                f"{key}: {literal(argument.type, value) if plain else self.written(argument, value, one_in=4)}"
            )
        if pages:
            given.append(
                f"after: {self.written(definition.args['after'], self.cursor(name, order), one_in=2, keep=True)}"
            )
        return f"({', '.join(given)})" if given else ""

    def cursor(self, name: str, order: list[dict[str, str]]) -> str:
        """A cursor as the field makes them; the row it names need not exist."""
        pairs = [pair for key in order for pair in key.items()]
        keys = [self.cursor_key(key) for key, _ in pairs]
        if not pairs and name in _RANKED:
            keys = [self.pick(self.ids), str(self.draw(st.integers(0, 30)))] if _RANKED[name] else ["2"]
        return "|".join([",".join(f"{key}:{way}" for key, way in pairs), *keys, self.pick(self.ids)])

    def cursor_key(self, key: str) -> str:
        match key:
            case "name" | "title":
                return sort_name(self.pick(NAMES))
            case "mentionCount":
                return str(self.draw(st.integers(0, 3)))
            case "confidence":
                return str(self.pick(CONFIDENCES))
            case _:
                return str(self.pick(("", *DATES)))

    def written(
        self, place: GraphQLArgument | GraphQLInputField, value: Any, *, one_in: int, keep: bool = False
    ) -> str:
        """The value where an argument or input field takes it: as a literal or as a variable.

        Unless it must `keep` its value, a variable may also be null, left to its default, or left out.
        """
        type_ = place.type
        if not self.chance(one_in):
            return literal(type_, value, self)
        variable = self.fresh("v")
        nullable = not isinstance(type_, GraphQLNonNull)
        ways = ["given", "default"]
        if not keep:
            ways += ["null", "default, then null"] if nullable else []
            ways += ["omitted"] if nullable or place.default_value is not Undefined else []
        way = self.pick(ways)
        written_type = get_nullable_type(type_) if way == "omitted" else type_
        default = f" = {literal(type_, value)}" if way.startswith("default") else ""
        self.definitions.append(f"${variable}: {written_type}{default}")
        if way == "given":
            self.values[variable] = value
        elif way.endswith("null"):
            self.values[variable] = None
        return f"${variable}"

    # Values, as JSON

    def value(self, type_: Any, key: str, *, quantifiers: int, logic: int = 2) -> Any:
        type_ = get_nullable_type(type_)
        if isinstance(type_, GraphQLList):
            size = self.pick((2, 3, 1) if key in ("of", "ids") else (1, 2, 1, 3, 0))
            return [self.value(type_.of_type, key, quantifiers=quantifiers, logic=logic) for _ in range(size)]
        if isinstance(type_, GraphQLInputObjectType):
            return self.input_object(type_, quantifiers, logic)
        if isinstance(type_, GraphQLEnumType):
            return self.pick(type_.values)
        match type_.name:
            case "ID":
                fitting = [id_ for id_ in self.ids if id_.split(":")[0] == self.kind.removesuffix("Filter").lower()]
                return self.pick(fitting if fitting and not self.chance(4) else (*self.ids, "person:nobody"))
            case "PartialDate":
                return self.pick(DATES)
            case "URL":
                return self.pick((*URLS, "https://example.org/0"))
            case "Int":
                return self.draw(st.integers(*_INTS.get(key, (0, 3))))
            case "Float":
                return self.pick(_FLOATS.get(key, CONFIDENCES))
            case "Boolean":
                return self.draw(st.booleans())
            case _:
                return self.pick(_STRINGS.get(key, (*NAMES, *TITLES, *_PIECES)))

    def input_object(self, type_: GraphQLInputObjectType, quantifiers: int, logic: int) -> dict[str, Any]:
        fields = dict(type_.fields)
        if type_.name.endswith("Filter"):
            self.kind = type_.name
        if type_.is_one_of:
            key = self.pick(fields)
            return {key: self.value(fields[key].type, key, quantifiers=quantifiers)}
        required = [key for key, each in fields.items() if isinstance(each.type, GraphQLNonNull)]
        allowed = [
            key
            for key, each in fields.items()
            if not (quantifiers == 0 and str(each.type).endswith("Quantifier")) and not (logic == 0 and key in _LOGIC)
        ]
        nested = [key for key in allowed if str(fields[key].type).endswith("Quantifier") or key in _NESTED]
        least = 0 if self.chance(10) else 1
        chosen = required or self.draw(st.lists(st.sampled_from(allowed + 2 * nested), min_size=least, max_size=2))
        made: dict[str, Any] = {}
        for key in dict.fromkeys(chosen):
            below = quantifiers - str(fields[key].type).endswith("Quantifier")
            is_null = key not in required and self.chance(16)
            deeper = logic - (key in _LOGIC)
            made[key] = None if is_null else self.value(fields[key].type, key, quantifiers=below, logic=deeper)
        return made


def literal(type_: Any, value: Any, writer: _Writer | None = None) -> str:
    """The value as GraphQL writes it; with a writer, parts of an input object may become variables."""
    type_ = get_nullable_type(type_)
    if value is None:
        return "null"
    if isinstance(type_, GraphQLList):
        return "[" + ", ".join(literal(type_.of_type, item, writer) for item in value) + "]"
    if isinstance(type_, GraphQLInputObjectType):
        # A oneOf key takes no variable that may be null, so none at all here.
        inside = None if type_.is_one_of else writer
        parts = []
        for key, item in value.items():
            place = type_.fields[key]
            parts.append(f"{key}: {inside.written(place, item, one_in=12) if inside else literal(place.type, item)}")
        return "{" + ", ".join(parts) + "}"
    return str(value) if isinstance(type_, GraphQLEnumType) else json.dumps(value, ensure_ascii=False)


def _is_node(type_: GraphQLNamedType) -> bool:
    return type_.name == "Node" or (
        isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and SCHEMA.type_map["Node"] in type_.interfaces
    )


def _possible(type_: GraphQLNamedType) -> set[str]:
    """The object types that a value of this type may have."""
    if isinstance(type_, GraphQLInterfaceType):
        return {each.name for each in SCHEMA.get_possible_types(type_)}
    return {type_.name}


@st.composite
def operations(draw: st.DrawFn, records: Records) -> Operation:
    """A query about the graph, with its variables; now and then one of two operations, chosen by name."""
    writer = _Writer(draw, [record["id"] for record in (*records.nodes, *records.edges)] or ["person:nobody"])
    query = SCHEMA.query_type
    assert query is not None
    roots = [name for name in query.fields if ("Query", name) not in EXCLUDED]
    chosen = draw(st.lists(st.sampled_from((*roots, *_WALKS)), min_size=1, max_size=2))
    body = " ".join(writer.field(name, query.fields[name], _DEPTH) for name in chosen)
    variables = f"({', '.join(writer.definitions)})" if writer.definitions else ""
    parts = [f"query Asked{variables} {{ {body} }}"]
    parts += [f"fragment {name} on {type_.name} {fragment}" for name, type_, fragment in writer.fragments]
    two = writer.chance(10)
    parts += ["query Other { __typename }"] if two else []
    return Operation("\n".join(parts), writer.values, "Asked" if two else None)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Records, Operation]:
    """A small graph and a query about it."""
    records = draw(graphs())
    return records, draw(operations(records))
