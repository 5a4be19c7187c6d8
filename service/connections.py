"""HTTP connections under limits: uvicorn's parser takes heads of any size, and waits for slow clients without end."""

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD: Final = 64 * 1024
"""Bytes of a request's first line and headers."""
RECEIVE_SECONDS: Final = 10.0
"""From the start of a connection or of a request to its last byte."""


class BoundedHttp(HttpToolsProtocol):
    """Answers 400 to a head that is too large, and closes a connection on which a request is not complete in time.

    What the parser itself refuses stays refused: Content-Length beside Transfer-Encoding, broken lines, bad names.
    """

    _head = 0
    _in_head = True
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._in_head:
            self._head += len(data)
            if self._head > MAX_HEAD and not self.transport.is_closing():
                self.send_400_response(f"The head of the request is over {MAX_HEAD:,} bytes.")

    def handle_websocket_upgrade(self) -> None:
        self._stop()
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head, self._in_head = 0, True
        self._start()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._stop()
        super().on_message_complete()

    def _start(self) -> None:
        self._stop()
        self._deadline = self.loop.call_later(RECEIVE_SECONDS, self.transport.close)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
