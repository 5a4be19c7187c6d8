"""Records of Neo4j → the model's records; statistics; everything in id order."""

import heapq
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import orjson

from graph import codec, names
from graph.ledger import Member
from graph.model import Article, Decision, Entity, EntityMention, Evidence, Relation, Traits
from graph.ontology import (
    EntityKind,
    EventStatus,
    EventType,
    Medium,
    Origin,
    ParticipantRole,
    PlaceType,
    RelationType,
)
from graph.stores.protocol import Statistics

Reader: TypeAlias = Callable[..., list[Any]]
"""Runs a statement of one column; its values."""
_PAGE: Final = 1000

# What is kept for search alone stays behind.
ENTITY: Final = """n {.id, .kind, .name, .aliases, .description, .same_as, .mention_count, .origin, .properties,
  .place_type, .latitude, .longitude, .country_code, .event_type, .status, .medium, .start, .end, .trigger,
  .article_key, .url, .publisher, .author, .published, .story, .text,
  articles: COLLECT { MATCH (a)-[:MENTIONS]->(n) WITH a.id AS id ORDER BY id RETURN id }}"""
RELATION: Final = """r {.*, type: type(r), source: startNode(r).id, target: endNode(r).id,
  evidence: COLLECT { MATCH (v:Evidence {relation: r.id}) WITH v ORDER BY v.article, v.start, v.end, v.extractor
    RETURN [v.article, v.start, v.end, v.sentence, v.extractor, v.confidence, v.claimed] }}"""


def entity(row: Mapping[str, Any]) -> Entity:
    """An Entity from the one column of ENTITY."""
    kind = EntityKind(row["kind"])
    article = None
    if kind is EntityKind.ARTICLE:
        article = Article(
            key=row["article_key"] or row["id"],
            id=row["id"],
            title=row["name"],
            text=row["text"] or "",
            url=row["url"],
            publisher=row["publisher"],
            published=row["published"],
            description=row["description"],
            author=row["author"],
            story=row["story"],
        )
    return Entity(
        id=row["id"],
        kind=kind,
        name=row["name"],
        aliases=tuple(row["aliases"]),
        description=row["description"],
        same_as=tuple(row["same_as"]),
        articles=tuple(row["articles"]),
        mention_count=row["mention_count"],
        traits=Traits(
            place_type=PlaceType(row["place_type"]) if row["place_type"] else None,
            latitude=row["latitude"],
            longitude=row["longitude"],
            country_code=row["country_code"],
            event_type=EventType(row["event_type"]) if row["event_type"] else None,
            status=EventStatus(row["status"]) if row["status"] else None,
            medium=Medium(row["medium"]) if row["medium"] else None,
            # An article's period is its publication date, kept for order and filters.
            start=None if article else row["start"],
            end=None if article else row["end"],
            trigger=row["trigger"],
        ),
        article=article,
        origin=Origin(row["origin"]),
        properties=orjson.loads(row["properties"]),
    )


def relation(row: Mapping[str, Any]) -> Relation:
    """A Relation from the one column of RELATION, which leaves out what is null."""
    return Relation(
        id=row["id"],
        type=RelationType(row["type"]),
        source=row["source"],
        target=row["target"],
        status=EventStatus(row["status"]),
        role=ParticipantRole(row["role"]) if "role" in row else None,
        role_title=row.get("role_title"),
        count=row.get("count"),
        start=row.get("start"),
        end=row.get("end"),
        attested_from=row.get("attested_from"),
        attested_to=row.get("attested_to"),
        former=row["former"],
        event=row.get("event"),
        origin=Origin(row["origin"]),
        confidence=row["confidence"],
        first_reported=row.get("first_reported"),
        report_count=row["report_count"],
        independent_source_count=row["independent_source_count"],
        evidence=tuple(
            Evidence(article, start, end, sentence, extractor, confidence, EventStatus(claimed))
            for article, start, end, sentence, extractor, confidence, claimed in row["evidence"]
        ),
        properties=orjson.loads(row["properties"]),
    )


def _pages(read: Reader, statement: str, key: Callable[[Any], str]) -> Iterator[Any]:
    """All rows of a statement that continues behind $last, page by page, so that memory stays constant."""
    last = ""
    while True:
        (rows,) = read(statement, last=last, limit=_PAGE)
        yield from rows
        if len(rows) < _PAGE:
            return
        last = key(rows[-1])


def all_entities(read: Reader) -> Iterator[Entity]:
    page = "MATCH (n:Entity) WHERE n.id > $last WITH n ORDER BY n.id LIMIT $limit RETURN collect(" + ENTITY + ")"
    return map(entity, _pages(read, page, lambda row: str(row["id"])))


def all_relations(read: Reader) -> Iterator[Relation]:
    """By id over all types: each type has its own index, so their pages are merged here."""
    pages = (
        f"MATCH ()-[r:{type_}]->() WHERE r.id > $last WITH r ORDER BY r.id LIMIT $limit RETURN collect({RELATION})"
        for type_ in RelationType
    )
    rows = heapq.merge(
        *(_pages(read, page, lambda row: str(row["id"])) for page in pages), key=lambda row: str(row["id"])
    )
    return map(relation, rows)


def all_mentions(read: Reader) -> Iterator[EntityMention]:
    mentions = (
        "COLLECT { MATCH (a)<-[:IN]-(m:Mention) WITH m ORDER BY m.start, m.end, m.entity "
        "RETURN [m.entity, m.start, m.end, m.surface, m.sentence] }"
    )
    page = f"MATCH (a:Article) WHERE a.id > $last WITH a ORDER BY a.id LIMIT $limit RETURN collect([a.id, {mentions}])"
    for article, rows in _pages(read, page, lambda row: str(row[0])):
        for row in rows:
            yield EntityMention(article, *row)


def all_redirects(read: Reader) -> Iterator[tuple[str, tuple[str, ...]]]:
    page = "MATCH (d:Redirect) WHERE d.old > $last WITH d ORDER BY d.old LIMIT $limit RETURN collect([d.old, d.new])"
    for old, new in _pages(read, page, lambda row: str(row[0])):
        yield old, tuple(sorted(new))


def all_decisions(read: Reader) -> Iterator[Decision]:
    page = "MATCH (d:Decision) WHERE d.id > $last WITH d ORDER BY d.id LIMIT $limit RETURN collect([d.id, d.data])"
    for _, data in _pages(read, page, lambda row: str(row[0])):
        yield codec.decode(Decision, data)


def all_members(read: Reader) -> Iterator[Member]:
    of_block = "COLLECT { MATCH (c:Chain {block: block}) WITH c ORDER BY c.article, c.position RETURN c.data }"
    page = (
        "MATCH (c:Chain) WHERE c.block > $last WITH DISTINCT c.block AS block ORDER BY block LIMIT $limit "
        f"RETURN collect([block, {of_block}])"
    )
    for _, members in _pages(read, page, lambda row: str(row[0])):
        for data in members:
            yield codec.decode(Member, data)


def _statistics() -> str:
    """Counts from the count store; degrees by a scan of the relations of each type at each end."""
    entities = ", ".join(f"{kind}: COUNT {{ (:{kind.label}) }}" for kind in EntityKind)
    degrees = ", ".join(
        f"{type_}: [{', '.join(_degrees(type_, pattern) for pattern in ('(n)-[r:{}]->()', '(n)<-[r:{}]-()'))}]"
        for type_ in RelationType
    )
    published = (
        "COLLECT { MATCH (a:Article) WHERE a.published IS NOT NULL RETURN [min(a.published), max(a.published)] }[0]"
    )
    return (
        f"RETURN {{entities: {{{entities}}}, degrees: {{{degrees}}}, evidence: COUNT {{ (:Evidence) }}, "
        f"mentions: COUNT {{ (:Mention) }}, published: {published}, "
        "revision: COLLECT { MATCH (m:Meta {key: 'graph'}) RETURN m.revision }[0]}"
    )


def _degrees(type_: RelationType, pattern: str) -> str:
    count = f"MATCH {pattern.format(type_)} WITH n, count(r) AS degree"
    return f"COLLECT {{ {count} RETURN [sum(degree), avg(degree), max(degree)] }}[0]"


STATISTICS: Final = _statistics()


def statistics(row: Mapping[str, Any]) -> Statistics:
    """Statistics from the one column of STATISTICS; kinds and types that are not there are left out."""
    degrees = {RelationType(type_): ends for type_, ends in row["degrees"].items() if ends[0][0]}
    return Statistics(
        revision=row["revision"],
        entities={EntityKind(kind): count for kind, count in row["entities"].items() if count},
        relations={type_: out[0] for type_, (out, _) in degrees.items()},
        mean_degree={type_: (out[1], into[1]) for type_, (out, into) in degrees.items()},
        max_degree={type_: (out[2], into[2]) for type_, (out, into) in degrees.items()},
        evidence=row["evidence"],
        mentions=row["mentions"],
        first_published=row["published"][0],
        last_published=row["published"][1],
    )


_WORD: Final = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a text as the full-text indexes hold them: folded, letters and digits alone."""
    return "".join(char if char.isalnum() else " " for char in names.fold(text)).split()


def full_text(text: str) -> str:
    """A Lucene query for every word of the text: each quoted, with no character in it that is syntax.

    What is one word to the reader and several to the index ('a_b') must stand side by side.
    """
    phrases = [" ".join(words(word)) for word in _WORD.findall(text)]
    return " AND ".join(f'"{phrase}"' for phrase in phrases if phrase) or '""'


def prefixes(text: Sequence[str]) -> str:
    """A Lucene query for names with a word beginning with each of these words."""
    return " AND ".join(f"{word}*" for word in text)


def trigrams(text: str) -> list[str]:
    """Every three characters in a row of a folded name, blanks as '_'; each once, sorted."""
    compact = "".join(char if char.isalnum() else "_" for char in text)
    return sorted({compact[i : i + 3] for i in range(len(compact) - 2)} - {"___"})
