"""What tests of the loaders share: one extractor for the run, and documents told as short readable facts."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from graph.model import Article, Claim, Document, article
from graph.ontology import EntityKind, EventStatus, Origin, RelationType
from loaders.pipeline import RuleExtractor

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "nato.txt"
PUBLISHED = "2024-03-12"
"""A Tuesday."""


@lru_cache(maxsize=1)
def extractor() -> RuleExtractor:
    """The rules alone: a test of a rule looks at what the rule reads."""
    return RuleExtractor(weights=None)


def make(body: str, *, title: str = "News", published: str | None = PUBLISHED) -> Article:
    return article(title=title, body=body, published=published)


def documents(extractor: RuleExtractor, articles: Iterable[Article]) -> list[Document]:
    """The documents of articles that all can be read."""
    found = list(extractor.extract(articles))
    assert not [failure for failure in found if not isinstance(failure, Document)]
    return [document for document in found if isinstance(document, Document)]


def read(body: str, *, title: str = "News", published: str | None = PUBLISHED) -> Document:
    (document,) = documents(extractor(), [make(body, title=title, published=published)])
    return document


def names(document: Document, kind: EntityKind) -> list[str]:
    return [chain.name for chain in document.chains if chain.kind is kind and chain.mentions]


def claims(document: Document, type_: RelationType) -> list[Claim]:
    return [claim for claim in document.claims if claim.type is type_ and claim.origin is Origin.EXTRACTED]


def facts(document: Document, type_: RelationType, status: EventStatus = EventStatus.HELD) -> set[tuple[str, str]]:
    """(source name, target name) of the claims of a type with a status."""
    return {
        (document.chains[claim.source].name, document.chains[claim.target].name)
        for claim in claims(document, type_)
        if claim.status is status
    }


def sentence(document: Document, claim: Claim) -> str:
    assert claim.start_offset is not None
    assert claim.end_offset is not None
    return document.article.text[claim.start_offset : claim.end_offset]
