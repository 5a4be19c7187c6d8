"""A description for every element of the schema: its own, the interface's, or the row of `descriptions.tsv`."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    is_introspection_type,
    is_specified_scalar_type,
)

Described: TypeAlias = GraphQLNamedType | GraphQLField | GraphQLInputField | GraphQLEnumValue | GraphQLArgument

# The types that come in families need no row each.
_FAMILIES: Final = (
    (re.compile(r"(\w+)Connection"), "A page of {}: its edges, and how to go on (Relay)."),
    (re.compile(r"(\w+)Edge"), "One entry of a page of {}."),
    (re.compile(r"(\w+)Filter"), "What {} must be like; all that is given must hold."),
    (re.compile(r"(\w+)Quantifier"), "How many of the {} must be like this."),
    (re.compile(r"(\w+)Order"), "One key of an order of {}."),
)
_PLURALS: Final = {"Person": "people", "Entity": "entities", "Search": "finds"}


def describe(schema: GraphQLSchema) -> None:
    """Fills in what is missing, in place."""
    told = dict(_rows())
    for names, element in sorted(elements(schema), key=lambda named: len(named[0])):  # interfaces before kinds
        if element.description is None:
            element.description = next(filter(None, map(told.get, names)), None) or _of_family(names[0])
        told.setdefault(names[0], element.description or "")


def elements(schema: GraphQLSchema) -> Iterator[tuple[tuple[str, ...], Described]]:
    """Each element of the schema that is ours, with the names its description may stand under, the most exact first."""
    for type_ in schema.type_map.values():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        yield (type_.name,), type_
        if isinstance(type_, GraphQLEnumType):
            for name, value in type_.values.items():
                yield (f"{type_.name}.{name}",), value
        elif isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            owners = (type_, *getattr(type_, "interfaces", ()))
            for name, field in type_.fields.items():
                yield (*(f"{owner.name}.{name}" for owner in owners), f"*.{name}"), field
                for argument, each in getattr(field, "args", {}).items():
                    yield (f"{type_.name}.{name}({argument})", f"({argument})"), each


def _of_family(name: str) -> str | None:
    for pattern, text in _FAMILIES:
        if found := pattern.fullmatch(name):
            return text.format(_PLURALS.get(found[1], found[1].lower() + "s"))
    return None


@cache
def _rows() -> dict[str, str]:
    lines = files("schema").joinpath("descriptions.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))
