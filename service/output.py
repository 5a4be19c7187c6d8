"""What commands write: data to standard output, messages to standard error."""

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

_PIPED_WIDTH: Final = 10_000
"""Columns where no terminal says how many: no sentence is broken there."""


def say(message: str) -> None:
    """A message for the person at the keyboard."""
    typer.echo(message, err=True)


def write_json(answer: Any) -> None:
    typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2))


def console() -> Console:
    """Standard output; colours only on a terminal."""
    return Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH, highlight=False, markup=False, emoji=False)


def clean(text: object) -> str:
    """Without control characters: a text from an article must not steer the terminal."""
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) != "Cc" else "\N{REPLACEMENT CHARACTER}"
        for char in str(text)
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[str] = ()) -> Table:
    """A plain table; `numbers` names the columns that are right-aligned."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text("" if cell is None else clean(cell)) for cell in row))
    return made


def line(*parts: tuple[str, str] | str) -> Text:
    """A line of texts, each plain or with a style."""
    made = Text()
    for part in parts:
        if isinstance(part, str):
            made.append(clean(part))
        else:
            made.append(clean(part[0]), style=part[1])
    return made
