"""What the words of a time mean when they are known to be one: "this morning", "last autumn", "two days later", "2019".

`loaders.dates` finds dates in running text and must be careful; here the encoder has said that the words tell when
something was, so that a bare month, year or season counts. Times that refer back ("the next day", "a week earlier")
count from the day that the text named last.
"""

import datetime
import re
from calendar import monthrange
from collections.abc import Callable
from typing import Final

from loaders import dates

Value = tuple[str, str | None]
_NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        "zero|a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve".split("|")
    )
    for word in words.split()
}
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_FEASTS: Final = {"christmas eve": (12, 24), "christmas": (12, 25), "christmas day": (12, 25), "boxing day": (12, 26),
                  "new year's eve": (12, 31), "new year": (1, 1), "new year's day": (1, 1)}  # fmt: skip
_PART: Final = r"(?:morning|afternoon|evening|night|midday|noon|dawn|lunchtime|day)"
_COUNT: Final = rf"(?P<count>\d+|{'|'.join(_NUMBERS)})"
_UNIT: Final = r"(?P<unit>day|week|fortnight|month|year)s?"
_LEAD: Final = (
    r"(?:(?:early|earlier|late|later|only|just|in|on|at|by|during|over|from|until|since|before|after|the)\s+)*"
)


def meaning(
    words: str, anchor: datetime.date | None, *, future: bool, last: datetime.date | None = None
) -> Value | None:
    """Start and end (None: the same) of a time; None where the words or the anchor do not tell.

    `last` is the day that the text named last before these words.
    """
    text = re.sub(r"\s+", " ", words.casefold().replace("’", "'")).strip(" ,.")
    for pattern, read in _RULES:
        match = pattern.fullmatch(text)
        if match is not None:
            value = read(match, anchor, last, future)
            if value is not None:
                return value
    return None


def _days(first: datetime.date, after: datetime.date | None = None) -> Value:
    return first.isoformat(), (after.isoformat() if after is not None and after != first else None)


def _months(year: int, first: int, last_year: int, last: int) -> Value:
    return f"{year:04d}-{first:02d}", f"{last_year:04d}-{last:02d}"


def _year(match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool) -> Value | None:
    return match["year"], None


def _today(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    return _days(anchor) if anchor else None


def _night_before(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    return _days(anchor - datetime.timedelta(1)) if anchor else None


def _week(match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool) -> Value | None:
    if anchor is None:
        return None
    step = {"last": -7, "next": 7, "this": 0}[match["which"]]
    monday = anchor - datetime.timedelta(anchor.weekday()) + datetime.timedelta(step)
    return _days(monday, monday + datetime.timedelta(6))


def _weekend(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    if anchor is None:
        return None
    ahead = future or (match["which"] or "") in ("next", "coming")
    saturday = anchor - datetime.timedelta((anchor.weekday() - 5) % 7)
    saturday += datetime.timedelta(7 if ahead and saturday < anchor else 0)
    saturday -= datetime.timedelta(7 if not ahead and saturday >= anchor and anchor.weekday() == 5 else 0)
    return _days(saturday, saturday + datetime.timedelta(1))


def _nearest(month: int, anchor: datetime.date, which: str, future: bool) -> int:
    """The year of a month that states none."""
    if which == "last" or (which != "next" and not future):
        return anchor.year if month < anchor.month or (month == anchor.month and which != "last") else anchor.year - 1
    return anchor.year if month > anchor.month or (month == anchor.month and which != "next") else anchor.year + 1


def _month(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    month = _MONTHS[match["month"]]
    if match["of"]:
        year = anchor.year + {"last": -1, "this": 0, "next": 1}[match["of"]] if anchor else None
    elif anchor is None:
        year = None
    else:
        year = _nearest(month, anchor, match["which"] or "", future)
    if year is None:
        return None
    if match["end"]:
        return f"{year:04d}-{month:02d}-{monthrange(year, month)[1]:02d}", None
    return f"{year:04d}-{month:02d}", None


def _season(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    first, end = _SEASONS[match["season"]]
    if match["year"]:
        year = int(match["year"])
    elif anchor is None:
        return None
    else:
        which = match["which"] or ""
        year = anchor.year if which == "this" else _nearest(first, anchor, which, future)
        if which == "last" and first <= anchor.month <= end:
            year = anchor.year - 1
    return _months(year, first, year + (end < first), end)


def _feast(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    if anchor is None:
        return None
    month, day = _FEASTS[match["feast"]]
    year = _nearest(month, anchor, match["which"] or "", future)
    return f"{year:04d}-{month:02d}-{day:02d}", None


def _steps(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    """Three weeks ago, two days later: from today or from the day named last."""
    way = match["way"]
    base = anchor if way in ("ago", "from now", "time") else last
    if base is None:
        return None
    count = match["count"]
    number = int(count) if count.isdigit() else _NUMBERS[count]
    sign = 1 if way in ("later", "after", "on", "from now", "time", "afterwards") else -1
    unit = match["unit"]
    if unit in ("day", "week", "fortnight"):
        days = number * {"day": 1, "week": 7, "fortnight": 14}[unit] * sign
        return _days(base + datetime.timedelta(days)) if abs(days) < 4000 else None
    if unit == "month":
        months = base.year * 12 + base.month - 1 + number * sign
        return f"{months // 12:04d}-{months % 12 + 1:02d}", None
    return (f"{base.year + number * sign:04d}", None) if number < 1500 else None


def _next_day(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    return _days(last + datetime.timedelta(1)) if last else None


def _day_before(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    return _days(last - datetime.timedelta(1)) if last else None


def _same_day(
    match: re.Match[str], anchor: datetime.date | None, last: datetime.date | None, future: bool
) -> Value | None:
    return _days(last) if last else None


Rule = Callable[[re.Match[str], datetime.date | None, datetime.date | None, bool], Value | None]
_WHICH: Final = r"(?:(?P<which>last|next|this|coming)\s+)?"
_RULES: Final[tuple[tuple[re.Pattern[str], Rule], ...]] = tuple(
    (re.compile(_LEAD + pattern), rule)
    for pattern, rule in (
        (r"(?:year\s+)?(?P<year>1[5-9]\d\d|20\d\d)", _year),
        (rf"(?:this {_PART}|now|overnight|earlier today|later today|today)", _today),
        (r"last (?:night|evening)", _night_before),
        (r"(?P<which>last|this|next) week", _week),
        (rf"{_WHICH}weekend", _weekend),
        (
            rf"{_WHICH}(?:(?P<end>end of|late)\s+)?(?:mid-|early |late )?(?P<month>{'|'.join(_MONTHS)})"
            r"(?:\s+(?:of\s+)?(?P<of>last|this|next) year)?",
            _month,
        ),
        (rf"{_WHICH}(?P<season>{'|'.join(_SEASONS)})(?:\s+(?:of\s+)?(?P<year>(?:1[5-9]|20)\d\d))?", _season),
        (rf"{_WHICH}(?P<feast>{'|'.join(_FEASTS)})", _feast),
        (rf"{_COUNT} {_UNIT} (?P<way>ago|later|earlier|before|after|afterwards|on|from now)", _steps),
        (rf"{_COUNT} {_UNIT}'? (?P<way>time)", _steps),
        (rf"(?:next|following) {_PART}|{_PART} after", _next_day),
        (rf"(?:previous|preceding) {_PART}|{_PART} (?:before|earlier)|eve", _day_before),
        (rf"(?:the )?(?:same|that) {_PART}|then|afterwards|{_PART}|hours later", _same_day),
    )
)


def resolve(
    words: str, anchor: datetime.date | None, *, future: bool, last: datetime.date | None = None
) -> Value | None:
    """`meaning`, else the date that `loaders.dates` finds in the words."""
    value = meaning(words, anchor, future=future, last=last)
    if value is not None:
        return value
    return next(((span.start, span.end) for span in dates.find_dates(words, anchor, future=future)), None)
