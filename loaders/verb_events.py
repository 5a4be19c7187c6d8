"""Events that a verb makes: X met Y, visited Z, attacked, elected … with the arguments each verb takes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from graph.ontology import EntityKind, EventType, Medium, ParticipantRole, PlaceType
from loaders import lexicons, status
from loaders.arguments import chains, group, places_of
from loaders.candidates import HUMAN, Candidate, by_video
from loaders.coreference import Thing
from loaders.lexicons import EventWord
from loaders.reading import Reading, prepositions, subjects

PERSON, ORGANIZATION, PLACE = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE
ROLE = ParticipantRole
_MAX_PEOPLE: Final = 8
"""Of more people than this, a sentence does not say that each met each."""
_MOTION: Final = frozenset("travelled traveled flew went arrived came".split())
_OF_EVENTS: Final = frozenset("erupt strike kill collapse shell collide".split())
_VICTIMS: Final = frozenset("murder kill stab shoot assassinate kidnap".split())
_SUBJECT_ONLY: Final = frozenset(
    "sink capsize collapse clash protest rally march demonstrate crash derail collide explode erupt".split()
)
"""Verbs whose event may have no named participant: a ferry sank off Mombasa."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The chains that stand around an event verb: who acts, who is acted upon (a passive is turned round)."""

    reading: Reading
    things: list[Thing]
    verb: Token
    agents: list[int]
    objects: list[int]

    def only(self, chains_: list[int], *kinds: EntityKind) -> list[int]:
        return [chain for chain in chains_ if self.things[chain].kind in kinds]

    def people(self, chains_: list[int]) -> list[int]:
        return self.only(chains_, PERSON)

    def pairs(self, left: list[int], right: list[int]) -> list[tuple[int, int]]:
        """Who met whom: each of one side each of the other; with one side alone, each each other."""
        one, other = self.people(left), self.people(right)
        if len({*one, *other}) > _MAX_PEOPLE or (right and not other):
            return []
        if one and other:
            return [(a, b) for a in one for b in other if a != b]
        joined = one or other
        return [(a, b) for at, a in enumerate(joined) for b in joined[at + 1 :]]


def verb_event(reading: Reading, things: list[Thing], verb: Token, word: EventWord) -> Candidate | None:
    """The candidate a verb makes, None where its arguments say that it means something else (met a deadline)."""
    event = Candidate(verb.i, reading.sentence_of[verb.i], word, word.type, None, status.of_verb(verb), True, verb=True)
    if word.remote or by_video(verb):
        event.medium = Medium.REMOTE
        event.type = EventType.CONSULT if word.type is EventType.MEETING else word.type
    elif word.face_to_face:
        event.medium = Medium.IN_PERSON
    if word.lemma in _OF_EVENTS and any(lexicons.event_nouns().at(reading.folded, s.i) for s in subjects(verb)):
        return None  # clashes erupted: the noun is the event
    arguments = Arguments(reading, things, verb, *_arguments(reading, verb))
    if not _READERS.get(word.lemma, _act)(arguments, event):
        return None
    _places(reading, verb, event)
    return event


def _places(reading: Reading, verb: Token, event: Candidate) -> None:
    """Where: in the verb's phrases, in "Kyiv, where they met", in the subject's, or in the verb it continues."""
    if verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.children):
        event.add_places(chains(reading, verb.head, (PLACE,)))
    event.add_places(places_of(reading, verb))
    if not event.places:
        for subject in subjects(verb):
            if reading.name_at[subject.i] is None:  # "police in Dhaka arrested"
                event.add_places(places_of(reading, subject, "in", "at"))
    if not event.places and verb.dep_ == "conj" and verb.head.tag_[:2] == "VB":
        event.add_places(_places_of_head(reading, verb.head))


def _places_of_head(reading: Reading, head: Token) -> list[int]:
    """Visited Kyiv and met: the second verb's place is the first's."""
    if head.lower_ in _MOTION:
        return places_of(reading, head, "to", "in", "at")
    word = lexicons.event_verbs().get(head.lower_)
    if word is not None and word.type is EventType.VISIT:
        return [chain for child in head.children if child.dep_ == "dobj" for chain in chains(reading, child, (PLACE,))]
    return []


def _arguments(reading: Reading, verb: Token) -> tuple[list[int], list[int]]:
    """Chains of who acts and of who is acted upon."""
    reduced = verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "relcl")
    reduced = reduced and not any(child.dep_ == "aux" for child in verb.children)
    passive = reduced or any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
    first = [chain for subject in subjects(verb) for chain in (chains(reading, subject) or group(reading, subject))]
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        first = chains(reading, verb.head)
    objects = [
        chain for child in verb.children if child.dep_ in ("dobj", "dative", "oprd") for chain in chains(reading, child)
    ]
    if passive:
        return [chain for _, agent in prepositions(verb, "by") for chain in chains(reading, agent)], first
    return first, objects


def _meeting(arguments: Arguments, event: Candidate) -> bool:
    """Met, conferred, phoned. Met the deadline, the target, the criteria is no meeting, nor a state as sole object."""
    direct = [child for child in arguments.verb.children if child.dep_ == "dobj"]
    if direct and not arguments.objects and not any(child.lower_ in HUMAN for child in direct):
        return False
    objects_are_places = arguments.objects and not arguments.only(arguments.objects, PERSON, ORGANIZATION)
    if objects_are_places and not arguments.only(arguments.agents, PLACE):
        return False
    found = [
        chain
        for _, target in prepositions(arguments.verb, "with", "between")
        for chain in chains(arguments.reading, target)
    ]
    partners = list(dict.fromkeys(arguments.objects + found))
    event.add(arguments.agents, ROLE.PARTICIPANT, "event.met@1", 0.85)
    event.add(partners, ROLE.PARTICIPANT, "event.met@1", 0.85)
    if event.medium is not Medium.REMOTE:
        event.mets = arguments.pairs(arguments.agents, partners)
    return bool(event.participants)


def _call(arguments: Arguments, event: Candidate) -> bool:
    """Spoke and talked make an event only by phone or video."""
    return event.medium is Medium.REMOTE and _meeting(arguments, event)


def _hosting(arguments: Arguments, event: Candidate) -> bool:
    """Welcomed, received a person; a body that welcomes without a place only approves."""
    guests = arguments.people(arguments.objects)
    if not guests or not arguments.agents:
        return False
    event.add(arguments.agents, ROLE.HOST, "event.hosted@1")
    event.add(guests, ROLE.GUEST, "event.hosted@1")
    event.add_places(places_of(arguments.reading, arguments.verb, "to", "at", "in", "outside"))
    hosts = arguments.people(arguments.agents)
    if not hosts and not event.places:
        return False
    event.mets = arguments.pairs(hosts, guests) if hosts else []
    return True


def _visit(arguments: Arguments, event: Candidate) -> bool:
    if not arguments.objects and not places_of(arguments.reading, arguments.verb):
        return False
    visitors = arguments.only(arguments.agents, PERSON, ORGANIZATION)
    event.add(visitors or arguments.agents, ROLE.ACTOR, "event.visited@1", 0.9)
    event.add_places(arguments.only(arguments.objects, PLACE))
    hosts = arguments.only(arguments.objects, PERSON, ORGANIZATION)
    event.add(hosts, ROLE.HOST, "event.visited@1", 0.7)
    if arguments.people(hosts):
        event.mets = arguments.pairs(arguments.agents, hosts)
    return bool(event.participants)


def _journey(arguments: Arguments, event: Candidate) -> bool:
    """A person who flew to, arrived in or travelled to a named place."""
    targets = places_of(arguments.reading, arguments.verb, "to", "in", "at")
    travellers = arguments.people(arguments.agents)
    event.add_places(targets)
    event.add(travellers, ROLE.ACTOR, "event.travelled@1", 0.75)
    return bool(targets and travellers)


def _office(arguments: Arguments, event: Candidate) -> bool:
    """Elected, appointed, dismissed: the person is the object."""
    role = ROLE.WINNER if event.word.type is EventType.ELECTION else ROLE.TARGET
    people = arguments.people(arguments.objects)
    event.add(people, role, f"event.{event.word.lemma}@1")
    event.add([chain for chain in arguments.agents if chain not in people], ROLE.ACTOR, f"event.{event.word.lemma}@1")
    return bool(people)


def _own_step(arguments: Arguments, event: Candidate) -> bool:
    """Resigned, married: who does it; and whom."""
    people = arguments.people(arguments.agents + arguments.objects)
    event.add(people, ROLE.ACTOR, f"event.{event.word.lemma}@1")
    return bool(people)


def _death(arguments: Arguments, event: Candidate) -> bool:
    event.add(arguments.people(arguments.agents), ROLE.VICTIM, "event.die@1")
    return bool(event.participants)


def _contest(arguments: Arguments, event: Candidate) -> bool:
    losers = arguments.objects
    after = (
        arguments.reading.name_at[arguments.verb.i + 1] if arguments.verb.i + 1 < len(arguments.reading.doc) else None
    )
    if not losers and after is not None and after.chain >= 0:  # "beat Ghana 3-2": parsed as a number of Ghana's
        losers = [after.chain]
    event.add(arguments.agents, ROLE.WINNER, "event.beat@1")
    event.add(losers, ROLE.PARTICIPANT, "event.beat@1")
    return bool(arguments.agents and losers)


def _none(arguments: Arguments, event: Candidate) -> bool:  # noqa: ARG001
    """Signed, ratified: the agreement is the event, and `noun_events` reads who signed it."""
    return False


def _on_people(arguments: Arguments, event: Candidate) -> bool:
    """Arrested, killed, sued: someone by name, or it is no event that the graph can hold."""
    targets = arguments.only(arguments.objects, PERSON, ORGANIZATION)
    event.add(arguments.agents, ROLE.ACTOR, f"event.{event.word.lemma}@1")
    event.add(targets, ROLE.VICTIM if event.word.lemma in _VICTIMS else ROLE.TARGET, f"event.{event.word.lemma}@1")
    human = any(child.dep_ == "dobj" and child.lower_ in HUMAN for child in arguments.verb.children)
    return bool(targets) or human


def _act(arguments: Arguments, event: Candidate) -> bool:
    """Attacked, seized, deployed …: who did it to whom."""
    lemma = event.word.lemma
    event.add(arguments.agents, ROLE.ACTOR, f"event.{lemma}@1")
    event.add(arguments.objects, ROLE.TARGET, f"event.{lemma}@1")
    for chain in arguments.only(arguments.objects, PLACE):
        place = arguments.things[chain].place
        if place is None or place.type is not PlaceType.COUNTRY:
            event.add_places([chain])
    if lemma == "strike" and not (arguments.agents and arguments.objects):
        return False
    return bool(event.participants) or lemma in _SUBJECT_ONLY


_READERS: Final[dict[str, Callable[[Arguments, Candidate], bool]]] = {
    lemma: reader
    for reader, lemmas in (
        (_meeting, "meet confer phone telephone reunite"),
        (_call, "speak talk"),
        (_hosting, "welcome receive greet host"),
        (_visit, "visit tour inspect"),
        (_journey, "arrive travel fly"),
        (_office, "elect reelect appoint nominate dismiss sack inaugurate"),
        (_own_step, "resign marry"),
        (_death, "die"),
        (_contest, "beat defeat"),
        (_none, "sign ratify"),
        (_on_people, "murder kill stab shoot assassinate kidnap arrest detain jail deport charge convict sentence"),
        (_on_people, "sue expel extradite hijack"),
    )
    for lemma in lemmas.split()
}  # fmt: skip
"""How each verb's arguments are read; any other verb is an act of its subject on its object."""
NAMED_TARGETS: Final = frozenset(lemma for lemma, reader in _READERS.items() if reader is _on_people)
"""Verbs that need a named target, or else a place and a date."""
