"""Who may do what: every operation by every role, keys that come and go, and addresses that are not open by mistake."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from graph.errors import BadSetting
from service.access import KeyFile, Role, check_exposure
from service.settings import load_settings
from tests.commands import run, serving, small_store

ASK = {"query": "{ stats { articles } }"}
OPERATIONS: dict[str, tuple[str, str, Any, Role | None]] = {
    "query": ("POST", "/graphql", ASK, Role.READER),
    "query by GET": ("GET", "/graphql?query={__typename}", None, Role.READER),
    "export": ("GET", "/export/jsonl", None, Role.READER),
    "schema": ("GET", "/schema.graphql", None, Role.READER),
    "metrics": ("GET", "/metrics", None, Role.READER),
    "loadArticles": ("POST", "/graphql", {"query": "mutation { loadArticles(articles: []) { added } }"}, Role.EDITOR),
    "forgetArticle": ("POST", "/graphql", {"query": 'mutation { forgetArticle(id: "article:none") }'}, Role.EDITOR),
    "decide": (
        "POST", "/graphql",
        {"query": 'mutation { decide(a: "person:ana", b: "person:jens", judgement: UNSURE) { by } }'}, Role.EDITOR,
    ),
    "liveness": ("GET", "/livez", None, None),
    "readiness": ("GET", "/readyz", None, None),
    "the explorer": ("GET", "/", None, None),
    "GraphiQL": ("GET", "/graphiql/", None, None),
    "an unknown address": ("GET", "/nothing", None, Role.READER),
}  # fmt: skip
ROLES: tuple[Role | None, ...] = (None, *Role)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, dict[Role | None, str], Path]]:
    """A server with a file of keys, a key of each role, and the file."""
    folder = tmp_path_factory.mktemp("access")
    file = folder / "keys.json"
    keys: dict[Role | None, str] = {role: KeyFile(file).add(role.name, role) for role in Role}
    settings = load_settings(store=small_store(folder), keys_file=file, api_key="the-one-key")
    with serving(settings) as address, httpx.Client(base_url=address) as client:
        yield client, keys, file


def headers(key: str | None) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"} if key else {}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_operation_takes_its_role(served: Any, operation: str, role: Role | None) -> None:
    client, keys, _ = served
    method, address, body, least = OPERATIONS[operation]
    answer = client.request(method, address, json=body, headers=headers(keys.get(role)))
    if least is None or (role is not None and role >= least):
        assert answer.status_code in (200, 404), answer.text
        assert "NOT_ALLOWED" not in answer.text
    else:
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (
            (401, "NO_KEY") if role is None else (403, "NOT_ALLOWED")
        )


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer wrong",
        "Bearer lk_00000000_x",
        "Bearer lk__",
        "Basic dXNlcjpwYXNz",
        "bearer \u00e9",
    ],
)
def test_what_is_no_key_is_refused_and_says_how(served: Any, value: str) -> None:
    client, _, _ = served
    answer = client.post("/graphql", json=ASK, headers={"authorization": value.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_the_single_key_may_do_everything(served: Any) -> None:
    client, _, _ = served
    body = OPERATIONS["forgetArticle"][2]
    answer = client.post("/graphql", json=body, headers=headers("the-one-key")).json()
    assert answer == {"data": {"forgetArticle": False}}


def test_a_revoked_key_is_refused_from_the_next_request_on(served: Any) -> None:
    client, _, file = served
    key = KeyFile(file).add("passing", Role.READER)
    assert client.post("/graphql", json=ASK, headers=headers(key)).status_code == 200
    KeyFile(file).revoke(key.split("_")[1])
    assert client.post("/graphql", json=ASK, headers=headers(key)).status_code == 401


def test_a_web_socket_brings_its_key_in_its_first_message(served: Any) -> None:
    client, keys, _ = served
    address = str(client.base_url).replace("http", "ws", 1).rstrip("/") + "/graphql"
    with connect(address, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        socket.send(
            json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {keys[Role.READER]}"}})
        )
        assert json.loads(socket.recv(timeout=10)) == {"type": "connection_ack"}
    with connect(address, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        socket.send(json.dumps({"type": "connection_init"}))
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4403


def test_keys_are_kept_as_hashes_that_only_their_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    key = KeyFile(file).add("Ana", Role.EDITOR)
    assert file.stat().st_mode & 0o777 == 0o600
    assert key.split("_", 2)[2] not in file.read_text()
    assert "$argon2id$" in file.read_text()


def test_keys_are_added_listed_and_revoked_by_command(tmp_path: Path) -> None:
    environment = {"LIAISON_KEYS_FILE": str(tmp_path / "keys.json")}
    key = run("keys", "add", "the desk", "--role", "editor", environment=environment).output.strip()
    id_ = key.split("_")[1]
    listed = run("keys", "list", "--json", environment=environment).json
    assert [(row["id"], row["name"], row["role"]) for row in listed] == [(id_, "the desk", "editor")]  # type: ignore[index, union-attr, call-overload]
    assert run("keys", "revoke", id_, environment=environment).output == f"revoked {id_}, the editor key of the desk\n"
    assert run("keys", "revoke", id_, environment=environment).status == 2
    assert run("keys", "list").messages.startswith("BAD_SETTING: LIAISON_KEYS_FILE")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_an_open_address_without_keys_does_not_start(host: str) -> None:
    with pytest.raises(BadSetting, match="LIAISON_API_KEY"):
        check_exposure(load_settings(host=host))
    assert run("serve", "--host", host, "--port", "0").status == 2
    check_exposure(load_settings(host=host, api_key="a-key"))
    check_exposure(load_settings(host=host, public=True))
    check_exposure(load_settings(host="127.0.0.1"))


def test_a_public_server_lets_all_read_and_editors_write(tmp_path: Path) -> None:
    settings = load_settings(store=small_store(tmp_path), public=True, api_key="the-one-key")
    with serving(settings) as address, httpx.Client(base_url=address) as client:
        forget = OPERATIONS["forgetArticle"][2]
        assert client.post("/graphql", json=ASK).status_code == 200
        assert client.post("/graphql", json=forget).status_code == 403
        assert client.post("/graphql", json=forget, headers=headers("the-one-key")).json() == {
            "data": {"forgetArticle": False}
        }


def test_a_write_is_written_down_without_what_it_brought(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = load_settings(store=small_store(tmp_path), api_key="the-one-key")
    text = "mutation Forget($id: ID!) { forgetArticle(id: $id) }"
    with caplog.at_level("INFO", "liaison.audit"), serving(settings) as address:
        body = {"query": text, "variables": {"id": "article:private"}, "operationName": "Forget"}
        httpx.post(f"{address}/graphql", json=body, headers=headers("the-one-key"))
    (record,) = [record for record in caplog.records if record.name == "liaison.audit"]
    line = json.loads(record.getMessage())
    assert (line["by"], line["role"], line["operation"], line["errors"]) == ("LIAISON_API_KEY", "admin", "Forget", 0)
    assert "private" not in record.getMessage()
