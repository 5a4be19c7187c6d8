"""The command that writes the graph, or a piece of it, for other tools."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from graph.exports import FORMATS
from service.options import STORE, with_settings
from service.settings import Settings

_FOLDER: Final = "interchange"
ExportFormat = StrEnum("ExportFormat", {name: name for name in (_FOLDER, *FORMATS)})  # type: ignore[misc]
_DEFAULT: Final = ExportFormat(_FOLDER)


@with_settings(*STORE)
def export(
    target: Annotated[Path, typer.Argument(metavar="PATH", help="The folder or file to write; - is standard output.")],
    format_: Annotated[
        ExportFormat, typer.Option("--format", help="interchange writes a folder that can be loaded again.")
    ] = _DEFAULT,
    of: Annotated[
        list[str] | None, typer.Option(help="Only what lies around this entity, by id; may be repeated.")
    ] = None,
    depth: Annotated[int, typer.Option(help="With --of: how many relations away.")] = 1,
    limit: Annotated[int, typer.Option(help="With --of: how many nodes at most.")] = 500,
    search: Annotated[str | None, typer.Option(help="Only what a search finds.")] = None,
    path: Annotated[tuple[str, str] | None, typer.Option(help="Only the shortest path between two ids.")] = None,
    *,
    settings: Settings,
) -> None:
    """Write the graph, or a piece of it, in the shape of another tool; the same graph makes the same bytes."""
    from graph.exports.piece import selected
    from graph.interchange import export_jsonl
    from service.backend import opened

    with opened(settings) as backend:
        store = backend.store()
        if format_.value == _FOLDER:
            if of or search or path:
                raise typer.BadParameter(
                    "the interchange folder is the whole graph; choose another --format for a piece"
                )
            summary = export_jsonl(store, target)
            typer.echo(f"{target}: {summary.nodes:,} nodes, {summary.edges:,} edges, {summary.mentions:,} mentions")
            return
        with store.snapshot():
            piece = selected(store, of=of or [], depth=depth, limit=limit, search=search, ends=path or (None, None))
            parts = FORMATS[format_.value].write(piece)
            if str(target) == "-":
                for part in parts:
                    sys.stdout.buffer.write(part)
                sys.stdout.buffer.flush()
                return
            first = next(parts)  # a piece that cannot be leaves no file
            with target.open("wb") as file:
                file.write(first)
                file.writelines(parts)
        typer.echo(f"{target}: {target.stat().st_size:,} bytes")
