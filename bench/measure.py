"""Timing: imports in a process of their own, queries one after another, answers compared before they are timed."""

import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import orjson

from bench.queries import CURSOR_QUERY, FAR, PAGE, QueryClass, Samples
from bench.serve import Execute
from graph.interchange import export_jsonl, import_files
from graph.stores import open_store


@dataclass(frozen=True, slots=True)
class Import:
    """Seconds, and the most memory that the process held, in MiB."""

    seconds: float
    memory: float
    nodes: int
    edges: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds, and the mean size of an answer in bytes."""

    p50: float
    p99: float
    size: float


class Unequal(Exception):
    """Two contenders answered one query differently, or one refused it."""


def measure_import(url: str, directory: Path) -> Import:
    """Imports a folder in a new process, so that the memory is the import's alone."""
    command = [sys.executable, "-m", "bench.measure", url, str(directory)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return Import(**orjson.loads(done.stdout))


def _import(url: str, directory: Path) -> None:
    begin = time.perf_counter()
    store = open_store(url)
    summary = import_files(store, [directory])
    store.close()
    seconds = time.perf_counter() - begin
    # Linux counts kibibytes.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {"seconds": seconds, "memory": memory, "nodes": summary.nodes, "edges": summary.edges}
    sys.stdout.write(orjson.dumps(result).decode())


def fingerprint(url: str) -> str:
    """A digest of everything that the store exports."""
    store = open_store(url, create=False)
    with tempfile.TemporaryDirectory() as folder:
        export_jsonl(store, Path(folder))
        total = hashlib.sha256()
        for path in sorted(Path(folder).iterdir()):
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
    store.close()
    return total.hexdigest()


def with_far_cursor(samples: Samples, compiled: Execute) -> Samples:
    """The samples with the engine's own cursor before page FAR."""
    answer = orjson.loads(compiled(CURSOR_QUERY, {"first": PAGE * (FAR - 1)}))
    return replace(samples, far=answer["data"]["events"]["pageInfo"]["endCursor"])


def ordinary_samples(samples: Samples) -> Samples:
    """The samples with the resolvers' cursor, which is an offset."""
    return replace(samples, far=str(PAGE * (FAR - 1)))


def check_equal(
    query: QueryClass, contenders: Sequence[tuple[Execute, Samples]], *, seed: int, count: int = 20
) -> None:
    """Raises Unequal unless all contenders answer `count` requests alike and without errors."""
    randoms = [Random(seed) for _ in contenders]
    for _ in range(count):
        answers = [
            orjson.loads(execute(query.text, query.variables(samples, random)))
            for (execute, samples), random in zip(contenders, randoms, strict=True)
        ]
        if "errors" in answers[0] or any(answer != answers[0] for answer in answers[1:]):
            raise Unequal(f"{query.name}: {' / '.join(str(answer)[:400] for answer in answers)}")


def time_queries(query: QueryClass, execute: Execute, samples: Samples, *, requests: int, seed: int) -> Timing:
    """Times each request by itself, with other ids in each, after a tenth as many to warm up."""
    random = Random(seed)
    times: list[float] = []
    size = 0
    for number in range(-max(3, requests // 10), requests):
        variables = query.variables(samples, random)
        begin = time.perf_counter()
        answer = execute(query.text, variables)
        elapsed = time.perf_counter() - begin
        if number >= 0:
            times.append(elapsed * 1000)
            size += len(answer)
    times.sort()
    return Timing(times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)], size / requests)


if __name__ == "__main__":
    _import(sys.argv[1], Path(sys.argv[2]))
