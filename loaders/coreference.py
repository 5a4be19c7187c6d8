"""Which mentions of one article are the same thing: names, partial names, acronyms, nominals and pronouns.

People: a surname, or a first name, goes to the full name that ends (or begins) with it; titles and the nearest
mention decide between namesakes. Organizations: lexicon, brackets "(IAEA)", initials, "the agency". Places: the
gazetteer's identity. Pronouns: he and she to the last person who was a subject, they to the last joined people.
"""

from dataclasses import dataclass, field
from typing import Final

from graph import names
from graph.ontology import EntityKind
from loaders import lexicons
from loaders.lexicons import Organization
from loaders.places import Place
from loaders.reading import SUBJECTS, Name, Reading, conjuncts

_GENDER: Final = {"he": "M", "him": "M", "his": "M", "himself": "M", "she": "F", "her": "F", "herself": "F"}
_MAX_BACK: Final = 3
"""A pronoun looks no further back than this many sentences."""


@dataclass(slots=True, eq=False)
class Thing:
    """A chain in the making. `names` are its proper names as written, in order of appearance."""

    kind: EntityKind
    name: str
    mentions: list[Name] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    place: Place | None = None
    organization: Organization | None = None
    gender: str = ""
    titles: set[str] = field(default_factory=set)
    """Folded role titles that the text gives a person."""


def link(reading: Reading) -> list[Thing]:
    """Gives every name its chain and returns the chains in the order of their first mention."""
    things: list[Thing] = []
    people = _people(reading, things)
    _organizations(reading, things)
    _places(reading, things)
    order = sorted(range(len(things)), key=lambda at: (things[at].mentions[0].start, things[at].kind))
    ordered = [things[at] for at in order]
    for position, thing in enumerate(ordered):
        thing.mentions.sort(key=lambda name: name.start)
        for name in thing.mentions:
            name.chain = position
    del people
    _role_nominals(reading, ordered)
    _organization_nominals(reading, ordered)
    _pronouns(reading, ordered)
    for thing in ordered:
        thing.mentions.sort(key=lambda name: name.start)
    return ordered


def title_text(reading: Reading, name: Name) -> str:
    return names.key(reading.text_of(*name.title)) if name.title else ""


def _attach(thing: Thing, name: Name, gender: str = "") -> None:
    thing.mentions.append(name)
    if name.text not in thing.names and not name.nominal and not name.adjective:
        thing.names.append(name.text)
    thing.gender = thing.gender or gender


def _people(reading: Reading, things: list[Thing]) -> dict[str, Thing]:
    """Full names first, so that "Stoltenberg" in a headline finds the name the body gives."""
    people = [name for name in reading.names if name.kind is EntityKind.PERSON]
    full: dict[str, Thing] = {}
    by_part: dict[str, list[Thing]] = {}
    for name in sorted(people, key=lambda name: (-len(name.text.split()), name.start)):
        parts = names.key(name.text).split()
        if len(parts) < 2:
            continue
        key = " ".join(parts)
        thing = (
            full.get(key) or next(iter(by_part.get(key, [])), None) or _same_person(parts, by_part.get(parts[-1], []))
        )
        if thing is None:
            thing = Thing(EntityKind.PERSON, name.text)
            things.append(thing)
            for part in {parts[0], parts[-1], " ".join(parts[1:])}:
                by_part.setdefault(part, []).append(thing)
        full[key] = thing
        _know(reading, thing, name)
    for name in people:
        key = names.key(name.text)
        if " " in key:
            continue
        candidates = by_part.get(key, [])
        thing = _choose(reading, name, candidates) if candidates else None
        if thing is None:
            thing = Thing(EntityKind.PERSON, name.text)
            things.append(thing)
            by_part.setdefault(key, []).append(thing)
        _know(reading, thing, name)
    return full


def _know(reading: Reading, thing: Thing, name: Name) -> None:
    title = title_text(reading, name)
    known = lexicons.titles().at(title.split(), 0) if title else None
    _attach(thing, name, known[1].gender if known else "")
    if title and not name.honorific:
        thing.titles.add(title)


def _same_person(parts: list[str], candidates: list[Thing]) -> Thing | None:
    """A fuller or shorter form of one name: Ursula G. von der Leyen, J. Smith."""
    for candidate in candidates:
        other = names.key(candidate.name).split()
        if other[-1] != parts[-1]:
            continue
        if other[0] == parts[0] or (min(len(other[0]), len(parts[0])) == 1 and other[0][0] == parts[0][0]):
            return candidate
        if len(parts) != len(other) and (set(parts) <= set(other) or set(other) <= set(parts)):
            return candidate
    return None


def _choose(reading: Reading, name: Name, candidates: list[Thing]) -> Thing:
    """Of namesakes: the one with the mention's title or gender, else the one named last before it."""
    if len(candidates) == 1:
        return candidates[0]
    title = title_text(reading, name)
    known = lexicons.titles().at(title.split(), 0) if title else None
    gender = known[1].gender if known else ""

    def fit(thing: Thing) -> tuple[bool, bool, int]:
        before = [mention.start for mention in thing.mentions if mention.start < name.start]
        return (bool(title) and title in thing.titles, bool(gender) and thing.gender == gender, max(before, default=-1))

    return max(candidates, key=fit)


def _initials(text: str) -> str:
    return "".join(word[0] for word in text.replace("-", " ").split() if word[0].isupper()).casefold()


def _organizations(reading: Reading, things: list[Thing]) -> None:
    by_key: dict[str, Thing] = {}
    bodies = [name for name in reading.names if name.kind is EntityKind.ORGANIZATION]
    for name in sorted(bodies, key=lambda name: (-len(name.text.split()), name.start)):
        key = names.key(name.organization.name if name.organization else name.text).removeprefix("the ")
        thing = by_key.get(key)
        if thing is None and not name.organization:
            thing = next((other for other in _shorter(key, name, by_key)), None)
        if thing is None:
            thing = Thing(EntityKind.ORGANIZATION, name.text, organization=name.organization)
            things.append(thing)
        by_key[key] = thing
        _attach(thing, name)
        short = _bracketed(reading, name)
        if short is not None:
            by_key.setdefault(names.key(reading.text_of(short.start, short.end)), thing)
    for thing in {id(thing): thing for thing in by_key.values()}.values():
        if thing.organization:
            thing.name = thing.organization.name
        elif thing.name.isupper() and len(thing.names) > 1:
            thing.name = max(thing.names, key=len)


def _bracketed(reading: Reading, name: Name) -> Name | None:
    """The acronym in brackets right after a name: International Atomic Energy Agency (IAEA)."""
    at = name.end
    if at + 2 < len(reading.doc) and reading.doc[at].text == "(" and reading.doc[at + 2].text == ")":
        text = reading.doc[at + 1].text
        if text.isupper() and 2 <= len(text) <= 8:
            found = reading.name_at[at + 1]
            if found is not None and found.kind is not EntityKind.ORGANIZATION:
                return None
            return found or reading.add(Name(at + 1, at + 2, EntityKind.ORGANIZATION, text, "bracket@1"))
    return None


def _shorter(key: str, name: Name, by_key: dict[str, Thing]) -> list[Thing]:
    """Longer names that this one shortens: by initials, or by its first or last words."""
    found = []
    for other, thing in by_key.items():
        text = thing.mentions[0].text
        if (name.text.isupper() and len(key) > 1 and _initials(text) == key and " " in other) or (
            (other.startswith(key + " ") and lexicons.heads().get(key.split()[-1]) is None and len(key) > 2)
            and (thing.organization is None)
        ):
            found.append(thing)
    return found


def _places(reading: Reading, things: list[Thing]) -> None:
    by_key: dict[object, Thing] = {}
    for name in reading.names:
        if name.kind is not EntityKind.PLACE:
            continue
        place = name.place
        key: object = (
            place.geonames_id if place and place.geonames_id else names.key(place.name if place else name.text)
        )
        thing = by_key.get(key)
        if thing is None:
            known = place is not None and not name.text.isupper() and place.population > 0
            text = place.name if place and place.population > 0 else name.text
            thing = Thing(EntityKind.PLACE, text if known or place else name.text, place=place)
            things.append(thing)
            by_key[key] = thing
        _attach(thing, name)


def _role_nominals(reading: Reading, things: list[Thing]) -> None:
    """ "The Secretary General" and a headline's bare title, where one person of the article has that title."""
    by_title: dict[str, set[int]] = {}
    for position, thing in enumerate(things):
        if thing.kind is EntityKind.PERSON:
            for title in thing.titles:
                by_title.setdefault(title, set()).add(position)
                short = " ".join(title.split()[-2:])
                by_title.setdefault(short, set()).add(position)
                by_title.setdefault(title.split()[-1], set()).add(position)
    if not by_title:
        return
    index = 0
    while index < len(reading.doc):
        found = lexicons.titles().at(reading.folded, index)
        if found is None or found[1].kind == "HONORIFIC" or not reading.free(index, index + found[0]):
            index += 1
            continue
        end = index + found[0]
        holders = by_title.get(names.key(reading.text_of(index, end)), set())
        definite = (index > 0 and reading.folded[index - 1] in ("the", "latvian")) or reading.sentence(index).title
        if not definite and index > 1 and reading.name_at[index - 1] is not None:
            before = reading.name_at[index - 1]
            definite = before is not None and before.start > 0 and reading.folded[before.start - 1] == "the"
        followed = end < len(reading.doc) and reading.name_at[end] is not None
        plural = end < len(reading.doc) and reading.folded[end] in ("of", "for")
        if definite and len(holders) == 1 and not followed and not plural:
            (position,) = holders
            name = Name(index, end, EntityKind.PERSON, reading.text_of(index, end), "nominal.role@1", nominal=True)
            name.chain = position
            reading.add(name)
            things[position].mentions.append(name)
        index = end


_COMPANY_NOUNS: Final = ("company", "firm", "start-up", "startup", "club", "charity", "manufacturer", "airline")
_COMPANY_HEADS: Final = frozenset(
    "company group inc ltd plc corp corporation holdings industries airlines airways motors energy partners systems "
    "technologies ag gmbh llc bank united fc club".split()
)


def _organization_nominals(reading: Reading, things: list[Thing]) -> None:
    """ "The Alliance", "the agency", "the ministry": the last organization that goes by the noun."""
    by_noun: dict[str, list[int]] = {}
    for position, thing in enumerate(things):
        if thing.kind is not EntityKind.ORGANIZATION:
            continue
        nouns = set(thing.organization.anaphora if thing.organization else ())
        last = names.key(thing.name).split()[-1] if names.key(thing.name) else ""
        if lexicons.heads().get(last) == "ORGANIZATION":
            nouns.add(last)
        if thing.organization is None and (last not in lexicons.heads() or last in _COMPANY_HEADS):
            nouns.update(_COMPANY_NOUNS)
        for noun in nouns:
            by_noun.setdefault(noun, []).append(position)
    if not by_noun:
        return
    for token in reading.doc:
        if token.i == 0 or reading.name_at[token.i] is not None:
            continue
        word = reading.folded[token.i]
        holders = by_noun.get(word)
        capital_plural = word == "allies" and token.text[0].isupper()
        if not holders or not (reading.folded[token.i - 1] == "the" or capital_plural):
            continue
        if token.dep_ == "compound" or any(child.dep_ == "prep" and child.lower_ == "of" for child in token.children):
            continue
        earlier = [
            (max((name.start for name in things[at].mentions if name.start < token.i), default=-1), at)
            for at in holders
        ]
        latest, position = max(earlier)
        if latest < 0 and len(holders) > 1:
            continue
        name = Name(token.i, token.i + 1, EntityKind.ORGANIZATION, token.text, "nominal@1", nominal=True)
        name.chain = position
        reading.add(name)
        things[position].mentions.append(name)


def _pronouns(reading: Reading, things: list[Thing]) -> None:
    """Fills `reading.pronouns`: token → chains. One pass: the last subjects and groups are carried along."""
    people: list[tuple[int, int, bool]] = []  # (token, chain, subject), in order
    group: tuple[int, tuple[int, ...]] | None = None
    for token in reading.doc:
        name = reading.name_at[token.i]
        if name is not None and name.chain >= 0 and token.i == name.end - 1:
            if name.kind is EntityKind.PERSON:
                subject = token.dep_ in SUBJECTS or (token.dep_ == "compound" and token.head.dep_ in SUBJECTS)
                people.append((token.i, name.chain, subject))
            if token.dep_ != "conj":
                joined = [reading.name_at[other.i] for other in conjuncts(token)]
                chains = tuple(
                    dict.fromkeys(
                        other.chain for other in joined if other is not None and other.kind is EntityKind.PERSON
                    )
                )
                if len(chains) > 1:
                    group = (token.i, chains)
        elif token.lower_ in _GENDER and token.tag_ in ("PRP", "PRP$"):
            chain = _antecedent(reading, token.i, _GENDER[token.lower_], people, things)
            if chain is not None:
                reading.pronouns[token.i] = (chain,)
                if token.dep_ in SUBJECTS:
                    people.append((token.i, chain, True))
        elif (
            token.lower_ in ("they", "them")
            and group is not None
            and reading.sentence_of[token.i] - reading.sentence_of[group[0]] <= 2
        ):
            reading.pronouns[token.i] = group[1]


def _antecedent(
    reading: Reading, at: int, gender: str, people: list[tuple[int, int, bool]], things: list[Thing]
) -> int | None:
    here = reading.sentence_of[at]
    near = [
        (token, chain, subject)
        for token, chain, subject in people[-12:]
        if here - reading.sentence_of[token] <= _MAX_BACK
        and things[chain].gender in ("", gender)
        and not reading.sentence(token).title
    ]
    if not near:
        return None
    last = reading.sentence_of[near[-1][0]]
    same = [entry for entry in near if reading.sentence_of[entry[0]] == last]
    choice = [entry for entry in same if entry[2]] or [entry for entry in near if entry[2]] or same
    chain = choice[0][1] if last == here and len(choice) == 1 else choice[-1][1]
    if not things[chain].gender:
        things[chain].gender = gender
    return chain
