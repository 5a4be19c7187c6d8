"""Reprints of one text are one story and one independent source, however they come and go."""

import itertools
import json
import random
from pathlib import Path

import pytest

from graph import stories
from graph.interchange import export_jsonl
from graph.model import Article, Document, article
from graph.ontology import RelationType
from graph.resolution import resolve
from graph.stores import Store
from graph.stories import Copy, components, signature
from schema.execution import Engine
from tests.documents import claim, organization, person
from tests.memory_ledger import MemoryLedger
from tests.resolution_strategies import near_copy

SAMPLES = Path(__file__).parent.parent / "samples" / "nato.txt"
COUNTS = "{ relations(types: [HOLDS_ROLE]) { nodes { reportCount independentSourceCount } } }"
BODY = (
    "Coast guard chief Ana Silva visited Bergen on Wednesday and met Harbour Master Jens Berg, who showed her the new "
    "quay that the city has built for the rescue service over the last two years. We will share our boats, Silva said "
    "after the talks. Portugal is to give Norway three boats, the first of which is expected in Bergen in August, when "
    "the crews have been trained in Lisbon. Berg called the visit a sign of trust between the two coast guards."
)
OTHER = (
    "Ferry prices rise again in the north, the council of Tromsø said, as the price of fuel has doubled since the "
    "spring and no money is left in the budget of the county. Two routes may end in the autumn, and the islands that "
    "they serve are to be reached by bus over the new bridge, which opens in October after four years of work."
)


def told(id_: str, body: str, title: str = "Title") -> Document:
    written = article(title=title, body=body, id=f"article:{id_}")
    role = claim(RelationType.HOLDS_ROLE, 0, 1, role_title="Chief")
    return Document(written, (person("Ana Silva"), organization("Coast Guard")), (role,))


def counts(ledger: MemoryLedger) -> tuple[int, int]:
    (edge,) = (edge for edge in ledger.relation.values() if edge.type is RelationType.HOLDS_ROLE)
    return edge.report_count, edge.independent_source_count


def story_of(ledger: MemoryLedger) -> dict[str, str | None]:
    return {
        entity.id.removeprefix("article:"): entity.article.story.removeprefix("article:")
        for entity in ledger.entity.values()
        if entity.article is not None and entity.article.story is not None
    }


def reprint(number: int) -> str:
    """What an agency's customers do to its text: a dateline, a changed word, another last sentence left out."""
    dateline = ("", "BERGEN (NTB) - ", "Bergen, 3 May: ")[number % 3]
    words = BODY.split()
    words[7 + number * 5] = "changed"
    return dateline + " ".join(words)


def test_ten_reprints_are_one_independent_source() -> None:
    ledger = MemoryLedger()
    ledger.load(*(told(f"a{number}", reprint(number), title=f"Title {number}") for number in range(10)))
    assert counts(ledger) == (10, 1)
    ledger.load(told("b", OTHER))
    assert counts(ledger) == (11, 2)
    assert story_of(ledger) == {"b": "b", **{f"a{number}": "a0" for number in range(10)}}


def test_a_story_bears_the_smallest_id_of_those_that_are_left() -> None:
    ledger = MemoryLedger()
    for id_ in ("m", "z", "a"):
        ledger.load(told(id_, BODY))
        ledger.check()
    assert set(story_of(ledger).values()) == {"a"}
    ledger.load(drop=["article:a"])
    ledger.check()
    assert story_of(ledger) == {"m": "m", "z": "m"}


def test_a_bridge_joins_two_ends_and_its_loss_parts_them() -> None:
    ends, bridge = [told("a", near_copy(0)), told("c", near_copy(3))], told("b", near_copy(1))
    second = told("d", near_copy(2))
    ledger = MemoryLedger()
    ledger.load(*ends)
    assert story_of(ledger) == {"a": "a", "c": "c"}
    ledger.load(bridge, second)
    assert set(story_of(ledger).values()) == {"a"}
    ledger.load(drop=["article:b", "article:d"])
    ledger.check()
    assert story_of(ledger) == {"a": "a", "c": "c"}


def test_a_corrected_article_leaves_its_story() -> None:
    ledger = MemoryLedger()
    ledger.load(told("a", BODY), told("b", BODY), told("c", BODY))
    ledger.load(told("a", OTHER))
    ledger.check()
    assert story_of(ledger) == {"a": "a", "b": "b", "c": "b"}


def test_new_metadata_alone_reads_no_other_article() -> None:
    ledger = MemoryLedger()
    ledger.load(told("a", BODY), told("b", BODY))
    delta = resolve(ledger, [(told("b", BODY, title="Another title"), "new")])
    assert [stored.document.article.id for stored in delta.documents_put] == ["article:b"]


def test_the_samples_are_eight_stories_and_so_are_short_texts_that_differ() -> None:
    bodies = [part.split("\n\n", 1)[1] for part in SAMPLES.read_text(encoding="utf-8").split("[…]") if part.strip()]
    brief = "Shares of Nordic Boats rose {} percent in Oslo on Monday."
    bodies += [brief.format(number) for number in range(3)] + ["", ""]
    copies = [Copy(f"article:{number}", signature(body), "") for number, body in enumerate(bodies)]
    assert len(set(components(copies).values())) == len(bodies)


def test_short_texts_are_copies_when_they_are_equal_but_for_case_and_signs() -> None:
    assert signature("Shares rose in Oslo.") == signature("SHARES rose, in Oslo")
    assert signature("") == ""
    assert not stories.similar("", "")


def test_reports_of_their_own_on_one_event_are_not_copies() -> None:
    own = (
        "Jens Berg, the harbour master of Bergen, received the head of the coast guard, Ana Silva, on Wednesday. The "
        "two looked at the quay of the rescue service. Portugal will hand three boats to Norway, she told reporters, "
        "and the crews will be trained in Lisbon before the first of them arrives in August."
    )
    assert not stories.similar(signature(BODY), signature(own))


def test_components_do_not_depend_on_the_order_of_copies() -> None:
    texts = [near_copy(changed) for changed in range(5)] + [BODY, OTHER, reprint(1), "", "Short.", "short"]
    copies = [Copy(f"article:{number:02}", signature(text), "") for number, text in enumerate(texts)]
    wanted = components(copies)
    for seed in range(20):
        assert components(random.Random(seed).sample(copies, len(copies))) == wanted
    assert wanted["article:10"] == "article:09"
    assert wanted["article:07"] == "article:05"


def test_a_signature_is_what_it_was_when_stores_were_filled() -> None:
    """Stored signatures are compared with new ones: another version of a library must not change them."""
    assert signature(BODY)[:48] == "00798e2a02b358730381e009001a776c048d6bd501bbbaee"
    assert stories.keys(signature(BODY))[:2] == (927918943781981393, 299953859641988115)


@pytest.mark.parametrize("shared", [0.3, 0.6, 0.8, 0.9])
def test_the_signature_estimates_what_two_texts_share(shared: float) -> None:
    """Within 0.15 of the shingles that they share, which is four standard errors."""
    words = [f"w{number}" for number in range(403)]
    kept = round(400 * 2 * shared / (1 + shared))
    other = words[: kept + 3] + [f"v{number}" for number in range(400 - kept)]
    minima = [stories._minima(signature(" ".join(text))) for text in (words, other)]
    agreed = sum(one == two for one, two in zip(*minima, strict=True)) / len(minima[0])
    assert abs(agreed - shared) < 0.15


def test_many_copies_are_linked_in_a_moment() -> None:
    """A wire text that a thousand sites print, each with a word of its own: compared with few, not each with each."""
    compared = 0
    similar = stories.similar

    def counted(one: str, other: str) -> bool:
        nonlocal compared
        compared += 1
        return similar(one, other)

    words = BODY.split() * 3
    texts = [" ".join([*words[:at], f"own{at}", *words[at:]]) for at in range(len(words))]
    copies = [Copy(f"article:{number:04}", signature(text), "") for number, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(stories, "similar", counted)
        assert set(components(copies).values()) == {"article:0000"}
    assert compared < 20 * len(copies) < len(list(itertools.combinations(copies, 2)))


def test_an_article_outside_a_store_has_no_story() -> None:
    assert isinstance(told("a", BODY).article, Article)
    assert told("a", BODY).article.story is None


def exported(store: Store, folder: Path) -> list[bytes]:
    export_jsonl(store, folder)
    return [(folder / f"{name}.jsonl").read_bytes() for name in ("nodes", "edges", "mentions")]


def test_reprints_that_come_and_go_leave_the_same_bytes_in_both_stores(store: Store, tmp_path: Path) -> None:
    documents = [told(f"a{number}", reprint(number)) for number in range(6)]
    documents += [told("b", near_copy(0)), told("c", near_copy(1)), told("d", near_copy(2)), told("e", near_copy(3))]
    digests = {document.article.id: document.article.text for document in documents}
    store.write_documents(documents, digests)
    wanted = exported(store, tmp_path)
    answer = json.loads(Engine(store).execute(COUNTS).json())
    assert answer["data"]["relations"]["nodes"] == [{"reportCount": 10, "independentSourceCount": 2}]
    assert b'"story":"article:a0"' in wanted[0]
    for seed in range(3):
        shuffled = random.Random(seed).sample(documents, len(documents))
        store.forget([document.article.id for document in shuffled[:6]])
        for document in shuffled[:6]:
            store.write_documents([document], digests)
        assert exported(store, tmp_path) == wanted
    store.forget(list(digests))
    assert exported(store, tmp_path) == [b"", b"", b""]
    assert store.copies_of_stories([document.article.id for document in documents]) == []
    assert store.copies_by_keys([key for document in documents for key in stories.keys(signature(BODY))]) == []
