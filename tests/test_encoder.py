"""The encoder: how pairs add up, windows that do not see one another, what the weighing keeps and drops."""

from functools import lru_cache

import numpy as np
import pytest

from graph.model import Document
from graph.ontology import EntityKind, EventStatus, EventType, RelationType
from loaders.encoder.labels import PAIRS
from loaders.encoder.model import Proposals, model
from loaders.pipeline import RuleExtractor
from tests.extraction import claims, documents, facts, make, names, sentence


@lru_cache(maxsize=1)
def extractor() -> RuleExtractor:
    return RuleExtractor()


def read(body: str, *, title: str = "News", published: str | None = "2024-03-12") -> Document:
    (document,) = documents(extractor(), [make(body, title=title, published=published)])
    return document


def proposals(labels: np.ndarray) -> Proposals:
    count = labels.shape[0]
    empty = np.zeros((count, 0), np.float32)
    return Proposals((), empty, empty, labels, np.ones((count, count, 3), np.float32), np.zeros(0, np.float32), ())


def test_a_pair_of_things_is_the_sum_over_their_mentions() -> None:
    labels = np.ones((3, 3, len(PAIRS)), np.float32)
    labels[0, 1, 5], labels[0, 2, 5] = 20, 30
    chances = proposals(labels).pairs([[0]], [[1], [1, 2]])
    others = len(PAIRS) - 1
    assert chances[0, 0, 5] == pytest.approx(20 / (20 + others))
    assert chances[0, 1, 5] == pytest.approx(50 / (50 + 2 * others))


def test_things_without_a_mention_have_no_certain_label() -> None:
    chances = proposals(np.ones((2, 2, len(PAIRS)), np.float32)).pairs([[0]], [[]])
    assert chances.max() < 0.5


def test_a_long_text_is_read_in_windows_and_nothing_is_related_across_them() -> None:
    body = " ".join("The harbour was quiet and the water lay still in the morning light." for _ in range(60))
    text = f"Anna Berg met Tom Lund in Oslo. {body} Minister Eva Holm met Jan Dahl in Bergen on Monday."
    found = model().read(text, 0, [0])
    people = [at for at, span in enumerate(found.spans) if span.kind == "PERSON"]
    words = {text[found.spans[at].start : found.spans[at].end] for at in people}
    assert {"Anna Berg", "Jan Dahl"} <= words
    assert found.labels[people[0], people[-1], 0] == 1
    assert found.labels[people[0], people[-1], 1:].sum() == 0


def test_the_same_article_gives_the_same_document_whatever_is_read_beside_it() -> None:
    article = make("Kenyan President Amina Odhiambo opened the Lake Forum in Kisumu on Monday.")
    other = make("A ferry sank off Mombasa.", title="Other")
    (alone,) = extractor().extract([article])
    assert next(iter(extractor().extract([article, other]))) == alone
    assert list(extractor().extract([other, article]))[1] == alone


def test_the_weights_name_themselves_in_the_extractor_so_that_new_ones_read_anew() -> None:
    assert extractor().name.endswith("+" + model().name)
    assert RuleExtractor(weights=None).name != extractor().name


def test_a_participant_of_another_sentence_is_found_with_the_sentence_that_names_him() -> None:
    document = read(
        "The Danube Water Conference took place in Novi Sad on 5 March 2024. "
        "The opening session was chaired by Ljubica Petrov of the Sava Commission."
    )
    found = [
        claim
        for claim in claims(document, RelationType.PARTICIPATED_IN)
        if document.chains[claim.source].name == "Ljubica Petrov"
    ]
    assert found
    assert all("chaired by Ljubica Petrov" in sentence(document, claim) for claim in found)


def test_an_event_of_a_word_that_no_lexicon_has_is_found() -> None:
    document = read("Vandals torched the Kalora Library in Port Vila on Sunday, police in Vanuatu said.")
    assert "Kalora Library" in names(document, EntityKind.PLACE)
    assert any(chain.kind is EntityKind.EVENT for chain in document.chains)


@pytest.mark.parametrize(
    "body",
    [
        "President Ioana Lupescu will meet Prime Minister Tarmo Kask in Riga on 20 March.",
        "A meeting between Ioana Lupescu and Tarmo Kask, planned for Friday in Riga, was called off.",
        "Ioana Lupescu denied that she had met Tarmo Kask in Riga.",
    ],
)
def test_what_is_planned_cancelled_or_denied_is_never_held(body: str) -> None:
    document = read(body)
    assert not facts(document, RelationType.MET, EventStatus.HELD)
    assert not facts(document, RelationType.PARTICIPATED_IN, EventStatus.HELD)


def test_policy_prose_makes_no_event() -> None:
    document = read(
        "Each member needs to be resilient in order to withstand a shock. Resilience is the capacity to prepare for, "
        "resist and recover from disruptions."
    )
    assert not [chain for chain in document.chains if chain.kind is EntityKind.EVENT]


def test_a_call_is_remote_and_brings_nobody_face_to_face() -> None:
    document = read("Foreign Minister Marta Kalniņa spoke by phone with her Polish counterpart Jan Zawada on Monday.")
    assert not facts(document, RelationType.MET)
    assert [chain.traits.event_type for chain in document.chains if chain.kind is EntityKind.EVENT] in (
        [],
        [EventType.CONSULT],
    )
