"""The records of the model → interchange records: documented order of keys, absent values left out."""

from typing import Any, TypeAlias

from graph.model import Decision, Entity, EntityMention, Evidence, JsonValue, Relation
from graph.ontology import EventStatus

Record: TypeAlias = dict[str, JsonValue]


def _present(**values: Any) -> Record:
    """The values that are there: no nulls, no empty lists or objects. Zero, false and '' are values."""
    return {key: value for key, value in values.items() if value is not None and value not in ((), [], {})}


def _sorted(value: JsonValue) -> JsonValue:
    """The value with the keys of its objects in order, as stores need not keep theirs."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def entity_record(entity: Entity) -> Record:
    """A line of nodes.jsonl. `articles` is always there, as its being empty says something."""
    record = _present(
        id=entity.id,
        kind=entity.kind.label,
        name=entity.name,
        aliases=list(entity.aliases),
        description=entity.description,
        sameAs=list(entity.same_as),
    )
    record["articles"] = list(entity.articles)
    traits, article = entity.traits, entity.article
    record |= _present(
        properties=_sorted(dict(entity.properties)),
        placeType=traits.place_type,
        latitude=traits.latitude,
        longitude=traits.longitude,
        countryCode=traits.country_code,
        eventType=traits.event_type,
        status=traits.status,
        medium=traits.medium,
        start=traits.start,
        end=traits.end,
        trigger=traits.trigger,
    )
    if article is not None:
        record |= _present(
            title=article.title,
            url=article.url,
            publisher=article.publisher,
            author=article.author,
            published=article.published,
            text=article.text or None,
            story=article.story,
        )
    return record


def relation_record(relation: Relation) -> Record:
    """A line of edges.jsonl. The attested dates of an office go into its `properties`."""
    attested = _present(attestedFrom=relation.attested_from, attestedTo=relation.attested_to)
    return _present(
        id=relation.id,
        type=relation.type,
        source=relation.source,
        target=relation.target,
        status=relation.status,
        role=relation.role,
        roleTitle=relation.role_title,
        count=relation.count,
        start=relation.start,
        end=relation.end,
        former=relation.former or None,
        event=relation.event,
        origin=relation.origin.lower(),
        confidence=relation.confidence,
        firstReported=relation.first_reported,
        properties=_sorted({**relation.properties, **attested}),
        evidence=[_evidence_record(evidence, relation.status) for evidence in relation.evidence],
    )


def _evidence_record(evidence: Evidence, status: EventStatus) -> Record:
    """`claimed` is there only where the sentence's word differs from the relation's status."""
    return _present(
        article=evidence.article,
        start=evidence.start,
        end=evidence.end,
        sentence=evidence.sentence,
        extractor=evidence.extractor,
        confidence=evidence.confidence,
        claimed=None if evidence.claimed is status else evidence.claimed,
    )


def mention_record(mention: EntityMention) -> Record:
    """A line of mentions.jsonl; the sentence follows from the article's text."""
    return _present(
        article=mention.article, entity=mention.entity, start=mention.start, end=mention.end, surface=mention.surface
    )


def redirect_record(old: str, new: tuple[str, ...]) -> Record:
    """A line of redirects.jsonl: an id no longer in use and those that took its place."""
    return {"from": old, "to": list(new)}


def decision_record(decision: Decision) -> Record:
    """A line of decisions.jsonl: a curator's word, with the anchors that bind it and what it replaces."""
    return _present(
        id=decision.id,
        a=decision.a,
        b=decision.b,
        judgement=decision.judgement,
        by=decision.by,
        at=decision.at,
        note=decision.note,
        aAnchors=list(decision.a_anchors),
        bAnchors=list(decision.b_anchors),
        replaces=list(decision.replaces),
    )
