"""What a chain could be the same as: its block, its anchors and the form of its name. Pure, one article at a time.

Two chains are compared only within a block, and a chain has one block, which follows from its article alone:

    Person        folded last name                       'PERSON|zelensky' (also Zelenskyy, Zelenskiy)
    Organization  same_as, else acronym or initials, else name   'ORGANIZATION|nato'
    Place         same_as, else name                     'PLACE|lisbon'
    Event, named  last two words of the name's head      'EVENT|named|policy symposium'
    Event, dated  type group and day                     'EVENT|MEETING|2023-09-27'
    Event, other  what lasts: its name; else its story, so that only reprints meet
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from graph import dates, names
from graph.ledger import ChainRef, Member
from graph.model import Article, Chain, Document
from graph.ontology import EntityKind, EventType, PlaceType, RelationType
from graph.transliteration import romanised

# fmt: off
_PARTICLES: Final = frozenset((
    "af", "al", "bin", "bint", "da", "dal", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
    "la", "le", "ter", "van", "vom", "von", "zu", "zum", "zur",
))
_SMALL_WORDS: Final = frozenset((
    "a", "against", "an", "and", "at", "between", "by", "de", "des", "du", "for", "from", "in", "la", "of", "on",
    "the", "to", "with",
))
# fmt: on
_HONORIFICS: Final = frozenset(("mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "lord", "lady"))
_GENERATIONS: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))
_INVERTED: Final = re.compile(r"(?P<family>[^,]+),\s*(?P<given>[^,]+)(?P<rest>,.*)?")
# 'JD', but not the surname in 'XI Jinping'.
_JOINED_INITIALS: Final = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{2,3}|(?:[A-Z]\.){2,}")
# fmt: off
_GENERIC: Final = frozenset((
    "affairs", "agency", "agriculture", "air", "appeal", "appeals", "armed", "army", "assembly", "bank", "bureau",
    "cabinet", "central", "communist", "conservative", "constitutional", "council", "court", "culture", "defence",
    "defense", "democratic", "department", "economy", "education", "election", "electoral", "energy", "environment",
    "finance", "force", "forces", "foreign", "government", "green", "greens", "health", "high", "house", "intelligence",
    "interior", "justice", "labor", "labour", "liberal", "ministry", "national", "navy", "office", "parliament",
    "party",
    "police", "president", "prosecutor", "republican", "security", "senate", "service", "social", "socialist", "state",
    "supreme", "tourism", "trade", "transport", "treasury",
))
# fmt: on
_BRITISH: Final = {"defense": "defence", "labor": "labour"}
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9&-]{1,7}")
_ISATION: Final = re.compile(r"isation\b")
_CAPITAL: Final = re.compile(r"[^\W\d_]")

_GROUPS: Final = {
    # A visit is reported as a meeting and the other way round. A summit is neither: on its margins people meet.
    EventType.VISIT: EventType.MEETING,
    EventType.CONFERENCE: EventType.SUMMIT,
    EventType.ASSAULT: EventType.CONFLICT,
}
_NAMES: Final = 65536
"""How many names are remembered taken apart: every write looks at the same ones again."""
_LASTING: Final = frozenset({EventType.CONFLICT, EventType.DISASTER, EventType.ELECTION, EventType.TRIAL})
"""Of these one name means one thing for longer than a day."""


@dataclass(frozen=True, slots=True, order=True)
class PersonForm:
    """A person's name taken apart: `given` and `surname` are folded words, particles and honorifics left out."""

    given: tuple[str, ...]
    surname: tuple[str, ...]
    generation: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return self.given + self.surname


@lru_cache(maxsize=_NAMES)
def name_words(text: str) -> tuple[str, ...]:
    return tuple(names.key(text).split())


def _without_particles(words: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for position, parts in enumerate(words):
        # 'Al Gore' keeps its Al, 'van Dijk' and 'al-Assad' lose theirs.
        kept = parts if position == 0 and parts == ("al",) else tuple(part for part in parts if part not in _PARTICLES)
        if kept:
            yield kept


def _apart(name: str) -> Iterator[str]:
    """The words of a name, the initials of 'JD Vance' and 'J.D. Vance' each on its own."""
    words = name.split()
    for position, word in enumerate(words):
        if position + 1 < len(words) and _JOINED_INITIALS.fullmatch(word) and not name.isupper():
            yield from word.replace(".", "")
        else:
            yield word


@lru_cache(maxsize=_NAMES)
def person_form(name: str) -> PersonForm:
    """The form of a name: 'Volodymyr Zelenskyy' → (volodymyr) (zelensky), 'Ursula von der Leyen' → (ursula) (leyen).

    One hyphenated word is a surname of two, so that 'Kramp-Karrenbauer' alone still fits the full name. Spellings by
    other rules have one form ('Lawrow', 'Lavrov'), and so has an inverted name ('Stoltenberg, Jens').
    """
    inverted = _INVERTED.fullmatch(name)
    if inverted and name_words(inverted["given"]) and name_words(inverted["given"])[0] not in _GENERATIONS:
        name = f"{inverted['given']} {inverted['family']}{inverted['rest'] or ''}"
    words = [parts for word in _apart(name) if (parts := name_words(word))]
    while len(words) > 1 and words[0][0] in _HONORIFICS:
        del words[0]
    generation = words.pop()[0] if len(words) > 1 and words[-1][0] in _GENERATIONS else ""
    plain = list(_without_particles(words)) or words
    if not plain:
        return PersonForm((), (name,), "")
    given = [part for word in plain[:-1] for part in word]
    surname = list(plain[-1])
    if given:
        given, surname = given + surname[:-1], surname[-1:]
    return PersonForm(
        tuple(romanised(word, "given") for word in given),
        tuple(romanised(word, "family") for word in surname),
        generation,
    )


def best_form(chain: Chain) -> PersonForm:
    """The fullest form among the chain's names that have the last name of its best one."""
    best = person_form(chain.name)
    forms = [person_form(name) for name in chain.names]
    return min(
        (form for form in (best, *forms) if form.surname[-1:] == best.surname[-1:]),
        key=lambda form: (-len(form.given), -sum(map(len, form.given)), form),
    )


@lru_cache(maxsize=_NAMES)
def organization_key(name: str) -> str:
    """The folded name without its article, -ization for -isation."""
    words = name_words(_ISATION.sub("ization", name))
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def generic_key(name: str) -> str | None:
    """The words of a name that every country has a body of, in one order; None for a name of one body's own.

    'Ministry of Defence', 'Defence Ministry' → 'defence ministry'
    """
    words = [word for word in organization_key(name).split() if word not in _SMALL_WORDS]
    return (
        " ".join(sorted({_BRITISH.get(word, word) for word in words})) if words and _GENERIC.issuperset(words) else None
    )


def acronym(name: str) -> str | None:
    """'NATO' and 'U.N.' as 'nato' and 'un', None for what is not written as an acronym."""
    plain = name.strip().replace(".", "")
    return names.key(plain).replace(" ", "") if _ACRONYM.fullmatch(plain) else None


def _initials(name: str) -> str | None:
    """'North Atlantic Treaty Organization' → 'nato'; None below three words, as two letters say too little."""
    words = [word for word in organization_key(name).split() if word not in _SMALL_WORDS]
    return "".join(word[0] for word in words) if len(words) >= 3 else None


def all_names(chain: Chain) -> tuple[str, ...]:
    return (chain.name, *chain.names)


def _organization_block(chain: Chain) -> str:
    if chain.same_as:
        return min(chain.same_as)
    acronyms = sorted(letters for name in all_names(chain) if (letters := acronym(name)))
    if acronyms:
        return acronyms[0]
    if (common := generic_key(chain.name)) is not None:
        return common
    longest = max(map(organization_key, all_names(chain)), key=lambda key: (len(key), key))
    return _initials(longest) or longest


@lru_cache(maxsize=_NAMES)
def head(name: str) -> tuple[str, ...]:
    """The words of an event's name before its first preposition: 'NATO Summit in Vilnius' → NATO, Summit."""
    words = _POSSESSIVE.sub("", name).split()
    while words and words[0].casefold() in ("the", "a", "an", "annual"):
        del words[0]
    for position, word in enumerate(words):
        if position and word.casefold() in _SMALL_WORDS:
            return tuple(words[:position])
    return tuple(words)


def is_named(chain: Chain) -> bool:
    """Whether an event has a name of its own: 'Nuclear Policy Symposium', not 'Meeting of ministers' or 'war'."""
    words = head(chain.name)
    return len(words) > 1 and all(not _CAPITAL.match(word) or word[0].isupper() for word in (words[0], words[-1]))


def valid_date(text: str | None) -> str | None:
    """The text if it is a partial date; what is none counts as undated."""
    return text if text and dates.is_partial_date(text) else None


def day(text: str | None) -> str | None:
    """A date that is known to the day, else None."""
    return text if text is not None and len(text) == 10 and valid_date(text) else None


def _event_block(chain: Chain, article: Article) -> str:
    if is_named(chain):
        return "named|" + " ".join(name_words(" ".join(head(chain.name)))[-2:])
    kind = chain.traits.event_type or EventType.OTHER
    group = _GROUPS.get(kind, kind)
    start = day(chain.traits.start)
    if group in _LASTING and len(name_words(chain.name)) > 1:
        return f"lasting|{group.value}|{names.key(chain.name)}"
    if start:
        return f"{group.value}|{start}"
    return f"story|{article.story or article.id}|{names.key(chain.name)}"


def block(chain: Chain, article: Article) -> str:
    """The block of a chain; the kind, then what it is compared by."""
    match chain.kind:
        case EntityKind.PERSON:
            own = " ".join(person_form(chain.name).surname[-1:])
        case EntityKind.ORGANIZATION:
            own = _organization_block(chain)
        case EntityKind.PLACE:
            own = min(chain.same_as) if chain.same_as else romanised(names.key(chain.name), "place")
        case EntityKind.EVENT:
            own = _event_block(chain, article)
        case EntityKind.ARTICLE:
            own = names.key(chain.name)
    # A name of nothing but signs has no key: it is compared as it is written.
    return f"{chain.kind.value}|{own or chain.name}"


def _anchors(document: Document, blocks: list[str]) -> dict[int, set[str]]:
    """What its article ties a chain to.

    An event to its participants (`who`) and places (`where`); a person to an office and the country of it (`nation`);
    a ministry or court to the only country that the article has places of (`within`).
    """
    found: dict[int, set[str]] = defaultdict(set)
    countries = {
        chain.traits.country_code
        for chain in document.chains
        if chain.mentions and chain.kind is EntityKind.PLACE and chain.traits.country_code
    }
    if len(countries) == 1:
        for index, chain in enumerate(document.chains):
            if chain.kind is EntityKind.ORGANIZATION and not chain.same_as and generic_key(chain.name):
                found[index].add(f"within|{min(countries)}")
    for claim in document.claims:
        source, target = blocks[claim.source], blocks[claim.target]
        match claim.type:
            case RelationType.PARTICIPATED_IN:
                found[claim.target].add(f"who|{source}")
            case RelationType.HELD_AT:
                found[claim.source].add(f"where|{target}")
            case RelationType.MET if claim.event is not None:
                found[claim.event] |= {f"who|{source}", f"who|{target}"}
            case RelationType.VISITED if claim.event is not None:
                found[claim.event] |= {f"who|{source}", f"where|{target}"}
            case RelationType.HOLDS_ROLE:
                found[claim.source].add(f"office|{target}|{names.key(claim.role_title or '')}")
                traits = document.chains[claim.target].traits
                if traits.place_type is PlaceType.COUNTRY and traits.country_code:
                    found[claim.source].add(f"nation|{traits.country_code}")
            case _:
                pass
    return found


def members(document: Document) -> list[Member]:
    """One member a chain, in the order of the chains."""
    article = document.article
    blocks = [block(chain, article) for chain in document.chains]
    anchors = _anchors(document, blocks)
    return [
        Member(
            ref=ChainRef(article.id, index),
            block=blocks[index],
            chain=replace(chain, mentions=()),
            mention_count=len(chain.mentions),
            anchors=tuple(sorted(anchors.get(index, ()))),
            published=valid_date(article.published),
            story=article.story,
        )
        for index, chain in enumerate(document.chains)
    ]
