"""What the planner makes of a root field, and the tables of the roots that a procedure computes."""

from dataclasses import dataclass, field
from typing import Any, Final

from graphql import FieldNode, GraphQLField

from graph import plan
from graph.ontology import EntityKind
from schema.arguments import Binder
from schema.pages import KeyType

ROWS: Final = "rows"
"""The parameter that holds a procedure's rows; leaves are p0, p1, …"""
RANKINGS: Final[dict[str, tuple[str, KeyType]]] = {"search": ("score", float), "common": ("shared", int)}
"""Computed connections, best first: the row's key and its type."""
ROW_TYPES: Final[dict[str, tuple[str, bool]]] = {
    "paths": ("Path", False),
    "neighborhood": ("Graph", True),
    "timeline": ("TimelineBucket", False),
    "centrality": ("RankedEntity", False),
    "communities": ("Communities", True),
    "stats": ("Stats", True),
}
NESTED_ROWS: Final = {
    ("Communities", "communities"): "Community",
    ("Stats", "entities"): "Count",
    ("Stats", "relations"): "Count",
}


@dataclass(frozen=True, slots=True)
class Call:
    """A computed root: the procedure's name and the field that holds its arguments."""

    procedure: str
    definition: GraphQLField
    node: FieldNode
    events: plan.Many | None = None
    """For a timeline: the plan that finds its events."""
    after: str | None = None
    """For a ranking: the parameter that holds its cursor's parts, and then the position they stand for."""

    def page(self, rows: list[dict[str, Any]], values: dict[str, Any]) -> None:
        """Gives a ranking's rows their cursors, and the cursor of the request its position among them.

        The row of the cursor may be gone: then its place is behind all that rank at least as high.
        """
        if self.procedure not in RANKINGS:
            return
        key, _ = RANKINGS[self.procedure]
        for row in rows:
            row["cursor"] = f"|{row[key]}|{row['entity']}"
        if self.after is not None:
            score, id_ = values[self.after]
            at = next((index for index, row in enumerate(rows) if row["entity"] == id_), None)
            values[self.after] = at if at is not None else sum(row[key] >= score for row in rows) - 1


@dataclass(frozen=True)
class RootPlan:
    """One root field: its plan, or None for null; `single` takes the one row of a list."""

    key: str
    name: str
    root: plan.Root | None
    call: Call | None = None
    single: bool = False
    binder: Binder = field(default_factory=Binder)
    lookup: tuple[EntityKind, ...] = ()
    """The kinds of a lookup by name, for the hints of an empty or ambiguous answer."""
    nodes: tuple[FieldNode, ...] = ()
    """The field as it was asked, for the same hints."""
