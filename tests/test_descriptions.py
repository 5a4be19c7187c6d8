"""The schema describes each of its elements."""

from graphql import build_schema, print_schema

from schema.descriptions import _rows, elements
from schema.sdl import graphql_schema, sdl


def test_every_element_of_the_schema_has_a_description() -> None:
    assert [names[0] for names, element in elements(graphql_schema()) if not element.description] == []


def test_every_row_of_the_descriptions_describes_something() -> None:
    named = {name for names, _ in elements(graphql_schema()) for name in names}
    assert set(_rows()) - named == set()


def test_a_kind_describes_a_field_as_the_interface_does() -> None:
    types = graphql_schema().type_map
    assert types["Person"].fields["sameAs"].description == types["Entity"].fields["sameAs"].description  # type: ignore[attr-defined]


def test_the_printed_schema_is_the_schema() -> None:
    assert print_schema(build_schema(sdl())) + "\n" == sdl()
