"""What each write changed, so that others can follow the graph: a log of the last KEPT revisions.

A position is 'revision.index': every change up to it is known. An import or a clearing is one change without an id:
the whole graph may be another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

import orjson

from graph.errors import BadArgument, ChangesGone
from graph.ledger import Delta

KEPT: Final = 1_000
"""Revisions whose changes are kept."""
Ends: TypeAlias = Mapping[str, Sequence[str]]
"""Ids of entities and relations that are stored, each with the ids of a relation's source, target and event."""


class ChangeKind(StrEnum):
    ADDED = "ADDED"
    CHANGED = "CHANGED"
    REMOVED = "REMOVED"


@dataclass(frozen=True, slots=True)
class Change:
    """`ends` are a relation's source, target and event; an entity has none. `id` None: anything may have changed."""

    revision: int
    index: int
    kind: ChangeKind
    id: str | None
    ends: tuple[str, ...] = ()

    @property
    def position(self) -> str:
        return f"{self.revision}.{self.index}"


EVERYTHING: Final = orjson.dumps([[ChangeKind.CHANGED, None]]).decode()
"""The log's entry of an import."""


def touched(delta: Delta) -> tuple[list[str], list[str]]:
    """The entities and the relations whose former state `entry` must know."""
    entities = [entity.id for entity in delta.entities_put]
    return entities, [*(relation.id for relation in delta.relations_put), *delta.relations_dropped]


def entry(delta: Delta, known: Ends) -> str | None:
    """The log's entry of a write, None if it changed nothing; `known` is of before it."""

    def put(id_: str) -> ChangeKind:
        return ChangeKind.CHANGED if id_ in known else ChangeKind.ADDED

    rows: list[list[str]] = [[put(entity.id), entity.id] for entity in delta.entities_put]
    for relation in delta.relations_put:
        ends = (relation.source, relation.target, *((relation.event,) if relation.event else ()))
        rows.append([put(relation.id), relation.id, *ends])
    rows += [[ChangeKind.REMOVED, id_, *known.get(id_, ())] for id_ in delta.relations_dropped]
    rows += [[ChangeKind.REMOVED, id_] for id_ in delta.entities_dropped]
    return orjson.dumps(rows).decode() if rows else None


def read(revision: int, data: str) -> list[Change]:
    """The changes of one entry."""
    return [
        Change(revision, index, ChangeKind(kind), id_, tuple(ends))
        for index, (kind, id_, *ends) in enumerate(orjson.loads(data))
    ]


def parse_position(position: str, current: int) -> tuple[int, int]:
    """The revision and index of a position, where `current` is the store's revision.

    Raises BadArgument for a text that is none, ChangesGone for one whose changes are no longer kept.
    """
    revision, _, index = position.partition(".")
    if not (revision.isdecimal() and index.isdecimal() and len(position) < 30) or int(revision) > current:
        raise BadArgument(f"since: {position!r} is no position of this graph; pass on one that `changes` told")
    if int(revision) < current - KEPT:
        raise ChangesGone(f"since: what came after {position} is no longer kept; read what you need anew")
    return int(revision), int(index)
