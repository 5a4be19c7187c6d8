"""Ordinary execution, to compare with: graphql-core's executor and resolvers as tutorials write them.

The same schema over the same SQLite file. Each resolver runs its own keyed statement, one for every parent; nothing
is batched or cached. It answers the classes of `bench.queries` that say so, and of their arguments only those.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import apsw
import orjson
from graphql import graphql_sync

from schema.sdl import graphql_schema

Row: TypeAlias = dict[str, Any]
Arguments: TypeAlias = dict[str, Any]

_ENTITY: Final = (
    "n.nid, n.id, n.kind, n.name, n.description, n.aliases, n.mention_count, n.article_count, n.start, n.status, "
    "n.published, n.url"
)


def _resolver(resolve: Callable[[Arguments], Row | None]) -> Callable[..., Row | None]:
    """As graphql-core's default resolver calls a value: with the info, which none here asks, and the arguments."""
    return lambda _info, **arguments: resolve(arguments)


class Ordinary:
    """The root resolvers; thread-safe, a connection for each thread."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._local = threading.local()
        self._schema = graphql_schema()
        self._root = {
            "person": _resolver(self._person),
            "people": _resolver(self._people),
            "events": _resolver(self._events),
            "articles": _resolver(self._articles),
        }

    def execute(self, text: str, variables: Mapping[str, Any]) -> bytes:
        result = graphql_sync(self._schema, text, self._root, variable_values=dict(variables))
        return orjson.dumps(result.formatted)

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = apsw.Connection(self._path, flags=apsw.SQLITE_OPEN_READONLY)
            connection.execute(f"PRAGMA mmap_size = {1 << 30}")
        cursor = connection.execute(sql, values)
        names: list[str] = []
        rows = []
        for row in cursor:
            names = names or [column[0] for column in cursor.description]
            rows.append(dict(zip(names, row, strict=True)))
        return rows

    # --- root fields

    def _person(self, arguments: Arguments) -> Row | None:
        sql = f"SELECT {_ENTITY} FROM entity n WHERE n.id = ? AND n.kind = 'PERSON'"
        found = self._rows(sql, (arguments["id"],))
        return self._entity(found[0]) if found else None

    def _people(self, arguments: Arguments) -> Row:
        tests, values = "n.kind = 'PERSON'", list[Any]()
        where = arguments.get("where")
        if where:
            met = where["met"]["some"]
            (person,), (place,) = met["person"]["id"], met["event"]["places"]["some"]["id"]
            values = [person, person, place]
            tests += (
                " AND EXISTS (SELECT 1 FROM relation r WHERE r.type = 'MET' AND r.status = 'HELD' AND "
                "((r.source = n.nid AND r.target = (SELECT nid FROM entity WHERE id = ?)) OR "
                "(r.target = n.nid AND r.source = (SELECT nid FROM entity WHERE id = ?))) AND r.event IN "
                "(SELECT h.source FROM relation h JOIN entity p ON p.nid = h.target WHERE h.type = 'HELD_AT' "
                "AND h.status = 'HELD' AND p.id = ?))"
            )
        rows = self._rows(
            f"SELECT {_ENTITY} FROM entity n WHERE {tests} ORDER BY n.sort_name, n.id LIMIT ?",
            (*values, arguments["first"]),
        )
        return {"nodes": [self._entity(row) for row in rows]}

    def _events(self, arguments: Arguments) -> Row:
        first = arguments["first"]
        rows = self._rows(
            f"SELECT {_ENTITY} FROM entity n WHERE n.kind = 'EVENT' "
            "ORDER BY n.start_min DESC NULLS LAST, n.id LIMIT ? OFFSET ?",
            (first + 1, int(arguments.get("after") or 0)),
        )
        return {
            "nodes": [self._entity(row) for row in rows[:first]],
            "pageInfo": {"hasNextPage": len(rows) > first},
        }

    def _articles(self, arguments: Arguments) -> Row:
        (id_,) = arguments["where"]["entities"]["some"]["id"]
        rows = self._rows(
            f"SELECT {_ENTITY} FROM entity e JOIN relation r ON r.target = e.nid AND r.type = 'MENTIONS' "
            "JOIN entity n ON n.nid = r.source WHERE e.id = ? ORDER BY n.start_min DESC NULLS LAST, n.id LIMIT ?",
            (id_, arguments["first"]),
        )
        return {"nodes": [self._entity(row) for row in rows]}

    # --- fields of entities

    def _entity(self, row: Row) -> Row:
        """The row as the executor's default resolvers read it."""
        kind, nid = str(row["kind"]), int(row["nid"])
        entity = {
            "__typename": kind.capitalize(),
            "id": row["id"],
            "kind": kind,
            "name": row["name"],
            "title": row["name"],
            "description": row["description"],
            "aliases": orjson.loads(row["aliases"]),
            "mentionCount": row["mention_count"],
            "articleCount": row["article_count"],
            "start": row["start"],
            "status": row["status"],
            "published": row["published"],
            "url": row["url"],
        }
        if kind == "EVENT":
            entity["places"] = _resolver(lambda arguments: self._places(nid, arguments["first"]))
            entity["participants"] = _resolver(lambda arguments: self._participants(nid, arguments["first"]))
        elif kind == "PERSON":
            entity["events"] = _resolver(lambda arguments: self._events_of(nid, arguments["first"]))
        return entity

    def _events_of(self, person: int, first: int) -> Row:
        rows = self._rows(
            f"SELECT {_ENTITY}, r.role FROM relation r JOIN entity n ON n.nid = r.target WHERE r.source = ? "
            "AND r.type = 'PARTICIPATED_IN' ORDER BY n.start_min DESC NULLS LAST, r.id LIMIT ?",
            (person, first),
        )
        return {"edges": [{"role": row["role"], "node": self._entity(row)} for row in rows]}

    def _places(self, event: int, first: int) -> Row:
        rows = self._rows(
            f"SELECT {_ENTITY} FROM relation r JOIN entity n ON n.nid = r.target WHERE r.source = ? "
            "AND r.type = 'HELD_AT' ORDER BY r.id LIMIT ?",
            (event, first),
        )
        return {"nodes": [self._entity(row) for row in rows]}

    def _participants(self, event: int, first: int) -> Row:
        rows = self._rows(
            f"SELECT {_ENTITY}, r.role FROM relation r JOIN entity n ON n.nid = r.source WHERE r.target = ? "
            "AND r.type = 'PARTICIPATED_IN' ORDER BY r.id LIMIT ?",
            (event, first),
        )
        return {"edges": [{"role": row["role"], "node": self._entity(row)} for row in rows]}
