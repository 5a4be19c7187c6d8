"""Measure `liaison load`: speed, memory, and its share of what the NLP pipeline alone does on the same texts.

    python -m bench.load --articles 10000 --workers 2

The load runs as its command does, in processes of its own; its memory is the sum over the whole process tree,
looked at every tenth of a second. The pipeline alone runs in as many processes, over the first of the same texts,
half before the load and half after it, so that what else the machine does falls on both.
"""

import contextlib
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer

from bench.articles import write
from bench.run import machine, say
from graph.model import Article

ALONE: Final = 1500
"""The most articles that the pipeline alone reads, before and after, in each process."""


@dataclass(frozen=True, slots=True)
class Run:
    """Wall-clock and CPU seconds, and the most memory of the process tree, in MiB: its own, and with files' pages."""

    seconds: float
    cpu: float
    memory: float
    mapped: float
    output: str


@dataclass(slots=True)
class Alone:
    """What the pipeline alone read: words, in seconds of each process that were added up."""

    words: int = 0
    seconds: float = 0.0
    cpu: float = 0.0


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _tree(root: int) -> Iterator[int]:
    yield root
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _tree(int(child))


def _memory(root: int) -> tuple[float, float]:
    """MiB that a process and all below it hold: their own, and with the pages of files (libraries, the mapped store).

    The latter are the system's to take back, and count once for each process that has them.
    """
    own = total = 0
    for process in _tree(root):
        try:
            status = Path(f"/proc/{process}/status").read_text()
        except OSError:  # gone since
            continue
        sizes = dict(re.findall(r"^(RssAnon|VmRSS):\s+(\d+) kB", status, re.MULTILINE))
        own += int(sizes.get("RssAnon", 0))
        total += int(sizes.get("VmRSS", 0))
    return own / 1024, total / 1024


def run(command: list[str]) -> Run:
    """Runs a command to its end. Raises CalledProcessError if it fails."""
    began, spent, most, mapped = time.perf_counter(), _cpu(), 0.0, 0.0
    with tempfile.TemporaryFile() as output, subprocess.Popen(command, stdout=output) as process:
        while process.poll() is None:
            with contextlib.suppress(OSError):  # it has just ended
                own, total = _memory(process.pid)
                most, mapped = max(most, own), max(mapped, total)
            time.sleep(0.1)
        seconds = time.perf_counter() - began
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        output.seek(0)
        return Run(seconds, _cpu() - spent, most, mapped, output.read().decode())


def read_alone(path: str, skip: int, count: int) -> None:
    """The pipeline alone over some of the texts, tokenized as the extractor does; prints words and seconds."""
    from loaders import passages
    from loaders.pipeline import RuleExtractor, _tokens
    from loaders.readers import read

    language = RuleExtractor(weights=None)._loaded()
    articles = [item for item in read([path]) if isinstance(item, Article)][skip : skip + count]
    texts = [passages.prepare(article) for article in articles]
    for _ in language.pipe(_tokens(language, text) for text in texts[:50]):
        pass  # warm: the first batch pays for what is loaded late
    began, spent = time.perf_counter(), time.process_time()
    for _ in language.pipe((_tokens(language, text) for text in texts), batch_size=64):
        pass
    words = sum(len(article.text.split()) for article in articles)
    sys.stdout.write(json.dumps([words, time.perf_counter() - began, time.process_time() - spent]))


def alone(path: Path, skip: int, count: int, processes: int, total: Alone) -> None:
    """Adds what as many processes, side by side, read."""
    command = [sys.executable, "-m", "bench.load", "alone", str(path), str(skip), str(count)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(processes)]
    for process in started:
        output, _ = process.communicate()
        words, seconds, cpu = json.loads(output)
        total.words += words
        total.seconds += seconds
        total.cpu += cpu


def main(
    articles: Annotated[int, typer.Option(help="How many articles.")] = 10_000,
    workers: Annotated[int, typer.Option(help="Of the load.")] = 2,
    seed: Annotated[int, typer.Option(help="Of the articles.")] = 1,
    store: Annotated[str, typer.Option(help="Where to load into; a new SQLite file without it.")] = "",
    options: Annotated[str, typer.Option(help="Further options of `liaison load`, separated by blanks.")] = "",
) -> None:
    """Load made-up articles and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        words = write(path, articles, seed)
        say(f"{articles:,} articles of {words / articles:.0f} words, on {machine()}")
        count = min(ALONE, articles // 2)
        total = Alone()
        alone(path, 0, count, workers, total)
        command = [sys.executable, "-m", "service", "load", str(path), "--json", "--workers", str(workers)]
        loaded = run([*command, "--store", store or f"sqlite:///{folder}/liaison.db", *options.split()])
        alone(path, articles - count, count, workers, total)
        for line in table(articles, words, workers, loaded, total):
            typer.echo(line)


def table(articles: int, words: int, workers: int, loaded: Run, total: Alone) -> Iterator[str]:
    report: dict[str, Any] = orjson.loads(loaded.output)
    speed, own = words / loaded.seconds, workers * total.words / total.seconds
    rate, own_rate = words / loaded.cpu, total.words / total.cpu
    yield "| | load | the NLP pipeline alone | share |"
    yield "|---|--:|--:|--:|"
    yield f"| words a second, {workers} processes | {speed:,.0f} | {own:,.0f} | {speed / own:.0%} |"
    yield f"| words a CPU-second | {rate:,.0f} | {own_rate:,.0f} | {rate / own_rate:.0%} |"
    yield f"| articles a second | {articles / loaded.seconds:.1f} | {own * articles / words:.1f} | |"
    yield f"| seconds | {loaded.seconds:.1f} | | |"
    yield f"| memory of all processes, MiB | {loaded.memory:,.0f} | | |"
    yield f"| with the pages of files, MiB | {loaded.mapped:,.0f} | | |"
    yield f"| the graph: entities, relations | {report['entities']:,}, {report['relations']:,} | | |"


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        read_alone(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        typer.run(main)
