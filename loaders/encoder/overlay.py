"""The encoder's proposals laid over a parsed article: which tokens a span covers, which spans mean a thing."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from loaders.coreference import Thing
from loaders.encoder.model import EncoderModel, Floats, Span
from loaders.reading import Reading


class Overlay:
    """`proposals` and, for each of its spans, the tokens `tokens[i]` (start, end exclusive; None if it covers none)."""

    def __init__(self, reading: Reading, model: EncoderModel) -> None:
        article = reading.article
        title_end = len(article.title) if article.text.startswith(article.title + "\n\n") else 0
        self.proposals = model.read(article.text, title_end, [sentence.start_offset for sentence in reading.sentences])
        self._starts = [reading.offset(token.idx) for token in reading.doc]
        self._ends = [reading.end_offset(token) for token in reading.doc]
        self.tokens = [self._tokens(span) for span in self.proposals.spans]
        self.things: list[list[int]] = []
        """The spans of each thing, once `bind` has found them; none for what the encoder did not see."""

    def _tokens(self, span: Span) -> tuple[int, int] | None:
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end)
        return (first, last) if first < last else None

    def of_kind(self, *kinds: str) -> list[int]:
        """Spans of some kinds that cover tokens."""
        return [
            at for at, span in enumerate(self.proposals.spans) if span.kind in kinds and self.tokens[at] is not None
        ]

    def place(self, span: int) -> tuple[int, int]:
        tokens = self.tokens[span]
        assert tokens is not None, "only spans of `of_kind` are asked for"
        return tokens

    def event_chance(self, token: int) -> float:
        """How likely a token is part of an event's trigger, 0 to 1."""
        words = self.proposals.words
        at = bisect_left(words, (self._starts[token], 0))
        return float(self.proposals.events[at]) if at < len(words) and words[at][0] < self._ends[token] else 0.0

    def bind(self, things: Sequence[Thing]) -> None:
        """Finds the spans that mean each thing: those that overlap its mentions."""
        at_token: dict[int, int] = {}
        for span in self.of_kind("PERSON", "ORGANIZATION", "PLACE", "PERSON_NOMINAL", "BODY_NOMINAL"):
            for token in range(*self.place(span)):
                at_token[token] = span
        self.things = [
            sorted(
                {
                    at_token[token]
                    for name in thing.mentions
                    for token in range(name.start, name.end)
                    if token in at_token
                }
            )
            for thing in things
        ]

    def add(self, thing: int, span: int) -> None:
        """One more span of a thing; before `between` is first asked for."""
        if span not in self.things[thing]:
            self.things[thing].append(span)

    def spans_of(self, thing: int) -> list[int]:
        return self.things[thing]

    @cached_property
    def between(self) -> Floats:
        """Probabilities (things, things, `PAIRS`): what each thing is to each other."""
        return self.proposals.pairs(self.things, self.things)
