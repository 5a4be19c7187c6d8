"""Offices, containment, memberships and visits: what the encoder says of two things, beside what the rules read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from graph import names
from graph.model import Claim
from graph.ontology import EntityKind, EventType, PlaceType, RelationType
from loaders import lexicons
from loaders.coreference import Thing
from loaders.encoder.labels import PAIRS
from loaders.encoder.overlay import Overlay
from loaders.event_merging import Event
from loaders.reading import Reading
from loaders.roles import FORMER, Role, title_of

_OFFICE: Final = PAIRS.index("OFFICE")
_TITLE: Final = PAIRS.index("TITLE")
_BODY: Final = (EntityKind.ORGANIZATION, EntityKind.PLACE)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability a proposal is taken; chosen on the development articles."""

    office: float = 0.6
    located: float = 0.5
    visited: float = 0.7
    unlikely: float = 0.1
    """Below this, the encoder rules out what the rules read."""
    guessed: float = 0.6
    """The rules' confidence up to which they only guess (the country of the sentence): the encoder must agree."""


def offices(
    reading: Reading, things: list[Thing], overlay: Overlay, ruled: Sequence[Role], limits: Thresholds
) -> list[Role]:
    """Who holds which office of what: by the words of a title, its holder and its body."""
    people = [at for at, thing in enumerate(things) if thing.kind is EntityKind.PERSON and overlay.spans_of(at)]
    bodies = [at for at, thing in enumerate(things) if thing.kind in _BODY and overlay.spans_of(at)]
    titles = overlay.of_kind("TITLE")
    chances = overlay.proposals.pairs([[span] for span in titles], overlay.things)
    between = overlay.between[:, :, _OFFICE]
    found: list[Role] = []
    for number, span in enumerate(titles):
        start, end = _whole_title(reading, *overlay.place(span))
        person = max(people, key=lambda at: (chances[number, at, _TITLE], -at), default=None)
        if person is None or chances[number, person, _TITLE] < limits.office:
            continue
        title = title_of(reading, start, end)
        things[person].titles.add(names.key(title))
        said = {at: (float(chances[number, at, _OFFICE]) + float(between[person, at])) / 2 for at in bodies}
        owner = max(said, key=lambda at: (said[at], -at), default=None)
        if owner is None or said[owner] < limits.office or not title:
            continue
        former = any(reading.folded[at] in FORMER for at in range(max(0, start - 2), end))
        confidence = round(min(0.95, said[owner]), 2)
        found.append(Role(person, owner, title, former, reading.sentence_of[start], "encoder.office@1", confidence))
    known = {(role.person, role.owner) for role in found}
    for role in ruled:
        if (role.person, role.owner) in known:
            continue
        seen = overlay.spans_of(role.person) and overlay.spans_of(role.owner)
        needed = limits.unlikely if role.confidence > limits.guessed else limits.office
        if not seen or between[role.person, role.owner] >= needed:
            found.append(role)
    return found


def _whole_title(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The span with the rest of a listed title that it is part of: Prime → Prime Minister."""
    for first in range(max(0, start - 2), start + 1):
        known = lexicons.titles().at(reading.folded, first)
        if known is None or first + known[0] <= start:
            continue
        # "The Prime Minister" may already stand for somebody.
        if all(name is None or name.nominal for name in reading.name_at[first : first + known[0]]):
            return min(first, start), max(end, first + known[0])
    return start, end


def facts(
    reading: Reading, things: list[Thing], overlay: Overlay, events: Sequence[Event], limits: Thresholds
) -> list[tuple[Claim, int]]:
    """Claims that need no event of their own, each with its sentence."""
    found: list[tuple[Claim, int]] = []
    chances = overlay.between
    needed = {RelationType.LOCATED_IN: limits.located, RelationType.VISITED: limits.visited}
    for type_, sources, targets in _FACTS:
        label = PAIRS.index(type_.name)
        for one, other in zip(*np.nonzero(chances[:, :, label] >= needed[type_]), strict=True):
            claim = _fact(things, events, type_, int(one), int(other), float(chances[one, other, label]))
            kinds = things[one].kind in sources and things[other].kind in targets
            if claim is None or not kinds or one == other:
                continue
            spans = overlay.spans_of(int(one)), overlay.spans_of(int(other))
            mention = overlay.place(overlay.proposals.best(*spans, label)[0])[0]
            found.append((claim, reading.sentence_of[mention]))
    return found


_FACTS: Final = (
    (RelationType.LOCATED_IN, _BODY, (EntityKind.PLACE,)),
    (RelationType.VISITED, (EntityKind.PERSON, EntityKind.ORGANIZATION), (EntityKind.PLACE,)),
)


def _fact(
    things: list[Thing], events: Sequence[Event], type_: RelationType, one: int, other: int, score: float
) -> Claim | None:
    claim = Claim(type_, one, other, f"encoder.{type_.name.lower().replace('_', '-')}@1", round(score, 2))
    if type_ is RelationType.LOCATED_IN:
        return claim if _may_lie_in(things[one], things[other]) else None
    visit = _visit(events, one, other)
    return None if visit is None else replace(claim, event=len(things) + visit, status=events[visit].status)


def _may_lie_in(source: Thing, target: Thing) -> bool:
    """What the gazetteer does not deny: no country in another, no city of one country in another."""
    one, other = source.place, target.place
    if one is None or other is None:
        return True
    if one.type is PlaceType.COUNTRY:
        return other.type in (PlaceType.REGION, PlaceType.BODY_OF_WATER, PlaceType.OTHER)
    return not (one.country_code and other.country_code) or one.country_code == other.country_code


def _visit(events: Sequence[Event], visitor: int, place: int) -> int | None:
    """The event that took a visitor to a place: a visit or meeting before any other."""
    there = []
    for at, event in enumerate(events):
        present = {p.chain for c in event.candidates for p in c.participants if p.status is None}
        if visitor in present and place in event.places():
            there.append((event.type not in (EventType.VISIT, EventType.MEETING), at))
    return min(there)[1] if there else None
