"""Why an entity or a relation is in the graph: the mentions and claims behind it, and what it was kept apart from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from graph.candidates import candidates
from graph.decisions import described
from graph.explain import joined_by, lead_of
from graph.ledger import ChainRef, Member, StoredClaim
from graph.model import Decision, Document, Entity, Relation
from graph.ontology import Judgement, Origin, RelationType
from graph.stores import Store
from graph.ties import signatures
from service.ask import NotFound

Reasons = dict[str, Any]
_NAMED_AT_MOST: Final = 20
_APART_AT_MOST: Final = 20

_NO_CLAIMS: Final = {
    Origin.IMPORTED: "imported: it came with a prepared graph, which has no claims",
    Origin.GAZETTEER: "gazetteer background: no text names it",
    Origin.CURATED: "curated: entered by hand",
}


def why(store: Store, id_: str) -> Reasons:
    """What `liaison why` tells of an id. Raises NotFound.

    {id, name, notes: [..], mentions | claims | apart: [{what, by, sentence, article}]}; of a mention also what
    `joined` it, of what was kept apart its `id` and `score`.
    """
    relations = store.relations([id_])
    if relations:
        return _why_relation(store, relations[0])
    current = store.existing([id_]).get(id_)
    entities = store.entities([current]) if current else []
    if not entities:
        raise NotFound(f"{id_!r} is no id in this graph; `liaison search` finds ids by name")
    return _why_entity(store, entities[0], asked=id_)


def _why_relation(store: Store, relation: Relation) -> Reasons:
    ends = {entity.id: entity.name for entity in store.entities([relation.source, relation.target])}
    type_ = relation.type.value.replace("_", " ").lower()
    claims = sorted(store.claims_behind([relation.id]), key=lambda claim: (claim.article, claim.index))
    notes = [f"{relation.origin.value.lower()}, confidence {relation.confidence:.2f}"]
    if relation.event:
        notes.append(f"from the event {relation.event}")
    if relation.origin is Origin.DERIVED and relation.event:
        claims = _participations(store, relation)
        notes.append("derived: both took part in that event, which was held in person by at most 8 people")
    elif relation.type is RelationType.MENTIONS:
        notes.append(f"the article names it {relation.count} times")
    elif not claims:
        notes.append(f"no article states it: it is {relation.origin.value.lower()} background")
    return {
        "id": relation.id,
        "name": f"{ends.get(relation.source, relation.source)} {type_} {ends.get(relation.target, relation.target)}",
        "notes": notes,
        "claims": _claims(store, claims),
    }


def _participations(store: Store, relation: Relation) -> list[StoredClaim]:
    """The claims that put both ends into the relation's event."""
    near = store.relations_of_events([relation.event or ""])
    behind = [
        other.id
        for other in store.relations(near)
        if other.type is RelationType.PARTICIPATED_IN and other.source in (relation.source, relation.target)
    ]
    return sorted(store.claims_behind(behind), key=lambda claim: (claim.article, claim.index))


def _why_entity(store: Store, entity: Entity, *, asked: str) -> Reasons:
    notes = [] if entity.id == asked else [f"{asked} now is {entity.id}"]
    documents = [stored.document for stored in store.documents(entity.articles)]
    own = sorted(store.members_of([entity.id]), key=lambda member: member.ref)
    blocks = sorted({member.block for member in own})
    decisions = sorted(store.decisions(blocks), key=lambda decision: (decision.at, decision.id))
    if not own:
        notes.append("an article" if entity.article else _NO_CLAIMS.get(entity.origin, "no claims are kept of it"))
    else:
        notes.append(f"compared with all that shares {', '.join(repr(block) for block in blocks)}")
    claims = [claim for claim in store.claims_touching(member.ref for member in own) if claim.relation]
    return {
        "id": entity.id,
        "name": entity.name,
        "notes": notes,
        "mentions": list(_mentions(own, {document.article.id: document for document in documents}, decisions)),
        "claims": _claims(store, sorted(claims, key=lambda claim: (claim.article, claim.index))),
        "apart": _apart(store, entity, own, decisions),
    }


def _mentions(
    own: Sequence[Member], documents: Mapping[str, Document], decisions: Sequence[Decision]
) -> Iterable[Reasons]:
    lead = lead_of(own) if own else None
    for member in own:
        document = documents.get(member.ref.article)
        mentions = document.chains[member.ref.index].mentions if document else ()
        surfaces = list(dict.fromkeys(mention.surface for mention in mentions))
        shown = ", ".join(f"“{surface}”" for surface in surfaces[:_NAMED_AT_MOST])
        rest = len(surfaces) - _NAMED_AT_MOST
        joined = joined_by(member, lead, decisions) if lead else ""
        yield {
            "what": f"{document.article.title if document else member.ref.article}: {shown or 'background only'}"
            + (f" and {rest} more" if rest > 0 else ""),
            "by": f"{len(mentions)} mention{'' if len(mentions) == 1 else 's'}; {joined}",
            "joined": joined,
            "article": member.ref.article,
        }


def _claims(store: Store, claims: Sequence[StoredClaim]) -> list[Reasons]:
    refs = store.entities_of(ref for claim in claims for ref in claim.refs)
    names = {entity.id: entity.name for entity in store.entities(sorted(set(refs.values())))}
    titles = {
        stored.document.article.id: stored.document.article.title
        for stored in store.documents(sorted({claim.article for claim in claims}))
    }

    def name(ref: ChainRef) -> str:
        return names.get(refs.get(ref, ""), f"{ref.article}#{ref.index}")

    return [
        {
            "what": f"{name(stored.source)} {stored.claim.type.value.replace('_', ' ').lower()} {name(stored.target)}"
            + ("" if stored.claim.status.value == "HELD" else f" ({stored.claim.status.value.lower()})"),
            "by": f"rule {stored.claim.extractor}, confidence {stored.claim.confidence:.2f}",
            "sentence": stored.sentence,
            "article": titles.get(stored.article, stored.article),
            "relation": stored.relation,
        }
        for stored in claims
    ]


def _apart(store: Store, entity: Entity, own: Sequence[Member], decisions: Sequence[Decision]) -> list[Reasons]:
    """Who might have been meant, best score first, then others of the same blocks, with what tells them apart."""
    near = sorted(
        store.members(sorted({member.block for member in own})), key=lambda member: (member.block, member.ref)
    )
    others: dict[str, list[Member]] = defaultdict(list)
    for member in near:
        if member.entity != entity.id:
            others[member.entity].append(member)
    scored = {one.b if one.a == entity.id else one.a: one for one in candidates(near) if entity.id in (one.a, one.b)}
    parted = _parted(own, others, decisions)
    mine = _traits(own)
    ranked = sorted(others, key=lambda id_: (id_ not in parted, -scored[id_].score if id_ in scored else 0, id_))
    names = {other.id: other.name for other in store.entities(ranked[:_APART_AT_MOST])}
    found: list[Reasons] = []
    for id_ in ranked[:_APART_AT_MOST]:
        theirs = _traits(others[id_])
        told = [f"by {described(parted[id_])}"] if id_ in parted else []
        if id_ in scored:
            told.append(f"score {scored[id_].score:.2f}: {', '.join(scored[id_].reasons)}")
        told += [
            f"{label} {_listed(mine[label])} against {_listed(theirs[label])}"
            for label in mine
            if mine[label] != theirs[label]
        ]
        reason = "; ".join(told) or "nothing says that they are one"
        score = scored[id_].score if id_ in scored else None
        found.append({"what": f"{names.get(id_, id_)} ({id_})", "by": reason, "id": id_, "score": score})
    return found


def _parted(
    own: Iterable[Member], others: Mapping[str, Sequence[Member]], decisions: Sequence[Decision]
) -> dict[str, Decision]:
    """The entities that a decision keeps apart from these members."""
    mine = {anchor for member in own for anchor in signatures(member)}
    found: dict[str, Decision] = {}
    for decision in decisions:
        sides = set(decision.a_anchors), set(decision.b_anchors)
        if decision.judgement is Judgement.NOT_SAME:
            for one, other in (sides, sides[::-1]):
                if one & mine:
                    far = (id_ for id_, known in others.items() if any(other & {*signatures(each)} for each in known))
                    found.update(dict.fromkeys(far, decision))
    return found


def _traits(members_: Iterable[Member]) -> dict[str, set[str]]:
    """What resolution weighs, by label."""
    found: dict[str, set[str]] = {label: set() for label in ("name", "date", "country", "medium", "with", "at")}
    for member in members_:
        traits = member.chain.traits
        found["name"].add(member.chain.name)
        found["date"] |= {traits.start} if traits.start else set()
        found["country"] |= {traits.country_code} if traits.country_code else set()
        found["medium"] |= {traits.medium.value.lower()} if traits.medium else set()
        for anchor in member.anchors:
            label, _, what = anchor.partition("|")
            if label in ("who", "where"):
                found["with" if label == "who" else "at"].add(what.partition("|")[2])
    return found


def _listed(texts: set[str]) -> str:
    return ", ".join(sorted(texts)[:4]) or "nothing"
