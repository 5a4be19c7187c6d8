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


def test_a_mark_of_an_argument_says_how_sure_the_article_is() -> None:
    line = "p.virta=ATTENDEE! #l.kosovo"
    (found,) = markup.parse(ARTICLE.replace(line, "p.virta=ATTENDEE~ l.finland=ORGANIZER? @l.tokyo?"))
    talks = found.events[0]
    assert [argument.note for argument in talks.arguments] == ["", "", "PLANNED", "OPTIONAL"]
    assert (talks.places, talks.optional_places) == (("l.palace",), ("l.tokyo",))


def test_an_event_may_be_optional_named_remote_and_part_of_another() -> None:
    (found,) = markup.parse(
        ARTICLE.replace("VISIT CANCELLED @l.hiroshima", 'VISIT? CANCELLED NAME "Peace Visit" remote <e.talks')
    )
    talks, visit = found.events
    assert not talks.optional
    assert (visit.optional, visit.name, visit.remote, visit.places) == (True, "Peace Visit", True, ())
    assert markup.Fact("whole", "e.visit", "e.talks") in found.facts


def test_the_parts_of_an_office_stand_in_any_order_before_its_title() -> None:
    old = "since=2024-03 President"
    (found,) = markup.parse(ARTICLE.replace(old, "until=2030 former since=2024 Prime Minister"))
    office = found.facts[1]
    assert (office.title, office.former, office.since, office.until) == ("Prime Minister", True, "2024", "2030")


def test_a_fact_may_be_arguable_and_a_line_of_remarks_is_passed_over() -> None:
    (found,) = markup.parse(ARTICLE + "opt not part l.palace in l.hiroshima\n// a remark\n\n")
    fact = found.facts[-1]
    assert (fact.kind, fact.source, fact.target) == ("part", "l.palace", "l.hiroshima")
    assert fact.optional
    assert fact.negated


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
            "# {Stubb",
            "# Fu\u0308r {Stubb",
            "file:4: the text is changed by reading it: write it in NFC, without double",
        ),
        ("{Kosovo|l.kosovo}", "{Kosovo|d.soon}", "file:8: no id: 'd.soon' in {Kosovo|d.soon}"),
        ("President|t.stubb", "President|t.niinisto", "file:1: t.niinisto: there is no p.niinisto"),
        ("{Aino Virta|p.virta}", "{she|p.virta}", "file:1: p.virta: no mention has a capital: add `name p.virta …`"),
        ("@l.palace", "@p.stubb", "file:10: e.talks: no place: @p.stubb"),
        ("#l.kosovo", "kosovo", "file:10: e.talks: not understood: kosovo"),
        ("#l.kosovo", "#kosovo", "file:10: no id: kosovo"),
        ("#l.kosovo", "<e.summit", "file:10: e.summit is marked nowhere in the text"),
        ("p.kishida=HOST", "p.fumio=HOST", "file:10: p.fumio is marked nowhere in the text"),
        ("e.visit VISIT", "e.talks VISIT", "file:11: e.talks is described twice"),
        ("met p.stubb p.kishida e.talks", "met p.stubb p.kishida in Tokyo", "file:12: too much after met: in Tokyo"),
        ("met p.stubb p.kishida e.talks", "met p.stubb", "file:12: no fact: met p.stubb"),
        ("since=2024-03", "since=spring", "file:13: no date: spring"),
        ("not met p.virta p.kishida", "not", "file:15: nothing after `opt` or `not`"),
        ("opt l.kosovo", "opt", "file:16: nothing after `opt` or `not`"),
        ("name l.finland Finland", "name l.suomi Finland", "file:17: l.suomi is marked nowhere in the text"),
        (
            "e.visit VISIT CANCELLED @l.hiroshima p.stubb=GUEST",
            "",
            "file:1: e.visit is marked but not described below",
        ),
    ],
)
def test_a_fault_names_its_line(old: str, new: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(old, new))


def test_a_second_article_of_one_id_is_a_fault_and_the_right_articles_are_kept() -> None:
    articles, found = markup.check(ARTICLE + ARTICLE, "file")
    assert found == [f"file:{len(ARTICLE.splitlines()) + 1}: a second article x-1"]
    assert [article.id for article in articles] == ["x-1"]


def test_reading_a_file_with_faults_raises_all_of_them() -> None:
    with pytest.raises(markup.MarkupError) as raised:
        markup.parse(ARTICLE.replace("MEETING HELD", "MEETING DONE").replace("opt l.kosovo", "sure l.kosovo"))
    assert "no status: DONE" in str(raised.value)
    assert "no fact: sure l.kosovo" in str(raised.value)


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


def edges(text: str, type_: str) -> dict[tuple[str, str], dict[str, object]]:
    graph = gold.graph(markup.parse(text))
    return {(edge["from"], edge["to"]): edge for edge in graph["edges"] if edge["type"] == type_}


def test_two_who_were_at_a_meeting_may_have_met_and_who_stayed_away_did_not() -> None:
    pair = ("p.alexander stubb", "p.fumio kishida")
    said = edges(ARTICLE, "MET")
    assert "optional" not in said[pair]
    unsaid = edges(
        ARTICLE.replace("met p.stubb p.kishida e.talks\n", "").replace("not met p.virta p.kishida\n", ""), "MET"
    )
    assert list(unsaid) == [pair]
    assert unsaid[pair]["optional"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("MEETING HELD", "MEETING HELD remote"),
        ("MEETING HELD", "MEETING PLANNED"),
        ("MEETING HELD", "SUMMIT HELD"),
        ("p.kishida=HOST", "p.kishida=HOST~"),
    ],
)
def test_a_call_a_plan_a_summit_or_a_doubtful_guest_makes_no_pair(old: str, new: str) -> None:
    text = ARTICLE.replace("met p.stubb p.kishida e.talks\n", "").replace("not met p.virta p.kishida\n", "")
    assert edges(text.replace(old, new), "MET") == {}


def test_what_holds_a_place_that_holds_another_may_hold_that_one_too() -> None:
    found = edges(ARTICLE + "part l.tokyo in l.hiroshima\n", "LOCATED_IN")
    assert "optional" not in found["l.akasaka palace", "l.tokyo"]
    assert found["l.akasaka palace", "l.hiroshima"]["optional"]


def test_participants_of_what_is_not_held_carry_its_status_and_those_of_an_optional_event_are_optional() -> None:
    found = edges(ARTICLE.replace("MEETING HELD", "MEETING? PLANNED"), "PARTICIPATED_IN")
    assert found["p.fumio kishida", "x-1.e.talks"]["status"] == "planned"
    assert found["p.aino virta", "x-1.e.talks"]["status"] == "denied"
    assert found["p.fumio kishida", "x-1.e.talks"]["optional"]
    assert found["p.alexander stubb", "x-1.e.visit"]["status"] == "cancelled"
    assert "optional" not in found["p.alexander stubb", "x-1.e.visit"]


def test_a_pronoun_or_a_description_is_no_other_name() -> None:
    described = ARTICLE.replace(
        "{Aino Virta|p.virta} did", "{He|p.stubb} spoke; the {minister|p.stubb} and {Aino Virta|p.virta} did"
    )
    (stubb,) = [node for node in gold.graph(markup.parse(described))["nodes"] if node["id"] == "p.alexander stubb"]
    assert stubb["aliases"] == ["Stubb"]


def test_the_articles_are_written_as_load_reads_them() -> None:
    (record,) = gold.records([article()])
    assert (record["id"], record["title"], record["published"]) == ("x-1", "Stubb in Tokyo", "2024-03-12")
    assert record["text"].startswith("Finnish President Alexander Stubb met Fumio Kishida")
    assert "publisher" not in record


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
        ROOT / "tests" / "gold" / "brief" / "brief.txt",
        ROOT / "tests" / "gold" / "dev" / "dev.txt",
        ROOT / "tests" / "gold" / "unseen" / "unseen.txt",
    ],
    ids=lambda path: path.name,
)
def test_every_annotated_file_is_without_fault(path: Path) -> None:
    articles, found = markup.check(path.read_text("utf-8"), path.name)
    assert not found
    assert len(articles) > 10
