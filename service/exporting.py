"""GET /export/{format}: a piece of the graph in the shape of other tools, streamed as it is read.

/export/gexf?of=person:jens-stoltenberg&depth=2     a neighbourhood (`of` may be repeated; `limit`: nodes at most)
/export/csv?search=riga                             what a search finds
/export/svg?from=person:a&to=place:b                the shortest path
/export/graphml                                     everything
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from graph.errors import BadArgument
from graph.exports import FORMATS, Format
from graph.exports.piece import Piece, selected
from graph.stores.protocol import Store
from service.graphql_http import HttpProblem

_CHUNK: Final = 64 * 1024
_WAITING: Final = 4
"""Chunks that are made ahead of the client."""
_KNOWN: Final = ("of", "depth", "limit", "search", "from", "to")
MAX_EXPORTS: Final = 2
"""At a time; another is answered 503."""
_running = threading.BoundedSemaphore(MAX_EXPORTS)


def piece_of(request: Request) -> Callable[[Store], Piece]:
    """What the parameters ask for. Raises BadArgument."""
    given = request.query_params
    unknown = sorted(set(given) - set(_KNOWN))
    if unknown:
        raise BadArgument(f"{unknown[0]}: no such parameter; there are {', '.join(_KNOWN)}")
    numbers: dict[str, int] = {}
    for name in ("depth", "limit"):
        if name in given:
            if not given[name].isdecimal() or len(given[name]) > 9:
                raise BadArgument(f"{name}: {given[name]!r} is no number")
            numbers[name] = int(given[name])
    of, search, ends = given.getlist("of"), given.get("search"), (given.get("from"), given.get("to"))
    return lambda store: selected(store, of=of, search=search, ends=ends, **numbers)


def accepted(request: Request) -> Format | None:
    """The format that a GraphQL request wants its graph in, by the media type that it accepts."""
    accept = request.headers.get("accept", "")
    return next((format_ for format_ in FORMATS.values() if format_.media_type in accept), None)


async def export(request: Request, store: Store) -> Response:
    """The response; what cannot be made is refused before it begins. Raises HttpProblem, LiaisonError."""
    name = request.path_params["format"]
    format_ = FORMATS.get(name)
    if format_ is None:
        raise HttpProblem(404, "UNKNOWN_FORMAT", f"{name!r} is no format; there are {', '.join(FORMATS)}")
    return await streamed(store, format_, piece_of(request))


async def streamed(store: Store, format_: Format, piece: Callable[[Store], Piece]) -> Response:
    """The piece in the format, as it is read. Raises what making its beginning raises."""
    if not _running.acquire(blocking=False):
        raise HttpProblem(
            503, "EXPORTS_BUSY", f"{MAX_EXPORTS} exports are running; try again later", **{"Retry-After": "10"}
        )
    made = _Made(store, format_, piece)
    first = await made.first()
    return StreamingResponse(
        made.rest(first),
        media_type=format_.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="liaison.{format_.ending}"',
            "Cache-Control": "no-store",
        },
    )


class _Made:
    """An export that one thread makes, a few chunks ahead of the client: SQLite's connections belong to threads."""

    def __init__(self, store: Store, format_: Format, piece: Callable[[Store], Piece]) -> None:
        self._loop = asyncio.get_running_loop()
        self._chunks: asyncio.Queue[bytes | Exception | None] = asyncio.Queue(_WAITING)
        self._gone = threading.Event()
        threading.Thread(target=self._make, args=(store, format_, piece), daemon=True).start()

    async def first(self) -> bytes | None:
        """The first chunk. Raises what making it raised."""
        chunk = await self._chunks.get()
        if isinstance(chunk, Exception):
            raise chunk
        return chunk

    async def rest(self, first: bytes | None) -> AsyncIterator[bytes]:
        try:
            chunk: bytes | Exception | None = first
            while chunk is not None:
                if isinstance(chunk, Exception):
                    raise chunk  # the connection breaks off: an answer that is cut must not look whole
                yield chunk
                chunk = await self._chunks.get()
        finally:
            self._gone.set()
            while not self._chunks.empty():
                self._chunks.get_nowait()

    def _make(self, store: Store, format_: Format, piece: Callable[[Store], Piece]) -> None:
        try:
            with store.snapshot():
                for chunk in _joined(format_.write(piece(store))):
                    self._hand_over(chunk)
                    if self._gone.is_set():
                        return
            self._hand_over(None)
        except Exception as error:
            self._hand_over(error)
        finally:
            _running.release()
            store.release()

    def _hand_over(self, chunk: bytes | Exception | None) -> None:
        asyncio.run_coroutine_threadsafe(self._chunks.put(chunk), self._loop).result()


def _joined(parts: Iterator[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if size:
        yield b"".join(waiting)
