"""What readers are given and what they yield: an `Input`, articles, and failures that say how to mend them."""

import email.utils
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Final, Protocol, TypeAlias

from graph.dates import is_partial_date
from graph.errors import BadArticle
from graph.model import Article, article

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "headline", "name"),
    "text": ("text", "body", "content", "articleBody"),
    "id": ("id",),
    "url": ("url", "link", "web_url", "canonical"),
    "publisher": ("publisher", "source", "publisher.name", "source.name"),
    "author": ("author", "byline", "author.name"),
    "published": ("published", "datePublished", "publishedAt", "published_at", "pubDate", "date"),
    "description": ("description", "summary", "abstract"),
}
"""What an article is made of, and where an object or a table has it unless a mapping says otherwise."""

_ISO: Final = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ]\d{1,2}:\d{2}.*)?")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that gave no article: which source, which line (None: the whole of it), why, and a stable code."""

    source: str
    line: int | None
    message: str
    code: str = BadArticle.code


Item: TypeAlias = Article | ReadFailure


class Unreadable(Exception):
    """Why an input gives nothing (more): becomes a ReadFailure where the input was opened."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Options:
    """The caller's word: a date for articles that do not say, and which field holds what (`KEYS` by default)."""

    published: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


class Inner(Protocol):
    """Reads a member of an archive: its name, its bytes, and what the whole of the archive may still unpack to.

    `hint` is the name whose ending tells the format, where `name` has another.
    """

    def __call__(
        self, name: str, stream: IO[bytes], allowance: "Allowance", *, hint: str | None = None
    ) -> Iterator[Item]: ...


class Allowance:
    """What may still be unpacked of one outermost archive; shared by all that lies in it."""

    MAX_BYTES: Final = 1 << 30
    FREE_BYTES: Final = 16 << 20
    MAX_RATIO: Final = 100
    """News compresses 3 to 10 times, a feed of repeated markup 30; a bomb a thousand times. Small inputs may."""

    def __init__(self) -> None:
        self.packed = 0
        self.unpacked = 0

    @property
    def spent(self) -> bool:
        return self.unpacked > min(self.MAX_BYTES, max(self.FREE_BYTES, self.packed * self.MAX_RATIO))

    def spend(self, count: int) -> None:
        """Raises Unreadable where more comes out than the archive's own size can honestly hold."""
        self.unpacked += count
        if self.spent:
            limit = f"{self.MAX_RATIO} times its size" if self.unpacked <= self.MAX_BYTES else "1 GiB"
            raise Unreadable("TOO_LARGE", f"unpacks to over {limit}; unpack it yourself and load the files")


@dataclass(frozen=True, slots=True)
class Input:
    """One input as its reader sees it. `stream` starts at the first byte; `encoding` is None of what is no text."""

    source: str
    stream: IO[bytes]
    encoding: str | None
    options: Options
    inner: Inner
    depth: int = 0
    """How many archives it lies in."""
    allowance: Allowance | None = None
    url: str | None = None
    """Where it was fetched from."""

    def lines(self, newline: str = "\n") -> io.TextIOWrapper:
        """The text, decoded as it is read. Raises UnicodeDecodeError, which whoever opened the input explains."""
        return io.TextIOWrapper(
            io.BufferedReader(Raw(self.stream.read)), encoding=self.encoding or "utf-8", newline=newline
        )

    def text(self, *, errors: str = "strict") -> str:
        content = self.stream.read().decode(self.encoding or "utf-8", errors)
        return content.lstrip("\ufeff")


class Raw(io.RawIOBase):
    """A raw stream over a function that reads at most so many bytes."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read_some = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        piece = self._read_some(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def own_day(text: str) -> str | None:
    """The partial date of an ISO or an RFC 822 timestamp, as its own clock shows it; None of anything else."""
    text = text.strip()
    if (iso := _ISO.fullmatch(text)) is not None:
        return iso[1] if is_partial_date(iso[1]) else None
    parsed = email.utils.parsedate(text) if re.search(r"[A-Za-z]{3} \d{2,4}\b", text) else None
    if parsed is None:
        return None
    day = f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}"
    return day if is_partial_date(day) else None


def _at(fields: Mapping[str, object], path: str) -> object:
    """The value at a dotted path: keys of objects, positions of lists. A key that has the dots itself goes first."""
    if path in fields:
        return fields[path]
    found: object = fields
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def make(source: str, line: int | None, fields: Mapping[str, object], options: Options) -> Item:
    """An article of the fields of an object, or why there is none."""

    def said(target: str) -> str | None:
        mapped = options.mapping.get(target)
        for path in (mapped,) if mapped else KEYS[target]:
            value = _at(fields, path)
            if target == "id" and isinstance(value, int) and not isinstance(value, bool):
                return str(value)
            if isinstance(value, str) and value.strip():
                return _SURROGATE.sub("\ufffd", value.strip())
        return None

    title, body = said("title"), said("text")
    if title is None or body is None:
        missing = "title" if title is None else "text"
        place = options.mapping.get(missing)
        tried = f"no text at {place!r}" if place else "missing, empty or no string"
        return ReadFailure(source, line, f"{missing}: {tried}; map it: --map {missing}=FIELD", "MISSING_FIELD")
    published = said("published")
    if published is not None and (day := own_day(published)) is None:
        message = f"published: {published!r} is not YYYY, YYYY-MM or YYYY-MM-DD, nor a timestamp"
        return ReadFailure(source, line, message, "BAD_DATE")
    return written(
        source,
        line,
        options,
        title=title,
        body=body,
        id=said("id"),
        url=said("url"),
        publisher=said("publisher"),
        published=day if published is not None else None,
        description=said("description"),
        author=said("author"),
    )


def written(
    source: str,
    line: int | None,
    options: Options,
    *,
    title: str,
    body: str,
    id: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    description: str | None = None,
    author: str | None = None,
) -> Item:
    """An article of what a reader found; a title or body of nothing is told."""
    if not title.strip() or not body.strip():
        missing = "title" if not title.strip() else "text"
        return ReadFailure(source, line, f"{missing}: there is none", "MISSING_FIELD")
    try:
        return article(
            title=title,
            body=body,
            id=id,
            url=url,
            publisher=publisher,
            published=published or options.published,
            description=description,
            author=author,
        )
    except ValueError as error:
        return ReadFailure(source, line, f"url: {error}", "BAD_URL")
