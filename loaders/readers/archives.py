"""Zip and gzip: each member is read as the format that it is; what comes out is bounded, names are only labels."""

import gzip
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Final

from loaders.readers.items import Allowance, Input, Item, Raw, ReadFailure, Unreadable

_MAX_DEPTH: Final = 2
_MAX_MEMBERS: Final = 100_000
_MAX_PACKED: Final = 1 << 30
_IN_MEMORY: Final = 8 << 20
_DOCUMENTS: Final = frozenset({"[Content_Types].xml", "mimetype"})
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def read_zip(given: Input) -> Iterator[Item]:
    """Every member with a known ending or none, in the order of the names; hidden ones are passed over."""
    allowance = _enter(given)
    with _seekable(given.stream) as packed:
        if given.allowance is None:
            allowance.packed = packed.seek(0, io.SEEK_END)
            packed.seek(0)
        try:
            archive = zipfile.ZipFile(packed)
        except _BROKEN as error:
            raise Unreadable("BAD_ARCHIVE", f"broken zip: {error}; pack it again") from error
        with archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if _DOCUMENTS & {member.filename for member in members}:
                raise Unreadable("UNKNOWN_FORMAT", "an office document or an e-book; save it as PDF, HTML or text")
            if len(members) > _MAX_MEMBERS:
                raise Unreadable("TOO_LARGE", f"the zip holds over {_MAX_MEMBERS:,} files; split it")
            yield from _members(given, archive, members, allowance)


def _members(
    given: Input, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], allowance: Allowance
) -> Iterator[Item]:
    from loaders.readers.formats import ENDINGS

    for member in sorted(members, key=lambda member: member.filename):
        path = PurePosixPath(member.filename.replace("\\", "/"))
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
        if hidden or (path.suffix and path.suffix.lower() not in ENDINGS):
            continue
        name = f"{given.source}!{_label(path.as_posix())}"
        if member.flag_bits & 1:
            yield ReadFailure(name, None, "the file is encrypted; pack it without a password", "ENCRYPTED")
            continue
        try:
            with archive.open(member) as stream:
                yield from given.inner(name, _bounded(stream, allowance, "zip"), allowance)
        except _BROKEN as error:
            yield ReadFailure(name, None, f"cannot be unpacked: {error}; pack it again", "BAD_ARCHIVE")
        if allowance.spent:
            return


def read_gzip(given: Input) -> Iterator[Item]:
    """The one file in it, under its name without the ending."""
    allowance = _enter(given)

    def counted(size: int) -> bytes:
        piece = given.stream.read(size)
        if given.allowance is None:
            allowance.packed += len(piece)
        return piece

    hint = given.source[:-3] if given.source.lower().endswith(".gz") else given.source
    with gzip.GzipFile(fileobj=io.BufferedReader(Raw(counted))) as stream:
        yield from given.inner(given.source, _bounded(stream, allowance, "gzip"), allowance, hint=hint)


def _enter(given: Input) -> Allowance:
    if given.depth >= _MAX_DEPTH:
        raise Unreadable("TOO_DEEP", "an archive within an archive within an archive; unpack the outer one yourself")
    return given.allowance or Allowance()


def _bounded(stream: IO[bytes] | gzip.GzipFile, allowance: Allowance, kind: str) -> IO[bytes]:
    """The unpacked bytes, counted as they come; what breaks in them is told as Unreadable."""

    def read(size: int) -> bytes:
        try:
            piece = stream.read(size)
        except _BROKEN as error:
            raise Unreadable("BAD_ARCHIVE", f"broken {kind}: {error}; pack it again") from error
        allowance.spend(len(piece))
        return piece

    return io.BufferedReader(Raw(read))


@contextmanager
def _seekable(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream, or a copy that can be read from its end, as a zip is: on disk where it is large."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        size = 0
        while piece := stream.read(1 << 16):
            size += len(piece)
            if size > _MAX_PACKED:
                raise Unreadable("TOO_LARGE", "the zip is over 1 GiB; unpack it yourself and load the files")
            copy.write(piece)
        copy.seek(0)
        yield copy


def _label(name: str) -> str:
    """A member's name for messages: printable, short. It is never opened as a path."""
    return re.sub(r"[^\w ./()\[\]+,@=-]", "?", name)[-200:]


def is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_gzip(head: bytes) -> bool:
    return head.startswith(b"\x1f\x8b\x08")
