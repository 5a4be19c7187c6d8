"""The event reports of one block → those of one event: by day, type, place and who took part. Pure, conservative."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from graph import dates, names
from graph.identity import is_named, name_words
from graph.ledger import Member
from graph.model import Chain
from graph.ontology import EntityKind, EventType, Medium

_MEETING_BLOCK: Final = f"{EntityKind.EVENT.value}|{EventType.MEETING.value}|"
_NAMED_DAYS: Final = 3
"""How far apart the days of two reports of one name may be: a summit lasts, and is told of the day after."""
_NOT_TELLING: Final = frozenset(("the", "a", "an", "of", "in", "at", "on", "for", "to", "and", "annual", "s"))


@dataclass(slots=True)
class _Happening:
    """An event while its members are found: all that they say, so that each new one is held against all."""

    members: list[Member]
    articles: set[str]
    who: set[str]
    where: set[str]
    media: set[Medium]
    spans: set[tuple[int, int]]
    words: list[frozenset[str]]
    tellings: set[tuple[str, str]] = field(default_factory=set)

    def absorb(self, other: "_Happening") -> None:
        self.members += other.members
        self.articles |= other.articles
        self.who |= other.who
        self.where |= other.where
        self.media |= other.media
        self.spans |= other.spans
        self.words += [words for words in other.words if words not in self.words]
        self.tellings |= other.tellings


def _happening(member: Member) -> _Happening:
    traits = member.chain.traits
    first, last = _span(member.chain)
    return _Happening(
        members=[member],
        articles={member.ref.article},
        who={anchor for anchor in member.anchors if anchor.startswith("who|")},
        where={anchor for anchor in member.anchors if anchor.startswith("where|")},
        media={traits.medium} if traits.medium else set(),
        spans={(first, last)} if first and last else set(),
        words=[frozenset(name_words(member.chain.name)) - _NOT_TELLING],
        tellings={(member.story or member.ref.article, names.key(member.chain.name))},
    )


def _span(chain: Chain) -> tuple[int | None, int | None]:
    start, end = (
        text if text and dates.is_partial_date(text) else None for text in (chain.traits.start, chain.traits.end)
    )
    first, last = dates.span(start, end)
    # An end before the start says nothing.
    return (first, last) if first and last and first <= last else dates.span(start, None)


def _days_between(one: tuple[int, int], other: tuple[int, int]) -> int:
    """The days from the end of the earlier period to the start of the later one; 0 where they share one."""
    first, second = sorted((one, other))
    return max(0, dates.day_number(second[0]) - dates.day_number(first[1]))


def _same_event(one: _Happening, other: _Happening) -> bool:
    """Whether two reports can be of one event; `one` is a report, `other` all that was found of an event."""
    if len(one.media | other.media) > 1:
        return False
    slack = (
        _NAMED_DAYS if any(words == others and len(words) > 1 for words in one.words for others in other.words) else 0
    )
    if any(_days_between(span, other_span) > slack for span in one.spans for other_span in other.spans):
        return False
    if is_named(one.members[0].chain):
        if not all(words <= others or others <= words for words in one.words for others in other.words):
            return False
        linked = one.who & other.who or one.where & other.where or one.tellings & other.tellings
        return bool(linked) or bool(one.spans and other.spans) or min(map(len, one.words)) >= 3
    # Within an article the reader has told them apart already.
    if one.articles & other.articles:
        return False
    if one.tellings & other.tellings:
        return True
    if one.who and other.who:
        # Two pairs that share a person met twice: the Secretary General's meetings of one day stay apart.
        nested = one.who <= other.who or other.who <= one.who
        return bool(one.who & other.who) and (nested or not one.members[0].block.startswith(_MEETING_BLOCK))
    return bool(one.where & other.where)


def events(members: Sequence[Member]) -> list[list[Member]]:
    """Reports that say most come first; each joins the one event that it fits, else it is its own."""
    reports: dict[tuple[object, ...], _Happening] = {}
    for member in members:
        report = _happening(member)
        # Named reports that say the same are compared once; unnamed ones differ by article.
        key: tuple[object, ...] = (member.ref,)
        if is_named(member.chain):
            said = (frozenset(report.who), frozenset(report.where), frozenset(report.media), frozenset(report.spans))
            key = (*said, report.words[0])
        if key in reports:
            reports[key].absorb(report)
        else:
            reports[key] = report
    ordered = sorted(
        reports.values(),
        key=lambda report: (
            not report.spans,
            -len(report.who) - len(report.where),
            -len(report.words[0]),
            report.members[0].ref,
        ),
    )
    found: list[_Happening] = []
    by_link: dict[object, set[int]] = defaultdict(set)
    for report in ordered:
        links = {*report.who, *report.where, *report.tellings}
        named = is_named(report.members[0].chain)
        near = range(len(found)) if named else sorted({place for link in links for place in by_link[link]})
        fits = [place for place in near if _same_event(report, found[place])]
        if len(fits) > 1:
            exact = [place for place in fits if found[place].who == report.who and found[place].where == report.where]
            fits = exact if len(exact) == 1 else []
        if fits:
            found[fits[0]].absorb(report)
            place = fits[0]
        else:
            place = len(found)
            found.append(report)
        for link in links:
            by_link[link].add(place)
    return [happening.members for happening in found]
