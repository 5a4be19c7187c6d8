"""Articles from files: one function and one row of `FORMATS` a format. What cannot be read is told, not raised.

    samples   title, blank line, excerpt ending in […], blank line, next title …
    text      one article: its first line is the title
    json      one object or a list of them         jsonl   one object a line, read as a stream

Objects have title, text (or body, content), and may have id, url, published, publisher, description.
"""

import codecs
import glob
import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import charset_normalizer

from graph.dates import is_partial_date
from graph.errors import BadArticle
from graph.model import Article, article

_HEAD: Final = 65536
_END: Final = re.compile(r"\[(?:…|\.\.\.)\][ \t]*$")
_BODY_KEYS: Final = ("text", "body", "content", "articleBody")
_TITLE_KEYS: Final = ("title", "headline", "name")
_PUBLISHED_KEYS: Final = ("published", "datePublished", "date")
_TIMESTAMP: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_FEW: Final = 0.2
"""The most of a text that may be other than ASCII for it to be taken for Windows-1252."""
_CONFIDENT: Final = 0.1
"""The most chaos (charset-normalizer's measure) at which a guessed encoding is believed."""


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that gave no article: which source, which line (None: the whole of it), why, and a stable code."""

    source: str
    line: int | None
    message: str
    code: str = BadArticle.code


Item = Article | ReadFailure
Reader = Callable[[str, IO[str], str | None], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its endings, whether the head of a text looks like it, and its reader."""

    name: str
    endings: tuple[str, ...]
    looks_like: Callable[[str], bool]
    read: Reader
    doc: str


def read(paths: Sequence[str], *, format: str | None = None, published: str | None = None) -> Iterator[Item]:
    """The articles of files, folders (with their subfolders), globs and "-" (standard input), in sorted order.

    `format` overrides what ending and content say; `published` dates articles that do not say. Raises BadArticle
    for an unknown format or a wrong date, which are the caller's mistakes, not the input's.
    """
    if format is not None and format not in FORMATS:
        raise BadArticle(f"format {format!r} is unknown; one of {', '.join(sorted(FORMATS))}")
    if published is not None and not is_partial_date(published):
        raise BadArticle(f"published: {published!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    for path in paths:
        if path == "-":
            yield from _read_stream("-", sys.stdin.buffer, format, published)
            continue
        files = list(_files(path))
        if not files:
            yield ReadFailure(path, None, "no such file, and no file fits the pattern", "NOT_FOUND")
        for file in files:
            try:
                with file.open("rb") as stream:
                    yield from _read_stream(str(file), stream, format, published)
            except OSError as error:
                yield ReadFailure(str(file), None, f"cannot be opened: {error.strerror or error}", "NOT_READABLE")


def _files(path: str) -> Iterator[Path]:
    """The files a path stands for. In a folder, hidden files and unknown endings are passed over."""
    place = Path(path)
    if place.is_dir():
        endings = {ending for known in FORMATS.values() for ending in known.endings}
        for file in sorted(place.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(place).parts)
            if file.is_file() and not hidden and file.suffix.lower() in endings:
                yield file
    elif place.exists():
        yield place
    else:
        yield from (Path(name) for name in sorted(glob.glob(path, recursive=True)) if Path(name).is_file())  # noqa: PTH207


def _read_stream(source: str, stream: IO[bytes], format: str | None, published: str | None) -> Iterator[Item]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    head = b""
    while len(head) < _HEAD and (piece := buffered.read(_HEAD - len(head))):
        head += piece
    if not head.strip():
        yield ReadFailure(source, None, "the file is empty", "EMPTY")
        return
    encoding = _encoding(head)
    if encoding is None:
        yield ReadFailure(source, None, "not a text: it holds bytes of no text encoding known here", "BINARY")
        return
    content = io.TextIOWrapper(io.BufferedReader(_Rejoined(head, buffered)), encoding=encoding, newline="\n")
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff")
    chosen = FORMATS[format] if format else _format_of(source, start)
    found = False
    try:
        for item in chosen.read(source, content, published):
            found = True
            yield item
    except UnicodeDecodeError as error:
        found = True
        message = f"not {encoding} from byte {error.start} of a block on; save the file as UTF-8"
        yield ReadFailure(source, None, message, "BAD_ENCODING")
    finally:
        content.detach()
    if not found:
        yield ReadFailure(source, None, f"no article found, read as {chosen.name}", "EMPTY")


class _Rejoined(io.RawIOBase):
    """The bytes already read, then the rest of the stream: standard input cannot be rewound."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        size = len(buffer)
        piece = self._head[:size] if self._head else self._rest.read(size)
        self._head = self._head[len(piece) :] if self._head else b""
        buffer[: len(piece)] = piece
        return len(piece)


def _encoding(head: bytes) -> str | None:
    """The encoding of a text by its first bytes; None if they are not a text's."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in head:
        return None
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(head, final=len(head) < _HEAD)
    except UnicodeDecodeError:
        western = _western(head)
        if western is not None:
            return western
        guess = charset_normalizer.from_bytes(head).best()
        if guess is None or guess.chaos > _CONFIDENT:
            return None
        printable = sum(char.isprintable() or char.isspace() for char in str(guess)) / max(1, len(str(guess)))
        return guess.encoding if printable > 0.97 else None
    control = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return None if control > len(head) * 0.01 else "utf-8-sig"


def _western(head: bytes) -> str | None:
    """Windows-1252, if the text is ASCII but for a few of its letters and quotation marks.

    Asked first, as charset-normalizer takes short French or German texts for Central European ones.
    """
    foreign = sum(byte > 127 for byte in head)
    control = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    if control or foreign > len(head) * _FEW:
        return None
    try:
        head.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return "cp1252"


def _format_of(source: str, start: str) -> Format:
    ending = Path(source).suffix.lower()
    fitting = [known for known in FORMATS.values() if ending in known.endings] or list(FORMATS.values())
    return next((known for known in fitting if known.looks_like(start)), fitting[-1])


def _make(source: str, line: int | None, fields: Mapping[str, object], published: str | None) -> Item:
    """An article of the fields of an object, or why there is none."""

    def text_of(*keys: str) -> str | None:
        for key in keys:
            value = fields.get(key)
            if isinstance(value, str) and value.strip():
                return value.strip()
        return None

    title, body = text_of(*_TITLE_KEYS), text_of(*_BODY_KEYS)
    if title is None or body is None:
        missing = "title" if title is None else "text"
        return ReadFailure(source, line, f"{missing} is missing, empty or no string", "MISSING_FIELD")
    date = text_of(*_PUBLISHED_KEYS)
    if date is not None:
        stamp = _TIMESTAMP.fullmatch(date)
        date = stamp[1] if stamp else date
        if not is_partial_date(date):
            return ReadFailure(source, line, f"published: {date!r} is not YYYY, YYYY-MM or YYYY-MM-DD", "BAD_DATE")
    identity = fields.get("id")
    try:
        return article(
            title=title,
            body=body,
            id=str(identity) if isinstance(identity, str | int) and str(identity).strip() else None,
            url=text_of("url"),
            publisher=text_of("publisher", "source"),
            published=date or published,
            description=text_of("description"),
        )
    except ValueError as error:
        return ReadFailure(source, line, f"url: {error}", "BAD_URL")


def read_samples(source: str, stream: IO[str], published: str | None) -> Iterator[Item]:
    """Several articles a file: title, blank line, excerpt that ends in […], blank line, next title."""
    title: str | None = None
    title_line = 0
    body: list[str] = []
    for number, line in enumerate(stream, 1):
        text = line.strip().lstrip("\ufeff")
        if title is None:
            title, title_line = (text, number) if text else (None, number)
            continue
        if text or body:
            body.append(text)
        if _END.search(text):
            yield _make(source, title_line, {"title": title, "text": "\n".join(body)}, published)
            title, body = None, []
    if title is not None:
        yield _make(source, title_line, {"title": title, "text": "\n".join(body)}, published)


def read_text(source: str, stream: IO[str], published: str | None) -> Iterator[Item]:
    """One article: the first line that is not blank is the title."""
    content = stream.read().lstrip("\ufeff").lstrip()
    title, _, body = content.partition("\n")
    yield _make(source, None, {"title": title, "text": body}, published)


def read_json(source: str, stream: IO[str], published: str | None) -> Iterator[Item]:
    """One object, a list of objects, or an object with a list under `articles`."""
    try:
        loaded = json.load(stream)
    except json.JSONDecodeError as error:
        yield ReadFailure(source, error.lineno, f"broken JSON: {error.msg} at column {error.colno}", "BAD_JSON")
        return
    if isinstance(loaded, dict) and isinstance(loaded.get("articles"), list):
        loaded = loaded["articles"]
    for position, entry in enumerate(loaded if isinstance(loaded, list) else [loaded], 1):
        if isinstance(entry, dict):
            item = _make(source, None, entry, published)
            if isinstance(item, ReadFailure) and isinstance(loaded, list):
                item = ReadFailure(source, None, f"article {position}: {item.message}", item.code)
            yield item
        else:
            yield ReadFailure(source, None, f"article {position} is no object", "BAD_JSON")


def read_jsonl(source: str, stream: IO[str], published: str | None) -> Iterator[Item]:
    """One object a line, a line at a time; a broken line is told with its number and the others load."""
    for number, line in enumerate(stream, 1):
        text = line.strip().lstrip("\ufeff")
        if not text:
            continue
        try:
            entry = json.loads(text)
        except json.JSONDecodeError as error:
            yield ReadFailure(source, number, f"broken JSON: {error.msg} at column {error.colno}", "BAD_JSON")
            continue
        if isinstance(entry, dict):
            yield _make(source, number, entry, published)
        else:
            yield ReadFailure(source, number, "the line is no JSON object", "BAD_JSON")


def _is_json(start: str) -> bool:
    return start.lstrip()[:1] in ("{", "[")


def _is_jsonl(start: str) -> bool:
    """Whether the first line is an object of its own."""
    first = start.lstrip().split("\n", 1)[0].strip()
    if not first.startswith("{"):
        return False
    try:
        json.loads(first)
    except json.JSONDecodeError:
        return first.endswith("}") or len(first) >= _HEAD // 2
    return True


def _is_samples(start: str) -> bool:
    lines = start.lstrip().split("\n")
    return len(lines) > 2 and not lines[1].strip() and any(_END.search(line) for line in lines[2:])


FORMATS: Final[dict[str, Format]] = {
    known.name: known
    for known in (
        Format("jsonl", (".jsonl", ".ndjson"), _is_jsonl, read_jsonl, "one article a line"),
        Format("json", (".json",), _is_json, read_json, "one article, or a list of them"),
        Format("samples", (".txt", ".text"), _is_samples, read_samples, "title, blank line, excerpt ending in […]"),
        Format("text", (".txt", ".text", ".md"), lambda start: True, read_text, "one article, title first"),  # noqa: ARG005
    )
}
"""Asked in this order where the ending does not tell."""
