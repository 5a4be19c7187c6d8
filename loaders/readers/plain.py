"""Texts: the samples' format, plain text, and Markdown with its front matter."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Final

from loaders.readers.items import KEYS, Input, Item, ReadFailure, make, own_day, written

END: Final = re.compile(r"\[(?:…|\.\.\.)\][ \t]*$")
_FRONT: Final = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<matter>.*?)^(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_LONGEST_MATTER: Final = 65536


def read_samples(given: Input) -> Iterator[Item]:
    """Several articles a file: title, blank line, excerpt that ends in […], blank line, next title."""
    title: str | None = None
    title_line = 0
    body: list[str] = []
    for number, line in enumerate(given.lines(), 1):
        text = line.strip().lstrip("\ufeff")
        if title is None:
            title, title_line = (text, number) if text else (None, number)
            continue
        if text or body:
            body.append(text)
        if END.search(text):
            yield written(given.source, title_line, given.options, title=title, body="\n".join(body))
            title, body = None, []
    if title is not None:
        yield written(given.source, title_line, given.options, title=title, body="\n".join(body))


def read_text(given: Input) -> Iterator[Item]:
    """One article: the first line that is not blank is the title."""
    title, _, body = given.text().lstrip().partition("\n")
    yield written(given.source, None, given.options, title=title, body=body, url=given.url)


def read_markdown(given: Input) -> Iterator[Item]:
    """One article: front matter in YAML (---) or TOML (+++), the title there or in the first heading."""
    text = given.text().replace("\r\n", "\n")
    matter: Mapping[str, object] = {}
    if (front := _FRONT.match(text)) is not None and len(front["matter"]) <= _LONGEST_MATTER:
        found = _matter(front["fence"], front["matter"])
        if isinstance(found, str):
            message = f"front matter: {found}; mend it or take it out"
            yield ReadFailure(given.source, 1, message, "BAD_FRONT_MATTER")
            return
        matter, text = found, text[front.end() :]
    heading, paragraphs = _paragraphs(text)
    fields: dict[str, object] = dict(matter)
    said = given.options.mapping.get("title")
    keys = (said,) if said else KEYS["title"]
    if not any(isinstance(fields.get(key), str) and str(fields[key]).strip() for key in keys):
        fields[keys[0]] = heading or (paragraphs.pop(0) if paragraphs else "")
    elif heading and heading not in fields.values():
        paragraphs.insert(0, heading)
    # A date that is none, or a draft's "TBD", says nothing: the text is worth more than its front matter.
    for key in KEYS["published"]:
        if isinstance(date := fields.get(key), str) and own_day(date) is None:
            del fields[key]
    # The text is what follows, whatever a key `text` or `content` says.
    fields[given.options.mapping.get("text", KEYS["text"][0])] = "\n\n".join(paragraphs)
    if given.url:
        fields.setdefault("url", given.url)
    yield make(given.source, None, fields, given.options)


def _matter(fence: str, text: str) -> Mapping[str, object] | str:
    """The front matter with its dates as texts, or what is wrong with it."""
    import yaml

    try:
        found = tomllib.loads(text) if fence == "+++" else yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return " ".join(str(error).split()) or "cannot be read"
    if found is None:
        return {}
    if not isinstance(found, dict):
        return "holds no keys"
    return {str(key): value.isoformat() if hasattr(value, "isoformat") else value for key, value in found.items()}


def _paragraphs(text: str) -> tuple[str | None, list[str]]:
    """The first top heading and the paragraphs of Markdown, without its marks; code and HTML are left out."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    heading: str | None = None
    found: list[str] = []
    tokens = parser.parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "inline" or token.children is None:
            continue
        pieces = [
            " " if child.type in ("softbreak", "hardbreak") else child.content
            for child in token.children
            if child.type in ("text", "code_inline", "softbreak", "hardbreak")
        ]
        line = "".join(pieces).strip()
        if heading is None and not found and before is not None and before.type == "heading_open":
            heading = line or None
        elif line:
            found.append(line)
    return heading, found


def looks_like_samples(start: str) -> bool:
    lines = start.lstrip().split("\n")
    return len(lines) > 2 and not lines[1].strip() and any(END.search(line) for line in lines[2:])


def looks_like_markdown(start: str) -> bool:
    """Whether it opens with front matter: the one mark that plain text has not."""
    return (
        re.match(r"(?:---[ \t]*\n[\w-]+[ \t]*:|\+\+\+[ \t]*\n[\w-]+[ \t]*=)", start.replace("\r\n", "\n")) is not None
    )
