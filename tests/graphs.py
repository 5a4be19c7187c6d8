"""Hypothesis strategy for small, consistent graphs as interchange records."""

from dataclasses import dataclass
from itertools import product
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from graph.dates import bounds
from graph.ontology import (
    RELATIONS,
    EntityKind,
    EventStatus,
    EventType,
    Medium,
    ParticipantRole,
    PlaceType,
    RelationType,
)

Record: TypeAlias = dict[str, Any]

NAMES: Final = (
    "Evika Siliņa",
    "Jens Stoltenberg",
    "Łódź",
    "Straße",
    "evika silina",
    "O'Neill-Ångström",
    "Rēzekne 2",
    "Zoë",
)
DATES: Final = (
    "2023",
    "2023-09",
    "2023-09-27",
    "2023-09-28",
    "2023-10-11",
    "2023-12-31",
    "2024-01",
    "2024-02-29",
    "2024",
)
URLS: Final = ("https://www.wikidata.org/entity/Q1", "https://sws.geonames.org/2", "https://example.org/a")
TITLES: Final = ("prime minister", "Secretary General", "président")
CONFIDENCES: Final = (0.5, 0.6, 0.75, 0.9)
COUNTRIES: Final = ("LV", "PT")
_PUBLISHERS: Final = ("Reuters", "LETA")
_BACKGROUND: Final = ("imported", "curated", "gazetteer")
_LABELS: Final = {"person": 4, "organization": 2, "place": 4, "event": 4, "article": 3}
"""Kinds with the most nodes of each."""


@dataclass(frozen=True)
class Records:
    nodes: list[Record]
    edges: list[Record]
    mentions: list[Record]

    @property
    def all(self) -> list[Record]:
        return [*self.nodes, *self.edges, *self.mentions]


def _maybe(values: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values)


@st.composite
def _period(draw: st.DrawFn) -> Record:
    """`start` and `end`, either or both or none; never an end before its start."""
    start, end = draw(_maybe(DATES)), draw(st.none() | _maybe(DATES))
    if start and end and any(a > b for a, b in zip(bounds(start), bounds(end), strict=True)):
        end = None
    return {"start": start, "end": end}


_PROPERTIES: Final = st.sampled_from(({}, {}, {"note": 1, "tags": ["a", None]}))
_COMMON: Final = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "aliases": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "description": _maybe(("a description",)),
        "sameAs": st.lists(st.sampled_from(URLS), max_size=1),
        "properties": _PROPERTIES,
    }
)
_PLACE: Final = st.fixed_dictionaries(
    {"placeType": _maybe(tuple(PlaceType)), "countryCode": _maybe(COUNTRIES)}
    | {"at": st.sampled_from((None, (56.95, 24.1), (38.72, -9.13), (56.5, 27.33)))}
)
_EVENT: Final = st.builds(
    lambda traits, period: traits | period,
    st.fixed_dictionaries(
        {
            "eventType": st.sampled_from(list(EventType)[:5]),
            "status": st.sampled_from((EventStatus.HELD, *EventStatus)),
            "medium": _maybe(tuple(Medium)),
        }
    ),
    _period().filter(lambda period: period["start"] is not None or period["end"] is None),
)
_ARTICLE: Final = st.fixed_dictionaries(
    {"publisher": _maybe(_PUBLISHERS), "published": _maybe(DATES), "story": _maybe(("story-1",))}
)


@st.composite
def graphs(draw: st.DrawFn) -> Records:
    """Up to seventeen nodes, fourteen relations of every type and status, and what the articles mention."""
    nodes = [
        _node(draw, kind, index)
        for kind, most in _LABELS.items()
        for index in range(draw(st.sampled_from((*range(1, most + 1), 0))))
    ]
    by_kind = {kind: [node for node in nodes if node["kind"] == kind.label] for kind in EntityKind}
    mentions, mention_edges = _mentions(draw, nodes, by_kind[EntityKind.ARTICLE])
    types = draw(
        st.lists(st.sampled_from([type_ for type_ in RelationType if type_ != "MENTIONS"]), min_size=2, max_size=14)
    )
    edges = [edge for index, type_ in enumerate(types) if (edge := _edge(draw, by_kind, type_, index))]
    return Records([_given(node) for node in nodes], [_given(edge) for edge in edges + mention_edges], mentions)


def _given(record: Record) -> Record:
    """Without absent values, as the interchange format leaves them out."""
    return {key: value for key, value in record.items() if value is not None}


def _node(draw: st.DrawFn, kind: str, index: int) -> Record:
    node: Record = {"id": f"{kind}:{index}", "kind": kind.capitalize(), **draw(_COMMON), "articles": []}
    match kind:
        case "place":
            node |= draw(_PLACE)
            at = node.pop("at")
            if at:
                node["latitude"], node["longitude"] = at
        case "event":
            node |= draw(_EVENT)
        case "article":
            node |= draw(_ARTICLE)
            node |= {"title": node["name"], "url": f"https://example.org/{index}", "text": f"{node['name']}\n\n"}
        case _:
            pass
    return node


def _mentions(draw: st.DrawFn, nodes: list[Record], articles: list[Record]) -> tuple[list[Record], list[Record]]:
    """Writes the articles' texts, a sentence a line for each thing named, with the mentions and MENTIONS of these."""
    things = [node for node in nodes if node["kind"] != "Article"]
    mentions: list[Record] = []
    edges: list[Record] = []
    for article in articles if things else ():
        named = draw(st.lists(st.sampled_from(things), max_size=3))
        for entity in named:
            start = len(article["text"])
            end = start + len(entity["name"])
            article["text"] += f"{entity['name']} spoke.\n"
            row = {"article": article["id"], "entity": entity["id"], "start": start, "end": end}
            mentions.append(row | {"surface": entity["name"]})
        for id_ in sorted({entity["id"] for entity in named}):
            count = sum(entity["id"] == id_ for entity in named)
            edge = {"id": f"mentions:{len(edges)}", "type": "MENTIONS", "source": article["id"], "target": id_}
            edges.append(edge | {"status": "HELD", "count": count, "origin": "extracted", "confidence": 1.0})
    for entity in things:
        entity["articles"] = sorted({row["article"] for row in mentions if row["entity"] == entity["id"]})
    return mentions, edges


def _edge(draw: st.DrawFn, by_kind: dict[EntityKind, list[Record]], type_: RelationType, index: int) -> Record | None:
    """A relation whose ends fit, or None where there are none; containment never runs in a circle."""
    rule = RELATIONS[type_]
    sources = [node for kind in rule.sources for node in by_kind[kind]]
    targets = [node for kind in rule.targets for node in by_kind[kind]]
    downwards = type_ in (RelationType.LOCATED_IN, RelationType.PART_OF)
    ends = [
        (source, target)
        for source, target in product(sources, targets)
        if (source["id"] < target["id"] if rule.symmetric else source["id"] != target["id"])
        and not (downwards and source["kind"] == target["kind"] and source["id"] <= target["id"])
    ]
    if not ends:
        return None
    source, target = draw(st.sampled_from(ends))
    edge: Record = {
        "id": f"{type_.lower()}:{index}",
        "type": type_.value,
        "source": source["id"],
        "target": target["id"],
    }
    event = next((node for node in (source, target) if node["kind"] == "Event"), None)
    if "event" in rule.key and by_kind[EntityKind.EVENT]:
        event = draw(st.none() | st.sampled_from(by_kind[EntityKind.EVENT]))
        edge["event"] = event and event["id"]
    happened = event is None or event["status"] == EventStatus.HELD
    # A relation to an event that was not held is not HELD either.
    statuses = (EventStatus.HELD, *EventStatus) if happened else (event or {})["status"].split()
    edge["status"] = draw(st.sampled_from(statuses))
    if type_ == RelationType.PARTICIPATED_IN:
        edge["role"] = draw(st.sampled_from(list(ParticipantRole)[:6]))
    edge |= draw(_period())
    if type_ == RelationType.HOLDS_ROLE:
        edge |= {"roleTitle": draw(st.sampled_from(TITLES)), "former": draw(st.booleans())}
        edge["properties"] = {
            key: value
            for key in ("attestedFrom", "attestedTo")
            if (value := draw(_maybe(("2023-09-27", "2023-12-31"))))
        }
    else:
        edge["properties"] = draw(_PROPERTIES)
    return edge | _evidence(draw, type_, by_kind[EntityKind.ARTICLE])


def _evidence(draw: st.DrawFn, type_: RelationType, articles: list[Record]) -> Record:
    """The evidence with what follows from it: origin, confidence and first report."""
    stating = draw(st.lists(st.sampled_from(articles), max_size=3)) if articles else []
    rows = [
        {"article": article["id"], "start": 10 * index, "end": 10 * index + 8, "sentence": f"Sentence {index}."}
        | {"extractor": "rules-1", "confidence": draw(st.sampled_from(CONFIDENCES))}
        for index, article in enumerate(stating)
    ]
    background = _BACKGROUND if type_ == RelationType.LOCATED_IN else _BACKGROUND[:2]
    return {
        "origin": draw(st.sampled_from(("extracted", "derived", *background) if rows else background)),
        "confidence": max((row["confidence"] for row in rows), default=draw(st.sampled_from(CONFIDENCES))),
        "firstReported": min((article["published"] for article in stating if article["published"]), default=None),
        "evidence": sorted(rows, key=lambda row: (row["article"], row["start"])),
    }
