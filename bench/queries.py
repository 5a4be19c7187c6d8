"""The query classes that are measured, and the ids and names that they ask for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias

import orjson

Variables: TypeAlias = dict[str, Any]

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
    names: list[str]
    far: str
    """The cursor before page FAR; each contender has its own."""


@dataclass(frozen=True, slots=True)
class QueryClass:
    """One shape of query; `ordinary` says whether the tutorial's resolvers answer it too."""

    name: str
    text: str
    variables: Callable[[Samples, Random], Variables]
    ordinary: bool = True


def _misspelt(name: str, random: Random) -> str:
    """The name with two neighbouring letters swapped, not the first."""
    at = random.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _person(samples: Samples, random: Random) -> Variables:
    return {"id": random.choice(samples.people)}


def _active(samples: Samples, random: Random) -> Variables:
    return {"id": random.choice(samples.active)}


def _meeting(samples: Samples, random: Random) -> Variables:
    person, place = random.choice(samples.meetings)
    return {"person": person, "place": place}


PAGE_QUERY: Final = (
    "query ($first: Int!, $after: String) { events(orderBy: [{start: DESC}], first: $first, after: $after) "
    "{ nodes { id name start status } pageInfo { hasNextPage } } }"
)
CURSOR_QUERY: Final = (
    "query ($first: Int!) { events(orderBy: [{start: DESC}], first: $first) { pageInfo { endCursor } } }"
)

CLASSES: Final = (
    QueryClass(
        "point: a person by id, 5 fields",
        "query ($id: ID!) { person(id: $id) { id name aliases description mentionCount } }",
        _person,
    ),
    QueryClass(
        "a person's 20 newest events with places and participants",
        "query ($id: ID!) { person(id: $id) { name events(orderBy: [{start: DESC}], first: 20) { edges { role node "
        "{ id name start places { nodes { id name } } participants(first: 50) { edges { role node { id name } } } } } "
        "} } }",
        _active,
    ),
    QueryClass(
        "the 50 newest articles that mention a person",
        "query ($id: ID!) { articles(where: {entities: {some: {id: [$id]}}}, orderBy: [{published: DESC}], first: 50) "
        "{ nodes { id title published url } } }",
        _active,
    ),
    QueryClass("all events by date: page 1", PAGE_QUERY, lambda *_: {"first": PAGE}),
    QueryClass(f"all events by date: page {FAR}", PAGE_QUERY, lambda samples, _: {"first": PAGE, "after": samples.far}),
    QueryClass(
        "people who met someone at an event in a place",
        "query ($person: ID!, $place: ID!) { people(where: {met: {some: {person: {id: [$person]}, event: {places: "
        "{some: {id: [$place]}}}}}}, orderBy: [{name: ASC}], first: 20) { nodes { id name } } }",
        _meeting,
    ),
    QueryClass(
        "neighbourhood: depth 2, 200 nodes",
        "query ($id: ID!) { neighborhood(of: [$id], depth: 2, limit: 200) { nodes { id kind name } edges { id type } "
        "truncated } }",
        _active,
        ordinary=False,
    ),
    QueryClass(
        "shortest path between two people",
        "query ($from: ID!, $to: ID!) { paths(from: $from, to: $to) { length nodes { id name } edges { id type } } }",
        lambda samples, random: {"from": random.choice(samples.people), "to": random.choice(samples.people)},
        ordinary=False,
    ),
    QueryClass(
        "search: the first five letters of a name",
        "query ($text: String!) { search(query: $text, first: 10) { nodes { score entity { id name } } } }",
        lambda samples, random: {"text": random.choice(samples.names).split()[-1][:5]},
        ordinary=False,
    ),
    QueryClass(
        "search: a name with two letters swapped",
        "query ($text: String!) { search(query: $text, first: 10) { nodes { score entity { id name } } } }",
        lambda samples, random: {"text": _misspelt(random.choice(samples.names), random)},
        ordinary=False,
    ),
    QueryClass(
        "list: 1,000 people, 6 fields",
        "{ people(orderBy: [{name: ASC}], first: 1000) { nodes { id kind name description mentionCount articleCount } "
        "} }",
        lambda *_: {},
    ),
)


def read_samples(directory: Path, seed: int) -> Samples:
    """Ids and names from a prepared graph's files, as many of each as are told apart in a run; `far` is empty."""
    random = Random(seed)
    people: list[tuple[str, str]] = []
    active: list[str] = []
    meetings: list[tuple[str, str]] = []
    places: dict[str, str] = {}
    with (directory / "nodes.jsonl").open("rb") as file:
        for line in file:
            if b'"kind":"Person"' in line:
                node = orjson.loads(line)
                people.append((node["id"], node["name"]))
    with (directory / "edges.jsonl").open("rb") as file:
        for line in file:
            if b'"type":"MENTIONS"' in line:
                continue
            edge = orjson.loads(line)
            if edge["type"] == "PARTICIPATED_IN" and edge["source"].startswith("person:"):
                active.append(edge["source"])
            elif edge["type"] == "HELD_AT":
                places[edge["source"]] = edge["target"]
            elif edge["type"] == "MET":
                meetings.append((edge["source"], places[edge["event"]]))
    chosen = random.sample(people, min(_SAMPLES, len(people)))
    return Samples(
        people=[id_ for id_, _ in chosen],
        active=random.sample(active, min(_SAMPLES, len(active))),
        meetings=random.sample(meetings, min(_SAMPLES, len(meetings))),
        names=[name for _, name in chosen],
        far="",
    )
