"""Interchange records → the records of the model. Pure; what is wrong is a BadGraph that names where.

Only `id`, `kind`, `name` (nodes) and `type`, `source`, `target` (edges; also `label`, `from`, `to`) are needed. A
null is an absent value, an unknown key goes to `properties`, and enum values are read in any case.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from graph import names
from graph.errors import BadGraph
from graph.interchange_fields import (
    ARTICLE,
    ATTESTED,
    DECISION,
    EDGE,
    EVIDENCE,
    MENTION,
    NODE,
    REDIRECT,
    TRAITS,
    Fields,
)
from graph.model import Article, Decision, Entity, EntityMention, Evidence, JsonValue, Relation, Traits, canonical_url
from graph.ontology import RELATIONS, EntityKind, EventStatus, EventType, Origin, ParticipantRole, RelationType
from graph.relations import relation_id

Record: TypeAlias = Mapping[str, JsonValue]

EXTRACTOR: Final = "import"
"""The extractor of evidence that names none."""
_STOP: Final = re.compile(r"[.!?…][\"'”’)\]]*(\s+)(?=[\"'“‘(\[]*[A-Z0-9À-ÖØ-Þ])")
_ABBREVIATION: Final = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Capt|Jr|Sr|No|vs)$")


def _read(record: Record, fields: Fields, where: str, found: dict[str, Any], rest: dict[str, JsonValue]) -> None:
    """Fills `found` with the fields' values by attribute, `rest` with what is not of them."""
    key, value = "", None
    try:
        for key, value in record.items():  # both are named by the error
            field = fields.get(key)
            if field is None:
                rest[key] = value
            elif value is not None:
                attribute, reader = field
                found[attribute] = reader(value)
    except ValueError as error:
        raise BadGraph(f"{where}: `{key}` is {_shown(value)}; write {error}") from None


def _shown(value: JsonValue) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _require(found: Mapping[str, Any], keys: Iterable[str], where: str, fields: Fields | None = None) -> None:
    for key in keys:
        if (fields[key][0] if fields else key) not in found:
            raise BadGraph(f"{where}: `{key}` missing")


def _renamed(record: Record, synonyms: Mapping[str, str]) -> Record:
    """The record with each synonym under its own key, unless that one is taken."""
    names_of = {synonym: key for synonym, key in synonyms.items() if synonym in record and key not in record}
    return {names_of.get(key, key): value for key, value in record.items()} if names_of else record


def parse_entity(record: Record, where: str) -> Entity:
    """The entity of a node record. Without `origin` it is IMPORTED; an event is HELD and OTHER unless it says more.

    `mention_count` is 0: it follows from the mentions. Raises BadGraph.
    """
    found: dict[str, Any] = {}
    rest: dict[str, JsonValue] = {}
    _read(_renamed(record, {"label": "kind"}), NODE, where, found, rest)
    _require(found, ("id", "kind"), where)
    kind: EntityKind = found["kind"]
    traits: dict[str, Any] = {"event_type": EventType.OTHER, "status": EventStatus.HELD} if kind == "EVENT" else {}
    unknown: dict[str, JsonValue] = {}
    if kind is EntityKind.ARTICLE:
        own: dict[str, Any] = {}
        _read(rest, ARTICLE, where, own, unknown)
        if "title" in own:
            found.setdefault("name", own["title"])
        _require(found, ("name",), where)
        found["article"] = _article(found, own)
    else:
        _require(found, ("name",), where)
        _read(rest, TRAITS.get(kind, {}), where, traits, unknown)
        if traits:
            found["traits"] = Traits(**traits)
    if unknown:
        found["properties"] = {**unknown, **found.get("properties", {})}
    found.setdefault("origin", Origin.IMPORTED)
    return Entity(**found)


def _article(node: Mapping[str, Any], own: Mapping[str, Any]) -> Article:
    url = own.get("url")
    return Article(
        key=canonical_url(url) if url else node["id"],
        id=node["id"],
        title=own.get("title", node["name"]),
        text=own.get("text", ""),
        url=url,
        publisher=own.get("publisher"),
        published=own.get("published"),
        description=node.get("description"),
        author=own.get("author"),
        story=own.get("story"),
    )


def parse_relation(
    record: Record,
    where: str,
    *,
    map_types: Mapping[str, str] | None = None,
    kinds: Mapping[str, EntityKind] | None = None,
) -> Relation:
    """The relation of an edge record; without `id`, its id is made from its key, without `origin` it is IMPORTED.

    `map_types` gives foreign types their own ones; `kinds` are those of the known nodes by id, against which the ends
    are checked. A participation without a role is a PARTICIPANT's; an office without a title has its type's name.
    Raises BadGraph.
    """
    found: dict[str, Any] = {}
    unknown: dict[str, JsonValue] = {}
    if "source" not in record or "target" not in record or "type" not in record:
        record = _renamed(record, {"label": "type", "from": "source", "to": "target"})
    written = record.get("type")
    if map_types and isinstance(written, str) and written in map_types:
        record = {**record, "type": map_types[written]}
    _read(record, EDGE, where, found, unknown)
    _require(found, ("type", "source", "target"), where)
    type_: RelationType = found["type"]
    if unknown:
        found["properties"] = {**unknown, **found.get("properties", {})}
    if type_ is RelationType.PARTICIPATED_IN:
        found.setdefault("role", ParticipantRole.PARTICIPANT)
    elif type_ is RelationType.HOLDS_ROLE:
        found.setdefault("role_title", str(written).replace("_", " ").lower())
        own: dict[str, JsonValue] = {}
        _read(found.get("properties", {}), ATTESTED, f"{where}: properties", found, own)
        found["properties"] = own
    if kinds is not None:
        _check_ends(type_, found["source"], found["target"], kinds, where)
    if "evidence" in found:
        status = found.get("status", EventStatus.HELD)
        found["evidence"] = evidence = _evidence(found["evidence"], where, status)
        # Reprints count once only where stories are known, which is in the store.
        found["report_count"] = found["independent_source_count"] = len({item.article for item in evidence})
    found.setdefault("origin", Origin.IMPORTED)
    if "id" not in found:
        found["id"] = _made_id(found)
    return Relation(**found)


def _evidence(value: JsonValue, where: str, status: EventStatus) -> tuple[Evidence, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BadGraph(f"{where}: `evidence` is {_shown(value)}; write a list of objects")
    items: list[Evidence] = []
    for number, item in enumerate(value, 1):
        here = f"{where}: evidence {number}"
        found: dict[str, Any] = {"start": 0, "end": 0, "extractor": EXTRACTOR, "confidence": 1.0, "claimed": status}
        _read(item, EVIDENCE, here, found, {})  # type: ignore[arg-type]  # checked above
        _require(found, ("article", "sentence"), here)
        _check_span(found, here)
        items.append(Evidence(**found))
    return tuple(items)


def _check_span(found: Mapping[str, Any], where: str) -> None:
    if found["end"] < found["start"]:
        raise BadGraph(f"{where}: `end` {found['end']} lies before `start` {found['start']}")


def _check_ends(type_: RelationType, source: str, target: str, kinds: Mapping[str, EntityKind], where: str) -> None:
    """Raises BadGraph if a known end is of a kind that the type does not take; unknown ends are the store's to find."""
    rule = RELATIONS[type_]
    for side, id_, allowed in (("source", source, rule.sources), ("target", target, rule.targets)):
        kind = kinds.get(id_)
        if kind is not None and kind not in allowed:
            labels = ", ".join(each.label for each in allowed)
            raise BadGraph(f"{where}: the {side} of {type_} is {id_!r}, {_a(kind.label)}; it takes {labels}")


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'AEIOU' else 'a'} {noun}"


def _made_id(found: Mapping[str, Any]) -> str:
    """The id of an edge that brings none, made as extracted ones are: the same edge is the same again.

    A meeting or visit without an event is told apart by its date.
    """
    rule = RELATIONS[found["type"]]
    ends = found["source"], found["target"]
    source, target = sorted(ends) if rule.symmetric else ends
    return relation_id(
        rule,
        source,
        target,
        status=found.get("status", EventStatus.HELD).value,
        role=found.get("role"),
        role_title=names.key(found.get("role_title", "")),
        start=found.get("start"),
        event=found.get("event") or found.get("start"),
    )


def parse_mention(record: Record, where: str, *, text: str | None = None) -> EntityMention:
    """The mention of a record; its sentence is the one it brings, else that of the article's text, else its surface.

    Raises BadGraph, also where the text is known and does not say the surface at that place.
    """
    found: dict[str, Any] = {}
    _read(record, MENTION, where, found, {})
    _require(found, ("article", "entity", "start", "end"), where)
    _check_span(found, where)
    start, end = found["start"], found["end"]
    if text:
        said = text[start:end]
        if found.setdefault("surface", said) != said:
            raise BadGraph(f"{where}: `surface` is {_shown(found['surface'])}, but the text has {_shown(said)} there")
    _require(found, ("surface",), where)
    if "sentence" not in found:
        found["sentence"] = sentence_around(text, start, end) if text else found["surface"]
    return EntityMention(**found)


def parse_redirect(record: Record, where: str) -> tuple[str, tuple[str, ...]]:
    """The old id and the ids that it now leads to. Raises BadGraph."""
    found: dict[str, Any] = {}
    _read(record, REDIRECT, where, found, {})
    if not found.get("old") or not found.get("new"):
        raise BadGraph(f"{where}: write `from` and `to`, the old id and a list of those that took its place")
    return found["old"], found["new"]


def parse_decision(record: Record, where: str) -> Decision:
    """The decision of a record, with the anchors that bind it. Raises BadGraph."""
    found: dict[str, Any] = {}
    _read(record, DECISION, where, found, {})
    _require(found, ("id", "a", "b", "judgement", "at", "aAnchors", "bAnchors"), where, DECISION)
    return Decision(**{"by": "import", **found})


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of a text that holds start..end, within its line; deterministic, and only for imported mentions."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    for stop in _STOP.finditer(text, first, last):
        if text[stop.start()] == "." and _ABBREVIATION.search(text, first, stop.start()):
            continue
        if stop.end() <= start:
            first = stop.end()
        elif stop.start(1) >= end:
            last = stop.start(1)
            break
    return text[first:last].strip()
