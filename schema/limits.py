"""What a query's text may hold, counted before anything is validated or run: one walk, each fragment walked once.

A fragment that is spread twice counts twice, as it is answered twice: a kilobyte of fragments that double one another
is refused as the million fields that it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    Visitor,
    visit,
)

from graph.errors import InputError, QueryTooDeep, TooManyAliases, TooManyDefinitions, TooManyDirectives, TooManyFields
from schema.documents import fragments

INTROSPECTION: Final = ("__schema", "__type")


@dataclass(frozen=True, slots=True)
class TextLimits:
    """`fields` and `depth` are of an operation with its fragments opened, but introspection; the others of the text."""

    tokens: int = 20_000
    definitions: int = 100
    aliases: int = 500
    directives: int = 200
    fields: int = 2_000
    depth: int = 15


def check(document: DocumentNode, limits: TextLimits) -> Iterator[GraphQLError]:
    """An error for each limit that the document is over, with the limit and the value."""
    counts = _Counts()
    visit(document, counts)
    for error, found, limit, what in (
        (TooManyDefinitions, len(document.definitions), limits.definitions, "operations and fragments"),
        (TooManyAliases, counts.aliases, limits.aliases, "aliases"),
        (TooManyDirectives, counts.directives, limits.directives, "directives"),
    ):
        if found > limit:
            yield _over(error, f"the query has {found:,} {what}, over the limit of {limit:,}; ask in several queries")
    measure = _measure(document)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            fields, depth = measure(node.selection_set)
            if fields > limits.fields:
                text = (
                    f"the query asks for {fields:,} fields, over the limit of {limits.fields:,}; ask in several queries"
                )
                yield _over(TooManyFields, text, node)
            if depth > limits.depth:
                text = f"the selection is {depth} fields deep, over the limit of {limits.depth}; ask in two queries"
                yield _over(QueryTooDeep, text, node)


def _over(error: type[InputError], text: str, node: Node | None = None) -> GraphQLError:
    return GraphQLError(text, nodes=node, extensions={"code": error.code})


class _Counts(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.aliases = 0
        self.directives = 0

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self.aliases += node.alias is not None

    def enter_directive(self, _: DirectiveNode, *__: object) -> bool:
        self.directives += 1
        return False  # nothing inside counts

    def enter_argument(self, _: ArgumentNode, *__: object) -> bool:
        return False


def _measure(document: DocumentNode) -> Callable[[SelectionSetNode | None], tuple[int, int]]:
    """Fields and depth of a selection; a fragment is walked once, one that spreads itself counts as nothing there."""
    named = fragments(document)
    known: dict[str, tuple[int, int]] = {}

    def spread(name: str) -> tuple[int, int]:
        if name not in known:
            known[name] = (0, 0)  # while it is walked: a circle is validation's to tell
            if name in named:
                known[name] = measure(named[name].selection_set)
        return known[name]

    def measure(selections: SelectionSetNode | None) -> tuple[int, int]:
        fields = deepest = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FragmentSpreadNode):
                inner = spread(node.name.value)
            else:
                inner = measure(node.selection_set)  # type: ignore[attr-defined]
                if isinstance(node, FieldNode):
                    inner = (0, 0) if node.name.value in INTROSPECTION else (inner[0] + 1, inner[1] + 1)
            fields += inner[0]
            deepest = max(deepest, inner[1])
        return fields, deepest

    return measure
