"""The engine: GraphQL text in, the JSON of the response out.

Parse and validate once a text, plan and compile once a shape (text, operation, what of the variables decides the plan),
then bind and run: one statement for each root field, its JSON spliced into the answer unread. Introspection and
mutations are graphql-core's own execution.
"""

import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any, Final, TypeAlias

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLNonNull,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_variable_values,
    parse,
    type_from_ast,
    validate,
)
from graphql.execution.values import VariableValues

from graph.cost import is_point
from graph.decisions import decide
from graph.errors import NeedsStream, NotAvailable, TooManyTokens
from graph.ontology import Judgement
from graph.stores.protocol import Statistics, Store
from schema.answers import Json, Result, located, masked
from schema.arguments import shape
from schema.changes import Follower
from schema.documents import chosen_operation, fragments, with_selections
from schema.limits import TextLimits, check
from schema.planner import plan_operation
from schema.roots import RootPlan
from schema.running import Compiled, CostMode, Running, is_subgraph
from schema.sdl import graphql_schema, sdl
from schema.selection import Request

__all__ = ["CostMode", "Engine", "Limits", "Prepared", "Result", "sdl"]

Loader: TypeAlias = Callable[[list[Json]], Json]
"""Loads `ArticleInput`s and answers a `LoadReport`, both in the schema's names."""

_TEXTS: Final = 1000
_PRICED_SECONDS: Final = 1.0
_PLANS: Final = 2000


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_page`: the largest `first`; `max_cost`: rows a query may touch; `text`: what a query may hold; `seconds`: a
    statement's time limit; `hints`: whether to look for the reason of an empty answer."""

    max_page: int = 1000
    max_cost: float = 5_000_000
    text: TextLimits = field(default_factory=TextLimits)
    seconds: float | None = 10.0
    hints: bool = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that is ready to run, or refused. `inline`: so cheap that a thread hop would cost more."""

    run: Callable[[], Result]
    inline: bool = False
    operation: OperationType | None = None
    follow: Callable[..., Follower] | None = None
    """Starts a subscription; `since` as of a client that comes again."""
    subgraph: Callable[[], tuple[list[str], list[str]]] | None = None
    """Of a query for a Graph or Paths alone: the ids of its nodes and edges."""


class Engine:
    """Answers GraphQL over one store. Thread-safe."""

    def __init__(self, store: Store, *, limits: Limits | None = None, loader: Loader | None = None) -> None:
        self.store = store
        self.limits = limits or Limits()
        self._loader = loader
        self._schema = graphql_schema()
        self._parsed = lru_cache(maxsize=_TEXTS)(self._parse)
        self._plans: dict[Hashable, tuple[Compiled, ...]] = {}
        self._statistics: tuple[float, Statistics] | None = None

    def execute(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        *,
        allow_mutations: bool = True,
        cost: CostMode | None = None,
    ) -> Result:
        allowed = ("query", "mutation") if allow_mutations else ("query",)
        return self.prepare(text, variables, operation_name, allowed=allowed, cost=cost).run().explained()

    def prepare(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        *,
        allowed: Sequence[str] = ("query", "mutation"),
        cost: CostMode | None = None,
        limits: Limits | None = None,
        by: str = "api",
    ) -> Prepared:
        """Everything short of asking the store; a refused request is prepared too, and answers its errors.

        `cost` tells the price beside the answer or instead of it; `limits` are those of this run alone; `by`
        is who asks, as a decision keeps it.
        """
        document, errors = self._parsed(text)
        if document is None or errors:
            return Prepared(lambda: Result(None, errors), inline=True)
        try:
            operation = chosen_operation(document, operation_name)
            if operation.operation.value not in allowed:
                raise GraphQLError(f"a {operation.operation.value} is not allowed here; send it by POST, where enabled")
            coerced = get_variable_values(self._schema, operation.variable_definitions or (), dict(variables or {}))
            if isinstance(coerced, list):
                return Prepared(lambda: Result(None, tuple(coerced)), inline=True)
            request = Request(self._schema, fragments(document), coerced)
            if operation.operation is OperationType.SUBSCRIPTION:
                return self._subscription(request, operation)
            if operation.operation is not OperationType.QUERY:
                return Prepared(lambda: self._mutate(document, operation, coerced, by), operation=operation.operation)
            compiled = self._compiled(text, operation, request)
        except GraphQLError as error:
            refused = error
            return Prepared(lambda: Result(None, (refused,)), inline=True)
        inline = all(each.inline for each in compiled)
        run = partial(self._query, document, operation, request, compiled, cost, limits or self.limits)
        subgraph = partial(self._subgraph, compiled[0], request) if is_subgraph(compiled) else None
        return Prepared(run, inline, operation.operation, subgraph=subgraph)

    def warm(self, texts: Iterable[str]) -> None:
        """Parses, plans and compiles the operations of texts that will be asked, as far as no variable decides."""
        for text in texts:
            document, _ = self._parsed(text)
            for node in document.definitions if document else ():
                if isinstance(node, OperationDefinitionNode):
                    self.prepare(text, operation_name=node.name.value if node.name else None)

    # --- once a text, once a shape

    def _parse(self, text: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
        limits = self.limits.text
        try:
            document = parse(text, max_tokens=limits.tokens)
        except GraphQLError as error:
            if f"more than {limits.tokens} tokens" in error.message:
                told = (
                    f"the query has over {limits.tokens:,} tokens; give values as variables, or ask in several queries"
                )
                error = GraphQLError(told, extensions={"code": TooManyTokens.code})
            return None, (error,)
        errors = tuple(check(document, limits)) or tuple(validate(self._schema, document))
        return document, errors

    def _compiled(self, text: str, operation: OperationDefinitionNode, request: Request) -> tuple[Compiled, ...]:
        shapes = []
        for definition in operation.variable_definitions or ():
            name = definition.variable.name.value
            if name in request.variables:
                type_: Any = type_from_ast(self._schema, definition.type)
                shapes.append((name, shape(request.variables[name], type_)))
        key = (text, operation.name.value if operation.name else None, tuple(shapes))
        compiled = self._plans.get(key)
        if compiled is None:
            planned = plan_operation(request, operation, max_page=self.limits.max_page)
            compiled = tuple(self._compile(root) for root in planned)
            if len(self._plans) >= _PLANS:
                self._plans.pop(next(iter(self._plans)))
            self._plans[key] = compiled
        return compiled

    def _compile(self, root: RootPlan) -> Compiled:
        query = self._schema.query_type
        assert query is not None
        definition = query.fields.get(root.name)
        events = root.call.events if root.call else None
        return Compiled(
            root,
            None if root.root is None else self.store.compile(root.root),
            None if events is None else self.store.compile(events),
            definition is None or isinstance(definition.type, GraphQLNonNull),
            root.root is None or (root.call is None and is_point(root.root)),
        )

    # --- every request

    def _query(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        request: Request,
        compiled: tuple[Compiled, ...],
        mode: CostMode | None,
        limits: Limits,
    ) -> Result:
        running = self._running(request, limits, mode)
        parts = [orjson.dumps(key) + b":" + value for key, value in self._meta(document, operation, request)]
        return running.result(compiled, parts)

    def _running(self, request: Request, limits: Limits, mode: CostMode | None) -> Running:
        return Running(
            self.store, request, self._counted, self._ask, limits.max_cost, limits.seconds, limits.hints, mode
        )

    def _subgraph(self, each: Compiled, request: Request) -> tuple[list[str], list[str]]:
        rows = self._running(request, self.limits, None).rows(each, {})
        return tuple([id_ for row in rows for id_ in row[part]] for part in ("nodes", "edges"))  # type: ignore[return-value]

    def _ask(self, text: str, variables: Json, seconds: float) -> Result:
        """A question that a hint asks: within its own time, and without hints of its own."""
        return self.prepare(text, variables, limits=replace(self.limits, seconds=seconds, hints=False)).run()

    def _counted(self) -> Statistics:
        """What a query is priced by: at most a second old, as asking costs Neo4j as much as a small query."""
        now = time.monotonic()
        if self._statistics is None or now - self._statistics[0] > _PRICED_SECONDS:
            self._statistics = now, self.store.statistics()
        return self._statistics[1]

    def _meta(
        self, document: DocumentNode, operation: OperationDefinitionNode, request: Request
    ) -> Iterator[tuple[str, bytes]]:
        """`__schema` and `__type`, by graphql-core."""
        query = self._schema.query_type
        assert query is not None
        nodes = [
            node
            for found in request.fields(query, [operation.selection_set]).values()
            for node in found
            if node.name.value in ("__schema", "__type")
        ]
        if nodes:
            data = self._ordinary(document, operation, request.coerced, nodes, None).data or {}
            for key, value in data.items():
                yield key, orjson.dumps(value)

    def _ordinary(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        coerced: VariableValues,
        nodes: Sequence[FieldNode] | None,
        root: Any,
    ) -> Any:
        if nodes is not None:
            operation = with_selections(operation, nodes)
        definitions = (operation, *fragments(document).values())
        return execute_sync(
            self._schema, DocumentNode(definitions=definitions), root_value=root, variable_values=dict(coerced.coerced)
        )

    def _mutate(
        self, document: DocumentNode, operation: OperationDefinitionNode, coerced: VariableValues, by: str
    ) -> Result:
        root = {"loadArticles": self._load, "forgetArticle": self._forget, "decide": partial(self._decide, by=by)}
        result = self._ordinary(document, operation, coerced, None, root)
        return Result(orjson.dumps(result.data), tuple(masked(error) for error in result.errors or ()))

    def _subscription(self, request: Request, operation: OperationDefinitionNode) -> Prepared:
        """Not an answer but answers: whoever runs it as one is told where they come."""
        refused = NeedsStream("a subscription is answered as a stream: by WebSocket, or with Accept: text/event-stream")
        follow = partial(
            Follower,
            self.store,
            request,
            operation,
            max_page=self.limits.max_page,
            seconds=self.limits.seconds,
        )
        return Prepared(lambda: Result(None, (located(refused),)), True, operation.operation, follow)

    def _load(self, _: object, articles: list[Json]) -> Json:
        if self._loader is None:
            raise NotAvailable("loading is not enabled here; run `liaison load`")
        return self._loader(articles)

    def _forget(self, _: object, **arguments: str) -> bool:
        return bool(self.store.forget([arguments["id"]]))

    def _decide(self, _: object, a: str, b: str, judgement: str, note: str | None = None, *, by: str) -> Json:
        made = decide(self.store, a, b, Judgement(judgement), by=by, note=note)
        return {name: getattr(made, name) for name in ("id", "a", "b", "judgement", "by", "at", "note")}
