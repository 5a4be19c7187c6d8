"""Runs of capitalised words, and the phrases of the lexicons that they are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph import names
from graph.ontology import EntityKind, PlaceType
from loaders import lexicons
from loaders.lexicons import Organization, Title
from loaders.places import Place, gazetteer
from loaders.reading import PROPER, Reading

HEAD_KINDS: Final = {"ORGANIZATION": EntityKind.ORGANIZATION, "PLACE": EntityKind.PLACE, "WATER": EntityKind.PLACE,
                 "EVENT": EntityKind.EVENT}  # fmt: skip


NER_KINDS: Final = {"PERSON": EntityKind.PERSON, "ORG": EntityKind.ORGANIZATION, "GPE": EntityKind.PLACE,
                     "LOC": EntityKind.PLACE, "FAC": EntityKind.PLACE}  # fmt: skip


PORTFOLIOS: Final = frozenset(
    "foreign defence defense finance education health interior justice trade environment energy agriculture transport "
    "economy culture sports labour labor home housing tourism fisheries science technology climate digital development "
    "planning industry commerce communications water mining oil social affairs deputy vice executive managing regional "
    "national opposition chief senior acting interim former european field air state security public external internal "
    "migration immigration family youth women equality infrastructure information treasury".split()
)

PARTICLES: Final = frozenset(
    "es sur am upon de da dos das del della di du van von der den ter ten bin ibn al el la le abu zu y e".split()
)


_POSSESSED: Final = frozenset("st. st saint children women".split())
_NOBILITY: Final = frozenset("von der van den ter ten bin ibn".split())


NOT_NAMES: Final = frozenset(
    "i the a an he she it they we you his her its their our mr mrs ms this that these those there here in on at but "
    "and "
    "for as if when while after before since because however meanwhile according asked speaking both all some "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec covid-19 covid internet "
    "english christmas easter ramadan euro euros dollar article allies ally parliament government updated god "
    "gdp ai earth web breaking live watch cest gmt est pst utc am pm".split()
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a run: tokens and what the lexicons say of it (None: nothing)."""

    start: int
    end: int
    known: Title | Organization | Place | None
    adjective: bool = False


def capital(reading: Reading, index: int) -> bool:
    """Whether the token can be part of a name. A headline's capitals prove nothing, nor do a sentence's first."""
    token = reading.doc[index]
    text = token.text
    if not (text[0].isupper() or (text[0].isdigit() and text[-1].isupper() and len(text) > 1)):
        return False
    if reading.folded[index] in NOT_NAMES and token.ent_type_ not in ("PERSON",):
        return False
    if token.tag_ in PROPER or (text.isupper() and len(text) > 1 and text.isalnum()):
        return not (text.isupper() and len(text) > 4 and reading.sentence(index).dateline)
    if token.ent_type_ in NER_KINDS or token.ent_type_ in ("NORP", "EVENT"):
        return token.tag_[:2] not in ("VB", "DT", "PR", "IN", "CC", "MD")
    sentence = reading.sentence(index)
    if known_at(reading, index):
        return True
    return index > sentence.start and not sentence.title and token.tag_ in ("JJ", "NN", "NNS", "VBG", "CD", "FW")


def known_at(reading: Reading, index: int) -> tuple[int, Title | Organization | Place, bool] | None:
    """The longest lexicon phrase that starts here: length in tokens, what it is, whether it is an adjective."""
    text = reading.doc[index].text
    found: list[tuple[int, Title | Organization | Place, bool]] = []
    organization = _organization_phrases().at(reading.folded, index)
    if organization:
        found.append((organization[0], organization[1], False))
    place = gazetteer().phrases.at(reading.folded, index)
    if place:
        found.append((place[0], place[1][0], place[1][1]))
    title = lexicons.titles().at(reading.folded, index)
    if title:
        found.append((title[0], title[1], False))
    found = [match for match in found if _case_fits(reading, index, match[0], match[1])]
    if not found or not (text[0].isupper() or isinstance(found[0][1], Title)):
        return None
    return max(found, key=lambda match: match[0])


def _case_fits(reading: Reading, start: int, length: int, known: Title | Organization | Place) -> bool:
    """Short names in capitals are read only in capitals: US is not us, AU is not au."""
    text = reading.text_of(start, start + length)
    if isinstance(known, Title):
        return True
    if length == 1 and len(text) <= 4 and names.fold(text) in _ACRONYMS:
        return text.isupper() or "." in text
    return text[0].isupper()


_ORGANIZATIONS: list[lexicons.Phrases[Organization]] = []


def _organization_phrases() -> lexicons.Phrases[Organization]:
    if not _ORGANIZATIONS:
        entries = [(name, body) for body in lexicons.organizations() for name in (body.name, *body.further)]
        _ORGANIZATIONS.append(lexicons.Phrases(entries))
    return _ORGANIZATIONS[0]


_ACRONYMS: Final = frozenset(
    names.fold(name)
    for body in lexicons.organizations()
    for name in (body.name, *body.further)
    if name.isupper() or "." in name
) | frozenset({"us", "uk", "uae", "usa", "prc"})


def capital_runs(reading: Reading) -> Iterator[tuple[int, int]]:
    """Maximal runs of capitalised tokens within a sentence; "of" and the like join what a head word opens."""
    doc, index, size = reading.doc, 0, len(reading.doc)
    heads = lexicons.heads()
    while index < size:
        if reading.name_at[index] is not None or not capital(reading, index):
            index += 1
            continue
        start = index
        limit = reading.sentence(index).end
        while start and reading.folded[start - 1] in _NOBILITY and reading.name_at[start - 1] is None:
            start -= 1
        index += 1
        while index < limit and reading.name_at[index] is None:
            if capital(reading, index) and not (doc[index].is_sent_start):
                index += 1
                continue
            if reading.folded[index] in PARTICLES and (following := _after_particles(reading, index, limit)):
                index = following
                continue
            possessed = reading.folded[index] == "'s" and reading.folded[start] in _POSSESSED
            if possessed and index + 1 < limit and capital(reading, index + 1):
                index += 2  # St. Mary's Church
                continue
            if doc[index].text == "&" and index + 1 < limit and capital(reading, index + 1):
                index += 2
                continue
            if (
                reading.folded[index] in ("of", "for")
                and heads.get(reading.folded[index - 1]) in ("ORGANIZATION", "PLACE", "WATER")
            ) or (index - start >= 3 and _opened_by_head(reading, start, index)):
                following = _after_link(reading, index, limit)
                if following:
                    index = following
                    continue
            break
        while index > start + 1 and doc[index - 1].tag_ in ("CD",) and doc[index - 1].text[0].isdigit():
            index -= 1
        yield start, index


def _after_particles(reading: Reading, index: int, limit: int) -> int | None:
    """The token after "von der Leyen" or "bin Salman"; None if no capitalised word follows the particles."""
    following = index
    while following < limit and following - index < 3 and reading.folded[following] in PARTICLES:
        following += 1
    return following + 1 if following < limit and capital(reading, following) else None


def _opened_by_head(reading: Reading, start: int, index: int) -> bool:
    """Whether "and" continues a name like Ministry of Health and Welfare."""
    return (
        reading.folded[index] == "and"
        and reading.folded[start + 1] in ("of", "for")
        and lexicons.heads().get(reading.folded[start]) == "ORGANIZATION"
    )


def _after_link(reading: Reading, index: int, limit: int) -> int | None:
    following = index + 1
    if following < limit and reading.folded[following] == "the":
        following += 1
    if following < limit and capital(reading, following):
        return following + 1
    return None


def segments(reading: Reading, start: int, end: int) -> list[Segment]:
    """The run cut into known phrases and the rest between them."""
    pieces: list[Segment] = []
    index = rest = start
    while index < end:
        known = known_at(reading, index)
        if known and index + known[0] <= end and not _inside_person(reading, index, known[0], known[1]):
            if rest < index:
                pieces.append(Segment(rest, index, None))
            pieces.append(Segment(index, index + known[0], known[1], known[2]))
            index += known[0]
            rest = index
        else:
            index += 1
    if rest < end:
        pieces.append(Segment(rest, end, None))
    return pieces


def _inside_person(reading: Reading, start: int, length: int, known: Title | Organization | Place) -> bool:
    """Jordan is no country in "Michael Jordan", nor Chad, nor is a bishop in "Elizabeth Bishop"."""
    if isinstance(known, Organization):
        return False
    doc = reading.doc
    if isinstance(known, Title):
        after = start + length
        return (
            start > 0
            and doc[start].ent_type_ == "PERSON"
            and doc[start - 1].ent_type_ == "PERSON"
            and (after >= len(doc) or doc[after].ent_type_ != "PERSON")
        )
    if known.type is PlaceType.COUNTRY and doc[start].ent_type_ != "PERSON":
        return False
    tokens = range(max(0, start - 1), min(len(doc), start + length + 1))
    inside = [doc[index].ent_type_ == "PERSON" for index in tokens]
    return doc[start].ent_type_ == "PERSON" and sum(inside) > length


def preposition_before(reading: Reading, start: int) -> str:
    at = start - 1
    if at >= 0 and reading.folded[at] in ("the", "a", "an"):
        at -= 1
    return reading.folded[at] if at >= 0 else ""
