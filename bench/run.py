"""Measure imports and queries, and write the tables of docs/benchmarks.md.

make bench, or: python -m bench --nodes 200000 --edges 1000000 --stores sqlite,neo4j --requests 300
"""

import os
import platform
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Final

import apsw
import typer

from bench import measure
from bench.generate import generate
from bench.queries import CLASSES, QueryClass, Samples, read_samples
from bench.serve import IN_PROCESS, Execute, through_http
from graph.stores import open_store

REPORT: Final = Path(__file__).parent.parent / "docs" / "benchmarks.md"
_HOW: Final = """\
The graph is made up by `bench/generate.py` (seeded, so the same everywhere): persons, organizations, places, events and
articles, named as unevenly as in the news. Imports run in a process of their own, whose largest memory is given.

*compiled* is Liaison. *ordinary* is the same query over the same SQLite file by graphql-core's executor and resolvers
as tutorials have them (`bench/ordinary.py`): each runs a keyed statement for each parent, without batching. It has no
resolvers for traversal and search (–). Both are asked in the process, and through uvicorn on loopback over one
connection that is kept alive. Every class is {requests} requests, one after another, with other ids in each; events,
articles and neighbourhoods are asked of people in proportion to the events they took part in. Twenty answers of each
class were compared before anything was timed, and were equal."""


@dataclass(slots=True)
class Report:
    """What was measured, by store: imports by what was done, timings by class and contender."""

    imports: list[tuple[str, str, measure.Import]] = field(default_factory=list)
    timings: dict[str, dict[str, dict[str, measure.Timing]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def say(message: str) -> None:
    typer.echo(message, err=True)


def machine() -> str:
    """The machine in one line."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    kibibytes = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    memory = f", {kibibytes / 1024**2:.0f} GiB of memory" if kibibytes else ""
    return f"{os.cpu_count()} cores of {cpu}{memory}, {platform.system()} {platform.release()}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def software() -> str:
    packages = ("graphql-core", "apsw", "orjson", "uvicorn", "httpx")
    return ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)])


@contextmanager
def neo4j_url() -> Iterator[str]:
    """The Neo4j of NEO4J_URI, else the one that the tests start; it is emptied first."""
    from tests.neo4j.server import neo4j_server

    with neo4j_server() as url:
        store = open_store(url)
        store.clear()
        store.close()
        yield url


def measure_store(
    store: str, url: str, graph: Path, classes: tuple[QueryClass, ...], *, requests: int, seed: int, again: bool
) -> Report:
    report = Report()
    say(f"{store}: importing")
    report.imports.append((store, "into an empty store", measure.measure_import(url, graph)))
    if again:
        before = measure.fingerprint(url)
        say(f"{store}: importing the same again")
        report.imports.append((store, "the same again", measure.measure_import(url, graph)))
        same = measure.fingerprint(url) == before
        effect = "left the export as it was" if same else "changed the export"
        report.notes.append(f"{store}: importing the same again {effect}.")
    samples = read_samples(graph, seed)
    # The resolvers read the SQLite file; on Neo4j the engine stands alone.
    names = ("compiled", "ordinary") if store == "sqlite" else ("compiled",)
    with ExitStack() as stack:
        contenders = {name: stack.enter_context(IN_PROCESS[name](url)) for name in names}
        samples = measure.with_far_cursor(samples, contenders["compiled"])
        contenders |= {f"{name}, HTTP": stack.enter_context(through_http(name, url)) for name in names}
        own = {
            name: measure.ordinary_samples(samples) if name.startswith("ordinary") else samples for name in contenders
        }
        report.timings[store] = {
            query.name: _time_class(query, contenders, own, requests=requests, seed=seed) for query in classes
        }
    return report


def _time_class(
    query: QueryClass,
    contenders: dict[str, Execute],
    samples: dict[str, Samples],
    *,
    requests: int,
    seed: int,
) -> dict[str, measure.Timing]:
    say(f"  {query.name}")
    able = [name for name in contenders if query.ordinary or not name.startswith("ordinary")]
    measure.check_equal(query, [(contenders[name], samples[name]) for name in able], seed=seed)
    return {
        name: measure.time_queries(query, contenders[name], samples[name], requests=requests, seed=seed + 1)
        for name in able
    }


def tables(report: Report) -> Iterator[str]:
    yield "## Import\n"
    yield "| store | | nodes | edges | seconds | memory, MiB |"
    yield "|---|---|--:|--:|--:|--:|"
    for store, what, done in report.imports:
        yield f"| {store} | {what} | {done.nodes:,} | {done.edges:,} | {done.seconds:.1f} | {done.memory:,.0f} |"
    yield ""
    for note in report.notes:
        yield f"{note}\n"
    for store, classes in report.timings.items():
        columns = list(dict.fromkeys(name for row in classes.values() for name in row))
        yield f"## Queries, {store}\n"
        yield "Milliseconds, p50 / p99.\n"
        yield f"| query | answer, kB | {' | '.join(columns)} |"
        yield f"|---|--:|{'--:|' * len(columns)}"
        for name, row in classes.items():
            cells = " | ".join(_cell(row.get(column)) for column in columns)
            yield f"| {name} | {next(iter(row.values())).size / 1000:.1f} | {cells} |"
        yield ""


def _cell(timing: measure.Timing | None) -> str:
    return "–" if timing is None else f"{timing.p50:.2f} / {timing.p99:.2f}"


def document(report: Report, *, requests: int, command: str) -> str:
    load = f"load average {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    made = (
        f"Made by `{command}` on {datetime.now(UTC):%Y-%m-%d}, on {machine()} ({load}); {software()}, "
        f"SQLite {apsw.sqlite_lib_version()}."
    )
    return "\n\n".join(["# Benchmarks", made, _HOW.format(requests=requests), "\n".join(tables(report))])


def main(
    nodes: Annotated[int, typer.Option(help="How many nodes.")] = 200_000,
    edges: Annotated[int, typer.Option(help="How many edges.")] = 1_000_000,
    stores: Annotated[str, typer.Option(help="Of sqlite and neo4j, separated by commas.")] = "sqlite",
    classes: Annotated[str, typer.Option(help="Only the classes whose name has this in it.")] = "",
    requests: Annotated[int, typer.Option(help="How many requests of each class.")] = 300,
    seed: Annotated[int, typer.Option(help="Of the graph and of the ids asked for.")] = 1,
    again: Annotated[bool, typer.Option(help="Import a second time, and compare the exports.")] = True,
    write: Annotated[bool, typer.Option(help="Write docs/benchmarks.md, instead of printing it.")] = True,
) -> None:
    """Measure imports and queries, side by side with ordinary execution."""
    chosen = tuple(query for query in CLASSES if classes in query.name)
    report = Report()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = generate(folder / "graph", nodes=nodes, edges=edges, seed=seed)
        say(f"a graph of {made[0]:,} nodes and {made[1]:,} edges")
        for store in stores.split(","):
            url = f"sqlite:///{folder}/liaison.db" if store == "sqlite" else stack.enter_context(neo4j_url())
            part = measure_store(store, url, folder / "graph", chosen, requests=requests, seed=seed, again=again)
            report.imports += part.imports
            report.timings |= part.timings
            report.notes += part.notes
    text = document(report, requests=requests, command=shlex.join(["python", "-m", "bench", *sys.argv[1:]]))
    if write:
        REPORT.write_text(text, encoding="utf-8")
    typer.echo(text)


if __name__ == "__main__":
    typer.run(main)
