"""The oracle's graph: interchange records as frozen dataclasses, with plain lists to look things up in.

Nothing here is fast, and nothing here is shared with the stores but the ontology and the meaning of names and dates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from graph.dates import bounds
from graph.names import fold
from graph.ontology import RELATIONS, RelationType

Record: TypeAlias = Mapping[str, Any]
"""One JSON object of the interchange format, or one coerced GraphQL input object."""
Period: TypeAlias = tuple[int | None, int | None]
"""First and last day as yyyymmdd; an end that is not known is None."""

BACKGROUND: Final = frozenset({"GAZETTEER", "IMPORTED", "CURATED"})
TIMELESS: Final = frozenset(name.value for name, rule in RELATIONS.items() if rule.timeless)
EVENT_DATED: Final = frozenset(name.value for name, rule in RELATIONS.items() if rule.event_dated)
ATTESTED: Final = ("attestedFrom", "attestedTo")
"""Keys of an edge's `properties` that belong to the model."""


@dataclass(frozen=True, slots=True)
class Entity:
    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    description: str | None
    same_as: tuple[str, ...]
    properties: Record
    mention_count: int
    article_count: int
    place_type: str | None
    latitude: float | None
    longitude: float | None
    country_code: str | None
    event_type: str | None
    status: str | None
    medium: str | None
    start: str | None
    end: str | None
    title: str | None
    url: str | None
    publisher: str | None
    author: str | None
    published: str | None
    text: str | None
    story: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    article: Entity
    start: int
    end: int
    sentence: str
    extractor: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge as one reader sees it: `Graph.as_of` makes the views with less evidence."""

    id: str
    type: str
    source: Entity
    target: Entity
    status: str
    role: str | None
    role_title: str | None
    start: str | None
    end: str | None
    attested_from: str | None
    attested_to: str | None
    former: bool
    event: Entity | None
    origin: str
    confidence: float
    first_reported: str | None
    properties: Record
    evidence: tuple[Evidence, ...]

    @property
    def report_count(self) -> int:
        return len({evidence.article.id for evidence in self.evidence})

    @property
    def independent_source_count(self) -> int:
        return len({evidence.article.story or evidence.article.id for evidence in self.evidence})

    @property
    def period(self) -> Period:
        return period(self.start or self.attested_from, self.end or self.attested_to)

    def other(self, entity: Entity) -> Entity:
        return self.target if self.source.id == entity.id else self.source


@dataclass(frozen=True, slots=True)
class Mention:
    article: Entity
    entity: Entity
    start: int
    end: int
    surface: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Follow:
    """Which relations a field follows; None is no restriction.

    Without `types`, all but MENTIONS and a gazetteer's LOCATED_IN; with `every_type`, those too.
    """

    types: list[str] | None = None
    status: list[str] | None = None
    during: Record | None = None
    as_of: str | None = None
    least_confidence: float | None = None
    every_type: bool = False


def period(start: str | None, end: str | None) -> Period:
    """The days from start to end; without an end, those of the start."""
    last = end or start
    return (bounds(start)[0] if start else None), (bounds(last)[1] if last else None)


def overlaps(days: Period, during: Record | None, *, undated: bool) -> bool:
    """Whether a period and a DateRange share a day; `undated` is the answer for a period of which nothing is known."""
    lower, upper = (during or {}).get("from"), (during or {}).get("to")
    if lower is None and upper is None:
        return True
    first, last = days
    if first is None and last is None:
        return undated
    begins = upper is None or (first is not None and first <= bounds(upper)[1])
    ends = lower is None or (last is not None and last >= bounds(lower)[0])
    return begins and ends


class Graph:
    """Entities, relations and mentions, in the order of their ids."""

    def __init__(
        self, nodes: Iterable[Record], edges: Iterable[Record], mentions: Iterable[Record], redirects: Iterable[Record]
    ) -> None:
        rows = list(mentions)
        named = [row["entity"] for row in rows]
        self.entities = {node["id"]: _entity(node, named.count(node["id"])) for node in _sorted(nodes)}
        self.relations = {edge["id"]: self._relation(edge) for edge in _sorted(edges)}
        self.redirects: dict[str, list[str]] = {row["from"]: row["to"] for row in redirects}
        self.mentions = sorted(
            (self._mention(row) for row in rows),
            key=lambda mention: (mention.article.id, mention.start, mention.entity.id),
        )

    def _relation(self, edge: Record) -> Relation:
        type_ = edge["type"].upper()
        source, target = self.entities[edge["source"]], self.entities[edge["target"]]
        event = self.entities[edge["event"]] if edge.get("event") else None
        evidence = sorted(
            (
                Evidence(
                    self.entities[row["article"]],
                    row["start"],
                    row["end"],
                    row["sentence"],
                    row.get("extractor", ""),
                    row.get("confidence", 1.0),
                )
                for row in edge.get("evidence", ())
            ),
            key=lambda row: (row.article.id, row.start),
        )
        start, end = edge.get("start"), edge.get("end")
        dated_by = event or next((each for each in (source, target) if each.kind == "EVENT"), None)
        if type_ in EVENT_DATED and dated_by is not None and not start and not end:
            start, end = dated_by.start, dated_by.end
        properties = edge.get("properties", {})
        return Relation(
            id=edge["id"],
            type=type_,
            source=source,
            target=target,
            status=edge.get("status", "HELD").upper(),
            role=edge["role"].upper() if edge.get("role") else None,
            role_title=edge.get("roleTitle"),
            start=start,
            end=end,
            attested_from=properties.get(ATTESTED[0]),
            attested_to=properties.get(ATTESTED[1]),
            former=bool(edge.get("former", False)),
            event=event,
            origin=edge.get("origin", "imported").upper(),
            confidence=float(edge.get("confidence", 1.0)),
            first_reported=edge.get("firstReported") or _first_reported(evidence),
            properties={key: value for key, value in properties.items() if key not in ATTESTED},
            evidence=tuple(evidence),
        )

    def _mention(self, row: Record) -> Mention:
        article = self.entities[row["article"]]
        start, end = row["start"], row["end"]
        text = article.text or ""
        line = text[text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]
        sentence = row.get("sentence") or line or row["surface"]
        return Mention(article, self.entities[row["entity"]], start, end, row["surface"], sentence)

    def entity(self, id_: str) -> Entity | None:
        """By its id or a former one; None if that now fits several."""
        found = self.current([id_])
        return self.entities[found.pop()] if len(found) == 1 else None

    def current(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that name an entity, former ones by what they became."""
        return {new for id_ in ids for new in self.redirects.get(id_, [id_]) if new in self.entities}

    def named(self, name: str, kind: str | None) -> list[Entity]:
        """Entities with this name or alias, the most mentioned first."""
        found = [
            entity
            for entity in self.entities.values()
            if kind in (None, entity.kind) and fold(name) in map(fold, (entity.name, *entity.aliases))
        ]
        return sorted(found, key=lambda entity: (-entity.mention_count, entity.id))

    def follow(self, rule: Follow) -> list[Relation]:
        """The relations that the rule lets through, as of its date, by id."""
        views = (self.as_of(relation, rule.as_of) for relation in self.relations.values())
        return [view for view in views if view is not None and _follows(view, rule)]

    def of_type(self, type_: RelationType, status: list[str] | None = None) -> list[Relation]:
        return self.follow(Follow(types=[type_.value], status=status))

    @staticmethod
    def as_of(relation: Relation, date: str | None) -> Relation | None:
        """The relation as the articles published by then state it.

        None if none does, it is not background and it is not what such an article mentions.
        """
        if date is None:
            return relation
        evidence = [row for row in relation.evidence if _published_by(row.article, date)]
        says_so = relation.type == "MENTIONS" and _published_by(relation.source, date)
        if not (evidence or says_so or relation.origin in BACKGROUND):
            return None
        confidence = max((row.confidence for row in evidence), default=relation.confidence)
        return replace(
            relation, evidence=tuple(evidence), confidence=confidence, first_reported=_first_reported(evidence)
        )

    def containers(self, place: Entity) -> list[list[Entity]]:
        """The places that this one lies in, level by level, each by id; never itself."""
        levels: list[list[Entity]] = []
        known, level = {place.id}, [place]
        while level:
            inside = {entity.id for entity in level}
            found = {
                relation.target.id
                for relation in self.of_type(RelationType.LOCATED_IN, ["HELD"])
                if relation.source.id in inside and relation.target.id not in known
            }
            known |= found
            level = [self.entities[id_] for id_ in sorted(found)]
            if level:
                levels.append(level)
        return levels

    def within(self, ids: Iterable[str]) -> set[str]:
        """These places and every place that lies in one of them."""
        wanted = set(ids)
        return {
            entity.id
            for entity in self.entities.values()
            if entity.kind == "PLACE"
            and wanted & {entity.id, *(place.id for level in self.containers(entity) for place in level)}
        }


def _follows(relation: Relation, rule: Follow) -> bool:
    if rule.types is not None:
        right_type = relation.type in rule.types
    else:
        default = relation.type != "MENTIONS" and (relation.type, relation.origin) != ("LOCATED_IN", "GAZETTEER")
        right_type = rule.every_type or default
    return (
        right_type
        and (rule.status is None or relation.status in rule.status)
        and overlaps(relation.period, rule.during, undated=relation.type in TIMELESS)
        and (rule.least_confidence is None or relation.confidence >= rule.least_confidence)
    )


def _published_by(article: Entity, date: str) -> bool:
    return article.published is not None and bounds(article.published)[1] <= bounds(date)[1]


def _first_reported(evidence: Iterable[Evidence]) -> str | None:
    return min((row.article.published for row in evidence if row.article.published), default=None)


def _sorted(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: str(record["id"]))


def _upper(record: Record, key: str, default: str | None = None) -> str | None:
    value = record.get(key) or default
    return value.upper() if value else None


def _entity(node: Record, mention_count: int) -> Entity:
    kind = node["kind"].upper()
    is_event = kind == "EVENT"
    return Entity(
        id=node["id"],
        kind=kind,
        name=node["name"],
        aliases=tuple(node.get("aliases", ())),
        description=node.get("description"),
        same_as=tuple(node.get("sameAs", ())),
        properties=node.get("properties", {}),
        mention_count=mention_count,
        article_count=len(node.get("articles", ())),
        place_type=_upper(node, "placeType"),
        latitude=node.get("latitude"),
        longitude=node.get("longitude"),
        country_code=node.get("countryCode"),
        event_type=_upper(node, "eventType", "OTHER") if is_event else None,
        status=_upper(node, "status", "HELD") if is_event else None,
        medium=_upper(node, "medium"),
        start=node.get("start"),
        end=node.get("end"),
        title=node.get("title") or (node["name"] if kind == "ARTICLE" else None),
        url=node.get("url"),
        publisher=node.get("publisher"),
        author=node.get("author"),
        published=node.get("published"),
        text=node.get("text"),
        story=node.get("story"),
    )
