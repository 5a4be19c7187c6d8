"""The table of formats, and which of them an input is: its content decides, then its media type, then its ending."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from loaders.readers import archives, markup, pdf, plain, records
from loaders.readers.items import Input, Item

Reader = Callable[[Input], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of an input, and what they say; `text` is '' where they are no text."""

    data: bytes
    text: str


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its endings and media types, what marks it beyond doubt, what suffices beside its ending, its reader.

    `magic` of the bytes makes it binary; `looks_like` and `could_be` are asked of the decoded text.
    """

    name: str
    endings: tuple[str, ...]
    types: tuple[str, ...]
    doc: str
    read: Reader
    looks_like: Callable[[str], bool] = _never
    could_be: Callable[[str], bool] = _never
    magic: Callable[[bytes], bool] | None = None

    def is_sure(self, head: Head) -> bool:
        return self.magic(head.data) if self.magic else self.looks_like(head.text)


def _not_markup(start: str) -> bool:
    return not markup.looks_like_html(start) and not markup.looks_like_feed(start)


FORMATS: Final[dict[str, Format]] = {
    known.name: known
    for known in (
        Format(
            "zip", (".zip",), ("application/zip",), "files of any of these", archives.read_zip, magic=archives.is_zip
        ),
        Format(
            "gzip",
            (".gz",),
            ("application/gzip", "application/x-gzip"),
            "one file of any of these",
            archives.read_gzip,
            magic=archives.is_gzip,
        ),
        Format(
            "pdf",
            (".pdf",),
            ("application/pdf",),
            "one article: the text of all pages",
            pdf.read_pdf,
            magic=lambda head: b"%PDF-" in head[:1024],
        ),
        Format(
            "feed",
            (".rss", ".atom", ".xml"),
            ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"),
            "RSS or Atom: one article an entry",
            markup.read_feed,
            markup.looks_like_feed,
        ),
        Format(
            "html",
            (".html", ".htm", ".xhtml"),
            ("text/html", "application/xhtml+xml"),
            "a saved page: one article, its main text",
            markup.read_html,
            markup.looks_like_html,
        ),
        Format(
            "jsonl",
            (".jsonl", ".ndjson"),
            ("application/x-ndjson", "application/jsonl"),
            "one article a line",
            records.read_jsonl,
            records.looks_like_jsonl,
            records.could_be_jsonl,
        ),
        Format(
            "json",
            (".json",),
            ("application/json",),
            "one article, a list of them, or such a list under `articles`",
            records.read_json,
            records.looks_like_json,
            records.could_be_json,
        ),
        Format(
            "markdown",
            (".md", ".markdown"),
            ("text/markdown",),
            "one article, its metadata in front matter",
            plain.read_markdown,
            plain.looks_like_markdown,
            _not_markup,
        ),
        Format(
            "tsv",
            (".tsv", ".tab"),
            ("text/tab-separated-values",),
            "a table with a header: one article a row",
            records.read_tsv,
            records.looks_like_table("\t"),
            _not_markup,
        ),
        Format(
            "csv",
            (".csv",),
            ("text/csv",),
            "the same, divided by commas, semicolons or bars",
            records.read_csv,
            records.looks_like_table(",;|"),
            _not_markup,
        ),
        Format(
            "samples",
            (".txt", ".text"),
            ("text/plain",),
            "title, blank line, excerpt ending in […], next title …",
            plain.read_samples,
            plain.looks_like_samples,
        ),
        Format("text", (".txt", ".text"), ("text/plain",), "one article, its first line the title", plain.read_text),
    )
}
"""Asked in this order where neither ending nor media type tells."""

ENDINGS: Final = frozenset(ending for known in FORMATS.values() for ending in known.endings)


def format_of(name: str, head: Head, media_type: str | None = None) -> Format:
    """The format of an input by its content; its media type and ending decide where the content leaves a doubt."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    named = [known for known in FORMATS.values() if media_type in known.types]
    named += [known for known in FORMATS.values() if ending in known.endings and known not in named]
    sure = [known for known in FORMATS.values() if known.is_sure(head)]
    claimed = [known for known in named if known in sure] or [known for known in named if known.could_be(head.text)]
    if claimed:
        return claimed[0]
    if sure:
        return sure[0]
    fallback = [known for known in named if known.magic is None]
    return fallback[-1] if fallback else FORMATS["text"]
