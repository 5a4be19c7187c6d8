"""Who took part where the sentence does not name the event: "Speakers included …", "X delivered the keynote".

Such a sentence adds people to the gathering that the sentences before it are about, with lower confidence.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from graph.ontology import EntityKind, EventStatus, EventType, ParticipantRole
from loaders.arguments import chains
from loaders.candidates import GATHERINGS, Candidate
from loaders.reading import Reading, subjects
from loaders.status import of_verb

_PEOPLE: Final = (EntityKind.PERSON, EntityKind.ORGANIZATION)
_SPEECHES: Final = frozenset("keynote speech address lecture presentation remarks".split())
_DELIVERS: Final = frozenset("delivered gave made presented delivers gives".split())
_ROLES: Final = {
    "speakers": ParticipantRole.SPEAKER,
    "attendees": ParticipantRole.ATTENDEE,
    "guests": ParticipantRole.GUEST,
    "participants": ParticipantRole.PARTICIPANT,
    "panelists": ParticipantRole.SPEAKER,
    "panellists": ParticipantRole.SPEAKER,
    "performers": ParticipantRole.PARTICIPANT,
    "competitors": ParticipantRole.PARTICIPANT,
    "delegates": ParticipantRole.PARTICIPANT,
    "exhibitors": ParticipantRole.PARTICIPANT,
    "winners": ParticipantRole.WINNER,
}
_ALONE: Final = {
    "attended": ParticipantRole.ATTENDEE,
    "spoke": ParticipantRole.SPEAKER,
    "performed": ParticipantRole.PARTICIPANT,
    "competed": ParticipantRole.PARTICIPANT,
    "participated": ParticipantRole.PARTICIPANT,
    "presided": ParticipantRole.CHAIR,
    "officiated": ParticipantRole.CHAIR,
}
_MAX_BACK: Final = 2
_CONFIDENCE: Final = 0.55


def echoes(reading: Reading, events: list[Candidate]) -> list[Candidate]:
    """Candidates that only add participants to the gathering before them."""
    gatherings = [event for event in events if event.type in (*GATHERINGS, EventType.OTHER) and not event.verb]
    gatherings = [event for event in gatherings if event.name or event.places or event.start]
    own = {event.sentence for event in gatherings}
    found: list[Candidate] = []
    if not gatherings:
        return found
    for token in reading.doc:
        here = reading.sentence_of[token.i]
        for people, role in _taking_part(reading, token, here in own):
            near = [
                event for event in gatherings if 0 <= here - event.sentence <= _MAX_BACK and event.trigger < token.i
            ]
            if near and people:
                found.append(_echo(near[-1], token, here, people, role))
    return found


def _taking_part(reading: Reading, token: Token, named_here: bool) -> Iterator[tuple[list[int], ParticipantRole]]:
    word = token.lower_
    if word in _SPEECHES and token.dep_ == "dobj" and token.head.lower_ in _DELIVERS and _held(token.head):
        yield _subjects(reading, token.head), ParticipantRole.SPEAKER
    elif (
        word in _ROLES
        and token.dep_ in ("nsubj", "pobj")
        and _held(token.head if token.dep_ == "nsubj" else token.head.head)
    ):
        verb = token.head if token.dep_ == "nsubj" else token.head.head
        if verb.lower_ in ("included", "include", "includes", "were", "are") and token.dep_ == "nsubj":
            objects = [child for child in verb.children if child.dep_ in ("dobj", "attr")]
            yield [chain for child in objects for chain in chains(reading, child, _PEOPLE)], _ROLES[word]
        elif verb.lower_ in ("was", "were", "is", "are") and token.head.lower_ == "among":
            yield [chain for child in verb.children if child.dep_ in ("nsubj", "attr")
                   for chain in chains(reading, child, _PEOPLE)], _ROLES[word]  # fmt: skip
    elif word in _ALONE and token.tag_ in ("VBD", "VBN") and not named_here and _held(token):
        if not any(child.dep_ in ("dobj", "prep", "nsubjpass") for child in token.children):
            yield _subjects(reading, token), _ALONE[word]
    elif word in _ALONE and token.tag_ == "VBD" and named_here and not list(token.rights) and _held(token):
        yield _subjects(reading, token), _ALONE[word]


def _held(verb: Token) -> bool:
    return of_verb(verb) is EventStatus.HELD


def _subjects(reading: Reading, verb: Token) -> list[int]:
    return [chain for subject in subjects(verb) for chain in chains(reading, subject, _PEOPLE)]


def _echo(event: Candidate, token: Token, sentence: int, people: list[int], role: ParticipantRole) -> Candidate:
    echo = replace(event, trigger=token.i, sentence=sentence, name=None, status=EventStatus.HELD, asserted=False,
                   start=None, end=None, definite=True, new=False, participants=[], places=[], about=[], mets=[],
                   echo=True)  # fmt: skip
    echo.add(people, role, "event.main-event@1", _CONFIDENCE)
    return echo
