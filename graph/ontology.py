"""The one definition of what the graph is made of: entity kinds, relation types, their ends and properties.

Names follow schema.org; event types follow PLOVER's terms where one fits. Stores derive their tables, labels,
constraints and indexes from here, the interchange format its keys, and `docs/ontology.md` its tables.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class EntityKind(StrEnum):
    """The kinds of node; `label` is the name in GraphQL, in Neo4j and in the interchange format."""

    PERSON = "PERSON"
    ORGANIZATION = "ORGANIZATION"
    PLACE = "PLACE"
    EVENT = "EVENT"
    ARTICLE = "ARTICLE"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class RelationType(StrEnum):
    PARTICIPATED_IN = "PARTICIPATED_IN"
    HELD_AT = "HELD_AT"
    MET = "MET"
    VISITED = "VISITED"
    HOLDS_ROLE = "HOLDS_ROLE"
    MEMBER_OF = "MEMBER_OF"
    LOCATED_IN = "LOCATED_IN"
    PART_OF = "PART_OF"
    ABOUT = "ABOUT"
    MENTIONS = "MENTIONS"


class EventType(StrEnum):
    MEETING = "MEETING"
    VISIT = "VISIT"
    SUMMIT = "SUMMIT"
    CONFERENCE = "CONFERENCE"
    STATEMENT = "STATEMENT"
    AGREEMENT = "AGREEMENT"
    CONSULT = "CONSULT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    CONFLICT = "CONFLICT"
    RETREAT = "RETREAT"
    ELECTION = "ELECTION"
    APPOINTMENT = "APPOINTMENT"
    EXERCISE = "EXERCISE"
    DISASTER = "DISASTER"
    ACCIDENT = "ACCIDENT"
    CEREMONY = "CEREMONY"
    SPORT = "SPORT"
    TRIAL = "TRIAL"
    OTHER = "OTHER"


class EventStatus(StrEnum):
    """Whether it happened, by the sources; in the order in which ties are decided (`semantics.md`)."""

    HELD = "HELD"
    CANCELLED = "CANCELLED"
    DENIED = "DENIED"
    PLANNED = "PLANNED"
    HYPOTHETICAL = "HYPOTHETICAL"


class Medium(StrEnum):
    IN_PERSON = "IN_PERSON"
    REMOTE = "REMOTE"


class ParticipantRole(StrEnum):
    ACTOR = "ACTOR"
    TARGET = "TARGET"
    RECIPIENT = "RECIPIENT"
    HOST = "HOST"
    GUEST = "GUEST"
    CHAIR = "CHAIR"
    SPEAKER = "SPEAKER"
    ORGANIZER = "ORGANIZER"
    SIGNATORY = "SIGNATORY"
    MEDIATOR = "MEDIATOR"
    WINNER = "WINNER"
    VICTIM = "VICTIM"
    ATTENDEE = "ATTENDEE"
    PARTICIPANT = "PARTICIPANT"


class Judgement(StrEnum):
    """A curator's word on two entities. UNSURE takes an earlier word back and asks no more."""

    SAME = "SAME"
    NOT_SAME = "NOT_SAME"
    UNSURE = "UNSURE"


class PlaceType(StrEnum):
    COUNTRY = "COUNTRY"
    REGION = "REGION"
    CITY = "CITY"
    VENUE = "VENUE"
    BODY_OF_WATER = "BODY_OF_WATER"
    OTHER = "OTHER"


class Origin(StrEnum):
    """Where a relation comes from. Only EXTRACTED and DERIVED ones go when their evidence goes."""

    EXTRACTED = "EXTRACTED"
    DERIVED = "DERIVED"
    GAZETTEER = "GAZETTEER"
    IMPORTED = "IMPORTED"
    CURATED = "CURATED"


BACKGROUND: Final = (Origin.GAZETTEER, Origin.IMPORTED, Origin.CURATED)
"""The origins that need no article to state them; `asOf` lets them pass."""

_ACTORS: Final = (EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE)
_ANY: Final = tuple(EntityKind)


@dataclass(frozen=True, slots=True)
class RelationRule:
    """What may stand at the ends of a relation type, and what tells two of its relations apart.

    `key` names the relation's own fields in its identity beside source and target; `timeless` types pass a
    `during` filter without a date; `event_dated` ones take the dates of their event where they have none.
    """

    type: RelationType
    sources: tuple[EntityKind, ...]
    targets: tuple[EntityKind, ...]
    key: tuple[str, ...]
    doc: str
    symmetric: bool = False
    timeless: bool = False
    event_dated: bool = False


RELATIONS: Final[dict[RelationType, RelationRule]] = {
    rule.type: rule
    for rule in (
        RelationRule(
            RelationType.PARTICIPATED_IN,
            _ACTORS,
            (EntityKind.EVENT,),
            ("role", "status"),
            "took part in the event, in a role",
            event_dated=True,
        ),
        RelationRule(
            RelationType.HELD_AT,
            (EntityKind.EVENT,),
            (EntityKind.PLACE,),
            ("status",),
            "the event took place there",
            event_dated=True,
        ),
        RelationRule(
            RelationType.MET,
            (EntityKind.PERSON,),
            (EntityKind.PERSON,),
            ("event",),
            "they met in person",
            symmetric=True,
            event_dated=True,
        ),
        RelationRule(
            RelationType.VISITED,
            (EntityKind.PERSON, EntityKind.ORGANIZATION),
            (EntityKind.PLACE,),
            ("event",),
            "went there",
            event_dated=True,
        ),
        RelationRule(
            RelationType.HOLDS_ROLE,
            (EntityKind.PERSON,),
            (EntityKind.ORGANIZATION, EntityKind.PLACE),
            ("role_title", "start"),
            "holds or held the office",
            timeless=True,
        ),
        RelationRule(
            RelationType.MEMBER_OF,
            _ACTORS,
            (EntityKind.ORGANIZATION,),
            ("status",),
            "belongs to the organization",
            timeless=True,
        ),
        RelationRule(
            RelationType.LOCATED_IN,
            (EntityKind.PLACE, EntityKind.ORGANIZATION),
            (EntityKind.PLACE,),
            ("status",),
            "lies or has its seat there",
            timeless=True,
        ),
        RelationRule(
            RelationType.PART_OF,
            (EntityKind.EVENT,),
            (EntityKind.EVENT,),
            ("status",),
            "is a part of the larger event",
            timeless=True,
        ),
        RelationRule(
            RelationType.ABOUT,
            (EntityKind.EVENT,),
            _ANY,
            ("status",),
            "what was discussed, signed, celebrated",
            timeless=True,
        ),
        RelationRule(
            RelationType.MENTIONS,
            (EntityKind.ARTICLE,),
            _ANY,
            ("status",),
            "the article names it",
            timeless=True,
        ),
    )
}

TIMELESS: Final = tuple(rule.type for rule in RELATIONS.values() if rule.timeless)
SYMMETRIC: Final = tuple(rule.type for rule in RELATIONS.values() if rule.symmetric)
"""What has no direction: filters and traversals find it from either end."""

MAX_MEETING: Final = 8
"""A HELD, in-person meeting or visit of more people than this makes no MET edges."""
MEETINGS: Final = (EventType.MEETING, EventType.VISIT)
