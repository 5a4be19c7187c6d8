"""One query over a store: price, run and answer each root field, then say why what is empty is empty.

The roots are compiled (`schema.execution`); here the values of one request meet them.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import orjson
from graphql import GraphQLError
from graphql.execution.values import get_argument_values

from graph import plan
from graph.cost import cost
from graph.errors import LiaisonError, QueryTooCostly
from graph.plan import Statement
from graph.procedures import PROCEDURES, expected
from graph.stores.protocol import Answer, Statistics, Store, Value
from schema.answers import Json, Result, located
from schema.hints import Ask, NoAnswer, Question, empty_lists, nearest, one_of, unknown_ids, why_empty
from schema.roots import ROWS, RootPlan
from schema.selection import Request

PROBE_SECONDS: Final = 0.25
HINT_SECONDS: Final = 1.0
"""Limits of one statement of a hint, and of all of them."""
_SHORT: Final = 20_000
"""Characters over which an answer is not searched for empty lists."""


class CostMode(StrEnum):
    """Tell the price beside the answer, or instead of it."""

    REPORT = "report"
    VALIDATE = "validate"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A root with its statements; `events` is the one that finds a timeline's events. `inline`: it is cheap."""

    root: RootPlan
    statement: Statement | None
    events: Statement | None
    non_null: bool
    inline: bool


def is_subgraph(compiled: Sequence[Compiled]) -> bool:
    """Whether the one root field gives nodes and edges."""
    calls = [each.root.call for each in compiled]
    return len(calls) == 1 and calls[0] is not None and calls[0].procedure in ("neighborhood", "paths")


@dataclass
class Running:
    """The run of one query. `ask` answers a hint's question within so many seconds."""

    store: Store
    request: Request
    statistics: Callable[[], Statistics]
    ask: Callable[[str, Json, float], Result]
    max_cost: float
    seconds: float | None
    hinting: bool = True
    mode: CostMode | None = None
    hints: list[Json] = field(default_factory=list)
    costs: list[Json] = field(default_factory=list)
    unexplained: list[Callable[[Ask], list[Json]]] = field(default_factory=list)

    def result(self, compiled: Sequence[Compiled], parts: list[bytes]) -> Result:
        """The response; `parts` are the members of `data` that are there already."""
        errors: list[GraphQLError] = []
        null = False
        for each in compiled:
            try:
                answer = self._answer(each)
            except Exception as error:
                errors.append(located(error, each.root.key))
                null = null or each.non_null
                answer = "null"
            parts.append(orjson.dumps(each.root.key) + b":" + answer.encode())
        data = b"null" if null or self.mode is CostMode.VALIDATE else b"{" + b",".join(parts) + b"}"
        explain = self._explained if self.unexplained else None
        return Result(data, tuple(errors), self._extensions(), explain)

    def _extensions(self) -> Json | None:
        found: Json = {"hints": self.hints} if self.hints else {}
        if self.mode is not None:
            rows = sum(each["rows"] for each in self.costs)
            found["cost"] = {"rows": rows, "limit": int(self.max_cost), "roots": self.costs}
        return found or None

    # --- a root field

    def _answer(self, each: Compiled) -> str:
        root = each.root
        if root.name == "__typename":
            return '"Query"'
        if root.root is None or each.statement is None:
            return "null"
        values = root.binder.values(self.request.variables)
        if root.call is not None:
            values[ROWS] = rows = self.rows(each, values)
            root.call.page(rows, values)
        self._price(root, values)
        if self.mode is CostMode.VALIDATE:
            return "null"
        answer = self.store.run(each.statement, values, seconds=self.seconds)
        if self.hinting:
            self._look(root, answer, values)
        return answer.json[1:-1] if root.single else answer.json

    def _price(self, root: RootPlan, values: Mapping[str, Value]) -> None:
        assert root.root is not None
        touched = cost(root.root, values, self.statistics())
        if self.mode is not None:
            self.costs.append({"path": [root.key], "rows": round(touched)})
        if touched > self.max_cost:
            raise QueryTooCostly(
                f"{root.key} may touch {touched:,.0f} rows, over the limit of {self.max_cost:,.0f}; "
                "ask for smaller pages, filter by id, or leave out totalCount"
            )

    def rows(self, each: Compiled, values: Mapping[str, Value]) -> list[Json]:
        """The procedure's rows; a timeline's events are found by a compiled statement of their own."""
        call = each.root.call
        assert call is not None
        arguments = get_argument_values(call.definition, call.node, self.request.coerced)
        if self.mode is CostMode.VALIDATE:
            return expected(call.procedure, arguments)
        if each.events is not None:
            events = self.store.run(each.events, values, seconds=self.seconds)
            arguments = {**arguments, "events": orjson.loads(events.json)}
        return list(PROCEDURES[call.procedure](self.store, arguments))

    # --- hints

    def _look(self, root: RootPlan, answer: Answer, values: Mapping[str, Value]) -> None:
        """Notes what is empty, for a reason to be found later, and what a name was ambiguous between."""
        if isinstance(root.root, plan.One):
            name = _looked_up(root, values, "name")
            if answer.json == "null":
                self.unexplained.append(lambda _: list(self._unknown(root, name, values)))
                return
            if root.lookup and len(answer.others) > 1:
                message = f"{name!r} fits several; the most mentioned one is answered, ask the others by id"
                self.hints.append({"path": [root.key], "message": message, "others": list(answer.others[1:])})
        # An empty list, and a count of none, leave these traces; most answers need no second look.
        if len(answer.json) < _SHORT and ("[]" in answer.json or ":0" in answer.json):
            for question in empty_lists(root, self.request, orjson.loads(answer.json)):
                self.unexplained.append(_why(question, self.store))

    def _unknown(self, root: RootPlan, name: str | None, values: Mapping[str, Value]) -> Iterator[Json]:
        """Why a lookup found nothing."""
        id_ = _looked_up(root, values, "id")
        if id_ is not None:
            yield from ({"path": [root.key], **hint} for hint in unknown_ids(self.store, "id", [id_]))
        elif name is not None:
            message = f"no {one_of(root.lookup)} is named {name!r}"
            yield {"path": [root.key], "message": message, "nearest": nearest(self.store, name, root.lookup)}

    def _explained(self) -> Json | None:
        """The extensions with the reasons, under one time limit; what cannot be found in time is left out."""
        deadline = time.monotonic() + HINT_SECONDS

        def ask(text: str, variables: Json) -> Json:
            left = min(PROBE_SECONDS, deadline - time.monotonic())
            result = self.ask(text, variables, left) if left > 0 else Result(None)
            if result.errors or result.data is None:
                raise NoAnswer
            return orjson.loads(result.data)  # type: ignore[no-any-return]

        for explain in self.unexplained:
            try:
                self.hints.extend(explain(ask))
            except LiaisonError:
                continue  # a hint that fails is no reason for the answer to
        return self._extensions()


def _why(question: Question, store: Store) -> Callable[[Ask], list[Json]]:
    return lambda ask: why_empty(question, store, ask)


def _looked_up(root: RootPlan, values: Mapping[str, Value], by: str) -> Any:
    source = getattr(root.root, "source", None)
    parameter = getattr(source, by, None)
    return None if parameter is None else values[parameter]
