"""`docs/ontology.md` is made from `graph.ontology`; the schema names the same words."""

from enum import StrEnum
from pathlib import Path

import pytest
from graphql import GraphQLEnumType

from graph import ontology
from graph.ontology import RELATIONS, EntityKind, RelationType
from schema.sdl import graphql_schema

DOCUMENTED = Path(__file__).parent.parent / "docs" / "ontology.md"


def table() -> str:
    lines = [
        "# Ontology",
        "",
        "Made from `graph/ontology.py` by `make golden`. A relation's id is made of its type, its ends and its key.",
        "",
        "| relation | from | to | means | key | |",
        "|---|---|---|---|---|---|",
    ]
    for rule in RELATIONS.values():
        sources, targets = (
            "any" if len(kinds) == len(EntityKind) else ", ".join(kind.label for kind in kinds)
            for kinds in (rule.sources, rule.targets)
        )
        notes = {"symmetric": rule.symmetric, "timeless": rule.timeless, "dated by its event": rule.event_dated}
        marks = ", ".join(note for note, applies in notes.items() if applies)
        lines.append(f"| {rule.type} | {sources} | {targets} | {rule.doc} | {', '.join(rule.key)} | {marks} |")
    return "\n".join(lines) + "\n"


def test_the_golden_ontology_is_that_of_the_code(rewrite_golden: bool) -> None:
    if rewrite_golden:
        DOCUMENTED.write_text(table(), encoding="utf-8")
    assert DOCUMENTED.read_text(encoding="utf-8") == table()


@pytest.mark.parametrize(
    "enum",
    [
        EntityKind,
        RelationType,
        ontology.EventType,
        ontology.EventStatus,
        ontology.Medium,
        ontology.ParticipantRole,
        ontology.PlaceType,
        ontology.Origin,
    ],
)
def test_the_schema_has_the_words_of_the_ontology(enum: type[StrEnum]) -> None:
    named = graphql_schema().type_map[enum.__name__]
    assert isinstance(named, GraphQLEnumType)
    assert set(named.values) == set(enum)


def test_every_relation_type_has_a_rule() -> None:
    assert list(RELATIONS) == list(RelationType)
