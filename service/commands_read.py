"""The commands that ask: query, show, path, search, stats, summary, schema. Each question is one of GraphQL."""

import sys
from typing import Annotated, Any, Final

import orjson
import typer

from graph.errors import BadArgument
from graph.ontology import EntityKind
from service.options import LIMITS, STORE, with_settings
from service.settings import Settings

# Commands import what they need as they run: `liaison --help` must not wait for the engine or rich.

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, as the API answers it.")]

CARD: Final = """query Card($by: EntityBy!, $first: Int!) { entityBy(by: $by) {
  id kind name aliases description sameAs mentionCount articleCount
  ... on Place { placeType latitude longitude countryCode locatedIn { name } }
  ... on Event { eventType status medium start end }
  ... on Article { url publisher published }
  relations(first: $first, status: [HELD, CANCELLED, DENIED, PLANNED, HYPOTHETICAL]) { totalCount nodes {
    id type status role roleTitle start end confidence reportCount
    source { id name } target { id name } event { id name } evidence(first: 1) { sentence article { title } } } }
} }"""

PATHS: Final = """query Paths($from: ID!, $to: ID!, $most: Int!, $first: Int!) {
  paths(from: $from, to: $to, maxLength: $most, first: $first) { length confidence summary
    nodes { id name } edges { id type source { id name } target { id name } start
      evidence(first: 1) { sentence article { title } } } } }"""

SEARCH: Final = """query Search($text: String!, $kinds: [EntityKind!], $first: Int!) {
  search(query: $text, kinds: $kinds, first: $first) { totalCount
    nodes { score matched entity { id kind name mentionCount } } } }"""

STATS: Final = """{ stats { entities { key count } relations { key count }
  articles firstPublished lastPublished revision } }"""

_FACT: Final = """nodes { type role roleTitle start source { name } target { name } event { name start }
  evidence(first: 1) { sentence article { title } } }"""

SUMMARY: Final = f"""query Summary($first: Int!, $facts: Int!) {{
  stats {{ entities {{ key count }} relations {{ key count }} articles firstPublished lastPublished }}
  people(orderBy: [{{mentionCount: DESC}}], first: $first) {{ totalCount nodes {{ name mentionCount
    roles(first: 2) {{ edges {{ title node {{ name }} }} }} }} }}
  organizations(orderBy: [{{mentionCount: DESC}}], first: $first) {{ totalCount nodes {{ name mentionCount }} }}
  places(orderBy: [{{mentionCount: DESC}}], first: $first) {{ totalCount nodes {{ name mentionCount }} }}
  events(orderBy: [{{mentionCount: DESC}}], first: $first) {{ totalCount nodes {{ name eventType status start
    places(first: 2) {{ nodes {{ name }} }} participants(first: 4) {{ totalCount nodes {{ name }} }} }} }}
  met: relations(types: [MET], first: $facts) {{ {_FACT} }}
  took: relations(types: [PARTICIPATED_IN], first: $facts) {{ {_FACT} }}
  held: relations(types: [HELD_AT], first: $facts) {{ {_FACT} }}
  office: relations(types: [HOLDS_ROLE], first: $facts) {{ {_FACT} }}
}}"""


@with_settings(*STORE, *LIMITS)
def query(
    operation: Annotated[str, typer.Argument(metavar="GRAPHQL", help="The operation; - reads standard input.")],
    variables: Annotated[str, typer.Option(help="The variables, as a JSON object.", metavar="JSON")] = "{}",
    name: Annotated[str | None, typer.Option("--operation", help="Which operation, of several.")] = None,
    *,
    settings: Settings,
) -> None:
    """Answer one GraphQL operation, without a server; its JSON goes to standard output.

    Exit status 1 if a field has an error, 2 if the operation itself is refused.
    """
    from service.backend import opened

    try:
        values = orjson.loads(variables)
    except orjson.JSONDecodeError as error:
        raise BadArgument(f"--variables: {variables!r} is not JSON: {error}") from None
    if not isinstance(values, dict):
        raise BadArgument(f"--variables: {variables!r} is not a JSON object")
    text = sys.stdin.read() if operation == "-" else operation
    with opened(settings) as backend:
        result = backend.engine().execute(text, values, name)
    typer.echo(result.json())
    if result.errors:
        raise typer.Exit(1 if result.has_data else 2)


@with_settings(*STORE)
def show(
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="A name, an id or a URL of the same thing.")],
    first: Annotated[int, typer.Option(help="How many relations.", min=0)] = 20,
    as_json: AsJson = False,
    *,
    settings: Settings,
) -> None:
    """Show one entity as a card: what is known of it, its relations and the sentences behind them."""
    from service import ask, render
    from service.backend import opened

    with opened(settings) as backend:
        card = ask.ask_for_entity(backend.engine(), CARD, name, first=first)
    _write(card, as_json, render.card)


@with_settings(*STORE)
def path(
    source: Annotated[str, typer.Argument(metavar="A", help="A name or id.")],
    target: Annotated[str, typer.Argument(metavar="B", help="A name or id.")],
    first: Annotated[int, typer.Option(help="How many paths.", min=1)] = 1,
    max_length: Annotated[int, typer.Option(help="The most relations in a path.", min=1)] = 6,
    as_json: AsJson = False,
    *,
    settings: Settings,
) -> None:
    """Show the shortest ways from one entity to another. Exit status 1 if there is none."""
    from service import ask, render
    from service.backend import opened
    from service.output import say

    with opened(settings) as backend:
        engine = backend.engine()
        ends = {"from": ask.entity_id(engine, source), "to": ask.entity_id(engine, target)}
        found = ask.ask(engine, PATHS, {**ends, "most": max_length, "first": first})["paths"]
    if found or as_json:
        _write(found, as_json, render.paths)
    if not found:
        say(f"no path of at most {max_length} relations from {ends['from']} to {ends['to']}")
        raise typer.Exit(1)


@with_settings(*STORE)
def search(
    text: Annotated[str, typer.Argument(help="A name or the beginning of one; accents and typos do not matter.")],
    kind: Annotated[list[EntityKind] | None, typer.Option(help="Only of this kind; may be repeated.")] = None,
    first: Annotated[int, typer.Option(help="How many hits.", min=1)] = 20,
    as_json: AsJson = False,
    *,
    settings: Settings,
) -> None:
    """Find entities by name. Exit status 1 if there is none."""
    from service import ask, render
    from service.backend import opened

    kinds = [one.value for one in kind] if kind else None
    with opened(settings) as backend:
        found = ask.ask(backend.engine(), SEARCH, {"text": text, "kinds": kinds, "first": first})["search"]
    _write(found["nodes"], as_json, render.hits)
    if not found["nodes"]:
        raise typer.Exit(1)


@with_settings(*STORE)
def stats(as_json: AsJson = False, *, settings: Settings) -> None:
    """Count what the graph holds."""
    from service import ask, render
    from service.backend import opened

    with opened(settings) as backend:
        counts = ask.ask(backend.engine(), STATS)["stats"]
    _write(counts, as_json, render.counts)


@with_settings(*STORE)
def summary(
    first: Annotated[int, typer.Option(help="How many of each kind.", min=1)] = 8,
    facts: Annotated[int, typer.Option(help="How many facts of each type.", min=1)] = 2,
    as_json: AsJson = False,
    *,
    settings: Settings,
) -> None:
    """Tell what was found: people, organizations, places, events, relations, and facts with their sentences."""
    from service import ask, render
    from service.backend import opened

    with opened(settings) as backend:
        found = ask.ask(backend.engine(), SUMMARY, {"first": first, "facts": facts})
    _write(found, as_json, render.summary)


def schema() -> None:
    """Print the GraphQL schema."""
    from schema.sdl import sdl

    typer.echo(sdl(), nl=False)


def _write(answer: Any, as_json: bool, rendered: Any) -> None:
    from service.output import console, write_json

    if as_json:
        write_json(answer)
    else:
        rendered(console(), answer)
