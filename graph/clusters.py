"""The members of one block → those that are the same thing. Pure, in canonical order, conservative.

One rule for all kinds: what says less (a surname, an initial, a place without country, an event without a date)
joins what says more only if exactly one thing of the block fits it; else it stays what it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from graph import dates, names
from graph.identity import PersonForm, acronym, all_names, best_form, is_named, name_words, organization_key
from graph.ledger import Member
from graph.model import Chain
from graph.ontology import EntityKind, EventType, Medium

Cluster: TypeAlias = tuple[Member, ...]

_MEETING_BLOCK: Final = f"{EntityKind.EVENT.value}|{EventType.MEETING.value}|"

_NOT_TELLING: Final = frozenset(("the", "a", "an", "of", "in", "at", "on", "for", "to", "and", "annual", "s"))


def clusters(members: Iterable[Member]) -> list[Cluster]:
    """The members of one block, grouped; groups and members in the order of their articles."""
    ordered = sorted(members, key=_place)
    if not ordered:
        return []
    match ordered[0].chain.kind:
        case EntityKind.PERSON:
            groups = _people(ordered)
        case EntityKind.ORGANIZATION:
            groups = _organizations(ordered)
        case EntityKind.PLACE:
            groups = _places(ordered)
        case EntityKind.EVENT:
            groups = _events(ordered)
        case EntityKind.ARTICLE:
            groups = [ordered]
    return sorted((tuple(sorted(group, key=_place)) for group in groups), key=lambda group: _place(group[0]))


def _place(member: Member) -> tuple[str, int]:
    """The order of refs, three times faster than comparing them."""
    return member.ref.article, member.ref.index


def _says_less(less: PersonForm, more: PersonForm) -> bool:
    """Whether `less` can name the person that `more` names: 'Biden', 'J. Biden', 'Joe Biden' for 'Joe R. Biden'."""
    if less == more:
        return False
    if not less.given:
        return len(more.words) > len(less.words) and more.words[-len(less.words) :] == less.words
    if less.surname != more.surname or less.generation != more.generation or not more.given:
        return False
    if not _fits(less.given[0], more.given[0]) or len(less.given) > len(more.given):
        return False
    further = iter(more.given[1:])
    return all(any(_fits(word, other) for other in further) for word in less.given[1:])


def _fits(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other[:1] == word)


def _people(members: Sequence[Member]) -> list[list[Member]]:
    by_form: dict[PersonForm, list[Member]] = defaultdict(list)
    for member in members:
        by_form[best_form(member.chain)].append(member)
    # First names are compared under one initial only: a block of a common surname stays linear in practice.
    by_initial: dict[str, list[PersonForm]] = defaultdict(list)
    for form in sorted(by_form):
        if form.given:
            by_initial[form.given[0][:1]].append(form)
    fullest = [
        form for forms in by_initial.values() for form in forms if not any(_says_less(form, other) for other in forms)
    ]
    groups: list[list[Member]] = []
    of_form: dict[PersonForm, list[Member]] = {}
    for form in fullest:
        of_form[form] = list(by_form[form])
        groups.append(of_form[form])
    people = set(fullest)
    for form in sorted(set(by_form) - people):
        candidates = by_initial[form.given[0][:1]] if form.given else fullest
        fits = [other for other in candidates if other in people and _says_less(form, other)]
        if len(fits) == 1:
            of_form[fits[0]] += by_form[form]
        elif fits and not form.given:
            # Two people could be meant, and not the same one in every article: only reprints agree.
            groups += _by_story(by_form[form])
        else:
            groups.append(by_form[form])
    return groups


def _by_story(members: Iterable[Member]) -> list[list[Member]]:
    stories: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        stories[member.story or member.ref.article].append(member)
    return list(stories.values())


def _organizations(members: Sequence[Member]) -> list[list[Member]]:
    """One by same_as or by any full name; an acronym alone joins the one body of the block that bears it."""
    roots: dict[str, str] = {}

    def find(key: str) -> str:
        while roots.setdefault(key, key) != key:
            key = roots[key]
        return key

    keys: dict[int, list[str]] = {}
    letters: dict[int, set[str]] = {}
    for position, member in enumerate(members):
        written = all_names(member.chain)
        letters[position] = {short for name in written if (short := acronym(name))}
        keys[position] = sorted(
            {f"={uri}" for uri in member.chain.same_as}
            | {organization_key(name) or name for name in written if not acronym(name)}
        )
        for key in keys[position][1:]:
            first, second = sorted((find(keys[position][0]), find(key)))
            roots[second] = first
    bodies: dict[str, list[int]] = defaultdict(list)
    bearers: dict[str, set[str]] = defaultdict(set)
    for position in range(len(members)):
        if keys[position]:
            body = find(keys[position][0])
            bodies[body].append(position)
            for short in letters[position]:
                bearers[short].add(body)
    for position in range(len(members)):
        if not keys[position]:
            fits = {body for short in letters[position] for body in bearers[short]}
            own = "\n" + min(letters[position])
            bodies[fits.pop() if len(fits) == 1 else own].append(position)
    return [[members[position] for position in positions] for positions in bodies.values()]


def _places(members: Sequence[Member]) -> list[list[Member]]:
    """Apart by country code; without one, a place joins the only one that has it."""
    countries: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        # A block by same_as is one place whatever its country is thought to be.
        countries["" if member.chain.same_as else member.chain.traits.country_code or ""].append(member)
    if "" in countries and len(countries) == 2:
        return [list(members)]
    return list(countries.values())


@dataclass(slots=True)
class _Happening:
    """An event while its members are found: all that they say, so that each new one is held against all."""

    members: list[Member]
    articles: set[str]
    who: set[str]
    where: set[str]
    media: set[Medium]
    spans: set[tuple[int, int]]
    words: list[frozenset[str]]
    tellings: set[tuple[str, str]] = field(default_factory=set)

    def absorb(self, other: "_Happening") -> None:
        self.members += other.members
        self.articles |= other.articles
        self.who |= other.who
        self.where |= other.where
        self.media |= other.media
        self.spans |= other.spans
        self.words += [words for words in other.words if words not in self.words]
        self.tellings |= other.tellings


def _happening(member: Member) -> _Happening:
    traits = member.chain.traits
    first, last = _span(member.chain)
    return _Happening(
        members=[member],
        articles={member.ref.article},
        who={anchor for anchor in member.anchors if anchor.startswith("who|")},
        where={anchor for anchor in member.anchors if anchor.startswith("where|")},
        media={traits.medium} if traits.medium else set(),
        spans={(first, last)} if first and last else set(),
        words=[frozenset(name_words(member.chain.name)) - _NOT_TELLING],
        tellings={(member.story or member.ref.article, names.key(member.chain.name))},
    )


def _span(chain: Chain) -> tuple[int | None, int | None]:
    start, end = (
        text if text and dates.is_partial_date(text) else None for text in (chain.traits.start, chain.traits.end)
    )
    first, last = dates.span(start, end)
    # An end before the start says nothing.
    return (first, last) if first and last and first <= last else dates.span(start, None)


def _same_event(one: _Happening, other: _Happening) -> bool:
    """Whether two reports can be of one event; `one` is a report, `other` all that was found of an event."""
    if len(one.media | other.media) > 1:
        return False
    if any(
        first > other_last or other_first > last for first, last in one.spans for other_first, other_last in other.spans
    ):
        return False
    if is_named(one.members[0].chain):
        if not all(words <= others or others <= words for words in one.words for others in other.words):
            return False
        linked = one.who & other.who or one.where & other.where or one.tellings & other.tellings
        return bool(linked) or bool(one.spans and other.spans) or min(map(len, one.words)) >= 3
    # Within an article the reader has told them apart already.
    if one.articles & other.articles:
        return False
    if one.tellings & other.tellings:
        return True
    if one.who and other.who:
        # Two pairs that share a person met twice: the Secretary General's meetings of one day stay apart.
        nested = one.who <= other.who or other.who <= one.who
        return bool(one.who & other.who) and (nested or not one.members[0].block.startswith(_MEETING_BLOCK))
    return bool(one.where & other.where)


def _events(members: Sequence[Member]) -> list[list[Member]]:
    """Reports that say most come first; each joins the one event that it fits, else it is its own."""
    reports: dict[tuple[object, ...], _Happening] = {}
    for member in members:
        report = _happening(member)
        # Named reports that say the same are compared once; unnamed ones differ by article.
        key: tuple[object, ...] = (member.ref,)
        if is_named(member.chain):
            said = (frozenset(report.who), frozenset(report.where), frozenset(report.media), frozenset(report.spans))
            key = (*said, report.words[0])
        if key in reports:
            reports[key].absorb(report)
        else:
            reports[key] = report
    ordered = sorted(
        reports.values(),
        key=lambda report: (
            not report.spans,
            -len(report.who) - len(report.where),
            -len(report.words[0]),
            report.members[0].ref,
        ),
    )
    found: list[_Happening] = []
    by_link: dict[object, set[int]] = defaultdict(set)
    for report in ordered:
        links = {*report.who, *report.where, *report.tellings}
        named = is_named(report.members[0].chain)
        near = range(len(found)) if named else sorted({place for link in links for place in by_link[link]})
        fits = [place for place in near if _same_event(report, found[place])]
        if len(fits) > 1:
            exact = [place for place in fits if found[place].who == report.who and found[place].where == report.where]
            fits = exact if len(exact) == 1 else []
        if fits:
            found[fits[0]].absorb(report)
            place = fits[0]
        else:
            place = len(found)
            found.append(report)
        for link in links:
            by_link[link].add(place)
    return [happening.members for happening in found]
