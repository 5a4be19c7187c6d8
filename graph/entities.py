"""A cluster of members → its entity: name, traits, base id and what tells it from others of that base. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from graph import dates, names
from graph.clusters import Cluster
from graph.identity import all_names, best_form, is_named, organization_key, person_form
from graph.ledger import Member
from graph.model import Article, Chain, Entity, Traits, digest
from graph.ontology import EntityKind, EventStatus, EventType, Origin

Value = TypeVar("Value")

SUFFIX_LENGTHS: Final = (6, 12, 24)
_STATUS_ORDER: Final = {status: rank for rank, status in enumerate(EventStatus)}


def latest_status(reports: Iterable[tuple[EventStatus, str | None]]) -> EventStatus:
    """The status of the latest dated report, of any report if none is dated; ties go HELD first; HELD of none.

    A report is a status and the partial date of its publication; a date counts from its first day.
    """
    ranked = [
        (dates.bounds(published)[0] if published else 0, -_STATUS_ORDER[status], status)
        for status, published in reports
    ]
    return max(ranked)[2] if ranked else EventStatus.HELD


def elect(votes: Iterable[tuple[Value, int]], longer: Callable[[Value], int] = lambda _: 0) -> Value | None:
    """The value with most votes, then the longest, then the first in code-point order; None without votes."""
    counts: dict[Value, int] = {}
    for value, count in votes:
        counts[value] = counts.get(value, 0) + count
    if len(counts) < 2:
        return next(iter(counts), None)
    return min(counts, key=lambda value: (-counts[value], -longer(value), str(value)))


def _trait(cluster: Cluster, read: Callable[[Traits], Value | None]) -> Value | None:
    if len(cluster) == 1:
        return read(cluster[0].chain.traits)
    known = ((read(member.chain.traits), member.mention_count) for member in cluster)
    return elect((value, count) for value, count in known if value is not None)


def _period(cluster: Cluster) -> tuple[str | None, str | None]:
    """The most precise start and end, then the most mentioned; an end before the start is left out."""
    known = [
        (start, end, member.mention_count)
        for member in cluster
        for start, end in [(member.chain.traits.start, member.chain.traits.end)]
    ]
    start = _precise((start, count) for start, _, count in known)
    end = _precise(
        (end, count)
        for other, end, count in known
        if end
        and dates.is_partial_date(end)
        and _no_later(start, end)
        and (not other or not start or _overlap(other, start))
    )
    return start, end


def _precise(votes: Iterable[tuple[str | None, int]]) -> str | None:
    valid = [(text, count) for text, count in votes if text and dates.is_partial_date(text)]
    finest = max((len(text) for text, _ in valid), default=0)
    return elect((text, count) for text, count in valid if len(text) == finest)


def _no_later(start: str | None, end: str) -> bool:
    return start is None or dates.bounds(start)[0] <= dates.bounds(end)[1]


def _overlap(one: str, other: str) -> bool:
    if not dates.is_partial_date(one):
        return False
    (first, last), (other_first, other_last) = dates.bounds(one), dates.bounds(other)
    return first <= other_last and other_first <= last


def _traits(cluster: Cluster) -> Traits:
    kind = cluster[0].chain.kind
    if kind is EntityKind.PLACE:
        point = _trait(
            cluster,
            lambda traits: (
                None if traits.latitude is None or traits.longitude is None else (traits.latitude, traits.longitude)
            ),
        )
        return Traits(
            place_type=_trait(cluster, lambda traits: traits.place_type),
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
            country_code=_trait(cluster, lambda traits: traits.country_code),
        )
    if kind is EntityKind.EVENT:
        start, end = _period(cluster)
        return Traits(
            event_type=_trait(cluster, lambda traits: traits.event_type) or EventType.OTHER,
            status=latest_status(
                (member.chain.traits.status, member.published) for member in cluster if member.chain.traits.status
            ),
            medium=_trait(cluster, lambda traits: traits.medium),
            start=start,
            end=end,
            trigger=_trait(cluster, lambda traits: traits.trigger),
        )
    return Traits()


def _full_names(cluster: Cluster) -> Sequence[Member]:
    """The members whose best name may name the entity: a full name before a surname, a proper name before a noun."""
    if len(cluster) == 1:
        return cluster
    match cluster[0].chain.kind:
        case EntityKind.PERSON:
            ranks = [min(len(person_form(member.chain.name).given), 1) for member in cluster]
        case EntityKind.EVENT:
            ranks = [int(is_named(member.chain)) for member in cluster]
        case _:
            return cluster
    return [member for member, rank in zip(cluster, ranks, strict=True) if rank == max(ranks)]


def entity(cluster: Cluster, *, entity_id: str) -> Entity:
    """The entity that these members make, under this id."""
    kind = cluster[0].chain.kind
    name = _canonical_name(cluster)
    chains = _chains(cluster)
    described = [(member.chain.description, member.mention_count) for member in cluster if member.chain.description]
    mentioned = [member for member in cluster if member.mention_count]
    return Entity(
        id=entity_id,
        kind=kind,
        name=name,
        aliases=tuple(sorted({other for chain in chains for other in all_names(chain)} - {name})),
        description=elect(described, len),
        same_as=tuple(sorted({uri for chain in chains for uri in chain.same_as})),
        articles=tuple(sorted({member.ref.article for member in mentioned})),
        mention_count=sum(member.mention_count for member in cluster),
        traits=_traits(cluster),
        origin=Origin.EXTRACTED if mentioned else Origin.GAZETTEER,
    )


def _chains(cluster: Cluster) -> Iterable[Chain]:
    """The chains of a cluster, each object once: a name of thousands of articles has few (`graph.codec`)."""
    return {id(member.chain): member.chain for member in cluster}.values()


def article_entity(article: Article) -> Entity:
    """The node of an article itself."""
    return Entity(
        id=article.id, kind=EntityKind.ARTICLE, name=article.title, description=article.description, article=article
    )


def _canonical_name(cluster: Cluster) -> str:
    if len(cluster) == 1:
        return cluster[0].chain.name
    return elect(((member.chain.name, member.mention_count) for member in _full_names(cluster)), len) or ""


def base(cluster: Cluster) -> str:
    """The id without suffix: kind and slug, of events the start date before it; a hash where no letter is ASCII."""
    kind = cluster[0].chain.kind
    name = _canonical_name(cluster)
    slug = names.slug(organization_key(name) if kind is EntityKind.ORGANIZATION else name) or digest(name, 12)
    start = _period(cluster)[0] if kind is EntityKind.EVENT else None
    return f"{kind.value.lower()}:{start}-{slug}" if start else f"{kind.value.lower()}:{slug}"


def always_suffixed(cluster: Cluster) -> bool:
    """Whether its name tells nothing: an undated 'meeting' of one story. Thousands would share that base."""
    return cluster[0].block.startswith(f"{EntityKind.EVENT.value}|story|")


def discriminators(cluster: Cluster) -> tuple[str, str]:
    """What tells a cluster from others of its base, and that with its first chain, which no other has.

    The first is full name, country, first identifier and first anchor; it stays when articles come and go.
    """
    name = _canonical_name(cluster)
    full = (
        " ".join(best_form(cluster[0].chain).words) if cluster[0].chain.kind is EntityKind.PERSON else names.key(name)
    )
    country = _trait(cluster, lambda traits: traits.country_code) or ""
    same_as = min((uri for chain in _chains(cluster) for uri in chain.same_as), default="")
    anchor = min((member.anchors[0] for member in cluster if member.anchors), default="")
    told = "\n".join((full, country, same_as, anchor))
    return told, f"{told}\n{cluster[0].ref.article}\n{cluster[0].ref.index}"


def assign_ids(base_id: str, rivals: Sequence[Cluster], taken: Callable[[str], bool]) -> list[str]:
    """The ids of all clusters of one base, in their order: the base for a single one, else each with its suffix."""
    if has_base(rivals) and not taken(base_id):
        return [base_id]
    options = [discriminators(cluster) for cluster in rivals]
    common = Counter(told for told, _ in options)
    texts = [told if common[told] == 1 else unique for told, unique in options]
    for length in SUFFIX_LENGTHS:
        ids = [f"{base_id}-{digest(text, length)}" for text in texts]
        if len(set(ids)) == len(ids) and not any(map(taken, ids)):
            return ids
    return [f"{base_id}-{digest(text, 64)}" for text in texts]


def has_base(rivals: Sequence[Cluster]) -> bool:
    """Whether `assign_ids` gives the base itself, unless it is taken."""
    return len(rivals) == 1 and not always_suffixed(rivals[0])


def possible_ids(base_id: str, rivals: Sequence[Cluster]) -> list[str]:
    """Every id that `assign_ids` may give when it does not give the base, to be looked up before."""
    hashes = [digest(text, 64) for cluster in rivals for text in discriminators(cluster)]
    return [f"{base_id}-{hash_[:length]}" for hash_ in hashes for length in SUFFIX_LENGTHS]


def bases_of_ids(ids: Iterable[str]) -> set[str]:
    """The bases that could have led to these ids: themselves, and without what could be a suffix."""
    found = set()
    for id_ in ids:
        found.add(id_)
        stem, _, suffix = id_.rpartition("-")
        if stem and len(suffix) in (*SUFFIX_LENGTHS, 64):
            found.add(stem)
    return found
