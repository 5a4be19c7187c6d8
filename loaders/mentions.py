"""Names in the text: people, organizations, places and named events, by lexicon, gazetteer, shape and spaCy's NER.

A run of capitalised words is cut where a known phrase, a title or a demonym stands:

    [Latvian: demonym] [Prime Minister: title] [Evika Siliņa: rest → Person]
    [NATO: organization] [Headquarters: head of a place] → the whole run is a Place
"""

from typing import Final

from graph import names
from graph.ontology import EntityKind, PlaceType
from loaders import lexicons
from loaders.lexicons import Organization, Title
from loaders.places import LARGE, Place, gazetteer
from loaders.reading import PROPER, Name, Reading
from loaders.runs import (
    HEAD_KINDS,
    NOT_NAMES,
    PARTICLES,
    PORTFOLIOS,
    Segment,
    capital_runs,
    known_at,
    preposition_before,
    segments,
)
from loaders.unknown_names import add_person, add_unknown

_NAMED_EVENTS: Final = frozenset(
    "forum summit conference symposium festival marathon final tournament championship workshop fair expo".split()
)


_VENUE_NOUNS: Final = frozenset(
    "camp airport stadium airbase airfield barracks cathedral mosque harbour prison".split()
)


_REGION_NOUNS: Final = _VENUE_NOUNS | frozenset(
    "district province county oblast prefecture governorate valley island".split()
)


_INSIDE_NAME: Final = ("compound", "amod", "nmod", "nsubj", "dobj", "pobj")
_REGIONS: Final = frozenset(
    "province county region district oblast state valley island islands peninsula coast desert".split()
)
_HALLS: Final = frozenset("centre center church hospital".split())


def find_names(reading: Reading) -> None:
    """Fills `reading.names` in text order."""
    _dateline(reading)
    reading.surnames = _surnames(reading)
    for token in reading.doc:
        if token.lower_.endswith("-based") and (place := gazetteer().lookup(token.text[:-6])):
            text = token.text[:-6]
            reading.add(Name(token.i, token.i + 1, EntityKind.PLACE, text, "based@1", place, adjective=True))
    for start, end in capital_runs(reading):
        if not reading.sentence(start).dateline:
            _name_run(reading, start, end)
        elif (known := known_at(reading, start)) and isinstance(known[1], Place):  # KYIV, Ukraine (AP): no agency
            _add_known(reading, Segment(start, start + known[0], known[1], known[2]))
    _ner_leftovers(reading)
    reading.names.sort(key=lambda name: name.start)


def _surnames(reading: Reading) -> frozenset[str]:
    """Last names of the full names that NER or a title shows, read ahead, so that a bare one is known before it."""
    found: set[str] = set()
    for entity in reading.doc.ents:
        if entity.label_ == "PERSON" and len(entity) >= 2 and entity[0].text[0].isupper() and entity[0].tag_ in PROPER:
            words = [reading.folded[at] for at in range(entity.start, entity.end) if entity.doc[at].text[0].isalpha()]
            _add_surname(found, words)
    doc = reading.doc
    for at in range(1, len(doc) - 1):
        if (
            reading.folded[at - 1] in lexicons.title_heads()
            and doc[at].tag_ == "NNP"
            and (doc[at + 1].text[:1].isupper() or reading.folded[at + 1] in PARTICLES)
        ):
            end = at + 1
            while end < len(doc) and (doc[end].tag_ == "NNP" or reading.folded[end] in PARTICLES) and end - at < 5:
                end += 1
            _add_surname(found, [reading.folded[word] for word in range(at, end)])
    return frozenset(names.key(surname) for surname in found)


def _add_surname(found: set[str], words: list[str]) -> None:
    if len(words) >= 2 and words[-1] not in lexicons.heads() and not gazetteer().lookup(words[-1], ()):
        found.add(words[-1])
    elif len(words) >= 2 and words[-1] not in lexicons.heads():
        place = gazetteer().lookup(words[-1])
        if place is not None and place.population < 5 * LARGE:
            found.add(words[-1])
    particles = next((at for at, word in enumerate(words) if at and word in PARTICLES), None)
    if particles is not None:
        found.add(" ".join(words[particles:]))


def _dateline(reading: Reading) -> None:
    dateline = reading.prepared.dateline
    if dateline is None or dateline.place is None:
        return
    for token in reading.doc:
        if token.idx >= dateline.start:
            key = names.key(dateline.place.name)
            end = token.i + 1
            while end < len(reading.doc) and reading.doc[end].idx < dateline.end:
                text = reading.text_of(token.i, end)
                if names.key(text) == key or gazetteer().lookup(text) == dateline.place:
                    break
                end += 1
            reading.add(Name(token.i, end, EntityKind.PLACE, dateline.place.name, "dateline@1", dateline.place))
            return


def _name_run(reading: Reading, start: int, end: int) -> None:
    """Names one run: as a whole where a head word or the lexicon says so, else piece by piece."""
    longer = known_at(reading, start)
    if longer and start + longer[0] > end and not isinstance(longer[1], Title):
        _add_known(reading, Segment(start, start + longer[0], longer[1], longer[2]))  # the Gulf region
        return
    pieces = segments(reading, start, end)
    whole = pieces[0] if len(pieces) == 1 else None
    if whole and whole.known and not isinstance(whole.known, Title):
        _add_known(reading, whole)
        return
    if _with_small_head(reading, start, end, pieces) or _by_head(reading, start, end, pieces):
        return
    _name_pieces(reading, pieces)


def _with_small_head(reading: Reading, start: int, end: int, pieces: list[Segment]) -> bool:
    """Jajarkot district, Farchana camp, the GLOBSEC forum: the head word in small letters belongs to the name."""
    doc = reading.doc
    if end >= len(doc) or doc[end].tag_ != "NN":
        return False
    word, text = reading.folded[end], reading.text_of(start, end + 1)
    known = any(piece.known for piece in pieces)
    if word in _REGION_NOUNS and not known and doc[end - 1].dep_ in _INSIDE_NAME:
        place = Place(text, PlaceType.VENUE)
        if word not in _VENUE_NOUNS:
            place = gazetteer().lookup(text) or Place(text, PlaceType.REGION)
        reading.add(Name(start, end + 1, EntityKind.PLACE, text, "region@1", place))
        return True
    titled = any(isinstance(piece.known, Title | Place) for piece in pieces)
    alone = len(pieces) == 1 and known
    if word in _NAMED_EVENTS and not titled and not alone and reading.folded[end - 1] not in NOT_NAMES:
        reading.add(Name(start, end + 1, EntityKind.EVENT, text, "event.noun@1"))
        return True
    return False


def _by_head(reading: Reading, start: int, end: int, pieces: list[Segment]) -> bool:
    """Whether a head word names the whole run: North Atlantic Council, Ministry of Defence, Wembley Stadium."""
    head = lexicons.heads().get(reading.folded[end - 1])
    opening = next((at for at in range(start, end) if reading.folded[at] in ("of", "for")), None)
    if opening is not None:
        head = lexicons.heads().get(reading.folded[opening - 1]) or head
    if head is None or end - start == 1 or (head != "EVENT" and reading.doc[end - 1].ent_type_ == "PERSON"):
        return False
    if any(isinstance(piece.known, Title) for piece in pieces) and opening is None:
        return False
    if pieces[-1].known is not None and pieces[-1].end - pieces[-1].start > 1:
        return False
    _add_headed(reading, start, end, head, pieces)
    return True


def _name_pieces(reading: Reading, pieces: list[Segment]) -> None:
    """Titles go to the rest that follows them; known phrases and other rests are names of their own."""
    title: tuple[int, int] | None = None
    honorific = ""
    for at, piece in enumerate(pieces):
        known = piece.known
        following = pieces[at + 1].known if at + 1 < len(pieces) else None
        if isinstance(known, Title):
            title = (title[0] if title is not None and title[1] == piece.start else piece.start, piece.end)
            honorific = known.words if known.kind == "HONORIFIC" else honorific
        elif known is not None:
            _add_known(reading, piece)
            title = None
        elif isinstance(following, Title) and _is_portfolio(reading, piece):
            title = (piece.start, piece.end)  # Education Minister
        elif title is not None and title[1] == piece.start:
            _name_titled(reading, piece, title, honorific)
            title, honorific = None, ""
        else:
            add_unknown(reading, piece, preceded=at > 0)


def _is_portfolio(reading: Reading, piece: Segment) -> bool:
    return all(reading.folded[word] in PORTFOLIOS for word in range(piece.start, piece.end))


def _name_titled(reading: Reading, piece: Segment, title: tuple[int, int], honorific: str) -> None:
    head = lexicons.heads().get(reading.folded[piece.end - 1])
    if head and reading.doc[piece.end - 1].ent_type_ != "PERSON":
        _add_headed(reading, piece.start, piece.end, head, [piece])
    elif _plausible_person(reading, piece):
        add_person(reading, piece, title, honorific)


def _plausible_person(reading: Reading, piece: Segment) -> bool:
    doc = reading.doc
    last = doc[piece.end - 1]
    if piece.end - piece.start > 5 or any(
        token.text.isupper() and len(token.text) > 3 for token in doc[piece.start : piece.end]
    ):
        return False
    return (
        last.ent_type_ == "PERSON"
        or (last.tag_ == "NNP" and last.ent_type_ not in ("GPE", "LOC", "FAC", "NORP"))
        or (last.tag_ == "NNP" and piece.end - piece.start >= 2)
    )


def _add_known(reading: Reading, piece: Segment) -> None:
    text = reading.text_of(piece.start, piece.end)
    if isinstance(piece.known, Organization):
        body = piece.known
        reading.add(Name(piece.start, piece.end, EntityKind.ORGANIZATION, text, "lexicon@1", organization=body))
    elif isinstance(piece.known, Place):
        place, rule = piece.known, "gazetteer@1"
        reading.add(Name(piece.start, piece.end, EntityKind.PLACE, text, rule, place, adjective=piece.adjective))


def _add_headed(reading: Reading, start: int, end: int, head: str, pieces: list[Segment]) -> None:
    """A name by its head word. A demonym or country before it is part of it: Russian Defence Ministry."""
    first = pieces[0]
    kind = HEAD_KINDS[head]
    last = reading.folded[end - 1]
    if last in _HALLS and preposition_before(reading, start) in ("at", "in", "outside", "inside", "near"):
        kind, head = EntityKind.PLACE, "PLACE"
    if last in ("congress", "convention") and end - start >= 3 and not first.known:
        kind, head = EntityKind.EVENT, "EVENT"
    sea = isinstance(first.known, Place) and first.known.type is PlaceType.BODY_OF_WATER
    if sea and kind is EntityKind.EVENT:
        reading.add(Name(start, end, kind, reading.text_of(start, end), "head@1"))  # the Baltic Energy Forum
        return
    if kind is EntityKind.EVENT and isinstance(first.known, Organization | Place) and first.end < end:
        _add_known(reading, first)  # NATO Summit: the body is a name of its own, and the event's organizer
        start = start if isinstance(first.known, Organization) else first.start
    text = reading.text_of(start, end)
    name = Name(start, end, kind, text, "head@1")
    if kind is EntityKind.PLACE:
        name.place = gazetteer().lookup(text)
        if name.place is None:
            water = head == "WATER"
            region = reading.folded[end - 1] in _REGIONS
            type_ = PlaceType.BODY_OF_WATER if water else PlaceType.REGION if region else PlaceType.VENUE
            name.place = Place(text, type_)
    if kind is EntityKind.EVENT and isinstance(first.known, Organization | Place) and first.end < end:
        reading.names.append(name)
        for index in range(first.end, end):
            reading.name_at[index] = name
        return
    if kind is EntityKind.ORGANIZATION and first.known is not None and first.adjective and first.end < end:
        pass
    reading.add(name)


def _ner_leftovers(reading: Reading) -> None:
    """People and places that NER found in tokens no run covered."""
    for entity in reading.doc.ents:
        start, end = entity.start, entity.end
        while start < end and (
            reading.doc[start].tag_ in ("DT", "IN", "VBG", "RB") or not reading.doc[start].text[0].isupper()
        ):
            start += 1
        if start >= end or not reading.free(start, end) or reading.folded[start] in NOT_NAMES:
            continue
        text = reading.text_of(start, end)
        if entity.label_ == "PERSON" and end - start >= 2 and text[0].isupper() and not reading.sentence(start).title:
            add_person(reading, Segment(start, end, None), None)
        elif entity.label_ == "GPE" and (place := gazetteer().lookup(text)):
            reading.add(Name(start, end, EntityKind.PLACE, text, "ner@1", place))
