"""What each field of the graph's types reads: columns and connections, one table row per field."""

from dataclasses import dataclass
from typing import Final, Literal

from graph.ontology import EntityKind, EventStatus, RelationType
from graph.plan import Direction

HELD: Final = (EventStatus.HELD,)
ANY_KIND: Final = tuple(EntityKind)

ENTITY_COLUMNS: Final[dict[str, str]] = {
    "id": "id",
    "kind": "kind",
    "name": "name",
    "aliases": "aliases",
    "description": "description",
    "sameAs": "same_as",
    "mentionCount": "mention_count",
    "articleCount": "article_count",
    "properties": "properties",
    "placeType": "place_type",
    "latitude": "latitude",
    "longitude": "longitude",
    "countryCode": "country_code",
    "eventType": "event_type",
    "status": "status",
    "medium": "medium",
    "start": "start",
    "end": "end",
    "title": "name",
    "url": "url",
    "publisher": "publisher",
    "author": "author",
    "published": "published",
    "text": "text",
}
RELATION_COLUMNS: Final[dict[str, str]] = {
    "id": "id",
    "type": "type",
    "status": "status",
    "role": "role",
    "roleTitle": "role_title",
    "start": "start",
    "end": "end",
    "origin": "origin",
    "confidence": "confidence",
    "firstReported": "first_reported",
    "reportCount": "report_count",
    "independentSourceCount": "independent_source_count",
    "properties": "properties",
}
EVIDENCE_COLUMNS: Final = {
    "sentence": "sentence",
    "start": "start",
    "end": "end",
    "extractor": "extractor",
    "confidence": "confidence",
}
MENTION_COLUMNS: Final = {"surface": "surface", "sentence": "sentence", "start": "start", "end": "end"}
EDGE_COLUMNS: Final[dict[str, str]] = {
    "role": "role_or_participant",
    "date": "start",
    "title": "title",
    "since": "start",
    "until": "end",
    "attestedFrom": "attested_from",
    "attestedTo": "attested_to",
    "former": "former",
}
"""Fields of connection edges that read the edge's relation."""

BY_EVIDENCE: Final = frozenset({"confidence", "first_reported", "report_count", "independent_source_count"})
"""Relation columns that `asOf` computes anew from the articles published by then."""


@dataclass(frozen=True, slots=True)
class HopField:
    """A connection over relations of the entity: `where` filters the far end with this input type, and `ordered` says
    whose fields an order names."""

    types: tuple[RelationType, ...] | None
    direction: Direction
    kinds: tuple[EntityKind, ...] = ANY_KIND
    held: bool = False
    timeless: bool = False
    where: str = "EntityFilter"
    ordered: Literal["entity", "relation"] = "entity"


@dataclass(frozen=True, slots=True)
class ReachField:
    """A connection over entities that a walk from the entity reaches, each once."""

    walk: Literal["events_here", "people_here", "named_by"]
    kinds: tuple[EntityKind, ...]


T, D, K = RelationType, Direction, EntityKind
_PARTICIPATIONS: Final = HopField((T.PARTICIPATED_IN,), D.OUT, (K.EVENT,), where="EventFilter")
_OFFICE_HOLDERS: Final = HopField((T.HOLDS_ROLE,), D.IN, (K.PERSON,), held=True, timeless=True, ordered="relation")

CONNECTIONS: Final[dict[tuple[EntityKind, str], HopField | ReachField]] = {
    (K.PERSON, "events"): _PARTICIPATIONS,
    (K.ORGANIZATION, "events"): _PARTICIPATIONS,
    (K.PERSON, "met"): HopField((T.MET,), D.ANY, (K.PERSON,), held=True, where="PersonFilter", ordered="relation"),
    (K.PERSON, "visited"): HopField(
        (T.VISITED,), D.OUT, (K.PLACE,), held=True, where="PlaceFilter", ordered="relation"
    ),
    (K.PERSON, "roles"): HopField((T.HOLDS_ROLE,), D.OUT, held=True, timeless=True, ordered="relation"),
    (K.ORGANIZATION, "officeHolders"): _OFFICE_HOLDERS,
    (K.PLACE, "officeHolders"): _OFFICE_HOLDERS,
    (K.ORGANIZATION, "members"): HopField((T.MEMBER_OF,), D.IN, held=True),
    (K.PLACE, "events"): ReachField("events_here", (K.EVENT,)),
    (K.PLACE, "people"): ReachField("people_here", (K.PERSON,)),
    (K.EVENT, "places"): HopField((T.HELD_AT,), D.OUT, (K.PLACE,)),
    (K.EVENT, "participants"): HopField((T.PARTICIPATED_IN,), D.IN),
    (K.EVENT, "about"): HopField((T.ABOUT,), D.OUT),
    (K.EVENT, "parts"): HopField((T.PART_OF,), D.IN, (K.EVENT,)),
    (K.ARTICLE, "entities"): ReachField("named_by", ANY_KIND),
}

ROOT_LISTS: Final[dict[str, tuple[tuple[EntityKind, ...], str]]] = {
    "entities": (ANY_KIND, "EntityFilter"),
    "people": ((K.PERSON,), "PersonFilter"),
    "organizations": ((K.ORGANIZATION,), "OrganizationFilter"),
    "places": ((K.PLACE,), "PlaceFilter"),
    "events": ((K.EVENT,), "EventFilter"),
    "articles": ((K.ARTICLE,), "ArticleFilter"),
}
ROOT_LOOKUPS: Final[dict[str, tuple[EntityKind, ...]]] = {
    "entity": ANY_KIND,
    "entityBy": ANY_KIND,
    "person": (K.PERSON,),
    "organization": (K.ORGANIZATION,),
    "place": (K.PLACE,),
    "event": (K.EVENT,),
    "article": (K.ARTICLE,),
}
