"""The engine: GraphQL text in, the JSON of the response out.

Parse and validate once a text, plan and compile once a shape (text, operation, what of the variables decides the plan),
then bind and run: one statement for each root field, its JSON spliced into the answer unread. Introspection and
mutations are graphql-core's own execution.
"""

import logging
import time
import uuid
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
from graphql.execution.values import VariableValues, get_argument_values

from graph.cost import cost, is_point
from graph.decisions import decide
from graph.errors import InputError, LiaisonError, NotAvailable, QueryTooCostly
from graph.ontology import Judgement
from graph.plan import Statement
from graph.procedures import PROCEDURES
from graph.search import nearest_names
from graph.stores.protocol import Statistics, Store, Value
from schema.arguments import shape
from schema.documents import chosen_operation, fragments, too_deep, with_selections
from schema.planner import plan_operation
from schema.roots import ROWS, RootPlan
from schema.sdl import graphql_schema, sdl
from schema.selection import Request

__all__ = ["Engine", "Limits", "Prepared", "Result", "sdl"]

log = logging.getLogger(__name__)

Json: TypeAlias = dict[str, Any]
Loader: TypeAlias = Callable[[list[Json]], Json]
"""Loads `ArticleInput`s and answers a `LoadReport`, both in the schema's names."""

_TEXTS: Final = 1000
_PRICED_SECONDS: Final = 1.0
_PLANS: Final = 2000


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_page`: the largest `first`; `max_cost`: rows a query may touch; `seconds`: a statement's time limit."""

    max_page: int = 1000
    max_cost: float = 5_000_000
    max_depth: int = 15
    seconds: float | None = 10.0


@dataclass(frozen=True, slots=True)
class Result:
    """A response. `data` is JSON text, None where there is no `data` entry (the request itself was refused)."""

    data: bytes | None
    errors: tuple[GraphQLError, ...] = ()
    extensions: Json | None = None

    @property
    def has_data(self) -> bool:
        return self.data is not None

    def json(self) -> bytes:
        parts = []
        if self.errors:
            parts.append(b'"errors":' + orjson.dumps([error.formatted for error in self.errors]))
        if self.data is not None:
            parts.append(b'"data":' + self.data)
        if self.extensions:
            parts.append(b'"extensions":' + orjson.dumps(self.extensions))
        return b"{" + b",".join(parts) + b"}"


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A root with its statements; `events` is the one that finds a timeline's events."""

    root: RootPlan
    statement: Statement | None
    events: Statement | None
    non_null: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that is ready to run, or refused. `inline`: so cheap that a thread hop would cost more."""

    run: Callable[[], Result]
    inline: bool = False
    operation: OperationType | None = None


class Engine:
    """Answers GraphQL over one store. Thread-safe."""

    def __init__(self, store: Store, *, limits: Limits | None = None, loader: Loader | None = None) -> None:
        self.store = store
        self.limits = limits or Limits()
        self._loader = loader
        self._schema = graphql_schema()
        self._parsed = lru_cache(maxsize=_TEXTS)(self._parse)
        self._plans: dict[Hashable, tuple[_Compiled, ...]] = {}
        self._statistics: tuple[float, Statistics] | None = None

    def execute(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        *,
        allow_mutations: bool = True,
    ) -> Result:
        allowed = ("query", "mutation") if allow_mutations else ("query",)
        return self.prepare(text, variables, operation_name, allowed=allowed).run()

    def prepare(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        *,
        allowed: Sequence[str] = ("query", "mutation"),
    ) -> Prepared:
        """Everything short of asking the store; a refused request is prepared too, and answers its errors."""
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
            if operation.operation is not OperationType.QUERY:
                return Prepared(lambda: self._mutate(document, operation, coerced), operation=operation.operation)
            compiled = self._compiled(text, operation, request)
        except GraphQLError as error:
            refused = error
            return Prepared(lambda: Result(None, (refused,)), inline=True)
        inline = all(c.root.root is None or (c.root.call is None and is_point(c.root.root)) for c in compiled)
        return Prepared(lambda: self._query(document, operation, request, compiled), inline, operation.operation)

    # --- once a text, once a shape

    def _parse(self, text: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
        try:
            document = parse(text, max_tokens=20_000)
        except GraphQLError as error:
            return None, (error,)
        errors = tuple(validate(self._schema, document))
        if not errors:
            errors = tuple(too_deep(document, self.limits.max_depth))
        return document, errors

    def _compiled(self, text: str, operation: OperationDefinitionNode, request: Request) -> tuple[_Compiled, ...]:
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

    def _compile(self, root: RootPlan) -> _Compiled:
        query = self._schema.query_type
        assert query is not None
        definition = query.fields.get(root.name)
        events = root.call.events if root.call else None
        return _Compiled(
            root,
            None if root.root is None else self.store.compile(root.root),
            None if events is None else self.store.compile(events),
            definition is None or isinstance(definition.type, GraphQLNonNull),
        )

    # --- every request

    def _query(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        request: Request,
        compiled: tuple[_Compiled, ...],
    ) -> Result:
        errors: list[GraphQLError] = []
        hints: list[Json] = []
        parts = [orjson.dumps(key) + b":" + value for key, value in self._meta(document, operation, request)]
        null = False
        for each in compiled:
            try:
                answer = self._answer(each, request, hints)
            except Exception as error:
                errors.append(_located(error, each.root))
                null = null or each.non_null
                answer = "null"
            parts.append(orjson.dumps(each.root.key) + b":" + answer.encode())
        data = b"null" if null else b"{" + b",".join(parts) + b"}"
        return Result(data, tuple(errors), {"hints": hints} if hints else None)

    def _answer(self, each: _Compiled, request: Request, hints: list[Json]) -> str:
        root = each.root
        if root.name == "__typename":
            return '"Query"'
        if root.root is None or each.statement is None:
            return "null"
        values = root.binder.values(request.variables)
        if root.call is not None:
            values[ROWS] = rows = self._rows(each, values, request)
            root.call.page(rows, values)
        touched = cost(root.root, values, self._counted())
        if touched > self.limits.max_cost:
            raise QueryTooCostly(
                f"{root.key} may touch {touched:,.0f} rows, over the limit of {self.limits.max_cost:,.0f}; "
                "ask for smaller pages, filter by id, or leave out totalCount"
            )
        answer = self.store.run(each.statement, values, seconds=self.limits.seconds)
        if root.lookup:
            hints.extend(self._hints(root, answer.json, answer.others, values))
        return answer.json[1:-1] if root.single else answer.json

    def _counted(self) -> Statistics:
        """What a query is priced by: at most a second old, as asking costs Neo4j as much as a small query."""
        now = time.monotonic()
        if self._statistics is None or now - self._statistics[0] > _PRICED_SECONDS:
            self._statistics = now, self.store.statistics()
        return self._statistics[1]

    def _rows(self, each: _Compiled, values: Mapping[str, Value], request: Request) -> list[Json]:
        """The procedure's rows; a timeline's events are found by a compiled statement of their own."""
        call = each.root.call
        assert call is not None
        arguments = get_argument_values(call.definition, call.node, request.coerced)
        if each.events is not None:
            events = self.store.run(each.events, values, seconds=self.limits.seconds)
            arguments = {**arguments, "events": orjson.loads(events.json)}
        return list(PROCEDURES[call.procedure](self.store, arguments))

    def _hints(self, root: RootPlan, json: str, others: tuple[str, ...], values: Mapping[str, Value]) -> Iterator[Json]:
        """Why a lookup by name is empty, or which others bear the name."""
        lookup = getattr(root.root, "source", None)
        name = str(values[lookup.name]) if lookup is not None and lookup.name is not None else ""
        if json == "null":
            nearest = nearest_names(self.store, name, root.lookup)
            yield {
                "path": [root.key],
                "message": f"no {_one_of(root)} is named {name!r}",
                "nearest": [{"id": match.id, "name": match.name} for match in nearest],
            }
        elif len(others) > 1:
            yield {
                "path": [root.key],
                "message": f"{name!r} fits several; the most mentioned one is answered, ask the others by id",
                "others": list(others[1:]),
            }

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

    def _mutate(self, document: DocumentNode, operation: OperationDefinitionNode, coerced: VariableValues) -> Result:
        if operation.operation is OperationType.SUBSCRIPTION:
            return Result(None, (_located(NotAvailable("subscriptions are not available yet; poll `stats.revision`")),))
        root = {"loadArticles": self._load, "forgetArticle": self._forget, "decide": self._decide}
        result = self._ordinary(document, operation, coerced, None, root)
        return Result(orjson.dumps(result.data), tuple(_masked(error) for error in result.errors or ()))

    def _load(self, _: object, articles: list[Json]) -> Json:
        if self._loader is None:
            raise NotAvailable("loading is not enabled here; run `liaison load`")
        return self._loader(articles)

    def _forget(self, _: object, **arguments: str) -> bool:
        return bool(self.store.forget([arguments["id"]]))

    def _decide(self, _: object, a: str, b: str, judgement: str, note: str | None = None) -> Json:
        # There is no log-in, so the API cannot tell who decides.
        made = decide(self.store, a, b, Judgement(judgement), by="api", note=note)
        return {name: getattr(made, name) for name in ("id", "a", "b", "judgement", "by", "at", "note")}


def _one_of(root: RootPlan) -> str:
    return root.lookup[0].label.lower() if len(root.lookup) == 1 else "entity"


def _masked(error: GraphQLError) -> GraphQLError:
    """An error of graphql-core's execution with what a resolver raised shown as `_located` would."""
    if error.original_error is None:
        return error
    shown = _located(error.original_error)
    return GraphQLError(shown.message, nodes=error.nodes, path=error.path, extensions=shown.extensions)


def _located(error: Exception, root: RootPlan | None = None) -> GraphQLError:
    """The error as the client sees it: ours with its code, any other masked, with the id it is logged under."""
    path = [root.key] if root else None
    if isinstance(error, GraphQLError):
        return error
    if isinstance(error, LiaisonError):
        if not isinstance(error, InputError):
            log.warning("%s: %s", error.code, error)
        return GraphQLError(str(error), path=path, extensions={"code": error.code})
    reference = uuid.uuid4().hex[:12]
    log.error("internal error %s", reference, exc_info=error)
    return GraphQLError(
        f"internal error; it is logged as {reference}",
        path=path,
        extensions={"code": LiaisonError.code, "id": reference},
    )
