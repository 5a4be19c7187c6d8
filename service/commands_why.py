"""The commands that judge: why, evaluate."""

from pathlib import Path
from typing import Annotated

import typer

from graph.errors import BadArgument
from service.commands_read import AsJson
from service.options import STORE, with_settings
from service.settings import Settings


@with_settings(*STORE)
def why(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of an entity or a relation.")],
    as_json: AsJson = False,
    *,
    settings: Settings,
) -> None:
    """Tell which mentions and claims made an entity or relation, by which rules, and what it was kept apart from."""
    from service import render
    from service.backend import opened
    from service.output import console, write_json
    from service.why import why as reasons_for

    with opened(settings) as backend:
        reasons = reasons_for(backend.store(), id_)
    if as_json:
        write_json(reasons)
    else:
        render.why(console(), reasons)


@with_settings(*STORE, "model")
def evaluate(
    gold: Annotated[
        Path | None, typer.Option(help="The gold graph, a JSON file of nodes and edges.", metavar="GOLD")
    ] = None,
    resolution: Annotated[
        Path | None,
        typer.Option(
            help="A folder of articles with marked mentions, read into a store of their own.", metavar="FOLDER"
        ),
    ] = None,
    mistakes: Annotated[int, typer.Option(help="How many mistakes to list.", min=0)] = 0,
    as_json: AsJson = False,
    *,
    settings: Settings,
) -> None:
    """Score the stored graph against a gold one, or which mentions of many articles are told to be one thing."""
    if (gold is None) == (resolution is None):
        raise BadArgument("evaluate: give --gold GOLD, a gold graph, or --resolution FOLDER, marked articles")
    if gold is not None:
        _evaluate_graph(gold, mistakes, as_json, settings)
    elif resolution is not None:
        _evaluate_resolution(resolution, mistakes, as_json, settings)


def _evaluate_resolution(folder: Path, mistakes: int, as_json: bool, settings: Settings) -> None:
    from service import render
    from service.loading import extractor
    from service.output import console, write_json
    from service.resolution_scores import evaluate_resolution

    scored = evaluate_resolution(folder, extractor(settings.model))
    if not as_json:
        render.resolution(console(), scored, mistakes)
        return
    rows = {name: {"mentions": row.mentions, **row.figures} for name, row in scored.rows.items()}
    write_json({"scores": rows, "merged": scored.merged[:mistakes], "parted": scored.parted[:mistakes]})


def _evaluate_graph(gold: Path, mistakes: int, as_json: bool, settings: Settings) -> None:
    from service import render
    from service.backend import opened
    from service.evaluate import evaluate as scored_against
    from service.output import console, write_json

    with opened(settings) as backend:
        scored = scored_against(backend.store(), gold)
    if not as_json:
        render.scores(console(), scored, mistakes)
        return
    rows = {
        name: {
            "hits": row.hits,
            "wrong": row.wrong,
            "missed": row.missed,
            "precision": row.precision,
            "recall": row.recall,
            "f1": row.f1,
        }
        for name, row in scored.rows().items()
    }
    listed = sorted(scored.mistakes)[:mistakes]
    write_json({"scores": rows, "bonus": scored.bonus, "violations": scored.violations, "mistakes": listed})
