"""Responses: their JSON, and errors as clients see them."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import orjson
from graphql import GraphQLError

from graph.errors import InputError, LiaisonError

_LOG: Final = logging.getLogger(__name__)

Json: TypeAlias = dict[str, Any]


_ERRORS: Final = 50
_LOCATIONS: Final = 5
"""Of a response, and of an error: 5,000 arguments of one name have 5,000 places."""


def _shown(error: GraphQLError) -> Any:
    formatted = error.formatted
    if "locations" in formatted:
        formatted["locations"] = formatted["locations"][:_LOCATIONS]
    return formatted


@dataclass(frozen=True, slots=True)
class Result:
    """A response. `data` is JSON text, None where there is no `data` entry (the request itself was refused).

    `explain`, where something is empty, asks the store why, and returns the extensions with the reasons.
    """

    data: bytes | None
    errors: tuple[GraphQLError, ...] = ()
    extensions: Json | None = None
    explain: Callable[[], Json | None] | None = None

    def explained(self) -> "Result":
        return replace(self, extensions=self.explain(), explain=None) if self.explain else self

    @property
    def has_data(self) -> bool:
        return self.data is not None

    def json(self) -> bytes:
        parts = []
        if self.errors:
            parts.append(b'"errors":' + orjson.dumps([_shown(error) for error in self.errors[:_ERRORS]]))
        if self.data is not None:
            parts.append(b'"data":' + self.data)
        if self.extensions:
            parts.append(b'"extensions":' + orjson.dumps(self.extensions))
        return b"{" + b",".join(parts) + b"}"


def masked(error: GraphQLError) -> GraphQLError:
    """An error of graphql-core's execution with what a resolver raised shown as `located` would."""
    if error.original_error is None:
        return error
    shown = located(error.original_error)
    return GraphQLError(shown.message, nodes=error.nodes, path=error.path, extensions=shown.extensions)


def located(error: Exception, key: str | None = None) -> GraphQLError:
    """The error as the client sees it: ours with its code, any other masked, with the id it is logged under."""
    path = None if key is None else [key]
    if isinstance(error, GraphQLError):
        return error
    if isinstance(error, LiaisonError):
        if not isinstance(error, InputError):
            _LOG.warning("%s: %s", error.code, error)
        return GraphQLError(str(error), path=path, extensions={"code": error.code})
    reference = uuid.uuid4().hex[:12]
    _LOG.error("internal error %s", reference, exc_info=error)
    return GraphQLError(
        f"internal error; it is logged as {reference}",
        path=path,
        extensions={"code": LiaisonError.code, "id": reference},
    )
