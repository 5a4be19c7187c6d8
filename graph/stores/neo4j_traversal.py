"""What traversals, search and analytics read from Neo4j: each method one bounded statement."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from graph.compile_cypher_where import ALL_TYPES, condition, kinds_test, relation_tests, steps, where
from graph.compile_cypher_where import Scope as Variables
from graph.ontology import EntityKind, EventStatus, ParticipantRole, RelationType
from graph.plan import Direction, Overlap
from graph.stores import neo4j_read
from graph.stores.neo4j_schema import NAME_TRIGRAMS, NAME_WORDS
from graph.stores.protocol import SIFTED, Follow, NameMatch, Neighbour, RelationCard

_WAYS: Final = {
    Direction.OUT: ("(s)-[r:{}]->(n)",),
    Direction.IN: ("(s)<-[r:{}]-(n)",),
    # Not (s)-[r]-(n): that shows a loop once, and a step leaves it at both ends.
    Direction.ANY: ("(s)-[r:{}]->(n)", "(s)<-[r:{}]-(n)"),
}

_CONFIDENCE_AS_OF: Final = (
    "coalesce(COLLECT { MATCH (v:Evidence {relation: r.id}) WHERE v.published_max <= $as_of "
    "RETURN v.confidence AS x ORDER BY x DESC LIMIT 1 }[0], r.confidence)"
)


def _follow(follow: Follow) -> tuple[list[str], list[str], dict[str, object]]:
    """The types to follow; the tests on `r`; their values. An article's MENTIONS are followed by name alone."""
    values = {"from": follow.from_, "to": follow.to, "as_of": follow.as_of}
    bounds = {name: name for name, value in values.items() if value is not None}
    tests = relation_tests(follow.types, follow.statuses, bounds.get("as_of"), "r", None)
    period = Overlap("relation", bounds.get("from"), bounds.get("to"), timeless=True)
    tests.append(condition(period, Variables(relation="r")))
    names = [types for types, label, _ in steps(follow.types, Direction.ANY) if not label]
    return names, tests, {name: value for name, value in values.items() if value is not None}


class Neo4jTraversal:
    """The traversal half of the `Store` protocol."""

    def _column(self, statement: str, **values: object) -> list[Any]:
        """The values of a statement's one column."""
        raise NotImplementedError

    def _stream(self, statement: str, **values: object) -> Iterator[Any]:
        """The same one by one, in constant memory."""
        raise NotImplementedError

    def existing(self, ids: Sequence[str]) -> Mapping[str, str]:
        statement = (
            "UNWIND $ids AS id OPTIONAL MATCH (d:Redirect {old: id, single: true}) "
            "MATCH (n:Entity {id: coalesce(d.new[0], id)}) RETURN collect([id, n.id])"
        )
        (rows,) = self._column(statement, ids=list(ids))
        return dict(rows)

    def neighbours(
        self, ids: Sequence[str], follow: Follow, *, limit: int, far: Sequence[str] | None = None
    ) -> list[Neighbour]:
        names, tests, values = _follow(follow)
        if not names:
            return []
        if far is not None:
            tests.append("n.id IN $far")
            values["far"] = list(far)
        elif follow.kinds is not None:
            tests.append(kinds_test("n", follow.kinds))
        walks = " UNION ALL ".join(
            f"MATCH {way.format(types)}{where(tests)} RETURN r, n" for types in names for way in _WAYS[follow.direction]
        )
        statement = (
            f"UNWIND $ids AS id MATCH (s:Entity {{id: id}}) CALL (s) {{ {walks} }} "
            f"WITH s, r, n, {_CONFIDENCE_AS_OF if follow.as_of is not None else 'r.confidence'} AS confidence "
            "ORDER BY confidence DESC, r.id, s.id LIMIT $limit "
            "RETURN collect([s.id, n.id, r.id, confidence, n.mention_count, n.kind])"
        )
        (rows,) = self._column(statement, ids=list(ids), limit=limit, **values)
        return [Neighbour._make(row) for row in rows]

    def edges_between(self, ids: Sequence[str], follow: Follow, *, limit: int) -> list[str]:
        names, tests, values = _follow(follow)
        if not names:
            return []
        walks = " UNION ALL ".join(
            f"MATCH (s)-[r:{types}]->(t){where(['t.id IN $ids', *tests])} RETURN r" for types in names
        )
        statement = (
            f"UNWIND $ids AS id WITH DISTINCT id MATCH (s:Entity {{id: id}}) CALL (s) {{ {walks} }} "
            "WITH r ORDER BY r.id LIMIT $limit RETURN collect(r.id)"
        )
        (rows,) = self._column(statement, ids=list(ids), limit=limit, **values)
        return list(rows)

    def relation_cards(self, ids: Sequence[str]) -> Mapping[str, RelationCard]:
        statement = (
            f"UNWIND $ids AS id MATCH (s)-[r:{ALL_TYPES} {{id: id}}]->(t) RETURN collect([r.id, type(r), s.id, t.id, "
            "s.name, t.name, r.start, r.role, r.role_title, r.former, r.status])"
        )
        (rows,) = self._column(statement, ids=list(ids))
        return {
            row[0]: RelationCard(
                row[0],
                RelationType(row[1]),
                row[2],
                row[3],
                row[4],
                row[5],
                row[6],
                role=ParticipantRole(row[7]) if row[7] else None,
                role_title=row[8],
                former=row[9],
                status=EventStatus(row[10]),
            )
            for row in rows
        }

    def edge_list(self, follow: Follow) -> Iterator[tuple[str, str, RelationType, str | None]]:
        names, tests, values = _follow(follow)
        if follow.kinds is not None:
            tests += [kinds_test("s", follow.kinds), kinds_test("t", follow.kinds)]
        for types in names:
            # One record for each source: the driver is slow by the record, and the server need not hold them all.
            edges = f"MATCH (s)-[r:{types}]->(t){where(tests)} RETURN [t.id, type(r), r.event]"
            statement = (
                f"MATCH (s:Entity) WITH s, COLLECT {{ {edges} }} AS edges WHERE size(edges) > 0 RETURN [s.id, edges]"
            )
            for source, found in self._stream(statement, **values):
                for target, type_, event in found:
                    yield source, target, RelationType(type_), event

    def name_candidates(self, folded: str, kinds: tuple[EntityKind, ...] | None, *, limit: int) -> list[NameMatch]:
        """Three looks, each cut at `limit`: equal or beginning alike, words that begin so, shared trigrams."""
        words, trigrams = neo4j_read.words(folded), neo4j_read.trigrams(folded)
        test = where(["NOT n:Article" if kinds is None else kinds_test("n", kinds)])
        looks = [
            # The nearest names first, as `search.score` has them: what is cut off at the limit scores no higher.
            (
                f"MATCH (a:Name) WHERE a.folded STARTS WITH $name MATCH (a)-[:NAMES]->(n:Entity){test} "
                "RETURN a, n ORDER BY size(a.folded), n.mention_count DESC, n.id LIMIT $limit"
            )
        ]
        for index, query, wanted in ((NAME_WORDS, "words", words), (NAME_TRIGRAMS, "trigrams", trigrams)):
            if wanted:
                procedure = f"db.index.fulltext.queryNodes('{index}', ${query}, {{limit: $sifted}})"
                looks.append(
                    f"CALL {procedure} YIELD node AS a, score MATCH (a)-[:NAMES]->(n:Entity){test} "
                    "RETURN a, n ORDER BY score DESC, n.id LIMIT $limit"
                )
        statement = (
            f"CALL () {{ {' UNION '.join(looks)} }} "
            "WITH n, a ORDER BY n.id, a.surface RETURN collect([n.id, n.kind, n.name, a.surface, n.mention_count])"
        )
        (rows,) = self._column(
            statement,
            name=folded,
            words=neo4j_read.prefixes(words),
            trigrams=" OR ".join(trigrams),
            limit=limit,
            sifted=limit * SIFTED,
        )
        return [NameMatch(id_, EntityKind(kind), name, surface, count) for id_, kind, name, surface, count in rows]
