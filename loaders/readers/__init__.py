"""Articles from files, folders, archives, standard input and the web. What cannot be read is told, not raised.

__init__    read(): paths → inputs               opening     an input → its format → its articles
formats     FORMATS, and which one an input is   encodings   bytes → which encoding
plain, records, markup, pdf, archives            one function a format
fetch       a page of the public web             items       what readers are given and what they yield
"""

import glob
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from graph.dates import is_partial_date
from graph.errors import BadArticle
from loaders.readers.fetch import PUBLIC, Reach, fetch, is_url
from loaders.readers.formats import ENDINGS, FORMATS, Format
from loaders.readers.items import KEYS, Item, Options, ReadFailure, Unreadable
from loaders.readers.opening import read_stream

__all__ = ("FORMATS", "PUBLIC", "TARGETS", "Format", "Item", "Reach", "ReadFailure", "read")

TARGETS: Final = tuple(KEYS)
"""The fields of an article that `--map` can fill."""


def read(
    paths: Sequence[str],
    *,
    format: str | None = None,
    published: str | None = None,
    mapping: Mapping[str, str] | None = None,
    reach: Reach = PUBLIC,
) -> Iterator[Item]:
    """The articles of files, folders (with subfolders), globs, addresses and "-" (standard input), in sorted order.

    `format` overrides what content and ending say; `published` dates articles that do not say; `mapping` names the
    field that holds a target (`TARGETS`), dotted where it is nested. Raises BadArticle for what is the caller's
    mistake, not the input's.
    """
    if format is not None and format not in FORMATS:
        raise BadArticle(f"format {format!r} is unknown; one of {', '.join(sorted(FORMATS))}")
    if published is not None and not is_partial_date(published):
        raise BadArticle(f"published: {published!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    for target, field in (mapping or {}).items():
        if target not in TARGETS or not field:
            wrong = "is no field of an article" if target not in TARGETS else "is mapped to nothing"
            raise BadArticle(f"map: {target!r} {wrong}; write TARGET=FIELD with one of {', '.join(TARGETS)}")
    options = Options(published, mapping or {})
    for path in paths:
        if path == "-":
            yield from read_stream("-", sys.stdin.buffer, options=options, format=format)
        elif is_url(path):
            yield from _read_url(path, options, format, reach)
        else:
            yield from _read_files(path, options, format)


def _read_files(path: str, options: Options, format: str | None) -> Iterator[Item]:
    files = list(_files(path))
    if not files:
        yield ReadFailure(path, None, "no such file, and no file fits the pattern", "NOT_FOUND")
    for file in files:
        try:
            stream = file.open("rb")
        except OSError as error:
            yield ReadFailure(str(file), None, f"cannot be opened: {error.strerror or error}", "NOT_READABLE")
            continue
        with stream:
            yield from read_stream(str(file), stream, options=options, format=format)


def _read_url(url: str, options: Options, format: str | None, reach: Reach) -> Iterator[Item]:
    try:
        with fetch(url, reach) as page:
            yield from read_stream(
                url,
                page.stream,
                options=options,
                format=format,
                media_type=page.media_type,
                charset=page.charset,
                url=page.url,
            )
    except Unreadable as reason:
        yield ReadFailure(url, None, reason.message, reason.code)


def _files(path: str) -> Iterator[Path]:
    """The files a path stands for. In a folder, hidden files and unknown endings are passed over."""
    place = Path(path)
    if place.is_dir():
        for file in sorted(place.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(place).parts)
            if file.is_file() and not hidden and file.suffix.lower() in ENDINGS:
                yield file
    elif place.exists():
        yield place
    else:
        yield from (Path(name) for name in sorted(glob.glob(path, recursive=True)) if Path(name).is_file())  # noqa: PTH207
