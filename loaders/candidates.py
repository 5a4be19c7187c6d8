"""A candidate event: one trigger word and its arguments, before the candidates of one event are joined."""

from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Token

from graph.ontology import EventStatus, EventType, Medium, ParticipantRole
from loaders.lexicons import EventWord
from loaders.reading import Name, prepositions

GATHERINGS: Final = (EventType.SUMMIT, EventType.CONFERENCE, EventType.EXERCISE, EventType.CEREMONY, EventType.SPORT)
VIOLENT: Final = (EventType.CONFLICT, EventType.ASSAULT, EventType.COERCE, EventType.SANCTION)
REMOTE: Final = frozenset("video videoconference virtually online remotely phone telephone zoom".split())
HUMAN: Final = frozenset(
    "leader leaders official officials minister ministers president presidents counterpart counterparts "
    "delegation delegations representatives members diplomats envoys ambassadors families victims protesters "
    "demonstrators civilians people men women children journalists students workers residents survivors "
    "executives lawmakers soldiers troops activists protesters police".split()
)


@dataclass(slots=True)
class Participant:
    """`status` is None where the event's own status holds; DENIED for one who stayed away.

    `sentence` says so, where it is another than the trigger's.
    """

    chain: int
    role: ParticipantRole
    rule: str
    confidence: float
    status: EventStatus | None = None
    sentence: int | None = None


@dataclass(slots=True, eq=False)
class Candidate:
    """One trigger and what was read around it. `mets` are pairs of people whom this sentence brings face to face."""

    trigger: int
    sentence: int
    word: EventWord
    type: EventType
    name: Name | None = None
    status: EventStatus = EventStatus.HELD
    asserted: bool = False
    medium: Medium | None = None
    start: str | None = None
    end: str | None = None
    verb: bool = False
    definite: bool = False
    new: bool = False
    participants: list[Participant] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    about: list[int] = field(default_factory=list)
    mets: list[tuple[int, int]] = field(default_factory=list)
    echo: bool = False
    """Only adds a participant to the event before it; its trigger is no mention."""

    def add(self, found: list[int], role: ParticipantRole, rule: str, confidence: float = 0.8,
            status: EventStatus | None = None) -> None:  # fmt: skip
        known = {participant.chain for participant in self.participants}
        for chain in found:
            if chain not in known:
                self.participants.append(Participant(chain, role, rule, confidence, status))

    def add_places(self, found: list[int]) -> None:
        self.places.extend(chain for chain in found if chain not in self.places)


def by_video(token: Token) -> bool:
    if any(target.lower_ in REMOTE or any(child.lower_ in REMOTE for child in target.children)
           for _, target in prepositions(token, "by", "via", "over", "on")):  # fmt: skip
        return True
    return any(child.lower_ in ("virtually", "online", "remotely") for child in token.children)
