"""Why an answer is empty, for `extensions.hints`: a name or id that is unknown, or the argument that left nothing.

An argument is found by asking the same question again without it. This costs statements, so there are at most PROBES
of them, each under a short time limit, and only for an answer that is empty.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from graphql import GraphQLField, GraphQLInputObjectType, GraphQLObjectType, get_named_type
from graphql.execution.values import get_argument_values

from graph import plan
from graph.ontology import EntityKind, EventStatus
from graph.procedures import MAX_LENGTH
from graph.search import nearest_names
from graph.stores.protocol import Store
from schema.fields import ANY_KIND
from schema.roots import RootPlan
from schema.selection import Request

Json: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[str, Json], Json]
"""Asks a question with its variables. Raises NoAnswer."""
Path: TypeAlias = tuple[str | int, ...]

PROBES: Final = 10
_UNKNOWN: Final = 5
"""Unknown names and ids that are told at most."""
_LEAVES: Final = ("StringFilter", "IntFilter", "DateFilter", "DateRange", "NearFilter")
"""Input types that are left out whole."""
_KEPT: Final = frozenset(
    "first after orderBy direction within interval id name by url ids from to of query metric maxLength".split()
)
"""Arguments without which it would be another question."""
_OPAQUE: Final = ("none", "all", "NOT", "OR")
"""What asks for less when something inside is left out."""


class NoAnswer(Exception):
    """A question for a hint was refused, or there was no time left for it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A field with its coerced arguments, in the schema's names."""

    name: str
    definition: GraphQLField
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """An empty list: the fields that lead to it, and their response keys."""

    keys: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    def without(self, path: Path) -> "Question":
        return self.having(_without(self.last.arguments, path))

    def having(self, arguments: Mapping[str, Any]) -> "Question":
        return replace(self, steps=(*self.steps[:-1], replace(self.last, arguments=arguments)))

    def text(self) -> tuple[str, Json]:
        """The question for one row, and its variables."""
        variables: Json = {}
        declared, opened = [], []
        for step in self.steps:
            given = {**step.arguments, **({"first": 1} if step is self.last and "first" in step.arguments else {})}
            named = []
            for name, value in given.items():
                variable = f"v{len(variables)}"
                variables[variable] = value
                declared.append(f"${variable}: {step.definition.args[name].type}")
                named.append(f"{name}: ${variable}")
            opened.append(step.name + (f"({', '.join(named)})" if named else ""))
        head = f"({', '.join(declared)})" if declared else ""
        leaf = "{ length }" if self.last.name == "paths" else "{ nodes { __typename } }"
        return f"query{head} {{ {' { '.join(opened)} {leaf}{' }' * len(self.steps)}", variables

    def rows(self, ask: Ask) -> list[Any]:
        found: Any = ask(*self.text())
        for step in self.steps:
            found = (found or {}).get(step.name)
        return list(found if isinstance(found, list) else (found or {}).get("nodes", ()))


def empty_lists(root: RootPlan, request: Request, data: Any) -> Iterator[Question]:
    """The lists of a root's answer that came out empty: its own, or those of the one entity that it answers."""
    query = request.schema.query_type
    assert query is not None
    definition = query.fields[root.name]
    step = Step(root.name, definition, get_argument_values(definition, root.nodes[0], request.coerced))
    match root.root:
        case plan.Connection() if _is_empty(root.root, data) and _is_first_page(step):
            yield Question((root.key,), (step,))
        case plan.Many() if _is_nothing(root, data) and step.arguments.get("first") != 0:
            yield Question((root.key,), (step,))
        case plan.One(_, plan.Object(parts)) if data is not None:
            yield from _nested(root, request, step, parts, data)


def _nested(
    root: RootPlan, request: Request, step: Step, parts: tuple[plan.Field, ...], data: Json
) -> Iterator[Question]:
    type_ = get_named_type(step.definition.type)
    if not isinstance(type_, GraphQLObjectType):
        return
    nodes = request.fields(type_, [node.selection_set for node in root.nodes])
    for part in parts:
        if isinstance(part.value, plan.Connection) and _is_empty(part.value, data[part.key]):
            node = nodes[part.key][0]
            definition = type_.fields[node.name.value]
            inner = Step(node.name.value, definition, get_argument_values(definition, node, request.coerced))
            # What was asked without a condition needs no reason.
            if _is_first_page(inner) and any(_clauses((), inner.arguments, _types(definition))):
                yield Question((root.key, part.key), (step, inner))


def _is_nothing(root: RootPlan, rows: list[Json]) -> bool:
    """No path; or a neighbourhood of nothing, as the given entities belong to it."""
    match root.name:
        case "paths":
            return not rows
        case "neighborhood":
            return [] in rows[0].values() and not any(isinstance(part, list) and part for part in rows[0].values())
        case _:
            return False


def _is_empty(connection: plan.Connection, data: Json) -> bool:
    for key, part in connection.fields:
        if isinstance(part, plan.EdgeList | plan.NodeList | plan.TotalCount):
            return not data[key]
    return False


def _is_first_page(step: Step) -> bool:
    return step.arguments.get("after") is None and step.arguments.get("first") != 0


def why_empty(question: Question, store: Store, ask: Ask) -> list[Json]:
    """What to change, the most exact first; nothing if no single change brings a result."""
    unknown = [
        {"path": list(question.keys), **hint}
        for step in question.steps
        for hint in _unknown(store, "", step.arguments, _types(step.definition), ANY_KIND)
    ]
    if unknown:
        return unknown[:_UNKNOWN]
    if question.last.name == "paths":
        return [{"path": list(question.keys), **hint} for hint in _why_no_path(question, ask)]
    return [{"path": list(question.keys), **hint} for hint in _why_no_rows(question, ask)]


def _why_no_path(question: Question, ask: Ask) -> Iterator[Json]:
    limit = question.last.arguments["maxLength"]
    longer = question.having({**question.last.arguments, "maxLength": MAX_LENGTH})
    try:
        found = longer.rows(ask)
    except NoAnswer:
        return
    if found:
        length = found[0]["length"]
        yield {"argument": "maxLength", "message": f"the shortest path has {length} edges, over maxLength {limit}"}
        return
    cuts, complete = _removable(longer, ask)
    for path in cuts:
        yield {"argument": _dotted(path), "message": f"there is a path, but `{_dotted(path)}` cuts it"}
    if complete and not cuts:
        nothing = f"nothing joins the two within {MAX_LENGTH} edges of these types"
        yield _of_other_status(longer, ask) or {"message": nothing}


def _why_no_rows(question: Question, ask: Ask) -> Iterator[Json]:
    removable, complete = _removable(question, ask)
    for path in removable:
        yield {
            "argument": _dotted(path),
            "message": f"`{_dotted(path)}` leaves nothing; without it there are results",
        }
    if complete and not removable:
        asked = any(_clauses((), question.last.arguments, _types(question.last.definition)))
        several = "nothing fits, and leaving out any one argument does not help"
        nothing = {"message": several if asked else "there are none in the graph"}
        yield _of_other_status(question, ask) or nothing


def _of_other_status(question: Question, ask: Ask) -> Json | None:
    """A hint if it is the default status that leaves nothing."""
    arguments = question.last.arguments
    if arguments.get("status") == ["HELD"]:
        with suppress(NoAnswer):
            if question.having({**arguments, "status": list(EventStatus)}).rows(ask):
                return {"argument": "status", "message": "only what is not HELD fits; name other statuses in `status`"}
    return None


def _removable(question: Question, ask: Ask) -> tuple[list[Path], bool]:
    """The arguments without which there are results, the innermost that are; and whether all were tried."""
    found: list[Path] = []
    clauses = sorted(_clauses((), question.last.arguments, _types(question.last.definition)), key=len, reverse=True)
    complete = len(clauses) <= PROBES
    for path in clauses[:PROBES]:
        try:
            if not any(inner[: len(path)] == path for inner in found) and question.without(path).rows(ask):
                found.append(path)
        except NoAnswer:
            complete = False
    return found, complete


def _types(definition: GraphQLField) -> dict[str, Any]:
    return {name: get_named_type(argument.type) for name, argument in definition.args.items()}


def _clauses(path: Path, given: Mapping[str, Any], types: Mapping[str, Any]) -> Iterator[Path]:
    """The paths of all that can be left out, outer ones too."""
    for name, value in given.items():
        here = (*path, name)
        type_ = types[name]
        if value is None or (name == "status" and value == ["HELD"]):
            continue
        if name != "some" and (path or name not in _KEPT):
            yield here
        if isinstance(type_, GraphQLInputObjectType) and type_.name not in _LEAVES and name not in _OPAQUE:
            inner = {key: get_named_type(field.type) for key, field in type_.fields.items()}
            items = enumerate(value) if isinstance(value, list) else ((None, value),)
            for index, item in items:
                yield from _clauses(here if index is None else (*here, index), item, inner)


def _without(given: Any, path: Path) -> Any:
    first, *rest = path
    if isinstance(given, list):
        return [_without(item, tuple(rest)) if index == first else item for index, item in enumerate(given)]
    if not rest:
        return {name: value for name, value in given.items() if name != first}
    return {name: _without(value, tuple(rest)) if name == first else value for name, value in given.items()}


def _dotted(path: Path) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


# --- names and ids that nothing has


def _unknown(
    store: Store, path: str, given: Mapping[str, Any], types: Mapping[str, Any], kinds: tuple[EntityKind, ...]
) -> Iterator[Json]:
    """A hint for each id and each exact name, at any depth, that no entity has."""
    for name, value in given.items():
        here = f"{path}.{name}".lstrip(".")
        if value is None:
            continue
        type_ = types[name]
        if str(type_) == "ID":
            yield from unknown_ids(store, here, value if isinstance(value, list) else [value])
        elif name == "name" and str(type_) == "StringFilter":
            for each in (value.get("eq"), *(value.get("in") or ())):
                if each is not None:
                    yield from _unknown_name(store, here, each, kinds)
        elif isinstance(type_, GraphQLInputObjectType) and name not in _OPAQUE:
            inner = {key: get_named_type(field.type) for key, field in type_.fields.items()}
            of = _kinds_of(type_.name) or kinds
            for item in value if isinstance(value, list) else (value,):
                yield from _unknown(store, here, item, inner, of)


def _kinds_of(type_: str) -> tuple[EntityKind, ...]:
    return tuple(kind for kind in EntityKind if type_.startswith(kind.label) and type_.endswith("Filter"))


def unknown_ids(store: Store, where: str, ids: list[str]) -> Iterator[Json]:
    """A hint for each id that no entity has, with those whose names are like it."""
    known = store.existing(ids)
    for id_ in ids:
        if id_ not in known:
            prefix, _, slug = id_.partition(":")
            kinds = tuple(kind for kind in EntityKind if kind.label.lower() == prefix) or ANY_KIND
            yield {
                "argument": where,
                "message": f"nothing has the id {id_!r}",
                "nearest": nearest(store, slug.replace("-", " "), kinds),
            }


def _unknown_name(store: Store, where: str, name: str, kinds: tuple[EntityKind, ...]) -> Iterator[Json]:
    matches = nearest_names(store, name, kinds)
    if all(match.name != name for match in matches):
        yield {
            "argument": where,
            "message": f"no {one_of(kinds)} is named exactly {name!r}",
            "nearest": [{"id": match.id, "name": match.name} for match in matches],
        }


def nearest(store: Store, name: str, kinds: tuple[EntityKind, ...] | None) -> list[Json]:
    return [{"id": match.id, "name": match.name} for match in nearest_names(store, name, kinds)]


def one_of(kinds: tuple[EntityKind, ...]) -> str:
    return kinds[0].label.lower() if len(kinds) == 1 else "entity"
