"""An article prepared for parsing: blanks and apostrophes evened out, the dateline apart, sentence starts forced.

The parser reads `Prepared.text`; `Prepared.offsets` leads every character of it back to the article.
"""

import re
from array import array
from dataclasses import dataclass
from typing import Final

from graph.model import Article
from loaders import dates
from loaders.places import Place, gazetteer

_EXCERPT: Final = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*$")
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n|\n(?=\s*[-•*–]\s)|\n")
_TRANSLATE: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " ", "‑": "-", "\u200b": " "})
_PLACE: Final = (
    r"(?P<place>[A-ZÀ-Þ][\w.'’ -]{1,30}?)"
    rf"(?:,\s*(?!{dates.MONTH})(?P<container>[A-ZÀ-Þ][\w.' ]{{1,25}}?))?"
)
_AGENCY: Final = r"(?:\s*\([A-Z][\w ./-]{1,30}\))?"
_DASHED: Final = re.compile(rf"{_PLACE}(?:,?\s+(?P<date>{dates.PATTERN}))?{_AGENCY}\s*(?:—|–|--|-|:)\s+(?=\S)")
_DATED: Final = re.compile(rf"{_PLACE},\s*(?P<date>{dates.PATTERN})[.:,]?\s+(?:[A-Z]{{3,}}\s+)*(?=[A-Z“\"])")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when the report was filed. `start` and `end` are offsets of `Prepared.text`; `date` may be partial."""

    start: int
    end: int
    place: Place | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """`text` is parsed; `offsets[i]` is the article's offset of its character i; `starts` begin sentences."""

    text: str
    offsets: "array[int]"
    starts: frozenset[int]
    title_end: int
    dateline: Dateline | None


def find_dateline(paragraph: str, published: str | None) -> tuple[int, str, Place | None, str | None] | None:
    """Length, place name, place and date of the dateline that opens a paragraph; None if there is none.

    A place the gazetteer does not know counts only in capitals before a dash: "ZLYNKA, Russia (AP) — ".
    """
    for pattern in (_DATED, _DASHED):
        match = pattern.match(paragraph)
        if match is None:
            continue
        name, container = match["place"].strip(), match["container"]
        places = gazetteer()
        within = places.lookup(container) if container else None
        place = (places.inside(name, within) if within else None) or places.lookup(name)
        date = dates.first_date(match["date"], published) if match["date"] else None
        if place is not None or (pattern is _DASHED and name.isupper() and len(name) > 3):
            return match.end(), name, place, date
    return None


def prepare(article: Article) -> Prepared:
    """The article's title and paragraphs in one line of text, without the mark that an excerpt ends with."""
    text = _EXCERPT.sub("", article.text)
    title_end = len(article.title) if text.startswith(article.title + "\n\n") else 0
    pieces: list[str] = []
    offsets: array[int] = array("I")
    starts: set[int] = set()
    dateline: Dateline | None = None
    length = prepared_title_end = 0
    position = 0
    cuts = [match.span() for match in _PARAGRAPH.finditer(text)]
    for end, following in [*cuts, (len(text), len(text))]:
        kept = [(char, at) for at, char in enumerate(text[position:end].translate(_TRANSLATE), position)]
        line: list[tuple[str, int]] = []
        for char, at in kept:
            if not char.isspace():
                line.append((char, at))
            elif line and line[-1][0] != " ":
                line.append((" ", at))
        while line and line[-1][0] == " ":
            line.pop()
        is_title = position < title_end
        position = following
        if not line:
            continue
        paragraph = "".join(char for char, _ in line)
        starts.add(length)
        if dateline is None and not is_title:
            found = find_dateline(paragraph, article.published)
            if found is not None:
                dateline = Dateline(length, length + found[0], found[2], found[3])
                starts.add(length + found[0])
        pieces.append(paragraph + " ")
        offsets.extend(at for _, at in line)
        offsets.append(line[-1][1] + 1)
        length += len(paragraph) + 1
        if is_title:
            prepared_title_end = length
    return Prepared("".join(pieces), offsets, frozenset(starts), prepared_title_end, dateline)
