"""The members of one block → those that are the same thing. Pure, in canonical order, conservative.

One rule for all kinds: what says less (a surname, an initial, a place without country, an event without a date)
joins what says more only if exactly one thing of the block fits it; else it stays what it is. What stays apart though
it might be one is for `graph.candidates` to list and for curators to decide.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final, TypeAlias

from graph import dates
from graph.event_clusters import events
from graph.identity import PersonForm, acronym, all_names, best_form, generic_key, organization_key
from graph.ledger import ChainRef, Member
from graph.ontology import EntityKind
from graph.ties import Ties

Cluster: TypeAlias = tuple[Member, ...]

_TERM_DAYS: Final = 400
"""How long before or after a report an office counts as held by the one whom it is attested of."""
_ENOUGH: Final = 2
"""In how many stories a namesake must be attested in office to be one."""
_MOST: Final = 2 / 3
"""The share of the attested stories that one of two namesakes needs to be meant where nothing tells."""


def clusters(members: Iterable[Member], ties: Ties | None = None) -> list[Cluster]:
    """The members of one block, grouped; groups and members in the order of their articles."""
    ordered = sorted(members, key=_place)
    if not ordered:
        return []
    match ordered[0].chain.kind:
        case EntityKind.PERSON:
            groups = _people(ordered, Ties() if ties is None else ties)
        case EntityKind.ORGANIZATION:
            groups = _organizations(ordered)
        case EntityKind.PLACE:
            groups = _places(ordered)
        case EntityKind.EVENT:
            groups = events(ordered)
        case EntityKind.ARTICLE:
            groups = [ordered]
    return sorted((tuple(sorted(group, key=_place)) for group in groups), key=lambda group: _place(group[0]))


def _place(member: Member) -> tuple[str, int]:
    """The order of refs, three times faster than comparing them."""
    return member.ref.article, member.ref.index


# --- people -------------------------------------------------------------------------------------------------------


def says_less(less: PersonForm, more: PersonForm) -> bool:
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


def is_short(form: PersonForm) -> bool:
    """Whether it has no first name written out: a surname, an initial."""
    return not form.given or len(form.given[0]) == 1


def _people(members: Sequence[Member], ties: Ties) -> list[list[Member]]:
    by_form: dict[PersonForm, list[Member]] = defaultdict(list)
    groups: list[list[Member]] = []
    for member in members:
        form = best_form(member.chain)
        if is_short(form) and ties.bound(member.ref):
            groups.append([member])  # a decision says whose surname this is: no rule may say it of another besides
        else:
            by_form[form].append(member)
    # First names are compared under one initial only: a block of a common surname stays linear in practice.
    by_initial: dict[str, list[PersonForm]] = defaultdict(list)
    for form in sorted(by_form):
        if form.given:
            by_initial[form.given[0][:1]].append(form)
    fullest = [
        form for forms in by_initial.values() for form in forms if not any(says_less(form, other) for other in forms)
    ]
    of_form: dict[PersonForm, list[list[Member]]] = {}
    for form in fullest:
        of_form[form] = _namesakes(by_form[form])
        groups += of_form[form]
    for form in sorted(set(by_form) - of_form.keys()):
        others = by_initial[form.given[0][:1]] if form.given else fullest
        fits = [person for other in others if other in of_form and says_less(form, other) for person in of_form[other]]
        groups += _attached(by_form[form], form, fits, ties)
    return groups


def _attached(members: list[Member], form: PersonForm, fits: list[list[Member]], ties: Ties) -> list[list[Member]]:
    """Adds the members of a short name to the one person who fits; what fits none or several is returned."""
    if not ties.speaks_of(members) and len(_distinct(fits, ties)) == 1:
        fits[0] += members
        return []
    left: list[list[Member]] = []
    everyone = _distinct(fits, ties)
    held = _Offices(everyone)
    # Several could be meant, and not the same one in every article: each story is asked for itself.
    for story in _by_story(members):
        barred: set[int] = set()
        if ties.speaks_of(story):
            barred = {at for at, person in enumerate(everyone) if ties.apart(person[0].ref, story[0].ref)}
        if len(everyone) - len(barred) > 1:
            meant = held.holders(story, barred)
        else:
            meant = [person for at, person in enumerate(everyone) if at not in barred]
        if len(meant) == 1:
            meant[0].extend(story)
        else:
            left.append(story)
    if form.given or len(everyone) < 2:
        # One group of an initial or surname that several stories have; decisions may still part it.
        return [[member for story in left for member in story]] if left else []
    return left


def _distinct(people: Iterable[list[Member]], ties: Ties) -> list[list[Member]]:
    """One of each group of people whom decisions made one."""
    found: dict[ChainRef, list[Member]] = {}
    for person in people:
        found.setdefault(ties.group(person[0].ref), person)
    return list(found.values())


def offices(members: Iterable[Member]) -> dict[str, list[str | None]]:
    """The offices that claims give these members, each with the dates of the reports."""
    found: dict[str, list[str | None]] = defaultdict(list)
    for member in members:
        for anchor in member.anchors:
            if anchor.startswith("office|"):
                found[anchor].append(member.published)
    return found


class _Offices:
    """Which of some people is attested when in which office; asked by story, so indexed by office.

    Only what the members said before any short name joined them counts, so that the order of stories does not.
    """

    def __init__(self, people: Sequence[list[Member]]) -> None:
        self._days: dict[str, dict[int, list[int]]] = defaultdict(dict)
        for place, person in enumerate(people):
            for office, reports in offices(
                member for member in person if not is_short(best_form(member.chain))
            ).items():
                self._days[office][place] = sorted(dates.ordinal(report) for report in reports if report)
        self._people = people

    def holders(self, story: Sequence[Member], barred: Collection[int] = ()) -> list[list[Member]]:
        """Those attested in an office that this story gives the name; where some are so around its date, these.

        `barred` are the places of people whom a decision rules out. Of many that could be meant two are answered.
        """
        held: set[int] = set()
        around: set[int] = set()
        for office, reports in offices(story).items():
            for place, days in self._days.get(office, {}).items():
                if place in barred:
                    continue
                held.add(place)
                if any(report and _near(dates.ordinal(report), days) for report in reports):
                    around.add(place)
                if len(around) > 1:
                    break
        return [self._people[place] for place in sorted(around or held)[:2]]


def _near(day: int, days: Sequence[int]) -> bool:
    at = bisect_left(days, day - _TERM_DAYS)
    return at < len(days) and days[at] <= day + _TERM_DAYS


def _namesakes(members: list[Member]) -> list[list[Member]]:
    """People of one full name: two only where two stories each give them offices, of different countries.

    One story alone may have misread whose office it is.

    Who has none is the one whom most stories know in office, else whoever a story of its own makes him.
    """
    nations: dict[str, str] = {}

    def find(code: str) -> str:
        while nations.setdefault(code, code) != code:
            code = nations[code]
        return code

    codes = {member.ref: _nations(member) for member in members}
    for of_one in codes.values():
        for code in of_one[1:]:
            first, second = sorted((find(of_one[0]), find(code)))
            nations[second] = first
    attested: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        if codes[member.ref]:
            attested[find(codes[member.ref][0])].append(member)
    if len(attested) < 2:
        return [list(members)]
    stories = {nation: len({_story(member) for member in known}) for nation, known in sorted(attested.items())}
    silent = [member for member in members if not codes[member.ref]]
    if sorted(stories.values())[-2] < _ENOUGH:
        return [list(members)]
    best = max(stories, key=lambda nation: (stories[nation], nation))
    if stories[best] >= _MOST * sum(stories.values()):
        attested[best] += silent
        silent = []
    return [*attested.values(), *_by_story(silent)]


def _nations(member: Member) -> list[str]:
    return sorted(anchor for anchor in member.anchors if anchor.startswith("nation|"))


def _story(member: Member) -> str:
    return member.story or member.ref.article


def _by_story(members: Iterable[Member]) -> list[list[Member]]:
    stories: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        stories[_story(member)].append(member)
    return list(stories.values())


# --- organizations and places -------------------------------------------------------------------------------------


def _organizations(members: Sequence[Member]) -> list[list[Member]]:
    """One by same_as or by any full name; an acronym alone joins the one body of the block that bears it.

    A name that every country has a body of is one for each country; in an article of several, it is its story's own.
    """
    if all(generic_key(member.chain.name) and not member.chain.same_as for member in members):
        return _common_bodies(members)
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
    for position, member in enumerate(members):
        if not keys[position]:
            fits = {body for short in letters[position] for body in bearers[short]}
            # Of two bodies that bear it, each story means one of its own.
            own = "\n" + min(letters[position]) + (f"\n{_story(member)}" if len(fits) > 1 else "")
            bodies[fits.pop() if len(fits) == 1 else own].append(position)
    return [[members[position] for position in positions] for positions in bodies.values()]


def _common_bodies(members: Sequence[Member]) -> list[list[Member]]:
    """Ministries, courts and the like of one name, by the country of their articles."""
    countries: dict[str, list[Member]] = defaultdict(list)
    silent: list[Member] = []
    for member in members:
        within = next((anchor for anchor in member.anchors if anchor.startswith("within|")), None)
        if within is None:
            silent.append(member)
        else:
            countries[within].append(member)
    if len(countries) == 1:
        return [[*countries.popitem()[1], *silent]]
    if not countries:
        return [silent]
    return [*countries.values(), *_by_story(silent)]


def _places(members: Sequence[Member]) -> list[list[Member]]:
    """Apart by country code; without one, a place joins the only one that has it."""
    countries: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        # A block by same_as is one place whatever its country is thought to be.
        countries["" if member.chain.same_as else member.chain.traits.country_code or ""].append(member)
    if "" in countries and len(countries) == 2:
        return [list(members)]
    return list(countries.values())
