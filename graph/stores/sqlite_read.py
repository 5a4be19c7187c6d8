"""Rows of SQLite → the model's records; statistics; everything in id order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import apsw
import orjson

from graph import codec
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

# Columns are fetched as one JSON array: one value crosses into Python instead of thirty.
ENTITY: Final = """json_array(n.id, n.kind, n.name, json(n.aliases), n.description, json(n.same_as), n.mention_count,
  n.origin, json(n.properties), n.place_type, n.latitude, n.longitude, n.country_code, n.event_type, n.status, n.medium,
  n.start, n."end", n."trigger", n.article_key, n.url, n.publisher, n.author, n.published, n.story, n.text,
  (SELECT json_group_array(a.id ORDER BY a.id) FROM relation o JOIN entity a ON a.nid = o.source
   WHERE o.target = n.nid AND o.type = 'MENTIONS'))"""
RELATION: Final = """json_array(r.id, r.type, (SELECT id FROM entity WHERE nid = r.source),
  (SELECT id FROM entity WHERE nid = r.target), r.status, r.role, r.role_title, r.count, r.start, r."end",
  r.attested_from, r.attested_to, r.former, (SELECT id FROM entity WHERE nid = r.event), r.origin, r.confidence,
  r.first_reported, r.report_count, r.independent_source_count, json(r.properties),
  (SELECT json_group_array(json_array(a.id, v.start, v."end", v.sentence, v.extractor, v.confidence, v.claimed)
     ORDER BY a.id, v.start, v."end", v.extractor) FROM evidence v JOIN entity a ON a.nid = v.article
   WHERE v.relation = r.rid))"""


def entity(row: Sequence[object]) -> Entity:
    """An Entity from the one column of ENTITY."""
    (
        id_, kind, name, aliases, description, same_as, mention_count, origin, properties, place_type, latitude,
        longitude, country_code, event_type, status, medium, start, end, trigger, key, url, publisher, author,
        published, story, text, articles,
    ) = orjson.loads(str(row[0]))  # fmt: skip
    article = None
    if kind == EntityKind.ARTICLE:
        article = Article(
            key=key or id_,
            id=id_,
            title=name,
            text=text or "",
            url=url,
            publisher=publisher,
            published=published,
            description=description,
            author=author,
            story=story,
        )
        start = end = None  # an article's period is its publication date, kept for order and filters
    return Entity(
        id=id_,
        kind=EntityKind(kind),
        name=name,
        aliases=tuple(aliases),
        description=description,
        same_as=tuple(same_as),
        articles=tuple(_list(articles)),
        mention_count=mention_count,
        traits=Traits(
            place_type=PlaceType(place_type) if place_type else None,
            latitude=latitude,
            longitude=longitude,
            country_code=country_code,
            event_type=EventType(event_type) if event_type else None,
            status=EventStatus(status) if status else None,
            medium=Medium(medium) if medium else None,
            start=start,
            end=end,
            trigger=trigger,
        ),
        article=article,
        origin=Origin(origin),
        properties=properties,
    )


def relation(row: Sequence[object]) -> Relation:
    """A Relation from the one column of RELATION."""
    (
        id_, type_, source, target, status, role, role_title, count, start, end, attested_from, attested_to, former,
        event, origin, confidence, first_reported, report_count, independent, properties, evidence,
    ) = orjson.loads(str(row[0]))  # fmt: skip
    return Relation(
        id=id_,
        type=RelationType(type_),
        source=source,
        target=target,
        status=EventStatus(status),
        role=ParticipantRole(role) if role else None,
        role_title=role_title,
        count=count,
        start=start,
        end=end,
        attested_from=attested_from,
        attested_to=attested_to,
        former=bool(former),
        event=event,
        origin=Origin(origin),
        confidence=confidence,
        first_reported=first_reported,
        report_count=report_count,
        independent_source_count=independent,
        evidence=tuple(
            Evidence(article, first, last, sentence, extractor, sure, EventStatus(claimed))
            for article, first, last, sentence, extractor, sure, claimed in _list(evidence)
        ),
        properties=properties,
    )


def _list(value: Any) -> list[Any]:
    # A sub-select's JSON arrives as text inside json_array().
    return orjson.loads(value) if isinstance(value, str) else value or []


def all_entities(connection: apsw.Connection) -> Iterator[Entity]:
    return map(entity, connection.execute(f"SELECT {ENTITY} FROM entity n ORDER BY n.id"))


def all_relations(connection: apsw.Connection) -> Iterator[Relation]:
    return map(relation, connection.execute(f"SELECT {RELATION} FROM relation r ORDER BY r.id"))


def all_mentions(connection: apsw.Connection) -> Iterator[EntityMention]:
    sql = (
        'SELECT a.id, n.id, m.start, m."end", m.surface, m.sentence FROM entity a CROSS JOIN mention m '
        "ON m.article = a.nid JOIN entity n ON n.nid = m.entity WHERE a.kind = 'ARTICLE' "
        'ORDER BY a.id, m.start, m."end", n.id'
    )
    for article, name, start, end, surface, sentence in connection.execute(sql):
        yield EntityMention(str(article), str(name), int(str(start)), int(str(end)), str(surface), str(sentence))


def all_redirects(connection: apsw.Connection) -> Iterator[tuple[str, tuple[str, ...]]]:
    for old, new in connection.execute("SELECT old, json_group_array(new ORDER BY new) FROM redirect GROUP BY old"):
        yield str(old), tuple(orjson.loads(str(new)))


def all_decisions(connection: apsw.Connection) -> Iterator[Decision]:
    for (data,) in connection.execute("SELECT data FROM decision ORDER BY id"):
        yield codec.decode(Decision, str(data))


def all_members(connection: apsw.Connection) -> Iterator[Member]:
    for (data,) in connection.execute("SELECT data FROM member ORDER BY block, article, position"):
        yield codec.decode(Member, str(data))


def article_digests(connection: apsw.Connection, ids: Sequence[str]) -> Mapping[str, str]:
    sql = "SELECT d.article, d.digest FROM json_each(?) j CROSS JOIN document d ON d.article = j.value"
    return {str(id_): str(digest) for id_, digest in connection.execute(sql, (orjson.dumps(list(ids)).decode(),))}


def statistics(connection: apsw.Connection, revision: int) -> Statistics:
    """Counts and degrees by two scans of an index each; cached by the store until the revision rises."""
    entities = {
        EntityKind(str(k)): int(str(n)) for k, n in connection.execute("SELECT kind, count(*) FROM entity GROUP BY 1")
    }
    relations: dict[RelationType, int] = {}
    degrees: dict[str, dict[RelationType, tuple[float, int]]] = {"source": {}, "target": {}}
    for end, of_type in degrees.items():
        of_each = f"SELECT type, count(*) AS n FROM relation GROUP BY {end}, type"
        sql = f"SELECT type, sum(n), max(n), avg(n) FROM ({of_each}) GROUP BY 1"
        for type_, total, most, mean in connection.execute(sql):
            relations[RelationType(str(type_))] = int(str(total))
            of_type[RelationType(str(type_))] = (float(str(mean)), int(str(most)))
    ((first, last),) = connection.execute("SELECT min(published), max(published) FROM entity WHERE kind = 'ARTICLE'")
    return Statistics(
        revision=revision,
        entities=entities,
        relations=relations,
        mean_degree={t: (degrees["source"][t][0], degrees["target"][t][0]) for t in relations},
        max_degree={t: (degrees["source"][t][1], degrees["target"][t][1]) for t in relations},
        evidence=_count(connection, "evidence"),
        mentions=_count(connection, "mention"),
        first_published=None if first is None else str(first),
        last_published=None if last is None else str(last),
    )


def _count(connection: apsw.Connection, table: str) -> int:
    return int(str(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]))


def full_text(words: str) -> str:
    """An FTS5 query for every word of the text: each quoted, so that no character is syntax.

    FTS5 itself splits what stands between blanks, so that it finds what it indexed; a phrase without a letter or
    digit would match nothing.
    """
    named = [word for word in words.split() if any(char.isalnum() for char in word)]
    return " AND ".join('"' + word.replace('"', '""') + '"' for word in named) or '""'
