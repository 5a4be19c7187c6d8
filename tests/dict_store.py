"""A store of plain lists that answers what traversals, search and analytics read, and counts its statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from graph.names import fold
from graph.ontology import EntityKind, EventStatus, Origin, RelationType
from graph.stores.protocol import Follow, NameMatch, Neighbour, RelationCard, Statistics, Store


@dataclass(frozen=True)
class Node:
    id: str
    kind: EntityKind = EntityKind.PERSON
    names: tuple[str, ...] = ()
    mention_count: int = 0


@dataclass(frozen=True)
class Edge:
    id: str
    source: str
    target: str
    type: RelationType = RelationType.MET
    confidence: float = 1.0
    start: str | None = None
    role_title: str | None = None
    former: bool = False
    status: EventStatus = EventStatus.HELD
    origin: Origin = Origin.EXTRACTED
    event: str | None = None


@dataclass
class DictStore:
    nodes: dict[str, Node]
    edges: list[Edge]
    redirects: dict[str, str] = field(default_factory=dict)
    url: str = "dict:"
    revised: int = 0
    statements: int = 0

    def _name(self, id_: str) -> str:
        return (self.nodes[id_].names or (id_,))[0]

    def _followed(self, follow: Follow) -> list[Edge]:
        def type_fits(edge: Edge) -> bool:
            if follow.types is not None:
                return edge.type in follow.types
            background = edge.type is RelationType.LOCATED_IN and edge.origin is not Origin.EXTRACTED
            return edge.type is not RelationType.MENTIONS and not background

        return [edge for edge in self.edges if type_fits(edge) and edge.status in follow.statuses]

    def revision(self) -> int:
        return self.revised

    def statistics(self) -> Statistics:
        kinds = [node.kind for node in self.nodes.values()]
        types = [edge.type for edge in self.edges]
        return Statistics(
            revision=self.revised,
            entities={kind: kinds.count(kind) for kind in EntityKind},
            relations={type_: types.count(type_) for type_ in RelationType},
            mean_degree={},
            max_degree={},
            evidence=0,
            mentions=0,
            first_published="2023",
            last_published="2024-01-02",
        )

    def existing(self, ids: Sequence[str]) -> Mapping[str, str]:
        self.statements += 1
        current = {id_: self.redirects.get(id_, id_) for id_ in ids}
        return {id_: now for id_, now in current.items() if now in self.nodes}

    def neighbours(
        self, ids: Sequence[str], follow: Follow, *, limit: int, far: Sequence[str] | None = None
    ) -> list[Neighbour]:
        self.statements += 1
        near, steps = set(ids), []
        for edge in self._followed(follow):
            for one, other in {(edge.source, edge.target), (edge.target, edge.source)}:
                node = self.nodes[other]
                reached = (follow.kinds is None or node.kind in follow.kinds) if far is None else other in far
                if one in near and reached:
                    steps.append(Neighbour(one, other, edge.id, edge.confidence, node.mention_count, node.kind))
        steps.sort(key=lambda step: (-step.confidence, step.relation, step.near))
        return steps[:limit]

    def edges_between(self, ids: Sequence[str], follow: Follow, *, limit: int) -> list[str]:
        self.statements += 1
        ends = set(ids)
        return sorted(edge.id for edge in self._followed(follow) if {edge.source, edge.target} <= ends)[:limit]

    def relation_cards(self, ids: Sequence[str]) -> Mapping[str, RelationCard]:
        self.statements += 1
        wanted = set(ids)
        return {
            edge.id: RelationCard(
                id=edge.id,
                type=edge.type,
                source=edge.source,
                target=edge.target,
                source_name=self._name(edge.source),
                target_name=self._name(edge.target),
                start=edge.start,
                role_title=edge.role_title,
                former=edge.former,
                status=edge.status,
            )
            for edge in self.edges
            if edge.id in wanted
        }

    def edge_list(self, follow: Follow) -> Iterator[tuple[str, str, RelationType, str | None]]:
        self.statements += 1
        for edge in self._followed(follow):
            kinds = {self.nodes[edge.source].kind, self.nodes[edge.target].kind}
            if follow.kinds is None or kinds <= set(follow.kinds):
                yield edge.source, edge.target, edge.type, edge.event

    def name_candidates(self, folded: str, kinds: tuple[EntityKind, ...] | None, *, limit: int) -> list[NameMatch]:
        self.statements += 1
        matches = [
            NameMatch(node.id, node.kind, node.names[0], name, node.mention_count)
            for node in self.nodes.values()
            for name in node.names
            if (kinds is None or node.kind in kinds) and _grams(fold(name)) & _grams(folded)
        ]
        return matches[:limit]


def _grams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def as_store(nodes: Sequence[Node], edges: Sequence[Edge] = (), **options: dict[str, str] | str) -> Store:
    """The fake as the protocol that it answers a part of."""
    return cast(Store, DictStore({node.id: node for node in nodes}, list(edges), **options))  # type: ignore[arg-type]


def statements(store: Store) -> int:
    return cast(DictStore, store).statements
