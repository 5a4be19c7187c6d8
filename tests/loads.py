"""What the tests of loading share: made-up articles, and a store's export as bytes."""

from pathlib import Path

import orjson

from bench.articles import Press
from graph.interchange import export_jsonl
from graph.stores import open_store
from tests.commands import run

COUNT = 60
FILES = ("nodes.jsonl", "edges.jsonl", "mentions.jsonl")


def write_articles(folder: Path) -> Path:
    path = folder / "articles.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, Press(COUNT, 7).articles(COUNT))))
    return path


def exported(store: str, folder: Path) -> list[bytes]:
    opened = open_store(store, create=False)
    try:
        export_jsonl(opened, folder)
    finally:
        opened.close()
    return [(folder / name).read_bytes() for name in FILES]


def loaded_undisturbed(articles: Path, folder: Path) -> list[bytes]:
    """The export after one load in one process."""
    store = f"sqlite:///{folder}/undisturbed.db"
    assert run("load", str(articles), store=store).status == 0
    return exported(store, folder / "undisturbed")
