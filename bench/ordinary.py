"""Ordinary execution, to compare with: graphql-core's executor and resolvers as tutorials write them.

The same schema over the same SQLite file. Each resolver runs its own keyed statement, one for every parent; nothing
is batched or cached. It answers the classes of `bench.queries` that say so, and of their arguments only those.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import apsw
import orjson
from graphql import graphql_sync

from schema.sdl import graphql_schema

Row: TypeAlias = dict[str, Any]

_ENTITY: Final = (
    "n.nid, n.id, n.kind, n.name, n.description, n.aliases, n.mention_count, n.article_count, n.start, n.status, "
    "n.published, n.url"
)


class Ordinary:
    """The root resolvers; thread-safe, a connection for each thread."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._local = threading.local()
        self._schema = graphql_schema()
        self._root = {
            "person": self._person,
            "people": self._people,
            "events": self._events,
            "articles": self._articles,
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

    def _person(self, info: object, id: str) -> Row | None:
        found = self._rows(f"SELECT {_ENTITY} FROM entity n WHERE n.id = ? AND n.kind = 'PERSON'", (id,))
        return self._entity(found[0]) if found else None

    def _people(
        self,
        info: object,
        first: int,
        orderBy: list[Row],
        where: Row | None = None,
        after: str | None = None,  # noqa: N803
    ) -> Row:
        tests, values = "n.kind = 'PERSON'", ()
        if where:
            met = where["met"]["some"]
            (values_person,), (values_place,) = met["person"]["id"], met["event"]["places"]["some"]["id"]
            values = (values_person, values_person, values_place)
            tests += (
                " AND EXISTS (SELECT 1 FROM relation r WHERE r.type = 'MET' AND r.status = 'HELD' AND "
                "((r.source = n.nid AND r.target = (SELECT nid FROM entity WHERE id = ?)) OR "
                "(r.target = n.nid AND r.source = (SELECT nid FROM entity WHERE id = ?))) AND r.event IN "
                "(SELECT h.source FROM relation h JOIN entity p ON p.nid = h.target WHERE h.type = 'HELD_AT' "
                "AND h.status = 'HELD' AND p.id = ?))"
            )
        rows = self._rows(
            f"SELECT {_ENTITY} FROM entity n WHERE {tests} ORDER BY n.sort_name, n.id LIMIT ?", (*values, first)
        )
        return {"nodes": [self._entity(row) for row in rows]}

    def _events(self, info: object, first: int, orderBy: list[Row], after: str | None = None) -> Row:  # noqa: N803
        rows = self._rows(
            f"SELECT {_ENTITY} FROM entity n WHERE n.kind = 'EVENT' "
            "ORDER BY n.start_min DESC NULLS LAST, n.id LIMIT ? OFFSET ?",
            (first + 1, int(after or 0)),
        )
        return {
            "nodes": [self._entity(row) for row in rows[:first]],
            "pageInfo": {"hasNextPage": len(rows) > first},
        }

    def _articles(self, info: object, where: Row, first: int, orderBy: list[Row]) -> Row:  # noqa: N803
        (id_,) = where["entities"]["some"]["id"]
        rows = self._rows(
            f"SELECT {_ENTITY} FROM entity e JOIN relation r ON r.target = e.nid AND r.type = 'MENTIONS' "
            "JOIN entity n ON n.nid = r.source WHERE e.id = ? ORDER BY n.start_min DESC NULLS LAST, n.id LIMIT ?",
            (id_, first),
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
            entity["places"] = lambda info, first: self._places(nid, first)
            entity["participants"] = lambda info, first: self._participants(nid, first)
        elif kind == "PERSON":
            entity["events"] = lambda info, first, orderBy: self._events_of(nid, first)  # noqa: N803
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
