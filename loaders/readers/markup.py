"""Saved web pages, and RSS and Atom feeds."""

import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from loaders.readers.items import Input, Item, ReadFailure, Unreadable, own_day, written

_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
_PREAMBLE: Final = re.compile(
    r"\A(?:\s|<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE
)
_FEED: Final = re.compile(r"<(?:rss\b|(?:\w+:)?feed\b[^>]*Atom|(?:rdf:)?RDF\b[^>]*rss)", re.IGNORECASE | re.DOTALL)
_PAGE: Final = re.compile(r"<(?:html|head|body|meta|title|article|main|div|p|h1)\b[^>]*>", re.IGNORECASE)
_BLOCKS: Final = frozenset("p div li br h1 h2 h3 h4 h5 h6 tr blockquote section article ul ol table".split())
_BLANKS: Final = re.compile(r"[ \t\r\f\v\xa0]+")


def read_html(given: Input) -> Iterator[Item]:
    """One article: the page's main text, and the title, date, author and publisher that it states."""
    content = _DECLARATION.sub("", given.text(errors="replace"))
    page = _extracted(content, given.url)
    text = "\n\n".join(line.strip() for line in (page.get("text") or "").split("\n") if line.strip())
    title = (page.get("title") or "").strip()
    if not title:
        title, _, text = text.partition("\n\n")
    elif text.startswith(f"{title}\n\n"):
        text = text[len(title) :].strip()
    if not text:
        message = "no main text found; save the page when it is shown whole, or as text"
        yield ReadFailure(given.source, None, message, "NO_TEXT")
        return
    yield written(
        given.source,
        None,
        given.options,
        title=title,
        body=text,
        url=_own_url(page.get("url"), given.url),
        publisher=page.get("sitename") or None,
        published=own_day(page.get("date") or ""),
        description=page.get("description") or None,
        author=page.get("author") or None,
    )


def _extracted(content: str, url: str | None) -> Mapping[str, Any]:
    import trafilatura

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they tell what we tell better
    # Only a date that the page marks as its own: one guessed from the text would anchor "on Thursday" wrongly.
    dates = {"original_date": True, "extensive_search": False}
    found = trafilatura.bare_extraction(
        content, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates
    )
    if found is None:
        return {}
    return found if isinstance(found, dict) else found.as_dict()


def _own_url(stated: object, fetched: str | None) -> str | None:
    """The address a page gives itself; of a fetched page only on its own host, so that none can speak for another."""
    canonical = stated if isinstance(stated, str) and urlsplit(stated).scheme in ("http", "https") else None
    if fetched is None or canonical is None:
        return canonical or fetched
    return canonical if urlsplit(canonical).hostname == urlsplit(fetched).hostname else fetched


def read_feed(given: Input) -> Iterator[Item]:
    """Each entry of an RSS or Atom feed with its title and text; the feed's title is the publisher."""
    import feedparser

    content = given.text(errors="replace")
    # Bytes: a string would be taken for an address or a file name. Our decoding goes before what the text declares.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": given.url or ""}
    content = _DECLARATION.sub("", content)
    parsed = feedparser.parse(io.BytesIO(content.encode()), response_headers=headers)
    if not parsed.entries:
        if parsed.bozo or not parsed.version:
            reason = " ".join(str(parsed.get("bozo_exception", "no entries")).split())
            raise Unreadable("BAD_FEED", f"no RSS or Atom feed: {reason}")
        raise Unreadable("EMPTY", "the feed has no entries")
    publisher = _plain(parsed.feed.get("title") or "") or None
    for position, entry in enumerate(parsed.entries, 1):
        item = _entry(given, entry, publisher)
        if isinstance(item, ReadFailure):
            item = ReadFailure(given.source, None, f"entry {position}: {item.message}", item.code)
        yield item


def _entry(given: Input, entry: Mapping[str, Any], publisher: str | None) -> Item:
    summary = str(entry.get("summary") or "")
    content = max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default="")
    link, identity = str(entry.get("link") or ""), str(entry.get("id") or "")
    url = link if urlsplit(link).scheme in ("http", "https") else None
    dates = (own_day(str(entry.get(name) or "")) for name in ("published", "updated"))
    published = next((date for date in dates if date), None)
    return written(
        given.source,
        None,
        given.options,
        title=" ".join(_plain(str(entry.get("title") or "")).split()),
        body=_plain(content if len(content) > len(summary) else summary),
        # A bare number would name another feed's entry too.
        id=identity if url is None and ":" in identity else None,
        url=url,
        publisher=publisher,
        published=published or _utc_day(entry),
        author=str(entry.get("author") or "").strip() or None,
        description=_plain(summary) if len(content) > len(summary) > 0 else None,
    )


def _utc_day(entry: Mapping[str, Any]) -> str | None:
    """The day of a date in a form that only feedparser reads; that is the day in UTC."""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return own_day(f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}") if parsed else None


def _plain(markup: str) -> str:
    """The text of a piece of HTML, a paragraph for each of its blocks."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import etree, html

    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError):
        return re.sub(r"<[^>]*>", " ", markup).strip()
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        block = isinstance(element.tag, str) and element.tag in _BLOCKS
        hidden = not isinstance(element.tag, str) or element.tag in ("script", "style")
        if event == "start":
            pieces += ["\n\n"] * block + ([element.text] if element.text and not hidden else [])
        else:
            pieces += ["\n\n"] * block + ([element.tail] if element.tail and element is not tree else [])
    lines = (_BLANKS.sub(" ", " ".join(line.split("\n"))).strip() for line in re.split(r"\n\s*\n", "".join(pieces)))
    return "\n\n".join(line for line in lines if line)


def looks_like_feed(start: str) -> bool:
    return _FEED.match(_PREAMBLE.sub("", start, count=1).lstrip("\ufeff")) is not None


def looks_like_html(start: str) -> bool:
    """Whether it opens as a page does; a text that only quotes a tag does not."""
    opening = start.lstrip("\ufeff \t\r\n")
    if re.match(r"<!doctype\s+html", opening, re.IGNORECASE):
        return True
    return _PAGE.match(_PREAMBLE.sub("", opening, count=1)) is not None
