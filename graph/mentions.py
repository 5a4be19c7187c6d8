"""The mentions of a document with the sentences around them, for display and for search. Pure."""

import re
from bisect import bisect_right
from typing import Final

from graph.ledger import ChainMention, ChainRef
from graph.model import Document

# A full stop ends a sentence before a blank and a capital, digit or quotation mark, but not after a title,
# a month or an initial. Where a claim gives the sentence, its word goes.
_BREAK: Final = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bSt)(?<!\bNo)(?<!\bGen)(?<!\bSen)[.!?…]+[\"'”’)\]]*\s+"
    r"(?=[\"'“‘(\[]?[A-Z0-9])|\n+\s*"
)


def sentence_mentions(document: Document) -> list[ChainMention]:
    """Every mention of every chain, in the order of chains and offsets."""
    text = document.article.text
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    claimed = sorted(
        {
            (claim.start_offset, claim.end_offset)
            for claim in document.claims
            if claim.start_offset is not None and claim.end_offset is not None
        }
    )
    firsts = [first for first, _ in claimed]

    def sentence(start: int, end: int) -> str:
        position = bisect_right(firsts, start) - 1
        if position >= 0 and claimed[position][1] >= end:
            return text[slice(*claimed[position])]
        place = bisect_right(starts, start) - 1
        stop = bisect_right(starts, max(start, end - 1))
        return text[starts[place] : starts[stop] if stop < len(starts) else len(text)].strip()

    return [
        ChainMention(
            ref=ChainRef(document.article.id, index),
            start=mention.start,
            end=mention.end,
            surface=mention.surface,
            sentence=sentence(mention.start, mention.end),
        )
        for index, chain in enumerate(document.chains)
        for mention in sorted(chain.mentions, key=lambda mention: (mention.start, mention.end))
    ]
