"""An open stream → its format → its articles; whatever goes wrong on the way becomes one failure."""

import io
from collections.abc import Iterator
from functools import partial
from typing import IO, Final

from loaders.readers.encodings import HEAD, encoding_of
from loaders.readers.formats import FORMATS, Format, Head, format_of
from loaders.readers.items import Allowance, Input, Item, Options, Raw, ReadFailure, Unreadable

_CONTAINERS: Final = ("zip", "gzip")


def read_stream(
    source: str,
    stream: IO[bytes],
    allowance: Allowance | None = None,
    *,
    options: Options,
    hint: str | None = None,
    format: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
    depth: int = 0,
) -> Iterator[Item]:
    """The articles of one input. `source` names it in failures, and its ending, or that of `hint`, is a hint."""
    found = False
    chosen: Format | None = None
    try:
        head = _head(stream)
        if not head.strip():
            raise Unreadable("EMPTY", "the file is empty")
        encoding = encoding_of(head, told=charset)
        start = Head(head, head.decode(encoding, errors="ignore").lstrip("\ufeff") if encoding else "")
        chosen = _chosen(hint or url or source, start, format, media_type)
        if encoding is None and chosen.magic is None:
            raise Unreadable("BINARY", _what_it_is(head))
        given = Input(
            source=source,
            stream=_from_start(stream, head),
            encoding=encoding,
            options=options,
            inner=partial(read_stream, options=options, format=format, url=None, depth=depth + 1),
            depth=depth,
            allowance=allowance,
            url=url,
        )
        for item in chosen.read(given):
            found = True
            yield item
        if not found:
            raise Unreadable("EMPTY", f"no article found, read as {chosen.name}")
    except Unreadable as reason:
        yield ReadFailure(source, None, reason.message, reason.code)
    except UnicodeDecodeError as error:
        message = f"not {error.encoding} from byte {error.start} of a block on; save the file as UTF-8"
        yield ReadFailure(source, None, message, "BAD_ENCODING")
    except OSError as error:
        yield ReadFailure(source, None, f"cannot be read: {error.strerror or error}", "NOT_READABLE")
    except Exception as error:  # the parsers of others fail in ways of their own; the next document is to load
        name = chosen.name if chosen else "anything"
        told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        yield ReadFailure(source, None, f"cannot be read as {name}: {told}; save it in another format", "UNREADABLE")


def _chosen(name: str, head: Head, format: str | None, media_type: str | None) -> Format:
    """The format that was asked for; an archive is opened first, and it is its members' format that was meant."""
    if format is None:
        return format_of(name, head, media_type)
    container = next((FORMATS[name] for name in _CONTAINERS if FORMATS[name].is_sure(head)), None)
    chosen = FORMATS[format]
    if chosen.name in _CONTAINERS and container is None:
        return format_of(name, head, media_type)
    return container or chosen


def _head(stream: IO[bytes]) -> bytes:
    head = b""
    while len(head) < HEAD and (piece := stream.read(HEAD - len(head))):
        head += piece
    return head


def _from_start(stream: IO[bytes], head: bytes) -> IO[bytes]:
    """The stream from its first byte: standard input cannot be rewound."""
    if stream.seekable():
        stream.seek(0)
        return stream
    rest = [head]

    def read(size: int) -> bytes:
        if not rest:
            return stream.read(size)
        kept = rest.pop()
        if len(kept) > size:
            rest.append(kept[size:])
        return kept[:size]

    return io.BufferedReader(Raw(read))


def _what_it_is(head: bytes) -> str:
    """Why bytes are no text, with what helps for those that people have."""
    if head[257:262] == b"ustar":
        return "a tar archive; pack the files as zip"
    if head.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return "an old Office document; save it as PDF, HTML or text"
    if head.startswith((b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")):
        return "packed in a way not known here; pack it as zip or gzip"
    return "not a text: it holds bytes of no text encoding known here"
