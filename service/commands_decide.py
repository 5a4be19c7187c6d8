"""The commands of a curator: review lists what may be one, decide says whether it is."""

import getpass
from enum import StrEnum
from typing import Annotated, Any

import typer

from graph.ontology import EntityKind, Judgement
from service.commands_read import AsJson
from service.options import STORE, with_settings
from service.settings import Settings


class Word(StrEnum):
    """A judgement as it is typed."""

    SAME = "same"
    NOT_SAME = "not-same"
    UNSURE = "unsure"

    @property
    def judgement(self) -> Judgement:
        return Judgement(self.name)


@with_settings(*STORE)
def review(
    kind: Annotated[list[EntityKind] | None, typer.Option(help="Only of this kind; may be repeated.")] = None,
    first: Annotated[int, typer.Option(help="How many pairs.", min=1)] = 20,
    skip: Annotated[int, typer.Option(help="How many to pass over, for the next page.", min=0)] = 0,
    decided: Annotated[bool, typer.Option("--decided", help="List the decisions instead, the latest first.")] = False,
    as_json: AsJson = False,
    *,
    settings: Settings,
) -> None:
    """List what was kept apart though it may be one, most worth a decision first, with score and reasons."""
    from service import render
    from service.backend import opened
    from service.output import console, write_json
    from service.review import decisions, pairs

    with opened(settings) as backend:
        found = decisions(backend.store()) if decided else pairs(backend.store(), kinds=kind)
    page: dict[str, Any] = {"total": len(found), "items": found[skip : skip + first]}
    if as_json:
        write_json(page)
    else:
        (render.decisions if decided else render.review)(console(), page)


@with_settings(*STORE)
def decide(
    a: Annotated[str, typer.Argument(metavar="A", help="An id, or a name that fits one entity.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    word: Annotated[Word, typer.Argument(metavar="same|not-same|unsure", help="Unsure takes an earlier word back.")],
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    by: Annotated[str | None, typer.Option(help="Who decides; without it, the user of this machine.")] = None,
    as_json: AsJson = False,
    *,
    settings: Settings,
) -> None:
    """Say whether two entities are one; it holds for all that is loaded later, until another decision replaces it."""
    from graph import decisions
    from service import ask
    from service.backend import opened
    from service.output import write_json
    from service.review import decision_json

    with opened(settings) as backend:
        engine, store = backend.engine(), backend.store()
        # An id is taken as it is: one that led to two entities before still names its own part of a decision.
        one, other = (name if ask.is_id(name) else ask.entity_id(engine, name) for name in (a, b))
        made = decisions.decide(store, one, other, word.judgement, by=by or _user(), note=note)
        now = sorted(set(store.existing([one, other]).values()))
    if as_json:
        write_json({**decision_json(made), "entities": now})
    else:
        typer.echo(f"{decisions.described(made)}; now {' and '.join(now)}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        return "command line"
