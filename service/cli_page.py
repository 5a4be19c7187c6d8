"""`docs/cli.md`, made from the help of every command."""

from typing import Final

import typer

from service.cli import app

_WIDTH: Final = 100


def cli_page() -> str:
    """The page; the same on every machine."""
    group = typer.main.get_command(app)
    parent = typer.Context(group, info_name="liaison", terminal_width=_WIDTH)
    sections = [_section("liaison", group.get_help(parent))]
    for name in group.list_commands(parent):  # type: ignore[attr-defined]
        command = group.get_command(parent, name)  # type: ignore[attr-defined]
        context = typer.Context(command, info_name=name, parent=parent, terminal_width=_WIDTH)
        sections.append(_section(f"liaison {name}", command.get_help(context)))
        for inner_name, inner in getattr(command, "commands", {}).items():
            inside = typer.Context(inner, info_name=inner_name, parent=context, terminal_width=_WIDTH)
            sections.append(_section(f"liaison {name} {inner_name}", inner.get_help(inside)))
    head = (
        "# The command line",
        "",
        "Data goes to standard output, messages to standard error. Exit status 0: done; 1: not all of it (an article",
        "failed, nothing was found, the store is down); 2: wrong usage or input.",
        "",
        "This page is generated from `liaison --help`; `make golden` rewrites it.",
    )
    return "\n".join((*head, "", *sections))


def _section(title: str, help_text: str) -> str:
    lines = "\n".join(line.rstrip() for line in help_text.strip().splitlines())
    return f"## {title}\n\n```text\n{lines}\n```\n"
