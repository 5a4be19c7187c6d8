"""The model's entities and relations as flat columns: what both stores keep of them and compare by."""

from collections.abc import Mapping
from typing import TypeAlias

import orjson

from graph import names
from graph.dates import bounds, span
from graph.model import Entity, JsonValue, Relation
from graph.ontology import RELATIONS, RelationType

Row: TypeAlias = dict[str, int | float | str | None]


def _properties(properties: Mapping[str, JsonValue]) -> str:
    return orjson.dumps(dict(properties), option=orjson.OPT_SORT_KEYS).decode() if properties else "{}"


def entity_row(entity: Entity) -> Row:
    """The columns of an entity; lists and properties as JSON text, an article's period its publication date."""
    traits, article = entity.traits, entity.article
    start, end = (article.published, None) if article else (traits.start, traits.end)
    start_min, end_max = span(start, end)
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "folded": names.fold(entity.name),
        "sort_name": names.sort_name(entity.name),
        "description": entity.description,
        "aliases": orjson.dumps(entity.aliases).decode(),
        "same_as": orjson.dumps(entity.same_as).decode(),
        "properties": _properties(entity.properties),
        "origin": entity.origin,
        "mention_count": entity.mention_count,
        "article_count": len(entity.articles),
        "start": start,
        "end": end,
        "start_min": start_min,
        "start_max": bounds(start)[1] if start else None,
        "end_max": end_max,
        "place_type": traits.place_type,
        "latitude": traits.latitude,
        "longitude": traits.longitude,
        "country_code": traits.country_code,
        "event_type": traits.event_type,
        "status": traits.status,
        "medium": traits.medium,
        "trigger": traits.trigger,
        "url": article.url if article else None,
        "publisher": article.publisher if article else None,
        "publisher_folded": names.fold(article.publisher) if article and article.publisher else None,
        "author": article.author if article else None,
        "published": article.published if article else None,
        "story": article.story if article else None,
        "article_key": article.key if article else None,
        "text": article.text if article else None,
    }


def dated_by(relation: Relation) -> str | None:
    """The id of the event whose period the relation takes over; None where it has its own or none."""
    if not RELATIONS[relation.type].event_dated or relation.start is not None or relation.end is not None:
        return None
    ends = {RelationType.PARTICIPATED_IN: relation.target, RelationType.HELD_AT: relation.source}
    return ends.get(relation.type, relation.event)


def relation_row(relation: Relation) -> Row:
    """The columns of a relation, its ends and its event as ids; `dated_by` may still change its period."""
    period = relation.start, relation.end
    if relation.type is RelationType.HOLDS_ROLE:
        period = relation.start or relation.attested_from, relation.end or relation.attested_to
    start_min, end_max = span(*period)
    return {
        "id": relation.id,
        "type": relation.type,
        "source": relation.source,
        "target": relation.target,
        "status": relation.status,
        "role": relation.role,
        "role_title": relation.role_title,
        "role_title_folded": names.fold(relation.role_title) if relation.role_title else None,
        "count": relation.count,
        "start": relation.start,
        "end": relation.end,
        "start_min": start_min,
        "end_max": end_max,
        "dated": dated_by(relation),
        "attested_from": relation.attested_from,
        "attested_to": relation.attested_to,
        "former": int(relation.former),
        "event": relation.event,
        "origin": relation.origin,
        "confidence": relation.confidence,
        "first_reported": relation.first_reported,
        "report_count": relation.report_count,
        "independent_source_count": relation.independent_source_count,
        "properties": _properties(relation.properties),
    }
