"""Annotated articles and ECB+ sentences as what the network is trained on: words, tags, spans and labelled pairs."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

from loaders.encoder import features
from loaders.encoder.features import Window, Words
from loaders.encoder.labels import ECB_PAIRS, ECB_TAGS, MENTIONS, NOTES, PAIRS, STATUSES, TAGS, TYPES
from loaders.training.markup import AnnotatedArticle, Event, Mark

_KINDS: Final = {"p": "PERSON", "o": "ORGANIZATION", "l": "PLACE", "e": "EVENT", "d": "TIME", "t": "TITLE"}
_PRONOUNS: Final = frozenset(
    "he him his himself she her hers herself they them their theirs themselves it its itself we us our i me my "
    "who whom whose which".split()
)
_GENERIC: Final = frozenset(
    "alliance ministry council bank club company university party court agency union bloc team side organisation "
    "organization institute government school department commission committee association foundation group city "
    "country island town village capital republic kingdom state region province".split()
)
_FACTS: Final = {
    "met": "MET",
    "office": "OFFICE",
    "part": "LOCATED_IN",
    "member": "MEMBER_OF",
    "visited": "VISITED",
    "whole": "PART_OF",
}
ECB: Final = Path(__file__).parent / "ecb" / "sentences.jsonl"
ECB_TOPICS: Final = range(1, 31)
ECB_HELD_OUT: Final = range(31, 36)
"""Topics of ECB+ that teach, and those that only measure."""
_SENTENCE: Final = re.compile(r"(?<=[.!?])[”\"’')\]]*\s+(?=[A-Z“\"‘'(\[])|\n+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Spans that stand for one thing, spans that stand for another, and what the second is to the first."""

    ones: tuple[int, ...]
    others: tuple[int, ...]
    label: int
    note: int = 0


@dataclass(slots=True)
class Example:
    """One window. `spans` are (first word, last word, kind) in the window; tags are per word, of `TAGS` or ECB+'s."""

    window: Window
    tags: list[int]
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    types: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Event spans: their type and status."""
    pairs: list[Pair] = field(default_factory=list)
    ecb: bool = False


def sentence_starts(text: str, words: Words) -> list[int]:
    """Words that begin sentences, by punctuation alone."""
    ends = [found.end() for found in _SENTENCE.finditer(text)]
    starts, at = [0], 0
    for end in ends:
        while at < len(words.spans) and words.spans[at][0] < end:
            at += 1
        starts.append(at)
    return starts


def of_article(annotated: AnnotatedArticle, tokenizer: Tokenizer) -> Iterator[Example]:
    """The windows of one article with everything that is known of them."""
    words = features.split(annotated.text, annotated.title_end)
    for window in features.windows(words, tokenizer, sentence_starts(annotated.text, words)):
        yield _Builder(annotated, words, window).build()


class _Builder:
    def __init__(self, annotated: AnnotatedArticle, words: Words, window: Window) -> None:
        self._annotated, self._words, self._window = annotated, words, window
        self._events = {event.id: event for event in annotated.events}
        self._example = Example(window, [0] * (window.last - window.first))
        self._chains: dict[str, list[int]] = {}
        self._named: dict[str, list[int]] = {}
        self._nominals: list[tuple[int, tuple[str, ...]]] = []

    def build(self) -> Example:
        starts = {span[0]: at for at, span in enumerate(self._words.spans)}
        ends = {span[1]: at for at, span in enumerate(self._words.spans)}
        for mark in self._annotated.marks:
            first, last = starts.get(mark.start), ends.get(mark.end)
            if first is None or last is None or first < self._window.first or last >= self._window.last:
                continue
            self._span(mark, first - self._window.first, last - self._window.first)
        self._event_labels()
        self._arguments()
        self._relations()
        self._same()
        return self._example

    def _span(self, mark: Mark, first: int, last: int) -> None:
        kind = _KINDS[mark.ids[0][0]]
        if kind == "EVENT" and all(self._events[event].optional for event in mark.ids):
            return  # what nobody would miss is not to be found
        nominal = kind in ("PERSON", "ORGANIZATION", "PLACE") and is_nominal(self._annotated, mark)
        if nominal:
            kind = "PERSON_NOMINAL" if kind == "PERSON" else "BODY_NOMINAL"
        number = MENTIONS.index(kind)
        at = len(self._example.spans)
        self._example.spans.append((first, last, number))
        for word in range(first, last + 1):
            self._example.tags[word] = TAGS.index(("B-" if word == first else "I-") + kind)
        for name in mark.ids:
            key = name if name[0] != "t" else f"{name}@{at}"
            self._chains.setdefault(key, []).append(at)
            if not nominal:
                self._named.setdefault(key, []).append(at)
        if nominal:
            self._nominals.append((at, mark.ids))

    def _event_labels(self) -> None:
        for key, spans in self._chains.items():
            if key in self._events:
                event = self._events[key]
                for span in spans:
                    self._example.types[span] = (TYPES.index(event.type.name), STATUSES.index(event.status.name))

    def _arguments(self) -> None:
        for key, event in self._events.items():
            ones = tuple(self._chains.get(key, ()))
            if not ones:
                continue
            for other, spans in self._chains.items():
                if other[0] not in "pold":
                    continue
                label, note = self._argument(event, other)
                if label is not None:
                    self._example.pairs.append(Pair(ones, tuple(spans), PAIRS.index(label), NOTES.index(note)))

    @staticmethod
    def _argument(event: Event, other: str) -> tuple[str | None, str]:
        """The label of a thing for an event; None where either answer is right."""
        if other[0] == "d":
            when, value = event.date, other[2:]
            if value == "?":
                return None, ""
            if when and (when == value or when.split("/")[0] == value.split("/")[0]):
                return "TIME", ""
            inside = when and (value.startswith(when) or when.startswith(value))
            return (None if inside else "NONE"), ""
        if other in event.places:
            return "HELD_AT", ""
        for argument in event.arguments:
            if argument.id == other:
                if argument.note == "OPTIONAL":
                    return None, ""
                return argument.role.name, argument.note
        if other in event.optional_places:
            return None, ""
        if other in event.topics:
            return "ABOUT", ""
        return (None if event.optional else "NONE"), ""

    def _relations(self) -> None:
        entities = [key for key in self._chains if key[0] in "pol"]
        facts: dict[tuple[str, str], str | None] = {}
        for fact in self._annotated.facts:
            if fact.negated or fact.kind == "whole":
                continue
            label = None if fact.optional else _FACTS[fact.kind]
            facts[fact.source, fact.target] = label
            if fact.kind == "met":
                facts[fact.target, fact.source] = label
        for one, other in product(entities, entities):
            if one == other:
                continue
            label = facts.get((one, other), "NONE")
            if label is not None:
                self._example.pairs.append(
                    Pair(tuple(self._chains[one]), tuple(self._chains[other]), PAIRS.index(label))
                )
        for key, spans in self._chains.items():
            if key[0] != "t":
                continue
            holder = "p." + key.split("@")[0][2:]
            owners = self._owners(key, holder)
            for other in entities:
                label = "TITLE" if other == holder else "OFFICE" if other in owners else "NONE"
                if label == "NONE" and other[0] != "p" and not owners:
                    label = None  # an office whose owner could not be told by its words
                if label is not None:
                    self._example.pairs.append(Pair(tuple(spans), tuple(self._chains[other]), PAIRS.index(label)))

    def _owners(self, key: str, holder: str) -> set[str]:
        """The bodies whose office the words of a title name, by the words it shares with the facts."""
        first, last, _ = self._example.spans[int(key.split("@")[1])]
        spans = self._words.spans
        start, end = spans[self._window.first + first][0], spans[self._window.first + last][1]
        said = set(re.findall(r"\w+", self._annotated.text[start:end].casefold()))
        offices = [
            fact
            for fact in self._annotated.facts
            if fact.kind == "office" and fact.source == holder and not fact.negated
        ]
        shared = {fact: len(said & set(re.findall(r"\w+", fact.title.casefold()))) for fact in offices}
        best = max(shared.values(), default=0)
        return {fact.target for fact, count in shared.items() if count == best and count}

    def _same(self) -> None:
        for span, meant in self._nominals:
            for other, spans in self._named.items():
                if other[0] in "pol":
                    label = "SAME" if other in meant else "NONE"
                    self._example.pairs.append(Pair((span,), tuple(spans), PAIRS.index(label)))
        events = sorted((span, key) for key in self._events for span in self._chains.get(key, ()))
        wholes = {(fact.source, fact.target) for fact in self._annotated.facts if fact.kind == "whole"}
        for at, (span, key) in enumerate(events):
            for before, other in events[:at]:
                label = "SAME" if key == other else "PART_OF" if (key, other) in wholes else "NONE"
                self._example.pairs.append(Pair((span,), (before,), PAIRS.index(label)))
                if (other, key) in wholes:
                    self._example.pairs.append(Pair((before,), (span,), PAIRS.index("PART_OF")))


def is_nominal(annotated: AnnotatedArticle, mark: Mark) -> bool:
    """Whether a mark is a pronoun or a description: no name of its own."""
    if len(mark.ids) > 1:
        return True
    text = annotated.text[mark.start : mark.end]
    words = text.split()
    if text.casefold() in _PRONOUNS or not any(word[0].isupper() for word in words):
        return not (len(words) == 1 and mark.ids[0][0] == "l" and text[0].isupper())
    if words[0].casefold() in _PRONOUNS:
        return True
    if len(words) == 1 and words[0].casefold().rstrip("s") in _GENERIC and not text.isupper():
        return True
    if mark.ids[0][0] == "p":
        known = {
            word.casefold()
            for other in annotated.marks
            if other.ids == mark.ids
            for word in annotated.text[other.start : other.end].split()
            if word[0].isupper()
        }
        titles = {
            word.casefold()
            for other in annotated.marks
            if other.ids[0][0] == "t"
            for word in annotated.text[other.start : other.end].split()
        }
        return bool(known) and all(word.casefold() in titles or word.islower() for word in words)
    return False


_ECB_KINDS: Final = {
    "Event": "EVENT",
    "soft": "SAYING",
    "PARTICIPATED_IN": "PARTICIPANT",
    "HELD_AT": "PLACE",
    "DATE": "TIME",
}


@dataclass(frozen=True, slots=True)
class EcbSentence:
    """A sentence of ECB+: its spans (first word, last word, kind) and, where it has one event, its pairs of spans."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    pairs: tuple[tuple[tuple[int, int, str], tuple[int, int, str], str], ...] | None


def ecb_sentences(path: Path, topics: range) -> Iterator[EcbSentence]:
    """The sentences of some topics of ECB+; words are those of `features.split`."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["topic"] not in topics:
            continue
        text, places = "", []
        for word in row["words"]:
            places.append(len(text))
            text += word + " "
        owner, at = [], 0
        for start, _ in features.split(text, 0).spans:
            while at + 1 < len(places) and places[at + 1] <= start:
                at += 1
            owner.append(at)
        spans = []
        for mention in row["mentions"]:
            inside = [word for word, token in enumerate(owner) if mention["tok"][0] <= token <= mention["tok"][-1]]
            if inside:
                spans.append((inside[0], inside[-1], _ECB_KINDS[mention["k"]]))
        events = [span for span in spans if span[2] == "EVENT"]
        pairs = tuple((one, other, other[2]) for one in events for other in spans if other[2] in ECB_PAIRS)
        yield EcbSentence(text, tuple(spans), pairs if row["unambiguous"] else None)


def of_ecb(path: Path, topics: range, tokenizer: Tokenizer) -> Iterator[Example]:
    """The sentences of ECB+ of some topics; pairs only where the sentence has one event."""
    for sentence in ecb_sentences(path, topics):
        words = features.split(sentence.text, 0)
        window = features.windows(words, tokenizer, [0])
        if len(window) != 1:
            continue
        example = Example(window[0], [0] * len(words.spans), ecb=True)
        for first, last, kind in sentence.spans:
            for word in range(first, last + 1):
                example.tags[word] = ECB_TAGS.index(("B-" if word == first else "I-") + kind)
            example.spans.append((first, last, ECB_TAGS.index(f"B-{kind}") // 2))
        for one, other, kind in sentence.pairs or ():
            ends = (sentence.spans.index(one),), (sentence.spans.index(other),)
            example.pairs.append(Pair(*ends, ECB_PAIRS.index(kind)))
        yield example
