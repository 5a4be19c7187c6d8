"""Parsed documents: the operation that is meant, its fragments, its depth."""

from collections.abc import Iterator, Sequence

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
)

from graph.errors import QueryTooDeep


def chosen_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name is not None:
        operations = [node for node in operations if node.name and node.name.value == name]
        if not operations:
            raise GraphQLError(f"operationName: the document has no operation {name!r}")
    if len(operations) != 1:
        raise GraphQLError(f"the document has {len(operations)} operations; name one in operationName")
    return operations[0]


def fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}


def with_selections(operation: OperationDefinitionNode, nodes: Sequence[FieldNode]) -> OperationDefinitionNode:
    return OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=operation.directives,
        selection_set=SelectionSetNode(selections=tuple(nodes)),
    )


def too_deep(document: DocumentNode, limit: int) -> Iterator[GraphQLError]:
    """An error for each operation that nests fields beyond the limit; introspection is bounded by its schema."""
    named = fragments(document)

    def depth(selections: SelectionSetNode | None) -> int:
        deepest = 0
        for node in selections.selections if selections else ():
            inner: SelectionSetNode | None = getattr(node, "selection_set", None)
            if isinstance(node, FieldNode):
                if node.name.value not in ("__schema", "__type"):
                    deepest = max(deepest, 1 + depth(inner))
            elif inner is None:
                deepest = max(deepest, depth(named[node.name.value].selection_set))  # type: ignore[attr-defined]
            else:
                deepest = max(deepest, depth(inner))
        return deepest

    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode) and (found := depth(node.selection_set)) > limit:
            error = QueryTooDeep(f"the selection is {found} fields deep, over the limit of {limit}; ask in two queries")
            yield GraphQLError(str(error), nodes=node, extensions={"code": error.code})
