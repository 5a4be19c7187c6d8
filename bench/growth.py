"""How cost grows with the graph, on SQLite in the process: writes docs/benchmarks/growth.svg and prints the table.

python -m bench.growth --edges 10000,100000,1000000
"""

import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer

from bench.generate import generate
from bench.plots import lines
from bench.queries import CLASSES, read_samples
from bench.run import DOCS, say
from bench.serve import MAX_PAGE
from graph.interchange import import_files
from graph.stores import open_store
from schema.execution import Engine, Limits

NODES_PER_EDGE: Final = 5
_PAGERANK: Final = "{ centrality(metric: PAGERANK, first: 10) { rank score entity { id } } }"


def measure(edges: int, *, requests: int, seed: int) -> dict[str, float]:
    """Milliseconds, p50, by class, and PageRank of the whole graph once, cold."""
    found: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        generate(graph, nodes=edges // NODES_PER_EDGE, edges=edges, seed=seed)
        store = open_store(f"sqlite:///{folder}/liaison.db")
        try:
            import_files(store, [graph])
            samples = read_samples(graph, seed)
            engine = Engine(store, limits=Limits(max_page=MAX_PAGE))
            for query in CLASSES:
                if query.name == "page_far":  # needs a cursor of the graph's own
                    continue
                random, times, text = Random(seed), [], query.text("") or ""
                for _ in range(requests):
                    variables = query.variables(samples, random)
                    begin = time.perf_counter()
                    engine.execute(text, variables)
                    times.append((time.perf_counter() - begin) * 1000)
                found[query.title] = sorted(times)[len(times) // 2]
            begin = time.perf_counter()
            engine.execute(_PAGERANK)
            found["PageRank of the whole graph, cold"] = (time.perf_counter() - begin) * 1000
        finally:
            store.close()
    return found


def main(
    edges: Annotated[str, typer.Option(help="Sizes, separated by commas.")] = "10000,100000,1000000",
    requests: Annotated[int, typer.Option(help="How many requests of each class.")] = 200,
    seed: Annotated[int, typer.Option(help="Of the graph and of the ids asked for.")] = 1,
) -> None:
    """Measure the same classes on graphs of several sizes."""
    sizes = [int(size) for size in edges.split(",")]
    found: dict[int, dict[str, float]] = {}
    for size in sizes:
        say(f"{size:,} edges")
        found[size] = measure(size, requests=requests, seed=seed)
    typer.echo(f"| ms, p50 | {' | '.join(f'{size:,} edges' for size in sizes)} |\n|---|{'--:|' * len(sizes)}")
    rows = {title: [found[size][title] for size in sizes] for title in found[sizes[0]]}
    for title, row in rows.items():
        typer.echo(f"| {title} | {' | '.join(f'{value:.2f}' for value in row)} |")
    lines(DOCS / "benchmarks" / "growth.svg", sizes, rows, "edges", "milliseconds, p50 (logarithmic)")


if __name__ == "__main__":
    typer.run(main)
