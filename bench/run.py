"""Measure imports and queries side by side with what one could use instead, and write docs/benchmarks.md.

make bench, or: python -m bench --nodes 200000 --edges 1000000 --requests 300
"""

import os
import platform
import shlex
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Annotated, Final

import apsw
import orjson
import typer

from bench import measure, serve
from bench.generate import generate
from bench.plots import bars
from bench.queries import CLASSES, FAR, QueryClass, Samples, read_samples
from bench.serve import PEERS, Contender
from graph.stores import open_store

DOCS: Final = Path(__file__).parent.parent / "docs"
SQLITE: Final = "Liaison, SQLite"
NEO4J: Final = "Liaison, Neo4j"
FLOOR: Final = "floor"
OTHERS: Final = ("@neo4j/graphql, Apollo", "@neo4j/graphql, Yoga", "strawberry")
NAMES: Final = (SQLITE, NEO4J, *OTHERS, FLOOR)
HEAP: Final = "4g"
"""Of the Neo4j that all share: a peer reads every event before it cuts page 50 out of them."""
_NOTHING: Final = "{ __typename }"
_REST_SECONDS: Final = 0.5
_HOW: Final = """\
The graph is made up by `bench/generate.py` (seeded, so the same everywhere): persons, organizations, places, events and
articles, named as unevenly as in the news. Every class has its query in `bench/classes` in the language of each
contender, and {requests} requests, one after another over one connection that is kept alive, with other ids in each;
events, articles and neighbourhoods are asked of people in proportion to the events they took part in. Before anything
is timed, {checks} answers of each class are brought into one shape and compared; a class in which they differ is
not timed, and named.

- *Liaison* is `liaison serve`, one process, over SQLite and over Neo4j {neo4j}.
- *@neo4j/graphql* {peer} runs behind Apollo Server and GraphQL Yoga on Node, *strawberry* {strawberry} on uvicorn as
  its tutorials write it, with dataloaders (`bench/peers`). They read the same nodes in the same Neo4j and have its
  indexes.
- The *floor* is Cypher written by hand, asked through the Python driver without any server."""


@dataclass(slots=True)
class Report:
    """What was measured: imports by store; timings and answers a second by class and contender."""

    imports: list[tuple[str, str, measure.Import]] = field(default_factory=list)
    timings: dict[str, dict[str, measure.Timing]] = field(default_factory=dict)
    rates: dict[str, dict[str, float]] = field(default_factory=dict)
    nothing: dict[str, measure.Timing] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    first: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    """Classes that two contenders answered differently."""


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
    packages = ("graphql-core", "apsw", "orjson", "uvicorn", "neo4j")
    return ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)])


@contextmanager
def neo4j_url() -> Iterator[str]:
    """The Neo4j of NEO4J_URI, else the one that the tests start; it is emptied first."""
    from tests.neo4j.server import neo4j_server

    with neo4j_server(heap=HEAP) as url:
        store = open_store(url)
        store.clear()
        store.close()
        yield url


def import_into(report: Report, store: str, url: str, graph: Path) -> None:
    say(f"{store}: importing")
    report.imports.append((store, "into an empty store", measure.measure_import(url, graph)))
    if store == "sqlite":
        before = measure.fingerprint(url)
        say(f"{store}: importing the same again")
        report.imports.append((store, "the same again", measure.measure_import(url, graph)))
        same = measure.fingerprint(url) == before
        effect = "left the export as it was" if same else "changed the export"
        report.notes.append(f"{store}: importing the same again {effect}.")


@contextmanager
def contenders(names: Sequence[str], sqlite: str, bolt: str) -> Iterator[list[Contender]]:
    """All servers at once, so that they take turns in the same minutes."""
    commands: dict[str, tuple[str, Callable[[], list[str]]]] = {
        SQLITE: ("", lambda: serve.liaison(sqlite)),
        NEO4J: ("", lambda: serve.liaison(bolt)),
        OTHERS[0]: ("neo4j", lambda: serve.neo4j_graphql("apollo", bolt)),
        OTHERS[1]: ("neo4j", lambda: serve.neo4j_graphql("yoga", bolt)),
        OTHERS[2]: ("strawberry", lambda: serve.tutorial(bolt)),
    }
    with ExitStack() as stack:
        found = []
        for name in names:
            if name == FLOOR:
                found.append(stack.enter_context(serve.floor(bolt)))
            else:
                dialect, command = commands[name]
                found.append(stack.enter_context(serve.server(name, dialect, command())))
        yield found


def measure_class(
    report: Report, query: QueryClass, able: Sequence[tuple[Contender, Samples]], *, requests: int, checks: int,
    clients: int, seconds: int, seed: int,
) -> None:  # fmt: skip
    say(f"  {query.title}")
    able = [(one, samples) for one, samples in able if _answers(report, query, one, samples, seed=seed)]
    try:
        measure.check_equal(query, able, seed=seed, count=checks)
    except measure.Unequal as difference:
        report.different.append(f"{query.title}: not timed, as answers differ: {difference}")
        return
    report.timings[query.name] = {
        one.name: measure.time_queries(query, one, samples, requests=requests, seed=seed + 1) for one, samples in able
    }
    rates = report.rates[query.name] = {}
    for one, samples in able:
        if one.port is not None and seconds:
            try:
                rates[one.name] = measure.throughput(
                    query, one, samples, clients=clients, seconds=seconds, seed=seed + 2
                )
            except measure.Unequal as failure:
                report.notes.append(f"{failure}.")
            time.sleep(_REST_SECONDS)  # what is under way must not burden the next


def _answers(report: Report, query: QueryClass, one: Contender, samples: Samples, *, seed: int) -> bool:
    """Whether the contender answers at all; one that refuses sits this class out, and the report says so."""
    try:
        one.said(query, query.variables(samples, Random(seed)))
    except serve.Refused as refusal:
        report.notes.append(f"{refusal}.")
        return False
    return True


def run(report: Report, names: Sequence[str], classes: Sequence[QueryClass], graph: Path, urls: tuple[str, str],
        *, requests: int, checks: int, clients: int, seconds: int, seed: int) -> None:  # fmt: skip
    samples = read_samples(graph, seed)
    with contenders(names, *urls) as all_:
        own = {one.name: replace(samples, far=serve.far_variables(one, FAR)) for one in all_}
        for one in all_:
            if one.port is not None:
                report.nothing[one.name] = measure.time_text(one, _NOTHING, requests=requests)
        for query in classes:
            able = [(one, own[one.name]) for one in all_ if query.text(one.dialect) is not None]
            measure_class(
                report, query, able, requests=requests, checks=checks, clients=clients, seconds=seconds, seed=seed
            )
        report.memory = {one.name: measure.memory(one.process) for one in all_ if one.process}


def document(report: Report, *, command: str, requests: int, checks: int, clients: int) -> Iterator[str]:
    load = f"load average {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    yield "# Benchmarks\n"
    yield (
        f"Made by `{command}` on {datetime.now(UTC):%Y-%m-%d}, on {machine()} ({load}); {software()}, "
        f"SQLite {apsw.sqlite_lib_version()}.\n"
    )
    peers = orjson.loads((PEERS / "package.json").read_bytes())["dependencies"]
    yield _HOW.format(
        requests=requests, checks=checks, neo4j="5.26", peer=peers["@neo4j/graphql"],
        strawberry=version("strawberry-graphql") if any("strawberry" in row for row in report.timings.values()) else "",
    ) + "\n"  # fmt: skip
    yield from _imports(report)
    columns = [name for name in NAMES if any(name in row for row in report.timings.values())]
    titles = {query.name: query.title for query in CLASSES}
    yield "## One client\n\nMilliseconds, p50 / p99.\n"
    yield "![p50 by class](benchmarks/latency.svg)\n"
    yield f"| query | answer, kB | {' | '.join(columns)} |"
    yield f"|---|--:|{'--:|' * len(columns)}"
    for name, row in report.timings.items():
        cells = " | ".join(_cell(row.get(column)) for column in columns)
        yield f"| {titles[name]} | {next(iter(row.values())).size / 1000:.1f} | {cells} |"
    if report.nothing:
        cells = " | ".join(_cell(report.nothing.get(column)) for column in columns)
        yield f"| nothing: `{_NOTHING}` | 0.0 | {cells} |"
    yield ""
    if any(report.rates.values()):
        yield f"## {clients} clients\n\nAnswers a second, of one server process.\n"
        yield "![answers a second by class](benchmarks/throughput.svg)\n"
        served = [name for name in columns if name != FLOOR]
        yield f"| query | {' | '.join(served)} |"
        yield f"|---|{'--:|' * len(served)}"
        for name, rates in report.rates.items():
            cells = " | ".join(f"{rates[column]:,.0f}" if column in rates else "–" for column in served)
            yield f"| {titles[name]} | {cells} |"
        yield ""
    if report.different:
        yield "## Not timed\n"
        yield from (f"- {difference[:300]}" for difference in report.different)
        yield ""
    yield from _ratios(report, titles)
    if report.first:
        yield "## The first answer of a new text\n"
        yield "Parse, validate, plan and compile, without the store; p50 of 20, ms.\n"
        yield ", ".join(f"{titles[name]} {value:.1f}" for name, value in report.first.items()) + ".\n"
    if report.memory:
        yield "## Memory of the servers at the end\n"
        yield ", ".join(f"{name} {value:.0f} MiB" for name, value in report.memory.items()) + ".\n"


def _imports(report: Report) -> Iterator[str]:
    if not report.imports:
        return
    yield "## Import\n\nIn a process of its own, whose largest memory is given.\n"
    yield "| store | | nodes | edges | seconds | memory, MiB |"
    yield "|---|---|--:|--:|--:|--:|"
    for store, what, done in report.imports:
        yield f"| {store} | {what} | {done.nodes:,} | {done.edges:,} | {done.seconds:.1f} | {done.memory:,.0f} |"
    yield ""
    for note in report.notes:
        yield f"{note}\n"


def _ratios(report: Report, titles: dict[str, str]) -> Iterator[str]:
    """How the figures stand to the aims."""
    compared = [(name, row) for name, row in report.timings.items() if any(peer in row for peer in OTHERS)]
    if not compared:
        return
    empty = report.nothing.get(SQLITE)
    yield "## Ratios of this run\n"
    yield (
        "The faster peer's time by Liaison's on Neo4j (aim: 2, and 3 where the peer takes over 5 ms), the throughput "
        "by the faster peer's (aim: 1), and Liaison on SQLite against the floor and an empty answer over HTTP (aim: "
        "below).\n"
    )
    yield "| query | p50 | p99 | throughput | SQLite, ms | floor + empty, ms |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name, row in compared:
        peers = [row[peer] for peer in OTHERS if peer in row]
        own, small, floor = row.get(NEO4J), row.get(SQLITE), row.get(FLOOR)
        rates = report.rates.get(name, {})
        best_rate = max((rates[peer] for peer in OTHERS if peer in rates), default=0.0)
        p50 = min(timing.p50 for timing in peers) / own.p50 if own else 0
        p99 = min(timing.p99 for timing in peers) / own.p99 if own else 0
        aim = 3 if min(timing.p50 for timing in peers) > 5 else 2
        rate = rates[NEO4J] / best_rate if best_rate and NEO4J in rates else 0
        limit = floor.p50 + empty.p50 if floor and empty else 0
        yield (
            f"| {titles[name]} | {_mark(p50, aim)} | {_mark(p99, aim)} | {_mark(rate, 1)} | "
            f"{f'{small.p50:.2f}' if small else '–'} | {f'{limit:.2f}' if limit else '–'}"
            f"{' (missed)' if small and limit and small.p50 > limit else ''} |"
        )
    yield ""


def _mark(value: float, aim: float) -> str:
    return "–" if not value else f"{value:.1f}×" + ("" if value >= aim else " (missed)")


def _cell(timing: measure.Timing | None) -> str:
    return "–" if timing is None else f"{timing.p50:.2f} / {timing.p99:.2f}"


def main(
    nodes: Annotated[int, typer.Option(help="How many nodes.")] = 200_000,
    edges: Annotated[int, typer.Option(help="How many edges.")] = 1_000_000,
    only: Annotated[str, typer.Option(help=f"Of {', '.join(NAMES)}: those with this in them; all without.")] = "",
    classes: Annotated[str, typer.Option(help="Only the classes whose name has this in it.")] = "",
    requests: Annotated[int, typer.Option(help="How many requests of each class, one after another.")] = 300,
    checks: Annotated[int, typer.Option(help="How many answers of each class are compared first.")] = 20,
    clients: Annotated[int, typer.Option(help="How many clients ask at once.")] = 16,
    seconds: Annotated[int, typer.Option(help="How long they do, for each class and contender; 0: not at all.")] = 5,
    seed: Annotated[int, typer.Option(help="Of the graph and of the ids asked for.")] = 1,
    write: Annotated[bool, typer.Option(help="Write docs/benchmarks.md, beside printing it.")] = True,
) -> None:
    """Measure imports and queries, side by side with what one could use instead."""
    names = [name for name in NAMES if only.casefold() in name.casefold()]
    chosen = [query for query in CLASSES if classes in query.name]
    report = Report()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = generate(folder / "graph", nodes=nodes, edges=edges, seed=seed)
        say(f"a graph of {made[0]:,} nodes and {made[1]:,} edges")
        sqlite, bolt = f"sqlite:///{folder}/liaison.db", ""
        import_into(report, "sqlite", sqlite, folder / "graph")
        if set(names) != {SQLITE}:
            bolt = stack.enter_context(neo4j_url())
            import_into(report, "neo4j", bolt, folder / "graph")
        report.first = measure.first_answers(sqlite, read_samples(folder / "graph", seed), seed=seed)
        run(report, names, chosen, folder / "graph", (sqlite, bolt), requests=requests, checks=checks, clients=clients,
            seconds=seconds, seed=seed)  # fmt: skip
    command = shlex.join(["python", "-m", "bench", *sys.argv[1:]])
    text = "\n".join(document(report, command=command, requests=requests, checks=checks, clients=clients))
    if write:
        (DOCS / "benchmarks.md").write_text(text, encoding="utf-8")
        titles = {query.name: query.title for query in CLASSES}
        p50 = {titles[name]: {who: timing.p50 for who, timing in row.items()} for name, row in report.timings.items()}
        bars(DOCS / "benchmarks" / "latency.svg", p50, "milliseconds, p50 (logarithmic)")
        if any(report.rates.values()):
            rates = {titles[name]: row for name, row in report.rates.items()}
            bars(DOCS / "benchmarks" / "throughput.svg", rates, "answers a second (logarithmic)")
    typer.echo(text)
    if report.different:
        say("answers differed: " + "; ".join(report.different))
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
