"""Events by the bucket of their start."""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from graph.dates import bounds
from graph.errors import BadArgument

MAX_BUCKETS: Final = 5_000


class Interval(StrEnum):
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


@dataclass(frozen=True, slots=True)
class Bucket:
    """First and last day, both None for the undated bucket; ids of its events by start, then id."""

    from_: str | None
    to: str | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ruler:
    """How days are numbered into buckets. `least` is the length of the coarsest date text that falls into one."""

    least: int
    number: Callable[[date], int]
    first: Callable[[int], date]
    last: Callable[[int], date]


def _months(each: int) -> tuple[Callable[[date], int], Callable[[int], date], Callable[[int], date]]:
    """Numbering by so many months from January of the year 0."""

    def number(day: date) -> int:
        return (day.year * 12 + day.month - 1) // each

    def first(bucket: int) -> date:
        return date(bucket * each // 12, bucket * each % 12 + 1, 1)

    def last(bucket: int) -> date:
        year, month = divmod(bucket * each + each - 1, 12)
        return date(year, month + 1, calendar.monthrange(year, month + 1)[1])

    return number, first, last


def _week_end(bucket: int) -> date:
    # The last week of the calendar ends with it, on a Friday.
    return date.fromordinal(min(bucket * 7 + 7, date.max.toordinal()))


_RULERS: Final[dict[Interval, _Ruler]] = {
    Interval.DAY: _Ruler(len("2023-09-27"), date.toordinal, date.fromordinal, date.fromordinal),
    # ISO weeks: 0001-01-01, day 1, was a Monday.
    Interval.WEEK: _Ruler(
        len("2023-09-27"),
        lambda day: (day.toordinal() - 1) // 7,
        lambda bucket: date.fromordinal(bucket * 7 + 1),
        _week_end,
    ),
    Interval.MONTH: _Ruler(len("2023-09"), *_months(1)),
    Interval.QUARTER: _Ruler(len("2023-09"), *_months(3)),
    Interval.YEAR: _Ruler(len("2023"), *_months(12)),
}


def timeline(
    events: Iterable[tuple[str, str | None]], interval: Interval, *, from_: str | None = None, to: str | None = None
) -> list[Bucket]:
    """Buckets from the first to the last event, or over the whole period if both its ends are given.

    `events` are ids with start dates; those that do not start in the period are left out. What is coarser than the
    interval, or has no date, comes in a last bucket without days, if there is any. Raises BadArgument for more than
    MAX_BUCKETS.
    """
    ruler = _RULERS[interval]
    earliest, latest = bounds(from_)[0] if from_ else None, bounds(to)[1] if to else None
    buckets: dict[int, list[str]] = {}
    undated: list[str] = []
    for id_, start in sorted(events, key=lambda event: (event[1] is None, event[1] or "", event[0])):
        if not _starts_within(start, earliest, latest):
            continue
        if start is not None and len(start) >= ruler.least:
            buckets.setdefault(ruler.number(_day(bounds(start)[0])), []).append(id_)
        else:
            undated.append(id_)
    if earliest is not None and latest is not None:
        first, last = ruler.number(_day(earliest)), ruler.number(_day(latest))
    else:
        first, last = min(buckets, default=0), max(buckets, default=-1)
    if last - first >= MAX_BUCKETS:
        raise BadArgument(
            f"interval: {interval} makes {last - first + 1:,} buckets, over the limit of {MAX_BUCKETS:,}; "
            "take a coarser interval or a shorter `during`"
        )
    rows = [
        Bucket(ruler.first(number).isoformat(), ruler.last(number).isoformat(), tuple(buckets.get(number, ())))
        for number in range(first, last + 1)
    ]
    return rows + ([Bucket(None, None, tuple(undated))] if undated else [])


def _starts_within(start: str | None, earliest: int | None, latest: int | None) -> bool:
    """Whether the start, as a period of its precision, shares a day with the bounds; without bounds, always."""
    if earliest is None and latest is None:
        return True
    if start is None:
        return False
    first, last = bounds(start)
    return (latest is None or first <= latest) and (earliest is None or last >= earliest)


def _day(number: int) -> date:
    return date(number // 10000, number // 100 % 100, number % 100)
