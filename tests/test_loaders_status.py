"""The gates: what was planned, cancelled, denied or only thought of is never claimed as having happened."""

import pytest

from graph.ontology import EntityKind, EventStatus, RelationType
from tests.extraction import facts, read

PAIR = {("Emma Stone", "Karl Weber")}


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Emma Stone will meet President Karl Weber in Oslo on Friday.",
        "Foreign Minister Emma Stone is to meet President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone plans to meet President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone is scheduled to meet President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone flew to Oslo to meet President Karl Weber.",
        "Foreign Minister Emma Stone did not meet President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone never met President Karl Weber.",
        "Foreign Minister Emma Stone refused to meet President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone denied meeting President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone would meet President Karl Weber if the truce held.",
        "Foreign Minister Emma Stone could meet President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone hopes to meet President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone proposed talks with President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone cancelled a meeting with President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone called off talks with President Karl Weber in Oslo.",
        "A meeting between Foreign Minister Emma Stone and President Karl Weber in Oslo was cancelled.",
        "A meeting between Foreign Minister Emma Stone and President Karl Weber has been postponed.",
        "A planned meeting between Foreign Minister Emma Stone and President Karl Weber drew criticism.",
        "Foreign Minister Emma Stone spoke with President Karl Weber by phone on Monday.",
        "Foreign Minister Emma Stone held a video call with President Karl Weber on Monday.",
        "Foreign Minister Emma Stone met President Karl Weber by video link on Monday.",
    ],
)
def test_a_meeting_that_did_not_take_place_face_to_face_is_not_claimed_as_met(text: str) -> None:
    assert facts(read(text), RelationType.MET) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Emma Stone met President Karl Weber in Oslo on Monday.",
        "Foreign Minister Emma Stone has met President Karl Weber twice.",
        "Foreign Minister Emma Stone held talks with President Karl Weber in Oslo.",
        "Foreign Minister Emma Stone welcomed President Karl Weber to Oslo on Monday.",
        "Foreign Minister Emma Stone and President Karl Weber met in Oslo on Monday.",
        "Foreign Minister Emma Stone visited Oslo on Monday and met President Karl Weber.",
        "President Karl Weber was received by Foreign Minister Emma Stone in Oslo.",
        "Foreign Minister Emma Stone flew to Oslo, where she met President Karl Weber.",
    ],
)
def test_a_meeting_that_took_place_is_claimed(text: str) -> None:
    found = facts(read(text), RelationType.MET)
    assert {(min(pair), max(pair)) for pair in found} == PAIR


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Alpine Forum took place in Zurich on Monday.", EventStatus.HELD),
        ("The Alpine Forum will take place in Zurich on Friday.", EventStatus.PLANNED),
        ("The Alpine Forum opens in Zurich on 3 May 2024.", EventStatus.PLANNED),
        ("The Alpine Forum, scheduled for May in Zurich, was cancelled on Monday.", EventStatus.CANCELLED),
        ("Organisers cancelled the Alpine Forum in Zurich.", EventStatus.CANCELLED),
        ("The minister proposed an Alpine Forum in Zurich.", EventStatus.HYPOTHETICAL),
        ("Maria Huber did not attend the Alpine Forum in Zurich.", EventStatus.HELD),
    ],
)
def test_an_event_has_the_status_its_sentence_gives_it(text: str, status: EventStatus) -> None:
    document = read(text)
    (event,) = [chain for chain in document.chains if chain.kind is EntityKind.EVENT]
    assert event.traits.status is status


def test_who_stayed_away_is_denied_and_the_event_still_held() -> None:
    document = read(
        "President Paul Kagame attended the Food Summit in Nairobi. Yoweri Museveni did not attend the summit."
    )
    assert facts(document, RelationType.PARTICIPATED_IN) == {("Paul Kagame", "Food Summit in Nairobi")}
    denied = facts(document, RelationType.PARTICIPATED_IN, EventStatus.DENIED)
    assert denied == {("Yoweri Museveni", "Food Summit in Nairobi")}


def test_a_topic_is_not_the_place_of_the_meeting() -> None:
    document = read("The North Atlantic Council met today to discuss the situation in Kosovo.")
    assert facts(document, RelationType.HELD_AT) == set()
    document = read("The Security Council held an emergency session on Sudan on Friday.")
    assert facts(document, RelationType.HELD_AT) == set()


def test_met_a_deadline_is_no_meeting() -> None:
    document = read("Finance Minister Emma Stone met the deadline set by Karl Weber.")
    assert facts(document, RelationType.MET) == set()
    assert [chain for chain in document.chains if chain.kind is EntityKind.EVENT] == []


@pytest.mark.parametrize(
    "text",
    [
        "President Karl Weber had been due to speak at the Alpine Forum in Zurich on Monday.",
        "President Karl Weber pulled out of the Alpine Forum in Zurich.",
        "President Karl Weber withdrew from the Alpine Forum in Zurich on Monday.",
        "President Karl Weber stayed away from the Alpine Forum in Zurich.",
        "President Karl Weber was absent from the Alpine Forum in Zurich.",
        "President Karl Weber turned down an invitation to the Alpine Forum in Zurich.",
        "President Karl Weber was not invited to the Alpine Forum in Zurich.",
        "President Karl Weber was barred from the Alpine Forum in Zurich.",
        "President Karl Weber is not attending the Alpine Forum in Zurich.",
        "President Karl Weber boycotted the Alpine Forum in Zurich.",
        "President Karl Weber skipped the Alpine Forum in Zurich.",
        "President Karl Weber left Oslo without meeting Foreign Minister Emma Stone.",
        "President Karl Weber sent a message instead of meeting Foreign Minister Emma Stone.",
        "Reports that President Karl Weber met Foreign Minister Emma Stone in Oslo were false.",
        "There were rumours that President Karl Weber had met Foreign Minister Emma Stone in Oslo.",
        "A spokesman rejected claims that President Karl Weber met Foreign Minister Emma Stone in Oslo.",
        "It is not true that President Karl Weber met Foreign Minister Emma Stone in Oslo.",
        "President Karl Weber would have met Foreign Minister Emma Stone in Oslo had the storm not closed the airport.",
        "President Karl Weber was supposed to meet Foreign Minister Emma Stone in Oslo.",
        "President Karl Weber and Foreign Minister Emma Stone are expected in Oslo for talks.",
        "Neither President Karl Weber nor Foreign Minister Emma Stone attended the ceremony in Oslo.",
        "President Karl Weber left Oslo on Monday without signing the Arctic Treaty.",
        "President Karl Weber's visit to Oslo, planned for Monday, fell through.",
        "President Karl Weber agreed to visit Oslo.",
        "President Karl Weber accepted an invitation to visit Oslo in May.",
        "President Karl Weber invited Foreign Minister Emma Stone to visit Oslo.",
        "Karl Weber, who will host the Alpine Forum in Zurich, spoke to reporters.",
        "The Alpine Forum in Zurich, where Karl Weber is to speak, opens on Friday.",
        "Karl Weber said he had no plans to meet Emma Stone.",
        "Karl Weber almost met Emma Stone in Oslo.",
        "Karl Weber and Emma Stone have yet to meet.",
        "The Alpine Forum in Zurich, cancelled last year, may return.",
        "Emma Stone had hoped to attend the funeral in Oslo but her flight was cancelled.",
    ],
)
def test_who_was_not_there_is_not_claimed_to_have_been(text: str) -> None:
    document = read(text)
    assert facts(document, RelationType.MET) == set()
    assert facts(document, RelationType.PARTICIPATED_IN) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Karl Weber, a candidate for mayor of Oslo, visited a school.",
        "Karl Weber is not the president of Norway.",
        "Karl Weber will become president of Norway in May.",
        "Karl Weber ran for president of Norway.",
        "President Karl Weber praised Norway.",
        "President Karl Weber threatened to attack Iceland.",
    ],
)
def test_an_office_that_is_not_held_is_not_claimed(text: str) -> None:
    assert facts(read(text), RelationType.HOLDS_ROLE) == set()
