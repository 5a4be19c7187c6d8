"""What stayed apart though it might be one: pairs with a score and its reasons. Pure, linear in the members.

    people   a surname or initial that fits; one name by two namesakes; a nickname; a near spelling; a bare first name
    bodies   an acronym that several bear; one name with and without an identifier
    places   one name of which one side lacks country and identifier
    events   one block, no day against it, and somebody or some place in common

Each entity is held against at most MOST others, so that a surname of thousands stays cheap.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Final

from rapidfuzz import fuzz

from graph import dates, names, ties
from graph.clusters import is_short, says_less
from graph.identity import PersonForm, acronym, all_names, best_form, organization_key
from graph.ledger import Member
from graph.model import Decision
from graph.ontology import EntityKind, Judgement
from graph.transliteration import romanised

MOST: Final = 5
_NEAR: Final = 84
_SURNAME, _INITIAL, _NICKNAME, _SPELLING, _FULL_NAME, _FIRST_NAME, _ACRONYM, _PLACE, _EVENT = (
    0.40, 0.60, 0.55, 0.45, 0.45, 0.35, 0.40, 0.50, 0.30,
)  # fmt: skip
_OFFICE, _NATION, _OTHER_NATION, _ONE_ARTICLE = 0.25, 0.10, -0.25, -0.20


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one. `worth` is the score times the mentions that would move."""

    a: str
    b: str
    kind: EntityKind
    a_name: str
    b_name: str
    score: float
    mentions: int
    reasons: tuple[str, ...]

    @property
    def worth(self) -> float:
        return self.score * self.mentions


@dataclass(slots=True)
class _Thing:
    """An entity as far as it has been read."""

    id: str
    kind: EntityKind
    name: str = ""
    mentions: int = 0
    forms: set[PersonForm] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    spans: set[tuple[int, int]] = field(default_factory=set)
    identified: bool = False

    def take(self, member: Member) -> None:
        chain = member.chain
        if member.mention_count >= self.mentions or not self.name:
            self.name = chain.name
        self.mentions += member.mention_count
        self.names.update(map(names.key, all_names(chain)))
        self.anchors.update(member.anchors)
        self.articles.add(member.ref.article)
        self.identified = self.identified or bool(chain.same_as)
        if chain.traits.country_code:
            self.countries.add(chain.traits.country_code)
        if self.kind is EntityKind.PERSON:
            self.forms.add(best_form(chain))
        start = chain.traits.start
        if start and dates.is_partial_date(start):
            self.spans.add(dates.bounds(start))

    @property
    def fullest(self) -> PersonForm:
        return min(self.forms, key=lambda form: (-len(form.given), -sum(map(len, form.given)), form))

    def of(self, label: str) -> set[str]:
        return {anchor for anchor in self.anchors if anchor.startswith(f"{label}|")}


def candidates(members: Iterable[Member], decisions: Iterable[Decision] = ()) -> list[Candidate]:
    """The pairs of these members, which come block by block; most worth first. What was decided on is left out."""
    said = list(decisions)
    replaced = {id_ for decision in said for id_ in decision.replaces}
    live = [decision for decision in said if decision.id not in replaced and decision.judgement is not Judgement.SAME]
    anchored: dict[str, set[str]] = {
        anchor: set() for decision in live for anchor in (*decision.a_anchors, *decision.b_anchors)
    }
    found: dict[tuple[str, str], Candidate] = {}
    across = _Across()
    for _, of_block in groupby(members, key=lambda member: member.block):
        things: dict[str, _Thing] = {}
        for member in of_block:
            thing = things.setdefault(member.entity, _Thing(member.entity, member.chain.kind))
            thing.take(member)
            for anchor in ties.signatures(member) if anchored else ():
                if anchor in anchored:
                    anchored[anchor].add(member.entity)
        for thing in things.values():
            across.note(thing)
        if len(things) > 1:
            ordered = sorted(things.values(), key=lambda thing: thing.id)
            _keep(found, _PAIRS[ordered[0].kind](ordered))
    _keep(found, across.pairs())
    for decision in live:
        for a in {id_ for anchor in decision.a_anchors for id_ in anchored[anchor]}:
            for b in {id_ for anchor in decision.b_anchors for id_ in anchored[anchor]}:
                found.pop((min(a, b), max(a, b)), None)
    return sorted(found.values(), key=lambda one: (-one.worth, -one.score, one.a, one.b))


def _keep(found: dict[tuple[str, str], Candidate], pairs: Iterable[Candidate]) -> None:
    for pair in pairs:
        known = found.get((pair.a, pair.b))
        if pair.score > 0 and (known is None or known.score < pair.score):
            found[pair.a, pair.b] = pair


def _candidate(one: _Thing, other: _Thing, base: float, *reasons: str) -> Candidate:
    """The pair with what both say of themselves weighed in."""
    first, second = sorted((one, other), key=lambda thing: thing.id)
    score, told = base, list(reasons)
    if shared := sorted(one.of("office") & other.of("office")):
        score += _OFFICE
        told.append(f"both are {shared[0].rpartition('|')[2]}")
    nations, others = one.of("nation"), other.of("nation")
    if nations & others:
        score += _NATION
        told.append("offices of one country")
    elif nations and others:
        score += _OTHER_NATION
        told.append("offices of different countries")
    if one.articles & other.articles:
        score += _ONE_ARTICLE
        told.append("an article names both")
    return Candidate(
        a=first.id,
        b=second.id,
        kind=first.kind,
        a_name=first.name,
        b_name=second.name,
        score=round(min(max(score, 0.0), 0.99), 3),
        mentions=min(one.mentions, other.mentions),
        reasons=tuple(told),
    )


# --- pairs of one block -------------------------------------------------------------------------------------------


def _people(things: Sequence[_Thing]) -> Iterator[Candidate]:
    full = [thing for thing in things if not is_short(thing.fullest)]
    by_initial: dict[str, list[_Thing]] = defaultdict(list)
    for thing in full:
        for initial in sorted({form.given[0][:1] for form in thing.forms if form.given}):
            by_initial[initial].append(thing)
    most_mentioned = sorted(full, key=lambda thing: (-thing.mentions, thing.id))
    fits_of: dict[PersonForm, list[_Thing]] = {}
    for thing in things:
        form = thing.fullest
        if is_short(form):
            if form not in fits_of:  # once for a surname that a thousand stories leave open
                pool = by_initial[form.given[0][:1]] if form.given else most_mentioned
                named = (other for other in pool if any(says_less(form, more) for more in other.forms))
                fits_of[form] = list(islice(named, MOST + 1))
            fits = fits_of[form]
            what, base = ("an initial", _INITIAL) if form.given else ("a surname", _SURNAME)
            for other in fits[:MOST]:
                count = f"more than {MOST}" if len(fits) > MOST else str(len(fits))
                yield _candidate(thing, other, base / max(1, len(fits) - 1), f"{what} that fits {count}")
    yield from _alike(full)


def _alike(full: Sequence[_Thing]) -> Iterator[Candidate]:
    """Full names that are one, or nearly: neighbours by first name, and by what nicknames stand for."""
    keys: tuple[Callable[[_Thing], str], ...] = (
        lambda thing: thing.fullest.given[0],
        lambda thing: romanised(thing.fullest.given[0], "nickname"),
    )
    for key in keys:
        ordered = sorted(full, key=lambda thing: (key(thing), thing.fullest, thing.id))
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 : at + 1 + MOST]:
                yield from _near_names(one, other)


def _near_names(one: _Thing, other: _Thing) -> Iterator[Candidate]:
    mine, theirs = one.fullest, other.fullest
    if mine == theirs:
        yield _candidate(one, other, _FULL_NAME, "one full name")
    elif mine.generation != theirs.generation:
        return
    elif romanised(mine.given[0], "nickname") == romanised(theirs.given[0], "nickname"):
        yield _candidate(one, other, _NICKNAME, "a nickname, or a further name more")
    elif fuzz.ratio(mine.given[0], theirs.given[0]) >= _NEAR:
        yield _candidate(one, other, _SPELLING, "nearly one spelling")


def _bodies(things: Sequence[_Thing]) -> Iterator[Candidate]:
    bearers: dict[str, list[_Thing]] = defaultdict(list)
    alone: list[tuple[str, _Thing]] = []
    for thing in sorted(things, key=lambda thing: (-thing.mentions, thing.id)):
        short = acronym(thing.name)
        if short and all(" " not in name for name in thing.names):
            alone.append((short, thing))
        else:
            initials = "".join(
                word[0] for word in organization_key(thing.name).split() if word not in ("of", "the", "for", "and")
            )
            for letters in {initials, *(name for name in thing.names if " " not in name)}:
                bearers[letters].append(thing)
    for short, thing in alone:
        fits = bearers[short][: MOST + 1]
        for other in fits[:MOST]:
            yield _candidate(thing, other, _ACRONYM / max(1, len(fits) - 1), f"an acronym that fits {len(fits)}")


def _places(things: Sequence[_Thing]) -> Iterator[Candidate]:
    open_ = [thing for thing in things if not thing.countries and not thing.identified]
    known = sorted((thing for thing in things if thing not in open_), key=lambda thing: (-thing.mentions, thing.id))
    for thing in open_:
        for other in known[:MOST]:
            yield _candidate(
                thing, other, _PLACE / max(1, len(known) - 1), f"a place without country; {len(known)} fit"
            )


def _events(things: Sequence[_Thing]) -> Iterator[Candidate]:
    by_link: dict[str, list[_Thing]] = defaultdict(list)
    for thing in things:
        for link in sorted(thing.of("who") | thing.of("where")):
            for other in by_link[link][-MOST:]:
                if not _dates_differ(one=thing, other=other):
                    yield _event(thing, other)
            by_link[link].append(thing)


def _event(one: _Thing, other: _Thing) -> Candidate:
    mine, theirs = one.of("who") | one.of("where"), other.of("who") | other.of("where")
    base = _EVENT + len(mine & theirs) / len(mine | theirs) / 2
    people, others = one.of("who"), other.of("who")
    if people and others and not (people <= others or others <= people):
        base /= 2  # each with somebody the other has not: likely two
    return _candidate(one, other, base, f"{len(mine & theirs)} of {len(mine | theirs)} who or where agree")


def _dates_differ(one: _Thing, other: _Thing) -> bool:
    return any(first > last or start > end for first, end in one.spans for start, last in other.spans)


_PAIRS: Final[dict[EntityKind, Callable[[Sequence[_Thing]], Iterator[Candidate]]]] = {
    EntityKind.PERSON: _people,
    EntityKind.ORGANIZATION: _bodies,
    EntityKind.PLACE: _places,
    EntityKind.EVENT: _events,
}


# --- pairs of two blocks ------------------------------------------------------------------------------------------


class _Across:
    """What may be one though no block holds both: a first name alone, a name with and without an identifier."""

    def __init__(self) -> None:
        self._first: dict[str, dict[str, _Thing]] = defaultdict(dict)
        self._alone: list[tuple[str, _Thing]] = []
        self._named: dict[tuple[EntityKind, str], dict[str, _Thing]] = defaultdict(dict)

    def note(self, thing: _Thing) -> None:
        if thing.kind is EntityKind.PERSON:
            form = thing.fullest
            if not form.given:
                self._alone.append((romanised(" ".join(form.words), "given"), thing))
            elif len(form.given[0]) > 2 and len(self._first[form.given[0]]) <= MOST:
                self._first[form.given[0]][thing.id] = thing
        elif thing.kind in (EntityKind.PLACE, EntityKind.ORGANIZATION):
            for name in thing.names:
                spelt = romanised(name, "place") if thing.kind is EntityKind.PLACE else name
                of_name = self._named[thing.kind, " ".join(sorted(spelt.split()))]
                if len(of_name) <= MOST:
                    of_name[thing.id] = thing

    def pairs(self) -> Iterator[Candidate]:
        for word, thing in self._alone:
            fits = [other for other in self._first.get(word, {}).values() if other.id != thing.id]
            for other in fits[:MOST]:
                yield _candidate(thing, other, _FIRST_NAME / len(fits), f"a first name that fits {len(fits)}")
        for (kind, _), of_name in self._named.items():
            things = sorted(of_name.values(), key=lambda thing: thing.id)
            for at, one in enumerate(things[:MOST]):
                for other in things[at + 1 : at + 1 + MOST]:
                    known = one.identified and other.identified
                    if not known and not (one.countries and other.countries and not one.countries & other.countries):
                        base = (_PLACE if kind is EntityKind.PLACE else _FULL_NAME) / max(1, len(things) - 1)
                        yield _candidate(one, other, base, f"one name, {len(things)} bear it")
