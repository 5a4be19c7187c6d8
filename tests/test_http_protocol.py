"""GraphQL over HTTP, rule by rule, against a real server: https://graphql.github.io/graphql-over-http/draft/"""

from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest

from service.graphql_http import GRAPHQL_RESPONSE, JSON, MAX_BODY, HttpProblem, negotiate
from service.settings import load_settings
from tests.commands import serving, small_store

TYPENAME = {"query": "{ __typename }"}
WRONG_MAPS = ["string", 0, False, ["array"]]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = small_store(tmp_path_factory.mktemp("protocol"))
    with serving(load_settings(store=store)) as address, httpx.Client(base_url=address) as client:
        yield client


def post(client: httpx.Client, body: Any, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    return client.post(
        "/graphql",
        content=content,
        headers={"content-type": JSON, **{k.replace("_", "-"): v for k, v in headers.items()}},
    )


def code(response: httpx.Response) -> str:
    answered: str = response.json()["errors"][0]["extensions"]["code"]
    return answered


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (f"{JSON}; charset=utf-8", JSON),
        (GRAPHQL_RESPONSE, GRAPHQL_RESPONSE),
        (f"{JSON}, {GRAPHQL_RESPONSE}", GRAPHQL_RESPONSE),
        (f"{JSON}, {GRAPHQL_RESPONSE};q=0.5", JSON),
        (f"{GRAPHQL_RESPONSE}, multipart/mixed", GRAPHQL_RESPONSE),
        (f"{JSON}, multipart/mixed", JSON),
        ("text/html, */*;q=0.1", JSON),
    ],
)
def test_the_media_type_follows_the_accept_header(client: httpx.Client, accept: str | None, media_type: str) -> None:
    assert negotiate(accept) == media_type
    if accept is not None:
        response = post(client, TYPENAME, accept=accept)
        assert response.status_code == 200
        assert response.headers["content-type"] == f"{media_type}; charset=utf-8"
        assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize("accept", ["text/html", "image/*", f"{JSON};q=0", "nonsense"])
def test_a_client_that_takes_neither_type_is_refused(accept: str) -> None:
    with pytest.raises(HttpProblem) as refused:
        negotiate(accept)
    assert refused.value.status == 406


def test_refusals_are_answers_of_graphql_too(client: httpx.Client) -> None:
    response = post(client, TYPENAME, accept="text/plain")
    assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", f"{JSON}; charset=latin-1"],
)
def test_a_post_of_another_content_type_is_refused(client: httpx.Client, content_type: str) -> None:
    response = client.post("/graphql", content=orjson.dumps(TYPENAME), headers={"content-type": content_type})
    assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_utf_8_is_read_with_or_without_its_name(client: httpx.Client) -> None:
    text = {"query": '{ __type(name: "Run🏃Swim🏊") { name } }'}
    for content_type in (JSON, f"{JSON}; charset=utf-8", f'{JSON}; charset="UTF-8"'):
        assert post(client, text, content_type=content_type).json() == {"data": {"__type": None}}


@pytest.mark.parametrize("body", [b"", b"{", b'{ "not a JSON', b"[]", b"1", b"\xff\xfe"])
def test_a_body_that_is_no_json_object_is_refused(client: httpx.Client, body: bytes) -> None:
    for accept in (JSON, GRAPHQL_RESPONSE):
        response = post(client, body, accept=accept)
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "wrong",
    [{"qeury": "{ __typename }"}]
    + [{"query": query} for query in ({"obj": "ect"}, 0, False, ["array"], None, " ")]
    + [{**TYPENAME, "operationName": name} for name in ({"obj": "ect"}, 0, False, ["array"])]
    + [{**TYPENAME, "variables": variables} for variables in WRONG_MAPS]
    + [{**TYPENAME, "extensions": extensions} for extensions in WRONG_MAPS],
)
def test_a_parameter_of_a_wrong_type_is_refused(client: httpx.Client, wrong: dict[str, Any]) -> None:
    for accept in (JSON, GRAPHQL_RESPONSE):
        assert post(client, wrong, accept=accept).status_code == 400


@pytest.mark.parametrize("name", ["variables", "operationName", "extensions"])
def test_a_parameter_that_is_null_is_absent(client: httpx.Client, name: str) -> None:
    assert post(client, {**TYPENAME, name: None}).json() == {"data": {"__typename": "Query"}}


def test_variables_operation_name_and_extensions_are_taken(client: httpx.Client) -> None:
    body = {
        "query": "query A { __typename } query B($name: String!) { __type(name: $name) { name } }",
        "operationName": "B",
        "variables": {"name": "Person"},
        "extensions": {"some": "value"},
    }
    assert post(client, body).json() == {"data": {"__type": {"name": "Person"}}}


@pytest.mark.parametrize(
    "refused",
    [
        {"query": "{"},
        {"query": "{ nothing }"},
        {"query": "query Q($id: ID!) { node(id: $id) { id } }"},
        {"query": "query Q($id: ID!) { node(id: $id) { id } }", "variables": {"id": [1]}},
        {"query": "query A { __typename } query B { __typename }"},
    ],
)
def test_a_refused_operation_is_400_in_the_new_type_and_200_in_the_old(
    client: httpx.Client, refused: dict[str, Any]
) -> None:
    new, old = post(client, refused, accept=GRAPHQL_RESPONSE), post(client, refused, accept=JSON)
    assert (new.status_code, old.status_code) == (400, 200)
    assert "data" not in new.json()
    assert new.json() == old.json()


def test_a_get_takes_the_parameters_of_the_address(client: httpx.Client) -> None:
    parameters = {
        "query": "query Q($id: ID!) { node(id: $id) { id } }",
        "variables": '{"id": "place:oslo"}',
        "operationName": "Q",
    }
    response = client.get("/graphql", params=parameters)
    assert (response.status_code, response.json()) == (200, {"data": {"node": {"id": "place:oslo"}}})


@pytest.mark.parametrize(
    "parameters", [{}, {"query": ""}, {**TYPENAME, "variables": "{"}, {**TYPENAME, "variables": "1"}]
)
def test_a_get_with_wrong_parameters_is_refused(client: httpx.Client, parameters: dict[str, str]) -> None:
    assert client.get("/graphql", params=parameters).status_code == 400


def test_a_get_never_changes_anything(client: httpx.Client) -> None:
    response = client.get("/graphql", params={"query": 'mutation { forgetArticle(id: "article:one") }'})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert post(client, {"query": "{ stats { articles } }"}).json() == {"data": {"stats": {"articles": 1}}}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_allowed(client: httpx.Client, method: str) -> None:
    response = client.request(method, "/graphql", json=TYPENAME)
    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["allow"].split(", "))


def test_a_browser_is_sent_to_the_page(client: httpx.Client) -> None:
    response = client.get("/graphql", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (response.status_code, response.headers["location"]) == (303, "/graphiql/")


def test_a_body_over_the_limit_is_refused_announced_or_not(client: httpx.Client) -> None:
    body = orjson.dumps({**TYPENAME, "extensions": {"padding": " " * MAX_BODY}})

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    for content in (body, pieces()):
        response = client.post("/graphql", content=content, headers={"content-type": JSON})
        assert (response.status_code, code(response)) == (413, "BODY_TOO_LARGE")
