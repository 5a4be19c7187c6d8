"""The command line: `liaison`. Every command is a function of a `commands_*` module and a row here.

Exit status: 0 done, 1 not all of it (an article failed, nothing was found, the store is down), 2 wrong usage or input.
"""

import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

import typer

from graph.errors import InputError, LiaisonError
from service.commands_backup import backup, restore
from service.commands_decide import decide, review
from service.commands_export import export
from service.commands_keys import keys
from service.commands_load import forget, load
from service.commands_read import path, query, schema, search, show, stats, summary
from service.commands_serve import serve
from service.commands_why import evaluate, why

_DONE, _FAILED, _USAGE, _INTERRUPTED = 0, 1, 2, 130

COMMANDS: Final = (
    load, forget, summary, serve, query, show, path, search, stats, why, review, decide, evaluate, export, schema,
    backup, restore,
)  # fmt: skip

# Plain help and usage errors: they are read in logs and in docs/cli.md as well as in terminals.
app: Final = typer.Typer(
    name="liaison",
    help="A knowledge graph of the people, events and places in articles, asked in GraphQL.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for _command in COMMANDS:
    app.command()(_command)
app.add_typer(keys, name="keys")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit; an error of ours is one line on standard error."""
    sys.exit(_status(arguments))


def _status(arguments: Sequence[str] | None) -> int:
    try:
        app(args=arguments, prog_name="liaison")
    except SystemExit as finished:
        return finished.code if isinstance(finished.code, int) else _DONE
    except LiaisonError as error:
        code = getattr(error, "answered_code", error.code)
        typer.echo(f"{code}: {' '.join(str(error).split())}", err=True)
        return _USAGE if isinstance(error, InputError) or getattr(error, "is_input", False) else _FAILED
    except BrokenPipeError:
        # The reader of our output went away (`| head`); what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DONE
    except OSError as error:
        typer.echo(f"{error.filename or 'system'}: {error.strerror or error}", err=True)
        return _FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED
    return _DONE
