"""The document: chains and claims from what the steps found, each claim with the sentence that makes it.

Also the relations that need no event: where a place or body lies (by the text or by the gazetteer) and membership.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from graph import names
from graph.model import Chain, Claim, Document, Mention, Traits
from graph.ontology import EntityKind, EventStatus, Medium, Origin, PlaceType, RelationType
from loaders import places
from loaders.coreference import Thing
from loaders.event_merging import Event, event_name
from loaders.places import gazetteer
from loaders.reading import Name, Reading, head_of, prepositions
from loaders.roles import Role

_MEMBERS: Final = frozenset("member members ally allies partner".split())
_INSIDE: Final = ("compound", "poss", "nmod")
_FACILITY: Final = frozenset(
    "university college hospital school institute academy court church library laboratory centre center museum".split()
)


class Claims:
    """Collects claims; the same claim from the same sentence is kept once, the more certain one."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._found: dict[tuple[object, ...], Claim] = {}

    def add(self, claim: Claim, sentence: int | None) -> None:
        if claim.source == claim.target:
            return
        if sentence is not None:
            place = self._reading.sentences[sentence]
            claim = replace(claim, start_offset=place.start_offset, end_offset=place.end_offset)
        ends = (claim.source, claim.target)
        if claim.type is RelationType.MET:
            ends = (min(ends), max(ends))
        key = (claim.type, ends, claim.role, claim.role_title, claim.status, claim.event, claim.start_offset)
        known = self._found.get(key)
        if known is None or known.confidence < claim.confidence:
            self._found[key] = claim

    def all(self) -> tuple[Claim, ...]:
        return tuple(
            sorted(
                self._found.values(),
                key=lambda claim: (
                    claim.start_offset is None,
                    claim.start_offset or 0,
                    claim.type,
                    claim.source,
                    claim.target,
                    claim.role or "",
                    claim.role_title or "",
                    claim.status,
                ),
            )
        )


def document(
    reading: Reading,
    things: list[Thing],
    roles: list[Role],
    events: list[Event],
    facts: Sequence[tuple[Claim, int]] = (),
) -> Document:
    """The article's document.

    `facts` are further claims with their sentences; in them, an event is chain `len(things)` plus its position.
    """
    claims = Claims(reading)
    chains = [_chain(reading, thing) for thing in things]
    for event in events:
        _event(reading, things, event, chains, claims)
    for role in roles:
        claims.add(
            Claim(RelationType.HOLDS_ROLE, role.person, role.owner, role.rule, role.confidence, role_title=role.title,
                  former=role.former, start=role.start),
            role.sentence,
        )  # fmt: skip
    for claim, sentence in facts:
        claims.add(claim, sentence)
    _located(reading, things, claims)
    _members(reading, things, claims)
    _background(things, chains, claims)
    return _ordered(reading, chains, claims.all())


def _ordered(reading: Reading, chains: list[Chain], claims: tuple[Claim, ...]) -> Document:
    """Chains in the order of their first mention, background last, and claims that point at them there."""
    order = sorted(
        range(len(chains)),
        key=lambda at: (not chains[at].mentions, chains[at].mentions[0].start if chains[at].mentions else 0, at),
    )
    position = {old: new for new, old in enumerate(order)}
    moved = tuple(
        replace(
            claim,
            source=position[claim.source],
            target=position[claim.target],
            event=None if claim.event is None else position[claim.event],
        )
        for claim in claims
    )
    return Document(reading.article, tuple(chains[at] for at in order), moved)


def _mention(reading: Reading, start: int, end: int) -> Mention:
    first = reading.offset(reading.doc[start].idx)
    last = reading.end_offset(reading.doc[end - 1])
    return Mention(first, last, reading.article.text[first:last])


def _written(text: str) -> str:
    stripped = text.strip(" ,.'\"")
    return stripped + "." if "." in stripped and text.endswith(".") else stripped  # U.S. keeps its dot


def _chain(reading: Reading, thing: Thing) -> Chain:
    spans = sorted({(name.start, name.end) for name in thing.mentions})
    further = tuple(
        text for text in dict.fromkeys(_written(name) for name in thing.names) if text and text != thing.name
    )
    mentions = tuple(_mention(reading, *span) for span in spans)
    if thing.kind is EntityKind.PLACE and thing.place is not None:
        place = thing.place
        return Chain(thing.kind, thing.name, mentions, further, place.same_as, traits=_place_traits(place))
    return Chain(thing.kind, _written(thing.name), mentions, further)


def _place_traits(place: places.Place) -> Traits:
    return Traits(
        place_type=place.type, latitude=place.latitude, longitude=place.longitude, country_code=place.country_code
    )


def _event(reading: Reading, things: list[Thing], event: Event, chains: list[Chain], claims: Claims) -> None:
    start, end = event.date
    status, medium = event.status, event.medium
    name, proper = event_name(reading, things, event)
    spans = sorted(
        {
            (c.name.start, c.name.end) if c.name is not None else (c.trigger, c.trigger + 1)
            for c in event.candidates
            if not c.echo
        }
    )
    traits = Traits(
        event_type=event.type,
        status=status,
        medium=medium,
        start=start,
        end=end,
        trigger=reading.doc[(event.named or event.first).trigger].lower_,
    )
    at = len(chains)
    mentions = tuple(_mention(reading, *span) for span in spans)
    chains.append(
        Chain(EntityKind.EVENT, name, mentions, tuple(text for text in proper if text != name), traits=traits)
    )
    for candidate in event.candidates:
        for participant in candidate.participants:
            claims.add(
                Claim(RelationType.PARTICIPATED_IN, participant.chain, at, participant.rule, participant.confidence,
                      status=participant.status or status, role=participant.role),
                candidate.sentence if participant.sentence is None else participant.sentence,
            )  # fmt: skip
        for chain in candidate.places:
            claims.add(Claim(RelationType.HELD_AT, at, chain, "event.place@1", 0.85, status=status), candidate.sentence)
        for chain in candidate.about:
            claims.add(Claim(RelationType.ABOUT, at, chain, "event.about@1", 0.7, status=status), candidate.sentence)
        if medium is not Medium.REMOTE and candidate.status is EventStatus.HELD and status is EventStatus.HELD:
            for one, other in candidate.mets:
                claims.add(Claim(RelationType.MET, one, other, "met@1", 0.85, event=at), candidate.sentence)
        elif candidate.mets and medium is not Medium.REMOTE:
            kept = status if status is not EventStatus.HELD else candidate.status
            for one, other in candidate.mets:
                claims.add(
                    Claim(RelationType.MET, one, other, "met@1", 0.85, status=kept, event=at), candidate.sentence
                )


def _located(reading: Reading, things: list[Thing], claims: Claims) -> None:
    """ "A in B" for a venue, "City, Country" and "Country's City" where the gazetteer agrees, "B-based A"."""
    doc = reading.doc
    for name in reading.names:
        if name.chain < 0 or name.kind not in (EntityKind.PLACE, EntityKind.ORGANIZATION) or name.nominal:
            continue
        thing = things[name.chain]
        after = name.end
        sentence = reading.sentence_of[name.start]
        following = _next_name(reading, after)
        word = reading.folded[after] if after < len(doc) else ""
        if following is not None and following.place is not None and not following.adjective:
            container = following.place
            apart = following.start - after
            if word in (",", "(") and apart == 1 and thing.place is not None and _contains(thing.place, container):
                claims.add(
                    Claim(RelationType.LOCATED_IN, name.chain, following.chain, "located.comma@1", 0.9), sentence
                )
            elif (
                word in ("in", "near", "at")
                and apart <= 2
                and word != "near"
                and _may_lie_in(reading, thing, name, container)
            ):
                claims.add(Claim(RelationType.LOCATED_IN, name.chain, following.chain, "located.in@1", 0.85), sentence)
        if thing.kind is EntityKind.ORGANIZATION:
            _based(reading, name, claims, sentence)


def _next_name(reading: Reading, after: int) -> Name | None:
    for index in range(after + 1, min(after + 3, len(reading.doc))):
        name = reading.name_at[index]
        if name is not None:
            return name if name.kind is EntityKind.PLACE and name.chain >= 0 else None
        if reading.folded[index] not in ("the", "central", "northern", "southern", "eastern", "western"):
            return None
    return None


def _contains(place: places.Place, container: places.Place) -> bool:
    if container.type is PlaceType.COUNTRY:
        return place.country_code == container.country_code and place != container
    return (
        container.type is PlaceType.REGION
        and place.type is not PlaceType.COUNTRY
        and (place.country_code or container.country_code) == container.country_code
        and container.country_code is not None
    ) or (place.type is PlaceType.VENUE and container.type is PlaceType.CITY)


def _may_lie_in(reading: Reading, thing: Thing, name: Name, container: places.Place) -> bool:
    """A venue or facility in a city or country; a city in a country or region that the gazetteer does not deny."""
    if thing.kind is EntityKind.ORGANIZATION:
        return reading.folded[name.end - 1] in _FACILITY or reading.folded[name.start] in _FACILITY
    place = thing.place
    if place is None or place == container:
        return False
    if place.type in (PlaceType.VENUE, PlaceType.OTHER) or not place.country_code:
        return place.type is not PlaceType.BODY_OF_WATER and place.population == 0
    if place.type in (PlaceType.CITY, PlaceType.REGION):
        return (
            place.country_code == container.country_code
            and container.type in (PlaceType.COUNTRY, PlaceType.REGION)
            and (container.type is PlaceType.COUNTRY or place.type is PlaceType.CITY)
        )
    return False


def _based(reading: Reading, name: Name, claims: Claims, sentence: int) -> None:
    """Geneva-based X; X, based in Geneva; X is headquartered in Geneva."""
    head = head_of(reading.doc, name.start, name.end)
    for index in range(name.start - 1, max(name.start - 4, -1), -1):
        before = reading.name_at[index]
        if before is not None and before.rule == "based@1":
            claims.add(Claim(RelationType.LOCATED_IN, name.chain, before.chain, "located.based@1", 0.9), sentence)
        if before is not None or reading.doc[index].tag_[:2] not in ("NN", "JJ"):
            break
    verbs = [child for child in head.children if child.dep_ == "acl"]
    if head.dep_ in ("nsubj", "nsubjpass"):
        verbs.append(head.head)
    for verb in verbs:
        if verb.lower_ in ("based", "headquartered", "located"):
            for _, target_token in prepositions(verb, "in"):
                target_name = reading.name_at[target_token.i]
                if target_name is not None and target_name.kind is EntityKind.PLACE and target_name.chain >= 0:
                    rule = "located.based@1"
                    claims.add(Claim(RelationType.LOCATED_IN, name.chain, target_name.chain, rule, 0.9), sentence)


def _members(reading: Reading, things: list[Thing], claims: Claims) -> None:
    """ "Sweden, a member of the EU", "NATO member Latvia", "Latvia is a member of NATO", "NATO's KFOR mission"."""
    for token in reading.doc:
        body = _body_of_member(reading, token) if token.lower_ in _MEMBERS else None
        if body is None or body.chain < 0 or things[body.chain].organization is None:
            continue
        member = _member(reading, token)
        if (
            member is not None
            and member.chain >= 0
            and member.place is not None
            and (member.place.type is PlaceType.COUNTRY and not member.adjective)
        ):
            claim = Claim(RelationType.MEMBER_OF, member.chain, body.chain, "member@1", 0.8)
            claims.add(claim, reading.sentence_of[token.i])
    for name in reading.names:
        if name.kind is EntityKind.ORGANIZATION and name.chain >= 0 and name.start >= 2:
            owner = reading.name_at[name.start - 2]
            possessive = reading.folded[name.start - 1] in ("'s", "'")
            if possessive and owner is not None and owner.kind is EntityKind.ORGANIZATION and owner.chain >= 0:
                claim = Claim(RelationType.MEMBER_OF, name.chain, owner.chain, "member.possessive@1", 0.6)
                claims.add(claim, reading.sentence_of[name.start])


def _body_of_member(reading: Reading, token: Token) -> Name | None:
    """The organization of "member": the one before it, else the one after "of"."""
    inside = [child.i for child in token.children if child.dep_ in _INSIDE]
    inside += [target.i for _, target in prepositions(token, "of")]
    found = [reading.name_at[index] for index in inside]
    return next((name for name in found if name is not None and name.kind is EntityKind.ORGANIZATION), None)


def _member(reading: Reading, token: Token) -> Name | None:
    if token.dep_ == "appos":
        return reading.name_at[token.head.i]
    if token.dep_ == "attr":
        if any(child.dep_ == "neg" or child.tag_ == "MD" for child in token.head.children):
            return None
        subject = next((child for child in token.head.children if child.dep_ == "nsubj"), None)
        return reading.name_at[subject.i] if subject is not None else None
    return reading.name_at[token.i + 1] if token.i + 1 < len(reading.doc) else None


def _background(things: list[Thing], chains: list[Chain], claims: Claims) -> None:
    """The country of every place of the gazetteer, as background where the article does not name it."""
    by_code = {
        thing.place.country_code: at
        for at, thing in enumerate(things)
        if thing.place is not None and thing.place.type is PlaceType.COUNTRY
    }
    for at, thing in enumerate(things):
        place = thing.place
        if place is None or place.type is PlaceType.COUNTRY or not place.country_code:
            continue
        country = gazetteer().country(place.country_code)
        if country is None or (names.key(country.name) == names.key(place.name) and place.type is PlaceType.REGION):
            continue
        if place.country_code not in by_code:
            by_code[place.country_code] = len(chains)
            chains.append(Chain(EntityKind.PLACE, country.name, same_as=country.same_as, traits=_place_traits(country)))
        claims.add(
            Claim(
                RelationType.LOCATED_IN, at, by_code[place.country_code], "gazetteer@1", 1.0, origin=Origin.GAZETTEER
            ),
            None,
        )
