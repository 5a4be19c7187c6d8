"""A curator's word on two entities: what binds it, what it takes the place of, and what it must not contradict.

made          ids → anchors, so that the word holds whatever is loaded, forgotten and named anew
contradicted  the first of earlier decisions that one of a set stands against
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from graph import ties
from graph.errors import BadArgument, DecisionConflict
from graph.identity import best_form
from graph.ledger import Member
from graph.model import Decision, Entity, digest
from graph.ontology import EntityKind, Judgement, Origin

if TYPE_CHECKING:
    from graph.stores.protocol import Store

MOST_ANCHORS: Final = 8
_WORDS: Final = {Judgement.SAME: "same", Judgement.NOT_SAME: "not-same", Judgement.UNSURE: "unsure"}


class Reads(Protocol):
    """The reads that a decision makes of a store."""

    def existing(self, ids: Sequence[str]) -> Mapping[str, str]: ...
    def entities(self, ids: Iterable[str]) -> list[Entity]: ...
    def members(self, blocks: Iterable[str]) -> list[Member]: ...
    def members_of(self, entity_ids: Iterable[str]) -> list[Member]: ...
    def decisions(self, blocks: Iterable[str]) -> list[Decision]: ...


def made(store: Reads, a: str, b: str, judgement: Judgement, *, by: str, at: str, note: str | None = None) -> Decision:
    """The decision on two ids, with its anchors and the ids of those that it replaces.

    Raises BadArgument for ids that name no two things read from articles, DecisionConflict where it stands against
    an earlier decision on other ids.
    """
    current = store.existing([a, b])
    for name, id_ in (("a", a), ("b", b)):
        if id_ not in current:
            raise BadArgument(f"{name}: {id_!r} is no entity of this graph, or several took its place; search for it")
    one, other = ([*store.members_of([current[id_]])] for id_ in (a, b))
    _check_kinds(store, a, b, current)
    blocks = {member.block for member in (*one, *other)}
    earlier = _all_near(store, blocks)
    again = [decision for decision in earlier if {decision.a, decision.b} == {a, b}]
    if a == b or (current[a] == current[b] and not again):
        raise _already_one(a, b, current[a], earlier, one)
    if again and current[a] == current[b]:
        straight = again[0].a == a
        anchors = again[0].a_anchors, again[0].b_anchors
        a_anchors, b_anchors = anchors if straight else anchors[::-1]
    else:
        everyone = store.members(blocks)
        a_anchors, b_anchors = anchors_of(one, everyone), anchors_of(other, everyone)
    told = "\n".join((*sorted((*a_anchors, *b_anchors)), judgement, at, by))
    decision = Decision(
        id=f"decision:{digest(told, 16)}",
        a=a,
        b=b,
        judgement=judgement,
        by=by,
        at=at,
        note=note,
        a_anchors=a_anchors,
        b_anchors=b_anchors,
        replaces=tuple(sorted(old.id for old in again)),
    )
    standing = [old for old in earlier if old.id not in decision.replaces]
    # What only the decision that is taken back had joined falls apart: there the names alone are asked.
    parting = current[a] == current[b]
    near = () if parting else store.members({block for old in (*standing, decision) for block in ties.blocks_of(old)})
    against = contradicted([*standing, decision], near)
    if against is not None:
        raise DecisionConflict(_conflict(decision, against))
    return decision


def decide(store: "Store", a: str, b: str, judgement: Judgement, *, by: str, note: str | None = None) -> Decision:
    """Makes a decision now and has the store keep it. Raises as `made` does; then nothing is kept."""
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return store.decide(lambda: made(store, a, b, judgement, by=by, at=at, note=note))


def _check_kinds(store: Reads, a: str, b: str, current: Mapping[str, str]) -> None:
    found = {entity.id: entity for entity in store.entities(sorted(set(current.values())))}
    one, other = found[current[a]], found[current[b]]
    for id_, entity in ((a, one), (b, other)):
        if entity.kind is EntityKind.ARTICLE or entity.origin in (Origin.IMPORTED, Origin.CURATED):
            raise BadArgument(
                f"{id_!r} was not read from articles, so no decision can hold it; change its file instead"
            )
    if one.kind is not other.kind:
        raise BadArgument(f"{a!r} is a {one.kind.label}, {b!r} a {other.kind.label}: decide on two of one kind")


def _all_near(store: Reads, blocks: set[str]) -> list[Decision]:
    """The decisions of these blocks and of all that a SAME ties to them, in the order in which they were made."""
    found: dict[str, Decision] = {}
    known: set[str] = set()
    fresh = set(blocks)
    while fresh:
        known |= fresh
        read = store.decisions(fresh)
        found.update((decision.id, decision) for decision in read)
        fresh = {block for decision in read for block in ties.blocks_of(decision)} - known
    return sorted(found.values(), key=lambda decision: (decision.at, decision.id))


def anchors_of(members: Sequence[Member], everyone: Iterable[Member]) -> tuple[str, ...]:
    """What binds a decision to the entity of these members: the names that say most, else name and article.

    A name alone is enough where all that bear it, of `everyone` in their blocks, are this entity.
    """
    bearers: Counter[str] = Counter(ties.signatures(member)[0] for member in everyone)
    mine: Counter[str] = Counter(ties.signatures(member)[0] for member in members)
    telling = _telling(members)
    weight: Counter[str] = Counter()
    for member in telling:
        wide, narrow = ties.signatures(member)
        weight[wide if bearers[wide] == mine[wide] else narrow] += member.mention_count
    ranked = sorted(weight, key=lambda anchor: (-weight[anchor], anchor))
    # One name for good; articles and reports of an event may go, so that several are kept.
    steady = members[0].chain.kind is not EntityKind.EVENT and ranked[0] in bearers
    return tuple(sorted(ranked[: 1 if steady else MOST_ANCHORS]))


def _telling(members: Sequence[Member]) -> Sequence[Member]:
    """Of people those with the fullest name: a surname may come to mean another."""
    if members[0].chain.kind is not EntityKind.PERSON:
        return members
    fullest = max(len(best_form(member.chain).given) for member in members)
    return [member for member in members if len(best_form(member.chain).given) == fullest]


def contradicted(decisions: Iterable[Decision], members: Iterable[Member] = ()) -> tuple[Decision, Decision] | None:
    """The first SAME and NOT_SAME, in the order in which they were made, that cannot both stand; None if all can.

    Names that are one in the graph tie decisions together as their anchors do.
    """
    roots: dict[str, str] = {}

    def find(key: str) -> str:
        while roots.setdefault(key, key) != key:
            key = roots[key]
        return key

    def join(keys: Iterable[str]) -> None:
        first, *rest = keys
        for key in rest:
            roots[find(key)] = find(first)

    def torn(decision: Decision) -> bool:
        return not set(map(find, decision.a_anchors)).isdisjoint(map(find, decision.b_anchors))

    ordered = sorted(decisions, key=lambda decision: (decision.at, decision.id))
    anchors = {anchor for decision in ordered for anchor in (*decision.a_anchors, *decision.b_anchors)}
    for member in members:
        found = [anchor for anchor in ties.signatures(member) if anchor in anchors]
        join((f"\n{member.entity}", *found))
    apart: list[Decision] = []
    for decision in ordered:
        if not decision.a_anchors or not decision.b_anchors or decision.judgement is Judgement.UNSURE:
            continue
        if decision.judgement is Judgement.NOT_SAME:
            if torn(decision):
                return decision, _joining(decision, ordered)
            apart.append(decision)
            continue
        join((*decision.a_anchors, *decision.b_anchors))
        against = next(filter(torn, apart), None)
        if against is not None:
            return decision, against
    return None


def check(decisions: Iterable[Decision]) -> None:
    """Raises DecisionConflict for decisions of which two cannot both stand; those that others replace do not count."""
    known = list(decisions)
    replaced = {id_ for decision in known for id_ in decision.replaces}
    pair = contradicted(decision for decision in known if decision.id not in replaced)
    if pair is not None:
        raise DecisionConflict(_conflict(pair[0], pair))


def _joining(decision: Decision, ordered: Sequence[Decision]) -> Decision:
    """The last SAME before it that touches what it would part."""
    own = {*decision.a_anchors, *decision.b_anchors}
    before = [
        old for old in ordered if old.judgement is Judgement.SAME and (old.at, old.id) < (decision.at, decision.id)
    ]
    touching = [old for old in before if own & {*old.a_anchors, *old.b_anchors}]
    return (touching or before or [decision])[-1]


def _already_one(a: str, b: str, entity: str, earlier: Sequence[Decision], members: Sequence[Member]) -> Exception:
    named = {anchor for member in members for anchor in ties.signatures(member)}
    joined = [
        old
        for old in earlier
        if old.judgement is Judgement.SAME and named & {*old.a_anchors} and named & {*old.b_anchors}
    ]
    if a != b and joined:
        return DecisionConflict(
            f"{a} and {b} are one, {entity}, by {described(joined[-1])}; take that back first: {undo(joined[-1])}"
        )
    return BadArgument(f"{a} and {b} are one, {entity}: there are no two to decide on")


def described(decision: Decision) -> str:
    word = _WORDS[decision.judgement]
    return f"{decision.id} ({decision.a} {word} {decision.b}, {decision.at[:10]} by {decision.by})"


def undo(decision: Decision) -> str:
    """The command that takes a decision back."""
    return f"liaison decide {decision.a} {decision.b} unsure"


def _conflict(decision: Decision, pair: tuple[Decision, Decision]) -> str:
    earlier = next(old for old in pair if old.id != decision.id)
    return (
        f"{decision.a} {_WORDS[decision.judgement]} {decision.b} stands against {described(earlier)}; "
        f"take that back first: {undo(earlier)}"
    )
