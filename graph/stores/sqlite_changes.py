"""The log of changes in the embedded store; inside the store's one write transaction."""

from collections.abc import Iterator

import apsw
import orjson

from graph import changes
from graph.changes import Ends
from graph.ledger import Delta

_NEXT = "(SELECT value + 1 FROM meta WHERE key = 'revision')"
_RELATIONS = (
    "SELECT r.id, s.id, t.id, e.id FROM json_each(?) j CROSS JOIN relation r ON r.id = j.value "
    "JOIN entity s ON s.nid = r.source JOIN entity t ON t.nid = r.target LEFT JOIN entity e ON e.nid = r.event"
)


def known(connection: apsw.Connection, delta: Delta) -> Ends:
    """Which of the entities and relations that a write touches are stored, with the relations' ends."""
    entities, relations = (orjson.dumps(ids).decode() for ids in changes.touched(delta))
    sql = "SELECT n.id FROM json_each(?) j CROSS JOIN entity n ON n.id = j.value"
    found: dict[str, list[str]] = {str(id_): [] for (id_,) in connection.execute(sql, (entities,))}
    for id_, *ends in connection.execute(_RELATIONS, (relations,)):
        found[str(id_)] = [str(end) for end in ends if end is not None]
    return found


def log(connection: apsw.Connection, entry: str | None) -> None:
    """Keeps the entry of the running write, and no more entries than are kept."""
    if entry is not None:
        connection.execute(f"INSERT OR REPLACE INTO change VALUES ({_NEXT}, ?)", (entry,))
        connection.execute(f"DELETE FROM change WHERE revision <= {_NEXT} - ?", (changes.KEPT,))


def entries(connection: apsw.Connection, first: int, limit: int) -> Iterator[tuple[int, str]]:
    sql = "SELECT revision, data FROM change WHERE revision >= ? ORDER BY revision LIMIT ?"
    for revision, data in connection.execute(sql, (first, limit)):
        yield int(str(revision)), str(data)
