"""The schema, built from `schema.graphql`, with the scalars' own checks."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema, build_schema, print_schema

from graph.dates import bounds
from graph.errors import BadArgument, BadDate, InputError
from schema.descriptions import describe

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


@cache
def sdl() -> str:
    """The whole schema as text, with a description of every element."""
    return print_schema(graphql_schema()) + "\n"


@cache
def graphql_schema() -> GraphQLSchema:
    schema = build_schema(files("schema").joinpath("schema.graphql").read_text(encoding="utf-8"))
    describe(schema)
    _check(schema, "PartialDate", _partial_date)
    _check(schema, "URL", _url)
    return schema


def _check(schema: GraphQLSchema, name: str, check: object) -> None:
    scalar = schema.type_map[name]
    assert isinstance(scalar, GraphQLScalarType)
    scalar.parse_value = scalar.coerce_input_value = check  # type: ignore[method-assign, assignment]


def _partial_date(value: object) -> str:
    if not isinstance(value, str):
        raise _refused(BadDate(f"{value!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD as a string"))
    try:
        bounds(value)
    except BadDate as error:
        raise _refused(error) from error
    return value


def _url(value: object) -> str:
    if not isinstance(value, str) or not _URL.fullmatch(value):
        raise _refused(BadArgument(f"{value!r} is not a URL; write scheme://…"))
    return value


def _refused(error: InputError) -> GraphQLError:
    return GraphQLError(str(error), extensions={"code": error.code})
