"""Fixtures of every test: real stores, a real browser, and what is said where a machine has none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from graph.stores import Store, open_store
from tests.neo4j.server import Neo4jMissing, neo4j_server

# Tests find the same examples on every run; the nightly profile looks further, at new ones each time.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("nightly", deadline=None, max_examples=2_000)
settings.load_profile("default")

STORES = ("sqlite", "neo4j")
SERVICES = {"neo4j": {"neo4j_uri", "neo4j_store"}, "chromium": {"chromium"}}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite the golden files instead of comparing")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that need a server or a browser, and leave the nightly ones out unless they are asked for."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        parameters = (
            item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
        )
        for service, names in SERVICES.items():
            if fixtures & names or ("store" in fixtures and service in parameters):
                item.add_marker(service)
    if "nightly" not in config.option.markexpr:
        nightly = [item for item in items if item.get_closest_marker("nightly")]
        items[:] = [item for item in items if item not in nightly]
        config.hook.pytest_deselected(items=nightly)


def missing(reason: str) -> NoReturn:
    """Skip for want of something the machine lacks; a run of CI has no such excuse."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether `make golden` runs: golden files are rewritten instead of compared."""
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="session")
def neo4j_uri() -> Iterator[str]:
    """The address of a real Neo4j, one for the whole run."""
    with ExitStack() as stack:
        try:
            uri = stack.enter_context(neo4j_server())
        except Neo4jMissing as error:
            missing(f"{error}, or start a Docker engine, or set NEO4J_URI")
        yield uri


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite store in a file of its own."""
    store = open_store(f"sqlite:///{tmp_path}/liaison.db")
    yield store
    store.close()


@pytest.fixture
def neo4j_store(neo4j_uri: str) -> Iterator[Store]:
    """An emptied Neo4j store."""
    store = open_store(
        neo4j_uri, user=os.environ.get("LIAISON_NEO4J_USER"), password=os.environ.get("LIAISON_NEO4J_PASSWORD")
    )
    store.clear()
    yield store
    store.close()


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store, once of each engine: what a test says of it holds for both."""
    opened: Store = request.getfixturevalue(f"{request.param}_store")
    return opened


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The path of a Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        missing("no Chromium: apt-get install chromium")
    return Path(found)
