"""Which candidates are one event: by name, by head word and definiteness, by date, place and people.

"A meeting will take place … The meeting will be chaired by …" is one; "another meeting" starts a new one; two days
or two places without one inside the other keep two apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from graph import names
from graph.ontology import EntityKind, EventStatus, EventType, Medium, ParticipantRole
from loaders.candidates import GATHERINGS, Candidate
from loaders.coreference import Thing
from loaders.reading import Reading, governing_verb

_TALKS: Final = (EventType.MEETING, EventType.VISIT, EventType.CONSULT)
_FAR: Final = 6
_NEAR: Final = 3
"""How many sentences back "the meeting", and a visit's next report, may go."""
_FAMILIES: Final = {
    EventType.MEETING: "talks", EventType.CONSULT: "talks", EventType.CONFERENCE: "gathering",
    EventType.SUMMIT: "gathering",
    EventType.VISIT: "visit", EventType.ASSAULT: "violence", EventType.CONFLICT: "violence",
}  # fmt: skip
_RANK: Final = (
    EventStatus.CANCELLED,
    EventStatus.DENIED,
    EventStatus.HELD,
    EventStatus.PLANNED,
    EventStatus.HYPOTHETICAL,
)


@dataclass(slots=True, eq=False)
class Event:
    """Candidates of one event, the first of them the one that introduced it."""

    candidates: list[Candidate] = field(default_factory=list)

    @property
    def first(self) -> Candidate:
        return self.candidates[0]

    @property
    def named(self) -> Candidate | None:
        named = [candidate for candidate in self.candidates if candidate.name is not None]
        return max(named, key=lambda candidate: len(candidate.name.text) if candidate.name else 0) if named else None

    @property
    def type(self) -> EventType:
        return (self.named or self.first).type

    @property
    def status(self) -> EventStatus:
        """What the text asserts of it; where it only names the event, HELD unless it lies ahead."""
        asserted = [candidate.status for candidate in self.candidates if candidate.asserted]
        pool = asserted or [candidate.status for candidate in self.candidates]
        return min(pool, key=_RANK.index)

    @property
    def medium(self) -> Medium | None:
        media = [candidate.medium for candidate in self.candidates]
        return Medium.REMOTE if Medium.REMOTE in media else next((medium for medium in media if medium), None)

    @property
    def date(self) -> tuple[str | None, str | None]:
        dated = [candidate for candidate in self.candidates if candidate.start]
        if not dated:
            return None, None
        best = max(dated, key=lambda candidate: (len(candidate.start or ""), bool(candidate.end), -candidate.trigger))
        return best.start, best.end

    def chains(self, kind: EntityKind, things: list[Thing]) -> set[int]:
        return {p.chain for c in self.candidates for p in c.participants if things[p.chain].kind is kind}

    def places(self) -> set[int]:
        return {chain for candidate in self.candidates for chain in candidate.places}


def merge(reading: Reading, things: list[Thing], candidates: Iterable[Candidate]) -> list[Event]:
    """Events in the order of their first trigger. A bare "the meeting" that goes back to nothing is left out."""
    events: list[Event] = []
    for candidate in sorted(candidates, key=lambda candidate: candidate.trigger):
        home = next((event for event in reversed(events) if _same(reading, things, event, candidate)), None)
        if home is not None:
            home.candidates.append(candidate)
        else:
            events.append(Event([candidate]))
    kept = [event for event in events if _stands(event)]
    return kept


def _stands(event: Event) -> bool:
    if event.first.echo or event.first.word.lemma in ("event", "gathering"):
        return False
    for candidate in event.candidates:
        evidence = bool(candidate.start) + bool(candidate.places) + bool(candidate.participants)
        if candidate.name is not None or evidence >= max(1, candidate.word.weak if not candidate.verb else 1):
            return True
    return False


def _same(reading: Reading, things: list[Thing], event: Event, new: Candidate) -> bool:
    if _kept_apart(things, event, new):
        return False
    last = event.candidates[-1]
    if new.echo:
        return any(candidate.word is new.word for candidate in event.candidates)
    if new.word.lemma in ("event", "gathering"):
        return (event.type in GATHERINGS or event.named is not None) and new.sentence - last.sentence <= _FAR
    if event.named is not None and new.name is not None:
        return True  # names that disagree were kept apart
    people, newcomers = event.chains(EntityKind.PERSON, things), _people(things, new)
    if _adjunct_of_visit(reading, event, new, people, newcomers):
        return True
    if event.type is EventType.SPORT and new.type is EventType.SPORT and new.sentence == last.sentence:
        return True
    same_word = any(_lemma(candidate) == _lemma(new) for candidate in event.candidates)
    if not same_word and _family(event.type) != _family(new.type):
        return False
    return _corefers(reading, event, new, people, newcomers, same_word=same_word)


def _kept_apart(things: list[Thing], event: Event, new: Candidate) -> bool:
    """What tells two events apart for certain: "another", two days, two places, two names, a call and a meeting."""
    if new.new and not (event.first.new and event.first.word.lemma == new.word.lemma):
        return True
    if not _dates_agree(event.date[0], new.start) or not _places_agree(things, event.places(), set(new.places)):
        return True
    if new.medium is Medium.REMOTE and event.medium is Medium.IN_PERSON:
        return True
    named = event.named
    if named is not None and named.name is not None and new.name is not None:
        return not _names_agree(named.name.text, new.name.text)
    return False


def _corefers(
    reading: Reading, event: Event, new: Candidate, people: set[int], newcomers: set[int], *, same_word: bool
) -> bool:
    """Whether a like candidate goes back to the event: by people, by "the", from a headline, by what they share."""
    talks = event.type in _TALKS
    in_title = reading.sentence(event.first.trigger).title and len(event.candidates) == 1
    if talks and people and newcomers and not (people <= newcomers or newcomers <= people):
        return False
    if new.definite and not new.verb and (same_word or not talks or not newcomers - people):
        return new.sentence - max(candidate.sentence for candidate in event.candidates) <= _FAR
    if talks and people and newcomers:
        near = new.sentence - event.candidates[-1].sentence <= _NEAR
        return len(people & newcomers) >= 2 or (near and event.type is EventType.VISIT) or in_title
    if in_title:
        bare = not people and not newcomers
        return same_word or bool(event.places() & set(new.places)) if bare else _family(event.type) == _family(new.type)
    if same_word and event.type in (EventType.CONFLICT, EventType.DISASTER, EventType.ELECTION, *GATHERINGS):
        shared = {p.chain for p in new.participants} & {p.chain for c in event.candidates for p in c.participants}
        return bool(shared or event.places() & set(new.places))
    return False


def _adjunct_of_visit(reading: Reading, event: Event, new: Candidate, people: set[int], newcomers: set[int]) -> bool:
    """Talks in the clause of a visit are a part of it: "visited Kyiv …, in talks with President Zelenskyy"."""
    if event.type is not EventType.VISIT or new.verb or new.type is not EventType.MEETING or new.name is not None:
        return False
    if new.sentence != event.candidates[-1].sentence or not people & newcomers:
        return False
    verb = governing_verb(reading.doc[new.trigger])
    for _ in range(4):
        if any(candidate.trigger == verb.i for candidate in event.candidates):
            return True
        verb = verb.head
    return False


def _people(things: list[Thing], candidate: Candidate) -> set[int]:
    return {p.chain for p in candidate.participants if things[p.chain].kind is EntityKind.PERSON}


def _family(type_: EventType) -> str:
    return _FAMILIES.get(type_, type_.value)


_LEMMAS: Final = {"meet": "meeting", "talks": "meeting", "negotiation": "meeting", "symposia": "symposium",
                  "visit": "visit", "trip": "visit", "tour": "visit", "invade": "invasion"}  # fmt: skip


def _lemma(candidate: Candidate) -> str:
    return _LEMMAS.get(candidate.word.lemma, candidate.word.lemma)


def _dates_agree(first: str | None, second: str | None) -> bool:
    return not first or not second or first.startswith(second) or second.startswith(first)


def _places_agree(things: list[Thing], first: set[int], second: set[int]) -> bool:
    """No conflict: a shared place, one unknown, or one that may lie in the other."""
    if not first or not second or first & second:
        return True
    for one in first:
        for other in second:
            a, b = things[one].place, things[other].place
            if a is None or b is None or not a.country_code or not b.country_code:
                return True
            if a.country_code == b.country_code and a.type is not b.type:
                return True
    return False


def _names_agree(first: str, second: str) -> bool:
    one, other = set(names.key(first).split()), set(names.key(second).split())
    return one <= other or other <= one


def event_name(reading: Reading, things: list[Thing], event: Event) -> tuple[str, tuple[str, ...]]:
    """A readable name, and the proper names the text gives the event."""
    proper = tuple(
        dict.fromkeys(name.text for name in (candidate.name for candidate in event.candidates) if name is not None)
    )
    if proper:
        best = max(proper, key=len)
        place = next((things[chain].name for candidate in event.candidates for chain in candidate.places), None)
        short = len(best.split()) <= 2 and place is not None and names.key(place) not in names.key(best)
        return (f"{best} in {place}" if short else best), proper
    first = event.first
    people = [things[p.chain].name for c in event.candidates for p in c.participants
              if things[p.chain].kind is EntityKind.PERSON and p.status is None]  # fmt: skip
    people = list(dict.fromkeys(people))
    others = list(dict.fromkeys(things[p.chain].name for c in event.candidates for p in c.participants))
    place = next((things[chain].name for candidate in event.candidates for chain in candidate.places), None)
    if event.type is EventType.VISIT and first.verb and first.word.lemma in _JOURNEYS:
        noun, word = _JOURNEYS[first.word.lemma]
        return " ".join([noun, *(f"of {name}" for name in people[:1]), *([f"{word} {place}"] if place else [])]), ()
    if event.type is EventType.VISIT:
        visitors = (people or others)[:1]
        return " ".join(["Visit", *(f"of {name}" for name in visitors), *([f"to {place}"] if place else [])]), ()
    if event.type in (EventType.MEETING, EventType.CONSULT):
        label = "Meeting" if event.medium is not Medium.REMOTE else "Call"
        if len(people) >= 2:
            return f"{label} of {_joined(people)}", ()
        if others and first.verb:
            tail = f" in {place}" if place else ""
            return (f"{others[0]} meeting{tail}" if len(others) == 1 else f"{label} of {_joined(others)}"), ()
    if first.verb:
        suffered = [p for p in first.participants if p.role in (ParticipantRole.VICTIM, ParticipantRole.TARGET)]
        violent = event.type in (EventType.ASSAULT, EventType.COERCE)
        actors = [things[p.chain].name for p in ((suffered or first.participants) if violent else first.participants)]
        called = _VERB_NOUNS.get(first.word.lemma)
        head = called or _TYPE_NOUNS.get(event.type)
        if head is None:
            return _clause(reading, first, actors), ()
        link = "of" if called or event.type is not EventType.ASSAULT else "on" if suffered else "by"
        tail = f" in {place}" if place and place not in actors else ""
        return (f"{head} {link} {_joined(actors)}{tail}" if actors else f"{head}{tail}"), ()
    return _phrase(reading, event), ()


_JOURNEYS: Final = {"arrive": ("Arrival", "in"), "travel": ("Journey", "to"), "fly": ("Flight", "to")}
_VERB_NOUNS: Final = {"die": "Death", "murder": "Murder", "charge": "Indictment", "convict": "Conviction",
                      "sentence": "Sentencing", "sue": "Lawsuit", "dismiss": "Dismissal", "sack": "Dismissal",
                      "nominate": "Nomination", "acquire": "Acquisition", "merge": "Merger", "expel": "Expulsion",
                      "seize": "Seizure", "deploy": "Deployment", "evacuate": "Evacuation", "sink": "Sinking",
                      "occupy": "Occupation", "protest": "Protest", "extradite": "Extradition",
                      "elect": "Election", "reelect": "Re-election", "appoint": "Appointment", "invade": "Invasion",
                      "resign": "Resignation", "kill": "Killing", "shoot": "Shooting", "explode": "Explosion",
                      "erupt": "Eruption", "derail": "Derailment", "collide": "Collision", "bomb": "Bombing",
                      "shell": "Shelling", "beat": "Match", "defeat": "Match", "marry": "Wedding",
                      "inaugurate": "Inauguration", "demonstrate": "Demonstration", "assassinate": "Assassination",
                      "detain": "Detention", "jail": "Jailing", "deport": "Deportation",
                      "kidnap": "Kidnapping", "retire": "Retirement", "withdraw": "Withdrawal", "launch": "Launch",
                      "open": "Opening", "win": "Victory"}  # fmt: skip
_TYPE_NOUNS: Final = {
    EventType.MEETING: "Meeting", EventType.SUMMIT: "Summit", EventType.CONFERENCE: "Conference",
    EventType.STATEMENT: "Speech", EventType.AGREEMENT: "Signing", EventType.CONSULT: "Call",
    EventType.COOPERATE: "Cooperation", EventType.AID: "Aid", EventType.SUPPORT: "Support",
    EventType.CONCEDE: "Concession", EventType.REQUEST: "Request", EventType.ACCUSE: "Accusation",
    EventType.REJECT: "Rejection", EventType.THREATEN: "Threat", EventType.PROTEST: "Protest",
    EventType.SANCTION: "Sanctions", EventType.MOBILIZE: "Deployment", EventType.COERCE: "Arrest",
    EventType.ASSAULT: "Attack", EventType.CONFLICT: "Fighting", EventType.RETREAT: "Departure",
    EventType.ELECTION: "Election", EventType.APPOINTMENT: "Appointment", EventType.EXERCISE: "Exercise",
    EventType.DISASTER: "Disaster", EventType.ACCIDENT: "Accident", EventType.CEREMONY: "Ceremony",
    EventType.SPORT: "Match", EventType.TRIAL: "Trial",
}  # fmt: skip
"""What a verb that has no noun of its own is called by: its type."""


def _joined(parts: list[str]) -> str:
    parts = parts[:4]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _clause(reading: Reading, candidate: Candidate, actors: list[str]) -> str:
    """ "Kestrel Cold Chain bought the depot": what has neither a noun nor a telling type."""
    doc = reading.doc
    trigger = doc[candidate.trigger]
    end = max((child.right_edge.i + 1 for child in trigger.children if child.dep_ == "dobj"), default=trigger.i + 1)
    words = doc[trigger.i : min(end, trigger.i + _MAX_WORDS)].text
    return f"{_joined(actors)} {words}" if actors else words[0].upper() + words[1:]


_KEPT_WORDS: Final = frozenset("of between against with on in at to for".split())
_MAX_WORDS: Final = 9


def _phrase(reading: Reading, event: Event) -> str:
    """The noun phrase around the trigger: "Russia's war against Ukraine", "Meeting of Defence Ministers"."""
    doc = reading.doc
    candidate = max(event.candidates, key=lambda c: (not c.verb, len(c.participants) + len(c.places), -c.trigger))
    trigger = doc[candidate.trigger]
    start = min([child.left_edge.i for child in trigger.children if child.i < trigger.i and child.dep_ in (
        "compound", "amod", "poss", "nmod", "nummod")] or [trigger.i])  # fmt: skip
    end = trigger.i + 1
    for child in trigger.children:
        if child.dep_ == "prep" and child.lower_ in _KEPT_WORDS and child.i == end:
            last = max(
                (grandchild.i for grandchild in child.children if grandchild.dep_ == "pobj"), default=child.i - 1
            )
            while (
                last + 1 < len(doc)
                and reading.name_at[last] is not None
                and reading.name_at[last + 1] is reading.name_at[last]
            ):
                last += 1
            if last - start < _MAX_WORDS:
                end = max(end, last + 1)
    while start < trigger.i and doc[start].tag_ in ("DT", "PRP$", "CD", ","):
        start += 1
    text = doc[start:end].text
    return text[:1].upper() + text[1:]
