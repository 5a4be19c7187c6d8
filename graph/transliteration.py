"""Spellings of one name under one key: the rows of `data/transliteration.tsv`. Pure after the first call."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

Part: TypeAlias = Literal["given", "family", "place", "nickname"]

_TABLE: Final = Path(__file__).parent / "data" / "transliteration.tsv"


@dataclass(frozen=True, slots=True)
class _Rules:
    words: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, _Rules]:
    rows = list(_rows())
    return {
        part: _Rules(
            {form: key for row, kind, forms, key in rows if (row, kind) == (part, "word") for form in forms.split("|")},
            tuple((re.compile(form), key) for row, kind, form, key in rows if (row, kind) == (part, "pattern")),
        )
        for part in get_args(Part)
    }


def _rows() -> Iterator[tuple[str, ...]]:
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield tuple(line.split("\t"))


@lru_cache(maxsize=65536)
def romanised(word: str, part: Part) -> str:
    """The key of a folded word: 'qaddafi' and 'gaddafi' → 'gaddafi', 'lawrow' → 'lavrov'; mostly the word itself."""
    rules = _rules()[part]
    if word in rules.words:
        return rules.words[word]
    if len(word) > 2:
        for pattern, key in rules.patterns:
            word = pattern.sub(key, word)
    return rules.words.get(word, word)
