"""What traversals, search and analytics read from SQLite: each method one bounded statement."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

import orjson

from graph.compile_sql_where import relation_tests
from graph.ontology import TIMELESS, EntityKind, EventStatus, ParticipantRole, RelationType
from graph.plan import Direction
from graph.stores.protocol import SIFTED, Follow, NameMatch, Neighbour, RelationCard

# Names to look along for a misspelt one, of 200,000: 4,000 find 96.5% of names with two letters swapped among the first
# ten in 3.3 ms, 8,000 find 99.5% in 4.3, 16,000 all in 6.2, but then a beginning takes 4.4 instead of 2.7.
_ENOUGH: Final = 8000
# The default types, said one by one so that the index skips the thousands of articles that name a person.
_DEFAULT_TYPES: Final = tuple(type_ for type_ in RelationType if type_ is not RelationType.MENTIONS)
_Values = dict[str, None | int | float | str]


def _follow(follow: Follow, alias: str) -> tuple[list[str], _Values]:
    """The tests that a relation must pass to be followed, with their values."""
    values: _Values = {}
    if follow.as_of is not None:
        values["as_of"] = follow.as_of
    types = _DEFAULT_TYPES if follow.types is None else follow.types
    tests = relation_tests(types, follow.statuses, "as_of" if values else None, alias, None)
    if follow.types is None:
        tests.append(f"NOT ({alias}.type = 'LOCATED_IN' AND {alias}.origin = 'GAZETTEER')")
    dated = []
    for name, bound, test in (("from", follow.from_, "end_max >= :from"), ("to", follow.to, "start_min <= :to")):
        if bound is not None:
            values[name] = bound
            dated.append(f"{alias}.{test}")
    if dated:
        timeless = ", ".join(f"'{type_}'" for type_ in TIMELESS)
        undated = f"{alias}.start_min IS NULL AND {alias}.end_max IS NULL AND {alias}.type IN ({timeless})"
        tests.append(f"(ifnull({' AND '.join(dated)}, 0) OR ({undated}))")
    return tests, values


def _kinds(kinds: tuple[EntityKind, ...] | None, alias: str) -> list[str]:
    return [] if kinds is None else [f"{alias}.kind IN ({', '.join(repr(str(kind)) for kind in kinds) or 'NULL'})"]


class SqliteTraversal(ABC):
    """The traversal half of the `Store` protocol."""

    @abstractmethod
    def _rows(self, sql: str, values: Mapping[str, None | int | float | str]) -> list[tuple[object, ...]]: ...

    @abstractmethod
    def _stream(self, sql: str, values: Mapping[str, None | int | float | str]) -> Iterator[tuple[object, ...]]: ...

    def existing(self, ids: Sequence[str]) -> Mapping[str, str]:
        sql = (
            "SELECT j.value, n.id FROM json_each(:ids) j LEFT JOIN redirect d ON d.old = j.value AND d.single "
            "CROSS JOIN entity n ON n.id = coalesce(d.new, j.value)"
        )
        return {str(old): str(new) for old, new in self._rows(sql, {"ids": orjson.dumps(list(ids)).decode()})}

    def neighbours(
        self, ids: Sequence[str], follow: Follow, *, limit: int, far: Sequence[str] | None = None
    ) -> list[Neighbour]:
        tests, values = _follow(follow, "r")
        ways = {
            Direction.OUT: (("source", "target"),),
            Direction.IN: (("target", "source"),),
            Direction.ANY: (("source", "target"), ("target", "source")),
        }
        confidence = "r.confidence"
        if follow.as_of is not None:
            stated = "SELECT max(v.confidence) FROM evidence v WHERE v.relation = r.rid AND v.published_max <= :as_of"
            confidence = f"ifnull(({stated}), r.confidence)"
        selects = []
        for near_end, far_end in ways[follow.direction]:
            reached = _kinds(follow.kinds, "n") if far is None else [f"r.{far_end} IN (SELECT nid FROM far)"]
            selects.append(
                f"SELECT s.id AS near, n.id AS far, r.id AS id, {confidence} AS confidence, "
                "n.mention_count AS mentions, n.kind AS kind FROM json_each(:ids) j "
                "CROSS JOIN entity s ON s.id = j.value CROSS JOIN relation r "
                f"ON r.{near_end} = s.nid CROSS JOIN entity n ON n.nid = r.{far_end} "
                f"WHERE {' AND '.join([*tests, *reached])}"
            )
        sql = " UNION ALL ".join(selects) + " ORDER BY confidence DESC, id, near LIMIT :limit"
        if far is not None:
            found = "SELECT n.nid FROM json_each(:far) j CROSS JOIN entity n ON n.id = j.value"
            sql = f"WITH far AS MATERIALIZED ({found}) {sql}"
            values["far"] = orjson.dumps(list(far)).decode()
        rows = self._rows(sql, {**values, "ids": orjson.dumps(list(ids)).decode(), "limit": limit})
        return [Neighbour._make(row) for row in rows]

    def edges_between(self, ids: Sequence[str], follow: Follow, *, limit: int) -> list[str]:
        tests, values = _follow(follow, "r")
        found = (
            "SELECT r.id AS id FROM kept s CROSS JOIN relation r ON r.source = s.nid "
            f"WHERE {' AND '.join(['r.target IN (SELECT nid FROM kept)', *tests])}"
        )
        sql = (
            "WITH kept AS MATERIALIZED (SELECT n.nid, n.id, n.kind FROM json_each(:ids) j CROSS JOIN entity n ON "
            f"n.id = j.value) {found} ORDER BY id LIMIT :limit"
        )
        rows = self._rows(sql, {**values, "ids": orjson.dumps(list(ids)).decode(), "limit": limit})
        return [str(id_) for (id_,) in rows]

    def relation_cards(self, ids: Sequence[str]) -> Mapping[str, RelationCard]:
        sql = (
            "SELECT r.id, r.type, s.id, t.id, s.name, t.name, r.start, r.role, r.role_title, r.former, "
            "r.status "
            "FROM json_each(:ids) j CROSS JOIN relation r ON r.id = j.value CROSS JOIN entity s ON s.nid = r.source "
            "CROSS JOIN entity t ON t.nid = r.target"
        )
        rows = cast(
            list[tuple[str, str, str, str, str, str, str | None, str | None, str | None, int, str]],
            self._rows(sql, {"ids": orjson.dumps(list(ids)).decode()}),
        )
        return {
            row[0]: RelationCard(
                row[0],
                RelationType(row[1]),
                *row[2:7],
                ParticipantRole(row[7]) if row[7] else None,
                row[8],
                bool(row[9]),
                EventStatus(row[10]),
            )
            for row in rows
        }

    def edge_list(self, follow: Follow) -> Iterator[tuple[str, str, RelationType, str | None]]:
        tests, values = _follow(follow, "r")
        tests += [*_kinds(follow.kinds, "s"), *_kinds(follow.kinds, "t")]
        sql = (
            "SELECT s.id, t.id, r.type, e.id FROM relation r CROSS JOIN entity s ON s.nid = r.source "
            f"CROSS JOIN entity t ON t.nid = r.target LEFT JOIN entity e ON e.nid = r.event WHERE {' AND '.join(tests)}"
        )
        for source, target, type_, event in self._stream(sql, values):
            yield str(source), str(target), RelationType(str(type_)), None if event is None else str(event)

    def name_candidates(self, folded: str, kinds: tuple[EntityKind, ...] | None, *, limit: int) -> list[NameMatch]:
        """Three looks, each cut at `limit`: equal or beginning alike, words that begin so, most shared trigrams.

        Two statements: the first finds which trigrams are rare enough to look along (`_ENOUGH` names in all).
        """
        compact = "".join(char if char.isalnum() else " " for char in folded)
        words = compact.split()
        kind = "n.kind <> 'ARTICLE'" if kinds is None else _kinds(kinds, "n")[0]
        of_kind = f"JOIN entity n ON n.nid = a.entity AND {kind}"
        looks = [
            # The nearest names first, as `search.score` has them: what is cut off at the limit scores no higher.
            (
                f"SELECT a.aid FROM alias a {of_kind} WHERE a.folded >= :name AND a.folded < :beyond "
                "ORDER BY length(a.folded), n.mention_count DESC, n.id LIMIT :limit"
            )
        ]
        values: _Values = {"name": folded, "beyond": folded + "\U0010ffff", "limit": limit, "sifted": limit * SIFTED}
        if words:
            looks.append(
                f"SELECT a.aid FROM name_words w CROSS JOIN alias a ON a.aid = w.rowid {of_kind} "
                "WHERE name_words MATCH :words LIMIT :limit"
            )
            values["words"] = " AND ".join(f'"{word}"*' for word in words)
        if trigrams := self._rare_trigrams({compact[i : i + 3] for i in range(len(compact) - 2)}):
            shared = []
            for index, trigram in enumerate(trigrams):
                shared.append(f"SELECT rowid FROM name_trigrams WHERE name_trigrams MATCH :t{index}")
                values[f"t{index}"] = f'"{trigram}"'
            counted = (
                f"SELECT rowid, count(*) AS shared FROM ({' UNION ALL '.join(shared)}) GROUP BY rowid "
                "ORDER BY shared DESC, rowid LIMIT :sifted"
            )
            looks.append(
                f"SELECT a.aid FROM ({counted}) t CROSS JOIN alias a ON a.aid = t.rowid {of_kind} "
                "ORDER BY t.shared DESC, t.rowid LIMIT :limit"
            )
        found = " UNION ".join(f"SELECT aid FROM ({look})" for look in looks)
        sql = (
            "SELECT n.id, n.kind, n.name, a.surface, n.mention_count FROM alias a JOIN entity n ON n.nid = a.entity "
            f"WHERE a.aid IN ({found}) ORDER BY n.id, a.surface"
        )
        rows = cast(list[tuple[str, str, str, str, int]], self._rows(sql, values))
        return [NameMatch(id_, EntityKind(kind), name, surface, count) for id_, kind, name, surface, count in rows]

    def _rare_trigrams(self, trigrams: Iterable[str]) -> list[str]:
        # Ranking by bm25 read 35,000 of 200,000 names for one query; the rarest trigrams find the same with 4,000.
        sql = (
            "SELECT v.term, v.doc FROM json_each(:terms) j CROSS JOIN name_trigram_counts v ON v.term = j.value "
            "ORDER BY 2, 1"
        )
        chosen: list[str] = []
        total = 0
        for term, count in self._rows(sql, {"terms": orjson.dumps(sorted(trigrams)).decode()}):
            if chosen and total + int(str(count)) > _ENOUGH:
                break
            chosen.append(str(term))
            total += int(str(count))
        return chosen
