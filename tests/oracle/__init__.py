"""The oracle: ordinary GraphQL execution over a small graph in memory.

It implements `docs/semantics.md` and `schema/schema.graphql` a second time, as resolvers over plain lists, and
shares neither planner nor compilers with what it judges.
Not covered: search, centrality, communities, mutations and subscriptions; `Path.summary` and `Stats.revision`
have no meaning here.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from graphql import (
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    graphql_sync,
    is_interface_type,
    is_object_type,
)

from tests.oracle.records import Entity, Graph, Record, Relation
from tests.oracle.resolvers import RESOLVERS, Resolver, attribute

SCHEMA_FILE: Final = Path(__file__).resolve().parents[2] / "schema" / "schema.graphql"


class Oracle:
    """A graph that answers queries. Records are those of the interchange format (`docs/interchange.md`)."""

    def __init__(
        self,
        nodes: Iterable[Record],
        edges: Iterable[Record],
        mentions: Iterable[Record],
        redirects: Iterable[Record] = (),
    ) -> None:
        self.graph = Graph(nodes, edges, mentions, redirects)

    def execute(
        self, query: str, variables: dict[str, Any] | None = None, operation_name: str | None = None
    ) -> dict[str, Any]:
        """The answer as GraphQL's JSON: `data`, and `errors` where there are some."""
        result = graphql_sync(
            _SCHEMA, query, context_value=self.graph, variable_values=variables, operation_name=operation_name
        )
        return dict(result.formatted)


def _as_graphql(resolver: Resolver) -> Any:
    def resolve(source: Any, info: GraphQLResolveInfo[Graph], **args: Any) -> Any:
        return resolver(info.context, source, args)

    return resolve


def _attribute(source: Any, info: GraphQLResolveInfo[Graph]) -> Any:
    return attribute(source, info.field_name)


def _type_of(value: Entity | Relation, *_: Any) -> str:
    return value.kind.capitalize() if isinstance(value, Entity) else "Relation"


def _executable() -> GraphQLSchema:
    """The schema file with a resolver on every field of its objects."""
    schema = build_schema(SCHEMA_FILE.read_text(encoding="utf-8"))
    for name, type_ in schema.type_map.items():
        if is_interface_type(type_):
            type_.resolve_type = _type_of
        if is_object_type(type_) and not name.startswith("__"):
            table = (RESOLVERS["Entity"] if schema.type_map["Entity"] in type_.interfaces else {}) | RESOLVERS.get(
                name, {}
            )
            for field, definition in type_.fields.items():
                definition.resolve = _as_graphql(table[field]) if field in table else _attribute
    return schema


_SCHEMA: Final = _executable()
