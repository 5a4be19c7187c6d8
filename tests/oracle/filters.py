"""The filter inputs as predicates: one function a type, one table row a key; all keys of an object must hold."""

import re
from collections.abc import Callable, Iterable
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final, TypeAlias

from graph.dates import bounds
from graph.names import fold
from graph.ontology import RelationType
from tests.oracle.records import Entity, Graph, Record, Relation, overlaps, period

EARTH_RADIUS_KM: Final = 6371.0088
"""The mean radius of the IUGG."""
Check: TypeAlias = Callable[[Graph, Entity, Any], bool]
Edge: TypeAlias = Callable[[Graph, Relation, Entity, Record], bool]
_WORD: Final = re.compile(r"\w+")


def text_matches(text: str | None, where: Record) -> bool:
    """StringFilter: eq and in are exact, the others ignore case and accents; a missing text fits no key."""
    tests: dict[str, Callable[[str, Any], bool]] = {
        "eq": lambda value, wanted: value == wanted,
        "in": lambda value, wanted: value in wanted,
        "contains": lambda value, wanted: fold(wanted) in fold(value),
        "startsWith": lambda value, wanted: fold(value).startswith(fold(wanted)),
        "endsWith": lambda value, wanted: fold(value).endswith(fold(wanted)),
    }
    return all(text is not None and tests[key](text, wanted) for key, wanted in where.items() if wanted is not None)


def number_matches(number: int, where: Record) -> bool:
    tests: dict[str, Callable[[int, int], bool]] = {
        "eq": lambda value, wanted: value == wanted,
        "gt": lambda value, wanted: value > wanted,
        "gte": lambda value, wanted: value >= wanted,
        "lt": lambda value, wanted: value < wanted,
        "lte": lambda value, wanted: value <= wanted,
    }
    return all(tests[key](number, wanted) for key, wanted in where.items() if wanted is not None)


def date_matches(date: str | None, where: Record) -> bool:
    """DateFilter: eq is the same period or inside it, gt and lt wholly after or before, gte and lte those or eq."""
    return all(
        date is not None and _date_holds(key, date, wanted) for key, wanted in where.items() if wanted is not None
    )


def _date_holds(key: str, date: str, wanted: str) -> bool:
    (first, last), (lower, upper) = bounds(date), bounds(wanted)
    inside, after, before = lower <= first and last <= upper, first > upper, last < lower
    return {"eq": inside, "gt": after, "lt": before, "gte": after or inside, "lte": before or inside}[key]


def near(place: Entity, where: Record) -> bool:
    """Whether the great-circle distance is at most `kilometers` (haversine); a place without coordinates is nowhere."""
    if place.latitude is None or place.longitude is None:
        return False
    latitude, other_latitude = radians(place.latitude), radians(where["latitude"])
    half_latitude = (other_latitude - latitude) / 2
    half_longitude = radians(where["longitude"] - place.longitude) / 2
    chord = sin(half_latitude) ** 2 + cos(latitude) * cos(other_latitude) * sin(half_longitude) ** 2
    return bool(2 * EARTH_RADIUS_KM * asin(sqrt(chord)) <= where["kilometers"])


def has_words(article: Entity, text: str) -> bool:
    """Whether every word of `text` is a word of the title or the body, case and accents aside."""
    words = set(_WORD.findall(fold(f"{article.title} {article.text or ''}")))
    return all(word in words for word in _WORD.findall(fold(text)))


def entity_matches(graph: Graph, entity: Entity, where: Record | None) -> bool:
    """Any of the entity filters: a key that is null is as if absent, and an empty object is true."""
    given = {key: value for key, value in (where or {}).items() if value is not None}
    return all(_holds(graph, entity, key, value) for key, value in given.items())


def _holds(graph: Graph, entity: Entity, key: str, value: Any) -> bool:
    if key in _OWN_CHECKS:
        return _OWN_CHECKS[key](entity, value)
    # `events` is about what a place hosts, but about what a person or an organization took part in.
    check = _HOSTED if (entity.kind, key) == ("PLACE", "events") else _CHECKS[key]
    return check(graph, entity, value)


def _meeting(graph: Graph, relation: Relation, other: Entity, where: Record) -> bool:
    """MeetingFilter and VisitFilter. A relation without an event fits no `event`."""
    event = where.get("event")
    return (
        entity_matches(graph, other, where.get("person"))
        and entity_matches(graph, other, where.get("place"))
        and (event is None or (relation.event is not None and entity_matches(graph, relation.event, event)))
        and overlaps(relation.period, where.get("during"), undated=False)
    )


def _participation(graph: Graph, relation: Relation, other: Entity, where: Record) -> bool:
    """ParticipationFilter and ParticipantFilter."""
    roles = where.get("role")
    return (
        (roles is None or relation.role in roles)
        and entity_matches(graph, other, where.get("event"))
        and entity_matches(graph, other, where.get("entity"))
    )


def _role(graph: Graph, relation: Relation, other: Entity, where: Record) -> bool:
    former = where.get("former")
    return (
        text_matches(relation.role_title, where.get("title") or {})
        and entity_matches(graph, other, where.get("of"))
        and overlaps(relation.period, where.get("during"), undated=True)
        and (former is None or relation.former == former)
    )


def _other_end(graph: Graph, relation: Relation, other: Entity, where: Record) -> bool:
    del relation
    return entity_matches(graph, other, where)


_QUANTIFIERS: Final[dict[str, Callable[[Iterable[bool]], bool]]] = {
    "some": any,
    "none": lambda results: not any(results),
    "all": all,
}


def _over(type_: RelationType, end: str, holds: Edge = _other_end, *, held: bool) -> Check:
    """A quantifier over the relations of a type at whose `end` (source, target, either) the entity stands.

    Of every status, or of HELD ones only. Several of some, none and all are a conjunction.
    """

    def check(graph: Graph, entity: Entity, quantifier: Record) -> bool:
        touching = ends(graph.of_type(type_, ["HELD"] if held else None), entity, end)
        return all(
            _QUANTIFIERS[name](holds(graph, relation, other, where) for relation, other in touching)
            for name, where in quantifier.items()
            if where is not None
        )

    return check


def ends(relations: Iterable[Relation], entity: Entity, end: str) -> list[tuple[Relation, Entity]]:
    """The relations that have the entity at that end (source, target, either), each with its other end."""
    found = []
    for relation in relations:
        if end in ("source", "either") and relation.source.id == entity.id:
            found.append((relation, relation.target))
        elif end in ("target", "either") and relation.target.id == entity.id:
            found.append((relation, relation.source))
    return found


_HOSTED: Final = _over(RelationType.HELD_AT, "target", held=False)
_OWN_CHECKS: Final[dict[str, Callable[[Entity, Any], bool]]] = {
    "kinds": lambda entity, kinds: entity.kind in kinds,
    "name": lambda entity, where: text_matches(entity.name, where),
    "title": lambda entity, where: text_matches(entity.title, where),
    "publisher": lambda entity, where: text_matches(entity.publisher, where),
    "countryCode": lambda entity, where: text_matches(entity.country_code, where),
    "mentionCount": lambda entity, where: number_matches(entity.mention_count, where),
    "placeType": lambda entity, types: entity.place_type in types,
    "eventType": lambda entity, types: entity.event_type in types,
    "status": lambda entity, statuses: entity.status in statuses,
    "medium": lambda entity, media: entity.medium in media,
    "start": lambda entity, where: date_matches(entity.start, where),
    "published": lambda entity, where: date_matches(entity.published, where),
    "during": lambda entity, range_: overlaps(period(entity.start, entity.end), range_, undated=False),
    "near": lambda entity, where: near(entity, where),
    "text": lambda entity, text: has_words(entity, text),
}
_CHECKS: Final[dict[str, Check]] = {
    "id": lambda graph, entity, ids: entity.id in graph.current(ids),
    "within": lambda graph, entity, ids: entity.id in graph.within(graph.current(ids)),
    "events": _over(RelationType.PARTICIPATED_IN, "source", _participation, held=False),
    "met": _over(RelationType.MET, "either", _meeting, held=True),
    "visited": _over(RelationType.VISITED, "source", _meeting, held=True),
    "roles": _over(RelationType.HOLDS_ROLE, "source", _role, held=True),
    "memberOf": _over(RelationType.MEMBER_OF, "source", held=True),
    "locatedIn": _over(RelationType.LOCATED_IN, "source", held=True),
    "places": _over(RelationType.HELD_AT, "source", held=False),
    "participants": _over(RelationType.PARTICIPATED_IN, "target", _participation, held=False),
    "about": _over(RelationType.ABOUT, "source", held=False),
    "articles": _over(RelationType.MENTIONS, "target", held=False),
    "entities": _over(RelationType.MENTIONS, "source", held=False),
    "AND": lambda graph, entity, each: all(entity_matches(graph, entity, where) for where in each),
    "OR": lambda graph, entity, each: any(entity_matches(graph, entity, where) for where in each),
    "NOT": lambda graph, entity, where: not entity_matches(graph, entity, where),
}
