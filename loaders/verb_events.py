"""Events that a verb makes: X met Y, visited Z, attacked, elected … with the arguments each verb takes."""

from typing import Final

from spacy.tokens import Token

from graph.ontology import EntityKind, EventType, Medium, ParticipantRole
from loaders import lexicons, status
from loaders.arguments import chains, group, places_of
from loaders.candidates import HUMAN, Candidate, by_video
from loaders.coreference import Thing
from loaders.lexicons import EventWord
from loaders.reading import Reading, prepositions, subjects

PERSON, ORGANIZATION, PLACE = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE
ROLE = ParticipantRole
_MAX_PEOPLE: Final = 8
_HOSTING: Final = frozenset("welcome receive greet host".split())
_ON_PEOPLE: Final = frozenset(
    "murder charge convict sentence sue expel extradite hijack kill stab shoot assassinate kidnap arrest detain jail deport".split()
)
_SUBJECT_ONLY: Final = frozenset(
    "sink capsize collapse clash protest rally march demonstrate crash derail collide explode erupt".split()
)


def verb_event(reading: Reading, things: list[Thing], verb: Token, word: EventWord) -> Candidate | None:
    """The candidate a verb makes, None where its arguments say that it means something else (met a deadline)."""
    event = Candidate(verb.i, reading.sentence_of[verb.i], word, word.type, None, status.of_verb(verb), True, verb=True)
    if word.remote or by_video(verb):
        event.medium = Medium.REMOTE
        event.type = EventType.CONSULT if word.type is EventType.MEETING else word.type
    elif word.face_to_face:
        event.medium = Medium.IN_PERSON
    if word.lemma in ("speak", "talk") and event.medium is not Medium.REMOTE:
        return None
    arguments = Arguments(reading, things, verb, *_arguments(reading, verb))
    if not _reader_of(word)(arguments, event):
        return None
    if verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.children):
        event.add_places(chains(reading, verb.head, (PLACE,)))
    event.add_places(places_of(reading, verb))
    if not event.places:
        for subject in subjects(verb):
            if reading.name_at[subject.i] is None:  # "police in Dhaka arrested"
                event.add_places(places_of(reading, subject, "in", "at"))
    if not event.places and verb.dep_ == "conj" and verb.head.tag_[:2] == "VB":
        event.add_places(_places_of_head(reading, verb.head))
    return event


def _places_of_head(reading: Reading, head: Token) -> list[int]:
    """Visited Kyiv and met: the second verb's place is the first's."""
    if head.lower_ in lexicons.event_verbs() and lexicons.event_verbs()[head.lower_].type is EventType.VISIT:
        return [chain for child in head.children if child.dep_ == "dobj" for chain in chains(reading, child, (PLACE,))]
    if head.lower_ in ("travelled", "traveled", "flew", "went", "arrived", "came"):
        return places_of(reading, head, "to", "in", "at")
    return []


def _arguments(reading: Reading, verb: Token) -> tuple[list[int], list[int]]:
    """Chains of who acts and of who is acted upon; a passive turns them round."""
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "relcl")
        and not any(child.dep_ == "aux" for child in verb.children)
    )  # fmt: skip
    first = [chain for subject in subjects(verb) for chain in (chains(reading, subject) or group(reading, subject))]
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        first = chains(reading, verb.head)
    objects = [
        chain for child in verb.children if child.dep_ in ("dobj", "dative", "oprd") for chain in chains(reading, child)
    ]
    if passive:
        agents = [chain for _, agent in prepositions(verb, "by") for chain in chains(reading, agent)]
        return agents, first
    return first, objects


def _pairs(things: list[Thing], left: list[int], right: list[int]) -> list[tuple[int, int]]:
    people = [[chain for chain in side if things[chain].kind is PERSON] for side in (left, right)]
    if len({*people[0], *people[1]}) > _MAX_PEOPLE:
        return []
    if people[0] and people[1]:
        return [(a, b) for a in people[0] for b in people[1] if a != b]
    if right and not people[1]:
        return []
    joined = people[0] or people[1]
    return [(a, b) for at, a in enumerate(joined) for b in joined[at + 1 :]]


def _meeting(
    reading: Reading, things: list[Thing], verb: Token, event: Candidate, agents: list[int], objects: list[int]
) -> bool:
    direct = [child for child in verb.children if child.dep_ == "dobj"]
    human = any(child.lower_ in HUMAN for child in direct)
    if direct and not objects and not human:
        return False  # met the deadline, the target, the criteria
    if objects and all(things[chain].kind is PLACE for chain in objects) and event.word.lemma == "meet":
        only_sport = not any(things[chain].kind is PLACE for chain in agents)
        if only_sport:
            return False
    with_ = [chain for _, target in prepositions(verb, "with", "between") for chain in chains(reading, target)]
    partners = objects + [chain for chain in with_ if chain not in objects]
    event.add(agents, ROLE.PARTICIPANT, "event.met@1", 0.85)
    event.add(partners, ROLE.PARTICIPANT, "event.met@1", 0.85)
    if event.medium is not Medium.REMOTE:
        event.mets = _pairs(things, agents, partners)
    return bool(event.participants)


def _hosting(
    reading: Reading, things: list[Thing], verb: Token, event: Candidate, agents: list[int], objects: list[int]
) -> bool:
    guests = [chain for chain in objects if things[chain].kind is PERSON]
    if not guests or not agents:
        return False
    event.add(agents, ROLE.HOST, "event.hosted@1")
    event.add(guests, ROLE.GUEST, "event.hosted@1")
    event.add_places(places_of(reading, verb, "to", "at", "in", "outside"))
    if event.word.lemma == "welcome" and not event.places and not _talks_follow(verb) and event.word.lemma != "host":
        people = [chain for chain in agents if things[chain].kind is PERSON]
        if not people:
            return False
    event.mets = _pairs(things, agents, guests) if any(things[chain].kind is PERSON for chain in agents) else []
    return True


def _talks_follow(verb: Token) -> bool:
    return any(target.lower_ in ("talks", "meeting", "dinner", "lunch") for _, target in prepositions(verb, "for"))


def _visit(
    reading: Reading, things: list[Thing], verb: Token, event: Candidate, agents: list[int], objects: list[int]
) -> bool:
    if event.word.lemma in ("arrive", "travel", "fly"):
        targets = places_of(reading, verb, "to", "in", "at")
        agents = [chain for chain in agents if things[chain].kind is PERSON]
        if not targets or not agents:
            return False
        event.add_places(targets)
        event.add(agents, ROLE.ACTOR, "event.travelled@1", 0.75)
        return True
    if not objects and not places_of(reading, verb):
        return False
    visitors = [chain for chain in agents if things[chain].kind is not PLACE]
    event.add(visitors or agents, ROLE.ACTOR, "event.visited@1", 0.9)
    event.add_places([chain for chain in objects if things[chain].kind is PLACE])
    hosts = [chain for chain in objects if things[chain].kind is not PLACE]
    event.add(hosts, ROLE.HOST, "event.visited@1", 0.7)
    if any(things[chain].kind is PERSON for chain in hosts):
        event.mets = _pairs(things, agents, hosts)
    return bool(event.participants)


def _office(things: list[Thing], event: Candidate, agents: list[int], objects: list[int]) -> bool:
    role = {"elect": ROLE.WINNER, "reelect": ROLE.WINNER}.get(event.word.lemma, ROLE.TARGET)
    people = [chain for chain in objects if things[chain].kind is PERSON]
    if event.word.lemma == "die":
        event.add([chain for chain in agents if things[chain].kind is PERSON], ROLE.VICTIM, "event.die@1")
        return bool(event.participants)
    if event.word.lemma in ("resign", "marry"):
        people, agents, role = [chain for chain in agents if things[chain].kind is PERSON] + people, [], ROLE.ACTOR
    event.add(people, role, f"event.{event.word.lemma}@1")
    event.add([chain for chain in agents if chain not in people], ROLE.ACTOR, f"event.{event.word.lemma}@1")
    return bool(people)


def _act(things: list[Thing], verb: Token, event: Candidate, agents: list[int], objects: list[int]) -> bool:
    lemma = event.word.lemma
    if lemma in _ON_PEOPLE:
        objects = [chain for chain in objects if things[chain].kind is not PLACE]
        if not objects:
            return False
    target = ROLE.VICTIM if lemma in ("kill", "stab", "shoot", "assassinate", "kidnap") else ROLE.TARGET
    event.add(agents, ROLE.ACTOR, f"event.{lemma}@1")
    event.add(objects, target, f"event.{lemma}@1")
    event.add_places([chain for chain in objects if things[chain].kind is PLACE and (
        things[chain].place is None or things[chain].place.type.value != "COUNTRY")])  # type: ignore[union-attr]  # fmt: skip
    if lemma in ("strike",) and not (agents and objects):
        return False
    return bool(event.participants) or lemma in _SUBJECT_ONLY
