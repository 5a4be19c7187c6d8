"""A gold graph, and the stored one in the same shape: what `service.evaluate` compares.

    gold.json  {"nodes": [{id, kind, name, aliases, docs, also, triggers, date, status, optional}],
                "edges": [{id, type, from, to, evidence, date, place, role, status, alt_to, optional, forbidden, why}]}

optional: neither demanded nor punished; forbidden: must not be asserted as actual; also: another kind and name under
which the node is accepted; alt_to: other accepted targets.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

from graph.errors import BadGraph
from graph.model import Entity, Relation
from graph.ontology import EntityKind, Origin
from graph.stores import Store

_LETTERS: Final = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "ı": "i", "đ": "d", "Đ": "D",
        "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "’": "'",
    }
)  # fmt: skip
_TITLES: Final = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady".split()
    + "president prime minister senator captain general secretary".split()
)
_POSSESSIVE: Final = re.compile(r"'s\b|s'(?=\s|$)")
_INITIAL_STOP: Final = re.compile(r"\.(?=\w\b)")
_NOT_WORD: Final = re.compile(r"[^\w ]+")
_ACTUAL: Final = frozenset({"actual", "happened", "ongoing", "fact", "HELD"})


@dataclass(frozen=True, slots=True)
class Node:
    """A node of either graph. `names` are normalised; `date` is 'start' or 'start/end', '' if unknown."""

    id: str
    kind: str
    name: str
    names: frozenset[str]
    articles: frozenset[str]
    date: str = ""
    actual: bool = True
    trigger: str = ""
    text: str | None = None
    background: bool = False
    also: tuple[tuple[str, str], ...] = ()
    triggers: tuple[str, ...] = ()
    optional: bool = False

    @property
    def main(self) -> str:
        return normalised(self.name, person=self.kind == "Person")


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of either graph; `quotes` are (article, start, end, sentence)."""

    type: str
    source: str
    target: str
    date: str = ""
    role: str = ""
    actual: bool = True
    background: bool = False
    quotes: tuple[tuple[str, int, int, str], ...] = ()
    place: str = ""
    targets: tuple[str, ...] = ()
    optional: bool = False
    forbidden: bool = False
    why: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]


@lru_cache(maxsize=65536)
def normalised(text: str, *, person: bool = False) -> str:
    """Without case, diacritics, punctuation, articles, possessives and, for a person, titles."""
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    text = _POSSESSIVE.sub(lambda match: "" if match.group().startswith("'") else "s", text)
    words = _NOT_WORD.sub(" ", _INITIAL_STOP.sub("", text)).split()
    while words and words[0] in ("the", "a", "an"):
        del words[0]
    while person and len(words) > 1 and words[0] in _TITLES:
        del words[0]
    return " ".join(words)


def _names(kind: str, name: str, aliases: Iterable[str]) -> frozenset[str]:
    return frozenset(normalised(text, person=kind == "Person") for text in (name, *aliases) if text) - {""}


def _period(start: str | None, end: str | None) -> str:
    return (start or "") + (f"/{end}" if start and end and end != start else "")


def read_gold(path: Path) -> Graph:
    """The gold graph of a file. Raises BadGraph, which names what is wrong."""
    try:
        gold = orjson.loads(path.read_bytes())
        nodes = [_gold_node(record) for record in gold["nodes"]]
        edges = tuple(_gold_edge(record) for record in gold["edges"])
    except OSError as error:
        raise BadGraph(f"{path}: {error.strerror or error}") from None
    except orjson.JSONDecodeError as error:
        raise BadGraph(f"{path}: not JSON: {error}") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise BadGraph(f'{path}: not a gold graph of "nodes" and "edges": {error!r}') from None
    known = {node.id: node for node in nodes}
    for edge in edges:
        for end in (edge.source, *edge.targets):
            if end not in known:
                raise BadGraph(f"{path}: an edge {edge.type} names {end!r}, which is no node")
    return Graph(known, edges)


def _gold_node(record: Mapping[str, Any]) -> Node:
    kind, name = _kind(record["kind"]), record.get("name") or ""
    return Node(
        id=record["id"],
        kind=kind,
        name=name,
        names=_names(kind, name, record.get("aliases") or ()),
        articles=frozenset(record.get("docs") or record.get("articles") or ()),
        date=record.get("date") or _period(record.get("start"), record.get("end")),
        actual=_is_actual(record.get("status")),
        also=tuple((_kind(other["kind"]), other["name"]) for other in record.get("also") or ()),
        triggers=tuple(record.get("triggers") or ()),
        optional=bool(record.get("optional")),
    )


def _gold_edge(record: Mapping[str, Any]) -> Edge:
    source, target = record.get("from") or record["source"], record.get("to") or record["target"]
    return Edge(
        type=record["type"],
        source=source,
        target=target,
        date=record.get("date") or _period(record.get("start"), record.get("end")),
        role=record.get("role") or record.get("roleTitle") or "",
        actual=_is_actual(record.get("status")),
        place=record.get("place") or "",
        targets=(target, *(record.get("alt_to") or ())),
        optional=bool(record.get("optional")),
        forbidden=bool(record.get("forbidden")),
        why=record.get("why") or "",
        sentence=record.get("evidence") or "",
    )


def _kind(kind: str) -> str:
    return "Organization" if kind == "Organisation" else kind


def _is_actual(status: str | None) -> bool:
    return not status or status in _ACTUAL


def stored_graph(store: Store, gold: Graph) -> Graph:
    """All that a store holds; the ids of articles become those of the gold articles with their titles."""
    by_title = {
        normalised(text): node.id
        for node in gold.nodes.values()
        if node.kind == "Article"
        for text in (node.name, node.id)
    }
    entities = list(store.all_entities())
    articles = {
        entity.id: by_title.get(normalised(entity.name), by_title.get(normalised(entity.id), entity.id))
        for entity in entities
        if entity.kind is EntityKind.ARTICLE
    }
    nodes = {entity.id: _stored_node(entity, articles) for entity in entities}
    return Graph(nodes, tuple(map(_stored_edge, store.all_relations())))


def _stored_node(entity: Entity, articles: Mapping[str, str]) -> Node:
    kind, traits = entity.kind.label, entity.traits
    return Node(
        id=entity.id,
        kind=kind,
        name=entity.name,
        names=_names(kind, entity.name, entity.aliases),
        articles=frozenset(articles.get(article, article) for article in entity.articles),
        date=_period(traits.start, traits.end),
        actual=_is_actual(traits.status),
        trigger=traits.trigger or "",
        text=entity.article.text if entity.article else None,
        background=entity.kind is not EntityKind.ARTICLE and not entity.articles,
    )


def _stored_edge(relation: Relation) -> Edge:
    return Edge(
        type=relation.type,
        source=relation.source,
        target=relation.target,
        date=_period(relation.start, relation.end),
        role=relation.role or relation.role_title or "",
        actual=_is_actual(relation.status),
        background=relation.origin is Origin.GAZETTEER,
        quotes=tuple((quote.article, quote.start, quote.end, quote.sentence) for quote in relation.evidence),
    )
