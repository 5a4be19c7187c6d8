"""Dates in news text, anchored on the day of the report."""

import datetime

import pytest

from loaders.dates import find_dates
from loaders.passages import find_dateline

WEDNESDAY = datetime.date(2023, 10, 4)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on 11-12 October 2023 at", "2023-10-11", "2023-10-12"),
        ("on Wednesday (27 September 2023) to", "2023-09-27", None),
        ("met today (29 September 2023) in", "2023-09-29", None),
        ("on Thursday, Sept. 28, in", "2023-09-28", None),
        ("on September 27, 2023,", "2023-09-27", None),
        ("from 30 September to 2 October 2023", "2023-09-30", "2023-10-02"),
        ("on 2 and 3 March", "2023-03-02", "2023-03-03"),
        ("in September 2021", "2021-09", None),
        ("since Jan. 27 the", "2023-01-27", None),
        ("in 2019", "2019", None),
        ("2023-09-27", "2023-09-27", None),
        ("on Monday", "2023-10-02", None),
        ("on Wednesday", "2023-10-04", None),
        ("last Wednesday", "2023-09-27", None),
        ("next Monday", "2023-10-09", None),
        ("yesterday", "2023-10-03", None),
        ("last month", "2023-09", None),
        ("next year", "2024", None),
        ("from Monday to Wednesday", "2023-10-02", "2023-10-04"),
    ],
)
def test_a_date_is_read_at_the_precision_the_text_gives(text: str, start: str, end: str | None) -> None:
    assert [(date.start, date.end) for date in find_dates(text, WEDNESDAY)] == [(start, end)]


def test_a_weekday_lies_ahead_where_the_sentence_looks_ahead() -> None:
    (date,) = find_dates("will meet on Friday", WEDNESDAY, future=True)
    assert date.start == "2023-10-06"


def test_a_day_without_a_year_takes_the_one_that_fits_the_tense() -> None:
    january = datetime.date(2024, 1, 5)
    assert [date.start for date in find_dates("on 28 December", january)] == ["2023-12-28"]
    assert [date.start for date in find_dates("on 3 February", january, future=True)] == ["2024-02-03"]


@pytest.mark.parametrize(
    "text", ["on Monday", "on 12 May", "last month", "31 February 2023", "he may go", "2 March 20235"]
)
def test_what_cannot_be_placed_is_no_date(text: str) -> None:
    assert [date for date in find_dates(text, None) if len(date.start) == 10] == []


@pytest.mark.parametrize(
    ("paragraph", "place", "date"),
    [
        ("Brussels, 11-12 October 2023 GENERAL A meeting of", "Brussels", "2023-10-11"),
        ("KYIV, Ukraine (AP) — Russian forces", "Kyiv", None),
        ("LONDON (Reuters) - The bank", "London", None),
        ("BRUSSELS, Oct 11 (Reuters) - Ministers", "Brussels", "2023-10-11"),
        ("Geneva, 5 May 2023 – The agency", "Geneva", "2023-05-05"),
    ],
)
def test_a_dateline_gives_place_and_date(paragraph: str, place: str, date: str | None) -> None:
    found = find_dateline(paragraph, "2023-10-12")
    assert found is not None
    assert found[2] is not None
    assert (found[2].name, found[3]) == (place, date)


@pytest.mark.parametrize(
    "paragraph", ["NATO, the alliance - is good", "President Biden - who spoke", "We met: he spoke"]
)
def test_an_ordinary_sentence_has_no_dateline(paragraph: str) -> None:
    assert find_dateline(paragraph, None) is None
