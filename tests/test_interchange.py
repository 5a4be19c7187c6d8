"""The interchange format: what a record says is what the model holds, and what is wrong is named by file and line."""

import re
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadGraph
from graph.interchange_read import parse_entity, parse_mention, parse_redirect, parse_relation, sentence_around
from graph.interchange_write import entity_record, mention_record, redirect_record, relation_record
from graph.model import Article, Entity, EntityMention, Evidence, JsonValue, Relation, Traits, canonical_url
from graph.ontology import (
    RELATIONS,
    EntityKind,
    EventStatus,
    EventType,
    Medium,
    Origin,
    ParticipantRole,
    PlaceType,
    RelationType,
)

DOCUMENTED = Path(__file__).parent.parent / "docs" / "interchange.md"


def documented_keys(file: str) -> list[str]:
    """The keys of a file's table in the docs, in its order."""
    section = DOCUMENTED.read_text(encoding="utf-8").split(f"## {file}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)`", section, re.MULTILINE)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ids = st.text("abcdefgh:-é", min_size=1, max_size=12)
dates = st.one_of(
    st.dates().map(lambda day: f"{day.year:04}"),
    st.dates().map(lambda day: f"{day.year:04}-{day.month:02}"),
    st.dates().map(lambda day: f"{day:%Y-%m-%d}".rjust(10, "0")),
)
maybe_date = st.none() | dates
maybe_text = st.none() | texts
values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
properties = st.dictionaries(texts.map(lambda key: f"x{key}"), values, max_size=3)
text_tuples = st.lists(texts, max_size=3).map(tuple)


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    kind = draw(st.sampled_from(EntityKind))
    id_, name, description = draw(ids), draw(texts.filter(str.strip)), draw(maybe_text)
    article, traits = None, Traits()
    match kind:
        case EntityKind.PLACE:
            traits = Traits(
                place_type=draw(st.none() | st.sampled_from(PlaceType)),
                latitude=draw(st.none() | st.floats(-90, 90)),
                longitude=draw(st.none() | st.floats(-180, 180)),
                country_code=draw(st.none() | st.sampled_from(["PT", "LV"])),
            )
        case EntityKind.EVENT:
            traits = Traits(
                event_type=draw(st.sampled_from(EventType)),
                status=draw(st.sampled_from(EventStatus)),
                medium=draw(st.none() | st.sampled_from(Medium)),
                start=draw(maybe_date),
                end=draw(maybe_date),
                trigger=draw(maybe_text),
            )
        case EntityKind.ARTICLE:
            url = draw(st.none() | st.sampled_from(["https://news.example/a?id=1", "https://News.example/b?utm_x=2"]))
            article = Article(
                key=canonical_url(url) if url else id_,
                id=id_,
                title=draw(texts),
                text=draw(texts),
                url=url,
                publisher=draw(maybe_text),
                published=draw(maybe_date),
                description=description,
                author=draw(maybe_text),
                story=draw(maybe_text),
            )
        case _:
            pass
    return Entity(
        id=id_,
        kind=kind,
        name=name,
        aliases=draw(text_tuples),
        description=description,
        same_as=draw(text_tuples),
        articles=draw(text_tuples),
        traits=traits,
        article=article,
        origin=Origin.IMPORTED,
        properties=draw(properties),
    )


@st.composite
def relations(draw: st.DrawFn) -> Relation:
    type_ = draw(st.sampled_from(RelationType))
    offices, takes_part = type_ is RelationType.HOLDS_ROLE, type_ is RelationType.PARTICIPATED_IN
    evidence = tuple(
        Evidence(
            article=draw(ids),
            start=start,
            end=start + draw(st.integers(0, 9)),
            sentence=draw(texts),
            extractor=draw(texts),
            confidence=draw(st.floats(0, 1)),
            claimed=draw(st.sampled_from(EventStatus)),
        )
        for start in draw(st.lists(st.integers(0, 99), max_size=3))
    )
    articles = len({item.article for item in evidence})
    return Relation(
        id=draw(ids),
        type=type_,
        source=draw(ids),
        target=draw(ids),
        status=draw(st.sampled_from(EventStatus)),
        role=draw(st.sampled_from(ParticipantRole)) if takes_part else None,
        role_title=draw(texts.filter(str.strip)) if offices else None,
        count=draw(st.none() | st.integers(0, 9)),
        start=draw(maybe_date),
        end=draw(maybe_date),
        attested_from=draw(maybe_date) if offices else None,
        attested_to=draw(maybe_date) if offices else None,
        former=draw(st.booleans()),
        event=draw(st.none() | ids),
        origin=draw(st.sampled_from(Origin)),
        confidence=draw(st.floats(0, 1)),
        first_reported=draw(maybe_date),
        report_count=articles,
        independent_source_count=articles,
        evidence=evidence,
        properties=draw(properties),
    )


@given(entities())
def test_an_entity_read_from_its_record_is_the_same_entity(entity: Entity) -> None:
    line = orjson.dumps(entity_record(entity))
    assert parse_entity(orjson.loads(line), "line") == entity


@given(relations())
def test_a_relation_read_from_its_record_is_the_same_relation(relation: Relation) -> None:
    line = orjson.dumps(relation_record(relation))
    assert parse_relation(orjson.loads(line), "line") == relation


@given(entities(), relations())
def test_keys_come_in_the_documented_order(entity: Entity, relation: Relation) -> None:
    for file, record in (("nodes.jsonl", entity_record(entity)), ("edges.jsonl", relation_record(relation))):
        assert list(record) == [key for key in documented_keys(file) if key in record]


def test_a_mention_and_a_redirect_read_from_their_records_are_the_same() -> None:
    mention = EntityMention("article:a", "person:p", 4, 7, "Bob", "Bob")
    assert parse_mention(mention_record(mention), "line") == mention
    assert parse_redirect(redirect_record("person:old", ("person:a", "person:b")), "line") == (
        "person:old",
        ("person:a", "person:b"),
    )


def test_enum_values_are_written_as_documented() -> None:
    place = Entity("place:p", EntityKind.PLACE, "P", traits=Traits(place_type=PlaceType.BODY_OF_WATER, latitude=0.0))
    assert entity_record(place) == {
        "id": "place:p", "kind": "Place", "name": "P", "articles": [], "placeType": "BODY_OF_WATER", "latitude": 0.0,
    }  # fmt: skip
    chair = Relation("r", RelationType.PARTICIPATED_IN, "a", "b", role=ParticipantRole.CHAIR)
    assert relation_record(chair) == {
        "id": "r", "type": "PARTICIPATED_IN", "source": "a", "target": "b", "status": "HELD", "role": "CHAIR",
        "origin": "extracted", "confidence": 1.0,
    }  # fmt: skip


def test_a_prepared_node_needs_only_id_kind_and_name() -> None:
    entity = parse_entity({"id": "x1", "kind": "person", "name": "Ada", "born": 1815, "aliases": None}, "line")
    assert entity == Entity("x1", EntityKind.PERSON, "Ada", origin=Origin.IMPORTED, properties={"born": 1815})


def test_a_prepared_edge_needs_only_type_source_and_target() -> None:
    written = parse_relation({"label": "MET", "from": "b", "to": "a", "since": "old"}, "line")
    assert (written.type, written.source, written.target, written.origin) == ("MET", "b", "a", Origin.IMPORTED)
    assert written.properties == {"since": "old"}


@pytest.mark.parametrize("type_", RelationType)
def test_an_edge_without_an_id_has_the_same_one_every_time(type_: RelationType) -> None:
    first = parse_relation({"type": type_, "source": "a", "target": "b"}, "line")
    turned = parse_relation({"type": type_, "source": "b", "target": "a", "note": "another"}, "line")
    assert first.id == parse_relation({"type": type_, "source": "a", "target": "b"}, "elsewhere").id
    assert (first.id == turned.id) is RELATIONS[type_].symmetric
    assert first.id.startswith(type_.lower().replace("_", "-") + ":")


def test_a_foreign_type_is_read_as_the_one_it_is_mapped_to() -> None:
    edge: dict[str, JsonValue] = {"type": "EMPLOYED_BY", "source": "p", "target": "o"}
    with pytest.raises(BadGraph, match=r"edges.jsonl:7: `type` is 'EMPLOYED_BY'; write one of PARTICIPATED_IN, HELD_"):
        parse_relation(edge, "edges.jsonl:7")
    relation = parse_relation(edge, "edges.jsonl:7", map_types={"EMPLOYED_BY": "HOLDS_ROLE"})
    assert (relation.type, relation.role_title) == (RelationType.HOLDS_ROLE, "employed by")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"id": "a", "kind": "Ship", "name": "A"}, "`kind` is 'Ship'; write one of Person, Organization, Place, Event"),
        ({"id": "a", "kind": "Person"}, "`name` missing"),
        ({"kind": "Person", "name": "A"}, "`id` missing"),
        ({"id": 7, "kind": "Person", "name": "A"}, "`id` is 7; write a text"),
        ({"id": "a", "kind": "Person", "name": "A", "aliases": "B"}, "`aliases` is 'B'; write a list of texts"),
        ({"id": "a", "kind": "Event", "name": "A", "start": "2023-02-30"}, "`start` is '2023-02-30'; write a date"),
        ({"id": "a", "kind": "Event", "name": "A", "start": 2023}, "`start` is 2023; write a date"),
        ({"id": "a", "kind": "Place", "name": "A", "latitude": 91}, "`latitude` is 91; write a number from -90 to 90"),
        ({"id": "a", "kind": "Place", "name": "A", "latitude": True}, "`latitude` is True; write a number"),
        ({"id": "a", "kind": "Person", "name": "A", "properties": []}, "`properties` is .*; write an object"),
    ],
)
def test_a_wrong_node_is_refused_with_its_line_and_what_to_write(record: dict[str, JsonValue], message: str) -> None:
    with pytest.raises(BadGraph, match=rf"^nodes\.jsonl:3: {message}"):
        parse_entity(record, "nodes.jsonl:3")


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"confidence": 1.5}, "`confidence` is 1.5; write a number from 0 to 1"),
        ({"former": "yes"}, "`former` is 'yes'; write true or false"),
        ({"status": "DONE"}, "`status` is 'DONE'; write one of HELD, CANCELLED"),
        ({"evidence": {}}, "`evidence` is .*; write a list of objects"),
        ({"evidence": [{"sentence": "s"}]}, "evidence 1: `article` missing"),
        ({"evidence": [{"article": "a", "sentence": "s", "start": 9, "end": 2}]}, "evidence 1: `end` 2 lies before"),
        ({"type": "MET"}, "the source of MET is 'e', an Event; it takes Person"),
    ],
)
def test_a_wrong_edge_is_refused_with_its_line_and_what_to_write(own: dict[str, JsonValue], message: str) -> None:
    record = {"type": "HELD_AT", "source": "e", "target": "p", **own}
    with pytest.raises(BadGraph, match=rf"^edges\.jsonl:3: {message}"):
        parse_relation(record, "edges.jsonl:3", kinds={"e": EntityKind.EVENT, "p": EntityKind.PLACE})


TEXT = "Talks in Riga\n\nMr. Rutte met J. Silva in Riga. “They talked,” he said. She left at 5 p.m. It rained."


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("Talks", "Talks in Riga"),
        ("Silva", "Mr. Rutte met J. Silva in Riga."),
        ("talked", "“They talked,” he said."),
        ("rained", "It rained."),
    ],
)
def test_the_sentence_of_an_imported_mention_is_that_of_the_text(word: str, sentence: str) -> None:
    start = TEXT.index(word)
    assert sentence_around(TEXT, start, start + len(word)) == sentence


def test_a_mention_that_its_text_does_not_bear_out_is_refused() -> None:
    mention: dict[str, JsonValue] = {"article": "a", "entity": "e", "start": 0, "end": 5, "surface": "Tasks"}
    with pytest.raises(BadGraph, match=r"m:1: `surface` is 'Tasks', but the text has 'Talks' there"):
        parse_mention(mention, "m:1", text=TEXT)
    assert parse_mention(mention, "m:1").sentence == "Tasks"
