"""The server: what it answers, what it refuses, and how it holds when the store does not."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
import orjson
import pytest

from graph.errors import StoreUnavailable
from graph.stores import Store, open_store
from schema.sdl import sdl
from service.commands_serve import _listening
from service.settings import load_settings
from tests.commands import run, serving, small_store, write_graph

ARTICLE = {"id": "talks", "title": "Talks in Oslo", "text": "Ana Silva met Jens Berg in Oslo on 3 May 2023."}
LOAD = """mutation Load($articles: [ArticleInput!]!) { loadArticles(articles: $articles) {
  added changed unchanged entities relations failed { index title message code } } }"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_store(tmp_path_factory.mktemp("http"))


@pytest.fixture(scope="module")
def client(store: str) -> Iterator[httpx.Client]:
    with serving(load_settings(store=store)) as address, httpx.Client(base_url=address) as client:
        yield client


def ask(client: httpx.Client, query: str, **variables: Any) -> Any:
    return client.post("/graphql", json={"query": query, "variables": variables}).json()


def test_a_question_is_answered_with_its_evidence(client: httpx.Client) -> None:
    text = """{ person(name: "Ana Silva") { met { edges { date event { name }
      node { name } relation { evidence { sentence article { title } } } } } } }"""
    assert ask(client, text) == {
        "data": {
            "person": {
                "met": {
                    "edges": [
                        {
                            "date": "2023-09-27",
                            "event": {"name": "Talks in Lisbon"},
                            "node": {"name": "Jens Berg"},
                            "relation": {
                                "evidence": [
                                    {
                                        "sentence": "Ana Silva met Jens Berg in Lisbon.",
                                        "article": {"title": "Talks"},
                                    }
                                ]
                            },
                        }
                    ]
                }
            }
        }
    }


def test_the_command_line_and_the_server_give_the_same_bytes(client: httpx.Client, store: str) -> None:
    text = "{ people { nodes { name relations { nodes { id type } } } } stats { articles } }"
    assert client.post("/graphql", json={"query": text}).text == run("query", text, store=store).output.rstrip("\n")


def test_both_stores_give_the_same_answer(client: httpx.Client, neo4j_store: Store, tmp_path: Path) -> None:
    assert run("load", str(write_graph(tmp_path)), store=neo4j_store.url).status == 0
    text = '{ entity(name: "Ana Silva") { id relations { nodes { type source { name } target { name } } } } }'
    # A Neo4j that has just started plans slowly.
    with serving(load_settings(store=neo4j_store.url, query_seconds=120)) as address:
        answer = httpx.post(f"{address}/graphql", json={"query": text}, timeout=120).json()
        assert httpx.get(f"{address}/readyz").status_code == 200
    assert answer == ask(client, text)


def test_an_unknown_id_is_null_and_an_unknown_name_finds_nothing(client: httpx.Client) -> None:
    text = '{ node(id: "person:nobody") { id } people(where: {name: {eq: "Nobody"}}) { totalCount nodes { id } } }'
    assert ask(client, text)["data"] == {"node": None, "people": {"totalCount": 0, "nodes": []}}


def test_a_page_over_the_limit_is_refused_with_its_code(client: httpx.Client) -> None:
    errors = ask(client, "{ people(first: 1001) { totalCount } }")["errors"]
    assert [error["extensions"]["code"] for error in errors] == ["PAGE_TOO_LARGE"]
    assert "1000" in errors[0]["message"] or "1,000" in errors[0]["message"]


def test_limits_follow_the_settings(store: str) -> None:
    limits = {"max_page": 5, "max_depth": 3, "max_cost": 1}
    asked = {
        "PAGE_TOO_LARGE": "{ people(first: 6) { totalCount } }",
        "QUERY_TOO_DEEP": "{ people { nodes { met { totalCount } } } }",
        "QUERY_TOO_COSTLY": "{ people(first: 5) { totalCount } }",
    }
    with serving(load_settings(store=store, **limits)) as address, httpx.Client(base_url=address) as client:
        for code, text in asked.items():
            assert ask(client, text)["errors"][0]["extensions"]["code"] == code


def test_an_article_is_loaded_asked_for_and_forgotten_through_the_api(tmp_path: Path) -> None:
    with (
        serving(load_settings(store=f"sqlite:///{tmp_path}/api.db")) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        wrong = [{"title": "Empty", "text": " "}, {"title": "Late", "text": "x", "published": "2023-13"}]
        first = ask(client, LOAD, articles=[ARTICLE, wrong[0]])["data"]["loadArticles"]
        assert (first["added"], first["changed"], first["unchanged"]) == (1, 0, 0)
        assert [(failure["index"], failure["code"]) for failure in first["failed"]] == [(1, "MISSING_FIELD")]
        assert "2023-13" in ask(client, LOAD, articles=wrong[1:])["errors"][0]["message"]
        assert ask(client, LOAD, articles=[ARTICLE])["data"]["loadArticles"]["unchanged"] == 1
        (id_,) = (node["id"] for node in ask(client, "{ articles { nodes { id } } }")["data"]["articles"]["nodes"])
        for expected in (True, False):
            text = "mutation Forget($id: ID!) { forgetArticle(id: $id) }"
            assert ask(client, text, id=id_) == {"data": {"forgetArticle": expected}}


def test_the_schema_is_served(client: httpx.Client) -> None:
    response = client.get("/schema.graphql")
    assert (response.text, response.headers["content-type"]) == (sdl(), "text/plain; charset=utf-8")


def test_the_process_tells_that_it_lives_and_that_the_store_answers(client: httpx.Client) -> None:
    assert client.get("/livez").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_store_that_is_down_is_named_and_the_server_lives() -> None:
    with serving(load_settings(store="bolt://127.0.0.1:1")) as address, httpx.Client(base_url=address) as client:
        assert client.get("/livez").status_code == 200
        ready = client.get("/readyz")
        answer = client.post("/graphql", json={"query": "{ stats { articles } }"})
    assert (ready.status_code, answer.status_code) == (503, 503)
    for message in (ready.json()["message"], answer.json()["errors"][0]["message"]):
        assert "127.0.0.1:1" in message
        assert "LIAISON_" in message
    assert answer.json()["errors"][0]["extensions"]["code"] == "STORE_UNAVAILABLE"


def test_a_store_that_comes_up_later_is_found(store: str) -> None:
    tries = []

    def open_later(*arguments: Any, **options: Any) -> Store:
        tries.append(arguments)
        if len(tries) < 3:
            raise StoreUnavailable("not yet; LIAISON_STORE names it")
        return open_store(*arguments, **options)

    with (
        mock.patch("service.backend.open_store", open_later),
        mock.patch("service.backend.RETRY_SECONDS", 0),
        serving(load_settings(store=store)) as address,
    ):
        assert [httpx.get(f"{address}/readyz").status_code for _ in range(3)] == [503, 200, 200]
        assert len(tries) == 3


def test_the_process_lives_while_every_thread_is_busy(store: str) -> None:
    release = threading.Event()

    def stuck(*_: Any, **__: Any) -> None:
        release.wait(30)

    with (
        serving(load_settings(store=store, threads=1)) as address,
        mock.patch("graph.stores.sqlite.SqliteStore.run", stuck),
    ):
        text = "{ people { totalCount } }"
        thread = threading.Thread(target=httpx.post, args=(f"{address}/graphql",), kwargs={"json": {"query": text}})
        thread.start()
        try:
            time.sleep(0.3)
            started = time.monotonic()
            assert httpx.get(f"{address}/livez").status_code == 200
            assert httpx.get(f"{address}/readyz").status_code == 200
            assert time.monotonic() - started < 2
        finally:
            release.set()
            thread.join()


def test_an_error_of_ours_is_masked_and_logged_under_its_id(store: str, caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.ERROR, "liaison"),
        serving(load_settings(store=store)) as address,
        mock.patch("schema.execution.Engine.prepare", side_effect=RuntimeError("the secret")),
    ):
        response = httpx.post(f"{address}/graphql", json={"query": "{ stats { articles } }"})
    error = response.json()["errors"][0]
    assert (response.status_code, error["extensions"]["code"]) == (500, "INTERNAL_ERROR")
    assert "secret" not in response.text
    assert error["message"].rpartition(" ")[2] in caplog.text
    assert "the secret" in caplog.text


def test_many_ask_at_once_and_each_has_its_own_answer(client: httpx.Client) -> None:
    names = ["Ana Silva", "Jens Berg", "Lisbon", "Oslo"] * 10
    answers: dict[int, Any] = {}

    def one(position: int) -> None:
        text = "query Q($name: String!) { entity(name: $name) { name relations { totalCount } } }"
        answers[position] = ask(client, text, name=names[position])["data"]["entity"]["name"]

    threads = [threading.Thread(target=one, args=(position,)) for position in range(len(names))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answers[position] for position in range(len(names))] == names


def test_the_page_is_served_where_it_is_built_and_named_where_it_is_not(store: str, tmp_path: Path) -> None:
    settings = load_settings(store=store)
    with serving(settings, pages=tmp_path) as address:
        for path in ("/", "/graphiql/"):
            response = httpx.get(f"{address}{path}")
            assert (response.status_code, "make install" in response.text) == (404, True)
    for page in ("explorer", "graphiql"):
        (tmp_path / page).mkdir()
        (tmp_path / page / "index.html").write_text(f"<p>{page}", encoding="utf-8")
    with serving(settings, pages=tmp_path) as address:
        assert httpx.get(f"{address}/").text == "<p>explorer"
        assert httpx.get(f"{address}/graphiql/").text == "<p>graphiql"
        assert httpx.get(f"{address}/nothing").status_code == 404


def test_pages_may_run_only_their_own_scripts_and_answers_none(client: httpx.Client) -> None:
    answer = client.get("/livez").headers
    for path in ("/", "/graphiql/"):
        page = client.get(path).headers["content-security-policy"]
        assert "script-src 'self';" in page
        assert "unsafe-eval" not in page
        assert "http" not in page
    assert answer["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert (answer["x-content-type-options"], answer["x-frame-options"]) == ("nosniff", "DENY")


def test_the_explorer_may_be_embedded_where_the_setting_says_so(client: httpx.Client, store: str) -> None:
    assert "frame-ancestors 'self'" in client.get("/").headers["content-security-policy"]
    assert "x-frame-options" not in client.get("/").headers
    with serving(load_settings(store=store, cors_origins="https://a.example")) as address:
        for path, allowed in (("/", True), ("/graphiql/", False), ("/graphql", False)):
            policy = httpx.get(f"{address}{path}").headers["content-security-policy"]
            assert ("https://a.example" in policy) is allowed


def test_a_page_of_another_origin_may_ask_only_where_the_setting_names_it(client: httpx.Client, store: str) -> None:
    there = {"origin": "https://a.example"}
    preflight = {**there, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    assert "access-control-allow-origin" not in client.get("/livez", headers=there).headers
    assert client.options("/graphql", headers=preflight).status_code == 405
    with serving(load_settings(store=store, cors_origins="https://a.example")) as address:
        allowed = httpx.options(f"{address}/graphql", headers=preflight)
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "https://a.example")
        other = {**preflight, "origin": "https://b.example"}
        assert httpx.options(f"{address}/graphql", headers=other).status_code == 400


def test_the_answer_is_compact_json(client: httpx.Client) -> None:
    response = client.post("/graphql", json={"query": "{ stats { articles } }"})
    assert response.content == orjson.dumps({"data": {"stats": {"articles": 1}}})


def test_a_listener_sends_small_answers_at_once() -> None:
    # An answer is two packets; without the option the second waits 40 ms for the first one's receipt.
    with _listening(load_settings(port=0)) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
