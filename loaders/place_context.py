"""Which of several things a name means here: the countries that the article names, what stands beside it.

    Paris                 the one in a country that the article names, if the best known one is in none of them
    Georgia               the state where the article names the United States and nothing else of the country
    Washington state      the state; also after "Governor … of"
    Washington imposed    a capital that acts as a state does: its country
    Washington (joined)   a person whom the article gives a first name or title too
    Mr Montenegro         a person

Runs between `loaders.mentions` and `loaders.coreference`.
"""

from collections import Counter
from typing import Final

from graph import names
from graph.ontology import EntityKind, PlaceType
from loaders.places import Place, gazetteer
from loaders.reading import SUBJECTS, Name, Reading, head_of

# fmt: off
_ACTS: Final = frozenset(
    "said says accused accuses announced announces backed backs blamed blames broke broken condemned condemns "
    "demanded demands denied denies expelled expels imposed imposes insisted insists lifted lifts offered offers "
    "pledged pledges promised promises ratified ratifies recalled recalls refused refuses rejected rejects reply "
    "replied replies respond responded responds sent sends supported supports summoned summons threatened threatens "
    "urged urges vowed vows warned warns withdrew withdraws".split()
)
# fmt: on
_AGAINST: Final = frozenset(
    "accused accuses blamed blames condemned condemns threatened urged urges warned warns".split()
)
_TO_A_PLACE: Final = frozenset("in at to from near into through around outside across of for towards toward".split())
_STATE: Final = "state"
_HONORIFICS: Final = frozenset("mr mrs ms miss dr".split())


def settle(reading: Reading) -> None:
    """Gives each name of a place or unknown body the place, or the kind, that its article speaks for."""
    named = [name for name in reading.names if name.kind in (EntityKind.PLACE, EntityKind.ORGANIZATION)]
    for name in named:
        if (title := _honoured(reading, name)) is not None:
            name.kind, name.place, name.rule = EntityKind.PERSON, None, "honorific@1"
            name.title, name.honorific = (title, name.start), reading.folded[title]
    people = _people(reading)
    countries = _countries(named)
    for name in named:
        if name.kind is EntityKind.PERSON:
            continue
        acting = _acting(reading, name)
        namesake = names.key(name.text) in people and _could_be_a_person(reading, name)
        if namesake and (acting is None or not countries[acting.country_code or ""]):
            name.kind, name.place, name.rule = EntityKind.PERSON, None, "surname@1"
        elif acting is not None:
            # Not a name of the country, so that nobody finds it by that.
            name.place, name.nominal, name.rule = acting, True, "metonym@1"
        elif name.place is not None and not name.adjective:
            name.place = _meant(reading, name, name.place, countries)


def _honoured(reading: Reading, name: Name) -> int | None:
    """The token of "Mr" before a name: what bears it is a person, whatever it looks like."""
    bears = _after_mr(reading, name) and reading.name_at[name.start - 1] is None
    return name.start - 1 if bears and not name.adjective and name.organization is None else None


def _after_mr(reading: Reading, name: Name) -> bool:
    return name.start > 0 and reading.folded[name.start - 1].rstrip(".") in _HONORIFICS


def _people(reading: Reading) -> frozenset[str]:
    """The full names of the article's people, and the last names of those who have a first name or a "Mr"."""
    found: set[str] = set()
    for name in reading.names:
        words = names.key(name.text).split()
        if name.kind is EntityKind.PERSON and words and (len(words) > 1 or name.honorific or _after_mr(reading, name)):
            found |= {" ".join(words), words[-1]}
    return frozenset(found)


def _countries(named: list[Name]) -> Counter[str]:
    """How often the article names a country or state, by country code: their own names and demonyms, no cities."""
    return Counter(
        name.place.country_code
        for name in named
        if name.place is not None and name.place.country_code and name.place.type is not PlaceType.CITY
    )


def _could_be_a_person(reading: Reading, name: Name) -> bool:
    if name.adjective or name.organization is not None or name.rule == "dateline@1":
        return False
    if name.end - name.start > 1 and (name.kind is EntityKind.ORGANIZATION or (name.place and name.place.population)):
        return False  # a known place, or a body, that was once taken for a person
    before = reading.folded[name.start - 1] if name.start else ""
    after = reading.folded[name.end] if name.end < len(reading.doc) else ""
    return before not in _TO_A_PLACE and after not in (",", _STATE)


def _meant(reading: Reading, name: Name, place: Place, countries: Counter[str]) -> Place:
    candidates = gazetteer().by_name.get(names.key(name.text), ())
    if len(candidates) < 2:
        return place
    state = next((other for other in candidates if other.type is PlaceType.REGION and other.country_code), None)
    if state is not None and _is_state(reading, name):
        return state
    if place.type is PlaceType.COUNTRY and state is not None:
        own = sum(
            other.place is not None and other.place.country_code == place.country_code and other.text != name.text
            for other in reading.names
        )
        return state if not own and countries[state.country_code or ""] else place
    if place.type is not PlaceType.CITY:
        return place
    beside = _beside(reading, name)
    wanted = {beside} if beside else {code for code in countries if code != "" or countries[code]}
    if place.country_code in wanted or not wanted:
        return place
    cities = [other for other in candidates if other.type is PlaceType.CITY and other.country_code in wanted]
    return max(cities, key=lambda city: (countries[city.country_code or ""], city.population), default=place)


def _is_state(reading: Reading, name: Name) -> bool:
    after = reading.folded[name.end] if name.end < len(reading.doc) else ""
    before = reading.folded[max(0, name.start - 4) : name.start]
    if name.end < len(reading.doc) and after == _STATE:
        return True
    governed = before[-1:] == ["of"] and "governor" in reading.folded[max(0, name.start - 6) : name.start]
    return before[-2:] == [_STATE, "of"] or governed


def _beside(reading: Reading, name: Name) -> str | None:
    """The country of what follows after a comma: Paris, Texas; Odessa, Ukraine."""
    if name.end + 1 >= len(reading.doc) or reading.folded[name.end] != ",":
        return None
    container = reading.name_at[name.end + 1]
    place = container.place if container is not None and not container.adjective else None
    return place.country_code if place is not None and place.type is not PlaceType.CITY else None


def _acting(reading: Reading, name: Name) -> Place | None:
    """The country of a capital that does what only governments do."""
    place = name.place
    if place is None or place.type is not PlaceType.CITY or not place.capital or name.rule == "dateline@1":
        return None
    if place != gazetteer().lookup(name.text):
        return None
    head = head_of(reading.doc, name.start, name.end)
    acts = head.dep_ in SUBJECTS[:1] and head.head.lower_ in _ACTS
    suffers = head.dep_ == "dobj" and head.head.lower_ in _AGAINST
    if name.adjective or not (acts or suffers):
        return None
    return gazetteer().country(place.country_code)
