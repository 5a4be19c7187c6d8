"""A selection → plans, one for each root field. Pure: the same request has the same plans.

Argument values are left out of the plan (`schema.arguments`); a computed field (`graph.procedures`) becomes a `Call`
whose rows are the plan's parameter.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar, cast

from graphql import FieldNode, GraphQLField, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode

from graph import names, plan
from graph.ontology import EntityKind, EventStatus, RelationType
from graph.plan import (
    Column,
    Connection,
    Constant,
    Direction,
    Field,
    Hop,
    Link,
    Many,
    Nested,
    Object,
    Page,
    Shape,
    Source,
    Value,
)
from schema import fields, filters, planner_relations
from schema.arguments import Argument, Binder, Leaf, read_arguments
from schema.fields import ANY_KIND, HELD, HopField
from schema.pages import Pager, read_cursor
from schema.roots import NESTED_ROWS, RANKINGS, ROW_TYPES, ROWS, Call, RootPlan
from schema.selection import Request


def plan_operation(request: Request, operation: OperationDefinitionNode, *, max_page: int) -> tuple[RootPlan, ...]:
    """The plans of a query's root fields, introspection (`__schema`, `__type`) left out."""
    query = request.schema.query_type
    assert query is not None
    found = request.fields(query, [operation.selection_set])
    return tuple(
        Planner(request, Pager(max_page)).root(key, nodes) for key, nodes in found.items() if not _is_meta(nodes[0])
    )


def _is_meta(node: FieldNode) -> bool:
    return node.name.value in ("__schema", "__type")


Member = TypeVar("Member", RelationType, EntityKind, EventStatus)
NodePlanner: TypeAlias = Callable[[list[FieldNode]], Shape | Link]


@dataclass(frozen=True)
class Planner:
    """Plans one root field; `as_of` is the parameter of the nearest connection that gave one."""

    request: Request
    pager: Pager
    binder: Binder = field(default_factory=Binder)
    as_of: str | None = None

    @property
    def schema(self) -> GraphQLSchema:
        return self.request.schema

    def _type(self, name: str) -> GraphQLObjectType:
        return cast(GraphQLObjectType, self.schema.type_map[name])

    def fields(self, type_: str, nodes: list[FieldNode]) -> dict[str, list[FieldNode]]:
        return self.request.fields(self._type(type_), [node.selection_set for node in nodes])

    def arguments(self, type_: str, node: FieldNode) -> dict[str, Argument]:
        return read_arguments(self._type(type_).fields[node.name.value], node, self.request.variables)

    # --- roots

    def root(self, key: str, nodes: list[FieldNode]) -> RootPlan:
        node = nodes[0]
        name = node.name.value
        made = RootPlan(key, name, None, binder=self.binder, nodes=tuple(nodes))
        if name == "__typename":
            return replace(made, name="__typename")
        arguments = self.arguments("Query", node)
        if name in ("node", "nodes"):
            shape, relation = self.entity(nodes), self.relation(nodes)
            if name == "node":
                lookup = plan.Lookup(ANY_KIND, id=self.binder.bind(arguments["id"]))
                return replace(made, root=plan.One(lookup, shape, relation))
            return replace(made, root=plan.Nodes(self.binder.bind(arguments["ids"]), shape, relation))
        if name in fields.ROOT_LOOKUPS:
            return self._lookup(made, nodes, arguments)
        if name in fields.ROOT_LISTS:
            kinds, filter_type = fields.ROOT_LISTS[name]
            where = filters.condition(filter_type, arguments.get("where"), self.binder)
            page = self.pager.page(arguments, self.binder, "entity")
            source = plan.Scan(kinds, where)
            return replace(made, root=self.connection(nodes, "Query", source, page, self._entities(kinds)))
        if name == "relations":
            return replace(made, root=self._relations(nodes, arguments))
        return self._computed(made, nodes, arguments)

    def _lookup(self, made: RootPlan, nodes: list[FieldNode], arguments: dict[str, Argument]) -> RootPlan:
        kinds = fields.ROOT_LOOKUPS[made.name]
        given = arguments
        if "by" in arguments:
            given = dict(filters.inputs(arguments["by"]))
        bound: dict[str, str] = {
            ("same_as" if key == "sameAs" else key): self.binder.bind(leaf, names.fold if key == "name" else None)
            for key, leaf in given.items()
            if leaf is not None
        }
        if not bound:
            return made
        root = plan.One(plan.Lookup(kinds, **bound), self.entity(nodes, kinds))
        return replace(made, root=root, lookup=kinds if "name" in bound else ())

    def _relations(self, nodes: list[FieldNode], arguments: dict[str, Argument]) -> Connection:
        from_, to = (None if arguments.get(end) is None else self.binder.bind(arguments[end]) for end in ("from", "to"))
        hop, planner = self._hop(HopField(None, Direction.OUT, timeless=True), arguments)
        source = plan.Relations(hop.types, hop.direction, from_, to, hop.statuses, hop.as_of, hop.where)
        page = self.pager.page(arguments, self.binder, "relation")
        return planner.connection(nodes, "Query", source, page, planner.relation)

    def _computed(self, made: RootPlan, nodes: list[FieldNode], arguments: dict[str, Argument]) -> RootPlan:
        call = Call(made.name, self._type("Query").fields[made.name], nodes[0])
        if made.name == "timeline":
            call = replace(call, events=self._timeline_events(arguments))
        rows = plan.Rows(ROWS)
        if made.name in RANKINGS:
            key = RANKINGS[made.name]
            page = Page((), self.pager.first(arguments["first"], self.binder))
            if arguments.get("after") is not None:
                after = self.binder.bind(arguments["after"], lambda cursor: read_cursor(cursor, "", (key[1],)))
                page = replace(page, after=((), after))
                call = replace(call, after=after)
            return replace(made, root=self.connection(nodes, "Query", rows, page, self._ranked(made.name)), call=call)
        type_, single = ROW_TYPES[made.name]
        if isinstance(arguments.get("first"), Leaf):
            self.pager.first(arguments["first"], self.binder)
        return replace(made, root=Many(rows, self._row(type_, nodes)), call=call, single=single)

    def _ranked(self, name: str) -> NodePlanner:
        if name == "search":
            return lambda nodes: self._row("SearchHit", nodes)
        return lambda nodes: Link("row", "entity", self.entity(nodes))

    def _timeline_events(self, arguments: dict[str, Argument]) -> Many:
        """The events of a timeline: those that match, during the range, tied to one of the given entities."""
        where = [
            filters.condition("EventFilter", arguments.get("where"), self.binder),
            filters.overlap("entity", arguments.get("during"), self.binder),
        ]
        of = arguments.get("of")
        if of is not None:
            ids = plan.Compare("entity", "id", "in", self.binder.bind(of))
            where.append(plan.Quantified("some", Hop(tuple(RelationType), Direction.ANY), ids))
        columns = {"id": "id", "start": "start", "startMin": "start_min", "endMax": "end_max"}
        shape = Object(tuple(Field(key, Column("entity", column)) for key, column in columns.items()))
        return Many(plan.Scan((EntityKind.EVENT,), plan.And(tuple(where))), shape)

    def _row(self, type_: str, nodes: list[FieldNode]) -> Object:
        """An object of a computed type: ids become entities and relations, the rest is as computed."""
        parts = []
        for key, found in self.fields(type_, nodes).items():
            name = found[0].name.value
            value: Value
            if name == "__typename":
                value = Constant(type_)
            elif name == "entity":
                value = Link("row", "entity", self.entity(found))
            elif name in ("nodes", "members", "events"):
                kinds = (EntityKind.EVENT,) if name == "events" else ANY_KIND
                value = Many(plan.Ids("entity", name), self.entity(found, kinds), self._cut(type_, found[0]))
            elif name == "edges":
                value = Many(plan.Ids("relation", name), self.relation(found))
            elif (type_, name) in NESTED_ROWS:
                value = Many(plan.Rows(field=name), self._row(NESTED_ROWS[type_, name], found))
            else:
                value = Column("row", name)
            parts.append(Field(key, value))
        return Object(tuple(parts))

    def _cut(self, type_: str, node: FieldNode) -> Page | None:
        first = self.arguments(type_, node).get("first")
        return None if first is None else Page((), self.pager.first(first, self.binder))

    # --- changes

    def change(self, nodes: list[FieldNode]) -> dict[str, tuple[str, plan.Nodes | None]]:
        """Of each response key of a `Change`: its field, and what fills in the things of a list of ids, if any."""
        found: dict[str, tuple[str, plan.Nodes | None]] = {}
        for key, below in self.fields("Change", nodes).items():
            name = below[0].name.value
            filled = None
            if name == "relation":
                filled = plan.Nodes(ROWS, Object(()), self.relation(below))
            elif name in ("entity", "article"):
                kinds = (EntityKind.ARTICLE,) if name == "article" else ANY_KIND
                filled = plan.Nodes(ROWS, self.entity(below, kinds), Object(()))
            found[key] = (name, filled)
        return found

    # --- entities

    def relation(self, nodes: list[FieldNode]) -> Object:
        return planner_relations.relation(self, nodes)

    def mention(self, nodes: list[FieldNode]) -> Object:
        return planner_relations.mention(self, nodes)

    def _entities(self, kinds: tuple[EntityKind, ...]) -> NodePlanner:
        return lambda nodes: self.entity(nodes, kinds)

    def entity(self, nodes: list[FieldNode], kinds: tuple[EntityKind, ...] = ANY_KIND) -> Shape:
        """The object of an entity that is one of these kinds; kinds that select alike share a case."""
        alike: dict[tuple[tuple[str, tuple[int, ...]], ...], list[EntityKind]] = {}
        selected: dict[EntityKind, dict[str, list[FieldNode]]] = {}
        for kind in kinds:
            selected[kind] = self.fields(kind.label, nodes)
            signature = tuple((key, tuple(map(id, found))) for key, found in selected[kind].items())
            alike.setdefault(signature, []).append(kind)
        cases = tuple((tuple(of), self._entity_object(of, selected[of[0]])) for of in alike.values())
        return cases[0][1] if len(cases) == 1 else plan.Cases(cases)

    def _entity_object(self, kinds: list[EntityKind], selected: dict[str, list[FieldNode]]) -> Object:
        """Planned once for kinds that select the same nodes: those can only be fields that they share."""
        typename = Constant(kinds[0].label) if len(kinds) == 1 else Column("entity", "typename")
        return Object(
            tuple(
                Field(key, typename if found[0].name.value == "__typename" else self._entity_value(kinds[0], found))
                for key, found in selected.items()
            )
        )

    def _entity_value(self, kind: EntityKind, nodes: list[FieldNode]) -> Value:
        node = nodes[0]
        name = node.name.value
        if (kind, name) in fields.CONNECTIONS:
            return self._connection_field(kind, nodes)
        if name in fields.ENTITY_COLUMNS:
            return Column("entity", fields.ENTITY_COLUMNS[name])
        arguments = self.arguments(kind.label, node)
        match name:
            case "degree":
                return plan.Count(self._hop(HopField(None, Direction.ANY, timeless=True), arguments)[0])
            case "relations":
                hop, planner = self._hop(HopField(None, Direction.ANY, timeless=True), arguments)
                page = self.pager.page(arguments, self.binder, "relation")
                return planner.connection(nodes, kind.label, hop, page, planner.relation)
            case "mentions" | "entityMentions":
                only = _kinds(arguments.get("kinds"))
                source = plan.Mentions("of" if name == "mentions" else "in", only)
                page = self.pager.page(arguments, self.binder, "entity", (str, int))
                return self.connection(nodes, kind.label, source, page, self.mention)
            case "locatedIn":
                return Many(plan.Ancestors(), self.entity(nodes, (EntityKind.PLACE,)))
            case "partOf":
                up = Hop((RelationType.PART_OF,), Direction.OUT, kinds=(EntityKind.EVENT,))
                return Many(up, self.entity(nodes, (EntityKind.EVENT,)))
            case _:
                raise AssertionError(f"{kind.label}.{name} has no plan")

    def _connection_field(self, kind: EntityKind, nodes: list[FieldNode]) -> Connection:
        rule = fields.CONNECTIONS[kind, nodes[0].name.value]
        arguments = self.arguments(kind.label, nodes[0])
        ordered = rule.ordered if isinstance(rule, HopField) else "entity"
        page = self.pager.page(arguments, self.binder, ordered)
        if isinstance(rule, HopField):
            hop, planner = self._hop(rule, arguments)
            return planner.connection(nodes, kind.label, hop, page, planner._entities(rule.kinds))
        planner = self._dated(arguments)
        from_, to = filters.during_bounds(arguments.get("during"), self.binder)
        within = arguments.get("within") is True
        reach = plan.Reach(rule.walk, within, from_, to, None if "asOf" not in arguments else planner.as_of)
        where = filters.condition("EventFilter", arguments.get("where"), self.binder)
        source = plan.Scan(_kinds(arguments.get("kinds")) or rule.kinds, where, reach)
        if arguments.get("kinds") == []:
            source = replace(source, where=plan.FALSE)
        return planner.connection(nodes, kind.label, source, page, planner._entities(rule.kinds))

    def _dated(self, arguments: dict[str, Argument]) -> "Planner":
        as_of = arguments.get("asOf")
        return replace(self, as_of=None if as_of is None else self.binder.bind(as_of, filters.last_day))

    def _hop(self, rule: HopField, arguments: dict[str, Argument]) -> tuple[Hop, "Planner"]:
        """The hop of a field with what its arguments add, and the planner of what lies behind it."""
        planner = self._dated(arguments)
        where = [
            filters.condition(rule.where, arguments.get("where"), self.binder),
            filters.overlap("relation", arguments.get("during"), self.binder, timeless=rule.timeless),
        ]
        if arguments.get("event") is not None:
            where.append(plan.EventIs(filters.condition("EventFilter", arguments["event"], self.binder)))
        if arguments.get("role") is not None:
            where.append(filters.one_of("relation", "role", arguments["role"]))
        if arguments.get("minConfidence") is not None:
            sure = self.binder.bind(arguments["minConfidence"])
            where.append(plan.Compare("relation", "confidence", ">=", sure))
        direction, status = arguments.get("direction"), arguments.get("status")
        types = rule.types if arguments.get("types") is None else _members(RelationType, arguments["types"])
        hop = Hop(
            types,
            Direction(cast(str, direction)) if direction else rule.direction,
            kinds=_kinds(arguments.get("kinds")),
            statuses=_members(EventStatus, status) if status is not None else HELD if rule.held else None,
            as_of=planner.as_of,
            where=plan.And(tuple(part for part in where if part != plan.TRUE)),
        )
        return hop, planner

    # --- connections

    def connection(
        self, nodes: list[FieldNode], owner: str, source: Source, page: Page, node: NodePlanner
    ) -> Connection:
        """A connection's parts; `node` plans what its rows are."""
        type_ = _named(self._type(owner).fields[nodes[0].name.value])
        parts: list[tuple[str, plan.ConnectionValue]] = []
        for key, found in self.fields(type_, nodes).items():
            match found[0].name.value:
                case "edges":
                    parts.append((key, plan.EdgeList(self._edge(_edge_type(type_), found, node))))
                case "nodes":
                    parts.append((key, plan.NodeList(node(found))))
                case "pageInfo":
                    infos = self.fields("PageInfo", found)
                    parts.append((key, plan.PageInfo(tuple((k, f[0].name.value) for k, f in infos.items()))))
                case "totalCount":
                    parts.append((key, plan.TotalCount()))
                case _:
                    parts.append((key, Constant(type_)))
        return Connection(source, page, tuple(parts))

    def _edge(self, type_: str, nodes: list[FieldNode], node: NodePlanner) -> Object:
        parts = []
        for key, found in self.fields(type_, nodes).items():
            name = found[0].name.value
            value: Value
            if name == "cursor":
                value = plan.Cursor()
            elif name == "node":
                planned = node(found)
                value = planned if isinstance(planned, Link) else Nested(planned)
            elif name == "relation":
                value = Nested(self.relation(found))
            elif name == "event":
                value = Link("relation", "event", self.entity(found, (EntityKind.EVENT,)))
            elif name == "places":
                value = plan.EventPlaces(self.entity(found, (EntityKind.PLACE,)))
            elif name == "__typename":
                value = Constant(type_)
            else:
                value = Column("relation", fields.EDGE_COLUMNS[name])
            parts.append(Field(key, value))
        return Object(tuple(parts))


def _named(definition: GraphQLField) -> str:
    return str(definition.type).strip("[]!")


def _edge_type(connection: str) -> str:
    return connection.removesuffix("Connection") + "Edge"


def _members(enum: type[Member], value: Argument) -> tuple[Member, ...]:
    assert isinstance(value, list)
    return tuple(enum(cast(str, item)) for item in value)


def _kinds(value: Argument) -> tuple[EntityKind, ...] | None:
    return None if value is None else _members(EntityKind, value)
