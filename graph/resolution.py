"""Documents → entities and relations, computed anew only where a change can reach.

    changed articles ─► their stories ─► articles whose story is another now: they count as changed
    changed articles ─► their members' blocks ─► clusters ─► ids (with all of the same base) ─► entities
    claims of changed articles, of moved members, of changed events ─► relations ─► derived MET and VISITED

The graph is a pure function of the stored documents and decisions (and of the ids that imports hold): each step reads
whole blocks, whole bases, whole relations and whole events, so that no order of loading shows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph import entities, names, relations, stories, ties
from graph.clusters import Cluster, clusters
from graph.identity import all_names, valid_date
from graph.identity import members as members_of
from graph.ledger import ChainRef, Delta, Ledger, Member, StoredClaim, StoredDocument
from graph.mentions import sentence_mentions
from graph.model import Decision, Document, Entity, Relation, Traits
from graph.ontology import EntityKind, Judgement
from graph.relations import Statement


@dataclass(frozen=True, slots=True)
class _Articles:
    """The articles that the call changes: as stored, and as they will be; those forgotten are only in `old`."""

    old: dict[str, StoredDocument]
    new: dict[str, StoredDocument]
    redigested: list[tuple[str, str]]
    copies: list[stories.Copy]

    @property
    def gone(self) -> list[str]:
        return sorted(self.old.keys() - self.new.keys())

    def touches(self, article: str) -> bool:
        return article in self.new or article in self.old


@dataclass(frozen=True, slots=True)
class _Identities:
    """Every entity that the change can reach, before (`old`, `stored`) and after (`new`, `entities`)."""

    old: dict[ChainRef, str]
    stored: dict[str, Entity] = field(default_factory=dict)
    new: dict[ChainRef, str] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    unsettled: list[Member] = field(default_factory=list)
    """Members that are not stored like this yet."""

    def moved(self) -> set[ChainRef]:
        return {ref for ref in self.old.keys() | self.new.keys() if self.old.get(ref) != self.new.get(ref)}


def resolve(
    ledger: Ledger,
    put: Sequence[tuple[Document, str]] = (),
    drop: Collection[str] = (),
    *,
    imported: Collection[str] = (),
    decided: Collection[str] = (),
) -> Delta:
    """What changes when these documents (each with its digest) are stored and those articles forgotten.

    An article in both is put; of two documents of one article the last counts. `imported` are entity ids that an
    import has just taken or given up: the extracted entities of that base get or lose their suffix. `decided` are
    the blocks that decisions, which the ledger has already, have just been made of.
    """
    articles = _read_articles(ledger, put, drop)
    if not (articles.new or articles.old or imported or decided):
        return Delta(digests_put=tuple(articles.redigested))
    identities = _identify(ledger, articles, imported, decided)
    moved = identities.moved()
    claims, kept, affected = _relate(ledger, articles, identities, moved)
    for relation_id, mentioned in _mentioned(articles, identities, moved):
        affected.add(relation_id)
        if mentioned:
            kept[relation_id] = mentioned
    known = {relation.id: relation for relation in ledger.relations(affected)}
    return Delta(
        articles_dropped=tuple(articles.gone),
        documents_put=tuple(articles.new.values()),
        copies_put=tuple(articles.copies),
        digests_put=tuple(articles.redigested),
        mentions_put=tuple(
            mention for stored in articles.new.values() for mention in sentence_mentions(stored.document)
        ),
        members_put=tuple(sorted(identities.unsettled, key=lambda member: member.ref)),
        claims_put=tuple(sorted(claims, key=lambda claim: (claim.article, claim.index))),
        relations_dropped=tuple(sorted(known.keys() - kept.keys())),
        entities_dropped=tuple(sorted(identities.stored.keys() - identities.entities.keys())),
        entities_put=tuple(
            entity for id_, entity in sorted(identities.entities.items()) if identities.stored.get(id_) != entity
        ),
        relations_put=tuple(relation for id_, relation in sorted(kept.items()) if known.get(id_) != relation),
        redirects_dropped=tuple(sorted(identities.entities.keys() - identities.stored.keys())),
        redirects_put=tuple(_redirects(articles, identities)),
    )


def _read_articles(ledger: Ledger, put: Sequence[tuple[Document, str]], drop: Collection[str]) -> _Articles:
    wanted = {document.article.id: StoredDocument(document, digest) for document, digest in put}
    old = {stored.document.article.id: stored for stored in ledger.documents({*wanted, *drop})}
    new: dict[str, StoredDocument] = {}
    redigested: list[tuple[str, str]] = []
    for id_, stored in sorted(wanted.items()):
        if id_ not in old or _in_story(old[id_].document, None) != _in_story(stored.document, None):
            new[id_] = stored
            continue
        if old[id_].digest != stored.digest:
            redigested.append((id_, stored.digest))
        del old[id_]
    copies = stories.settle(
        ledger,
        {id_: stored.document.article for id_, stored in new.items()},
        {id_: stored.document.article for id_, stored in old.items()},
    )
    # The blocks of its nameless events, its members and its claims bear an article's story.
    for stored in ledger.documents(copies.keys() - new.keys()):
        id_ = stored.document.article.id
        old[id_], new[id_] = stored, stored
    new = {id_: replace(stored, document=_in_story(stored.document, copies[id_].story)) for id_, stored in new.items()}
    return _Articles(old, new, redigested, [copies[id_] for id_ in sorted(new)])


def _in_story(document: Document, story: str | None) -> Document:
    return replace(document, article=replace(document.article, story=story))


@dataclass(slots=True)
class _Blocks:
    """Blocks with all that decisions join to them, so that a thing of several blocks is always read whole."""

    ledger: Ledger
    decisions: dict[str, Decision] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def closed(self, blocks: Collection[str]) -> set[str]:
        """The blocks, without those asked for before, and those that a SAME ties to them."""
        found: set[str] = set()
        fresh = set(blocks) - self.known
        while fresh:
            found |= fresh
            self.known |= fresh
            read = self.ledger.decisions(fresh)
            self.decisions.update((decision.id, decision) for decision in read)
            tied = (ties.blocks_of(decision) for decision in read if decision.judgement is Judgement.SAME)
            fresh = {block for blocks in tied for block in blocks} - self.known
        return found

    def clusters(self, members: Iterable[Member]) -> list[Cluster]:
        of_block: dict[str, list[Member]] = defaultdict(list)
        for member in members:
            of_block[member.block].append(member)
        decisions = [
            decision for decision in self.decisions.values() if not ties.blocks_of(decision).isdisjoint(of_block)
        ]
        decided = {block for decision in decisions for block in ties.blocks_of(decision)}
        made = [cluster for block in sorted(of_block.keys() - decided) for cluster in clusters(of_block[block])]
        if decisions:
            tied = ties.Ties([member for block in decided for member in of_block.get(block, ())], decisions)
            made += tied.settle(
                cluster for block in sorted(decided & of_block.keys()) for cluster in clusters(of_block[block], tied)
            )
        return made


def _identify(ledger: Ledger, articles: _Articles, imported: Collection[str], decided: Collection[str]) -> _Identities:
    arrived = [member for stored in articles.new.values() for member in members_of(stored.document)]
    left = [member for stored in articles.old.values() for member in members_of(stored.document)]
    reading = _Blocks(ledger)
    blocks = reading.closed({member.block for member in (*arrived, *left)} | set(decided))
    stored = ledger.members(blocks)
    kept = [member for member in stored if not articles.touches(member.ref.article)]
    by_base: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in reading.clusters((*kept, *arrived)):
        by_base[entities.base(cluster)].append(cluster)
    # Entities of one base carry suffixes together, in whatever blocks they are; nothing else of those blocks changes.
    bases = by_base.keys() | {member.base for member in stored} | entities.bases_of_ids(imported)
    others = ledger.members(reading.closed(ledger.blocks_of_bases(bases)))
    for cluster in reading.clusters(others):
        if (base := entities.base(cluster)) in bases:
            by_base[base].append(cluster)
    stored += [member for member in others if member.base in bases]

    identities = _Identities(old={member.ref: member.entity for member in stored})
    known = {member.ref: member for member in stored if not articles.touches(member.ref.article)}
    taken = _taken(ledger, by_base)
    for base, rivals in sorted(by_base.items()):
        for cluster, id_ in zip(rivals, entities.assign_ids(base, rivals, taken.__contains__), strict=True):
            settled = tuple(
                member if (member.base, member.entity) == (base, id_) else replace(member, base=base, entity=id_)
                for member in cluster
            )
            identities.clusters[id_] = settled
            identities.entities[id_] = entities.entity(settled, entity_id=id_)
            identities.new.update((member.ref, id_) for member in settled)
            identities.unsettled.extend(member for member in settled if known.get(member.ref) is not member)
    for article_id, document in articles.new.items():
        identities.entities[article_id] = entities.article_entity(document.document.article)
    reached = {*identities.old.values(), *identities.entities, *articles.old}
    identities.stored.update((entity.id, entity) for entity in ledger.entities(reached))
    return identities


def _taken(ledger: Ledger, by_base: Mapping[str, Sequence[Cluster]]) -> set[str]:
    """What imports hold of the ids that may be given. Suffixed ids are made only where the base is not enough."""
    bases = ledger.taken(by_base.keys())
    suffixed = (base for base, rivals in by_base.items() if base in bases or not entities.has_base(rivals))
    return bases | ledger.taken({id_ for base in suffixed for id_ in entities.possible_ids(base, by_base[base])})


class _Lookup:
    """Entity ids of chains and traits of events after the change, fetched in bulk and remembered."""

    def __init__(self, ledger: Ledger, identities: _Identities) -> None:
        self._ledger = ledger
        self._entities = dict(identities.new)
        self._traits = {id_: entity.traits for id_, entity in identities.entities.items()}

    def fetch(self, claims: Iterable[StoredClaim]) -> None:
        refs = {ref for claim in claims for ref in claim.refs}
        self._entities.update(self._ledger.entities_of(refs - self._entities.keys()))
        self.fetch_events(self._entities[ref] for ref in refs)

    def fetch_events(self, ids: Iterable[str]) -> None:
        unknown = {id_ for id_ in ids if relations.kind_of(id_) is EntityKind.EVENT} - self._traits.keys()
        self._traits.update((entity.id, entity.traits) for entity in self._ledger.entities(unknown))

    def entity(self, ref: ChainRef) -> str:
        return self._entities[ref]

    def traits(self, event_id: str) -> Traits | None:
        return self._traits.get(event_id)

    def state(self, claim: StoredClaim) -> tuple[str, Statement] | None:
        return relations.state(claim, self.entity, self._traits.__getitem__)


def _claims_of(stored: StoredDocument) -> Iterator[StoredClaim]:
    article = stored.document.article
    for index, claim in enumerate(relations.settled(stored.document.claims)):
        offsets = (claim.start_offset, claim.end_offset)
        yield StoredClaim(
            article=article.id,
            index=index,
            claim=claim,
            sentence=None if None in offsets else article.text[slice(*offsets)],
            published=valid_date(article.published),
            story=article.story,
        )


def _relate(
    ledger: Ledger, articles: _Articles, identities: _Identities, moved: set[ChainRef]
) -> tuple[list[StoredClaim], dict[str, Relation], set[str]]:
    """Claims to store; the relations that the change can reach, as they are now; the ids of all that it can reach."""
    changed_events = {
        id_
        for id_ in identities.clusters
        if relations.event_changed(identities.stored.get(id_), identities.entities[id_])
    }
    refs = moved | {member.ref for id_ in changed_events for member in identities.clusters[id_]}
    refs |= {
        ChainRef(id_, index) for id_, stored in articles.old.items() for index in range(len(stored.document.chains))
    }
    before = ledger.claims_touching(refs)
    live = [claim for claim in before if not articles.touches(claim.article)]
    arrived = [claim for stored in articles.new.values() for claim in _claims_of(stored)]
    lookup = _Lookup(ledger, identities)
    lookup.fetch((*live, *arrived))
    claims: dict[tuple[str, int], StoredClaim] = {}
    changed: list[StoredClaim] = []
    for claim in (*live, *arrived):
        stated = lookup.state(claim)
        now = replace(claim, relation=stated[0] if stated else None)
        claims[claim.article, claim.index] = now
        if now != claim or articles.touches(claim.article):
            changed.append(now)

    # Where a claim came, went or moved, what its event derives is derived anew from all that is said of the event.
    touched = {ref for claim in before for ref in claim.refs}
    were = ledger.entities_of(touched - identities.old.keys()) | identities.old
    events = {were[ref] for ref in touched} | {lookup.entity(ref) for claim in claims.values() for ref in claim.refs}
    events = changed_events | {id_ for id_ in events if relations.kind_of(id_) is EntityKind.EVENT}
    lookup.fetch_events(events)
    events = {
        id_
        for id_ in events
        if relations.derives(lookup.traits(id_))
        or (id_ in identities.stored and relations.derives(identities.stored[id_].traits))
    }
    affected = {claim.relation for claim in (*before, *claims.values()) if claim.relation is not None}
    affected |= ledger.relations_of_events(events)
    unmoved = [
        claim
        for claim in ledger.claims_behind(affected)
        if not articles.touches(claim.article) and (claim.article, claim.index) not in claims
    ]
    lookup.fetch(unmoved)

    statements: dict[str, list[Statement]] = defaultdict(list)
    for claim in (*claims.values(), *unmoved):
        if (stated := lookup.state(claim)) is not None:
            statements[stated[0]].append(stated[1])
    asserted = {
        id_: (relations.relation(id_, stated_by, lookup.traits), stated_by) for id_, stated_by in statements.items()
    }
    kept = {id_: relation for id_, (relation, _) in asserted.items()}
    of_event: dict[str, dict[str, tuple[Relation, list[Statement]]]] = defaultdict(dict)
    for id_, pair in asserted.items():
        for end in (pair[0].source, pair[0].target, pair[0].event):
            if end in events:
                of_event[end][id_] = pair
    for event_id, its_relations in of_event.items():
        traits = lookup.traits(event_id)
        if traits is not None:
            kept.update((edge.id, edge) for edge in relations.derived(event_id, traits, its_relations))
    return changed, kept, affected | kept.keys()


def _mentioned(
    articles: _Articles, identities: _Identities, moved: set[ChainRef]
) -> Iterator[tuple[str, Relation | None]]:
    """The MENTIONS edges between the articles and entities that gained or lost a chain; None where none is left."""
    refs = moved | {
        ChainRef(id_, index)
        for stored in (articles.old, articles.new)
        for id_, known in stored.items()
        for index in range(len(known.document.chains))
    }
    pairs = {
        (ref.article, entity_of[ref])
        for entity_of in (identities.old, identities.new)
        for ref in refs
        if ref in entity_of
    }
    changed = {article for article, _ in pairs}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    published: dict[str, str | None] = {}
    for entity_id in {entity_id for _, entity_id in pairs} & identities.clusters.keys():
        for member in identities.clusters[entity_id]:
            if member.ref.article in changed:
                counts[member.ref.article, entity_id] += member.mention_count
                published[member.ref.article] = member.published
    for article, entity_id in pairs:
        count = counts[article, entity_id]
        edge = relations.mentions(article, entity_id, count, published.get(article))
        yield edge.id, edge if count else None


def _redirects(articles: _Articles, identities: _Identities) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Where the members of an id that is gone are now; nothing where they went with their articles."""
    lost = identities.stored.keys() - identities.entities.keys()
    heirs: dict[str, set[str]] = defaultdict(set)
    for ref, old in identities.old.items():
        if old in lost:
            heirs[old].update(_now(ref, articles, identities))
    for id_ in sorted(heirs):
        if heirs[id_]:
            yield id_, tuple(sorted(heirs[id_]))


def _now(ref: ChainRef, articles: _Articles, identities: _Identities) -> Iterator[str]:
    """The entity of a chain after the change; in a changed article, of the chains that share its kind and a name."""
    if not articles.touches(ref.article):
        yield identities.new[ref]
    elif ref.article in articles.new:
        chains = articles.old[ref.article].document.chains
        if articles.new[ref.article].document.chains == chains:
            yield identities.new[ref]
            return
        old = chains[ref.index]
        known = {names.key(name) for name in all_names(old)}
        for index, chain in enumerate(articles.new[ref.article].document.chains):
            if chain.kind is old.kind and not known.isdisjoint(names.key(name) for name in all_names(chain)):
                yield identities.new[ChainRef(ref.article, index)]
