"""Runs that no lexicon knows: spaCy's NER, set right by the words around and the gazetteer."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph import names
from graph.ontology import EntityKind, PlaceType
from loaders import lexicons
from loaders.places import LARGE, Place, gazetteer
from loaders.reading import PROPER, Name, Reading
from loaders.runs import HEAD_KINDS, NER_KINDS, PORTFOLIOS, Segment

PERSON, ORGANIZATION, PLACE = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE
_BEFORE_PLACE: Final = frozenset(
    "in at from to near outside inside across around through toward towards into via of over above leaving "
    "visited visits visit visiting between and".split()
)


_PLACE_ONLY: Final = frozenset("in near outside inside across into around".split())


_COMPANIES: Final = frozenset(
    "company firm startup start-up carmaker automaker airline bank newspaper broadcaster charity retailer manufacturer "
    "operator publisher planemaker drugmaker chipmaker insurer lender brewer utility think-tank "
    "nonprofit ngo supplier".split()
)


_SETTLEMENTS: Final = frozenset("town city village capital port suburb resort municipality hamlet".split())


_HUMAN_VERBS: Final = frozenset(
    "met flew travelled traveled arrived spoke resigned died thanked recalled attended".split()
)


_MATCHES: Final = frozenset("beat beats defeated drew lost".split())


_SPEECH: Final = frozenset("said says told tells added adds warned noted stressed argued explained thanked".split())


@lru_cache(maxsize=1)
def generic_nouns() -> frozenset[str]:
    """Bare nouns that organizations go by."""
    return frozenset(noun for body in lexicons.organizations() for noun in body.anaphora)


def add_person(reading: Reading, piece: Segment, title: tuple[int, int] | None, honorific: str = "") -> None:
    text = reading.text_of(piece.start, piece.end)
    reading.add(
        Name(piece.start, piece.end, EntityKind.PERSON, text, "person.title@1" if title else "person@1",
             title=title, honorific=honorific)
    )  # fmt: skip


def _country_codes(reading: Reading) -> frozenset[str]:
    return frozenset(name.place.country_code for name in reading.names if name.place and name.place.country_code)


def _city(reading: Reading, start: int, end: int) -> Place | None:
    """The gazetteer's place of these words, by the country that follows ("Paris, Texas") or those named so far."""
    text = reading.text_of(start, end)
    places = gazetteer()
    doc = reading.doc
    if end + 1 < len(doc) and doc[end].text == ",":
        known = places.phrases.at(reading.folded, end + 1)
        inside = places.inside(text, known[1][0]) if known and not known[1][1] else None
        if inside:
            return inside
    found = places.lookup(text, _country_codes(reading))
    largest = places.lookup(text)
    # a village of a country that is named must not take the name of a great city elsewhere
    if found and largest and largest.population > 20 * max(found.population, 1) and largest.population > 10 * LARGE:
        return largest
    return found


def before_office(reading: Reading, end: int) -> bool:
    """Whether an office in small letters and then a name follow: Asante Kotoko captain Fabrice Ngoma."""
    doc, at = reading.doc, end
    while at < len(doc) and at - end < 3 and doc[at].text.islower() and doc[at].tag_ in ("NN", "JJ"):
        at += 1
    return end < at < len(doc) and reading.folded[at - 1] in lexicons.title_heads() and doc[at].tag_ == "NNP"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words that no lexicon knows, and what stands around it."""

    reading: Reading
    start: int
    end: int
    text: str
    label: str
    """spaCy's label of its last labelled token, "" for none."""
    before: str
    """The folded word before it, an article passed over."""
    after: str
    preceded: bool
    """Whether a known phrase of the same run stands before it."""
    place: Place | None

    @property
    def single(self) -> bool:
        return self.end - self.start == 1

    @property
    def kind(self) -> EntityKind | None:
        return NER_KINDS.get(self.label)

    @property
    def headline(self) -> bool:
        return self.reading.sentence(self.start).title

    def tags(self) -> list[str]:
        return [token.tag_ for token in self.reading.doc[self.start : self.end]]

    def name(self, kind: EntityKind, rule: str, place: Place | None = None) -> Name:
        return Name(self.start, self.end, kind, self.text, rule, place)


Verdict = tuple[Name | None]
"""What a rule decides: a name, or (None,) that the run names nothing."""


def add_unknown(reading: Reading, piece: Segment, *, preceded: bool) -> None:
    """Names a run by the first of `_RULES` that has a verdict."""
    doc, start, end = reading.doc, piece.start, piece.end
    label = next((doc[index].ent_type_ for index in range(end - 1, start - 1, -1) if doc[index].ent_type_), "")
    before = reading.folded[start - 1] if start else ""
    before = reading.folded[start - 2] if before == "the" and start > 1 else before
    after = reading.folded[end] if end < len(doc) else ""
    text = reading.text_of(start, end)
    run = Run(reading, start, end, text, label, before, after, preceded, _city(reading, start, end))
    for rule in _RULES:
        verdict = rule(run)
        if verdict is not None:
            if verdict[0] is not None:
                reading.add(verdict[0])
            return


def _anaphor(run: Run) -> Verdict | None:
    """The Alliance, the Symposium: for coreference."""
    word = run.text.casefold()
    return (None,) if run.single and (word in generic_nouns() or lexicons.heads().get(word, "") in HEAD_KINDS) else None


def _known_surname(run: Run) -> Verdict | None:
    if names.key(run.text) not in run.reading.surnames:
        return None
    bare = run.single and run.reading.folded[max(run.start - 1, 0)] not in _PLACE_ONLY
    return (run.name(PERSON, "person@1"),) if bare or run.label == "PERSON" or not run.single else None


def _first_name(run: Run) -> Verdict | None:
    """Two to four words, the first a first name: a person whatever body or place NER takes them for."""
    folded, lexicon = run.reading.folded, lexicons.first_names()
    if not 2 <= run.end - run.start <= 4 or run.headline or run.label not in ("ORG", "GPE", "FAC", ""):
        return None
    if folded[run.end - 1] in lexicons.heads() or not set(run.tags()) <= set(PROPER) or run.before in _PLACE_ONLY:
        return None
    if folded[run.start] in lexicon and not run.reading.doc[run.start].text.isupper():
        return (run.name(PERSON, "person.first-name@1"),)
    return None


def _owner_of_office(run: Run) -> Verdict | None:
    """Asante Kotoko captain Fabrice Ngoma; but not Opposition leader Tundu Lissu."""
    if not before_office(run.reading, run.end):
        return None
    if run.reading.folded[run.end - 1] in PORTFOLIOS and run.label != "PERSON":
        return (None,)
    known = run.kind is EntityKind.PLACE or gazetteer().lookup(run.text) is not None
    return None if known else (run.name(ORGANIZATION, "owner@1"),)


def _joined_to_place(run: Run) -> Verdict | None:
    """Bristol and Porto."""
    at = run.start
    joined = at > 1 and run.reading.folded[at - 1] in ("and", ",")
    before = run.reading.name_at[at - 2] if joined else None
    if before is None or before.kind is not EntityKind.PLACE or before.adjective or run.end - at > 2:
        return None
    return (run.name(PLACE, "gazetteer.joined@1", run.place),) if run.place and run.place.population > LARGE else None


def _company(run: Run) -> Verdict | None:
    """The noun before it says what it is of: start-up Lumenta, carmaker Tatra."""
    at = run.start
    word = run.reading.folded[at - 1] if at and not run.reading.doc[at].is_sent_start else ""
    if word in _COMPANIES and (run.label != "PERSON" or run.single):
        return (run.name(ORGANIZATION, "cue.company@1"),)
    return None


def _town_of(run: Run) -> Verdict | None:
    """The town of Kufstein, the city of Bogotá."""
    folded, at = run.reading.folded, run.start
    if at > 1 and folded[at - 1] == "of" and folded[at - 2] in _SETTLEMENTS:
        return (run.name(PLACE, "gazetteer.town-of@1", run.place or Place(run.text, PlaceType.CITY)),)
    return None


def _large_city(run: Run) -> Verdict | None:
    """A capital or large city by its own name, which NER took for a person or a body, or did not see."""
    place = run.place
    if place is None or run.label not in ("PERSON", "ORG", "") or run.preceded or run.end - run.start > 2:
        return None
    if names.key(place.name) != names.key(run.text) or not (run.label or run.tags()[0] in PROPER):
        return None
    person = run.label == "PERSON"
    if (person and not run.single) or not (place.capital or place.population > (5 * LARGE if person else LARGE)):
        return None
    return (run.name(PLACE, "gazetteer.large@1", place),)


def _gazetteer_in_context(run: Run) -> Verdict | None:
    place, kind = run.place, run.kind
    if place is None or run.preceded or run.after in _SPEECH:
        return None
    located = run.before in _PLACE_ONLY and (kind is not PERSON or run.single)
    near = run.before in _BEFORE_PLACE and kind is not PERSON and place.population > LARGE
    return (run.name(PLACE, "gazetteer.context@1", place),) if kind is PLACE or located or near else None


def _ner_event(run: Run) -> Verdict | None:
    if run.label == "EVENT" and run.reading.folded[run.end - 1] in lexicons.heads():
        return (run.name(EntityKind.EVENT, "ner.event@1"),)
    return None


def _ner_person(run: Run) -> Verdict | None:
    if run.kind is not PERSON and not (run.after in _SPEECH and run.end - run.start <= 3 and run.kind is None):
        return None
    doc = run.reading.doc
    start = next((at for at in range(run.start, run.end) if doc[at].ent_type_ == "PERSON"), run.start)
    if any(char.isdigit() for char in run.text) or (run.single and doc[start].tag_ not in PROPER):
        return (None,)
    return (Name(start, run.end, PERSON, run.reading.text_of(start, run.end), "ner.person@1"),)


def _ner_place(run: Run) -> Verdict | None:
    if run.kind is not PLACE:
        return None
    if run.single and run.text.isupper() and run.place is None:
        return (run.name(ORGANIZATION, "acronym@1"),)
    type_ = {"GPE": PlaceType.CITY, "FAC": PlaceType.VENUE}.get(run.label, PlaceType.OTHER)
    return (run.name(PLACE, "ner.place@1", run.place or Place(run.text, type_)),)


def _ner_organization(run: Run) -> Verdict | None:
    if run.kind is not ORGANIZATION:
        return None
    last, offices = run.reading.folded[run.end - 1], lexicons.title_heads()
    if last in offices or last.removesuffix("s") in offices:
        return (None,)  # Defence Ministers: people of no name
    if run.single and not run.text.isupper() and run.reading.sentence(run.start).start == run.start:
        return (None,)
    return (run.name(ORGANIZATION, "ner.organization@1"),)


def _by_shape(run: Run) -> Verdict | None:
    """What NER did not see: acronyms, places after "in", people and teams before a verb. Never in headlines."""
    doc = run.reading.doc
    if run.label or (run.headline and run.before not in _PLACE_ONLY):
        return None
    if run.single and run.text.isupper() and 3 <= len(run.text) <= 6:
        return (run.name(ORGANIZATION, "acronym@1"),)
    if run.before in _PLACE_ONLY and run.end - run.start <= 2 and run.tags()[0] in PROPER:
        return (run.name(PLACE, "preposition@1", run.place or Place(run.text, PlaceType.OTHER)),)
    if run.single:
        human = run.after in _HUMAN_VERBS and doc[run.start].dep_ == "nsubj" and run.place is None
        return (run.name(PERSON, "person.verb@1"),) if human and not run.text.isupper() else None
    if run.end - run.start > 3:
        return None
    if run.end < len(doc) and doc[run.end].tag_[:2] == "VB" and (run.tags()[-1] == "NNPS" or run.after in _MATCHES):
        return (run.name(ORGANIZATION, "team@1"),)
    if doc[run.end - 1].dep_ in ("nsubj", "nsubjpass") and set(run.tags()) == {"NNP"}:
        return (run.name(PERSON, "person.subject@1"),)
    return None


_RULES: Final = (
    _anaphor, _known_surname, _first_name, _owner_of_office, _joined_to_place, _company, _town_of, _large_city,
    _gazetteer_in_context, _ner_event, _ner_person, _ner_place, _ner_organization, _by_shape,
)  # fmt: skip
"""In the order in which they are asked."""
