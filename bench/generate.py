"""A prepared graph of any size: made up from a seed, news-like in its kinds and in how unevenly things are named.

    python -m bench.generate DIR --nodes 200000 --edges 1000000 --seed 1

Things are picked by rank with probability ∝ rank^-0.7, so that a few persons and cities are in thousands of events.
Every event has articles that report it, and the evidence of its edges is the sentence at that place in their text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Annotated, Any, Final, TypeAlias

import orjson
import typer

from graph import names
from graph.ontology import EventType, ParticipantRole

Record: TypeAlias = dict[str, Any]

SKEW: Final = 1 / (1 - 0.7)
SHARES: Final = {"Person": 0.25, "Organization": 0.075, "Place": 0.05, "Event": 0.225}
"""Of the nodes; the rest are articles."""
COUNTRIES: Final = 150
EVIDENCE_SHARE: Final = 0.4
FIRST_DAY: Final = date(2015, 1, 1)
DAYS: Final = (date(2024, 12, 31) - FIRST_DAY).days
_GIVEN: Final = (
    "Ana Bruno Carla Dārta Élise Fatima Georg Hanna Ivan João Kaja Łukasz Maria Nils Olena Petr Qadir Rūta Sofia Tomás "
    "Ursula Viktor Wanda Xenia Yusuf Zoë Aino Björn Chiara Dmytro Emma Filip Gita Henrik Ingrid Jānis Kwame Laila"
)
_SYLLABLES: Final = (
    "ba ber bo ca chev da den do el fa fer ga gor ha hol in ja ka ko la lin lo ma men mi mo na nik no or pa per po ra "
    "rin ro sa sen so ta tel to va ven vi wa wol ya za zel šu ņi é ør"
)
_ENDINGS: Final = ("ov", "sen", "ez", "ski", "a", "iņš", "er", "o", "man", "ić", "e", "ko")
_TOPICS: Final = (
    "Security",
    "Energy",
    "Climate",
    "Trade",
    "Grain",
    "Defence",
    "Health",
    "Migration",
    "Rail",
    "Fisheries",
)
_BODIES: Final = (
    "Council",
    "Ministry",
    "Agency",
    "University",
    "Union",
    "Group",
    "Institute",
    "Party",
    "Bank",
    "Court",
)
_OFFICES: Final = ("president", "prime minister", "foreign minister", "spokesperson", "director", "ambassador", "mayor")
_EVENT_TYPES: Final = {
    EventType.MEETING: 30, EventType.VISIT: 12, EventType.SUMMIT: 6, EventType.CONFERENCE: 10, EventType.STATEMENT: 12,
    EventType.AGREEMENT: 8, EventType.CONSULT: 8, EventType.PROTEST: 5, EventType.ELECTION: 3, EventType.CEREMONY: 6,
}  # fmt: skip
_STATUSES: Final = {"HELD": 86, "PLANNED": 8, "CANCELLED": 4, "DENIED": 2}
_ROLES: Final = tuple(ParticipantRole)


@dataclass(frozen=True, slots=True)
class Thing:
    id: str
    name: str


@dataclass(slots=True)
class Happening:
    """An event with what its edges and articles need; `people` and `bodies` are positions."""

    id: str
    name: str
    type: EventType
    status: str
    start: str
    day: date
    place: int
    people: list[int]
    bodies: list[int]
    reports: list[str] = field(default_factory=list)
    """Ids of the first articles that report it."""


class Generator:
    """Writes nodes first, then edges; holds names and events, never edges or texts."""

    def __init__(self, nodes: int, edges: int, seed: int) -> None:
        self.random = Random(seed)
        self.given, self.syllables = _GIVEN.split(), _SYLLABLES.split()
        self.counts = {kind: max(2, int(nodes * share)) for kind, share in SHARES.items()}
        self.articles = nodes - sum(self.counts.values())
        self.edges = edges
        self.people: list[Thing] = []
        self.bodies: list[Thing] = []
        self.places: list[Thing] = []
        self.containers: list[int | None] = []
        self.events: list[Happening] = []
        self.published: dict[str, str] = {}
        self.written = 0

    # --- picking and naming

    def pick(self, count: int) -> int:
        """A position below `count`, low ones far more often."""
        return int(count * self.random.random() ** SKEW)

    def some(self, count: int, how_many: int) -> list[int]:
        return sorted({self.pick(count) for _ in range(how_many)})

    def one(self, weights: dict[Any, int]) -> Any:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def word(self, count: int) -> str:
        return "".join(self.random.choices(self.syllables, k=count)).capitalize()

    def surname(self) -> str:
        return self.word(self.random.choice((2, 2, 3))) + self.random.choice(_ENDINGS)

    # --- nodes

    def nodes(self) -> Iterator[Record]:
        yield from self._places()
        yield from self._people()
        yield from self._bodies()
        yield from self._events()
        yield from self._articles()

    def _places(self) -> Iterator[Record]:
        countries = min(COUNTRIES, self.counts["Place"] // 2)
        corners = [(self.random.uniform(-50, 65), self.random.uniform(-170, 170)) for _ in range(countries)]
        country_of: list[int] = []
        for position in range(self.counts["Place"]):
            name = self.word(3)
            is_country, is_venue = position < countries, position >= countries * 4 and self.random.random() < 0.3
            # A venue lies in a city, a city in a country; both ranks are uneven.
            container = None if is_country else self.pick(countries)
            if is_venue:
                container = countries + self.pick(countries * 3)
                name = f"{name} {self.random.choice(('Hall', 'Palace', 'Centre', 'Airport'))}"
            country = position if container is None else country_of[container]
            country_of.append(country)
            self.containers.append(container)
            place = Thing(f"place:{names.slug(name)}-{position}", name)
            self.places.append(place)
            latitude, longitude = corners[country]
            yield {
                "id": place.id,
                "kind": "Place",
                "name": name,
                "sameAs": [f"https://places.example/{position}"],
                "placeType": "COUNTRY" if is_country else "VENUE" if is_venue else "CITY",
                "latitude": round(latitude + self.random.uniform(-4, 4), 4),
                "longitude": round(longitude + self.random.uniform(-6, 6), 4),
                "countryCode": chr(65 + country // 26 % 26) + chr(65 + country % 26),
            }

    def _people(self) -> Iterator[Record]:
        for position in range(self.counts["Person"]):
            last = self.surname()
            name = f"{self.random.choice(self.given)} {last}"
            person = Thing(f"person:{names.slug(name)}-{position}", name)
            self.people.append(person)
            record: Record = {"id": person.id, "kind": "Person", "name": name, "aliases": [last]}
            if self.random.random() < 0.3:
                record["description"] = f"{self.random.choice(_OFFICES)} in {self.random.choice(self.places).name}"
            yield record

    def _bodies(self) -> Iterator[Record]:
        for position in range(self.counts["Organization"]):
            name = f"{self.word(2)} {self.random.choice(_TOPICS)} {self.random.choice(_BODIES)}"
            body = Thing(f"organization:{names.slug(name)}-{position}", name)
            self.bodies.append(body)
            initials = "".join(word[0] for word in name.split())
            yield {"id": body.id, "kind": "Organization", "name": name, "aliases": [initials]}

    def _events(self) -> Iterator[Record]:
        for position in range(self.counts["Event"]):
            type_: EventType = self.one(_EVENT_TYPES)
            day = FIRST_DAY + timedelta(days=self.random.randrange(DAYS + 1))
            precision = self.random.choices((10, 7, 4), (80, 15, 5))[0]
            place = self.pick(len(self.places))
            name = f"{self.places[place].name} {self.random.choice(_TOPICS)} {type_.capitalize()}"
            event = Happening(
                id=f"event:{day}-{names.slug(name)}-{position}",
                name=name,
                type=type_,
                status=self.one(_STATUSES),
                start=day.isoformat()[:precision],
                day=day,
                place=place,
                people=self.some(len(self.people), self.random.choice((1, 2, 2, 3, 4, 6))),
                bodies=self.some(len(self.bodies), self.random.choice((0, 1, 1, 2))),
            )
            self.events.append(event)
            record = {
                "id": event.id, "kind": "Event", "name": name, "eventType": type_, "status": event.status,
                "medium": "REMOTE" if type_ is EventType.CONSULT else "IN_PERSON", "start": event.start,
            }  # fmt: skip
            if type_ in (EventType.SUMMIT, EventType.CONFERENCE) and precision == 10:
                record["end"] = (day + timedelta(days=1)).isoformat()
            yield record

    def _articles(self) -> Iterator[Record]:
        for position in range(self.articles):
            # Every event is reported once before any is reported twice.
            event = self.events[position if position < len(self.events) else self.pick(len(self.events))]
            id_ = f"article:{names.slug(event.name)}-{position}"
            published = (event.day + timedelta(days=self.random.randrange(3))).isoformat()
            if len(event.reports) < 3:
                event.reports.append(id_)
            self.published[id_] = published
            title = self.title(event)
            body = f"{self.sentence(event)} {self.word(2)} {self.word(3)} said that talks on the matter would go on."
            yield {
                "id": id_, "kind": "Article", "name": title, "title": title, "url": f"https://news.example/{position}",
                "publisher": f"Daily {self.places[position % COUNTRIES % len(self.places)].name}",
                "published": published, "text": f"{title}\n\n{body}", "story": f"s{position}",
            }  # fmt: skip

    @staticmethod
    def title(event: Happening) -> str:
        return f"Report on the {event.name}"

    def sentence(self, event: Happening) -> str:
        who = ", ".join(self.people[position].name for position in event.people)
        return f"{who} took part in the {event.name} in {self.places[event.place].name} on {event.start}."

    # --- edges

    def all_edges(self) -> Iterator[Record]:
        for number, record in enumerate(self._all_edges()):
            self.written += 1
            yield {"id": f"{record['type'].lower().replace('_', '-')}:{number:08}", **record}

    def _all_edges(self) -> Iterator[Record]:
        yield from self._background()
        for event in self.events:
            yield from self._event_edges(event)
        yield from self._mentions(self.edges - self.written)

    def _background(self) -> Iterator[Record]:
        for position, container in enumerate(self.containers):
            if container is not None:
                yield edge("LOCATED_IN", self.places[position].id, self.places[container].id, origin="gazetteer")
        for person in self.people:
            if self.random.random() < 0.8:
                ends = self.bodies if self.random.random() < 0.7 else self.places
                since = 2005 + self.random.randrange(20)
                yield edge(
                    "HOLDS_ROLE", person.id, ends[self.pick(len(ends))].id, roleTitle=self.random.choice(_OFFICES),
                    start=str(since), former=self.random.random() < 0.3, origin="extracted",
                )  # fmt: skip
            if self.random.random() < 0.3:
                yield edge("MEMBER_OF", person.id, self.bodies[self.pick(len(self.bodies))].id, origin="extracted")
        for body in self.bodies:
            yield edge("LOCATED_IN", body.id, self.places[self.pick(len(self.places))].id, origin="extracted")

    def _event_edges(self, event: Happening) -> Iterator[Record]:
        people = [self.people[position].id for position in event.people]
        place = self.places[event.place].id
        dated: Record = {"status": event.status, "start": event.start, "origin": "extracted"}
        yield self.told(edge("HELD_AT", event.id, place, **dated), event)
        for id_ in [*people, *(self.bodies[position].id for position in event.bodies)]:
            yield self.told(
                edge("PARTICIPATED_IN", id_, event.id, role=self.random.choice(_ROLES), **dated),
                event,
            )
        if event.status == "HELD" and event.type is EventType.MEETING:
            met = {**dated, "event": event.id, "origin": "derived"}
            for position, first in enumerate(people):
                for second in people[position + 1 :]:
                    # Ends of a symmetric type are in the order of their ids.
                    yield self.told(edge("MET", min(first, second), max(first, second), **met), event)
        elif event.type is EventType.VISIT:
            for id_ in people:
                yield self.told(edge("VISITED", id_, place, event=event.id, **dated), event)
        if self.random.random() < 0.4:
            about = self.random.choice((self.bodies, self.places, self.people))
            yield edge("ABOUT", event.id, about[self.pick(len(about))].id, status=event.status, origin="extracted")
        if self.random.random() < 0.1:
            larger = self.events[self.pick(len(self.events))].id
            if larger != event.id:
                yield edge("PART_OF", event.id, larger, status=event.status, origin="extracted")

    def told(self, record: Record, event: Happening) -> Record:
        """The edge with its evidence, in a share of the cases."""
        if event.reports and self.random.random() < EVIDENCE_SHARE:
            start, sentence = len(self.title(event)) + 2, self.sentence(event)
            articles = event.reports[: self.random.choice((1, 1, 2, 3))]
            record["confidence"] = confidence = round(self.random.uniform(0.5, 1), 2)
            record["firstReported"] = min(self.published[article] for article in articles)
            record["evidence"] = [
                {"article": article, "start": start, "end": start + len(sentence), "sentence": sentence,
                 "extractor": "bench@1", "confidence": confidence}
                for article in articles
            ]  # fmt: skip
        return record

    def _mentions(self, left: int) -> Iterator[Record]:
        """What articles name: first each its event with place and people, then others, `left` edges in all."""
        pools = (self.people, self.people, self.bodies, self.places)
        reported = {article: event for event in self.events for article in event.reports}
        for position, article in enumerate(self.published):
            share = left // (self.articles - position)
            event = reported.get(article)
            named = {} if event is None else dict.fromkeys(
                [event.id, self.places[event.place].id, *(self.people[person].id for person in event.people)]
            )  # fmt: skip
            while len(named) < share:
                pool = self.random.choice(pools)
                named[pool[self.pick(len(pool))].id] = None
            chosen = list(named)[:share]
            left -= len(chosen)
            for id_ in chosen:
                yield edge("MENTIONS", article, id_, count=self.random.choice((1, 1, 2, 3)), origin="extracted")


def edge(type_: str, source: str, target: str, **own: Any) -> Record:
    return {"type": type_, "source": source, "target": target, **own}


def generate(directory: Path, *, nodes: int, edges: int, seed: int = 1) -> tuple[int, int]:
    """Writes nodes.jsonl and edges.jsonl; the same arguments make the same bytes. How many of each there are."""
    directory.mkdir(parents=True, exist_ok=True)
    generator = Generator(nodes, edges, seed)
    return _write(directory / "nodes.jsonl", generator.nodes()), _write(
        directory / "edges.jsonl", generator.all_edges()
    )


def _write(path: Path, records: Iterable[Record]) -> int:
    count = 0
    with path.open("wb") as file:
        for record in records:
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count


def main(
    directory: Path,
    nodes: Annotated[int, typer.Option(help="How many nodes.")] = 200_000,
    edges: Annotated[int, typer.Option(help="How many edges.")] = 1_000_000,
    seed: Annotated[int, typer.Option(help="Another seed, another graph.")] = 1,
) -> None:
    """Write a made-up graph in the interchange format."""
    made = generate(directory, nodes=nodes, edges=edges, seed=seed)
    typer.echo(f"{made[0]:,} nodes and {made[1]:,} edges in {directory}", err=True)


if __name__ == "__main__":
    typer.run(main)
