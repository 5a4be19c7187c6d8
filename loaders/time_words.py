"""What the words of a time mean when they are known to be one: "this morning", "last autumn", "two days later", "2019".

`loaders.dates` finds dates in running text and must be careful; here the encoder has said that the words tell when
something was, so that a bare month, year or season counts. Times that refer back ("the next day", "a week earlier")
count from the day that the text named last.
"""

import datetime
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from loaders import dates

Value = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Clue:
    """The words matched, the day of the report, the day that the text named last, and whether the event lies ahead."""

    match: re.Match[str]
    anchor: datetime.date | None
    last: datetime.date | None
    future: bool

    def __getitem__(self, group: str) -> str:
        return self.match[group] or ""


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
_FEASTS: Final = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "new year": (1, 1),
}  # fmt: skip
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS: Final = {"day": 1, "week": 7, "fortnight": 14}
_FAR: Final = 1500
"""More days, weeks or years than this are no date but a manner of speaking."""
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
            value = read(Clue(match, anchor, last, future))
            if value is not None:
                return value
    return None


def _days(first: datetime.date, after: datetime.date | None = None) -> Value:
    return first.isoformat(), (after.isoformat() if after is not None and after != first else None)


def _year(clue: Clue) -> Value | None:
    return clue["year"], None


def _years(clue: Clue) -> Value | None:
    return clue["from"], clue["to"]


def _today(clue: Clue) -> Value | None:
    return _days(clue.anchor) if clue.anchor else None


def _night_before(clue: Clue) -> Value | None:
    return _days(clue.anchor - datetime.timedelta(1)) if clue.anchor else None


def _week(clue: Clue) -> Value | None:
    base = clue.anchor if clue["which"] in ("last", "next", "this") else clue.last
    if base is None:
        return None
    step = {"last": -7, "next": 7, "previous": -7, "following": 7}.get(clue["which"], 0)
    monday = base - datetime.timedelta(base.weekday()) + datetime.timedelta(step)
    return _days(monday, monday + datetime.timedelta(6))


def _weekend(clue: Clue) -> Value | None:
    if clue.anchor is None:
        return None
    ahead = clue.future or clue["which"] in ("next", "coming")
    saturday = clue.anchor - datetime.timedelta((clue.anchor.weekday() - 5) % 7)
    if ahead and saturday < clue.anchor:
        saturday += datetime.timedelta(7)
    elif not ahead and saturday == clue.anchor:
        saturday -= datetime.timedelta(7)
    return _days(saturday, saturday + datetime.timedelta(1))


def _nearest(month: int, anchor: datetime.date, which: str, future: bool) -> int:
    """The year of a month that states none."""
    if which == "last" or (which != "next" and not future):
        return anchor.year if month < anchor.month or (month == anchor.month and which != "last") else anchor.year - 1
    return anchor.year if month > anchor.month or (month == anchor.month and which != "next") else anchor.year + 1


def _month(clue: Clue) -> Value | None:
    month = _MONTHS[clue["month"]]
    if clue.anchor is None:
        return None
    if clue["of"]:
        year = clue.anchor.year + {"last": -1, "this": 0, "next": 1}[clue["of"]]
    else:
        year = _nearest(month, clue.anchor, clue["which"], clue.future)
    if clue["end"]:
        return f"{year:04d}-{month:02d}-{monthrange(year, month)[1]:02d}", None
    return f"{year:04d}-{month:02d}", None


def _that_month(clue: Clue) -> Value | None:
    return (clue.last.isoformat()[:7], None) if clue.last else None


def _season(clue: Clue) -> Value | None:
    first, end = _SEASONS[clue["season"]]
    if clue["year"]:
        year = int(clue["year"])
    elif clue.anchor is None:
        return None
    else:
        year = clue.anchor.year if clue["which"] == "this" else _nearest(first, clue.anchor, clue["which"], clue.future)
        if clue["which"] == "last" and first <= clue.anchor.month <= end:
            year = clue.anchor.year - 1
    return f"{year:04d}-{first:02d}", f"{year + (end < first):04d}-{end:02d}"


def _feast(clue: Clue) -> Value | None:
    if clue.anchor is None:
        return None
    month, day = _FEASTS[clue["feast"]]
    year = _nearest(month, clue.anchor, clue["which"], clue.future)
    return f"{year:04d}-{month:02d}-{day:02d}", None


def _steps(clue: Clue) -> Value | None:
    """Three weeks ago, two days later: from today or from the day named last."""
    way = clue["way"]
    base = clue.anchor if way in ("ago", "from now", "time") else clue.last
    if base is None:
        return None
    number = int(clue["count"]) if clue["count"].isdigit() else _NUMBERS[clue["count"]]
    if number > _FAR:
        return None
    number *= 1 if way in ("later", "after", "on", "from now", "time", "afterwards") else -1
    unit = clue["unit"]
    if unit in _UNITS:
        return _days(base + datetime.timedelta(number * _UNITS[unit]))
    if unit == "month":
        months = base.year * 12 + base.month - 1 + number
        return f"{months // 12:04d}-{months % 12 + 1:02d}", None
    return f"{base.year + number:04d}", None


def _numeric(clue: Clue) -> Value | None:
    """18.04.2024, day first."""
    try:
        return _days(datetime.date(int(clue["y"]), int(clue["m"]), int(clue["d"])))
    except ValueError:
        return None


def _weekday(clue: Clue) -> Value | None:
    """Mon., Thurs.: abbreviations, which running text does not show to be a day."""
    if clue.anchor is None:
        return None
    wanted = next(at for at, name in enumerate(_DAYS) if clue["day"].startswith(name))
    if clue.future:
        return _days(clue.anchor + datetime.timedelta((wanted - clue.anchor.weekday()) % 7))
    return _days(clue.anchor - datetime.timedelta((clue.anchor.weekday() - wanted) % 7))


def _next_day(clue: Clue) -> Value | None:
    return _days(clue.last + datetime.timedelta(1)) if clue.last else None


def _day_before(clue: Clue) -> Value | None:
    return _days(clue.last - datetime.timedelta(1)) if clue.last else None


def _same_day(clue: Clue) -> Value | None:
    return _days(clue.last) if clue.last else None


Rule = Callable[[Clue], Value | None]
_WHICH: Final = r"(?:(?P<which>last|next|this|coming)\s+)?"
_RULES: Final[tuple[tuple[re.Pattern[str], Rule], ...]] = tuple(
    (re.compile(f"{_LEAD}(?:{pattern})"), rule)
    for pattern, rule in (
        (r"(?:year\s+)?(?P<year>1[5-9]\d\d|20\d\d)", _year),
        (r"(?P<from>1[5-9]\d\d|20\d\d)\s*(?:-|–|to|and|until)\s*(?P<to>1[5-9]\d\d|20\d\d)", _years),
        (r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{4})", _numeric),
        (rf"this {_PART}|now|overnight|earlier today|later today|today", _today),
        (r"last (?:night|evening)", _night_before),
        (r"(?:in the |earlier in the )?(?P<which>last|this|next|previous|following|same|that) week", _week),
        (rf"{_WHICH}weekend", _weekend),
        (
            (
                rf"{_WHICH}(?:(?P<end>end of|late)\s+)?(?:mid-|early |late )?(?P<month>{'|'.join(_MONTHS)})"
                r"(?:\s+(?:of\s+)?(?P<of>last|this|next) year)?"
            ),
            _month,
        ),
        (r"(?:that|same) month", _that_month),
        (rf"{_WHICH}(?P<season>{'|'.join(_SEASONS)})(?:\s+(?:of\s+)?(?P<year>(?:1[5-9]|20)\d\d))?", _season),
        (rf"{_WHICH}(?P<feast>{'|'.join(_FEASTS)})", _feast),
        (rf"{_COUNT} {_UNIT} (?P<way>ago|later|earlier|before|after|afterwards|on|from now)", _steps),
        (rf"{_COUNT} {_UNIT}'? (?P<way>time)", _steps),
        (r"(?P<day>mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?", _weekday),
        (rf"(?:next|following) {_PART}|{_PART} after", _next_day),
        (rf"(?:previous|preceding) {_PART}|{_PART} (?:before|earlier)|eve", _day_before),
        (rf"(?:same|that) {_PART}|then|afterwards|{_PART}|hours later", _same_day),
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
