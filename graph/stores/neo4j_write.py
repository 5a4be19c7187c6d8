"""The model's records → Neo4j. Each function runs in the transaction it is given; upserts go by constrained keys.

A MATCH names the constrained label always: without it a load is 20 times slower.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

from graph import codec, names, ties
from graph.compile_cypher_where import ALL_TYPES
from graph.errors import BadGraph
from graph.ledger import Delta
from graph.model import Decision, Entity, EntityMention, Relation
from graph.ontology import EntityKind, Judgement, RelationType
from graph.stores import neo4j_read
from graph.stores.neo4j_ledger import ref_key
from graph.stores.rows import entity_row, relation_row

Writer: TypeAlias = Callable[..., list[Any]]
"""Runs a statement of at most one column; its values."""
Record = TypeVar("Record")
BATCH: Final = 10_000
# A range index takes keys of up to 8 kB.
_LONGEST_KEY: Final = 1_000
_KIND_LABELS: Final = ":".join(kind.label for kind in EntityKind)


def batched(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """Lists of up to `size` records. (itertools.batched is younger than the oldest Python we run on.)"""
    iterator = iter(records)
    while batch := list(islice(iterator, size)):
        yield batch


def _present(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


# --- entities and relations ---------------------------------------------------------------------------------------


def _properties(entity: Entity) -> dict[str, Any]:
    row: dict[str, Any] = {**entity_row(entity), "aliases": list(entity.aliases), "same_as": list(entity.same_as)}
    row["sort_name"] = row["sort_name"][:_LONGEST_KEY]
    if entity.article is not None:
        row["words"] = " ".join(neo4j_read.words(f"{entity.name} {entity.article.text}"))
    return _present(row)


def _names(entity: Entity) -> Iterator[dict[str, Any]]:
    """Each name and alias once by its folded form. Articles are searched by their text, so theirs have no words."""
    surfaces = {names.fold(name): name for name in (*reversed(entity.aliases), entity.name)}
    for folded, surface in surfaces.items():
        if len(folded) <= _LONGEST_KEY:
            row = {"entity": entity.id, "folded": folded, "surface": surface}
            if entity.kind is not EntityKind.ARTICLE:
                row["words"] = " ".join(neo4j_read.words(folded))
                row["trigrams"] = " ".join(neo4j_read.trigrams(folded))
            yield row


def put_entities(write: Writer, entities: Sequence[Entity]) -> None:
    """Upserts entities with their names, for lookup and search; articles with their words."""
    entities = list({entity.id: entity for entity in entities}.values())
    by_kind: dict[EntityKind, list[dict[str, Any]]] = defaultdict(list)
    for entity in entities:
        by_kind[entity.kind].append(_properties(entity))
    write(
        "UNWIND $ids AS id MATCH (:Entity {id: id})<-[:NAMES|IDENTIFIES]-(x) DETACH DELETE x",
        ids=[entity.id for entity in entities],
    )
    for kind, rows in by_kind.items():
        write(
            f"UNWIND $rows AS row MERGE (n:Entity {{id: row.id}}) REMOVE n:{_KIND_LABELS} SET n = row, n:{kind.label}",
            rows=rows,
        )
    write(
        "UNWIND $rows AS row MATCH (n:Entity {id: row.entity}) CREATE (:Name {folded: row.folded, "
        "surface: row.surface, words: row.words, trigrams: row.trigrams})-[:NAMES]->(n)",
        rows=[row for entity in entities for row in _names(entity)],
    )
    write(
        "UNWIND $rows AS row MATCH (n:Entity {id: row[0]}) CREATE (:Identifier {url: row[1]})-[:IDENTIFIES]->(n)",
        rows=[
            [entity.id, url] for entity in entities for url in dict.fromkeys(entity.same_as) if len(url) <= _LONGEST_KEY
        ],
    )


def drop_entities(write: Writer, ids: Sequence[str]) -> None:
    """Deletes entities with their names and every relation that ends at them; their mentions stay, to be tied anew."""
    relations = f"MATCH (:Entity {{id: id}})-[r:{ALL_TYPES}]-() RETURN collect(DISTINCT r.id)"
    drop_relations(write, [id_ for left in write(f"UNWIND $ids AS id {relations}", ids=ids) for id_ in left])
    write(
        "UNWIND $ids AS id MATCH (n:Entity {id: id}) OPTIONAL MATCH (n)<-[:NAMES|IDENTIFIES]-(x) DETACH DELETE x, n",
        ids=ids,
    )


_DATED: Final = ", ".join(
    f"r.{column} = CASE WHEN row.dated IS NULL THEN row.put.{column} ELSE d.{column} END"
    for column in ("start", "`end`", "start_min", "end_max")
)


def put_relations(write: Writer, relations: Sequence[Relation]) -> None:
    """Upserts relations with their evidence. One that is dated by its event takes over the event's period."""
    relations = list({relation.id: relation for relation in relations}.values())
    drop_relations(write, [relation.id for relation in relations])
    by_type: dict[RelationType, list[dict[str, Any]]] = defaultdict(list)
    for relation in relations:
        row = _present({**relation_row(relation), "former": relation.former})
        put = {key: row[key] for key in row.keys() - {"type", "source", "target", "dated", "event"}}
        by_type[relation.type].append({**row, "put": put})
    for type_, rows in by_type.items():
        made = write(
            "UNWIND $rows AS row MATCH (s:Entity {id: row.source}) MATCH (t:Entity {id: row.target}) "
            "OPTIONAL MATCH (e:Entity {id: row.event}) OPTIONAL MATCH (d:Entity {id: row.dated}) "
            f"CREATE (s)-[r:{type_}]->(t) SET r = row.put, r.event = e.id, {_DATED} RETURN count(*)",
            rows=[{key: row.get(key) for key in ("source", "target", "event", "dated", "put")} for row in rows],
        )
        if made != [len(rows)]:
            raise _missing_end(write, rows)
    write(
        "UNWIND $rows AS row MATCH (a:Entity {id: row.article}) CREATE (v:Evidence)-[:IN]->(a) "
        "SET v = row, v.published_max = a.end_max",
        rows=[
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
        ],
    )


def drop_relations(write: Writer, ids: Sequence[str]) -> None:
    write("UNWIND $ids AS id MATCH (v:Evidence {relation: id}) DETACH DELETE v", ids=ids)
    write(f"UNWIND $ids AS id MATCH ()-[r:{ALL_TYPES} {{id: id}}]->() DELETE r", ids=ids)


def _missing_end(write: Writer, rows: Sequence[Mapping[str, Any]]) -> BadGraph:
    ends = {row[end] for row in rows for end in ("source", "target")}
    known = set(write("UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN n.id", ids=list(ends)))
    relation, end, missing = next(
        (row["put"]["id"], end, row[end]) for row in rows for end in ("source", "target") if row[end] not in known
    )
    return BadGraph(f"edge {relation}: its {end} {missing!r} is no node; add the node, or leave the edge out")


# --- what articles said -------------------------------------------------------------------------------------------


def apply(write: Writer, delta: Delta) -> None:
    """Writes a Delta in the order that `graph.ledger` gives."""
    put = [stored.document.article.id for stored in delta.documents_put]
    gone = [*delta.articles_dropped, *put]
    for label in ("Document", "Chain", "Claim", "Copy", "CopyKey"):
        write(f"UNWIND $ids AS id MATCH (x:{label} {{article: id}}) DETACH DELETE x", ids=gone)
    write("UNWIND $ids AS id MATCH (:Entity {id: id})<-[:IN]-(m:Mention) DETACH DELETE m", ids=gone)
    write(
        "UNWIND $rows AS row CREATE (:Document {article: row[0], digest: row[1], data: row[2]})",
        rows=[
            [stored.document.article.id, stored.digest, codec.encode(stored.document)] for stored in delta.documents_put
        ],
    )
    write(
        "UNWIND $rows AS row CREATE (:Copy {article: row[0], story: row[1], signature: row[2]}) "
        "FOREACH (key IN row[3] | CREATE (:CopyKey {key: key, article: row[0]}))",
        rows=[[copy.article, copy.story, copy.signature, list(copy.keys)] for copy in delta.copies_put],
    )
    write(
        "UNWIND $rows AS row MATCH (d:Document {article: row[0]}) SET d.digest = row[1]",
        rows=[list(item) for item in delta.digests_put],
    )
    _put_ledger(write, delta)
    drop_relations(write, delta.relations_dropped)
    drop_entities(write, delta.entities_dropped)
    put_entities(write, delta.entities_put)
    put_relations(write, delta.relations_put)
    _put_chain_mentions(write, delta, frozenset(put))
    write("UNWIND $ids AS id MATCH (d:Redirect {old: id}) DELETE d", ids=delta.redirects_dropped)
    put_redirects(write, delta.redirects_put)


def _put_ledger(write: Writer, delta: Delta) -> None:
    members = [
        {
            "key": ref_key(member.ref.article, member.ref.index),
            "article": member.ref.article,
            "position": member.ref.index,
            "block": member.block,
            "base": member.base,
            "entity": member.entity,
            "data": codec.encode(member),
        }
        for member in delta.members_put
    ]
    claims = [
        _present(
            {
                "key": ref_key(claim.article, claim.index),
                "article": claim.article,
                "source": ref_key(claim.article, claim.claim.source),
                "target": ref_key(claim.article, claim.claim.target),
                "event": None if claim.claim.event is None else ref_key(claim.article, claim.claim.event),
                "relation": claim.relation,
                "data": codec.encode(claim),
            }
        )
        for claim in delta.claims_put
    ]
    for label, rows in (("Chain", members), ("Claim", claims)):
        write(f"UNWIND $rows AS row MERGE (x:{label} {{key: row.key}}) SET x = row", rows=rows)


def _put_chain_mentions(write: Writer, delta: Delta, put: frozenset[str]) -> None:
    """Makes the mentions of new documents, and ties those of other chains to the entities they are now."""
    write(
        "UNWIND $rows AS row MATCH (c:Chain {key: row.chain}) MATCH (a:Entity {id: row.article}) "
        "MATCH (n:Entity {id: c.entity}) CREATE (a)<-[:IN]-(m:Mention)-[:OF]->(n) SET m = row, m.entity = n.id",
        rows=[
            {
                "chain": ref_key(mention.ref.article, mention.ref.index),
                "article": mention.ref.article,
                "start": mention.start,
                "end": mention.end,
                "surface": mention.surface,
                "sentence": mention.sentence,
            }
            for mention in delta.mentions_put
        ],
    )
    write(
        "UNWIND $rows AS row MATCH (m:Mention {chain: row[0]}) MATCH (n:Entity {id: row[1]}) "
        "OPTIONAL MATCH (m)-[old:OF]->() DELETE old CREATE (m)-[:OF]->(n) SET m.entity = n.id",
        rows=[
            [ref_key(member.ref.article, member.ref.index), member.entity]
            for member in delta.members_put
            if member.ref.article not in put
        ],
    )


def put_decisions(write: Writer, decisions: Iterable[Decision]) -> list[str]:
    """Keeps decisions, and which of all no other replaces; the blocks that the new and the replaced ones bear on."""
    fresh = list(decisions)
    write(
        "UNWIND $rows AS row MERGE (d:Decision {id: row.id}) SET d = row",
        rows=[
            {
                "id": decision.id,
                "sure": decision.judgement is not Judgement.UNSURE,
                "replaces": list(decision.replaces),
                "data": codec.encode(decision),
            }
            for decision in fresh
        ],
    )
    write(
        "UNWIND $rows AS row MATCH (d:Decision {id: row[0]}) MERGE (b:Block {key: row[1]}) MERGE (b)-[:BINDS]->(d)",
        rows=[[decision.id, block] for decision in fresh for block in sorted(ties.blocks_of(decision))],
    )
    write(
        "MATCH (d:Decision) UNWIND d.replaces + [''] AS id WITH collect(id) AS replaced "
        "MATCH (d:Decision) SET d.live = d.sure AND NOT d.id IN replaced"
    )
    touched = sorted({id_ for decision in fresh for id_ in (decision.id, *decision.replaces)})
    blocks = "MATCH (:Decision {id: id})<-[:BINDS]-(b) RETURN DISTINCT b.key"
    return write(f"UNWIND $ids AS id {blocks}", ids=touched)


def put_redirects(write: Writer, redirects: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    """Redirects stay one step long: what led to `old` now leads to its successors."""
    for old, new in redirects:
        write(
            "OPTIONAL MATCH (d:Redirect) WHERE $old IN d.new WITH collect(d) AS through "
            "FOREACH (d IN through | SET d.new = [x IN d.new WHERE x <> $old] + "
            "[x IN $new WHERE x <> d.old AND NOT x IN d.new]) "
            "MERGE (r:Redirect {old: $old}) SET r.new = [x IN $new WHERE x <> $old]",
            old=old,
            new=sorted(new),
        )
    write("MATCH (d:Redirect) WHERE size(d.new) = 0 DELETE d")
    write("MATCH (d:Redirect) WHERE d.single IS NULL OR d.single <> (size(d.new) = 1) SET d.single = size(d.new) = 1")


# --- a prepared graph ---------------------------------------------------------------------------------------------


def put_mentions(write: Writer, mentions: Sequence[EntityMention]) -> None:
    write(
        "UNWIND $rows AS row MATCH (a:Entity {id: row.article}) MATCH (n:Entity {id: row.entity}) "
        "OPTIONAL MATCH (a)<-[:IN]-(old:Mention {entity: row.entity, start: row.start, end: row.end}) "
        "DETACH DELETE old "
        "CREATE (a)<-[:IN]-(m:Mention)-[:OF]->(n) SET m = row",
        rows=[
            {
                "article": mention.article,
                "entity": mention.entity,
                "start": mention.start,
                "end": mention.end,
                "surface": mention.surface,
                "sentence": mention.sentence,
            }
            for mention in {(m.article, m.entity, m.start, m.end): m for m in mentions}.values()
        ],
    )


def put_imported(write: Writer, relations: Sequence[Relation]) -> None:
    """Upserts relations; which of their sources are copies of one another only the stored articles tell."""
    put_relations(write, relations)
    sources = "MATCH (:Evidence {relation: r.id})-[:IN]->(a) RETURN DISTINCT coalesce(a.story, a.id) AS source"
    write(
        f"UNWIND $ids AS id MATCH ()-[r:{ALL_TYPES} {{id: id}}]->() "
        f"SET r.independent_source_count = COUNT {{ {sources} }}",
        ids=[relation.id for relation in relations if len(relation.evidence) > 1],
    )


COUNT_MENTIONS: Final = """MATCH (n:Entity)
  WITH n, COUNT { (n)<-[:OF]-() } AS named, COLLECT { MATCH (n)<-[r:MENTIONS]-() RETURN coalesce(r.count, 1) } AS counts
  WITH n, size(counts) AS articles,
    CASE WHEN named > 0 THEN named ELSE reduce(total = 0, one IN counts | total + one) END AS mentions
  WHERE mentions > 0 AND n.mention_count <> mentions OR articles > 0 AND n.article_count <> articles"""
SET_COUNTS: Final = """SET n.mention_count = CASE WHEN mentions > 0 THEN mentions ELSE n.mention_count END,
  n.article_count = CASE WHEN articles > 0 THEN articles ELSE n.article_count END"""
"""A prepared graph's entities count by its mentions or, without those, by what its MENTIONS say."""
CLEAR: Final = tuple(
    f"MATCH {pattern} CALL (x) {{ DELETE x }} IN TRANSACTIONS OF {BATCH} ROWS"
    for pattern in ("()-[x]->()", "(x) WHERE NOT x:Meta")
)
"""Relations first: a hub deleted with all of its own would not fit the server's memory."""
