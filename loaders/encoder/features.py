"""From text to the encoder's input: words with offsets, their shapes, word pieces, and windows that fit the model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_WORD: Final = re.compile(r"\w+|[^\w\s]")
_ENDS: Final = frozenset(".!?:\n")
SHAPES: Final = 20
"""Ten shapes of a word, in the title or not: the model's vocabulary has no capitals."""
MAX_PIECES: Final = 320
"""The longest window, in word pieces; attention is quadratic in it."""
CLS: Final = 101
SEP: Final = 102
UNKNOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: character spans and shapes."""

    spans: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    shapes: tuple[int, ...]


def split(text: str, title_end: int) -> Words:
    """Runs of letters and digits, and single signs. `title_end` is the title's length in characters."""
    spans, texts, shapes = [], [], []
    last = 0
    opens = True
    for found in _WORD.finditer(text):
        word = found[0]
        opens = opens or "\n" in text[last : found.start()]
        spans.append(found.span())
        texts.append(word)
        shapes.append(_shape(word, opens) + (SHAPES // 2 if found.start() < title_end else 0))
        if word[0].isalnum():
            opens = False
        elif word in _ENDS:
            opens = True
        last = found.end()
    return Words(tuple(spans), tuple(texts), tuple(shapes))


def _shape(word: str, opens: bool) -> int:
    if not word[0].isalnum():
        return 6
    if word.isdigit():
        return 5
    if any(letter.isdigit() for letter in word):
        return 7
    if word.islower():
        return 0
    if len(word) == 1:
        return 9 if opens else 3
    if word.isupper():
        return 2
    if word[0].isupper() and word[1:].islower():
        return 8 if opens else 1
    return 4


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` to `last` (exclusive) as the model reads them; word `first + i` begins with piece `heads[i]`."""

    first: int
    last: int
    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    heads: tuple[int, ...]


def windows(words: Words, tokenizer: "Tokenizer", breaks: Sequence[int], *, most: int = MAX_PIECES) -> list[Window]:
    """The text in windows of whole sentences; `breaks` are the words that begin sentences. A longer sentence is cut."""
    if not words.texts:
        return []
    encoded = tokenizer.encode(list(words.texts), is_pretokenized=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in words.texts]
    for piece, owner in zip(encoded.ids, encoded.word_ids, strict=True):
        if owner is not None:
            pieces[owner].append(piece)
    for dropped in (word for word in pieces if not word):
        dropped.append(UNKNOWN)  # a sign that the normalizer leaves out
    room, cuts, size, since = most - 2, [0], 0, 0
    starts = set(breaks)
    for at, word in enumerate(pieces):
        if at in starts and at > cuts[-1]:
            since = at
        if size + len(word) > room:
            cut = since if since > cuts[-1] else at
            cuts.append(cut)
            size = sum(len(piece) for piece in pieces[cut:at])
        size += len(word)
    cuts.append(len(pieces))
    return [_window(words, pieces, first, last) for first, last in pairwise(cuts) if last > first]


def _window(words: Words, pieces: Sequence[Sequence[int]], first: int, last: int) -> Window:
    ids, shapes, heads = [CLS], [6], []
    for at in range(first, last):
        heads.append(len(ids))
        ids.extend(pieces[at])
        shapes.extend([words.shapes[at]] * len(pieces[at]))
    return Window(first, last, (*ids, SEP), (*shapes, 6), tuple(heads))
