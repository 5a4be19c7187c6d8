"""Every document: offsets that are true, the same bytes whoever its batch mates are, and the gold it must reach."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.model import Article, Document
from graph.ontology import RELATIONS, EntityKind, Origin
from graph.stores import open_store
from loaders import pipeline
from loaders.pipeline import Listener, load, load_articles
from loaders.pools import processes
from loaders.readers import ReadFailure, read
from service.evaluate import CORE, evaluate
from tests.extraction import ROOT, SAMPLES, extractor
from tests.extraction import documents as read_documents

GOLD = ROOT / "tests" / "gold"
DEVELOPMENT = GOLD / "dev" / "articles.jsonl"


def all_articles() -> list[Article]:
    return [item for item in read([str(SAMPLES), str(DEVELOPMENT)]) if isinstance(item, Article)]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return read_documents(extractor(), all_articles())


def test_every_mention_stands_where_it_says(documents: list[Document]) -> None:
    for document in documents:
        for chain in document.chains:
            for mention in chain.mentions:
                assert document.article.text[mention.start : mention.end] == mention.surface
                assert mention.surface == mention.surface.strip() != ""


def test_every_extracted_claim_spans_a_sentence_without_blanks_around_it(documents: list[Document]) -> None:
    for document in documents:
        for claim in document.claims:
            if claim.origin is Origin.GAZETTEER:
                assert claim.start_offset is None
                continue
            assert claim.start_offset is not None
            text = document.article.text[claim.start_offset : claim.end_offset]
            assert text == text.strip() != ""
            assert "\n\n" not in text


def test_every_claim_joins_kinds_that_the_ontology_allows(documents: list[Document]) -> None:
    for document in documents:
        for claim in document.claims:
            rule = RELATIONS[claim.type]
            assert document.chains[claim.source].kind in rule.sources, claim
            assert document.chains[claim.target].kind in rule.targets, claim
            assert claim.source != claim.target
            assert 0 < claim.confidence <= 1
            assert claim.event is None or document.chains[claim.event].kind is EntityKind.EVENT


def test_chains_come_in_the_order_of_their_first_mention_and_background_last(documents: list[Document]) -> None:
    for document in documents:
        firsts = [chain.mentions[0].start if chain.mentions else 10**9 for chain in document.chains]
        assert firsts == sorted(firsts)


def test_a_document_does_not_depend_on_its_batch_mates(documents: list[Document]) -> None:
    again = list(extractor().extract(reversed(all_articles())))
    assert list(reversed(again)) == documents
    alone = all_articles()[4]
    assert next(iter(extractor().extract([alone]))) == documents[4]


def scores(tmp_path: Path, articles: Path, gold: Path) -> Iterator[tuple[str, float]]:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    try:
        report = load(store, [str(articles)], extractor=extractor())
        assert report.failures == []
        found = evaluate(store, gold)
        assert found.violations == []
        total = found.edges[CORE[0]]
        for type_ in CORE[1:]:
            total += found.edges[type_]
        for kind in ("Person", "Organization", "Place", "Event"):
            total += found.nodes[kind]
        yield "micro", total.f1
    finally:
        store.close()


def test_every_required_fact_of_the_samples_is_found_and_none_forbidden(tmp_path: Path) -> None:
    ((_, f1),) = scores(tmp_path, SAMPLES, GOLD / "samples" / "gold.json")
    assert f1 >= 0.97


def test_the_development_articles_keep_their_score(tmp_path: Path) -> None:
    ((_, f1),) = scores(tmp_path, DEVELOPMENT, GOLD / "dev" / "gold.json")
    assert f1 >= 0.93


def test_loading_again_reads_nothing_anew(tmp_path: Path) -> None:
    class Counting:
        name = extractor().name
        extracted = 0

        def extract(self, articles: Iterable[Article]) -> Iterator[Document | ReadFailure]:
            for document in extractor().extract(articles):
                self.extracted += 1
                yield document

    counting = Counting()
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    try:
        first = load(store, [str(SAMPLES)], extractor=counting, batch_size=3)
        again = load(store, [str(SAMPLES)], extractor=counting, batch_size=3)
    finally:
        store.close()
    assert (first.new, again.new, again.unchanged, counting.extracted) == (8, 0, 8, 8)
    assert (first.entities, first.relations) == (again.entities, again.relations)


def test_a_dry_run_stores_nothing_and_tells_what_it_would(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    try:
        found: list[Document] = []
        listener = Listener(found=found.append)
        report = load_articles(store, all_articles(), extractor=extractor(), listener=listener, dry_run=True)
        assert store.article_digests([article.id for article in all_articles()]) == {}
    finally:
        store.close()
    assert report.new == len(found) == len(all_articles())


def test_two_workers_make_the_same_documents_as_one(tmp_path: Path) -> None:
    loaded = []
    for workers in (1, 2):
        store = open_store(f"sqlite:///{tmp_path / f'{workers}.db'}")
        try:
            load(
                store,
                [str(SAMPLES)],
                extractor=extractor(),
                pool=processes(extractor(), workers) if workers > 1 else None,
            )
            loaded.append((list(store.all_entities()), list(store.all_relations())))
        finally:
            store.close()
    assert loaded[0] == loaded[1]


def test_failures_are_in_the_report_and_the_rest_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"title": "A", "text": "Emma Stone met Karl Weber."}) + "\nbroken\n", encoding="utf-8"
    )
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    try:
        done: list[int] = []
        report = load(
            store, [str(tmp_path / "a.jsonl")], extractor=extractor(), listener=Listener(progress=done.append)
        )
    finally:
        store.close()
    assert (report.new, report.failed, report.failures[0].line, done) == (1, 1, 2, [2])


def test_an_article_that_stops_the_rules_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.read_document

    def stops(article: Article, *rest: Any) -> Document:
        if "Kyiv" in article.title:
            raise IndexError("no such token")
        return whole(article, *rest)

    monkeypatch.setattr(pipeline, "read_document", stops)
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    try:
        report = load(store, [str(SAMPLES)], extractor=extractor())
    finally:
        store.close()
    (failure,) = report.failures
    assert (report.new, report.failed, failure.code) == (7, 1, "EXTRACTION_FAILED")
    assert "IndexError" in failure.message
