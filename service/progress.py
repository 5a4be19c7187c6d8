"""How far a long command is, told on standard error, and how it is stopped."""

import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import typer

from service.output import say

_FIRST_LINE: Final = 10.0
"""Seconds to the first line where there is no terminal; later ones come ever more rarely."""
_INTERRUPTED: Final = 128
"""Exit status of a command that a signal stopped: this and the signal's number, as shells say it."""

Advance = Callable[[int], None]


@contextmanager
def progress(what: str, count: Callable[[], int | None] = lambda: None) -> Iterator[Advance]:
    """Tells how far it is: a bar on a terminal, a line now and then elsewhere; with rate and, once `count` has told
    how many there are, time left. `count` runs in a thread; if it fails, nothing is said of the time left.
    """
    total = _Total(count)
    if sys.stderr.isatty():
        with _bar(what, total) as advance:
            yield advance
        return
    lines = _Lines(what, total)
    yield lines.advance
    lines.end()


class _Total:
    """How many there are, None until it is known."""

    def __init__(self, count: Callable[[], int | None]) -> None:
        self.known: int | None = None
        threading.Thread(target=self._count, args=(count,), daemon=True).start()

    def _count(self, count: Callable[[], int | None]) -> None:
        try:
            self.known = count()
        except Exception:
            self.known = None


@contextmanager
def _bar(what: str, total: _Total) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(TextColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.1f}/s" if task.speed else "")

    columns = (
        SpinnerColumn(), BarColumn(), TextColumn("{task.completed:,.0f} " + what), Rate(""), TimeElapsedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    # Batches end seconds apart: a rate over half a minute would jump.
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=120) as bar:
        task = bar.add_task("", total=None)

        def advance(count: int) -> None:
            bar.update(task, advance=count, total=total.known)

        yield advance


class _Lines:
    """Lines with the rate of the last minutes; each at least a tenth of the whole time after the one before."""

    def __init__(self, what: str, total: _Total) -> None:
        self._what, self._total = what, total
        self._done = self._told = 0
        self._began = time.monotonic()
        self._next = self._began + _FIRST_LINE
        self._recent: deque[tuple[float, int]] = deque([(self._began, 0)], maxlen=16)

    def advance(self, count: int) -> None:
        self._done += count
        now = time.monotonic()
        self._recent.append((now, self._done))
        if now >= self._next:
            self._told = self._done
            self._next = now + max(_FIRST_LINE, (now - self._began) / 10)
            say(f"{self._done:,} {self._what}{self._speed(now)}")

    def _speed(self, now: float) -> str:
        since, before = self._recent[0]
        rate = (self._done - before) / (now - since) if now > since else 0.0
        if not rate:
            return ""
        total = self._total.known
        left = f", {_time((total - self._done) / rate)} left" if total and total > self._done else ""
        return f", {rate:,.1f} a second{left}"

    def end(self) -> None:
        if self._done != self._told:
            say(f"{self._done:,} {self._what}")


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{max(1, round(seconds))} s"


@contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C and SIGTERM end what runs inside in good order: the open transaction is undone, processes are ended."""
    stopped = 0

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = number
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # only the main thread may handle signals
        yield
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        say("interrupted: what was written stays; the same command goes on from there")
        raise typer.Exit(_INTERRUPTED + (stopped or signal.SIGINT)) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
