"""The commands for keys: who may ask a server that others reach."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph.errors import BadSetting
from service.options import with_settings
from service.output import write_json
from service.settings import Settings

if TYPE_CHECKING:
    from service.access import KeyFile

keys: Final = typer.Typer(help="Keys of a server that others reach: add, list, revoke.", no_args_is_help=True)


class RoleName(StrEnum):
    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


@keys.command()
@with_settings("keys_file")
def add(
    name: Annotated[str, typer.Argument(help="Whose key it is, or what for.")],
    role: Annotated[
        RoleName, typer.Option(help="reader asks; editor loads, forgets and decides too.")
    ] = RoleName.READER,
    *,
    settings: Settings,
) -> None:
    """Make a key and tell it, this once: the file keeps its argon2id hash alone."""
    from service.access import Role

    typer.echo(_file(settings).add(name, Role[role.value.upper()]))


@keys.command("list")
@with_settings("keys_file")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Write them as JSON.")] = False, *, settings: Settings
) -> None:
    """List the keys, without their secrets."""
    rows = [{"id": k.id, "name": k.name, "role": k.role, "created": k.created} for k in _file(settings).read().values()]
    if as_json:
        write_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['role']:6}  {datetime.fromisoformat(row['created']):%Y-%m-%d}  {row['name']}")


@keys.command()
@with_settings("keys_file")
def revoke(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of the key, as `list` shows it.")],
    *,
    settings: Settings,
) -> None:
    """Take a key back; servers refuse it from the next request on."""
    gone = _file(settings).revoke(id_)
    typer.echo(f"revoked {gone.id}, the {gone.role} key of {gone.name}")


def _file(settings: Settings) -> "KeyFile":
    from service.access import KeyFile

    path: Path | None = settings.keys_file
    if path is None:
        raise BadSetting("LIAISON_KEYS_FILE (or --keys-file): say which file keeps the keys")
    return KeyFile(path)
