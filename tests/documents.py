"""Small documents for the tests of resolution."""

from collections.abc import Sequence
from typing import Any

from graph.model import Chain, Claim, Document, Mention, Relation, Traits, article
from graph.ontology import EntityKind, EventStatus, EventType, RelationType
from tests.memory_ledger import MemoryLedger

HELD, PLANNED, CANCELLED, DENIED = EventStatus.HELD, EventStatus.PLANNED, EventStatus.CANCELLED, EventStatus.DENIED


def named(kind: EntityKind, name: str, *names: str, **traits: Any) -> Chain:
    same_as, times = traits.pop("same_as", ()), traits.pop("times", 1)
    mentions = tuple(Mention(at, at + 1, "x") for at in range(times))
    return Chain(kind, name, mentions, names, same_as, traits=Traits(**traits))


def person(name: str, *names: str, times: int = 1) -> Chain:
    return named(EntityKind.PERSON, name, *names, times=times)


def organization(name: str, *names: str, times: int = 1) -> Chain:
    return named(EntityKind.ORGANIZATION, name, *names, times=times)


def place(name: str, **traits: Any) -> Chain:
    return named(EntityKind.PLACE, name, **traits)


def event(name: str, type_: EventType = EventType.MEETING, start: str | None = None, **traits: Any) -> Chain:
    return named(EntityKind.EVENT, name, event_type=type_, start=start, **traits)


def claim(type_: RelationType, source: int, target: int, **said: Any) -> Claim:
    said = {"start_offset": 0, "end_offset": 10, "confidence": 0.9} | said
    return Claim(type_, source, target, "rules 1", **said)


def document(
    id_: str,
    chains: Sequence[Chain],
    claims: Sequence[Claim] = (),
    published: str | None = None,
    body: str | None = None,
) -> Document:
    written = article(
        title=id_, body=body or f"{id_} tells this. It tells that.", id=f"article:{id_}", published=published
    )
    return Document(written, tuple(chains), tuple(claims))


def gathering(
    id_: str, happening: Chain, *people: str, where: str | None = None, published: str | None = None, **said: Any
) -> Document:
    """An article about one event with these participants and its place."""
    chains = [happening, *map(person, people)]
    claims = [claim(RelationType.PARTICIPATED_IN, at, 0, **said) for at in range(1, len(chains))]
    if where:
        chains.append(place(where))
        claims.append(claim(RelationType.HELD_AT, 0, len(chains) - 1))
    return document(id_, chains, claims, published)


def load(*documents: Document) -> MemoryLedger:
    ledger = MemoryLedger()
    ledger.load(*documents)
    ledger.check()
    return ledger


def articles_about(*chains: Chain) -> list[Document]:
    return [document(f"a{position}", [chain]) for position, chain in enumerate(chains)]


def ids(ledger: MemoryLedger) -> list[str]:
    return sorted(id_ for id_ in ledger.entity if not id_.startswith("article:"))


def edges(ledger: MemoryLedger, type_: RelationType) -> list[Relation]:
    return sorted((edge for edge in ledger.relation.values() if edge.type is type_), key=lambda edge: edge.id)
