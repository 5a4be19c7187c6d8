"""Search by name: the store proposes candidates, one pure function scores them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from graph import names
from graph.errors import BadArgument
from graph.ontology import EntityKind
from graph.stores.protocol import NameMatch, Store

CANDIDATES: Final = 200
MAX_QUERY: Final = 200
"""Characters; longer text is not a name."""
_ALIAS: Final = 0.98
_ALIKE: Final = 60.0
"""Similarity, 0 to 100, from which a name that search would not find is still worth a hint."""
_HINTS: Final = 3


@dataclass(frozen=True, slots=True)
class Hit:
    entity: str
    score: float
    matched: str
    """The name or alias that scored."""


def score(query: str, name: str) -> float:
    """How well a name answers a query, 0 (not at all) to 1 (equal); case, accents and punctuation aside.

    1 equal · over 0.9 the name starts with the query · over 0.75 each word of the query starts a word of its own ·
    0.4 to 0.7 that with typos. Each tier is graded by the share of the name, or of the query, that fits.
    """
    wanted, given = names.key(query), names.key(name)
    if not wanted or not given:
        return 0.0
    if wanted == given:
        return 1.0
    if given.startswith(wanted):
        return 0.9 + 0.07 * len(wanted) / len(given)
    typos = _typos(wanted.split(), given.split())
    if typos is None:
        # Words run together or apart: 'Jens Stoltenberg' as 'jensstoltenberg' or 'jens stolten berg'.
        typos = _distance(wanted.replace(" ", ""), given.replace(" ", ""))
        if typos is None:
            return 0.0
        typos = max(typos, 1)
    coverage = min(1.0, len(wanted) / len(given))
    if typos == 0:
        return 0.75 + 0.12 * coverage
    return 0.4 + 0.2 * (1 - typos / len(wanted)) + 0.1 * coverage


def _typos(wanted: Sequence[str], given: Sequence[str]) -> int | None:
    """Typos in all when each wanted word takes its best word among those given; None if one finds none.

    The longest words choose first, as they have the least choice.
    """
    free = list(given)
    total = 0
    for word in sorted(wanted, key=len, reverse=True):
        costs = [(cost, place) for place, other in enumerate(free) if (cost := _cost(word, other)) is not None]
        if not costs:
            return None
        cost, place = min(costs)
        total += cost
        del free[place]
    return total


def _cost(word: str, other: str) -> int | None:
    return 0 if other.startswith(word) else _distance(word, other)


def _distance(word: str, other: str) -> int | None:
    """Letters added, left out, changed or swapped, if no more than a word so long may have: one from 4 letters, two
    from 8, three from 12."""
    allowed = min(len(word) // 4, 3)
    distance = OSA.distance(word, other, score_cutoff=allowed)
    return distance if distance <= allowed else None


def search(store: Store, query: str, kinds: tuple[EntityKind, ...] | None) -> list[Hit]:
    """Entities whose name or an alias answers the query, each once: best score, most mentions, id.

    One statement, CANDIDATES names at most. An alias counts slightly less than the name. Raises BadArgument for text
    over MAX_QUERY characters.
    """
    best: dict[str, tuple[float, int, str, str]] = {}
    for match in _candidates(store, query, kinds):
        points = _points(query, match)
        if points > 0:
            rank = (-points, -match.mention_count, match.id, match.alias)
            best[match.id] = min(best.get(match.id, rank), rank)
    return [Hit(id_, -points, alias) for points, _, id_, alias in sorted(best.values())]


def nearest_names(store: Store, name: str, kinds: tuple[EntityKind, ...] | None) -> list[NameMatch]:
    """Up to three entities that an unknown name may have meant, nearest first; for hints. One statement."""
    ranked: dict[str, tuple[tuple[float, float, int, str], NameMatch]] = {}
    for match in _candidates(store, name[:MAX_QUERY], kinds):
        points = _points(name, match)
        likeness = fuzz.token_sort_ratio(names.key(name), names.key(match.alias))
        if points > 0 or likeness >= _ALIKE:
            rank = (-points, -likeness, -match.mention_count, match.id)
            if match.id not in ranked or rank < ranked[match.id][0]:
                ranked[match.id] = (rank, match)
    return [match for _, match in sorted(ranked.values(), key=lambda pair: pair[0])[:_HINTS]]


def _points(query: str, match: NameMatch) -> float:
    return round(score(query, match.alias) * (1.0 if match.alias == match.name else _ALIAS), 6)


def _candidates(store: Store, query: str, kinds: tuple[EntityKind, ...] | None) -> list[NameMatch]:
    if len(query) > MAX_QUERY:
        raise BadArgument(f"query: {len(query)} characters are over the limit of {MAX_QUERY}; write a name")
    if not names.key(query):
        return []
    return store.name_candidates(" ".join(names.fold(query).split()), kinds, limit=CANDIDATES)
