"""The gazetteer: countries, US states, cities from 15,000 people (GeoNames), regions and waters of our own.

A name alone is not proof of a place (Reading, Nice, Mobile): `loaders.mentions` asks here only where the text
gives a reason, and passes the countries the article names, so that the right Paris is found.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph import names
from graph.ontology import PlaceType
from loaders import lexicons

_GEONAMES: Final = "https://sws.geonames.org/{}/"
_NOT_STATES: Final = ("Georgia", "Washington", "New York")
"""States whose bare name means something else first."""
LARGE: Final = 100_000
"""Population from which a city's name counts as known without its country."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the gazetteer. Coordinates in degrees, WGS 84; a country's are its capital's."""

    name: str
    type: PlaceType
    country_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    population: int = 0
    capital: bool = False

    @property
    def same_as(self) -> tuple[str, ...]:
        return (_GEONAMES.format(self.geonames_id),) if self.geonames_id else ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places by folded name; `phrases` finds countries, regions, demonyms and states in running words."""

    by_name: Mapping[str, tuple[Place, ...]]
    countries: Mapping[str, Place]
    phrases: lexicons.Phrases[tuple[Place, bool]]
    """Payload: the place, and whether the phrase is an adjective or people (Latvian, Danes)."""

    def lookup(self, name: str, country_codes: Collection[str] = ()) -> Place | None:
        """The place a name most likely means: in one of the countries if any is, else the most populous."""
        candidates = self.by_name.get(names.key(name))
        if not candidates:
            return None
        for candidate in candidates:
            if candidate.country_code in country_codes:
                return candidate
        return candidates[0]

    def inside(self, name: str, container: Place) -> Place | None:
        """The place of that name in the country, state or region; None if the gazetteer knows of none."""
        for candidate in self.by_name.get(names.key(name), ()):
            if candidate.country_code == container.country_code and candidate != container:
                return candidate
        return None

    def country(self, code: str | None) -> Place | None:
        return self.countries.get(code) if code else None


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read once (0.2 s)."""
    by_name: dict[str, list[Place]] = {}
    further_names: dict[str, list[Place]] = {}
    countries: dict[str, Place] = {}
    phrases: list[tuple[str, tuple[Place, bool]]] = []
    for row in lexicons.rows("regions.tsv"):
        name, type_, further, code, adjectives = (row + [""] * 4)[:5]
        place = Place(name, PlaceType(type_), code or None, population=10**9)
        for alias in (name, *filter(None, further.split("|"))):
            phrases.append((alias, (place, False)))
            by_name.setdefault(names.key(alias), []).append(place)
        phrases.extend((adjective, (place, True)) for adjective in adjectives.split("|") if adjective)
    for kind, geonames_id, name, code, latitude, longitude, population, capital, further, demonyms in lexicons.rows(
        "places.tsv.gz"
    ):
        north = float(latitude) if latitude else None
        east = float(longitude) if longitude else None
        type_ = {"C": PlaceType.COUNTRY, "S": PlaceType.REGION, "P": PlaceType.CITY}[kind]
        size = int(population) + (10**10 if kind == "C" else 0)
        place = Place(name, type_, code, north, east, int(geonames_id), size, kind == "P" and bool(capital))
        if kind == "C":
            countries[code] = place
        by_name.setdefault(names.key(name), []).append(place)
        aliases = [alias for alias in further.split("|") if alias]
        for alias in aliases:
            (by_name if kind == "C" else further_names).setdefault(names.key(alias), []).append(place)
        if kind in "CS":
            phrases.extend(
                (alias, (place, False)) for alias in (name, *aliases) if kind == "C" or name not in _NOT_STATES
            )
            phrases.extend((demonym, (place, True)) for demonym in demonyms.split("|") if demonym)
    for key, places in further_names.items():
        # a city's own name beats another's further name, whatever their size
        by_name.setdefault(key, []).extend(sorted(places, key=lambda place: -place.population))
    ordered = {
        key: tuple(sorted(dict.fromkeys(places), key=lambda place: (names.key(place.name) != key, -place.population)))
        if any(place.type is not PlaceType.COUNTRY for place in places)
        else tuple(places)
        for key, places in by_name.items()
    }
    return Gazetteer(ordered, countries, lexicons.Phrases(phrases))
