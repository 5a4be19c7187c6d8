"""Annotated articles: text with names and events marked in place, the facts below; `docs/annotation.md` has the form.

python -m loaders.training.markup FILES   checks files; prints what is wrong where, and what was counted
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph.model import Article
from graph.model import article as make_article
from graph.ontology import EventStatus, EventType, ParticipantRole

KINDS: Final = {"p": "Person", "o": "Organization", "l": "Place", "e": "Event"}
FACTS: Final = {
    "met": ("p", "p"),
    "visited": ("pol", "l"),
    "office": ("p", "ol"),
    "part": ("lo", "l"),
    "member": ("pol", "o"),
    "whole": ("e", "e"),
}
_MARK: Final = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_ID: Final = re.compile(r"[pole]\.[\w.-]+")
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
_MARKS: Final = {"": "", "!": "DENIED", "~": "PLANNED", "?": "OPTIONAL"}


class MarkupError(ValueError):
    """What is wrong in an annotated file, with its line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of the text name `ids`: one thing, several (a plural pronoun), a title or a date."""

    start: int
    end: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """A participant of an event; `note` is "", DENIED, PLANNED or OPTIONAL."""

    id: str
    role: ParticipantRole
    note: str


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    type: EventType
    optional: bool
    status: EventStatus
    date: str = ""
    name: str = ""
    remote: bool = False
    places: tuple[str, ...] = ()
    optional_places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the `FACTS`, or one that must not be asserted (`negated`). An office has its `title` and times."""

    kind: str
    source: str
    target: str
    event: str = ""
    title: str = ""
    former: bool = False
    since: str = ""
    until: str = ""
    negated: bool = False
    optional: bool = False


@dataclass(slots=True)
class AnnotatedArticle:
    id: str
    style: str
    article: Article
    title_end: int
    marks: list[Mark]
    events: list[Event] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names given besides the mentions, the first one the name to show."""
    optional: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        return self.article.text


def parse(text: str, source: str = "text") -> list[AnnotatedArticle]:
    """The articles of an annotated file. Raises `MarkupError` with every fault found, one a line."""
    articles, faults = check(text, source)
    if faults:
        raise MarkupError("\n".join(faults))
    return articles


def check(text: str, source: str = "text") -> tuple[list[AnnotatedArticle], list[str]]:
    """The articles that are right, and the faults of those that are not."""
    articles: list[AnnotatedArticle] = []
    faults: list[str] = []
    lines = text.split("\n")
    starts = [at for at, line in enumerate(lines) if line.startswith("=== ")]
    seen: set[str] = set()
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        parser = _Parser(source, lines, start, end)
        article = parser.run()
        if lines[start][4:].strip() in seen:
            parser.fault(start, f"a second article {lines[start][4:].strip()}")
        seen.add(lines[start][4:].strip())
        faults.extend(parser.faults)
        if article is not None and not parser.faults:
            articles.append(article)
    return articles, faults


class _Parser:
    def __init__(self, source: str, lines: list[str], start: int, end: int) -> None:
        self._source, self._lines, self._start, self._end = source, lines, start, end
        self.faults: list[str] = []
        self._known: set[str] = set()

    def fault(self, line: int, message: str) -> None:
        self.faults.append(f"{self._source}:{line + 1}: {message}")

    def run(self) -> AnnotatedArticle | None:
        at, head = self._start + 1, {}
        while at < self._end and (found := re.match(r"(style|published|publisher|url):\s*(.*)", self._lines[at])):
            head[found[1]] = found[2].strip()
            at += 1
        if at >= self._end or not self._lines[at].startswith("# "):
            self.fault(at, "the title, after `# `, is missing")
            return None
        rule = next((line for line in range(at, self._end) if self._lines[line].strip() == "---"), None)
        if rule is None:
            self.fault(self._start, "`---`, which ends the body, is missing")
            return None
        title, marks = self._marked([self._lines[at][2:]], at, 0)
        body, place = "", len(title) + 2
        for first, paragraph in _paragraphs(self._lines, at + 1, rule):
            if body:
                body, place = body + "\n\n", place + 2
            plain, found_marks = self._marked(paragraph, first, place)
            marks.extend(found_marks)
            body, place = body + plain, place + len(plain)
        published = head.get("published") or None
        if published and not _DATE.fullmatch(published):
            self.fault(self._start, f"published: {published} is no date")
            return None
        article = make_article(
            title=title, body=body, id=self._lines[self._start][4:].strip(), published=published,
            url=head.get("url") or None, publisher=head.get("publisher") or None,
        )  # fmt: skip
        if article.text.rstrip("\n") != f"{title}\n\n{body}".rstrip("\n"):
            self.fault(at, "the text is changed by reading it: write it in NFC, without double blanks")
            return None
        result = AnnotatedArticle(
            self._lines[self._start][4:].strip(), head.get("style", ""), article, len(title), marks
        )
        self._known = {name for mark in marks for name in mark.ids}
        for line in range(rule + 1, self._end):
            words = self._lines[line].split()
            if words and not words[0].startswith("//"):
                self._fact(result, line, words)
        self._check(result)
        return result

    def _marked(self, lines: list[str], first: int, place: int) -> tuple[str, list[Mark]]:
        text, marks = "", []
        for offset, line in enumerate(lines):
            pieces, last = "", 0
            line = " ".join(line.split())
            base = place + len(text) + (1 if text else 0)
            for found in _MARK.finditer(line):
                pieces += line[last : found.start()]
                surface, last = found[1], found.end()
                start = base + len(pieces)
                pieces += surface
                ids = tuple(found[2].strip().split("+"))
                if not surface.strip() or surface != surface.strip():
                    self.fault(first + offset, f"blank at the edge of the mark {found[0]}")
                if any(not self._mark_id(name) for name in ids):
                    self.fault(first + offset, f"no id: {found[2]!r} in {found[0]}")
                marks.append(Mark(start, start + len(surface), ids))
            pieces += line[last:]
            if "{" in pieces or "}" in pieces or "|" in pieces:
                self.fault(first + offset, "a mark is nested or not closed")
            text += (" " if text else "") + pieces
        return text, marks

    @staticmethod
    def _mark_id(id: str) -> bool:
        if id.startswith("d."):
            return id == "d.?" or bool(_DATE.fullmatch(id[2:]))
        return bool(re.fullmatch(r"[polet]\.[\w.-]+", id))

    def _fact(self, article: AnnotatedArticle, line: int, words: list[str]) -> None:
        optional = words[0] == "opt"
        words = words[1:] if optional else words
        negated = bool(words) and words[0] == "not"
        words = words[1:] if negated else words
        if not words:
            self.fault(line, "nothing after `opt` or `not`")
        elif optional and len(words) == 1:
            article.optional.add(words[0])
        elif words[0].startswith("e."):
            self._event(article, line, words, optional)
        elif words[0] == "name" and len(words) > 2:
            given = " ".join(words[2:]).split(" = ")
            article.names[words[1]] = tuple(name.strip() for name in given)
            self._known_id(line, words[1])
        elif words[0] in FACTS and len(words) > 2:
            self._relation(article, line, words, negated, optional)
        else:
            self.fault(line, f"no fact: {' '.join(words)[:60]}")

    def _relation(self, article: AnnotatedArticle, line: int, words: list[str], negated: bool, optional: bool) -> None:
        kind, rest = words[0], words[1:]
        if kind == "part" and len(rest) > 2 and rest[1] == "in":
            rest = [rest[0], *rest[2:]]
        source, target, rest = rest[0], rest[1], rest[2:]
        for end, kinds in zip((source, target), FACTS[kind], strict=True):
            if not self._known_id(line, end) or end[0] not in kinds:
                self.fault(line, f"{kind} takes {' or '.join(f'{k}.' for k in kinds)}, not {end}")
        event, times, former = "", {"since": "", "until": ""}, False
        if kind in ("met", "visited") and rest and rest[0].startswith("e."):
            event, rest = rest[0], rest[1:]
            self._known_id(line, event)
        while kind == "office" and rest and (rest[0] == "former" or re.match(r"(since|until)=", rest[0])):
            former = former or rest[0] == "former"
            if "=" in rest[0]:
                key, _, value = rest[0].partition("=")
                times[key] = value
                if not _DATE.fullmatch(value):
                    self.fault(line, f"no date: {value}")
            rest = rest[1:]
        if kind == "office" and not rest:
            self.fault(line, "an office needs its title")
        if kind != "office" and rest:
            self.fault(line, f"too much after {kind}: {' '.join(rest)}")
        title = " ".join(rest).strip('"')
        article.facts.append(
            Fact(kind, source, target, event, title, former, **times, negated=negated, optional=optional)
        )

    def _event(self, article: AnnotatedArticle, line: int, words: list[str], optional: bool) -> None:
        own, rest, name = words[0], " ".join(words[1:]), ""
        if found := re.search(r'NAME "([^"]*)"', rest):
            name, rest = found[1], rest[: found.start()] + rest[found.end() :]
        parts = rest.split()
        if len(parts) < 2 or parts[0].rstrip("?") not in EventType.__members__:
            self.fault(line, f"{own}: no event type: {parts[0] if parts else ''}")
            return
        if parts[1].rstrip("?") not in EventStatus.__members__:
            self.fault(line, f"{own}: no status: {parts[1]}")
            return
        self._known_id(line, own)
        if any(event.id == own for event in article.events):
            self.fault(line, f"{own} is described twice")
        said = _Said()
        for part in parts[2:]:
            self._part(article, said, line, own, part)
        article.events.append(
            Event(
                own, EventType[parts[0].rstrip("?")], optional or parts[0].endswith("?"),
                EventStatus[parts[1].rstrip("?")], said.date, name, said.remote,
                tuple(said.places), tuple(said.maybe), tuple(said.topics), tuple(said.arguments),
            )
        )  # fmt: skip

    def _part(self, article: AnnotatedArticle, said: "_Said", line: int, own: str, part: str) -> None:
        """One word of an event's line, by its first sign."""
        plain = part[1:].rstrip("?")
        if _DATE.fullmatch(part):
            said.date = part
        elif part == "remote":
            said.remote = True
        elif part[0] == "@":
            (said.maybe if part.endswith("?") else said.places).append(plain)
            if not part.startswith("@l.") or not self._known_id(line, plain):
                self.fault(line, f"{own}: no place: {part}")
        elif part[0] == "#":
            if self._known_id(line, plain):
                said.topics.append(plain)
        elif part[0] == "<":
            article.facts.append(Fact("whole", own, part[1:]))
            self._known_id(line, part[1:])
        elif found := re.fullmatch(r"([pol]\.[\w.-]+)=([A-Z_]+)([!~?]*)", part):
            if found[2] not in ParticipantRole.__members__:
                self.fault(line, f"{own}: no role: {part}")
            elif self._known_id(line, found[1]):
                note = next((_MARKS[mark] for mark in "?!~" if mark in found[3]), "")
                said.arguments.append(Argument(found[1], ParticipantRole[found[2]], note))
        elif part != "?":
            self.fault(line, f"{own}: not understood: {part}")

    def _known_id(self, line: int, name: str) -> bool:
        if not _ID.fullmatch(name):
            self.fault(line, f"no id: {name}")
            return False
        if name not in self._known:
            self.fault(line, f"{name} is marked nowhere in the text")
            return False
        return True

    def _check(self, article: AnnotatedArticle) -> None:
        described = {event.id for event in article.events}
        for name in sorted(self._known):
            if name.startswith("e.") and name not in described:
                self.fault(self._start, f"{name} is marked but not described below")
            if name.startswith("t.") and "p." + name[2:] not in self._known:
                self.fault(self._start, f"{name}: there is no p.{name[2:]}")
            if name[:2] in ("p.", "o.", "l.") and name not in article.names and not _named(article, name):
                self.fault(self._start, f"{name}: no mention has a capital: add `name {name} …`, or do not mark it")


@dataclass(slots=True)
class _Said:
    """What an event's line says, word by word."""

    date: str = ""
    remote: bool = False
    places: list[str] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    arguments: list[Argument] = field(default_factory=list)


def _named(article: AnnotatedArticle, id: str) -> bool:
    return any(
        any(letter.isupper() for letter in article.text[mark.start : mark.end])
        or not article.text[mark.start].islower()
        for mark in article.marks
        if mark.ids == (id,)
    )


def _paragraphs(lines: list[str], start: int, end: int) -> Iterator[tuple[int, list[str]]]:
    at = start
    while at < end:
        if not lines[at].strip():
            at += 1
            continue
        first = at
        while at < end and lines[at].strip():
            at += 1
        yield first, lines[first:at]


def read(paths: list[Path]) -> list[AnnotatedArticle]:
    """The articles of several files, in order. Raises `MarkupError`."""
    return [article for path in paths for article in parse(path.read_text("utf-8"), path.name)]


def main() -> int:
    failed, counts = 0, Counter[str]()
    for path in map(Path, sys.argv[1:]):
        articles, faults = check(path.read_text("utf-8"), str(path))
        failed += len(faults)
        print("\n".join(faults)) if faults else None
        for article in articles:
            counts["articles"] += 1
            counts["words"] += len(article.text.split())
            counts["sentences (about)"] += len(re.findall(r"[.!?][”\"’)]*\s", article.text))
            counts["marks"] += len(article.marks)
            counts["events"] += len(article.events)
            counts["arguments"] += sum(len(event.arguments) for event in article.events)
            counts.update(fact.kind for fact in article.facts)
            counts.update(event.status.name for event in article.events)
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
