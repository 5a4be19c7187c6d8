"""The model's records → rows of SQLite. Runs inside the store's one write transaction; raises to undo it all."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

import apsw
import orjson

from graph import codec, names, stories, ties
from graph.errors import BadGraph
from graph.ledger import Delta
from graph.model import Decision, Entity, EntityMention, Relation
from graph.ontology import EntityKind
from graph.stores.protocol import GraphRecords, ImportSummary, Progress
from graph.stores.rows import entity_row, relation_row
from graph.stores.sqlite_schema import INDEXES

Record = TypeVar("Record")
_BATCH: Final = 5000
# What an upsert looks up; rows arrive in the order of these, so keeping them costs little.
_KEPT: Final = frozenset({"alias_entity", "same_as_entity", "evidence_relation", "mention_article"})

_ENTITY_COLUMNS: Final = (
    "kind", "name", "folded", "sort_name", "description", "aliases", "same_as", "properties", "origin",
    "mention_count", "article_count", "start", "end", "start_min", "start_max", "end_max", "place_type",
    "latitude", "longitude", "country_code", "event_type", "status", "medium", "trigger", "url", "publisher",
    "publisher_folded", "author", "published",
    "story", "article_key", "text",
)  # fmt: skip
_RELATION_COLUMNS: Final = (
    "type", "status", "role", "role_title", "role_title_folded", "count", "attested_from", "attested_to", "former",
    "origin", "confidence", "first_reported", "report_count", "independent_source_count", "properties",
)  # fmt: skip


def _upsert(table: str, columns: Sequence[str]) -> str:
    return " ".join(
        (
            f"INSERT INTO {table} (id, {', '.join(_quoted(columns))})",
            f"VALUES (:id, {', '.join(f':{column}' for column in columns)})",
            "ON CONFLICT (id) DO UPDATE SET",
            ", ".join(f"{column} = excluded.{column}" for column in _quoted(columns)),
        )
    )


def _quoted(columns: Sequence[str]) -> list[str]:
    return [f'"{column}"' for column in columns]


_PUT_ENTITY: Final = _upsert("entity", _ENTITY_COLUMNS)


def _put_relation() -> str:
    columns = [*_RELATION_COLUMNS, "source", "target", "event", "start", "end", "start_min", "end_max"]
    values = [f":{column}" for column in _RELATION_COLUMNS]
    values += [f"(SELECT nid FROM entity WHERE id = :{end})" for end in ("source", "target", "event")]
    # A relation dated by its event (:dated is its id) takes over the event's period.
    values += [
        f'CASE WHEN :dated IS NULL THEN :{column} ELSE (SELECT "{column}" FROM entity WHERE id = :dated) END'
        for column in ("start", "end", "start_min", "end_max")
    ]
    updates = ", ".join(f"{column} = excluded.{column}" for column in _quoted(columns))
    return (
        f"INSERT INTO relation (id, {', '.join(_quoted(columns))}) VALUES (:id, {', '.join(values)}) "
        f"ON CONFLICT (id) DO UPDATE SET {updates}"
    )


_PUT_RELATION: Final = _put_relation()
_PUT_EVIDENCE: Final = (
    "INSERT INTO evidence SELECT (SELECT rid FROM relation WHERE id = :relation), a.nid, :start, :end, :sentence, "
    ":extractor, :confidence, :claimed, a.end_max FROM entity a WHERE a.id = :article"
)


def _keys(ids: Iterable[object]) -> tuple[str]:
    return (orjson.dumps(list(ids)).decode(),)


_NIDS: Final = "SELECT n.nid FROM json_each(?) j CROSS JOIN entity n ON n.id = j.value"


def _drop_names(connection: apsw.Connection, ids: Sequence[str]) -> None:
    aids = f"SELECT aid FROM alias WHERE entity IN ({_NIDS})"
    for table in ("name_words", "name_trigrams"):
        connection.execute(f"DELETE FROM {table} WHERE rowid IN ({aids})", _keys(ids))
    connection.execute(f"DELETE FROM alias WHERE entity IN ({_NIDS})", _keys(ids))
    connection.execute(f"DELETE FROM same_as WHERE entity IN ({_NIDS})", _keys(ids))
    connection.execute(f"DELETE FROM article_text WHERE rowid IN ({_NIDS})", _keys(ids))


def _put_entities(connection: apsw.Connection, entities: Sequence[Entity]) -> None:
    """Upserts entities with their names, for lookup and search; articles with their text."""
    entities = list({entity.id: entity for entity in entities}.values())
    rows = {entity.id: entity_row(entity) for entity in entities}
    # Most of what is put again has only been mentioned more often: its names stand in the search tables already.
    stored = f"SELECT id, name, aliases, same_as FROM entity WHERE nid IN ({_NIDS}) AND kind <> 'ARTICLE'"
    named = {str(row[0]): row[1:] for row in connection.execute(stored, _keys(rows)).fetchall()}
    entities = [
        entity
        for entity in entities
        if named.get(entity.id) != tuple(rows[entity.id][column] for column in ("name", "aliases", "same_as"))
    ]
    _drop_names(connection, [entity.id for entity in entities])
    connection.executemany(_PUT_ENTITY, rows.values())
    last = int(str(connection.execute("SELECT ifnull(max(aid), 0) FROM alias").fetchall()[0][0]))
    connection.executemany(
        "INSERT INTO alias (folded, entity, surface) SELECT ?, nid, ? FROM entity WHERE id = ?",
        (
            (folded, surface, entity.id)
            for entity in entities
            for folded, surface in {names.fold(name): name for name in (*reversed(entity.aliases), entity.name)}.items()
        ),
    )
    # Articles are found by their text, not by the name index.
    fresh_names = (
        "SELECT a.aid, a.folded FROM alias a JOIN entity n ON n.nid = a.entity WHERE a.aid > ? AND n.kind <> 'ARTICLE'"
    )
    for table in ("name_words", "name_trigrams"):
        connection.execute(f"INSERT INTO {table} (rowid, folded) {fresh_names}", (last,))
    connection.executemany(
        "INSERT OR IGNORE INTO same_as SELECT ?, nid FROM entity WHERE id = ?",
        ((url, entity.id) for entity in entities for url in entity.same_as),
    )
    connection.executemany(
        "INSERT INTO article_text (rowid, title, body) SELECT nid, ?, ? FROM entity WHERE id = ?",
        (
            (entity.name, entity.article.text, entity.id)
            for entity in entities
            if entity.kind is EntityKind.ARTICLE and entity.article
        ),
    )


def _put_relations(connection: apsw.Connection, relations: Sequence[Relation]) -> None:
    relations = list({relation.id: relation for relation in relations}.values())
    connection.execute(
        "DELETE FROM evidence WHERE relation IN "
        "(SELECT r.rid FROM json_each(?) j CROSS JOIN relation r ON r.id = j.value)",
        _keys(relation.id for relation in relations),
    )
    try:
        connection.executemany(_PUT_RELATION, map(relation_row, relations))
    except apsw.ConstraintError as error:
        raise _missing_end(connection, relations) or error from error
    connection.executemany(
        _PUT_EVIDENCE,
        (
            {
                "relation": relation.id,
                "article": evidence.article,
                "start": evidence.start,
                "end": evidence.end,
                "sentence": evidence.sentence,
                "extractor": evidence.extractor,
                "confidence": evidence.confidence,
                "claimed": evidence.claimed,
            }
            for relation in relations
            for evidence in relation.evidence
        ),
    )


def _missing_end(connection: apsw.Connection, relations: Sequence[Relation]) -> BadGraph | None:
    for relation in relations:
        for end, id_ in (("source", relation.source), ("target", relation.target)):
            if not connection.execute("SELECT 1 FROM entity WHERE id = ?", (id_,)).fetchall():
                return BadGraph(
                    f"edge {relation.id}: its {end} {id_!r} is no node; add the node, or leave the edge out"
                )
    return None


def apply(connection: apsw.Connection, delta: Delta) -> None:
    """Writes a Delta in the order that `graph.ledger` gives."""
    gone = [*delta.articles_dropped, *(stored.document.article.id for stored in delta.documents_put)]
    for table in ("document", "member", "claim"):
        connection.execute(f"DELETE FROM {table} WHERE article IN (SELECT value FROM json_each(?))", _keys(gone))
    connection.execute(f"DELETE FROM mention WHERE article IN ({_NIDS})", _keys(gone))
    _drop_copies(connection, gone)
    connection.executemany(
        "INSERT INTO document VALUES (?, ?, ?)",
        ((item.document.article.id, item.digest, codec.encode(item.document)) for item in delta.documents_put),
    )
    _put_copies(connection, delta.copies_put)
    connection.executemany("UPDATE document SET digest = ? WHERE article = ?", ((d, a) for a, d in delta.digests_put))
    connection.executemany(
        "INSERT OR REPLACE INTO member VALUES (?, ?, ?, ?, ?, ?)",
        ((m.ref.article, m.ref.index, m.block, m.base, m.entity, codec.encode(m)) for m in delta.members_put),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO claim VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (c.article, c.index, c.claim.source, c.claim.target, c.claim.event, c.relation, codec.encode(c))
            for c in delta.claims_put
        ),
    )
    _drop_relations(connection, delta.relations_dropped)
    _drop_entities(connection, delta.entities_dropped)
    _put_entities(connection, delta.entities_put)
    _put_relations(connection, delta.relations_put)
    entity = (
        "(SELECT n.nid FROM member b JOIN entity n ON n.id = b.entity "
        "WHERE b.article = :article AND b.position = :position)"
    )
    article = "(SELECT nid FROM entity WHERE id = :article)"
    connection.executemany(
        f"INSERT INTO mention VALUES ({article}, :position, {entity}, :start, :end, :surface, :sentence)",
        (
            {
                "article": m.ref.article,
                "position": m.ref.index,
                "start": m.start,
                "end": m.end,
                "surface": m.surface,
                "sentence": m.sentence,
            }
            for m in delta.mentions_put
        ),
    )
    put = {stored.document.article.id for stored in delta.documents_put}
    connection.executemany(
        f"UPDATE mention SET entity = {entity} WHERE article = {article} AND position = :position",
        ({"article": m.ref.article, "position": m.ref.index} for m in delta.members_put if m.ref.article not in put),
    )
    connection.execute(
        "DELETE FROM redirect WHERE old IN (SELECT value FROM json_each(?))", _keys(delta.redirects_dropped)
    )
    for old, new in delta.redirects_put:
        _put_redirect(connection, old, new)


def _drop_copies(connection: apsw.Connection, articles: Sequence[str]) -> None:
    known = connection.execute(
        "SELECT c.cid, c.signature FROM json_each(?) j CROSS JOIN copy c ON c.article = j.value", _keys(articles)
    ).fetchall()
    # The signature tells the keys, so that they need no index of their own.
    connection.executemany(
        "DELETE FROM copy_key WHERE key = ? AND copy = ?",
        ((key, cid) for cid, signature in known for key in stories.keys(str(signature))),
    )
    connection.execute("DELETE FROM copy WHERE article IN (SELECT value FROM json_each(?))", _keys(articles))


def _put_copies(connection: apsw.Connection, copies: Sequence[stories.Copy]) -> None:
    connection.executemany(
        "INSERT INTO copy (article, story, signature) VALUES (?, ?, ?)",
        ((copy.article, copy.story, copy.signature) for copy in copies),
    )
    connection.executemany(
        "INSERT INTO copy_key SELECT ?, cid FROM copy WHERE article = ?",
        ((key, copy.article) for copy in copies for key in copy.keys),
    )


def _drop_relations(connection: apsw.Connection, ids: Sequence[str]) -> None:
    rids = "SELECT r.rid FROM json_each(?) j CROSS JOIN relation r ON r.id = j.value"
    connection.execute(f"DELETE FROM evidence WHERE relation IN ({rids})", _keys(ids))
    connection.execute("DELETE FROM relation WHERE id IN (SELECT value FROM json_each(?))", _keys(ids))


def _drop_entities(connection: apsw.Connection, ids: Sequence[str]) -> None:
    # What was imported between entities that are now gone goes with them: an edge needs two ends.
    dangling = f"SELECT r.id FROM relation r WHERE r.source IN ({_NIDS}) OR r.target IN ({_NIDS})"
    left = connection.execute(dangling, _keys(ids) * 2).fetchall()
    _drop_relations(connection, [str(id_) for (id_,) in left])
    _drop_names(connection, ids)
    connection.execute("DELETE FROM entity WHERE id IN (SELECT value FROM json_each(?))", _keys(ids))


def put_decisions(connection: apsw.Connection, decisions: Iterable[Decision]) -> list[str]:
    """Keeps decisions, and which of all no other replaces; the blocks that the new and the replaced ones bear on."""
    fresh = list(decisions)
    for decision in fresh:
        connection.execute("INSERT OR REPLACE INTO decision VALUES (?, 1, ?)", (decision.id, codec.encode(decision)))
        connection.executemany(
            "INSERT OR IGNORE INTO decision_block VALUES (?, ?)",
            ((block, decision.id) for block in ties.blocks_of(decision)),
        )
    connection.execute(
        "UPDATE decision SET live = data ->> 'judgement' <> 'UNSURE' AND id NOT IN "
        "(SELECT r.value FROM decision d CROSS JOIN json_each(d.data, '$.replaces') r)"
    )
    touched = _keys(id_ for decision in fresh for id_ in (decision.id, *decision.replaces))
    sql = "SELECT DISTINCT block FROM decision_block WHERE decision IN (SELECT value FROM json_each(?))"
    return [str(block) for (block,) in connection.execute(sql, touched)]


def _put_redirect(connection: apsw.Connection, old: str, new: Sequence[str]) -> None:
    """Redirects stay one step long: what led to `old` now leads to its successors."""
    through = [str(row[0]) for row in connection.execute("SELECT old FROM redirect WHERE new = ?", (old,))]
    connection.execute("DELETE FROM redirect WHERE new = ? OR old = ?", (old, old))
    for from_ in (old, *through):
        connection.executemany(
            "INSERT OR IGNORE INTO redirect VALUES (?, ?, 1)", ((from_, to) for to in new if to != from_)
        )
        connection.execute(
            "UPDATE redirect SET single = (SELECT count(*) = 1 FROM redirect WHERE old = ?1) WHERE old = ?1", (from_,)
        )


def import_graph(connection: apsw.Connection, records: GraphRecords, progress: Progress) -> ImportSummary:
    """Upserts a prepared graph; into an empty store the secondary indexes are made once, at the end."""
    fresh = not connection.execute("SELECT 1 FROM entity LIMIT 1").fetchall()
    if fresh:
        for index in INDEXES.keys() - _KEPT:
            connection.execute(f"DROP INDEX IF EXISTS {index}")
    counts = [0, 0, 0]
    for entities in batched(records.entities, _BATCH):
        _put_entities(connection, entities)
        counts[0] += len(entities)
        progress(len(entities))
    for relations in batched(records.relations, _BATCH):
        _put_relations(connection, relations)
        counts[1] += len(relations)
        progress(len(relations))
    for mentions in batched(records.mentions, _BATCH):
        _put_mentions(connection, mentions)
        counts[2] += len(mentions)
        progress(len(mentions))
    for old, new in records.redirects:
        _put_redirect(connection, old, new)
    if fresh:
        for index, columns in INDEXES.items():
            connection.execute(f"CREATE INDEX IF NOT EXISTS {index} ON {columns}")
    _count_imported(connection)
    connection.execute("ANALYZE")
    return ImportSummary(*counts)


def _count_imported(connection: apsw.Connection) -> None:
    """Counts that a prepared graph leaves out or that its parts change: mentions, articles, independent sources."""
    connection.execute(
        "UPDATE entity SET mention_count = m.mentions, article_count = m.articles FROM (SELECT r.target, "
        "coalesce((SELECT nullif(count(*), 0) FROM mention x WHERE x.entity = r.target), sum(ifnull(r.count, 1))) "
        "AS mentions, count(*) AS articles FROM relation r WHERE r.type = 'MENTIONS' GROUP BY r.target) m "
        "WHERE m.target = entity.nid AND (mention_count <> m.mentions OR article_count <> m.articles)"
    )
    connection.execute(
        "UPDATE entity SET mention_count = m.mentions FROM (SELECT entity, count(*) AS mentions FROM mention "
        "GROUP BY entity) m WHERE m.entity = entity.nid AND mention_count <> m.mentions"
    )
    connection.execute(
        "UPDATE relation SET independent_source_count = v.sources FROM (SELECT v.relation, count(DISTINCT "
        "ifnull(a.story, a.id)) AS sources FROM evidence v JOIN entity a ON a.nid = v.article GROUP BY v.relation) v "
        "WHERE v.relation = relation.rid AND independent_source_count <> v.sources"
    )


def batched(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """Lists of up to `size` records. (itertools.batched is younger than the oldest Python we run on.)"""
    iterator = iter(records)
    while batch := list(islice(iterator, size)):
        yield batch


def _put_mentions(connection: apsw.Connection, mentions: Sequence[EntityMention]) -> None:
    ends = "FROM entity a, entity n WHERE a.id = :article AND n.id = :entity"
    rows = [
        {
            "article": m.article,
            "entity": m.entity,
            "start": m.start,
            "end": m.end,
            "surface": m.surface,
            "sentence": m.sentence,
        }
        for m in {(m.article, m.entity, m.start, m.end): m for m in mentions}.values()
    ]
    connection.executemany(
        f'DELETE FROM mention WHERE (article, entity, start, "end") = (SELECT a.nid, n.nid, :start, :end {ends})', rows
    )
    connection.executemany(
        f"INSERT INTO mention SELECT a.nid, NULL, n.nid, :start, :end, :surface, :sentence {ends}", rows
    )


def clear(connection: apsw.Connection) -> None:
    tables = (
        "entity",
        "alias",
        "same_as",
        "relation",
        "evidence",
        "mention",
        "redirect",
        "document",
        "member",
        "claim",
        "copy",
        "copy_key",
        "decision",
        "decision_block",
    )
    for table in (*tables, "article_text", "name_words", "name_trigrams"):
        connection.execute(f"DELETE FROM {table}")
