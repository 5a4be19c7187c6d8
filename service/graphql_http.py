"""GraphQL over HTTP: from a request to an operation, and from a result to a response.

Source: https://graphql.github.io/graphql-over-http/draft/ (both media types, GET and POST, status codes).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from graph.errors import InputError, LiaisonError, StoreUnavailable
from schema.execution import CostMode

JSON: Final = "application/json"
GRAPHQL_RESPONSE: Final = "application/graphql-response+json"
COST_HEADER: Final = "Liaison-Cost"
"""`report`: the answer with its price; `validate`: the price alone."""
MAX_BODY: Final = 1024 * 1024
"""Bytes; also what one `loadArticles` may bring."""


class HttpProblem(Exception):
    """A request that is refused before it reaches the engine."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks for."""

    query: str | None
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)
    document_id: str | None = None
    """The document it names instead of sending one (`service.persisted`)."""
    cost: CostMode | None = None


def negotiate(accept: str | None) -> str:
    """The media type to answer in. Raises HttpProblem 406 if the client takes neither.

    A client that takes anything is given application/json; of the two named with equal weight, the newer type wins.
    """
    weights: dict[str, float] = {}
    for part in (accept or "*/*").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        weights[name] = float(quality) if quality.replace(".", "", 1).isdigit() else 0.0
    anything = weights.get("application/*", weights.get("*/*", 0.0))
    offered = {GRAPHQL_RESPONSE: weights.get(GRAPHQL_RESPONSE, 0.0), JSON: weights.get(JSON, anything)}
    best = max(offered, key=lambda name: offered[name])
    if not offered[best]:
        raise HttpProblem(406, "NOT_ACCEPTABLE", f"this address answers in {GRAPHQL_RESPONSE} or {JSON}")
    return best


async def read_operation(request: Request) -> Operation:
    """The operation of a GET or POST request. Raises HttpProblem 400, 413 or 415."""
    if request.method == "POST":
        _check_content_type(request)
        parameters = _parsed(await _body(request), "the body")
        if not isinstance(parameters, dict):
            raise HttpProblem(400, "BAD_REQUEST", "the body is not a JSON object; batches are not supported")
    else:
        parameters = dict(request.query_params)
        for name in ("variables", "extensions"):
            if parameters.get(name):
                parameters[name] = _parsed(parameters[name], name)
    return replace(operation_of(parameters), cost=_cost_mode(request))


def operation_of(parameters: Mapping[str, Any]) -> Operation:
    """The operation of a request's parameters. Raises HttpProblem 400."""
    query = parameters.get("query")
    if "query" in parameters and (not isinstance(query, str) or not query.strip()):
        raise HttpProblem(400, "BAD_REQUEST", "query: the text of a GraphQL operation is missing")
    for name in ("variables", "extensions"):
        if not isinstance(parameters.get(name), dict | None) and parameters[name] != "":
            raise HttpProblem(400, "BAD_REQUEST", f"{name}: this is not a JSON object")
    for name in ("operationName", "documentId"):
        if not isinstance(parameters.get(name), str | None):
            raise HttpProblem(400, "BAD_REQUEST", f"{name}: this is not a text")
    return Operation(
        query,
        parameters.get("variables") or {},
        parameters.get("operationName") or None,
        parameters.get("extensions") or {},
        parameters.get("documentId"),
    )


def _cost_mode(request: Request) -> CostMode | None:
    asked = request.headers.get(COST_HEADER)
    if asked is None:
        return None
    try:
        return CostMode(asked.strip().lower())
    except ValueError:
        raise HttpProblem(400, "BAD_REQUEST", f"{COST_HEADER}: {asked!r} is neither report nor validate") from None


def respond(body: bytes, media_type: str, *, has_data: bool) -> Response:
    """The response to an operation that reached the engine; `has_data` False is a request error."""
    status = 400 if media_type == GRAPHQL_RESPONSE and not has_data else 200
    return Response(body, status, media_type=f"{media_type}; charset=utf-8", headers={"Vary": "Accept"})


def refuse(problem: HttpProblem | LiaisonError, media_type: str = JSON) -> Response:
    """A problem in the shape of a GraphQL response."""
    status, headers = (problem.status, problem.headers) if isinstance(problem, HttpProblem) else (500, {})
    if isinstance(problem, InputError):
        status = 400
    if isinstance(problem, StoreUnavailable):
        status, headers = 503, {"Retry-After": "5"}
    if status == 200 and media_type == GRAPHQL_RESPONSE:
        status = 400
    body = orjson.dumps({"errors": [{"message": str(problem), "extensions": {"code": problem.code}}]})
    return Response(body, status, media_type=f"{media_type}; charset=utf-8", headers={"Vary": "Accept", **headers})


def _check_content_type(request: Request) -> None:
    # JSON alone: a page elsewhere can send the other types without asking first (no preflight).
    media_type, *parameters = (piece.strip().lower() for piece in request.headers.get("content-type", "").split(";"))
    charset = next((piece[8:].strip('"') for piece in parameters if piece.startswith("charset=")), "utf-8")
    if media_type != JSON or charset not in ("utf-8", "utf8"):
        raise HttpProblem(415, "UNSUPPORTED_MEDIA_TYPE", f"send the operation as {JSON} in UTF-8", Accept=JSON)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise HttpProblem(415, "UNSUPPORTED_MEDIA_TYPE", "send the body without a content encoding")


async def _body(request: Request) -> bytes:
    announced = request.headers.get("content-length", "")
    too_large = HttpProblem(413, "BODY_TOO_LARGE", f"the body is over the limit of {MAX_BODY:,} bytes")
    if announced.isdigit() and int(announced) > MAX_BODY:
        raise too_large
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                raise too_large
    except ClientDisconnect:
        raise HttpProblem(400, "BAD_REQUEST", "the body broke off") from None
    return bytes(body)


def _parsed(text: str | bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise HttpProblem(400, "BAD_REQUEST", f"{what}: this is not JSON: {error}") from None
