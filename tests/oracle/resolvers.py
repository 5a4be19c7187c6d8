"""GraphQL fields as plain functions of the graph: one table row a field, the rest are attributes of the same name."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from graph.ontology import RelationType
from tests.oracle.filters import ends, entity_matches
from tests.oracle.pages import Row, entity_rows, mention_page, page, relation_rows
from tests.oracle.records import Entity, Follow, Graph, Record, Relation
from tests.oracle.traversals import common, follow, neighborhood, paths, timeline

Resolver: TypeAlias = Callable[[Graph, Any, Record], Any]
_CAPITAL: Final = re.compile(r"[A-Z]")
_HELD: Final = ["HELD"]


def attribute(source: Any, field: str) -> Any:
    """The default: a key of a dict, or an attribute spelt with underscores."""
    if isinstance(source, dict):
        return source[field]
    return getattr(source, _CAPITAL.sub(lambda capital: "_" + capital.group().lower(), field))


# Roots


def _lookup(kind: str | None) -> Resolver:
    """By id, by name, or by both where both are given."""

    def resolve(graph: Graph, _: Any, args: Record) -> Entity | None:
        found: list[Entity] = []
        if args.get("id") is not None:
            entity = graph.entity(args["id"])
            found = [entity] if entity is not None and kind in (None, entity.kind) else []
        if args.get("name") is not None:
            named = graph.named(args["name"], kind)
            found = [entity for entity in named if entity in found] if args.get("id") is not None else named
        return found[0] if found else None

    return resolve


def _node(graph: Graph, _: Any, args: Record) -> Entity | Relation | None:
    return graph.entity(args["id"]) or graph.relations.get(args["id"])


def _nodes(graph: Graph, source: Any, args: Record) -> list[Entity | Relation | None]:
    return [_node(graph, source, {"id": id_}) for id_ in args["ids"]]


def _entity_by(graph: Graph, source: Any, args: Record) -> Entity | None:
    by = args["by"]
    if by.get("sameAs") is None:
        return _lookup(None)(graph, source, by)  # type: ignore[no-any-return]
    found = [entity for entity in graph.entities.values() if by["sameAs"] in entity.same_as]
    return min(found, key=lambda entity: (-entity.mention_count, entity.id), default=None)


def _article(graph: Graph, _: Any, args: Record) -> Entity | None:
    found = [entity for entity in graph.entities.values() if entity.kind == "ARTICLE"]
    if args.get("id") is not None:
        found = [entity for entity in found if graph.entity(args["id"]) == entity]
    if args.get("url") is not None:
        found = [entity for entity in found if entity.url == args["url"]]
    asked = args.get("id") is not None or args.get("url") is not None
    return min(found, key=lambda entity: (-entity.mention_count, entity.id), default=None) if asked else None


def _list(kind: str | None) -> Resolver:
    def resolve(graph: Graph, _: Any, args: Record) -> dict[str, Any]:
        entities = graph.entities.values()
        return page(
            entity_rows(
                entity
                for entity in entities
                if kind in (None, entity.kind) and entity_matches(graph, entity, args.get("where"))
            ),
            args,
        )

    return resolve


def _root_relations(graph: Graph, _: Any, args: Record) -> dict[str, Any]:
    sources, targets = (None if args.get(end) is None else graph.current(args[end]) for end in ("from", "to"))

    def between(source: Entity, target: Entity) -> bool:
        return (sources is None or source.id in sources) and (targets is None or target.id in targets)

    def directed(relation: Relation) -> bool:
        direction = "ANY" if relation.type == "MET" else args["direction"]
        out, back = between(relation.source, relation.target), between(relation.target, relation.source)
        return {"OUT": out, "IN": back, "ANY": out or back}[direction]

    return page(relation_rows(relation for relation in graph.follow(follow(args)) if directed(relation)), args)


def _stats(graph: Graph, _: Any, __: Record) -> dict[str, Any]:
    published = [entity.published for entity in graph.entities.values() if entity.published]
    return {
        "entities": _counts(entity.kind for entity in graph.entities.values()),
        "relations": _counts(relation.type for relation in graph.relations.values()),
        "articles": sum(entity.kind == "ARTICLE" for entity in graph.entities.values()),
        "firstPublished": min(published, default=None),
        "lastPublished": max(published, default=None),
        "revision": 0,
    }


def _counts(keys: Iterable[str]) -> list[dict[str, Any]]:
    return [{"key": key, "count": count} for key, count in sorted(Counter(keys).items())]


# Every entity


def _relations_of(graph: Graph, entity: Entity, args: Record) -> list[tuple[Relation, Entity]]:
    """Its relations with their other ends. An article's default types are all."""
    rule = follow(args)
    if entity.kind == "ARTICLE" and rule.types is None:
        rule = Follow(None, rule.status, rule.during, rule.as_of, rule.least_confidence, every_type=True)
    end = {"OUT": "source", "IN": "target", "ANY": "either"}[args.get("direction", "ANY")]
    kinds = args.get("kinds")
    found = ends(graph.follow(rule), entity, "either")
    right_way = [relation.id for relation, _ in ends(graph.follow(rule), entity, end)]
    return [
        (relation, other)
        for relation, other in found
        if (relation.type == "MET" or relation.id in right_way) and (kinds is None or other.kind in kinds)
    ]


def _degree(graph: Graph, entity: Entity, args: Record) -> int:
    return len(_relations_of(graph, entity, args))


def _relations(graph: Graph, entity: Entity, args: Record) -> dict[str, Any]:
    return page(relation_rows(relation for relation, _ in _relations_of(graph, entity, args)), args)


def _mentions(graph: Graph, entity: Entity, args: Record) -> dict[str, Any]:
    return mention_page((mention for mention in graph.mentions if mention.entity.id == entity.id), args)


# Connections over one relation type


def _over(
    type_: RelationType, end: str, *, held: bool, extra: Callable[[Graph, Relation], Record] | None = None
) -> Resolver:
    """One row for each relation that has the entity at this end: of every status, or HELD ones only."""

    def resolve(graph: Graph, entity: Entity, args: Record) -> dict[str, Any]:
        rule = Follow([type_.value], _HELD if held else None, args.get("during"), args.get("asOf"))
        rows = [
            Row(other, relation.id, relation, fields=extra(graph, relation) if extra else {})
            for relation, other in ends(graph.follow(rule), entity, end)
            if _wanted(graph, relation, other, args)
        ]
        return page(rows, args, by_relation=type_ is not RelationType.PARTICIPATED_IN)

    return resolve


def _wanted(graph: Graph, relation: Relation, other: Entity, args: Record) -> bool:
    """The field arguments `where`, `event`, `role` and `kinds`, on whichever field has them."""
    event, roles, kinds = args.get("event"), args.get("role"), args.get("kinds")
    return (
        entity_matches(graph, other, args.get("where"))
        and (event is None or (relation.event is not None and entity_matches(graph, relation.event, event)))
        and (roles is None or relation.role in roles)
        and (kinds is None or other.kind in kinds)
    )


def _role_of(_: Graph, relation: Relation) -> Record:
    return {"role": relation.role or "PARTICIPANT"}


def _meeting_of(graph: Graph, relation: Relation) -> Record:
    held_at = graph.of_type(RelationType.HELD_AT)
    places = [place for _, place in ends(held_at, relation.event, "source")] if relation.event else []
    return {"date": relation.start, "event": relation.event, "places": places}


def _office_of(_: Graph, relation: Relation) -> Record:
    return {
        "title": relation.role_title or "",
        "since": relation.start,
        "until": relation.end,
        "attestedFrom": relation.attested_from,
        "attestedTo": relation.attested_to,
        "former": relation.former,
    }


_EVENTS: Final = _over(RelationType.PARTICIPATED_IN, "source", held=False, extra=_role_of)
_OFFICE_HOLDERS: Final = _over(RelationType.HOLDS_ROLE, "target", held=True, extra=_office_of)


# Places


def _located_in(graph: Graph, place: Entity, _: Record) -> list[Entity]:
    """Level by level; nothing above a country."""
    found: list[Entity] = []
    level = [place]
    while level:
        climbing = [each for each in level if each.place_type != "COUNTRY"]
        located = graph.of_type(RelationType.LOCATED_IN, _HELD)
        above = {other.id: other for each in climbing for _, other in ends(located, each, "source")}
        known = {place.id, *(each.id for each in found)}
        level = [above[id_] for id_ in sorted(above) if id_ not in known]
        found += level
    return found


def _here(graph: Graph, place: Entity, args: Record) -> set[str]:
    return graph.within([place.id]) if args["within"] else {place.id}


def _place_events(graph: Graph, place: Entity, args: Record) -> dict[str, Any]:
    """Each event once, though it be held at several of the places."""
    here = _here(graph, place, args)
    rule = Follow(["HELD_AT"], None, args.get("during"), args.get("asOf"))
    events = [relation.source for relation in graph.follow(rule) if relation.target.id in here]
    return page(entity_rows(event for event in events if entity_matches(graph, event, args.get("where"))), args)


def _place_people(graph: Graph, place: Entity, args: Record) -> dict[str, Any]:
    """Each person once: who visited, or took part in an event held here; by HELD relations, all in the range."""
    here = _here(graph, place, args)

    def following(type_: str) -> list[Relation]:
        return graph.follow(Follow([type_], _HELD, args.get("during"), args.get("asOf")))

    events = {relation.source.id for relation in following("HELD_AT") if relation.target.id in here}
    came = [relation.source for relation in following("VISITED") if relation.target.id in here]
    came += [relation.source for relation in following("PARTICIPATED_IN") if relation.target.id in events]
    return page(entity_rows(person for person in came if person.kind == "PERSON"), args)


# Events and articles


def _part_of(graph: Graph, event: Entity, _: Record) -> list[Entity]:
    return [whole for _, whole in ends(graph.of_type(RelationType.PART_OF), event, "source")]


def _article_entities(graph: Graph, article: Entity, args: Record) -> dict[str, Any]:
    named = [other for _, other in ends(graph.of_type(RelationType.MENTIONS), article, "source")]
    return page(entity_rows(entity for entity in named if _is_kind(entity, args)), args)


def _entity_mentions(graph: Graph, article: Entity, args: Record) -> dict[str, Any]:
    return mention_page(
        (mention for mention in graph.mentions if mention.article.id == article.id and _is_kind(mention.entity, args)),
        args,
    )


def _is_kind(entity: Entity, args: Record) -> bool:
    return args.get("kinds") is None or entity.kind in args["kinds"]


RESOLVERS: Final[dict[str, dict[str, Resolver]]] = {
    "Query": {
        "node": _node,
        "nodes": _nodes,
        "entityBy": _entity_by,
        "entity": _lookup(None),
        "person": _lookup("PERSON"),
        "organization": _lookup("ORGANIZATION"),
        "place": _lookup("PLACE"),
        "event": _lookup("EVENT"),
        "article": _article,
        "entities": _list(None),
        "people": _list("PERSON"),
        "organizations": _list("ORGANIZATION"),
        "places": _list("PLACE"),
        "events": _list("EVENT"),
        "articles": _list("ARTICLE"),
        "relations": _root_relations,
        "paths": lambda graph, _, args: paths(graph, args),
        "neighborhood": lambda graph, _, args: neighborhood(graph, args),
        "common": lambda graph, _, args: common(graph, args),
        "timeline": lambda graph, _, args: timeline(graph, args),
        "stats": _stats,
    },
    "Entity": {"degree": _degree, "relations": _relations, "mentions": _mentions},
    "Person": {
        "events": _EVENTS,
        "met": _over(RelationType.MET, "either", held=True, extra=_meeting_of),
        "visited": _over(RelationType.VISITED, "source", held=True, extra=_meeting_of),
        "roles": _over(RelationType.HOLDS_ROLE, "source", held=True, extra=_office_of),
    },
    "Organization": {
        "events": _EVENTS,
        "officeHolders": _OFFICE_HOLDERS,
        "members": _over(RelationType.MEMBER_OF, "target", held=True),
    },
    "Place": {
        "locatedIn": _located_in,
        "events": _place_events,
        "people": _place_people,
        "officeHolders": _OFFICE_HOLDERS,
    },
    "Event": {
        "places": _over(RelationType.HELD_AT, "source", held=False),
        "participants": _over(RelationType.PARTICIPATED_IN, "target", held=False, extra=_role_of),
        "about": _over(RelationType.ABOUT, "source", held=False),
        "partOf": _part_of,
        "parts": _over(RelationType.PART_OF, "target", held=False),
    },
    "Article": {"entities": _article_entities, "entityMentions": _entity_mentions},
    "Relation": {"evidence": lambda _, relation, args: relation.evidence[: args["first"]]},
    "TimelineBucket": {"events": lambda _, bucket, args: bucket["all"][: args["first"]]},
}
