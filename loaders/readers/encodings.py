"""The encoding of a text by its first bytes: its mark, what it declares, UTF-8, else what the letters suggest."""

import codecs
import re
from typing import Final

HEAD: Final = 65536
"""How many bytes are looked at."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = (
    re.compile(rb"""\A\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']"""),
    re.compile(rb"""<meta\s[^>]*charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE),
)
_WESTERN: Final = frozenset({"ascii", "iso8859-1", "cp1252"})
_FEW: Final = 0.2
"""The most of a text that may be other than ASCII for it to be taken for Windows-1252."""
_CONFIDENT: Final = 0.1
"""The most chaos (charset-normalizer's measure) at which a guessed encoding is believed."""


def encoding_of(head: bytes, *, told: str | None = None) -> str | None:
    """The encoding; None if the bytes are not a text's. `told` is what came along with it, as of a web server."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if b"\x00" in head:
        return None
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    if control > len(head) * 0.01:
        return None
    declared = _known(told) or _declared(head)
    # What is UTF-8 and more than ASCII is UTF-8, whatever a page of a Western server says.
    if _decodes(head, "utf-8") and ((declared in (None, *_WESTERN) and not head.isascii()) or declared is None):
        return "utf-8-sig"
    if declared is not None and _decodes(head, declared):
        return "cp1252" if declared in _WESTERN else declared
    return "utf-8-sig" if _decodes(head, "utf-8") else _guessed(head)


def _declared(head: bytes) -> str | None:
    if not head.lstrip().startswith(b"<"):
        return None
    found = next((match[1] for pattern in _DECLARED if (match := pattern.search(head[:4096]))), None)
    return _known(found.decode("ascii", "replace")) if found else None


def _known(name: str | None) -> str | None:
    """Python's name of a text encoding; None of an unknown one, and of those that ASCII markup cannot be in."""
    try:
        info = codecs.lookup(name or "")
    except (LookupError, ValueError):
        return None
    # As the HTML standard has it: a page that says UTF-16 in ASCII is UTF-8.
    if not info._is_text_encoding or info.name.startswith(("utf-16", "utf-32", "utf-7")):
        return None
    return info.name


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)
    except (UnicodeError, LookupError):
        return False
    return True


def _guessed(head: bytes) -> str | None:
    if _western(head):
        return "cp1252"
    import charset_normalizer

    guess = charset_normalizer.from_bytes(head).best()
    if guess is None or guess.chaos > _CONFIDENT:
        return None
    text = str(guess)
    printable = sum(char.isprintable() or char.isspace() for char in text) / max(1, len(text))
    return guess.encoding if printable > 0.97 else None


def _western(head: bytes) -> bool:
    """Whether the text is ASCII but for a few of Windows-1252's letters and quotation marks.

    Asked first, as charset-normalizer takes short French or German texts for Central European ones.
    """
    foreign = sum(byte > 127 for byte in head)
    control = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return not control and foreign <= len(head) * _FEW and _decodes(head, "cp1252")
