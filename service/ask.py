"""Questions of the command line, asked in GraphQL, so that they have one meaning on every store."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from graph.errors import InputError, LiaisonError
from graph.ontology import EntityKind
from schema.execution import Engine
from service.output import say

_ID_PREFIXES: Final = tuple(f"{kind.value.lower()}:" for kind in EntityKind)
_INPUT_CODES: Final = {error.code for error in InputError.__subclasses__()}
_NAMED: Final = "query Named($by: EntityBy!) { entityBy(by: $by) { id name } }"


class Refused(LiaisonError):
    """An error that the answer to a question carries, under the answer's own code."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.answered_code = code

    @property
    def is_input(self) -> bool:
        return self.answered_code in _INPUT_CODES


class NotFound(LiaisonError):
    """Nothing in the graph bears this id or name."""

    code = "NOT_FOUND"


def ask(engine: Engine, text: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The data of an answer. Raises Refused with its first error."""
    answer = orjson.loads(engine.execute(text, variables, allow_mutations=False).json())
    if errors := answer.get("errors"):
        raise Refused(errors[0]["message"], errors[0].get("extensions", {}).get("code", "BAD_QUERY"))
    for hint in answer.get("extensions", {}).get("hints", ()):
        if hint.get("others"):
            say(f"{hint['message']}: {', '.join(hint['others'])}")
    data: dict[str, Any] = answer["data"]
    return data


def ask_for_entity(engine: Engine, text: str, name: str, **variables: Any) -> dict[str, Any]:
    """The entity that `text` asks for by its variable `$by`, from an id, a URL of the same thing or a name.

    Raises NotFound, with the nearest names.
    """
    for by in _ways(name):
        found = ask(engine, text, {**variables, "by": by})["entityBy"]
        if found is not None:
            entity: dict[str, Any] = found
            return entity
    near = ask(engine, "query Near($name: String!) { search(query: $name, first: 3) { nodes { entity { id name } } } }",
               {"name": name[:200]})["search"]["nodes"]  # fmt: skip
    nearest = ", ".join(f"{hit['entity']['name']} ({hit['entity']['id']})" for hit in near)
    raise NotFound(f"{name!r} is no id or name in this graph" + (f"; near: {nearest}" if nearest else ""))


def is_id(name: str) -> bool:
    return name.startswith(_ID_PREFIXES)


def entity_id(engine: Engine, name: str) -> str:
    """The id of an entity by id, URL or name. Raises NotFound."""
    return str(ask_for_entity(engine, _NAMED, name)["id"])


def _ways(name: str) -> list[dict[str, str]]:
    if is_id(name):
        return [{"id": name}, {"name": name}]
    if "://" in name and " " not in name:
        return [{"sameAs": name}, {"name": name}]
    return [{"name": name}]
