"""Annotated articles: what their form says, what is wrong in it and where, and the gold graph that follows."""

from pathlib import Path

import pytest

from graph.ontology import EventStatus, EventType, ParticipantRole
from loaders.training import gold, markup

ROOT = Path(__file__).parent.parent
ARTICLE = """=== x-1
style: wire
published: 2024-03-12
# {Stubb|p.stubb} in {Tokyo|l.tokyo}
{Finnish|l.finland} {President|t.stubb} {Alexander Stubb|p.stubb} {met|e.talks} {Fumio Kishida|p.kishida} at the
{Akasaka Palace|l.palace} on {Tuesday|d.2024-03-12}. {Aino Virta|p.virta} did not attend.

The {two|p.stubb+p.kishida} discussed {Kosovo|l.kosovo}. A {visit|e.visit} to {Hiroshima|l.hiroshima} was called off.
---
e.talks MEETING HELD 2024-03-12 @l.palace p.stubb=GUEST p.kishida=HOST p.virta=ATTENDEE! #l.kosovo
e.visit VISIT CANCELLED @l.hiroshima p.stubb=GUEST
met p.stubb p.kishida e.talks
office p.stubb l.finland since=2024-03 President
part l.palace in l.tokyo
not met p.virta p.kishida
opt l.kosovo
name l.finland Finland = Suomi
"""


def article() -> markup.AnnotatedArticle:
    (found,) = markup.parse(ARTICLE)
    return found


def faults(old: str, new: str) -> list[str]:
    assert old in ARTICLE
    return markup.check(ARTICLE.replace(old, new), "file")[1]


def test_marks_stand_at_their_words_and_line_ends_are_blanks() -> None:
    found = article()
    surfaces = [(found.text[mark.start : mark.end], mark.ids) for mark in found.marks]
    assert surfaces[0] == ("Stubb", ("p.stubb",))
    assert ("two", ("p.stubb", "p.kishida")) in surfaces
    assert "at the Akasaka Palace on Tuesday." in found.text
    assert found.text.startswith("Stubb in Tokyo\n\nFinnish President")


def test_an_event_has_type_status_date_place_topics_and_arguments() -> None:
    talks, visit = article().events
    assert (talks.type, talks.status, talks.date) == (EventType.MEETING, EventStatus.HELD, "2024-03-12")
    assert (talks.places, talks.topics) == (("l.palace",), ("l.kosovo",))
    assert [(argument.role, argument.note) for argument in talks.arguments] == [
        (ParticipantRole.GUEST, ""),
        (ParticipantRole.HOST, ""),
        (ParticipantRole.ATTENDEE, "DENIED"),
    ]
    assert visit.status is EventStatus.CANCELLED


def test_facts_are_asserted_denied_or_optional() -> None:
    found = article()
    assert [(fact.kind, fact.negated) for fact in found.facts] == [
        ("met", False),
        ("office", False),
        ("part", False),
        ("met", True),
    ]
    office = found.facts[1]
    assert (office.title, office.since, office.former) == ("President", "2024-03", False)
    assert found.names == {"l.finland": ("Finland", "Suomi")}
    assert found.optional == {"l.kosovo"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("MEETING HELD", "GATHERING HELD", "file:10: e.talks: no event type: GATHERING"),
        ("MEETING HELD", "MEETING DONE", "file:10: e.talks: no status: DONE"),
        ("=GUEST p.kishida", "=VISITOR p.kishida", "file:10: e.talks: no role: p.stubb=VISITOR"),
        ("@l.palace", "@l.castle", "file:10: l.castle is marked nowhere in the text"),
        ("met p.stubb p.kishida", "met p.stubb l.tokyo", "file:12: met takes p., not l.tokyo"),
        ("since=2024-03 President", "", "file:13: an office needs its title"),
        ("opt l.kosovo", "sure l.kosovo", "file:16: no fact: sure l.kosovo"),
        ("{met|e.talks}", "{met|talks}", "file:5: no id: 'talks' in {met|talks}"),
        ("{met|e.talks}", "{ met|e.talks}", "file:5: blank at the edge of the mark { met|e.talks}"),
        ("{met|e.talks}", "{met|e.talks", "file:5: a mark is nested or not closed"),
        ("# {Stubb", "{Stubb", "file:4: the title, after `# `, is missing"),
        ("---", "", "file:1: `---`, which ends the body, is missing"),
        ("published: 2024-03-12", "published: March", "file:1: published: March is no date"),
        (
            "e.visit VISIT CANCELLED @l.hiroshima p.stubb=GUEST",
            "",
            "file:1: e.visit is marked but not described below",
        ),
    ],
)
def test_a_fault_names_its_line(old: str, new: str, fault: str) -> None:
    assert fault in faults(old, new)


def test_the_gold_graph_tells_what_must_what_may_and_what_must_not_be_found() -> None:
    graph = gold.graph([article()])
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert nodes["l.finland"]["aliases"] == ["Finnish", "Suomi"]
    assert nodes["l.kosovo"]["optional"]
    assert nodes["x-1.e.talks"]["triggers"] == ["met"]
    assert nodes["x-1.e.visit"]["status"] == "cancelled"
    edges = {(edge["type"], edge["from"], edge["to"]): edge for edge in graph["edges"]}
    assert edges["PARTICIPATED_IN", "p.aino virta", "x-1.e.talks"]["status"] == "denied"
    assert edges["HELD_AT", "x-1.e.talks", "l.tokyo"]["optional"], "the city around the palace"
    assert "optional" not in edges["HELD_AT", "x-1.e.talks", "l.akasaka palace"]
    assert edges["MET", "p.aino virta", "p.fumio kishida"]["forbidden"]
    assert edges["HOLDS_ROLE", "p.alexander stubb", "l.finland"]["role"] == "President"


def test_a_name_in_two_articles_is_one_node_and_events_stay_apart() -> None:
    other = ARTICLE.replace("=== x-1", "=== x-2")
    graph = gold.graph([*markup.parse(ARTICLE), *markup.parse(other)])
    stubb = [node for node in graph["nodes"] if node["name"] == "Alexander Stubb"]
    assert [node["docs"] for node in stubb] == [["x-1", "x-2"]]
    assert sum(node["name"] == "met" for node in graph["nodes"]) == 2


@pytest.mark.parametrize(
    "path",
    [
        *sorted((ROOT / "loaders" / "training" / "texts").glob("*.txt")),
        ROOT / "tests" / "gold" / "dev" / "dev.txt",
        ROOT / "tests" / "gold" / "unseen" / "unseen.txt",
    ],
    ids=lambda path: path.name,
)
def test_every_annotated_file_is_without_fault(path: Path) -> None:
    articles, found = markup.check(path.read_text("utf-8"), path.name)
    assert not found
    assert len(articles) > 10
