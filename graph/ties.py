"""What decisions say of the chains of some blocks: which are one, and which must stay apart. Pure.

An anchor is a block and what a member of it is called there, with an article where that alone is not one entity: what
all copies of the article call so. (Not with its story, whose id changes as copies come and go.) Each kind has its own
number of fields, so that a name with an article is never another name:

    'PERSON|biden\\tjoe\\tbiden\\t'                 whoever is called Joe Biden
    'PERSON|biden\\t\\tbiden\\t\\tarticle:x'          the Biden of that article and its copies
    'PLACE|paris\\tUS'                             the Paris of that country
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from graph import names
from graph.identity import acronym, best_form, organization_key
from graph.ledger import ChainRef, Member
from graph.model import Decision
from graph.ontology import EntityKind, Judgement

_SEPARATOR: Final = "\t"


def signatures(member: Member) -> tuple[str, str]:
    """The anchors of a member: by its name, and by its name and article."""
    chain = member.chain
    match chain.kind:
        case EntityKind.PERSON:
            form = best_form(chain)
            own: tuple[str, ...] = (" ".join(form.given), " ".join(form.surname), form.generation)
        case EntityKind.ORGANIZATION:
            own = (acronym(chain.name) or organization_key(chain.name) or chain.name,)
        case EntityKind.PLACE:
            own = ("" if chain.same_as else chain.traits.country_code or "",)
        case EntityKind.EVENT:
            own = (names.key(chain.name), chain.traits.start or "")
        case EntityKind.ARTICLE:
            own = (chain.name,)
    wide = _SEPARATOR.join((member.block, *own))
    return wide, _SEPARATOR.join((wide, member.ref.article))


def block_of(anchor: str) -> str:
    return anchor.partition(_SEPARATOR)[0]


def blocks_of(decision: Decision) -> set[str]:
    return {block_of(anchor) for anchor in (*decision.a_anchors, *decision.b_anchors)}


class Ties:
    """The groups that decisions make of members, and what of them must not come together.

    A SAME that would join what a NOT_SAME keeps apart does nothing; of two that only together would, the later.
    """

    def __init__(self, members: Iterable[Member] = (), decisions: Iterable[Decision] = ()) -> None:
        self._root: dict[ChainRef, ChainRef] = {}
        self._sides: dict[ChainRef, set[tuple[int, int]]] = defaultdict(set)
        """By root: which side of which NOT_SAME is in the group."""
        self._bound: set[ChainRef] = set()
        self.idle: list[Decision] = []
        """SAME decisions that a NOT_SAME stands against."""
        ordered = sorted(decisions, key=lambda decision: (decision.at, decision.id))
        if not ordered:
            return
        by_anchor = _answering(members, {anchor for said in ordered for anchor in (*said.a_anchors, *said.b_anchors)})
        same: list[tuple[Decision, list[ChainRef], list[ChainRef]]] = []
        for number, decision in enumerate(ordered):
            one, other = (
                [ref for anchor in dict.fromkeys(anchors) for ref in by_anchor[anchor]]
                for anchors in (decision.a_anchors, decision.b_anchors)
            )
            if not one or not other:
                continue
            if decision.judgement is Judgement.NOT_SAME:
                # Member by member: blocks that this does not tie to one another need not be read together.
                for side, refs in enumerate((set(one) - set(other), set(other) - set(one))):
                    for ref in refs:
                        self._sides[ref].add((number, side))
            elif decision.judgement is Judgement.SAME:
                same.append((decision, one, other))
        for decision, one, other in same:
            self._bound.update((*one, *other))
            if self._torn((*one, *other)):
                self.idle.append(decision)
                continue
            for ref in (*one, *other):
                self.join(one[0], ref)

    def group(self, ref: ChainRef) -> ChainRef:
        """The member that stands for the group of this one."""
        while (above := self._root.get(ref, ref)) != ref:
            self._root[ref] = ref = self._root.get(above, above)  # half the way for the next who asks
        return ref

    def bound(self, ref: ChainRef) -> bool:
        """Whether a SAME says where it belongs."""
        return ref in self._bound

    def speaks_of(self, members: Iterable[Member]) -> bool:
        return any(self.bound(member.ref) or self._sides.get(self.group(member.ref)) for member in members)

    def apart(self, one: ChainRef, other: ChainRef) -> bool:
        """Whether a NOT_SAME stands between the two groups."""
        sides, others = self._sides.get(self.group(one)), self._sides.get(self.group(other))
        return bool(sides and others) and any((number, 1 - side) in (others or ()) for number, side in sides or ())

    def join(self, one: ChainRef, other: ChainRef) -> bool:
        """Makes one group of two, the lesser ref standing for it; False where they must stay apart."""
        first, second = sorted((self.group(one), self.group(other)))
        if first == second:
            return True
        if self.apart(first, second):
            return False
        self._root[second] = first
        if second in self._sides:
            self._sides[first] |= self._sides.pop(second)
        return True

    def _torn(self, refs: Iterable[ChainRef]) -> bool:
        """Whether both sides of a NOT_SAME are among the groups of these."""
        sides = {side for root in set(map(self.group, refs)) for side in self._sides.get(root, ())}
        return any((number, 1 - side) in sides for number, side in sides)

    def settle(self, groups: Iterable[Sequence[Member]]) -> list[tuple[Member, ...]]:
        """The groups that the rules made, joined and parted as the decisions say; best told members first join."""
        everyone: list[Member] = []
        for group in groups:
            everyone += group
            rest = list(_by_weight(group))
            while rest:
                lead, *others = rest
                rest = [member for member in others if not self.join(lead.ref, member.ref)]
        found: dict[ChainRef, list[Member]] = defaultdict(list)
        for member in sorted(everyone, key=lambda member: member.ref):
            found[self.group(member.ref)].append(member)
        return [tuple(members) for members in found.values()]


def _answering(members: Iterable[Member], anchors: Collection[str]) -> dict[str, list[ChainRef]]:
    """Who answers to each of the anchors: by name, or in a copy of the anchor's article."""
    found: dict[str, list[ChainRef]] = defaultdict(list)
    copies: dict[tuple[str, str], list[ChainRef]] = defaultdict(list)
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for member in sorted(members, key=lambda member: member.ref):
        wide, narrow = signatures(member)
        told = (wide, member.story or member.ref.article)
        copies[told].append(member.ref)
        if wide in anchors:
            found[wide].append(member.ref)
        if narrow in anchors:
            named[told].add(narrow)
    for told, narrows in named.items():
        found.update((narrow, copies[told]) for narrow in narrows)
    return found


def _by_weight(group: Sequence[Member]) -> Iterator[Member]:
    """Those that say most first; members of one name together, so that a name is not parted."""
    counts: dict[str, int] = defaultdict(int)
    for member in group:
        counts[signatures(member)[0]] += member.mention_count

    def weight(member: Member) -> tuple[int, int, str, ChainRef]:
        name = signatures(member)[0]
        fullness = len(best_form(member.chain).given) if member.chain.kind is EntityKind.PERSON else 0
        return (-fullness, -counts[name], name, member.ref)

    yield from sorted(group, key=weight)
