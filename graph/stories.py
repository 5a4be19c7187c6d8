"""Which articles tell one story: near-identical copies, by MinHash over the words of their bodies.

    body ─► shingles of 4 words ─► signature (120 minima) ─► 20 keys: who shares one is compared
    signatures that agree in 0.8 of their minima are copies; copies of copies are one story

A story is a connected component over all stored articles and bears the smallest id among them, so it follows from the
set of articles alone. docs/decisions/0006 says why these numbers.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from graph import names
from graph.model import Article, digest

if TYPE_CHECKING:
    import numpy

SHINGLE: Final = 4
"""Words in a row. One changed word changes four shingles."""
BANDS: Final = 20
ROWS: Final = 6
"""Minima a key: two texts that share 0.8 of their shingles share a key in 998 of 1,000 cases, those of 0.3 in 14."""
THRESHOLD: Final = 0.8
SHORTEST: Final = 30
"""Below so many words a few of them are the news; only equal bodies are copies then."""

_WIDTH: Final = 8
"""Hex digits of a minimum."""
_SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Copy:
    """An article as stories see it: what of its body is compared, and the story it belongs to."""

    article: str
    signature: str
    story: str

    @property
    def keys(self) -> tuple[int, ...]:
        return keys(self.signature)


class CopyLedger(Protocol):
    """The two lookups of stored copies."""

    def copies_by_keys(self, keys: Iterable[int]) -> list[Copy]: ...

    def copies_of_stories(self, stories: Iterable[str]) -> list[Copy]: ...


def body(article: Article) -> str:
    return article.text.removeprefix(f"{article.title}\n\n")


def signature(text: str) -> str:
    """The 120 minima of a text as hex; of a short one its digest after '='; of one without words nothing."""
    words = names.key(text).split()
    if len(words) < SHORTEST:
        return f"={digest(' '.join(words), 32)}" if words else ""
    shingles = {" ".join(words[at : at + SHINGLE]).encode() for at in range(len(words) - SHINGLE + 1)}
    sketch = _sketch()
    sketch.update_batch(sorted(shingles))
    minima: numpy.ndarray[Any, Any] = sketch.hashvalues
    return minima.astype(">u4").tobytes().hex()


def _sketch() -> Any:
    """An empty MinHash: seed, scheme and hash are fixed, as stored signatures are compared with new ones."""
    from datasketch import MinHash  # with numpy and scipy, a second; needed only where articles are stored

    template = _template(MinHash)
    return template.copy()


@lru_cache(maxsize=1)
def _template(sketch: Any) -> Any:
    return sketch(num_perm=BANDS * ROWS, seed=_SEED, scheme="affine32", hashfunc=_hash)


def _hash(shingle: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(shingle, digest_size=4).digest(), "big")


@lru_cache(maxsize=4096)
def keys(text: str) -> tuple[int, ...]:
    """What a signature is looked up by: one number a band, below 2^60."""
    if not text or text.startswith("="):
        return (int(digest(text, 15), 16),) if text else ()
    size = ROWS * _WIDTH
    return tuple(int(digest(f"{band}|{text[band * size : (band + 1) * size]}", 15), 16) for band in range(BANDS))


def similar(one: str, other: str) -> bool:
    """Whether two signatures are those of copies."""
    if one == other:
        return bool(one)
    if one[:1] in ("", "=") or other[:1] in ("", "="):
        return False
    pairs = zip(_minima(one), _minima(other), strict=True)
    return sum(mine == its for mine, its in pairs) >= THRESHOLD * BANDS * ROWS


@lru_cache(maxsize=4096)
def _minima(text: str) -> tuple[str, ...]:
    return tuple(text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH))


def components(copies: Collection[Copy]) -> dict[str, str]:
    """The story of each article: the smallest id among those that copies lead to."""
    by_signature: dict[str, list[str]] = defaultdict(list)
    for copy in copies:
        # What has no words is nobody's copy.
        by_signature[copy.signature or f"\n{copy.article}"].append(copy.article)
    roots = {text: text for text in by_signature}

    def find(text: str) -> str:
        while roots[text] != text:
            roots[text] = text = roots[roots[text]]
        return text

    buckets: dict[int, list[str]] = defaultdict(list)
    for text in by_signature:
        for key in keys(text) if not text.startswith("\n") else ():
            buckets[key].append(text)
    for bucket in buckets.values():
        groups: list[list[str]] = []
        for text in bucket:
            # One that is linked to a group already, or is like one of it, joins it; it may join several together.
            joined: list[str] | None = None
            apart: list[list[str]] = []
            for group in groups:
                if find(group[0]) != find(text) and not any(similar(text, other) for other in group):
                    apart.append(group)
                    continue
                roots[find(group[0])] = find(text)
                if joined is None:
                    joined = group
                else:
                    joined += group
            joined = [] if joined is None else joined
            joined.append(text)
            groups = [*apart, joined]
    smallest: dict[str, str] = {}
    for text, articles in by_signature.items():
        root = find(text)
        smallest[root] = min(smallest.get(root, articles[0]), *articles)
    return {article: smallest[find(text)] for text, articles in by_signature.items() for article in articles}


def settle(ledger: CopyLedger, arrived: Mapping[str, Article], left: Mapping[str, Article]) -> dict[str, Copy]:
    """The copies of what arrives, and of every other stored article whose story changes by what came and went.

    `left` are the stored articles that are forgotten, or in `arrived` replaced. Whole stories are computed anew: those
    that lost a member, and those that a new one is like.
    """
    unmoved = {id_ for id_, article in arrived.items() if id_ in left and body(left[id_]) == body(article)}
    fresh = {id_: Copy(id_, signature(body(article)), "") for id_, article in arrived.items()}
    moved = [copy for id_, copy in fresh.items() if id_ not in unmoved]
    gone = left.keys() - unmoved
    affected = {left[id_].story or id_ for id_ in gone}
    wanted = {key for copy in moved for key in copy.keys}
    near = [copy for copy in ledger.copies_by_keys(wanted) if copy.article not in gone] if wanted else []
    if near:
        story_of = components([*moved, *near])
        told = {story_of[copy.article] for copy in moved}
        affected |= {copy.story for copy in near if story_of[copy.article] in told}
    members = [copy for copy in ledger.copies_of_stories(affected) if copy.article not in gone] if affected else []
    pool = {copy.article: copy for copy in (*members, *moved)}
    settled = {id_: replace(copy, story=left[id_].story or id_) for id_, copy in fresh.items() if id_ in unmoved}
    for id_, story in components(pool.values()).items():
        if pool[id_].story != story or id_ in arrived:
            settled[id_] = replace(pool[id_], story=story)
    return settled
