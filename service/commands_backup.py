"""The commands that copy a store and put a copy back, also while it is served."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import NotAvailable
from service.options import STORE, with_settings
from service.settings import Settings

if TYPE_CHECKING:
    from graph.stores import Store
    from graph.stores.sqlite import SqliteStore


@with_settings(*STORE)
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; it must not be there yet.")],
    *,
    settings: Settings,
) -> None:
    """Copy the store as it is at one moment, while others read and write it; the copy is checked."""
    from service.backend import opened

    with opened(settings) as backend:
        revision = _embedded(backend.store()).backup(target)
    typer.echo(f"{target}: {target.stat().st_size:,} bytes, revision {revision}")


@with_settings(*STORE)
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `liaison backup` wrote.")],
    *,
    settings: Settings,
) -> None:
    """Put a copy in the place of all that the store holds. Servers on it answer from it at once."""
    from service.backend import opened

    with opened(settings, create=True) as backend:
        revision = _embedded(backend.store()).restore(source)
    typer.echo(f"{settings.store}: restored from {source}, now revision {revision}")


def _embedded(store: "Store") -> "SqliteStore":
    from graph.stores.sqlite import SqliteStore

    if not isinstance(store, SqliteStore):
        raise NotAvailable("Neo4j is copied by neo4j-admin database dump; `liaison export FOLDER` copies the graph")
    return store
