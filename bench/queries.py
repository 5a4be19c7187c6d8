"""The query classes that are measured: their texts in `bench/classes`, and the ids and names that they ask for.

A class NAME has `NAME.graphql` (Liaison), and where others can answer it `NAME.neo4j.graphql` (@neo4j/graphql),
`NAME.strawberry.graphql` and `NAME.cypher` (the floor). All give one answer in the shape of `plain`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias

import orjson

from graph import names
from graph.dates import bounds

Variables: TypeAlias = dict[str, Any]

FOLDER: Final = Path(__file__).parent / "classes"
PAGE: Final = 20
FAR: Final = 50
"""The page that is asked for beside the first."""
_SAMPLES: Final = 5000


@dataclass(frozen=True, slots=True)
class Samples:
    """What requests ask for: `people` each as likely, `active` in proportion to their participations."""

    people: list[str]
    active: list[str]
    meetings: list[tuple[str, str]]
    """A person and a place where that person met somebody."""
    held: list[tuple[str, str]]
    """The name of a place, and a day of an event there."""
    names: list[str]
    types: list[str]
    far: Variables
    """The variables of page FAR; each contender has its own."""


@dataclass(frozen=True, slots=True)
class QueryClass:
    """One shape of query. `unordered`: fields whose lists are asked for in no order; `single`: it is of one id;
    `best`: only its first row is compared, as each store proposes the others by an index of its own."""

    name: str
    title: str
    variables: Callable[[Samples, Random], Variables]
    unordered: frozenset[str] = frozenset()
    single: bool = False
    best: bool = False

    def text(self, dialect: str) -> str | None:
        """The query in a dialect ('', 'neo4j', 'strawberry', 'cypher'); None if it has none."""
        ending = {"": "graphql", "cypher": "cypher"}.get(dialect, f"{dialect}.graphql")
        file = FOLDER / f"{self.name}.{ending}"
        return file.read_text("utf-8") if file.exists() else None


def _misspelt(name: str, random: Random) -> str:
    """The name with two neighbouring letters swapped, not the first."""
    at = random.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _person(samples: Samples, random: Random) -> Variables:
    return {"id": random.choice(samples.people)}


def _active(samples: Samples, random: Random) -> Variables:
    return {"id": random.choice(samples.active)}


def _held(samples: Samples, random: Random) -> Variables:
    place, day = random.choice(samples.held)
    first, last = bounds(day[:4])
    return {"place": place, "year": day[:4], "first": first, "last": last}


def _meeting(samples: Samples, random: Random) -> Variables:
    person, place = random.choice(samples.meetings)
    return {"person": person, "place": place}


def _surname(samples: Samples, random: Random, *, part: slice) -> Variables:
    return {"text": names.fold(random.choice(samples.names).split()[-1])[part]}


CLASSES: Final = (
    QueryClass("point", "a person by id, 5 fields", _person, single=True),
    QueryClass(
        "person_events", "a person → 20 newest events → places, participants", _active,
        frozenset({"places", "participants"}), single=True,
    ),
    QueryClass("events_list", "1,000 events, 6 fields", lambda samples, random: {"type": random.choice(samples.types)}),
    QueryClass(
        "events_at_place", "events by the place's name and a year, with participants", _held,
        frozenset({"participants"}),
    ),
    QueryClass(
        "three_levels", "a person → 10 events → 10 participants → 5 organizations", _active,
        frozenset({"participants", "organizations"}), single=True,
    ),
    QueryClass(
        "name_prefix", "people whose name starts with a given name and two letters",
        lambda samples, random: {"text": _start(random.choice(samples.names))},
    ),
    QueryClass(
        "name_contains", "people whose name contains five letters",
        lambda samples, random: _surname(samples, random, part=slice(1, 6)),
    ),
    QueryClass("count_events", "the count of a person's events", _active, single=True),
    QueryClass(
        "people_list", "5,000 people, 4 fields",
        lambda _, random: {"text": random.choice("ab")},
    ),
    QueryClass("articles_of", "the 50 newest articles that mention a person", _active),
    QueryClass("page_first", "all events by date, page 1", lambda *_: {}),
    QueryClass("page_far", f"all events by date, page {FAR}", lambda samples, _: samples.far),
    QueryClass("met_at_place", "people who met someone at an event in a place", _meeting),
    QueryClass("neighborhood", "neighbourhood, depth 2, 200 nodes", _active),
    QueryClass(
        "shortest_path", "shortest path between two people",
        lambda samples, random: {"from": random.choice(samples.people), "to": random.choice(samples.people)},
    ),
    QueryClass(
        "search_prefix", "search: the first five letters of a name",
        lambda samples, random: {"text": random.choice(samples.names).split()[-1][:5]}, best=True,
    ),
    QueryClass(
        "search_typo", "search: a name with two letters swapped",
        lambda samples, random: {"text": _misspelt(random.choice(samples.names), random)}, best=True,
    ),
)  # fmt: skip


def _start(name: str) -> str:
    given, last = names.fold(name).split()[0], names.fold(name).split()[-1]
    return f"{given} {last[:2]}"


_WRAPPERS: Final = frozenset(("nodes", "edges", "node", "target", "pageInfo", "properties", "totalCount"))
_ITEMS: Final = ""
"""The key of a page's list, beside what else is said of the page."""


def plain(value: Any, unordered: frozenset[str] = frozenset(), key: str = "") -> Any:
    """An answer without what its dialect wraps it in: lists of flat objects, `unordered` ones sorted by id."""
    if isinstance(value, list):
        items = [plain(item, unordered) for item in value]
        return sorted(items, key=lambda item: str(item["id"])) if key in unordered else items
    if not isinstance(value, dict):
        return value
    flat: dict[str, Any] = {}
    for name, part in value.items():
        inner = plain(part, unordered, key if name in _WRAPPERS else name)
        if name not in _WRAPPERS:
            flat[name] = inner
        elif isinstance(inner, dict):
            flat |= inner
        else:
            flat[_ITEMS] = inner
    return flat[_ITEMS] if list(flat) == [_ITEMS] else flat


def answer(response: Any, query: QueryClass) -> Any:
    """What a GraphQL response says, in the shape that all contenders share."""
    (root,) = response["data"].values()
    found = plain(root, query.unordered)
    # @neo4j/graphql has no lookup of one: it lists the people of an id.
    if query.best:
        return found[:1]
    return found[0] if query.single and isinstance(found, list) else found


def floor_answer(rows: list[dict[str, Any]], query: QueryClass) -> Any:
    """What the rows of a Cypher statement say, in the same shape; a page's statement reads one row more."""
    found = [plain(row, query.unordered) for row in rows]
    if query.single:
        return found[0]
    return {_ITEMS: found[:PAGE], "hasNextPage": len(found) > PAGE} if query.name.startswith("page_") else found


def read_samples(directory: Path, seed: int) -> Samples:
    """Ids and names from a prepared graph's files, as many of each as are told apart in a run; `far` is empty."""
    random = Random(seed)
    people: list[tuple[str, str]] = []
    active: list[str] = []
    meetings: list[tuple[str, str]] = []
    held: list[tuple[str, str]] = []
    places: dict[str, str] = {}
    place_names: dict[str, str] = {}
    types: set[str] = set()
    with (directory / "nodes.jsonl").open("rb") as file:
        for line in file:
            if b'"kind":"Article"' in line:
                continue
            node = orjson.loads(line)
            if node["kind"] == "Person":
                people.append((node["id"], node["name"]))
            elif node["kind"] == "Place":
                place_names[node["id"]] = node["name"]
            elif node["kind"] == "Event":
                types.add(node["eventType"])
    with (directory / "edges.jsonl").open("rb") as file:
        for line in file:
            if b'"type":"MENTIONS"' in line:
                continue
            edge = orjson.loads(line)
            if edge["type"] == "PARTICIPATED_IN" and edge["source"].startswith("person:"):
                active.append(edge["source"])
            elif edge["type"] == "HELD_AT":
                places[edge["source"]] = edge["target"]
                held.append((place_names[edge["target"]], edge["start"]))
            elif edge["type"] == "MET":
                meetings.append((edge["source"], places[edge["event"]]))
    chosen = random.sample(people, min(_SAMPLES, len(people)))
    return Samples(
        people=[id_ for id_, _ in chosen],
        active=random.sample(active, min(_SAMPLES, len(active))),
        meetings=random.sample(meetings, min(_SAMPLES, len(meetings))),
        held=random.sample(held, min(_SAMPLES, len(held))),
        names=[name for _, name in chosen],
        types=sorted(types),
        far={},
    )
