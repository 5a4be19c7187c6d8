"""Names: folded for comparison, slugged for ids, keyed for order. Pure functions."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters that NFKD leaves whole. Romanization follows the common English usage of each letter.
_LETTERS: Final = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ð": "d", "Ð": "D",
        "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ə": "a", "Ə": "A",
        "ŋ": "n", "Ŋ": "N", "ħ": "h", "Ħ": "H", "ʻ": "", "ʼ": "'", "’": "'", "‘": "'", "‐": "-", "–": "-", "—": "-",
    }
)  # fmt: skip
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_NOT_WORD: Final = re.compile(r"[^\w]+")
_MAX_SLUG: Final = 80


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text without case and accents, for `contains`, aliases and search: 'Evika Siliņa' → 'evika silina'."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """A name reduced to its folded words: case, accents and punctuation do not tell two names apart."""
    return _NOT_WORD.sub(" ", fold(text).replace("'", "")).strip()


def slug(text: str) -> str:
    """The ASCII part of an id, '' if the name has no letter that folds to ASCII."""
    return _SLUG.sub("-", fold(text).replace("'", "")).strip("-")[:_MAX_SLUG].rstrip("-")


def sort_name(name: str) -> str:
    """The key that orders names alike in every store.

    Folded words with one space between; no '|', which separates the keys of a cursor; characters above U+D7FF
    replaced, as SQLite orders by UTF-8 bytes and Neo4j by UTF-16 units, which differ from there on.
    """
    return "".join(min(char, "\ud7ff") for char in key(name))
