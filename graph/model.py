"""What the graph holds: articles with their chains and claims, and the entities and relations that follow from them.

    Document = Article + Chains (what it names) + Claims (what it says of them)      the truth, kept per article
    Entity, Relation, EntityMention                                                  computed by `graph.resolution`

All offsets count Unicode code points of `Article.text`, end exclusive. Dates are partial dates (`graph.dates`).
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from graph import names
from graph.ontology import (
    EntityKind,
    EventStatus,
    EventType,
    Judgement,
    Medium,
    Origin,
    ParticipantRole,
    PlaceType,
    RelationType,
)

JsonValue: TypeAlias = "None | bool | int | float | str | list[JsonValue] | dict[str, JsonValue]"

_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Article:
    """One text and where it came from. Made by `article`; `text` is title, blank line, body."""

    key: str
    id: str
    title: str
    text: str
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    description: str | None = None
    author: str | None = None
    """As the source writes it; several names in one text."""
    story: str | None = None
    """Shared by near-identical copies, so that reprints count as one source: the smallest id among them.

    None until the article is stored; `graph.stories` finds it.
    """


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a thing by its kind; None is unknown. Coordinates in degrees, WGS 84."""

    place_type: PlaceType | None = None
    latitude: float | None = None
    longitude: float | None = None
    country_code: str | None = None
    event_type: EventType | None = None
    status: EventStatus | None = None
    medium: Medium | None = None
    start: str | None = None
    end: str | None = None
    trigger: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A coreference chain: every mention of one thing in one article.

    `name` is the best name the article gives; `names` are the further proper names (never pronouns or bare
    nouns). A chain without mentions is gazetteer background, such as the country of a city.
    """

    kind: EntityKind
    name: str
    mentions: tuple[Mention, ...] = ()
    names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    description: str | None = None
    traits: Traits = field(default_factory=Traits)


@dataclass(frozen=True, slots=True)
class Claim:
    """One article's word that a relation holds, or does not (`status`), with the sentence that says so.

    `source`, `target` and `event` are positions in `Document.chains`. `start_offset` and `end_offset` span the
    sentence; both are None for GAZETTEER claims, which have none. `extractor` names the rule and its version.
    """

    type: RelationType
    source: int
    target: int
    extractor: str
    confidence: float
    start_offset: int | None = None
    end_offset: int | None = None
    status: EventStatus = EventStatus.HELD
    role: ParticipantRole | None = None
    role_title: str | None = None
    start: str | None = None
    end: str | None = None
    former: bool = False
    event: int | None = None
    origin: Origin = Origin.EXTRACTED


@dataclass(frozen=True, slots=True)
class Document:
    """What one article said: chains in the order of their first mention (background last), and claims."""

    article: Article
    chains: tuple[Chain, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence behind a relation. `claimed` is the status that this sentence gives it."""

    article: str
    start: int
    end: int
    sentence: str
    extractor: str
    confidence: float
    claimed: EventStatus = EventStatus.HELD


@dataclass(frozen=True, slots=True)
class Entity:
    """A node. `articles` are the ids of those that mention it, sorted; none is gazetteer or imported background."""

    id: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    description: str | None = None
    same_as: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    mention_count: int = 0
    traits: Traits = field(default_factory=Traits)
    article: Article | None = None
    """For an Article node: itself."""
    origin: Origin = Origin.EXTRACTED
    properties: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge. `start` and `end` are its own dates, or its event's where the type is dated by its event."""

    id: str
    type: RelationType
    source: str
    target: str
    status: EventStatus = EventStatus.HELD
    role: ParticipantRole | None = None
    role_title: str | None = None
    count: int | None = None
    start: str | None = None
    end: str | None = None
    attested_from: str | None = None
    attested_to: str | None = None
    former: bool = False
    event: str | None = None
    origin: Origin = Origin.EXTRACTED
    confidence: float = 1.0
    first_reported: str | None = None
    report_count: int = 0
    independent_source_count: int = 0
    evidence: tuple[Evidence, ...] = ()
    properties: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """A curator's word on two entities, `a` and `b` by the ids that they had then.

    What it binds is its anchors: the names that each had (`graph.decisions`), which hold in whatever order articles
    come. `replaces` are the ids of earlier decisions that it takes the place of; `at` is a UTC time, ISO 8601.
    """

    id: str
    a: str
    b: str
    judgement: Judgement
    by: str
    at: str
    note: str | None = None
    a_anchors: tuple[str, ...] = ()
    b_anchors: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityMention:
    article: str
    entity: str
    start: int
    end: int
    surface: str
    sentence: str


def digest(text: str, length: int = 8) -> str:
    """The first hex digits of SHA-256: what ids and keys are told apart by."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def normalise(text: str) -> str:
    """NFC with LF line ends and no NUL, as every offset counts."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))


def canonical_url(url: str) -> str:
    """The URL without fragment and `utm_*` parameters, scheme and host in lower case."""
    parts = urlsplit(url.strip())
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0][:4] != "utm_"])
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, query, ""))


def article(
    *,
    title: str,
    body: str,
    id: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    description: str | None = None,
    author: str | None = None,
) -> Article:
    """An article with its key and id: by explicit id, else URL, else title, date and body.

    A weak key (neither id nor URL) takes the body in, so that two bodies under one title are two articles.
    """
    title = _BLANKS.sub(" ", normalise(title)).strip()
    body = normalise(body).strip()
    text = f"{title}\n\n{body}" if title else body
    if id:
        key = id
    elif url:
        key = canonical_url(url)
    else:
        key = "\n".join((names.key(title), published or "", digest(text, 64)))
    slug = names.slug(title) or "untitled"
    return Article(
        key=key,
        id=id if id and id.startswith("article:") else f"article:{slug}-{digest(key)}",
        title=title or body.split("\n", 1)[0][:120],
        text=text,
        url=url,
        publisher=publisher,
        published=published,
        description=description,
        author=author,
    )
