"""Claims with their entities known → relations. Pure: the claims of one key, or of one event, at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from graph import dates, names
from graph.entities import elect, latest_status
from graph.ledger import ChainRef, StoredClaim
from graph.model import Claim, Entity, Evidence, Relation, Traits, digest
from graph.ontology import (
    MAX_MEETING,
    MEETINGS,
    RELATIONS,
    EntityKind,
    EventStatus,
    EventType,
    Medium,
    Origin,
    ParticipantRole,
    RelationRule,
    RelationType,
)

_KIND_OF_PREFIX: Final = {kind.value.lower(): kind for kind in EntityKind}
_OF_PAIR_AND_EVENT: Final = (RelationType.MET, RelationType.VISITED)
_ROLELESS: Final = (None, ParticipantRole.PARTICIPANT)
_CAME: Final = (ParticipantRole.GUEST, ParticipantRole.ACTOR)
_VISITORS: Final = (*_CAME, ParticipantRole.PARTICIPANT)


def kind_of(entity_id: str) -> EntityKind:
    """The kind that an extracted entity's id names."""
    return _KIND_OF_PREFIX[entity_id.partition(":")[0]]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with its ends resolved and its status weighed against its event's; what relations are made of."""

    claim: StoredClaim
    source: str
    target: str
    event: str | None
    status: EventStatus

    @property
    def type(self) -> RelationType:
        return self.claim.claim.type


def relation_id(rule: RelationRule, source: str, target: str, **own: str | None) -> str:
    """The id of a relation: its type and 16 hex of its key; `own` are the fields that `rule.key` names."""
    key = "\n".join((source, target, *(own[field] or "" for field in rule.key)))
    return f"{rule.type.value.lower().replace('_', '-')}:{digest(key, 16)}"


def _fits(rule: RelationRule, source: str, target: str, event: str | None) -> bool:
    return (
        source != target
        and kind_of(source) in rule.sources
        and kind_of(target) in rule.targets
        and (event is None or kind_of(event) is EntityKind.EVENT)
    )


def state(
    claim: StoredClaim, entity_of: Callable[[ChainRef], str], traits_of: Callable[[str], Traits]
) -> tuple[str, Statement] | None:
    """The relation id and statement of a claim; None where it makes no relation.

    A HELD claim takes the status of an end or event that was not held, its source's first.
    """
    said = claim.claim
    rule = RELATIONS[said.type]
    source, target = entity_of(claim.source), entity_of(claim.target)
    # Only MET and VISITED are told apart, and dated, by an event beside their ends.
    event_ref = claim.event
    event = entity_of(event_ref) if event_ref is not None and said.type in _OF_PAIR_AND_EVENT else None
    if rule.symmetric and source > target:
        source, target = target, source
    if not _fits(rule, source, target, event):
        return None
    events = [id_ for id_ in (source, event, target) if id_ is not None and kind_of(id_) is EntityKind.EVENT]
    if said.type is RelationType.MET and any(traits_of(id_).medium is Medium.REMOTE for id_ in events):
        return None
    statuses = (said.status, *(traits_of(id_).status or EventStatus.HELD for id_ in events))
    status = next((status for status in statuses if status is not EventStatus.HELD), EventStatus.HELD)
    id_ = relation_id(
        rule,
        source,
        target,
        status=status.value,
        role=_role(said.type, said.role),
        role_title=names.key(said.role_title or ""),
        start=said.start,
        event=event,
    )
    return id_, Statement(claim, source, target, event, status)


def settled(claims: Sequence[Claim]) -> list[Claim]:
    """One article's claims with each roleless participation in the role that another gives the same participant.

    "Rutte met Silina" and "Rutte hosted Silina" are one participation; with two roles given it stays its own.
    """
    roles: dict[tuple[int, int, EventStatus], set[ParticipantRole]] = defaultdict(set)
    for claim in claims:
        if claim.type is RelationType.PARTICIPATED_IN and claim.role not in _ROLELESS:
            assert claim.role is not None
            roles[claim.source, claim.target, claim.status].add(claim.role)
    return [
        replace(claim, role=next(iter(given)))
        if claim.type is RelationType.PARTICIPATED_IN
        and claim.role in _ROLELESS
        and len(given := roles.get((claim.source, claim.target, claim.status), set())) == 1
        else claim
        for claim in claims
    ]


def _role(type_: RelationType, role: ParticipantRole | None) -> ParticipantRole | None:
    return (role or ParticipantRole.PARTICIPANT) if type_ is RelationType.PARTICIPATED_IN else None


def _evidence(statements: Iterable[Statement]) -> tuple[Evidence, ...]:
    """One piece per sentence and status, as sure as its surest claim, with every extractor that read it so."""
    found: dict[tuple[str, int, int, str], list[StoredClaim]] = defaultdict(list)
    for statement in statements:
        claim, said = statement.claim, statement.claim.claim
        if said.start_offset is not None and said.end_offset is not None:
            found[claim.article, said.start_offset, said.end_offset, said.status.value].append(claim)
    return tuple(
        Evidence(
            article=article,
            start=start,
            end=end,
            sentence=claims[0].sentence or "",
            extractor=" ".join(sorted({claim.claim.extractor for claim in claims})),
            confidence=max(claim.claim.confidence for claim in claims),
            claimed=claims[0].claim.status,
        )
        for (article, start, end, _), claims in sorted(found.items())
    )


def _dated(statements: Iterable[Statement], read: Callable[[StoredClaim], str | None]) -> list[str]:
    """The valid dates that the claims give, earliest first by their first day, then the finer ones."""
    valid = {text for statement in statements if (text := read(statement.claim)) and dates.is_partial_date(text)}
    return sorted(valid, key=lambda text: (dates.bounds(text)[0], dates.bounds(text)[1]))


def relation(id_: str, statements: Sequence[Statement], traits_of: Callable[[str], Traits | None]) -> Relation:
    """The relation that these statements of one key make; statements of texts go before the gazetteer's."""
    extracted = [statement for statement in statements if statement.claim.claim.origin is not Origin.GAZETTEER]
    used = sorted(extracted or statements, key=lambda statement: (statement.claim.article, statement.claim.index))
    first = used[0]
    rule = RELATIONS[first.type]
    reported = _dated(extracted, lambda claim: claim.published)
    claims = [statement.claim for statement in used]
    start, end = _dates_of(used)
    event = _event_of(first)
    if rule.event_dated and start is None and end is None and event and (traits := traits_of(event)):
        start, end = traits.start, traits.end
    titles = elect(((claim.claim.role_title, 1) for claim in claims if claim.claim.role_title), len)
    holds_role = first.type is RelationType.HOLDS_ROLE
    return Relation(
        id=id_,
        type=first.type,
        source=first.source,
        target=first.target,
        status=latest_status((statement.status, statement.claim.published) for statement in used),
        role=_role(first.type, first.claim.claim.role),
        role_title=titles if holds_role else None,
        start=start,
        end=end,
        attested_from=reported[0] if holds_role and reported else None,
        attested_to=reported[-1] if holds_role and reported else None,
        former=_former(claims),
        event=first.event,
        origin=Origin.EXTRACTED if extracted else Origin.GAZETTEER,
        confidence=max(claim.claim.confidence for claim in claims),
        first_reported=reported[0] if reported else None,
        report_count=len({statement.claim.article for statement in extracted}),
        independent_source_count=len({_story(statement.claim) for statement in extracted}),
        evidence=_evidence(extracted),
    )


def _event_of(statement: Statement) -> str | None:
    ends = (statement.event, statement.target, statement.source)
    return next((id_ for id_ in ends if id_ is not None and kind_of(id_) is EntityKind.EVENT), None)


def _story(claim: StoredClaim) -> str:
    return claim.story or claim.article


def _dates_of(statements: Sequence[Statement]) -> tuple[str | None, str | None]:
    """The most claimed start and end of one claim's period; the finer of equals, then the earlier."""
    periods = ((statement.claim.claim.start, statement.claim.claim.end) for statement in statements)
    chosen = elect(
        ((period, 1) for period in periods if any(period)), lambda period: sum(len(text or "") for text in period)
    )
    return chosen or (None, None)


def _former(claims: Sequence[StoredClaim]) -> bool:
    """Whether the latest dated sentences, or if none is dated all of them, call the office a former one."""
    latest = max((dates.bounds(claim.published)[0] for claim in claims if claim.published), default=None)
    if latest is None:
        return all(claim.claim.former for claim in claims)
    return any(claim.claim.former for claim in claims if claim.published and dates.bounds(claim.published)[0] == latest)


def derived(
    event_id: str, traits: Traits, relations: Mapping[str, tuple[Relation, Sequence[Statement]]]
) -> list[Relation]:
    """MET and VISITED of an event, from all its asserted relations (by id, with their statements).

    An asserted relation of the same key keeps its origin and gains the evidence. Empty unless the event was held,
    in person; MET also needs at most MAX_MEETING persons.
    """
    if not derives(traits):
        return []
    present = [pair for pair in relations.values() if pair[0].status is EventStatus.HELD]
    shares: dict[str, list[tuple[Relation, Sequence[Statement]]]] = defaultdict(list)
    places: dict[str, list[tuple[Relation, Sequence[Statement]]]] = defaultdict(list)
    for edge, statements in present:
        if edge.type is RelationType.PARTICIPATED_IN and edge.target == event_id:
            shares[edge.source].append((edge, statements))
        elif edge.type is RelationType.HELD_AT and edge.source == event_id:
            places[edge.target].append((edge, statements))
    people = sorted(id_ for id_ in shares if kind_of(id_) is EntityKind.PERSON)
    wanted = []
    if len(people) <= MAX_MEETING:
        wanted = [(RelationType.MET, one, other, shares[one], shares[other]) for one, other in combinations(people, 2)]
    if traits.event_type is EventType.VISIT:
        # Where the text says who came, the others were there already: Zelenskyy did not visit Kyiv.
        told = any(share[0].role in _CAME for shown in shares.values() for share in shown)
        roles = _CAME if told else _VISITORS
        for visitor, shown in sorted(shares.items()):
            came = [share for share in shown if share[0].role in roles]
            wanted += [
                (RelationType.VISITED, visitor, place, came, held)
                for place, held in sorted(places.items())
                if came and visitor != place and kind_of(visitor) in RELATIONS[RelationType.VISITED].sources
            ]
    return [_derive(event_id, traits, relations, *wish) for wish in wanted]


def derives(traits: Traits | None) -> bool:
    """Whether an event can make MET or VISITED edges."""
    return (
        traits is not None
        and traits.status in (None, EventStatus.HELD)
        and traits.medium is not Medium.REMOTE
        and traits.event_type in MEETINGS
    )


def _derive(
    event_id: str,
    traits: Traits,
    relations: Mapping[str, tuple[Relation, Sequence[Statement]]],
    type_: RelationType,
    source: str,
    target: str,
    one: Sequence[tuple[Relation, Sequence[Statement]]],
    other: Sequence[tuple[Relation, Sequence[Statement]]],
) -> Relation:
    id_ = relation_id(RELATIONS[type_], source, target, event=event_id)
    asserted = relations.get(id_)
    statements = [statement for _, shown in (*one, *other, *([asserted] if asserted else [])) for statement in shown]
    confidence = min(max(edge.confidence for edge, _ in one), max(edge.confidence for edge, _ in other))
    texts = [statement for statement in statements if statement.claim.claim.origin is not Origin.GAZETTEER]
    reported = _dated(texts, lambda claim: claim.published)
    alone = Relation(
        id=id_,
        type=type_,
        source=source,
        target=target,
        event=event_id,
        start=traits.start,
        end=traits.end,
        origin=Origin.DERIVED,
        confidence=confidence,
    )
    edge = asserted[0] if asserted else alone
    return replace(
        edge,
        # A sentence that denies the meeting is one report among those that saw both take part.
        status=latest_status((statement.status, statement.claim.published) for statement in texts),
        confidence=max(edge.confidence, confidence),
        evidence=_evidence(texts),
        first_reported=reported[0] if reported else None,
        report_count=len({statement.claim.article for statement in texts}),
        independent_source_count=len({_story(statement.claim) for statement in texts}),
    )


def mentions(article: str, entity_id: str, count: int, published: str | None) -> Relation:
    """The MENTIONS edge: the article names the entity so many times."""
    rule = RELATIONS[RelationType.MENTIONS]
    return Relation(
        id=relation_id(rule, article, entity_id, status=EventStatus.HELD.value),
        type=rule.type,
        source=article,
        target=entity_id,
        count=count,
        first_reported=published,
        report_count=1,
        independent_source_count=1,
    )


def event_changed(old: Entity | None, new: Entity | None) -> bool:
    """Whether relations of the event may follow differently: status, type, medium or dates."""
    if old is None or new is None:
        return old is not new
    fields = [(entity.traits.status, entity.traits.event_type, entity.traits.medium) for entity in (old, new)]
    periods = [(entity.traits.start, entity.traits.end) for entity in (old, new)]
    return fields[0] != fields[1] or periods[0] != periods[1]
