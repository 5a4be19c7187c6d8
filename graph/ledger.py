"""What resolution reads from a store and what it hands back to be written.

    Ledger    keyed bulk lookups, each one statement in SQLite and in Neo4j; never a scan
    Delta     the rows that changed, to be written in one transaction

Every lookup takes any iterable (it may be empty), leaves out what it does not find and promises no order.
What is imported or curated is no part of a ledger: only `taken` sees it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from graph.model import Chain, Claim, Decision, Document, Entity, Relation
from graph.stories import Copy


@dataclass(frozen=True, slots=True, order=True)
class ChainRef:
    """A chain by its article's id and its position in `Document.chains`."""

    article: str
    index: int


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """`digest` is the caller's fingerprint of the source and extractor; resolution only compares it."""

    document: Document
    digest: str


@dataclass(frozen=True, slots=True)
class Member:
    """A chain as resolution sees it: all that its block needs, so that no document is read again.

    `chain` is without its mentions (`mention_count` of them). `anchors` are what its article's claims tie it to,
    sorted. `base` is its entity's id before any suffix; `base` and `entity` are '' until resolved.
    """

    ref: ChainRef
    block: str
    chain: Chain
    mention_count: int
    anchors: tuple[str, ...] = ()
    published: str | None = None
    story: str | None = None
    base: str = ""
    entity: str = ""


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim at its position in `Document.claims`, with its sentence and the relation it stands behind.

    `relation` is None where it makes none: ends of a wrong kind, a loop, or a MET in a remote event.
    """

    article: str
    index: int
    claim: Claim
    sentence: str | None = None
    published: str | None = None
    story: str | None = None
    relation: str | None = None

    @property
    def source(self) -> ChainRef:
        return ChainRef(self.article, self.claim.source)

    @property
    def target(self) -> ChainRef:
        return ChainRef(self.article, self.claim.target)

    @property
    def event(self) -> ChainRef | None:
        return None if self.claim.event is None else ChainRef(self.article, self.claim.event)

    @property
    def refs(self) -> tuple[ChainRef, ...]:
        """Every chain it touches: source, target and, if it has one, event."""
        event = self.event
        return (self.source, self.target) if event is None else (self.source, self.target, event)


@dataclass(frozen=True, slots=True)
class ChainMention:
    """A mention of a chain; the entity it names is that of the member with this `ref`."""

    ref: ChainRef
    start: int
    end: int
    surface: str
    sentence: str


class Ledger(Protocol):
    """The reads that `graph.resolution.resolve` makes of a store."""

    def documents(self, article_ids: Iterable[str]) -> list[StoredDocument]: ...

    def members(self, blocks: Iterable[str]) -> list[Member]:
        """Every member of these blocks."""
        ...

    def members_of(self, entity_ids: Iterable[str]) -> list[Member]:
        """Every member of these entities."""
        ...

    def blocks_of_bases(self, bases: Iterable[str]) -> set[str]:
        """The blocks that have a member with one of these bases."""
        ...

    def entities_of(self, refs: Iterable[ChainRef]) -> dict[ChainRef, str]:
        """The entity ids of these chains."""
        ...

    def claims_touching(self, refs: Iterable[ChainRef]) -> list[StoredClaim]:
        """Claims with one of these chains as source, target or event, each once."""
        ...

    def claims_behind(self, relation_ids: Iterable[str]) -> list[StoredClaim]:
        """Claims whose `relation` is one of these."""
        ...

    def relations_of_events(self, event_ids: Iterable[str]) -> set[str]:
        """Ids of the relations with one of these as source, target or event; MENTIONS left out."""
        ...

    def entities(self, ids: Iterable[str]) -> list[Entity]: ...

    def relations(self, ids: Iterable[str]) -> list[Relation]: ...

    def copies_by_keys(self, keys: Iterable[int]) -> list[Copy]:
        """Copies that have one of these keys, each once."""
        ...

    def copies_of_stories(self, stories: Iterable[str]) -> list[Copy]:
        """All copies of these stories."""
        ...

    def decisions(self, blocks: Iterable[str]) -> list[Decision]:
        """The decisions with an anchor in one of these blocks that no later one replaces; UNSURE ones left out."""
        ...

    def taken(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that imported or curated entities hold: an extracted one takes a suffix."""
        ...


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed, sorted, to be written in the order of the fields and in one transaction.

    1. Delete all documents, members, claims, mentions and copies of `articles_dropped` and of `documents_put`.
    2. Insert `documents_put`, `copies_put` and `mentions_put` (all of those articles); set the digests of
       `digests_put`. Of the documents some are stored ones whose story is another now.
    3. Upsert `members_put` by `ref`: all members of `documents_put`, and others whose base or entity changed.
       The latter take their mentions along: set the entity of the stored mentions with this `ref`.
    4. Upsert `claims_put` by (article, index): all of `documents_put`, and others whose relation changed.
    5. Upsert entities and relations by id (Article nodes and MENTIONS among them), delete the dropped ones:
       relations before entities when deleting, entities before relations when putting.
    6. Delete the redirects of `redirects_dropped` (ids in use again), upsert those of `redirects_put` by old id.
       A redirect's targets may later be dropped themselves: follow redirects until an entity is found.
    """

    articles_dropped: tuple[str, ...] = ()
    documents_put: tuple[StoredDocument, ...] = ()
    copies_put: tuple[Copy, ...] = ()
    digests_put: tuple[tuple[str, str], ...] = ()
    mentions_put: tuple[ChainMention, ...] = ()
    members_put: tuple[Member, ...] = ()
    claims_put: tuple[StoredClaim, ...] = ()
    relations_dropped: tuple[str, ...] = ()
    entities_dropped: tuple[str, ...] = ()
    entities_put: tuple[Entity, ...] = ()
    relations_put: tuple[Relation, ...] = ()
    redirects_dropped: tuple[str, ...] = ()
    redirects_put: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(getattr(self, name) for name in self.__slots__)
