"""Partial dates: text at the source's precision, compared as ranges of days.

A bound is an integer yyyymmdd, so that stores compare numbers; '2023' covers 20230101 to 20231231.
"""

import calendar
import datetime
import re
from functools import lru_cache
from typing import Final

from graph.errors import BadDate

_PARTIAL: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@lru_cache(maxsize=65536)  # a graph has few dates and many edges: an import asks for the same ones a million times
def bounds(text: str) -> tuple[int, int]:
    """First and last day of a partial date, as yyyymmdd integers.

    Raises BadDate for anything but YYYY, YYYY-MM or YYYY-MM-DD in the calendar.
    """
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise BadDate(f"{text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        raise BadDate(f"{text!r} is not in the calendar")
    if month is None:
        return year * 10000 + 101, year * 10000 + 1231
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return year * 10000 + month * 100 + 1, year * 10000 + month * 100 + last
    if not 1 <= day <= last:
        raise BadDate(f"{text!r} is not in the calendar")
    return (year * 10000 + month * 100 + day,) * 2


def span(start: str | None, end: str | None) -> tuple[int | None, int | None]:
    """Bounds of a period; a missing end is the start's, a missing start leaves both ends as known."""
    first = bounds(start) if start else None
    last = bounds(end) if end else first
    return (first[0] if first else None), (last[1] if last else None)


def ordinal(text: str) -> int:
    """The number of the first day of a partial date, so that days between two can be counted."""
    return day_number(bounds(text)[0])


def day_number(day: int) -> int:
    """The number of a day that is given as yyyymmdd."""
    return datetime.date(day // 10000, day // 100 % 100, day % 100).toordinal()


def is_partial_date(text: str) -> bool:
    try:
        bounds(text)
    except BadDate:
        return False
    return True
