"""What a word of the parse stands for: the chains of its name, pronoun, nominal or apposition; and when it was."""

from collections.abc import Iterable, Iterator
from typing import Final

from spacy.tokens import Token

from graph.ontology import EntityKind, PlaceType
from loaders import dates, lexicons
from loaders.candidates import HUMAN
from loaders.coreference import Thing
from loaders.dates import DateSpan
from loaders.reading import Name, Reading, conjuncts, prepositions

_STATE_BODIES: Final = frozenset(
    "forces troops army military soldiers government officials official navy police delegation missiles drones "
    "authorities warplanes jets artillery negotiators diplomats leaders side team parliament air invasion".split()
)
_GROUPS: Final = frozenset("two pair both leaders ministers presidents sides men women duo trio three".split())
_MAX_GROUP_BACK: Final = 2
PLACE_WORDS: Final = ("in", "at", "near", "outside", "inside", "across", "around", "off", "within", "throughout")


def chains(reading: Reading, token: Token, kinds: Iterable[EntityKind] = ()) -> list[int]:
    """The chains that a token and its conjuncts stand for, of the kinds wanted (none named: any but events)."""
    wanted = tuple(kinds) or (EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE)
    found: dict[int, None] = {}
    for other in conjuncts(token):
        for chain, kind in _one(reading, other):
            if kind in wanted:
                found[chain] = None
    return list(found)


def _one(reading: Reading, token: Token) -> Iterator[tuple[int, EntityKind]]:
    name = reading.name_at[token.i]
    if name is not None and name.chain >= 0:
        if not name.adjective or token.tag_ in ("NNPS", "NNS"):
            yield name.chain, name.kind
        return
    if token.i in reading.pronouns:
        for chain in reading.pronouns[token.i]:
            yield chain, EntityKind.PERSON
        return
    apposed = list(_apposed(reading, token))
    if not apposed and token.lower_ in HUMAN:
        apposed = list(_after_comma(reading, token))
    if apposed:
        yield from apposed
    elif token.lower_ in _STATE_BODIES:
        yield from _state_of(reading, token)


def _apposed(reading: Reading, token: Token) -> Iterator[tuple[int, EntityKind]]:
    """The people in apposition to a noun ("his counterpart, X"); the place a part of it names ("the town of Y")."""
    part_of_place = token.lower_ in _PARTS_OF_PLACES
    wanted = (EntityKind.PERSON, EntityKind.PLACE) if part_of_place else (EntityKind.PERSON,)
    for child in token.children:
        others: list[Token] = []
        if child.dep_ == "appos" or (child.dep_ in ("compound", "nmod") and child.i > token.i):
            others = list(conjuncts(child))
        elif child.dep_ == "prep" and child.lower_ == "of" and part_of_place:
            others = [last for last in child.children if last.dep_ == "pobj"]
        for other in others:
            name = reading.name_at[other.i]
            if name is not None and name.chain >= 0 and name.kind in wanted:
                yield name.chain, name.kind


def _after_comma(reading: Reading, token: Token) -> Iterator[tuple[int, EntityKind]]:
    """The people that a comma sets after a plural office: "the ministers of Chile and Peru, A and B, will meet".

    The parser joins them to the countries as often as it sees an apposition.
    """
    end = token.right_edge.i + 1
    comma = next((at for at in range(token.i + 1, end) if reading.doc[at].text == ","), end)
    seen: set[int] = set()
    for at in range(comma + 1, end):
        name = reading.name_at[at]
        if name is not None and name.kind is EntityKind.PERSON and name.chain >= 0 and name.chain not in seen:
            seen.add(name.chain)
            yield name.chain, name.kind


def _state_of(reading: Reading, token: Token) -> Iterator[tuple[int, EntityKind]]:
    """Russian forces, Ukraine's army → the country."""
    for child in token.children:
        name = reading.name_at[child.i]
        if child.dep_ in ("amod", "compound", "nmod", "poss") and name is not None and name.chain >= 0:
            country = name.place is not None and name.place.type is PlaceType.COUNTRY
            if country:
                yield name.chain, name.kind


def group(reading: Reading, token: Token) -> list[int]:
    """ "The two met": the people last joined by "and", within two sentences."""
    if token.lower_ not in _GROUPS or reading.name_at[token.i] is not None:
        return []
    here = reading.sentence_of[token.i]
    last: list[int] = []
    for index in range(token.i - 1, -1, -1):
        if here - reading.sentence_of[index] > _MAX_GROUP_BACK:
            break
        name = reading.name_at[index]
        if name is not None and name.kind is EntityKind.PERSON and reading.doc[index].dep_ != "conj":
            joined = chains(reading, reading.doc[index], (EntityKind.PERSON,))
            if len(joined) > 1:
                return joined
        if name is not None and name.kind is EntityKind.PERSON and name.chain not in last:
            last.append(name.chain)
    return last if len(last) == 2 else []


def places_of(reading: Reading, token: Token, *words: str) -> list[int]:
    """Chains of the places in the prepositional phrases on a token."""
    found: dict[int, None] = {}
    for _, target in prepositions(token, *(words or PLACE_WORDS)):
        for chain in chains(reading, target, (EntityKind.PLACE,)):
            found[chain] = None
        head = reading.name_at[target.i]
        if head is None and (target.tag_ == "CD" or target.ent_type_ == "DATE"):  # "for 5-6 August in Innsbruck"
            for chain in places_of(reading, target, "in", "at"):
                found[chain] = None
        if head is None:  # "at the Brussels headquarters", "in the Ukrainian capital, Kyiv"
            for child in target.children:
                name = reading.name_at[child.i]
                if name is None or name.kind is not EntityKind.PLACE or name.chain < 0:
                    continue
                if child.dep_ == "appos" or (child.dep_ == "compound" and not name.adjective):
                    found[name.chain] = None
            for _, inner in prepositions(target, "of"):
                if target.lower_ in _PARTS_OF_PLACES:
                    for chain in chains(reading, inner, (EntityKind.PLACE,)):
                        found[chain] = None
    return list(found)


_PARTS_OF_PLACES: Final = frozenset(
    "city town village capital region province district port suburb island resort outskirts centre center coast "
    "north south east west area state streets".split()
)


def sentence_dates(reading: Reading, sentence: int, future: bool) -> list[tuple[DateSpan, int]]:
    """The dates of a sentence with the token each starts at; by tense, since "Friday" may lie ahead or behind."""
    key = sentence * 2 + future
    span = reading.sentences[sentence]
    if key not in reading.dates_by_sentence:
        doc = reading.doc
        start = doc[span.start].idx
        text = reading.prepared.text[start : doc[span.end - 1].idx + len(doc[span.end - 1].text)]
        reading.dates_by_sentence[key] = list(dates.find_dates(text, reading.anchor, future=future))
    found = []
    start = reading.doc[span.start].idx
    for date in reading.dates_by_sentence[key]:
        token = next(
            (index for index in range(span.start, span.end) if reading.doc[index].idx >= start + date.start_char), None
        )
        if token is not None:
            if reading.doc[token].lower_ in ("in", "of", "on", "the", "since", "last", "next", "this") and (
                token + 1 < span.end
            ):
                token += 1
            found.append((date, token))
    return found


def names_within(reading: Reading, start: int, end: int) -> list[Name]:
    found: list[Name] = []
    for index in range(start, end):
        name = reading.name_at[index]
        if name is not None and (not found or found[-1] is not name):
            found.append(name)
    return found


def thing_kind(things: list[Thing], chain: int) -> EntityKind:
    return things[chain].kind


def verb_word(token: Token) -> lexicons.EventWord | None:
    return lexicons.event_verbs().get(token.lower_) if token.tag_[:2] == "VB" else None
