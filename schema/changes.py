"""The subscription `changes`: the log of the store (`graph.changes`), filled in as the client selects.

A batch of changes takes one statement for each of `relation`, `entity` and `article` that is selected.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from graphql import OperationDefinitionNode
from graphql.execution.values import get_argument_values

from graph.changes import Change, ChangeKind, parse_position
from graph.errors import BadArgument
from graph.plan import Statement
from graph.procedures import MAX_SEEDS
from graph.stores.protocol import Store, Value
from schema.pages import Pager
from schema.planner import Planner
from schema.roots import ROWS
from schema.selection import Request

REVISIONS: Final = 100
"""Revisions that are read at a time."""
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Field:
    """A response key of a Change; the statement that fills in its objects, if it has any."""

    key: str
    name: str
    statement: Statement | None


class Follower:
    """Follows the graph for one subscription. Not thread-safe: one batch after the other."""

    def __init__(
        self,
        store: Store,
        request: Request,
        operation: OperationDefinitionNode,
        *,
        max_page: int,
        seconds: float | None,
        since: str | None = None,
    ) -> None:
        """`since` goes before the argument: a client that comes again. Raises InputError for what does not fit."""
        self._store = store
        self._seconds = seconds
        root = request.schema.subscription_type
        assert root is not None
        ((self.key, nodes),) = request.fields(root, [operation.selection_set]).items()
        planner = Planner(request, Pager(max_page))
        arguments = get_argument_values(root.fields["changes"], nodes[0], request.coerced)
        of = arguments.get("of")
        if of is not None and len(of) > MAX_SEEDS:
            raise BadArgument(f"of: {len(of)} ids are over the limit of {MAX_SEEDS:,}; follow fewer")
        self._of = None if of is None else {*of, *store.existing(of).values()}
        current = store.revision()
        since = since or arguments.get("since")
        self._revision, self._index = (current + 1, -1) if since is None else parse_position(since, current)
        self._fields = [
            Field(key, name, None if filled is None else store.compile(filled))
            for key, (name, filled) in planner.change(nodes).items()
        ]
        self._values = planner.binder.values(request.variables)

    def read(self, revision: int) -> Iterator[tuple[str, bytes]]:
        """Each change up to the store's `revision`, with which it is done: its position, and the response as JSON."""
        while self._revision <= revision:
            found = self._store.changes(self._revision, limit=REVISIONS)
            found = [change for change in found if change.revision <= revision]
            wanted = [change for change in found if self._is_wanted(change)]
            for start in range(0, len(wanted), _BATCH):
                yield from self._filled(wanted[start : start + _BATCH])
            revisions = {change.revision for change in found}
            self._revision = max(revisions) + 1 if len(revisions) == REVISIONS else revision + 1
            self._index = -1

    def _is_wanted(self, change: Change) -> bool:
        if (change.revision, change.index) <= (self._revision, self._index):
            return False
        return self._of is None or change.id is None or not self._of.isdisjoint((change.id, *change.ends))

    def _filled(self, changes: Sequence[Change]) -> Iterator[tuple[str, bytes]]:
        ids = [change.id or "" for change in changes]
        columns = {field.key: self._objects(field, changes, ids) for field in self._fields}
        for number, change in enumerate(changes):
            row = {key: column[number] for key, column in columns.items()}
            yield change.position, orjson.dumps({"data": {self.key: row}})

    def _objects(self, field: Field, changes: Sequence[Change], ids: Sequence[str]) -> Sequence[Any]:
        if field.statement is None:
            plain: dict[str, list[Any]] = {
                "position": [change.position for change in changes],
                "kind": [change.kind for change in changes],
                "id": [change.id for change in changes],
                "__typename": ["Change"] * len(changes),
            }
            return plain[field.name]
        asked = [id_ if _is_of(field.name, change) else "" for id_, change in zip(ids, changes, strict=True)]
        values: dict[str, Value] = {**self._values, ROWS: asked}
        objects: list[Any] = orjson.loads(self._store.run(field.statement, values, seconds=self._seconds).json)
        return objects


def _is_of(name: str, change: Change) -> bool:
    """Whether the field shows such a change: a relation has ends, an article its own prefix; what is gone is null."""
    if change.id is None or change.kind is ChangeKind.REMOVED:
        return False
    what = "relation" if change.ends else "article" if change.id.startswith("article:") else "entity"
    return what == name
