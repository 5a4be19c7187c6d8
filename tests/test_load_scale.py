"""Loads that are stopped, killed and spread over processes and machines: the same graph as one that is left alone."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.errors import ExtractionFailed
from graph.model import Article, Document, article
from graph.stores import open_store
from loaders.pipeline import KEPT, Listener, load_articles
from loaders.pools import Extracted, Pending, Pool, processes
from loaders.readers import ReadFailure
from service.progress import _time
from tests.commands import run
from tests.loads import COUNT, exported, loaded_undisturbed, write_articles

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_articles(tmp_path_factory.mktemp("articles"))


@pytest.fixture(scope="module")
def undisturbed(articles: Path) -> list[bytes]:
    return loaded_undisturbed(articles, articles.parent)


def stored(store: str) -> int:
    """How many articles the store holds; 0 while it is being made."""
    try:
        opened = open_store(store, create=False)
    except Exception:
        return 0
    try:
        return sum(1 for entity in opened.all_entities() if entity.article)
    finally:
        opened.close()


@contextmanager
def loading(articles: Path, store: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "service", "load", str(articles), "--batch-size", "8", "--store", store, *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until_some_are_written(store: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while stored(store) < 8:
        assert process.poll() is None, "the load ended before it could be stopped"
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("number", "workers", "status"),
    [
        (signal.SIGKILL, "1", -signal.SIGKILL),
        (signal.SIGKILL, "2", -signal.SIGKILL),
        (signal.SIGTERM, "2", 128 + signal.SIGTERM),
        (signal.SIGINT, "1", 128 + signal.SIGINT),
    ],
)
def test_a_load_that_is_stopped_goes_on_without_loss_or_doubling(
    articles: Path, undisturbed: list[bytes], tmp_path: Path, number: int, workers: str, status: int
) -> None:
    store = f"sqlite:///{tmp_path}/store.db"
    with loading(articles, store, "--workers", workers) as process:
        wait_until_some_are_written(store, process)
        process.send_signal(number)
        _, messages = process.communicate(timeout=60)
    assert process.returncode == status
    assert (b"interrupted" in messages) == (number != signal.SIGKILL)
    before = stored(store)
    assert 8 <= before < COUNT
    assert before % 8 == 0  # whole batches
    again = run("load", str(articles), "--batch-size", "8", store=store)
    assert f"articles: {COUNT - before} new, 0 changed, {before} unchanged, 0 failed" in again.output
    assert exported(store, tmp_path / "export") == undisturbed


def test_more_workers_make_the_same_bytes(articles: Path, undisturbed: list[bytes], tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/store.db"
    assert run("load", str(articles), "--workers", "2", "--batch-size", "16", store=store).status == 0
    assert exported(store, tmp_path / "export") == undisturbed


class Counting:
    """Makes empty documents; a piece is held from when it is started until it is fetched."""

    name = "counting@1"

    def __init__(self) -> None:
        self.held = self.most = 0

    def extract(self, articles: Iterable[Article]) -> Iterator[Extracted]:
        return (Document(article) for article in articles)

    def pool(self) -> Pool:
        def start(articles: object) -> Pending:
            assert isinstance(articles, list)
            self.held += len(articles)
            self.most = max(self.most, self.held)

            def documents() -> list[Extracted]:
                self.held -= len(articles)
                return list(self.extract(articles))

            return documents

        return Pool(start, ahead=1, piece=4)


def many(count: int) -> Iterator[Article | ReadFailure]:
    for number in range(count):
        yield article(title=str(number), body="Text.", id=str(number))
        yield ReadFailure("x", number, "broken", "BAD_JSON")


def test_what_a_load_holds_does_not_grow_with_its_input(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    counting, told = Counting(), 0

    def failed(_: ReadFailure) -> None:
        nonlocal told
        told += 1

    try:
        report = load_articles(
            store,
            many(1200),
            extractor=counting,
            pool=counting.pool(),
            batch_size=20,
            listener=Listener(failure=failed),
        )
    finally:
        store.close()
    assert (report.new, report.failed, told, len(report.failures)) == (1200, 1200, 1200, KEPT)
    assert counting.most <= 20  # two batches of ten articles and ten failures


class Leaving:
    """Ends its process, as one that is out of memory does."""

    name = "leaving@1"

    def extract(self, articles: Iterable[Article]) -> Iterator[Extracted]:
        os._exit(9)
        yield from map(Document, articles)


def test_a_worker_that_dies_ends_the_load_and_does_not_hang_it(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    try:
        with pytest.raises(ExtractionFailed, match="fewer --workers"):
            load_articles(store, many(3), extractor=Leaving(), pool=processes(Leaving(), 2))
    finally:
        store.close()


def test_on_a_terminal_the_progress_has_a_rate_and_elsewhere_it_is_lines(articles: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "service", "load", str(articles), "--batch-size", "8"]
    leader, follower = pty.openpty()
    variables = {**os.environ, "LIAISON_STORE": f"sqlite:///{tmp_path}/store.db", "TERM": "xterm", "COLUMNS": "120"}
    seen = b""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=follower, env=variables) as process:
        os.close(follower)
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # Linux says so at the end
                break
            if not piece:
                break
            seen += piece
    os.close(leader)
    assert process.returncode == 0
    assert f"{COUNT} articles".encode() in seen
    assert b"/s" in seen
    plain = subprocess.run(command, cwd=ROOT, capture_output=True, env=variables, check=True)
    assert plain.stderr == f"{COUNT} articles\n".encode()


@pytest.mark.parametrize(("seconds", "told"), [(0.2, "1 s"), (25, "25 s"), (95, "2 min"), (7300, "2 h 2 min")])
def test_the_time_left_is_told_in_words(seconds: float, told: str) -> None:
    assert _time(seconds) == told
