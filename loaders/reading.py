"""One parsed article while the rules read it: tokens, sentences, names by token, dates, and walks over the parse."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Token

from graph import names
from graph.model import Article
from graph.ontology import EntityKind
from loaders.dates import DateSpan
from loaders.lexicons import Organization
from loaders.passages import Prepared
from loaders.places import Place

PROPER: Final = ("NNP", "NNPS")
NOMINAL: Final = ("NN", "NNS", "NNP", "NNPS")
SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj")


@dataclass(slots=True, eq=False)
class Name:
    """A name in the text: tokens `start` to `end` (exclusive), what kind it is of, and what is known of it.

    `title` spans the role words that belong to it ("Latvian Prime Minister"); `adjective` marks a demonym or the
    like, which names its country; `chain` is filled by coreference.
    """

    start: int
    end: int
    kind: EntityKind
    text: str
    rule: str
    place: Place | None = None
    organization: Organization | None = None
    title: tuple[int, int] | None = None
    honorific: str = ""
    adjective: bool = False
    nominal: bool = False
    chain: int = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `start` to `end` and the same sentence's offsets in the article, without blanks around it."""

    index: int
    start: int
    end: int
    start_offset: int
    end_offset: int
    title: bool
    dateline: bool


@dataclass(slots=True)
class Reading:
    """What is known of the article so far. Built once by `loaders.pipeline`, filled by the steps in order."""

    article: Article
    prepared: Prepared
    doc: Doc
    folded: list[str] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    name_at: list[Name | None] = field(default_factory=list)
    surnames: frozenset[str] = frozenset()
    """Folded last names (with their particles) of the people that the article names in full."""
    pronouns: dict[int, tuple[int, ...]] = field(default_factory=dict)
    dates_by_sentence: dict[int, list[DateSpan]] = field(default_factory=dict)
    anchor: datetime.date | None = None

    def __post_init__(self) -> None:
        self.folded = [names.fold(token.text) for token in self.doc]
        self.name_at = [None] * len(self.doc)
        self.sentence_of = [0] * len(self.doc)
        dateline = self.prepared.dateline
        for span in self.doc.sents:
            first, last = span.start, span.end - 1
            while last > first and self.doc[last].is_space:
                last -= 1
            sentence = Sentence(
                len(self.sentences),
                span.start,
                span.end,
                self.offset(self.doc[first].idx),
                self.end_offset(self.doc[last]),
                self.doc[first].idx < self.prepared.title_end,
                dateline is not None and dateline.start <= self.doc[first].idx < dateline.end,
            )
            self.sentences.append(sentence)
            for index in range(span.start, span.end):
                self.sentence_of[index] = sentence.index

    def offset(self, char: int) -> int:
        return self.prepared.offsets[char]

    def end_offset(self, token: Token) -> int:
        """The article's offset after the last character of a token."""
        return self.prepared.offsets[token.idx + len(token.text) - 1] + 1

    def sentence(self, token: int) -> Sentence:
        return self.sentences[self.sentence_of[token]]

    def add(self, name: Name) -> Name:
        self.names.append(name)
        for index in range(name.start, name.end):
            self.name_at[index] = name
        return name

    def clear(self, kept: list[Name]) -> None:
        """Leaves only the names in `kept`."""
        self.names = list(kept)
        self.name_at = [None] * len(self.doc)
        for name in kept:
            for index in range(name.start, name.end):
                self.name_at[index] = name

    def free(self, start: int, end: int) -> bool:
        return all(self.name_at[index] is None for index in range(start, end))

    def text_of(self, start: int, end: int) -> str:
        return self.doc[start:end].text


def head_of(doc: Doc, start: int, end: int) -> Token:
    """The token that heads a span. `Span.root` asks the whole document each time: quadratic in an article's length."""
    for index in range(start, end):
        token = doc[index]
        if not start <= token.head.i < end or token.head.i == token.i:
            return token
    return doc[end - 1]


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and everything joined to it by "and", in order."""
    yield token
    for child in token.rights:
        if child.dep_ == "conj":
            yield from conjuncts(child)


def first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def prepositions(token: Token, *wanted: str) -> Iterator[tuple[str, Token]]:
    """(preposition, object) of the prepositional phrases on a token; nested ones of "out of", "because of" too."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.i != token.i:
            word = child.lower_
            for grandchild in child.children:
                if grandchild.dep_ in ("pobj", "pcomp") and (not wanted or word in wanted):
                    yield word, grandchild
                elif grandchild.dep_ == "prep":
                    for last in grandchild.children:
                        if last.dep_ == "pobj" and (not wanted or grandchild.lower_ in wanted):
                            yield grandchild.lower_, last


def governing_verb(token: Token) -> Token:
    """The nearest verb above a token, or the root of its sentence."""
    while token.head.i != token.i and token.tag_[:2] != "VB":
        token = token.head
    return token


def subjects(verb: Token) -> list[Token]:
    """Heads of the verb's subject; of the verb above where it has none of its own (and signed, to sign, who signed)."""
    for _ in range(6):
        own = [child for child in verb.children if child.dep_ in SUBJECTS]
        if own:
            if own[0].tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
                return [verb.head]
            return own
        if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp") and verb.head.i != verb.i:
            if verb.dep_ == "ccomp" and verb.tag_ not in ("VB", "VBG"):
                return []
            if verb.dep_ == "xcomp":  # "asked X to meet Y": X meets
                objects = [child for child in verb.head.children if child.dep_ in ("dobj", "dative")]
                if objects:
                    return objects
            verb = verb.head
        elif verb.dep_ == "acl" and verb.tag_ == "VBG":
            return [verb.head]
        elif verb.dep_ in ("pcomp",) and verb.head.head.i != verb.i:
            verb = governing_verb(verb.head.head)
        else:
            return []
    return []
