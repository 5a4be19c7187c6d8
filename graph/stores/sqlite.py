"""The embedded store: one SQLite file through apsw. WAL, a connection per reading thread, one writer at a time."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

import apsw
import orjson

from graph import changes, decisions, plan
from graph.changes import Change
from graph.compile_sql import compile_sql
from graph.errors import BadSetting, QueryTimeout, StoreUnavailable
from graph.ledger import Delta, Member
from graph.model import Decision, Document, Entity, EntityMention, Relation
from graph.plan import Statement
from graph.resolution import resolve
from graph.stores import sqlite_backup, sqlite_changes, sqlite_read, sqlite_write
from graph.stores.protocol import Answer, GraphRecords, ImportSummary, Progress, Statistics, Value, WriteSummary
from graph.stores.sqlite_ledger import SqliteLedger
from graph.stores.sqlite_schema import INDEXES, PRAGMAS, TABLES, VERSION
from graph.stores.sqlite_traversal import SqliteTraversal

Binding: TypeAlias = None | int | float | str
_PREFIX: Final = "sqlite:///"
_CHECK_EVERY: Final = 2000  # virtual machine steps between looks at the clock: about 0.1 ms


class SqliteStore(SqliteLedger, SqliteTraversal):
    """The store in one file; `sqlite:///:memory:` is refused, as threads could not share it."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        if not url.startswith(_PREFIX) or url == f"{_PREFIX}:memory:" or url == _PREFIX:
            raise BadSetting(f"LIAISON_STORE: {url!r} names no file; write sqlite:///relative or sqlite:////absolute")
        self._url = url
        self._path = Path(url.removeprefix(_PREFIX)).expanduser()
        self._local = threading.local()
        self._write_lock = threading.RLock()
        self._connections: list[apsw.Connection] = []
        self._statistics: Statistics | None = None
        if create:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        elif not self._path.exists():
            raise StoreUnavailable(f"{self._path}: no such file; load something first, or set LIAISON_STORE")
        try:
            self._writer = self._open()
            self._create()
        except apsw.Error as error:
            raise StoreUnavailable(f"{self._path}: {error}; LIAISON_STORE names this file") from error

    @property
    def url(self) -> str:
        return self._url

    # --- connections

    def _open(self) -> apsw.Connection:
        connection = apsw.Connection(str(self._path), statementcachesize=512)
        connection.set_busy_timeout(30_000)
        for pragma, wanted in PRAGMAS.items():
            connection.execute(f"PRAGMA {pragma} = {wanted}")
            (seen,) = next(connection.execute(f"PRAGMA {pragma}"), (wanted,))
            if seen != wanted and pragma != "mmap_size":  # mmap may be capped by the platform
                raise StoreUnavailable(f"{self._path}: PRAGMA {pragma} is {seen}, not {wanted}; is the disk writable?")
        self._connections.append(connection)
        return connection

    def _create(self) -> None:
        if not self._has_tables():
            with self._writing() as connection:
                if not self._has_tables():  # another process may have made them while this one waited
                    connection.execute(TABLES)
                    for name, columns in INDEXES.items():
                        connection.execute(f"CREATE INDEX {name} ON {columns}")
                    connection.execute("INSERT INTO meta VALUES ('version', ?), ('revision', 0)", (VERSION,))
        ((version,),) = self._writer.execute("SELECT value FROM meta WHERE key = 'version'").fetchall()
        if version != VERSION:
            raise StoreUnavailable(f"{self._path}: made by another version (layout {version}); load into a new file")

    def _has_tables(self) -> bool:
        return bool(self._writer.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchall())

    def _connection(self) -> apsw.Connection:
        """This thread's connection: the writer inside a write, so that resolution sees its own writes."""
        if getattr(self._local, "writes", False):
            return self._writer
        connection: apsw.Connection | None = getattr(self._local, "reader", None)
        if connection is None:
            connection = self._local.reader = self._open()
        return connection

    def _rows(self, sql: str, values: Mapping[str, Binding] | None = None) -> list[tuple[object, ...]]:
        return self._connection().execute(sql, dict(values or {})).fetchall()

    def _stream(self, sql: str, values: Mapping[str, Binding]) -> Iterator[tuple[object, ...]]:
        return iter(self._connection().execute(sql, dict(values)))

    @contextmanager
    def _writing(self) -> Iterator[apsw.Connection]:
        """One transaction of the one writer; raises the revision with what it wrote, or leaves nothing."""
        with self._write_lock:
            self._writer.execute("BEGIN IMMEDIATE")
            self._local.writes = True
            try:
                yield self._writer
                self._writer.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
                self._writer.execute("COMMIT")
            except BaseException:
                if not self._writer.get_autocommit():
                    self._writer.execute("ROLLBACK")
                raise
            finally:
                self._local.writes = False

    # --- compiled queries

    def compile(self, root: plan.Root) -> Statement:
        return compile_sql(root)

    def run(self, statement: Statement, values: Mapping[str, Value], *, seconds: float | None = None) -> Answer:
        bound: dict[str, Binding] = {}
        for name in statement.parameters:
            value = values[name]
            if name in statement.texts:
                bound[name] = sqlite_read.full_text(str(value))
            elif isinstance(value, Sequence | Mapping) and not isinstance(value, str):
                bound[name] = orjson.dumps(value).decode()
            else:
                bound[name] = value
        connection = self._connection()
        with _deadline(connection, seconds):
            (row,) = connection.execute(statement.text, bound).fetchall()
        others = orjson.loads(str(row[1])) if len(row) > 1 else ()
        return Answer("null" if row[0] is None else str(row[0]), tuple(others))

    def revision(self) -> int:
        return int(str(self._rows("SELECT value FROM meta WHERE key = 'revision'")[0][0]))

    def check(self) -> None:
        try:
            self.revision()
        except apsw.Error as error:
            raise StoreUnavailable(f"{self._path}: {error}; LIAISON_STORE names this file") from error

    def statistics(self) -> Statistics:
        revision = self.revision()
        if self._statistics is None or self._statistics.revision != revision:
            self._statistics = sqlite_read.statistics(self._connection(), revision)
        return self._statistics

    # --- writing

    def article_digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        return sqlite_read.article_digests(self._connection(), ids)

    def write_documents(self, documents: Sequence[Document], digests: Mapping[str, str]) -> WriteSummary:
        last = {document.article.id: document for document in documents}
        with self._writing() as connection:
            stored = self.article_digests(list(last))
            changed = {id_: doc for id_, doc in last.items() if stored.get(id_) != digests[id_]}
            self._apply(connection, resolve(self, [(doc, digests[id_]) for id_, doc in changed.items()], ()))
        return WriteSummary(
            new=tuple(id_ for id_ in changed if id_ not in stored),
            changed=tuple(id_ for id_ in changed if id_ in stored),
            unchanged=tuple(id_ for id_ in last if id_ not in changed),
        )

    def forget(self, articles: Sequence[str]) -> tuple[str, ...]:
        with self._writing() as connection:
            known = tuple(self.article_digests(articles))
            self._apply(connection, resolve(self, (), known))
        return known

    def decide(self, make: Callable[[], Decision]) -> Decision:
        with self._writing() as connection:
            decision = make()
            blocks = sqlite_write.put_decisions(connection, [decision])
            self._apply(connection, resolve(self, decided=blocks))
        return decision

    def _apply(self, connection: apsw.Connection, delta: Delta) -> None:
        known = sqlite_changes.known(connection, delta)
        sqlite_write.apply(connection, delta)
        sqlite_changes.log(connection, changes.entry(delta, known))

    def import_graph(self, records: GraphRecords, *, progress: Progress | None = None) -> ImportSummary:
        with self._writing() as connection:
            summary = sqlite_write.import_graph(connection, records, progress or (lambda _: None))
            blocks = sqlite_write.put_decisions(connection, records.decisions)
            if blocks:
                decisions.check(self.all_decisions())
                sqlite_write.apply(connection, resolve(self, decided=blocks))
            sqlite_changes.log(connection, changes.EVERYTHING)
            return summary

    def clear(self) -> None:
        with self._writing() as connection:
            sqlite_write.clear(connection)
            sqlite_changes.log(connection, changes.EVERYTHING)

    def changes(self, first: int, *, limit: int) -> list[Change]:
        return [
            change
            for entry in sqlite_changes.entries(self._connection(), first, limit)
            for change in changes.read(*entry)
        ]

    # --- copies

    def backup(self, target: Path) -> int:
        """Writes the store into a new file, while it is in use; the copy's revision. Raises BadArgument."""
        return sqlite_backup.backup(self._connection(), target)

    def restore(self, source: Path) -> int:
        """Takes all of a copy, and leaves all that was there; the new revision, higher than any before it."""
        with self._write_lock:
            before = self.revision()
            sqlite_backup.restore(self._writer, source)
            with self._writing() as connection:
                # Caches and followers of either history must notice: positions of both lie behind this one.
                connection.execute("DELETE FROM change")
                connection.execute("UPDATE meta SET value = max(value, ?) WHERE key = 'revision'", (before,))
                sqlite_changes.log(connection, changes.EVERYTHING)
            return self.revision()

    # --- reading everything

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("COMMIT")

    def release(self) -> None:
        connection = self._local.__dict__.pop("reader", None)
        if connection is not None:
            self._connections.remove(connection)
            connection.close()

    def all_entities(self) -> Iterator[Entity]:
        return sqlite_read.all_entities(self._connection())

    def all_relations(self) -> Iterator[Relation]:
        return sqlite_read.all_relations(self._connection())

    def all_mentions(self) -> Iterator[EntityMention]:
        return sqlite_read.all_mentions(self._connection())

    def all_redirects(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        return sqlite_read.all_redirects(self._connection())

    def all_decisions(self) -> Iterator[Decision]:
        return sqlite_read.all_decisions(self._connection())

    def all_members(self) -> Iterator[Member]:
        return sqlite_read.all_members(self._connection())

    def close(self) -> None:
        for connection in self._connections:
            connection.close(True)
        self._connections.clear()


@contextmanager
def _deadline(connection: apsw.Connection, seconds: float | None) -> Iterator[None]:
    """Stops what runs inside after so many seconds, as QueryTimeout."""
    if seconds is None:
        yield
        return
    end = time.monotonic() + seconds
    late: Callable[[], bool] = lambda: time.monotonic() > end  # noqa: E731
    connection.set_progress_handler(late, _CHECK_EVERY)
    try:
        yield
    except apsw.InterruptError as error:
        raise QueryTimeout(f"stopped after {seconds:g} s; narrow the filter or raise LIAISON_QUERY_SECONDS") from error
    finally:
        connection.set_progress_handler(None)
