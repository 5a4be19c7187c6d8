"""The query plan: what one root field asks of the graph, as frozen, hashable dataclasses.

`schema.planner` makes it from a GraphQL selection, `compile_sql` and `compile_cypher` turn it into one statement
that returns the JSON text. A plan holds the shape alone; every value is a named parameter (`p0`, `p1`, …).

    Root     = One | Nodes | Many | Connection
    Source   = Lookup | Scan | Hop | Ancestors | Relations | Mentions | Evidences | Ids | Rows    (rows of what)
    Value    = Column | Constant | Link | Many | Connection | Count                               (a field's value)
    Condition = And | Or | Not | Compare | Overlap | Quantified | EventIs | Within | Near | Text  (which rows)

A source puts variables in scope: `entity`, `relation`, `mention`, `evidence` or `row`; a Hop puts `relation` and
`entity` (the other end). Columns name the variable they read.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from graph.ontology import EntityKind, EventStatus, RelationType

Variable: TypeAlias = Literal["entity", "relation", "mention", "evidence", "row"]
Scalar: TypeAlias = None | bool | int | float | str
Operator: TypeAlias = Literal["=", "<", "<=", ">", ">=", "in", "contains", "startsWith", "endsWith"]


class Direction(StrEnum):
    OUT = "OUT"
    IN = "IN"
    ANY = "ANY"


# --- conditions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class And:
    items: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    item: "Condition"


@dataclass(frozen=True, slots=True)
class Compare:
    """`field operator parameter`; false where the field is missing. `in` takes a list."""

    variable: Variable
    field: str
    operator: Operator
    parameter: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field is one of the literal values, which are enum members and so part of the shape."""

    variable: Variable
    field: str
    values: tuple[str, ...] | tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """The period of the row shares a day with from..to (yyyymmdd parameters; None is open).

    With `timeless`, an undated relation of a timeless type passes; any other undated row does not.
    """

    variable: Variable
    from_: str | None
    to: str | None
    timeless: bool = False


@dataclass(frozen=True, slots=True)
class Quantified:
    """How many edges of the hop meet its condition: `some`, `none`, or `all` (true of no edge at all)."""

    mode: Literal["some", "none", "all"]
    hop: "Hop"
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class EventIs:
    """The event of a MET or VISITED relation meets the condition; false without an event."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Within:
    """The place is one of the ids, or lies in one, however deep."""

    parameter: str


@dataclass(frozen=True, slots=True)
class Near:
    """The place is within so many kilometres (great circle) of a point."""

    latitude: str
    longitude: str
    kilometers: str


@dataclass(frozen=True, slots=True)
class Text:
    """The article's title and body hold every word of the parameter."""

    parameter: str


Condition: TypeAlias = And | Or | Not | Compare | OneOf | Overlap | Quantified | EventIs | Within | Near | Text
TRUE = And(())
FALSE = Or(())


# --- sources ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lookup:
    """At most one entity, by id (redirects followed), name, sameAs or url; with all that are given."""

    kinds: tuple[EntityKind, ...]
    id: str | None = None
    name: str | None = None
    same_as: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Entities tied to the outer one by a walk: events held at a place, people there, entities an article names."""

    walk: Literal["events_here", "people_here", "named_by"]
    within: bool = False
    from_: str | None = None
    to: str | None = None
    as_of: str | None = None

    @property
    def dated(self) -> bool:
        return self.from_ is not None or self.to is not None


@dataclass(frozen=True, slots=True)
class Scan:
    """Entities of some kinds, each once; with `reach`, those tied to the outer entity."""

    kinds: tuple[EntityKind, ...]
    where: Condition = TRUE
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """Relations of the outer entity with their other ends; each relation once.

    `types` None is the default set: all but MENTIONS and background LOCATED_IN, and all types of an Article.
    `where` may speak of `relation` and of `entity`, the other end.
    """

    types: tuple[RelationType, ...] | None
    direction: Direction
    kinds: tuple[EntityKind, ...] | None = None
    statuses: tuple[EventStatus, ...] | None = None
    as_of: str | None = None
    where: Condition = TRUE


@dataclass(frozen=True, slots=True)
class Relations:
    """Relations of the whole graph, by the ends' ids (list parameters) if given."""

    types: tuple[RelationType, ...] | None
    direction: Direction
    from_: str | None
    to: str | None
    statuses: tuple[EventStatus, ...] | None
    as_of: str | None
    where: Condition = TRUE


@dataclass(frozen=True, slots=True)
class Ancestors:
    """The places that the outer place lies in, nearest first."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Where the outer entity is named (`of`), or what the outer article names (`in`), by kinds."""

    side: Literal["of", "in"]
    kinds: tuple[EntityKind, ...] | None = None


@dataclass(frozen=True, slots=True)
class Evidences:
    """The sentences behind the outer relation; with `as_of`, those of articles published by then."""

    as_of: str | None


@dataclass(frozen=True, slots=True)
class Ids:
    """Entities or relations by a list of ids in a field of the outer row, in its order; missing ones left out."""

    variable: Literal["entity", "relation"]
    field: str


@dataclass(frozen=True, slots=True)
class Rows:
    """JSON objects that a procedure computed: a list parameter, or with `field` a list in a field of the outer row."""

    parameter: str | None = None
    field: str | None = None


Source: TypeAlias = Scan | Hop | Relations | Ancestors | Mentions | Evidences | Ids | Rows


# --- values -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    value: "Value"


@dataclass(frozen=True, slots=True)
class Object:
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """An entity's object by its kind, where fragments ask different fields of different kinds."""

    cases: tuple[tuple[tuple[EntityKind, ...], Object], ...]


Shape: TypeAlias = Object | Cases


@dataclass(frozen=True, slots=True)
class Column:
    """A stored or computed column; `as_of` where the column counts evidence."""

    variable: Variable
    name: str
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    value: Scalar


@dataclass(frozen=True, slots=True)
class Link:
    """The one entity at the end of a link: `relation.source`, `mention.article`, `row.entity` (an id) …"""

    variable: Variable
    link: Literal["source", "target", "event", "article", "entity"]
    shape: Shape


@dataclass(frozen=True, slots=True)
class EventPlaces:
    """The places of the event of a MET relation: the list behind `MeetingEdge.places`."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Order:
    """`variable.field`, nulls last in both directions; every order ends in the row's id."""

    variable: Literal["entity", "relation"]
    field: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Page:
    """`first` rows of an order; `after` are the parameters of the last row's keys and its id.

    `signature` begins each cursor and names the order, so that a cursor of another one is refused.
    """

    order: tuple[Order, ...]
    first: str
    after: tuple[tuple[str, ...], str] | None = None
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Many:
    """A plain list; `page` None is all of it."""

    source: Source
    shape: "Shape | Link"
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class EdgeList:
    shape: Object


@dataclass(frozen=True, slots=True)
class NodeList:
    shape: "Shape | Link"


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Pairs of response key and hasNextPage, hasPreviousPage, startCursor or endCursor."""

    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TotalCount:
    pass


@dataclass(frozen=True, slots=True)
class Cursor:
    """The cursor of the current row of a connection."""


@dataclass(frozen=True, slots=True)
class Nested:
    """The current row again under a key: `edge.node`, `edge.relation`, `hit.entity`."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Connection:
    source: Source
    page: Page
    fields: tuple[tuple[str, "ConnectionValue"], ...]


ConnectionValue: TypeAlias = EdgeList | NodeList | PageInfo | TotalCount | Constant


@dataclass(frozen=True, slots=True)
class Count:
    """How many relations a hop has: `degree`."""

    hop: Hop


Value: TypeAlias = Column | Constant | Link | EventPlaces | Many | Connection | Count | Cursor | Nested


@dataclass(frozen=True, slots=True)
class One:
    """A root that is one entity or null; with `relation`, an id that is no entity's may be a relation's."""

    source: Lookup
    shape: Shape
    relation: Object | None = None


@dataclass(frozen=True, slots=True)
class Nodes:
    """A root that answers a list of ids (a list parameter) in its order, null for an unknown one."""

    parameter: str
    shape: Shape
    relation: Object


Root: TypeAlias = One | Nodes | Many | Connection


@dataclass(frozen=True, slots=True)
class Statement:
    """A compiled root: the text and the parameters it names; `texts` are those that hold full-text words."""

    text: str
    parameters: tuple[str, ...]
    texts: tuple[str, ...] = ()
