"""Extraction on a Dask cluster of two processes on loopback, one of which is killed on the way."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.stores import open_store
from loaders.cluster import INSTALL, on_cluster
from loaders.pipeline import Listener, RuleExtractor, load
from loaders.pools import Pool
from tests.commands import run
from tests.loads import COUNT, exported, loaded_undisturbed, write_articles

if TYPE_CHECKING:
    from distributed import LocalCluster

pytest.importorskip("distributed", reason=f"no Dask: {INSTALL}")

pytestmark = pytest.mark.filterwarnings("default")  # Dask's own


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_articles(tmp_path_factory.mktemp("articles"))


@pytest.fixture(scope="module")
def undisturbed(articles: Path) -> list[bytes]:
    return loaded_undisturbed(articles, articles.parent)


@pytest.fixture(scope="module")
def cluster() -> Iterator["LocalCluster"]:
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as made:
        yield made


def test_the_command_loads_by_a_cluster_as_it_does_alone(
    cluster: "LocalCluster",
    articles: Path,
    undisturbed: list[bytes],
    tmp_path: Path,
) -> None:
    store = f"sqlite:///{tmp_path}/store.db"
    outcome = run("load", str(articles), "--cluster", cluster.scheduler_address, store=store)
    assert (outcome.status, outcome.output.split(",")[0]) == (0, f"articles: {COUNT} new")
    assert exported(store, tmp_path / "export") == undisturbed


def test_a_worker_that_is_killed_loses_nothing(
    cluster: "LocalCluster",
    articles: Path,
    undisturbed: list[bytes],
    tmp_path: Path,
) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    store = open_store(address)
    victim = next(iter(cluster.workers.values())).pid
    done = 0

    def kill_one(count: int) -> None:
        nonlocal done
        if not done:
            os.kill(victim, signal.SIGKILL)
        done += count

    pool = on_cluster(RuleExtractor(), cluster.scheduler_address)
    try:
        report = load(
            store,
            [str(articles)],
            extractor=RuleExtractor(),
            pool=Pool(pool.start, pool.close, ahead=pool.ahead, piece=4),
            batch_size=12,
            listener=Listener(progress=kill_one),
        )
    finally:
        store.close()
    assert (report.new, report.failed, done) == (COUNT, 0, COUNT)
    assert exported(address, tmp_path / "export") == undisturbed


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.cluster._CONNECT", "1s")
    outcome = run("load", "x.txt", "--cluster", "tcp://127.0.0.1:9", store=f"sqlite:///{tmp_path}/s.db")
    assert outcome.status == 2
    assert "--cluster: 'tcp://127.0.0.1:9' is no scheduler that answers" in outcome.messages


def test_without_dask_the_command_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    outcome = run("load", "x.txt", "--cluster", "tcp://127.0.0.1:9", store=f"sqlite:///{tmp_path}/s.db")
    assert outcome.status == 2
    assert outcome.messages == f"BAD_ARGUMENT: --cluster needs Dask, which is not installed here: {INSTALL}\n"
