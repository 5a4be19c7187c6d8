"""Following the graph: server-sent events and WebSocket, from a real server."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from graph.changes import KEPT
from graph.model import Document
from graph.stores import Store, open_store
from schema.execution import Engine
from service.settings import load_settings
from tests.commands import serving
from tests.documents import event, gathering

FOLLOW = """subscription ($of: [ID!], $since: String) { changes(since: $since, of: $of) {
  position kind id entity { name } relation { type source { name } } article { title } } }"""


def talks(*people: str, article: str = "a", day: str = "2023-09-27") -> Document:
    return gathering(article, event("talks", start=day), *people, where="Riga")


def put(store: Store, document: Document) -> None:
    store.write_documents([document], {document.article.id: str(hash(document))})


def followed(store: Store, **variables: Any) -> Any:
    """A follower of the store; reading it gives the changes up to now."""
    prepared = Engine(store).prepare(FOLLOW, variables, allowed=("subscription",))
    assert prepared.follow is not None
    return prepared.follow()


def read(follower: Any, store: Store) -> list[dict[str, Any]]:
    return [json.loads(data)["data"]["changes"] for _, data in follower.read(store.revision())]


def test_each_change_is_told_with_what_is_there_now(store: Store) -> None:
    follower = followed(store)
    put(store, talks("Ana Silva", "Jens Berg"))
    told = read(follower, store)
    assert {change["kind"] for change in told} == {"ADDED"}
    assert {change["entity"]["name"] for change in told if change["entity"]} == {
        "Ana Silva",
        "Jens Berg",
        "Riga",
        "talks",
    }
    assert [change["article"] for change in told if change["article"]] == [{"title": "a"}]
    assert [c["relation"]["source"]["name"] for c in told if c["relation"] and c["relation"]["type"] == "MET"]
    store.forget(["article:a"])
    gone = read(follower, store)
    assert {change["kind"] for change in gone} == {"REMOVED"}
    assert {change["id"] for change in gone} == {change["id"] for change in told}
    assert not any(change["entity"] or change["relation"] for change in gone)
    assert read(follower, store) == []


def test_a_position_resumes_without_loss_or_doubling(store: Store) -> None:
    follower = followed(store)
    put(store, talks("Ana Silva", "Jens Berg"))
    put(store, talks("Ana Silva", "Joe Biden", article="b", day="2023-10-01"))
    told = read(follower, store)
    for number in (0, 3, len(told) - 1):
        assert read(followed(store, since=told[number]["position"]), store) == told[number + 1 :]


def test_of_tells_what_touches_these_entities(store: Store) -> None:
    follower = followed(store, of=["person:jens-berg"])
    put(store, talks("Ana Silva", "Jens Berg"))
    types = {c["relation"]["type"] if c["relation"] else c["id"] for c in read(follower, store)}
    assert types == {"person:jens-berg", "MENTIONS", "MET", "PARTICIPATED_IN"}
    put(store, talks("Joe Biden", article="b", day="2023-12-01"))
    assert read(follower, store) == []


def test_an_import_is_told_as_one_change_of_everything(store: Store) -> None:
    follower = followed(store, of=["person:jens-berg"])
    store.clear()
    (change,) = read(follower, store)
    assert (change["kind"], change["id"]) == ("CHANGED", None)


@pytest.mark.parametrize(
    ("since", "code"), [("x", "BAD_ARGUMENT"), ("99999.0", "BAD_ARGUMENT"), ("0.0", "CHANGES_GONE")]
)
def test_a_position_that_does_not_serve_is_refused(
    sqlite_store: Store, since: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.changes.KEPT", 1)
    for number in range(3):
        put(sqlite_store, talks("Ana Silva", article=f"a{number}"))
    with pytest.raises(Exception, match="since") as refused:
        followed(sqlite_store, since=since)
    assert refused.value.code == code  # type: ignore[attr-defined]


def test_the_log_keeps_so_many_revisions(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KEPT >= 100
    monkeypatch.setattr("graph.changes.KEPT", 2)
    for number in range(5):
        put(sqlite_store, talks("Ana Silva", article=f"a{number}"))
    revision = sqlite_store.revision()
    assert {change.revision for change in sqlite_store.changes(0, limit=100)} == {revision - 1, revision}


# --- over the wire


@contextmanager
def server(tmp_path: Path, **options: Any) -> Iterator[tuple[str, Store]]:
    url = f"sqlite:///{tmp_path}/live.db"
    store = open_store(url)
    with serving(load_settings(store=url, **options)) as address:
        yield address, store
    store.close()


def sse(address: str, store: Store, wanted: int, **headers: str) -> list[dict[str, str]]:
    """The first events of a subscription; an article is written once it stands."""
    found: list[dict[str, str]] = []
    body = {"query": FOLLOW, "variables": {}}
    with httpx.stream(
        "POST", f"{address}/graphql", json=body, headers={"accept": "text/event-stream", **headers}, timeout=10
    ) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        writing = threading.Timer(0.3, lambda: put(store, talks("Ana Silva", "Jens Berg")))
        writing.start()
        event: dict[str, str] = {}
        for line in response.iter_lines():
            if line:
                name, _, text = line.partition(":")
                event[name] = text.strip()
            elif event:
                found.append(event)
                event = {}
                if len(found) == wanted:
                    break
    writing.join()
    return found


def test_changes_come_as_server_sent_events_and_resume_by_their_id(tmp_path: Path) -> None:
    with server(tmp_path) as (address, store):
        first = sse(address, store, 3)
        assert [json.loads(each["data"])["data"]["changes"]["position"] for each in first] == [e["id"] for e in first]
        again = sse(address, store, 1, **{"last-event-id": first[1]["id"]})
        assert again == first[2:]


def test_a_query_may_be_asked_as_a_stream_too(tmp_path: Path) -> None:
    with server(tmp_path) as (address, _):
        answer = httpx.get(
            f"{address}/graphql", params={"query": "{ __typename }"}, headers={"accept": "text/event-stream"}
        )
    assert answer.text == 'event: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata:\n\n'


def test_a_subscription_asked_as_one_answer_is_told_where_to_go(tmp_path: Path) -> None:
    with server(tmp_path) as (address, _):
        answer = httpx.post(f"{address}/graphql", json={"query": FOLLOW}).json()
    assert answer["errors"][0]["extensions"]["code"] == "NEEDS_STREAM"


@contextmanager
def socket(address: str, *, greet: bool = True, origin: str | None = None) -> Iterator[ClientConnection]:
    url = address.replace("http:", "ws:") + "/graphql"
    with connect(url, subprotocols=["graphql-transport-ws"], origin=origin) as connection:  # type: ignore[list-item, arg-type]
        if greet:
            say(connection, type="connection_init")
            assert hear(connection) == {"type": "connection_ack"}
        yield connection


def say(connection: ClientConnection, **message: Any) -> None:
    connection.send(json.dumps(message))


def hear(connection: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(connection.recv(timeout=10))
    return message


def test_changes_come_over_a_web_socket_beside_a_query(tmp_path: Path) -> None:
    with server(tmp_path) as (address, store), socket(address) as connection:
        say(connection, type="subscribe", id="1", payload={"query": FOLLOW})
        say(connection, type="subscribe", id="2", payload={"query": "{ __typename }"})
        assert hear(connection) == {"type": "next", "id": "2", "payload": {"data": {"__typename": "Query"}}}
        assert hear(connection) == {"type": "complete", "id": "2"}
        say(connection, type="ping")
        assert hear(connection) == {"type": "pong"}
        put(store, talks("Ana Silva"))
        told = hear(connection)
        assert (told["type"], told["id"]) == ("next", "1")
        say(connection, type="complete", id="1")


@pytest.mark.parametrize(
    "payload",
    [
        {"query": "{ nothing }"},
        {"query": 'mutation { forgetArticle(id: "article:a") }'},
        {"query": FOLLOW, "variables": {"since": "nonsense"}},
        {},
    ],
)
def test_an_operation_that_cannot_be_ends_in_an_error(tmp_path: Path, payload: dict[str, Any]) -> None:
    with server(tmp_path) as (address, _), socket(address) as connection:
        say(connection, type="subscribe", id="1", payload=payload)
        told = hear(connection)
        assert told["type"] == "error" or told["payload"]["errors"]


def code_of_closing(connection: ClientConnection) -> int | None:
    try:
        while True:
            connection.recv(timeout=10)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }"}}], 4401),
        ([{"type": "connection_init"}, {"type": "connection_init"}], 4429),
        ([{"type": "nonsense"}], 4400),
        (["nonsense"], 4400),
        ([{"type": "connection_init"}, *2 * [{"type": "subscribe", "id": "1", "payload": {"query": FOLLOW}}]], 4409),
        ([{"type": "connection_init"}, {"type": "subscribe", "id": "", "payload": {}}], 4400),
        (
            [
                {"type": "connection_init"},
                *({"type": "subscribe", "id": f"{n}", "payload": {"query": FOLLOW}} for n in range(30)),
            ],
            4429,
        ),
    ],
)
def test_a_client_that_breaks_the_protocol_is_shown_out(tmp_path: Path, messages: list[Any], code: int) -> None:
    with server(tmp_path) as (address, _), socket(address, greet=False) as connection:
        for message in messages:
            connection.send(message if isinstance(message, str) else json.dumps(message))
        assert code_of_closing(connection) == code


def test_a_page_of_another_origin_may_not_connect(tmp_path: Path) -> None:
    with server(tmp_path) as (address, _):
        with pytest.raises(Exception, match="403"), socket(address, origin="https://elsewhere.example"):
            pass
        with socket(address, origin=address):
            pass
    with (
        server(tmp_path, cors_origins="https://elsewhere.example") as (address, _),
        socket(address, origin="https://elsewhere.example"),
    ):
        pass
