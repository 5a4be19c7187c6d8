"""A strawberry server as its tutorials write it: a resolver a field, a dataloader a relationship, over Neo4j's driver.

    python -m bench.peers.tutorial bolt://127.0.0.1:7687 8123

It answers the classes of `bench.queries` and of their arguments only those.
"""

import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import strawberry
import uvicorn
from fastapi import FastAPI
from neo4j import AsyncDriver, AsyncGraphDatabase
from strawberry.dataloader import DataLoader
from strawberry.fastapi import GraphQLRouter
from strawberry.types import Info

Row: TypeAlias = dict[str, Any]


async def _rows(driver: AsyncDriver, cypher: str, **parameters: Any) -> list[Row]:
    found = await driver.execute_query(cypher, parameters)
    return [record.data() for record in found.records]


def _loader(driver: AsyncDriver, cypher: str) -> DataLoader[str, list[Row]]:
    """Loads lists by a statement that takes `ids` and returns rows with `of`, the id that each belongs to."""

    async def load(ids: list[str]) -> list[list[Row]]:
        found = defaultdict(list)
        for row in await _rows(driver, cypher, ids=ids):
            found[row["of"]].append(row)
        return [found[id_] for id_ in ids]

    return DataLoader(load_fn=load)


def _loaders(driver: AsyncDriver) -> dict[str, DataLoader[str, list[Row]]]:
    return {
        name: _loader(driver, f"MATCH {pattern} WHERE a.id IN $ids RETURN a.id AS of, {fields} ORDER BY r.id")
        for name, pattern, fields in (
            ("places", "(a:Event)-[r:HELD_AT]->(b:Place)", "properties(b) AS node"),
            ("participants", "(a:Event)<-[r:PARTICIPATED_IN]-(b:Entity)", "properties(b) AS node, r.role AS role"),
            ("organizations", "(a:Entity)-[r:MEMBER_OF]->(b:Organization)", "properties(b) AS node"),
        )
    }


Context: TypeAlias = dict[str, Any]


@strawberry.type
class Organization:
    id: strawberry.ID
    name: str


@strawberry.type
class Participant:
    id: strawberry.ID
    name: str
    role: str | None = None

    @strawberry.field
    async def organizations(self, info: Info[Context, None], first: int) -> list[Organization]:
        rows = await info.context["loaders"]["organizations"].load(self.id)
        return [Organization(id=row["node"]["id"], name=row["node"]["name"]) for row in rows[:first]]


@strawberry.type
class Place:
    id: strawberry.ID
    name: str


@strawberry.type
class Event:
    id: strawberry.ID
    name: str
    start: str | None
    status: str | None
    medium: str | None
    event_type: str | None
    role: str | None = None

    @strawberry.field
    async def places(self, info: Info[Context, None]) -> list[Place]:
        rows = await info.context["loaders"]["places"].load(self.id)
        return [Place(id=row["node"]["id"], name=row["node"]["name"]) for row in rows]

    @strawberry.field
    async def participants(self, info: Info[Context, None], first: int) -> list[Participant]:
        rows = await info.context["loaders"]["participants"].load(self.id)
        return [Participant(id=row["node"]["id"], name=row["node"]["name"], role=row["role"]) for row in rows[:first]]


def _event(node: Row, role: str | None = None) -> Event:
    return Event(
        id=node["id"], name=node["name"], start=node.get("start"), status=node.get("status"),
        medium=node.get("medium"), event_type=node.get("event_type"), role=role,
    )  # fmt: skip


@strawberry.type
class Person:
    id: strawberry.ID
    name: str
    description: str | None
    mention_count: int
    article_count: int

    @strawberry.field
    async def events(self, info: Info[Context, None], first: int) -> list[Event]:
        rows = await _rows(
            info.context["driver"],
            "MATCH (:Person {id: $id})-[r:PARTICIPATED_IN]->(e:Event) RETURN properties(e) AS node, r.role AS role "
            "ORDER BY e.start DESC, r.id LIMIT $first",
            id=self.id, first=first,
        )  # fmt: skip
        return [_event(row["node"], row["role"]) for row in rows]

    @strawberry.field
    async def event_count(self, info: Info[Context, None]) -> int:
        cypher = "MATCH (:Person {id: $id})-[r:PARTICIPATED_IN]->(:Event) RETURN count(r) AS count"
        return int((await _rows(info.context["driver"], cypher, id=self.id))[0]["count"])


def _person(node: Row) -> Person:
    return Person(
        id=node["id"], name=node["name"], description=node.get("description"),
        mention_count=node["mention_count"], article_count=node["article_count"],
    )  # fmt: skip


@strawberry.type
class Article:
    id: strawberry.ID
    title: str
    published: str | None
    url: str | None


@strawberry.type
class EventPage:
    events: list[Event]
    has_next_page: bool


@strawberry.type
class Query:
    @strawberry.field
    async def person(self, info: Info[Context, None], id: strawberry.ID) -> Person | None:
        rows = await _rows(info.context["driver"], "MATCH (p:Person {id: $id}) RETURN properties(p) AS node", id=id)
        return _person(rows[0]["node"]) if rows else None

    @strawberry.field
    async def people(self, info: Info[Context, None], first: int, prefix: str = "", part: str = "") -> list[Person]:
        rows = await _rows(
            info.context["driver"],
            "MATCH (p:Person) WHERE p.folded STARTS WITH $prefix AND p.folded CONTAINS $part "
            "RETURN properties(p) AS node ORDER BY p.sort_name, p.id LIMIT $first",
            prefix=prefix, part=part, first=first,
        )  # fmt: skip
        return [_person(row["node"]) for row in rows]

    @strawberry.field
    async def events(self, info: Info[Context, None], event_type: str, first: int) -> list[Event]:
        rows = await _rows(
            info.context["driver"],
            "MATCH (e:Event {event_type: $type}) RETURN properties(e) AS node ORDER BY e.start DESC, e.id LIMIT $first",
            type=event_type, first=first,
        )  # fmt: skip
        return [_event(row["node"]) for row in rows]

    @strawberry.field
    async def events_at(self, info: Info[Context, None], place: str, low: int, high: int, first: int) -> list[Event]:
        rows = await _rows(
            info.context["driver"],
            "MATCH (e:Event)-[:HELD_AT]->(p:Place) WHERE p.name = $place AND e.start_min <= $high AND "
            "e.end_max >= $low RETURN DISTINCT properties(e) AS node ORDER BY node.start, node.id LIMIT $first",
            place=place, low=low, high=high, first=first,
        )  # fmt: skip
        return [_event(row["node"]) for row in rows]

    @strawberry.field
    async def event_page(self, info: Info[Context, None], first: int, skip: int = 0) -> EventPage:
        rows = await _rows(
            info.context["driver"],
            "MATCH (e:Event) RETURN properties(e) AS node ORDER BY e.start DESC, e.id SKIP $skip LIMIT $first + 1",
            skip=skip, first=first,
        )  # fmt: skip
        return EventPage(events=[_event(row["node"]) for row in rows[:first]], has_next_page=len(rows) > first)

    @strawberry.field
    async def articles(self, info: Info[Context, None], person: strawberry.ID, first: int) -> list[Article]:
        rows = await _rows(
            info.context["driver"],
            "MATCH (:Person {id: $id})<-[:MENTIONS]-(a:Article) "
            "RETURN a.id AS id, a.name AS title, a.published AS published, a.url AS url "
            "ORDER BY a.published DESC, a.id LIMIT $first",
            id=person, first=first,
        )  # fmt: skip
        return [Article(**row) for row in rows]


def app(bolt: str) -> FastAPI:
    """The server over a Neo4j that takes no login."""
    driver = AsyncGraphDatabase.driver(bolt)

    async def context() -> Context:
        return {"driver": driver, "loaders": _loaders(driver)}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await driver.close()

    served = FastAPI(lifespan=lifespan)
    served.include_router(GraphQLRouter(strawberry.Schema(Query), context_getter=context), prefix="/graphql")
    return served


if __name__ == "__main__":
    uvicorn.run(app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
