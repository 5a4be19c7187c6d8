"""What curators decide: it joins and parts, outlives loads, is taken back, and never contradicts itself."""

import pytest

from graph import decisions
from graph.errors import BadArgument, DecisionConflict
from graph.ledger import ChainRef
from graph.model import Decision
from graph.ontology import EventType, Judgement
from tests.documents import articles_about, document, event, gathering, ids, load, organization, person, place
from tests.memory_ledger import MemoryLedger

SAME, NOT_SAME, UNSURE = Judgement.SAME, Judgement.NOT_SAME, Judgement.UNSURE


def decide(ledger: MemoryLedger, a: str, b: str, judgement: Judgement) -> Decision:
    at = f"2026-01-01T00:00:{len(ledger.decision):02}Z"
    made = decisions.made(ledger, a, b, judgement, by="ana", at=at)
    ledger.decide(made)
    ledger.check()
    return made


def bidens() -> MemoryLedger:
    return load(*articles_about(person("Joe Biden", times=3), person("Joseph Biden"), person("Hunter Biden")))


def test_two_that_are_decided_to_be_one_are_one_and_the_old_id_leads_there() -> None:
    ledger = bidens()
    decide(ledger, "person:joe-biden", "person:joseph-biden", SAME)
    assert ids(ledger) == ["person:hunter-biden", "person:joe-biden"]
    assert ledger.entity["person:joe-biden"].aliases == ("Joseph Biden",)
    assert ledger.current("person:joseph-biden") == ["person:joe-biden"]


def test_a_decision_joins_across_blocks_and_holds_for_articles_that_come_later() -> None:
    ledger = load(*articles_about(person("Pelé", times=2), person("Edson Nascimento")))
    decide(ledger, "person:edson-nascimento", "person:pele", SAME)
    ledger.load(document("later", [person("Edson Nascimento")]), document("more", [person("Pele")]))
    assert ids(ledger) == ["person:edson-nascimento"]
    ledger.load(drop=["article:a0", "article:a1"])
    assert ids(ledger) == ["person:edson-nascimento"]
    assert ledger.entity["person:edson-nascimento"].articles == ("article:later", "article:more")


def test_a_decision_sleeps_while_one_side_is_forgotten_and_wakes_again() -> None:
    joe, joseph = articles_about(person("Joe Biden", times=3), person("Joseph Biden"))
    ledger = load(joe, joseph)
    decide(ledger, "person:joe-biden", "person:joseph-biden", SAME)
    ledger.load(drop=["article:a1"])
    assert ledger.entity["person:joe-biden"].aliases == ()
    ledger.load(joseph)
    assert ids(ledger) == ["person:joe-biden"]


def test_a_surname_of_two_people_in_one_story_is_decided_for_that_story_alone() -> None:
    ledger = load(*articles_about(person("Joe Biden"), person("Hunter Biden"), person("Biden"), person("Biden")))
    first, second = (id_ for id_ in ids(ledger) if ledger.entity[id_].name == "Biden")
    story = ledger.entity[first].articles
    decide(ledger, first, "person:hunter-biden", SAME)
    assert set(story) < set(ledger.entity["person:hunter-biden"].articles)
    assert [id_ for id_ in ids(ledger) if ledger.entity[id_].name == "Biden"] == ["person:biden"]
    assert ledger.current(second) == ["person:biden"]


def test_a_decision_on_one_story_holds_when_a_reprint_comes_before_it_and_the_first_is_forgotten() -> None:
    joe, hunter = articles_about(person("Joe Biden"), person("Hunter Biden"))
    stories = [document(id_, [person("Biden")], body=f"Told in {id_}.") for id_ in ("m", "n")]
    ledger = load(joe, hunter, *stories)
    (told,) = (id_ for id_ in ids(ledger) if ledger.entity[id_].articles == ("article:m",))
    decide(ledger, told, "person:hunter-biden", SAME)
    ledger.load(*(document(id_, [person("Biden")], body="Told in m.") for id_ in ("aa", "z")))
    ledger.check()
    assert set(ledger.entity["person:hunter-biden"].articles) == {f"article:{id_}" for id_ in ("a1", "aa", "m", "z")}
    assert ledger.member[ChainRef("article:m", 0)].story == "article:aa"
    ledger.load(drop=["article:aa"])
    assert set(ledger.entity["person:hunter-biden"].articles) == {f"article:{id_}" for id_ in ("a1", "m", "z")}


def test_a_decided_surname_draws_nobody_else_in() -> None:
    ledger = load(*articles_about(person("Pelé"), person("Edson Nascimento", times=2)))
    decide(ledger, "person:edson-nascimento", "person:pele", SAME)
    ledger.load(document("other", [person("Marta Pelé")]))
    assert ids(ledger) == ["person:edson-nascimento", "person:marta-pele"]


def test_two_names_decided_to_be_one_person_leave_the_surname_one_meaning() -> None:
    ledger = load(*articles_about(person("Joe Biden", times=3), person("Joseph Biden"), person("Biden")))
    assert "person:biden" in ids(ledger)
    decide(ledger, "person:joe-biden", "person:joseph-biden", SAME)
    assert ids(ledger) == ["person:joe-biden"]


def test_what_must_stay_apart_is_not_joined_when_nothing_else_speaks_against_it() -> None:
    people = articles_about(person("Jim Jordan"), person("John Jordan"), person("J. Jordan"))
    ledger = load(*people)
    decide(ledger, "person:j-jordan", "person:john-jordan", NOT_SAME)
    assert ids(ledger) == ["person:jim-jordan", "person:john-jordan"]  # so it is the other one
    ledger.load(drop=["article:a0"])
    assert ids(ledger) == ["person:j-jordan", "person:john-jordan"]


def test_staying_apart_is_handed_on_by_what_is_the_same() -> None:
    ledger = load(*articles_about(person("J. Jordan"), person("Bo Ek"), person("Jim Jordan"), person("John Jordan")))
    decide(ledger, "person:j-jordan", "person:bo-ek", SAME)
    decide(ledger, "person:bo-ek", "person:jim-jordan", NOT_SAME)
    ledger.load(drop=["article:a3"])
    assert "person:jim-jordan" in ids(ledger)
    assert len(ids(ledger)) == 2


def test_a_decision_is_taken_back_by_another() -> None:
    ledger = bidens()
    decide(ledger, "person:joe-biden", "person:joseph-biden", SAME)
    decide(ledger, "person:joseph-biden", "person:joe-biden", NOT_SAME)
    assert ids(ledger) == ids(bidens())
    decide(ledger, "person:joe-biden", "person:joseph-biden", SAME)
    assert ids(ledger) == ["person:hunter-biden", "person:joe-biden"]
    decide(ledger, "person:joe-biden", "person:joseph-biden", UNSURE)
    assert ids(ledger) == ids(bidens())
    assert ledger.dump() == bidens().dump()


def test_a_contradiction_names_the_decision_that_stands_against_it() -> None:
    ledger = bidens()
    kept = decide(ledger, "person:joe-biden", "person:hunter-biden", NOT_SAME)
    decide(ledger, "person:joe-biden", "person:joseph-biden", SAME)
    with pytest.raises(DecisionConflict, match=f"{kept.id}.*liaison decide person:joe-biden person:hunter-biden"):
        decide(ledger, "person:joseph-biden", "person:hunter-biden", SAME)


def test_two_joined_by_way_of_a_third_are_parted_by_taking_that_back() -> None:
    ledger = bidens()
    decide(ledger, "person:joe-biden", "person:joseph-biden", SAME)
    last = decide(ledger, "person:joe-biden", "person:hunter-biden", SAME)
    assert ids(ledger) == ["person:joe-biden"]
    with pytest.raises(DecisionConflict, match=last.id):
        decide(ledger, "person:joseph-biden", "person:hunter-biden", NOT_SAME)


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("person:joe-biden", "person:nobody", "no entity"),
        ("person:joe-biden", "person:joe-biden", "are one"),
        ("person:joe-biden", "place:paris", "two of one kind"),
        ("person:joe-biden", "article:a0", "not read from articles"),
    ],
)
def test_a_decision_needs_two_things_of_one_kind(a: str, b: str, said: str) -> None:
    ledger = load(*articles_about(person("Joe Biden"), place("Paris")))
    with pytest.raises(BadArgument, match=said):
        decide(ledger, a, b, SAME)


def test_places_organizations_and_events_are_decided_alike() -> None:
    paris = articles_about(place("Paris", country_code="FR", times=2), place("Ville Lumière", country_code="FR"))
    ledger = load(*paris)
    decide(ledger, "place:paris", "place:ville-lumiere", SAME)
    assert ids(ledger) == ["place:paris"]
    ledger = load(*articles_about(organization("NATO", times=2), organization("North Atlantic Treaty Organization")))
    nato, full = ids(ledger)
    decide(ledger, nato, full, SAME)
    assert ids(ledger) == ["organization:nato"]
    ledger = load(
        gathering("a", event("meeting", start="2023-09-27"), "Ana Silva", "Bo Ek"),
        gathering("b", event("talks", EventType.CONSULT, "2023-09-28"), "Ana Silva", "Bo Ek"),
    )
    first, second = (id_ for id_ in ids(ledger) if id_.startswith("event:"))
    decide(ledger, first, second, SAME)
    assert len([id_ for id_ in ids(ledger) if id_.startswith("event:")]) == 1


def test_imported_decisions_that_cannot_both_stand_are_found_whatever_their_order() -> None:
    ledger = bidens()
    said = [
        decisions.made(ledger, a, b, judgement, by="ana", at=at)
        for a, b, judgement, at in (
            ("person:joe-biden", "person:joseph-biden", SAME, "2026-01-01"),
            ("person:joseph-biden", "person:hunter-biden", SAME, "2026-01-02"),
            ("person:joe-biden", "person:hunter-biden", NOT_SAME, "2026-01-03"),
        )
    ]
    assert decisions.contradicted(said[:2]) is None
    assert decisions.contradicted(reversed(said)) == (said[2], said[1])
    ledger.decide(*said)
    assert ids(ledger) == ["person:hunter-biden", "person:joe-biden"]
