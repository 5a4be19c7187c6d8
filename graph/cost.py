"""What a plan may touch, in rows: page sizes times maintained statistics. Checked before anything runs.

One parent is priced at the largest degree of a relation type, many at the mean; a predicate, a quantifier and a
totalCount as a scan of their source.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from graph import plan
from graph.ontology import RelationType
from graph.plan import Direction
from graph.stores.protocol import Statistics


def cost(root: plan.Root, values: Mapping[str, Any], statistics: Statistics) -> float:
    """Rows that the root's statement may touch."""
    return _Pricing(values, statistics).value(root, 1.0)


def is_point(root: plan.Root) -> bool:
    """Whether the plan is a lookup by id whose pages no predicate scans: cheap enough to run in the event loop."""
    if not isinstance(root, plan.One) or root.source.id is None:
        return False
    heavy = (plan.Quantified, plan.Compare, plan.EventIs, plan.Text, plan.Near, plan.Within, plan.Reach)
    return not any(isinstance(node, heavy) for node in _walk(root))


def _walk(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, tuple):
        for item in node:
            yield from _walk(item)
    elif is_dataclass(node):
        for each in fields(node):
            yield from _walk(getattr(node, each.name))


class _Pricing:
    def __init__(self, values: Mapping[str, Any], statistics: Statistics) -> None:
        self._values = values
        self._statistics = statistics
        self._entities = float(sum(statistics.entities.values()))

    def value(self, node: object, parents: float) -> float:
        """Rows touched to answer this part for so many parents."""
        match node:
            case plan.One(_, shape, relation):
                return 1 + self.value(shape, 1) + self.value(relation, 1)
            case plan.Nodes(parameter, shape, relation):
                count = float(len(self._values[parameter]))
                return count + self.value(shape, count) + self.value(relation, count)
            case plan.Object(items):
                return sum(self.value(item.value, parents) for item in items)
            case plan.Cases(cases):
                return max(self.value(object_, parents) for _, object_ in cases)
            case plan.Link(_, _, shape) | plan.EventPlaces(shape):
                return parents + self.value(shape, parents)
            case plan.Nested(shape):
                return self.value(shape, parents)
            case plan.Count(hop):
                return self._found(hop, parents)
            case plan.Many(source, shape, page):
                found = self._found(source, parents)
                kept = found if page is None else min(found, parents * self._first(page))
                return found + self.value(shape, kept)
            case plan.Connection(source, page, parts):
                found = self._found(source, parents)
                kept = min(found, parents * self._first(page))
                total = 0.0
                for _, part in parts:
                    if isinstance(part, plan.EdgeList | plan.NodeList):
                        total += kept + self.value(part.shape, kept)
                    elif isinstance(part, plan.TotalCount):
                        total += self._scanned(source, found)
                return total + self._searched(source, page, found)
            case _:
                return 0.0

    def _first(self, page: plan.Page) -> float:
        return float(self._values[page.first])

    def _searched(self, source: plan.Source, page: plan.Page, found: float) -> float:
        """Rows looked at to fill a page: an index serves a plain scan, anything else is read whole."""
        if isinstance(source, plan.Scan) and source.where == plan.TRUE and source.reach is None:
            return self._first(page)
        return self._scanned(source, found)

    def _scanned(self, source: plan.Source, found: float) -> float:
        where = getattr(source, "where", plan.TRUE)
        return found * (1 + self._tested(where))

    def _tested(self, condition: object) -> float:
        """Rows touched to test one row."""
        match condition:
            case plan.And(items) | plan.Or(items):
                return sum(map(self._tested, items))
            case plan.Not(item) | plan.EventIs(item):
                return 1 + self._tested(item)
            case plan.Quantified(_, hop, item):
                return self._degree(hop, many=True) * (1 + self._tested(item) + self._tested(hop.where))
            case plan.Compare() | plan.Near():
                return 0.1
            case _:
                return 0.0

    def _found(self, source: plan.Source, parents: float) -> float:
        match source:
            case plan.Scan(kinds, where, reach):
                if reach is not None:
                    return parents * self._reached(reach)
                listed = self._listed(where)
                return parents * (listed or sum(float(self._statistics.entities.get(kind, 0)) for kind in kinds))
            case plan.Hop():
                return parents * self._degree(source, many=parents > 1)
            case plan.Relations(types):
                chosen = tuple(RelationType) if types is None else types
                ends = [float(len(self._values[end])) for end in (source.from_, source.to) if end is not None]
                everything = float(sum(self._statistics.relations.get(type_, 0) for type_ in chosen))
                if not ends:
                    return everything
                hop = plan.Hop(types, source.direction)
                return min(everything, min(ends) * self._degree(hop, many=min(ends) > 1))
            case plan.Mentions():
                return parents * max(1.0, self._statistics.mentions / max(1.0, self._entities))
            case plan.Evidences():
                edges = float(sum(self._statistics.relations.values()))
                return parents * max(1.0, self._statistics.evidence / max(1.0, edges))
            case plan.Rows(parameter, _):
                return float(len(self._values.get(parameter, ()))) if parameter else parents * 50
            case plan.Ids(_, name):
                return self._given(name) or parents * 10
            case plan.Ancestors():
                return parents * 10
        return parents

    def _given(self, name: str) -> float:
        """How many ids the computed rows give in a field; 0 if it is not theirs, but of rows inside them."""
        rows: list[dict[str, Any]] = self._values.get("rows", [])
        return float(sum(len(row.get(name, ())) for row in rows))

    def _listed(self, where: plan.Condition) -> float:
        """How many rows a list of ids leaves, 0 if none is given."""
        items = where.items if isinstance(where, plan.And) else (where,)
        lists = [i.parameter for i in items if isinstance(i, plan.Compare) and (i.field, i.operator) == ("id", "in")]
        return min((max(1.0, float(len(self._values[name]))) for name in lists), default=0.0)

    def _reached(self, reach: plan.Reach) -> float:
        type_ = RelationType.MENTIONS if reach.walk == "named_by" else RelationType.HELD_AT
        most = self._statistics.max_degree.get(type_, (0, 0))
        return float(most[0] if reach.walk == "named_by" else most[1]) * (10 if reach.within else 1)

    def _degree(self, hop: plan.Hop, *, many: bool) -> float:
        degrees = self._statistics.mean_degree if many else self._statistics.max_degree
        total = 0.0
        for type_ in RelationType if hop.types is None else hop.types:
            out, in_ = degrees.get(type_, (0.0, 0.0))
            total += {Direction.OUT: out, Direction.IN: in_, Direction.ANY: out + in_}[hop.direction]
        return max(total, 0.01)
