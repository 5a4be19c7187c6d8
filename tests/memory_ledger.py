"""A ledger of dictionaries: what a store does with a Delta, in the fewest words. For tests."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from graph.ledger import ChainMention, ChainRef, Delta, Member, StoredClaim, StoredDocument
from graph.model import Decision, Document, Entity, Relation
from graph.ontology import Judgement, RelationType
from graph.resolution import resolve
from graph.stories import Copy
from graph.ties import blocks_of


class MemoryLedger:
    """Applies Deltas strictly: an upsert that changes nothing, or a delete of nothing, is an error."""

    def __init__(self, imported: Collection[str] = ()) -> None:
        self.imported = set(imported)
        self.stored: dict[str, StoredDocument] = {}
        self.member: dict[ChainRef, Member] = {}
        self.mention: dict[ChainRef, list[ChainMention]] = {}
        self.claim: dict[tuple[str, int], StoredClaim] = {}
        self.copy: dict[str, Copy] = {}
        self.entity: dict[str, Entity] = {}
        self.relation: dict[str, Relation] = {}
        self.redirect: dict[str, tuple[str, ...]] = {}
        self.decision: dict[str, Decision] = {}

    def documents(self, article_ids: Iterable[str]) -> list[StoredDocument]:
        return [self.stored[id_] for id_ in article_ids if id_ in self.stored]

    def members(self, blocks: Iterable[str]) -> list[Member]:
        wanted = set(blocks)
        return [member for member in self.member.values() if member.block in wanted]

    def members_of(self, entity_ids: Iterable[str]) -> list[Member]:
        wanted = set(entity_ids)
        return [member for member in self.member.values() if member.entity in wanted]

    def decisions(self, blocks: Iterable[str]) -> list[Decision]:
        wanted = set(blocks)
        replaced = {id_ for decision in self.decision.values() for id_ in decision.replaces}
        return [
            decision
            for id_, decision in self.decision.items()
            if id_ not in replaced and decision.judgement is not Judgement.UNSURE and wanted & blocks_of(decision)
        ]

    def existing(self, ids: Iterable[str]) -> dict[str, str]:
        found = {id_: self.current(id_) for id_ in ids}
        return {id_: heirs[0] for id_, heirs in found.items() if len(heirs) == 1}

    def blocks_of_bases(self, bases: Iterable[str]) -> set[str]:
        wanted = set(bases)
        return {member.block for member in self.member.values() if member.base in wanted}

    def entities_of(self, refs: Iterable[ChainRef]) -> dict[ChainRef, str]:
        return {ref: self.member[ref].entity for ref in refs if ref in self.member}

    def claims_touching(self, refs: Iterable[ChainRef]) -> list[StoredClaim]:
        wanted = set(refs)
        return [claim for claim in self.claim.values() if wanted.intersection(claim.refs)]

    def claims_behind(self, relation_ids: Iterable[str]) -> list[StoredClaim]:
        wanted = set(relation_ids)
        return [claim for claim in self.claim.values() if claim.relation in wanted]

    def relations_of_events(self, event_ids: Iterable[str]) -> set[str]:
        wanted = set(event_ids)
        return {
            edge.id
            for edge in self.relation.values()
            if edge.type is not RelationType.MENTIONS and wanted & {edge.source, edge.target, edge.event}
        }

    def entities(self, ids: Iterable[str]) -> list[Entity]:
        return [self.entity[id_] for id_ in ids if id_ in self.entity]

    def relations(self, ids: Iterable[str]) -> list[Relation]:
        return [self.relation[id_] for id_ in ids if id_ in self.relation]

    def copies_by_keys(self, keys: Iterable[int]) -> list[Copy]:
        wanted = set(keys)
        return [copy for copy in self.copy.values() if wanted.intersection(copy.keys)]

    def copies_of_stories(self, stories: Iterable[str]) -> list[Copy]:
        wanted = set(stories)
        return [copy for copy in self.copy.values() if copy.story in wanted]

    def taken(self, ids: Iterable[str]) -> set[str]:
        return self.imported.intersection(ids)

    def apply(self, delta: Delta) -> None:
        for article in (*delta.articles_dropped, *(stored.document.article.id for stored in delta.documents_put)):
            self.stored.pop(article, None)
            self.copy.pop(article, None)
            self.member = {ref: member for ref, member in self.member.items() if ref.article != article}
            self.mention = {ref: mentions for ref, mentions in self.mention.items() if ref.article != article}
            self.claim = {key: claim for key, claim in self.claim.items() if key[0] != article}
        self.stored |= {stored.document.article.id: stored for stored in delta.documents_put}
        for copy in delta.copies_put:
            assert copy.article not in self.copy
            self.copy[copy.article] = copy
        for article, digest in delta.digests_put:
            self.stored[article] = replace(self.stored[article], digest=digest)
        for mention in delta.mentions_put:
            self.mention.setdefault(mention.ref, []).append(mention)
        for member in delta.members_put:
            assert self.member.get(member.ref) != member
            self.member[member.ref] = member
        for claim in delta.claims_put:
            assert self.claim.get((claim.article, claim.index)) != claim
            self.claim[claim.article, claim.index] = claim
        for id_ in delta.relations_dropped:
            del self.relation[id_]
        for id_ in delta.entities_dropped:
            del self.entity[id_]
        for entity in delta.entities_put:
            assert self.entity.get(entity.id) != entity
            self.entity[entity.id] = entity
        for relation in delta.relations_put:
            assert self.relation.get(relation.id) != relation
            self.relation[relation.id] = relation
        for id_ in delta.redirects_dropped:
            self.redirect.pop(id_, None)
        self.redirect |= dict(delta.redirects_put)

    def load(self, *put: Document, drop: Sequence[str] = ()) -> Delta:
        """Resolves and applies; the digest is that of nothing but the text."""
        delta = resolve(self, [(document, document.article.text) for document in put], drop)
        self.apply(delta)
        return delta

    def take(self, ids: Collection[str]) -> None:
        """What a store does after an import took, or gave up, these ids."""
        self.apply(resolve(self, imported=ids))

    def decide(self, *decisions: Decision) -> None:
        """What a store does with decisions."""
        self.decision |= {decision.id: decision for decision in decisions}
        ids = {id_ for decision in decisions for id_ in (decision.id, *decision.replaces)}
        touched = {block for id_ in ids & self.decision.keys() for block in blocks_of(self.decision[id_])}
        self.apply(resolve(self, decided=touched))

    def current(self, id_: str) -> list[str]:
        """The entities that an id, old or new, leads to."""
        if id_ in self.entity:
            return [id_]
        return sorted({found for heir in self.redirect.get(id_, ()) for found in self.current(heir)})

    def dump(self) -> dict[str, object]:
        """Everything but the redirects, in canonical order."""
        return {
            "documents": [self.stored[id_] for id_ in sorted(self.stored)],
            "copies": [self.copy[id_] for id_ in sorted(self.copy)],
            "members": [self.member[ref] for ref in sorted(self.member)],
            "mentions": [self.mention[ref] for ref in sorted(self.mention)],
            "claims": [self.claim[key] for key in sorted(self.claim)],
            "entities": [self.entity[id_] for id_ in sorted(self.entity)],
            "relations": [self.relation[id_] for id_ in sorted(self.relation)],
        }

    def check(self) -> None:
        """The ends of every relation, and the entity of every member, exist."""
        for edge in self.relation.values():
            assert {edge.source, edge.target} <= self.entity.keys()
            assert edge.event is None or edge.event in self.entity
        assert {member.entity for member in self.member.values()} <= self.entity.keys()
        assert self.copy.keys() == self.stored.keys()
        for id_, stored in self.stored.items():
            assert stored.document.article.story == self.copy[id_].story
        assert not self.entity.keys() & self.redirect.keys()
        assert not self.entity.keys() & self.imported
