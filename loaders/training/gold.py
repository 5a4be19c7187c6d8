"""Gold graphs of annotated articles, in the form that `liaison evaluate` and the scorer read.

python -m loaders.training.gold FILE… --out FOLDER   writes FOLDER/articles.jsonl and FOLDER/gold.json
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from graph import names
from graph.ontology import EventStatus, EventType
from loaders.training import markup
from loaders.training.examples import is_nominal
from loaders.training.markup import KINDS, AnnotatedArticle, Event, Fact

_EDGES: Final = {
    "met": "MET", "visited": "VISITED", "office": "HOLDS_ROLE", "part": "LOCATED_IN", "member": "MEMBER_OF",
    "whole": "PART_OF",
}  # fmt: skip
_PHRASE: Final = 3
"""Words from which a trigger is a phrase, known by its last word."""
_MANY: Final = 8
"""Of more people than this, a meeting does not make each meet each (docs/semantics.md)."""


def graph(articles: Iterable[AnnotatedArticle]) -> dict[str, Any]:
    """Nodes and edges of a set of articles. People, bodies and places of one name are one node; events stay apart."""
    builder = _Builder()
    for article in articles:
        builder.add(article)
    return {"nodes": list(builder.nodes.values()), "edges": builder.edges}


class _Builder:
    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, Any]] = {}
        self.edges: list[dict[str, Any]] = []

    def add(self, article: AnnotatedArticle) -> None:
        self.nodes[article.id] = {
            "id": article.id, "kind": "Article", "name": article.article.title, "docs": [article.id],
        }  # fmt: skip
        surfaces: dict[str, list[str]] = {}
        for mark in article.marks:
            for name in mark.ids:
                if name[0] not in KINDS:
                    continue
                found = surfaces.setdefault(name, [])
                if name[0] == "e" or not (len(mark.ids) > 1 or is_nominal(article, mark)):
                    found.append(article.text[mark.start : mark.end])
        events = {event.id: event for event in article.events}
        for mark in article.marks:
            for name in mark.ids:  # what is only ever described goes by its description
                if name[0] in KINDS and not surfaces[name] and name not in article.names:
                    surfaces[name] = [article.text[mark.start : mark.end]]
        own = {name: self._node(article, name, found, events.get(name)) for name, found in surfaces.items()}
        for event in article.events:
            self._event_edges(article, own, event)
        self._facts(article, own, events)
        for node in sorted(set(own.values())):
            self._edge(article, "MENTIONS", article.id, node)

    def _node(self, article: AnnotatedArticle, own: str, surfaces: Sequence[str], event: Event | None) -> str:
        """The key of the node that a thing of an article is, made if it is new."""
        given = article.names.get(own, ())
        written = list(dict.fromkeys([*given, *surfaces]))
        optional = own in article.optional
        if event is not None:
            return self._event_node(article, event, written, surfaces, optional)
        name = given[0] if given else max(written, key=len)
        key = f"{own[0]}.{names.key(name)}"
        node = self.nodes.setdefault(
            key, {"id": key, "kind": KINDS[own[0]], "name": name, "aliases": [], "docs": [], "optional": True}
        )
        node["optional"] = node["optional"] and optional
        node["docs"] = sorted({*node["docs"], article.id})
        node["aliases"] = sorted({*node["aliases"], *written} - {node["name"]})
        return key

    def _event_node(
        self, article: AnnotatedArticle, event: Event, written: list[str], surfaces: Sequence[str], optional: bool
    ) -> str:
        key = f"{article.id}.{event.id}"
        proper = [text for text in written if len(text.split()) > 1 and text[0].isupper()]
        name = event.name or (max(proper, key=len) if proper else written[0])
        triggers = {
            word.casefold()
            for text in surfaces
            for word in (text.split() if len(text.split()) < _PHRASE else text.split()[-1:])
        }
        self.nodes[key] = {
            "id": key, "kind": "Event", "name": name, "aliases": [text for text in written if text != name],
            "docs": [article.id], "triggers": sorted(triggers), "optional": optional or event.optional,
            **({"date": event.date} if event.date else {}), **_status(event),
        }  # fmt: skip
        return key

    def _edge(self, article: AnnotatedArticle, type_: str, source: str, target: str, **further: Any) -> None:
        kept = {key: value for key, value in further.items() if value not in (None, "", False)}
        self.edges.append(
            {"id": f"e{len(self.edges)}", "type": type_, "from": source, "to": target, "doc": article.id, **kept}
        )

    def _event_edges(self, article: AnnotatedArticle, own: dict[str, str], event: Event) -> None:
        here = own[event.id]
        status = _status(event).get("status", "")
        for argument in event.arguments:
            denied = argument.note if argument.note in ("DENIED", "PLANNED") else ""
            self._edge(
                article, "PARTICIPATED_IN", own[argument.id], here, role=argument.role.name.lower(), date=event.date,
                status=denied.lower() or status, optional=argument.note == "OPTIONAL" or event.optional,
            )  # fmt: skip
        parts: dict[str, set[str]] = {}
        for fact in article.facts:
            if fact.kind == "part" and not fact.negated:
                parts.setdefault(fact.source, set()).add(fact.target)
        wider = set(event.optional_places)
        seen = list(event.places) + list(wider)
        while seen:
            for outer in parts.get(seen.pop(), ()):
                if outer not in wider:
                    wider.add(outer)
                    seen.append(outer)
        for place in event.places:
            self._edge(article, "HELD_AT", here, own[place], date=event.date, status=status, optional=event.optional)
        for place in sorted(wider - set(event.places)):
            self._edge(article, "HELD_AT", here, own[place], date=event.date, status=status, optional=True)
        for topic in event.topics:
            self._edge(article, "ABOUT", here, own[topic], status=status, optional=event.optional)

    def _facts(self, article: AnnotatedArticle, own: dict[str, str], events: dict[str, Event]) -> None:
        said: set[frozenset[str]] = set()
        went = {(fact.source, fact.target) for fact in article.facts if fact.kind == "visited"}
        for fact in article.facts:
            if fact.kind == "met":
                said.add(frozenset((fact.source, fact.target)))
            self._fact(article, own, events, fact)
        for event in events.values():
            people = [a.id for a in event.arguments if a.id[0] == "p" and a.note not in ("DENIED", "PLANNED")]
            face = event.type in (EventType.MEETING, EventType.VISIT) and not event.remote
            if face and event.status is EventStatus.HELD and len(people) <= _MANY:
                for one, other in combinations(people, 2):
                    if frozenset((one, other)) not in said:
                        self._edge(article, "MET", own[one], own[other], date=event.date, optional=True)
            if event.type is EventType.VISIT:
                for argument in event.arguments:
                    for place in event.places:
                        if argument.note not in ("DENIED", "PLANNED") and (argument.id, place) not in went:
                            self._edge(
                                article, "VISITED", own[argument.id], own[place],
                                status=_status(event).get("status", ""), optional=True,
                            )  # fmt: skip
        inside = [(f.source, f.target) for f in article.facts if f.kind == "part" and not f.negated]
        for one, middle in inside:
            for between, outer in inside:
                if middle == between and (one, outer) not in inside:
                    self._edge(article, "LOCATED_IN", own[one], own[outer], optional=True)

    def _fact(self, article: AnnotatedArticle, own: dict[str, str], events: dict[str, Event], fact: Fact) -> None:
        event = events.get(fact.event)
        status = _status(event).get("status", "") if event is not None else ""
        further: dict[str, Any] = {"status": status, "optional": fact.optional, "forbidden": fact.negated}
        if fact.negated:
            further["why"] = "the article does not say so"
        if fact.kind == "office":
            further["role"] = fact.title
        if event is not None:
            further["date"] = event.date
        self._edge(article, _EDGES[fact.kind], own[fact.source], own[fact.target], **further)


def _status(event: Event) -> dict[str, str]:
    return {} if event.status is EventStatus.HELD else {"status": event.status.name.lower()}


def records(articles: Iterable[AnnotatedArticle]) -> Iterable[dict[str, Any]]:
    """The articles as `liaison load` reads them from JSON lines."""
    for annotated in articles:
        article = annotated.article
        record = {
            "id": annotated.id, "title": article.title, "published": article.published, "publisher": article.publisher,
            "url": article.url, "text": article.text[len(article.title) :].strip(),
        }  # fmt: skip
        yield {key: value for key, value in record.items() if value}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    articles = markup.read(options.files)
    options.out.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records(articles))
    (options.out / "articles.jsonl").write_text("".join(lines), "utf-8")
    (options.out / "gold.json").write_text(json.dumps(graph(articles), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
