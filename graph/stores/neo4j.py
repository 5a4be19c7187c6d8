"""The shared store: Neo4j 5.26 or newer through the official driver. Transactions are retried where that helps."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, TypeVar

import orjson
from neo4j import READ_ACCESS, Driver, GraphDatabase, ManagedTransaction, Query, Record, Result, RoutingControl
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph import changes, decisions, plan
from graph.changes import Change
from graph.compile_cypher import JSON, compile_cypher
from graph.errors import QueryTimeout, StoreUnavailable
from graph.ledger import Delta, Member
from graph.model import Decision, Document, Entity, EntityMention, Relation
from graph.plan import Statement
from graph.resolution import resolve
from graph.stores import neo4j_changes, neo4j_read, neo4j_schema, neo4j_write
from graph.stores.neo4j_ledger import Neo4jLedger
from graph.stores.neo4j_traversal import Neo4jTraversal
from graph.stores.protocol import Answer, GraphRecords, ImportSummary, Progress, Statistics, Value, WriteSummary

Done = TypeVar("Done")
_CONNECT_SECONDS: Final = 5.0
_RETRY_SECONDS: Final = 10.0
_FETCH: Final = 1000
_LOCK: Final = "MATCH (m:Meta {key: 'graph'}) SET m.revision = m.revision + 1"
_COUNTED: Final = 3
"""Of the parts of a prepared graph, redirects are not counted."""
_REVISION: Final = "MATCH (m:Meta {key: 'graph'}) RETURN m.revision"


class Neo4jStore(Neo4jLedger, Neo4jTraversal):
    """The store behind `neo4j://…` or `bolt://…`; without `user` the server must not ask for one."""

    def __init__(self, url: str, *, user: str | None = None, password: str | None = None) -> None:
        self._url = url
        self._local = threading.local()
        self._statistics: Statistics | None = None
        with self._explained():
            self._driver: Driver = GraphDatabase.driver(
                url,
                auth=(user, password or "") if user else None,
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=30.0,
                max_transaction_retry_time=_RETRY_SECONDS,
                # Labels that nothing has yet are no news.
                notifications_min_severity="OFF",
            )
            try:
                self._driver.verify_connectivity()
                neo4j_schema.create(self._driver)
            except BaseException:
                self._driver.close()
                raise

    @property
    def url(self) -> str:
        return self._url

    # --- statements

    @contextmanager
    def _explained(self, seconds: float | None = None) -> Iterator[None]:
        """Turns the driver's errors into the store's."""
        try:
            yield
        except Neo4jError as error:
            if "TransactionTimedOut" in (error.code or ""):
                message = f"stopped after {seconds:g} s; " if seconds is not None else "stopped by the server; "
                raise QueryTimeout(f"{message}narrow the filter or raise LIAISON_QUERY_SECONDS") from error
            if isinstance(error, AuthError):
                message = "refused the user or password; set LIAISON_NEO4J_USER and LIAISON_NEO4J_PASSWORD"
                raise StoreUnavailable(f"{self._url}: {message}") from error
            if (error.code or "").startswith(("Neo.TransientError", "Neo.DatabaseError", "Neo.ClientError.Cluster")):
                raise StoreUnavailable(f"{self._url}: {error.message}; LIAISON_STORE names this address") from error
            raise
        except (DriverError, OSError) as error:
            raise StoreUnavailable(f"{self._url}: {error}; LIAISON_STORE names this address") from error

    def _run(self, text: str, values: Mapping[str, Any], *, seconds: float | None = None) -> list[Record]:
        """The records of a statement that reads: in this thread's write transaction, or else in one of its own."""
        transaction: ManagedTransaction | None = getattr(self._local, "transaction", None)
        if transaction is not None:
            return list(transaction.run(text, dict(values)))
        query = Query(text, timeout=seconds)
        with self._explained(seconds):
            try:  # a transaction of the server's own takes one exchange where a managed one takes two
                with self._driver.session(default_access_mode=READ_ACCESS) as session:
                    return list(session.run(query, dict(values)))
            except (Neo4jError, DriverError) as error:
                if not error.is_retryable():
                    raise
            return self._driver.execute_query(
                query, parameters_=dict(values), routing_=RoutingControl.READ, result_transformer_=list
            )

    def _column(self, statement: str, **values: object) -> list[Any]:
        return [record[0] for record in self._run(statement, values)]

    def _stream(self, statement: str, **values: object) -> Iterator[Any]:
        with self._explained(), self._driver.session(default_access_mode=READ_ACCESS, fetch_size=_FETCH) as session:
            for record in session.run(statement, values):
                yield record[0]

    def _write(self, statement: str, **values: Any) -> list[Any]:
        """A statement of the running write transaction; none at all for no rows."""
        if any(not values[name] for name in ("ids", "rows") if name in values):
            return []
        transaction: ManagedTransaction = self._local.transaction
        result: Result = transaction.run(statement, values)
        return [record[0] for record in result]

    def _writing(self, work: Callable[[], Done]) -> Done:
        """Runs the work in one transaction, and again if the server asks for it; so it must not count on once.

        The write lock on the Meta node comes first, so that the writers of all processes queue there.
        """

        def run(transaction: ManagedTransaction) -> Done:
            self._local.transaction = transaction
            try:
                transaction.run(_LOCK).consume()
                return work()
            finally:
                self._local.transaction = None

        with self._explained(), self._driver.session() as session:
            return session.execute_write(run)

    def _alone(self, statement: str) -> None:
        """A statement that commits by parts, which only a transaction without retries may do."""
        with self._explained(), self._driver.session() as session:
            session.run(statement).consume()

    # --- compiled queries

    def compile(self, root: plan.Root) -> Statement:
        return compile_cypher(root)

    def run(self, statement: Statement, values: Mapping[str, Value], *, seconds: float | None = None) -> Answer:
        bound = {
            name: neo4j_read.full_text(str(values[name])) if name in statement.texts else values[name]
            for name in statement.parameters
        }
        (record,) = self._run(statement.text, bound, seconds=seconds)
        answer = _with_json(record["answer"]) if JSON in statement.text else record["answer"]
        return Answer(orjson.dumps(answer).decode(), tuple(record["others"]) if len(record) > 1 else ())

    def revision(self) -> int:
        (revision,) = self._column(_REVISION)
        return int(revision)

    def check(self) -> None:
        # Not a query: that would be tried again and again before it failed.
        with self._explained():
            self._driver.verify_connectivity()

    def statistics(self) -> Statistics:
        if self._statistics is None or self._statistics.revision != self.revision():
            (row,) = self._column(neo4j_read.STATISTICS)
            self._statistics = neo4j_read.statistics(row)
        return self._statistics

    # --- writing

    def article_digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        return dict(self._keyed("MATCH (d:Document {article: key})", "[d.article, d.digest]", ids))

    def write_documents(self, documents: Sequence[Document], digests: Mapping[str, str]) -> WriteSummary:
        last = {document.article.id: document for document in documents}

        def work() -> WriteSummary:
            stored = self.article_digests(list(last))
            changed = {id_: doc for id_, doc in last.items() if stored.get(id_) != digests[id_]}
            self._apply(resolve(self, [(doc, digests[id_]) for id_, doc in changed.items()], ()))
            return WriteSummary(
                new=tuple(id_ for id_ in changed if id_ not in stored),
                changed=tuple(id_ for id_ in changed if id_ in stored),
                unchanged=tuple(id_ for id_ in last if id_ not in changed),
            )

        return self._writing(work)

    def forget(self, articles: Sequence[str]) -> tuple[str, ...]:
        def work() -> tuple[str, ...]:
            stored = self.article_digests(articles)
            known = tuple(id_ for id_ in dict.fromkeys(articles) if id_ in stored)
            self._apply(resolve(self, (), known))
            return known

        return self._writing(work)

    def decide(self, make: Callable[[], Decision]) -> Decision:
        def work() -> Decision:
            decision = make()
            self._put_decisions([decision])
            return decision

        return self._writing(work)

    def _put_decisions(self, said: list[Decision], *, imported: bool = False) -> None:
        blocks = neo4j_write.put_decisions(self._write, said)
        if imported:
            decisions.check(self.all_decisions())
        self._apply(resolve(self, decided=blocks))

    def _apply(self, delta: Delta) -> None:
        known = neo4j_changes.known(self._column, delta)
        neo4j_write.apply(self._write, delta)
        neo4j_changes.log(self._write, changes.entry(delta, known))

    def _log_everything(self) -> None:
        neo4j_changes.log(self._write, changes.EVERYTHING)

    def import_graph(self, records: GraphRecords, *, progress: Progress | None = None) -> ImportSummary:
        """One transaction for up to a batch, which leaves nothing behind if it fails; else one for each batch.

        A million edges in one would not fit the server's memory. What was written of a larger import before it
        failed stays; the same import again, mended, writes the rest.
        """
        parts: tuple[tuple[Any, Callable[[neo4j_write.Writer, list[Any]], None]], ...] = (
            (records.entities, neo4j_write.put_entities),
            (records.relations, neo4j_write.put_imported),
            (records.mentions, neo4j_write.put_mentions),
            (records.redirects, neo4j_write.put_redirects),
        )
        counts = [0] * len(parts)
        waiting: list[Callable[[], object]] = []
        committed = False
        for index, (part, put) in enumerate(parts):
            for batch in neo4j_write.batched(part, neo4j_write.BATCH):
                waiting.append(partial(put, self._write, batch))
                counts[index] += len(batch)
                if sum(counts) > neo4j_write.BATCH:
                    for work in waiting:
                        self._writing(work)
                    waiting, committed = [], True
                if progress is not None and index < _COUNTED:
                    progress(len(batch))
        if said := list(records.decisions):
            waiting.append(partial(self._put_decisions, said, imported=True))
        waiting.append(self._log_everything)
        if committed:
            for work in waiting:
                self._writing(work)
            parted = f"CALL (n, mentions, articles) {{ {neo4j_write.SET_COUNTS} }} IN TRANSACTIONS OF 10000 ROWS"
            self._alone(f"{neo4j_write.COUNT_MENTIONS} {parted}")
        else:
            waiting.append(partial(self._write, f"{neo4j_write.COUNT_MENTIONS} {neo4j_write.SET_COUNTS}"))
            self._writing(lambda: [work() for work in waiting])
        return ImportSummary(*counts[:_COUNTED])

    def clear(self) -> None:
        for statement in neo4j_write.CLEAR:
            self._alone(statement)
        self._writing(self._log_everything)

    def changes(self, first: int, *, limit: int) -> list[Change]:
        entries = neo4j_changes.entries(self._column, first, limit)
        return [change for revision, data in entries for change in changes.read(revision, data)]

    # --- reading everything

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        yield

    def release(self) -> None:
        """Nothing: sessions are as long as a statement."""

    def all_entities(self) -> Iterator[Entity]:
        return neo4j_read.all_entities(self._column)

    def all_relations(self) -> Iterator[Relation]:
        return neo4j_read.all_relations(self._column)

    def all_mentions(self) -> Iterator[EntityMention]:
        return neo4j_read.all_mentions(self._column)

    def all_redirects(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        return neo4j_read.all_redirects(self._column)

    def all_decisions(self) -> Iterator[Decision]:
        return neo4j_read.all_decisions(self._column)

    def all_members(self) -> Iterator[Member]:
        return neo4j_read.all_members(self._column)

    def close(self) -> None:
        self._driver.close()


def _with_json(value: Any) -> Any:
    """The answer with the text of its JSON columns put in as it is."""
    match value:
        case dict() if JSON in value:
            text = value[JSON]
            return None if text is None else orjson.Fragment(text)
        case dict():
            return {key: _with_json(item) for key, item in value.items()}
        case list():
            return [_with_json(item) for item in value]
        case _:
            return value
