"""Selections of what stands on an edge or in a text: relations, evidence, mentions. Part of `schema.planner`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from graphql import FieldNode

from graph import plan
from graph.ontology import EntityKind
from graph.plan import Column, Constant, Field, Link, Many, Object, Page, Value
from schema import fields

if TYPE_CHECKING:
    from schema.planner import Planner

Reader = Callable[[str, list[FieldNode]], Value]


def relation(planner: "Planner", nodes: list[FieldNode]) -> Object:
    def read(name: str, found: list[FieldNode]) -> Value:
        match name:
            case "source":
                return Link("relation", "source", planner.entity(found))
            case "target":
                return Link("relation", "target", planner.entity(found))
            case "event":
                return Link("relation", "event", planner.entity(found, (EntityKind.EVENT,)))
            case "evidence":
                first = planner.pager.first(planner.arguments("Relation", found[0])["first"], planner.binder)
                return Many(plan.Evidences(planner.as_of), evidence(planner, found), Page((), first))
            case _:
                column = fields.RELATION_COLUMNS[name]
                return Column("relation", column, planner.as_of if column in fields.BY_EVIDENCE else None)

    return _object(planner, "Relation", nodes, read)


def evidence(planner: "Planner", nodes: list[FieldNode]) -> Object:
    def read(name: str, found: list[FieldNode]) -> Value:
        if name == "article":
            return Link("evidence", "article", planner.entity(found, (EntityKind.ARTICLE,)))
        return Column("evidence", fields.EVIDENCE_COLUMNS[name])

    return _object(planner, "Evidence", nodes, read)


def mention(planner: "Planner", nodes: list[FieldNode]) -> Object:
    def read(name: str, found: list[FieldNode]) -> Value:
        if name == "article":
            return Link("mention", "article", planner.entity(found, (EntityKind.ARTICLE,)))
        if name == "entity":
            return Link("mention", "entity", planner.entity(found))
        return Column("mention", fields.MENTION_COLUMNS[name])

    return _object(planner, "Mention", nodes, read)


def _object(planner: "Planner", type_: str, nodes: list[FieldNode], read: Reader) -> Object:
    parts = []
    for key, found in planner.fields(type_, nodes).items():
        name = found[0].name.value
        parts.append(Field(key, Constant(type_) if name == "__typename" else read(name, found)))
    return Object(tuple(parts))
