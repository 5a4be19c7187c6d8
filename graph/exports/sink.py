"""Where a writer of the standard library writes to, while a generator takes the bytes away."""

import io


class Sink(io.RawIOBase):
    """Cannot seek: what was taken is gone."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]  # whatever has the buffer protocol
        self._parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
