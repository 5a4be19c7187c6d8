"""What both stores promise of writing: any order and split end in one graph, and a write that fails leaves nothing."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Final

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import codec
from graph.errors import StoreUnavailable
from graph.interchange import export_jsonl, import_files, import_records
from graph.model import Article, Document, Mention, article, digest
from graph.stores import Store, neo4j_schema, neo4j_write, open_store, sqlite_schema, sqlite_write
from loaders import readers
from loaders.pipeline import RuleExtractor, document_digest
from tests.documents import event
from tests.extraction import documents as read_documents
from tests.test_golden import RECORDS

ROOT: Final = Path(__file__).resolve().parents[1]
SAMPLES: Final = ROOT / "samples" / "nato.txt"
WRITERS: Final[tuple[ModuleType, ...]] = (sqlite_write, neo4j_write)
COUNT: Final = 8
SAID: Final = ("Kosovo Summit", "Kosovo", "Kosovo")


class Broken(RuntimeError):
    """What a test breaks a write with."""


@pytest.fixture(scope="session")
def documents() -> tuple[Document, ...]:
    """The sample articles as the rules read them."""
    articles = [item for item in readers.read([str(SAMPLES)]) if isinstance(item, Article)]
    assert len(articles) == COUNT
    return tuple(read_documents(RuleExtractor(), articles))


@pytest.fixture(scope="session")
def clean_load(documents: tuple[Document, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The export of one load of all the samples into an empty SQLite store: what every other way must end in."""
    folder = tmp_path_factory.mktemp("clean")
    store = open_store(f"sqlite:///{folder}/clean.db")
    write(store, documents)
    bytes_ = exported(store, folder)
    store.close()
    return bytes_


def digests(documents: Sequence[Document]) -> Mapping[str, str]:
    return {document.article.id: document_digest(document.article, "rules") for document in documents}


def write(store: Store, documents: Sequence[Document]) -> None:
    store.write_documents(documents, digests(documents))


def exported(store: Store, folder: Path) -> dict[str, bytes]:
    """The export, by file. Redirects tell of the ids that were, and so of the way: they are left out."""
    export_jsonl(store, folder / "export")
    return {name: (folder / "export" / f"{name}.jsonl").read_bytes() for name in ("nodes", "edges", "mentions")}


def parts(documents: Sequence[Document], order: Sequence[int], cuts: set[int]) -> list[list[Document]]:
    shuffled = [documents[place] for place in order]
    ends = sorted(cuts | {len(shuffled)})
    return [shuffled[first:last] for first, last in zip([0, *ends], ends, strict=False)]


def loads_forgets_and_loads_again(
    store: Store,
    documents: tuple[Document, ...],
    wanted: dict[str, bytes],
    folder: Path,
    order: list[int],
    cuts: set[int],
    forgotten: set[int],
) -> None:
    store.clear()
    for part in parts(documents, order, cuts):
        write(store, part)
    assert exported(store, folder) == wanted
    dropped = [documents[place] for place in sorted(forgotten)]
    ids = [document.article.id for document in dropped]
    assert sorted(store.forget(ids)) == sorted(ids)
    write(store, dropped)
    assert exported(store, folder) == wanted


ways = {
    "order": st.permutations(range(COUNT)),
    "cuts": st.sets(st.integers(1, COUNT - 1), max_size=3),
    "forgotten": st.sets(st.integers(0, COUNT - 1), min_size=1, max_size=4),
}
# The store is emptied by the test itself.
_HEALTH: Final = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=15, suppress_health_check=_HEALTH)
@given(**ways)
def test_any_order_split_and_forgetting_end_in_the_same_bytes_in_sqlite(
    sqlite_store: Store,
    documents: tuple[Document, ...],
    clean_load: dict[str, bytes],
    tmp_path: Path,
    order: list[int],
    cuts: set[int],
    forgotten: set[int],
) -> None:
    loads_forgets_and_loads_again(sqlite_store, documents, clean_load, tmp_path, order, cuts, forgotten)


@pytest.mark.neo4j
@settings(max_examples=3, suppress_health_check=_HEALTH)
@given(**ways)
def test_any_order_split_and_forgetting_end_in_the_same_bytes_in_neo4j(
    neo4j_store: Store,
    documents: tuple[Document, ...],
    clean_load: dict[str, bytes],
    tmp_path: Path,
    order: list[int],
    cuts: set[int],
    forgotten: set[int],
) -> None:
    loads_forgets_and_loads_again(neo4j_store, documents, clean_load, tmp_path, order, cuts, forgotten)


def test_forgetting_every_article_leaves_nothing(store: Store, documents: tuple[Document, ...], tmp_path: Path) -> None:
    write(store, documents)
    store.forget([document.article.id for document in documents])
    assert exported(store, tmp_path) == {"nodes": b"", "edges": b"", "mentions": b""}
    assert store.forget(["article:nothing"]) == ()


def test_an_unchanged_article_is_not_written_again(store: Store, documents: tuple[Document, ...]) -> None:
    first = store.write_documents(documents[:2], digests(documents))
    again = store.write_documents(documents[:3], digests(documents))
    ids = tuple(document.article.id for document in documents)
    assert (first.new, first.changed, first.unchanged) == (ids[:2], (), ())
    assert (again.new, again.changed, again.unchanged) == (ids[2:3], (), ids[:2])
    changed = store.write_documents(documents[:1], {ids[0]: "another digest"})
    assert (changed.new, changed.changed, changed.unchanged) == ((), ids[:1], ())


def break_after_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes both stores' writes fail when everything is written and nothing committed."""
    for module in WRITERS:
        apply = module.apply

        def broken(*arguments: object, apply: Callable[..., None] = apply) -> None:
            apply(*arguments)
            raise Broken

        monkeypatch.setattr(module, "apply", broken)


def test_a_write_that_fails_leaves_nothing(store: Store, documents: tuple[Document, ...], tmp_path: Path) -> None:
    write(store, documents[:3])
    before, revision = exported(store, tmp_path), store.revision()
    with pytest.MonkeyPatch.context() as monkeypatch:
        break_after_writing(monkeypatch)
        with pytest.raises(Broken):
            write(store, documents[3:])
        with pytest.raises(Broken):
            store.forget([documents[0].article.id])
    assert exported(store, tmp_path) == before
    assert store.revision() == revision
    assert set(store.article_digests([d.article.id for d in documents])) == {d.article.id for d in documents[:3]}


def test_a_store_is_as_good_as_new_after_a_write_that_failed(
    store: Store, documents: tuple[Document, ...], clean_load: dict[str, bytes], tmp_path: Path
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        break_after_writing(monkeypatch)
        with pytest.raises(Broken):
            write(store, documents)
    write(store, documents)
    assert exported(store, tmp_path) == clean_load


def test_the_same_import_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    import_records(store, RECORDS)
    once = exported(store, tmp_path)
    import_records(store, RECORDS)
    assert exported(store, tmp_path) == once
    assert once["nodes"].count(b"\n") == sum("kind" in record for record in RECORDS)


def test_an_export_imported_into_an_empty_store_exports_the_same_bytes(
    store: Store, documents: tuple[Document, ...], tmp_path: Path
) -> None:
    write(store, documents)
    store.forget([documents[0].article.id])
    export_jsonl(store, tmp_path / "first")
    store.clear()
    import_files(store, [tmp_path / "first"])
    export_jsonl(store, tmp_path / "second")
    for path in sorted((tmp_path / "first").iterdir()):
        assert (tmp_path / "second" / path.name).read_bytes() == path.read_bytes(), path.name


def test_mentions_that_begin_at_one_place_stay_apart_in_an_import(store: Store, tmp_path: Path) -> None:
    written = article(title="News", body="The Kosovo Summit opened.", published="2023-05-03")
    at = written.text.index("Kosovo")
    happening = event("Kosovo Summit", start="2023-05-03")
    long, short, same = (replace(happening, mentions=(Mention(at, at + len(said), said),)) for said in SAID)
    write(store, [Document(written, (long, short, same))])
    first = exported(store, tmp_path)
    assert [json.loads(line)["surface"] for line in first["mentions"].splitlines()] == ["Kosovo", "Kosovo Summit"]
    records = [json.loads(line) for part in ("nodes", "edges", "mentions") for line in first[part].splitlines()]
    store.clear()
    # A line that stands there twice is one mention, in one import and over two.
    for again in ([*records, records[-1]], records):
        import_records(store, again)
        assert exported(store, tmp_path)["mentions"] == first["mentions"]


# Loads the documents in two halves and is killed when the second is written, but not committed.
KILLED: Final = """
import json, os, signal, sys
from graph import codec
from graph.model import Document
from graph.stores import open_store, sqlite_write

url, source = sys.argv[1:]
loaded = [(codec.decode(Document, text), digest) for text, digest in json.load(open(source, encoding="utf-8"))]
store, apply, calls = open_store(url), sqlite_write.apply, []

def killed(*arguments):
    apply(*arguments)
    calls.append(1)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)

sqlite_write.apply = killed
for half in (loaded[:4], loaded[4:]):
    store.write_documents([d for d, _ in half], {d.article.id: digest for d, digest in half})
"""


def test_a_load_that_was_killed_is_finished_by_the_next(
    documents: tuple[Document, ...], clean_load: dict[str, bytes], tmp_path: Path
) -> None:
    source, url = tmp_path / "documents.json", f"sqlite:///{tmp_path}/killed.db"
    named = digests(documents)
    pairs = [(codec.encode(document), named[document.article.id]) for document in documents]
    source.write_text(json.dumps(pairs), encoding="utf-8")
    process = subprocess.run([sys.executable, "-c", KILLED, url, str(source)], cwd=ROOT, check=False, timeout=120)
    assert process.returncode == -signal.SIGKILL
    store = open_store(url)
    assert set(store.article_digests(list(named))) == {document.article.id for document in documents[:4]}
    summary = store.write_documents(documents, named)
    assert (len(summary.new), len(summary.changed), len(summary.unchanged)) == (4, 0, 4)
    assert exported(store, tmp_path) == clean_load
    store.close()


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    open_store(f"sqlite:///{path}").close()
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE meta SET value = value - 1 WHERE key = 'version'")
    connection.close()
    earlier = sqlite_schema.VERSION - 1
    with pytest.raises(StoreUnavailable, match=rf"layout {earlier}\); load into a new file"):
        open_store(f"sqlite:///{path}")


def test_other_tables_are_another_layout() -> None:
    """Two branches that each made layout 2 merged without a conflict into a third one of that number."""
    assert (sqlite_schema.VERSION, digest(sqlite_schema.TABLES, 12)) == (4, "eb4aea675a9b"), (
        "raise VERSION in both schemas"
    )
    assert neo4j_schema.VERSION == sqlite_schema.VERSION
