"""Arguments as the planner sees them: their shape now, their values when the plan runs.

What changes the plan (structure, enums, booleans, null) is read at once; every other scalar becomes a `Leaf`, which
`Binder` turns into a named parameter. `shape` is the part of the variables that the plan depends on.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    value_from_ast,
)

Variables: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Leaf:
    """A scalar or list of scalars: a literal node, or a path into a variable."""

    node: ValueNode | None
    type: GraphQLInputType
    path: tuple[str | int, ...] = ()

    def value(self, variables: Variables) -> Any:
        if self.node is not None:
            return value_from_ast(self.node, self.type, dict(variables))
        found: Any = variables
        for step in self.path:
            found = found[step]
        return found


Argument: TypeAlias = "bool | str | Leaf | list[Argument] | dict[str, Argument] | None"
"""An enum value is a str, an input object a dict of the keys that were given."""


def read_arguments(definition: GraphQLField, node: FieldNode, variables: Variables) -> dict[str, Argument]:
    """The field's arguments with defaults; absent and null ones are None."""
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    return {name: _given(argument, given.get(name), variables) for name, argument in definition.args.items()}


def _given(argument: GraphQLArgument, node: ValueNode | None, variables: Variables) -> Argument:
    if isinstance(node, VariableNode) and node.name.value not in variables:
        node = None
    if node is None:
        node = argument.ast_node.default_value if argument.ast_node else None
    return None if node is None else _read(node, argument.type, variables)


def _read(node: ValueNode, type_: GraphQLInputType, variables: Variables) -> Argument:
    if isinstance(node, VariableNode):
        name = node.name.value
        return _from_value(variables.get(name), type_, (name,))
    if isinstance(node, NullValueNode):
        return None
    named = get_named_type(type_)
    if isinstance(named, GraphQLInputObjectType):
        if isinstance(node, ObjectValueNode):
            given = {
                item.name.value: item.value
                for item in node.fields
                if not (isinstance(item.value, VariableNode) and item.value.name.value not in variables)
            }
            return {name: _read(value, named.fields[name].type, variables) for name, value in given.items()}
        if isinstance(node, ListValueNode):
            return [_read(item, _item(type_), variables) for item in node.values]
    if _decides(named):
        return _plain(value_from_ast(node, type_, dict(variables)))
    return Leaf(node, type_)


def _from_value(value: Any, type_: GraphQLInputType, path: tuple[str | int, ...]) -> Argument:
    named = get_named_type(type_)
    if value is None:
        return None
    if isinstance(named, GraphQLInputObjectType):
        if isinstance(value, list):
            return [_from_value(item, _item(type_), (*path, index)) for index, item in enumerate(value)]
        return {key: _from_value(item, named.fields[key].type, (*path, key)) for key, item in value.items()}
    if _decides(named):
        return _plain(value)
    return Leaf(None, type_, path)


def _item(type_: GraphQLInputType) -> GraphQLInputType:
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    return inner.of_type if isinstance(inner, GraphQLList) else inner


def _decides(named: object) -> bool:
    return isinstance(named, GraphQLEnumType) or named is GraphQLBoolean


def _plain(value: Any) -> Argument:
    return [_plain(item) for item in value] if isinstance(value, list) else value


def shape(value: Any, type_: GraphQLInputType) -> Hashable:
    """What of a coerced variable decides the plan: everything but the values of scalars."""
    if value is None:
        return None
    named = get_named_type(type_)
    if isinstance(named, GraphQLInputObjectType):
        if isinstance(value, list):
            return tuple(shape(item, _item(type_)) for item in value)
        return tuple((key, shape(item, named.fields[key].type)) for key, item in value.items())
    if _decides(named):
        return tuple(value) if isinstance(value, list) else value
    return "scalar"


Convert: TypeAlias = Callable[[Any], Any]


@dataclass
class Binder:
    """Gives leaves their parameter names; `values` computes them for one request."""

    leaves: list[tuple[Leaf, Convert | None]] = field(default_factory=list)

    def bind(self, leaf: Argument, convert: Convert | None = None) -> str:
        assert isinstance(leaf, Leaf)
        self.leaves.append((leaf, convert))
        return f"p{len(self.leaves) - 1}"

    def values(self, variables: Variables) -> dict[str, Any]:
        """Raises InputError from a conversion that refuses its value."""
        values: dict[str, Any] = {}
        for index, (leaf, convert) in enumerate(self.leaves):
            value = leaf.value(variables)
            values[f"p{index}"] = value if convert is None else convert(value)
        return values
