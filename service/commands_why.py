"""The commands that judge: why, evaluate."""

from pathlib import Path
from typing import Annotated

import typer

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


@with_settings(*STORE)
def evaluate(
    gold: Annotated[Path, typer.Option(help="The gold graph, a JSON file of nodes and edges.", metavar="GOLD")],
    mistakes: Annotated[int, typer.Option(help="How many mistakes to list.", min=0)] = 0,
    as_json: AsJson = False,
    *,
    settings: Settings,
) -> None:
    """Score the stored graph against a gold one: precision, recall and F1 per kind and edge."""
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
