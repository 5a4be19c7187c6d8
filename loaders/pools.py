"""Where extraction runs: in this process, in threads or in processes. Documents come back in the order asked for.

    in_process   when its documents are asked for; nothing runs beside
    threads      for an extractor that waits for a network
    processes    for one that computes; each process loads its own pipeline once

`loaders.cluster` has one more, for several machines.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import connection, get_context, parent_process
from typing import Final, Protocol

from graph.errors import ExtractionFailed
from graph.model import Article, Document
from loaders.readers import ReadFailure

PIECE: Final = 64
"""Articles that one process reads at a time: seconds of work, so that handing them over costs nothing."""


Extracted = Document | ReadFailure


class Extractor(Protocol):
    """Makes a document of each article, or says why it cannot, in order. `name` tells one extractor, and its version,
    from another. Raises ExtractionFailed where no article can be read any more.
    """

    @property
    def name(self) -> str: ...

    def extract(self, articles: Iterable[Article]) -> Iterator[Extracted]: ...


Pending = Callable[[], list[Extracted]]
"""Documents under way: waits for them. Raises ExtractionFailed where they are lost."""


@dataclass(frozen=True, slots=True)
class Pool:
    """`start` has some articles extracted; `ahead` is how many batches may be under way beside the one that is
    written, so that what is held in memory is bounded; `piece` is how many articles to start at a time."""

    start: Callable[[Sequence[Article]], Pending]
    close: Callable[[], None] = field(default=lambda: None)
    ahead: int = 0
    piece: int = PIECE


def in_process(extractor: Extractor) -> Pool:
    return Pool(lambda articles: lambda: list(extractor.extract(articles)))


def threads(extractor: Extractor, count: int) -> Pool:
    """Threads that share the extractor, which must be thread-safe; an article at a time each."""
    return _of(ThreadPoolExecutor(count), lambda articles: list(extractor.extract(articles)), piece=1)


def processes(extractor: Extractor, count: int) -> Pool:
    """Processes that end with this one, however it ends."""
    # spawn, not fork: threads of a running service do not survive a fork
    executor = ProcessPoolExecutor(count, get_context("spawn"), _start_worker, (extractor,))
    return _of(executor, _extract_piece)


def _of(executor: Executor, extract: Callable[[Sequence[Article]], list[Extracted]], piece: int = PIECE) -> Pool:
    def start(articles: Sequence[Article]) -> Pending:
        future = executor.submit(extract, articles)

        def documents() -> list[Extracted]:
            try:
                return future.result()
            except BrokenProcessPool:
                raise ExtractionFailed(
                    "a process that read articles was ended from outside, perhaps for want of memory; what was "
                    "written stays: load the same again, with fewer --workers"
                ) from None

        return documents

    return Pool(start, lambda: executor.shutdown(cancel_futures=True), ahead=1, piece=piece)


_extractor: Extractor | None = None


def _start_worker(extractor: Extractor) -> None:
    global _extractor
    _extractor = extractor
    # Ctrl-C goes to every process of the terminal: the one that writes decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _extract_piece(articles: Sequence[Article]) -> list[Extracted]:
    assert _extractor is not None, "set by _start_worker"
    return list(_extractor.extract(articles))
