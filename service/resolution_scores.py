"""How well mentions of many articles are told to be one thing: B-cubed and pairwise precision and recall.

A gold folder holds `*.txt` files of articles in which each mention is marked `{surface|label}`; one label is one thing
in the whole folder, its first letter the kind (p, o, l, e). A mention that the extractor did not find stands alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from graph.errors import BadGraph
from graph.model import Article, EntityMention, article
from graph.stores import Store, open_store

if TYPE_CHECKING:
    from loaders.pools import Extractor

KINDS: Final = {"p": "Person", "o": "Organization", "l": "Place", "e": "Event"}
_MARK: Final = re.compile(r"\{([^{}|]+)\|([ploe]\.[\w.-]+)\}")


@dataclass(frozen=True, slots=True)
class GoldMention:
    article: str
    start: int
    end: int
    surface: str
    label: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold mention with the entity that the store made of it, None if it has no mention there."""

    gold: GoldMention
    entity: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two partitions of the same mentions agree."""

    mentions: int
    b3_precision: float
    b3_recall: float
    pair_precision: float
    pair_recall: float

    @property
    def figures(self) -> dict[str, float]:
        """By name, with the harmonic means."""
        b3, pair = (self.b3_precision, self.b3_recall), (self.pair_precision, self.pair_recall)
        return {
            "b3_precision": b3[0],
            "b3_recall": b3[1],
            "b3_f1": _f1(*b3),
            "pair_precision": pair[0],
            "pair_recall": pair[1],
            "pair_f1": _f1(*pair),
        }


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class ResolutionScores:
    rows: Mapping[str, Agreement]
    merged: tuple[tuple[str, tuple[str, ...]], ...]
    """Entities that hold mentions of several labels, with 'label: surface (article)' of each."""
    parted: tuple[tuple[str, tuple[str, ...]], ...]
    """Labels that are several entities, with 'entity: surface (article)' of each."""


def read_folder(folder: Path) -> tuple[list[Article], list[GoldMention]]:
    """The articles of a gold folder and their marks. Raises BadGraph, which names file and line."""
    articles: list[Article] = []
    mentions: list[GoldMention] = []
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise BadGraph(f"{folder}: no *.txt with marked articles in this folder")
    for path in files:
        for number, block in _blocks(path):
            read, found = _read(block, f"{path}:{number}")
            articles.append(read)
            mentions.extend(found)
    return articles, mentions


def _blocks(path: Path) -> Iterable[tuple[int, list[str]]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith("=== ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start + 1, lines[start:end]


def _read(lines: Sequence[str], where: str) -> tuple[Article, list[GoldMention]]:
    published = lines[1].removeprefix("published:").strip() if len(lines) > 1 else ""
    title = lines[2] if len(lines) > 2 else ""
    if not title.startswith("# ") or not lines[1].startswith("published:"):
        raise BadGraph(f"{where}: write `published: DATE` and then `# title` below `===`")
    marked = f"{title[2:].strip()}\n\n" + "\n".join(lines[3:]).strip()
    plain, spans, last = "", [], 0
    for mark in _MARK.finditer(marked):
        plain += marked[last : mark.start()]
        spans.append((len(plain), len(plain) + len(mark[1]), mark[1], mark[2]))
        plain += mark[1]
        last = mark.end()
    plain += marked[last:]
    if "{" in plain or "}" in plain:
        raise BadGraph(f"{where}: a mark is not closed, or its label is none; write {{surface|p.label}}")
    heading, _, body = plain.partition("\n\n")
    made = article(title=heading, body=body, id=lines[0][4:].strip(), published=published)
    if made.text != plain:
        raise BadGraph(f"{where}: reading changes this text; write it in NFC without double blanks")
    return made, [GoldMention(made.id, start, end, surface, label) for start, end, surface, label in spans]


def evaluate_resolution(folder: Path, extractor: "Extractor") -> ResolutionScores:
    """Reads the folder's articles into an empty store of its own and scores what became of the marks."""
    from loaders.pipeline import load_articles  # spaCy takes seconds, and the commands that render never read

    articles, gold = read_folder(folder)
    with TemporaryDirectory() as place:
        store = open_store(f"sqlite:///{place}/resolution.db")
        try:
            load_articles(store, articles, extractor=extractor)
            return scores(judge(gold, store))
        finally:
            store.close()


def judge(gold: Sequence[GoldMention], store: Store) -> list[Judged]:
    """Each gold mention with the entity of the stored mention that shares most of its characters."""
    stored: dict[str, list[EntityMention]] = defaultdict(list)
    for mention in store.all_mentions():
        stored[mention.article].append(mention)
    return [Judged(mention, _entity(mention, stored[mention.article])) for mention in gold]


def _entity(gold: GoldMention, stored: Iterable[EntityMention]) -> str | None:
    """More than half of the gold characters must be shared; of several the one of the same kind, then the closest."""
    kind = KINDS[gold.label[0]].lower()
    best = max(
        stored,
        key=lambda mention: (
            _shared(gold, mention) * 2 > gold.end - gold.start,
            mention.entity.startswith(f"{kind}:"),
            _shared(gold, mention) - (mention.end - mention.start) / 1000,
            -mention.start,
        ),
        default=None,
    )
    return best.entity if best is not None and _shared(gold, best) * 2 > gold.end - gold.start else None


def _shared(gold: GoldMention, mention: EntityMention) -> int:
    return min(gold.end, mention.end) - max(gold.start, mention.start)


def scores(judged: Sequence[Judged]) -> ResolutionScores:
    found = [one for one in judged if one.entity is not None]
    rows = {"all mentions": agreement(judged), "found mentions": agreement(found)}
    rows |= {
        f"found, {name}": agreement([one for one in found if one.gold.label[0] == letter])
        for letter, name in KINDS.items()
    }
    by_entity: dict[str, dict[str, str]] = defaultdict(dict)
    by_label: dict[str, dict[str, str]] = defaultdict(dict)
    for one in found:
        assert one.entity is not None
        shown = f"{one.gold.surface} ({one.gold.article.rpartition('-')[0].removeprefix('article:')})"
        by_entity[one.entity].setdefault(one.gold.label, f"{one.gold.label}: {shown}")
        by_label[one.gold.label].setdefault(one.entity, f"{one.entity}: {shown}")
    return ResolutionScores(rows, _several(by_entity), _several(by_label))


def _several(groups: Mapping[str, Mapping[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(parts.values())) for name, parts in sorted(groups.items()) if len(parts) > 1)


def agreement(judged: Sequence[Judged]) -> Agreement:
    """B-cubed (Bagga and Baldwin 1998) and pairwise; counted by cells, so linear in the mentions."""
    cells: Counter[tuple[str, Hashable]] = Counter()
    labels: Counter[str] = Counter()
    entities: Counter[Hashable] = Counter()
    for number, one in enumerate(judged):
        entity: Hashable = one.entity if one.entity is not None else number
        cells[one.gold.label, entity] += 1
        labels[one.gold.label] += 1
        entities[entity] += 1
    total = max(1, len(judged))
    together = sum(map(_pairs, cells.values()))
    in_entities, in_labels = (sum(map(_pairs, counts.values())) for counts in (entities, labels))
    return Agreement(
        mentions=len(judged),
        b3_precision=sum(count * count / entities[entity] for (_, entity), count in cells.items()) / total,
        b3_recall=sum(count * count / labels[label] for (label, _), count in cells.items()) / total,
        pair_precision=together / in_entities if in_entities else 1.0,
        pair_recall=together / in_labels if in_labels else 1.0,
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
