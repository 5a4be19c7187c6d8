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
        """What a named group matched; "" where it matched nothing or the rule has none of that name."""
        return self.match.groupdict().get(group) or ""


Rule = Callable[[Clue], Value | None]
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
_STEPS: Final = {"last": -1, "this": 0, "the": 0, "next": 1, "previous": -1, "preceding": -1, "following": 1}
_BACK: Final = ("that", "same", "following")
"""These count from the day that the text named last."""
_SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_FEASTS: Final = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "new year": (1, 1), "epiphany": (1, 6),
    "waitangi day": (2, 6), "valentine's day": (2, 14), "international women's day": (3, 8),
    "st patrick's day": (3, 17), "anzac day": (4, 25), "may day": (5, 1), "bastille day": (7, 14),
    "halloween": (10, 31), "all saints' day": (11, 1),
}  # fmt: skip
"""Days with one date everywhere; a Labour Day or a Thanksgiving depends on the country."""
_AFTER_EASTER: Final = {
    "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "easter sunday": 0,
    "easter monday": 1, "easter": 0, "ascension day": 39, "pentecost": 49, "whit sunday": 49, "whit monday": 50,
}  # fmt: skip
"""Days from the Western Easter."""
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS: Final = {"day": 1, "week": 7, "fortnight": 14}
_PARTS: Final = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1}
_DECEMBER: Final = 12
_MONTH_DAYS: Final = 31
_FAR: Final = 1500
"""More days, weeks or years than this are no date but a manner of speaking."""
_PART: Final = r"(?:morning|afternoon|evening|night|midday|noon|dawn|dusk|nightfall|sunset|lunchtime|day)"
_COUNT: Final = rf"(?P<count>\d+|{'|'.join(_NUMBERS)})"
_FEW: Final = rf"(?:{'|'.join(_NUMBERS)}|several|some|a few)"
_UNIT: Final = r"(?P<unit>day|week|fortnight|month|year)s?"
_LEAD: Final = (
    r"(?:(?:early|earlier|late|later|only|just|in|on|at|by|during|over|from|until|since|before|after|all|the)\s+)*"
)


def meaning(
    words: str, anchor: datetime.date | None, *, future: bool, last: datetime.date | None = None
) -> Value | None:
    """Start and end (None: the same) of a time; None where the words or the anchor do not tell.

    `last` is the day that the text named last before these words.
    """
    text = re.sub(r"\s+", " ", words.casefold().replace("’", "'")).strip(' ,."“”‘')
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


def _season_years(clue: Clue) -> Value | None:
    """2024–25."""
    end = clue["from"][:2] + clue["to"]
    return (clue["from"], end) if end > clue["from"] else None


def _decade(clue: Clue) -> Value | None:
    return clue["decade"] + "0", clue["decade"] + "9"


def _from_report(days: int) -> Rule:
    return lambda clue: _days(clue.anchor + datetime.timedelta(days)) if clue.anchor else None


def _from_last(days: int) -> Rule:
    return lambda clue: _days(clue.last + datetime.timedelta(days)) if clue.last else None


def _week(clue: Clue) -> Value | None:
    base = clue.anchor if clue["which"] in ("last", "next", "this", "") else clue.last
    if base is None:
        return None
    monday = base + datetime.timedelta(7 * _STEPS.get(clue["which"], 0) - base.weekday())
    return _days(monday, monday + datetime.timedelta(6))


def _weekend(clue: Clue) -> Value | None:
    back = clue["which"] in _BACK
    base = clue.last if back else clue.anchor
    if base is None:
        return None
    saturday = base + datetime.timedelta(5 - base.weekday())
    weeks = 0
    if back:
        weeks = int(clue["which"] == "following" and base >= saturday)
    elif clue.future or clue["which"] in ("next", "coming"):
        weeks = int(base > saturday)
    elif base <= saturday:
        weeks = -1
    saturday += datetime.timedelta(7 * weeks)
    return _days(saturday, saturday + datetime.timedelta(1))


def _nearest(month: int, anchor: datetime.date, which: str, future: bool) -> int:
    """The year of a month that states none."""
    if which == "last" or (which != "next" and not future):
        return anchor.year if month < anchor.month or (month == anchor.month and which != "last") else anchor.year - 1
    return anchor.year if month > anchor.month or (month == anchor.month and which != "next") else anchor.year + 1


def _stated_year(clue: Clue) -> int | None:
    if clue["year"]:
        return int(clue["year"])
    return clue.anchor.year + _STEPS[clue["of"]] if clue["of"] and clue.anchor else None


def _year_of(month: int, clue: Clue) -> int | None:
    """The year of a month by its tense and "last", "this", "next"; by the day named last for "that" and "following"."""
    if clue["which"] in _BACK:
        if clue.last is None or clue["which"] != "following":
            return clue.last.year if clue.last else None
        return _nearest(month, clue.last, "next", future=True)
    future = clue.future or clue["which"] == "coming"
    return _nearest(month, clue.anchor, clue["which"], future) if clue.anchor else None


def _month(clue: Clue) -> Value | None:
    month = _MONTHS[clue["month"]]
    year = _stated_year(clue) or _year_of(month, clue)
    if year is None:
        return None
    return _ended(f"{year:04d}-{month:02d}") if clue["end"] else (f"{year:04d}-{month:02d}", None)


def _period(clue: Clue) -> Value | None:
    """That month, the following year; earlier in the month, before the end of the year."""
    base = clue.last if clue["which"] else clue.anchor
    if base is None:
        return None
    step = _STEPS.get(clue["which"] or clue["of"], 0)
    if clue["unit"] == "year":
        return f"{base.year + step:04d}", None
    return _in_months(base, step)


def _in_months(base: datetime.date, step: int) -> Value:
    months = base.year * 12 + base.month - 1 + step
    return f"{months // 12:04d}-{months % 12 + 1:02d}", None


def _period_end(clue: Clue) -> Value | None:
    period = _period(clue)
    return _ended(period[0]) if period is not None else None


def _ended(period: str) -> Value:
    """The end of a month is its last day, that of a year its last month."""
    year, _, month = period.partition("-")
    return f"{period}-{monthrange(int(year), int(month))[1]:02d}" if month else f"{year}-12", None


def _part_of_year(clue: Clue) -> Value | None:
    """The second half of the year, the first quarter of 2023."""
    length = 6 if clue["unit"] == "half" else 3
    first = _PARTS[clue["part"]] * length + 1 if _PARTS[clue["part"]] >= 0 else 13 - length
    year = _stated_year(clue)
    if year is None or first > _DECEMBER:
        return None
    return f"{year:04d}-{first:02d}", f"{year:04d}-{first + length - 1:02d}"


def _quarter(clue: Clue) -> Value | None:
    if clue.anchor is None:
        return None
    year, quarter = divmod(clue.anchor.year * 4 + (clue.anchor.month - 1) // 3 + _STEPS[clue["of"]], 4)
    return f"{year:04d}-{quarter * 3 + 1:02d}", f"{year:04d}-{quarter * 3 + 3:02d}"


def _season(clue: Clue) -> Value | None:
    first, end = _SEASONS[clue["season"]]
    year = _stated_year(clue)
    if year is None and clue.anchor is not None and clue["which"] == "this":
        year = clue.anchor.year
    elif year is None and clue.anchor is not None and clue["which"] == "last" and first <= clue.anchor.month <= end:
        year = clue.anchor.year - 1
    year = year or _year_of(first, clue)
    if year is None:
        return None
    return f"{year:04d}-{first:02d}", f"{year + (end < first):04d}-{end:02d}"


def _easter(year: int) -> datetime.date:
    """Easter Sunday of the Gregorian calendar. Source: Butcher's Ecclesiastical Calendar, 1876."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return datetime.date(year, month, day + 1)


def _feast_in(year: int, feast: str) -> datetime.date:
    if feast in _AFTER_EASTER:
        return _easter(year) + datetime.timedelta(_AFTER_EASTER[feast])
    return datetime.date(year, *_FEASTS[feast])


def _feast(clue: Clue) -> Value | None:
    year = _stated_year(clue)
    base = clue.last if clue["which"] in _BACK else clue.anchor
    if year is None and base is not None:
        year = _year_of(_feast_in(base.year, clue["feast"]).month, clue)
    return _days(_feast_in(year, clue["feast"])) if year is not None else None


def _steps(clue: Clue) -> Value | None:
    """Three weeks ago, two days later: from today or from the day named last."""
    way = clue["way"]
    base = clue.anchor if way in ("ago", "from now", "time") else clue.last
    if base is None:
        return None
    number = int(clue["count"]) if clue["count"].isdigit() else _NUMBERS[clue["count"] or "a"]
    if number > _FAR:
        return None
    number *= 1 if way in ("later", "after", "on", "from now", "time", "afterwards") else -1
    unit = clue["unit"]
    if unit in _UNITS:
        return _days(base + datetime.timedelta(number * _UNITS[unit]))
    if unit == "month":
        return _in_months(base, number)
    return f"{base.year + number:04d}", None


def _numeric(clue: Clue) -> Value | None:
    """18.04.2024, day first."""
    try:
        return _days(datetime.date(int(clue["y"]), int(clue["m"]), int(clue["d"])))
    except ValueError:
        return None


def _short_month(clue: Clue) -> Value | None:
    """Jun 4, 16 Mar: abbreviations that are names and words too, so that running text needs their full stop."""
    month = next(name for name in _MONTHS if name.startswith(clue["short"]))
    found = dates.find_dates(f"{clue['d']} {month.title()} {clue['year']}", clue.anchor, future=clue.future)
    return next(((span.start, None) for span in found), None)


def _day_of_month(clue: Clue) -> Value | None:
    """The 15th: the last one, or the next one where the event lies ahead."""
    if clue.anchor is None:
        return None
    for step in range(_MONTH_DAYS * 2):
        day = clue.anchor + datetime.timedelta(step if clue.future else -step)
        if day.day == int(clue["d"]):
            return _days(day)
    return None


def _weekday_number(name: str) -> int:
    return next(number for number, short in enumerate(_DAYS) if name.startswith(short))


def _diary_day(clue: Clue) -> Value | None:
    """Sat 14: the day nearest to the report that is both."""
    if clue.anchor is None:
        return None
    for step in range(_MONTH_DAYS * 6):
        for day in (clue.anchor + datetime.timedelta(step), clue.anchor - datetime.timedelta(step)):
            if day.day == int(clue["d"]) and day.weekday() == _weekday_number(clue["day"]):
                return _days(day)
    return None


def _weekday(clue: Clue) -> Value | None:
    """Mon., Thurs., which running text does not show to be a day; Saturday week, seven days after the coming one."""
    if clue.anchor is None:
        return None
    ahead = (_weekday_number(clue["day"]) - clue.anchor.weekday()) % 7
    if clue["week"]:
        ahead += 7
    elif ahead and not clue.future:
        ahead -= 7
    return _days(clue.anchor + datetime.timedelta(ahead))


_WHICH: Final = r"(?:(?P<which>last|next|this|coming|that|same|following)\s+)?"
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)})"
_SHORT: Final = r"(?P<short>mar|jun|jul)"
_OF_YEAR: Final = rf"(?:,? (?P<year>{_YEAR}))?"
_THE_YEAR: Final = r"(?:\s+(?:of\s+)?(?P<of>last|this|next) year)?"
_BEFORE: Final = r"(?:(?<=before the )|(?<=before ))"
_IN_THE: Final = r"(?:(?<=earlier in the )|(?<=later in the ))"
_FULL_DAY: Final = r"(?P<day>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day|\.)?"
_RULES: Final[tuple[tuple[re.Pattern[str], Rule], ...]] = tuple(
    (re.compile(f"{_LEAD}(?:{pattern})"), rule)
    for pattern, rule in (
        (rf"(?:year\s+)?(?P<year>{_YEAR})", _year),
        (rf"(?P<from>{_YEAR})\s*(?:-|–|to|and|until)\s*(?P<to>{_YEAR})", _years),
        # not 2010-12, which may be a month
        (rf"(?P<from>{_YEAR})(?!-(?:0|1[0-2]))[-–/](?P<to>\d\d)", _season_years),
        (r"(?P<decade>(?:1[5-9]|20)\d)0s", _decade),
        (r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{4})", _numeric),
        (rf"(?P<d>\d\d?) {_SHORT}{_OF_YEAR}", _short_month),
        (rf"{_SHORT} (?P<d>\d\d?){_OF_YEAR}", _short_month),
        (r"(?P<d>\d\d?)(?:st|nd|rd|th)", _day_of_month),
        (rf"{_FULL_DAY},? (?:the )?(?P<d>\d\d?)(?:st|nd|rd|th)?", _diary_day),
        (rf"{_FULL_DAY} (?P<week>week)", _weekday),
        (rf"(?:a )?(?P<week>week) on {_FULL_DAY}", _weekday),
        (rf"this {_PART}|now|overnight|earlier today|later today|today", _from_report(0)),
        (r"last (?:night|evening)", _from_report(-1)),
        (r"(?:in the |earlier in the )?(?P<which>last|this|next|previous|following|same|that) week", _week),
        (rf"{_IN_THE}week", _week),
        (rf"{_IN_THE}(?P<unit>month|year)", _period),
        (rf"{_WHICH}weekend", _weekend),
        (rf"{_BEFORE}end of {_MONTH}", _month),
        (rf"{_WHICH}(?:(?P<end>end of|late)\s+)?(?:mid-|early |late )?{_MONTH}{_THE_YEAR}", _month),
        (r"(?P<which>that|same|following|previous|preceding) (?P<unit>month|year)", _period),
        (rf"{_BEFORE}end of (?P<of>the|this|last|next) (?P<unit>month|year)", _period),
        (r"end of (?P<of>the|this|last|next) (?P<unit>month|year)", _period_end),
        (r"(?P<unit>month|year)'s end", _period_end),
        (rf"(?P<part>{'|'.join(_PARTS)}) (?P<unit>half|quarter) of (?P<year>{_YEAR})", _part_of_year),
        (rf"(?P<part>{'|'.join(_PARTS)}) (?P<unit>half|quarter) of (?P<of>the|this|last|next) year", _part_of_year),
        (r"(?P<of>this|last|next) quarter", _quarter),
        (rf"{_WHICH}(?P<season>{'|'.join(_SEASONS)})(?:\s+(?:of\s+)?(?P<year>{_YEAR}))?", _season),
        (rf"{_WHICH}(?P<feast>{'|'.join((*_FEASTS, *_AFTER_EASTER))})(?:\s+(?:of\s+)?(?P<year>{_YEAR}))?", _feast),
        (rf"{_COUNT} {_UNIT} (?P<way>ago|later|earlier|before|after|afterwards|on|from now)", _steps),
        # "a [week earlier]"; the week before is a week, not a day
        (r"(?<!the )(?P<unit>week|month|year) (?P<way>later|earlier|before|after)", _steps),
        (rf"{_COUNT} {_UNIT}'? (?P<way>time)", _steps),
        (r"(?P<day>mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?", _weekday),
        (rf"(?:next|following) {_PART}|{_PART} after", _from_last(1)),
        (rf"(?:previous|preceding) {_PART}|{_PART} (?:before|earlier)|eve", _from_last(-1)),
        (rf"(?:same|that) {_PART}|then|afterwards|{_PART}", _from_last(0)),
        (rf"(?:(?:1?\d|{_FEW}) )?(?:hour|minute)s? (?:later|earlier)", _from_last(0)),
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
