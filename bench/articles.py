"""News-like articles of any number: sentences of the annotated texts recombined, their names and dates exchanged.

    python -m bench.articles FILE --articles 10000 --seed 1

Every article is distinct and reproducible from the seed. People, bodies and towns are picked by rank with probability
∝ rank^-0.7, as in `bench.generate`: a few are in hundreds of articles, most in one or two; countries stay as written.
"""

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Annotated, Final

import orjson
import typer

from bench.generate import Generator
from graph.ontology import PlaceType
from loaders.places import gazetteer

ROOT: Final = Path(__file__).parent.parent
GOLD: Final = ("dev", "measure")
TEXTS: Final = ("loaders/training/texts/*.txt", "tests/gold/*/*.txt")
"""Annotated texts (docs/annotation.md), used where they are there; the gold articles always are."""
KINDS: Final = {"Person": "p", "Organization": "o", "Place": "l"}
WORDS: Final = 120
"""An article has the first number of sentences that brings it to this many words."""
FIRST_DAY: Final = date(2023, 1, 1)
DAYS: Final = 730
PEOPLE: Final = 0.6
"""How many different people, bodies and towns there are to one article."""
BODIES: Final = 0.2
TOWNS: Final = 2000

_SENTENCE_END: Final = re.compile(
    r"(?<![A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bGen)([.!?][\"”’)]*)\s+(?=[\"“A-Z])"
)
_MARK: Final = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_MONTHS: Final = tuple(calendar.month_name[1:])
_DAY: Final = re.compile(rf"\b(?:\d{{1,2}}(?:-\d{{1,2}})? (?:{'|'.join(_MONTHS)})|(?:{'|'.join(_MONTHS)}) \d{{1,2}})\b")
_YEAR: Final = re.compile(r"\b20[012]\d\b")


@dataclass(frozen=True, slots=True)
class Source:
    """One annotated article: its title, its sentences, and its names, longest first, each with what it names."""

    title: str
    sentences: tuple[str, ...]
    names: tuple[tuple[str, str, str], ...]
    """(surface, key of the thing, kind: p, o or l)"""


def sources() -> list[Source]:
    found = [source for name in GOLD for source in _gold(ROOT / "tests" / "gold" / name)]
    for pattern in TEXTS:
        for path in sorted(ROOT.glob(pattern)):
            found += _annotated(path.read_text(encoding="utf-8"))
    return [source for source in found if source.sentences]


def _gold(folder: Path) -> Iterator[Source]:
    nodes = orjson.loads((folder / "gold.json").read_bytes())["nodes"]
    for line in (folder / "articles.jsonl").read_bytes().splitlines():
        article = orjson.loads(line)
        names = [
            (name, str(node["id"]), KINDS[node["kind"]])
            for node in nodes
            if article["id"] in node["docs"] and node["kind"] in KINDS
            for name in (node["name"], *node.get("aliases", ()))
            # "the Secretary General", "Mr Berg" are no names to exchange
            if set(name.split()) <= set(node["name"].split())
        ]
        yield _source(article["title"], article["text"], names)


def _annotated(text: str) -> Iterator[Source]:
    for part in re.split(r"^=== .*$", text, flags=re.MULTILINE)[1:]:
        body = re.search(r"^# (.+?)$(.*?)^---", part, flags=re.MULTILINE | re.DOTALL)
        if body is None:
            continue
        names = [(surface, ids, ids[0]) for surface, ids in _MARK.findall(body[0]) if ids[:2] in ("p.", "o.", "l.")]
        plain = [_MARK.sub(r"\1", text) for text in body.groups()]
        yield _source(plain[0], plain[1], names)


def _source(title: str, text: str, names: Sequence[tuple[str, str, str]]) -> Source:
    kept = {name for name in names if name[0][:1].isupper() and "+" not in name[1] and " the " not in name[0]}
    plain = " ".join(text.split())
    sentences = tuple(sentence for sentence in _SENTENCE_END.sub(r"\1\n", plain).split("\n") if len(sentence) > 20)
    return Source(title, sentences, tuple(sorted(kept, key=lambda name: (-len(name[0]), name))))


@dataclass(slots=True)
class Exchange:
    """What the names of one new article become; the same thing keeps its new name throughout."""

    press: "Press"
    given: dict[str, str] = field(default_factory=dict)

    def _once(self, key: str, pick: Callable[[], str]) -> str:
        if key not in self.given:
            self.given[key] = pick()
        return self.given[key]

    def names(self, text: str, source: Source) -> str:
        """The text with every name of the source exchanged, longest first, none twice."""
        parts: list[str] = []
        for surface, key, kind in source.names:
            new = self._new(surface, key, kind)
            if new is not None and surface in text:
                text = re.sub(rf"\b{re.escape(surface)}\b", f"\x00{len(parts)}\x01", text)
                parts.append(new)
        return re.sub(r"\x00(\d+)\x01", lambda found: parts[int(found[1])], text)

    def _new(self, surface: str, key: str, kind: str) -> str | None:
        press = self.press
        match kind:
            case "p":
                name = self._once(key, press.person)
                return name if " " in surface else name.rpartition(" ")[2]
            case "o":
                if len(surface.split()) < 2:
                    return None  # acronyms and what everyone knows stay
                return f"{self._once(key, press.body)} {' '.join(surface.split()[1:])}"
            case _:
                return self._once(key, press.town) if surface in press.town_names else None


class Press:
    """Writes the articles."""

    def __init__(self, articles: int, seed: int) -> None:
        self.random = Random(seed)
        self.sources = sources()
        words = Generator(1000, 0, seed)
        given = (ROOT / "loaders/data/first_names.txt").read_text(encoding="utf-8").split("\n")
        first = [name.capitalize() for name in given if name.isalpha()]
        self.people = [f"{self.random.choice(first)} {words.surname()}" for _ in range(max(20, int(articles * PEOPLE)))]
        self.bodies = [words.word(self.random.choice((2, 3))) for _ in range(max(20, int(articles * BODIES)))]
        places = {place for found in gazetteer().by_name.values() for place in found if place.type is PlaceType.CITY}
        towns = sorted(places, key=lambda place: (-place.population, place.name))
        self.town_names = {place.name for place in towns}
        self.towns = [place.name for place in towns[:TOWNS]]

    def pick(self, of: Sequence[str]) -> str:
        """One of them, the first ones far more often."""
        return of[int(len(of) * self.random.random() ** (1 / 0.3))]

    def person(self) -> str:
        return self.pick(self.people)

    def body(self) -> str:
        return self.pick(self.bodies)

    def town(self) -> str:
        return self.pick(self.towns)

    def articles(self, count: int) -> Iterator[dict[str, str]]:
        for number in range(count):
            yield self._article(number)

    def _article(self, number: int) -> dict[str, str]:
        day = FIRST_DAY + timedelta(self.random.randrange(DAYS))
        exchange = Exchange(self)
        chosen = self.random.sample(self.sources, 3)
        title = exchange.names(chosen[0].title, chosen[0])
        # The opening of one, then sentences of all three as they come.
        first, *others = ((source, sentence) for source in chosen for sentence in source.sentences)
        self.random.shuffle(others)
        sentences: list[str] = []
        words = len(title.split())
        for source, sentence in (first, *others):
            if words >= WORDS:
                break
            sentences.append(self._dates(exchange.names(sentence, source), day))
            words += len(sentence.split())
        return {
            "title": title,
            "text": " ".join(sentences),
            "url": f"https://press.example/{day:%Y/%m/%d}/{number}",
            "publisher": f"{self.pick(self.bodies[:50])} News",
            "published": day.isoformat(),
        }

    def _dates(self, text: str, day: date) -> str:
        near = day - timedelta(self.random.randrange(10))
        text = _YEAR.sub(str(day.year), text)
        return _DAY.sub(f"{near.day} {_MONTHS[near.month - 1]}", text)


def write(path: Path, articles: int, seed: int) -> int:
    """Writes JSONL; the number of words, titles included."""
    words = 0
    with path.open("wb") as file:
        for article in Press(articles, seed).articles(articles):
            words += len(article["title"].split()) + len(article["text"].split())
            file.write(orjson.dumps(article) + b"\n")
    return words


def main(
    path: Annotated[Path, typer.Argument(help="The file to write.")],
    articles: Annotated[int, typer.Option(help="How many articles.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Of everything that is picked.")] = 1,
) -> None:
    """Write made-up articles, one a line."""
    typer.echo(f"{path}: {articles:,} articles, {write(path, articles, seed):,} words")


if __name__ == "__main__":
    typer.run(main)
