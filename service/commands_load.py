"""The commands that change the store or copy it: load, forget."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from graph.errors import BadArgument
from service.options import LLM, STORE, with_settings
from service.output import clean, say, write_json
from service.progress import progress, stoppable
from service.settings import Settings

if TYPE_CHECKING:
    from graph.model import Document
    from graph.stores import Store
    from loaders.readers import ReadFailure

GRAPH_FORMAT: Final = "graph-jsonl"
_GRAPH_FILES: Final = frozenset({"nodes.jsonl", "edges.jsonl", "mentions.jsonl", "redirects.jsonl", "decisions.jsonl"})


class ExtractorName(StrEnum):
    RULES = "rules"
    LLM = "llm"


BATCHES: Final = {ExtractorName.RULES: 1024, ExtractorName.LLM: 32}
"""Articles of one transaction: a model's answers come too slowly for many to wait for one another."""


@with_settings(*STORE, "model", *LLM)
def load(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL|-", help="Files, folders, globs, web addresses; - is standard input."),
    ],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=f"html, feed, csv and so on (docs/formats.md), or {GRAPH_FORMAT}; found by content without it.",
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When articles that do not say were published.")
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="TARGET=FIELD",
            help="Where objects and tables have an article's title, text, id, url, publisher, author, published "
            "or description: title=headline.main; may be repeated.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be stored, and store nothing.")] = False,
    extractor: Annotated[
        ExtractorName, typer.Option(help="What reads the articles: rules, or a language model's endpoint.")
    ] = ExtractorName.RULES,
    workers: Annotated[
        int, typer.Option(help="Processes that read articles; with llm, articles asked about at a time.", min=1)
    ] = 1,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Read articles on the workers of this Dask scheduler: tcp://host:8786."),
    ] = None,
    batch_size: Annotated[
        int | None,
        typer.Option(help="Articles written at a time.  [default: 1024; 32 with llm]", min=1, show_default=False),
    ] = None,
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
    same command is given again. docs/formats.md tells what is read how.
    """
    from service.backend import opened

    graphs = [path for path in paths if format_ == GRAPH_FORMAT or _is_graph(path)]
    articles = [path for path in paths if path not in graphs]
    with opened(settings, create=True) as backend:
        report: dict[str, Any] = {}
        if graphs:
            report |= _load_graphs(
                backend.store(), graphs, _pairs("--map-type", map_type or (), "EMPLOYED_BY=HOLDS_ROLE"), dry_run=dry_run
            )
        if articles:
            report |= _load_articles(
                backend.store(),
                articles,
                settings,
                format=format_,
                published=published,
                mapping=_pairs("--map", map_ or (), "title=headline"),
                dry_run=dry_run,
                extractor=extractor,
                workers=workers,
                cluster=cluster,
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


def _pairs(option: str, pairs: Sequence[str], example: str) -> dict[str, str]:
    mapped = dict(pair.partition("=")[::2] for pair in pairs)
    for left, right in mapped.items():
        if not left or not right:
            raise BadArgument(f"{option}: {left!r} has no other side; write {example}")
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
    extractor: ExtractorName,
    workers: int,
    cluster: str | None,
    as_json: bool,
    format: str | None,
    published: str | None,
    mapping: Mapping[str, str] | None,
    batch_size: int | None,
) -> dict[str, Any]:
    from loaders.llm import LlmExtractor
    from loaders.pipeline import Listener
    from loaders.pipeline import load as load_paths
    from service import loading

    documents: list[dict[str, Any]] = []

    def found(document: "Document") -> None:
        described = _described(document)
        if as_json:
            documents.append(described)
        else:
            lines = (f"{described['title']}  {described['id']}", *described["found"], *described["claims"])
            typer.echo(clean("\n  ".join(lines)))

    asks = extractor is ExtractorName.LLM
    engine = loading.llm_extractor(settings) if asks else loading.extractor(settings.model)
    pool = loading.pool(engine, workers=workers, cluster=cluster)
    with stoppable(), progress("articles", lambda: loading.count(paths, format, mapping)) as advance:
        report = load_paths(
            store,
            paths,
            extractor=engine,
            pool=pool,
            batch_size=batch_size or BATCHES[extractor],
            listener=Listener(progress=advance, failure=_say_failure, found=found),
            dry_run=dry_run,
            format=format,
            published=published,
            mapping=mapping,
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
        **({"llm": engine.usage.report()} if isinstance(engine, LlmExtractor) else {}),
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


def _cost_line(usage: Mapping[str, Any]) -> str:
    dropped = ", ".join(f"{count:,} {reason}" for reason, count in usage["dropped"].items())
    return (
        f"llm: {usage['requests']:,} requests ({usage['retries']:,} again), {usage['cached']:,} from the cache, "
        f"{usage['tokens_in']:,} tokens in, {usage['tokens_out']:,} out; left out: {dropped or 'nothing'}"
    )


def _report_line(report: Mapping[str, Any]) -> str:
    parts = []
    if "nodes" in report:
        parts.append(f"graph: {report['nodes']:,} nodes, {report['edges']:,} edges, {report['mentions']:,} mentions")
    if "new" in report:
        parts.append(
            f"articles: {report['new']:,} new, {report['changed']:,} changed, {report['unchanged']:,} unchanged, "
            f"{report['failed_count']:,} failed, in {report['seconds']:.1f} s"
        )
    if "llm" in report:
        parts.append(_cost_line(report["llm"]))
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
