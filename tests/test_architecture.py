"""The order of the parts: service → {loaders, schema} → graph, and each library behind one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("graph", "schema", "loaders", "service")
LONGEST_MODULE = 400

# What may import it: paths, or the beginnings of paths.
DOORS = {
    "graph": ("graph/", "schema/", "loaders/", "service/"),
    "schema": ("schema/", "service/"),
    "loaders": ("loaders/", "service/"),
    "service": ("service/",),
    "graphql": ("schema/", "service/"),
    "fastapi": ("service/",),
    "starlette": ("service/",),
    "typer": ("service/",),
    "rich": ("service/",),
    "spacy": ("loaders/",),
    "httpx": ("loaders/llm",),
    "distributed": ("loaders/cluster",),
    "apsw": ("graph/stores/sqlite",),
    "neo4j": ("graph/stores/neo4j",),
}


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    """The top-level names that a module imports, those inside its functions too."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0] if node.module and not node.level else module.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("library", DOORS)
def test_a_library_is_imported_only_where_the_design_says(library: str) -> None:
    importers = [path.relative_to(ROOT).as_posix() for path in modules(*PARTS) if library in imported(path)]
    assert [path for path in importers if not path.startswith(DOORS[library])] == []


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules(*PARTS, "tests", "bench")
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}
