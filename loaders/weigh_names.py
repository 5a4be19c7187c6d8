"""Where rules and encoder disagree on names: what it proposes is added, set right or left out, in one place.

The lexicons and the gazetteer know what a listed name is; the encoder knows best where an unlisted one begins and ends.
Then descriptions and pronouns that only the encoder understood go to the thing they mean.
"""

from typing import Final

from graph import names
from graph.ontology import EntityKind, PlaceType
from loaders import lexicons
from loaders.coreference import Thing
from loaders.encoder.labels import PAIRS
from loaders.encoder.overlay import Overlay
from loaders.lexicons import Organization
from loaders.places import Place, gazetteer
from loaders.reading import Name, Reading
from loaders.runs import PARTICLES
from loaders.unknown_names import generic_nouns

_KINDS: Final = {
    "PERSON": EntityKind.PERSON,
    "ORGANIZATION": EntityKind.ORGANIZATION,
    "PLACE": EntityKind.PLACE,
    "EVENT": EntityKind.EVENT,
}
_SAME: Final = PAIRS.index("SAME")
_LISTED: Final = ("lexicon@1", "gazetteer@1", "gazetteer.context@1", "dateline@1")
_SURE: Final = 0.9
"""How sure the encoder must be to overrule a lexicon."""
_MEANT: Final = 0.5
_NUMBERED: Final = frozenset("article section chapter paragraph annex clause rule".split())
"""Parts of texts, no names: Article 5."""
_ZONES: Final = frozenset("gmt utc cet cest bst msk jst edt cdt pdt aest sast".split())
"""Time zones that nothing else is called by."""
_VENUES: Final = frozenset(
    "palace stadium airport headquarters hall hotel centre center arena theatre theater square bridge port harbour "
    "museum park street road avenue embassy cathedral church mosque temple hospital university camp base".split()
)


def propose(reading: Reading, overlay: Overlay) -> None:
    """Sets `reading.names` right by the encoder's spans of people, bodies, places and named events."""
    kept: list[Name] = []
    spans = overlay.of_kind("PERSON", "ORGANIZATION", "PLACE")
    covered = {token: span for span in spans for token in range(*overlay.place(span))}
    triggers = {token for span in overlay.of_kind("EVENT") for token in range(*overlay.place(span))}
    for name in reading.names:
        inside = {covered[token] for token in range(name.start, name.end) if token in covered}
        if _stays(reading, overlay, name, inside, triggers):
            kept.append(name)
    reading.clear(kept)
    for span in spans:
        start, end = _capitalised(reading, *overlay.place(span))
        if start < end and reading.free(start, end) and not _bare(reading, start, end):
            reading.add(_name(reading, overlay.proposals.spans[span].kind, start, end))
    for span in overlay.of_kind("EVENT"):
        start, end = overlay.place(span)
        named = end - start > 1 and sum(reading.doc[at].text[0].isupper() for at in range(start, end)) > 1
        if named and reading.free(start, end) and not reading.sentence(start).title:
            reading.add(Name(start, end, EntityKind.EVENT, reading.text_of(start, end), "encoder.event@1"))
    reading.names.sort(key=lambda name: name.start)
    _titles(reading, overlay)


def _is_list(reading: Reading, start: int, end: int) -> bool:
    """The Mediterranean and the Baltic; Graz, Austria; Spokane in Washington: names that the encoder took for one."""
    known = [name for name in reading.names if start <= name.start and name.end <= end and name.rule in _LISTED]
    return len(known) > 1 and any(reading.folded[at] in (",", "and", "in") for at in range(start, end))


def _bare(reading: Reading, start: int, end: int) -> bool:
    """Mr, the Alliance, the Orchestra: not names but words that stand for one, which coreference reads."""
    if end - start > 1:
        numbered = reading.folded[start] in _NUMBERED and reading.folded[end - 1].isdigit()
        return numbered or _is_list(reading, start, end)
    word = reading.folded[start].rstrip(".")
    if word in _ZONES or (word in _NUMBERED and end < len(reading.doc) and reading.doc[end].text[0].isdigit()):
        return True
    title = lexicons.titles().at(reading.folded, start)
    return word in generic_nouns() or word in lexicons.heads() or (title is not None and title[1].kind == "HONORIFIC")


def _capitalised(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The span without the small words and signs at its edges, but with particles (van der Bellen, al-Shabaab)."""
    doc = reading.doc
    while start < end and not (
        doc[start].text[0].isupper() or doc[start].text[0].isdigit() or _particle(reading, start, end)
    ):
        start += 1
    while start < end and not doc[end - 1].text[-1].isalnum() and doc[end - 1].text not in (")", "."):
        end -= 1
    while start < end and reading.folded[start] in ("the", "'s", "'"):
        start += 1
    return start, end


def _particle(reading: Reading, start: int, end: int) -> bool:
    word = reading.folded[start]
    return (word in PARTICLES or word.startswith(("al-", "el-"))) and start + 1 < end + (word[-1] != "-")


def _stays(reading: Reading, overlay: Overlay, name: Name, inside: set[int], triggers: set[int]) -> bool:
    """Whether the rules' name stands beside what the encoder sees in the same words."""
    if name.kind is EntityKind.EVENT:
        return not inside and not triggers.isdisjoint(range(name.start, name.end))
    if name.rule == "dateline@1":
        return True
    if not inside:
        return name.rule in _LISTED or name.rule == "based@1"
    spans = overlay.proposals.spans
    places = [overlay.place(at) for at in inside]
    if name.rule == "head@1" and all(name.start <= start and end <= name.end for start, end in places):
        return True  # NATO Headquarters, where the encoder sees NATO and its headquarters
    if name.rule in _LISTED and any(_is_list(reading, *place) for place in places):
        return True
    same = any(overlay.place(at) == (name.start, name.end) and _KINDS[spans[at].kind] is name.kind for at in inside)
    if same:
        return True
    wider = any(end - start > name.end - name.start for start, end in places)
    sure = name.rule != "lexicon@1" and any(spans[at].score >= _SURE for at in inside)
    return name.rule in _LISTED and not wider and not sure


def _name(reading: Reading, kind: str, start: int, end: int) -> Name:
    first, honorific = start, ""
    while kind == "PERSON" and start + 1 < end and (found := lexicons.titles().at(reading.folded, start)) is not None:
        if found[1].kind != "HONORIFIC" or start + found[0] >= end:
            break
        start, honorific = start + found[0], found[1].words
    text = reading.text_of(start, end)
    name = Name(start, end, _KINDS[kind], text, "encoder.name@1")
    if honorific:
        name.title, name.honorific = (first, start), honorific
    known = lexicons.organizations_by_name().get(names.key(text)) if kind == "ORGANIZATION" else None
    if isinstance(known, Organization):
        name.organization = known
    if kind == "PLACE":
        phrase = gazetteer().phrases.at(reading.folded, start)
        if phrase and phrase[0] == end - start:
            name.place, name.adjective = phrase[1]
        else:
            name.place = gazetteer().lookup(text, _country_codes(reading)) or Place(text, _place_type(reading, end))
    return name


def _place_type(reading: Reading, end: int) -> PlaceType:
    last = reading.folded[end - 1]
    if last in _VENUES:
        return PlaceType.VENUE
    return PlaceType.REGION if last in ("province", "county", "region", "district", "state") else PlaceType.OTHER


def _country_codes(reading: Reading) -> frozenset[str]:
    return frozenset(name.place.country_code for name in reading.names if name.place and name.place.country_code)


def _titles(reading: Reading, overlay: Overlay) -> None:
    """The title that stands before a person belongs to the name: it tells namesakes apart."""
    ends = {overlay.place(span)[1]: overlay.place(span) for span in overlay.of_kind("TITLE")}
    for name in reading.names:
        if name.kind is EntityKind.PERSON and name.title is None and name.start in ends:
            name.title = ends[name.start]


def bind(reading: Reading, things: list[Thing], overlay: Overlay) -> None:
    """Gives things the descriptions and pronouns that mean them; the rules' own answer stands where they have one."""
    overlay.bind(things)
    unnamed = [at for at in overlay.of_kind("ORGANIZATION", "PLACE") if reading.free(*overlay.place(at))]
    nominals = sorted([*overlay.of_kind("PERSON_NOMINAL", "BODY_NOMINAL"), *unnamed])
    others = [[span for span in spans if span not in nominals] for spans in overlay.things]
    chances = overlay.proposals.pairs([[span] for span in nominals], others)[:, :, _SAME]
    for number, span in enumerate(nominals):
        start, end = overlay.place(span)
        person = overlay.proposals.spans[span].kind == "PERSON_NOMINAL"
        scored = [
            (float(chances[number, at]), at)
            for at, thing in enumerate(things)
            if others[at] and (thing.kind is EntityKind.PERSON) is person
        ]
        meant = [at for score, at in sorted(scored, reverse=True) if score >= _MEANT]
        for at in meant:
            overlay.add(at, span)
        if person and end - start == 1 and reading.doc[start].tag_ in ("PRP", "PRP$"):
            reading.pronouns[start] = tuple(meant)
        elif reading.free(start, end) and len(meant) == 1:
            name = Name(
                start, end, things[meant[0]].kind, reading.text_of(start, end), "encoder.nominal@1", nominal=True
            )
            name.chain = meant[0]
            reading.add(name)
            things[meant[0]].mentions.append(name)
    for thing in things:
        thing.mentions.sort(key=lambda name: name.start)
