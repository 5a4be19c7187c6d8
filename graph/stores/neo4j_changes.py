"""The log of changes in Neo4j: (:Change {revision, data}), written in the transaction that makes them."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from graph import changes
from graph.changes import Ends
from graph.compile_cypher_where import ALL_TYPES
from graph.ledger import Delta

Reader: TypeAlias = Callable[..., list[Any]]
_RELATIONS: Final = (
    f"UNWIND $ids AS id MATCH (s)-[r:{ALL_TYPES} {{id: id}}]->(t) "
    "RETURN [r.id] + [x IN [s.id, t.id, r.event] WHERE x IS NOT NULL]"
)


def known(read: Reader, delta: Delta) -> Ends:
    """Which of the entities and relations that a write touches are stored, with the relations' ends."""
    entities, relations = changes.touched(delta)
    found: dict[str, list[str]] = {}
    if entities:
        found = {id_: [] for id_ in read("UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN n.id", ids=entities)}
    for id_, *ends in read(_RELATIONS, ids=relations) if relations else ():
        found[id_] = ends
    return found


def log(write: Reader, entry: str | None) -> None:
    """Keeps the entry of the running write, whose revision is raised already, and no more than are kept."""
    if entry is not None:
        write(
            "MATCH (m:Meta {key: 'graph'}) MERGE (c:Change {revision: m.revision}) SET c.data = $data",
            data=entry,
        )
        write(
            "MATCH (m:Meta {key: 'graph'}) MATCH (c:Change) WHERE c.revision <= m.revision - $kept DETACH DELETE c",
            kept=changes.KEPT,
        )


def entries(read: Reader, first: int, limit: int) -> list[tuple[int, str]]:
    statement = (
        "MATCH (c:Change) WHERE c.revision >= $first WITH c ORDER BY c.revision LIMIT $limit "
        "RETURN [c.revision, c.data]"
    )
    return [(int(revision), data) for revision, data in read(statement, first=first, limit=limit)]
