"""PDF: the text of its pages, and the title that it states."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Final

from loaders.readers.items import Input, Item, Unreadable, written

_MAX_PAGES: Final = 2000
_HYPHEN: Final = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad]\n(?=[a-zà-ÿ])")
_SENTENCE_END: Final = re.compile(r"[.!?:…][\"'”’)\]]*$")
_NAMELESS: Final = re.compile(r"(?:microsoft word\s*-|untitled\b|.*\.(?:docx?|odt|indd|pdf|html?)$)", re.IGNORECASE)
"""Titles that programs give: "Microsoft Word - draft3.doc"."""


def read_pdf(given: Input) -> Iterator[Item]:
    """One article. Its title is the stated one, else the first line. When it was made is not when it was published."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a broken file is told once, by us
    content = given.stream.read()
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("ENCRYPTED", "the PDF asks for a password; save it without one")
        if len(reader.pages) > _MAX_PAGES:
            raise Unreadable("TOO_LARGE", f"the PDF has over {_MAX_PAGES} pages; split it")
        stated = str(reader.metadata.title or "") if reader.metadata else ""
        pages = [page.extract_text() for page in reader.pages]
    except Unreadable:
        raise
    except PyPdfError as error:
        reason = " ".join(str(error).split())
        raise Unreadable("BAD_PDF", f"broken PDF: {reason}; save it again, or as text") from error
    except ImportError as error:  # a cipher for which pypdf needs another library
        raise Unreadable("ENCRYPTED", "the PDF is encrypted; save it without a password") from error
    paragraphs = [paragraph for page in pages for paragraph in _paragraphs(page)]
    if not paragraphs:
        raise Unreadable("NO_TEXT", "the PDF holds no text, only pictures; recognise its text (OCR) first")
    title = " ".join(stated.split())
    if not title or _NAMELESS.match(title):
        title = paragraphs.pop(0)
    elif paragraphs[0].casefold() == title.casefold():
        del paragraphs[0]
    yield written(given.source, None, given.options, title=title, body="\n\n".join(paragraphs), url=given.url)


def _paragraphs(page: str) -> Iterator[str]:
    """The paragraphs of a page: lines joined until one is short and ends a sentence, or a blank one comes."""
    lines = [line.strip() for line in _HYPHEN.sub("", page).split("\n")]
    widest = max(map(len, lines), default=0)
    gathered: list[str] = []
    for number, line in enumerate(lines):
        if line:
            gathered.append(line)
        short = len(line) < widest * 0.8
        heading = number == 0 and short
        if gathered and (not line or heading or (short and _SENTENCE_END.search(line))):
            yield " ".join(gathered)
            gathered = []
    if gathered:
        yield " ".join(gathered)
