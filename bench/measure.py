"""Timing: imports in a process of their own, queries one after another, answers compared before they are timed."""

import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import orjson

from bench.queries import CLASSES, QueryClass, Samples
from bench.serve import MAX_PAGE, PEERS, Contender, body, node
from graph.interchange import export_jsonl, import_files
from graph.stores import open_store
from schema.execution import Engine, Limits

_BODIES: Final = 500
"""Different requests under load."""


@dataclass(frozen=True, slots=True)
class Import:
    """Seconds, and the most memory that the process held, in MiB."""

    seconds: float
    memory: float
    nodes: int
    edges: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds, and the mean size of an answer in bytes (rows, of the floor)."""

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


def check_equal(query: QueryClass, contenders: Sequence[tuple[Contender, Samples]], *, seed: int, count: int) -> None:
    """Raises Unequal unless all contenders answer `count` requests alike."""
    randoms = [Random(seed) for _ in contenders]
    for _ in range(count):
        asked = [query.variables(samples, random) for (_, samples), random in zip(contenders, randoms, strict=True)]
        said = [one.said(query, variables) for (one, _), variables in zip(contenders, asked, strict=True)]
        for (contender, _), other in zip(contenders, said, strict=True):
            if other != said[0]:
                raise Unequal(
                    f"{query.name} {asked[0]}: {contenders[0][0].name} says {_short(said[0])}, "
                    f"{contender.name} says {_short(other)}"
                )


def _short(value: object) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) < 600 else f"{text[:600]}… ({len(text)} characters)"


def time_queries(query: QueryClass, contender: Contender, samples: Samples, *, requests: int, seed: int) -> Timing:
    """Times each request by itself, with other ids in each, after a tenth as many to warm up."""
    text, random = query.text(contender.dialect), Random(seed)
    assert text is not None, "only classes that the contender has are timed"
    times: list[float] = []
    size = 0
    for number in range(-max(3, requests // 10), requests):
        variables = query.variables(samples, random)
        begin = time.perf_counter()
        answer = contender.ask(text, variables)
        elapsed = time.perf_counter() - begin
        if number >= 0:
            times.append(elapsed * 1000)
            size += len(answer)
    times.sort()
    return Timing(times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)], size / requests)


def time_text(contender: Contender, text: str, *, requests: int) -> Timing:
    """Times one text without variables."""
    times = []
    for _ in range(requests):
        begin = time.perf_counter()
        contender.ask(text, {})
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    return Timing(times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)], 0)


def throughput(
    query: QueryClass, contender: Contender, samples: Samples, *, clients: int, seconds: int, seed: int
) -> float:
    """Answers a second to so many clients at once. Raises Unequal if any request fails.

    autocannon asks, on Node and in a process of its own: a Python client is slower than what it would measure.
    """
    text, random = query.text(contender.dialect), Random(seed)
    assert text is not None, "only classes that the contender has are timed"
    bodies = [body(text, query.variables(samples, random)).decode() for _ in range(_BODIES)]
    asked = orjson.dumps({"port": contender.port, "bodies": bodies, "connections": clients, "seconds": seconds})
    done = subprocess.run([node(), str(PEERS / "load.mjs")], input=asked, stdout=subprocess.PIPE, check=True)
    result = orjson.loads(done.stdout)
    if result["failed"]:
        raise Unequal(f"{contender.name}: {result['failed']} requests of {query.name} failed under load")
    return float(result["perSecond"])


def memory(process: int) -> float:
    """MiB that a process holds of its own (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


def first_answers(url: str, samples: Samples, *, seed: int) -> dict[str, float]:
    """Milliseconds, by class, from a query text that the engine has not seen to a statement: no store is asked."""
    store = open_store(url, create=False)
    engine = Engine(store, limits=Limits(max_page=MAX_PAGE))
    found: dict[str, float] = {}
    try:
        for query in CLASSES:
            text, times = query.text("") or "", []
            variables = query.variables(samples, Random(seed))
            for number in range(20):
                begin = time.perf_counter()
                engine.prepare(f"{text}# {number}", variables)
                times.append((time.perf_counter() - begin) * 1000)
            found[query.name] = sorted(times)[len(times) // 2]
    finally:
        store.close()
    return found


if __name__ == "__main__":
    _import(sys.argv[1], Path(sys.argv[2]))
