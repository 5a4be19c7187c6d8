"""Events that a noun names: the Lisbon symposium, talks with X, Russia's war; and what is done with them."""

from typing import Final

from spacy.tokens import Token

from graph.ontology import EntityKind, EventStatus, EventType, Medium, ParticipantRole, PlaceType
from loaders import lexicons, status
from loaders.arguments import PLACE_WORDS, chains, group, places_of
from loaders.candidates import GATHERINGS, REMOTE, VIOLENT, Candidate, by_video
from loaders.coreference import Thing
from loaders.lexicons import EventWord
from loaders.reading import Name, Reading, first_conjunct, governing_verb, prepositions, subjects

PERSON, ORGANIZATION, PLACE = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE
ROLE = ParticipantRole
_PARTS: Final = frozenset("sidelines margins day opening conclusion start end side".split())
_HAPPENS: Final = frozenset(
    "take takes took taken be is was were are been kick kicks kicked begin begins began begun open opens opened start "
    "starts started end ends ended conclude concludes concluded held hold holding scheduled planned set due erupted "
    "occurred happen happened killed injured continue continued continues run runs ran hosted staged organized "
    "organised "
    "convened chaired cancelled canceled postponed attended signed called launched struck hit reached gathers gathered "
    "brings brought draws drew attracted features featured closes closed wraps wrapped marked expected".split()
)
_NEW: Final = frozenset("another next new second third emergency separate previous last earlier extraordinary".split())


def noun_event(reading: Reading, things: list[Thing], noun: Token, word: EventWord, name: Name | None) -> Candidate:
    modality = status.of_noun(noun)
    event = Candidate(noun.i, reading.sentence_of[noun.i], word, word.type, name, modality.status, modality.asserted)
    determiners = {child.lower_ for child in noun.children if child.dep_ in ("det", "poss", "predet")}
    modifiers = {child.lower_ for child in noun.children if child.dep_ in ("amod", "compound", "nummod")}
    event.definite = bool(determiners & {"the", "this", "that", "these", "their", "his", "her", "its"})
    event.new = bool(modifiers & _NEW) or bool(determiners & {"another"})
    if word.remote or modifiers & REMOTE or by_video(noun):
        event.medium, event.type = Medium.REMOTE, EventType.CONSULT
    elif word.type in (EventType.MEETING, EventType.VISIT):
        event.medium = Medium.IN_PERSON
    _noun_children(reading, things, noun, event)
    _noun_governor(reading, things, noun, event)
    if event.type is EventType.MEETING and event.medium is not Medium.REMOTE:
        people = [p.chain for p in event.participants if things[p.chain].kind is PERSON and p.status is None]
        if 2 <= len(people) <= 8:
            event.mets = [(a, b) for at, a in enumerate(people) for b in people[at + 1 :]]
    return event


def _owner_role(word: EventWord, kind: EntityKind) -> ParticipantRole:
    if word.type in VIOLENT or word.type in (EventType.VISIT, EventType.PROTEST):
        return ROLE.ACTOR
    if word.type in GATHERINGS and kind is not PERSON:
        return ROLE.ORGANIZER
    return ROLE.PARTICIPANT


def _noun_children(reading: Reading, things: list[Thing], noun: Token, event: Candidate) -> None:
    word = event.word
    first = event.name.start if event.name else noun.i
    seen: list[Token] = list(noun.children)
    if event.name is not None:
        seen += [child for at in range(event.name.start, noun.i) for child in reading.doc[at].children]
    for child in seen:
        name = reading.name_at[child.i]
        if child.dep_ == "poss" or (child.dep_ in ("compound", "amod", "nmod") and child.i < first):
            if name is None and child.i not in reading.pronouns:
                continue
            if name is not None and (name.chain < 0 or name.kind is EntityKind.EVENT):
                continue
            found = [name.chain] if name is not None and name.adjective else chains(reading, child)
            for chain in found:
                _modifier(things, chain, child, word, event)
    for preposition, target in prepositions(noun):
        _noun_phrase(reading, things, preposition, target, event)
    for clause in noun.children:
        if clause.dep_ in ("acl", "relcl"):
            event.add_places(places_of(reading, clause))
            support = lexicons.support_verbs().get(clause.lower_)
            passive = clause.tag_ == "VBN"
            if support is not None and support.role is not None:
                for _, agent in prepositions(clause, "by"):
                    role = ROLE.ORGANIZER if support.role is ROLE.PARTICIPANT and passive else support.role
                    event.add(chains(reading, agent), role, "event.agent@1")


def _modifier(things: list[Thing], chain: int, child: Token, word: EventWord, event: Candidate) -> None:
    thing = things[chain]
    if thing.kind is PLACE and word.type is EventType.AGREEMENT and child.dep_ != "poss":
        return  # the Arctic Treaty was not signed in the Arctic
    country = thing.place is not None and thing.place.type is PlaceType.COUNTRY
    if thing.kind is PLACE and not (country and (child.dep_ == "poss" or word.type in VIOLENT)):
        if country and word.type not in (EventType.ELECTION, EventType.DISASTER, EventType.PROTEST):
            return
        event.add_places([chain])
    elif thing.kind is PLACE and word.type in GATHERINGS:
        event.add_places([chain])
    else:
        event.add([chain], _owner_role(word, thing.kind), "event.possessor@1")


def _noun_phrase(reading: Reading, things: list[Thing], word: str, target: Token, event: Candidate) -> None:
    found = chains(reading, target)
    kinds = event.word.type
    toured = word == "of" and event.word.lemma == "tour"
    if word in PLACE_WORDS or (kinds is EventType.VISIT and (word == "to" or toured)):
        event.add_places([chain for chain in found if things[chain].kind is PLACE])
        if kinds is EventType.VISIT:
            event.add([chain for chain in found if things[chain].kind is ORGANIZATION], ROLE.HOST, "event.host@1")
        if not found:
            event.add_places(places_of(reading, target.head.head, word))
    elif word == "against" or (word in ("on", "of") and kinds in VIOLENT):
        event.add(found, ROLE.TARGET, "event.target@1")
        if word == "of":
            event.add_places([chain for chain in found if things[chain].kind is PLACE and not _country(things, chain)])
    elif word in ("between", "with", "among"):
        event.add(found + group(reading, target), ROLE.PARTICIPANT, "event.with@1")
    elif word == "by":
        event.add(found, ROLE.ACTOR, "event.by@1")
    elif word == "of":
        role = ROLE.ACTOR if kinds is EventType.VISIT else ROLE.PARTICIPANT
        if kinds in (EventType.DISASTER, EventType.ELECTION, EventType.AGREEMENT, EventType.TRIAL):
            role = ROLE.TARGET if kinds is EventType.TRIAL else role
        people = [chain for chain in found if things[chain].kind is not PLACE or kinds is EventType.MEETING]
        event.add(people, role, "event.of@1")
        if kinds in (EventType.DISASTER, EventType.CONFLICT):
            event.add_places([chain for chain in found if things[chain].kind is PLACE])
        for inner, deeper in prepositions(target, "from", "of"):
            if kinds is EventType.MEETING and inner == "from":
                event.add(chains(reading, deeper), ROLE.PARTICIPANT, "event.of@1", 0.6)
    elif word in ("about", "over") or (word == "on" and kinds not in VIOLENT):
        event.about.extend(chain for chain in found if chain not in event.about)


def _country(things: list[Thing], chain: int) -> bool:
    place = things[chain].place
    return place is not None and place.type is PlaceType.COUNTRY


def _noun_governor(reading: Reading, things: list[Thing], noun: Token, event: Candidate) -> None:
    """The verb above the noun: what happens to the event, or what someone does with it."""
    top = first_conjunct(noun)
    above = top.head
    if above.i == top.i:
        return
    if top.dep_ in ("nsubj", "nsubjpass") and above.tag_[:2] == "VB":
        _as_subject(reading, above, event)
    elif top.dep_ in ("dobj", "attr", "oprd") and above.tag_[:2] == "VB":
        _as_object(reading, above, event)
    elif top.dep_ == "pobj" and above.dep_ in ("prep", "dative"):
        governor = above.head
        if governor.lower_ in ("part", "place", "role", "sidelines", "margins", "day", "opening", "conclusion",
                               "start", "end", "side", "speech", "host"):  # fmt: skip
            part = governor
            in_part = governor.lower_ in _PARTS
            governor = governing_verb(governor)
            if in_part and governor.tag_[:2] == "VB":
                _under_verb(reading, things, governor, "at", event)  # on the sidelines of, on the first day of
                return
            if part.lower_ == "host" and part.dep_ == "dobj":
                event.add(_agents(reading, governor), ROLE.HOST, "event.host@1")
                return
        generic = (
            event.word.type in (EventType.MEETING, EventType.CONSULT) and event.name is None and event.participants
        )
        if generic and above.lower_ in ("in", "during") and governor.tag_[:2] != "VB":
            governor = governing_verb(governor)  # the parser hangs "in talks with" on whatever noun stands before it
        if governor.tag_[:2] == "VB":
            _under_verb(reading, things, governor, above.lower_, event)


def _agents(reading: Reading, verb: Token) -> list[int]:
    found: list[int] = []
    for subject in subjects(verb):
        found += chains(reading, subject) or group(reading, subject)
    return found


def _as_subject(reading: Reading, verb: Token, event: Candidate) -> None:
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    support = lexicons.support_verbs().get(verb.lower_)
    if verb.lower_ in _HAPPENS or passive:
        for other in [verb, *(child for child in verb.children if child.dep_ in ("conj", "xcomp", "advcl", "prep"))]:
            if other.dep_ == "advcl" and other.tag_ == "VBG":
                continue
            event.add_places(places_of(reading, other))
    if passive and support is not None:
        role = support.role or ROLE.PARTICIPANT
        role = ROLE.ORGANIZER if role is ROLE.PARTICIPANT else role
        for _, agent in prepositions(verb, "by"):
            event.add(chains(reading, agent), role, "event.agent@1")
    if verb.lower_ in ("killed", "injured", "wounded", "struck", "hit", "shook", "devastated", "rocked", "swept"):
        for child in verb.children:
            if child.dep_ == "dobj":
                event.add_places(chains(reading, child, (PLACE,)))


def _as_object(reading: Reading, verb: Token, event: Candidate) -> None:
    support = lexicons.support_verbs().get(verb.lower_)
    if support is None or "obj" not in support.prepositions:
        return
    absent = status.of_verb(verb) is EventStatus.DENIED or support.lemma in ("skip", "boycott", "miss")
    if support.role is not None or support.lemma in ("skip", "boycott", "miss"):
        role = support.role or ROLE.ATTENDEE
        if role is ROLE.PARTICIPANT and event.word.type in GATHERINGS:
            role = ROLE.ORGANIZER
        denied = (
            EventStatus.DENIED
            if absent and status.of_noun(reading.doc[event.trigger]).status is EventStatus.HELD
            else None
        )
        event.add(_agents(reading, verb), role, f"event.{support.lemma}@1", 0.85, denied)
    if support.lemma in ("hold", "have", "conduct", "host", "sign", "open", "make", "pay", "stage", "begin", "convene"):
        event.add_places(places_of(reading, verb, "in", "at", "near", "outside", "inside"))
        for word, target in prepositions(verb, "with", "to", "between", "against"):
            if word == "to" and event.word.type is EventType.VISIT:
                event.add_places(chains(reading, target, (PLACE,)))
            elif word != "to":
                event.add(chains(reading, target), ROLE.PARTICIPANT, "event.with@1")
    elif support.lemma in ("attend", "address", "chair", "join", "win"):
        event.add_places(places_of(reading, verb, "in", "at"))
    if by_video(verb):
        event.medium = Medium.REMOTE


def _under_verb(reading: Reading, things: list[Thing], verb: Token, word: str, event: Candidate) -> None:
    """The event in a prepositional phrase of a verb: spoke at the forum, in talks with X, met during the summit."""
    support = lexicons.support_verbs().get(verb.lower_)
    agents = _agents(reading, verb)
    verb_status = status.of_verb(verb)
    generic = event.word.type in (EventType.MEETING, EventType.CONSULT) and event.participants
    if generic and word in ("in", "during", "at", "after", "following", "for", "with") and agents:
        if word == "for" or verb_status is not EventStatus.HELD:
            event.status = verb_status if verb_status is not EventStatus.HELD else EventStatus.PLANNED
        event.add(
            [chain for chain in agents if things[chain].kind is not PLACE], ROLE.PARTICIPANT, "event.adjunct@1", 0.7
        )
        event.asserted = True
        event.add_places(places_of(reading, verb, "in", "at") if word in ("for", "in", "during") else [])
    elif support is not None and word in support.prepositions and support.role is not None:
        if verb.lower_ in ("take", "took", "takes", "taking", "taken") and not any(
            child.lower_ == "part" for child in verb.children
        ):
            return
        named = event.name is not None or event.word.type in GATHERINGS or event.word.lemma in ("event", "gathering")
        if not named and support.role is ROLE.SPEAKER:
            return
        denied = EventStatus.DENIED if verb_status is EventStatus.DENIED else None
        if verb_status not in (EventStatus.DENIED, EventStatus.HELD):
            event.status = verb_status
        event.add(agents, support.role, f"event.{support.lemma}-{word}@1", 0.75, denied)
        event.add_places([] if event.places else places_of(reading, verb, "in"))
    elif agents and word in ("at", "during") and verb_status is EventStatus.HELD and (
        event.name is not None or event.word.type in GATHERINGS
    ):  # fmt: skip
        people = [chain for chain in agents if things[chain].kind is PERSON]
        event.add(people, ROLE.PARTICIPANT, "event.verb-at@1", 0.6)
    elif any(child.lower_ in ("part", "place") and child.dep_ == "dobj" for child in verb.children) and word in (
        "in",
        "at",
    ):
        event.add(agents, ROLE.PARTICIPANT, "event.take-part@1")
