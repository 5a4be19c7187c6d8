"""The interchange format: a graph as JSON lines, read into a store in one transaction and written in id order.

    nodes.jsonl  edges.jsonl  mentions.jsonl  redirects.jsonl  decisions.jsonl     docs/interchange.md lists the keys

A file of another name is what the keys of its first line say. Reading streams: beside the store's own memory it holds
the kind of each node by id, and where in its file each article's text begins.
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby, starmap
from pathlib import Path
from typing import Final

import orjson

from graph.errors import BadGraph
from graph.interchange_read import Record, parse_decision, parse_entity, parse_mention, parse_redirect, parse_relation
from graph.interchange_write import decision_record, entity_record, mention_record, redirect_record, relation_record
from graph.model import Decision, Entity, EntityMention, JsonValue, Relation
from graph.ontology import EntityKind
from graph.stores.protocol import GraphRecords, ImportSummary, Progress, Store

PARTS: Final = ("nodes", "edges", "mentions", "redirects", "decisions")
"""The names of the files, without their ending; in the order in which they are read."""

_TEXTS_HELD: Final = 64


def part_of(record: Record) -> str:
    """Which file a record belongs to, by its keys."""
    if "judgement" in record:
        return "decisions"
    if "entity" in record and "article" in record:
        return "mentions"
    if "type" in record or "source" in record:
        return "edges"
    if "from" in record:
        return "edges" if "label" in record else "redirects"
    return "nodes"


def import_records(
    store: Store, records: Iterable[Record], *, map_types: Mapping[str, str] | None = None
) -> ImportSummary:
    """Stores a small graph, records of all parts in any order. Raises BadGraph; then nothing is kept."""
    parts: dict[str, list[tuple[str, Record]]] = {part: [] for part in PARTS}
    for number, record in enumerate(records, 1):
        parts[part_of(record)].append((f"record {number}", record))
    entities = [parse_entity(record, where) for where, record in parts["nodes"]]
    kinds = {entity.id: entity.kind for entity in entities}
    texts = {entity.id: entity.article.text for entity in entities if entity.article}
    graph = GraphRecords(
        entities,
        [parse_relation(record, where, map_types=map_types, kinds=kinds) for where, record in parts["edges"]],
        [
            parse_mention(record, where, text=texts.get(str(record.get("article"))))
            for where, record in parts["mentions"]
        ],
        [parse_redirect(record, where) for where, record in parts["redirects"]],
        [parse_decision(record, where) for where, record in parts["decisions"]],
    )
    return store.import_graph(graph)


def import_files(
    store: Store,
    paths: Iterable[Path],
    *,
    map_types: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> ImportSummary:
    """Stores the graph of some files, or of folders that hold them.

    Raises BadGraph, which names the file and line; then nothing of the import is kept.
    """
    return store.import_graph(read_files(paths, map_types=map_types), progress=progress)


def read_files(paths: Iterable[Path], *, map_types: Mapping[str, str] | None = None) -> GraphRecords:
    """The records of some files, read as they are asked for. Raises BadGraph, here or while reading."""
    files = _by_part(paths)
    reader = _Reader(map_types or {})
    return GraphRecords(
        reader.entities(files["nodes"]),
        reader.relations(files["edges"]),
        reader.mentions(files["mentions"]),
        reader.redirects(files["redirects"]),
        reader.decisions(files["decisions"]),
    )


def _by_part(paths: Iterable[Path]) -> dict[str, list[Path]]:
    files: dict[str, list[Path]] = {part: [] for part in PARTS}
    for path in paths:
        if path.is_dir():
            found = {part: path / f"{part}.jsonl" for part in PARTS if (path / f"{part}.jsonl").is_file()}
            if not found:
                raise BadGraph(f"{path}: no {' or '.join(f'{part}.jsonl' for part in PARTS)} in this folder")
            for part, file in found.items():
                files[part].append(file)
        else:
            files[path.stem if path.stem in PARTS else _part_of_file(path)].append(path)
    return files


def _part_of_file(path: Path) -> str:
    first = next(_lines(path), None)
    if first is None:
        raise BadGraph(f"{path}: empty; a graph has a JSON object on each line")
    return part_of(first[2])


def _lines(path: Path) -> Iterator[tuple[str, int, Record]]:
    """The JSON objects of a file, each with its file and line, and the offset of its first byte.

    Blank lines and a byte order mark are passed over.
    """
    offset, file_name = 0, f"{path}:"
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if text.strip():
                    where = f"{file_name}{number}"
                    yield where, offset, _record(text, where)
                offset += len(line)
    except OSError as error:
        raise BadGraph(f"{path}: {error.strerror or error}") from error


def _record(line: bytes, where: str) -> Record:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadGraph(f"{where}: not JSON in UTF-8: {error.msg}; write one object a line") from None
    if not isinstance(record, dict):
        raise BadGraph(f"{where}: {_kind(record)}; write one JSON object a line")
    return record


def _kind(value: JsonValue) -> str:
    return "a list" if isinstance(value, list) else f"the value {value!r:.60}"


@dataclass(slots=True)
class _Reader:
    """What later parts of a graph need to know of the nodes."""

    map_types: Mapping[str, str]
    kinds: dict[str, EntityKind] = field(default_factory=dict)
    texts: dict[str, tuple[Path, int]] = field(default_factory=dict)
    """By article with text: the file and offset of its line."""
    held: OrderedDict[str, str] = field(default_factory=OrderedDict)
    """The texts read last: mentions come article by article."""

    def entities(self, files: Sequence[Path]) -> Iterator[Entity]:
        for path in files:
            for where, offset, record in _lines(path):
                entity = parse_entity(record, where)
                self.kinds[entity.id] = entity.kind
                if entity.article is not None and entity.article.text:
                    self.texts[entity.id] = path, offset
                yield entity

    def relations(self, files: Sequence[Path]) -> Iterator[Relation]:
        for path in files:
            for where, _, record in _lines(path):
                yield parse_relation(record, where, map_types=self.map_types, kinds=self.kinds)

    def mentions(self, files: Sequence[Path]) -> Iterator[EntityMention]:
        with ExitStack() as stack:
            opened = {path: stack.enter_context(path.open("rb")) for path in {path for path, _ in self.texts.values()}}

            def text(article: JsonValue) -> str | None:
                if not isinstance(article, str) or article not in self.texts:
                    return None
                if article not in self.held:
                    path, offset = self.texts[article]
                    opened[path].seek(offset)
                    line = opened[path].readline().removeprefix(b"\xef\xbb\xbf")
                    self.held[article] = str(orjson.loads(line)["text"])
                    if len(self.held) > _TEXTS_HELD:
                        self.held.popitem(last=False)
                return self.held[article]

            for path in files:
                for where, _, record in _lines(path):
                    yield parse_mention(record, where, text=text(record.get("article")))

    def redirects(self, files: Sequence[Path]) -> Iterator[tuple[str, tuple[str, ...]]]:
        for path in files:
            for where, _, record in _lines(path):
                yield parse_redirect(record, where)

    def decisions(self, files: Sequence[Path]) -> Iterator[Decision]:
        for path in files:
            for where, _, record in _lines(path):
                yield parse_decision(record, where)


def export_jsonl(store: Store, directory: Path) -> ImportSummary:
    """Writes the whole graph into a folder, replacing an earlier export; the same graph makes the same bytes.

    The files are written under temporary names first, so that a failure leaves the old ones.
    """
    parts: Mapping[str, Callable[[], Iterator[Mapping[str, JsonValue]]]] = {
        "nodes": lambda: map(entity_record, store.all_entities()),
        "edges": lambda: map(relation_record, store.all_relations()),
        # Two chains of one span that are one thing are one mention; in this order they are neighbours.
        "mentions": lambda: (record for record, _ in groupby(map(mention_record, store.all_mentions()))),
        "redirects": lambda: starmap(redirect_record, store.all_redirects()),
        "decisions": lambda: map(decision_record, store.all_decisions()),
    }
    directory.mkdir(parents=True, exist_ok=True)
    partial = {part: directory / f".{part}.jsonl.{os.getpid()}" for part in parts}
    try:
        counts = {part: _write(partial[part], records()) for part, records in parts.items()}
        for part, path in partial.items():
            path.replace(directory / f"{part}.jsonl")
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)
    return ImportSummary(counts["nodes"], counts["edges"], counts["mentions"])


def _write(path: Path, records: Iterable[Mapping[str, JsonValue]]) -> int:
    count = 0
    with path.open("wb") as file:
        for record in records:
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count
