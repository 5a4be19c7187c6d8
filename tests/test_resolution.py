"""The rules of events, status and derivation, one each; the order of loading is in `test_resolution_order`."""

from itertools import combinations

import pytest

from graph.ledger import Delta
from graph.model import Chain, Claim
from graph.ontology import (
    EntityKind,
    EventStatus,
    EventType,
    Medium,
    Origin,
    ParticipantRole,
    RelationType,
)
from tests.documents import (
    CANCELLED,
    DENIED,
    HELD,
    PLANNED,
    articles_about,
    claim,
    document,
    edges,
    event,
    gathering,
    ids,
    load,
    named,
    organization,
    person,
    place,
)

# --- events


def test_one_event_in_two_articles_is_one_where_day_type_and_a_participant_agree() -> None:
    ledger = load(
        gathering("a", event("meeting", start="2023-09-27"), "Jens Stoltenberg", "Evika Siliņa"),
        gathering("b", event("talks", EventType.VISIT, "2023-09-27"), "Stoltenberg", where="Brussels"),
        gathering("c", event("meeting", start="2023-09-28"), "Jens Stoltenberg", "Evika Siliņa"),
    )
    assert len([id_ for id_ in ids(ledger) if id_.startswith("event:")]) == 2


def test_two_meetings_of_one_person_on_one_day_stay_two() -> None:
    ledger = load(
        gathering("a", event("meeting", start="2023-09-27"), "Jens Stoltenberg", "Evika Siliņa"),
        gathering("b", event("meeting", start="2023-09-27"), "Jens Stoltenberg", "Volodymyr Zelenskyy"),
    )
    pairs = {(edge.source, edge.target) for edge in edges(ledger, RelationType.MET)}
    assert ("person:evika-silina", "person:volodymyr-zelenskyy") not in pairs
    assert len(pairs) == 2


def test_a_named_event_is_one_where_names_agree_and_dates_do_not_contradict() -> None:
    same = (
        event("Nuclear Policy Symposium", EventType.CONFERENCE, "2023-09-27", times=2),
        event("NATO’s annual Nuclear Policy Symposium", EventType.CONFERENCE),
    )
    assert ids(load(*articles_about(*same))) == ["event:2023-09-27-nuclear-policy-symposium"]
    other = event("Nuclear Policy Symposium", EventType.CONFERENCE, "2022-09-20")
    assert len(ids(load(*articles_about(same[0], other)))) == 2


def test_undated_meetings_of_two_articles_are_two_events_unless_one_is_a_reprint() -> None:
    meeting = event("meeting")
    assert len(ids(load(document("a", [meeting]), document("b", [meeting])))) == 2
    assert len(ids(load(document("a", [meeting], body="Same."), document("b", [meeting], body="Same.")))) == 1


def test_a_war_named_alike_with_one_side_shared_is_one_without_dates() -> None:
    war = event("Russia's war against Ukraine", EventType.CONFLICT)
    chains = [war, place("Russia")]
    claims = [claim(RelationType.PARTICIPATED_IN, 1, 0)]
    ledger = load(document("a", chains, claims), document("b", chains, claims))
    assert ids(ledger) == ["event:russias-war-against-ukraine", "place:russia"]


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        ([(PLANNED, "2023-09-01"), (CANCELLED, "2023-09-05")], CANCELLED),
        ([(HELD, None), (CANCELLED, "2023-09-05")], CANCELLED),
        ([(PLANNED, None), (HELD, None)], HELD),
        ([(CANCELLED, "2023-09-05"), (DENIED, "2023-09-05")], CANCELLED),
        ([(DENIED, None), (PLANNED, None)], DENIED),
    ],
)
def test_the_latest_dated_report_decides_an_events_status(
    reports: list[tuple[EventStatus, str | None]], status: EventStatus
) -> None:
    ledger = load(
        *(
            document(
                f"a{at}", [event("Lisbon Peace Summit", EventType.SUMMIT, "2023-09-27", status=said)], (), published
            )
            for at, (said, published) in enumerate(reports)
        )
    )
    assert [ledger.entity[id_].traits.status for id_ in ids(ledger)] == [status]


# --- relations


def test_a_claim_of_two_articles_is_one_relation_with_two_pieces_of_evidence() -> None:
    chains = [person("Jens Stoltenberg"), organization("NATO")]
    role = claim(RelationType.HOLDS_ROLE, 0, 1, role_title="Secretary General")
    weaker = claim(RelationType.HOLDS_ROLE, 0, 1, role_title="secretary general", confidence=0.5)
    ledger = load(
        document("a", chains, [role], "2023-09-27"),
        document("b", chains, [weaker], "2023-10"),
        document("c", chains, [role], "2023-09-27", body="Reprinted."),
        document("d", chains, [role], None, body="Reprinted."),
    )
    (edge,) = edges(ledger, RelationType.HOLDS_ROLE)
    assert (edge.source, edge.target) == ("person:jens-stoltenberg", "organization:nato")
    assert (edge.role_title, edge.confidence) == ("Secretary General", 0.9)
    assert (edge.report_count, edge.independent_source_count, len(edge.evidence)) == (4, 3, 4)
    assert (edge.first_reported, edge.attested_from, edge.attested_to) == ("2023-09-27", "2023-09-27", "2023-10")
    assert (edge.start, edge.end) == (None, None)
    assert edge.evidence[0].sentence == "a\n\na tells"


def test_a_role_is_former_when_the_latest_article_says_so() -> None:
    chains = [person("Boris Johnson"), place("Britain")]
    now, then = (claim(RelationType.HOLDS_ROLE, 0, 1, role_title="Prime Minister", former=former) for former in (0, 1))
    ledger = load(document("a", chains, [now], "2021-01-01"), document("b", chains, [then], "2023-01-01"))
    assert [edge.former for edge in edges(ledger, RelationType.HOLDS_ROLE)] == [True]


def test_a_relation_to_an_event_that_is_planned_is_planned_until_it_is_held() -> None:
    planned = gathering(
        "a",
        event("Lisbon Peace Summit", EventType.SUMMIT, "2023-09-27", status=PLANNED),
        "Ana Silva",
        published="2023-09-01",
    )
    held = document("b", [event("Lisbon Peace Summit", EventType.SUMMIT, "2023-09-27", status=HELD)], (), "2023-09-28")
    ledger = load(planned)
    assert [edge.status for edge in edges(ledger, RelationType.PARTICIPATED_IN)] == [PLANNED]
    ledger.load(held)
    assert [edge.status for edge in edges(ledger, RelationType.PARTICIPATED_IN)] == [HELD]
    assert [edge.start for edge in edges(ledger, RelationType.PARTICIPATED_IN)] == ["2023-09-27"]


def test_a_denied_participation_stays_denied_in_a_held_event_and_makes_no_meeting() -> None:
    chains = [event("meeting", start="2023-09-27"), person("Ana Silva"), person("Bo Ek")]
    claims = [
        claim(RelationType.PARTICIPATED_IN, 1, 0),
        claim(RelationType.PARTICIPATED_IN, 2, 0, status=DENIED),
    ]
    ledger = load(document("a", chains, claims))
    assert sorted(edge.status for edge in edges(ledger, RelationType.PARTICIPATED_IN)) == [DENIED, HELD]
    assert edges(ledger, RelationType.MET) == []


def test_loops_and_ends_of_a_wrong_kind_make_no_relation() -> None:
    chains = [person("Ana Silva"), person("Silva"), place("Lisbon")]
    claims = [claim(RelationType.MET, 0, 1), claim(RelationType.MET, 0, 2), claim(RelationType.MEMBER_OF, 0, 2)]
    ledger = load(document("a", chains, claims))
    assert {edge.type for edge in ledger.relation.values()} == {RelationType.MENTIONS}
    assert [said.relation for said in ledger.claim.values()] == [None, None, None]


def test_gazetteer_background_lives_as_long_as_a_document_claims_it() -> None:
    chains = [place("Lisbon"), named(EntityKind.PLACE, "Portugal", times=0)]
    background = Claim(RelationType.LOCATED_IN, 0, 1, "gazetteer", 1.0, origin=Origin.GAZETTEER)
    ledger = load(document("a", chains, [background]), document("b", chains, [background]))
    (edge,) = edges(ledger, RelationType.LOCATED_IN)
    assert (edge.origin, edge.evidence, edge.report_count) == (Origin.GAZETTEER, (), 0)
    assert ledger.entity["place:portugal"].articles == ()
    assert ledger.entity["place:portugal"].origin is Origin.GAZETTEER
    ledger.load(drop=["article:a"])
    assert len(edges(ledger, RelationType.LOCATED_IN)) == 1
    ledger.load(drop=["article:b"])
    assert ids(ledger) == []


def test_an_article_mentions_each_entity_as_often_as_its_chains_do() -> None:
    ledger = load(document("a", [person("Ana Silva", times=2), person("Silva", times=3)], (), "2023-09-27"))
    (edge,) = edges(ledger, RelationType.MENTIONS)
    assert (edge.source, edge.target, edge.count) == ("article:a", "person:ana-silva", 5)
    assert (edge.first_reported, edge.evidence, edge.report_count) == ("2023-09-27", (), 1)
    assert ledger.entity["article:a"].kind is EntityKind.ARTICLE


# --- derived relations


def test_a_held_meeting_makes_each_pair_of_people_meet_with_the_weaker_confidence() -> None:
    chains = [event("meeting", start="2023-09-27"), *map(person, ("Ana Silva", "Bo Ek", "Cy Fox"))]
    claims = [
        claim(RelationType.PARTICIPATED_IN, at, 0, confidence=0.9 - at / 10, start_offset=at, end_offset=at + 5)
        for at in (1, 2, 3)
    ]
    ledger = load(document("a", chains, claims, "2023-09-28"))
    met = edges(ledger, RelationType.MET)
    expected = set(combinations(("person:ana-silva", "person:bo-ek", "person:cy-fox"), 2))
    assert {(edge.source, edge.target) for edge in met} == expected
    assert {edge.origin for edge in met} == {Origin.DERIVED}
    (pair,) = (edge for edge in met if (edge.source, edge.target) == ("person:ana-silva", "person:cy-fox"))
    assert pair.confidence == pytest.approx(0.6)
    assert [(piece.start, piece.end) for piece in pair.evidence] == [(1, 6), (3, 8)]
    assert (pair.start, pair.first_reported, pair.report_count) == ("2023-09-27", "2023-09-28", 1)


@pytest.mark.parametrize(
    ("happening", "meetings"),
    [
        (event("meeting", start="2023-09-27"), 1),
        (event("meeting", start="2023-09-27", status=PLANNED), 0),
        (event("call", start="2023-09-27", medium=Medium.REMOTE), 0),
        (event("summit", EventType.SUMMIT, "2023-09-27"), 0),
    ],
)
def test_only_meetings_held_in_person_make_people_meet(happening: Chain, meetings: int) -> None:
    ledger = load(gathering("a", happening, "Ana Silva", "Bo Ek"))
    assert len(edges(ledger, RelationType.MET)) == meetings


@pytest.mark.parametrize(("people", "meetings"), [(8, 28), (9, 0)])
def test_a_meeting_of_more_than_eight_makes_nobody_meet(people: int, meetings: int) -> None:
    names = [f"Ana {letter}ek" for letter in "BCDFGHJKL"[:people]]
    ledger = load(gathering("a", event("meeting", start="2023-09-27"), *names))
    assert len(edges(ledger, RelationType.MET)) == meetings


def test_a_meeting_that_a_later_article_cancels_is_no_longer_derived() -> None:
    ledger = load(gathering("a", event("meeting", start="2023-09-27"), "Ana Silva", "Bo Ek", published="2023-09-20"))
    cancelled = event("meeting", start="2023-09-27", status=CANCELLED)
    ledger.load(gathering("b", cancelled, "Ana Silva", "Bo Ek", published="2023-09-26"))
    assert edges(ledger, RelationType.MET) == []
    ledger.load(drop=["article:b"])
    assert len(edges(ledger, RelationType.MET)) == 1


def test_an_asserted_meeting_keeps_its_origin_and_gains_the_derived_evidence() -> None:
    chains = [event("meeting", start="2023-09-27"), person("Ana Silva"), person("Bo Ek")]
    claims = [
        claim(RelationType.PARTICIPATED_IN, 1, 0, start_offset=1),
        claim(RelationType.PARTICIPATED_IN, 2, 0, start_offset=2),
        claim(RelationType.MET, 2, 1, event=0, start_offset=3, confidence=0.5),
    ]
    (edge,) = edges(load(document("a", chains, claims)), RelationType.MET)
    assert (edge.source, edge.target, edge.origin) == ("person:ana-silva", "person:bo-ek", Origin.EXTRACTED)
    assert [piece.start for piece in edge.evidence] == [1, 2, 3]
    assert edge.confidence == 0.9


def test_visitors_but_not_hosts_visited_the_place_of_a_held_visit() -> None:
    chains = [event("visit", EventType.VISIT, "2023-09-28"), person("Ana Silva"), person("Bo Ek"), place("Kyiv")]
    claims = [
        claim(RelationType.PARTICIPATED_IN, 1, 0, role=ParticipantRole.GUEST),
        claim(RelationType.PARTICIPATED_IN, 2, 0, role=ParticipantRole.HOST),
        claim(RelationType.HELD_AT, 0, 3, confidence=0.4),
    ]
    (edge,) = edges(load(document("a", chains, claims)), RelationType.VISITED)
    assert (edge.source, edge.target, edge.confidence) == ("person:ana-silva", "place:kyiv", 0.4)
    assert edge.event == "event:2023-09-28-visit"


# --- what is written


def test_loading_an_unchanged_article_writes_nothing() -> None:
    first = gathering("a", event("meeting", start="2023-09-27"), "Ana Silva", "Bo Ek", where="Kyiv")
    ledger = load(first)
    delta = ledger.load(first)
    assert delta == Delta()
    assert not delta


def test_loading_an_article_writes_nothing_of_what_it_does_not_touch() -> None:
    ledger = load(
        gathering("a", event("meeting", start="2023-09-27"), "Ana Silva", "Bo Ek", where="Kyiv"),
        document("b", [person("Cy Fox"), place("Lisbon")]),
    )
    delta = ledger.load(document("c", [place("Lisbon")]))
    assert [member.ref.article for member in delta.members_put] == ["article:c"]
    assert [entity.id for entity in delta.entities_put] == ["article:c", "place:lisbon"]
    assert [relation.type for relation in delta.relations_put] == [RelationType.MENTIONS]
