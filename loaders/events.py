"""Events in the text: nouns and verbs of the lexicon and named gatherings, each dated and kept if it is specific.

A candidate is one trigger word with its arguments. `loaders.event_merging` joins the candidates of one event.
"""

from typing import Final

from graph.ontology import EntityKind, EventStatus, EventType
from loaders import dates, lexicons, main_event
from loaders.arguments import sentence_dates, verb_word
from loaders.candidates import Candidate
from loaders.coreference import Thing
from loaders.lexicons import EventWord
from loaders.noun_events import noun_event
from loaders.reading import Name, Reading, governing_verb
from loaders.verb_events import NAMED_TARGETS, verb_event


def find_events(reading: Reading, things: list[Thing]) -> list[Candidate]:
    found: list[Candidate] = []
    taken: set[int] = set()
    for index in range(len(reading.doc)):
        if index in taken or reading.sentence(index).dateline:
            continue
        token = reading.doc[index]
        name = reading.name_at[index]
        if name is not None and name.kind is not EntityKind.EVENT:
            continue
        noun = lexicons.event_nouns().at(reading.folded, index)
        if name is not None and name.kind is EntityKind.EVENT:
            last = lexicons.event_nouns().at(reading.folded, name.end - 1)
            word = last[1] if last else _unlisted(reading, name)
            taken.update(range(name.start, name.end))
            found.append(noun_event(reading, things, reading.doc[name.end - 1], word, name))
        elif noun and token.tag_ == "NNP" and reading.folded[index] == "march":
            continue  # the month
        elif noun and reading.doc[index + noun[0] - 1].tag_[:2] == "NN":
            taken.update(range(index, index + noun[0]))
            found.append(noun_event(reading, things, reading.doc[index + noun[0] - 1], noun[1], None))
        elif (verb := verb_word(token)) is not None:
            event = verb_event(reading, things, token, verb)
            if event is not None:
                found.append(event)
    found.extend(main_event.echoes(reading, found))
    for event in found:
        if not event.places and event.type in (*_PLACED, *_STRUCK):
            event.add_places(_following_place(reading, event))
    _dates(reading, found)
    kept = [event for event in found if _specific(reading, event)]
    for event in kept:
        _plan_ahead(reading, event)
    return kept


def _following_place(reading: Reading, event: Candidate) -> list[int]:
    """The first "in" or "at" a place after the trigger, before the clause turns to something else.

    The parser hangs "in Tirana" on the nearest noun ("the Western Balkans in Tirana") as often as on the event.
    """
    doc, limit = reading.doc, reading.sentence(event.trigger).end
    for index in range(event.trigger + 1, min(limit - 1, event.trigger + _REACH)):
        token = doc[index]
        dated = token.lower_ == "for" and (doc[index + 1].tag_ == "CD" or doc[index + 1].ent_type_ == "DATE")
        happens = token.lower_ in _HAPPENS and index <= event.trigger + _NEAR
        if (token.lower_ in _TURNS and not dated) or (token.tag_ in _CLAUSE_WORDS and not happens):
            break
        if token.lower_ == "on" and not (index + 1 < limit and doc[index + 1].ent_type_ == "DATE"):
            break
        if token.lower_ in ("in", "at") or (token.lower_ in ("near", "outside", "off") and event.type in _STRUCK):
            following = index + 1 + (doc[index + 1].lower_ == "the")
            name = reading.name_at[following] if following < limit else None
            if name is not None and name.kind is EntityKind.PLACE and name.chain >= 0 and not name.adjective:
                return [name.chain]
    return []


_CLAUSE_WORDS: Final = ("VBD", "VBZ", "VBP", "MD", "VB", "WDT", "WP", "WRB")
_HAPPENS: Final = frozenset(
    "opened opens ran runs will begin began begins started took take takes place kicked was were is are be been open "
    "start run concluded ended closed".split()
)
_REACH: Final = 22
_NEAR: Final = 12
"""Tokens after the trigger that are searched for a place, and for the verb that says it happened."""
_TURNS: Final = frozenset(
    "that about over regarding concerning against for ; : before after since which who because".split()
)
_PLACED: Final = (
    EventType.MEETING, EventType.SUMMIT, EventType.CONFERENCE, EventType.CEREMONY, EventType.SPORT, EventType.PROTEST,
    EventType.AGREEMENT, EventType.EXERCISE, EventType.TRIAL,
)  # fmt: skip
_STRUCK: Final = (EventType.ACCIDENT, EventType.ASSAULT, EventType.DISASTER, EventType.COERCE)
"""What happens near or off a place as well as in it."""
_CONTESTS: Final = frozenset("cup games championship championships prix olympics paralympics final".split())


def _unlisted(reading: Reading, name: Name) -> EventWord:
    type_ = {"war": EventType.CONFLICT}.get(reading.folded[name.end - 1], EventType.OTHER)
    if set(reading.folded[name.start : name.end]) & _CONTESTS:
        type_ = EventType.SPORT
    return EventWord(reading.folded[name.end - 1], type_, False, False, False, 0)


def _dates(reading: Reading, events: list[Candidate]) -> None:
    """Each date of a sentence goes to the event whose clause it stands in; a lone date to a lone event."""
    by_sentence: dict[int, list[Candidate]] = {}
    for event in events:
        by_sentence.setdefault(event.sentence, []).append(event)
    for sentence, present in by_sentence.items():
        for at, (date, token) in enumerate(sentence_dates(reading, sentence, False)):
            if date.since:
                continue
            owner = _owner(reading, token, present)
            if owner is None or owner.start is not None:
                continue
            ahead = sentence_dates(reading, sentence, True)
            future = owner.status is EventStatus.PLANNED and at < len(ahead)
            if date.weekday and not date.explicit and at < len(ahead) and _in_present(reading, owner):
                owner.status, owner.asserted, future = EventStatus.PLANNED, True, True  # "opens on Friday"
            chosen = ahead[at][0] if future else date
            owner.start, owner.end = chosen.start, chosen.end


def _in_present(reading: Reading, event: Candidate) -> bool:
    """Whether a present tense governs a held event, which with a weekday looks ahead."""
    verb = governing_verb(reading.doc[event.trigger])
    auxiliary = any(child.dep_ in ("aux", "auxpass") for child in verb.children)
    direct = event.verb or reading.doc[event.trigger].dep_ == "nsubj"
    return event.status is EventStatus.HELD and direct and verb.tag_ in ("VBZ", "VBP") and not auxiliary


def _owner(reading: Reading, token: int, events: list[Candidate]) -> Candidate | None:
    by_trigger = {event.trigger: event for event in events}
    node = reading.doc[token]
    for _ in range(12):
        if node.i in by_trigger:
            return by_trigger[node.i]
        if node.tag_[:2] == "VB" or node.head.i == node.i:
            break
        node = node.head
    for _ in range(4):
        below = [event for event in events if governing_verb(reading.doc[event.trigger]).i == node.i
                 or reading.doc[event.trigger].head.i == node.i]  # fmt: skip
        if below:
            subject = [e for e in below if reading.doc[e.trigger].dep_ in ("nsubj", "nsubjpass", "dobj")]
            return (subject or below)[0]
        if node.head.i == node.i:
            break
        node = node.head
        if node.i in by_trigger:
            return by_trigger[node.i]
    return events[0] if len(events) == 1 else None


def _plan_ahead(reading: Reading, event: Candidate) -> None:
    """What lies after the day of the report has not been held."""
    day = dates.as_date(event.start)
    if day is not None and reading.anchor is not None and day > reading.anchor and event.status is EventStatus.HELD:
        event.status, event.asserted = EventStatus.PLANNED, True


def _specific(reading: Reading, event: Candidate) -> bool:
    """Whether the text means one event and not the kind: by name, or by date, place and participants."""
    if event.name is not None:
        return True
    token = reading.doc[event.trigger]
    evidence = bool(event.start) + bool(event.places) + min(len(event.participants), 2)
    if event.verb and event.word.type in _STRUCK and not event.participants and event.word.lemma in NAMED_TARGETS:
        return evidence >= 2  # "police shot two protesters in Kisumu on Tuesday"
    if event.verb:
        return evidence >= max(event.word.weak, 1)
    if token.tag_ == "NNS" and event.word.lemma not in ("talks",) and not event.start and event.word.weak:
        happened = event.word.type in (EventType.DISASTER, EventType.PROTEST, EventType.CONFLICT, EventType.ELECTION)
        if happened and event.places and (event.asserted or event.definite):
            return True
        return len(event.participants) >= 1 and (bool(event.places) or event.asserted)
    if event.word.lemma in ("event", "gathering"):
        return event.definite and token.tag_ == "NN"  # goes back to a gathering, or is left out
    if event.definite and event.word.type in (
        EventType.SUMMIT,
        EventType.CONFERENCE,
        EventType.MEETING,
        EventType.VISIT,
    ):
        return True  # kept only if it goes back to another mention: `event_merging`
    return evidence >= event.word.weak
