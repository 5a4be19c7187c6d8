"""Copies of a store: taken and put back while it is served, whole or not at all."""

from pathlib import Path

import httpx
import pytest

from graph.errors import BadArgument
from graph.stores import open_store
from graph.stores.sqlite import SqliteStore
from service.settings import load_settings
from tests.commands import run, serving, small_store
from tests.documents import event, gathering

ASK = {"query": "{ stats { articles revision } people { nodes { name } } }"}


def asked(address: str) -> tuple[int, int, list[str]]:
    data = httpx.post(f"{address}/graphql", json=ASK).json()["data"]
    return data["stats"]["articles"], data["stats"]["revision"], [node["name"] for node in data["people"]["nodes"]]


def add(url: str) -> None:
    store = open_store(url)
    document = gathering("b", event("talks", start="2024-01-01"), "Kaja Kallas")
    store.write_documents([document], {document.article.id: "1"})
    store.close()


def test_a_copy_is_taken_and_put_back_while_the_store_is_served(tmp_path: Path) -> None:
    url, copy = small_store(tmp_path), tmp_path / "copy.db"
    with serving(load_settings(store=url)) as address:
        before = asked(address)
        assert run("backup", str(copy), store=url).status == 0
        add(url)
        assert "Kaja Kallas" in asked(address)[2]
        changed = asked(address)[1]
        assert run("restore", str(copy), store=url).status == 0
        after = asked(address)
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] > changed


def test_a_copy_is_a_store_of_its_own(tmp_path: Path) -> None:
    url, copy = small_store(tmp_path), tmp_path / "copy.db"
    assert run("backup", str(copy), store=url).status == 0
    assert run("show", "Ana Silva", store=f"sqlite:///{copy}").output == run("show", "Ana Silva", store=url).output
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    assert run("restore", str(copy), store=fresh).status == 0
    assert run("show", "Ana Silva", store=fresh).output == run("show", "Ana Silva", store=url).output


def test_those_who_follow_are_told_that_anything_may_be_another(tmp_path: Path) -> None:
    url, copy = small_store(tmp_path), tmp_path / "copy.db"
    store = open_store(url)
    assert isinstance(store, SqliteStore)
    store.backup(copy)
    add(url)
    seen = store.revision()
    assert store.restore(copy) > seen
    (change,) = store.changes(seen + 1, limit=10)
    assert change.id is None
    store.close()


@pytest.mark.parametrize("damage", ["missing", "text", "cut"])
def test_what_is_no_whole_copy_changes_nothing(tmp_path: Path, damage: str) -> None:
    url, copy = small_store(tmp_path), tmp_path / "copy.db"
    assert run("backup", str(copy), store=url).status == 0
    match damage:
        case "missing":
            copy.unlink()
        case "text":
            copy.write_text("no database")
        case _:
            copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    store = open_store(url)
    assert isinstance(store, SqliteStore)
    revision = store.revision()
    with pytest.raises(BadArgument, match=r"copy\.db"):
        store.restore(copy)
    assert store.revision() == revision
    store.close()


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    url, copy = small_store(tmp_path), tmp_path / "copy.db"
    copy.write_text("mine")
    assert run("backup", str(copy), store=url).status == 2
    assert copy.read_text() == "mine"
