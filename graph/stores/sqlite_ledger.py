"""What resolution reads, from SQLite: each lookup one keyed statement over a JSON list of keys."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

import orjson

from graph import codec
from graph.ledger import ChainRef, Member, StoredClaim, StoredDocument
from graph.model import Decision, Document, Entity, Relation
from graph.ontology import BACKGROUND
from graph.stores import sqlite_read
from graph.stories import Copy

# Refs travel as [[article, position], …]; the json_each side drives, so that each is a lookup by key.
_REFS = "FROM json_each(:keys) j CROSS JOIN"
_IS_REF = "article = j.value ->> 0"


class SqliteLedger(ABC):
    """`graph.ledger.Ledger` over the store's own connection."""

    @abstractmethod
    def _rows(self, sql: str, values: Mapping[str, None | int | float | str]) -> list[tuple[object, ...]]: ...

    def _keyed(self, sql: str, keys: Iterable[object]) -> list[tuple[object, ...]]:
        return self._rows(sql, {"keys": orjson.dumps(list(keys)).decode()})

    def documents(self, article_ids: Iterable[str]) -> list[StoredDocument]:
        sql = "SELECT d.data, d.digest FROM json_each(:keys) j CROSS JOIN document d ON d.article = j.value"
        return [
            StoredDocument(codec.decode(Document, str(data)), str(digest))
            for data, digest in self._keyed(sql, article_ids)
        ]

    def members(self, blocks: Iterable[str]) -> list[Member]:
        sql = "SELECT m.data FROM json_each(:keys) j CROSS JOIN member m ON m.block = j.value"
        return [codec.decode(Member, str(data)) for (data,) in self._keyed(sql, blocks)]

    def members_of(self, entity_ids: Iterable[str]) -> list[Member]:
        sql = "SELECT m.data FROM json_each(:keys) j CROSS JOIN member m ON m.entity = j.value"
        return [codec.decode(Member, str(data)) for (data,) in self._keyed(sql, entity_ids)]

    def decisions(self, blocks: Iterable[str]) -> list[Decision]:
        sql = (
            "SELECT d.data FROM decision d WHERE d.live AND d.id IN "
            "(SELECT b.decision FROM json_each(:keys) j CROSS JOIN decision_block b ON b.block = j.value)"
        )
        return [codec.decode(Decision, str(data)) for (data,) in self._keyed(sql, blocks)]

    def blocks_of_bases(self, bases: Iterable[str]) -> set[str]:
        sql = "SELECT DISTINCT m.block FROM json_each(:keys) j CROSS JOIN member m ON m.base = j.value"
        return {str(block) for (block,) in self._keyed(sql, bases)}

    def entities_of(self, refs: Iterable[ChainRef]) -> dict[ChainRef, str]:
        sql = f"SELECT m.article, m.position, m.entity {_REFS} member m ON m.{_IS_REF} AND m.position = j.value ->> 1"
        keys = [(ref.article, ref.index) for ref in refs]
        return {
            ChainRef(str(article), int(str(index))): str(entity) for article, index, entity in self._keyed(sql, keys)
        }

    def claims_touching(self, refs: Iterable[ChainRef]) -> list[StoredClaim]:
        ends = " UNION ".join(
            f"SELECT c.article, c.position {_REFS} claim c ON c.{_IS_REF} AND c.{end} = j.value ->> 1"
            for end in ("source", "target", "event")
        )
        sql = f"SELECT k.data FROM ({ends}) f CROSS JOIN claim k ON k.article = f.article AND k.position = f.position"
        return self._claims(sql, [(ref.article, ref.index) for ref in refs])

    def claims_behind(self, relation_ids: Iterable[str]) -> list[StoredClaim]:
        sql = "SELECT c.data FROM json_each(:keys) j CROSS JOIN claim c ON c.relation = j.value"
        return self._claims(sql, relation_ids)

    def _claims(self, sql: str, keys: Iterable[object]) -> list[StoredClaim]:
        return [codec.decode(StoredClaim, str(data)) for (data,) in self._keyed(sql, keys)]

    def relations_of_events(self, event_ids: Iterable[str]) -> set[str]:
        events = "FROM json_each(:keys) j CROSS JOIN entity e ON e.id = j.value CROSS JOIN relation r"
        sql = " UNION ".join(
            f"SELECT r.id {events} ON r.{end} = e.nid WHERE r.type <> 'MENTIONS'"
            for end in ("source", "target", "event")
        )
        return {str(id_) for (id_,) in self._keyed(sql, event_ids)}

    def entities(self, ids: Iterable[str]) -> list[Entity]:
        sql = f"SELECT {sqlite_read.ENTITY} FROM json_each(:keys) j CROSS JOIN entity n ON n.id = j.value"
        return [sqlite_read.entity(row) for row in self._keyed(sql, ids)]

    def relations(self, ids: Iterable[str]) -> list[Relation]:
        sql = f"SELECT {sqlite_read.RELATION} FROM json_each(:keys) j CROSS JOIN relation r ON r.id = j.value"
        return [sqlite_read.relation(row) for row in self._keyed(sql, ids)]

    def copies_by_keys(self, keys: Iterable[int]) -> list[Copy]:
        found = "SELECT DISTINCT k.copy FROM json_each(:keys) j CROSS JOIN copy_key k ON k.key = j.value"
        return self._copies(f"SELECT c.* FROM ({found}) f CROSS JOIN copy c ON c.cid = f.copy", keys)

    def copies_of_stories(self, stories: Iterable[str]) -> list[Copy]:
        return self._copies("SELECT c.* FROM json_each(:keys) j CROSS JOIN copy c ON c.story = j.value", stories)

    def _copies(self, sql: str, keys: Iterable[object]) -> list[Copy]:
        return [
            Copy(str(article), str(signature), str(story)) for _, article, story, signature in self._keyed(sql, keys)
        ]

    def taken(self, ids: Iterable[str]) -> set[str]:
        origins = ", ".join(f"'{origin}'" for origin in BACKGROUND if origin != "GAZETTEER")
        sql = f"SELECT n.id FROM json_each(:keys) j CROSS JOIN entity n ON n.id = j.value WHERE n.origin IN ({origins})"
        return {str(id_) for (id_,) in self._keyed(sql, ids)}
