"""What every store offers. Two engines implement it under one contract suite: SQLite and Neo4j."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol, TypeAlias

from graph import plan
from graph.changes import Change
from graph.errors import BadSetting
from graph.ledger import Ledger, Member
from graph.model import Decision, Document, Entity, EntityMention, Relation
from graph.ontology import EntityKind, EventStatus, ParticipantRole, RelationType
from graph.plan import Direction, Statement

Value: TypeAlias = None | bool | int | float | str | Sequence["Value"] | Mapping[str, "Value"]
Progress: TypeAlias = Callable[[int], None]
"""Called with the number of records written since the last call."""


SIFTED: Final = 5
"""Times as many names as `limit` are looked at by shared trigrams before those of other kinds are left out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement's answer: the JSON text, and for a lookup by name the ids that bear it, best first (up to six)."""

    json: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Follow:
    """Which relations a traversal follows. `types` None is the default set; bounds are yyyymmdd, None is open.

    `kinds` is of the far end in `neighbours`, of both ends in `edge_list`, and of no effect in `edges_between`.
    """

    types: tuple[RelationType, ...] | None = None
    kinds: tuple[EntityKind, ...] | None = None
    statuses: tuple[EventStatus, ...] = (EventStatus.HELD,)
    from_: int | None = None
    to: int | None = None
    as_of: int | None = None
    direction: Direction = Direction.ANY


class Neighbour(NamedTuple):
    """One step of a traversal: from `near` over `relation` to `far`. Confidence is that of today's evidence.

    A plain tuple, as a traversal reads up to hundreds of thousands.
    """

    near: str
    far: str
    relation: str
    confidence: float
    mention_count: int
    kind: str
    """An `EntityKind`; like the mention count, of the far end."""


@dataclass(frozen=True, slots=True)
class RelationCard:
    """What a line of text says of a relation; `start` is its own date or its event's."""

    id: str
    type: RelationType
    source: str
    target: str
    source_name: str
    target_name: str
    start: str | None = None
    role: ParticipantRole | None = None
    role_title: str | None = None
    former: bool = False
    status: EventStatus = EventStatus.HELD


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A candidate of search or of a hint: one name or alias of an entity."""

    id: str
    kind: EntityKind
    name: str
    alias: str
    mention_count: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts that the planner prices with and `stats` answers; `revision` is that of the reading.

    `mean_degree` and `max_degree` are relations of a type at one end (out of the source, into the target).
    """

    revision: int
    entities: Mapping[EntityKind, int]
    relations: Mapping[RelationType, int]
    mean_degree: Mapping[RelationType, tuple[float, float]]
    max_degree: Mapping[RelationType, tuple[int, int]]
    evidence: int
    mentions: int
    first_published: str | None
    last_published: str | None


@dataclass(frozen=True, slots=True)
class WriteSummary:
    """What a write did, by article ids; `unchanged` are those whose digest was already stored."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSummary:
    nodes: int = 0
    edges: int = 0
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class GraphRecords:
    """A prepared graph to import, each part read once and in this order; may be generators."""

    entities: Iterable[Entity] = ()
    relations: Iterable[Relation] = ()
    mentions: Iterable[EntityMention] = ()
    redirects: Iterable[tuple[str, tuple[str, ...]]] = field(default=())
    decisions: Iterable[Decision] = field(default=())


class Store(Ledger, Protocol):
    """Synchronous and thread-safe: any number of readers, one writer at a time; readers never see half a write."""

    @property
    def url(self) -> str: ...

    # --- compiled queries
    def compile(self, root: plan.Root) -> Statement: ...
    def run(self, statement: Statement, values: Mapping[str, Value], *, seconds: float | None = None) -> Answer:
        """Runs one statement. Raises QueryTimeout past `seconds`, StoreUnavailable."""
        ...

    def revision(self) -> int:
        """Raised by every write transaction; what caches are keyed by."""
        ...

    def statistics(self) -> Statistics: ...

    def check(self) -> None:
        """Raises StoreUnavailable, naming the address and the setting, if the store does not answer."""
        ...

    # --- traversal and search: each one bounded statement
    def existing(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Those of the ids that name an entity, each with its current id (redirects followed)."""
        ...

    def neighbours(
        self, ids: Sequence[str], follow: Follow, *, limit: int, far: Sequence[str] | None = None
    ) -> list[Neighbour]:
        """The steps out of a frontier, of both ends' relations; at most `limit`, best confidence first, then ids.

        With `far`, only those that lead to one of these ids, of whatever kind.
        """
        ...

    def edges_between(self, ids: Sequence[str], follow: Follow, *, limit: int) -> list[str]:
        """Ids of the relations whose two ends are both among the ids, in id order."""
        ...

    def relation_cards(self, ids: Sequence[str]) -> Mapping[str, RelationCard]:
        """Those of the relations that exist, by id."""
        ...

    def edge_list(self, follow: Follow) -> Iterator[tuple[str, str, RelationType, str | None]]:
        """The projection that analytics compute on: source, target, type and event id of every relation followed."""
        ...

    def name_candidates(self, folded: str, kinds: tuple[EntityKind, ...] | None, *, limit: int) -> list[NameMatch]:
        """Names near the folded text, of these kinds (None is all but articles): those that start with it, shortest
        first, then most mentioned; with words that start so; sharing trigrams. Each look is cut at `limit`."""
        ...

    # --- writing
    def article_digests(self, ids: Sequence[str]) -> Mapping[str, str]: ...
    def write_documents(self, documents: Sequence[Document], digests: Mapping[str, str]) -> WriteSummary:
        """Stores what articles said and recomputes what follows, in one transaction; `digests` by article id."""
        ...

    def forget(self, articles: Sequence[str]) -> tuple[str, ...]:
        """Drops articles with all that only they state; the ids that were there."""
        ...

    def decide(self, make: Callable[[], Decision]) -> Decision:
        """Keeps the decision that `make` returns and recomputes what it bears on, all in one transaction."""
        ...

    def import_graph(self, records: GraphRecords, *, progress: Progress | None = None) -> ImportSummary:
        """Writes a prepared graph, ids kept; the same again changes nothing."""
        ...

    def changes(self, first: int, *, limit: int) -> list[Change]:
        """What changed from the revision `first` on, in order, of at most `limit` revisions."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """All that this thread reads inside is of one moment, on SQLite; Neo4j is read-committed."""
        ...

    def release(self) -> None:
        """Gives up what this thread holds of the store; for a thread that ends before it."""
        ...

    # --- reading everything, in id order, in constant memory
    def all_entities(self) -> Iterator[Entity]: ...
    def all_relations(self) -> Iterator[Relation]: ...
    def all_mentions(self) -> Iterator[EntityMention]: ...
    def all_redirects(self) -> Iterator[tuple[str, tuple[str, ...]]]: ...
    def all_decisions(self) -> Iterator[Decision]:
        """Every decision, replaced ones too."""
        ...

    def all_members(self) -> Iterator[Member]:
        """Every member, block by block."""
        ...

    def clear(self) -> None: ...
    def close(self) -> None: ...


def open_store(url: str, *, user: str | None = None, password: str | None = None, create: bool = True) -> Store:
    """The store behind `sqlite:///path`, `neo4j://…` or `bolt://…` (also `neo4j+s`, `bolt+s`, `…+ssc`).

    Raises BadSetting for another scheme, StoreUnavailable when it does not answer.
    """
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        from graph.stores.sqlite import SqliteStore

        return SqliteStore(url, create=create)
    if scheme.split("+")[0] in ("neo4j", "bolt"):
        # Imported here: the embedded store must not pay for the driver's start.
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore(url, user=user, password=password)
    raise BadSetting(f"LIAISON_STORE: {url!r} is not a store; write sqlite:///path, neo4j://host or bolt://host")
