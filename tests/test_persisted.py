"""Persisted documents: named by id or by hash, registered by clients, and the only ones where a server says so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.errors import BadSetting
from service import persisted
from service.graphql_http import HttpProblem, Operation
from service.persisted import Documents, read_documents, sha256
from service.settings import load_settings
from tests.commands import serving, small_store

NAMED = "query Named($id: ID!) { person(id: $id) { name } }"
OTHER = "{ stats { articles } }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "named.graphql").write_text(NAMED)
    return tmp_path


@pytest.fixture
def client(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = small_store(tmp_path_factory.mktemp("persisted"))
    with (
        serving(load_settings(store=store, documents=folder)) as address,
        httpx.Client(base_url=address) as client,
    ):
        yield client


@pytest.fixture
def strict(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = small_store(tmp_path_factory.mktemp("strict"))
    with (
        serving(load_settings(store=store, documents=folder, documents_only=True)) as address,
        httpx.Client(base_url=address) as client,
    ):
        yield client


def code(response: httpx.Response) -> str:
    answered: str = response.json()["errors"][0]["extensions"]["code"]
    return answered


def apq(text: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": sha256(text)}}


@pytest.mark.parametrize("document", ["people/named", f"sha256:{sha256(NAMED)}"])
def test_a_document_of_the_folder_is_asked_by_name_or_hash(client: httpx.Client, document: str) -> None:
    variables = {"id": "person:ana"}
    posted = client.post("/graphql", json={"documentId": document, "variables": variables})
    got = client.get("/graphql", params={"documentId": document, "variables": '{"id": "person:ana"}'})
    assert posted.json() == got.json() == {"data": {"person": {"name": "Ana Silva"}}}


def test_an_unknown_document_is_refused_by_name(client: httpx.Client) -> None:
    response = client.post("/graphql", json={"documentId": "people/nobody"})
    assert (response.status_code, code(response)) == (404, "DOCUMENT_NOT_FOUND")
    assert "people/nobody" in response.text


def test_a_client_registers_a_text_by_its_hash(client: httpx.Client) -> None:
    first = client.post("/graphql", json={"extensions": apq(OTHER)})
    assert (first.status_code, code(first)) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert first.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    registered = client.post("/graphql", json={"query": OTHER, "extensions": apq(OTHER)}).json()
    again = client.post("/graphql", json={"extensions": apq(OTHER)}).json()
    assert registered == again
    assert "data" in again


def test_a_text_under_another_hash_is_refused(client: httpx.Client) -> None:
    response = client.post("/graphql", json={"query": NAMED, "extensions": apq(OTHER)})
    assert (response.status_code, code(response)) == (400, "PERSISTED_QUERY_HASH_MISMATCH")


def test_a_strict_server_answers_its_own_documents_alone(strict: httpx.Client) -> None:
    variables = {"id": "person:ana"}
    assert code(strict.post("/graphql", json={"query": OTHER})) == "DOCUMENT_NOT_TRUSTED"
    assert code(strict.post("/graphql", json={"query": OTHER, "extensions": apq(OTHER)})) == "DOCUMENT_NOT_TRUSTED"
    assert strict.post("/graphql", json={"query": NAMED, "variables": variables}).json()["data"]
    assert strict.post("/graphql", json={"extensions": apq(NAMED), "variables": variables}).json()["data"]


def test_registered_texts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persisted, "REGISTERED_BYTES", 100)
    documents = Documents({})
    texts = [f"{{ a{index}: __typename }}" for index in range(20)]
    for text in texts:
        documents.text(Operation(text, extensions=apq(text)))
    assert documents.text(Operation(None, extensions=apq(texts[-1]))) == texts[-1]
    with pytest.raises(HttpProblem, match="PersistedQueryNotFound"):
        documents.text(Operation(None, extensions=apq(texts[0])))


@pytest.mark.parametrize("text", ["{ nothing }", "{", "query A { __typename } query A { __typename }"])
def test_a_document_that_is_no_query_of_the_schema_stops_the_start(folder: Path, text: str) -> None:
    (folder / "wrong.graphql").write_text(text)
    with pytest.raises(BadSetting, match=r"LIAISON_DOCUMENTS: .*wrong\.graphql"):
        read_documents(folder, only=False)


def test_settings_that_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="LIAISON_DOCUMENTS_ONLY"):
        read_documents(None, only=True)
    with pytest.raises(BadSetting, match="not a folder"):
        read_documents(tmp_path / "missing", only=False)


def test_the_header_asks_for_the_price(client: httpx.Client) -> None:
    def cost(value: str) -> httpx.Response:
        return client.post("/graphql", json={"query": OTHER}, headers={"Liaison-Cost": value})

    assert cost("validate").json()["data"] is None
    assert cost("report").json()["extensions"]["cost"]["rows"] >= 1
    assert (cost("cheap").status_code, code(cost("cheap"))) == (400, "BAD_REQUEST")
