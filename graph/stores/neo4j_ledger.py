"""What resolution reads, from Neo4j: each lookup one keyed statement that answers with one record."""

from collections.abc import Iterable
from typing import Any, Final

from graph import codec
from graph.compile_cypher_where import ALL_TYPES, DEFAULT_TYPES, in_list
from graph.ledger import ChainRef, Member, StoredClaim, StoredDocument
from graph.model import Decision, Document, Entity, Relation
from graph.ontology import Origin
from graph.stores import neo4j_read
from graph.stores.neo4j_schema import OF_EVENTS
from graph.stories import Copy

_EACH: Final = "UNWIND $keys AS key"
_TAKEN: Final = in_list((Origin.IMPORTED, Origin.CURATED))


def ref_key(article: str, index: int) -> str:
    """The key of a chain or a claim in its article."""
    return f"{article}#{index}"


class Neo4jLedger:
    """`graph.ledger.Ledger` inside the store's own transaction."""

    def _column(self, statement: str, **values: object) -> list[Any]:
        """The values of a statement's one column."""
        raise NotImplementedError

    def _keyed(self, match: str, returned: str, keys: Iterable[object]) -> list[Any]:
        """One list of what is found for any of the keys. The driver is slow by the record, not by the value."""
        (rows,) = self._column(f"{_EACH} {match} RETURN collect({returned})", keys=list(keys))
        return list(rows)

    def documents(self, article_ids: Iterable[str]) -> list[StoredDocument]:
        rows = self._keyed("MATCH (d:Document {article: key})", "[d.data, d.digest]", article_ids)
        return [StoredDocument(codec.decode(Document, data), digest) for data, digest in rows]

    def members(self, blocks: Iterable[str]) -> list[Member]:
        return [codec.decode(Member, data) for data in self._keyed("MATCH (c:Chain {block: key})", "c.data", blocks)]

    def members_of(self, entity_ids: Iterable[str]) -> list[Member]:
        rows = self._keyed("MATCH (c:Chain {entity: key})", "c.data", entity_ids)
        return [codec.decode(Member, data) for data in rows]

    def decisions(self, blocks: Iterable[str]) -> list[Decision]:
        rows = self._keyed("MATCH (:Block {key: key})-[:BINDS]->(d:Decision {live: true})", "DISTINCT d.data", blocks)
        return [codec.decode(Decision, data) for data in rows]

    def blocks_of_bases(self, bases: Iterable[str]) -> set[str]:
        return set(self._keyed("MATCH (c:Chain {base: key})", "DISTINCT c.block", bases))

    def entities_of(self, refs: Iterable[ChainRef]) -> dict[ChainRef, str]:
        keys = [ref_key(ref.article, ref.index) for ref in refs]
        rows = self._keyed("MATCH (c:Chain {key: key})", "[c.article, c.position, c.entity]", keys)
        return {ChainRef(article, position): entity for article, position, entity in rows}

    def claims_touching(self, refs: Iterable[ChainRef]) -> list[StoredClaim]:
        ends = " UNION ".join(f"MATCH (c:Claim {{{end}: key}}) RETURN c" for end in ("source", "target", "event"))
        match = f"CALL (key) {{ {ends} }} WITH DISTINCT c"
        return self._claims(match, [ref_key(ref.article, ref.index) for ref in refs])

    def claims_behind(self, relation_ids: Iterable[str]) -> list[StoredClaim]:
        return self._claims("MATCH (c:Claim {relation: key})", relation_ids)

    def _claims(self, match: str, keys: Iterable[object]) -> list[StoredClaim]:
        return [codec.decode(StoredClaim, data) for data in self._keyed(match, "c.data", keys)]

    def relations_of_events(self, event_ids: Iterable[str]) -> set[str]:
        by_event = " UNION ".join(f"MATCH ()-[r:{type_} {{event: key}}]->() RETURN r.id AS id" for type_ in OF_EVENTS)
        at_end = f"MATCH (:Entity {{id: key}})-[r:{'|'.join(DEFAULT_TYPES)}]-() RETURN r.id AS id"
        match = f"CALL (key) {{ {at_end} UNION {by_event} }}"
        return set(self._keyed(match, "DISTINCT id", event_ids))

    def entities(self, ids: Iterable[str]) -> list[Entity]:
        return [neo4j_read.entity(row) for row in self._keyed("MATCH (n:Entity {id: key})", neo4j_read.ENTITY, ids)]

    def relations(self, ids: Iterable[str]) -> list[Relation]:
        rows = self._keyed(f"MATCH ()-[r:{ALL_TYPES} {{id: key}}]->()", neo4j_read.RELATION, ids)
        return [neo4j_read.relation(row) for row in rows]

    def copies_by_keys(self, keys: Iterable[int]) -> list[Copy]:
        return self._copies(
            "MATCH (k:CopyKey {key: key}) WITH DISTINCT k.article AS a MATCH (c:Copy {article: a})", keys
        )

    def copies_of_stories(self, stories: Iterable[str]) -> list[Copy]:
        return self._copies("MATCH (c:Copy {story: key})", stories)

    def _copies(self, match: str, keys: Iterable[object]) -> list[Copy]:
        return [Copy(*row) for row in self._keyed(match, "[c.article, c.signature, c.story]", keys)]

    def taken(self, ids: Iterable[str]) -> set[str]:
        return set(self._keyed(f"MATCH (n:Entity {{id: key}}) WHERE n.origin IN {_TAKEN}", "n.id", ids))
