"""Dates in news: absolute ("11-12 October 2023") and relative ("on Wednesday", "last month") to an anchor.

The anchor is the day of publication, else the dateline's, else the first full date of the text. A weekday or a
day without a year lies before the anchor in past tense and after it in future tense. Partial precision is kept.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_MONTHS: Final = {
    name: number
    for number, forms in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in forms.split()
}  # fmt: skip
_WEEKDAYS: Final = {
    name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.|Jul\.|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WEEKDAY: Final = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_RANGE: Final = rf"{_DAY}(?:\s*(?:-|–|to|and)\s*{_DAY})?"
_YEAR: Final = r"(?:1[6-9]|20)\d{2}(?!\d)"

PATTERN: Final = (
    rf"(?:{_WEEKDAY},?\s+)?(?:{_YEAR}-\d{{2}}-\d{{2}}|(?:the\s+)?{_RANGE}\s+(?:of\s+)?{MONTH}(?:,?\s+{_YEAR})?"
    rf"|{MONTH}\s+{_RANGE}(?!\d)(?:,?\s+{_YEAR})?|{MONTH}\s+{_YEAR})"
)
_ABSOLUTE: Final = re.compile(
    rf"(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})"
    rf"|(?P<from>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<fmonth>{MONTH})\s*(?:-|–|to|until)\s*(?P<to>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"\s+(?P<tmonth>{MONTH})(?:,?\s+(?P<year0>{_YEAR}))?"
    rf"|(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(?P<last1>\d{{1,2}})(?:st|nd|rd|th)?)?\s+(?:of\s+)?"
    rf"(?P<month1>{MONTH})(?:,?\s+(?P<year1>{_YEAR}))?"
    rf"|(?P<month2>{MONTH})\s+(?P<day2>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(?P<last2>\d{{1,2}})(?!\d))?"
    rf"(?:,?\s+(?P<year2>{_YEAR}))?"
    rf"|(?P<month3>{MONTH}),?\s+(?P<year3>{_YEAR})"
    rf"|(?:\b(?P<when4>in|of|since|during)\s+|\bthe\s+)(?P<year4>{_YEAR})\b(?!\s*(?:people|troops|soldiers|euros))"
    rf"|\b(?:in|of|since|until|by|(?P<last5>last)|(?P<next5>next)|this)\s+(?P<month5>{MONTH})\b(?!\.?\s*\d)"
    rf"|\b(?:(?P<wlast>last)\s+|(?P<wnext>next|coming)\s+|this\s+)?(?P<weekday>{_WEEKDAY})\b"
    rf"(?:\s+(?P<span>to|through|until)\s+(?P<weekday2>{_WEEKDAY})\b)?"
    rf"|\b(?P<relative>today|tonight|yesterday|tomorrow|(?:last|next|this)\s+(?:month|year))\b",
    re.IGNORECASE,
)
_FULL_AFTER: Final = re.compile(r"^\s*[,(]?\s*(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date in the text: character span, start and end as partial dates (end None: the same), whether inferred."""

    start_char: int
    end_char: int
    start: str
    end: str | None
    explicit: bool
    since: bool = False
    weekday: bool = False


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def as_date(text: str | None) -> datetime.date | None:
    """The day of a partial date that states one, else None."""
    try:
        return datetime.date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def _year_for(month: int, day: int, anchor: datetime.date | None, future: bool) -> int | None:
    """The year of a day that states none: the nearest to the anchor that fits the tense; None without an anchor."""
    if anchor is None:
        return None
    candidates = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        text = _day(year, month, day)
        if text:
            distance = (datetime.date.fromisoformat(text) - anchor).days
            wrong = distance < 0 if future else distance > 0
            candidates.append((abs(distance) + (150 if wrong else 0), year))
    return min(candidates)[1] if candidates else None


def _weekday(name: str, anchor: datetime.date, future: bool, last: bool, following: bool) -> str:
    wanted = _WEEKDAYS[name.lower()]
    if future or following:
        ahead = (wanted - anchor.weekday()) % 7
        return (anchor + datetime.timedelta(days=ahead or (7 if following else 0))).isoformat()
    back = (anchor.weekday() - wanted) % 7
    return (anchor - datetime.timedelta(days=back or (7 if last else 0))).isoformat()


def _relative(words: str, anchor: datetime.date) -> str:
    words = words.lower()
    days = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}.get(words)
    if days is not None:
        return (anchor + datetime.timedelta(days=days)).isoformat()
    step = {"last": -1, "next": 1, "this": 0}[words.split()[0]]
    if words.endswith("year"):
        return str(anchor.year + step)
    months = anchor.year * 12 + anchor.month - 1 + step
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _read(match: re.Match[str], anchor: datetime.date | None, future: bool) -> tuple[str, str | None] | None:
    """Start and end of one match; None where it cannot be placed or is no date of the calendar."""
    group = match.groupdict()
    if group["iso"]:
        return (group["iso"], None) if as_date(group["iso"]) else None
    if group["from"]:
        month, last_month = _month(group["fmonth"]), _month(group["tmonth"])
        year = int(group["year0"] or 0) or _year_for(month, int(group["from"]), anchor, future)
        start = _day(year, month, int(group["from"])) if year else None
        end = _day(year + (last_month < month), last_month, int(group["to"])) if year else None
        return (start, end) if start else None
    for number in ("1", "2"):
        if group[f"day{number}"]:
            month, day = _month(group[f"month{number}"]), int(group[f"day{number}"])
            year = int(group[f"year{number}"] or 0) or _year_for(month, day, anchor, future)
            start = _day(year, month, day) if year else None
            last = group[f"last{number}"]
            return (start, _day(year, month, int(last)) if last and year else None) if start else None
    if group["month3"]:
        return f"{group['year3']}-{_month(group['month3']):02d}", None
    if group["year4"]:
        return group["year4"], None
    if group["month5"]:
        month = _month(group["month5"])
        year = _year_for(month, 15, anchor, future or bool(group["next5"]))
        return (f"{year}-{month:02d}", None) if year else None
    if anchor is None:
        return None
    if group["weekday"]:
        first = _weekday(group["weekday"], anchor, future, bool(group["wlast"]), bool(group["wnext"]))
        if not group["weekday2"]:
            return first, None
        days = (_WEEKDAYS[group["weekday2"].lower()] - _WEEKDAYS[group["weekday"].lower()]) % 7
        return first, (datetime.date.fromisoformat(first) + datetime.timedelta(days=days)).isoformat()
    return _relative(group["relative"], anchor), None


def find_dates(text: str, anchor: datetime.date | None, *, future: bool = False) -> Iterator[DateSpan]:
    """The dates of a sentence in order; "Wednesday (27 September 2023)" is one of them, the written-out day."""
    spans: list[DateSpan] = []
    for match in _ABSOLUTE.finditer(text):
        if match["month5"] and match["month5"] == "may":
            continue
        value = _read(match, anchor, future)
        relative = bool(match["weekday"] or match["relative"])
        before = spans[-1] if spans else None
        if value is None:
            if match["weekday"]:
                spans.append(DateSpan(*match.span(), "", None, False, weekday=True))
            continue
        since = (match["when4"] or "").lower() == "since" or text[: match.start()].lower().endswith("since ")
        span = DateSpan(*match.span(), *value, not relative, since, bool(match["weekday"]))
        if (
            before is not None
            and not relative
            and not before.explicit
            and _FULL_AFTER.match(text[before.end_char : span.start_char])
        ):
            spans[-1] = DateSpan(before.start_char, span.end_char, span.start, span.end, True, since, True)
        else:
            spans.append(span)
    return iter([span for span in spans if span.start])


def first_date(text: str, published: str | None) -> str | None:
    """The first date of a short text such as a dateline, its year filled in from the publication date."""
    for span in find_dates(text, as_date(published)):
        return span.start
    return None
