"""The commands that change the store or copy it: load, forget, export."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from graph.errors import BadArgument
from service.options import STORE, with_settings
from service.output import clean, say, write_json
from service.progress import progress, stoppable
from service.settings import Settings

if TYPE_CHECKING:
    from graph.model import Document
    from graph.stores import Store
    from loaders.readers import ReadFailure

GRAPH_FORMAT: Final = "graph-jsonl"
_GRAPH_FILES: Final = frozenset({"nodes.jsonl", "edges.jsonl", "mentions.jsonl", "redirects.jsonl"})


class ExportFormat(StrEnum):
    JSONL = "jsonl"


@with_settings(*STORE, "model")
def load(
    paths: Annotated[list[str], typer.Argument(metavar="PATH|-", help="Files, folders, globs; - is standard input.")],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", help=f"samples, text, json, jsonl or {GRAPH_FORMAT}; found by content and ending without it."
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When articles that do not say were published.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be stored, and store nothing.")] = False,
    workers: Annotated[int, typer.Option(help="Processes that read articles.", min=1)] = 1,
    batch_size: Annotated[int, typer.Option(help="Articles written at a time.", min=1)] = 1024,
    map_type: Annotated[
        list[str] | None,
        typer.Option(metavar="TYPE=TYPE", help="A type of a prepared graph, and the one it becomes; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the report as JSON.")] = False,
    *,
    settings: Settings,
) -> None:
    """Read articles, or a prepared graph (nodes.jsonl, edges.jsonl), into the store.

    Exit status 1 if some articles failed; the others are loaded. A load that is interrupted goes on from there when the
    same command is given again.
    """
    from service.backend import opened

    graphs = [path for path in paths if format_ == GRAPH_FORMAT or _is_graph(path)]
    articles = [path for path in paths if path not in graphs]
    with opened(settings, create=True) as backend:
        report: dict[str, Any] = {}
        if graphs:
            report |= _load_graphs(backend.store(), graphs, _mapped(map_type or ()), dry_run=dry_run)
        if articles:
            report |= _load_articles(
                backend.store(),
                articles,
                settings,
                format=format_,
                published=published,
                dry_run=dry_run,
                workers=workers,
                batch_size=batch_size,
                as_json=as_json,
            )
        if not dry_run:
            statistics = backend.store().statistics()
            report["entities"] = sum(statistics.entities.values())
            report["relations"] = sum(statistics.relations.values())
    if as_json:
        write_json(report)
    else:
        typer.echo(_report_line(report))
    if report.get("failed_count"):
        raise typer.Exit(1)


def _is_graph(path: str) -> bool:
    place = Path(path)
    return place.name in _GRAPH_FILES or (place.is_dir() and any((place / name).is_file() for name in _GRAPH_FILES))


def _mapped(pairs: Sequence[str]) -> dict[str, str]:
    mapped = dict(pair.partition("=")[::2] for pair in pairs)
    for old, new in mapped.items():
        if not old or not new:
            raise BadArgument(f"--map-type: {old!r} has no other type; write EMPLOYED_BY=HOLDS_ROLE")
    return mapped


def _load_graphs(store: "Store", paths: Sequence[str], mapped: Mapping[str, str], *, dry_run: bool) -> dict[str, Any]:
    from graph.interchange import import_files, read_files

    places = [Path(path) for path in paths]
    if dry_run:
        records = read_files(places, map_types=mapped)
        return {
            "nodes": sum(1 for _ in records.entities),
            "edges": sum(1 for _ in records.relations),
            "mentions": sum(1 for _ in records.mentions),
        }
    with progress("records") as advance:
        summary = import_files(store, places, map_types=mapped, progress=advance)
    return {"nodes": summary.nodes, "edges": summary.edges, "mentions": summary.mentions}


def _load_articles(
    store: "Store",
    paths: Sequence[str],
    settings: Settings,
    *,
    dry_run: bool,
    workers: int,
    as_json: bool,
    format: str | None,
    published: str | None,
    batch_size: int,
) -> dict[str, Any]:
    from loaders.pipeline import Listener
    from loaders.pipeline import load as load_paths
    from service.loading import count, extractor, pool

    documents: list[dict[str, Any]] = []

    def found(document: "Document") -> None:
        described = _described(document)
        if as_json:
            documents.append(described)
        else:
            lines = (f"{described['title']}  {described['id']}", *described["found"], *described["claims"])
            typer.echo(clean("\n  ".join(lines)))

    engine = extractor(settings.model)
    with stoppable(), progress("articles", lambda: count(paths, format)) as advance:
        report = load_paths(
            store,
            paths,
            extractor=engine,
            pool=pool(engine, workers=workers),
            batch_size=batch_size,
            listener=Listener(progress=advance, failure=_say_failure, found=found),
            dry_run=dry_run,
            format=format,
            published=published,
        )
    return {
        **({"documents": documents} if dry_run and as_json else {}),
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "failed": [
            {"source": failure.source, "line": failure.line, "message": failure.message, "code": failure.code}
            for failure in report.failures
        ],
        "failed_count": report.failed,
        "seconds": round(report.seconds, 2),
    }


def _say_failure(failure: "ReadFailure") -> None:
    where = failure.source if failure.line is None else f"{failure.source}:{failure.line}"
    say(f"{failure.code}: {where}: {failure.message}")


def _described(document: "Document") -> dict[str, Any]:
    """What a dry run found in an article."""
    return {
        "id": document.article.id,
        "title": document.article.title,
        "found": [f"{chain.kind.value.lower()} {chain.name} · {len(chain.mentions)}" for chain in document.chains],
        "claims": [
            f"{document.chains[claim.source].name} {claim.type.value.replace('_', ' ').lower()} "
            f"{document.chains[claim.target].name} · {claim.status.value.lower()} · {claim.extractor}"
            for claim in document.claims
        ],
    }


def _report_line(report: Mapping[str, Any]) -> str:
    parts = []
    if "nodes" in report:
        parts.append(f"graph: {report['nodes']:,} nodes, {report['edges']:,} edges, {report['mentions']:,} mentions")
    if "new" in report:
        parts.append(
            f"articles: {report['new']:,} new, {report['changed']:,} changed, {report['unchanged']:,} unchanged, "
            f"{report['failed_count']:,} failed, in {report['seconds']:.1f} s"
        )
    if "entities" in report:
        parts.append(f"the store holds {report['entities']:,} entities and {report['relations']:,} relations")
    else:
        parts.append("nothing was stored")
    return "\n".join(parts)


@with_settings(*STORE)
def forget(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Ids of articles.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write the ids that were forgotten as JSON.")] = False,
    *,
    settings: Settings,
) -> None:
    """Drop articles, with all that only they state. Exit status 1 if one of them was not there."""
    from service.backend import opened

    with opened(settings) as backend:
        forgotten = backend.store().forget(articles)
    if as_json:
        write_json(forgotten)
    else:
        typer.echo("\n".join(f"forgot {article}" for article in forgotten), nl=bool(forgotten))
    missing = sorted(set(articles) - set(forgotten))
    for article in missing:
        say(f"NOT_FOUND: {article!r} is no article in this store")
    if missing:
        raise typer.Exit(1)


@with_settings(*STORE)
def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write into.")],
    format_: Annotated[ExportFormat, typer.Option("--format", help="The format.")] = ExportFormat.JSONL,
    *,
    settings: Settings,
) -> None:
    """Write the whole graph into a folder; the same graph makes the same bytes."""
    from graph.interchange import export_jsonl
    from service.backend import opened

    writers = {ExportFormat.JSONL: export_jsonl}
    with opened(settings) as backend:
        summary = writers[format_](backend.store(), directory)
    typer.echo(f"{directory}: {summary.nodes:,} nodes, {summary.edges:,} edges, {summary.mentions:,} mentions")
